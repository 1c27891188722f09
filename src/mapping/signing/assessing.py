"""Which places cited rest on a text that changed, and what exactly changed in it since it was sealed."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from mapping.catalogue import Catalogue
from mapping.errors import UserError, nearest
from mapping.pinpoint import Pinpoint, parse
from mapping.records import Link, Verdict
from mapping.seals import NO_PLACE, signable, standing, still_the_same
from mapping.signing.choosing import Chosen, place_of
from mapping.texts.library import Library
from mapping.texts.model import Text


@dataclass(frozen=True)
class Step:
    """The official words at a place cited, from those that were sealed to those of today, and what rests on them.

    ``beyond`` names the places in which they differ outside the one asked about: then nothing can be said of the step as a
    whole. It is ``None`` when the earlier text is not in the library.
    """

    about: str
    at: Pinpoint
    before: str
    after: str
    rest: tuple[Chosen, ...]
    beyond: tuple[str, ...] | None


def steps_at(catalogue: Catalogue, library: Library, place: str) -> list[Step]:
    """The steps from sealed words to those of today at every place cited that rests on a place.

    Raises:
        UserError: the place is not one of a recorded act or treaty.
    """
    about, _, _ = place.partition("/")
    wanted = place_of(place)
    known = [*catalogue.act_by_id, *catalogue.instrument_by_id]
    if about not in known or wanted is None:
        raise UserError(
            f'"{place}" is not a place of a recorded act or treaty: write for example criminal-code/208^1(3)'
            + nearest(about, known)
        )
    found: dict[tuple[Pinpoint, str, str], list[Chosen]] = {}
    for one, cited, before in _sealed(catalogue):
        at, resting = place_of(cited), library.resting(cited)
        if cited.partition("/")[0] != about or at is None or resting is None:
            continue
        after = resting or NO_PLACE
        if before != after and (wanted.contains(at) or at.contains(wanted)):
            found.setdefault((at, before, after), []).append(one)
    return [
        Step(about, at, before, after, tuple(rest), _beyond(library, about, at, before, wanted))
        for (at, before, after), rest in sorted(found.items(), key=lambda each: (each[0][0].sort_key, each[0][1:]))
    ]


def _sealed(catalogue: Catalogue) -> Iterator[tuple[Chosen, str, str]]:
    """Every place whose words stand under an agreement, with their sealed hash."""
    for judgement, record in signable(catalogue):
        for review in standing(record.reviews):
            if review.decision == "agrees" and review.seal:
                if isinstance(record, Link) and review.seal.text:
                    yield (judgement, record), record.to, review.seal.text
                if review.seal.treaty:
                    yield (judgement, record), judgement.obligation, review.seal.treaty


def _beyond(library: Library, about: str, at: Pinpoint, before: str, wanted: Pinpoint) -> tuple[str, ...] | None:
    texts = library.by_subject.get(about, [])
    old = next((one for one in reversed(texts) if (one.resting(at.id) or NO_PLACE) == before), None)
    new = library.holding(f"{about}/{at.id}")
    if old is None or new is None:
        return () if wanted.contains(at) else None
    was, now = _words(old, at), _words(new, at)
    differing = sorted((parse(one) for one in was.keys() | now.keys() if was.get(one) != now.get(one)), key=_sort_key)
    return tuple(one.id for one in differing if not wanted.contains(one))


def _sort_key(place: Pinpoint) -> Any:
    return place.sort_key


def _words(text: Text, at: Pinpoint) -> dict[str, tuple[str, str]]:
    """What a judgement on a place rests on, place by place: what stands around it, and all that lies in it."""
    around = [one for place in at.parents() if (one := text.find(place.id))]
    here = text.find(at.id)
    inside = [here] if here else list(text.units) if at.article is None else []
    found = {one.at: (one.own, "") for one in around}
    return found | {each.at: (each.own, each.heading) for one in inside for each in one.walk()}


def settled(catalogue: Catalogue, step: Step, verdict: Verdict | None) -> bool:
    """True when this verdict on a step says what is recorded already."""
    cited = f"{step.about}/{step.at.id}"
    if verdict == "editorial":
        return still_the_same(catalogue, cited, step.before, step.after)
    known = {(one.before, one.after): one.verdict for one in catalogue.assessed.get(cited, [])}
    return verdict is not None and known.get((step.before, step.after)) == verdict
