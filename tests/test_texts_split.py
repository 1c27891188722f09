"""A published text becomes the same provisions, whatever file it comes in."""

import csv
import re
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mapping.texts.model import Unit
from mapping.texts.source import read_source
from mapping.texts.split import Split, split
from texts.lanterns import FORMS, Article, Row, as_html, tree

SOURCES = Path(__file__).parents[2] / "shared" / "sources"


def divided(text: str, name: str = "act.txt", language: str = "ro") -> Split:
    """The provisions of a text."""
    return split(read_source(text.encode(), name).lines, language=language)


def places(found: Split) -> list[str]:
    """Every place, in reading order."""
    return [one.at for each in found.units for one in each.walk()]


def at(found: Split, place: str) -> Unit:
    """The unit at a place."""
    return next(one for each in found.units for one in each.walk() if one.at == place)


# --- the same act in every form --------------------------------------------------------------------------------------

VOCABULARY = (
    "felinarul lampagiul fitilul paznicul cartierul strada scara sticla uleiul noaptea ziua ceața țarcul șindrila încăperea "
    "stinge aprinde păzește înlocuiește umple curăță veghează alin. (1) art. 5 lit. a) aceleiași «strada» „felinar” 208^1"
)
WORDS = st.sampled_from(VOCABULARY.split())


@st.composite
def sentences(draw: st.DrawFn, end: str = ".") -> str:
    """A sentence that begins with a capital letter and cites places as laws do."""
    words = draw(st.lists(WORDS, min_size=2, max_size=8))
    return "Felinarul " + " ".join([*words, "arde"]) + end


@st.composite
def rows(draw: st.DrawFn) -> Row:
    """Words alone, or with letters, or with points that have letters."""
    kind = draw(st.sampled_from(["plain", "letters", "points"]))
    if kind == "plain":
        return Row(draw(sentences()), noted=draw(st.booleans()))
    count = draw(st.integers(2, 5))
    parts = [Row(draw(sentences(";" if index < count - 1 else "."))) for index in range(count)]
    if kind == "points" and draw(st.booleans()):
        parts[0] = Row(draw(sentences(":")), [Row(draw(sentences(";"))), Row(draw(sentences(";")))])
    closing = draw(st.sampled_from(["", "se pedepsește cu amendă de la 5 la 8 lămpi."]))
    return Row(draw(sentences(":")), parts, points=kind == "points", closing=closing)


@st.composite
def acts(draw: st.DrawFn) -> list[Article]:
    """Articles in order, some inserted, some repealed."""
    articles: list[Article] = []
    base, index = 0, 0
    for _ in range(draw(st.integers(1, 7))):
        if base and draw(st.integers(0, 3)) == 0:
            index += 1
        else:
            base, index = base + draw(st.integers(1, 2)), 0
        number = f"{base}^{index}" if index else str(base)
        chapter = draw(st.sampled_from(["", "", "", "II", "IV"]))
        if draw(st.integers(0, 6)) == 0:
            articles.append(Article(number, repealed=True, chapter=chapter))
            continue
        tail = draw(st.lists(st.sampled_from(["vechi", "noi", "de", "stradă", "și", "ulei"]), min_size=1, max_size=4))
        heading = " ".join(["Aprinderea", "felinarelor", *tail, "aprinse"])
        numbered = draw(st.booleans())
        body = draw(st.lists(rows(), min_size=1, max_size=4)) if numbered else [draw(rows())]
        if not numbered:
            body[0].noted = False
        articles.append(Article(number, heading, body, numbered, chapter=chapter))
    return articles


@pytest.mark.parametrize("form", FORMS)
@given(act=acts())
def test_every_form_of_an_act_gives_the_same_provisions(form: str, act: list[Article]) -> None:
    """Tags, encodings, cedillas, spaces and wrapped headings are typography; hashes and places do not notice them."""
    source = read_source(FORMS[form](act), form)
    assert split(source.lines, language="ro").units == tree(act)


def test_a_changed_word_changes_the_hashes_above_it_and_no_others() -> None:
    """Otherwise the property above could hold for hashes that see nothing."""
    one = divided("Articolul 1. Felinare\n(1) Arde.\n(2) Se stinge.")
    other = divided("Articolul 1. Felinare\n(1) Arde.\n(2) Se aprinde.")
    assert at(one, "1(1)") == at(other, "1(1)")
    assert at(one, "1(2)").whole != at(other, "1(2)").whole
    assert at(one, "1").whole != at(other, "1").whole


# --- articles --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("first", "number", "heading"),
    [
        ("Articolul 12^1. Felinare de pod", "12^1", "Felinare de pod"),
        ("Articolul 34 Felinare", "34", "Felinare"),
        ("Articolul 3 . Felinare", "3", "Felinare"),
        ("Articolul 7.Felinare", "7", "Felinare"),
        ("Art. 5. Felinare", "5", "Felinare"),
        ("Articolul 9\nFelinare\nși lămpi", "9", "Felinare și lămpi"),
        ("Articolul 10. Felinare de\nIarnă", "10", "Felinare de Iarnă"),
        ("Articolul 208¹. Felinare", "208^1", "Felinare"),
        ("Articolul 208 ^ 1. Felinare", "208^1", "Felinare"),
    ],
)
def test_headings_are_read_as_they_are_printed(first: str, number: str, heading: str) -> None:
    """Missing stops, stray spaces, superscripts and headings on lines of their own."""
    found = divided(f"{first}\n(1) Felinarul arde.\n(2) Felinarul se stinge.")
    assert [(one.at, one.heading) for one in found.units] == [(number, heading)]
    assert places(found) == [number, f"{number}(1)", f"{number}(2)"]


@pytest.mark.parametrize(
    "sentence",
    [
        "Articolul 5 alin. (2) se aplică lampagiilor.",
        "Art. 5 din Legea felinarelor se aplică.",
        "art. 5. se aplică.",
        "Prevederile\nart. 5 se aplică.",
    ],
)
def test_a_sentence_that_cites_an_article_opens_none(sentence: str) -> None:
    """Only a heading divides a text."""
    found = divided(f"Articolul 1. Felinare\nFelinarul arde.\n{sentence}")
    assert places(found) == ["1"]
    assert at(found, "1").words == "Felinarul arde. " + sentence.replace("\n", " ")


def test_an_article_without_heading_keeps_its_first_sentence() -> None:
    """``Art.12. - (1) …`` has no heading; its words are paragraph 1."""
    found = divided("Art.12. - (1) Felinarul arde.\n(2) Felinarul se stinge.\nArt.13. - Lampagiul veghează.")
    assert places(found) == ["12", "12(1)", "12(2)", "13"]
    assert (at(found, "12(1)").words, at(found, "13").words) == ("Felinarul arde.", "Lampagiul veghează.")


@pytest.mark.parametrize(
    "printed",
    [
        "Articolul 2. - abrogat.",
        "Articolul 2. Abrogat",
        "Articolul 2. Felinare vechi\n[Art.2 abrogat prin LP7 din 05.03.24, MO10/01.04.24 art.70; în vigoare 01.05.24]",
        "Articolul 2. Felinare vechi\nAbrogat.",
        "[Art.2 abrogat prin LP7 din 05.03.24, MO10/01.04.24 art.70]",
    ],
)
def test_a_repealed_article_stays_as_a_fact(printed: str) -> None:
    """It keeps its place, has no words, and the article before it takes nothing from it."""
    found = divided(f"Articolul 1. Felinare\nFelinarul arde.\n{printed}\nArticolul 3. Lămpi\nLampa arde.")
    assert [(one.at, one.repealed) for one in found.units] == [("1", False), ("2", True), ("3", False)]
    assert (at(found, "2").words, at(found, "1").words) == ("", "Felinarul arde.")


def test_repealed_paragraphs_and_letters_are_marked() -> None:
    """``(2) - abrogat.`` and ``b) - abrogată.`` have no words."""
    found = divided("Articolul 1. Felinare\n(1) Arde:\na) seara;\nb) - abrogată.\n(2) - abrogat.\n(3) Se stinge.")
    assert [one.at for one in found.units[0].walk() if one.repealed] == ["1(1)(b)", "1(2)"]


# --- paragraphs, points, letters -------------------------------------------------------------------------------------


def test_letters_keep_the_words_before_and_after_them() -> None:
    """The penalty after the letters belongs to the paragraph; a second line of a letter to the letter."""
    found = divided(
        "Articolul 1. Felinare\n(1) Stingerea felinarului:\na) noaptea;\nb) pe ceață;\nÎn sensul literei b), ceața se vede.\n"
        "b^1) pe ploaie;\nc) în grup,\nse pedepsește cu amendă.\n(2) Lampagiul veghează."
    )
    assert places(found) == ["1", "1(1)", "1(1)(a)", "1(1)(b)", "1(1)(b^1)", "1(1)(c)", "1(2)"]
    assert at(found, "1(1)").closing == "se pedepsește cu amendă."
    assert at(found, "1(1)(b)").words == "pe ceață; În sensul literei b), ceața se vede."


def test_points_may_have_letters_and_letters_no_points() -> None:
    """``58(4)[7](a)`` is a place; a numbered line under a letter has none and stays its words."""
    found = divided(
        "Articolul 58. Felinare\n(4) Sînt:\n1) felinare:\na) vechi;\nb) noi;\n2) lămpi.\n(5) Lampagiul are:\na) scară:\n1) lungă;\n2) scurtă;\nb) ulei."
    )
    assert places(found) == [
        "58", "58(4)", "58(4)[1]", "58(4)[1](a)", "58(4)[1](b)", "58(4)[2]", "58(5)", "58(5)(a)", "58(5)(b)",
    ]  # fmt: skip
    assert at(found, "58(5)(a)").words == "scară: 1) lungă; 2) scurtă;"


def test_a_second_row_of_letters_has_no_places() -> None:
    """Definitions may hold two rows; the second stands with the words after the first, not in its last letter."""
    found = divided(
        "Articolul 3. Noțiuni\nfelinar – lampă:\na) veche;\nb) nouă;\nlampagiu – persoană:\na) harnică;\nb) trează;\nc) prezentă.\n"
        "Articolul 4. Fitile\nFitilul arde."
    )
    assert places(found) == ["3", "3(a)", "3(b)", "4"]
    assert at(found, "3(b)").words == "nouă;"
    assert at(found, "3").closing == "lampagiu – persoană: a) harnică; b) trează; c) prezentă."


def test_numbers_inside_a_sentence_divide_nothing() -> None:
    """Neither in the line, nor when the line ends inside a citation."""
    found = divided(
        "Articolul 1. Felinare\n(1) Arde potrivit alin. (2) lit. a) și alin.\n(3) din prezentul cod.\n(2) Se stinge."
    )
    assert places(found) == ["1", "1(1)", "1(2)"]


def test_notes_are_facts_and_not_words() -> None:
    """A note over two lines, and one at the end of a line, go to what they follow; hashes ignore them."""
    plain = divided("Articolul 1. Felinare\n(1) Arde.\n(2) Se stinge.")
    noted = divided(
        "Articolul 1. Felinare\n(1) Arde. [Al.(1) modificat prin LP7 din 05.03.24]\n(2) Se stinge.\n"
        "[Art.1 al.(2) în redacția LP7 din 05.03.24,\nMO10/01.04.24 art.70; în vigoare 01.05.24]\n[Art.1 modificat prin LP8 din 05.04.24]"
    )
    assert [one.whole for one in plain.units] == [one.whole for one in noted.units]
    assert at(noted, "1(1)").notes == ("[Al.(1) modificat prin LP7 din 05.03.24]",)
    assert len(at(noted, "1(2)").notes) == len(at(noted, "1").notes) == 1


def test_a_note_goes_to_the_paragraph_it_names() -> None:
    """The register prints all notes of an article under its last paragraph."""
    found = divided(
        "Articolul 65. Felinare\n(1) Arde.\n(3) Se stinge.\n[Art.65 al.(1) modificat prin LP7 din 05.03.24]\n[Art.65 al.(2) abrogat prin LP7 din 05.03.24]"
    )
    assert [(one.at, one.repealed, len(one.notes)) for one in found.units[0].walk()] == [
        ("65", False, 0), ("65(1)", False, 1), ("65(2)", True, 1), ("65(3)", False, 0),
    ]  # fmt: skip


# --- around the articles ---------------------------------------------------------------------------------------------


def test_structure_lines_are_no_words_of_the_article_before() -> None:
    """Parts, titles, chapters and sections, spaced letters and capitals over several lines."""
    found = divided(
        "PARTEA GENERALĂ\nCapitolul I\nDISPOZIȚII\nGENERALE\nArticolul 1. Felinare\nFelinarul arde.\nT i t l u l II\nDESPRE LĂMPI\n"
        "Capitolul III. Lămpi\nSecţiunea a 2-a\nLămpi de pod\nArticolul 2. Lămpi\nLampa arde.\nCartea a II-a"
    )
    assert [one.words for one in found.units] == ["Felinarul arde.", "Lampa arde."]


@pytest.mark.parametrize("title", ["CUPRINS\n", "C U P R I N S\n", ""])
def test_a_table_of_contents_is_not_the_text(title: str) -> None:
    """Every heading stands twice; the run with words is kept, once."""
    contents = "Capitolul I\nArticolul 1. Felinare\nde stradă\nArticolul 2. Lămpi\nArticolul 2^1. Fitile\n"
    body = "Capitolul I\nArticolul 1. Felinare\nde stradă\nFelinarul arde.\nArticolul 2. Lămpi\n(1) Lampa arde.\nArticolul 2^1. Fitile\nFitilul arde.\n"
    found = divided(title + contents + body)
    assert found.units == divided(body).units
    assert found.twice == ()


def test_an_article_that_stands_twice_is_told_with_its_lines() -> None:
    """Two wordings of one article cannot both apply."""
    found = divided("Articolul 1. Felinare\nArde.\n\nArticolul 2. Lămpi\nArde.\nArticolul 2. Lămpi\nSe stinge.")
    assert found.twice == (("2", 4, 6),)


def test_the_signature_ends_the_last_article() -> None:
    """Names and the place of signing are no law."""
    found = divided(
        "Articolul 1. Felinare\nFelinarul arde.\nPREŞEDINTELE PARLAMENTULUI Ion LAMPĂ\nNr. 1. Chişinău, 5 martie 2024."
    )
    assert at(found, "1").words == "Felinarul arde."
    assert found.unfinished == ""


def test_a_text_that_stops_inside_a_sentence_is_told() -> None:
    """A signature or a full stop ends a text; anything else looks cut off."""
    assert divided("Articolul 1. Felinare\nFelinarul arde pe strada").unfinished == "Felinarul arde pe strada"


def test_names_under_the_signature_are_no_law() -> None:
    """Those who countersign stand on lines of their own until an annex begins."""
    found = divided(
        "1. Felinarul arde.\nPRIM-MINISTRU Ion LAMPĂ\nContrasemnează:\nministrul uleiului Ana Fitil\nAnexă\n1. Lampa arde."
    )
    assert [(one.at, one.words) for one in found.units] == [("p1", "Felinarul arde."), ("annex1:p1", "Lampa arde.")]


def test_a_sentence_that_repeats_the_whole_heading_is_text() -> None:
    """An offence may be worded as its heading; only a part of the heading is the tail of a wrapped one."""
    found = divided("Articolul 1. Stingerea felinarului\nStingerea felinarului\nse pedepsește cu amendă.")
    assert at(found, "1").words == "Stingerea felinarului se pedepsește cu amendă."


def test_a_heading_printed_twice_in_a_row_is_one_article() -> None:
    """The first has no words and the same heading."""
    found = divided(
        "Articolul 1. Felinare\nArde.\nArticolul 2. Lămpi\nArticolul 2. Lămpi\nLampa arde.\nArticolul 3. Fitile\nArde."
    )
    assert (found.twice, [one.words for one in found.units]) == ((), ["Arde.", "Lampa arde.", "Arde."])


def test_a_quoted_article_may_bear_the_next_number_of_the_act() -> None:
    """The article of the act itself is the one that stands after the quotation."""
    found = divided(
        "Articolul 1. Felinare\nCodul se completează:\n„Articolul 9. Ulei\nUleiul arde.\nArticolul 2. Fitil\nFitilul arde.”\nArticolul 2. Lămpi\nLampa arde."
    )
    assert [(one.at, one.heading) for one in found.units] == [("1", "Felinare"), ("2", "Lămpi")]


SIGNATURES = [
    "Preşedintele Parlamentului\nIon LAMPĂ\nChişinău, 18 aprilie 2002.\nNr. 985-XV.", "Președintele Parlamentului Ion Lampă",
    "PREŞEDINTELE\nPARLAMENTULUI\nIon LAMPĂ", "Preşedintele\nParlamentului Ion LAMPĂ", "VICEPREȘEDINTELE PARLAMENTULUI Ion LAMPĂ",
    "Preşedintele Republicii Moldova Ion LAMPĂ", "Ministrul uleiului Ana FITIL-LAMPĂ\nNr. 5. Chişinău, 1 februarie 2024.",
    "Nr. 985-XV\nChişinău, 18 aprilie 2002", "mun. Chişinău, 18 aprilie 2002. Nr. 5.", "__________\nLegile Republicii Moldova\n985/18.04.2002 Codul //Monitorul",
    "__________\n* Titlul felinarelor se citește seara.",
]  # fmt: skip


@pytest.mark.parametrize("below", SIGNATURES)
def test_whatever_stands_below_the_last_article_is_none_of_its_words(below: str) -> None:
    """Signatures in capitals or not, over one line or more, days, numbers, footnotes and the publisher's own lines."""
    found = divided(f"Articolul 1. Felinare\nFelinarul arde.\n{below}")
    assert (at(found, "1").words, found.unfinished) == ("Felinarul arde.", "")


@pytest.mark.parametrize(
    "words",
    [
        "Președintele Parlamentului numește paznicul.\nPrim-ministrul îl eliberează.",
        "Din comisie fac parte:\nPreședintele Parlamentului\nministrul uleiului, la cererea lampagiului",
        "Prim-ministru Ion LAMPĂ\n(2) Se stinge.",
    ],
)
def test_words_of_the_law_are_never_taken_for_a_signature(words: str) -> None:
    """An office alone is no signature, and a paragraph below one shows that the act goes on."""
    found = divided(f"Articolul 1. Felinare\n(1) Arde.\n{words}\nArticolul 2. Lămpi\nArde.")
    assert " ".join(line for line in at(found, "1").reading()) == "(1) Arde. " + words.replace("\n", " ")


@pytest.mark.parametrize(
    "title",
    [
        "CARTEA A DOUA\nFELINARE",
        "Subcapitolul II\nAlte felinare",
        "Capitolul XII1\nFELINARE",
        "Secțiunea unică",
        "PARTEA ÎNTÂI",
    ],
)
def test_every_form_of_structure_line_is_left_out(title: str) -> None:
    """Ordinals in words, and raised numbers that a plain text lays flat."""
    found = divided(f"Articolul 1. Felinare\nFelinarul arde.\n{title}\nArticolul 2. Lămpi\nArde.")
    assert at(found, "1").words == "Felinarul arde."


@pytest.mark.parametrize(
    ("line", "numbers"),
    [
        ("Articolele 2–4. – abrogate", ["2", "3", "4"]),
        ("Art. 2-3. – abrogate.", ["2", "3"]),
        ("[Art.2, 3 și 3^2 abrogate prin LP7 din 05.03.24]", ["2", "3", "3^2"]),
        ("[Capitolul III (art.2-4) abrogat prin LP7 din 05.03.24]", ["2", "3", "4"]),
    ],
)
def test_a_range_that_was_repealed_is_each_of_its_articles(line: str, numbers: list[str]) -> None:
    """They are facts; the article before takes neither words nor remarks from them."""
    found = divided(f"Articolul 1. Felinare\nArde.\n{line}\nArticolul 5. Lămpi\nArde.")
    assert [one.at for one in found.units if one.repealed] == numbers
    assert (at(found, "1").words, at(found, "1").notes) == ("Arde.", ())


def test_repealed_points_paragraphs_and_letters_that_only_a_note_names_are_there() -> None:
    """Ranges and single ones, in their order."""
    found = divided("1. Arde.\n[Pct.2 abrogat prin HG7 din 05.03.24]\n3. Se stinge.")
    assert [(one.at, one.repealed) for one in found.units] == [("p1", False), ("p2", True), ("p3", False)]
    found = divided(
        "Articolul 5. X\n(1) Arde:\nb) seara;\n[Art.5 al.(1), lit.a) abrogată prin LP7 din 05.03.24]\nc) noaptea.\n"
        "[Art.5 al.(2)-(3) abrogate prin LP7 din 05.03.24]\n(4) Se stinge."
    )
    assert places(found) == ["5", "5(1)", "5(1)(a)", "5(1)(b)", "5(1)(c)", "5(2)", "5(3)", "5(4)"]


@pytest.mark.parametrize("words", ["[abrogat]", "(Abrogat prin LP5 din 01.02.20)", "Abrogat prin Legea nr. 5 din 01.02.2020.", "Felinare (abrogat)", "- s-a abrogat."])  # fmt: skip
def test_each_way_to_say_repealed_is_understood(words: str) -> None:
    """In brackets, with the amending act, after the title."""
    found = divided(f"Articolul 1. Felinare\nArde.\nArticolul 2. {words}\nArticolul 3. Lămpi\nArde.")
    assert [(one.at, one.repealed, one.words) for one in found.units][1] == ("2", True, "")


@pytest.mark.parametrize(
    "line",
    [
        "Articolul 9. se aplică lămpilor.",
        "Articolul 9 Cod penal.",
        "potrivit\nArticolul 9. Lămpile",
        "Art.9 (1) din Legea lămpilor.",
    ],
)
def test_a_line_that_cites_an_article_out_of_order_opens_none(line: str) -> None:
    """The row of numbers tells a heading from a citation at the beginning of a line."""
    found = divided(f"Articolul 1. Felinare\nArde.\n{line}\nArticolul 2. Lămpi\nArde.")
    assert places(found) == ["1", "2"]


def test_a_missing_stop_before_the_first_paragraph_hides_no_article() -> None:
    """``Articolul 2 (1) …`` opens the article where it is the next one."""
    found = divided("Articolul 1. Felinare\nArde.\nArticolul 2 (1) Lampa arde.\n( 2 ) Se stinge.\nArt.3 (1) Arde.")
    assert places(found) == ["1", "2", "2(1)", "2(2)", "3", "3(1)"]


def test_an_open_bracket_ends_its_note() -> None:
    """A remark whose bracket nobody closed is no law, and takes no law with it."""
    found = divided(
        "Articolul 1. X\nArde.\n[Art.1 modificat prin LP126 din 09.07.26, MO1;\nîn vigoare 02.12.26\nArticolul 2. Y\nArde."
    )
    assert [one.words for one in found.units] == ["Arde.", "Arde."]


TABLE = "<table><tr><th>Nr.</th><th>Felinar</th></tr><tr><td>1.</td><td>de pod</td></tr><tr><td>Articolul 7</td><td>de gară</td></tr></table>"


def test_a_row_of_a_table_is_one_line() -> None:
    """A number in a cell opens nothing that the printed row would not open; Markdown gives the same."""
    found = divided(f"<p>Articolul 1. Taxe</p><p>(1) Sunt:</p>{TABLE}<p>(2) Gata.</p>", "page.html")
    assert places(found) == ["1", "1(1)", "1(2)"]
    rows = divided(
        "## Articolul 1. Taxe\n(1) Sunt:\n| Nr. | Felinar |\n|---|---|\n| 1. | de pod |\n| Articolul 7 | de gară |\n(2) Gata.",
        "a.md",
    )
    assert [one.whole for one in rows.units] == [one.whole for one in found.units]


def test_raised_numbers_that_lie_flat_before_a_bracket_are_read() -> None:
    """``b1)`` after ``b)``, and ``217^4sau`` with its lost space."""
    found = divided("Articolul 1. X\nArde:\na) una;\nb) două, art. 217^4sau 219;\nb1) trei.")
    assert places(found) == ["1", "1(a)", "1(b)", "1(b^1)"]
    assert "217^4 sau" in at(found, "1(b)").words


# --- amending acts ---------------------------------------------------------------------------------------------------

AMENDING = (
    "Art. I. – Codul felinarelor nr. 5/2001 se modifică după cum urmează:\n1. Se completează cu articolele 172^1 și 172^2 cu următorul cuprins:\n"
    "{open}Articolul 172^1. Felinare furate\n(1) Furtul felinarului\nse pedepsește cu amendă.\na) Nu.\nArticolul 172^2. Lămpi furate\nFurtul lămpii.{close}\n"
    "Art. II. – (1) Prezenta lege intră în vigoare seara.\n(2) Guvernul aprinde felinarele."
)


@pytest.mark.parametrize(("open_", "close"), [("„", "”"), ("«", "»"), ('"', '"'), ("„", "“."), ("„", "")])
def test_quoted_articles_are_words_of_the_amending_article(open_: str, close: str) -> None:
    """Also when nobody closed the quotation: the numbering of the act itself goes on."""
    found = divided(AMENDING.format(open=open_, close=close))
    assert places(found) == ["1", "2", "2(1)", "2(2)"]
    assert "Articolul 172^2. Lămpi furate" in at(found, "1").words


def test_a_stray_quotation_mark_swallows_nothing() -> None:
    """A mark that was opened and never closed in a code leaves paragraphs and articles in their places."""
    found = divided(
        "Articolul 1. Felinare\n(1) Noțiunea „felinar se aplică.\n(2) Arde.\nArticolul 2. Lămpi\n(1) Lampa arde.\n(2) Se stinge."
    )
    assert places(found) == ["1", "1(1)", "1(2)", "2", "2(1)", "2(2)"]


# --- decisions and annexes -------------------------------------------------------------------------------------------

DECISION = (
    "GUVERNUL\nHOTĂRÂRE Nr. 5 din 01-02-2024\ncu privire la felinare\nGuvernul HOTĂRĂȘTE:\n1. Se aprobă Regulamentul felinarelor (se anexează).\n"
    "1^1. Lampagiul:\n1) aprinde:\na) seara;\nb) noaptea;\n2) stinge.\n2. Controlul revine paznicului.\nPRIM-MINISTRU Ion LAMPĂ\nNr. 5. Chişinău, 1 februarie 2024.\n"
    "{annex}REGULAMENTUL\nfelinarelor\nI. DISPOZIȚII GENERALE\n1. Felinarul arde.\n2. Lampagiul are:\n2.1. scară;\n2.2. ulei, care este:\na) curat;\nb) proaspăt.\n3. Fitilul se schimbă."
)


@pytest.mark.parametrize(
    "annex",
    [
        "Anexa nr. 1\nla Hotărârea Guvernului nr. 5/2024\n",
        "Anexă\n",
        "Aprobat\nprin Hotărârea Guvernului nr.5/2024\n",
        "Anexa nr.1\nAprobat prin Hotărârea Guvernului nr. 5/2024\n",
        "",
    ],
)
def test_the_numbering_of_an_annex_begins_anew(annex: str) -> None:
    """Points of the decision and of its annex are different places; a dotted subpoint is words of its point."""
    found = divided(DECISION.format(annex=annex))
    assert places(found) == [
        "p1", "p1^1", "p1^1(1)", "p1^1(1)(a)", "p1^1(1)(b)", "p1^1(2)", "p2", "annex1:p1", "annex1:p2", "annex1:p3",
    ]  # fmt: skip
    assert at(found, "annex1:p2").words == "Lampagiul are: 2.1. scară; 2.2. ulei, care este: a) curat; b) proaspăt."
    assert at(found, "p2").words == "Controlul revine paznicului."


def test_a_law_of_articles_may_have_annexes_of_points_and_of_words() -> None:
    """A table or list without numbers keeps its words as point 0 of its annex, so that a change in it is seen."""
    found = divided(
        "Articolul 1. Felinare\nFelinarul arde.\nAnexa nr. 1\nREGULI\n1. Arde seara.\n2. Arde noaptea.\nAnexa nr. 2\nLISTA\nFelinar de pod\nFelinar de stradă"
    )
    assert places(found) == ["1", "annex1:p1", "annex1:p2", "annex2:p0"]
    assert at(found, "annex2:p0").words == "LISTA Felinar de pod Felinar de stradă"


def test_a_number_stands_for_the_annex_of_the_act() -> None:
    """Annexes of the regulation that is annexed come after the last, and move none of the others."""
    found = divided(
        "1. Se aprobă.\nAnexa nr. 1\nREGULAMENT\n1. Arde.\nAnexa nr. 1\nla Regulamentul felinarelor\nFORMULAR\n1. Nume.\nAnexa nr. 2\n1. Lista."
    )
    assert [(one.at, one.words) for one in found.units] == [
        ("p1", "Se aprobă."), ("annex1:p1", "Arde."), ("annex3:p1", "Nume."), ("annex2:p1", "Lista."),
    ]  # fmt: skip


def test_what_is_annexed_without_saying_so_is_not_lost() -> None:
    """Point 1 below the signature begins an annex, whatever its title."""
    found = divided(
        "1. Se aprobă.\n2. Arde.\nPrim-ministru Ion LAMPĂ\nCARACTERISTICA\nfelinarelor\n1. De pod.\n2. De gară."
    )
    assert places(found) == ["p1", "p2", "annex1:p1", "annex1:p2"]


def test_an_amending_act_may_quote_articles_without_marks() -> None:
    """Its own articles bear Roman numbers; those in Arabic numbers are quoted."""
    found = divided(
        "Articolul I. Codul se modifică:\nArticolul 172. Felinare\nArde.\nArticolul II. Legea:\nb) se completează:\n„Articolul 2. Lampa\nArde.”\nArticolul III. Gata."
    )
    assert [one.at for one in found.units] == ["1", "2", "3"]
    assert at(found, "2(b)").words.endswith("Arde.”")


# --- treaties --------------------------------------------------------------------------------------------------------

TREATY_PAGE = (
    "<html><body><p><b>Article 1 – Purposes</b></p><p>1&nbsp;&nbsp;&nbsp;The purposes of this Convention are to:</p>"
    "<p>a&nbsp;&nbsp;&nbsp;light lanterns;</p><p>b\tprotect lamplighters, namely:</p><p>i&nbsp;&nbsp;by day;</p><p>ii&nbsp;&nbsp;by night;</p>"
    "<p>c&nbsp;&nbsp;&nbsp;buy oil.</p><p>2&nbsp;&nbsp;&nbsp;A lantern is lit at dusk.</p><p><b>Chapter II – Oil</b></p>"
    "<p><b>Article 2 – Oil</b></p><p>Each Party shall keep oil.</p><p>Done at Lampburg, this 1st day.</p></body></html>"
)


def test_a_treaty_page_is_divided_without_brackets() -> None:
    """The Council of Europe prints ``1   …``, ``a   …``, ``i   …``; the last has no place and is words of its letter."""
    found = divided(TREATY_PAGE, "page.html", "en")
    assert places(found) == ["1", "1(1)", "1(1)(a)", "1(1)(b)", "1(1)(c)", "1(2)", "2"]
    assert at(found, "1(1)(b)").words == "protect lamplighters, namely: i by day; ii by night;"
    assert at(found, "2").words == "Each Party shall keep oil."


TREATIES = {
    "lanzarote": "cets-201-lanzarote", "trafficking": "cets-197-trafficking", "echr": "ets-005-echr",
    "echr-p1": "ets-009-echr-protocol-1", "echr-p4": "ets-046-echr-protocol-4", "echr-p12": "ets-177-echr-protocol-12",
    "palermo": "un-palermo-trafficking-protocol", "crc": "un-crc", "opsc": "un-crc-opsc", "ilo-182": "ilo-182",
}  # fmt: skip
# The list was made by a reader that missed headings printed without a space ("###Article 6").
NOT_LISTED = {"echr": {("19", "", "")}, "echr-p1": {("6", "", "")}}
# In these files a heading and its first line are glued ("### Article 21.   States …"); the list then has the number "21.",
# lacks paragraph 1 and gives its letters, and those of an article without paragraphs, to the article.
GLUED = {"crc", "opsc", "ilo-182"}

Place = tuple[str, str, str]


def listed(instrument: str) -> set[Place]:
    """The places of a treaty in the shared list."""
    path = SOURCES / "treaties" / "pinpoints.csv"
    if not path.is_file():
        pytest.skip("the shared treaty texts are not beside the project")
    with path.open(encoding="utf-8", newline="") as file:
        rows = [one for one in csv.DictReader(file) if one["instrument"] == instrument]
    return {(one["article"], one["paragraph"], one["letter"]) for one in rows}


def split_places(instrument: str) -> set[Place]:
    """The places our split gives, without articles that only hold paragraphs."""
    path = SOURCES / "treaties" / f"{TREATIES[instrument]}.en.md"
    if not path.is_file():
        pytest.skip("the shared treaty texts are not beside the project")
    found = split(read_source(path.read_bytes(), path.name).lines, language="en")
    assert found.twice == () and found.unfinished == ""
    return {
        (str(one.pinpoint.article), one.pinpoint.paragraph or "", one.pinpoint.letter or "")
        for each in found.units
        for one in each.walk()
        if one.words or not any(inner.pinpoint.paragraph for inner in one.units)
    }


@pytest.mark.parametrize("instrument", sorted(set(TREATIES) - GLUED))
def test_treaties_have_exactly_the_listed_places(instrument: str) -> None:
    """Every article, paragraph and letter of the shared list, and no other."""
    expected = listed(instrument)
    assert split_places(instrument) == expected | NOT_LISTED.get(instrument, set())


def test_a_wrapped_heading_of_a_treaty_is_one_heading() -> None:
    """Its second line begins in lower case, and is no chapter."""
    page = "<h3>Article 1 – Lanterns of<br>the street</h3><p>1. A lantern is lit.</p><p>2. It is put out.</p><h2>OIL</h2><h3>Article 2 – Oil</h3><p>Oil.</p>"
    found = divided(page, "page.html", "en")
    assert [one.heading for one in found.units] == ["Lanterns of the street", "Oil"]


@pytest.mark.parametrize("instrument", sorted(GLUED))
def test_treaties_with_glued_headings_have_the_listed_places(instrument: str) -> None:
    """What the list has under ``21.`` stands in article 2; what is ours alone is what gluing hid from the list."""
    ours = split_places(instrument)
    expected: set[Place] = set()
    for article, paragraph, letter in listed(instrument):
        if re.fullmatch(r"\d+1\.", article):
            place = (article[:-2], paragraph or "1", letter)
        else:
            place = (re.match(r"\d+", article)[0], paragraph, letter)  # type: ignore[index]
        if letter not in ("i", "v"):  # "(i)" and "(v)" have no place in a pinpoint
            expected.add(place)
    assert expected <= ours
    assert {(paragraph, letter) for _, paragraph, letter in ours - expected} <= {("", ""), ("1", "")}


def test_the_shared_excerpt_of_the_criminal_code_is_divided() -> None:
    """Mixed cedillas, tails of wrapped headings, ``^1``, letters with a penalty after them, a repealed article."""
    path = SOURCES / "moldovan_law" / "criminal-code-206-1-to-210.ro.md"
    if not path.is_file():
        pytest.skip("the shared excerpt is not beside the project")
    found = split(read_source(path.read_bytes(), path.name).lines, language="ro")
    assert [(one.at, one.repealed) for one in found.units] == [
        ("206^1", False), ("207", False), ("208", False), ("208^1", False), ("210", True),
    ]  # fmt: skip
    assert [one.at for one in at(found, "208(3)").units] == [f"208(3)({one})" for one in ("a", "b", "c", "c^1", "d")]
    assert at(found, "208(3)").closing.startswith("se pedepsesc cu închisoare de la 5 la 8 ani")
    assert all(not one.words for one in found.units)


# --- what nobody should print ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "Articolul 1. Felinare\n" + "„Arde\n" * 20_000,
        "Articolul 1. Felinare\n" + "[" * 200_000,
        "Articolul 1. Felinare\n[" + "modificat " * 30_000,
        "Articolul 1. Felinare\n" + " ".join(f"{number})" for number in range(1, 5_000)),
        "Articolul 1. Felinare\n" + "(1) a) " * 50_000,
        "<html>" + "<!-- a -->" * 20_000 + "<p>Articolul 1. Felinare</p>",
        "Articolul 1. Felinare" + " " * 500_000 + "-",
        "Articolul 1. Felinare\nArticolul 2. " + "(" * 200_000,
        "Articolul 1. Felinare\nArde.\n" + "Președintele " * 20_000,
        "Articolul 1. Felinare\nArticolele " + "1, " * 50_000,
    ],
    ids=["quotes", "brackets", "note", "points", "nested", "comments", "spaces", "opening", "offices", "numbers"],
)  # fmt: skip
def test_odd_texts_take_no_odd_time(text: str) -> None:
    """No pattern runs away on a line or a row of lines that repeats itself."""
    begun = time.perf_counter()
    assert divided(text).units
    assert time.perf_counter() - begun < 10


# --- speed -----------------------------------------------------------------------------------------------------------


def test_a_long_code_is_read_in_time() -> None:
    """566 articles and 650,000 characters of HTML: read, divided and hashed well under the two seconds of an import."""
    sentence = "Felinarul de stradă se aprinde de lampagiu la căderea serii potrivit alin. (2) și se păzește de paznicul cartierului"
    rows_ = [
        Row(
            f"{sentence}:",
            [Row(f"{sentence};"), Row(f"{sentence};"), Row(f"{sentence},")],
            closing="se pedepsește cu amendă.",
        )
    ]
    rows_ += [Row(f"{sentence}, {sentence}."), Row(f"{sentence}, {sentence}, {sentence}.")]
    content = as_html(
        [Article(str(number), "Aprinderea felinarelor", rows_, numbered=True) for number in range(1, 567)]
    )
    assert len(content.decode()) > 650_000
    begun = time.perf_counter()
    found = split(read_source(content, "code.html").lines, language="ro")
    took = time.perf_counter() - begun
    assert len(found.units) == 566
    assert took < 4, f"{took:.1f} s"  # measured: under 1 s; the rest is for a busy machine
