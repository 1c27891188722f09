"""Reading the text of a PDF: rows as printed, raised digits as ``^n``, paragraphs put together again.

PDFium (ISO 32000) tells the characters of a page in the order in which they were written, and where each stands. It
ends a row wherever the baseline changes, also after a superscript; here rows are what stands side by side. Positions are
asked for only where they decide something: at the ends of a row and at digits. That takes a tenth of the time of all.
"""

import ctypes
import hashlib
import re
import statistics
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, NamedTuple, NoReturn

from mapping.errors import UserError
from mapping.texts.source import Line, Source
from mapping.texts.wrapping import Page, Row, paragraphs

if TYPE_CHECKING:
    import pypdfium2

LARGEST = 50_000_000  # bytes
MOST_PAGES = 1_500
FEWEST_CHARACTERS = 50  # a page on average; a scan has none, or a stamp
_MOST_ON_A_PAGE = 100_000  # characters; a page set as small as can be read has a tenth
_WRONG_PASSWORD = 4  # FPDF_ERR_PASSWORD, fpdfview.h
_RAISED = 0.17  # of the height of a row: a digit whose foot stands higher above the baseline is an index
_SMALLER = 0.85  # times the height of a row: a superscript
_SIDE_BY_SIDE = 0.3  # of the height of a row: baselines that differ less belong to one row
_RAISED_BESIDE = 0.7  # the same where one of the two is set smaller
_SPACE = 0.15  # of the height of a row: a wider gap is a space
_DIGITS_AND_SPACE = "0123456789 "
_PICTURE = 0.5  # of a page; a picture that covers more, without any text, is a scan
_LIGATURES = str.maketrans({"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "\ufffe": "\x02"})
_NO_LETTER = re.compile("[\x00\x01\x03-\x08\x0e-\x1f\ufffd\ue000-\uf8ff]")
_OLD_FONT = re.compile(
    "[þÞ]|(?<=[a-zîâ])º|º(?=[a-zîâ])"
)  # ț and ș of fonts that put them in the place of other letters
# PDFium ends rows with CR LF, but runs the halves of a divided word together with a sign of its own between them.
_ON_ONE_BASELINE = re.compile("[^\r\n\x02\ufffe]+[\x02\ufffe]?")
_SPACES = re.compile(r"[ \t\xa0]+")
_SAVE_PAGE = "save the page of legis.md instead and import that"


def read_pdf(content: bytes) -> Source:
    """Read a PDF that holds text.

    Raises:
        UserError: too large, damaged, cut short, encrypted, scanned, or with letters that cannot be told.
    """
    _refuse_unlikely(content)
    pages = _pages(content)
    found = sum(len(row.text) for page in pages for row in page.rows)
    if found < FEWEST_CHARACTERS * len(pages):
        raise UserError(f"the PDF has no text: it is a scan; {_SAVE_PAGE}")
    _refuse_unreadable("\n".join(row.text for page in pages for row in page.rows))
    lines = tuple(Line(text) for text in paragraphs(pages))
    return Source("pdf", lines, {}, hashlib.sha256(content).hexdigest())


def _refuse_unlikely(content: bytes) -> None:
    if len(content) > LARGEST:
        raise UserError(
            f"the PDF has {len(content) / 1e6:.0f} MB, at most {LARGEST // 1_000_000} are read: {_SAVE_PAGE}"
        )
    # PDFium repairs what it can and says nothing of pages that are missing, so the end is looked for first.
    if b"%%EOF" not in content[-2048:] and b"%%EOF" not in content.rstrip(b"\0\r\n ")[-2048:]:
        raise UserError("the PDF is cut short: download it again")


def _pages(content: bytes) -> list[Page]:
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as error:
        _refuse_unopened(getattr(error, "err_code", None), str(error))
    try:
        if len(document) > MOST_PAGES:
            raise UserError(f"the PDF has {len(document)} pages, at most {MOST_PAGES} are read: {_SAVE_PAGE}")
        pages = [_page(document, index) for index in range(len(document))]
    except pypdfium2.PdfiumError:
        raise UserError("the PDF is damaged: download it again") from None
    finally:
        document.close()
    scanned = [index for index, (_, picture) in enumerate(pages, 1) if picture]
    if scanned and len(scanned) < len(pages):
        listed = ", ".join(map(str, scanned[:5])) + (" and others" if len(scanned) > 5 else "")
        raise UserError(f"the PDF has pages without text ({listed}): they are scans; {_SAVE_PAGE}")
    return [page for page, _ in pages]


def _refuse_unopened(code: int | None, said: str) -> NoReturn:
    if code == _WRONG_PASSWORD or "password" in said.lower():
        raise UserError("the PDF is encrypted and opens only with a password: save it without one and import that")
    raise UserError("the PDF is damaged: download it again")


def _page(document: "pypdfium2.PdfDocument", index: int) -> tuple[Page, bool]:
    """A page, and whether it is only a picture."""
    page = document[index]
    try:
        width, height = page.get_size()
        rows = tuple(_rows(page, index))
        return Page(width, height, rows), not rows and _is_picture(page, width * height)
    finally:
        page.close()


def _is_picture(page: "pypdfium2.PdfPage", area: float) -> bool:
    import pypdfium2.raw as pdfium

    for one in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_IMAGE]):
        left, bottom, right, top = one.get_bounds()
        if (right - left) * (top - bottom) > _PICTURE * area:
            return True
    return False


class _Part(NamedTuple):
    """What stands on one baseline without a break: the characters from ``start`` to ``end``, and where they stand."""

    start: int
    end: int
    left: float
    right: float
    base: float
    size: float


def _rows(page: "pypdfium2.PdfPage", index: int) -> Iterator[Row]:
    """The rows of a page in the order of its contents."""
    characters = _Characters(page, index)
    parts, strays = _without_strays(characters.parts(), characters)
    row: Row | None = None
    for part in parts:
        read = characters.read(part, strays.get(part, []))
        if row is not None and _beside(row, part):
            row = _put_together(row, read)
            continue
        if row is not None:
            yield row
        row = read
    if row is not None:
        yield row


def _beside(row: Row, part: _Part) -> bool:
    smaller, larger = sorted((row.size, part.size))
    near = _RAISED_BESIDE if smaller < _SMALLER * larger else _SIDE_BY_SIDE
    return abs(part.base - row.base) < near * larger and part.left > row.right - 0.3 * row.size


def _put_together(row: Row, read: Row) -> Row:
    space = " " if read.left - row.right > _SPACE * row.size else ""
    # A part of its own that is smaller and higher: a superscript whose baseline ended the row.
    index = read.text.isdigit() and read.size < _SMALLER * row.size and read.base - row.base > 0.1 * row.size
    text = f"{row.text}^{read.text}" if index else row.text + space + read.text
    base, size = (row.base, row.size) if row.size >= read.size else (read.base, read.size)
    first = row.first_word if " " in row.text or space else read.right - row.left
    return Row(text, row.left, read.right, base, size, first)


def _without_strays(
    parts: list[_Part], characters: "_Characters"
) -> tuple[list[_Part], dict[_Part, list[tuple[int, _Part]]]]:
    """The parts, and apart from them the indices that were written away from their place, by the part they belong to.

    A browser that prints writes what is raised by its position after all the rest of the page.
    """
    usual = statistics.median(part.size for part in parts) if parts else 0
    placed: dict[_Part, list[tuple[int, _Part]]] = {}
    kept: list[_Part] = []
    before: _Part | None = None
    for part in parts:
        beside = before is not None and 0 <= part.left - before.right + 0.3 * before.size < before.size
        small = part.size < _SMALLER * usual and not characters.text[part.start : part.end + 1].strip(_DIGITS_AND_SPACE)
        homes = [_home(one, parts, usual) for one in characters.words(part)] if small and not beside else []
        if not homes or None in homes:
            kept.append(part)
            before = part
            continue
        for one, home in zip(characters.words(part), homes, strict=True):
            if home is not None:
                placed.setdefault(home, []).append((characters.place(home, one.left), one))
    return kept, placed


def _home(stray: _Part, parts: list[_Part], usual: float) -> _Part | None:
    """The part above whose baseline a stray index stands, within its length."""
    return next(
        (
            part
            for part in parts
            if part.size >= _SMALLER * usual
            and 0.05 * part.size < stray.base - part.base < _RAISED_BESIDE * part.size
            and part.left < stray.left < part.right + 0.5 * part.size
        ),
        None,
    )


class _Characters:
    """The characters of a page by index, and where they stand."""

    def __init__(self, page: "pypdfium2.PdfPage", index: int) -> None:
        import pypdfium2.raw as pdfium

        self.pdfium: Any = pdfium
        self.page = page.get_textpage()  # closed with the page; held here, since its handle dies with it
        count = self.page.count_chars()
        if count > _MOST_ON_A_PAGE:
            raise UserError(
                f"page {index + 1} of the PDF holds {count} characters, more than any printed page: {_SAVE_PAGE}"
            )
        self.text = self.page.get_text_range() if count else ""
        if len(self.text) != count:  # a character outside the basic plane, or one left out: ask for each
            codes = (pdfium.FPDFText_GetUnicode(self.page.raw, one) for one in range(count))
            self.text = "".join(chr(code) if code < 0xD800 or 0xE000 <= code < 0x110000 else "\ufffd" for code in codes)

    def parts(self) -> list[_Part]:
        """What stands between the ends of rows, spaces around it left out."""
        found = (self._stripped(one.start(), one.end() - 1) for one in _ON_ONE_BASELINE.finditer(self.text))
        return [one for one in found if one is not None]

    def words(self, part: _Part) -> list[_Part]:
        """The words of a part as parts."""
        found = re.finditer(r"\S+", self.text[part.start : part.end + 1])
        words = (self._stripped(part.start + one.start(), part.start + one.end() - 1) for one in found)
        return [one for one in words if one is not None]

    def _stripped(self, start: int, end: int) -> _Part | None:
        while start <= end and self.text[start].isspace():
            start += 1
        while end >= start and self.text[end].isspace():
            end -= 1
        if start > end:
            return None
        left, _, size_first = self._box(start)
        _, right, size_last = self._box(end)
        base = min(self._base(start), self._base(end))  # an index at one end stands higher
        return _Part(start, end, left, right, base, max(size_first, size_last))

    def read(self, part: _Part, strays: list[tuple[int, _Part]]) -> Row:
        """The text of a part with its indices, as a row."""
        text, done = "", part.start
        for at, stray in sorted(strays):
            text += self._indexed(done, self._before_gap(at, done) - 1, part)
            text += "^" + self.text[stray.start : stray.end + 1]
            gap = at <= part.end and self._box(at)[0] - stray.right > _SPACE * part.size
            text += " " if gap and not self.text[at].isspace() else ""
            done = at
        text += self._indexed(done, part.end, part)
        word_end = part.start
        while word_end < part.end and not self.text[word_end + 1].isspace():
            word_end += 1
        clean = _SPACES.sub(" ", text.translate(_LIGATURES)).strip()
        return Row(clean, part.left, part.right, part.base, part.size, self._box(word_end)[1] - part.left)

    def place(self, part: _Part, left: float) -> int:
        """The character of a part before which something at ``left`` stands."""
        places = (at for at in range(part.start, part.end + 1) if not self._made_up(at))
        return next((at for at in places if self._box(at)[0] >= left - 0.5), part.end + 1)

    def _before_gap(self, at: int, least: int) -> int:
        """Back over spaces that PDFium puts where it sees a gap; an index filled it."""
        while at > least and self._made_up(at - 1):
            at -= 1
        return at

    def _made_up(self, at: int) -> bool:
        return bool(self.text[at].isspace() and self.pdfium.FPDFText_IsGenerated(self.page.raw, at) == 1)

    def _indexed(self, start: int, end: int, part: _Part) -> str:
        """The text with ``^`` before digits that stand above the baseline."""
        text, done, raised = "", start, False
        for found in re.finditer(r"[0-9]", self.text[start : end + 1]):
            at = start + found.start()
            follows = raised and at == done
            raised = self._foot(at) - part.base > _RAISED * part.size
            mark = "^" if raised and not follows and at > part.start else ""
            text += self.text[done:at] + mark + self.text[at]
            done = at + 1
        return text + self.text[done : end + 1]

    def _base(self, at: int) -> float:
        x, y = ctypes.c_double(), ctypes.c_double()
        self.pdfium.FPDFText_GetCharOrigin(self.page.raw, at, x, y)
        return y.value

    def _box(self, at: int) -> tuple[float, float, float]:
        """Left, right and the height of the line that the character's font asks for."""
        box = self.pdfium.FS_RECTF()
        self.pdfium.FPDFText_GetLooseCharBox(self.page.raw, at, box)
        return box.left, box.right, box.top - box.bottom

    def _foot(self, at: int) -> float:
        """How high the ink of a character begins."""
        left, right, bottom, top = (ctypes.c_double() for _ in range(4))
        self.pdfium.FPDFText_GetCharBox(self.page.raw, at, left, right, bottom, top)
        return bottom.value


def _refuse_unreadable(text: str) -> None:
    """Refuse letters that look right on paper and are stored as something else."""
    if len(_NO_LETTER.findall(text)) > 0.02 * len(text):
        raise UserError(f"the PDF does not say which letters its signs stand for: {_SAVE_PAGE}")
    if len(_OLD_FONT.findall(text)) > 5:
        raise UserError(f'the PDF was set with old fonts that store other letters for "ș" and "ț": {_SAVE_PAGE}')
