"""The timeline of an action plan: when each measure falls due."""

import datetime as dt
from collections.abc import Callable

from mapping.annex import measure_cell
from mapping.deadlines import Deadline, read_deadline
from mapping.pictures.svg import BLUE, LINE, ORANGE, QUIET, Drawing, shorten, text_width
from mapping.records import Plan
from mapping.view import View

_LEFT, _RIGHT, _ROW = 430.0, 962.0, 19


def measure_timeline(view: View, plan: Plan) -> str:
    """One line for each measure: a square at the end of its quarter, a bar for a period or a yearly duty."""
    start, end = plan.period.from_, plan.period.until
    measures = [
        (measure, measure_cell(view, name))
        for name, (owner, _, measure) in view.measures_shown.items()
        if owner is plan
    ]
    late = sum(cell.overdue for _, cell in measures)
    last = max(end, view.as_of)
    scale = (_RIGHT - _LEFT) / ((last - start).days + 1)
    drawing = Drawing(
        "timeline",
        970,
        64 + _ROW * len(measures),
        plan.title.in_(view.language),
        f"{view.word('column', 'measures')}: {len(measures)}; {view.word('column', 'overdue')}: {late}",
    )

    def across(day: dt.date) -> float:
        return _LEFT + (day - start).days * scale

    bottom = 40 + _ROW * len(measures)
    for row in range(1, len(measures), 2):
        drawing.rect(0, 50 + _ROW * (row - 0.5), 970, _ROW, fill="#f3f6f8")
    for year in range(start.year, last.year + 1):
        for quarter in range(4):
            first = dt.date(year, 1 + 3 * quarter, 1)
            if first > last:
                break
            drawing.line(across(first), 22, across(first), bottom, stroke=LINE if quarter else QUIET)
            drawing.text(across(first) + 3, 34, f"{('I', 'II', 'III', 'IV')[quarter]}", size=10, fill=QUIET)
        drawing.text(across(dt.date(year, 1, 1)) + 3, 18, str(year), size=11, bold=True)
    for row, (measure, cell) in enumerate(measures):
        y = 50 + _ROW * row
        drawing.text(0, y + 4, measure.number, size=11, bold=True)
        drawing.text(34, y + 4, shorten(cell.action, _LEFT - 44, 11), size=11)
        deadline = read_deadline(measure.deadline)
        tip = f"{measure.number}: {cell.deadline} ({cell.authorities})"
        if deadline is not None:
            _sign(drawing, deadline, across, y, tip, cell.overdue, (start, end))
    if start <= view.as_of <= last:
        drawing.line(across(view.as_of), 20, across(view.as_of), bottom, stroke=ORANGE, width=1.6, dash="4 3")
        drawing.text(
            across(view.as_of) - 4,
            12,
            f"{view.word('text', 'today')}: {view.date(view.as_of)}",
            size=10.5,
            fill=ORANGE,
            anchor="end",
        )
    _legend(view, drawing, bottom + 8)
    return drawing.svg()


def _sign(
    drawing: Drawing,
    deadline: Deadline,
    across: Callable[[dt.date], float],
    y: float,
    tip: str,
    late: bool,
    period: tuple[dt.date, dt.date],
) -> None:
    if deadline.kind == "quarter" and deadline.due:
        x = across(deadline.due)
        fill, stroke = ("#fff3d6", ORANGE) if late else (BLUE, BLUE)
        drawing.rect(x - 10, y - 5, 10, 10, fill=fill, stroke=stroke, tip=tip)
        if late:
            drawing.text(x - 5, y + 4, "!", size=10, anchor="middle", fill=ORANGE, bold=True)
        return
    first, last = across(period[0]), across(deadline.due or period[1])
    drawing.rect(
        first,
        y - 3,
        last - first,
        6,
        fill="#d9e8f2" if deadline.kind == "annual" else "#ffffff",
        stroke=BLUE,
        tip=tip,
        dash="" if deadline.kind == "annual" else "4 2",
    )


def _legend(view: View, drawing: Drawing, y: float) -> None:
    entries = (
        (BLUE, BLUE, "", "", view.word("column", "deadline")),
        ("#fff3d6", ORANGE, "", "!", view.word("column", "overdue")),
        ("#d9e8f2", BLUE, "", "", view.word("deadline", "annual")),
        ("#ffffff", BLUE, "4 2", "", view.word("deadline", "period")),
    )
    x = 0.0
    for fill, stroke, dash, sign, words in entries:
        drawing.rect(x, y, 12, 12, fill=fill, stroke=stroke, dash=dash)
        if sign:
            drawing.text(x + 6, y + 10, sign, size=10, anchor="middle", fill=ORANGE, bold=True)
        drawing.text(x + 18, y + 10, words, size=11.5, fill=QUIET)
        x += 44 + text_width(words, 11.5)
