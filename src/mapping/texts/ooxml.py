"""Opening a Word file with suspicion: unpacked within bounds, nothing in it resolved, read a paragraph at a time."""

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from typing import IO, TYPE_CHECKING, Any, NoReturn

from mapping.errors import UserError

if TYPE_CHECKING:
    from lxml.etree import _Element

LARGEST_UNPACKED = 200_000_000  # bytes; the longest code has about 12 MB of XML
MOST_MEMBERS = 5_000

_OLD_CONTAINER = bytes.fromhex("d0cf11e0a1b11ae1")  # of .doc, and of a DOCX with a password (MS-CFB 2.2)
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_NAMESPACES = (
    "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}",
    "{http://purl.oclc.org/ooxml/wordprocessingml/main}",  # the strict variant
)
_DAMAGED = "the Word file is damaged: save or download it again"
# How a broken archive shows itself, apart from XML that does not parse.
_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, NotImplementedError, ValueError, OSError)


class Package:
    """The zip archive that a DOCX is, opened with suspicion."""

    def __init__(self, content: bytes) -> None:
        if content.startswith(_OLD_CONTAINER):
            _refuse_old_container(content)
        try:
            self.archive = zipfile.ZipFile(io.BytesIO(content))
        except _BROKEN:
            raise UserError(_DAMAGED) from None
        members = self.archive.infolist()
        if len(members) > MOST_MEMBERS:
            raise UserError(
                f"the Word file holds {len(members)} parts; one of an official text has a few dozen: save it anew in Word"
            )
        self.left = LARGEST_UNPACKED
        if sum(one.file_size for one in members) > self.left:
            _refuse_bomb()
        self.names = {one.filename for one in members}
        self.document = "word/document.xml"
        if self.document not in self.names:  # some editors count their main part
            self.document = min((one for one in self.names if re.fullmatch(r"word/document\d*\.xml", one)), default="")
        if not self.document:
            raise UserError("the file is not a Word document: import the saved page, a DOCX or a PDF with text")

    def parse(self, name: str) -> "_Element | None":
        """One part as a tree; ``None`` when the package has no such part."""
        from lxml import etree

        if name not in self.names:
            return None
        try:
            with self.archive.open(name) as stream:
                content = _Bounded(stream, self).read()
            root = etree.fromstring(content, etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False))
        except (etree.XMLSyntaxError, *_BROKEN):
            raise UserError(_DAMAGED) from None
        _refuse_declarations(root)
        return root

    def paragraphs(self) -> "Iterator[tuple[str, _Element]]":
        """The paragraphs of the body as ``("p", …)``, one at a time, so that a long document never stands in memory whole.

        Between them stand the rows and cells of tables as they begin and end: ``("start tr", …)``.
        """
        from lxml import etree

        try:
            with self.archive.open(self.document) as stream:
                walk = etree.iterparse(
                    _Bounded(stream, self),
                    events=("start", "end"),
                    tag=[part + name for part in _NAMESPACES for name in ("document", "p", "tr", "tc")],
                    resolve_entities=False,
                    no_network=True,
                    huge_tree=False,
                )
                for event, element in walk:
                    name = local(element)
                    if name in ("tr", "tc"):
                        yield f"{event} {name}", element
                    elif event == "start":
                        if name == "document":
                            _refuse_declarations(element)
                    elif name == "p" and not _not_there(element):
                        yield "p", element
                        _forget(element)
        except (etree.XMLSyntaxError, *_BROKEN):
            raise UserError(_DAMAGED) from None


class _Bounded:
    """A stream that counts what really comes out of the archive; what a zip declares of itself may be a lie."""

    def __init__(self, stream: IO[bytes], package: Package) -> None:
        self.stream, self.package = stream, package

    def read(self, size: int = -1) -> bytes:
        piece = self.stream.read(self.package.left + 1 if size < 0 else size)
        self.package.left -= len(piece)
        if self.package.left < 0:
            _refuse_bomb()
        return piece


def _refuse_bomb() -> NoReturn:
    raise UserError(
        f"the Word file unpacks to more than {LARGEST_UNPACKED // 1_000_000} MB: save the text alone and import that"
    )


def _refuse_old_container(content: bytes) -> NoReturn:
    if _ENCRYPTED in content:
        raise UserError(
            "the Word file is protected with a password: open it in Word, remove the password, and save it again"
        )
    raise UserError("the file is in Word's old format (.doc): open it in Word and save it as .docx")


def _refuse_declarations(element: "_Element") -> None:
    """A Word file declares no document type; one that does means to define entities."""
    if element.getroottree().docinfo.internalDTD is not None:
        raise UserError("the Word file holds declarations that no Word file has: save it anew in Word and import that")


def _not_there(paragraph: "_Element") -> bool:
    """A paragraph that only repeats another form of a text box, or stands in a deleted row of a table."""
    return any(
        local(one) == "Fallback" or second_form(one) or child(child(one, "trPr"), "del") is not None
        for one in paragraph.iterancestors()
    )


def second_form(element: "_Element") -> bool:
    """The same content stands in several forms in ``AlternateContent``; the first is read."""
    return local(element) == "Choice" and element.getprevious() is not None


def _forget(paragraph: "_Element") -> None:
    """Free a paragraph that was read, unless it is part of one that is still open, and what stood before it."""
    if any(local(one) == "p" for one in paragraph.iterancestors()):
        return
    paragraph.clear()
    while paragraph.getprevious() is not None:
        parent = paragraph.getparent()
        if parent is None:
            return
        del parent[0]


def local(element: "_Element") -> str:
    """The name of an element without its namespace; comments and instructions have none."""
    tag: Any = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def child(element: "_Element | None", name: str) -> "_Element | None":
    """The first child of that name; ``None`` where there is none, or no element."""
    return None if element is None else next((one for one in element if local(one) == name), None)


def value(element: "_Element | None", attribute: str = "val") -> str:
    """A ``w:`` attribute in either namespace; empty when there is none."""
    if element is None:
        return ""
    return next((str(found) for part in _NAMESPACES if (found := element.get(part + attribute)) is not None), "")
