"""Which judgements, obligations and draft amendments rest on the places that changed.

A judgement on a place rests on the words of that place and on what the units around it say themselves
(``Text.resting``), so two texts are compared where judgements stand: what is not cited touches nothing.
"""

import functools
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from mapping.catalogue import Catalogue
from mapping.pinpoint import CitationError, parse
from mapping.records import Judgement, Link, NoneFound
from mapping.seals import Key, key_of, signable

Rests = Callable[[str], bool]  # a pinpoint inside the act or treaty → whether what rests on it changed


@dataclass(frozen=True)
class Touched:
    """What rests on something: judgements by key, the obligations they belong to (one annex row each), amendments."""

    judgements: tuple[Key, ...] = ()
    obligations: tuple[str, ...] = ()
    amendments: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        """True when anything is touched."""
        return bool(self.judgements or self.obligations or self.amendments)


def resting_on(catalogue: Catalogue, about: str, rests: Rests) -> Touched:
    """Everything recorded that rests on places of one act or treaty for which ``rests`` is true, in data order."""
    keys = dict.fromkeys(key_of(one, record) for one, record in signable(catalogue))
    every = Touched(tuple(keys), tuple(catalogue.obligations), tuple(catalogue.amendments))
    return narrowed(catalogue, about, every, rests)


def narrowed(catalogue: Catalogue, about: str, found: Touched, rests: Rests) -> Touched:
    """Of what was found, all that rests on places of one act or treaty for which ``rests`` is true."""

    @functools.cache
    def changed(target: str) -> bool:
        return target.startswith(f"{about}/") and rests(inside(target))

    if about in catalogue.instrument_by_id:
        duties = dict.fromkeys(filter(changed, found.obligations))
        return Touched(tuple(key for key in found.judgements if key[0] in duties), tuple(duties))
    keys = tuple(key for key in found.judgements if changed(key[1]))
    return Touched(
        judgements=keys,
        obligations=tuple(dict.fromkeys(obligation for obligation, _ in keys)),
        amendments=tuple(name for name in found.amendments if changed(catalogue.amendments[name][1].to)),
    )


def judged(catalogue: Catalogue) -> dict[Key, tuple[Judgement, Link | NoneFound]]:
    """Everything a reviewer can sign, by key, in the order of the data."""
    return {key_of(judgement, record): (judgement, record) for judgement, record in signable(catalogue)}


def inside(target: str) -> str:
    """The pinpoint of a place: ``57(2)`` of ``labour-code/57(2)``."""
    return target.partition("/")[2]


def related(one: str, others: Iterable[str | None]) -> bool:
    """True when a place holds one of the others, or lies in one of them."""
    try:
        place = parse(one)
        return any(place.contains(other) or other.contains(place) for other in map(parse, filter(None, others)))
    except CitationError:
        return False
