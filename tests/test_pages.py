"""The pages made of executed notebooks: one language, no code, nothing from the network, a sound structure."""

import re
from html.parser import HTMLParser

import nbformat
import pytest

from mapping.errors import UserError
from mapping.reports.pages import WORDS, stylesheet, to_html

NAVIGATION = [("Obligations", "01.html"), ("Gaps & more", "04.html")]
VOID = {"meta", "link", "img", "br", "hr", "input", "path", "rect", "circle", "col"}


def notebook(*outputs: nbformat.NotebookNode, heading: str = "# Gaps") -> nbformat.NotebookNode:
    """An executed notebook in two languages, with the given outputs."""
    v4 = nbformat.v4
    return v4.new_notebook(
        cells=[
            v4.new_markdown_cell(f"{heading}\n\nOnly English", metadata={"tags": ["lang-en"]}),
            v4.new_markdown_cell("# Lacunele\n\nDoar română", metadata={"tags": ["lang-ro"]}),
            v4.new_markdown_cell("Both | of\n--- | ---\nthem | here"),
            v4.new_code_cell("secret_default = 1", metadata={"tags": ["parameters"]}),
            v4.new_code_cell("secret_value = 2", metadata={"tags": ["injected-parameters"]}),
            v4.new_code_cell("secret_code()", execution_count=3, outputs=list(outputs)),
            v4.new_raw_cell("raw secret"),
        ]
    )


def result(**data: str) -> nbformat.NotebookNode:
    """An output with these forms; ``text_html`` stands for ``text/html``."""
    forms = {name.replace("_", "/", 1).replace("svg", "svg+xml"): text for name, text in data.items()}
    return nbformat.v4.new_output("display_data", data=forms)


def page(*outputs: nbformat.NotebookNode, language: str = "en", **changes: str) -> str:
    """The page of ``notebook(*outputs)``."""
    made = notebook(*outputs, heading=changes.pop("heading", "# Gaps"))
    given = {"title": "Gaps & more", "home": "index.html", "current": "04.html"} | changes
    return to_html(made, language=language, navigation=NAVIGATION, **given)


class Outline(HTMLParser):
    """What the structural checks look at: tags with attributes, and whether every element is closed in order."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self._open: list[str] = []
        self.feed(html)
        assert self._open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note the element."""
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        """Refuse an end that does not match."""
        if tag not in VOID:
            assert self._open.pop() == tag

    def all(self, name: str) -> list[dict[str, str | None]]:
        """The attributes of every element of this name."""
        return [attributes for tag, attributes in self.tags if tag == name]


def test_a_page_speaks_one_language() -> None:
    """Cells of the other language are left out, those of no language stay."""
    english, romanian = page(language="en"), page(language="ro")
    assert "Only English" in english
    assert "Doar română" not in english
    assert "Doar română" in romanian
    assert "Only English" not in romanian
    assert "them" in english
    assert "them" in romanian
    assert '<html lang="ro">' in romanian
    assert WORDS["ro"]["skip"] in romanian
    assert WORDS["ro"].keys() == WORDS["en"].keys()


def test_results_show_and_code_does_not() -> None:
    """HTML, SVG, Markdown, pictures and printed text show; code, parameters, prompts, raw cells and stderr do not."""
    v4 = nbformat.v4
    html = page(
        result(text_html="<p>as HTML</p>", text_plain="<Shown>"),
        result(image_svg='<?xml version="1.0"?>\n<!DOCTYPE svg>\n<svg viewBox="0 0 1 1"><title>as SVG</title></svg>'),
        result(text_markdown="as *Markdown*"),
        nbformat.v4.new_output("display_data", data={"image/png": "iVBO\nRw0="}, metadata={"alt": 'a "map"'}),
        v4.new_output("stream", name="stdout", text="printed <b>"),
        v4.new_output("stream", name="stderr", text="a warning"),
    )
    assert "<p>as HTML</p>" in html
    assert '<svg viewBox="0 0 1 1"><title>as SVG</title></svg>' in html
    assert "as <em>Markdown</em>" in html
    assert 'src="data:image/png;base64,iVBORw0=" alt="a &#34;map&#34;"' in html
    assert "printed &lt;b&gt;" in html
    for hidden in ("secret", "a warning", "Shown", "<?xml", "<!DOCTYPE svg", "In [", "Out["):
        assert hidden not in html


def test_the_same_notebook_gives_the_same_bytes_and_stays_as_it_was() -> None:
    """Laying out changes neither the page the second time nor the notebook."""
    made = notebook(result(text_html="<p>x</p>"))
    before = nbformat.writes(made)
    given = {"title": "Gaps", "current": "04.html", "home": "i.html"}
    pages = {to_html(made, language="en", navigation=NAVIGATION, **given) for _ in range(2)}
    assert len(pages) == 1
    assert nbformat.writes(made) == before


def test_the_structure_is_sound() -> None:
    """Every element is closed; one heading of the first rank; landmarks, skip link, current page, names of tables."""
    html = page(result(text_html="<table><tr><td>1</td></tr></table>"))
    outline = Outline(html)
    assert html.startswith("<!DOCTYPE html>\n")
    assert html.endswith("</html>\n")
    for name in ("title", "header", "nav", "main", "h1", "style"):
        assert len(outline.all(name)) == 1, name
    assert "<title>Gaps &amp; more – " in html
    first = outline.all("a")[0]
    assert (first["class"], first["href"]) == ("skip", "#content")
    assert outline.all("main")[0]["id"] == "content"
    assert outline.all("nav")[0]["aria-label"] == "Reports"
    assert [link["href"] for link in outline.all("a") if link.get("aria-current") == "page"] == ["04.html"]
    assert [link["href"] for link in outline.all("a")].count("index.html") == 1
    scrollers = [part for part in outline.all("div") if part.get("tabindex") == "0"]
    assert scrollers
    assert all(part["aria-label"] and part["role"] for part in scrollers)
    assert {"name": "viewport", "content": "width=device-width, initial-scale=1"} in outline.all("meta")
    identifiers = [attributes["id"] for _, attributes in outline.tags if "id" in attributes]
    assert len(identifiers) == len(set(identifiers))


def test_the_title_is_the_heading_where_the_notebook_has_none() -> None:
    """A page never lacks a heading of the first rank."""
    assert "<h1>Gaps &amp; more</h1>" in page(heading="## Smaller")
    assert "<h1>Gaps &amp; more</h1>" not in page()


def test_the_current_page_is_known_by_its_address() -> None:
    """Its title may differ from its label in the navigation."""
    html = page(title="Another", current="01.html")
    assert '<a href="01.html" aria-current="page">' in html
    assert html.count("aria-current=") == 1


def test_nothing_comes_from_the_network() -> None:
    """No address of another computer is in the page, and the browser is told to ask none."""
    html = page(result(text_html="<p>x</p>"), result(image_svg="<svg><rect/></svg>"))
    assert not re.search(r"https?://", html)
    assert not re.search(r"@import|<script|<link|url\(", html)
    assert "default-src &#39;none&#39;" in html


@pytest.mark.parametrize(
    "fragment",
    [
        '<img src="https://example.org/a.png" alt="">',
        "<script src=//cdn.example.org/x.js></script>",
        '<link rel="stylesheet" href="http://example.org/a.css">',
        "<style>p { background: url('https://example.org/a.png') }</style>",
        '<style>@import "a.css";</style>',
        '<svg><image href="https://example.org/a.png"/></svg>',
    ],
)
def test_a_result_that_needs_the_network_is_refused(fragment: str) -> None:
    """The message names the page."""
    with pytest.raises(UserError, match="The page “Gaps & more” would load something from the network"):
        page(result(text_html=fragment))


def test_a_link_to_a_source_stays() -> None:
    """A link is followed when the reader chooses to; the law is cited with its address."""
    assert '<a href="https://www.legis.md/">' in page(result(text_html='<a href="https://www.legis.md/">legis</a>'))


def contrast(one: str, other: str) -> float:
    """The ratio of WCAG 2.2 between two colours, ``#rrggbb``."""

    def luminance(colour: str) -> float:
        parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
        linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def test_the_colours_can_be_read() -> None:
    """Text has at least 4.5:1 on both grounds (WCAG 2.2, 1.4.3), and the style sheet names no file."""
    css = stylesheet()
    colours = dict(re.findall(r"--(\w+): (#[0-9a-f]{6});", css))
    for ink in ("ink", "quiet", "accent"):
        for ground in ("#ffffff", colours["pale"]):
            assert contrast(colours[ink], ground) >= 4.5
    assert css.count("{") == css.count("}")
    assert "@media print" in css
    assert "url(" not in css
    assert f"<style>\n{css}</style>" in page()
