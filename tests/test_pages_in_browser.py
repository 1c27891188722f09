"""The pages as a reader opens them: from a disk, in a real browser, without a network, and to be read aloud."""

import itertools
import json
import re
import shutil
import subprocess
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from conftest import lay_out
from mapping.reports.build import build, compares, notebooks, request_for

FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--no-first-run",
    "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND",
)
VOID = {
    "meta",
    "link",
    "img",
    "br",
    "hr",
    "input",
    "path",
    "rect",
    "circle",
    "line",
    "polygon",
    "polyline",
    "col",
    "use",
}
# The page whose tables and pictures are looked at closely, and the two others a reader begins with.
MATRIX = "site/sample/ro/03-mapping-matrix.html"


class Element:
    """One element of a page: name, attributes, text inside, elements inside."""

    def __init__(self, name: str, attributes: dict[str, str]) -> None:
        self.name = name
        self.attributes = attributes
        self.parts: list[Element | str] = []

    def all(self, *names: str) -> "list[Element]":
        """The elements of these names, at any depth, in the order of the page."""
        found = []
        for part in self.parts:
            if isinstance(part, Element):
                found += [part] if part.name in names else []
                found += part.all(*names)
        return found

    @property
    def text(self) -> str:
        """What can be read in it."""
        words = "".join(part if isinstance(part, str) else part.text for part in self.parts)
        return " ".join(words.split())


class Page(HTMLParser):
    """A page as a tree; fails where an element is not closed in order."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.root = Element("", {})
        self._open = [self.root]
        self.feed(html)
        assert self._open == [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin an element."""
        element = Element(tag, {name: value or "" for name, value in attrs})
        self._open[-1].parts.append(element)
        if tag not in VOID:
            self._open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note an element of SVG that is closed at once."""
        self._open[-1].parts.append(Element(tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        """End an element."""
        if tag not in VOID:
            assert self._open.pop().name == tag

    def handle_data(self, data: str) -> None:
        """Note text."""
        self._open[-1].parts.append(data)


@pytest.fixture(scope="module")
def reports(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The reports on the corpus in Romanian."""
    root = lay_out(tmp_path_factory.mktemp("pages") / "proiect nou")
    shutil.copytree(Path(__file__).parents[1] / "notebooks", root / "notebooks")
    asked = request_for(root, instrument=None, language="ro", as_of="", draft="none", only=None, out=None)
    build(asked)
    return root / "reports"


Visit = Callable[[Path], tuple[Element, set[str]]]


@pytest.fixture(scope="module")
def visit(tool: Callable[[str], str], tmp_path_factory: pytest.TempPathFactory) -> Visit:
    """Open a file in Chromium; gives the page as the browser understood it, and the addresses the page asked for."""
    chromium = tool("chromium")
    folder = tmp_path_factory.mktemp("browser")
    numbers = itertools.count()

    def open_page(path: Path) -> tuple[Element, set[str]]:
        log = folder / f"network-{next(numbers)}.json"
        ended = subprocess.run(
            [
                chromium,
                *FLAGS,
                f"--user-data-dir={folder / 'profile'}",
                f"--log-net-log={log}",
                "--dump-dom",
                path.as_uri(),
            ],
            capture_output=True,
            timeout=60,
            check=True,
        )
        return Page(ended.stdout.decode()).root, asked_for(json.loads(log.read_text(encoding="utf-8")))

    return open_page


def asked_for(log: dict[str, Any]) -> set[str]:
    """The addresses that a page asked for; what the browser wants for itself has no page as its origin."""
    started = log["constants"]["logEventTypes"]["URL_REQUEST_START_JOB"]
    requests = [
        event["params"] for event in log["events"] if event["type"] == started and "url" in event.get("params", {})
    ]
    return {one["url"] for one in requests if one.get("initiator") != "not an origin"}


def html_files(reports: Path) -> list[Path]:
    """Every page, the HTML annexes and the index."""
    found = sorted(reports.rglob("*.html"))
    assert len(found) == sum(not compares(name) for name in notebooks(reports.parent)) + 2
    return found


def test_the_browser_tells_when_a_page_asks_the_network(visit: Visit, tmp_path: Path) -> None:
    """A page that does is seen, so that the silence of the others means something."""
    page = tmp_path / "page.html"
    page.write_text(
        '<!DOCTYPE html><html lang="en"><title>x</title><img src="http://host.invalid/x.png" alt="x"></html>'
    )
    assert visit(page)[1] == {"http://host.invalid/x.png"}


@pytest.mark.parametrize("name", [MATRIX, "site/sample/ro/04-gaps.html", "annex/sample.ro.html", "index.html"])
def test_a_page_opens_from_disk_without_a_network(reports: Path, visit: Visit, name: str) -> None:
    """Chromium shows its heading and tables, keeps every word of it, and asks no other computer for anything."""
    page, asked = visit(reports / name)
    assert asked == set()
    (heading,) = page.all("h1")
    assert heading.text
    kept = Page((reports / name).read_text(encoding="utf-8")).root
    for part in ("h1", "h2", "h3", "th", "td", "caption", "figcaption"):
        assert [one.text for one in page.all(part)] == [one.text for one in kept.all(part)]
    assert name == "index.html" or len(page.all("table")) > 0
    (document,) = page.all("html")
    assert document.attributes["lang"] == "ro"


def test_the_matrix_shows_what_the_data_says(reports: Path, visit: Visit) -> None:
    """A judgement of the corpus stands in its row, as the browser shows it."""
    page, _ = visit(reports / MATRIX)
    rows = [[cell.text for cell in row.all("th", "td")] for row in page.all("tr")]
    (row,) = [row for row in rows if "Fiecare stradă este numită." in row]
    assert any("art. 2 alin. (1)" in cell for cell in row)
    assert any("art. 5 alin. (1)" in cell for cell in row)


def test_no_file_refers_to_another_computer(reports: Path) -> None:
    """No source, style, font, frame or script is fetched; a link is followed only by choice."""
    for path in html_files(reports):
        html = path.read_text(encoding="utf-8")
        page = Page(html).root
        assert page.all("script", "link", "iframe", "object", "embed", "base") == []
        assert not re.search(r"@import|url\(\s*['\"]?(?!data:|#)", html), path.name
        for element in page.all("img", "image", "use", "source"):
            for name in ("src", "srcset", "href", "xlink:href"):
                assert not re.match(r"\s*(\w+:)?//", element.attributes.get(name, "")), path.name


def test_every_page_has_language_title_and_one_heading(reports: Path) -> None:
    """What a screen reader says first; the ranks of the headings below leave none out."""
    titles = []
    for path in html_files(reports):
        page = Page(path.read_text(encoding="utf-8")).root
        (document,) = page.all("html")
        assert document.attributes["lang"] == "ro"
        (title,) = [one for head in page.all("head") for one in head.all("title")]
        titles.append(title.text)
        ranks = [int(one.name[1]) for one in page.all("h1", "h2", "h3", "h4", "h5", "h6")]
        assert ranks[0] == 1
        assert ranks.count(1) == 1
        assert all(after <= before + 1 for before, after in itertools.pairwise(ranks)), path.name
        assert len(page.all("main")) == 1
    assert all(titles)
    assert len(set(titles)) == len(titles)


def test_every_picture_has_a_name(reports: Path) -> None:
    """An image has its words, a drawing its title; ids are unique, and what refers to one finds it."""
    drawings = 0
    for path in html_files(reports):
        page = Page(path.read_text(encoding="utf-8")).root
        assert all(one.attributes.get("alt") for one in page.all("img"))
        for drawing in page.all("svg"):
            if drawing.attributes.get("aria-hidden") == "true":
                continue
            drawings += 1
            assert drawing.attributes["role"] == "img", path.name
            assert drawing.all("title")[0].text, path.name
        everything = [page, *elements(page)]
        ids = [one.attributes["id"] for one in everything if "id" in one.attributes]
        assert len(set(ids)) == len(ids), path.name
        for one in everything:
            for name in ("aria-labelledby", "aria-describedby"):
                assert set(one.attributes.get(name, "").split()) <= set(ids), path.name
            if one.attributes.get("href", "").startswith("#"):
                assert one.attributes["href"][1:] in ids, path.name
    assert drawings >= 6


def elements(page: Element) -> list[Element]:
    """Every element of a page."""
    return [inner for part in page.parts if isinstance(part, Element) for inner in (part, *elements(part))]


def test_every_table_has_a_caption_and_scoped_headers(reports: Path) -> None:
    """So that a cell is read with its column and row; no row is longer or shorter than its head."""
    tables = 0
    for path in html_files(reports):
        for table in Page(path.read_text(encoding="utf-8")).root.all("table"):
            tables += 1
            assert table.all("caption")[0].text, path.name
            assert {cell.attributes.get("scope") for cell in table.all("th")} <= {"col", "row", "colgroup", "rowgroup"}
            assert [cell for cell in table.all("th") if cell.attributes.get("scope") in ("col", "colgroup")], path.name
            widths = {
                sum(int(cell.attributes.get("colspan", 1)) for cell in row.all("th", "td")) for row in table.all("tr")
            }
            assert len(widths) == 1, path.name
    assert tables >= 10
