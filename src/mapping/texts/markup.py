"""Saved web pages as lines: scripts and hidden parts left out, raised numbers as ``^n``, tags inside a word without trace."""

import datetime as dt
import re
from typing import TYPE_CHECKING, NamedTuple

from mapping.errors import UserError
from mapping.texts.plain import published
from mapping.texts.record_sheet import Sheet, day, facts_of_sheet
from mapping.texts.source import Line, decode
from mapping.texts.tables import Rows

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_INLINE = frozenset(
    [
        "a",
        "abbr",
        "acronym",
        "b",
        "bdi",
        "bdo",
        "big",
        "cite",
        "code",
        "data",
        "del",
        "dfn",
        "em",
        "font",
        "i",
        "ins",
        "kbd",
        "label",
        "mark",
        "nobr",
        "o:p",
        "q",
        "s",
        "samp",
        "small",
        "span",
        "strike",
        "strong",
        "sub",
        "sup",
        "time",
        "tt",
        "u",
        "var",
        "wbr",
    ]
)
_LEFT_OUT = frozenset(
    [
        "script",
        "style",
        "noscript",
        "template",
        "head",
        "iframe",
        "object",
        "embed",
        "svg",
        "select",
        "button",
        "input",
        "textarea",
        "nav",
        "form",
    ]
)
_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_RAISED = re.compile(r"vertical-align\s*:\s*(?:super|text-top)|(?<![-\w])top\s*:\s*-\s*[\d.]", re.IGNORECASE)
_SPACE = re.compile(r"[ \t\n\r\f\v]+")
_XML_DECLARATION = re.compile(r"\A\s*<\?xml[^>]*\?>")
_SAVED_FROM = re.compile(r"<!--\s*saved from url=\(\d+\)(\S+)\s*-->", re.IGNORECASE)
_VERSION = re.compile(r"""showDetails\([^)]*?['"](\d+)['"]\s*\)""")
_DOCUMENT = re.compile(r"(?:doc_id=|showdetails/)(\d+)", re.IGNORECASE)


class PublishedVersion(NamedTuple):
    """One consolidation in the publisher's list; each has a document number of its own."""

    document: str
    date: dt.date
    latest: bool


def read_html(text: str) -> tuple[tuple[Line, ...], dict[str, str]]:
    """The lines of the act or treaty on a page, and what the page says of it."""
    tree = _parse(text)
    facts = _facts(text, tree)
    contents = tree.xpath('//*[@id="contentdoc"]')
    root = contents[0] if contents else tree.find("body")
    reading = _Reading()
    if root is not None:
        reading.read(root)
    return tuple(reading.lines), facts


def versions(content: bytes) -> tuple[PublishedVersion, ...]:
    """The consolidations a page of the State Register lists, as printed; empty when it lists none."""
    found = []
    for entry in _parse(decode(content, "the page")).xpath('//li[contains(concat(" ", @class, " "), " versions ")]'):
        link = next((one for one in entry.iter("a") if _VERSION.search(one.get("onclick") or "")), None)
        printed = day(entry.text_content())
        if link is not None and printed is not None:
            document = str(_VERSION.search(link.get("onclick") or "")[1])  # type: ignore[index]  # chosen because it matches
            found.append(PublishedVersion(document, printed, "ultima" in (entry.get("class") or "").split()))
    return tuple(found)


def document_number(address: str) -> str:
    """The document number in an address of the State Register; empty when it has none.

    >>> document_number("https://www.legis.md/cautare/getResults?doc_id=144682&lang=ro")
    '144682'
    """
    found = _DOCUMENT.search(address)
    return found[1] if found else ""


def _parse(text: str) -> "HtmlElement":
    from lxml import etree, html

    parser = html.HTMLParser(encoding="utf-8", no_network=True, huge_tree=False, remove_comments=True, remove_pis=True)
    try:
        # Characters are settled by now: a declaration left in the page must not reinterpret them.
        tree = html.document_fromstring(_XML_DECLARATION.sub("", text).encode(), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        raise UserError(
            "the page holds no text: open it in a browser, save it again and import the saved file"
        ) from None
    return tree


def _facts(text: str, tree: "HtmlElement") -> dict[str, str]:
    facts = facts_of_sheet(_sheet(tree))
    if language := (tree.get("lang") or "")[:2].lower():
        facts["page_language"] = language
    if (title := tree.findtext(".//title")) and title.strip():
        facts["page_title"] = published(title)
    saved = _SAVED_FROM.search(text[:5000])
    linked = tree.xpath('//link[@rel="canonical"]/@href | //meta[@property="og:url"]/@content')
    address = saved[1] if saved else next((str(one) for one in linked), "")
    if address.startswith(("https://", "http://")):
        facts["address"] = address
        if document := document_number(address):
            facts["document"] = document
    return facts


def _sheet(tree: "HtmlElement") -> Sheet:
    sheet: Sheet = []
    for row in tree.xpath('//*[@id="contentdoc_act"]//tr'):
        cells = [one for one in row if one.tag in ("td", "th")]
        if len(cells) >= 2:
            label, value = _Reading(), _Reading()
            label.read(cells[0])
            value.read(cells[1])
            sheet.append((" ".join(one.text for one in label.lines), "\n".join(one.text for one in value.lines)))
    return sheet


class _Reading:
    """Gathers the lines of a page in one walk without recursion, however deep the tags lie."""

    def __init__(self) -> None:
        self.lines: list[Line] = []
        self._words: list[str] = []
        self._raised: list[str] | None = None
        self._heading = 0
        self._kept = 0  # elements in which line ends count, as in <pre>
        self._rows = Rows()

    def read(self, root: "HtmlElement") -> None:
        from lxml import etree

        raising: list[HtmlElement] = []
        walk = etree.iterwalk(root, events=("start", "end"))
        for event, element in walk:
            tag = element.tag
            if event == "start":
                if tag in _LEFT_OUT or self._is_hidden(element):
                    walk.skip_subtree()
                    continue
                self._open(tag)
                if self._raised is None and (tag == "sup" or _is_raised(element)):
                    self._raised = []
                    raising.append(element)
                self._say(element.text)
            else:
                left_out = tag in _LEFT_OUT or self._is_hidden(element)
                if raising and raising[-1] is element:
                    raising.pop()
                    self._lower()
                if not left_out:
                    self._close(tag)
                if element is not root:
                    self._say(element.tail)
        self._end_line()

    def _is_hidden(self, element: "HtmlElement") -> bool:
        style = element.get("style")
        return element.get("hidden") is not None or bool(style and _HIDDEN.search(style))

    def _open(self, tag: str) -> None:
        if tag not in _INLINE:
            self._end_line()
        self._heading += tag in _HEADINGS
        self._kept += tag == "pre"
        if tag == "tr":
            self._rows.begin_row(len(self.lines))
        elif tag in ("td", "th"):
            self._rows.begin_cell(len(self.lines))

    def _close(self, tag: str) -> None:
        if tag not in _INLINE and tag != "br":
            self._end_line()
        self._heading -= tag in _HEADINGS
        self._kept -= tag == "pre"
        if tag == "tr" and (first := self._rows.end_row(self.lines)) is not None:
            self.lines[first:] = [Line(" ".join(one.text for one in self.lines[first:]))]

    def _say(self, text: str | None) -> None:
        if not text:
            return
        if self._raised is not None:
            self._raised.append(text)
        elif self._kept:
            first, *others = text.split("\n")
            self._words.append(first)
            for one in others:
                self._end_line()
                self._words.append(one)
        else:
            self._words.append(_SPACE.sub(" ", text))

    def _lower(self) -> None:
        words = _SPACE.sub(" ", "".join(self._raised or ())).strip()
        self._raised = None
        if words[:1].isdigit():
            while self._words and not self._words[-1].strip():
                self._words.pop()  # "208 <sup>1</sup>": the space is typography
            if self._words:
                self._words[-1] = self._words[-1].rstrip()
            joined = bool(self._words) and re.search(r"\^\d+$", self._words[-1]) is not None
            self._words.append(words if joined else f"^{words}")
        elif words:
            self._words.append(words)

    def _end_line(self) -> None:
        text = published("".join(self._words))
        self._words = []
        if text:
            self.lines.append(Line(text, self._heading > 0))


def _is_raised(element: "HtmlElement") -> bool:
    style = element.get("style")
    return bool(style) and element.tag in _INLINE and bool(_RAISED.search(style))
