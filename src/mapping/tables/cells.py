"""What every table shares: the frame, and how lists and remarks are put into a cell."""

from collections.abc import Iterable, Mapping
from typing import Any

import pandas as pd

from mapping.annex import SIGNS, ElementCell, caveats, grouped, measure_cell
from mapping.view import View

LINE = "\n"


def frame(view: View, columns: Iterable[str], rows: Iterable[Mapping[str, Any]]) -> pd.DataFrame:
    """Rows keyed by vocabulary columns as a DataFrame with the printed headings, in the given order."""
    keys = list(columns)
    data = pd.DataFrame([[row.get(key, "") for key in keys] for row in rows], columns=keys)
    return data.rename(columns={key: view.word("column", key) for key in keys})


def remarks(view: View, target: str) -> list[str]:
    """What a reader must know before relying on a cited place, in brackets; empty for a text read and in force."""
    act, provision = view.catalogue.provisions[view.targets.get(target, target)]
    found = caveats(view, act, provision)
    return [f"({', '.join(found)})"] if found else []


def element_words(cell: ElementCell) -> str:
    """An element with its status, and what lies on top of it, in brackets."""
    return f"{cell.text} [{', '.join((cell.status_word, *cell.overlays))}]"


def group_lines(cells: Iterable[ElementCell]) -> str:
    """Elements under one line for each status, which begins with its sign."""
    return LINE.join(
        line
        for group in grouped(cells)
        for line in (f"{SIGNS[group.mark]} {group.standing}:", *(f"• {text}" for text in group.texts))
    )


def measure_line(view: View, target: str) -> str:
    """A measure in one line: number, authorities, deadline."""
    cell = measure_cell(view, target)
    late = f", {view.word('text', 'overdue')}" if cell.overdue else ""
    return f"{cell.number} ({cell.authorities}; {cell.deadline}{late})"
