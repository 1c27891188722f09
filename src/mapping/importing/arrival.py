"""A text that came: how it differs from those that were there, what became of it, and how that is told."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from mapping.catalogue import Catalogue
from mapping.errors import UserError, nearest
from mapping.records import Act, Instrument
from mapping.texts.compare import Change, compare
from mapping.texts.library import Library, Outcome, folder_of, keep, open_library
from mapping.texts.model import Text
from mapping.texts.record_sheet import in_force

MOST_SHOWN = 10  # places named in one line

_FATE: dict[Outcome, str] = {
    "new": "Stored.",
    "known": "It is there already; nothing changed.",
    "seen-again": "It is there already; nothing changed but the day on which it was last seen.",
    "completed": "Stored in place of the excerpt that was there.",
    "read-again": "The same file was divided otherwise by an earlier version of the program; the newer reading is stored.",
    "replaced": "Stored in place of the other wording that was there.",
}
_TRIAL: dict[Outcome, str] = {
    "new": "It would be stored.",
    "completed": "It would be stored in place of the excerpt that is there.",
    "read-again": "The same file was divided otherwise by an earlier version of the program; the newer reading would be stored.",
    "replaced": "It would be stored in place of the other wording that is there.",
}
_FATE_IN_SHORT: dict[Outcome, str] = {
    "new": "stored",
    "known": "there already",
    "seen-again": "there already",
    "completed": "stored in place of an excerpt",
    "read-again": "read again",
    "replaced": "stored in place of another wording",
}


def subject(catalogue: Catalogue, name: str) -> Act | Instrument:
    """The act or treaty with this id.

    Raises:
        UserError: the data have none.
    """
    found = catalogue.act_by_id.get(name) or catalogue.instrument_by_id.get(name)
    if found is None:
        near = nearest(name, [*catalogue.act_by_id, *catalogue.instrument_by_id])
        raise UserError(
            f'there is no act or treaty "{name}" in the data: write the name of its file in data/moldovan_law or '
            f"data/conventions, without .yaml{near}"
        )
    return found


@dataclass(frozen=True)
class Arrival:
    """A text that came, what became of it, and what changed against each text it is held against, named in a phrase."""

    text: Text
    outcome: Outcome
    compared: tuple[tuple[str, tuple[Change, ...]], ...] = ()

    def lines(self, catalogue: Catalogue, *, trial: bool = False) -> list[str]:
        """What a person wants to know about it, line by line; in a trial, what would become of it."""
        text = self.text
        about = subject(catalogue, text.about)
        number = f" ({text.number})" if text.number else ""
        source = [text.document and f"document {text.document}", f"SHA-256 {text.sha256[:12]}", text.address]
        found = [
            f"{text.title or about.title.ro}{number}, consolidation of {text.consolidated}{_ahead(text)}",
            f"  latest amendment: {text.amended_by or 'none named'}",
            f"  source: {', '.join(filter(None, source))}",
            f"  found: {count_of(text)}",
        ]
        for name, changes in self.compared:
            tally = Tally.of(changes)
            found.append(f"  against {name}: {tally.in_short}")
            found += [f"    {line}" for line in tally.lines()]
        if lacking := _lacking(about, text):
            found.append(f"  recorded in the data, but not in force in this text: {listed(lacking)}")
        if (said := _said_otherwise(about, text)) and said != text.consolidated:
            found.append(
                f"  doubt: by its latest amendment or its document number it is the consolidation of {said}; "
                f"kept is {text.consolidated}, check which is right"
            )
        fate = _TRIAL.get(self.outcome) if trial else None
        return [*found, fate or _FATE[self.outcome]]

    @property
    def new(self) -> bool:
        """True when the library now says something it did not say before."""
        return self.outcome not in ("known", "seen-again")

    @property
    def in_short(self) -> str:
        """One phrase for a line of progress."""
        changes = f": {Tally.of(self.compared[0][1]).in_short}" if self.compared else ""
        fate = f"{self.text.consolidated} {_FATE_IN_SHORT[self.outcome]}{_ahead(self.text)}"
        return f"{fate}, {count_of(self.text)}{changes}"


def take(root: Path, catalogue: Catalogue, text: Text, *, replace: bool = False) -> Arrival:
    """Compare a text with those of the library, then keep it.

    Raises:
        UserError: other words of the same consolidation are there and ``replace`` is not set; nothing was kept.
    """
    library = open_library(root, catalogue.edition)
    same = next((one for one in library.by_subject.get(text.about, []) if one.consolidated == text.consolidated), None)
    compared = []
    if same is None or same.whole != text.whole:
        if earlier := library.before(text):
            compared.append((f"the consolidation of {earlier.consolidated}", compare(earlier, text)))
        if same:
            compared.append(("the text of this consolidation that was there", compare(same, text)))
    outcome = keep(root, catalogue.edition, text, replace=replace)
    return Arrival(text, outcome, () if outcome in ("known", "seen-again") else tuple(compared))


def remove(root: Path, catalogue: Catalogue, about: str, consolidated: dt.date) -> None:
    """Take a stored text out of the library.

    Raises:
        UserError: there is no such text.
    """
    path = folder_of(root, catalogue.edition) / about / f"{consolidated}.json"
    if not path.is_file():
        there = sorted(one.stem for one in path.parent.glob("*.json"))
        stored = f"stored are {', '.join(there)}" if there else "nothing of it is stored"
        raise UserError(f"{about} has no stored text of {consolidated}: {stored}")
    path.unlink()


class Tally(NamedTuple):
    """Articles by what happened to them, each named once, in reading order."""

    added: list[str]
    changed: list[str]
    lost: list[str]
    renumbered: list[str]

    @classmethod
    def of(cls, changes: Iterable[Change]) -> "Tally":
        """Gather the finest places of a comparison by article."""
        added, changed, lost, renumbered = (dict[str, None]() for _ in range(4))
        for one in changes:
            whole = one.article in (one.at, one.now)
            if whole and one.kind == "added" and one.at is None:
                added[one.article] = None
            elif whole and one.kind in ("removed", "repealed"):
                lost[f"{one.article} ({'repealed' if one.kind == 'repealed' else 'gone'})"] = None
            elif whole and one.kind == "renumbered":
                renumbered[f"{one.at} → {one.now}" + (" (and changed)" if one.inside else "")] = None
            else:
                changed[one.article] = None
        return cls(list(added), list(changed), list(lost), list(renumbered))

    @property
    def in_short(self) -> str:
        """The numbers alone."""
        parts = [f"{len(places)} {name}" for name, places in self._asdict().items() if places]
        return ", ".join(parts) or "the same words"

    def lines(self) -> list[str]:
        """One line for each thing that happened, with its articles."""
        return [f"{name}: {listed(places)}" for name, places in self._asdict().items() if places]


def _lacking(about: Act | Instrument, text: Text) -> list[str]:
    """The recorded places that a text does not have, or repeals."""
    places = [one.at for one in (about.provisions if isinstance(about, Act) else about.obligations)]
    found = []
    for at in dict.fromkeys(one.id for one in places if one.article is not None):
        path = text.path(at)
        if any(one.repealed for one in path):
            found.append(f"{at} (repealed)")
        elif not path and not text.partial:
            found.append(f"{at} (not there)")
    return found


def _said_otherwise(about: Act | Instrument, text: Text) -> dt.date | None:
    """The day from which a text applies by its latest amendment, else by what is recorded of the same document."""
    same = text.document and text.document == about.source.document
    return in_force(text.amended_by) or (about.source.consolidated if same else None)


def _ahead(text: Text) -> str:
    return " (published ahead: it applies from that day)" if text.consolidated > text.retrieved else ""


def count_of(text: Text) -> str:
    """``566 articles``; ``points`` for an act divided into points."""
    unit = "point" if text.units and text.units[0].pinpoint.numbered_points else "article"
    return f"{text.articles} {unit}{'' if text.articles == 1 else 's'}" + (" (an excerpt)" if text.partial else "")


def listed(places: Sequence[str]) -> str:
    """The first places by name, the others as a number."""
    more = f" and {len(places) - MOST_SHOWN} more" if len(places) > MOST_SHOWN else ""
    return ", ".join(places[:MOST_SHOWN]) + more


def as_table(library: Library, chosen: Sequence[str] = ()) -> str:
    """What the library holds, of every act or of those chosen, one line a text."""
    held = {about: texts for about, texts in library.by_subject.items() if not chosen or about in chosen}
    if not held:
        what = f"There is no text of {listed(chosen)}" if chosen else "The library is empty"
        return f"{what}: mapping import FILE --act ID, or mapping import --published"
    rows = [("act", "consolidation", "state", "document", "found", "retrieved")]
    for about, texts in held.items():
        now, upcoming = library.current(about), library.upcoming(about)
        for one in texts:
            state = "current" if one is now else "upcoming" if one in upcoming else "earlier"
            rows.append((about, f"{one.consolidated}", state, one.document or "-", count_of(one), f"{one.retrieved}"))
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return "\n".join("  ".join(map(str.ljust, row, widths)).rstrip() for row in rows)
