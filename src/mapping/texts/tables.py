"""Rows of tables as one line each, so that a number in a cell divides nothing that a printed row would not divide."""

import re
from collections.abc import Sequence
from typing import Protocol

_MARKED = re.compile(r"(?:\(?[a-z0-9]{1,3}(?:\^\d+)?\)|\d{1,3}(?:\^\d+)?\.)\s*\S")
_LONGEST_CELL = 4  # lines; a cell with more holds text that only the layout put into a table


class _Printed(Protocol):
    @property
    def text(self) -> str: ...


class Rows:
    """Follows the rows and cells of tables, one in another, while their lines are gathered."""

    def __init__(self) -> None:
        self._open: list[tuple[int, list[int]]] = []  # the first line of each open row, and of each of its cells

    def begin_row(self, lines: int) -> None:
        """A row begins after so many lines."""
        self._open.append((lines, []))

    def begin_cell(self, lines: int) -> None:
        """A cell begins after so many lines."""
        if self._open:
            self._open[-1][1].append(lines)

    def end_row(self, lines: Sequence[_Printed]) -> int | None:
        """A row ends after these lines: the one from which it is one line; ``None`` where its lines stay as they are.

        They stay where only the layout put text into a table: a cell has many lines, or several bear numbers of their own.
        """
        if not self._open:
            return None
        first, cells = self._open.pop()
        filled = [(begin, end) for begin, end in zip(cells, [*cells[1:], len(lines)], strict=False) if end > begin]
        if len(filled) < 2 or max(end - begin for begin, end in filled) > _LONGEST_CELL:
            return None
        return None if sum(bool(_MARKED.match(lines[begin].text)) for begin, _ in filled) > 1 else first
