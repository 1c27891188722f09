"""Pictures of all treaties side by side."""

from collections import Counter
from collections.abc import Sequence

from mapping.coverage import OBLIGATION_STATUSES
from mapping.pictures.svg import LINE, QUIET, Drawing, shorten
from mapping.view import View

_NAMES = 300.0


def degree_bars(views: Sequence[View]) -> str:
    """One bar for each treaty: the shares of its pinpoints that owe something, by degree of compatibility."""
    first = views[0]
    shown = [status for status in OBLIGATION_STATUSES if status != "not-applicable"]
    counts = [Counter(duty.status for duty in view.obligations) for view in views]
    names = [view.instrument.short.in_(view.language) for view in views]
    said = [
        f"{name}: " + ", ".join(f"{first.word('status', status)} {count[status]}" for status in shown)
        for name, count in zip(names, counts, strict=True)
    ]
    drawing = Drawing("degree-bars", 860, 46 + 30 * len(views), first.word("column", "degree"), "; ".join(said))
    drawing.legend(0, 2, [(status, first.word("status", status)) for status in shown], 860)
    for row, (name, count) in enumerate(zip(names, counts, strict=True)):
        top = 38 + 30 * row
        total = sum(count[status] for status in shown)
        drawing.text(0, top + 15, shorten(name, _NAMES - 10))
        left = _NAMES
        for status in shown:
            width = 500 * count[status] / total if total else 0
            if width:
                drawing.mark_bar(left, top, width, 20, status, f"{first.word('status', status)}: {count[status]}")
                left += width
        drawing.text(_NAMES + 508, top + 15, str(total), size=11, fill=QUIET)
    return drawing.svg()


def subject_grid(views: Sequence[View]) -> str:
    """The duties that recur against the treaties: in each cell the pinpoints that ask for it, each with its mark."""
    first = views[0]
    subjects = first.catalogue.crosswalk.subjects
    step = (860 - _NAMES - 20) / max(len(views), 1)
    per_line = max(int((step - 10) // 20), 1)
    cells = {
        (row, column): [
            view.coverage.obligations[name]
            for name in subject.obligations
            if name.startswith(f"{view.instrument.id}/") and name in view.coverage.obligations
        ]
        for row, subject in enumerate(subjects)
        for column, view in enumerate(views)
    }
    heights = [
        max(26, 20 * max(-(-len(cells[row, column]) // per_line) for column in range(len(views))) + 8)
        for row in range(len(subjects))
    ]
    head = 40
    drawing = Drawing(
        "subject-grid",
        860,
        head + sum(heights) + 40,
        first.word("column", "subject"),
        f"{first.word('column', 'subject')}: {len(subjects)}; {first.word('column', 'count')}: {len(views)}",
    )
    for column, view in enumerate(views):
        drawing.text(_NAMES + column * step, 26, view.instrument.reference, size=11, bold=True)
    top = float(head)
    used: set[str] = set()
    for row, subject in enumerate(subjects):
        drawing.text(0, top + 16, shorten(subject.title.in_(first.language), _NAMES - 10, 11.5), size=11.5)
        for column, view in enumerate(views):
            for number, duty in enumerate(cells[row, column]):
                used.add(duty.status)
                x, y = _NAMES + column * step + (number % per_line) * 20, top + 4 + (number // per_line) * 20
                drawing.mark(x, y, 16, duty.status, f"{view.cite_treaty(duty)}: {view.word('status', duty.status)}")
        top += heights[row]
        drawing.line(0, top, 860, top, stroke=LINE)
    drawing.legend(
        0, top + 10, [(status, first.word("status", status)) for status in OBLIGATION_STATUSES if status in used], 860
    )
    return drawing.svg()
