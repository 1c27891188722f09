"""The act proper and its annexes, each with a number that stays the same from one consolidation to the next."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from mapping.texts.endings import is_signature
from mapping.texts.headings import goes_on
from mapping.texts.marks import (
    annex_mark,
    article_mark,
    is_approval,
    is_capitals,
    is_regulation,
    top_point_mark,
)

_STOP = (".", ";", ":", ",", "!", "?")
_INNER = re.compile(
    r"la\s+(?:prezent\w+\s+)?(?:regulament|metodologi|instrucțiun|norm|statut|procedur|program|standard|strategi|concepți|plan)",
    re.IGNORECASE,
)
_TITLE_LINES = 4  # lines above the words of an annex, in which its number may follow


class Item(NamedTuple):
    """A line that is not blank, with its number in the file."""

    number: int
    text: str
    heading: bool
    note: bool = False


@dataclass
class _Cut:
    """Where an annex begins: its first line, the number printed, and whether it belongs to another annex."""

    first: int
    asked: str
    inner: bool = False


def parts(items: list[Item], language: str) -> Iterator[tuple[str | None, list[Item]]]:
    """The act proper, and each annex with its number.

    A number stands for the annex of the act that bears it. Annexes of an annex, and those whose number is taken, come
    after the last.
    """
    cuts = _cuts(items, language) if language == "ro" else []
    numbers = _numbered(cuts)
    ends = [*(one.first for one in cuts), len(items)]
    yield None, _without_marks(items, 0, ends[0])
    for at, cut in enumerate(cuts):
        yield numbers[at], _without_marks(items, cut.first, ends[at + 1], annex=True)


def _without_marks(items: list[Item], first: int, last: int, *, annex: bool = False) -> list[Item]:
    """The lines of a part, without the title lines that only say which annex it is."""
    part = items[first:last]
    at = 0
    while annex and at < min(len(part), _TITLE_LINES) and _is_label(part[at].text):
        at += 1
    return part[at:]


def _is_label(text: str) -> bool:
    return annex_mark(text) is not None or is_approval(text)


def _cuts(items: list[Item], language: str) -> list[_Cut]:
    texts = [one.text for one in items]
    cuts: list[_Cut] = []
    signed, begun, opened = -1, False, False
    for at, item in enumerate(items):
        if item.note:
            continue
        text = item.text
        fresh = bool(cuts) and not opened  # still among the title lines of an annex
        mark = None if at and goes_on(texts[at - 1]) else annex_mark(text)
        title = signed >= 0 and not cuts and is_regulation(text)
        if begun and mark and mark.number and fresh and not cuts[-1].asked and at - cuts[-1].first <= _TITLE_LINES:
            cuts[-1] = _Cut(cuts[-1].first, mark.number, _is_inner(texts, at))
            continue
        if (
            begun
            and (mark or ((is_approval(text) or title) and not fresh))
            and not (fresh and mark and not mark.number)
        ):
            cuts.append(_Cut(at, mark.number if mark else "", bool(mark) and _is_inner(texts, at)))
            opened = False
            continue
        if _opens(item, language):
            if signed >= 0 and not cuts and _begins_anew(item, language):
                cuts.append(_Cut(_title_above(texts, signed, at), ""))
            begun = opened = True
        elif text.endswith(_STOP) and cuts:
            opened = True
        if not cuts and is_signature(texts, at):
            signed = at
    return cuts


def _opens(item: Item, language: str) -> bool:
    article = article_mark(item.text, language=language, heading=item.heading)
    return (article is not None and article.sure) or top_point_mark(item.text) is not None


def _begins_anew(item: Item, language: str) -> bool:
    """Point or article 1 below the signature: something is annexed, whatever it is called."""
    mark = article_mark(item.text, language=language, heading=item.heading) or top_point_mark(item.text)
    return mark is not None and mark.number == "1"


def _title_above(texts: Sequence[str], signed: int, at: int) -> int:
    """The first line of the title in capitals between the signature and the first point; the point if there is none."""
    return next((one for one in range(signed + 1, at) if is_capitals(texts[one]) and not is_signature(texts, one)), at)


def _is_inner(texts: Sequence[str], at: int) -> bool:
    """The annex belongs to a regulation that is annexed itself."""
    label = " ".join(texts[at : at + 2])
    return _INNER.search(label) is not None


def _numbered(cuts: Sequence[_Cut]) -> list[str]:
    given: dict[int, int] = {}
    taken: set[int] = set()
    for at, cut in enumerate(cuts):
        asked = 1 if at == 0 and not cut.asked else int(cut.asked) if cut.asked.isdigit() and not cut.inner else 0
        if asked and asked not in taken:
            given[at] = asked
            taken.add(asked)
    for at in range(len(cuts)):
        if at not in given:
            given[at] = max(taken, default=0) + 1
            taken.add(given[at])
    return [str(given[at]) for at in range(len(cuts))]
