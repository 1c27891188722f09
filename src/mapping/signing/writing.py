"""Writing reviews and assessments into the data files, with everything that stood there as it was."""

import unicodedata
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from mapping.checks import load_checked
from mapping.errors import UserError, nearest
from mapping.records import Assessment, Assessments, Mapping, Review
from mapping.seals import person
from mapping.signing.choosing import Signable
from mapping.signing.lines import Addition, Change, new_file, read_back, replace_together, with_additions

One = TypeVar("One", Review, Assessment)
NEEDS_WORDS = ("disagrees", "remarks")


def append_reviews(root: Path, entries: Sequence[tuple[Signable, Review]]) -> list[Path]:
    """Write reviews under the records they speak of; what is recorded already is not written again.

    Args:
        root: the project folder.
        entries: records as read from the data files, with their ``place``, and a review of each.

    Returns:
        The files that changed.

    Raises:
        DataError: the data have errors.
        UserError: a review lacks what it needs, a record is not as it was read, or a file cannot be written; nothing was
            written.
    """
    load_checked(root)
    fresh: dict[str, dict[Signable, list[Review]]] = {}
    for record, review in entries:
        if record.place is None:
            raise UserError("a record that does not come from a data file cannot be reviewed: read the data first")
        added = fresh.setdefault(record.place.file, {}).setdefault(record, [])
        one = sound(review)
        if not already_recorded([*record.reviews, *added], one):
            added.append(one)
    changes = []
    for file, by_record in sorted(fresh.items()):
        if wanted := {record: tuple(added) for record, added in by_record.items() if added}:
            changes.append(_reviewed(root / file, file, wanted))
    replace_together(root, changes)
    return [one.path for one in changes]


def already_recorded(reviews: Iterable[Review], review: Review) -> bool:
    """True when this person has said just this: as the latest decision, or in any remark."""
    own = [one for one in reviews if person(one.name) == person(review.name)]
    if review.decision == "remarks":
        return any(one.decision == "remarks" and one.remark == review.remark for one in own)
    latest = next((one for one in reversed(own) if one.decision != "remarks"), None)
    return latest is not None and (latest.decision, latest.remark, latest.seal) == (
        review.decision, review.remark, review.seal,
    )  # fmt: skip


def append_assessments(root: Path, entries: Sequence[tuple[str, Assessment]]) -> list[Path]:
    """Write assessments of changes, each with the act or treaty it is about; what is recorded already is left out.

    Returns and raises as ``append_reviews`` does.
    """
    catalogue = load_checked(root)
    fresh: dict[str, list[Assessment]] = {}
    for about, one in entries:
        if about not in catalogue.act_by_id and about not in catalogue.instrument_by_id:
            known = [*catalogue.act_by_id, *catalogue.instrument_by_id]
            raise UserError(f'there is no act or treaty "{about}": correct the id{nearest(about, known)}')
        said = {
            (each.before, each.after): each.verdict
            for each in [*catalogue.assessed.get(f"{about}/{one.at.id}", []), *fresh.get(about, [])]
            if each.at == one.at
        }
        if said.get((one.before, one.after)) != one.verdict:
            fresh.setdefault(about, []).append(named(one))
    changes = [_assessed(root, about, tuple(added)) for about, added in sorted(fresh.items())]
    replace_together(root, changes)
    return [one.path for one in changes]


def sound(review: Review) -> Review:
    """The review as it will be written; raises ``UserError`` if it lacks what it needs."""
    one = named(review)
    if one.decision in NEEDS_WORDS and not one.remark:
        raise UserError(f'a review that {one.decision.removesuffix("s")}s needs words: say why with --remark "…"')
    if one.decision == "agrees" and one.seal is None:
        raise UserError("an agreement needs the seal of what was seen: make it with mapping review")
    return one


def named(one: One) -> One:
    """The record with its words cleaned; raises ``UserError`` if nobody signs it."""
    name, role = (" ".join(_clean(text).split()) for text in (one.name, one.role))
    for option, text in (("--name", name), ("--role", role)):
        if not text:
            raise UserError(f"{option} is empty: write who signs, and as what")
    return msgspec.structs.replace(one, name=name, role=role, remark=_clean(one.remark or "") or None)


def _clean(text: str) -> str:
    """Words as data files hold them: NFC, comma below, no signs that nobody can see."""
    letters = unicodedata.normalize("NFC", "\n".join(text.splitlines())).translate(str.maketrans("şţŞŢ", "șțȘȚ"))
    hidden = {one for one in letters if one != "\n" and unicodedata.category(one) in ("Cc", "Cs")}
    return "".join(" " if one in hidden else one for one in letters).strip()


def _reviewed(path: Path, shown: str, wanted: dict[Signable, tuple[Review, ...]]) -> Change:
    before = path.read_bytes()
    mapping = read_back(before, shown, Mapping)
    ways = _ways(mapping) if mapping else {}
    for record in wanted:
        if record not in ways:
            raise UserError(f"{record.place}: what is reviewed has changed since it was read: run the command again")
    assert mapping is not None

    def attempt(some: dict[Signable, tuple[Review, ...]]) -> bytes | None:
        after = with_additions(before, [Addition(ways[one], "reviews", added) for one, added in some.items()])
        meant = _with_reviews(mapping, some)
        return after if (found := read_back(after, shown, Mapping)) and _said(found) == _said(meant) else None

    if (after := attempt(wanted)) is not None:
        return Change(path, before, after)
    culprit = next((one for one, added in wanted.items() if attempt({one: added}) is None), next(iter(wanted)))
    raise UserError(
        f"{culprit.place}: the review cannot be added to what is written here without disturbing it; nothing was written. "
        "Write the record with one key a line, and sign again"
    )


def _ways(mapping: Mapping) -> dict[Signable, tuple[str | int, ...]]:
    found: dict[Signable, tuple[str | int, ...]] = {}
    for number, judgement in enumerate(mapping.judgements):
        lists: dict[str, tuple[Signable, ...]] = {"links": judgement.links, "none_found": judgement.none_found}
        for key, records in lists.items():
            found |= {record: ("judgements", number, key, position) for position, record in enumerate(records)}
    return found


def _with_reviews(mapping: Mapping, added: dict[Signable, tuple[Review, ...]]) -> Mapping:
    def longer(records: Iterable[Any]) -> tuple[Any, ...]:
        return tuple(msgspec.structs.replace(one, reviews=one.reviews + added.get(one, ())) for one in records)

    judgements = tuple(
        msgspec.structs.replace(one, links=longer(one.links), none_found=longer(one.none_found))
        for one in mapping.judgements
    )
    return msgspec.structs.replace(mapping, judgements=judgements)


def _assessed(root: Path, about: str, added: tuple[Assessment, ...]) -> Change:
    path = root / "data" / "assessments" / f"{about}.yaml"
    shown = path.relative_to(root).as_posix()
    if not path.is_file():
        before, known = None, Assessments(about=about, assessments=())
        after = new_file(f"about: {about}", "assessments", added)
    else:
        before = path.read_bytes()
        known = read_back(before, shown, Assessments) or Assessments(about="", assessments=())
        after = with_additions(before, [Addition((), "assessments", added)])
    meant = msgspec.structs.replace(known, assessments=known.assessments + added)
    found = read_back(after, shown, Assessments)
    if found is None or _said(found) != _said(meant):
        raise UserError(
            f"{shown}:1: the assessment cannot be added to what is written here without disturbing it; nothing was written. "
            "Write the records with one key a line, and run again"
        )
    return Change(path, before, after)


def _said(value: Any) -> Any:
    """What a record says, wherever it stands."""
    if isinstance(value, msgspec.Struct):
        return [_said(getattr(value, name)) for name in value.__struct_fields__ if name != "place"]
    return [_said(one) for one in value] if isinstance(value, tuple) else value
