"""The index of the reports, and the titles and links of their pages."""

from mapping.records import ALL
from mapping.reports.layout import environment
from mapping.view import View


def page_title(view: View, notebook: str, *, alone: bool = True) -> str:
    """The printed title of a page: the vocabulary's word for the notebook, or its file name; with the treaty if alone."""
    return f"{_name(view, notebook)} – {view.instrument.short.in_(view.language)}" if alone else _name(view, notebook)


def navigation(view: View, notebooks: list[str]) -> list[tuple[str, str]]:
    """(label, address) of the pages of one treaty and language, for the head of each."""
    return [(_name(view, one), f"{one}.html") for one in notebooks]


def _name(view: View, notebook: str) -> str:
    key = notebook.partition("-")[2]
    known = view.catalogue.vocabulary.words["page"]
    key = "annex" if key == "compliance-annex" else "matrix" if key == "mapping-matrix" else key
    return known[key].in_(view.language) if key in known else key


def index(views: dict[tuple[str, str], View], notebooks: list[str], there: set[str]) -> str:
    """The page from which a reviewer starts: every treaty, both languages, every form.

    Args:
        views: (instrument, language) → view.
        notebooks: names in reading order.
        there: paths of the outputs that exist; only these are linked.
    """
    from mapping import pictures
    from mapping.reports.pages import stylesheet

    blocks = []
    for (instrument, language), view in views.items():
        pages = [
            {"name": _name(view, one), "href": path}
            for one in notebooks
            if (path := f"site/{instrument}/{language}/{one}.html") in there
        ]
        papers = [
            {"name": kind.upper() if kind != "docx" else "Word", "href": path}
            for kind in ("html", "docx", "pdf")
            if (path := f"annex/{instrument}.{language}.{kind}") in there
        ]
        if not pages and not papers:
            continue
        blocks.append(
            {
                "view": view,
                "language": language,
                "picture": pictures.status_bars(view).replace("status-bars", f"status-bars-{instrument}-{language}"),
                "pages": pages,
                "papers": papers,
                "notices": view.notices(),
            }
        )
    blocks.sort(key=lambda block: str(block["language"]) != "ro")
    edition = next(iter(views.values())).catalogue.edition
    together = [
        {"language": language, "name": _name(view, one), "href": path}
        for language, view in {view.language: view for view in reversed(views.values())}.items()
        for one in notebooks
        if (path := f"site/{ALL}/{language}/{one}.html") in there
    ]
    together.sort(key=lambda page: page["language"] != "ro")
    return (
        environment()
        .get_template("index.html.j2")
        .render(blocks=blocks, together=together, edition=edition, style=stylesheet())
    )
