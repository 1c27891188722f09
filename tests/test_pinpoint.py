"""Pinpoints are read and printed as lawyers cite them, in Romanian and English, and nothing is guessed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mapping.pinpoint import LANGUAGES, CitationError, Language, Pinpoint, cite, parse, read

# id, Romanian, English: each is printed from the id and read back to it.
PRINTED = [
    ("57", "art. 57", "article 57"),
    ("57(2)", "art. 57 alin. (2)", "article 57(2)"),
    ("208^1(2)(c)", "art. 208¹ alin. (2) lit. c)", "article 208¹(2)(c)"),
    ("13^2(2)(g)", "art. 13² alin. (2) lit. g)", "article 13²(2)(g)"),
    ("58(4)[7]", "art. 58 alin. (4) pct. 7)", "article 58(4) point 7"),
    ("58(4)[7](b)", "art. 58 alin. (4) pct. 7) lit. b)", "article 58(4) point 7(b)"),
    ("134^21(1)(d^1)", "art. 134²¹ alin. (1) lit. d¹)", "article 134²¹(1)(d¹)"),
    ("174(1^1)", "art. 174 alin. (1¹)", "article 174(1¹)"),
    ("57(a)", "art. 57 lit. a)", "article 57(a)"),
    ("57(aa)", "art. 57 lit. aa)", "article 57(aa)"),
    ("6[20]", "art. 6 pct. 20)", "article 6 point 20"),
    ("187[14^1]", "art. 187 pct. 14¹)", "article 187 point 14¹"),
    ("p12", "pct. 12", "point 12"),
    ("p12(3)", "pct. 12 subpct. 3)", "point 12(3)"),
    ("p12(3)(a)", "pct. 12 subpct. 3) lit. a)", "point 12(3)(a)"),
    ("annex1:p12", "anexa nr. 1 pct. 12", "annex 1, point 12"),
    ("annex2:5(3)", "anexa nr. 2 art. 5 alin. (3)", "annex 2, article 5(3)"),
    ("act", "actul în ansamblu", "the act as a whole"),
]

# Several places in one citation, printed together and read back one by one.
TOGETHER = [
    ("171(2)(b) 171(2)(b^2) 171(2)(c)", "art. 171 alin. (2) lit. b), b²) și c)", "article 171(2)(b), (b²) and (c)"),
    ("57(1) 57(2)", "art. 57 alin. (1) și (2)", "article 57(1) and (2)"),
    ("57(a) 57(b)", "art. 57 lit. a) și b)", "article 57(a) and (b)"),
    ("171 172", "art. 171 și art. 172", "article 171 and article 172"),
    ("57 57(2)", "art. 57 și art. 57 alin. (2)", "article 57 and article 57(2)"),
    ("57(1)(a) 57(2)", "art. 57 alin. (1) lit. a) și art. 57 alin. (2)", "article 57(1)(a) and article 57(2)"),
    ("p12(3) p12(4)", "pct. 12 subpct. 3) și 4)", "point 12(3) and (4)"),
    ("58(4)[7] 58(4)[8]", "art. 58 alin. (4) pct. 7) și art. 58 alin. (4) pct. 8)", "article 58(4) point 7 and article 58(4) point 8"),
]  # fmt: skip

# Other spellings a lawyer meets, and what they cite.
READ = [
    ("articolul 57", "57"),
    ("Art. 57", "57"),
    ("57", "57"),
    ("art. 208^1 alin. (2) lit. c)", "208^1(2)(c)"),
    ("art.208¹alin.(2)lit.c)", "208^1(2)(c)"),
    ("art. 171, alin. (2), lit. b)", "171(2)(b)"),
    ("articolul 171 alineatul (2) litera b)", "171(2)(b)"),
    ("art.\u00a057\u00a0alin.\u00a0(2)", "57(2)"),
    ("article 57 paragraph 2 letter a)", "57(2)(a)"),
    ("articles 18-20", "18 19 20"),
    ("art. 18–20", "18 19 20"),
    ("art. 171 alin. (2) lit. b)-d)", "171(2)(b) 171(2)(c) 171(2)(d)"),
    ("art. 57 alin. (1)-(3)", "57(1) 57(2) 57(3)"),
    ("articles 171, 172 and 174", "171 172 174"),
    ("art. 171 şi 172", "171 172"),
    ("article 18(1)(a) and (2)", "18(1)(a) 18(2)"),
    ("art. 58 alin. (4) pct. 7)-9)", "58(4)[7] 58(4)[8] 58(4)[9]"),
    ("annex 1, points 12 and 13", "annex1:p12 annex1:p13"),
    ("anexa nr. 1 pct. 12-14", "annex1:p12 annex1:p13 annex1:p14"),
    ("the act as a whole", "act"),
    ("ACTUL ÎN ANSAMBLU", "act"),
]

REFUSED = [
    ("", "no article is cited"),
    ("lege", "cannot read"),
    ("art.", "not followed by its number"),
    ("art. 12 alin.", "not followed by a number in brackets"),
    ("art. alin. (2)", "not followed by its number"),
    ("art. 57 lit. 2)", "does not fit"),
    ("art. 57 lit. (2)", "does not fit"),
    ("art. 57 alin. (a)", "does not fit"),
    ("art. (a)", "does not fit"),
    ("art. 57 58", "has no unit before it"),
    ("a)", "has no unit before it"),
    ("(2)", "stands before its article"),
    ("alin. (2)", "before its article"),
    ("lit. a) din art. 57", "before its article"),
    ("art. 57 subpct. 3)", "subpoint before its point"),
    ("art. 57,", "stops before its last number"),
    ("art. 18-", "stops before its last number"),
    ("-18", "the range"),
    ("art. -18", "the range"),
    ("art. 171-175^1", "cannot be counted out"),
    ("art. 20-18", "cannot be counted out"),
    ("art. 18-18", "cannot be counted out"),
    ("art. 1-999999999", "cannot be counted out"),
    ("article 18(1)(a)-(3)", "cannot be counted out"),
    ("article 18(1)-(c)", "does not fit"),
    ("article 57(1) and (a)", "does not fit"),
    ("anexa nr. 1", "no place in it"),
    ("anexa nr. 1^1 pct. 2", "not the number of an annex"),
    ("point 12[3]", "a point inside a point"),
    ("art. 57 and the act as a whole", "cite it alone"),
    ("the act as a whole, article 57", "cite it alone"),
    ("art. 57 din Codul muncii", "cannot read"),
]

NOT_IDS = [
    "", " ", "57 ", "art. 57", "57(2", "57()", "57(a)(2)", "57[7](2)", "57(abc)", "57(A)", "57^", "^1", "p", "p12[3]",
    "annex:5", "annex1", "annex1:", "annex1^1:5", "Act", "57(2)(c)(d)", "57.2", "-57", "57–58", "²", "٣",
]  # fmt: skip


@pytest.mark.parametrize(("id_", "romanian", "english"), PRINTED)
def test_a_place_is_printed_and_read_in_both_languages(id_: str, romanian: str, english: str) -> None:
    """The id, the Romanian and the English citation stand for the same place."""
    place = parse(id_)
    assert (place.id, str(place)) == (id_, id_)
    assert (place.cite("ro"), place.cite("en")) == (romanian, english)
    assert read(id_) == read(romanian) == read(english) == (place,)


@pytest.mark.parametrize(("ids", "romanian", "english"), TOGETHER)
def test_places_of_one_article_share_a_citation(ids: str, romanian: str, english: str) -> None:
    """Letters of a paragraph and paragraphs of an article are listed behind one article."""
    places = tuple(map(parse, ids.split()))
    assert (cite(places, "ro"), cite(places, "en")) == (romanian, english)
    assert read(romanian) == read(english) == places


@pytest.mark.parametrize(("text", "ids"), READ)
def test_spellings_found_in_sources_are_read(text: str, ids: str) -> None:
    """Lists, ranges, long forms, missing spaces and the cedilla of old documents are understood."""
    assert " ".join(place.id for place in read(text)) == ids


@pytest.mark.parametrize(("text", "why"), REFUSED)
def test_what_needs_guessing_is_refused(text: str, why: str) -> None:
    """The refusal quotes what was written."""
    with pytest.raises(CitationError, match=why) as refusal:
        read(text)
    assert f'"{text}"' in str(refusal.value)


@pytest.mark.parametrize("text", NOT_IDS)
def test_what_is_not_an_id_is_refused(text: str) -> None:
    """Data files have one spelling; the message shows it."""
    with pytest.raises(CitationError, match="write for example"):
        parse(text)


def test_places_sort_as_in_the_act() -> None:
    """12 stands before 12^1 before 13, and a unit before what lies in it."""
    ordered = [
        "2",
        "12",
        "12(1)",
        "12(1)(a)",
        "12(1)(a^1)",
        "12(1)(b)",
        "12(2)",
        "12(10)",
        "12^1",
        "12^2",
        "12^10",
        "13",
    ]
    assert [one.id for one in sorted(map(parse, reversed(ordered)), key=lambda one: one.sort_key)] == ordered


@pytest.mark.parametrize(
    ("outer", "inner", "holds"),
    [
        ("act", "57(2)", True),
        ("57", "57", True),
        ("57", "57(2)(a)", True),
        ("57(2)", "57(2)[7](a)", True),
        ("57(2)", "57", False),
        ("57", "57^1", False),
        ("57(a)", "57(2)(a)", False),
        ("57[7]", "57(4)[7]", False),
        ("12", "p12", False),
        ("5", "annex1:5", False),
    ],
)
def test_a_place_holds_what_lies_inside_it(outer: str, inner: str, holds: bool) -> None:
    """A letter of the article is not the same letter of one of its paragraphs."""
    assert parse(outer).contains(parse(inner)) is holds


# --- properties ------------------------------------------------------------------------------------------------------

numbers = st.builds(
    lambda base, index: f"{base}^{index}" if index else str(base),
    st.integers(1, 600),
    st.sampled_from([0, 0, 1, 2, 21]),
)
letters = st.builds(
    lambda base, index: f"{base}^{index}" if index else base,
    st.text("abcdefghijklmnopqrstuvwxyz", min_size=1, max_size=2),
    st.sampled_from([0, 0, 1, 12]),
)


SOME_ANNEX = st.none() | st.integers(1, 30).map(str)
EITHER = st.booleans()


@st.composite
def pinpoints(
    draw: st.DrawFn,
    annexes: st.SearchStrategy[str | None] = SOME_ANNEX,
    in_points: st.SearchStrategy[bool] = EITHER,
) -> Pinpoint:
    """Any place an id can name, except the act as a whole."""
    numbered = draw(in_points)
    return Pinpoint(
        article=draw(numbers),
        paragraph=draw(st.none() | numbers),
        point=None if numbered else draw(st.none() | numbers),
        letter=draw(st.none() | letters),
        annex=draw(annexes),
        numbered_points=numbered,
    )


@st.composite
def lists_of_one_act(draw: st.DrawFn) -> list[Pinpoint]:
    """Several places of one act and annex, many of them in the same article."""
    annex, numbered = draw(st.none() | st.just("3")), draw(st.booleans())
    one = pinpoints(st.just(annex), st.just(numbered))
    places = draw(st.lists(one, min_size=1, max_size=5))
    for place in list(places):
        places += draw(st.sampled_from([[], [], place.parents()[:-1]]))
    return draw(st.permutations(places))


@given(pinpoints())
def test_an_id_is_read_back(place: Pinpoint) -> None:
    """Printing the id and parsing it gives the place."""
    assert parse(place.id) == place


@given(pinpoints(), st.sampled_from(LANGUAGES))
def test_a_citation_is_read_back(place: Pinpoint, language: Language) -> None:
    """Citing a place and reading the citation gives the place."""
    assert read(place.cite(language)) == (place,)


@given(lists_of_one_act(), st.sampled_from(LANGUAGES))
def test_a_list_is_read_back(places: list[Pinpoint], language: Language) -> None:
    """Citing several places together loses none and adds none."""
    assert read(cite(places, language)) == tuple(places)


@given(pinpoints())
def test_a_place_lies_in_its_parents(place: Pinpoint) -> None:
    """Each parent holds the place, agrees with it in every part it names, and is not held by it; the last is the act."""
    *outer, act = place.parents()
    assert (act.id, act.contains(place), place.contains(act)) == ("act", True, False)
    for parent in outer:
        named = {part: value for part, value in vars(parent).items() if value is not None}
        assert named.items() < vars(place).items()
        assert (parent.contains(place), place.contains(parent)) == (True, False)


@given(st.lists(st.sampled_from(
    ["art. ", "alin. ", "lit. ", "pct. ", "subpct. ", "anexa nr. ", "1", "12^1", "(2)", "(a)", "b)", "3)", "[4]", "-", ", ", " și ", " "]
), max_size=8))  # fmt: skip
def test_whatever_is_read_can_be_recorded(pieces: list[str]) -> None:
    """Reading gives places whose ids are valid in data files, or refuses; it never gives half a place."""
    try:
        places = read("".join(pieces))
    except CitationError:
        return
    assert [parse(place.id) for place in places] == list(places)
