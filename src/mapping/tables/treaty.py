"""Tables of a treaty: its obligations, the judgements on them, the annex."""

from collections import Counter
from itertools import groupby

import pandas as pd

from mapping.annex import ATTENTION, SIGNS, Row, SignLine, folded, measures_planned, row_of
from mapping.coverage import OBLIGATION_STATUSES, ElementCoverage, ObligationCoverage
from mapping.queries import single_provision
from mapping.tables.cells import LINE, frame, group_lines, measure_line, remarks
from mapping.view import View


def obligations(view: View, chapter: str) -> pd.DataFrame:
    """The pinpoints of one chapter: one row each, with the duty, its force and its elements."""
    return frame(
        view,
        ("pinpoint", "obligation", "force", "kind", "elements"),
        (
            {
                "pinpoint": view.cite_treaty(duty),
                "obligation": duty.obligation.duty.in_(view.language),
                "force": view.word("force", duty.obligation.force),
                "kind": view.word("kind", duty.obligation.kind),
                "elements": _elements_or_reason(view, duty),
            }
            for duty in view.in_chapter(chapter)
        ),
    )


def _elements_or_reason(view: View, duty: ObligationCoverage) -> str:
    if duty.obligation.reason:
        return duty.obligation.reason.in_(view.language)
    lines = []
    for extra, group in groupby(duty.elements, key=lambda one: _extra(view, one)):
        for text in folded([one.element.in_(view.language) for one in group]):
            lines.append(f"• {text}" + (f" ({extra})" if extra else ""))
    return LINE.join(lines)


def _extra(view: View, one: ElementCoverage) -> str:
    """What an element says beside its text: that it is an alternative, or only recommended."""
    if one.element.either:
        return view.word("overlay", "either")
    return "" if one.decides else view.word("overlay", "recommendation")


def links(view: View, chapter: str) -> pd.DataFrame:
    """Every judgement on the law in one chapter: one row for each link, with what it does and why."""
    rows = []
    for duty in view.in_chapter(chapter):
        judgement = view.catalogue.judgements.get(duty.id)
        texts = {one.element.id: one.element.in_(view.language) for one in duty.elements}
        for link in judgement.links if judgement else ():
            if link.to not in view.targets:
                continue
            said: dict[str, list[str]] = {}
            for role, element in link.roles():
                said.setdefault(view.word("role", role), []).append(texts[element])
            rows.append(
                {
                    "pinpoint": view.cite_treaty(duty),
                    "provision": LINE.join((view.cite(link.to), *remarks(view, link.to))),
                    "elements": LINE.join(f"{role}: {text}" for role, all_ in said.items() for text in folded(all_)),
                    "reason": link.reason.in_(view.language) if link.reason else "",
                }
            )
    return frame(view, ("pinpoint", "provision", "elements", "reason"), rows)


def statuses(view: View) -> pd.DataFrame:
    """How many obligations have each degree of compatibility, and what the word means."""
    counts = Counter(duty.status for duty in view.obligations)
    rows = [
        {
            "degree": f"{SIGNS[status]} {view.word('status', status)}",
            "meaning": view.word("status-means", status),
            "count": counts[status],
        }
        for status in OBLIGATION_STATUSES
    ]
    return frame(view, ("degree", "meaning", "count"), rows)


def resting_on_one(view: View) -> pd.DataFrame:
    """Obligations whose every answer in force stands in a single provision."""
    found = single_provision(view.graph, view.coverage, view.instrument.id)
    rows = [
        {
            "pinpoint": view.cite_treaty(view.coverage.obligations[name]),
            "obligation": view.coverage.obligations[name].obligation.duty.in_(view.language),
            "provision": LINE.join((view.cite(place), *remarks(view, place))),
        }
        for name, place in found.items()
    ]
    return frame(view, ("pinpoint", "obligation", "provision"), rows)


def annex(view: View, chapter: str) -> pd.DataFrame:
    """The rows of the compliance annex for one chapter, as in Word and PDF."""
    rows = []
    for duty in view.in_chapter(chapter):
        row = row_of(view, duty)
        rows.append(
            {
                "pinpoint-obligation": LINE.join(
                    filter(None, (f"{row.pinpoint} ({row.force_word})", row.duty, row.note))
                ),
                "provisions": LINE.join(
                    f"{one.cite} ({', '.join((one.role_word, *one.caveats))})" for one in row.provisions
                )
                or row.no_provision,
                "degree": LINE.join((f"{SIGNS[row.status]} {row.status_word}", *map(_sign_line, row.signing))),
                "missing": LINE.join(filter(None, (group_lines(row.missing), _also(view, row)))) or row.nothing_missing,
                "measure": LINE.join(measure_line(view, target) for target in measures_planned(view, duty.elements))
                or row.no_measure,
                "reason": LINE.join(f"{one.cite}: {one.text}" if one.cite else one.text for one in row.reasons),
            }
        )
    return frame(view, ("pinpoint-obligation", "provisions", "degree", "missing", "measure", "reason"), rows)


def _sign_line(line: SignLine) -> str:
    return f"{ATTENTION} {line.text}" if line.attention else line.text


def _also(view: View, row: Row) -> str:
    """What is recommended beyond the text of the treaty, under its own line."""
    return f"{view.word('annex', 'also-recommended')}:{LINE}{group_lines(row.recommended)}" if row.recommended else ""
