"""What a text says of itself: the record sheet ("Fișa actului juridic") and the head above its first provision."""

import datetime as dt
import re
from collections.abc import Sequence

from mapping.texts.normal import canonical, legible

Sheet = list[tuple[str, str]]  # label and value of each row; a value may have several lines
_NAMED = re.compile(
    r"(?P<kind>LEGEA?|COD(?:UL)?|HOTĂR[ÂÎ]REA?|ORDIN(?:UL)?|CONSTITUȚI[AE]|DECRET(?:UL)?|ORDONANȚ[AĂ]|DISPOZIȚI[AE])\s+"
    r"[Nn][Rr]\.?\s*(?P<number>\d+)(?:-[IVX]+)?\s+din\s+\d{1,2}[-.]\d{1,2}[-.](?P<year>\d{4})",
)
_AMENDMENT = re.compile(
    r"(?:LP|HG|HP|HCC|OG|OU|DP|OMJ|OMF|O[A-Z]{1,5}|RMO|Legea\s+nr\.?|Hotărârea)\s?\d+[-\w]*\s+din\s+\d{1,2}\.\d{1,2}\.\d{2,4}"
)
_IN_FORCE = re.compile(r"în\s+vigoare\s+(?:din\s+)?(\d{1,2})\.(\d{1,2})\.(\d{4}|\d{2})\b")
_DAY = re.compile(r"\b(\d{1,2})[.-](\d{1,2})[.-](\d{4}|\d{2})\b")
_LONGEST_TITLE = 8  # lines


def day(text: str) -> dt.date | None:
    """The first day written as ``13.08.2026``, ``13-08-2026`` or ``13.08.26``.

    >>> day("Publicat : 02-08-2013"), day("în curând")
    (datetime.date(2013, 8, 2), None)
    """
    found = _DAY.search(text)
    return _date(*found.groups()) if found else None


def in_force(line: str) -> dt.date | None:
    """The day an amendment line names as its entry into force.

    >>> in_force("LP297 din 26.12.24, MO8-10/16.01.25 art.21; în vigoare 16.01.25")
    datetime.date(2025, 1, 16)
    """
    found = _IN_FORCE.search(legible(line))
    return _date(*found.groups()) if found else None


def is_amendment(line: str) -> bool:
    """The line names an amending act as the register does: ``LP297 din 26.12.24, …``."""
    return bool(_AMENDMENT.match(line))


def facts_of_sheet(sheet: Sheet) -> dict[str, str]:
    """Title, number, newest amendment and entry into force, as far as the sheet has them."""
    facts: dict[str, str] = {}
    for label, value in sheet:
        plain = canonical(label).casefold()
        lines = [legible(line) for line in value.splitlines() if line.strip()]
        if not lines or lines == ["-"]:
            continue
        if plain.startswith("denumirea deplină actuală"):
            facts |= named(" ".join(lines))
            facts["title"] = " ".join(lines)
        elif plain.startswith("data modificării"):
            facts["amended_by"] = next((line for line in lines if is_amendment(line)), lines[0])
        elif plain.startswith("data intrării în vigoare") and (begins := day(lines[0])):
            facts["in_force"] = begins.isoformat()
        elif plain.startswith("data abrogării"):
            facts["repealed"] = lines[0]
    return facts


def facts_of_head(lines: Sequence[str]) -> dict[str, str]:
    """What the lines above the first provision say: kind, number, title, newest amendment."""
    facts: dict[str, str] = {}
    for at, line in enumerate(lines):
        if not facts and (found := named(line)):
            facts = found
            facts["title"] = " ".join([line, *_title(lines[at + 1 : at + 1 + _LONGEST_TITLE])])
        if line.upper().rstrip(" :") == "MODIFICAT" and at + 1 < len(lines):
            facts["amended_by"] = lines[at + 1]
    return facts


def _title(lines: Sequence[str]) -> list[str]:
    end = next(
        (
            at
            for at, line in enumerate(lines)
            if re.match(r"Publicat|MODIFICAT|Parlamentul|Guvernul|În temeiul|\*|_", line)
        ),
        len(lines),
    )
    return list(lines[:end])


def named(line: str) -> dict[str, str]:
    """Kind and number of the act a heading names.

    >>> named("LEGE Nr. 45 din 01-03-2007")
    {'kind': 'LEGE', 'number': '45/2007'}
    """
    found = _NAMED.match(legible(line))
    return {"kind": found["kind"], "number": f"{found['number']}/{found['year']}"} if found else {}


def _date(day_: str, month: str, year: str) -> dt.date | None:
    full = int(year) + (0 if len(year) == 4 else 2000 if int(year) < 90 else 1900)
    try:
        return dt.date(full, int(month), int(day_))
    except ValueError:
        return None
