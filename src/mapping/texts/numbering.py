"""Automatic numbers of Word lists, written out as Word prints them (ISO/IEC 29500-1, 17.9).

In a Word file the "(1)" before a paragraph may stand nowhere: the paragraph only names a list and a level. Without
those numbers no paragraph of a law could be cited, so a number in a form not known here is refused, never left out.
"""

import re
from typing import TYPE_CHECKING, NamedTuple, NoReturn

from mapping.errors import UserError
from mapping.texts.ooxml import child, local, value

if TYPE_CHECKING:
    from lxml.etree import _Element

_ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"),
    (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip
_LEVELS = 9
_SHOWN = 60  # characters of a paragraph in a message


class _Level(NamedTuple):
    """One level of a list: where it starts, in which form, and the text around the number."""

    start: int
    form: str
    pattern: str
    style: str
    restart: int | None
    only_digits: bool


class Numbering:
    """The lists of a document, and how far each has counted."""

    def __init__(self, root: "_Element | None") -> None:
        parts = list(root) if root is not None else []
        self.abstract = {value(one, "abstractNumId"): one for one in parts if local(one) == "abstractNum"}
        self.lists = {value(one, "numId"): one for one in parts if local(one) == "num"}
        self.counted: dict[str, list[int | None]] = {}  # lists that share an abstract list count on together
        self.begun = set[tuple[str, int]]()
        self.levels: dict[str, dict[int, _Level]] = {}

    def label(self, number: "_Element | None", style: str, text: str) -> str:
        """The number before a paragraph, with a space after it; empty when it has none.

        Args:
            number: the ``numPr`` of the paragraph or its style.
            style: the paragraph's style, which may be tied to a level.
            text: the paragraph, to show where a number cannot be read.
        """
        list_id = value(child(number, "numId"))
        if list_id in ("", "0") or list_id not in self.lists:
            return ""
        levels = self.levels.get(list_id) or self._levels(list_id)
        at = self._level(number, style, levels)
        if at not in levels:
            return ""
        counted = self._count(list_id, at, levels)
        printed = self._print(levels, at, counted, text)
        return f"{printed} " if printed else ""

    def _abstract(self, list_id: str) -> str:
        """The abstract list behind a list; a linked style leads on to another one, a circle ends."""
        seen = set[str]()
        found = value(child(self.lists[list_id], "abstractNumId"))
        while found not in seen and (link := value(child(self.abstract.get(found), "numStyleLink"))):
            seen.add(found)
            found = next((key for key, one in self.abstract.items() if value(child(one, "styleLink")) == link), found)
        return found

    def _levels(self, list_id: str) -> dict[int, _Level]:
        abstract = self.abstract.get(self._abstract(list_id))
        levels = dict(_read(one) for one in abstract if local(one) == "lvl") if abstract is not None else {}
        for override in self.lists[list_id]:
            replaced = child(override, "lvl")
            if local(override) == "lvlOverride" and replaced is not None:
                at, level = _read(replaced)
                levels[at] = level
        self.levels[list_id] = {at: level for at, level in levels.items() if at < _LEVELS}
        return self.levels[list_id]

    def _level(self, number: "_Element | None", style: str, levels: dict[int, _Level]) -> int:
        """The level: as the paragraph says, else the one tied to its style, else the first."""
        said = _small(value(child(number, "ilvl")))
        if said is not None:
            return said
        return next((at for at, level in levels.items() if style and level.style == style), 0)

    def _count(self, list_id: str, at: int, levels: dict[int, _Level]) -> list[int | None]:
        """Count one on at a level; deeper levels begin again, higher ones that never began stand at their start."""
        counted = self.counted.setdefault(self._abstract(list_id), [None] * _LEVELS)
        before, restart = counted[at], self._restart(list_id, at)
        if restart is not None:
            counted[at] = restart
        else:
            counted[at] = levels[at].start if before is None else before + 1
        for higher in range(at):
            if counted[higher] is None and higher in levels:
                counted[higher] = levels[higher].start
        for deeper in range(at + 1, _LEVELS):
            level = levels.get(deeper)
            # ``lvlRestart`` names the level (from 1) that makes this one begin again; 0: none does.
            if level is None or level.restart is None or at < level.restart:
                counted[deeper] = None
        return counted

    def _restart(self, list_id: str, at: int) -> int | None:
        """Where the first paragraph of a list begins, if the list overrides that; once for each level."""
        if (list_id, at) in self.begun:
            return None
        self.begun.add((list_id, at))
        for override in self.lists[list_id]:
            if local(override) == "lvlOverride" and value(override, "ilvl") == str(at):
                return _small(value(child(override, "startOverride")))
        return None

    def _print(self, levels: dict[int, _Level], at: int, counted: list[int | None], text: str) -> str:
        if levels[at].form == "bullet":
            return "-"

        def place(sign: re.Match[str]) -> str:
            level = int(sign[1]) - 1
            form = (
                "decimal"
                if levels[at].only_digits and level in levels
                else levels[level].form
                if level in levels
                else ""
            )
            return printed_number(counted[level] or 0, form) if form else ""

        try:
            return re.sub("%([1-9])", place, levels[at].pattern).strip()
        except KeyError as unknown:
            _refuse(unknown.args[0], text)


def printed_number(number: int, form: str) -> str:
    """A number in a form of Word's.

    >>> printed_number(3, "decimal"), printed_number(28, "lowerLetter"), printed_number(14, "upperRoman")
    ('3', 'bb', 'XIV')

    Raises:
        KeyError: the form is not known here.
    """
    if form == "none":
        return ""
    if form in ("decimal", "decimalZero"):
        return f"{number:02}" if form == "decimalZero" else str(number)
    if form in ("lowerLetter", "upperLetter"):  # after z come aa, bb, cc
        printed = chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1) if number > 0 else ""
    elif form in ("lowerRoman", "upperRoman"):
        printed = _roman(number)
    else:
        raise KeyError(form)
    return printed.upper() if form.startswith("upper") else printed


def _roman(number: int) -> str:
    printed = ""
    for worth, letters in _ROMAN:
        printed += letters * (number // worth)
        number %= worth
    return printed


def _read(level: "_Element") -> tuple[int, _Level]:
    digits = child(level, "isLgl")
    return _small(value(level, "ilvl")) or 0, _Level(
        start=_small(value(child(level, "start"))) or 0,
        form=value(child(level, "numFmt")) or "decimal",
        pattern=value(child(level, "lvlText")),
        style=value(child(level, "pStyle")),
        restart=_small(value(child(level, "lvlRestart"))),
        only_digits=digits is not None and value(digits) not in ("0", "false"),
    )


def _small(text: str) -> int | None:
    """A number as lists have them; ``None`` when it is none, or so large that it is no honest one."""
    return int(text) if re.fullmatch("[0-9]{1,5}", text) else None


def _refuse(form: str, text: str) -> NoReturn:
    shown = text if len(text) <= _SHOWN else text[:_SHOWN].rsplit(" ", 1)[0] + " …"
    raise UserError(
        f'the Word file numbers "{shown}" by itself in the form "{form}", which cannot be written out here: '
        "save it in Word as plain text (.txt), which writes the numbers out, and import that"
    )
