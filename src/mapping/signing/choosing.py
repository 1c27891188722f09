"""What a reviewer names on the command line, as records of the data."""

from collections.abc import Sequence

from mapping.catalogue import Catalogue
from mapping.errors import UserError, nearest
from mapping.pinpoint import CitationError, Pinpoint, parse
from mapping.records import Judgement, Link, NoneFound
from mapping.seals import key_of, sign_offs, signable
from mapping.texts.library import Library

Signable = Link | NoneFound
Chosen = tuple[Judgement, Signable]


def select(
    catalogue: Catalogue, what: Sequence[str] = (), *, to: str | None = None, suspect_in: Library | None = None
) -> list[Chosen]:
    """The links and none-found records a reviewer names, in the order of the data.

    Args:
        catalogue: the data.
        what: ``lanzarote/5(3)`` and what lies in it, the article ``lanzarote/5``, the chapter ``lanzarote:III``, or the
            treaty ``lanzarote``; everything if empty.
        to: only links to this place and what lies in it, to this act or plan, or to this measure or amendment.
        suspect_in: only what is suspect, seen against these texts.

    Raises:
        UserError: a name means nothing, with the nearest that does.
    """
    named = {name for one in what for name in _obligations(catalogue, one)}
    found = [one for one in signable(catalogue) if not what or one[0].obligation in named]
    if to is not None:
        known = [record.to for _, record in found if isinstance(record, Link)]
        found = [one for one in found if isinstance(one[1], Link) and _goes_to(one[1].to, to)]
        if not found:
            raise UserError(f'no link chosen goes to "{to}": write for example labour-code/57{nearest(to, known)}')
    if suspect_in is not None:
        states = sign_offs(catalogue, suspect_in)
        found = [one for one in found if states[key_of(*one)].state == "suspect"]
    return found


def _obligations(catalogue: Catalogue, what: str) -> list[str]:
    known: dict[str, list[str]] = {}
    for treaty in catalogue.instruments:
        for duty in treaty.obligations:
            name, chapter = treaty.obligation_id(duty), treaty.chapter_of(duty.at.article or "")
            groups = [treaty.id, *(f"{treaty.id}/{place.id}" for place in (duty.at, *duty.at.parents()))]
            for group in [*groups, f"{treaty.id}:{chapter.number}"] if chapter else groups:
                known.setdefault(group, []).append(name)
    if what not in known:
        raise UserError(
            f'"{what}" is no obligation, article, chapter or treaty: write for example '
            f"lanzarote/5(3), lanzarote/5, lanzarote:III or lanzarote{nearest(what, known)}"
        )
    return known[what]


def _goes_to(target: str, to: str) -> bool:
    if target == to or target.partition("/")[0] == to:
        return True
    place, wanted = place_of(target), place_of(to)
    same = target.partition("/")[0] == to.partition("/")[0]
    return bool(same and place and wanted and wanted.contains(place))


def place_of(target: str) -> Pinpoint | None:
    """The pinpoint in a full id such as ``labour-code/57(2)``; ``None`` if it holds none."""
    try:
        return parse(target.partition("/")[2])
    except CitationError:
        return None
