"""Two texts of one act compared: the finest places that changed, and provisions that only carry another number.

The walk goes down only where hashes differ, so its cost grows with what changed. At each level units are paired in this
order: same number and same content; same content under another number; most alike first, where the same number counts
for something; what is left under the same number. What then has no partner was added or removed.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import product
from typing import Literal, NamedTuple

import msgspec

from mapping.pinpoint import parse
from mapping.records import Record
from mapping.texts.model import Text, Unit
from mapping.texts.normal import canonical

ChangeKind = Literal["amended", "added", "repealed", "removed", "renumbered", "heading"]

ALIKE = 0.75  # share of words in common, in order, from which a unit under another number is taken for the same one
SHORT = 40  # words; below that chance likeness grows, and more is asked
EXTRA_FOR_SHORT = 0.005  # for each word missing to SHORT: a unit of ten words must agree in nine
FEW_PAIRS = 2_000  # up to that all pairs are compared at once
KINDS = 256  # groups of words that are counted where there are more
SAME_NUMBER = 0.1  # what the same number is worth when two units compete for a partner

_WORD = re.compile(r"\w+(?:\^\w+)?")
_FIRST_LETTER, _LETTERS = 0x10000, 0x100000  # code points that stand for words, beyond the surrogates


class Change(Record, frozen=True):
    """One place at which two texts differ.

    ``at`` is the place in the older text and ``now`` that in the newer; one of them is ``None`` when the place exists
    in one text only. ``before`` and ``after`` are the words line by line, as ``Unit.reading`` gives them; where only
    the words around smaller units changed, those words alone; for the kind ``heading`` the heading itself.

    A provision that was repealed and has words again is ``added`` with both places. A provision with another number
    is ``renumbered`` even if it was amended as well: then ``before`` and ``after`` differ, and ``inside`` holds the
    finest places that changed in it.

    ``notes`` are the publisher's remarks on the place, and on the units around it, that the older text did not have.
    ``similarity`` is the share of words in common, from 0 to 1.
    """

    kind: ChangeKind
    at: str | None
    now: str | None
    before: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    heading_before: str = ""
    heading_after: str = ""
    notes: tuple[str, ...] = ()
    similarity: float = 0.0
    inside: "tuple[Change, ...]" = ()

    @property
    def article(self) -> str:
        """The article, or point, it belongs to: in the newer text, or in the older if it is gone from the newer."""
        place = parse(self.now or self.at or "")
        *inside, _ = [place, *place.parents()]
        return inside[-1].id


def compare(before: Text, after: Text) -> tuple[Change, ...]:
    """Say what changed from one text to another, in the reading order of the newer.

    What a partial text lacks says nothing: articles absent from it are neither added nor removed.

    Args:
        before: the older text.
        after: the newer text of the same act.

    Returns:
        The changes, one for each of the finest places that differ; empty when the texts have the same words.
    """
    found = _level(before.units, after.units, _Parent(), _Words())
    lost = {unit.at for unit in before.units if after.partial}
    gained = {unit.at for unit in after.units if before.partial}
    return tuple(
        one for one in found if not (one.now is None and one.at in lost) and not (one.at is None and one.now in gained)
    )


# --- the walk --------------------------------------------------------------------------------------------------------


class _Parent(NamedTuple):
    """The unit, in both texts, whose smaller units are compared; ``fresh`` are new notes on it and those around it."""

    old: str = ""
    new: str = ""
    fresh: tuple[str, ...] = ()


class _Pair(NamedTuple):
    """A unit in both texts, or in one of them; ``moved`` when its number differs."""

    old: Unit | None
    new: Unit | None
    moved: bool = False


def _level(old: Sequence[Unit], new: Sequence[Unit], parent: _Parent, words: "_Words") -> list[Change]:
    """The changes among the units of one parent."""
    return [one for pair in _paired(old, new, parent, words) for one in _changes(pair, parent, words)]


def _changes(pair: _Pair, parent: _Parent, words: "_Words") -> list[Change]:
    old, new, moved = pair
    if old is None or new is None:
        return [_change("removed" if new is None else "added", pair, parent, words)]
    if moved:
        inside = () if _same(old, new) else tuple(_inside(pair, old, new, parent, words))
        return [_change("renumbered", pair, parent, words, inside)]
    if old.repealed != new.repealed:
        return [_change("repealed" if new.repealed else "added", pair, parent, words)]
    return _inside(pair, old, new, parent, words)


def _inside(pair: _Pair, old: Unit, new: Unit, parent: _Parent, words: "_Words") -> list[Change]:
    """The finest places that differ in a unit that both texts have."""
    if old.own != new.own and bool(old.units) != bool(new.units):
        # Words divided into paragraphs, or the reverse: only the unit as a whole can be set against the other.
        return [_change("amended", pair, parent, words)]
    own = _Pair(_alone(old), _alone(new))
    found: list[Change] = []
    if old.own != new.own:
        found.append(_change("amended", own, parent, words))
    elif canonical(old.heading) != canonical(new.heading):
        found.append(_change("heading", own, parent, words))
    around = _Parent(old.at, new.at, _fresh(own, parent))
    return found + _level(old.units, new.units, around, words)


def _change(kind: ChangeKind, pair: _Pair, parent: _Parent, words: "_Words", inside: tuple[Change, ...] = ()) -> Change:
    old, new, _ = pair
    before, after = (_lines(unit, kind) for unit in (old, new))
    return Change(
        kind=kind,
        at=old.at if old else None,
        now=new.at if new else None,
        before=before,
        after=after,
        heading_before=old.heading if old else "",
        heading_after=new.heading if new else "",
        notes=_fresh(pair, parent),
        similarity=words.similarity(" ".join(before), " ".join(after)) if old and new else 0.0,
        inside=inside,
    )


def _alone(unit: Unit) -> Unit:
    """The unit without the smaller units in it."""
    return msgspec.structs.replace(unit, units=())


def _lines(unit: Unit | None, kind: ChangeKind) -> tuple[str, ...]:
    if unit is None:
        return ()
    return (unit.heading,) if kind == "heading" else tuple(unit.reading())


def _fresh(pair: _Pair, parent: _Parent) -> tuple[str, ...]:
    """The notes that only the newer text has, each once, those on the units around first."""
    known = {canonical(note) for unit in (pair.old.walk() if pair.old else ()) for note in unit.notes}
    notes = [note for unit in (pair.new.walk() if pair.new else ()) for note in unit.notes]
    return tuple(dict.fromkeys((*parent.fresh, *(note for note in notes if canonical(note) not in known))))


# --- pairing ---------------------------------------------------------------------------------------------------------


def _paired(old: Sequence[Unit], new: Sequence[Unit], parent: _Parent, words: "_Words") -> list[_Pair]:
    """The units that differ, each with its partner, in the reading order of the newer text."""
    old_numbers, new_numbers = _numbers(old, parent.old), _numbers(new, parent.new)
    places = {number: place for place, number in enumerate(new_numbers)}
    level = _Level(old, new, {one: places[number] for one, number in enumerate(old_numbers) if number in places})
    level.pair_unchanged()
    if level.left_old() or level.left_new():
        level.pair_same_content()
        level.pair_alike(words)
        level.pair_same_number()
    return level.in_order()


def _numbers(units: Sequence[Unit], parent: str) -> list[tuple[str, int]]:
    """The number of each unit inside its parent, with how often it stood before: some texts print one twice."""
    seen: defaultdict[str, int] = defaultdict(int)
    numbers = []
    for unit in units:
        number = unit.at[len(parent) :]
        numbers.append((number, seen[number]))
        seen[number] += 1
    return numbers


class _Level:
    """The units of one parent in both texts, by position, and how they are paired so far."""

    def __init__(self, old: Sequence[Unit], new: Sequence[Unit], same_number: dict[int, int]) -> None:
        self.old, self.new, self.same_number = old, new, same_number
        self.pairs: dict[int, int] = {}
        self.taken: set[int] = set()
        self.unchanged: set[int] = set()

    def pair(self, one: int, two: int) -> None:
        self.pairs[one] = two
        self.taken.add(two)

    def left_old(self) -> list[int]:
        return [one for one in range(len(self.old)) if one not in self.pairs]

    def left_new(self) -> list[int]:
        return [two for two in range(len(self.new)) if two not in self.taken]

    def pair_unchanged(self) -> None:
        """Same number, same content: most of most texts."""
        for one, two in self.same_number.items():
            if _same(self.old[one], self.new[two]):
                self.pair(one, two)
                self.unchanged.add(one)

    def pair_same_content(self) -> None:
        """Same content under another number, in order where several are alike."""
        waiting: defaultdict[object, list[int]] = defaultdict(list)
        for two in reversed(self.left_new()):
            if _has_words(self.new[two]):
                waiting[_content(self.new[two])].append(two)
        for one in self.left_old():
            if _has_words(self.old[one]) and (found := waiting.get(_content(self.old[one]))):
                self.pair(one, found.pop())

    def pair_alike(self, words: "_Words") -> None:
        """What has most words in common, best first."""
        old = {one: words.coded(_all_words(self.old[one])) for one in self.left_old() if _has_words(self.old[one])}
        new = {two: words.coded(_all_words(self.new[two])) for two in self.left_new() if _has_words(self.new[two])}
        for one in list(old):
            two = self.same_number.get(one, -1)
            # Equal content is paired already, so no other unit can outbid such a likeness under the same number.
            if two in new and words.ratio(old[one], new[two]) >= 1 - SAME_NUMBER:
                self.pair(one, two)
                del old[one], new[two]
        for _, _, _, one, two in sorted(_likenesses(old, new, self.same_number)):
            if one not in self.pairs and two not in self.taken:
                self.pair(one, two)

    def pair_same_number(self) -> None:
        """What is left: a number whose words were replaced altogether, or repealed."""
        for one, two in self.same_number.items():
            if one not in self.pairs and two not in self.taken:
                self.pair(one, two)

    def in_order(self) -> list[_Pair]:
        """The pairs that differ and the units without a partner; one that is gone follows what it stood behind."""
        by_new = {two: one for one, two in self.pairs.items()}
        numbered = set(self.same_number.values())
        ordered: list[tuple[tuple[int, int], _Pair]] = []
        for two, unit in enumerate(self.new):
            one = by_new.get(two)
            if one is None:
                # A repealed number left behind by a unit that moved is no event of its own.
                if not (unit.repealed and two in numbered):
                    ordered.append(((two, -1), _Pair(None, unit)))
            elif one not in self.unchanged:
                ordered.append(((two, -1), _Pair(self.old[one], unit, moved=self.same_number.get(one) != two)))
        last = -1
        for one, unit in enumerate(self.old):
            last = self.pairs.get(one, last)
            if one not in self.pairs and not (unit.repealed and one in self.same_number):
                ordered.append(((last, one), _Pair(unit, None)))
        return [pair for _, pair in sorted(ordered, key=lambda each: each[0])]


def _same(old: Unit, new: Unit) -> bool:
    """True when two units say the same, whatever their own numbers."""
    if old.whole == new.whole:
        return True
    # The hash of the whole names the places inside, which differ once the unit around them has another number.
    return old.at != new.at and bool(old.units) and _content(old) == _content(new)


def _content(unit: Unit) -> tuple[object, ...]:
    """What a unit says, with the numbers inside it but without its own."""
    inside = tuple((one.at[len(unit.at) :], _content(one)) for one in unit.units)
    return canonical(unit.heading), unit.own, inside


def _has_words(unit: Unit) -> bool:
    """True when content can tell the unit from others; all repealed provisions are alike."""
    return not unit.repealed and bool(unit.words or unit.closing or unit.units)


def _all_words(unit: Unit) -> str:
    return " ".join(part for one in unit.walk() for part in (one.heading, one.words, one.closing) if part)


# --- likeness --------------------------------------------------------------------------------------------------------


class _Words:
    """Words as letters, one for each distinct word: compared so, texts take a fraction of the time."""

    def __init__(self) -> None:
        self._letters: dict[str, str] = {}

    def coded(self, text: str) -> str:
        """The words of a text in canonical form, one letter each."""
        letters = self._letters
        return "".join(
            letters.get(word) or letters.setdefault(word, chr(_FIRST_LETTER + len(letters) % _LETTERS))
            for word in _WORD.findall(canonical(text))
        )

    def ratio(self, old: str, new: str) -> float:
        """The share of letters in common, in order, of two coded texts."""
        from rapidfuzz.distance import Indel

        return Indel.normalized_similarity(old, new)

    def similarity(self, before: str, after: str) -> float:
        """The share of words in common, in order, of two texts."""
        return round(self.ratio(self.coded(before), self.coded(after)), 3)


def _likenesses(
    old: dict[int, str], new: dict[int, str], same_number: dict[int, int]
) -> Iterator[tuple[float, int, int, int, int]]:
    """Units alike enough to be the same one, as keys that sort the best first and do not depend on which text is older."""
    from rapidfuzz.distance import Indel

    least = ALIKE - SAME_NUMBER
    for one, two in _possible(old, new, least):
        same = same_number.get(one) == two
        asked = ALIKE + EXTRA_FOR_SHORT * max(0, SHORT - max(len(old[one]), len(new[two])))
        ratio = Indel.normalized_similarity(old[one], new[two], score_cutoff=least if same else asked)
        if ratio:
            yield -(ratio + SAME_NUMBER * same), abs(one - two), one + two, one, two


def _possible(old: dict[int, str], new: dict[int, str], least: float) -> Iterator[tuple[int, int]]:
    """The pairs that can reach the least likeness: two units have no more words in common than they have of each kind.

    Counting words in any order costs a fraction of comparing them in order, and leaves few pairs of a long text.
    """
    if len(old) * len(new) <= FEW_PAIRS:
        yield from product(old, new)
        return
    import numpy as np

    def counts(coded: str) -> "np.ndarray[tuple[int], np.dtype[np.int32]]":
        letters = np.frombuffer(coded.encode("utf-32-le"), dtype=np.uint32)
        return np.bincount(letters % KINDS, minlength=KINDS).astype(np.int32)

    places = list(new)
    table = np.array([counts(new[two]) for two in places])
    sizes = table.sum(axis=1)
    for one, coded in old.items():
        common = np.minimum(table, counts(coded)).sum(axis=1)
        for found in np.flatnonzero(2 * common >= least * (sizes + len(coded))):
            yield one, places[found]
