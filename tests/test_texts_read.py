"""A publication is recognised as the act it is said to be, or refused with one sentence and its remedy."""

import datetime as dt
import hashlib
from dataclasses import replace

import msgspec
import pytest

from mapping.catalogue import Catalogue
from mapping.errors import UserError
from mapping.pinpoint import parse
from mapping.records import Act, Bilingual, Instrument, Provision, Source, Version
from mapping.texts import source as source_module
from mapping.texts.markup import PublishedVersion, versions
from mapping.texts.model import Text
from mapping.texts.reader import read_text
from mapping.texts.source import decode, read_source
from texts.lanterns import page
from texts.register import TITLES, articles, register_page

BOTH = Bilingual(en="Lanterns", ro="Felinare")
RETRIEVED = dt.date(2026, 11, 22)


def provision(at: str, title: str = "", *, version: Version | None = None) -> Provision:
    """A recorded provision."""
    return Provision(
        at=parse(at), summary=BOTH, confidence="read", title=Bilingual(en="-", ro=title) if title else None,
        versions=(version,) if version else (Version(from_="unknown"),),
    )  # fmt: skip


CODE = Act(
    id="lantern-code", kind="code", title=BOTH, short=BOTH, source=Source(publisher="-"), number="140/2013",
    provisions=(provision("act"), *(provision(at, title) for at, title in TITLES.items()), provision("2(2)")),
)  # fmt: skip


@pytest.fixture
def known(sample: Catalogue) -> Catalogue:
    """The invented corpus with the code of lanterns and a law on lamps."""
    other = msgspec.structs.replace(CODE, id="lamp-law", kind="law", number="45/2007")
    return replace(sample, acts=(CODE, other))


def read(
    content: bytes, known: Catalogue, name: str = "page.html", about: Act | Instrument = CODE, **named: object
) -> Text:
    """Read with the usual arguments."""
    return read_text(content, name=name, about=about, catalogue=known, retrieved=RETRIEVED, **named)  # type: ignore[arg-type]


def refusal(
    content: bytes, known: Catalogue, name: str = "page.html", about: Act | Instrument = CODE, **named: object
) -> str:
    """The sentence with which the file is refused."""
    with pytest.raises(UserError) as caught:
        read(content, known, name, about, **named)
    message = str(caught.value)
    assert "\n" not in message and len(message) < 400
    return message


# --- what is kept ----------------------------------------------------------------------------------------------------


def test_a_saved_page_gives_the_text_and_its_facts(known: Catalogue) -> None:
    """Number, document, consolidation, newest amendment, address and hash come from the page itself."""
    content = register_page()
    text = read(content, known)
    assert [one.at for one in text.units] == list(TITLES)
    assert [one.heading for one in text.units] == list(TITLES.values())
    assert (text.about, text.number, text.document, text.language, text.format) == (
        "lantern-code", "140/2013", "146712", "ro", "html",
    )  # fmt: skip
    assert text.consolidated == dt.date(2025, 1, 16)
    assert text.amended_by == "LP297 din 26.12.24, MO8-10/16.01.25 art.21; în vigoare 16.01.25"
    assert text.address == "https://www.legis.md/cautare/getResults?doc_id=146712&lang=ro"
    assert text.title == "COD Nr. 140 din 14-06-2013 CODUL FELINARELOR AL REPUBLICII MOLDOVA*"
    assert (text.sha256, text.retrieved, text.partial) == (hashlib.sha256(content).hexdigest(), RETRIEVED, False)


def test_the_address_fetched_wins_over_the_one_in_the_page(known: Catalogue) -> None:
    """A fetched page says nothing of where it was; the caller knows."""
    text = read(register_page(saved_from=""), known, address="https://www.legis.md/cautare/showdetails/155856")
    assert (text.document, text.address) == ("155856", "https://www.legis.md/cautare/showdetails/155856")


def test_the_markdown_export_keeps_its_front_matter(known: Catalogue) -> None:
    """Front matter, record sheet as a table, and the body after its own heading."""
    body = "\n".join(
        f"\n## Articolul {at}. {title}\n(1) Felinarul se aprinde seara de lampagiu." for at, title in TITLES.items()
    )
    content = (
        "---\nsource_url: https://www.legis.md/cautare/getResults?doc_id=77&lang=ro\ndoc_id: '77'\nconsolidation_date: '2026-12-02'\n"
        "latest_modification_line: LP172 din 30.07.26, MO410-412/02.09.26 art. 444; în vigoare\n  02.12.26\nsuperscript_articles:\n- 4^1\n---\n\n# raw\n\n"
        "> `[Art.2 al.(2) modificat prin LP172 din 30.07.26]`\n\n| Câmp | Valoare |\n|---|---|\n| Denumirea deplină actuală | COD Nr. 140 din 14.06.2013\nCODUL FELINARELOR |\n"
        "\n## Text integral extras din legis.md\n\nRepublica Moldova\n" + body
    )
    text = read(content.encode(), known, "COD-140-2013.md")
    assert [one.at for one in text.units] == list(TITLES)
    assert (text.consolidated, text.document, text.number) == (dt.date(2026, 12, 2), "77", "140/2013")
    assert text.amended_by.endswith("în vigoare 02.12.26")
    assert text.title == "COD Nr. 140 din 14.06.2013 CODUL FELINARELOR"


def test_versions_lists_the_consolidations() -> None:
    """Each has its own document number; one is the newest."""
    assert versions(register_page()) == (
        PublishedVersion("155856", dt.date(2026, 8, 13), True),
        PublishedVersion("146712", dt.date(2025, 1, 16), False),
    )
    assert versions(page("<p>Articolul 1. Felinare</p>")) == ()


@pytest.mark.parametrize(
    ("options", "given", "expected"),
    [
        ({"amended": False}, None, dt.date(2025, 1, 16)),  # the list of versions, for this document
        ({"amended": False, "versions": ""}, None, dt.date(2014, 1, 1)),  # never amended: its entry into force
        ({"versions": ""}, None, dt.date(2025, 1, 16)),  # the newest amendment
        ({}, dt.date(2020, 2, 3), dt.date(2020, 2, 3)),  # what the user says
    ],
)
def test_the_consolidation_date_is_found(
    known: Catalogue, options: dict[str, object], given: dt.date | None, expected: dt.date
) -> None:
    """In the order in which the sources can be trusted."""
    assert read(register_page(**options), known, consolidated=given).consolidated == expected  # type: ignore[arg-type]


def test_a_part_may_lack_articles(known: Catalogue) -> None:
    """An excerpt on purpose is kept and marked."""
    content = register_page(body=articles({"2": "Felinarele de stradă"}))
    text = read(content, known, partial=True)
    assert ([one.at for one in text.units], text.partial) == (["2"], True)


def test_articles_not_yet_in_force_or_ended_may_lack(known: Catalogue) -> None:
    """A text of 2025 need not have what is recorded as ended before or adopted for later."""
    ended = provision("900", version=Version(from_="unknown", until=dt.date(2020, 1, 1)))
    later = provision("901", version=Version(from_=dt.date(2027, 1, 1)))
    deferred = provision("902", version=Version(from_="deferred"))
    about = msgspec.structs.replace(CODE, provisions=(*CODE.provisions, ended, later, deferred))
    assert read(register_page(), known, about=about).articles == len(TITLES)


def test_a_treaty_is_read_in_english(catalogue: Catalogue) -> None:
    """It is recognised by its headings; its date is the opening for signature."""
    about = next(one for one in catalogue.instruments if one.id == "lanzarote")
    body = "".join(
        f"<p><b>Article {one.number} – {one.title.en}</b></p><p>Each Party shall light the lantern of the street and the lamp in the house.</p>"
        for one in about.articles
    )
    text = read(page(body), catalogue, "treaty.html", about)
    assert (text.language, text.consolidated, text.number) == ("en", about.opened, about.reference)
    assert text.articles == len(about.articles)


# --- what is refused -------------------------------------------------------------------------------------------------


def test_another_act_is_refused_by_its_number(known: Catalogue) -> None:
    """The remedy names the act it is, when that is recorded."""
    message = refusal(register_page(kind="LEGE", number="45", adopted="01-03-2007"), known)
    assert "45/2007" in message and "140/2013" in message and "--act lamp-law" in message


def test_another_kind_of_act_is_refused(known: Catalogue) -> None:
    """A decision and a law may bear the same number in one year."""
    message = refusal(register_page(kind="HOTĂRÂRE", adopted="01-03-2013"), known)
    assert "government" not in message and "Hotărâre nr. 140/2013" in message


def test_another_act_is_refused_by_its_headings(known: Catalogue) -> None:
    """Where the head states no number, most headings must be those recorded."""
    other = {at: f"Despre corăbii și pânze {at}" for at in TITLES}
    content = page(articles(other))
    assert "is not lantern-code" in refusal(content, known, consolidated=RETRIEVED)
    assert read(page(articles()), known, consolidated=RETRIEVED).articles == len(TITLES)


def test_an_act_of_romania_is_refused(known: Catalogue) -> None:
    """Homonyms of the neighbouring State are the commonest mistake."""
    content = page("<p>PARLAMENTUL ROMÂNIEI</p><p>CODUL FELINARELOR</p>" + articles())
    assert "of Romania" in refusal(content, known, consolidated=RETRIEVED)


@pytest.mark.parametrize(
    ("sentence", "language"),
    [
        ("Фонарь зажигается вечером и гасится утром, если иное не установлено законом.", "Russian"),
        (
            "The lantern of the street shall be lit by the lamplighter in the evening and put out in the morning.",
            "English",
        ),
        (
            "La lanterne de la rue est allumée par le veilleur et les lampes sont éteintes pour la nuit dans une maison.",
            "French",
        ),
    ],
)
def test_an_act_in_another_language_is_refused(known: Catalogue, sentence: str, language: str) -> None:
    """The register has every act in Russian as well."""
    content = page("".join(f"<p>Articolul {at}. {sentence}</p>" for at in range(1, 9)))
    assert f"is in {language}" in refusal(content, known, consolidated=RETRIEVED)


def test_a_treaty_in_french_is_refused(catalogue: Catalogue) -> None:
    """The Council of Europe publishes both languages side by side."""
    sentence = (
        "La lanterne de la rue est allumée par le veilleur et les lampes sont éteintes pour la nuit dans une maison."
    )
    content = page("".join(f"<p>Article {at} – Lanternes</p><p>{sentence}</p>" for at in range(1, 9)))
    assert "is in French" in refusal(content, catalogue, "traite.html", catalogue.instruments[0])


def test_a_text_cut_short_is_refused(known: Catalogue) -> None:
    """The sentence names the first article it lacks, how many others, the file that records them, and the remedy."""
    content = register_page(body=articles({"1": "Obiectul codului", "2": "Felinarele de stradă"}))
    message = refusal(content, known)
    assert "lacks article 3 and 3 others that data/moldovan_law/lantern-code.yaml records" in message
    assert "--part" in message
    assert "lacks article 5 that" in refusal(
        register_page(body=articles({at: TITLES[at] for at in list(TITLES)[:-1]})), known
    )


def test_a_provision_that_left_the_middle_of_an_act_does_not_make_it_cut_short(known: Catalogue) -> None:
    """It was removed or carries another number, which the import says; the text goes on after it."""
    left = {at: title for at, title in TITLES.items() if at != "4"}
    text = read_text(
        register_page(body=articles(left)), name="a.html", about=CODE, catalogue=known, retrieved=RETRIEVED
    )
    assert [one.at for one in text.units] == list(left)


def test_a_text_that_stops_after_the_heading_of_an_article_is_refused(known: Catalogue) -> None:
    """The number is there, its words are not."""
    content = page(articles() + "<p><strong>Articolul 99.</strong> Dispoziții finale</p>")
    assert "ends with article 99, which has no words" in refusal(content, known, consolidated=RETRIEVED)


def test_a_text_that_stops_inside_a_sentence_is_refused(known: Catalogue) -> None:
    """As a download broken off leaves it."""
    content = page(articles() + "<p>(3) Felinarul de stradă se aprinde de</p>")
    assert "ends inside a sentence" in refusal(content, known, consolidated=RETRIEVED)


def test_two_articles_of_one_number_are_refused(known: Catalogue) -> None:
    """With the lines on which they stand."""
    text = "Art. 1. Obiectul codului\n(1) Felinarul arde.\nArt. 2. Felinarele\n(1) Arde.\n\nArt. 2. Felinarele\n(1) Se stinge."
    about = msgspec.structs.replace(CODE, provisions=())
    message = refusal(text.encode(), known, "cod.txt", about, consolidated=RETRIEVED)
    assert "article 2 stands twice, on lines 3 and 6" in message


def test_a_page_without_articles_is_refused(known: Catalogue) -> None:
    """A list of search results, for example."""
    assert "no article" in refusal(page("<p>Rezultatele căutării</p>"), known)


@pytest.mark.parametrize("title", ["Just a moment...", "Attention: captcha"])
def test_the_human_check_is_refused(known: Catalogue, title: str) -> None:
    """The remedy is to let a person open the page."""
    content = f"<html><head><title>{title}</title></head><body><p>Verifying you are human.</p></body></html>".encode()
    assert "open the address in a browser, save the page" in refusal(content, known)


def test_a_text_without_date_is_refused(known: Catalogue) -> None:
    """Nothing tells from when the wording applies."""
    assert "--consolidated YYYY-MM-DD" in refusal(page(articles()), known)


@pytest.mark.parametrize(
    ("content", "name", "part"),
    [
        (b" \n ", "a.html", "is empty"),
        (b"{\\rtf1 Articolul 1.}", "a.rtf", "is RTF"),
        (b"Articolul 1.\0\0\0", "a.txt", "is not a text"),
        (b"\xff\xfeA", "a.txt", "is damaged"),
    ],
)
def test_what_is_no_text_is_refused(content: bytes, name: str, part: str) -> None:
    """By content, whatever the name says."""
    with pytest.raises(UserError, match=part):
        read_source(content, name)


def test_a_page_of_100_mb_is_refused_before_it_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    """Its size is told, and the most an official text may have."""
    monkeypatch.setattr(source_module, "decode", lambda *_: pytest.fail("it was read"))
    with pytest.raises(UserError, match=r"has 100 MB; an official text has at most 20"):
        read_source(b"<p>" + b"a" * 100_000_000, "page.html")


# --- pages -----------------------------------------------------------------------------------------------------------


def test_scripts_and_hidden_parts_leave_no_words() -> None:
    """Nothing that a reader does not see is law."""
    body = (
        "<p>Articolul 1. Felinare<script>alert('Articolul 2. Nu')</script></p><p>Arde<style>p{}</style>.</p><!-- Articolul 3. Nu -->"
        '<p style="display: none">Articolul 4. Nu</p><p hidden>Articolul 5. Nu</p><iframe src="http://127.0.0.1:9/x">Articolul 6. Nu</iframe>'
    )
    assert [one.text for one in read_source(page(body), "page.html").lines] == ["Articolul 1. Felinare", "Arde."]


def test_a_page_nested_without_end_is_read_or_refused() -> None:
    """Thousands of open tags neither crash nor hang the reader."""
    content = b"<html><body>" + b"<div>" * 50_000 + b"Articolul 1. Felinare</div></body></html>"
    try:
        read_source(content, "page.html")
    except UserError as error:
        assert "page" in str(error)


def test_entities_of_a_page_open_no_file() -> None:
    """A document type that names a local file adds nothing to the text."""
    content = (
        b'<!DOCTYPE html [<!ENTITY x SYSTEM "file:///etc/passwd">]><html><body><p>Felinar &x; stins</p></body></html>'
    )
    assert "root:" not in " ".join(one.text for one in read_source(content, "page.html").lines)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1250"])
def test_encodings_are_recognised(encoding: str) -> None:
    """By mark, by strict UTF-8, or by what the page declares."""
    text = f'<meta charset="{"windows-1250" if encoding == "cp1250" else "utf-8"}"><p>Articolul 1. Felinarul şi ţarcul, încăperea</p>'
    assert decode(text.encode(encoding), "page.html") == text


def test_a_false_declaration_does_not_spoil_utf_8() -> None:
    """Browsers save as UTF-8 and leave the old declaration standing."""
    content = '<html><head><meta charset="windows-1250"></head><body><p>Țarcul și încăperea</p></body></html>'.encode()
    assert read_source(content, "page.html").lines[0].text == "Țarcul și încăperea"


def test_undeclared_windows_letters_are_recognised() -> None:
    """An old text file says nothing of its encoding."""
    sentence = (
        "Articolul 1. Felinarul şi ţarcul se păzesc în încăperea lămpilor, iar lampagiul veghează până dimineaţa.\n"
    )
    assert decode((sentence * 20).encode("cp1250"), "a.txt") == sentence * 20
