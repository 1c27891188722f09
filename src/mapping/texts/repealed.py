"""What the publisher's remarks and short lines say was repealed, where nothing else is printed at the place."""

import re
from collections.abc import Iterator

_NUMBER = r"\d{1,4}(?:\^\d{1,3})?"
_ROW = rf"{_NUMBER}(?:\s*(?:[-–—,]|și)\s*{_NUMBER})*"
_BRACKETED = rf"\({_NUMBER}\)(?:\s*(?:[-–—,]|și)\s*\({_NUMBER}\))*"
_LETTERED = r"[a-z]{1,2}(?:\^\d{1,3})?\)(?:\s*(?:[-–—,]|și)\s*(?:lit\.\s*)?[a-z]{1,2}(?:\^\d{1,3})?\))*"
_SAYS = r"\s*\)?[.,;]?\s*[-–—]?\s*(?:se\s+|s-au?\s+|sunt\s+|sînt\s+)?(?:abrog|exclu[sd])"
_ARTICLES = r"(?:Articolele|Articolul|Art\.?)"
_POINTS = r"(?:Punctele|Punctul|Pct\.?)"
_WHOLE = {
    "": re.compile(
        rf"\[?\s*(?:(?:Capitolul|Secțiunea|Titlul)[^\[\]()]{{0,60}}\(\s*)?{_ARTICLES}\s*(?P<row>{_ROW}){_SAYS}", re.I
    ),
    "p": re.compile(rf"\[?\s*{_POINTS}\s*(?P<row>{_ROW}){_SAYS}", re.I),
}
_LINE = re.compile(
    rf"(?:Articolele|Art\.|Punctele|Pct\.)\s*(?=\S*\s*(?:[-–—,]|și)\s*\d){_ROW}{_SAYS}\w*(?:\s+prin\b.{{0,200}})?", re.I
)
_PART = re.compile(
    rf"\bal(?:in)?\.\s*(?P<paragraphs>{_BRACKETED})(?:\s*,?\s*lit\.\s*(?P<letters>{_LETTERED}))?{_SAYS}", re.I
)
_LETTERS = re.compile(rf"\[\s*(?:{_ARTICLES}\s*{_NUMBER}\s*,?\s*)?lit\.\s*(?P<letters>{_LETTERED}){_SAYS}", re.I)
_PIECE = re.compile(r"(?P<number>\d{1,4}(?:\^\d{1,3})?|[a-z]{1,2}(?:\^\d{1,3})?)\)?|(?P<range>[-–—])")
_LONGEST = 300  # numbers in a range; a longer one is a slip
_HEAD = 200  # characters in which a remark names its places


def is_repealed_range(text: str) -> bool:
    """``Articolele 12–14. – abrogate``: a line that stands for several provisions.

    >>> is_repealed_range("Articolele 12–14. – abrogate"), is_repealed_range("Art. 12 și 14 se aplică.")
    (True, False)
    """
    return text[0] in "AaPp" and _LINE.fullmatch(text.rstrip(".")) is not None


def gone_provisions(note: str, kind: str) -> list[str]:
    """The articles (``kind`` empty) or points (``"p"``) that a remark says were repealed.

    >>> gone_provisions("[Art.17-19, 21 și 23^1 abrogate prin LP7 din 05.03.24]", "")
    ['17', '18', '19', '21', '23^1']
    """
    found = _WHOLE[kind].match(note[:_HEAD])
    return _row(found["row"]) if found else []


def gone_parts(note: str) -> list[tuple[str, str]]:
    """The paragraphs, or letters of one, that a remark says were repealed; either may be empty.

    >>> gone_parts("[Art.65 al.(2)-(4) abrogate prin LP7]"), gone_parts("[Art.65 al.(5), lit.b) abrogată prin LP7]")
    ([('2', ''), ('3', ''), ('4', '')], [('5', 'b')])
    """
    if found := _PART.search(note[:_HEAD]):
        paragraphs = _row(found["paragraphs"].replace("(", ""))
        if not found["letters"]:
            return [(one, "") for one in paragraphs]
        return [(paragraphs[0], one) for one in _row(_only_letters(found["letters"]))] if len(paragraphs) == 1 else []
    if found := _LETTERS.match(note[:_HEAD]):
        return [("", one) for one in _row(_only_letters(found["letters"]))]
    return []


def _only_letters(row: str) -> str:
    return re.sub(r"lit\.|\bși\b", " ", row)


def _row(text: str) -> list[str]:
    """The numbers or letters of a row, its ranges written out."""
    found: list[str] = []
    open_range = False
    for piece in _PIECE.finditer(text.replace("și", ",")):
        if piece["range"]:
            open_range = bool(found)
        elif open_range:
            found += list(_between(found[-1], piece["number"]))
            open_range = False
        else:
            found.append(piece["number"])
    return list(dict.fromkeys(found))


def _between(first: str, last: str) -> Iterator[str]:
    """The numbers after the first, up to the last; those inserted between two of them are not known."""
    base, _, index = first.partition("^")
    end, _, end_index = last.partition("^")
    if base == end and end_index:
        yield from (f"{base}^{one}" for one in range(int(index or 0) + 1, int(end_index) + 1))
        return
    if base.isdigit() and end.isdigit() and 0 < int(end) - int(base) <= _LONGEST:
        yield from (str(one) for one in range(int(base) + 1, int(end)))
    elif len(base) == len(end) == 1 and base < end and base.isalpha():
        yield from (chr(one) for one in range(ord(base) + 1, ord(end)))
    yield last
