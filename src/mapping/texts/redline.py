"""What changed in a text, word by word, as a reviewer reads it: unchanged, deleted and inserted pieces.

Words are compared in their canonical form, so that typography (``ţ`` and ``ț``, quotation marks, spaces around signs) is
never shown as a change; the newer spelling is printed. Numbers and pinpoints such as ``208^1`` or ``(2)`` stay whole.

>>> [tuple(piece) for piece in redline("pe un termen de la 2 la 5 ani", "pe un termen de la 3 la 5 ani")]
[('same', 'pe un termen de la '), ('delete', '2'), ('insert', '3'), ('same', ' la 5 ani')]
>>> as_terminal(redline("prevăzute la alin. (2)", "prevăzute la alin.(3) lit. a)"), colour=False)
'prevăzute la alin.[- (2)-]{+(3) lit. a)+}'
"""

import html
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Literal, NamedTuple

from mapping.texts.normal import canonical

PieceKind = Literal["same", "delete", "insert"]

MOST_CELLS = (
    600_000_000  # words of one text times words of the other: what is compared at once, about 75 MB for a moment
)
SHORT = 3  # letters and signs; so little between two changes is read as part of them

_NO_WIDTH = "\u00ad\u200b\u200c\u200d\u2060\ufeff"
_RAISED = "⁰¹²³⁴⁵⁶⁷⁸⁹"
_IN_WORD = rf"[^\W{_RAISED}]|[\u0300-\u036f]"
# Cut so that texts equal in canonical form have equal canonical tokens: a raised number goes with what follows it.
_TOKEN = re.compile(
    rf"[\s{_NO_WIDTH}]*(?P<words>(?:[{_RAISED}][{_RAISED}{_NO_WIDTH}]*|\^[\s{_NO_WIDTH}]*)(?:{_IN_WORD}|[{_NO_WIDTH}])*"
    rf"|(?:{_IN_WORD})(?:{_IN_WORD}|[{_NO_WIDTH}])*|[^\s{_NO_WIDTH}])"
)
_SENTENCE_END = frozenset(".;:")
_LETTER_OR_NUMBER = re.compile(r"[a-z]{1,2}|[0-9]+", re.IGNORECASE)
_COLOURS = {"same": "{}", "delete": "\x1b[31m[-{}-]\x1b[0m", "insert": "\x1b[32m{{+{}+}}\x1b[0m"}
_PLAIN = {"same": "{}", "delete": "[-{}-]", "insert": "{{+{}+}}"}
_MARKED = {"same": "{}", "delete": "<del>{}</del>", "insert": "<ins>{}</ins>"}
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")


class Piece(NamedTuple):
    """A stretch of a redline: words that stayed, that were deleted or that were inserted, with their spaces."""

    kind: PieceKind
    words: str


class _Token(NamedTuple):
    """A word, number or sign; ``key`` is its canonical form, ``gap`` the spaces before it."""

    key: str
    gap: str
    words: str


class _Block(NamedTuple):
    """Equal tokens: where they begin in the older text and in the newer, and how many there are."""

    old: int
    new: int
    size: int


def redline(before: str, after: str) -> tuple[Piece, ...]:
    """Compare two texts word by word.

    Args:
        before: the older text.
        after: the newer text.

    Returns:
        The pieces in reading order. Those not deleted give ``after`` exactly when joined; those not inserted give
        ``before``, but for what the canonical form ignores.
    """
    seen: dict[str, str] = {}
    old, new = _tokens(before, seen), _tokens(after, seen)
    blocks = _kept_whole(_equal_blocks([one.key for one in old], [one.key for one in new]), old, new)
    end = after[sum(len(one.gap) + len(one.words) for one in new) :]
    return tuple(_joined([*_pieces(_readable(blocks, old, len(new)), old, new), Piece("same", end)]))


def as_html(pieces: Iterable[Piece]) -> str:
    """The redline as HTML, escaped, with ``<ins>`` and ``<del>``."""
    return "".join(_MARKED[piece.kind].format(html.escape(_printable(piece.words))) for piece in pieces)


def as_terminal(pieces: Iterable[Piece], colour: bool) -> str:
    """The redline for a terminal: ``[-old-]{+new+}``, in red and green where colours are shown."""
    marks = _COLOURS if colour else _PLAIN
    return "".join(marks[piece.kind].format(_printable(piece.words)) for piece in pieces)


def shorten(pieces: Sequence[Piece], context: int = 12) -> tuple[Piece, ...]:
    """Leave out what is far from any change.

    Args:
        pieces: a redline.
        context: the number of unchanged words to keep before and after a change.

    Returns:
        The redline with ``…`` for what was left out; of a text without changes, its first words.
    """
    last = len(pieces) - 1
    return tuple(
        Piece("same", _shortened(piece.words, context, head=place > 0 or last == 0, tail=place < last))
        if piece.kind == "same"
        else piece
        for place, piece in enumerate(pieces)
    )


def _shortened(words: str, context: int, head: bool, tail: bool) -> str:
    found = list(re.finditer(r"\S+", words))
    if len(found) <= context * (head + tail) + 1:
        return words
    start = words[: found[context - 1].end()] + " " if head and context else ""
    end = " " + words[found[-context].start() :] if tail and context else ""
    return f"{start}…{end}"


def _printable(words: str) -> str:
    """Without control characters, which could steer a terminal and have no place in HTML."""
    return _CONTROL.sub("\ufffd", words)


# --- tokens ----------------------------------------------------------------------------------------------------------


def _tokens(text: str, seen: dict[str, str]) -> list[_Token]:
    """The words and signs of a text; ``seen`` keeps the canonical form of each spelling."""
    found = []
    for match in _TOKEN.finditer(text):
        words = match["words"]
        key = seen.get(words)
        if key is None:
            key = seen.setdefault(words, canonical(words))
        found.append(_Token(key, text[match.start() : match.start("words")], words))
    return found


def _belong_together(tokens: Sequence[_Token], place: int) -> bool:
    """True when the token at ``place`` and the one before it are parts of one number or pinpoint."""
    if not 0 < place < len(tokens):
        return False
    left, right = tokens[place - 1], tokens[place]
    if right.gap:
        return False
    if right.key[0] == "^" or left.key == "^":
        return True
    if right.key == ")":
        return bool(_LETTER_OR_NUMBER.fullmatch(left.key)) or left.key[0] == "^"
    if left.key in "([":
        return bool(_LETTER_OR_NUMBER.fullmatch(right.key))
    if right.key == "]":
        return left.key[-1].isdigit()
    beyond = tokens[place + 1 : place + 2]
    if right.key in ".,/":  # inside a number: 1,5 or 09.07.26
        return left.key.isdigit() and bool(beyond) and not beyond[0].gap and beyond[0].key.isdigit()
    return left.key in ".,/" and right.key.isdigit() and place > 1 and not left.gap and tokens[place - 2].key.isdigit()


# --- comparing -------------------------------------------------------------------------------------------------------


def _equal_blocks(old: Sequence[str], new: Sequence[str]) -> list[_Block]:
    """The stretches two lists of tokens have in common, in order."""
    from rapidfuzz.distance import Indel

    start = _common(old, new)
    rest = min(len(old), len(new)) - start
    end = _common(old[len(old) - rest :][::-1], new[len(new) - rest :][::-1])
    middle_old, middle_new = old[start : len(old) - end], new[start : len(new) - end]
    if len(middle_old) * len(middle_new) > MOST_CELLS:
        inside = _equal_sentences(middle_old, middle_new)
    else:
        codes = Indel.opcodes(middle_old, middle_new)
        inside = [
            _Block(code.src_start, code.dest_start, code.src_end - code.src_start)
            for code in codes
            if code.tag == "equal"
        ]
    moved = [_Block(one.old + start, one.new + start, one.size) for one in inside]
    return [_Block(0, 0, start), *moved, _Block(len(old) - end, len(new) - end, end)]


def _common(old: Sequence[str], new: Sequence[str]) -> int:
    """The number of tokens with which both lists begin."""
    for place, (one, two) in enumerate(zip(old, new, strict=False)):
        if one != two:
            return place
    return min(len(old), len(new))


def _equal_sentences(old: Sequence[str], new: Sequence[str]) -> list[_Block]:
    """The same for texts too long to compare word by word at once: sentences first, then the words between them."""
    from rapidfuzz.distance import Indel

    old_parts, new_parts = _sentences(old), _sentences(new)
    if len(old_parts) * len(new_parts) > MOST_CELLS:
        return []
    old_at, new_at = _beginnings(old_parts), _beginnings(new_parts)
    found: list[_Block] = []
    gap_old = gap_new = 0
    for code in [*Indel.opcodes(old_parts, new_parts), None]:
        if code and code.tag != "equal":
            continue
        to_old, to_new = (old_at[code.src_start], new_at[code.dest_start]) if code else (len(old), len(new))
        if (to_old - gap_old) * (to_new - gap_new) <= MOST_CELLS:
            between = _equal_blocks(old[gap_old:to_old], new[gap_new:to_new])
            found += [_Block(one.old + gap_old, one.new + gap_new, one.size) for one in between]
        if code:
            gap_old, gap_new = old_at[code.src_end], new_at[code.dest_end]
            found.append(_Block(to_old, to_new, gap_old - to_old))
    return found


def _sentences(keys: Sequence[str]) -> list[tuple[str, ...]]:
    ends = [place + 1 for place, key in enumerate(keys) if key in _SENTENCE_END]
    return [tuple(keys[start:end]) for start, end in zip([0, *ends], [*ends, len(keys)], strict=True)]


def _beginnings(parts: Sequence[Sequence[str]]) -> list[int]:
    places = [0]
    for part in parts:
        places.append(places[-1] + len(part))
    return places


# --- making it readable ----------------------------------------------------------------------------------------------


def _kept_whole(blocks: Iterable[_Block], old: Sequence[_Token], new: Sequence[_Token]) -> Iterator[_Block]:
    """Equal blocks without the parts of numbers and pinpoints of which another part changed."""
    joined: list[_Block] = []
    for block in blocks:
        if joined and block.old == joined[-1].old + joined[-1].size and block.new == joined[-1].new + joined[-1].size:
            joined[-1] = joined[-1]._replace(size=joined[-1].size + block.size)
        elif block.size:
            joined.append(block)
    for one, two, size in joined:
        while size and (_belong_together(old, one) or _belong_together(new, two)):
            one, two, size = one + 1, two + 1, size - 1
        while size and (_belong_together(old, one + size) or _belong_together(new, two + size)):
            size -= 1
        if size:
            yield _Block(one, two, size)


def _readable(blocks: Iterable[_Block], old: Sequence[_Token], new_size: int) -> Iterator[_Block]:
    """Equal blocks without a lone sign or short word between two changes, which would only break them up."""
    for block in blocks:
        one, two, size = block
        at_edge = (one == 0 and two == 0) or (one + size == len(old) and two + size == new_size)
        if at_edge or sum(len(token.key) for token in old[one : one + min(size, SHORT + 1)]) > SHORT:
            yield block


def _pieces(blocks: Iterable[_Block], old: Sequence[_Token], new: Sequence[_Token]) -> Iterator[Piece]:
    """The pieces between and in the equal blocks; spaces that both sides of a change begin with stay outside it."""
    one = two = 0
    for block in [*blocks, _Block(len(old), len(new), 0)]:
        deleted, inserted = _text(old[one : block.old]), _text(new[two : block.new])
        if deleted and inserted and old[one].gap == new[two].gap:
            gap = old[one].gap
            yield Piece("same", gap)
            deleted, inserted = deleted[len(gap) :], inserted[len(gap) :]
        if block.size and block.old and old[block.old].gap and not new[block.new].gap:
            deleted += _needed_gap(old, block.old)
        yield Piece("delete", deleted)
        yield Piece("insert", inserted)
        yield Piece("same", _text(new[block.new : block.new + block.size]))
        one, two = block.old + block.size, block.new + block.size


def _needed_gap(tokens: Sequence[_Token], place: int) -> str:
    """The space before a token, if without it the older text would read as another word."""
    words = tokens[place - 1].key[-1] + tokens[place].key[0]
    return tokens[place].gap if words.replace("_", "a").isalnum() else ""


def _text(tokens: Iterable[_Token]) -> str:
    return "".join(one.gap + one.words for one in tokens)


def _joined(pieces: Iterable[Piece]) -> Iterator[Piece]:
    """Without empty pieces, neighbours of one kind as one."""
    kept: Piece | None = None
    for piece in pieces:
        if kept and piece.words and piece.kind == kept.kind:
            kept = Piece(kept.kind, kept.words + piece.words)
        elif piece.words:
            if kept:
                yield kept
            kept = piece
    if kept:
        yield kept
