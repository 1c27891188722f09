"""The lines of one article or point as a tree of paragraphs, points and letters."""

import re
from dataclasses import dataclass, field
from typing import NamedTuple

from mapping.texts.marks import (
    Mark,
    is_dotted,
    is_repealed,
    letter_mark,
    order,
    paragraph_mark,
    point_mark,
    roman_mark,
)
from mapping.texts.model import Unit, unit
from mapping.texts.repealed import gone_parts, gone_provisions

# A line end inside a citation: the number on the next line belongs to the sentence.
_CITING = re.compile(
    r"(?:\b(?:alin|art|lit|pct|nr|al|subpct)\.|\b(?:alineatul|alineatele|articolul|articolele|punctul|litera|paragraphs?|[Aa]rticles?))$"
)
_NAMES_PARAGRAPH = re.compile(r"\bal(?:in)?\.\s*\((?P<number>\d+(?:\^\d+)?)\)", re.IGNORECASE)
_NAMES_PART = re.compile(r"\b(?:al|alin|lit|pct|subpct)\.", re.IGNORECASE)
_NOTE_HEAD = 40  # characters in which a note names its place
_DEEPEST = 3  # units one line may open: "(1) 1) a) …"
_DASH = re.compile(r"[-–—•]\s*")
_FURTHEST = 4  # how many numbers in a row a text may lack, because repealed ones were left out


class BodyLine(NamedTuple):
    """A line of an article: ``note`` for the publisher's bracketed remarks, ``quoted`` inside a quotation of another act."""

    text: str
    note: bool = False
    quoted: bool = False


@dataclass
class _Node:
    at: str
    number: str = ""
    words: list[str] = field(default_factory=list)
    closing: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    units: "list[_Node]" = field(default_factory=list)
    repealed: bool = False

    def add(self, at: str, number: str) -> "_Node":
        """A smaller unit at the end of this one."""
        self.units.append(_Node(at, number))
        return self.units[-1]

    def built(self, heading: str = "") -> Unit:
        """The unit with its hashes; words that only say "repealed" become the mark."""
        words = " ".join(self.words)
        gone = self.repealed or (not self.units and is_repealed(words))
        return unit(
            self.at, heading=heading, words="" if gone and is_repealed(words) else words, closing=" ".join(self.closing),
            repealed=gone, notes=tuple(self.notes), units=tuple(one.built() for one in self.units),
        )  # fmt: skip


def provision(
    at: str, lines: list[BodyLine], *, heading: str = "", repealed: bool = False, language: str, point: bool = False
) -> Unit:
    """The article, or ``point`` of a decision, made of these lines."""
    tree = _Tree(_Node(at, repealed=repealed), language, point)
    for index, line in enumerate(lines):
        if line.note:
            tree.note(line.text)
        elif line.quoted:
            tree.quote(line.text)
        else:
            following = next((one.text for one in lines[index + 1 :] if not one.note), "")
            tree.read(line.text, following)
    tree.end_row()
    article = tree.root
    _add_gone(article)
    if not article.words and not article.units and _tells_repealed(article):
        article.repealed = True
    return article.built(heading)


def _add_gone(article: _Node) -> None:
    """Add the paragraphs and letters that only a note says were repealed, among those that are printed."""
    for holder in [article, *article.units]:
        for note in tuple(holder.notes):
            added = [_add_part(article, holder, note, *part) for part in gone_parts(note)]
            if added and all(added):
                holder.notes.remove(note)


def _add_part(article: _Node, noted: _Node, note: str, paragraph: str, letter: str) -> bool:
    """Add one repealed paragraph or letter with its note; false where the article has no such row, or prints it."""
    holder = article
    if letter:
        holder = next((one for one in article.units if one.number == paragraph), noted) if paragraph else noted
        if paragraph and holder.number != paragraph:
            return False
    number = letter or paragraph
    row = [one for one in holder.units if one.number.isdigit() != bool(letter) or "^" in one.number]
    row = [one for one in row if one.at.endswith(")") and one.number[0].isalpha() == bool(letter)]
    if not row or any(one.number == number for one in row):
        return False
    place = next((at for at, one in enumerate(holder.units) if one in row and order(one.number) > order(number)), None)
    gone = _Node(f"{holder.at}({number})", number, notes=[note], repealed=True)
    holder.units.insert(len(holder.units) if place is None else place, gone)
    return True


def _tells_repealed(article: _Node) -> bool:
    """A note names this article or point as repealed."""
    number = article.at.rpartition(":")[2]
    kind = "p" if number.startswith("p") else ""
    return any(number.removeprefix("p") in gone_provisions(note, kind) for note in article.notes)


class _Tree:
    """Reads lines one after the other and knows which units stand open."""

    def __init__(self, root: _Node, language: str, point: bool) -> None:
        self.root = root
        self.language = language
        self.is_point = point  # a point of a decision: "1)" is its subpoint, and takes the place of a paragraph
        self.paragraph: _Node | None = None
        self.point: _Node | None = None
        self.letter: _Node | None = None
        self.waiting: list[
            str
        ] = []  # lines after a letter or point: its words if the row goes on, else the closing words
        self.last = ""
        self.dotted = False
        self.again = False  # a second row of letters has begun, whose places would be those of the first

    def read(self, text: str, following: str) -> None:
        """Take one line, which may open several units at once: ``(1) a) …``."""
        if _CITING.search(self.last) or not self._open(text, following):
            self.say(text)
        self.last = text

    def _open(self, text: str, following: str, depth: int = 1) -> bool:
        if self.is_point and is_dotted(text):
            self.dotted = True  # subpoints of three parts have no place in a pinpoint; nothing below them has one
        if self.dotted:
            return False
        if (
            self.waiting
            and self.letter
            and (mark := letter_mark(text))
            and order(mark.number) <= order(self.letter.number)
        ):
            self.again = True
        mark = paragraph_mark(text, self.language) or (point_mark(text) if self.is_point else None)
        if mark and self._continues_paragraphs(mark):
            self.end_row()
            self.paragraph = self.root.add(f"{self.root.at}({mark.number})", mark.number)
            self.point = self.letter = None
        elif not self.is_point and (mark := point_mark(text)) and self._continues_points(mark):
            self._enter_point(mark)
        elif (mark := self._letter(text, following)) is not None:
            self._settle_letter()
            holder = self.point or self.holder
            self.letter = holder.add(f"{holder.at}({mark.number})", mark.number)
        else:
            return False
        if mark.rest and not (
            depth < _DEEPEST and self._nested(mark.rest) and self._open(mark.rest, following, depth + 1)
        ):
            self.say(mark.rest)
        return True

    @property
    def holder(self) -> _Node:
        """The paragraph that stands open, or the article."""
        return self.paragraph or self.root

    def say(self, text: str) -> None:
        """Add words that open nothing."""
        if self.letter or self.point:
            inner = self.letter or self.point
            assert inner is not None
            enumerated = bool(_DASH.match(text)) or bool(roman_mark(text) or point_mark(text) or letter_mark(text))
            if not self.waiting and (enumerated or not inner.words):
                inner.words.append(text)
            else:
                self.waiting.append(text)
        else:
            self.holder.words.append(text)

    def quote(self, text: str) -> None:
        """Add words quoted from another act: they belong to what is open, whatever numbers they bear."""
        inner = self.letter or self.point
        if inner and not self.waiting:
            inner.words.append(text)
        else:
            self.say(text)
        self.last = text

    def note(self, text: str) -> None:
        """Keep a remark of the publisher with the paragraph it names or follows, or with the article."""
        named = _NAMES_PARAGRAPH.search(text[:_NOTE_HEAD])
        if named:
            place = f"{self.root.at}({named['number']})"
            target = next((one for one in self.root.units if one.at == place), self.root)
        else:
            target = self.holder if _NAMES_PART.search(text[:_NOTE_HEAD]) else self.root
        target.notes.append(text)

    def end_row(self) -> None:
        """Letters and points are over: what waited are the closing words of their paragraph."""
        self.again = False
        if self.waiting:
            self.holder.closing.extend(self.waiting)
            self.waiting = []

    def _enter_point(self, mark: Mark) -> None:
        if self.waiting:
            inside = self.letter is not None and self.point is not None
            target = self.point if self.point else self.letter
            assert target is not None
            (target.closing if inside else target.words).extend(self.waiting)
            self.waiting = []
        self.letter = None
        self.point = self.holder.add(f"{self.holder.at}[{mark.number}]", mark.number)

    def _settle_letter(self) -> None:
        target = self.letter or self.point
        if self.waiting and target is not None:
            target.words.extend(self.waiting)
            self.waiting = []

    def _continues_paragraphs(self, mark: Mark) -> bool:
        before = next((one.number for one in reversed(self.root.units) if one is self.paragraph), None)
        if before is None:
            if self.root.units:  # letters or points of the article itself: paragraphs cannot follow
                return False
            return order(mark.number) <= (1 if self.language == "en" else 5, 99)
        here, now = order(before), order(mark.number)
        furthest = 1 if self.language == "en" else 20
        return here < now and now[0] - here[0] <= furthest

    def _continues_points(self, mark: Mark) -> bool:
        if self.language == "en":
            return False
        if self.letter is not None and self.point is None:
            return False  # numbered points inside a letter have no place in a pinpoint
        return _continues(self.point.number if self.point else None, mark.number, announced=self.last.endswith(":"))

    def _letter(self, text: str, following: str) -> Mark | None:
        mark = letter_mark(text, bare=self.language == "en" and self._awaits_bare(text))
        announced = self.language == "ro" and self.last.endswith(":")
        before = self.letter.number if self.letter else None
        if mark is None or self.again or not _continues(before, mark.number, announced=announced):
            return None
        if self.language == "en" and self.letter and mark.number == "i" and _begins_roman(following):
            return None
        if self.language == "en" and self.letter and mark.number in ("i", "v", "x"):
            return mark if ord(mark.number) - ord(self.letter.number[0]) == 1 else None
        return mark

    def _awaits_bare(self, text: str) -> bool:
        """``a   …`` opens a letter only where a row of letters may begin or goes on; else it is a sentence."""
        if self.letter is not None:
            return ord(text[0]) - ord(self.letter.number[0]) == 1 and self.last.endswith((";", ",", " and", " or", "."))
        return text[0] == "a" and self.last.endswith((":", "–", "-", ","))

    def _nested(self, rest: str) -> bool:
        return bool(letter_mark(rest, bare=False) or point_mark(rest))


def _begins_roman(following: str) -> bool:
    mark = roman_mark(following)
    return mark is not None and mark.number == "ii"


def _continues(before: str | None, number: str, *, announced: bool = False) -> bool:
    """A number or letter that begins a row or goes on with it; after a colon the first of a row may have been repealed.

    >>> _continues(None, "a"), _continues("a", "b"), _continues("c", "c^1"), _continues("c", "a"), _continues("h", "ș")
    (True, True, True, False, False)
    """
    if not re.fullmatch(r"[a-z0-9^]+", number):
        return False
    now = order(number)
    if before is None:
        return (now[0] == 1 or (announced and now[0] <= _FURTHEST)) and len(number.partition("^")[0]) <= 1
    here = order(before)
    return here < now and now[0] - here[0] <= _FURTHEST
