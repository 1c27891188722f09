"""What a notebook calls to set all treaties side by side."""

from collections.abc import Callable, Sequence
from html import escape

import pandas as pd

from mapping import comparison, pictures
from mapping.errors import UserError
from mapping.issues import DataError
from mapping.notebook import Report, Shown, asked, short_errors
from mapping.records import ALL
from mapping.view import View, open_view, project_catalogue


def open_comparison(instrument: str, language: str, as_of: str = "", draft: str = "none") -> "Comparison":
    """Open the data for all treaties; ``instrument`` is ``all``. A mistake ends in one sentence, without a traceback."""
    try:
        if instrument != ALL:
            raise UserError(
                f'the parameter instrument is "{instrument}": this notebook compares all treaties, write "{ALL}"'
            )
        catalogue = project_catalogue()
        names = list(catalogue.instrument_by_id)
        return Comparison([open_view(name, language, as_of, draft, catalogue=catalogue) for name in names])
    except (UserError, DataError) as error:
        short_errors()
        raise error from None


class Comparison(Report):
    """The tables and pictures of several views of the same data, one for each treaty."""

    def __init__(self, views: Sequence[View]) -> None:
        super().__init__(views[0])
        self._views = list(views)

    @asked
    def banner(self) -> Shown:
        """What stands on every page, treaty by treaty."""
        parts = []
        for view in self._views:
            lines = "".join(f"<li>{escape(line)}</li>" for line in view.notices())
            heading = f"{view.instrument.short.in_(view.language)} ({view.instrument.reference})"
            parts.append(f"<details><summary>{escape(heading)}</summary><ul>{lines}</ul></details>")
        return Shown(f'<section class="standing">{"".join(parts)}</section>')

    @asked
    def degree_bars(self) -> Shown:
        """How the pinpoints of each treaty divide by degree of compatibility."""
        return self._picture(pictures.degree_bars(self._views))

    @asked
    def degrees(self) -> Shown:
        """The same as a table."""
        return self._compared(comparison.degrees, "degree")

    @asked
    def subject_grid(self) -> Shown:
        """The duties that recur, treaty by treaty, each with its degree."""
        return self._picture(pictures.subject_grid(self._views))

    @asked
    def subjects(self) -> Shown:
        """The same as a table."""
        return self._compared(comparison.subjects, "subject")

    @asked
    def kinds(self) -> Shown:
        """By subject matter."""
        return self._compared(comparison.kinds, "kind")

    @asked
    def authorities(self) -> Shown:
        """By authority."""
        return self._compared(comparison.authorities, "authority")

    @asked
    def shared_provisions(self) -> Shown:
        """Provisions that answer several treaties."""
        return self._compared(comparison.shared_provisions, "provision")

    def _compared(self, make: Callable[[Sequence[View]], pd.DataFrame], column: str) -> Shown:
        return self._table(make(self._views), self._view.word("column", column), headed=True)
