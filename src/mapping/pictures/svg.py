"""A small SVG canvas: shapes, text, patterns and a legend, in one drawing style.

Colours are from the palette of Okabe and Ito (2008), which people with every common form of colour blindness tell
apart; each status also has its own filling, so that it survives a grey printer.
"""

import functools
from collections.abc import Sequence
from dataclasses import dataclass, field
from html import escape

INK = "#1b2733"
QUIET = "#5b6875"
LINE = "#c9d1d9"
BLUE = "#0072b2"
ORANGE = "#d55e00"
YELLOW = "#e69f00"
FONT = "system-ui, 'Segoe UI', Roboto, 'Liberation Sans', Arial, sans-serif"
DARK_YELLOW = "#a06a00"  # YELLOW is too pale for a thin line on white (WCAG 2.2, 1.4.11: 3:1)
# Widths of characters as a share of the font size, after a wide font (DejaVu Sans), so that no machine cuts a label.
_NARROW, _MIDDLE, _CAPITAL, _WIDE = 0.36, 0.6, 0.72, 0.95


@dataclass
class Drawing:
    """Collects shapes; ``svg()`` gives the finished picture. Lengths are pixels at 100 %."""

    name: str
    width: float
    height: float
    title: str
    description: str
    parts: list[str] = field(default_factory=list)

    def rect(
        self,
        x: float,
        y: float,
        width: float,
        height: float,
        *,
        fill: str = "none",
        stroke: str = "none",
        tip: str = "",
        dash: str = "",
        radius: float = 0,
    ) -> None:
        """A rectangle; ``tip`` is shown when the pointer rests on it."""
        dashed = f' stroke-dasharray="{dash}"' if dash else ""
        rounded = f' rx="{radius:g}"' if radius else ""
        body = f'<rect x="{x:g}" y="{y:g}" width="{width:g}" height="{height:g}" fill="{fill}" stroke="{stroke}"{dashed}{rounded}'
        self.parts.append(f"{body}><title>{escape(tip)}</title></rect>" if tip else body + "/>")

    def text(
        self,
        x: float,
        y: float,
        words: str,
        *,
        size: float = 12,
        anchor: str = "start",
        fill: str = INK,
        bold: bool = False,
        turn: float = 0,
    ) -> None:
        """One line of text; ``y`` is its baseline."""
        weight = ' font-weight="600"' if bold else ""
        turned = f' transform="rotate({turn:g} {x:g} {y:g})"' if turn else ""
        self.parts.append(
            f'<text x="{x:g}" y="{y:g}" font-size="{size:g}" text-anchor="{anchor}" fill="{fill}"{weight}{turned}>{escape(words)}</text>'
        )

    def line(
        self, x1: float, y1: float, x2: float, y2: float, *, stroke: str = LINE, width: float = 1, dash: str = ""
    ) -> None:
        """A straight line."""
        dashed = f' stroke-dasharray="{dash}"' if dash else ""
        self.parts.append(
            f'<line x1="{x1:g}" y1="{y1:g}" x2="{x2:g}" y2="{y2:g}" stroke="{stroke}" stroke-width="{width:g}"{dashed}/>'
        )

    def curve(
        self,
        x1: float,
        y1: float,
        x2: float,
        y2: float,
        *,
        stroke: str,
        width: float = 1.2,
        dash: str = "",
        tip: str = "",
    ) -> None:
        """A line that leaves and arrives horizontally."""
        middle = (x1 + x2) / 2
        dashed = f' stroke-dasharray="{dash}"' if dash else ""
        body = f'<path d="M{x1:g} {y1:g}C{middle:g} {y1:g} {middle:g} {y2:g} {x2:g} {y2:g}" fill="none" stroke="{stroke}" stroke-width="{width:g}"{dashed}'
        self.parts.append(f"{body}><title>{escape(tip)}</title></path>" if tip else body + "/>")

    def mark(self, x: float, y: float, size: float, status: str, tip: str = "") -> None:
        """A square that shows a status by filling and sign; (x, y) is its upper left corner."""
        style = MARKS[status]
        fill = f"url(#{self.name}-{style.fill[1:]})" if style.fill.startswith("@") else style.fill
        self.rect(x, y, size, size, fill=fill, stroke=style.stroke, tip=tip, dash=style.dash)
        if style.sign:
            self.text(
                x + size / 2, y + size * 0.76, style.sign, size=size * 0.8, anchor="middle", fill=style.ink, bold=True
            )

    def mark_bar(self, x: float, y: float, width: float, height: float, status: str, tip: str) -> None:
        """A bar filled as the status is drawn."""
        style = MARKS[status]
        fill = f"url(#{self.name}-{style.fill[1:]})" if style.fill.startswith("@") else style.fill
        self.rect(x, y, width, height, fill=fill, stroke=style.stroke, tip=tip, dash=style.dash)

    def legend(self, x: float, y: float, entries: Sequence[tuple[str, str]], width: float, size: float = 12) -> float:
        """Marks with their words, wrapped at ``width``; returns the height used."""
        left, top = x, y
        for status, words in entries:
            need = 20 + text_width(words, size) + 18
            if left + need > x + width and left > x:
                left, top = x, top + size + 10
            self.mark(left, top, 14, status)
            self.text(left + 20, top + 11.5, words, size=size, fill=QUIET)
            left += need
        return top + size + 10 - y

    def svg(self) -> str:
        """The picture; ids begin with its name, so that several can stand on one page."""
        name = self.name
        hatch = (
            f'<pattern id="{name}-hatch" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
            f'<rect width="6" height="6" fill="#fff"/><rect width="2.6" height="6" fill="{BLUE}"/></pattern>'
        )
        dots = (
            f'<pattern id="{name}-dots" width="5" height="5" patternUnits="userSpaceOnUse">'
            f'<rect width="5" height="5" fill="#fff"/><circle cx="2.5" cy="2.5" r="1.3" fill="{BLUE}"/></pattern>'
        )
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {self.width:g} {self.height:g}" width="{self.width:g}" '
            f'role="img" aria-labelledby="{name}-title {name}-desc" font-family="{escape(FONT)}" style="max-width:100%;height:auto">'
            f'<title id="{name}-title">{escape(self.title)}</title><desc id="{name}-desc">{escape(self.description)}</desc>'
            f"<defs>{hatch}{dots}</defs>{''.join(self.parts)}</svg>"
        )


@dataclass(frozen=True)
class Mark:
    """How a status is drawn: filling (``@hatch`` and ``@dots`` are patterns), border and sign."""

    fill: str
    stroke: str = INK
    sign: str = ""
    ink: str = INK
    dash: str = ""


_GAP = Mark("#ffffff", ORANGE, "×", ORANGE)
MARKS = {
    "in-force": Mark(BLUE, BLUE),
    "met": Mark(BLUE, BLUE),
    "in-part": Mark("@hatch", BLUE),
    "partly-met": Mark("@hatch", BLUE),
    "adopted": Mark("@dots", BLUE),
    "drafted": Mark("#ffffff", BLUE, "d", BLUE, "3 2"),
    "none-found": _GAP,
    "not-met": _GAP,
    "planned": Mark("#ffffff", YELLOW, "›", "#8a5f00"),
    "overdue": Mark("#fff3d6", ORANGE, "!", ORANGE),
    "not-examined": Mark("#eef1f4", "#8b96a1", "?", QUIET, "2 2"),
    "not-applicable": Mark("#ffffff", LINE, "–", QUIET),
    "hinders": Mark("#fbe3d6", ORANGE, "‖", ORANGE),
}


def text_width(words: str, size: float = 12) -> float:
    """How wide the words are at most, in pixels."""
    return size * sum(map(_share, words))


@functools.cache
def _share(one: str) -> float:
    """How wide a character is at most, in parts of the size of the letters; asked again for each of many thousand."""
    if one in "iljtfrI.,;:'()[]| !-/„”":
        return _NARROW if one in "iljI.,;:'|" else 0.42
    if one in "mwMW@%—…":
        return _WIDE
    return _CAPITAL if one.isupper() else _MIDDLE


def shorten(words: str, width: float, size: float = 12) -> str:
    """The words, cut to fit ``width`` pixels.

    >>> shorten("Law on the special protection of children", 100)
    'Law on the s…'
    """
    if text_width(words, size) <= width:
        return words
    room, end = width - text_width("…", size), 0
    for one in words:  # as many letters as fit
        room -= size * _share(one)
        if room < 0:
            break
        end += 1
    end = max(min(end, len(words) - 1), 1)
    return words[:end].rstrip(" ,;:(") + "…"
