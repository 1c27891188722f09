"""Two texts compared: the finest places that changed, and provisions that only carry another number."""

import datetime as dt
import random
import time
from collections import Counter
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mapping.texts.compare import Change, compare
from mapping.texts.model import Text, Unit, unit

WORDS = [
    "felinar",
    "flacără",
    "ulei",
    "sticlă",
    "pod",
    "stradă",
    "paznic",
    "lumină",
    "umbră",
    "cheie",
    "treaptă",
    "zid",
]
LAMPS = "Felinarele de pe poduri se aprind la căderea serii de către paznicul de cartier."
OIL = "Uleiul se păstrează în vase de sticlă închise, ferite de vânt, ploaie și de privirea trecătorilor."
KEYS = "Cheile turnului se predau dimineața străjii, care le înscrie într-un registru numerotat și șnuruit."
STAIRS = "Scara lămpilor se verifică în fiecare iarnă, iar treptele rupte se înlocuiesc fără întârziere."


def text(*units: Unit, partial: bool = False) -> Text:
    """A text of the invented Codul felinarelor."""
    day = dt.date(2026, 1, 1)
    return Text(
        about="lamps", consolidated=day, language="ro", format="text", sha256="", retrieved=day,
        units=units, partial=partial,
    )  # fmt: skip


def article(number: str, *paragraphs: str, heading: str = "", notes: Sequence[str] = ()) -> Unit:
    """An article with numbered paragraphs, or with words alone when only one is given."""
    if len(paragraphs) == 1:
        return unit(number, heading=heading, words=paragraphs[0], notes=tuple(notes))
    units = tuple(unit(f"{number}({place})", words=words) for place, words in enumerate(paragraphs, 1))
    return unit(number, heading=heading, notes=tuple(notes), units=units)


def lettered(words: str, *letters: str, closing: str = "", number: str = "57") -> Unit:
    """An article whose second paragraph is divided into letters."""
    units = tuple(unit(f"{number}(2)({mark})", words=each) for mark, each in zip("abcdefgh", letters, strict=False))
    second = unit(f"{number}(2)", words=words, closing=closing, units=units)
    return unit(number, units=(unit(f"{number}(1)", words=LAMPS), second))


def places(changes: Sequence[Change]) -> list[tuple[str, str | None, str | None]]:
    """What changed and where, for short."""
    return [(one.kind, one.at, one.now) for one in changes]


# --- where -----------------------------------------------------------------------------------------------------------


def test_a_changed_letter_is_the_only_change() -> None:
    """Neither its paragraph nor its article is named, and its neighbours are not."""
    before = text(lettered("Se sting:", "lămpile;", "facla din port;"))
    after = text(lettered("Se sting:", "lămpile;", "faclele din port;"))
    (change,) = compare(before, after)
    assert places([change]) == [("amended", "57(2)(b)", "57(2)(b)")]
    assert (change.before, change.after) == (("facla din port;",), ("faclele din port;",))
    assert change.article == "57"
    assert change.similarity == pytest.approx(0.667)


@pytest.mark.parametrize("part", ["words", "closing"])
def test_words_around_letters_change_at_the_paragraph(part: str) -> None:
    """The penalty after the letters belongs to the paragraph; the letters are not repeated."""
    before = {"words": "Stingerea:", "closing": "se pedepsește cu amendă."}
    after = {**before, part: "Cu totul altfel."}
    (change,) = compare(
        text(lettered(before["words"], "a unei lămpi", closing=before["closing"])),
        text(lettered(after["words"], "a unei lămpi", closing=after["closing"])),
    )
    assert places([change]) == [("amended", "57(2)", "57(2)")]
    assert change.before == tuple(before.values())
    assert change.after == tuple(after.values())


def test_words_divided_into_paragraphs_are_one_change() -> None:
    """The old words stand in a new paragraph: that is neither an addition nor a loss of them."""
    (change,) = compare(text(article("5", LAMPS)), text(article("5", LAMPS, OIL)))
    assert places([change]) == [("amended", "5", "5")]
    assert change.after == (f"(1) {LAMPS}", f"(2) {OIL}")


def test_a_heading_alone_is_its_own_kind() -> None:
    """The words stand as they were; a change inside is a second change, after it."""
    before = text(article("5", LAMPS, OIL, heading="Podurile"))
    assert places(compare(before, text(article("5", LAMPS, OIL, heading="Poduri și străzi")))) == [
        ("heading", "5", "5")
    ]
    both = compare(before, text(article("5", LAMPS, KEYS, heading="Poduri și străzi")))
    assert places(both) == [("heading", "5", "5"), ("amended", "5(2)", "5(2)")]
    assert (both[0].before, both[0].after) == (("Podurile",), ("Poduri și străzi",))


def test_heading_and_words_of_an_article_without_paragraphs_are_one_change() -> None:
    """Both headings stand beside the words."""
    (change,) = compare(text(article("5", LAMPS, heading="Podurile")), text(article("5", OIL, heading="Uleiul")))
    assert (change.kind, change.heading_before, change.heading_after) == ("amended", "Podurile", "Uleiul")


def test_repealed_and_removed_are_different() -> None:
    """A repealed article stands in the text with its mark; a removed one is gone."""
    before = text(article("1", LAMPS), article("2", OIL), article("3", KEYS))
    after = text(article("1", LAMPS), unit("2", repealed=True))
    changes = compare(before, after)
    assert places(changes) == [("repealed", "2", "2"), ("removed", "3", None)]
    assert (changes[0].before, changes[0].after) == ((OIL,), ())


def test_a_repealed_number_with_words_again_is_added() -> None:
    """It has a place in both texts."""
    assert places(compare(text(unit("2", repealed=True)), text(article("2", OIL)))) == [("added", "2", "2")]


def test_what_a_partial_text_lacks_says_nothing() -> None:
    """Articles absent from an excerpt are neither removed nor added; what both have is compared."""
    whole = text(article("1", LAMPS), article("2", OIL, KEYS), article("3", STAIRS))
    excerpt = text(article("2", OIL), partial=True)
    assert places(compare(whole, excerpt)) == places(compare(excerpt, whole)) == [("amended", "2", "2")]


def test_a_paragraph_missing_from_an_article_of_a_partial_text_is_removed() -> None:
    """An excerpt holds whole articles."""
    whole = text(article("1", LAMPS), article("2", OIL, KEYS, STAIRS))
    excerpt = text(article("2", OIL, KEYS), partial=True)
    assert places(compare(whole, excerpt)) == [("removed", "2(3)", None)]


def test_what_a_whole_text_lacks_is_removed_even_if_the_older_one_was_partial() -> None:
    """The older excerpt had the article, the newer text has everything and lacks it."""
    excerpt = text(article("1", LAMPS), article("2", OIL), partial=True)
    assert places(compare(excerpt, text(article("1", LAMPS)))) == [("removed", "2", None)]


def test_typography_is_no_change() -> None:
    """Cedillas, quotation marks and spaces around signs change nothing."""
    before = text(article("1", "Străzile „mari” şi pieţele – potrivit alin.(1)", heading="Pieţe"))
    after = text(article("1", 'Străzile "mari" și piețele - potrivit alin. (1)', heading="Piețe"))
    assert compare(before, after) == ()


def test_notes_that_are_new_come_with_the_change() -> None:
    """The publisher writes them under the article; those known before are left out."""
    before = text(article("5", LAMPS, OIL, notes=["[Art.5 modificat prin LP1 din 01.02.20]"]))
    new = "[Art.5 al.(2) modificat prin LP2 din 03.04.26]"
    after = text(article("5", LAMPS, KEYS, notes=["[Art.5 modificat prin LP1 din 01.02.20]", new]))
    (change,) = compare(before, after)
    assert (change.now, change.notes) == ("5(2)", (new,))


def test_changes_stand_in_the_order_of_the_newer_text() -> None:
    """What is gone follows what it stood behind."""
    before = text(article("1", LAMPS), article("2", OIL), article("3", KEYS), article("4", STAIRS))
    after = text(article("2", OIL), article("3", f"{KEYS} Zilnic."), article("3^1", "Piața e luminată."))
    assert places(compare(before, after)) == [
        ("removed", "1", None),
        ("amended", "3", "3"),
        ("removed", "4", None),
        ("added", None, "3^1"),
    ]


# --- other numbers ---------------------------------------------------------------------------------------------------


def test_an_inserted_article_shifts_those_behind_it() -> None:
    """The number 2 carries other words now, yet nothing was amended."""
    before = text(article("1", LAMPS), article("2", OIL), article("3", KEYS))
    after = text(article("1", LAMPS), article("2", STAIRS), article("3", OIL), article("4", KEYS))
    assert places(compare(before, after)) == [
        ("added", None, "2"),
        ("renumbered", "2", "3"),
        ("renumbered", "3", "4"),
    ]


def test_a_renumbered_article_may_be_amended_too() -> None:
    """One change with both numbers and both wordings; what changed in it is inside, with both places."""
    before = text(article("172", LAMPS, OIL, KEYS), article("173", STAIRS))
    longer = OIL.replace("vânt", "vânt puternic")
    after = text(article("172", STAIRS), article("173", LAMPS, longer, KEYS))
    changes = compare(before, after)
    assert places(changes) == [("renumbered", "173", "172"), ("renumbered", "172", "173")]
    assert changes[0].inside == ()
    assert places(changes[1].inside) == [("amended", "172(2)", "173(2)")]
    assert changes[1].before == (f"(1) {LAMPS}", f"(2) {OIL}", f"(3) {KEYS}")
    assert changes[1].after == (f"(1) {LAMPS}", f"(2) {longer}", f"(3) {KEYS}")
    assert 0.9 < changes[1].similarity < 1


@pytest.mark.parametrize("level", ["paragraph", "letter"])
def test_paragraphs_and_letters_are_renumbered_within_their_parent(level: str) -> None:
    """What follows an inserted one moves."""
    if level == "paragraph":
        before, after = article("5", LAMPS, OIL), article("5", KEYS, LAMPS, OIL)
        expected = [("added", None, "5(1)"), ("renumbered", "5(1)", "5(2)"), ("renumbered", "5(2)", "5(3)")]
    else:
        before, after = (
            lettered("Se sting:", "lămpile;", "faclele;"),
            lettered("Se sting:", "torțele;", "lămpile;", "faclele;"),
        )
        expected = [
            ("added", None, "57(2)(a)"),
            ("renumbered", "57(2)(a)", "57(2)(b)"),
            ("renumbered", "57(2)(b)", "57(2)(c)"),
        ]
    assert places(compare(text(before), text(after))) == expected


@pytest.mark.parametrize("size", [20, 60])
def test_shifted_and_amended_articles_are_all_renumbered(size: int) -> None:
    """Not each amended into its neighbour, whether few or many are compared with one another."""
    old = code(2, articles=size)
    new = [moved(reworded(one, f"{one.at}(2)"), str(number)) for number, one in enumerate(old, 4)]
    changes = compare(text(*old), text(*code(3, articles=3), *new))
    assert places(changes) == [
        *(("added", None, str(number)) for number in range(1, 4)),
        *(("renumbered", str(number), str(number + 3)) for number in range(1, size + 1)),
    ]
    assert all(places(one.inside) == [("amended", f"{one.at}(2)", f"{one.now}(2)")] for one in changes[3:])


def test_the_same_number_counts_between_articles_alike() -> None:
    """The new article 2 reads a little more like the old 1 than the new 1 does: it was written after its model."""
    words = [f"cuvânt{number}" for number in range(40)]
    first, second = (" ".join([*words[:same], *("altfel" for _ in words[same:])]) for same in (34, 36))
    changes = compare(text(article("1", " ".join(words))), text(article("1", first), article("2", second)))
    assert places(changes) == [("amended", "1", "1"), ("added", None, "2")]


def test_words_replaced_under_the_same_number_are_amended() -> None:
    """Nothing else carries the old words, so the number did not move."""
    assert places(compare(text(article("1", LAMPS)), text(article("1", KEYS)))) == [("amended", "1", "1")]


def test_short_units_must_agree_more_to_be_renumbered() -> None:
    """Three words of four in common are chance among letters, and enough among long paragraphs."""
    before = text(lettered("Se sting:", "lampa de pe pod;"))
    after = text(lettered("Se sting:", "cu totul alta", "lampa de pe zid;"))
    assert not any(one.kind == "renumbered" for one in compare(before, after))
    long_before = f"{LAMPS} {OIL} {KEYS} {STAIRS}"
    long_after = f"{LAMPS} {OIL} {KEYS} Piața rămâne luminată până la miezul nopții în zilele de târg."
    assert places(compare(text(article("1", long_before)), text(article("2", long_after)))) == [
        ("renumbered", "1", "2")
    ]


def test_a_number_left_empty_by_a_move_is_no_second_change() -> None:
    """The article went to 3; that 2 is marked as repealed says the same."""
    before = text(article("1", LAMPS), article("2", OIL))
    after = text(article("1", LAMPS), unit("2", repealed=True), article("3", OIL))
    assert places(compare(before, after)) == [("renumbered", "2", "3")]


def test_a_repealed_number_taken_by_another_article_is_no_second_change() -> None:
    """Nothing was lost with it."""
    before = text(article("1", LAMPS), unit("2", repealed=True), article("3", OIL))
    assert places(compare(before, text(article("1", LAMPS), article("2", OIL)))) == [("renumbered", "3", "2")]


def test_repealed_articles_are_never_taken_for_each_other() -> None:
    """They all read the same: one has words again and another was repealed, none moved."""
    before = text(unit("1", words="Abrogat.", repealed=True), article("2", OIL))
    after = text(article("1", KEYS), unit("2", words="Abrogat.", repealed=True))
    assert places(compare(before, after)) == [("added", "1", "1"), ("repealed", "2", "2")]


def test_a_change_belongs_to_its_article() -> None:
    """In the newer text; in the older when the place is gone; to its point where the act is divided into points."""
    both = [Change(kind="renumbered", at="172(2)(a)", now="173(2)(a)"), Change(kind="removed", at="58(4)[7]", now=None)]
    assert [one.article for one in both] == ["173", "58"]
    assert Change(kind="added", at=None, now="annex1:p12(3)").article == "annex1:p12"


# --- properties ------------------------------------------------------------------------------------------------------

sentences = st.lists(st.sampled_from(WORDS), min_size=1, max_size=14).map(" ".join)


@st.composite
def units(draw: st.DrawFn, at: str, depth: int = 2) -> Unit:
    """An article or paragraph with what is inside it."""
    inside = []
    if depth and draw(st.booleans()):
        marks = "12345" if depth == 2 else "abcde"
        inside = [draw(units(f"{at}({mark})", depth - 1)) for mark in marks[: draw(st.integers(1, 5))]]
    return unit(
        at,
        heading=draw(sentences) if depth == 2 else "",
        words=draw(sentences),
        closing=draw(st.just("") | sentences) if inside else "",
        repealed=not inside and depth == 2 and draw(st.integers(0, 9)) == 0,
        units=tuple(inside),
    )


@st.composite
def texts(draw: st.DrawFn, least: int = 0) -> Text:
    """An act of a few articles."""
    return text(*(draw(units(str(number))) for number in range(1, draw(st.integers(least, 6)) + 1)))


def moved(one: Unit, at: str) -> Unit:
    """The unit under another number."""
    inside = tuple(moved(each, at + each.at[len(one.at) :]) for each in one.units)
    return unit(
        at, heading=one.heading, words=one.words, closing=one.closing, repealed=one.repealed,
        notes=one.notes, units=inside,
    )  # fmt: skip


def reworded(one: Unit, at: str) -> Unit:
    """The unit with one word changed at one place in it."""
    inside = tuple(reworded(each, at) for each in one.units)
    words = " ".join(["altfel", *one.words.split()[1:]]) if one.at == at else one.words
    return unit(one.at, heading=one.heading, words=words, closing=one.closing, repealed=one.repealed, units=inside)


@given(texts())
def test_a_text_does_not_differ_from_itself(one: Text) -> None:
    """Nor from a copy built anew."""
    assert compare(one, text(*(moved(each, each.at) for each in one.units))) == ()


@given(st.data())
def test_one_word_changes_exactly_one_place(data: st.DataObject) -> None:
    """Whatever its neighbours say."""
    before = data.draw(texts(least=1))
    place = data.draw(st.sampled_from([each.at for one in before.units for each in one.walk()]))
    after = text(*(reworded(one, place) for one in before.units))
    assert places(compare(before, after)) == [("amended", place, place)]


def turned(one: Change) -> tuple[object, ...]:
    """A change as it should read when the texts change places."""
    kinds = {"removed": "added", "repealed": "added", "added": "removed" if one.at is None else "repealed"}
    inside = frozenset(Counter(turned(each) for each in one.inside).items())
    return kinds.get(one.kind, one.kind), one.now, one.at, one.after, one.before, one.similarity, inside


def as_is(one: Change) -> tuple[object, ...]:
    """The same fields of a change as they are."""
    inside = frozenset(Counter(as_is(each) for each in one.inside).items())
    return one.kind, one.at, one.now, one.before, one.after, one.similarity, inside


@given(texts(), texts())
def test_the_other_way_round_everything_is_reversed(before: Text, after: Text) -> None:
    """Added is removed, and a renumbered article goes back."""
    back = Counter(as_is(one) for one in compare(after, before))
    assert Counter(turned(one) for one in compare(before, after)) == back


@given(texts(), texts())
def test_texts_with_different_hashes_have_changes(before: Text, after: Text) -> None:
    """And only those."""
    assert bool(compare(before, after)) == (before.whole != after.whole)


@given(st.data())
def test_an_insertion_gives_only_additions_and_new_numbers(data: st.DataObject) -> None:
    """However many articles it shifts, and whatever words it has."""
    old = [one for one in data.draw(texts()).units if not one.repealed]
    old = [moved(one, str(number)) for number, one in enumerate(old, 1)]
    place = data.draw(st.integers(0, len(old)))
    fresh = data.draw(units("0").filter(lambda one: not one.repealed))
    new = [moved(one, str(number)) for number, one in enumerate([*old[:place], fresh, *old[place:]], 1)]
    kinds = Counter(one.kind for one in compare(text(*old), text(*new)))
    assert kinds.pop("added") == 1
    assert set(kinds) <= {"renumbered"}


# --- speed -----------------------------------------------------------------------------------------------------------


def code(seed: int, articles: int = 566) -> list[Unit]:
    """A code of about 650,000 characters in random words."""
    chance = random.Random(seed)
    stock = ["".join(chance.choices("abcdefgilmnoprstuvăâîșț", k=chance.randint(2, 11))) for _ in range(5000)]
    return [article(str(n), *(" ".join(chance.choices(stock, k=39)) for _ in range(4))) for n in range(1, articles + 1)]


def test_comparing_costs_what_changed() -> None:
    """A code with three changed articles takes a small part of the time of one in which every article changed."""
    units_ = code(1)
    before = text(*units_)
    assert sum(len(line) for one in units_ for line in one.reading()) > 600_000

    def seconds(changed: range) -> float:
        after = text(*(reworded(one, f"{one.at}(1)") if place in changed else one for place, one in enumerate(units_)))
        start = time.perf_counter()
        assert len(compare(before, after)) == len(changed)
        return time.perf_counter() - start

    seconds(range(1))  # imports
    assert seconds(range(3)) < seconds(range(566)) / 4
