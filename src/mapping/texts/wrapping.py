"""From the rows of printed pages back to paragraphs: running heads dropped, wrapped rows and divided words joined.

A page does not say where a paragraph begins; the eye sees it by gaps, indents and rows that end early. A number at the
beginning of a row proves nothing by itself ("as provided in par." / "(2) and (3)"), so it counts only after the end of
a sentence or below a heading.
"""

import re
import statistics
from collections import Counter, defaultdict
from collections.abc import Sequence
from typing import NamedTuple

_MARGIN = 0.13  # of a page's height, above and below, where running heads and page numbers stand
_CLOSE = 3.0  # points; less is no difference of position
_WIDE_GAP = 1.3  # times the usual distance of baselines; more is a gap between paragraphs
_PAGE_NUMBER = re.compile(
    r"(?:(?:pag(?:ina|e)?|p)\.?\s*)?[-–—]?\s*(?P<number>[0-9]{1,4})\s*[-–—]?(?:\s*(?:/|din|of)\s*[0-9]{1,4})?", re.I
)
_DIVISION = (
    r"(?:articolul|article|art\.|capitolul|chapter|secțiunea|sectiunea|section|titlul|cartea|partea|anexa)\s*[0-9ivxlc]"
)
_HEADING = re.compile(_DIVISION, re.I)
_NUMBERED = re.compile(
    rf"(?:{_DIVISION}|\[|\([0-9]+(?:\^[0-9]+)?\)|[0-9]+(?:\^[0-9]+)?[.)]|[a-z]{{1,2}}(?:\^[0-9]+)?\))", re.I
)
_SENTENCE_END = re.compile(r"[.;:!?\]][\"”»’)]*$")
_ABBREVIATED = re.compile(r"(?:\b(?:alin|al|art|lit|pct|nr|cap|sec|secț|pp?|vol|ref|par|paras?|no)\.|[,(])$", re.I)
_DIVIDING = "-\u00ad\u2010\x02"  # the last is how PDFium marks a hyphen that divides a word
_DIVIDED = re.compile(rf"(?P<word>[^\W\d_]+)(?P<sign>[{_DIVIDING}])$")
_LONGEST_WORD = 60
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_PROCLITICS = frozenset(
    {"într", "dintr", "printr", "s", "l", "n", "m", "c", "d", "i", "v", "ne", "ș", "prim", "vice", "ex"}
)
_COMMON, _SELDOM = 0.1, 0.02  # of all distances
_SHARE_OF_PAGES = 1 / 3  # odd and even pages may differ in their heads


class Row(NamedTuple):
    """One printed row; lengths in points, ``base`` the height of its baseline above the foot of the page."""

    text: str
    left: float
    right: float
    base: float
    size: float
    first_word: float


class Page(NamedTuple):
    """The rows of one page in reading order."""

    width: float
    height: float
    rows: tuple[Row, ...]


class _Column(NamedTuple):
    left: float
    right: float


def paragraphs(pages: Sequence[Page]) -> list[str]:
    """The paragraphs of a text printed on pages."""
    kept = _without_running_heads(pages)
    rows = [row for page in kept for row in page.rows]
    if not rows:
        return []
    layout = _Layout(kept)
    words = Counter(word.lower() for row in rows for word in _WORD.findall(row.text))
    found: list[str] = []
    current: list[Row] = []
    for row in rows:
        if current and layout.begins(current, row):
            found.append(_joined(current, words))
            current = []
        current.append(row)
    return [*found, _joined(current, words)]


class _Layout:
    """How a document is set: its columns and the usual distance of its rows."""

    def __init__(self, pages: Sequence[Page]) -> None:
        rows = [row for page in pages for row in page.rows]
        self.middle = statistics.median(page.width for page in pages) / 2
        across = sum(row.left < self.middle < row.right for row in rows)
        right_half = sum(row.left >= self.middle for row in rows)
        self.two = across < 0.1 * len(rows) and right_half > 0.2 * len(rows)
        sides: dict[bool, list[Row]] = defaultdict(list)
        for row in rows:
            if not (self.two and row.left < self.middle < row.right):  # a title across both columns has no margin
                sides[self._side(row)].append(row)
        for side in (False, True):
            sides[side] = sides[side] or rows
        self.columns = {
            side: _Column(_near_end([row.left for row in own], 0.02), _near_end([row.right for row in own], 0.98))
            for side, own in sides.items()
        }
        self.step = _usual_step(pages)

    def _side(self, row: Row) -> bool:
        return self.two and row.left >= self.middle

    def _indent(self, row: Row) -> float:
        return row.left - self.columns[self._side(row)].left

    def _free(self, row: Row) -> float:
        """The room left in a row for one more word."""
        room = self.columns[self._side(row)].right - row.right
        return room + self._indent(row) if self._centred(row) else room

    def _centred(self, row: Row) -> bool:
        before, after = self._indent(row), self.columns[self._side(row)].right - row.right
        return before > 10 and abs(before - after) < 2 * _CLOSE

    def begins(self, current: Sequence[Row], row: Row) -> bool:
        """True when a row begins a new paragraph after the rows of the current one."""
        before = current[-1]
        step = before.base - row.base
        if self.step and step > _WIDE_GAP * self.step * max(1.0, row.size / before.size):
            return True
        if self._free(before) > row.first_word + 0.3 * row.size + 0.5:  # the word would have fitted in
            return True
        if self._centred(before) != self._centred(row) and not self._continues_centred(current, row):
            return True
        numbered = _NUMBERED.match(row.text) is not None and _may_end(current)
        if self._centred(row):
            return numbered
        if len(current) > 1:
            return numbered or abs(self._indent(row) - self._indent(current[1])) > _CLOSE
        deeper = self._indent(row) - self._indent(before) > _CLOSE
        return numbered or (deeper and not _NUMBERED.match(before.text))

    def _continues_centred(self, current: Sequence[Row], row: Row) -> bool:
        """A heading set in the middle may fill its first row, and a paragraph may end in a row that only seems centred."""
        return (
            self._centred(row)
            and _HEADING.match(current[0].text) is not None
            and not _SENTENCE_END.search(current[-1].text)
        )


def _may_end(current: Sequence[Row]) -> bool:
    """Whether a numbered unit may follow: after a sentence, or below a heading, never after "par." or "art."."""
    before = current[-1].text
    if _ABBREVIATED.search(before):
        return False
    return _SENTENCE_END.search(before) is not None or _HEADING.match(current[0].text) is not None


def _near_end(values: list[float], share: float) -> float:
    """The value below which a share of all lies: an outlier does not make a margin."""
    return sorted(values)[min(int(share * len(values)), len(values) - 1)]


def _joined(rows: Sequence[Row], words: Counter[str]) -> str:
    """The rows as one text, with the words that the page divided put together."""
    text = rows[0].text
    for row in rows[1:]:
        divided = _DIVIDED.search(text[-_LONGEST_WORD:]) if text[-1] in _DIVIDING else None
        if divided is not None and not _hyphen_stays(divided, row.text, words):
            text = text[:-1] + row.text
        elif divided is not None:
            text = text[:-1] + "-" + row.text
        elif text[-1] == "-" and not text.endswith(" -"):
            text += row.text
        else:
            text += " " + row.text
    return text


def _hyphen_stays(divided: re.Match[str], after: str, words: Counter[str]) -> bool:
    """Whether a hyphen at the end of a row belongs to the word, as in "într-un"; the rest of the text is the witness."""
    if divided["sign"] == "\u00ad":
        return False
    following = _WORD.match(after)
    if following is None or not after[0].islower():
        return True
    first, second = divided["word"].lower(), following.group().lower()
    whole, hyphenated = words[first + second], words[f"{first}-{second}"]
    if whole != hyphenated:
        return hyphenated > whole
    return first in _PROCLITICS or len(second.partition("-")[0]) == 1


def _without_running_heads(pages: Sequence[Page]) -> list[Page]:
    """The pages without what repeats at their head and foot, and without their numbers."""
    step = _usual_step(pages, _SELDOM)  # where most paragraphs are one row, the rows of the others are the measure
    apart = [_apart(page, step) for page in pages]
    seen = Counter(key for rows in apart for key in {_key(row) for row in rows if not _NUMBERED.match(row.text)})
    least = max(2 if len(pages) < 4 else 3, _SHARE_OF_PAGES * len(pages))
    shifts = _number_shifts(apart)
    kept = []
    for index, (page, outer) in enumerate(zip(pages, apart, strict=True)):
        dropped = {row for row in outer if seen[_key(row)] >= least or _shift(row, index) in shifts}
        kept.append(page._replace(rows=tuple(row for row in page.rows if row not in dropped)))
    return kept


def _apart(page: Page, step: float) -> frozenset[Row]:
    """The rows near the edges of a page that a gap divides from the rest: only they can be a running head.

    Without the gap a row of the text that happens to repeat at the same height would be taken for one, and lost.
    """
    rows = sorted(page.rows, key=lambda row: -row.base)
    found: set[Row] = set()
    for ordered in (rows, rows[::-1]):
        near: list[Row] = []
        for row, inward in zip(ordered, [*ordered[1:], None], strict=True):
            if _MARGIN * page.height < row.base < (1 - _MARGIN) * page.height:
                break
            near.append(row)
            if len(rows) == 1 or (inward is not None and _divided(row, inward, step)):
                found.update(near)
    return frozenset(found)


def _divided(row: Row, inward: Row, step: float) -> bool:
    """By a gap, or by type of another size."""
    return abs(row.base - inward.base) > _WIDE_GAP * step or row.size < 0.9 * inward.size


def _usual_step(pages: Sequence[Page], share: float = _COMMON) -> float:
    """The distance of baselines within a paragraph, to half a point; 0 where no two rows follow each other.

    It is the smallest that is common; where paragraphs are short and set apart, theirs is commoner.
    """
    steps = Counter(
        round((above.base - below.base) * 2) / 2
        for page in pages
        for above, below in zip(page.rows, page.rows[1:], strict=False)
        if 0.5 * below.size < above.base - below.base < 2.5 * below.size
    )
    return min((step for step, times in steps.items() if times >= max(2, share * steps.total())), default=0.0)


def _key(row: Row) -> tuple[str, int]:
    """What two rows of a running head have in common: the words, with any page number at an end, and the height."""
    text = re.sub(r"^[0-9]{1,4}\s+(?=\D)|\s+[0-9]{1,4}(?:\s*/\s*[0-9]{1,4})?$", "", row.text)
    return text, round(row.base / (2 * _CLOSE))


def _number_shifts(apart: Sequence[frozenset[Row]]) -> frozenset[int]:
    """The differences between printed page numbers and pages counted from 0, where enough pages agree on one."""
    seen = Counter(shift for index, rows in enumerate(apart) for shift in {_shift(row, index) for row in rows})
    least = max(2, 0.5 * len(apart))
    return frozenset({1} | {shift for shift, times in seen.items() if shift is not None and times >= least})


def _shift(row: Row, index: int) -> int | None:
    printed = _PAGE_NUMBER.fullmatch(row.text.strip())
    return int(printed["number"]) - index if printed else None
