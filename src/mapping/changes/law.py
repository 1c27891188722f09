"""What changed between two official texts, and what is coming; each change with what rests on it."""

import datetime as dt
import functools
from collections.abc import Callable
from dataclasses import dataclass

from mapping.catalogue import Catalogue
from mapping.changes.touch import Touched, inside, related, resting_on
from mapping.records import Act, Assessment, Provision, Version
from mapping.texts.compare import Change, compare
from mapping.texts.library import Library
from mapping.texts.model import Text


@dataclass(frozen=True)
class LawChange:
    """One change of an official text: where it stands in either, what rests on it, and what people decided about it."""

    about: str
    before: Text
    after: Text
    change: Change
    touched: Touched
    assessments: tuple[Assessment, ...] = ()

    @property
    def places(self) -> tuple[str, ...]:
        """Where it stands, in the older text and in the newer."""
        return tuple(dict.fromkeys(filter(None, (self.change.at, self.change.now))))

    @property
    def since(self) -> dt.date:
        """The day from which the newer wording applies."""
        return self.after.consolidated


@dataclass(frozen=True)
class Comparison:
    """Two consolidations of one act or treaty: every change in reading order, and everything they touch together."""

    before: Text
    after: Text
    changes: tuple[LawChange, ...]
    touched: Touched


def between(catalogue: Catalogue, before: Text, after: Text) -> Comparison:
    """Compare two texts of the same act or treaty.

    What a text lacks because it is an excerpt touches nothing: it was not seen.
    """
    about = after.about

    def rests(at: str) -> bool:
        old, new = before.resting(at), after.resting(at)
        unseen = (before.partial and old is None) or (after.partial and new is None)
        if at == "act" and (before.partial or after.partial):
            return bool(found)
        return old != new and not unseen

    found = compare(before, after)
    touched = resting_on(catalogue, about, rests) if found else Touched()
    changes = []
    for one in found:
        places = (one.at, one.now)
        hit = resting_on(catalogue, about, lambda at, places=places: related(at, places) and rests(at))  # type: ignore[misc]
        assessed = [
            assessment
            for place in hit.judgements
            for name in place
            for assessment in catalogue.assessed.get(name, ())
            if name.startswith(f"{about}/") and assessment.after == after.resting(inside(name))
        ]
        changes.append(LawChange(about, before, after, one, hit, tuple(dict.fromkeys(assessed))))
    return Comparison(before, after, tuple(changes), touched)


@functools.lru_cache(maxsize=2)
def upcoming(catalogue: Catalogue, library: Library) -> tuple[Comparison, ...]:
    """The wordings published ahead of the day they apply from, each against the one before it."""
    found = []
    for about in library.by_subject:
        before = library.current(about)
        for text in library.upcoming(about):
            if before:
                found.append(between(catalogue, before, text))
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
            found.append(between(catalogue, before, now))
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
