"""The document about changes as HTML: the parts a notebook shows, and a page of its own."""

from collections.abc import Iterable
from html import escape

from mapping import markup
from mapping.changes.document import Document, Section


def lead(document: Document) -> str:
    """The sentences that stand before everything else."""
    return "".join(f"<p>{escape(sentence)}</p>" for sentence in document.lead)


def sections(found: Iterable[Section]) -> str:
    """Sections with their tables and redlines."""
    return "".join(map(_section, found))


def _section(section: Section) -> str:
    parts = [f"<h3>{escape(section.heading)}</h3>"]
    parts += [f"<p>{escape(sentence)}</p>" for sentence in section.sentences]
    parts += [markup.table(one.columns, one.rows, one.caption, headed=True) for one in section.tables]
    parts += [markup.redlined(one.heading, one.pieces, one.remarks) for one in section.redlines]
    return "".join(parts)
