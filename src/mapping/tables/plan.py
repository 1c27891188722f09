"""Tables of action plans: measures and authorities."""

import pandas as pd

from mapping.annex import authority_in_full, authority_name, measure_cell
from mapping.queries import measures_without_obligation, owes
from mapping.records import Plan
from mapping.tables.cells import LINE, frame
from mapping.view import View


def plans(view: View) -> list[Plan]:
    """The action plans with measures that concern the treaty: those that serve it first."""
    found = {plan.id: plan for plan, _, _ in view.measures_shown.values()}
    return sorted(found.values(), key=lambda plan: plan.instrument != view.instrument.id)


def measures(view: View, plan: Plan) -> pd.DataFrame:
    """The measures of a plan that concern the treaty: one row each."""
    answered: dict[str, list[str]] = {}
    for duty in view.obligations:
        for one in duty.elements:
            for planned in one.planned:
                answered.setdefault(planned.target, []).append(view.cite_treaty(duty))
    rows = []
    for target, (owner, row, measure) in view.measures_shown.items():
        if owner is not plan:
            continue
        cell = measure_cell(view, target)
        cited = [
            f"{view.word('report', one.report)}: {one.number or (one.topic.in_(view.language) if one.topic else '–')}"
            for one in row.recommendations
        ]
        rows.append(
            {
                "number": cell.number,
                "action": cell.action,
                "indicators": LINE.join(one.in_(view.language) for one in measure.indicators),
                "deadline": cell.deadline + (f"{LINE}{view.word('text', 'overdue')}" if cell.overdue else ""),
                "responsible": cell.authorities + (f"{LINE}({view.word('text', 'joint')})" if measure.joint else ""),
                "partners": ", ".join(authority_name(view, one) for one in measure.partners),
                "recommendations": LINE.join(cited),
                "answers": ", ".join(dict.fromkeys(answered.get(target, []))) or "–",
            }
        )
    return frame(
        view,
        ("number", "action", "indicators", "deadline", "responsible", "partners", "recommendations", "answers"),
        rows,
    )


def authorities(view: View) -> pd.DataFrame:
    """What each responsible authority owes and how much of it is overdue."""
    rows = []
    for authority in view.catalogue.authorities:
        duties = [
            duty
            for duty in owes(view.graph, authority.id, view.as_of)
            if duty.capacity == "responsible" and duty.measure in view.measures_shown
        ]
        if not duties:
            continue
        named, owed = view.catalogue.measures, {duty.measure for duty in duties}
        rows.append(
            {
                "authority": authority_in_full(view, authority),
                "count": len(duties),
                "overdue": sum(duty.overdue for duty in duties),
                "measures": ", ".join(record.number for name, (_, _, record) in named.items() if name in owed),
            }
        )
    rows.sort(key=lambda row: -int(str(row["count"])))
    return frame(view, ("authority", "count", "overdue", "measures"), rows)


def unanswering(view: View, plan: Plan) -> pd.DataFrame:
    """Measures of a plan that serves the treaty and that no link ties to an obligation."""
    own = plan.instrument == view.instrument.id
    rows = []
    for target in measures_without_obligation(view.graph, plan.id) if own else ():
        cell = measure_cell(view, target)
        rows.append(
            {"number": cell.number, "action": cell.action, "responsible": cell.authorities, "deadline": cell.deadline}
        )
    return frame(view, ("number", "action", "responsible", "deadline"), rows)
