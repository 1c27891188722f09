"""The document about changes as a reviewer reads it: treaty by treaty, with the reason and what to do."""

import datetime as dt
import io
import re
import zipfile
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest

from mapping.catalogue import Catalogue, load
from mapping.changes.document import Document, Section, compose
from mapping.changes.overview import Overview, Question, Since, ask, now, of_data, of_texts
from mapping.markup import redlined
from mapping.pinpoint import LANGUAGES, Language
from mapping.reports.changes_page import form
from mapping.texts.library import Library
from mapping.texts.model import Text, Unit, unit
from mapping.texts.redline import redline

DAY = dt.date(2026, 6, 30)


def text(words: str, day: str) -> Text:
    """The invented code with one article, whose first paragraph has these words."""
    units: tuple[Unit, ...] = (unit("5", heading="Aprinderea", units=(unit("5(1)", words=words), unit("5(2)", words="Căpitănia aprinde felinarele din port."))),)  # fmt: skip
    return Text(
        about="lantern-code",
        consolidated=dt.date.fromisoformat(day),
        language="ro",
        format="html",
        sha256="0" * 64,
        retrieved=DAY,
        units=units,
        document="100",
    )


OLD = text("Felinarele se aprind în 30 de minute de la amurg, potrivit art. 6^1.", "2026-03-01")
NEW = text("Felinarele se aprind în 20 de minute de la amurg, potrivit art. 6^1.", "2026-06-01")


def reviewed(corpus: Path, *reviews: str) -> Catalogue:
    """The corpus with reviews of the first link of the first mapping file."""
    path = corpus / "data" / "mappings" / "sample" / "chapter-1.yaml"
    source = path.read_text(encoding="utf-8")
    at = source.index('      - to: "hg-12-2015')
    block = "        reviews:\n" + "".join(reviews)
    path.write_text(source[:at] + block + source[at:], encoding="utf-8")
    return load(corpus)


def review(name: str, decision: str, day: str, remark: str = "") -> str:
    """One review as it stands in a data file."""
    said = f', remark: "{remark}"' if remark else ""
    seal = ", seal: {judgement: x, obligation: x, target: x}" if decision == "agrees" else ""
    return f'          - {{name: "{name}", role: jurist, date: "{day}", decision: {decision}{said}{seal}}}\n'


def sections_of(document: Document, kind: str) -> list[Section]:
    """The sections about one thing."""
    return [one for one in document.sections if one.kind == kind]


# --- the log since a day ---------------------------------------------------------------------------------------------


def test_the_log_goes_treaty_by_treaty_and_ends_with_what_touches_none(corpus: Path) -> None:
    """Each treaty has its law, judgements and degrees; a wording on which no row rests stands under the last heading."""
    overview = ask(corpus, load(corpus), Question(since="2019-06-01"), DAY)
    assert overview.since
    version = overview.since.versions[0]
    free = replace(version, touched=type(version.touched)())
    overview = replace(overview, since=replace(overview.since, versions=(version, free)))
    for language in LANGUAGES:
        document = compose(overview, language)
        treaties = sections_of(document, "treaty")
        assert document.sections[0].heading.startswith(overview.catalogue.instruments[0].short.in_(language))
        parts = [one.kind for one in document.sections[1 : document.sections.index(treaties[1])]]
        assert parts[:3] == ["law", "data", "coverage"]
        assert all(one.level == 2 for one in document.sections if one.kind != "treaty")
        last = overview.catalogue.vocabulary.word("changes", "heading-untouched", language)
        assert treaties[-1].heading == last
        laws = sections_of(document, "law")
        assert [len(one.tables[0].rows) for one in (laws[0], laws[-1])] == [1, 1]
        assert len(laws[0].tables[0].columns) == len(laws[-1].tables[0].columns) + 1  # there it names no rows


def test_a_treaty_without_changes_is_named_once(corpus: Path, sample: Catalogue) -> None:
    """It has no empty sections of its own."""
    overview = Overview(sample, Library((), DAY), since=Since(dt.date(2026, 1, 1), (), ()), compared=("a", "b"))
    sections = compose(overview, "ro").sections
    assert [one.kind for one in sections] == ["treaty"]
    assert sections[0].heading == "Tratate fără schimbări"
    assert all(one.short.ro in sections[0].sentences[0] for one in sample.instruments)


def test_decisions_of_the_period_are_told_even_without_a_history(corpus: Path) -> None:
    """They carry their dates; one row says everything a person decided alike on one day."""
    reviews = (review("Ana Rusu", "agrees", "2026-06-20"), review("Ion Ciobanu", "remarks", "2019-01-01", "Vechi."))
    catalogue = reviewed(corpus, *reviews)
    document = compose(ask(corpus, catalogue, Question(since="2026-06-01"), DAY), "ro")
    (table,) = [one for part in sections_of(document, "data") for one in part.tables]
    assert table.rows == (("Ana Rusu, jurist, 20.06.2026", "de acord", "1", table.rows[0][3]),)
    assert "nu se cunoaște ce s-a apreciat atunci" in " ".join(document.lead)


# --- why, and what to do ---------------------------------------------------------------------------------------------


def test_suspect_and_disputed_stand_apart_with_reason_people_and_remedy(corpus: Path) -> None:
    """What changed is named for the one, the remark for the other."""
    catalogue = reviewed(
        corpus,
        review("Ana Rusu", "agrees", "2026-06-20"),
        review("Ion Ciobanu", "disagrees", "2026-06-21", "Termenul lipsește."),
    )
    document = compose(now(catalogue, Library((), DAY)), "ro")
    section = document.sections[0]
    assert section.kind == "sign-off"  # what waits for a person comes first
    (disputed,) = section.tables
    assert disputed.caption == "Contestate"
    assert disputed.rows[0][-1] == "Ion Ciobanu, jurist, 21.06.2026 („Termenul lipsește.”)"
    assert "retrage decizia" in section.sentences[0]

    alone = corpus / "data" / "mappings" / "sample" / "chapter-1.yaml"
    lines = [line for line in alone.read_text(encoding="utf-8").splitlines(True) if "Ion Ciobanu" not in line]
    alone.write_text("".join(lines), encoding="utf-8")
    section = compose(now(load(corpus), Library((), DAY)), "ro").sections[0]
    (suspect,) = section.tables
    assert suspect.caption == "De reverificat"
    assert suspect.rows[0][2:] == (
        "aprecierea însăși, fișa obligației, fișa prevederii sau a măsurii",
        "Ana Rusu, jurist, 20.06.2026",
    )
    assert "se semnează din nou" in " ".join(section.sentences)


def test_what_a_question_did_not_look_at_is_not_denied(sample: Catalogue) -> None:
    """A comparison of data or of two texts says nothing about what is adopted for later."""
    library = Library((OLD, NEW), DAY)
    for overview in (of_data(sample, sample, library, ("a", "b")), of_texts(sample, library, "lantern-code")):
        assert not sections_of(compose(overview, "ro"), "ahead")
    assert sections_of(compose(now(sample, library), "ro"), "ahead")


def test_a_part_about_one_treaty_does_not_repeat_its_name(sample: Catalogue) -> None:
    """The rows are citations alone, and the judgements counted are its own."""
    overview = now(sample, Library((OLD, NEW), DAY), "sample")
    said = form(overview, "text", "ro").decode()
    short = sample.instrument_by_id["sample"].short.ro
    assert "Rânduri din anexă: art. 2 alin. (1)." in said
    assert f"Rânduri din anexă: {short}" not in said


def test_unknown_facts_of_a_text_leave_no_dash(sample: Catalogue) -> None:
    """The latest amendment is left out where nobody knows it."""
    said = form(now(sample, Library((OLD, NEW), DAY)), "text", "ro").decode()
    assert "Redacția din 01.03.2026 comparată cu cea din 01.06.2026 (documentul 100)." in said


def test_tables_are_told_apart_by_their_caption(corpus: Path) -> None:
    """In the terminal, in Markdown and on the page, unless the heading says the same."""
    catalogue = reviewed(corpus, review("Ana Rusu", "agrees", "2026-06-20"))
    overview = now(catalogue, Library((), DAY))
    assert "De reverificat\n" in form(overview, "text", "ro").decode()
    assert "**De reverificat**" in form(overview, "markdown", "ro").decode()
    page = form(overview, "html", "ro").decode()
    assert "<caption>De reverificat</caption>" in page
    assert '<caption class="said">Adoptate, în vigoare mai târziu</caption>' in page


# --- Word ------------------------------------------------------------------------------------------------------------


def paragraphs(content: bytes) -> list[str]:
    """The words of each paragraph of a Word document."""
    with zipfile.ZipFile(io.BytesIO(content)) as word:
        document = word.read("word/document.xml").decode()
    return ["".join(re.findall(r"<w:(?:t|delText)[^>]*>([^<]*)", one)) for one in document.split("</w:p>")[:-1]]


def test_the_word_document_names_act_date_place_and_kind_as_the_page_does(sample: Catalogue) -> None:
    """Not the title in capitals of the official text."""
    found = paragraphs(form(now(sample, Library((OLD, NEW), DAY)), "docx", "ro"))
    assert found[1] == "Codul felinarelor, din 01.06.2026: art. 5 alin. (1) – modificare"


def test_the_word_document_of_a_treaty_leaves_out_what_does_not_concern_it(sample: Catalogue) -> None:
    """The same choice as in every other form."""
    port = unit("5(2)", words="Căpitănia stinge felinarele din port.")
    newer = replace_units(NEW, unit("5", heading="Aprinderea", units=(NEW.units[0].units[0], port)))
    library = Library((OLD, newer), DAY)
    every = paragraphs(form(now(sample, library), "docx", "ro"))
    own = paragraphs(form(now(sample, library, "sample"), "docx", "ro"))
    assert any("art. 5 alin. (2)" in one for one in every)
    assert not any("art. 5 alin. (2)" in one for one in own)
    assert any("art. 5 alin. (1)" in one for one in own)


def test_a_word_document_without_changes_says_so(sample: Catalogue) -> None:
    """A title alone would look like a mistake."""
    found = paragraphs(form(now(sample, Library((), DAY)), "docx", "ro"))
    assert found[1].startswith("Nu au fost importate două redacții")


# --- the page --------------------------------------------------------------------------------------------------------


class _Page(HTMLParser):
    """The headings, places to go to and links of a page, with the language that holds at each heading."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.levels: list[int] = []
        self.names: set[str] = set()
        self.links: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        """Note what the tag is."""
        found = dict(attributes)
        if re.fullmatch("h[1-6]", tag):
            self.levels.append(int(tag[1]))
        if name := found.get("id"):
            self.names.add(name)
        if tag == "a":
            self.links.append(found.get("href") or "")


@pytest.mark.parametrize("language", [None, "ro", "en"])
def test_headings_of_the_page_skip_no_level(corpus: Path, language: Language | None) -> None:
    """Whoever listens to the page can follow it, and every link of the contents leads somewhere."""
    overview = replace(
        ask(corpus, load(corpus), Question(since="2019-06-01"), DAY),
        comparisons=now(load(corpus), Library((OLD, NEW), DAY)).comparisons,
    )
    page = _Page(form(overview, "html", language).decode())
    assert page.levels[0] == 1
    assert max(page.levels) == 4
    assert all(after <= before + 1 for before, after in zip(page.levels, page.levels[1:], strict=False))
    assert {link.removeprefix("#") for link in page.links} <= page.names
    assert any(link.startswith(f"#{language or 'ro'}-") for link in page.links)


def test_raised_numbers_are_raised_in_a_redline() -> None:
    """``^1`` of the store is an exponent on the page, in old words and new."""
    page = redlined("art. 5", redline("potrivit art. 6^1.", "potrivit art. 7^12."), ())
    assert "6<sup>1</sup>" in page and "7<sup>12</sup>" in page
    assert "^" not in page


def test_a_redline_without_a_change_shows_no_words(sample: Catalogue) -> None:
    """A renumbered article whose words stayed is told by its two numbers."""
    moved = replace_units(OLD, unit("8", heading="Aprinderea", units=(unit("8(1)", words=OLD.units[0].units[0].words), unit("8(2)", words="Căpitănia aprinde felinarele din port."))))  # fmt: skip
    document = compose(now(sample, Library((OLD, moved), DAY)), "ro")
    (item,) = [one for part in sections_of(document, "law") for one in part.redlines]
    assert item.heading == "art. 5 → art. 8 – renumerotare"
    assert item.pieces == ()


def replace_units(one: Text, *units: Unit) -> Text:
    """The same text of a later day with other articles."""
    import msgspec

    return msgspec.structs.replace(one, consolidated=dt.date(2026, 6, 1), units=units)
