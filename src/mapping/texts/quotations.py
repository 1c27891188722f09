"""Where a quotation of another act ends: articles quoted inside an amending article are its words, not articles."""

import re
from collections.abc import Callable, Sequence

_MARKS = re.compile('[„“”«»"]')
_QUOTES_PROVISION = re.compile(
    r"[„“«\"]\s*(?:Articolul|Art\.|\(\d|\d+(?:\^\d+)?[.)]|[a-z](?:\^\d+)?\)|Capitolul|Secțiunea|Titlul|Anexa)"
)
LONGEST = 2000  # lines a quotation may run


def depth_after(text: str, depth: int = 0) -> int:
    """How many quotations stand open after a line, when ``depth`` stood open before it.

    >>> depth_after("se completează: „Articolul 5^1. Felinare"), depth_after("aprins.”;", 1), depth_after("„a” și „b”")
    (1, 0, 0)
    """
    for mark in _MARKS.findall(text):
        if mark in "„«":
            depth += 1
        elif mark in "”»":
            depth = max(0, depth - 1)
        else:  # “ closes in German fashion and opens in English; " does both
            depth = depth - 1 if depth else 1
    return depth


def quotation_end(texts: Sequence[str], at: int, own: Callable[[int], bool]) -> int:
    """The last line of the quotation that the line ``at`` opens; ``at - 1`` when it opens none.

    ``own(index)`` says whether a line carries on the numbering of the act itself. Such a line ends a quotation that
    somebody forgot to close; a stray mark in a sentence opens none.
    """
    depth = depth_after(texts[at])
    if depth == 0:
        return at - 1
    for index in range(at + 1, min(at + LONGEST, len(texts))):
        if own(index):
            return index - 1 if _QUOTES_PROVISION.search(texts[at]) else at - 1
        depth = depth_after(texts[index], depth)
        if depth == 0:
            return index
    return len(texts) - 1 if _QUOTES_PROVISION.search(texts[at]) else at - 1
