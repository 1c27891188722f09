"""The redline: what changed in a text word by word, whole and readable, and nothing that is only typography."""

import random
import time
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mapping.texts.normal import canonical
from mapping.texts.redline import Piece, as_html, as_terminal, redline, shorten


def marked(before: str, after: str) -> str:
    """The redline as a terminal without colours shows it."""
    return as_terminal(redline(before, after), colour=False)


def kept(pieces: tuple[Piece, ...], without: str) -> str:
    """The pieces joined, but for those of one kind."""
    return "".join(piece.words for piece in pieces if piece.kind != without)


# --- what is marked --------------------------------------------------------------------------------------------------

MARKED = [
    ("amendă de 500 lei", "amendă de 550 lei", "amendă de [-500-]{+550+} lei"),
    ("felinarul mare arde", "felinarul arde", "felinarul[- mare-] arde"),
    ("felinarul arde", "felinarul mare arde", "felinarul{+ mare+} arde"),
    ("arde seara", "felinarul arde seara", "{+felinarul+} arde seara"),
    ("felinarul arde seara", "arde seara", "[-felinarul -]arde seara"),
    ("pod și stradă", "zid și poartă", "[-pod și stradă-]{+zid și poartă+}"),
    ("poduri, străzi", "ziduri, porți", "[-poduri, străzi-]{+ziduri, porți+}"),
    ("poduri luminate străzi", "ziduri luminate porți", "[-poduri-]{+ziduri+} luminate [-străzi-]{+porți+}"),
    ("", "lampă nouă", "{+lampă nouă+}"),
    ("lampă veche", "", "[-lampă veche-]"),
    ("a(b)c", "a c", "a[-(b)-] c"),
]


@pytest.mark.parametrize(("before", "after", "expected"), MARKED, ids=[expected for *_, expected in MARKED])
def test_changed_words_are_marked(before: str, after: str, expected: str) -> None:
    """Words and their order; a sign or short word alone between two changes is read with them."""
    assert marked(before, after) == expected


WHOLE = [
    ("art. 208^1 din Cod", "art. 208^2 din Cod", "art. [-208^1-]{+208^2+} din Cod"),
    ("art. 208 din Cod", "art. 208^1 din Cod", "art. [-208-]{+208^1+} din Cod"),
    ("art. 208¹ din Cod", "art. 208² din Cod", "art. [-208¹-]{+208²+} din Cod"),
    ("alin. (2) se aplică", "alin. (3) se aplică", "alin. [-(2)-]{+(3)+} se aplică"),
    ("alin. (2) se aplică", "alin. (2^1) se aplică", "alin. [-(2)-]{+(2^1)+} se aplică"),
    ("la lit. a) se aplică", "la lit. b) se aplică", "la lit. [-a)-]{+b)+} se aplică"),
    ("la lit. a) se aplică", "la lit. a^1) se aplică", "la lit. [-a)-]{+a^1)+} se aplică"),
    ("pct. [7] se aplică", "pct. [8] se aplică", "pct. [-[7]-]{+[8]+} se aplică"),
    ("rata de 1,5 puncte", "rata de 1,6 puncte", "rata de [-1,5-]{+1,6+} puncte"),
    ("din 09.07.26 încolo", "din 09.08.26 încolo", "din [-09.07.26-]{+09.08.26+} încolo"),
    ("poduri (mari) aprinse", "poduri (noi) aprinse", "poduri ([-mari-]{+noi+}) aprinse"),
]


@pytest.mark.parametrize(("before", "after", "expected"), WHOLE, ids=[expected for *_, expected in WHOLE])
def test_numbers_and_pinpoints_stay_whole(before: str, after: str, expected: str) -> None:
    """A reader must see the old number and the new one, not the digit that differs."""
    assert marked(before, after) == expected


TYPOGRAPHY = [
    ("Străzile şi pieţele", "Străzile și piețele"),
    ("„Codul” felinarelor", '"Codul" felinarelor'),
    ("alin.(1) lit.a)", "alin. (1) lit. a)"),
    ("art. 208¹", "art. 208^1"),
    ("o linie – alta", "o linie - alta"),
    ("fe\u00adlinar", "felinar"),
    ("un\u00a0felinar\n arde ", "un felinar arde"),
    ("s\u0326i", "și"),
]


@pytest.mark.parametrize(("before", "after"), TYPOGRAPHY)
def test_typography_is_not_marked_and_the_newer_form_is_printed(before: str, after: str) -> None:
    """What changes no hash is no change."""
    assert redline(before, after) == (Piece("same", after),)
    assert redline(after, before) == (Piece("same", before),)


# --- forms -----------------------------------------------------------------------------------------------------------


def test_html_is_escaped() -> None:
    """A text cannot bring tags of its own."""
    assert as_html(redline("a < b & <b>vechi</b>", "a < b & <b>nou</b>")) == (
        "a &lt; b &amp; &lt;b&gt;<del>vechi</del><ins>nou</ins>&lt;/b&gt;"
    )


def test_braces_in_a_text_are_printed_as_they_are() -> None:
    """They are signs like others."""
    assert marked("{0} vechi", "{0} nou") == "{0} [-vechi-]{+nou+}"


def test_colours_are_added_to_the_marks() -> None:
    """Red and green, and the marks for those who do not see them."""
    assert as_terminal(redline("vechi", "nou"), colour=True) == "\x1b[31m[-vechi-]\x1b[0m\x1b[32m{+nou+}\x1b[0m"


def test_a_text_cannot_steer_the_terminal() -> None:
    """Control characters are replaced."""
    assert "\x1b" not in marked("lampă", "lampă \x1b[2J stinsă")


def test_what_is_far_from_a_change_is_left_out() -> None:
    """A few words stay on both sides, none at the ends of the text."""
    words = [f"cuvânt{number}" for number in range(20)]
    before = " ".join([*words, "vechi", *words, "vechi", *words])
    pieces = shorten(redline(before, before.replace("vechi", "nou")), context=2)
    assert as_terminal(pieces, colour=False) == (
        "… cuvânt18 cuvânt19 [-vechi-]{+nou+} cuvânt0 cuvânt1 … cuvânt18 cuvânt19 [-vechi-]{+nou+} cuvânt0 cuvânt1 …"
    )


def test_short_stretches_are_not_shortened() -> None:
    """One word is not replaced by a sign that says less."""
    pieces = redline("unu doi vechi trei patru", "unu doi nou trei patru")
    assert shorten(pieces, context=1) == pieces
    assert as_terminal(shorten(pieces, context=0), colour=False) == "…[-vechi-]{+nou+}…"


def test_a_text_without_changes_is_shortened_to_its_beginning() -> None:
    """So that a provision that only moved can be recognised."""
    assert shorten(redline("unu doi trei patru", "unu doi trei patru"), context=2) == (Piece("same", "unu doi …"),)


# --- properties ------------------------------------------------------------------------------------------------------

parts = st.sampled_from(
    [
        "felinar", "stradă", "şi", "și", "de", "a", "1", "12", "208", "^1", "¹", "²", " ", " ", " ", "  ", "\n", "\u00a0",
        "(", ")", "(2)", "[7]", ".", ",", ";", "-", "–", "„", "”", '"', "/", "^", "_", "fe\u00adlinar", "<b>", "&",
    ]
)  # fmt: skip
writing = st.lists(parts, max_size=30).map("".join) | st.text(
    st.characters(codec="utf-8", categories=["L", "Nd", "P", "Zs", "Sm"]), max_size=20
)


@given(writing, writing)
def test_the_pieces_give_both_texts(before: str, after: str) -> None:
    """The newer exactly, the older but for typography."""
    pieces = redline(before, after)
    assert kept(pieces, "delete") == after
    assert canonical(kept(pieces, "insert")) == canonical(before)


@given(writing, writing)
def test_pieces_are_never_empty_and_never_alike_side_by_side(before: str, after: str) -> None:
    """One change is one deletion and one insertion."""
    pieces = redline(before, after)
    assert all(piece.words for piece in pieces)
    assert all(one.kind != two.kind for one, two in pairwise(pieces))


@given(writing, writing)
def test_there_is_a_mark_exactly_when_the_canonical_forms_differ(before: str, after: str) -> None:
    """The redline and the hashes agree on what a change is."""
    assert any(piece.kind != "same" for piece in redline(before, after)) == (canonical(before) != canonical(after))


# --- speed -----------------------------------------------------------------------------------------------------------


def written(seed: int, characters: int) -> list[str]:
    """Random words of a text of that length."""
    chance = random.Random(seed)
    stock = ["".join(chance.choices("abcdefgilmnoprstuvăâîșț", k=chance.randint(2, 11))) for _ in range(4000)]
    return [chance.choice(stock) + chance.choice(["", "", "", "", ",", "."]) for _ in range(characters // 8)]


@pytest.mark.parametrize("other", [1, 2], ids=["one word in fifty", "every word"])
def test_an_act_is_compared_in_less_than_a_second(other: int) -> None:
    """50,000 characters; the time does not explode when nothing agrees."""
    before = written(1, 50_000)
    after = written(other, 50_000)
    after[::50] = ["altfel"] * len(after[::50])
    start = time.perf_counter()
    pieces = redline(" ".join(before), " ".join(after))
    assert time.perf_counter() - start < 1
    assert any(piece.kind == "insert" for piece in pieces)


def test_a_whole_code_is_compared_sentence_by_sentence() -> None:
    """Too long for a comparison word by word, it still shows the word that changed, and no more."""
    before = written(1, 400_000)
    after = list(before)
    after[10], after[-10] = "altfel", "altfel"
    changed = [piece for piece in redline(" ".join(before), " ".join(after)) if piece.kind != "same"]
    assert [piece.kind for piece in changed] == ["delete", "insert"] * 2
    assert sum(len(piece.words) for piece in changed) < 100
