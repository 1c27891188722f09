"""What a notebook calls: open a report, then show its tables and pictures.

>>> from mapping.notebook import open_report                                        # doctest: +SKIP
>>> report = open_report(instrument="lanzarote", language="ro", as_of="", draft="none")  # doctest: +SKIP
>>> report.gaps()                                                                    # doctest: +SKIP
"""

import functools
import sys
from collections.abc import Callable
from html import escape
from typing import Any, TypeVar

import pandas as pd

from mapping import markup, pictures, tables
from mapping.changes import page
from mapping.changes.document import Document, compose
from mapping.changes.overview import now
from mapping.errors import UserError
from mapping.fingerprints import digest
from mapping.issues import DataError
from mapping.records import Plan
from mapping.view import View, open_view

TRACE = "mapping-trace"  # key of the output metadata that carries what a notebook asked for
Trace = list[tuple[str, str]]
R = TypeVar("R", bound="Report")


class Shown(str):
    """A piece of HTML that Jupyter displays; ``trace`` lists what its notebook has asked for so far."""

    trace: Trace

    def _repr_mimebundle_(self, **_: object) -> tuple[dict[str, str], dict[str, Trace]]:
        return {"text/html": str(self)}, {TRACE: getattr(self, "trace", [])}


def asked(method: Callable[[R], Shown]) -> Callable[[R], Shown]:
    """Note each question a notebook asks and the fingerprint of the answer.

    These notes are what a later build compares: a page is made again only when an answer it used has changed
    (verifying traces, in the words of Mokhov, Mitchell and Peyton Jones, *Build systems à la carte*, 2018).
    """

    @functools.wraps(method)
    def noted(self: R) -> Shown:
        answer = method(self)
        self.trace.append((method.__name__, digest(answer)))
        answer.trace = list(self.trace)
        return answer

    return noted


def open_report(instrument: str, language: str, as_of: str = "", draft: str = "none") -> "Report":
    """Open the data for one treaty, language, date and draft; a mistake ends in one sentence, without a traceback."""
    try:
        return Report(open_view(instrument, language, as_of, draft))
    except (UserError, DataError) as error:
        short_errors()
        raise error from None


def short_errors() -> None:
    """In a notebook, show mistakes of the user as their sentence only."""
    shell = sys.modules.get("IPython")
    running = shell.get_ipython() if shell else None
    if running is not None:

        def show(shell: Any, kind: object, value: object, *_: object, **__: object) -> list[str]:
            said = [str(value)]
            shell._showtraceback(kind, value, said)  # no other way reaches both the reader and whoever runs the cells
            return said

        running.set_custom_exc((UserError, DataError), show)


class Report:
    """The tables and pictures of one view, each ready to be shown."""

    def __init__(self, view: View) -> None:
        self._view = view
        self.trace: Trace = []

    def __repr__(self) -> str:
        """What stands on every page, in one line."""
        return self._view.footer()

    @property
    def view(self) -> View:
        """The view itself, for a notebook with questions of its own; such a page is made again after any change."""
        self.trace.append(("view", ""))
        return self._view

    @asked
    def banner(self) -> Shown:
        """Which data this is, how old, how far signed and how sure: it stands on every page."""
        treaty = self._view.instrument
        heading = f"{treaty.short.in_(self._view.language)} ({treaty.reference})"
        lines = "".join(f"<li>{escape(line)}</li>" for line in self._view.notices())
        return Shown(f'<section class="standing"><p class="treaty">{escape(heading)}</p><ul>{lines}</ul></section>')

    # --- obligations ---

    @asked
    def force_bars(self) -> Shown:
        """Pinpoints of each article by force."""
        return self._picture(pictures.force_bars(self._view))

    @asked
    def obligations(self) -> Shown:
        """Every pinpoint of the treaty, chapter by chapter."""
        return self._by_chapter(lambda number: tables.obligations(self._view, number))

    # --- national law ---

    @asked
    def acts(self) -> Shown:
        """The acts relied on and the texts read."""
        return self._table(tables.acts(self._view), self._view.word("annex", "acts"), headed=True)

    @asked
    def act_bars(self) -> Shown:
        """How many elements rest on each act."""
        return self._picture(pictures.act_bars(self._view))

    @asked
    def provisions(self) -> Shown:
        """Every provision relied on, act by act."""
        parts = [
            self._heading(act.short.in_(self._view.language), act.id)
            + self._table(tables.provisions(self._view, act.id), act.title.in_(self._view.language))
            for act in self._view.acts_relied_on
        ]
        return Shown("".join(parts))

    @asked
    def penalties(self) -> Shown:
        """Penalties and bans, paragraph by paragraph."""
        return self._table(tables.penalties(self._view), self._view.word("column", "penalty"), headed=True)

    # --- mapping ---

    @asked
    def status_bars(self) -> Shown:
        """How the obligations divide by degree of compatibility."""
        return self._picture(pictures.status_bars(self._view))

    @asked
    def statuses(self) -> Shown:
        """The same as a table, with the meaning of each word."""
        return self._table(tables.statuses(self._view), self._view.word("annex", "overview"), headed=True)

    @asked
    def mapping_matrix(self) -> Shown:
        """Articles against acts."""
        return self._picture(pictures.mapping_matrix(self._view))

    @asked
    def layered_graphs(self) -> Shown:
        """Provisions, obligations and measures, chapter by chapter."""
        parts = [
            self._heading(self._view.chapter_heading(chapter), f"graph-{chapter.number}")
            + self._picture(pictures.layered_graph(self._view, chapter.number))
            for chapter in self._view.instrument.chapters
            if any(duty.elements for duty in self._view.in_chapter(chapter.number))
        ]
        return Shown("".join(parts))

    @asked
    def links(self) -> Shown:
        """Every judgement with its reason, chapter by chapter."""
        return self._by_chapter(lambda number: tables.links(self._view, number))

    @asked
    def resting_on_one(self) -> Shown:
        """Obligations that hang on a single provision."""
        return self._table(tables.resting_on_one(self._view), self._view.word("overlay", "single"), headed=True)

    # --- gaps ---

    @asked
    def coverage_grid(self) -> Shown:
        """Every element as one square."""
        return self._picture(pictures.coverage_grid(self._view))

    @asked
    def gaps(self) -> Shown:
        """The gaps of the law, heaviest first."""
        return self._table(tables.gap_list(self._view), self._view.word("page", "gaps"), headed=True)

    @asked
    def unplanned(self) -> Shown:
        """Gaps without a measure."""
        return self._table(tables.unplanned(self._view), self._view.word("annex", "no-measure"), headed=True)

    @asked
    def unexamined(self) -> Shown:
        """Elements not examined."""
        return self._table(
            tables.unexamined(self._view), self._view.word("element-status", "not-examined"), headed=True
        )

    @asked
    def recommended(self) -> Shown:
        """Elements that are recommended and not asked for by the text."""
        return self._table(tables.recommended(self._view), self._view.word("annex", "also-recommended"), headed=True)

    @asked
    def findings(self) -> Shown:
        """What monitoring bodies, courts and reports on practice said."""
        return self._table(tables.findings(self._view), self._view.word("column", "finding"), headed=True)

    # --- action plan ---

    @asked
    def timeline(self) -> Shown:
        """When the measures fall due."""
        return self._by_plan(lambda plan: self._picture(pictures.measure_timeline(self._view, plan)))

    @asked
    def measures(self) -> Shown:
        """Every measure of the plans that serve the treaty."""
        return self._by_plan(
            lambda plan: self._table(tables.measures(self._view, plan), plan.title.in_(self._view.language))
        )

    @asked
    def authorities(self) -> Shown:
        """What each authority owes."""
        return self._table(tables.authorities(self._view), self._view.word("column", "responsible"), headed=True)

    @asked
    def unanswering(self) -> Shown:
        """Measures that answer no obligation."""
        return self._by_plan(
            lambda plan: self._table(tables.unanswering(self._view, plan), plan.title.in_(self._view.language))
        )

    # --- changes ---

    @asked
    def to_review(self) -> Shown:
        """Where the judgements stand between their reviewers and what they rest on."""
        document = self._changes
        return Shown(page.lead(document) + page.sections(one for one in document.sections if one.kind == "sign-off"))

    @asked
    def law_changes(self) -> Shown:
        """What the latest consolidations changed in places the treaty's links rest on, word by word."""
        return Shown(page.sections(one for one in self._changes.sections if one.kind == "law"))

    @asked
    def law_ahead(self) -> Shown:
        """Wordings adopted or published ahead, with their date."""
        return Shown(page.sections(one for one in self._changes.sections if one.kind == "ahead"))

    @functools.cached_property
    def _changes(self) -> Document:
        return compose(now(self._view.catalogue, self._view.library, self._view.instrument.id), self._view.language)

    # --- annex ---

    @asked
    def annex(self) -> Shown:
        """The table of the compliance annex."""
        return self._by_chapter(lambda number: tables.annex(self._view, number))

    # --- showing ---

    def _by_plan(self, show: Callable[[Plan], Shown]) -> Shown:
        """What there is to show of each plan, or a sentence that there is none."""
        parts = [show(plan) for plan in tables.plans(self._view)]
        nothing = f'<p class="empty">{escape(self._view.word("annex", "no-measure"))}</p>'
        return Shown("".join(parts) or nothing)

    def _by_chapter(self, make: Callable[[str], pd.DataFrame]) -> Shown:
        parts = []
        for chapter in self._view.instrument.chapters:
            data = make(chapter.number)
            if len(data):
                title = self._view.chapter_heading(chapter)
                parts.append(self._heading(title, f"chapter-{chapter.number}") + self._table(data, title, headed=True))
        return Shown("".join(parts))

    def _heading(self, words: str, anchor: str) -> Shown:
        return Shown(f'<h3 id="{escape(anchor)}">{escape(words)}</h3>')

    def _picture(self, svg: str) -> Shown:
        return Shown(f'<figure class="picture">{svg}</figure>')

    def _table(self, data: pd.DataFrame, caption: str, *, headed: bool = False) -> Shown:
        """A DataFrame as an accessible table, or a sentence that it has no rows."""
        if not len(data):
            return Shown(f'<p class="empty">{escape(caption)}: {escape(self._view.word("text", "no-rows"))}</p>')
        rows = [[str(value) for value in row] for row in data.itertuples(index=False)]
        return Shown(markup.table([str(name) for name in data.columns], rows, caption, headed=headed))
