"""The document about changes as files: one HTML page, and the redlines as a Word document with tracked changes."""

import json
from collections.abc import Iterator, Sequence

from mapping import issues
from mapping.changes import forms, law, page
from mapping.changes.document import Document, compose
from mapping.changes.overview import Overview
from mapping.changes.wording import Wording, heading_of
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
    template = environment().get_template("changes/changes.html.j2")
    return template.render(
        language=first.language,
        title=first.title,
        policy=POLICY,
        skip=WORDS[first.language]["skip"],
        style=Markup(stylesheet()),
        body=Markup(page.body(documents)),
    )


def to_word(overview: Overview, document: Document) -> bytes:
    """The redlines of the official texts with tracked changes: accepting them all gives the newer text.

    Where no two texts differ, the document says so under its title.
    """
    comparisons = [*overview.comparisons, *overview.ahead]
    newest = max((one.after for one in comparisons), key=lambda text: text.consolidated, default=None)
    author = (
        " ".join(filter(None, (newest.document and f"legis.md {newest.document}", str(newest.consolidated))))
        if newest
        else ""
    )
    day = newest.consolidated if newest else overview.library.day
    words = Wording(overview, document.language)
    entries = list(_entries(comparisons, words)) or [Entry(words.say("texts-none"), (), ())]
    return to_docx(document.title, author, day, entries, document.language)


def _entries(comparisons: Sequence[law.Comparison], words: Wording) -> Iterator[Entry]:
    """Each change of a text that concerns the treaty asked for, under the act, its date and the place."""
    overview = words.overview
    for comparison in comparisons:
        named = (
            f"{words.subject(comparison.after)}, {words.say('from-day', day=words.date(comparison.after.consolidated))}"
        )
        for one in comparison.changes:
            change = one.change
            if overview.instrument and not overview.rows(one.touched):
                continue
            heading = f"{named}: {heading_of(change, words.language)} – {words.word('change', change.kind)}"
            if change.kind == "heading":
                yield Entry(heading, [change.heading_before], [change.heading_after])
            else:
                yield Entry(heading, change.before, change.after)
