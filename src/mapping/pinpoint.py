"""Pinpoints: read and print the exact place a lawyer cites.

Grammar of a stable id (the form written in data files)::

    id        = "act" | [ "annex" digits ":" ] ( article | "p" number ) { part }
    article   = number
    part      = "(" number ")"      paragraph, alin.; of a point: subpoint, subpct.
              | "[" number "]"      point, pct.
              | "(" letter ")"      letter, lit.
    number    = digits [ "^" digits ]
    letter    = one or two letters a-z [ "^" digits ]

The parts keep the order paragraph, point, letter; ``p12`` is a point itself and takes no ``[point]``. Romanian and English citations are read and printed as well:

>>> read("art. 208¹ alin. (2) lit. c)")[0].id
'208^1(2)(c)'
>>> parse("208^1(2)(c)").cite("ro")
'art. 208¹ alin. (2) lit. c)'
>>> parse("208^1(2)(c)").cite("en")
'article 208¹(2)(c)'
>>> [p.id for p in read("art. 171 alin. (2) lit. b), b²) și c)")]
['171(2)(b)', '171(2)(b^2)', '171(2)(c)']
>>> [p.id for p in read("articles 18-20")]
['18', '19', '20']
>>> cite([parse("171(2)(b)"), parse("171(2)(b^2)"), parse("171(2)(c)")], "ro")
'art. 171 alin. (2) lit. b), b²) și c)'
>>> read("art. 12 alin.")
Traceback (most recent call last):
    ...
mapping.pinpoint.CitationError: "alin." in "art. 12 alin." is not followed by a number in brackets: write for example "alin. (2)"

The citation forms follow art. 51 and 62 (2^1) of Law 100/2017 on normative acts of the Republic of Moldova.
"""

import functools
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any, Literal, get_args

Language = Literal["en", "ro"]
LANGUAGES: tuple[Language, ...] = get_args(Language)
LONGEST_RANGE = 1000  # places; a longer range is a slip of the keyboard

_TO_SUPERSCRIPT = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_FROM_SUPERSCRIPT = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
_NUMBER = r"[0-9]+(?:\^[0-9]+)?"
_LETTER = r"[a-z]{1,2}(?:\^[0-9]+)?"
_ID = re.compile(
    rf"(?:annex(?P<annex>[0-9]+):)?(?P<unit>p?)(?P<article>{_NUMBER})"
    rf"(?:\((?P<paragraph>{_NUMBER})\))?(?:\[(?P<point>{_NUMBER})\])?(?:\((?P<letter>{_LETTER})\))?"
)
WHOLE_ACT = "act"


class CitationError(ValueError):
    """A citation that cannot be read without guessing; the message names the place and the remedy."""


@dataclass(frozen=True)
class Pinpoint:
    """One exact place in an act or treaty; every part is text such as ``"208^1"``, or ``None`` when not cited.

    ``article`` is ``None`` for the act as a whole. ``numbered_points`` is true for acts divided into points
    (``pct. 12 subpct. 3)``), as Government decisions are.
    """

    article: str | None
    paragraph: str | None = None
    point: str | None = None
    letter: str | None = None
    annex: str | None = None
    numbered_points: bool = False

    @property
    def id(self) -> str:
        """The stable form used in data files, for example ``208^1(2)(c)``."""
        if self.article is None:
            return WHOLE_ACT
        annex = f"annex{self.annex}:" if self.annex else ""
        unit = "p" if self.numbered_points else ""
        paragraph = f"({self.paragraph})" if self.paragraph else ""
        point = f"[{self.point}]" if self.point else ""
        letter = f"({self.letter})" if self.letter else ""
        return f"{annex}{unit}{self.article}{paragraph}{point}{letter}"

    @property
    def sort_key(self) -> tuple[tuple[int, int | str, int], ...]:
        """Orders 12 before 12^1 before 13, and the article before its paragraphs."""
        return tuple(_order(part) for part in (self.annex, self.article, self.paragraph, self.point, self.letter))

    def __str__(self) -> str:
        """The stable id."""
        return self.id

    def contains(self, other: "Pinpoint") -> bool:
        """True when ``other`` is this place or lies inside it.

        >>> parse("57").contains(parse("57(2)(a)")), parse("57(a)").contains(parse("57(2)(a)"))
        (True, False)
        """
        return self == other or self in other.parents()

    def parents(self) -> "list[Pinpoint]":
        """The places this one lies in, nearest first, ending with the act as a whole.

        >>> [p.id for p in parse("171(2)(b)").parents()]
        ['171(2)', '171', 'act']
        """
        found = []
        current = self
        for part in ("letter", "point", "paragraph"):
            if getattr(current, part) is not None:
                shorter: dict[str, Any] = {part: None}
                current = replace(current, **shorter)
                found.append(current)
        if self.article is not None:
            found.append(Pinpoint(None))
        return found

    def cite(self, language: Language) -> str:
        """The citation as printed in Romanian or English."""
        return _cited(self, language)


def parse(text: str) -> Pinpoint:
    """Read one stable id; raise ``CitationError`` for anything else.

    >>> parse("58(4)[7]").cite("ro")
    'art. 58 alin. (4) pct. 7)'
    >>> parse("annex1:p12(3)").cite("ro")
    'anexa nr. 1 pct. 12 subpct. 3)'
    """
    if text == WHOLE_ACT:
        return Pinpoint(None)
    match = _ID.fullmatch(text)
    if not match or (match["unit"] and match["point"]):
        raise CitationError(
            f'"{text}" is not a pinpoint: write for example "57", "208^1(2)(c)", "58(4)[7]" or "p12(3)"'
        )
    parts = match.groupdict()
    numbered = parts.pop("unit") == "p"
    return Pinpoint(**parts, numbered_points=numbered)


# --- reading citations -----------------------------------------------------------------------------------------------

_UNITS = {
    "act": r"act(?:ul)?\s+în\s+ansamblu|(?:the\s+)?act\s+as\s+a\s+whole",
    "annex": r"anexa\s+nr\.|annex",
    "article": r"articolele|articolul|articles|article|art\.?|arts\.?",
    "paragraph": r"alineatele|alineatul|alin\.?|paragraphs|paragraph",
    "subpoint": r"subpct\.?|subpoints?",
    "point": r"punctele|punctul|pct\.?|points?",
    "letter": r"literele|litera|lit\.?|letters?",
}
_TOKEN = re.compile(
    r"\s*(?:"
    + "|".join(rf"(?P<{name}>(?:{words})(?:(?<=\.)|(?![a-z])))" for name, words in _UNITS.items())
    + rf"|(?P<joint>și\b|and\b|[,;])|(?P<range>[-–])|\((?P<bracket>{_NUMBER}|{_LETTER})\)|\[(?P<square>{_NUMBER})\]"
    rf"|(?P<closed>{_NUMBER}|{_LETTER})\)|(?P<bare>{_NUMBER}))",
    re.IGNORECASE,
)
_LEVELS = ("article", "paragraph", "point", "letter")
_EXAMPLES = {
    "article": "art. 57",
    "paragraph": "alin. (2)",
    "point": "pct. 7)",
    "letter": "lit. c)",
    "annex": "anexa nr. 1",
}


def read(text: str) -> tuple[Pinpoint, ...]:
    """Read a Romanian or English citation, or a stable id; lists and ranges give several pinpoints.

    Superscripts may be written ``¹`` or ``^1``. What would need guessing (a range across inserted articles, a unit
    without its number) raises ``CitationError``.
    """
    plain = _plain(text)
    if plain == WHOLE_ACT or _ID.fullmatch(plain):
        return (parse(plain),)
    found: list[Pinpoint] = []
    current = Pinpoint(None)
    level, expecting, pending_range, after_joint, another = "", "", False, False, False
    position = 0
    while position < len(plain):
        match = _TOKEN.match(plain, position)
        if not match:
            if not plain[position:].strip():
                break
            raise CitationError(
                f'cannot read "{plain[position:].strip()}" in "{text}": write for example "art. 171 alin. (2) lit. b)"'
            )
        position = match.end()
        kind, value = str(match.lastgroup), str(match.group(str(match.lastgroup)))
        if kind == "act":
            if match.start() > 0 or position < len(plain):
                raise CitationError(f'"{text}" names the act as a whole beside other places: cite it alone')
            return (Pinpoint(None),)
        if kind in _UNITS:
            if expecting:
                raise _unfinished(expecting, text)
            expecting = level = value
            level, current = _enter(kind, current, text)
            # "art. 57 și art. 57 alin. (2)" cites two places, "art. 57, alin. (2)" one.
            another = after_joint and level == "article" and bool(found) and found[-1].article is not None
            expecting, after_joint = value, False
        elif kind == "joint":
            after_joint = True
        elif kind == "range":
            if expecting or not found:
                raise CitationError(f'the range in "{text}" has no beginning: write for example "art. 18-23"')
            pending_range = True
        else:
            target = _level_of(kind, value, level, bool(expecting), after_joint or pending_range, text)
            _refuse_misfit(current, target, value, text)
            items = _between(found[-1], target, value, text) if pending_range else [_set(current, target, value)]
            if found and not (after_joint or pending_range or another) and _narrows(found[-1], items[0]):
                found.pop()
            found.extend(items)
            current, level = items[-1], target
            expecting, pending_range, after_joint, another = "", False, False, False
    if expecting:
        raise _unfinished(expecting, text)
    if pending_range or after_joint or not found:
        raise CitationError(f'"{text}" stops before its last number' if found else f'no article is cited in "{text}"')
    if any(one.article is None for one in found):
        raise CitationError(f'"{text}" names an annex but no place in it: write for example "anexa nr. 1 pct. 12"')
    return tuple(found)


def _narrows(known: Pinpoint, item: Pinpoint) -> bool:
    """True when ``item`` says more exactly what ``known`` began to cite; an annex alone is such a beginning."""
    return known.contains(item) or (known.article is None and known.annex == item.annex)


def _refuse_misfit(current: Pinpoint, level: str, value: str, text: str) -> None:
    """Raise for a part that has no place in what was cited before it."""
    if level == "annex" and not value.isdigit():
        raise CitationError(f'"{value}" in "{text}" is not the number of an annex: write for example "anexa nr. 1"')
    if current.article is None and level not in ("annex", "article"):
        raise CitationError(f'"{value}" in "{text}" stands before its article: write for example "art. 57 alin. (2)"')
    if current.numbered_points and level == "point":
        raise CitationError(f'"{value}" in "{text}" is a point inside a point: write for example "pct. 12 subpct. 3)"')


def _plain(text: str) -> str:
    marked = re.sub(r"[⁰¹²³⁴⁵⁶⁷⁸⁹]+", lambda run: "^" + run.group().translate(_FROM_SUPERSCRIPT), text)
    return re.sub(r"\s+", " ", marked.replace("\u00a0", " ").replace("ş", "ș")).strip()


def _unfinished(word: str, text: str) -> CitationError:
    name = next(name for name, words in _UNITS.items() if re.fullmatch(words, word, re.IGNORECASE))
    example = _EXAMPLES.get(name, "subpct. 3)")
    what = "a number in brackets" if name == "paragraph" else "its number"
    return CitationError(f'"{word}" in "{text}" is not followed by {what}: write for example "{example}"')


def _enter(kind: str, current: Pinpoint, text: str) -> tuple[str, Pinpoint]:
    if kind == "annex":
        return "annex", Pinpoint(None)
    if kind == "article":
        return "article", Pinpoint(None, annex=current.annex)
    if kind == "subpoint":
        if not current.numbered_points:
            raise CitationError(f'"{text}" names a subpoint before its point: write for example "pct. 12 subpct. 3)"')
        return "paragraph", current
    if kind == "point" and (current.article is None or current.numbered_points):
        return "article", Pinpoint(None, annex=current.annex, numbered_points=True)
    if current.article is None:
        raise CitationError(
            f'"{text}" names a {kind} before its article: write for example "art. 57 {_EXAMPLES[kind]}"'
        )
    return kind, current


def _level_of(kind: str, value: str, level: str, expecting: bool, continued: bool, text: str) -> str:
    """Which part of a pinpoint the value just read fills."""
    if kind == "square" and not expecting and not continued:
        return "point"
    if expecting or continued:
        is_letter = value[0].isalpha()
        target = level
        if kind == "bracket" and not expecting:
            target = "letter" if is_letter else "paragraph"
        elif kind == "square":
            target = "point"
        deeper = target in _LEVELS and level in _LEVELS and _LEVELS.index(target) > _LEVELS.index(level)
        if is_letter != (target == "letter") or deeper:
            raise CitationError(
                f'"{value}" in "{text}" does not fit: a letter follows "lit.", a number the other units'
            )
        return target
    if kind == "bracket":
        return "letter" if value[0].isalpha() else "paragraph"
    if kind == "bare" and not level:
        return "article"
    raise CitationError(f'"{value}" in "{text}" has no unit before it: write for example "art. 57 alin. (2)"')


def _set(current: Pinpoint, level: str, value: str) -> Pinpoint:
    if level == "annex":
        return Pinpoint(None, annex=value)
    parts: dict[str, Any] = dict.fromkeys(_LEVELS[_LEVELS.index(level) + 1 :])
    parts[level] = value.casefold()
    return replace(current, **parts)


def _between(first: Pinpoint, level: str, last: str, text: str) -> list[Pinpoint]:
    """The items after ``first`` up to and including ``last``; only plain numbers and plain letters can be counted."""
    start = str(getattr(first, level, None) or "")
    below = _LEVELS[_LEVELS.index(level) + 1 :] if level in _LEVELS else ()
    if any(getattr(first, part) for part in below):
        start = ""  # "18(1)(a)-(3)": from a letter to a paragraph
    if start.isdigit() and last.isdigit() and int(start) < int(last) <= int(start) + LONGEST_RANGE:
        values = [str(number) for number in range(int(start) + 1, int(last) + 1)]
    elif len(start) == len(last) == 1 and start.isalpha() and start < last.lower():
        values = [chr(code) for code in range(ord(start) + 1, ord(last.lower()) + 1)]
    else:
        raise CitationError(
            f'the range "{start}-{last}" in "{text}" cannot be counted out: list its members one by one'
        )
    return [_set(first, level, value) for value in values]


# --- printing --------------------------------------------------------------------------------------------------------


@functools.lru_cache(maxsize=16384)
def _cited(one: Pinpoint, language: Language) -> str:
    """The same few thousand places are cited on every page."""
    return cite([one], language)


def cite(pinpoints: Iterable[Pinpoint], language: Language) -> str:
    """Print pinpoints as one citation, letters and paragraphs of the same article together, in the given order."""
    groups: list[str] = []
    for parent, members in groupby(pinpoints, key=lambda one: (one.annex, one.numbered_points, one.article)):
        items = list(members)
        words = [_inside(items, language)] if _uniform(items) else [_inside([one], language) for one in items]
        groups.extend(_head(parent, language) + word for word in words)
    return _join(groups, language)


def superscript(number: str) -> str:
    """``208^1`` as ``208¹``."""
    base, _, index = number.partition("^")
    return base + index.translate(_TO_SUPERSCRIPT)


def _uniform(items: Sequence[Pinpoint]) -> bool:
    """Several letters of one paragraph, or several paragraphs of one article, share one citation."""
    if len(items) == 1:
        return True
    if all(one.letter for one in items):
        return len({(one.paragraph, one.point) for one in items}) == 1
    return all(one.paragraph and not one.letter and not one.point for one in items)


def _head(parent: tuple[str | None, bool, str | None], language: Language) -> str:
    annex, numbered, article = parent
    if article is None:
        whole = {"ro": "actul în ansamblu", "en": "the act as a whole"}[language]
        return f"{_annex(annex, language)}{whole}" if annex is None else _annex(annex, language).strip(", ")
    unit = {("ro", False): "art. ", ("ro", True): "pct. ", ("en", False): "article ", ("en", True): "point "}
    return f"{_annex(annex, language)}{unit[language, numbered]}{superscript(article)}"


def _annex(annex: str | None, language: Language) -> str:
    if annex is None:
        return ""
    return f"anexa nr. {annex} " if language == "ro" else f"annex {annex}, "


def _inside(items: Sequence[Pinpoint], language: Language) -> str:
    one = items[0]
    if language == "en":
        joined = _join([_english_parts(item) for item in items[1:]], language)
        first = _english_parts(one)
        return first if not joined else _join([first, *(_last_part(item) for item in items[1:])], language)
    words = ""
    paragraphs = [superscript(item.paragraph) for item in items if item.paragraph]
    if paragraphs and (one.letter or one.point or len(items) == 1):
        paragraphs = paragraphs[:1]
    if paragraphs and one.numbered_points:
        words += " subpct. " + _join([f"{number})" for number in paragraphs], language)
    elif paragraphs:
        words += " alin. " + _join([f"({number})" for number in paragraphs], language)
    if one.point:
        words += f" pct. {superscript(one.point)})"
    letters = [f"{superscript(item.letter)})" for item in items if item.letter]
    if letters:
        words += " lit. " + _join(letters, language)
    return words


def _english_parts(one: Pinpoint) -> str:
    words = f"({superscript(one.paragraph)})" if one.paragraph else ""
    words += f" point {superscript(one.point)}" if one.point else ""
    return words + (f"({superscript(one.letter)})" if one.letter else "")


def _last_part(one: Pinpoint) -> str:
    return f"({superscript(str(one.letter or one.paragraph))})"


def _join(words: Sequence[str], language: Language) -> str:
    if len(words) < 2:
        return "".join(words)
    return ", ".join(words[:-1]) + {"ro": " și ", "en": " and "}[language] + words[-1]


def _order(part: str | None) -> tuple[int, int | str, int]:
    if part is None:
        return (0, 0, 0)
    base, _, index = part.partition("^")
    if base.isdigit():
        return (1, int(base), int(index or 0))
    return (2, base, int(index or 0))
