"""Write the form: one protected sheet for each treaty, the same bytes for the same data.

Every text is written as text, so that a cell which begins with ``= + - @`` is never a formula; the cells to fill in are of
the text format, so that Excel does not make one of what a reviewer types.
"""

import datetime as dt
import io
import math
import re
import textwrap
from typing import Any

from mapping.catalogue import Catalogue
from mapping.errors import UserError, nearest
from mapping.records import Instrument
from mapping.texts.library import Library
from mapping.workbook import form
from mapping.workbook.rows import Row, rows_of

_A4, _SCALE = 9, 65  # paper; per cent at which the Romanian columns fill a landscape page
_FONT = "Arial"  # every office program has it, or one with the same widths
_SIZE, _SMALL = 9, 7  # points; the small one where a row would be higher than Excel allows
_PER_WIDTH = 11  # letters that fit into a column one character wide, times the size of the font
_LEADING = 1.3  # height of a line, times the size of the font
_LOWEST, _HIGHEST = 48, 409  # points; room for a few lines of remark; what Excel allows
_ALLOWED = {"format_columns": True, "format_rows": True, "autofilter": True, "sort": True}
_SHADES = {"suspect": "#FCE4D6", "disputed": "#F8CBCB"}
_FILL_IN = "#FFF9D6"
_LONGEST_NAME = 31  # characters of the name of a sheet
_MARGIN = 0.4  # inches
_READ_ME_WIDTH = 68
_NUMBERS = [column.key for column in form.COLUMNS]


def write(catalogue: Catalogue, library: Library, instrument: str | None = None) -> bytes:
    """The workbook for a reviewer, as XLSX.

    Args:
        catalogue: the data to review.
        library: the official texts that the seals speak of.
        instrument: the id of one treaty; all of them without it.

    Raises:
        UserError: there is no such treaty, or nothing is recorded for it.
    """
    import xlsxwriter

    tables = _tables(catalogue, library, instrument)
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, _options())
    day = catalogue.edition.as_of
    book.set_properties({"title": form.TITLE, "created": dt.datetime(day.year, day.month, day.day, tzinfo=dt.UTC)})
    formats = _formats(book)
    read_me = book.add_worksheet(form.READ_ME)
    names = _sheet_names([one for one, _ in tables])
    _read_me(read_me, catalogue, [(name, len(rows)) for name, (_, rows) in zip(names, tables, strict=True)], formats)
    for name, (_, rows) in zip(names, tables, strict=True):
        _treaty(book.add_worksheet(name), name, rows, formats)
    book.close()
    return out.getvalue()


def _options() -> dict[str, Any]:
    """How the workbook is written; a new object each time, because the library changes what it is given."""
    return {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
        "default_format_properties": {"font_name": _FONT, "font_size": 10, "font_scheme": None},
    }


def _tables(catalogue: Catalogue, library: Library, instrument: str | None) -> list[tuple[Instrument, list[Row]]]:
    if instrument is not None and instrument not in catalogue.instrument_by_id:
        known = ", ".join(catalogue.instrument_by_id)
        raise UserError(
            f'there is no treaty "{instrument}": allowed are {known}{nearest(instrument, catalogue.instrument_by_id)}'
        )
    rows = rows_of(catalogue, library)
    chosen = [one for one in catalogue.instruments if instrument in (None, one.id)]
    tables = [(one, rows[one.id]) for one in chosen if one.id in rows]
    if not tables:
        raise UserError(f"nothing is recorded for {instrument or 'any treaty'} yet: there is nothing to review")
    return tables


def _sheet_names(instruments: list[Instrument]) -> list[str]:
    """Names of sheets: the short title without the signs Excel refuses, in at most 31 characters, each its own."""
    names: list[str] = []
    for one in instruments:
        title = re.sub(r"[\[\]:*?/\\\s]+", " ", one.short.ro)
        name = textwrap.shorten(title, _LONGEST_NAME, placeholder="…").strip(" '")
        taken = {other.casefold() for other in (*names, form.READ_ME)}
        names.append(one.id[:_LONGEST_NAME] if not name or name.casefold() in taken else name)
    return names


def _formats(book: Any) -> dict[str, Any]:
    """The cell formats by name; ``row-suspect`` and the like add a shade."""
    body = {"text_wrap": True, "valign": "top", "font_size": _SIZE, "border": 1, "border_color": "#BFBFBF"}
    fill_in = {**body, "locked": False, "num_format": "@", "bg_color": _FILL_IN}
    styles: dict[str, dict[str, Any]] = {
        "row": body,
        "strong": {**body, "bold": True},
        "head": {**body, "bold": True, "bg_color": "#DDE6EF", "valign": "vcenter"},
        "fill-in": fill_in,
        "fill-in-large": {**fill_in, "font_size": 12, "valign": "vcenter"},
        "day": {**fill_in, "font_size": 12, "valign": "vcenter", "num_format": "dd.mm.yyyy", "align": "left"},
        "missing": {"bg_color": "#F4B183"},
        "title": {"bold": True, "font_size": 16, "text_wrap": True, "valign": "top"},
        "subtitle": {"font_size": 12, "text_wrap": True, "valign": "top", "font_color": "#404040"},
        "label": {"bold": True, "font_size": 11, "valign": "vcenter", "text_wrap": True},
        "text": {"font_size": 11, "text_wrap": True, "valign": "top"},
        "left": {"font_size": 11, "align": "left", "valign": "top"},
        **{f"row-{state}": {**body, "bg_color": shade} for state, shade in _SHADES.items()},
        **{f"strong-{state}": {**body, "bold": True, "bg_color": shade} for state, shade in _SHADES.items()},
    }
    styles |= {f"small-{name}": {**style, "font_size": _SMALL} for name, style in styles.items()}
    return {name: book.add_format(style) for name, style in styles.items()}


def _read_me(sheet: Any, catalogue: Catalogue, sheets: list[tuple[str, int]], formats: dict[str, Any]) -> None:
    """The first sheet: who reviews, how to do it, and what the data are."""
    sheet.set_column(0, 1, _READ_ME_WIDTH)
    sheet.set_row(0, 48)
    sheet.write_string(0, 0, form.TITLE, formats["title"])
    sheet.write_string(0, 1, form.TITLE_EN, formats["title"])
    row = 2
    for field, label in form.WHO.items():
        sheet.set_row(row, 24)
        sheet.write_string(row, 0, label, formats["label"])
        sheet.write_blank(row, 1, None, formats["day" if field == "date" else "fill-in-large"])
        if field == "date":
            sheet.data_validation(row, 1, row, 1, _DAY)
        row += 1
    row += 1
    for number, (romanian, english) in enumerate(form.INSTRUCTIONS, start=1):
        sheet.set_row(row, _height([(romanian, _READ_ME_WIDTH), (english, _READ_ME_WIDTH)], 11) + 4)
        sheet.write_string(row, 0, f"{number}. {romanian}", formats["text"])
        sheet.write_string(row, 1, f"{number}. {english}", formats["text"])
        row += 1
    row += 1
    facts = [(form.EDITION, catalogue.edition.version), (form.AS_OF, form.shown(catalogue.edition.as_of))]
    for label, value in facts:
        sheet.write_string(row, 0, label, formats["label"])
        sheet.write_string(row, 1, value, formats["left"])
        row += 1
    sheet.write_string(row, 0, form.SHEETS, formats["label"])
    for name, count in sheets:
        sheet.write_string(row, 1, f"{name}: {count}", formats["left"])
        row += 1
    sheet.protect("", _ALLOWED)
    _page(sheet, 100)
    sheet.fit_to_pages(1, 1)


def _treaty(sheet: Any, name: str, rows: list[Row], formats: dict[str, Any]) -> None:
    """The sheet of a treaty, one row a record, with the list of decisions and everything else locked."""
    decision, remark, last = _NUMBERS.index("decision"), _NUMBERS.index("remark"), len(rows)
    for number, column in enumerate(form.COLUMNS):
        sheet.set_column(number, number, column.width or 8, None, {} if column.width else {"hidden": True})
        sheet.write_string(0, number, column.heading, formats["head"])
    for number, row in enumerate(rows, start=1):
        shade = f"-{row.state}" if row.state in _SHADES else ""
        texts = [(row.cells.get(column.key, ""), column.width) for column in form.COLUMNS if column.width]
        height = _height(texts, _SIZE)
        small = "small-" if height > _HIGHEST else ""
        sheet.set_row(number, min(max(height if not small else _height(texts, _SMALL), _LOWEST), _HIGHEST))
        for place, key in enumerate(_NUMBERS):
            if key in form.WRITTEN_BY_REVIEWER:
                sheet.write_blank(number, place, None, formats["fill-in"])
            else:
                strong = "strong" if key == "state" else "row"
                sheet.write_string(number, place, row.cells.get(key, ""), formats[f"{small}{strong}{shade}"])
    sheet.data_validation(1, decision, last, decision, _DECISION)
    sheet.conditional_format(1, remark, last, remark, _needs_remark(decision, remark, formats["missing"]))
    sheet.freeze_panes(1, 2)
    sheet.autofilter(0, 0, last, len(_NUMBERS) - 1)
    sheet.protect("", _ALLOWED)
    sheet.set_row(0, 28)
    _page(sheet, _SCALE)
    sheet.repeat_rows(0)
    sheet.repeat_columns(0, 1)
    sheet.set_v_pagebreaks([_NUMBERS.index(form.FIRST_ENGLISH)])
    sheet.print_across()
    sheet.set_header(f"&L{name.replace('&', '&&')}&R&P / &N")


def _height(texts: list[tuple[str, float]], size: float) -> float:
    """The height in points of a row whose cells hold these texts in columns of these widths.

    Excel finds it out by itself, LibreOffice does not.
    """
    lines = max(
        sum(math.ceil(max(len(line), 1) / (width * _PER_WIDTH / size)) for line in text.split("\n"))
        for text, width in texts
    )
    return lines * size * _LEADING + 4


def _page(sheet: Any, scale: int) -> None:
    sheet.set_landscape()
    sheet.set_paper(_A4)
    sheet.set_margins(_MARGIN, _MARGIN, 0.6, _MARGIN)
    sheet.set_print_scale(scale)


_DECISION = {
    "validate": "list",
    "source": list(form.DECISIONS.values()),
    "error_title": "Decizia / Decision",
    "error_message": "Alegeți un cuvânt din listă. / Choose a word from the list.",
}
_DAY = {
    "validate": "date",
    "criteria": "between",
    "minimum": form.EARLIEST,
    "maximum": form.LATEST,
    "input_title": "Data / Date",
    "input_message": "ZZ.LL.AAAA / DD.MM.YYYY",
    "error_type": "warning",  # a date typed as text is read as well
    "error_title": "Data / Date",
    "error_message": "Scrieți data ca ZZ.LL.AAAA. / Write the date as DD.MM.YYYY.",
}


def _needs_remark(decision: int, remark: int, format_: Any) -> dict[str, Any]:
    """Shade an empty remark beside a decision that needs one, while the reviewer is still at the sheet."""
    from xlsxwriter.utility import xl_col_to_name

    said, wrote = f"${xl_col_to_name(decision)}2", f"${xl_col_to_name(remark)}2"
    needing = ",".join(f'{said}="{form.DECISIONS[one]}"' for one in ("disagrees", "remarks"))
    return {"type": "formula", "criteria": f"=AND(OR({needing}),LEN(TRIM({wrote}))=0)", "format": format_}
