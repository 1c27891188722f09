"""Dates as a language prints them, and dates as a person types them."""

import datetime as dt

from mapping.errors import UserError
from mapping.pinpoint import Language

_MONTHS = (
    ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"]
)  # fmt: skip


def show_date(day: dt.date | None, language: Language) -> str:
    """A date as the language prints it.

    >>> show_date(dt.date(2026, 11, 2), "ro"), show_date(dt.date(2026, 11, 2), "en")
    ('02.11.2026', '2 November 2026')
    """
    if day is None:
        return "–"
    return day.strftime("%d.%m.%Y") if language == "ro" else f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def read_date(value: str | dt.date, what: str = "the parameter as_of") -> dt.date:
    """A date that somebody typed; raises ``UserError`` with the form it must have."""
    if isinstance(value, dt.date):
        return value
    try:
        if len(str(value)) != len("2026-11-22"):
            raise ValueError
        return dt.date.fromisoformat(str(value))
    except ValueError:
        raise UserError(f'{what} is "{value}", which is not a date: write YYYY-MM-DD, for example 2026-11-22') from None
