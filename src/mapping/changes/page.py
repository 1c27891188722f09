"""The document about changes as HTML: the parts a notebook shows, and the body of a page of its own."""

from collections.abc import Iterable, Sequence
from html import escape

from mapping import markup
from mapping.changes.document import Document, Section
from mapping.pinpoint import Language

_IN_NOTEBOOK, _ON_PAGE = 3, 2  # the level of the first headings: below a heading of the notebook, below the title
_LANGUAGES: dict[Language, str] = {"ro": "În română", "en": "In English"}


def lead(document: Document) -> str:
    """The sentences that stand before everything else."""
    return "".join(f"<p>{escape(sentence)}</p>" for sentence in document.lead)


def sections(found: Iterable[Section], level: int = _IN_NOTEBOOK) -> str:
    """Sections with their tables and redlines, the first headings on the level given."""
    return "".join(_section(one, level + one.level - 1) for one in found)


def body(documents: Sequence[Document]) -> str:
    """The document in one language or in several, each under its title, with ways to each language and treaty."""
    first, *others = documents
    ways = [f'<a href="#{one.language}" lang="{one.language}">{_LANGUAGES[one.language]}</a>' for one in others]
    top = f'<p class="ways">{" · ".join(ways)}</p>' if ways else ""
    return top + _document(first) + "".join(_translation(one) for one in others)


def _translation(document: Document) -> str:
    title = f'<h1 id="{document.language}">{escape(document.title)}</h1>'
    return f'<div lang="{document.language}">{title}{_document(document)}</div>'


def _document(document: Document) -> str:
    contents, parts = [], []
    for number, one in enumerate(document.sections, start=1):
        anchor = f"{document.language}-{number}" if one.kind == "treaty" else ""
        if anchor:
            contents.append(f'<li><a href="#{anchor}">{escape(one.heading)}</a></li>')
        parts.append(_section(one, _ON_PAGE + one.level - 1, anchor))
    listed = f'<ul class="contents">{"".join(contents)}</ul>' if contents else ""
    return lead(document) + listed + "".join(parts)


def _section(section: Section, level: int, anchor: str = "") -> str:
    named = f' id="{anchor}"' if anchor else ""
    parts = [f"<h{level}{named}>{escape(section.heading)}</h{level}>"]
    parts += [f"<p>{escape(sentence)}</p>" for sentence in section.sentences]
    parts += [
        markup.table(one.columns, one.rows, one.caption, headed=one.caption == section.heading)
        for one in section.tables
    ]
    parts += [markup.redlined(one.heading, one.pieces, one.remarks, level + 1) for one in section.redlines]
    return "".join(parts)
