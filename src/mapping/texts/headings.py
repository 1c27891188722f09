"""Headings that a publisher wrapped over lines, or left standing twice."""

import re
from collections.abc import Sequence
from itertools import pairwise

from mapping.texts.normal import canonical

_GOES_ON = re.compile(
    r"\b(?:a|al|ale|ai|de|la|și|în|cu|din|pentru|prin|sau|ori|pe|unei|unui|of|and|the|to|for|in|or|on)$"
)
_SANCTION = re.compile(r"se\s+(?:pedeps|sancțion)")
_NUMBERED = re.compile(r"(?:\d+[.)]|\(?[a-z]\)|\(\d)")
_FIRST_PARAGRAPH = re.compile(r"\(1(?:\^\d+)?\)")
_STOP = (".", ";", ":", ",", "!", "?")
_LONGEST_LINE = 160  # characters
_MOST_LINES = 8


def goes_on(heading: str) -> bool:
    """The heading cannot end here: its last word asks for another."""
    return bool(_GOES_ON.search(heading))


def whole_heading(heading: str, lines: Sequence[str]) -> tuple[str, int]:
    """The whole heading of an article, and how many of the lines below its number belong to it.

    >>> whole_heading("Felinare de stradă și de pod", ["stradă și de pod", "(1) Felinarul arde."])
    ('Felinare de stradă și de pod', 1)
    >>> whole_heading("Felinare de", ["stradă", "Felinarul arde."])
    ('Felinare de stradă', 1)
    >>> whole_heading("Stingerea felinarului", ["Stingerea felinarului", "se pedepsește cu amendă."])
    ('Stingerea felinarului', 0)
    """
    if repeated := _repeated(heading, lines):
        return heading, repeated
    taken = _wrapped(heading, lines)
    return " ".join(filter(None, [heading, *lines[:taken]])), taken


def _repeated(heading: str, lines: Sequence[str]) -> int:
    """How many lines only repeat the end of the heading, as exports leave them; a line that repeats all of it is text."""
    whole = canonical(heading).casefold()
    best = 0
    for count in range(1, min(len(lines), _MOST_LINES + 1)):
        tail = canonical(" ".join(lines[:count])).casefold()
        if len(tail) >= len(whole):
            break
        if whole.endswith(tail) and not whole[-len(tail) - 1].isalnum():
            best = count
    return best


def _wrapped(heading: str, lines: Sequence[str]) -> int:
    """How many lines after the number are its heading."""
    first = next((at for at, line in enumerate(lines[:_MOST_LINES]) if _FIRST_PARAGRAPH.match(line)), None)
    if first is not None and not any(line.endswith(_STOP) for line in lines[:first]):
        return first  # an article with paragraphs has no words above them
    taken, so_far = 0, heading
    for line, after in pairwise(lines):
        if line.endswith(_STOP) or len(line) > _LONGEST_LINE or _NUMBERED.match(line):
            break
        if _SANCTION.match(line) or _SANCTION.match(after):
            break
        continued = line[0].islower() or line[0] == "(" or goes_on(so_far)
        if continued != bool(so_far):
            break  # the heading is complete; or there is none, and a sentence goes on
        taken, so_far = taken + 1, line
    return taken
