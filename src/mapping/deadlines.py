"""Deadlines of an action plan: from the words printed to a date.

>>> read_deadline("Trimestrul III, 2025").due
datetime.date(2025, 9, 30)
>>> read_deadline("anual").kind, read_deadline("anual").due
('annual', None)
>>> read_deadline("2025-2026").due
datetime.date(2026, 12, 31)
>>> read_deadline("cândva") is None
True
"""

import datetime as dt
import re
from dataclasses import dataclass
from typing import Literal

_QUARTERS = {"I": (3, 31), "II": (6, 30), "III": (9, 30), "IV": (12, 31)}
_YEAR = "([12][0-9]{3})"
_QUARTER = re.compile(rf"trimestrul\s+(I{{1,3}}|IV)\s*,?\s*{_YEAR}", re.IGNORECASE)
_PERIOD = re.compile(rf"{_YEAR}\s*[-–]\s*{_YEAR}")


@dataclass(frozen=True)
class Deadline:
    """A deadline; ``due`` is the last day, or ``None`` for a recurring duty."""

    kind: Literal["quarter", "period", "annual"]
    as_given: str
    due: dt.date | None

    @property
    def shown(self) -> str:
        """What a machine reads: the date of a quarter's end, otherwise the words kept as such."""
        if self.kind == "quarter":
            return str(self.due)
        return "annual" if self.kind == "annual" else re.sub(r"\s*[-–]\s*", "-", self.as_given)

    def overdue(self, as_of: dt.date) -> bool:
        """True when the last day has passed; a recurring duty is never overdue."""
        return self.due is not None and self.due < as_of


def read_deadline(text: str) -> Deadline | None:
    """Read a printed deadline; ``None`` when it cannot be read."""
    words = " ".join(text.split())
    if words.lower() == "anual":
        return Deadline("annual", words, None)
    if match := _QUARTER.fullmatch(words):
        month, day = _QUARTERS[match[1].upper()]
        return Deadline("quarter", words, dt.date(int(match[2]), month, day))
    if (match := _PERIOD.fullmatch(words)) and match[1] <= match[2]:
        return Deadline("period", words, dt.date(int(match[2]), 12, 31))
    return None
