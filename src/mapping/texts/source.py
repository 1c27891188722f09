"""A file as a publisher gives it: its lines and what it says of itself, whatever the format."""

import codecs
import hashlib
import re
from pathlib import PurePath
from typing import NamedTuple

from mapping.errors import UserError

LARGEST = 20_000_000  # bytes; the longest code has a tenth of it
_PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"II*\0", b"MM\0*")
_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_DECLARED = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w.:-]{1,40})""", re.IGNORECASE)
_EXPECTED = ["utf_8", "cp1250", "cp1251", "cp1252"]  # encodings met in Romanian and Russian
_HTML = re.compile(r"<(?:!doctype\s+html|html|head|body|div|table|p|article|section|main)\b", re.IGNORECASE)
_OPENING = 5000  # characters in which a page shows that it is one
_MARKDOWN = re.compile(r"\A---\n(?:.*\n)*?---\n|^#{1,6} \S", re.MULTILINE)


class Line(NamedTuple):
    """One line or paragraph as published, superscripts as ``^n``; ``heading`` when the file marks it as one."""

    text: str
    heading: bool = False


class Source(NamedTuple):
    """What a file holds: its lines in reading order, and ``facts``, what it says of itself.

    Known facts are ``title``, ``number`` (``"985/2002"``), ``document``, ``consolidated`` (``YYYY-MM-DD``), ``amended_by``,
    ``in_force``, ``language`` and ``address``; none is certain to be there.
    """

    format: str
    lines: tuple[Line, ...]
    facts: dict[str, str]
    sha256: str


def read_source(content: bytes, name: str) -> Source:
    """Read a file by what it contains, and by the ending of its name only where the content does not tell."""
    if not content.strip():
        raise UserError(f'"{name}" is empty: save the page or file again')
    if b"%PDF-" in content[:1024]:
        from mapping.texts.pdf import read_pdf

        return read_pdf(content)
    if content.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):  # a zip as DOCX is, or Office's older container
        from mapping.texts.word import read_word

        return read_word(content)
    if content.startswith(_PICTURES):
        raise UserError(f'"{name}" is a picture: save the page of the publisher, or ask for a DOCX or a PDF with text')
    if content.startswith(b"{\\rtf"):
        raise UserError(f'"{name}" is RTF, which is not read: save it as DOCX and import that')
    if b"multipart/related" in content[:2000].lower():
        raise UserError(f'"{name}" is a page saved as a single file (.mhtml): save it again as "web page, HTML only"')
    if len(content) > LARGEST:
        size, most = len(content) / 1_000_000, LARGEST // 1_000_000
        raise UserError(f'"{name}" has {size:.0f} MB; an official text has at most {most}: save the text alone')
    text = decode(content, name)
    kind = kind_of(text, name)
    if kind == "html":
        from mapping.texts.markup import read_html

        lines, facts = read_html(text)
    else:
        from mapping.texts.plain import read_markdown, read_plain

        lines, facts = read_markdown(text) if kind == "markdown" else read_plain(text)
    return Source(kind, lines, facts, hashlib.sha256(content).hexdigest())


def kind_of(text: str, name: str) -> str:
    """``html``, ``markdown`` or ``text``.

    >>> kind_of("<!DOCTYPE html><p>Articolul 1.", "saved"), kind_of("## Articolul 1.", "a.txt"), kind_of("Art. 1", "a.md")
    ('html', 'markdown', 'markdown')
    """
    ending = PurePath(name).suffix.lower()
    if (text.lstrip().startswith("<") and _HTML.search(text[:_OPENING])) or ending in (".html", ".htm", ".xhtml"):
        return "html"
    return "markdown" if ending in (".md", ".markdown") or _MARKDOWN.search(text) else "text"


def decode(content: bytes, name: str) -> str:
    """The characters of a text file, lines ending as on Unix.

    Strict UTF-8 comes before what the page declares: browsers save as UTF-8 and leave the old declaration standing,
    and no other encoding with Romanian or Russian letters passes for UTF-8.
    """
    for mark, encoding in _BYTE_ORDER_MARKS:
        if content.startswith(mark):
            return _one_newline(_strict(content, encoding, name))
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError:
        text = _other_encoding(content, name)
    if "\0" in text:
        raise UserError(f'"{name}" is not a text: import the saved page, a DOCX or a PDF')
    return _one_newline(text)


def _other_encoding(content: bytes, name: str) -> str:
    declared = _DECLARED.search(content[:4096])
    if declared:
        try:
            return content.decode(declared[1].decode("ascii"))
        except (LookupError, UnicodeDecodeError):
            pass  # a false declaration: the letters themselves decide
    from charset_normalizer import from_bytes

    best = from_bytes(content, cp_isolation=_EXPECTED).best()
    if best is None:
        raise UserError(f'"{name}" is in an encoding that is not recognised: save it as UTF-8')
    return str(best)


def _strict(content: bytes, encoding: str, name: str) -> str:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError:
        raise UserError(f'"{name}" is damaged: save the page or file again') from None


def _one_newline(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")
