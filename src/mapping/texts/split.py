"""A published text into articles and points, in the act proper and in each annex."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from mapping.texts.annexes import Item, parts
from mapping.texts.endings import is_footnote, is_rule, is_signature
from mapping.texts.headings import goes_on, whole_heading
from mapping.texts.inside import BodyLine, provision
from mapping.texts.marks import (
    ArticleMark,
    article_mark,
    is_capitals,
    is_contents,
    is_repealed,
    is_structure,
    order,
    paragraph_mark,
    top_point_mark,
)
from mapping.texts.model import Unit, unit
from mapping.texts.normal import canonical
from mapping.texts.quotations import LONGEST, depth_after, quotation_end
from mapping.texts.repealed import gone_provisions, is_repealed_range
from mapping.texts.source import Line

_NOTE_WORDS = r"(?:abrogat|modificat|complet|introdus|exclus|redacția|vigoare|substituit|declarat|rectificat|înlocuit|renumerotat)"
_NOTE = re.compile(rf"\[[^\[\]]{{0,1500}}?{_NOTE_WORDS}[^\[\]]{{0,1500}}\]\s*\.?", re.IGNORECASE)
_UNCLOSED = re.compile(
    rf"\[\s*(?:Art|Al|Pct|Lit|Anex|Cap|Sec|Titl)[^\[\]]{{0,80}}?{_NOTE_WORDS}[^\[\]]{{0,40}}?\bprin\s+(?:L|H|O|D)",
    re.IGNORECASE,
)
_NOTE_GOES_ON = re.compile(r"(?:MO\s?\d|în\s+vigoare\s)[^.;:]*(?:\d\d\.\d\d\.\d\d[^.;:]*)*$")
_LONGEST_NOTE = 12  # lines
_ALONE = re.compile(r"(?:\(\d{1,3}(?:\^\d+)?\)|\d{1,3}(?:\^\d+)?[.)]?|\(?[a-z](?:\^\d+)?\)|[a-z])")
_CITING = re.compile(
    r"\b(?:la|din|de|prin|în|și|sau|ori|cu|potrivit|conform|prevăzut[eăi]?|art\.|articolul|articolele)$"
)
_STOP = (".", ";", ":", ",", "!", "?")
_MOST_SEARCHED = 50_000  # lines looked through for the end of quotations that have none
_LONGEST_TITLE = 160  # characters in one line of a title


class Split(NamedTuple):
    """The provisions of a text; ``head`` stands above the first, ``twice`` are places found again, with both lines.

    ``unfinished`` is the end of the last words when no full stop or signature follows them.
    """

    units: tuple[Unit, ...]
    head: tuple[str, ...]
    twice: tuple[tuple[str, int, int], ...]
    unfinished: str


@dataclass
class _Opening:
    """An article or point as its first line gives it, and the lines up to the next, each with whether it is quoted."""

    number: str
    heading: str
    repealed: bool
    line: int
    body: list[tuple[Item, bool]]
    titled: bool = True


def split(lines: Sequence[Line], *, language: str) -> Split:
    """Divide the lines of a text in Romanian or English into its provisions."""
    items = list(_items(lines))
    units: list[Unit] = []
    twice: list[tuple[str, int, int]] = []
    head: tuple[str, ...] = ()
    last, signed = "", False
    for annex, part in parts(items, language):
        before, openings, closed = _openings(part, language)
        if annex is None:
            head = tuple(one.text for one in before if not one.note)
            signed = closed
        prefix = f"annex{annex}:" if annex else ""
        openings, repeated = _once(openings)
        points = _divided_into_points(part, language)
        prefix += "p" if points else ""
        twice += [(prefix + number, first, second) for number, first, second in repeated]
        if annex is not None and (words := _preface(before, bool(openings))):
            units.append(unit(f"annex{annex}:p0", words=" ".join(words)))
        made = [_unit(prefix, one, language, points) for one in openings]
        units += _with_gone(made, before, openings, prefix)
        if annex is None and openings and openings[-1].body:
            last = next((item.text for item, _ in reversed(openings[-1].body) if not item.note), "")
    ended = signed or not last or last.rstrip('"”»)] ').endswith((".", ";", "!", "?", "*")) or is_repealed(last)
    return Split(tuple(units), head, tuple(twice), "" if ended else last[-60:])


def _divided_into_points(part: Sequence[Item], language: str) -> bool:
    marks = (article_mark(one.text, language=language, heading=one.heading) for one in part)
    return not any(mark and mark.sure for mark in marks)


# --- lines -----------------------------------------------------------------------------------------------------------


def _items(lines: Sequence[Line]) -> Iterator[Item]:
    """The lines without blanks; notes told apart and joined; a number alone joined with its words."""
    at = 0
    while at < len(lines):
        number, (text, heading) = at + 1, lines[at]
        at += 1
        if not text:
            continue
        if is_repealed_range(text):
            yield Item(number, text, False, note=True)
            continue
        if text[0] == "[" and not is_repealed(text) and (found := _whole_note(lines, at - 1)):
            text, at = found
            for one in _NOTE.findall(text):
                yield Item(number, one.strip(), False, note=True)
            if rest := _NOTE.sub("", text).strip():
                yield Item(number, rest, heading)
            continue
        if len(text) <= 8 and _ALONE.fullmatch(text):
            following = next((index for index in range(at, min(at + 3, len(lines))) if lines[index].text), None)
            if following is not None and not _ALONE.fullmatch(lines[following].text) and not lines[following].heading:
                text, at = f"{text} {lines[following].text}", following + 1
        if "[" in text and (notes := [one for one in _NOTE.findall(text) if not is_repealed(one)]):
            for one in notes:
                text = text.replace(one, " ", 1)
            yield Item(number, " ".join(text.split()), heading)
            for one in notes:
                yield Item(number, one.strip(), False, note=True)
            continue
        yield Item(number, text, heading)


def _whole_note(lines: Sequence[Line], at: int) -> tuple[str, int] | None:
    """A note that begins on this line, over the lines it takes, and the line after it."""
    text = ""
    for index in range(at, min(at + _LONGEST_NOTE, len(lines))):
        if index > at and lines[index].text.startswith("[") and "[" in text:
            break
        text = f"{text} {lines[index].text}".strip()
        if "]" in lines[index].text and text.count("[") <= text.count("]"):
            return (text, index + 1) if _NOTE.match(text) else None
    return _unclosed_note(lines, at)


def _unclosed_note(lines: Sequence[Line], at: int) -> tuple[str, int] | None:
    """A note whose bracket nobody closed: its line, and the one on which its date or gazette goes on."""
    text, end = lines[at].text, at + 1
    if "]" in text or not _UNCLOSED.match(text):
        return None
    if end < len(lines) and _NOTE_GOES_ON.match(lines[end].text) and "]" not in lines[end].text:
        text, end = f"{text} {lines[end].text}", end + 1
    return f"{text}]", end


def _preface(before: Sequence[Item], points: bool) -> list[str]:
    """The words of an annex that stand before its first point; all of them when it has none, as a table has."""
    words = [one.text for one in before if not one.note and not is_structure(one.text)]
    first = next((at for at, one in enumerate(words) if one.endswith((".", ";", ":"))), None)
    if points and first is None:
        return []
    return words if first is None or not points else words[first:]


# --- articles and points ---------------------------------------------------------------------------------------------


def _openings(part: list[Item], language: str) -> tuple[list[Item], list[_Opening], bool]:
    """What stands above the first provision, the provisions as blocks of lines, and whether a signature ends them."""
    marks = _Marks(part, language)
    before: list[Item] = []
    found: list[_Opening] = []
    below: list[Item] = []  # what stands below a signature
    quoted_until, titles, signed, ruled = -1, False, False, False
    for at, item in enumerate(part):
        quoted = at <= quoted_until
        if not quoted and not item.note and (opening := marks.opening(at, found)):
            found.append(opening)
            titles = signed = ruled = False
            if opening.body:
                quoted_until = marks.quotation_end(at, opening.number)
            continue
        if not found:
            before.append(item)
            continue
        if signed:
            below.append(item)
            if language != "ro" or item.note or not paragraph_mark(item.text, language):
                continue
            signed = False  # the act goes on: it was no signature, and nothing of it may be lost
            found[-1].body += [(one, False) for one in below[:-1]]
        if not quoted and not item.note:
            if is_signature(marks.texts, at):
                signed, below = True, [item]
                continue
            if is_rule(item.text) or (ruled and is_footnote(item.text)):
                ruled = True
                continue
            titles, ruled = _is_title(item, titles, found[-1], language), False
            if titles:
                continue
            quoted_until = marks.quotation_end(at, found[-1].number)
            quoted = at < quoted_until and item.text[0] in '„“«"'
        found[-1].body.append((item, quoted))
    return before, found, signed


class _Marks:
    """The lines of a part that open articles, or points where it has no articles."""

    def __init__(self, part: list[Item], language: str) -> None:
        self.part = part
        self.language = language
        self.texts = [one.text for one in part]
        self.cites = [not one.note and bool(_CITING.search(one.text)) for one in part]
        self.articles = [
            None if one.note else article_mark(one.text, language=language, heading=one.heading) for one in part
        ]
        self._leave_out_other_rows()
        self.points = not any(one and one.sure for one in self.articles)
        self.last = {(one.style, one.number): at for at, one in enumerate(self.articles) if one}
        self.patience = _MOST_SEARCHED
        self.style = next((one.style for one in self.articles if one), "")

    def _leave_out_other_rows(self) -> None:
        """An amending act numbers its articles I, II …; those in Arabic numbers are quoted, with marks or without."""
        first = next((one for one in self.articles if one and one.sure), None)
        if first:
            self.articles = [one if one and one.roman == first.roman else None for one in self.articles]

    def opening(self, at: int, found: list[_Opening]) -> _Opening | None:
        """The article or point that begins on this line."""
        if self.points:
            return _point(self.part[at], found)
        mark = self.articles[at]
        if mark and (not mark.sure or (at and self.cites[at - 1])) and not self._is_next(mark, found):
            return None
        return _article(mark, self.part[at], found)

    def _is_next(self, mark: ArticleMark, found: list[_Opening]) -> bool:
        return _follows(found[-1].number, mark.number) if found else mark.number == "1"

    def quotation_end(self, at: int, number: str) -> int:
        """The last line of the quotation that begins on this line; the line before it when none does."""
        if self.language != "ro" or not depth_after(self.texts[at]):
            return at - 1
        if self.patience <= 0:
            return at - 1
        end = quotation_end(self.texts, at, lambda index: self._carries_on(index, number))
        if end < at:
            self.patience -= min(LONGEST, len(self.texts) - at)
        return end

    def _carries_on(self, at: int, number: str) -> bool:
        """The line continues the numbering of the act itself, and no later line does it better."""
        if self.points:
            mark = top_point_mark(self.texts[at])
            return mark is not None and _follows(number, mark.number)
        article = self.articles[at]
        if article is None or article.style != self.style or not _follows(number, article.number):
            return False
        return self.last[article.style, article.number] == at


def _follows(before: str, number: str) -> bool:
    here, now = order(before), order(number)
    return now == (here[0] + 1, 0) or now == (here[0], here[1] + 1)


def _article(mark: ArticleMark | None, item: Item, found: list[_Opening]) -> _Opening | None:
    if mark is None:
        return None
    number, words = mark.number, mark.body
    if mark.style == "Article" and found and item.heading:
        expected = str(order(found[-1].number)[0] + 1)
        if number == f"{expected}1" and (words or mark.heading):  # "Article 21. The …": article 2, paragraph 1
            return _Opening(
                expected, "", False, item.number, [(item._replace(text=f"1. {words or mark.heading}"), False)]
            )
    body = [(item._replace(text=words, heading=False), False)] if words else []
    return _Opening(number, mark.heading, mark.repealed, item.number, body, titled=not words)


def _point(item: Item, found: list[_Opening]) -> _Opening | None:
    mark = top_point_mark(item.text)
    if mark is None:
        return None
    now = order(mark.number)
    here = order(found[-1].number) if found else (0, 0)
    if not here < now or now[0] - here[0] > 10:
        return None
    body = [(item._replace(text=mark.rest, heading=False), False)]
    return _Opening(mark.number, "", False, item.number, body, titled=False)


def _is_title(item: Item, after_title: bool, opening: _Opening, language: str) -> bool:
    """A heading above articles, or a further line of one."""
    if is_structure(item.text) or is_contents(item.text):
        return True
    if item.heading and (opening.body or not opening.titled or opening.heading):
        wrapped = not opening.body and (item.text[0].islower() or goes_on(opening.heading))
        return after_title or is_capitals(item.text) or (language == "en" and not wrapped)
    if after_title:
        return not item.text.endswith(_STOP) and item.text[0] != "(" and len(item.text) < _LONGEST_TITLE
    return False


def _once(openings: list[_Opening]) -> tuple[list[_Opening], list[tuple[str, int, int]]]:
    """The provisions without the table of contents, and those that stand twice all the same."""
    if openings:
        again = next((at for at, one in enumerate(openings[1:], 1) if one.number == openings[0].number), None)
        if again is not None and _is_contents_run(openings[:again], openings[again:]):
            openings = openings[again:]
    kept: dict[str, _Opening] = {}
    order_: list[_Opening] = []
    twice: list[tuple[str, int, int]] = []
    for one in openings:
        first = kept.get(one.number)
        if first is None:
            kept[one.number] = one
            order_.append(one)
        elif not first.body and canonical(first.heading) == canonical(one.heading):
            order_[order_.index(first)] = one
            kept[one.number] = one
        else:
            twice.append((one.number, first.line, one.line))
    return order_, twice


def _is_contents_run(first: list[_Opening], second: list[_Opening]) -> bool:
    """A run of headings whose lines are few and no sentences, before the same numbers with their text."""
    numbers = {one.number for one in second}
    shared = sum(one.number in numbers for one in first)
    size = sum(len(item.text) for one in first for item, _ in one.body)
    other = sum(len(item.text) for one in second for item, _ in one.body)
    sentences = sum(item.text.endswith((".", ";")) and len(item.text) > 40 for one in first for item, _ in one.body)
    return shared >= 0.8 * len(first) and sentences <= len(first) // 10 and (size == 0 or size < other)


# --- one provision ---------------------------------------------------------------------------------------------------


def _unit(prefix: str, opening: _Opening, language: str, point: bool) -> Unit:
    heading, body = opening.heading, list(opening.body)
    if opening.titled and not point:
        heading, body = _whole_heading(heading, body)
    lines = [
        BodyLine(item.text, note=item.note, quoted=quoted)
        for item, quoted in body
        if not (item.note and _of_others(item.text, opening.number, point))
    ]
    words = [one for one in lines if not one.note]
    repealed = opening.repealed or (len(words) == 1 and is_repealed(words[0].text))
    return provision(
        prefix + opening.number, [one for one in lines if one.note] if repealed else lines,
        heading=heading, repealed=repealed, language=language, point=point,
    )  # fmt: skip


def _of_others(note: str, number: str, point: bool) -> bool:
    """The remark stands here only because what it says was repealed is not printed."""
    gone = gone_provisions(note, "p" if point else "")
    return bool(gone) and number not in gone


def _whole_heading(heading: str, body: list[tuple[Item, bool]]) -> tuple[str, list[tuple[Item, bool]]]:
    """The whole heading, and the body without the lines over which it was wrapped."""
    words = [item for item, _ in body if not item.note]
    heading, taken = whole_heading(heading, [one.text for one in words])
    over = {id(one) for one in words[:taken]}
    return heading, [one for one in body if id(one[0]) not in over]


def _with_gone(made: list[Unit], before: Sequence[Item], openings: Sequence[_Opening], prefix: str) -> list[Unit]:
    """The provisions, with those that only a note between two others says are repealed."""
    kind = "p" if prefix.endswith("p") else ""
    known = {one.at for one in made}
    notes = [item.text for item in before if item.note]
    notes += [item.text for one in openings for item, _ in one.body if item.note]
    merged = list(made)
    for note in notes:
        for number in gone_provisions(note, kind):
            if prefix + number in known:
                continue
            known.add(prefix + number)
            place = order(number)
            at = next((i for i, each in enumerate(merged) if order(each.at.removeprefix(prefix)) > place), len(merged))
            merged.insert(at, unit(prefix + number, repealed=True, notes=(note,)))
    return merged
