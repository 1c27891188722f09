"""What changed in official texts as a Word document with tracked changes, which a reviewer accepts or rejects in Word.

To accept all changes gives the newer text, to reject all the older one. The document is written part by part (ECMA-376,
Office Open XML), because tracked changes are outside what the template of the annex could hold.
"""

import datetime as dt
import io
import re
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from itertools import count
from typing import NamedTuple
from xml.sax.saxutils import escape, quoteattr

from mapping.pinpoint import Language
from mapping.reports.annex_docx import EPOCH, LOCALES
from mapping.texts.redline import Piece, PieceKind, redline

_OFFICE = "http://schemas.openxmlformats.org"
_WORD = f"{_OFFICE}/wordprocessingml/2006/main"
_TYPES = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_TRACKED: dict[PieceKind, str] = {"delete": "del", "insert": "ins"}
_NOT_IN_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")  # XML 1.0, production 2
_RAISED = re.compile(r"\^([0-9]+)")
_SUPERSCRIPTS = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


class Entry(NamedTuple):
    """One provision of the document: its heading, and its words line by line before and after."""

    heading: str
    before: Sequence[str]
    after: Sequence[str]


def to_docx(title: str, author: str, date: dt.date, entries: Iterable[Entry], language: Language) -> bytes:
    """Write the document.

    Args:
        title: the title of the document.
        author: to whom Word attributes the changes: the publisher of the newer text and its consolidation.
        date: the date Word gives for the changes: that of the consolidation.
        entries: the provisions in reading order.
        language: the language of the texts.

    Returns:
        The document; the same arguments give the same bytes.
    """
    tracked = _Tracked(author, date)
    body = [_paragraph("Title", _run(title, "same"))]
    for entry in entries:
        body.append(_paragraph("Heading1", _run(entry.heading, "same")))
        body += tracked.paragraphs(redline(_printed(entry.before), _printed(entry.after)))
    return _package(
        {
            "[Content_Types].xml": _CONTENT_TYPES,
            "_rels/.rels": _RELATIONS,
            "docProps/core.xml": _properties(title, author, date, LOCALES[language]),
            "word/_rels/document.xml.rels": _DOCUMENT_RELATIONS,
            "word/document.xml": f'<w:document xmlns:w="{_WORD}"><w:body>{"".join(body)}{_SHEET}</w:body></w:document>',
            "word/styles.xml": _STYLES.replace("LOCALE", LOCALES[language]),
        }
    )


def _printed(lines: Sequence[str]) -> str:
    """The words with raised numbers as the law prints them: ``208¹``."""
    return _RAISED.sub(lambda found: found[1].translate(_SUPERSCRIPTS), "\n".join(lines))


class _Tracked:
    """Numbers the changes of one document and writes them."""

    def __init__(self, author: str, date: dt.date) -> None:
        self._who = f'w:author={_attribute(author)} w:date="{date.isoformat()}T00:00:00Z"'
        self._numbers = count(1)

    def paragraphs(self, pieces: Iterable[Piece]) -> Iterator[str]:
        """The paragraphs of one redline.

        A line break that was deleted or inserted is a tracked paragraph mark: rejected or accepted with the rest, it
        joins or parts the lines around it.
        """
        runs: list[str] = []
        for piece in pieces:
            first, *rest = piece.words.split("\n")
            runs.append(self._tracked(piece.kind, first))
            for line in rest:
                yield _paragraph("BodyText", "".join(runs), self._mark(piece.kind))
                runs = [self._tracked(piece.kind, line)]
        yield _paragraph("BodyText", "".join(runs))

    def _tracked(self, kind: PieceKind, words: str) -> str:
        if kind == "same" or not words:
            return _run(words, kind)
        return f"<w:{_TRACKED[kind]} {self._change()}>{_run(words, kind)}</w:{_TRACKED[kind]}>"

    def _mark(self, kind: PieceKind) -> str:
        return "" if kind == "same" else f"<w:rPr><w:{_TRACKED[kind]} {self._change()}/></w:rPr>"

    def _change(self) -> str:
        return f'w:id="{next(self._numbers)}" {self._who}'


def _paragraph(style: str, runs: str, mark: str = "") -> str:
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{mark}</w:pPr>{runs}</w:p>'


def _run(words: str, kind: PieceKind) -> str:
    tag = "w:delText" if kind == "delete" else "w:t"
    return f'<w:r><{tag} xml:space="preserve">{_text(words)}</{tag}></w:r>' if words else ""


def _text(words: str) -> str:
    return escape(_NOT_IN_XML.sub("\ufffd", words))


def _attribute(words: str) -> str:
    return quoteattr(_NOT_IN_XML.sub("\ufffd", words))


def _package(parts: dict[str, str]) -> bytes:
    """The parts as one zip, in order and without the clock."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, xml in sorted(parts.items()):
            entry = zipfile.ZipInfo(name, EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 0  # the system that ran it must not show
            package.writestr(entry, (_HEAD + xml).encode())
    return out.getvalue()


def _properties(title: str, author: str, date: dt.date, locale: str) -> str:
    made = f'xsi:type="dcterms:W3CDTF">{date.isoformat()}T00:00:00Z'
    return (
        f'<cp:coreProperties xmlns:cp="{_OFFICE}/package/2006/metadata/core-properties"'
        ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/"'
        ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<dc:title>{_text(title)}</dc:title><dc:creator>{_text(author)}</dc:creator>"
        f"<dcterms:created {made}</dcterms:created><dcterms:modified {made}</dcterms:modified>"
        f"<dc:language>{locale}</dc:language></cp:coreProperties>"
    )


_CONTENT_TYPES = (
    f'<Types xmlns="{_OFFICE}/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    f'<Override PartName="/word/document.xml" ContentType="{_TYPES}.document.main+xml"/>'
    f'<Override PartName="/word/styles.xml" ContentType="{_TYPES}.styles+xml"/>'
    '<Override PartName="/docProps/core.xml"'
    ' ContentType="application/vnd.openxmlformats-package.core-properties+xml"/></Types>'
)
_RELATIONS = (
    f'<Relationships xmlns="{_OFFICE}/package/2006/relationships">'
    f'<Relationship Id="rId1" Type="{_OFFICE}/officeDocument/2006/relationships/officeDocument"'
    ' Target="word/document.xml"/>'
    f'<Relationship Id="rId2" Type="{_OFFICE}/package/2006/relationships/metadata/core-properties"'
    ' Target="docProps/core.xml"/></Relationships>'
)
_DOCUMENT_RELATIONS = (
    f'<Relationships xmlns="{_OFFICE}/package/2006/relationships">'
    f'<Relationship Id="rId1" Type="{_OFFICE}/officeDocument/2006/relationships/styles" Target="styles.xml"/>'
    "</Relationships>"
)
_SHEET = (  # A4, margins of 2 cm, in twentieths of a point
    '<w:sectPr><w:pgSz w:w="11906" w:h="16838"/>'
    '<w:pgMar w:top="1134" w:right="1134" w:bottom="1134" w:left="1134" w:header="567" w:footer="567" w:gutter="0"/>'
    "</w:sectPr>"
)
_STYLES = (
    f'<w:styles xmlns:w="{_WORD}"><w:docDefaults><w:rPrDefault><w:rPr>'
    '<w:rFonts w:ascii="Calibri" w:hAnsi="Calibri" w:eastAsia="Calibri" w:cs="Calibri"/>'
    '<w:sz w:val="22"/><w:szCs w:val="22"/><w:lang w:val="LOCALE"/>'
    "</w:rPr></w:rPrDefault></w:docDefaults>"
    '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="BodyText"><w:name w:val="Body Text"/><w:basedOn w:val="Normal"/>'
    '<w:pPr><w:spacing w:after="120"/></w:pPr></w:style>'
    '<w:style w:type="paragraph" w:styleId="Title"><w:name w:val="Title"/><w:basedOn w:val="Normal"/>'
    '<w:next w:val="BodyText"/><w:pPr><w:keepNext/><w:spacing w:after="240"/></w:pPr>'
    '<w:rPr><w:b/><w:sz w:val="32"/><w:szCs w:val="32"/></w:rPr></w:style>'
    '<w:style w:type="paragraph" w:styleId="Heading1"><w:name w:val="heading 1"/><w:basedOn w:val="Normal"/>'
    '<w:next w:val="BodyText"/><w:pPr><w:keepNext/><w:spacing w:before="240" w:after="120"/><w:outlineLvl w:val="0"/>'
    '</w:pPr><w:rPr><w:b/><w:sz w:val="26"/><w:szCs w:val="26"/></w:rPr></w:style></w:styles>'
)
