"""The compliance annex as a Word document, filled into a template that a ministry can restyle in Word.

The layout lives in ``templates/annex/annex.docx``: page, table, fonts and colours are styles there, and the places to
fill are Jinja tags that Word shows as text (docxtpl: ``{%tr`` repeats a table row, ``{%p`` a paragraph). This module
only fills it in, sets the language and makes the bytes the same every time.
"""

import datetime as dt
import io
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from mapping.annex import ATTENTION, LONG_CELL, SIGNS, Annex
from mapping.errors import UserError
from mapping.reports.layout import TEMPLATES

TEMPLATE = TEMPLATES / "annex" / "annex.docx"
LOCALES = {"ro": "ro-RO", "en": "en-GB"}
STAMP = re.compile(r"\{\{-? *annex\.stamp\b")
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
        UserError: the template cannot be read, one of its tags is broken or unknown, or it leaves the stamp out.
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
    _check_stamp(template.get_docx(), path)
    try:
        template.render(
            {"annex": annex, "labels": annex.labels, "marks": SIGNS, "attention": ATTENTION},
            jinja_env=Environment(autoescape=True, undefined=StrictUndefined),
        )
    except TemplateError as error:
        raise UserError(f"{path}: a tag of the template cannot be filled in: {error}") from None
    return template.docx


def _check_stamp(document: Any, path: Path) -> None:
    """Refuse a restyled template in which a working draft would pass for a final annex."""
    for elements in ([document.element.body], *_heads_and_feet(document)):
        if not STAMP.search("".join(_words(elements))):
            raise UserError(
                f"{path}: a working draft would not be marked as one: put {{{{ annex.stamp }}}} back at the top, and into the "
                "header or the footer of every page"
            )


def _heads_and_feet(document: Any) -> Iterator[list[Any]]:
    """What stands above and below the text, for each kind of page of each section; a section may take it over."""
    known: dict[str, Any] = {}
    for section in document.sections:
        kinds = {"": True, "first_page_": section.different_first_page_header_footer}
        kinds["even_page_"] = document.settings.odd_and_even_pages_header_footer
        for kind in (one for one, used in kinds.items() if used):
            for name in (f"{kind}header", f"{kind}footer"):
                part = getattr(section, name)
                if not part.is_linked_to_previous:  # asking a linked one for its element would add an empty part
                    known[name] = part._element
            yield [known[name] for name in (f"{kind}header", f"{kind}footer") if name in known]


def _words(elements: list[Any]) -> Iterator[str]:
    from docx.oxml.ns import qn

    return (text.text or "" for element in elements for text in element.iter(qn("w:t")))


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
