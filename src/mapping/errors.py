"""The mistake that one sentence explains, and the hint at the word that was meant; for every room below."""

import difflib
from collections.abc import Iterable


class UserError(Exception):
    """A mistake of the person at the keyboard: one sentence with place and remedy, no traceback."""


def nearest(word: str, known: Iterable[str]) -> str:
    """The known word most like a mistyped one, worded as the end of a remedy; empty when none is alike.

    >>> nearest("mandatry", ("mandatory", "optional"))
    '; did you mean "mandatory"?'
    """
    found = difflib.get_close_matches(word, list(known), n=1)
    return f'; did you mean "{found[0]}"?' if found else ""
