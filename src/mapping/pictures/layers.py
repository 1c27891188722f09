"""The layered graph: obligations in the middle, national provisions on the left, planned measures on the right.

The order of each outer layer follows the mean position of its neighbours in the middle one (the barycentre method of
Sugiyama, Tagawa and Toda, 1981), so that lines cross little and the picture is the same every time.
"""

from collections.abc import Mapping, Sequence
from itertools import groupby

from mapping.coverage import ObligationCoverage
from mapping.pictures.svg import BLUE, DARK_YELLOW, INK, LINE, ORANGE, QUIET, Drawing, shorten, text_width
from mapping.view import View

_ROW = 21
_STYLE = {
    "covers": (BLUE, 1.8, ""),
    "partly": (BLUE, 1.2, "5 3"),
    "hinders": (ORANGE, 1.6, "2 2"),
    "plans": (DARK_YELLOW, 1.2, ""),
}
_LEFT, _MIDDLE, _RIGHT, _WIDTH = (0.0, 296.0), (420.0, 572.0), (675.0, 1160.0), 1160.0
_BESIDE_MARK = "\u2003\u2002"  # as wide as the mark that stands before the words
_MOST = 20  # obligations in one picture: more become a tangle on the screen and too small on paper


def layered_graph(view: View, chapter: str) -> str:
    """Provisions, obligations and measures of one chapter of the treaty and the links between them.

    A long chapter becomes several pictures, one below the other, cut between articles.
    """
    parts = _parts([duty for duty in view.in_chapter(chapter) if duty.elements])
    return "".join(
        _graph(view, part, f"{chapter}-{number}" if len(parts) > 1 else chapter) for number, part in enumerate(parts, 1)
    )


def _parts(duties: Sequence[ObligationCoverage]) -> list[list[ObligationCoverage]]:
    parts: list[list[ObligationCoverage]] = [[]]
    for _, group in groupby(duties, key=lambda duty: str(duty.obligation.at.article)):
        article = list(group)
        if parts[-1] and len(parts[-1]) + len(article) > _MOST:
            parts.append([])
        parts[-1] += article
    return parts


def _graph(view: View, duties: Sequence[ObligationCoverage], name: str) -> str:
    edges = _edges(view, duties)
    left = _ordered({place for place, _, role in edges if role != "plans"}, edges, duties)
    right = _ordered({place for place, _, role in edges if role == "plans"}, edges, duties)
    rows = max(len(left), len(duties), len(right), 1)
    gaps = sum(duty.status in ("not-met", "partly-met", "not-examined") for duty in duties)
    drawing = Drawing(
        f"layers-{name}",
        _WIDTH,
        62 + rows * _ROW,
        f"{view.word('page', 'matrix')}, {view.word('column', 'chapter')} {name}",
        f"{view.word('column', 'provisions')}: {len(left)}; {view.word('page', 'obligations')}: {len(duties)}; "
        f"{view.word('column', 'measures')}: {len(right)}; {view.word('page', 'gaps')}: {gaps}",
    )
    heads = (("provisions", _LEFT[0]), ("obligation", _MIDDLE[0]), ("measures", _RIGHT[0]))
    for key, x in heads:
        drawing.text(x, 14, view.word("column", key), size=12.5, bold=True)
    height = {
        name: 34 + _ROW * (index + 0.5) * rows / len(group)
        for group in (left, right)
        for index, name in enumerate(group)
    }
    height |= {duty.id: 34 + _ROW * (index + 0.5) * rows / len(duties) for index, duty in enumerate(duties)}
    _draw_edges(view, drawing, edges, height)
    for place in left:
        provision = view.catalogue.provisions[place][1] if place in view.catalogue.provisions else None
        read = provision is None or provision.confidence == "read"
        title = provision.title.in_(view.language) if provision and provision.title else ""
        tip = ". ".join(filter(None, (view.cite(place), title)))
        if provision and not read:
            tip += f" ({view.word('confidence', provision.confidence)})"
        _box(drawing, _LEFT, height[place], _short_cite(view, place), LINE if read else INK, tip, "" if read else "3 2")
    for duty in duties:
        y = height[duty.id]
        _box(
            drawing,
            _MIDDLE,
            y,
            f"{_BESIDE_MARK}{view.cite_treaty(duty)}",
            INK,
            tip=duty.obligation.duty.in_(view.language),
        )
        drawing.mark(_MIDDLE[0] + 4, y - 7, 14, duty.status, view.word("status", duty.status))
    for place in right:
        measure = view.catalogue.measures[place][2]
        _box(
            drawing,
            _RIGHT,
            height[place],
            f"{measure.number} {measure.action.in_(view.language)}",
            LINE,
            tip=measure.action.in_(view.language),
        )
    _legend(view, drawing, 40 + rows * _ROW)
    return drawing.svg()


def _edges(view: View, duties: Sequence[ObligationCoverage]) -> list[tuple[str, str, str]]:
    """(place, obligation, strongest role) once for each pair; a hindrance stands beside an answer, not behind it."""
    rank = list(_STYLE)
    found: dict[tuple[str, str, bool], str] = {}
    for duty in duties:
        for one in duty.elements:
            pairs = [
                (view.catalogue.provision_for(answer.target) or answer.target, answer.role)
                for answer in (*one.answers, *one.hindrances)
            ]
            pairs += [(planned.target, "plans") for planned in one.planned]
            for place, role in pairs:
                key = (place, duty.id, role == "hinders")
                known = found.get(key)
                if known is None or rank.index(role) < rank.index(known):
                    found[key] = role
    return [(place, duty, role) for (place, duty, _), role in found.items()]


def _ordered(names: set[str], edges: Sequence[tuple[str, str, str]], duties: Sequence[ObligationCoverage]) -> list[str]:
    position = {duty.id: index for index, duty in enumerate(duties)}
    neighbours: dict[str, list[int]] = {}
    for place, duty, _ in edges:
        neighbours.setdefault(place, []).append(position[duty])
    return sorted(names, key=lambda name: (sum(neighbours[name]) / len(neighbours[name]), name))


def _draw_edges(
    view: View, drawing: Drawing, edges: Sequence[tuple[str, str, str]], height: Mapping[str, float]
) -> None:
    for place, duty, role in edges:
        stroke, width, dash = _STYLE[role]
        start, end = (_MIDDLE[1], _RIGHT[0]) if role == "plans" else (_LEFT[1], _MIDDLE[0])
        first, last = (duty, place) if role == "plans" else (place, duty)
        beside = 3 if role == "hinders" else 0
        drawing.curve(
            start,
            height[first] + beside,
            end,
            height[last] + beside,
            stroke=stroke,
            width=width,
            dash=dash,
            tip=view.word("role", role),
        )


def _box(
    drawing: Drawing, span: tuple[float, float], y: float, words: str, stroke: str, tip: str = "", dash: str = ""
) -> None:
    drawing.rect(
        span[0],
        y - 9.5,
        span[1] - span[0],
        18,
        fill="#ffffff",
        stroke=stroke,
        tip=tip or words.strip(),
        radius=2,
        dash=dash,
    )
    drawing.text(span[0] + 6, y + 4, shorten(words, span[1] - span[0] - 10, 11), size=11)


def _short_cite(view: View, place: str) -> str:
    """The citation of a place, short enough for its box; what is cut is the name of the act, never the article."""
    name, cite = view.cite(place), view.cite(place, with_act=False)
    act = name.removesuffix(f", {cite}")
    room = _LEFT[1] - _LEFT[0] - 12 - text_width(f", {cite}", 11)
    return f"{shorten(act, room, 11)}, {cite}"


def _legend(view: View, drawing: Drawing, y: float) -> None:
    x = 0.0
    for role, (stroke, width, dash) in _STYLE.items():
        drawing.line(x, y + 10, x + 26, y + 10, stroke=stroke, width=width + 0.4, dash=dash)
        words = view.word("role", role)
        drawing.text(x + 32, y + 14, words, size=11.5, fill=QUIET)
        x += 56 + text_width(words, 11.5)
    drawing.rect(x, y + 3, 26, 14, fill="#ffffff", stroke=INK, radius=2, dash="3 2")
    words = view.word("confidence", "excerpt")
    drawing.text(x + 32, y + 14, words, size=11.5, fill=QUIET)
    x += 56 + text_width(words, 11.5)
    for status in ("met", "partly-met", "not-met"):
        drawing.mark(x, y + 3, 14, status)
        words = view.word("status", status)
        drawing.text(x + 20, y + 14, words, size=11.5, fill=QUIET)
        x += 38 + text_width(words, 11.5)
