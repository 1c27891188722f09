"""Tables of what is missing, unexamined, recommended or found by others."""

from itertools import groupby

import pandas as pd

from mapping.annex import (
    element_cell,
    finding_source,
)
from mapping.queries import gaps_without_measure
from mapping.tables.cells import LINE, element_words, frame, group_lines, measure_line, remarks
from mapping.view import View


def gaps(view: View) -> pd.DataFrame:
    """The gaps of the law, heaviest first: one row for each element (alternatives together)."""
    rows = [
        {
            "pinpoint": view.cite_treaty(gap.obligation),
            "force": view.word("force", gap.obligation.obligation.force),
            "missing": LINE.join(element_words(element_cell(view, one)) for one in gap.elements),
            "provisions": "; ".join(
                dict.fromkeys(
                    view.cite(answer.target) for one in gap.elements for answer in (*one.answers, *one.hindrances)
                )
            ),
            "planned-by": LINE.join(measure_line(view, planned.target) for planned in gap.planned)
            or view.word("annex", "no-measure"),
        }
        for gap in view.coverage.gaps(view.instrument.id)
    ]
    return frame(view, ("pinpoint", "force", "missing", "provisions", "planned-by"), rows)


def gap_list(view: View) -> pd.DataFrame:
    """The gaps as a page shows them: as ``gaps``, neighbours of one obligation with the same measures in one row."""
    rows: list[dict[str, str]] = []
    before = ""
    for (name, planned), group in groupby(
        view.coverage.gaps(view.instrument.id),
        key=lambda gap: (gap.obligation.id, frozenset(one.target for one in gap.planned)),
    ):
        same = list(group)
        duty = same[0].obligation
        found = dict.fromkeys(
            " ".join((view.cite(answer.target), *remarks(view, answer.target)))
            for gap in same
            for one in gap.elements
            for answer in (*one.answers, *one.hindrances)
        )
        rows.append(
            {
                "pinpoint": f"{view.cite_treaty(duty)} ({view.word('force', duty.obligation.force)})"
                + (f"{LINE}{duty.obligation.duty.in_(view.language)}" if name != before else ""),
                "missing": group_lines(element_cell(view, one) for gap in same for one in gap.elements),
                "provisions": LINE.join(found) or view.word("annex", "no-provision"),
                "planned-by": LINE.join(measure_line(view, one) for one in view.catalogue.measures if one in planned)
                or view.word("annex", "no-measure"),
            }
        )
        before = name
    return frame(view, ("pinpoint", "missing", "provisions", "planned-by"), rows)


def unplanned(view: View) -> pd.DataFrame:
    """Gaps that no measure of any plan would close: neighbours of one obligation in one row."""
    rows = []
    for _, group in groupby(
        gaps_without_measure(view.graph, view.coverage, view.instrument.id), key=lambda gap: gap.obligation.id
    ):
        same = list(group)
        duty = same[0].obligation
        rows.append(
            {
                "pinpoint": view.cite_treaty(duty),
                "obligation": duty.obligation.duty.in_(view.language),
                "force": view.word("force", duty.obligation.force),
                "missing": group_lines(element_cell(view, one) for gap in same for one in gap.elements),
            }
        )
    return frame(view, ("pinpoint", "obligation", "force", "missing"), rows)


def unexamined(view: View) -> pd.DataFrame:
    """Elements nobody recorded anything about; not gaps of the law."""
    rows = [
        {"pinpoint": view.cite_treaty(duty), "element": LINE.join(one.element.in_(view.language) for one in unit)}
        for duty in view.obligations
        for unit in duty.unexamined()
    ]
    return frame(view, ("pinpoint", "element"), rows)


def recommended(view: View) -> pd.DataFrame:
    """Elements that rest on a recommendation and not on the treaty's text."""
    rows = [
        {
            "pinpoint": view.cite_treaty(duty),
            "element": group_lines(element_cell(view, one) for one in duty.elements if not one.decides),
        }
        for duty in view.obligations
        if any(not one.decides for one in duty.elements)
    ]
    return frame(view, ("pinpoint", "element"), rows)


def findings(view: View) -> pd.DataFrame:
    """What monitoring bodies, courts and reports on practice said about the treaty: one row each, the latest first."""
    own = {
        one.id: one
        for name, found in view.catalogue.findings.items()
        if name.startswith(f"{view.instrument.id}/")
        for one in found
    }
    ordered = sorted(own.values(), key=lambda one: (str(one.date or ""), one.id), reverse=True)
    rows = [
        {
            "source": LINE.join(
                filter(
                    None,
                    (
                        finding_source(view, one),
                        ", ".join(filter(None, (one.reference, view.date(one.date) if one.date else ""))),
                        "" if one.confidence == "read" else view.word("confidence", one.confidence),
                    ),
                )
            ),
            "kind": view.word("finding-kind", one.kind),
            "finding": LINE.join(
                text.in_(view.language) for text in (one.finding, one.qualifies, one.note) if text is not None
            ),
            "concerns": ", ".join(
                dict.fromkeys(
                    view.cite_treaty(view.coverage.obligations[place.partition("#")[0]])
                    for place in one.concerns
                    if place.startswith(f"{view.instrument.id}/")
                )
            ),
        }
        for one in ordered
    ]
    return frame(view, ("source", "kind", "finding", "concerns"), rows)
