"""Grids: every element of the treaty as one square, and articles against acts."""

from mapping.coverage import ELEMENT_STATUSES, ElementCoverage
from mapping.pictures.svg import Drawing, shorten
from mapping.view import View

_SQUARE = 15
_STEP = 18
_SLANT = 0.84  # cotangent of the 50° at which the names of the acts stand


def coverage_grid(view: View) -> str:
    """The coverage matrix: a row for each article, a square for each element the treaty's text asks for."""
    rows: dict[str, list[tuple[str, ElementCoverage]]] = {}
    for duty in view.obligations:
        for one in duty.elements:
            if one.decides:
                rows.setdefault(str(duty.obligation.at.article), []).append((view.cite_treaty(duty), one))
    per_line = 30
    lines = {article: -(-len(found) // per_line) for article, found in rows.items()}
    used = [
        status
        for status in ELEMENT_STATUSES
        if any(one.status == status for found in rows.values() for _, one in found)
    ]
    drawing = Drawing(
        "coverage-grid",
        900,
        56 + sum(max(lines[article] * _STEP, 20) + 4 for article in rows),
        view.word("page", "gaps"),
        "; ".join(
            f"{view.word('element-status', status)}: {sum(one.status == status for found in rows.values() for _, one in found)}"
            for status in used
        ),
    )
    top = 8 + drawing.legend(0, 2, [(status, view.word("element-status", status)) for status in used], 900)
    for article, found in rows.items():
        drawing.text(0, top + 12, shorten(view.article_heading(article), 344, 11.5), size=11.5)
        for number, (cite, one) in enumerate(found):
            x, y = 352 + (number % per_line) * _STEP, top + (number // per_line) * _STEP
            tip = f"{cite}: {one.element.in_(view.language)} ({view.word('element-status', one.status)})"
            drawing.mark(x, y, _SQUARE, one.status, tip)
        height = max(lines[article] * _STEP, 20)
        drawing.line(0, top + height, 900, top + height, stroke="#edf0f3")
        top += height + 4
    drawing.height = top + 4
    return drawing.svg()


def mapping_matrix(view: View) -> str:
    """Articles of the treaty against national acts: in each cell the strongest answer, and in its corner a hindrance."""
    cells: dict[tuple[str, str], dict[str, set[str]]] = {}
    articles = list(dict.fromkeys(str(duty.obligation.at.article) for duty in view.obligations if duty.elements))
    for duty in view.obligations:
        for one in duty.elements:
            for answer in (*one.answers, *one.hindrances):
                cell = cells.setdefault((str(duty.obligation.at.article), answer.act.id), {})
                cell.setdefault(answer.role, set()).add(one.id)
    acts = [act for act in view.acts_relied_on if any(act.id == other for _, other in cells)]
    left, step, head = 330.0, 25.0, 212.0
    drawing = Drawing(
        "mapping-matrix",
        max(left + step * len(acts) + (head - 12) * _SLANT, 620),
        head + 24 * len(articles) + 40,
        view.word("page", "matrix"),
        f"{view.word('column', 'article')} × {view.word('column', 'act')}: {len(cells)}",
    )
    marks = {"covers": "in-force", "partly": "in-part", "hinders": "hinders"}
    for column, act in enumerate(acts):
        drawing.text(
            left + column * step + 15,
            head - 10,
            shorten(act.short.in_(view.language), (head - 14) / 0.766, 11),
            size=11,
            turn=-50,
        )
    for row, article in enumerate(articles):
        y = head + 24 * row
        drawing.text(0, y + 15, shorten(view.article_heading(article), left - 8, 11), size=11)
        drawing.line(0, y + 22, left + step * len(acts), y + 22, stroke="#edf0f3")
        for column, act in enumerate(acts):
            found = cells.get((article, act.id))
            if not found:
                continue
            role = next(role for role in marks if role in found)
            x, hindered = left + column * step + 3, role != "hinders" and "hinders" in found
            tip = "; ".join(f"{view.word('role', role)}: {len(names)}" for role, names in found.items())
            tip = f"{article} / {act.short.in_(view.language)}: {tip}"
            drawing.mark(x, y + 1, 18, marks[role], tip)
            if hindered:
                drawing.rect(x + 9, y + 10, 10, 10, fill="#ffffff", tip=tip)
                drawing.mark(x + 10, y + 11, 9, "hinders", tip)
    for column in range(len(acts) + 1):
        drawing.line(left + column * step, head - 4, left + column * step, head + 24 * len(articles), stroke="#edf0f3")
    legend = [(mark, view.word("matrix-role", role)) for role, mark in marks.items()]
    drawing.legend(0, head + 24 * len(articles) + 12, legend, drawing.width)
    return drawing.svg()
