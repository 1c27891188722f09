"""An invented code of lanterns: as a tree, and as each kind of file a publisher may give."""

import html
import re
from collections.abc import Callable
from dataclasses import dataclass, field

from mapping.texts.model import Unit, unit

_RAISED = re.compile(r"\^([0-9]+)")
NOTE = "[Art.{0} al.({1}) modificat prin LP7 din 05.03.24, MO10-12/01.04.24 art.70; în vigoare 01.05.24]"


@dataclass
class Row:
    """Words, the letters or points under them, and the words after those."""

    words: str
    parts: list["Row"] = field(default_factory=list)
    points: bool = False
    closing: str = ""
    noted: bool = False


@dataclass
class Article:
    """An article with paragraphs, or with one row of words."""

    number: str
    heading: str = ""
    rows: list[Row] = field(default_factory=list)
    numbered: bool = False
    repealed: bool = False
    chapter: str = ""


def tree(articles: list[Article]) -> tuple[Unit, ...]:
    """The provisions as they must come out."""
    return tuple(_article(one) for one in articles)


def _article(one: Article) -> Unit:
    if one.repealed:
        return unit(one.number, repealed=True)
    if one.numbered:
        rows = tuple(
            _row(f"{one.number}({at})", row, (NOTE.format(one.number, at),) if row.noted else ())
            for at, row in enumerate(one.rows, 1)
        )
        return unit(one.number, heading=one.heading, units=rows)
    return _row(one.number, one.rows[0], (), one.heading)


def _row(at: str, row: Row, notes: tuple[str, ...] = (), heading: str = "") -> Unit:
    parts = tuple(
        _row(f"{at}[{index}]" if row.points else f"{at}({chr(96 + index)})", part)
        for index, part in enumerate(row.parts, 1)
    )
    return unit(at, heading=heading, words=row.words, closing=row.closing, notes=notes, units=parts)


# --- printing --------------------------------------------------------------------------------------------------------


def lines(articles: list[Article]) -> list[tuple[str, bool]]:
    """What is printed line by line; true for the heading of an article or chapter."""
    printed: list[tuple[str, bool]] = []
    for one in articles:
        if one.chapter:
            printed += [(f"Capitolul {one.chapter}", True), ("DESPRE LĂMPI ȘI FITILE", False)]
        if one.repealed:
            printed.append((f"Articolul {one.number}. - abrogat.", True))
            continue
        printed.append((f"Articolul {one.number}. {one.heading}".strip(), True))
        for at, row in enumerate(one.rows, 1):
            printed += _lines_of(row, f"({at}) " if one.numbered else "")
            if row.noted:
                printed.append((NOTE.format(one.number, at), False))
    return printed


def _lines_of(row: Row, number: str) -> list[tuple[str, bool]]:
    printed = [(number + row.words, False)]
    for index, part in enumerate(row.parts, 1):
        printed += _lines_of(part, f"{index}) " if row.points else f"{chr(96 + index)}) ")
    return [*printed, (row.closing, False)] if row.closing else printed


def as_text(articles: list[Article]) -> bytes:
    """Plain text."""
    return "\n".join(text for text, _ in lines(articles)).encode()


def as_markdown(articles: list[Article]) -> bytes:
    """Markdown, with blank lines above headings."""
    return "\n".join(f"\n## {text}" if heading else text for text, heading in lines(articles)).encode()


def as_windows_text(articles: list[Article]) -> bytes:
    """Plain text with a byte order mark, cedilla letters and the line ends of Windows."""
    return _cedilla("\r\n".join(text for text, _ in lines(articles))).encode("utf-8-sig")


def page(body: str, *, before: str = "", head: str = "") -> bytes:
    """A page around the text, with the scripts and menus of a site."""
    return (
        f'<!DOCTYPE html><html lang="ro"><head><meta charset="utf-8"><title>Registru</title>{head}'
        "<script>var a = 'Articolul 900. Nu';</script></head><body><nav>Articolul 901. Nu</nav>"
        f'{before}<div id="contentdoc">{body}</div><div>Articolul 902. Nu</div></body></html>'
    ).encode()


def as_html(articles: list[Article]) -> bytes:
    """HTML with ``<sup>``."""
    return page(_paragraphs(articles, lambda number: f"<sup>{number}</sup>"))


def as_raised_html(articles: list[Article]) -> bytes:
    """HTML with raised spans, and empty ``<sup>`` left behind."""
    style = "font-size: 75%; position: relative; vertical-align: baseline; top: -0.5em;"
    return page(_paragraphs(articles, lambda number: f'<span style="{style}">{number}</span><sup></sup>'))


def as_torn_html(articles: list[Article]) -> bytes:
    """HTML whose tags split words, as editors leave it, with hidden text and line ends inside sentences."""
    body = _paragraphs(articles, lambda number: f"<b><sup><i>{number}</i></sup></b>")
    torn = re.sub(r"(?<=[a-zăâîșț])(?=[nr][a-zăâîșț]+[ .;<])", '</span><span class="s">', body)
    spanned = torn.replace("<p>", "<p><span>").replace("</p>", "</span></p>")
    return page(
        re.sub(r"\. <", ".\n <", spanned).replace("<p>", '<p><em style="display:none">Articolul 903. Nu</em>', 3)
    )


def as_cedilla_html(articles: list[Article]) -> bytes:
    """HTML with cedilla letters, non-breaking spaces and ``<br>`` between all lines."""
    body = _paragraphs(articles, lambda number: f"<sup>{number}</sup>")
    body = re.sub(r"</p>\s*<p>", "<br/>", body).replace(" ", "&nbsp;").replace("<br/>", "<br />")
    return page(_cedilla(body))


def as_wrapped_html(articles: list[Article]) -> bytes:
    """HTML whose headings are wrapped over two lines."""
    body = _paragraphs(articles, lambda number: f"<sup>{number}</sup>")
    wrapped = re.sub(r"(<p>Articolul [^<]*(?:<sup>\d+</sup>)?[^<]*? [a-z]+) ([a-zăâîșț]+</p>)", r"\1<br>\n\2", body)
    return page(wrapped)


def as_repeating_markdown(articles: list[Article]) -> bytes:
    """Markdown whose full headings are followed by the tail over which they were wrapped."""
    printed = []
    for text, heading in lines(articles):
        words = text.split()
        tail = " ".join(words[-2:])
        repeats = heading and text.startswith("Articolul") and len(words) > 4 and "abrogat" not in text
        printed.append(f"\n## {text}" + (f"\n{tail}" if repeats else "") if heading else text)
    return "\n".join(printed).encode()


FORMS: dict[str, Callable[[list[Article]], bytes]] = {
    "plain.txt": as_text,
    "windows.txt": as_windows_text,
    "plain.md": as_markdown,
    "repeating.md": as_repeating_markdown,
    "sup.html": as_html,
    "raised.html": as_raised_html,
    "torn.html": as_torn_html,
    "cedilla.html": as_cedilla_html,
    "wrapped.html": as_wrapped_html,
}


def _paragraphs(articles: list[Article], raise_: Callable[[str], str]) -> str:
    def raised(text: str) -> str:
        return _RAISED.sub(lambda one: raise_(one[1]), html.escape(text, quote=False))

    return "\n".join(f"<p>{raised(text)}</p>" for text, _ in lines(articles))


def _cedilla(text: str) -> str:
    return text.translate(str.maketrans("șțȘȚ", "şţŞŢ"))
