"""The three layouts of the annex say everything it holds, to every reader, in the same bytes each time."""

import datetime as dt
import io
import re
import zipfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import fields, replace
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pypdf
import pytest
from docx import Document
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn

from mapping.annex import (
    LONG_CELL,
    ActRow,
    Annex,
    ElementCell,
    Labels,
    MeasureCell,
    ProvisionCell,
    ReasonCell,
    Row,
    Section,
    SignLine,
)
from mapping.errors import UserError
from mapping.reports.annex_docx import TEMPLATE, to_docx
from mapping.reports.annex_html import to_html
from mapping.reports.annex_pdf import to_pdf

# Every character that one of the three formats would take for its own markup, and the Romanian letters fonts lack.
HOSTILE = 'A & B <b>c</b> # $x$ @y [d] *e* _f_ "g" „h” \\n `i` {{ j }} {% k %} ~ ș ț Ș Ț ă â î'
FULL_ROW = Row(
    id="lanzarote/5(3)",
    pinpoint="art. 5 alin. (3)",
    force="qualified",
    force_word="condiționat",
    duty=f"Condiții de acces la profesii: {HOSTILE}",
    note=f"Textul nu spune cum: {HOSTILE}",
    status="partly-met",
    status_word="parțial compatibil",
    provisions=(
        ProvisionCell("Codul muncii, art. 57 alin. (2)", "Documentele", "hinders", "împiedică", ("neverificat",)),
        ProvisionCell("Codul penal, art. 65", "", "partly", "acoperă parțial", ()),
    ),
    missing=(ElementCell(f"Sport: {HOSTILE}", "none-found", "lipsă constatată", ("planificat",)),),
    recommended=(ElementCell("Verificare repetată", "overdue", "doar planificat", ("R20",)),),
    measures=(
        MeasureCell("15.1", "Modificarea Codului muncii", "MMPS, MEC", "30.09.2025", overdue=True),
        MeasureCell("15.2", "Instruirea cadrelor", "MEC", "anual", overdue=False),
    ),
    reasons=(ReasonCell("Codul penal, art. 65", f"Depinde de instanță: {HOSTILE}"), ReasonCell("", "Fără trimitere")),
    no_provision="nicio prevedere",
    nothing_missing="nimic",
    no_measure="nicio măsură",
    signing=(
        SignLine("disputed", "contestat", f"Codul penal, art. 65: Ion Ceban, expert, 01.11.2026 („{HOSTILE}”)"),
        SignLine("signed", "aprecieri semnate", f"1 din 2 – {HOSTILE}, jurist, 22.11.2026"),
    ),
)
EMPTY_ROW = replace(
    FULL_ROW,
    id="lanzarote/6",
    pinpoint="art. 6",
    note="",
    status="not-met",
    status_word="incompatibil",
    provisions=(),
    missing=(),
    recommended=(),
    measures=(),
    reasons=(),
    signing=(),
)
COMPACT_ROW = replace(
    EMPTY_ROW,
    id="lanzarote/1(1)",
    pinpoint="art. 1 alin. (1)",
    status="not-applicable",
    status_word="neaplicabil",
    reasons=(ReasonCell("", "Enunță un scop al tratatului"),),
    signing=(SignLine("unsigned", "nesemnat în întregime", ""),),
)
LONG_ROW = replace(FULL_ROW, id="lanzarote/7", pinpoint="art. 7", duty="Cuvinte multe. " * 60, signing=())
ANNEX = Annex(
    language="ro",
    as_of=dt.date(2026, 11, 22),
    heading="Anexă la nota de fundamentare",
    title="Tabel privind compatibilitatea",
    treaty="Convenția de la Lanzarote (CETS 201)",
    treaty_facts="ratificată 12.03.2012",
    notices=("Document de lucru nesemnat.", "Ediția 2026.11."),
    remark="Nu este tabelul de concordanță.",
    footer='Ediția 2026.11 · "texte" </style> din 05.11.2024',
    columns=("Prevederea", "Prevederile naționale", "Gradul", "Ce lipsește", "Măsura", "Argumentarea"),
    overview=(("met", "compatibil", "totul", 0), ("partly-met", "parțial compatibil", "unele elemente", 2)),
    sections=(
        Section("Capitolul I. Scopuri", "1", "Articolul 1. Scopuri", (COMPACT_ROW,)),
        Section("Capitolul II. Prevenire", "5", "Articolul 5. Recrutarea", (FULL_ROW,)),
        Section("Capitolul II. Prevenire", "6", "Articolul 6. Educația", (EMPTY_ROW, LONG_ROW)),
    ),
    acts=(
        ActRow("Codul muncii", "Codul muncii nr. 154/2003", "01.09.2026", "1", "legis.md", "2 citite", "dată viitoare"),
    ),
    stamp="VERSIUNE DE LUCRU <b> & „nu se depune”",
    labels=Labels(**{one.name: f"[{one.name}]" for one in fields(Labels)}),
)


def _texts(value: object) -> Iterator[str]:
    """Every sentence of the annex that a layout must print."""
    silent = {"id", "force", "status", "role", "language", "as_of", "article", "labels", "state"}
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple):
        for one in value:
            yield from _texts(one)
    elif hasattr(value, "__dataclass_fields__"):
        replaced = {
            "no_provision": bool(getattr(value, "provisions", ())),
            "nothing_missing": bool(getattr(value, "missing", ())),
            "no_measure": bool(getattr(value, "measures", ())),
        }
        for one in fields(value):  # type: ignore[arg-type]
            if one.name not in silent and not replaced.get(
                one.name, getattr(value, "compact", False) and one.name in replaced
            ):
                yield from _texts(getattr(value, one.name))


def _squeezed(text: str) -> str:
    """The text without white space, so that the place of a line break does not matter."""
    return re.sub(r"\s+", "", text)


def _final(annex: Annex) -> Annex:
    """The same annex without its stamp."""
    return replace(annex, stamp="")


def _missing_from(printed: str, annex: Annex = ANNEX) -> list[str]:
    sought = set(_texts(replace(annex, overview=())))
    return sorted(one for one in sought if _squeezed(one) not in _squeezed(printed))


class _Page(HTMLParser):
    """The start tags and the text of a page, the text of ``style`` apart."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self._in_style = False
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        self._in_style = tag == "style"
        self.text += " "

    def handle_data(self, data: str) -> None:
        self.text += "" if self._in_style else data

    def handle_endtag(self, tag: str) -> None:
        self._in_style = False

    def named(self, tag: str) -> list[dict[str, str | None]]:
        """The attributes of every element of this name."""
        return [attributes for name, attributes in self.tags if name == tag]


@pytest.fixture(scope="module")
def page() -> _Page:
    """The HTML layout, parsed."""
    return _Page(to_html(ANNEX))


@pytest.fixture(scope="module")
def word() -> Any:
    """The Word layout, opened."""
    return Document(io.BytesIO(to_docx(ANNEX)))


@pytest.fixture(scope="module")
def pdf() -> pypdf.PdfReader:
    """The PDF layout, opened."""
    return pypdf.PdfReader(io.BytesIO(to_pdf(ANNEX)))


def _word_text(document: Any) -> str:
    body = " ".join(one.text or "" for one in document.element.body.iter(qn("w:t")))
    return body + document.sections[0].footer.paragraphs[0].text


def test_html_says_everything(page: _Page) -> None:
    """No cell of the annex is lost or altered, whatever its characters; the footer stands as text too."""
    assert _missing_from(page.text) == []


def test_word_says_everything(word: Any) -> None:
    """The same, with the footer read from the foot of the page."""
    assert _missing_from(_word_text(word)) == []


def test_pdf_says_everything() -> None:
    """The text can be copied out of the PDF with its Romanian letters; the row that a page would cut is left aside."""
    last = ANNEX.sections[-1]
    annex = replace(ANNEX, sections=(*ANNEX.sections[:-1], replace(last, rows=(EMPTY_ROW,))))
    sheets = pypdf.PdfReader(io.BytesIO(to_pdf(annex))).pages
    assert _missing_from(" ".join(sheet.extract_text() for sheet in sheets), annex) == []


@pytest.mark.parametrize("layout", [to_html, to_docx, to_pdf])
def test_same_annex_same_bytes(layout: Any) -> None:
    """Nothing random and no clock enters a file."""
    assert layout(ANNEX) == layout(ANNEX)


def test_html_is_one_file_without_network(page: _Page) -> None:
    """Every reference stays inside the page and nothing runs."""
    references = [value for _, attributes in page.tags for key, value in attributes.items() if key in ("src", "href")]
    assert references
    assert [one for one in references if not str(one).startswith("#")] == []
    assert not {"script", "link", "iframe", "img"} & {tag for tag, _ in page.tags}


def test_html_can_be_read_aloud(page: _Page) -> None:
    """Language, landmarks, a caption for each table, a scope for each head cell, a label for each scrolling region."""
    tags = Counter(tag for tag, _ in page.tags)
    assert page.named("html") == [{"lang": "ro"}]
    assert tags["main"] == tags["header"] == tags["footer"] == tags["nav"] == tags["h1"] == 1
    assert tags["caption"] == tags["table"] == 4
    assert all(cell.get("scope") for cell in page.named("th"))
    regions = [one for one in page.named("div") if one.get("role") == "region"]
    assert regions
    assert all(one["tabindex"] == "0" and one["aria-label"] for one in regions)


def test_html_links_lead_to_rows(page: _Page) -> None:
    """Each obligation has its anchor, no id occurs twice, and no link of the page leads nowhere."""
    ids = Counter(attributes["id"] for _, attributes in page.tags if "id" in attributes)
    assert {row.id for section in ANNEX.sections for row in section.rows} <= set(ids)
    assert set(ids.values()) == {1}
    targets = {str(attributes["href"])[1:] for _, attributes in page.tags if attributes.get("href")}
    assert targets <= set(ids)


def test_html_footer_cannot_leave_its_style() -> None:
    """The printed footer is a CSS string in which no markup survives."""
    assert to_html(ANNEX).count("</style>") == 1


def test_html_is_stamped_on_screen_and_on_every_printed_page(page: _Page) -> None:
    """At the top, in the footer of the page, and in the margin of each sheet; a final annex nowhere."""
    assert page.text.count(ANNEX.stamp) == 2
    style = to_html(ANNEX).partition("<style>")[2].partition("</style>")[0]
    assert '@bottom-left { content: "VERSIUNE DE LUCRU ' in style
    assert "VERSIUNE" not in to_html(_final(ANNEX))


def test_html_marks_what_must_be_seen_without_colour(page: _Page) -> None:
    """A drawn triangle and a bold word; what is merely unsigned stays quiet."""
    full = to_html(ANNEX).partition(f'id="{FULL_ROW.id}"')[2].partition("</tr>")[0]
    assert full.count("#mark-attention") == full.count("<strong>contestat</strong>") == 1
    assert full.count('class="signed"') == 1
    assert to_html(replace(ANNEX, sections=ANNEX.sections[:1])).count('class="attention"') == 0


def test_word_page_is_a4_landscape(word: Any) -> None:
    """A4 on its side, to the millimetre."""
    page = word.sections[0]
    assert page.orientation == WD_ORIENT.LANDSCAPE
    assert (round(page.page_width.mm), round(page.page_height.mm)) == (297, 210)


@pytest.mark.parametrize(("language", "locale"), [("ro", "ro-RO"), ("en", "en-GB")])
def test_word_names_its_language(language: str, locale: str) -> None:
    """The language stands in the styles and in the properties, beside the title."""
    document = Document(io.BytesIO(to_docx(replace(ANNEX, language=language))))
    assert {one.get(qn("w:val")) for one in document.styles.element.iter(qn("w:lang"))} == {locale}
    assert document.core_properties.language == locale
    assert document.core_properties.title == f"{ANNEX.heading}: {ANNEX.title}"
    assert document.core_properties.created is not None
    assert document.core_properties.created.date() == ANNEX.as_of


def test_word_tables_repeat_their_head_and_have_titles(word: Any) -> None:
    """The first row of each table is flagged as head, and no table lacks a text for screen readers."""
    assert len(word.tables) == 4
    for table in word.tables:
        flagged = [row._tr.find(f"{qn('w:trPr')}/{qn('w:tblHeader')}") is not None for row in table.rows]
        assert flagged[0]
        assert not any(flagged[1:])
        assert table._tbl.tblPr.find(qn("w:tblCaption")).get(qn("w:val"))
        assert table._tbl.tblPr.find(qn("w:tblDescription")).get(qn("w:val"))


def test_word_cuts_only_long_rows(word: Any) -> None:
    """A short row stays on one page; a long one may run on."""
    cut = {
        row.cells[0].text.split(" (")[0]: row._tr.find(f"{qn('w:trPr')}/{qn('w:cantSplit')}") is None
        for table in word.tables
        for row in table.rows
    }
    assert cut["art. 7"]
    assert not cut["art. 6"]


def test_word_is_stamped_at_the_top_and_at_the_foot(word: Any) -> None:
    """The first paragraph and the foot of every page; a final annex has neither."""
    assert word.paragraphs[0].text == ANNEX.stamp
    assert word.paragraphs[0].style.name == "Annex stamp"
    assert word.sections[0].footer.paragraphs[0].text.startswith(ANNEX.stamp)
    final = Document(io.BytesIO(to_docx(_final(ANNEX))))
    assert final.paragraphs[0].text == ANNEX.heading
    assert final.sections[0].footer.paragraphs[0].text.startswith(ANNEX.footer)


def test_word_marks_rows_by_styles_of_their_own(word: Any) -> None:
    """So that a ministry can restyle them."""
    styles = Counter(
        (one.style.name, one.text[:1])
        for cell in {cell._tc: cell for table in word.tables for row in table.rows for cell in row.cells}.values()
        for one in cell.paragraphs
        if one.style.name in ("Annex attention", "Annex signed")
    )
    assert styles == {("Annex attention", "▲"): 1, ("Annex signed", "a"): 1, ("Annex signed", "n"): 1}


def test_word_has_headings_and_page_numbers(word: Any) -> None:
    """Chapters show in the navigation pane; the foot counts pages by fields."""
    headings = [one.text for one in word.paragraphs if one.style.name == "Heading 2"]
    assert headings == ["Capitolul I. Scopuri", "Capitolul II. Prevenire"]
    codes = [one.text.strip() for one in word.sections[0].footer._element.iter(qn("w:instrText"))]
    assert codes == ["PAGE", "NUMPAGES"]


def test_word_template_is_sound() -> None:
    """Each tag lies whole within one run, each opened block is closed, each table's first row is its head."""
    template = Document(str(TEMPLATE))
    parts = [template.element.body, template.sections[0].footer._element]
    tags = []
    for run in (text.text or "" for part in parts for text in part.iter(qn("w:t"))):
        assert run.count("{{") == run.count("}}"), run
        assert run.count("{%") == run.count("%}"), run
        tags += re.findall(r"\{%\w* *(\w+)", run)
    assert tags.count("for") == tags.count("endfor") > 0
    assert tags.count("if") == tags.count("endif") > 0
    for table in template.tables:
        assert table.rows[0]._tr.find(f"{qn('w:trPr')}/{qn('w:tblHeader')}") is not None
    assert {one.get(qn("w:val")) for one in template.styles.element.iter(qn("w:lang"))} == {"ro-RO"}


def test_word_template_holds_no_traces() -> None:
    """The template names no author and fetches nothing."""
    properties = Document(str(TEMPLATE)).core_properties
    assert (properties.author, properties.last_modified_by, properties.comments) == ("", "", "")
    with zipfile.ZipFile(TEMPLATE) as archive:
        relations = "".join(archive.read(name).decode() for name in archive.namelist() if name.endswith(".rels"))
    assert 'TargetMode="External"' not in relations


def test_restyled_template_is_used(tmp_path: Path) -> None:
    """A ministry's own copy of the template decides the look."""
    template = Document(str(TEMPLATE))
    template.styles["Annex cell"].font.name = "Georgia"
    template.save(str(tmp_path / "own.docx"))
    document = Document(io.BytesIO(to_docx(ANNEX, tmp_path / "own.docx")))
    assert document.styles["Annex cell"].font.name == "Georgia"
    assert _missing_from(_word_text(document)) == []


@pytest.mark.parametrize("place", ["top", "foot", "first page"])
def test_a_template_without_the_stamp_is_refused(tmp_path: Path, place: str) -> None:
    """A restyled copy must not let a working draft pass for a final annex."""
    template = Document(str(TEMPLATE))
    if place == "top":
        template.paragraphs[1]._p.getparent().remove(template.paragraphs[1]._p)
    elif place == "foot":
        template.sections[0].footer.paragraphs[0].runs[0].text = ""
    else:
        template.sections[0].different_first_page_header_footer = True
    template.save(str(tmp_path / "own.docx"))
    with pytest.raises(UserError, match=r"annex\.stamp"):
        to_docx(ANNEX, tmp_path / "own.docx")


def test_looking_for_the_stamp_adds_nothing(word: Any) -> None:
    """A page without a header stays without one."""
    assert word.sections[0].header.is_linked_to_previous


def test_a_template_may_carry_the_stamp_in_the_header(tmp_path: Path) -> None:
    """Each page needs it once, wherever the ministry prefers it."""
    template = Document(str(TEMPLATE))
    template.sections[0].footer.paragraphs[0].runs[0].text = ""
    template.sections[0].header.paragraphs[0].text = "{{ annex.stamp }}"
    template.save(str(tmp_path / "own.docx"))
    document = Document(io.BytesIO(to_docx(ANNEX, tmp_path / "own.docx")))
    assert document.sections[0].header.paragraphs[0].text == ANNEX.stamp


@pytest.mark.parametrize("tag", ["{{ annex.colour }}", "{%p for %}"])
def test_broken_template_is_reported(tmp_path: Path, tag: str) -> None:
    """A wrong tag is named in a sentence, not in a traceback."""
    template = Document(str(TEMPLATE))
    template.add_paragraph(tag)
    template.save(str(tmp_path / "own.docx"))
    with pytest.raises(UserError, match=r"own\.docx"):
        to_docx(ANNEX, tmp_path / "own.docx")


def test_missing_template_is_reported(tmp_path: Path) -> None:
    """A path without a Word document is named."""
    with pytest.raises(UserError, match=r"none\.docx"):
        to_docx(ANNEX, tmp_path / "none.docx")


def test_pdf_is_tagged_and_titled(pdf: pypdf.PdfReader) -> None:
    """PDF/UA-1 asks for tags, a language and a title that viewers show."""
    root = pdf.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/StructTreeRoot"]
    assert root["/Lang"] == "ro"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert pdf.metadata is not None
    assert pdf.metadata.title == f"{ANNEX.heading}: {ANNEX.title}"
    assert b"<pdfuaid:part>1</pdfuaid:part>" in root["/Metadata"].get_data()


def test_pdf_page_is_a4_landscape_with_footer(pdf: pypdf.PdfReader) -> None:
    """Each sheet is A4 on its side and carries the footer and its number."""
    for number, sheet in enumerate(pdf.pages, 1):
        assert (round(sheet.mediabox.width), round(sheet.mediabox.height)) == (842, 595)
        foot = _squeezed(sheet.extract_text())
        assert _squeezed(ANNEX.footer) in foot
        assert f"[page]{number}[of]{len(pdf.pages)}" in foot


def test_pdf_is_stamped_on_every_sheet(pdf: pypdf.PdfReader) -> None:
    """Once at the top and once at each foot; a final annex nowhere."""
    stamp = _squeezed(ANNEX.stamp)
    counts = [_squeezed(sheet.extract_text()).count(stamp) for sheet in pdf.pages]
    assert counts == [2, *[1] * (len(pdf.pages) - 1)]
    final = pypdf.PdfReader(io.BytesIO(to_pdf(_final(ANNEX))))
    assert not any(stamp in _squeezed(sheet.extract_text()) for sheet in final.pages)


def test_a_row_with_long_remarks_may_be_cut() -> None:
    """The column of the degree is narrow: half the characters fill it to the same height."""
    said = SignLine("disputed", "contestat", "x" * (LONG_CELL // 2))
    assert not EMPTY_ROW.long
    assert replace(EMPTY_ROW, signing=(said,)).long


def test_pdf_bookmarks_each_article_once() -> None:
    """A heading repeated at the top of a page does not enter the bookmarks again; a treaty may have no chapters."""
    long_section = Section("", "7", "Articolul 7", tuple(replace(LONG_ROW, id=f"x/{number}") for number in range(9)))
    reader = pypdf.PdfReader(io.BytesIO(to_pdf(replace(ANNEX, sections=(long_section,)))))
    assert sum("Articolul 7" in sheet.extract_text() for sheet in reader.pages) > 1
    assert str(reader.outline).count("Articolul 7") == 1


def test_pdf_uses_the_bundled_font_only(pdf: pypdf.PdfReader) -> None:
    """All glyphs come from one family, so that every machine sets the same lines."""
    fonts = {str(font["/BaseFont"]) for sheet in pdf.pages for font in sheet["/Resources"]["/Font"].values()}
    assert fonts
    assert all("LiberationSerif" in one for one in fonts)


def test_pdf_reports_a_character_without_glyph() -> None:
    """A character the font lacks is reported, never printed as an empty box."""
    with pytest.raises(UserError, match="PDF"):
        to_pdf(replace(ANNEX, remark="snowman ☃"))
