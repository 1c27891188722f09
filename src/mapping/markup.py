"""Tables and redlines as accessible HTML, for pages that open without a network."""

import re
from collections.abc import Iterable, Sequence
from html import escape

from mapping.texts.redline import Piece, as_html

SHORT = 32  # characters of a row heading that stays on one line
_RAISED = re.compile(r"\^(\d+)")
_SIGN = re.compile(r"^([●◐○◌–]) (?=\w)")


def table(columns: Sequence[str], rows: Sequence[Sequence[str]], caption: str, *, headed: bool = False) -> str:
    """A table with its caption, column and row headings with their scope; the first cell of a row is its heading.

    Under a heading that says the same (``headed``), the caption is kept for those who listen to the page.
    """
    names = [escape(name) for name in columns]
    numeric = [all(row[at].isdigit() for row in rows) for at in range(len(names))]
    kinds = [' class="number"' if at and number else "" for at, number in enumerate(numeric)]
    head = "".join(f'<th scope="col"{kind}>{name}</th>' for name, kind in zip(names, kinds, strict=True))
    shares = "".join(f'<col style="width:{width}%">' for width in widths([names, *rows]))
    body = []
    for first, *rest in rows:
        short = ' class="short"' if len(first) <= SHORT and "\n" not in first else ""
        cells = zip(names[1:], kinds[1:], rest, strict=True)
        body.append(
            f'<tr><th scope="row"{short}>{_cell(first)}</th>'
            + "".join(f'<td data-name="{name}"{kind}>{_cell(cell)}</td>' for name, kind, cell in cells)
            + "</tr>"
        )
    label = escape(caption)
    said = ' class="said"' if headed else ""
    return (
        f'<div class="table" role="region" tabindex="0" aria-label="{label}"><table><caption{said}>{label}</caption>'
        f"<colgroup>{shares}</colgroup><thead><tr>{head}</tr></thead><tbody>{''.join(body)}</tbody></table></div>"
    )


def redlined(heading: str, pieces: Iterable[Piece], remarks: Iterable[str], level: int = 4) -> str:
    """A provision with its words struck out and put in, and the remarks on it; ``level`` is that of its heading.

    Raised numbers of articles, ``^1`` in the store, are raised again.
    """
    paragraphs = _RAISED.sub(r"<sup>\1</sup>", as_html(pieces)).replace("\n", "<br>")
    words = f'<p class="words">{paragraphs}</p>' if paragraphs else ""
    listed = "".join(f"<li>{escape(remark)}</li>" for remark in remarks)
    return (
        f'<article class="redline"><h{level}>{escape(heading)}</h{level}>{words}'
        f"{f'<ul>{listed}</ul>' if listed else ''}</article>"
    )


def widths(rows: Sequence[Sequence[object]]) -> list[int]:
    """The share of the width each column asks for: what makes a row tall is its longest cell, so long cells get most.

    The browser still gives every column the room its longest word needs. The head row comes first.
    """
    columns = [sorted(len(str(cell)) for cell in column[1:]) for column in zip(*rows, strict=True)]
    wanted = [max(column[-(-len(column) * 4 // 5) - 1], 8) ** 0.7 for column in columns]
    return [max(round(100 * one / sum(wanted)), 1) for one in wanted]


def _cell(value: str) -> str:
    lines = [_line(line) for line in value.split("\n")]
    return lines[0] if len(lines) == 1 else "".join(f"<p>{line}</p>" for line in lines)


def _line(words: str) -> str:
    """A line as HTML; the sign of a status, which its word repeats, is not read aloud."""
    return _SIGN.sub(r'<span class="sign" aria-hidden="true">\1</span> ', escape(words))
