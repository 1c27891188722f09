"""The document about changes as files: one HTML page, and the redlines as a Word document with tracked changes."""

import json
from collections.abc import Iterator, Sequence

from mapping import issues
from mapping.changes import forms, law, page
from mapping.changes.document import Document, compose
from mapping.changes.overview import Overview
from mapping.changes.wording import heading_of
from mapping.pinpoint import LANGUAGES, Language
from mapping.reports.layout import environment
from mapping.reports.pages import POLICY, WORDS, stylesheet
from mapping.reports.redline_docx import Entry, to_docx


def form(
    overview: Overview, name: str, language: Language | None, *, colour: bool = False, words: bool = True
) -> bytes:
    """The overview in the form asked for.

    Args:
        overview: what was found.
        name: ``text``, ``markdown``, ``json``, ``sarif``, ``github``, ``html`` or ``docx``.
        language: the language; without one, English as text, Romanian in Word, both in a page or Markdown.
        colour: whether the terminal shows colours.
        words: whether the words of official texts are shown, or the places only.
    """
    if name == "json":
        return json.dumps(forms.as_object(overview), ensure_ascii=False, indent=1).encode() + b"\n"
    if name in ("sarif", "github"):
        return issues.FORMATS[name](forms.as_issues(overview)).encode() + b"\n"
    if name == "text":
        return forms.as_text(compose(overview, language or "en", words=words), colour=colour).encode() + b"\n"
    if name == "docx":
        return to_word(overview, compose(overview, language or "ro"))
    documents = [compose(overview, one, words=words) for one in ((language,) if language else reversed(LANGUAGES))]
    if name == "html":
        return to_html(documents).encode()
    return "\n".join(map(forms.as_markdown, documents)).encode()


def to_html(documents: Sequence[Document]) -> str:
    """Lay the document out as a page of its own; the same document in a second language follows the first.

    Args:
        documents: the document, in one language or in several.

    Returns:
        A complete HTML page that fetches nothing.
    """
    from markupsafe import Markup

    first = documents[0]
    body = page.lead(first) + page.sections(first.sections)
    for other in documents[1:]:
        body += f'<div lang="{other.language}"><h2>{Markup.escape(other.title)}</h2>{page.lead(other)}{page.sections(other.sections)}</div>'
    template = environment().get_template("changes/changes.html.j2")
    return template.render(
        language=first.language,
        title=first.title,
        policy=POLICY,
        skip=WORDS[first.language]["skip"],
        style=Markup(stylesheet()),
        body=Markup(body),
    )


def to_word(overview: Overview, document: Document) -> bytes:
    """The redlines of the official texts with tracked changes: accepting them all gives the newer text.

    Where no two texts differ, the document holds its title only.
    """
    comparisons = [*overview.comparisons, *overview.ahead]
    newest = max((one.after for one in comparisons), key=lambda text: text.consolidated, default=None)
    author = (
        " ".join(filter(None, (newest.document and f"legis.md {newest.document}", str(newest.consolidated))))
        if newest
        else ""
    )
    day = newest.consolidated if newest else overview.library.day
    return to_docx(document.title, author, day, _entries(comparisons, document.language), document.language)


def _entries(comparisons: Sequence[law.Comparison], language: Language) -> Iterator[Entry]:
    for comparison in comparisons:
        for one in comparison.changes:
            change = one.change
            heading = f"{comparison.after.title or comparison.after.about}: {heading_of(change, language)}"
            if change.kind == "heading":
                yield Entry(heading, [change.heading_before], [change.heading_after])
            else:
                yield Entry(heading, change.before, change.after)
