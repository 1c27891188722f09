"""Open a workbook that somebody sent, and take nothing from it but the text of its cells.

A file from outside may be anything: not a workbook, one that unpacks to gigabytes, one with macros. It is refused with a
sentence before a spreadsheet library sees it. Nothing is evaluated: of a formula there is only its text, and the mark that
it is one.
"""

import datetime as dt
import io
import warnings
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from mapping.errors import UserError
from mapping.workbook import form

LARGEST_FILE = 50_000_000  # bytes as sent
LARGEST_UNPACKED = 200_000_000  # bytes; the form for seven treaties has 3 million
MOST_PARTS = 2_000  # files in the archive
MOST_ROWS, MOST_COLUMNS = 20_000, 100  # of a sheet; the form has some 1,200 and 20
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # .xls, and .xlsx locked with a password
_ENTITIES = tuple("<!DOCTYPE".encode(code) for code in ("utf-8", "utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"))
_AGAIN = 'save it in Excel or LibreOffice as "Excel workbook (.xlsx)", without a password, and import it again'


@dataclass(frozen=True)
class Cell:
    """What stands in a cell, as text; ``where`` is its address as Excel writes it."""

    where: str
    text: str = ""
    formula: bool = False
    day: dt.date | None = None


@dataclass(frozen=True)
class Sheet:
    """A sheet: its name and its rows, from the first; each row holds its filled cells by column, counted from 0."""

    name: str
    rows: tuple[dict[int, Cell], ...]
    cut: bool = False

    def cell(self, row: int, column: int) -> Cell:
        """The cell at a place, counted from 0; an empty one if nothing stands there."""
        from openpyxl.utils import get_column_letter

        filled = self.rows[row].get(column) if row < len(self.rows) else None
        return filled or Cell(f"{self.name}!{get_column_letter(column + 1)}{row + 1}")


def open_workbook(content: bytes) -> list[Sheet]:
    """The sheets of a workbook.

    Raises:
        UserError: the bytes are not a workbook, or one that is not read: too large, with macros, or damaged.
    """
    _inspect(content)
    import openpyxl

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about decorations the library does not know
            book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, keep_links=False)
            return [_sheet(one) for one in book.worksheets]
    except Exception as error:  # a damaged part makes the library stumble in whatever way it happens to
        raise UserError(f"the workbook is damaged and cannot be read ({type(error).__name__}): {_AGAIN}") from None


def _inspect(content: bytes) -> None:
    """Refuse what is not worth opening, by what the archive says about itself."""
    if len(content) > LARGEST_FILE:
        raise UserError(
            f"the file has {len(content) / 1e6:.0f} MB, and a workbook of reviews at most {LARGEST_FILE // 1_000_000} MB: "
            "send back the workbook that was exported"
        )
    if content.startswith(_OLE):
        raise UserError(f"the file is locked with a password, or in the format of Excel 97 (.xls): {_AGAIN}")
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            _inspect_parts(archive)
    except (zipfile.BadZipFile, zlib.error, OSError, EOFError, ValueError, RuntimeError):
        raise UserError(f"the file is not a workbook, or it was cut off on its way: {_AGAIN}") from None


def _inspect_parts(archive: zipfile.ZipFile) -> None:
    parts = archive.infolist()
    unpacked = sum(one.file_size for one in parts)
    if unpacked > LARGEST_UNPACKED or len(parts) > MOST_PARTS:
        raise UserError(
            f"the file unpacks to {unpacked / 1e6:.0f} MB in {len(parts)} parts, which no workbook of reviews does: "
            "send back the workbook that was exported"
        )
    if any(one.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED) for one in parts):
        raise UserError(f"the file is packed in a way that no office program uses: {_AGAIN}")
    names = {one.filename.casefold() for one in parts}
    if any(name.endswith("vbaproject.bin") or "macrosheets/" in name for name in names):
        raise UserError(f"the workbook holds macros, which are never read: {_AGAIN}")
    if "xl/workbook.xml" not in names:
        raise UserError(f"the file is not an Excel workbook: {_AGAIN}")
    for one in parts:
        if one.filename.casefold().endswith((".xml", ".rels", ".vml")):
            text = archive.read(one)
            if any(mark in text for mark in _ENTITIES):
                raise UserError(f"the workbook declares XML entities, which no office program writes: {_AGAIN}")


def _sheet(sheet: Any) -> Sheet:
    sheet.reset_dimensions()  # a claim of the file, not a fact
    rows: list[dict[int, Cell]] = []
    for number, row in enumerate(sheet.iter_rows(max_row=MOST_ROWS + 1, max_col=MOST_COLUMNS)):
        if number == MOST_ROWS:
            return Sheet(sheet.title, tuple(rows), cut=True)
        rows.append({index: _cell(sheet.title, one) for index, one in _filled(row)})
    return Sheet(sheet.title, tuple(rows))


def _filled(row: Any) -> Iterator[tuple[int, Any]]:
    return ((index, one) for index, one in enumerate(row) if one.value is not None)


def _cell(sheet: str, one: Any) -> Cell:
    value, where = one.value, f"{sheet}!{one.coordinate}"
    if one.data_type == "f":
        return Cell(where, str(getattr(value, "text", None) or value), formula=True)
    if isinstance(value, dt.datetime):
        return Cell(where, form.shown(value.date()), day=value.date())
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return Cell(where, str(value))
