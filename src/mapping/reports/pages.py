"""Turns an executed notebook into one accessible HTML page that needs nothing but itself.

The layout is ``templates/notebook``: ``index.html.j2`` for the page, ``style.css`` for its look, which the index page
shares through ``stylesheet()``. nbconvert is imported inside the functions: it costs half a second.
"""

import re
from collections.abc import Sequence
from copy import copy
from functools import cache
from typing import TYPE_CHECKING, Any

from mapping.errors import UserError
from mapping.reports.layout import TEMPLATES
from mapping.reports.run import without_slow_formats

if TYPE_CHECKING:
    import nbformat

# The words of the frame around a report; what stands in the reports comes from the data.
WORDS = {
    "en": {
        "product": "Treaty obligations and national law",
        "skip": "Skip to content",
        "navigation": "Reports",
        "table": "Table; scroll sideways to see all columns",
    },
    "ro": {
        "product": "Obligațiile din tratate și legislația națională",
        "skip": "Salt la conținut",
        "navigation": "Rapoarte",
        "table": "Tabel; derulați lateral pentru a vedea toate coloanele",
    },
}

# What the browser itself enforces: a page opened from a disk or a mail asks no other computer for anything.
POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:; font-src data:; "
    "base-uri 'none'; form-action 'none'"
)

# Markup that makes a browser fetch something: ``src="https:…"``, ``<link href="…">``, ``url(//…)``, ``@import``.
# A link in the text is none: it is followed only when the reader chooses to.
_FETCHES = re.compile(
    r"""<[^>]*\s(?:src|srcset|poster|data|xlink:href)\s*=\s*["']?\s*(?:https?:)?//[^\s"'>]*
    | <(?:link|image|use|feImage)\b[^>]*\shref\s*=\s*["']?\s*(?:https?:)?//[^\s"'>]*
    | \burl\(\s*["']?\s*(?:https?:)?//[^\s"')]*
    | @import\b[^;]*
    """,
    re.IGNORECASE | re.VERBOSE,
)

# From the richest form of a result to the plainest; the first that an output has is shown.
_SHOWN_FORMS = ["text/html", "image/svg+xml", "text/markdown", "image/png", "image/jpeg", "text/plain"]

_HIDDEN_TAGS = frozenset({"parameters", "injected-parameters"})


@cache
def stylesheet() -> str:
    """The style sheet of the pages, for any page that should look like them."""
    return (TEMPLATES / "notebook" / "style.css").read_text(encoding="utf-8")


def to_html(
    notebook: "nbformat.NotebookNode",
    *,
    language: str,
    title: str,
    navigation: Sequence[tuple[str, str]],
    current: str,
    home: str,
) -> str:
    """Lay out an executed notebook as a page: its text in one language and its results, never its code.

    Args:
        notebook: As ``run_jobs`` returns it; it is not changed.
        language: ``en`` or ``ro``: the language of the page; cells tagged for another language are left out.
        title: The name of the report; also its first heading, if the notebook has none.
        navigation: Label and address of every report.
        current: The address in ``navigation`` that is this page.
        home: Address of the index page.

    Returns:
        The page, the same bytes for the same arguments.

    Raises:
        UserError: If a result would make the browser fetch something from the network.
    """
    page = {
        "language": language,
        "title": title,
        "navigation": list(navigation),
        "current": current,
        "home": home,
        "words": WORDS[language],
        "policy": POLICY,
        "stylesheet": stylesheet(),
    }
    kept = copy(notebook)
    kept.cells = [cell for cell in notebook.cells if _is_shown(cell, language)]
    html = _render(kept, {"page": page}) + "\n"
    if found := _FETCHES.search(html):
        raise UserError(f"The page “{title}” would load something from the network: {found.group().strip()[-120:]}")
    return html


def _is_shown(cell: "nbformat.NotebookNode", language: str) -> bool:
    tags = set(cell.metadata.get("tags", []))
    languages = {tag.removeprefix("lang-") for tag in tags if tag.startswith("lang-")}
    return not tags & _HIDDEN_TAGS and (not languages or language in languages)


def _render(notebook: "nbformat.NotebookNode", resources: dict[str, Any]) -> str:
    from nbconvert.exporters import TemplateExporter

    # Of HTMLExporter everything but its last step: that reads the whole page again with a slow parser, to mark up
    # elements of JupyterLab's own layout.
    html, _ = TemplateExporter.from_notebook_node(_exporter(), notebook, resources)
    return str(html).strip()


@cache
def _exporter() -> Any:
    with without_slow_formats():
        from nbconvert.exporters import HTMLExporter
        from traitlets.config import Config

    exporter: Any = HTMLExporter  # untyped
    return exporter(
        config=Config(NbConvertBase={"display_data_priority": _SHOWN_FORMS}),
        template_name="notebook",
        extra_template_basedirs=[str(TEMPLATES)],
        default_preprocessors=[],  # they run the notebook, colour its code or sort its files: nothing of ours
        exclude_anchor_links=True,
    )
