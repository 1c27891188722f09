"""The compliance annex as a Word document, filled into a template that a ministry can restyle in Word.

The layout lives in ``templates/annex/annex.docx``: page, table, fonts and colours are styles there, and the places to
fill are Jinja tags that Word shows as text (docxtpl: ``{%tr`` repeats a table row, ``{%p`` a paragraph). This module
only fills it in, sets the language and makes the bytes the same every time.
"""

import datetime as dt
import io
import zipfile
from pathlib import Path
from typing import Any

from mapping.annex import LONG_CELL, SIGNS, Annex
from mapping.errors import UserError
from mapping.reports.layout import TEMPLATES

TEMPLATE = TEMPLATES / "annex" / "annex.docx"
LOCALES = {"ro": "ro-RO", "en": "en-GB"}
# The earliest time a zip entry can carry (PKWARE APPNOTE, 4.4.6).
EPOCH = (1980, 1, 1, 0, 0, 0)


def to_docx(annex: Annex, template: Path | None = None) -> bytes:
    """Fill the Word template.

    Args:
        annex: the annex in one language.
        template: a restyled copy of the template; the one of the package when not given.

    Returns:
        The document; the same annex and template give the same bytes.

    Raises:
        UserError: the template cannot be read or one of its tags is broken or unknown.
    """
    path = template or TEMPLATE
    document = _filled(annex, path)
    _keep_short_rows_whole(document)
    _set_language(document, LOCALES[annex.language])
    _set_properties(document, annex)
    buffer = io.BytesIO()
    document.save(buffer)
    return _same_bytes(buffer.getvalue())


def _filled(annex: Annex, path: Path) -> Any:
    from docxtpl import DocxTemplate
    from jinja2 import Environment, StrictUndefined, TemplateError

    if not zipfile.is_zipfile(path):
        raise UserError(f"{path}: not a Word document (.docx)")
    template = DocxTemplate(path)
    try:
        template.render(
            {"annex": annex, "labels": annex.labels, "marks": SIGNS},
            jinja_env=Environment(autoescape=True, undefined=StrictUndefined),
        )
    except TemplateError as error:
        raise UserError(f"{path}: a tag of the template cannot be filled in: {error}") from None
    return template.docx


def _keep_short_rows_whole(document: Any) -> None:
    """Forbid a page break inside short rows; a long row kept whole would leave half a page empty before it."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    for row in document.element.body.iter(qn("w:tr")):
        cells = ("".join(text.text or "" for text in cell.iter(qn("w:t"))) for cell in row.iter(qn("w:tc")))
        properties = row.get_or_add_trPr()
        if max(map(len, cells)) <= LONG_CELL and properties.find(qn("w:cantSplit")) is None:
            properties.insert(0, OxmlElement("w:cantSplit"))


def _set_language(document: Any, locale: str) -> None:
    """Tell Word and screen readers the language, wherever the template names one."""
    from docx.oxml.ns import qn

    for language in document.styles.element.iter(qn("w:lang")):
        language.set(qn("w:val"), locale)
    for language in document.settings.element.iter(qn("w:themeFontLang")):
        language.set(qn("w:val"), locale)


def _set_properties(document: Any, annex: Annex) -> None:
    properties = document.core_properties
    properties.title = f"{annex.heading}: {annex.title}"
    properties.subject = annex.treaty[:255]  # Word's own limit for a property
    properties.language = LOCALES[annex.language]
    properties.created = properties.modified = dt.datetime.combine(annex.as_of, dt.time())
    properties.last_modified_by = ""
    properties.revision = 1


def _same_bytes(document: bytes) -> bytes:
    """Rewrite the zip with its entries in order and without the clock."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(document)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in sorted(old.namelist()):
            entry = zipfile.ZipInfo(name, EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 0  # the system that ran it must not show
            new.writestr(entry, old.read(name))
    return out.getvalue()
