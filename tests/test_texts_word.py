"""Reading Word files: every word in order, indices and automatic numbers kept, and nothing that only pretends to be one."""

import io
import random
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path
from xml.sax.saxutils import escape

import docx
import pytest
from docx.enum.style import WD_STYLE_TYPE
from hypothesis import given
from hypothesis import strategies as st

from mapping.errors import UserError
from mapping.texts import ooxml
from mapping.texts.numbering import printed_number
from mapping.texts.word import read_word

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"


def part(name: str, inner: str, namespace: str = W, before: str = "") -> str:
    """One XML part of a package."""
    extra = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    return f'<?xml version="1.0" encoding="UTF-8"?>{before}<w:{name} xmlns:w="{namespace}" {extra}>{inner}</w:{name}>'


def package(body: str, *, numbering: str = "", styles: str = "", namespace: str = W, **more: str) -> bytes:
    """A DOCX with a body and, if given, its lists and styles."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", part("document", f"<w:body>{body}</w:body>", namespace))
        if numbering:
            archive.writestr("word/numbering.xml", part("numbering", numbering, namespace))
        if styles:
            archive.writestr("word/styles.xml", part("styles", styles, namespace))
        for name, content in more.items():
            archive.writestr(f"word/{name}.xml", content)
    return stream.getvalue()


def run(text: str, properties: str = "") -> str:
    """A run of text."""
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def paragraph(*runs: str, properties: str = "") -> str:
    """A paragraph of runs."""
    return f"<w:p><w:pPr>{properties}</w:pPr>{''.join(runs)}</w:p>"


def texts(content: bytes) -> list[str]:
    """The lines read from a file."""
    return [line.text for line in read_word(content).lines]


SUPER = '<w:vertAlign w:val="superscript"/>'


@pytest.mark.parametrize(
    ("runs", "printed"),
    [
        ([run("Articolul 12"), run("1", SUPER), run(". Lampa")], "Articolul 12^1. Lampa"),
        ([run("art. 3"), run("1", SUPER), run("0", SUPER), run(" alin. (2"), run("1", SUPER), run(")")], "art. 3^10 alin. (2^1)"),
        ([run("Articolul 12"), run("1", '<w:position w:val="6"/>'), run(". Lampa")], "Articolul 12^1. Lampa"),
        ([run("Articolul 12"), run("1", '<w:position w:val="-6"/>')], "Articolul 121"),
        ([run("Articolul 12"), run("1", '<w:position w:val="0"/>')], "Articolul 121"),
        ([run("Articolul 12"), run("1", '<w:vertAlign w:val="subscript"/>')], "Articolul 121"),
        ([run("Articolul 12"), run("", SUPER), run("3. Lampa")], "Articolul 123. Lampa"),
        ([run("Articolul 12"), run(" 1. ", SUPER), run("Lampa")], "Articolul 12^1. Lampa"),
        ([run("Articolul 12¹")], "Articolul 12¹"),
        ([run("1"), run("st", SUPER), run(" lamp")], "1st lamp"),
        ([run("Arti"), run("colul", "<w:b/>"), run(" 5"), run("."), run(" Lampa")], "Articolul 5. Lampa"),
        ([run("Articolul 12"), run("1", '<w:rStyle w:val="Index"/>')], "Articolul 12^1"),
        ([run("Articolul 12"), run("1", f'<w:rStyle w:val="Index"/>{SUPER.replace("superscript", "baseline")}')], "Articolul 121"),
    ],
)  # fmt: skip
def test_raised_digits_become_an_index(runs: Sequence[str], printed: str) -> None:
    """However Word raises them, digits become ``^n``; split runs do not split words."""
    styles = (
        '<w:style w:type="character" w:styleId="Base"><w:rPr><w:vertAlign w:val="superscript"/></w:rPr></w:style>'
        '<w:style w:type="character" w:styleId="Index"><w:basedOn w:val="Base"/></w:style>'
    )
    assert texts(package(paragraph(*runs), styles=styles)) == [printed]


def test_breaks_tabs_and_hyphens() -> None:
    """A break ends a line, a tab separates, a hard hyphen is one and a soft one is none."""
    runs = "<w:r><w:t>Capitolul I</w:t><w:br/><w:t>(1)</w:t><w:tab/><w:t>într</w:t><w:noBreakHyphen/><w:t>un feli</w:t><w:softHyphen/><w:t>nar</w:t></w:r>"
    assert texts(package(paragraph(runs))) == ["Capitolul I", "(1) într-un felinar"]


def test_insertions_count_and_deletions_do_not() -> None:
    """The text is that with all tracked changes accepted; a deleted paragraph end joins two paragraphs."""
    body = (
        paragraph(
            run("Lampa "), f"<w:ins>{run('mare ')}</w:ins>", "<w:del><w:r><w:delText>mică </w:delText></w:r></w:del>",
            f"<w:moveFrom>{run('aici ')}</w:moveFrom>", f"<w:moveTo>{run('acolo')}</w:moveTo>",
        )
        + paragraph(run("Felinarul "), properties="<w:rPr><w:del/></w:rPr>")
        + paragraph(run("arde."))
        + f"<w:tbl><w:tr><w:trPr><w:del/></w:trPr><w:tc>{paragraph(run('șters'))}</w:tc></w:tr></w:tbl>"
    )  # fmt: skip
    assert texts(package(body)) == ["Lampa mare acolo", "Felinarul arde."]


def test_what_is_not_text_is_left_out() -> None:
    """Hidden text, field codes, footnote marks and a table of contents are no words of the law."""
    styles = '<w:style w:type="paragraph" w:styleId="Cuprins1"><w:name w:val="toc 1"/></w:style>'
    body = paragraph(run("Articolul 1. Lampa 3"), properties='<w:pStyle w:val="Cuprins1"/>') + paragraph(
        run("Articolul 1. Lampa"),
        run(" ascuns", "<w:vanish/>"),
        '<w:r><w:instrText> PAGEREF _1 </w:instrText></w:r><w:r><w:footnoteReference w:id="2"/></w:r>',
    )
    assert texts(package(body, styles=styles)) == ["Articolul 1. Lampa"]


def test_tables_boxes_and_controls_are_read_in_order() -> None:
    """Cells, content controls, links and text boxes give their paragraphs once, where they stand."""
    box = f"<w:txbxContent>{paragraph(run('casetă'))}</w:txbxContent>"
    body = (
        paragraph(run("întâi"))
        + f"<w:tbl><w:tr><w:tc>{paragraph(run('a) una'))}</w:tc><w:tc>{paragraph(run('b) două'))}</w:tc></w:tr></w:tbl>"
        + f"<w:sdt><w:sdtContent>{paragraph('<w:hyperlink>' + run('legătură') + '</w:hyperlink>')}</w:sdtContent></w:sdt>"
        + paragraph(
            run("după "),
            f"<w:r><mc:AlternateContent><mc:Choice>{box}</mc:Choice><mc:Fallback>{box}</mc:Fallback></mc:AlternateContent></w:r>",
            run("casetă"),
        )
    )
    assert texts(package(body)) == ["întâi", "a) una", "b) două", "legătură", "casetă", "după casetă"]


def test_headings_are_known_by_style_or_outline() -> None:
    """A heading style, one based on it, and an outline level mark a heading; bold type does not."""
    styles = (
        '<w:style w:type="paragraph" w:styleId="Titlu1"><w:name w:val="heading 1"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="Articol"><w:name w:val="Articol"/><w:basedOn w:val="Titlu1"/></w:style>'
    )
    body = (
        paragraph(run("unu"), properties='<w:pStyle w:val="Titlu1"/>')
        + paragraph(run("doi"), properties='<w:pStyle w:val="Articol"/>')
        + paragraph(run("trei"), properties='<w:outlineLvl w:val="2"/>')
        + paragraph(run("patru", "<w:b/>"), properties='<w:outlineLvl w:val="9"/>')
    )
    assert [line.heading for line in read_word(package(body, styles=styles)).lines] == [True, True, True, False]


def test_the_strict_variant_is_read_as_well() -> None:
    """The strict variant of the standard only has another namespace."""
    assert texts(package(paragraph(run("Articolul 5"), run("1", SUPER)), namespace=STRICT)) == ["Articolul 5^1"]


def level(at: int, form: str, pattern: str, more: str = "", start: int = 1) -> str:
    """One level of a list."""
    return f'<w:lvl w:ilvl="{at}"><w:start w:val="{start}"/><w:numFmt w:val="{form}"/>{more}<w:lvlText w:val="{pattern}"/></w:lvl>'


def numbered(text: str, list_id: int = 1, at: int | None = 0) -> str:
    """A paragraph that only names its list and level."""
    said = "" if at is None else f'<w:ilvl w:val="{at}"/>'
    return paragraph(run(text), properties=f'<w:numPr>{said}<w:numId w:val="{list_id}"/></w:numPr>')


LAW = f"""<w:abstractNum w:abstractNumId="7">{level(0, "decimal", "Articolul %1.")}{level(1, "decimal", "(%2)")}
{level(2, "lowerLetter", "%3)")}{level(3, "upperRoman", "%4.")}{level(4, "decimal", "%1.%2.")}</w:abstractNum>
<w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="7"/></w:num>
<w:num w:numId="3"><w:abstractNumId w:val="7"/>
<w:lvlOverride w:ilvl="0"><w:startOverride w:val="20"/></w:lvlOverride></w:num>"""


def test_automatic_numbers_are_written_out() -> None:
    """Levels count on and begin again as in Word; lists of one kind go on together, one with its own start does not."""
    body = (
        numbered("Lampa") + numbered("arde", at=1) + numbered("fitilul", at=2) + numbered("uleiul", at=2)
        + numbered("luminează", at=1) + numbered("sticla", at=2) + numbered("titlu", at=3) + numbered("Stâlpul", 2)
        + numbered("stă", at=1) + numbered("combinat", at=4) + numbered("Noul", 3) + numbered("Următorul", 3)
        + numbered("fără", 0) + numbered("necunoscut", 99)
    )  # fmt: skip
    assert texts(package(body, numbering=LAW)) == [
        "Articolul 1. Lampa", "(1) arde", "a) fitilul", "b) uleiul", "(2) luminează", "a) sticla", "I. titlu",
        "Articolul 2. Stâlpul", "(1) stă", "2.1. combinat", "Articolul 20. Noul", "Articolul 21. Următorul", "fără", "necunoscut",
    ]  # fmt: skip


def test_a_style_may_carry_the_number() -> None:
    """A paragraph style names the list, the list names the style of its level, and a style may be based on it."""
    styles = (
        '<w:style w:type="paragraph" w:styleId="Alin"><w:name w:val="Alin"/><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="Alin2"><w:name w:val="Alin2"/><w:basedOn w:val="Alin"/></w:style>'
    )
    tied = level(0, "decimal", "%1.") + level(1, "decimal", "(%2)", '<w:pStyle w:val="Alin"/>')
    lists = f'<w:abstractNum w:abstractNumId="0">{tied}</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
    body = "".join(
        paragraph(run(text), properties=f'<w:pStyle w:val="{style}"/>')
        for text, style in (("arde", "Alin"), ("stă", "Alin"))
    )
    assert texts(package(body, numbering=lists, styles=styles)) == ["(1) arde", "(2) stă"]
    cut = paragraph(run("liber"), properties='<w:pStyle w:val="Alin"/><w:numPr><w:numId w:val="0"/></w:numPr>')
    assert texts(package(cut, numbering=lists, styles=styles)) == ["liber"]


def test_a_number_of_an_unknown_form_is_refused() -> None:
    """A number that cannot be written out is never left out in silence."""
    lists = LAW.replace('w:val="lowerLetter"', 'w:val="chicago"')
    with pytest.raises(UserError, match=r'numbers "fitilul" by itself in the form "chicago".*plain text'):
        read_word(package(numbered("fitilul", at=2), numbering=lists))


@pytest.mark.parametrize(
    ("number", "form", "printed"),
    [(26, "lowerLetter", "z"), (27, "lowerLetter", "aa"), (53, "lowerLetter", "aaa"), (4, "lowerRoman", "iv"),
     (1994, "upperRoman", "MCMXCIV"), (7, "decimalZero", "07"), (3, "none", "")],
)  # fmt: skip
def test_numbers_are_printed_as_word_prints_them(number: int, form: str, printed: str) -> None:
    """Letters double after z, and Roman numbers subtract."""
    assert printed_number(number, form) == printed


def test_a_file_made_by_another_program_reads_the_same(tmp_path: Path) -> None:
    """What python-docx writes, with its own styles and lists, comes back."""
    made = docx.Document()
    made.add_heading("Codul felinarelor", 0)
    heading = made.add_heading("Articolul 3", 2)
    heading.add_run("1").font.superscript = True
    heading.add_run(". Lampa")
    made.add_paragraph("prima", style="List Number")
    made.add_paragraph("a doua", style="List Number")
    made.styles.add_style("Al meu", WD_STYLE_TYPE.PARAGRAPH)
    made.add_table(1, 1).cell(0, 0).text = "șină și țeavă"
    made.save(str(tmp_path / "a.docx"))
    source = read_word((tmp_path / "a.docx").read_bytes())
    assert source.format == "docx"
    assert [tuple(line) for line in source.lines] == [
        ("Codul felinarelor", True),
        ("Articolul 3^1. Lampa", True),
        ("1. prima", False),
        ("2. a doua", False),
        ("șină și țeavă", False),
    ]


words = st.text(st.characters(codec="utf-8", exclude_categories=("C", "Z")), min_size=1, max_size=6)


@given(st.lists(st.lists(st.lists(words, min_size=1, max_size=3), min_size=1, max_size=4), min_size=1, max_size=4))
def test_no_word_is_lost_or_moved(paragraphs: list[list[list[str]]]) -> None:
    """Whatever the words and however they are cut into runs, they come back in order, one line for a paragraph."""
    body = "".join(paragraph(*(run(" ".join(words) + " ") for words in runs)) for runs in paragraphs)
    assert texts(package(body)) == [" ".join(word for words in runs for word in words) for runs in paragraphs]


def lying(content: bytes, size: int) -> bytes:
    """The archive with every declared size replaced by a small one."""
    return content.replace(size.to_bytes(4, "little"), (10).to_bytes(4, "little"))


def deep() -> bytes:
    """Elements within elements, thousands deep."""
    return package(paragraph("<w:smartTag>" * 5000 + run("x") + "</w:smartTag>" * 5000))


def entities(body: str = "<w:p><w:r><w:t>&lamp;</w:t></w:r></w:p>") -> bytes:
    """A body that reads a file of the machine through an entity."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        declared = '<!DOCTYPE w:document [<!ENTITY lamp SYSTEM "file:///etc/hostname">]>'
        archive.writestr("word/document.xml", part("document", f"<w:body>{body}</w:body>", before=declared))
    return stream.getvalue()


def crowded() -> bytes:
    """An archive of more parts than any document has."""
    return package(paragraph(run("x")), **{f"part{number}": "" for number in range(5001)})


def other_archive() -> bytes:
    """A zip archive that is no Word file."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
    return stream.getvalue()


@given(st.integers(0, 10**9), st.integers(1, 30))
def test_damage_ends_in_a_sentence_or_a_text(seed: int, places: int) -> None:
    """Bytes changed at random give lines or a sentence, never anything else."""
    chance, content = random.Random(seed), bytearray(package(numbered("Lampa") + paragraph(run("arde")), numbering=LAW))
    for _ in range(places):
        content[chance.randrange(len(content))] = chance.randrange(256)
    try:
        assert all(line.text for line in read_word(bytes(content)).lines)
    except UserError as error:
        assert "\n" not in str(error)


STRANGE = st.sampled_from(["", "-1", "0", "7", "9", "99999999999", "x", "chicago", "%1%2%9", "true"])


@given(st.lists(STRANGE, min_size=8, max_size=8))
def test_strange_lists_end_in_a_sentence_or_a_text(strange: list[str]) -> None:
    """Lists with levels, starts and forms that no program writes do no harm."""
    lists = (
        f'<w:abstractNum w:abstractNumId="{strange[0]}"><w:numStyleLink w:val="{strange[1]}"/><w:styleLink w:val="{strange[1]}"/>'
        f'<w:lvl w:ilvl="{strange[2]}"><w:start w:val="{strange[3]}"/><w:numFmt w:val="{strange[4]}"/>'
        f'<w:lvlText w:val="{strange[5]}"/><w:lvlRestart w:val="{strange[6]}"/></w:lvl></w:abstractNum>'
        f'<w:num w:numId="1"><w:abstractNumId w:val="{strange[0]}"/><w:lvlOverride w:ilvl="{strange[2]}">'
        f'<w:startOverride w:val="{strange[7]}"/></w:lvlOverride></w:num>'
    )
    content = package(numbered("Lampa", at=None) + numbered("arde", at=7) + numbered("stă", at=0), numbering=lists)
    try:
        assert [line.text.rpartition(" ")[2] for line in read_word(content).lines] == ["Lampa", "arde", "stă"]
    except UserError as error:
        assert "by itself in the form" in str(error)


OLD = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (lambda: other_archive(), "is not a Word document: import the saved page"),
        (lambda: package(paragraph(run("x")))[:-40], "is damaged: save or download it again"),
        (lambda: package("<w:p>"), "is damaged"),
        (lambda: b"PK\x03\x04" + bytes(50), "is damaged"),
        (lambda: OLD, r"old format \(.doc\): open it in Word and save it as .docx"),
        (lambda: OLD + "EncryptedPackage".encode("utf-16-le"), "protected with a password: open it in Word"),
        (lambda: entities(), "declarations that no Word file has"),
        (lambda: entities(paragraph(run("x"))), "declarations that no Word file has"),
        (lambda: deep(), "is damaged"),
        (lambda: crowded(), "holds 5003 parts"),
        (lambda: package(paragraph()), "has no text"),
    ],
    ids=["other zip", "cut", "not closed", "junk", "doc", "password", "entity", "doctype", "deep", "crowded", "empty"],
)
def test_what_only_pretends_to_be_a_word_file(content: Callable[[], bytes], words: str) -> None:
    """Each is refused with one sentence."""
    with pytest.raises(UserError, match=words):
        read_word(content())


@pytest.mark.parametrize("honest", [True, False])
def test_a_bomb_is_refused(monkeypatch: pytest.MonkeyPatch, honest: bool) -> None:
    """What unpacks too large is refused by what it declares, and by what comes out when it lies."""
    monkeypatch.setattr(ooxml, "LARGEST_UNPACKED", 1_000_000)
    body = paragraph(run("x" * 3_000_000))
    content = package(body)
    if not honest:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            content = lying(content, archive.getinfo("word/document.xml").file_size)
    with pytest.raises(UserError, match=r"unpacks to more than 1 MB|is damaged"):
        read_word(content)
