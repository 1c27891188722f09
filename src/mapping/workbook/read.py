"""Read the form that came back: what the reviewer decided, and what cannot be taken over.

A row is known by its key, never by its place, so that sorting, filtering and deleting rows do not matter. A decision counts
only for what the reviewer saw: where the data have changed since the export it is not taken, and the remark is kept. What
is already recorded is not recorded again.
"""

import dataclasses
import datetime as dt
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

import msgspec

from mapping import seals
from mapping.catalogue import Catalogue
from mapping.errors import UserError
from mapping.records import Decision, Judgement, Review, Seal
from mapping.seals import Key, person, standing
from mapping.signing.writing import already_recorded
from mapping.texts.library import Library
from mapping.workbook import form
from mapping.workbook.opened import MOST_ROWS, Cell, Sheet, open_workbook
from mapping.workbook.rows import Subject, subjects

_HASH = re.compile(f"(?:[0-9a-f]{{32}}|{seals.NO_PLACE})?")
_KEYS = tuple(column.key for column in form.COLUMNS)
_NAMES = {column.heading: column.key for column in form.COLUMNS}
_IN_ENGLISH: dict[Decision, str] = {one: word.partition(" / ")[2] for one, word in form.DECISIONS.items()}


@dataclass(frozen=True)
class Conflict:
    """Something that was not taken over: the cell, why, and what the reviewer wrote there."""

    where: str
    sentence: str
    wrote: str = ""

    def __str__(self) -> str:
        """One line for the terminal."""
        return f"{self.where}: {self.sentence}" + (f". Written there: {self.wrote}" if self.wrote else "")


@dataclass(frozen=True)
class Returned:
    """What a workbook brings: reviews to append, each with its record; what is in conflict; what was known before.

    ``notices`` name what was added to the workbook and is not read.
    """

    reviews: tuple[tuple[Subject, Review], ...] = ()
    conflicts: tuple[Conflict, ...] = ()
    unchanged: int = 0
    notices: tuple[str, ...] = ()

    @property
    def remarks(self) -> tuple[tuple[Subject, Review], ...]:
        """The reviews that hold a remark and decide nothing."""
        return tuple(one for one in self.reviews if one[1].decision == "remarks")


@dataclass(frozen=True)
class _Who:
    name: str
    role: str
    date: dt.date


@dataclass(frozen=True)
class _Entry:
    """A row in which the reviewer wrote something."""

    cells: dict[str, Cell]

    @cached_property
    def texts(self) -> dict[str, str]:
        return {key: cell.text for key, cell in self.cells.items()}

    @cached_property
    def remark(self) -> str:
        return form.written(self.texts["remark"])

    @property
    def where(self) -> str:
        return self.cells["decision" if self.texts["decision"].strip() else "remark"].where

    @property
    def wrote(self) -> str:
        return "; ".join(f'"{one}"' for one in (form.written(self.texts["decision"]), self.remark) if one)

    @property
    def key(self) -> Key:
        return self.texts["key.obligation"], self.texts["key.record"]

    @property
    def seal(self) -> Seal:
        hashes = {part: self.texts[f"seal.{part}"] or None for part in form.SEAL_PARTS}
        return msgspec.convert(hashes, Seal)

    @property
    def whole(self) -> bool:
        """True when the visible and the hidden cells are those that were written together."""
        sound = all(_HASH.fullmatch(self.texts[f"seal.{part}"]) for part in form.SEAL_PARTS)
        required = self.texts["seal.judgement"] and self.texts["seal.obligation"]
        return bool(sound and required and self.texts["check"] == form.check_of(self.texts))


def read(content: bytes, catalogue: Catalogue, library: Library, today: dt.date | None = None) -> Returned:
    """What a reviewer decided in a workbook, against the data as they are now.

    Args:
        content: the file as it came back.
        catalogue: the data as they are now.
        library: the official texts as they are now.
        today: no review is dated later; not looked at without it.

    Raises:
        UserError: the file is not a workbook that ``mapping export review.xlsx`` made.
    """
    sheets = open_workbook(content)
    tables = [sheet for sheet in sheets if _is_table(sheet)]
    if not tables:
        raise UserError(
            'no sheet of the workbook has the columns of a review: send back the workbook that "mapping export review.xlsx" '
            "made, with its hidden columns"
        )
    cover = _cover(sheets)
    others = [one for one in sheets if one not in tables and one is not cover]
    notices = (*(f'the sheet "{one.name}" was added and is not read' for one in others), *_notices(tables))
    broken = [lacking for table in tables if (lacking := _broken(table))]
    entries = [entry for table in tables if not _broken(table) for entry in _entries(table)]
    if not entries:
        return Returned(conflicts=tuple(broken), notices=notices)
    who = _reviewer(cover, len(entries), today or form.LATEST)
    if isinstance(who, list):
        return Returned(conflicts=(*broken, *who), notices=notices)
    found = _Reading(catalogue, library, who).take(entries)
    return dataclasses.replace(found, conflicts=(*broken, *found.conflicts), notices=notices)


# --- the sheets ------------------------------------------------------------------------------------------------------


def _columns(sheet: Sheet) -> dict[str, int]:
    """The place of each known column, by the heading in the first row."""
    headings = sheet.rows[0] if sheet.rows else {}
    return {_NAMES[cell.text.strip()]: index for index, cell in headings.items() if cell.text.strip() in _NAMES}


def _is_table(sheet: Sheet) -> bool:
    return bool(_columns(sheet).keys() & {"decision", "key.obligation", "key.record"})


def _broken(table: Sheet) -> Conflict | None:
    missing = [column.heading for column in form.COLUMNS if column.key not in _columns(table)]
    if not missing:
        return None
    listed = ", ".join(f'"{one}"' for one in missing)
    return Conflict(
        f"{table.name}!1:1", f"the sheet lacks {listed}: nothing of it was taken; undo the deletion and import again"
    )


def _notices(tables: Iterable[Sheet]) -> Iterator[str]:
    for table in tables:
        known = set(_columns(table).values())
        added = {index: cell for row in reversed(table.rows) for index, cell in row.items() if index not in known}
        for index, cell in sorted(added.items()):
            column = cell.where.rpartition("!")[2].rstrip("0123456789")
            heading = table.cell(0, index).text
            named = f' "{heading}"' if heading else ""
            yield f"{table.name}!{column}: the column{named} was added and is not read"
        if table.cut:
            yield f"{table.name}: what stands below row {MOST_ROWS} is not read"


def _entries(table: Sheet) -> Iterator[_Entry]:
    columns = _columns(table)
    for number in range(1, len(table.rows)):
        cells = {key: table.cell(number, columns[key]) for key in _KEYS}
        if any(form.written(cells[key].text) for key in form.WRITTEN_BY_REVIEWER):
            yield _Entry(cells)


# --- the reviewer ----------------------------------------------------------------------------------------------------


def _cover(sheets: Iterable[Sheet]) -> Sheet | None:
    """The sheet with the reviewer's name, whatever it is called by now."""
    labels = set(form.WHO.values())
    return next((one for one in sheets if any(row[0].text.strip() in labels for row in one.rows if 0 in row)), None)


def _reviewer(cover: Sheet | None, waiting: int, today: dt.date) -> _Who | list[Conflict]:
    """Who reviewed, or what is missing to know it."""
    remedy = f"fill it in and import again; until then none of the {waiting} row(s) filled in is taken"
    if cover is None:
        return [Conflict(form.READ_ME, f"the sheet with the reviewer's name is missing: {remedy}")]
    filled = {field: _filled_in(cover, label) for field, label in form.WHO.items()}
    conflicts = [
        Conflict(cell.where, f"{fault}: {remedy}", f'"{cell.text}"' if cell.text else "")
        for field, cell in filled.items()
        if (fault := _fault(field, cell, today))
    ]
    day = _day(filled["date"])
    if conflicts or day is None:
        return conflicts
    name, role = (" ".join(form.written(filled[field].text).split()) for field in ("name", "role"))
    return _Who(name, role, day)


def _filled_in(cover: Sheet, label: str) -> Cell:
    number = next((n for n, row in enumerate(cover.rows) if 0 in row and row[0].text.strip() == label), None)
    return Cell(f"{cover.name}!B") if number is None else cover.cell(number, 1)


def _fault(field: str, cell: Cell, today: dt.date) -> str:
    """What is wrong with a cell about the reviewer; empty if nothing is."""
    text = form.written(cell.text)
    if not text:
        return f"the reviewer's {field} is missing"
    if cell.formula:
        return f"the reviewer's {field} is a formula, not words"
    if field == "date":
        day = _day(cell)
        late = "the date has not come yet" if day and day > today else ""
        return late if day else "the date cannot be read (write it as 03.02.2026)"
    return "" if text[0].isalpha() else f"the reviewer's {field} does not begin with a letter"


def _day(cell: Cell) -> dt.date | None:
    day = None if cell.formula else cell.day or form.date_of(cell.text)
    return day if day and form.EARLIEST <= day <= form.LATEST else None


# --- the rows --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Reading:
    """The rows of one reviewer against the data."""

    catalogue: Catalogue
    library: Library
    who: _Who

    @cached_property
    def _now(self) -> dict[Key, Seal]:
        """The seals of everything as it is now."""
        return seals.seals(self.catalogue, self.library)

    def take(self, entries: list[_Entry]) -> Returned:
        """Every row, in the order of the data; conflicts in the order of the workbook."""
        known = subjects(self.catalogue)
        groups: dict[tuple[Key, int], list[_Entry]] = {}
        conflicts: dict[int, Conflict] = {}
        for entry in entries:
            fault = self._unusable(entry, known)
            if fault:
                conflicts[id(entry)] = Conflict(entry.where, fault, entry.wrote)
            else:
                groups.setdefault((entry.key, self._which(entry, known[entry.key])), []).append(entry)
        reviews: list[tuple[Subject, Review]] = []
        unchanged = 0
        order = {key: number for number, key in enumerate(known)}
        for (key, number), rows in sorted(groups.items(), key=lambda one: (order[one[0][0]], one[0][1])):
            judgement, record = known[key][number]
            several = len({(_meant(row) or row.wrote, row.remark) for row in rows}) > 1
            for entry in rows if several else rows[:1]:
                fault = _several(rows) if several else self._fault(entry, judgement, record)
                review = self._remark(entry) if fault else self._review(entry)
                if fault:
                    kept = "; the remark is kept" if review else ""
                    conflicts[id(entry)] = Conflict(entry.where, f"{fault}{kept}", entry.wrote)
                if review and _recorded(record, review):
                    unchanged += not fault
                elif review:
                    reviews.append((record, review))
        listed = tuple(conflicts[id(entry)] for entry in entries if id(entry) in conflicts)
        return Returned(tuple(reviews), listed, unchanged)

    def _unusable(self, entry: _Entry, known: dict[Key, list[tuple[Judgement, Subject]]]) -> str:
        """Why a row cannot be matched with a record at all; empty if it can."""
        if not entry.whole:
            return (
                "the cells of this row no longer belong together (edited, or sorted apart from the hidden columns): nothing "
                "was taken; write it into a fresh export"
            )
        if entry.key not in known:
            return f"{' → '.join(entry.key)} is no longer recorded: nothing was taken"
        return ""

    def _which(self, entry: _Entry, records: list[tuple[Judgement, Subject]]) -> int:
        """Which of several records of one key is meant: the one that says what was sealed."""
        if len(records) == 1:
            return 0
        sealed = [seals.seal(self.catalogue, *one, self.library).judgement for one in records]
        return sealed.index(entry.seal.judgement) if entry.seal.judgement in sealed else 0

    def _fault(self, entry: _Entry, judgement: Judgement, record: Subject) -> str:
        """Why the decision of a row is not taken; empty if it is."""
        decision = entry.cells["decision"]
        if decision.formula:
            return "the decision is a formula: choose a word from the list"
        meant = _meant(entry)
        if meant is None:
            allowed = ", ".join(f'"{word}"' for word in form.DECISIONS.values())
            return f"this is not a decision: allowed are {allowed}"
        if meant in ("disagrees", "remarks") and not entry.remark:
            return (
                f'"{_IN_ENGLISH[meant]}" needs a remark that says why'
                if meant == "disagrees"
                else "the remark is empty"
            )
        review = self._review(entry)
        if meant == "remarks" or _recorded(record, review):
            return ""
        return self._overtaken(record, meant) or self._changed(judgement, record, review)

    def _overtaken(self, record: Subject, meant: Decision) -> str:
        """That the same person has decided later elsewhere, or has nothing to withdraw."""
        mine = [one for one in record.reviews if person(one.name) == person(self.who.name)]
        later = [one for one in mine if one.decision != "remarks" and one.date > self.who.date]
        if later:
            last = later[-1]
            return (
                f"{last.name} decided later, on {form.shown(last.date)} ({_IN_ENGLISH[last.decision]}), and that decision "
                "stands"
            )
        if meant == "withdraws" and not standing(mine):
            return f"{self.who.name} has no decision here that could be withdrawn"
        return ""

    def _changed(self, judgement: Judgement, record: Subject, review: Review) -> str:
        """What is no longer as it was when the workbook was made; a withdrawal does not depend on it."""
        if review.decision == "withdraws":
            return ""
        if self._now.get(seals.key_of(judgement, record)) == review.seal:
            return ""
        agreed = msgspec.structs.replace(review, decision="agrees")
        alone = msgspec.structs.replace(record, reviews=(agreed,))
        found = seals.sign_off(self.catalogue, judgement, alone, self.library).changed
        parts = [form.PARTS[part].partition(" / ")[2] for part in found if part != "text-missing"]
        if not parts:
            return ""
        return f"changed since the export: {', '.join(parts)}; the decision is not taken, look at it again in a fresh export"

    def _review(self, entry: _Entry) -> Review:
        decision = _meant(entry) or "remarks"
        return Review(
            name=self.who.name,
            role=self.who.role,
            date=self.who.date,
            decision=decision,
            remark=entry.remark or None,
            seal=entry.seal if decision in ("agrees", "disagrees") else None,
        )

    def _remark(self, entry: _Entry) -> Review | None:
        """The remark alone, of a row whose decision is not taken."""
        if not entry.remark:
            return None
        return msgspec.structs.replace(self._review(entry), decision="remarks", seal=None)


def _meant(entry: _Entry) -> Decision | None:
    said = form.written(entry.texts["decision"])
    return form.decision_of(said) if said else "remarks"


def _several(rows: list[_Entry]) -> str:
    return f"the same record stands in {len(rows)} rows that say different things ({', '.join(row.where for row in rows)}): leave one"


def _recorded(record: Subject, review: Review) -> bool:
    """True when the person stands by just this already, or the same was recorded for that day and decided anew since."""
    told = [msgspec.structs.replace(one, role=review.role, place=None) for one in record.reviews]
    same = [one for one in told if person(one.name) == person(review.name)]
    return already_recorded(record.reviews, review) or review in [
        msgspec.structs.replace(one, name=review.name) for one in same
    ]
