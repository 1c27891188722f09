"""Where an act ends: the signature, the place and day of signing, and what publishers print below them.

None of it is law, and none may become words of the last article: a new consolidation with another footer would make every
judgement on that article suspect. Words of the law must not be taken for a signature either, so an office alone is none.
"""

import re
from collections.abc import Sequence

_GIVEN = r"[A-ZĂÂÎȘȚ][a-zăâîșț]+(?:-[A-ZĂÂÎȘȚ][a-zăâîșț]+)?"
_SURNAME = r"[A-ZĂÂÎȘȚ]{2,}(?:-[A-ZĂÂÎȘȚ]{2,})?"
_NAME = rf"(?:{_GIVEN}|[A-ZĂÂÎȘȚ]\.)(?:\s+(?:{_GIVEN}|[A-ZĂÂÎȘȚ]\.))*\s+{_SURNAME}|{_SURNAME}(?:\s+{_SURNAME}){{1,3}}"
_PERSON = re.compile(rf"(?:{_NAME}|{_GIVEN}(?:\s+{_GIVEN}){{1,2}})")
_OFFICES = (
    r"(?:vice)?președinte(?:le)?|(?:vice)?prim-?\s?(?:vice)?ministru(?:l)?|(?:vice)?ministru(?:l)?|director(?:ul)?(?:\s+general)?"
    r"|guvernator(?:ul)?|procuror(?:ul)?(?:\s+general)?|secretar(?:ul)?|primar(?:ul)?"
)
_OFFICE = re.compile(
    rf"(?:{_OFFICES})(?:\s+(?:parlamentului|republicii|guvernului|consiliului|curții))?(?:\s+republicii)?(?:\s+moldova)?,?",
    re.IGNORECASE,
)
_SPACED_OFFICE = re.compile(r"P\s+R\s+E\s+Ș\s+E")
_IN_CAPITALS = re.compile(r"(?:VICE)?PREȘEDINTELE\s+(?:PARLAMENTULUI|REPUBLICII)")
_SIGNED_BY = re.compile(rf"(?i:{_OFFICES})\b[^.;:]{{0,120}}?\s(?:{_NAME})")
_SIGNED_IN_SMALL = re.compile(
    rf"(?:Vice)?[Pp]reședintele\s+(?:Parlamentului|Republicii)(?:\s+Republicii)?(?:\s+Moldova)?\s+{_GIVEN}(?:\s+{_GIVEN}){{1,2}}"
    rf"|Prim-ministru,?\s+{_GIVEN}(?:\s+{_GIVEN}){{1,2}}"
)
_PLACE = r"(?:mun(?:icipiul|\.)?\s*)?Chișinău"
_DATED = re.compile(
    rf"{_PLACE},?\s+\d{{1,2}}\s+\w+\s+\d{{4}}\.?(?:\s*Nr\.?\s*\d+[-–\w]*\.?)?|Nr\.?\s*\d+[-–\w]*\.?,?\s+{_PLACE}\b.{{0,40}}"
)
_NUMBERED = re.compile(r"Nr\.?\s*\d+[-–\w]*\.?")
_PUBLISHER = re.compile(r"_{3,}\s*Legile\s+Republicii\s+Moldova.{0,40}|Legile\s+Republicii\s+Moldova")
_TREATY = re.compile(
    r"(?i:in\s+(?:witness|faith)\s+whereof)|Done\s+(?:at|in)\s+[A-Z]|The foregoing is the authentic text"
)
_RULE = re.compile(r"[_*]{5,}|[-–—]{5,}")
_FOOTNOTE = re.compile(r"\*+\s*\S|\^\d+\s+\S")
_LONGEST = 160  # characters of a line of signature
_BELOW = 3  # lines below an office in which the name stands


def is_signature(texts: Sequence[str], at: int) -> bool:
    """The signature, the day of signing or the closing formula begins on this line: the act proper ends.

    >>> is_signature(["Președintele Parlamentului", "Ion LAMPĂ"], 0), is_signature(["Președintele Parlamentului numește."], 0)
    (True, False)
    """
    here = texts[at]
    if _TREATY.match(here):
        return True
    if len(here) > _LONGEST:
        return False
    if _SPACED_OFFICE.match(here) or _IN_CAPITALS.match(here) or _PUBLISHER.fullmatch(here) or _DATED.fullmatch(here):
        return True
    if here[-1] not in ".;:" and (_SIGNED_BY.fullmatch(here) or _SIGNED_IN_SMALL.fullmatch(here)):
        return True
    below = texts[at + 1 : at + 1 + _BELOW]
    if _NUMBERED.fullmatch(here):
        return bool(below) and _DATED.fullmatch(below[0]) is not None
    return bool(_OFFICE.fullmatch(here)) and _signed_below(below)


def _signed_below(lines: Sequence[str]) -> bool:
    """A name, or the day of signing, before any sentence."""
    for line in lines:
        if _PERSON.fullmatch(line) or _DATED.fullmatch(line) or _IN_CAPITALS.match(line):
            return True
        if len(line) <= _LONGEST and (_SIGNED_BY.fullmatch(line) or _ends_in_name(line)):
            return True
        if not _OFFICE.fullmatch(line) and not re.fullmatch(r"(?i:parlamentului|republicii moldova)[\s\w]{0,20}", line):
            return False
    return False


def _ends_in_name(line: str) -> bool:
    return (
        re.fullmatch(rf"(?i:parlamentului|republicii)\b.{{0,30}}?\s(?:{_NAME}|{_GIVEN}\s+{_GIVEN})", line) is not None
    )


def is_rule(text: str) -> bool:
    """A line drawn across the page."""
    return bool(_RULE.fullmatch(text))


def is_footnote(text: str) -> bool:
    """``* …`` or ``^1 …``; only below a rule is it certain that it is no item of a list."""
    return bool(_FOOTNOTE.match(text))
