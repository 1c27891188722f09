"""Who signed the judgements that an annex shows, row by row and as a whole."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from mapping.coverage import ObligationCoverage
from mapping.records import Link, NoneFound, Review
from mapping.seals import Key, SignOff, State, key_of, person, worst
from mapping.texts.normal import digest
from mapping.view import View

PRINT_GROUPS, PRINT_GROUP = 3, 4  # 48 bits of a hash: enough to tell two prints apart, short enough to compare by eye


@dataclass(frozen=True)
class Signed:
    """A judgement of a row and who stands behind it; ``key`` is its obligation and the place or elements."""

    key: Key
    record: Link | NoneFound
    sign_off: SignOff


@dataclass(frozen=True)
class Signatory:
    """A person whose agreement stands, with the number of judgements and the date of the last."""

    name: str
    role: str
    count: int
    last: dt.date


def shown(view: View, duty: ObligationCoverage) -> list[Signed]:
    """The judgements that a row rests on: all of its obligation but those on drafts that the reader did not ask for."""
    judgement = view.catalogue.judgements.get(duty.id)
    if judgement is None:
        return []
    drafts = view.catalogue.amendments
    records: list[Link | NoneFound] = [
        *(link for link in judgement.links if link.to not in drafts or drafts[link.to][0].id == view.draft),
        *judgement.none_found,
    ]
    return [Signed(key := key_of(judgement, record), record, view.sign_offs[key]) for record in records]


def row_state(view: View, duty: ObligationCoverage) -> State | None:
    """The weakest state among the judgements of a row; ``None`` when nothing was judged."""
    states = [one.sign_off.state for one in shown(view, duty)]
    return worst(states) if states else None


def signatories(view: View) -> list[Signatory]:
    """Everybody whose agreement stands behind a judgement of the annex, once each, by name."""
    found: dict[str, list[Review]] = {}
    for _, review in _agreements(view):
        found.setdefault(person(review.name), []).append(review)
    people = []
    for _, reviews in sorted(found.items()):
        latest = max(reviews, key=lambda one: one.date)
        people.append(Signatory(latest.name, latest.role, len(reviews), latest.date))
    return people


def fingerprint(view: View) -> str:
    """One short hash of everything that was signed, whoever signed it and in whatever order: ``3fa9-12bc-77d0``."""
    sealed = {
        digest(*key, *(f"{name}={value}" for name in one.seal.__struct_fields__ if (value := getattr(one.seal, name))))
        for key, one in _agreements(view)
        if one.seal
    }
    whole = digest(view.instrument.id, *sorted(sealed))
    return "-".join(whole[at : at + PRINT_GROUP] for at in range(0, PRINT_GROUPS * PRINT_GROUP, PRINT_GROUP))


def _agreements(view: View) -> Iterator[tuple[Key, Review]]:
    """Each standing agreement with what there is now, with the judgement it is about; each judgement once."""
    every = {one.key: one.sign_off for duty in view.obligations for one in shown(view, duty)}
    for key, sign_off in every.items():
        yield from ((key, review) for review in sign_off.agrees)
