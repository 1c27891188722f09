"""The committed summary: small text files whose differences show the legal effect of a change.

``<instrument>-coverage.csv`` has one line for each element (or pinpoint without elements); ``<instrument>-gaps.<language>.md``
is the gap register, readable on its own.
"""

import csv
import io

from mapping.annex import element_cell, measure_cell, none_found_in
from mapping.coverage import Gap, ObligationCoverage
from mapping.view import View

COLUMNS = (
    "obligation", "force", "status", "element", "basis", "either", "element_status", "hindered", "covered_by", "hindered_by", "planned_by",
)  # fmt: skip


def coverage_csv(view: View) -> str:
    """The coverage of one treaty, one line for each element; the language of the view plays no part."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    for duty in view.obligations:
        if not duty.elements:
            writer.writerow([duty.id, duty.obligation.force, duty.status] + [""] * 8)
        for one in duty.elements:
            writer.writerow(
                [
                    duty.id,
                    duty.obligation.force,
                    duty.status,
                    one.element.id,
                    one.element.basis,
                    one.element.either or "",
                    one.status,
                    "yes" if one.hindered else "",
                    " ".join(one.covered_by),
                    " ".join(answer.target for answer in one.hindrances),
                    " ".join(planned.target for planned in one.planned),
                ]
            )
    return out.getvalue()


def gap_register(view: View) -> str:
    """The gaps of one treaty as Markdown, article by article in treaty order, each with its reasons and measures."""
    treaty = view.instrument
    lines = [f"# {view.word('page', 'gaps')}: {treaty.short.in_(view.language)} ({treaty.reference})", ""]
    lines += [f"- {notice}" for notice in view.notices()] + [""]
    gaps: dict[str, list[Gap]] = {}
    for gap in view.coverage.gaps(treaty.id):
        gaps.setdefault(gap.obligation.id, []).append(gap)
    article = ""
    for duty in view.obligations:
        if duty.id not in gaps and not duty.unexamined():
            continue
        number = str(duty.obligation.at.article)
        if number != article:
            article = number
            lines += [f"## {view.word('column', 'article')} {view.article_heading(number)}", ""]
        lines += _entry(view, duty, gaps.get(duty.id, []))
    return "\n".join(lines).rstrip() + "\n"


def _entry(view: View, duty: ObligationCoverage, gaps: list[Gap]) -> list[str]:
    lines = [
        f"### {view.cite_treaty(duty)} – {view.word('status', duty.status)}",
        "",
        duty.obligation.duty.in_(view.language),
        "",
    ]
    order = {one.id: number for number, one in enumerate(duty.elements)}
    for gap in sorted(gaps, key=lambda one: order[one.elements[0].id]):
        for one in gap.elements:
            cell = element_cell(view, one)
            lines.append(f"- **{cell.text}** – {', '.join((cell.status_word, *cell.overlays))}.")
            for answer in (*one.answers, *one.hindrances):
                reason = answer.link.reason.in_(view.language) if answer.link.reason else ""
                lines.append(f"  - {view.cite(answer.target)} ({view.word('role', answer.role)}): {reason}")
            lines += [f"  - {none_found_in(view, none)}: {none.reason.in_(view.language)}" for none in one.none_found]
        lines += [f"  - {_measure(view, planned.target)}" for planned in gap.planned]
        if not gap.planned:
            lines.append(f"  - {view.word('annex', 'no-measure')}")
    for unit in duty.unexamined():
        lines += [
            f"- {one.element.in_(view.language)} – {view.word('element-status', 'not-examined')}." for one in unit
        ]
    return [*lines, ""]


def _measure(view: View, target: str) -> str:
    cell = measure_cell(view, target)
    late = f", {view.word('overlay', 'overdue')}" if cell.overdue else ""
    return f"{view.word('overlay', 'planned')}: {cell.number} {cell.action} ({cell.authorities}; {cell.deadline}{late})"
