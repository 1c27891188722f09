"""What changed between two official texts, and what is coming; each change with what rests on it."""

import datetime as dt
import functools
from collections.abc import Callable
from dataclasses import dataclass

import msgspec

from mapping.catalogue import Catalogue
from mapping.changes.touch import Touched, narrowed, related, resting_on
from mapping.records import Act, Assessment, Provision, Version
from mapping.seals import NO_PLACE
from mapping.texts.compare import Change, compare
from mapping.texts.library import Library
from mapping.texts.model import Text, Unit


@dataclass(frozen=True)
class LawChange:
    """One change of an official text, what rests on it, and what people decided about it."""

    change: Change
    touched: Touched
    assessments: tuple[Assessment, ...] = ()


@dataclass(frozen=True)
class Comparison:
    """Two consolidations of one act or treaty: every change in reading order, and everything they touch together."""

    before: Text
    after: Text
    changes: tuple[LawChange, ...]
    touched: Touched


def between(catalogue: Catalogue, library: Library, before: Text, after: Text) -> Comparison:
    """Compare two texts of the same act or treaty, as they were known when each was the newest.

    What an excerpt lacks was not seen: the texts before it speak for it, as they do under a seal. So what a comparison
    touches is exactly what turns suspect from one text to the next.

    Args:
        catalogue: the data.
        library: the texts among which the two stand.
        before: the older text.
        after: the newer text.
    """
    about = after.about
    then, now = Library(library.texts, before.consolidated), Library(library.texts, after.consolidated)

    def rests(at: str) -> bool:
        old, new = then.resting(f"{about}/{at}"), now.resting(f"{about}/{at}")
        return old is not None and new is not None and old != new

    found = compare(_as_known(then, before), _as_known(now, after))
    touched = resting_on(catalogue, about, rests) if found else Touched()
    changes = []
    for one in found:
        places = (one.at, one.now)
        hit = narrowed(catalogue, about, touched, lambda at, places=places: related(at, places))  # type: ignore[misc]
        cited = dict.fromkeys(name for key in hit.judgements for name in key if name.startswith(f"{about}/"))
        assessed = [
            assessment
            for name in cited
            for assessment in catalogue.assessed.get(name, ())
            if assessment.after == (now.resting(name) or NO_PLACE)
        ]
        changes.append(LawChange(one, hit, tuple(assessed)))
    return Comparison(before, after, tuple(changes), touched)


def _as_known(library: Library, text: Text) -> Text:
    """A text with everything known of the act on the day of the library: what an excerpt lacks is as it was before."""
    if not text.partial:
        return text
    known: dict[str, Unit] = {}
    partial = True
    for one in library.by_subject[text.about]:
        if one.consolidated <= text.consolidated:
            known = {**(known if one.partial else {}), **{unit.at: unit for unit in one.units}}
            partial = partial and one.partial
    units = sorted(known.values(), key=lambda unit: unit.pinpoint.sort_key)
    return msgspec.structs.replace(text, units=tuple(units), partial=partial)


@functools.lru_cache(maxsize=2)
def upcoming(catalogue: Catalogue, library: Library) -> tuple[Comparison, ...]:
    """The wordings published ahead of the day they apply from, each against the one before it."""
    found = []
    for about in library.by_subject:
        before = library.current(about)
        for text in library.upcoming(about):
            if before:
                found.append(between(catalogue, library, before, text))
            before = text
    return tuple(found)


@functools.lru_cache(maxsize=2)
def latest(catalogue: Catalogue, library: Library) -> tuple[Comparison, ...]:
    """For each act with more than one text: what the current one changed against the one before it."""
    found = []
    for about in library.by_subject:
        now = library.current(about)
        before = library.before(now) if now else None
        if now and before:
            found.append(between(catalogue, library, before, now))
    return tuple(found)


@dataclass(frozen=True)
class Dated:
    """A recorded version of a provision, with what rests on the provision."""

    act: Act
    provision: Provision
    version: Version
    touched: Touched

    @property
    def place(self) -> str:
        """``labour-code/57``."""
        return self.act.provision_id(self.provision)


@functools.lru_cache(maxsize=2)
def versions_ahead(catalogue: Catalogue, day: dt.date) -> tuple[Dated, ...]:
    """Recorded versions adopted and not yet in force on the day: by date, those without a date last."""
    return tuple(_dated(catalogue, lambda version: version.from_ == "deferred" or _begins(version) > day))


def versions_since(catalogue: Catalogue, since: dt.date, day: dt.date) -> list[Dated]:
    """Recorded versions that began after one day and not after another, by date."""
    return _dated(catalogue, lambda version: version.from_ != "deferred" and since < _begins(version) <= day)


def _dated(catalogue: Catalogue, wanted: Callable[[Version], bool]) -> list[Dated]:
    found = []
    for act in catalogue.acts:
        for provision in act.provisions:
            place = provision.at.id
            for version in provision.versions:
                if version.from_ != "unknown" and wanted(version):
                    touched = resting_on(catalogue, act.id, lambda at, place=place: related(at, (place,)))  # type: ignore[misc]
                    found.append(Dated(act, provision, version, touched))
    return sorted(found, key=lambda one: (_begins(one.version), one.act.rank, one.provision.at.sort_key))


def _begins(version: Version) -> dt.date:
    return version.from_ if isinstance(version.from_, dt.date) else dt.date.max
