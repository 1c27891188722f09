"""Reading a Word file (DOCX, ISO/IEC 29500): its paragraphs in order, superscripts as ``^n``, automatic numbers written out.

Tracked insertions count as text and tracked deletions do not, as if all changes were accepted; hidden text, footnotes,
comments, headers and tables of contents are left out. The file is unpacked within bounds and nothing in it is resolved.
"""

import hashlib
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from mapping.errors import UserError
from mapping.texts.numbering import Numbering
from mapping.texts.ooxml import Package, child, local, second_form, value
from mapping.texts.source import Line, Source
from mapping.texts.tables import Rows

if TYPE_CHECKING:
    from lxml.etree import _Element

_NOT_READ = frozenset(
    {"pPr", "rPr", "del", "moveFrom", "instrText", "delText", "txbxContent", "Fallback", "footnoteReference"}
)
_AS_TEXT = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
_OFF = ("0", "false", "off", "none")
_DIGITS = re.compile(r"\s*([0-9]+)(?=[\s.,;:)\]]|$)")


def read_word(content: bytes) -> Source:
    """Read a DOCX.

    Raises:
        UserError: not a DOCX, encrypted, damaged, unpacking too large, or numbered in a way that cannot be written out.
    """
    package = Package(content)
    styles = _Styles(package.parse("word/styles.xml"))
    numbering = Numbering(package.parse("word/numbering.xml"))
    lines: list[_Printed] = []
    rows = Rows()
    for what, element in package.paragraphs():
        if what == "p":
            lines += _lines(element, styles, numbering)
        elif what == "start tr":
            rows.begin_row(len(lines))
        elif what == "start tc":
            rows.begin_cell(len(lines))
        elif what == "end tr" and (first := rows.end_row(lines)) is not None:
            lines[first:] = [_Printed(" ".join(one.text for one in lines[first:]), False)]
    if not any(line.text for line in lines):
        raise UserError(
            "the Word file has no text: it may hold pictures of pages; save the page of the publisher instead"
        )
    return Source("docx", tuple(_joined(lines)), {}, hashlib.sha256(content).hexdigest())


class _Styles:
    """What paragraph and character styles say that matters here, with what they inherit."""

    def __init__(self, root: "_Element | None") -> None:
        self.by_id = {} if root is None else {value(one, "styleId"): one for one in root if local(one) == "style"}

    def chain(self, style: str) -> "Iterator[_Element]":
        """The style and those it is based on; a circle ends."""
        seen = set[str]()
        while style in self.by_id and style not in seen:
            seen.add(style)
            yield self.by_id[style]
            style = value(child(self.by_id[style], "basedOn"))

    def name(self, style: str) -> str:
        """Its name as Word knows it, whatever the language of the menus: ``heading 1``, ``toc 2``."""
        return value(child(self.by_id.get(style), "name")).lower()

    def heading(self, style: str) -> bool:
        """True for a title, a heading, and what has a level in the outline."""
        return any(
            self.name(value(one, "styleId")).startswith(("heading", "title"))
            or _outlined(child(one, "pPr"))
            for one in self.chain(style)
        )  # fmt: skip

    def number(self, style: str) -> "_Element | None":
        """The ``numPr`` a paragraph style gives."""
        found = (child(child(one, "pPr"), "numPr") for one in self.chain(style))
        return next((one for one in found if one is not None), None)

    def raised(self, style: str) -> bool | None:
        """Whether a character style raises its text; ``None`` when it does not say."""
        said = (_raised(child(one, "rPr")) for one in self.chain(style))
        return next((one for one in said if one is not None), None)

    def hidden(self, style: str) -> bool:
        """Whether a character style hides its text."""
        return any(_on(child(child(one, "rPr"), "vanish")) for one in self.chain(style))


class _Piece(NamedTuple):
    text: str
    raised: bool


class _Printed(NamedTuple):
    """A line of a paragraph; ``open`` when its end was deleted, so that the next paragraph continues it."""

    text: str
    heading: bool
    open: bool = False


def _lines(paragraph: "_Element", styles: _Styles, numbering: Numbering) -> list[_Printed]:
    properties = child(paragraph, "pPr")
    style = value(child(properties, "pStyle"))
    if styles.name(style).startswith("toc "):
        return []  # a table of contents repeats headings
    text = _text(list(_pieces(paragraph, styles)))
    if child(child(properties, "rPr"), "del") is not None:
        return [_Printed(text, False, open=True)] if text else []
    number = child(properties, "numPr")
    label = numbering.label(number if number is not None else styles.number(style), style, text)
    heading = _outlined(properties) or styles.heading(style)
    lines = [" ".join(one.split()) for one in f"{label}{text}".split("\n")]
    return [_Printed(one, heading) for one in lines if one]


def _joined(lines: list[_Printed]) -> Iterator[Line]:
    """The lines, with those whose end was deleted run together."""
    before = ""
    for line in lines:
        before += line.text
        if not line.open:
            yield Line(before, line.heading)
            before = ""
    if before:
        yield Line(before)


def _pieces(element: "_Element", styles: _Styles) -> Iterator[_Piece]:
    """The text of a paragraph in order, raised or not."""
    for part in element:
        name = local(part)
        if name in _NOT_READ or second_form(part):
            continue
        if name != "r":
            yield from _pieces(part, styles)
            continue
        properties = child(part, "rPr")
        style = value(child(properties, "rStyle"))
        vanish = child(properties, "vanish")
        if _on(vanish) or (vanish is None and styles.hidden(style)):
            continue
        raised = _raised(properties)
        yield _Piece("".join(_run(part)), bool(styles.raised(style) if raised is None else raised))


def _run(run: "_Element") -> Iterator[str]:
    for part in run.iter():
        name = local(part)
        if (name == "t" or name in _AS_TEXT) and not _inside_box(part, run):
            yield _AS_TEXT.get(name) or (part.text or "").replace("\n", " ")


def _text(pieces: list[_Piece]) -> str:
    """One text; digits in raised pieces that stand together are one index."""
    merged: list[_Piece] = []
    for piece in pieces:
        if not piece.text:
            continue
        if merged and merged[-1].raised == piece.raised:
            merged[-1] = _Piece(merged[-1].text + piece.text, piece.raised)
        else:
            merged.append(piece)
    return "".join(_DIGITS.sub(r"^\1", text, count=1) if raised else text for text, raised in merged)


def _raised(properties: "_Element | None") -> bool | None:
    """Superscript by name, or by a raised baseline; ``None`` when nothing is said."""
    align, position = child(properties, "vertAlign"), child(properties, "position")
    if align is not None and value(align) != "baseline":
        return value(align) == "superscript"
    if position is not None:
        return re.fullmatch(r"\+?0*[1-9][0-9]*(?:pt)?", value(position)) is not None
    return None if align is None else False


def _outlined(properties: "_Element | None") -> bool:
    return re.fullmatch("[0-8]", value(child(properties, "outlineLvl"))) is not None


def _on(switch: "_Element | None") -> bool:
    return switch is not None and value(switch) not in _OFF


def _inside_box(element: "_Element", run: "_Element") -> bool:
    """True for text of a text box, whose paragraphs are read on their own."""
    for one in element.iterancestors():
        if one is run:
            return False
        if local(one) in ("txbxContent", "Fallback"):
            return True
    return False
