"""All treaties side by side: by degree, by recurring duty, by subject matter, by authority, by provision.

Every table is a DataFrame with printed column names; one column for each treaty.
"""

from collections import Counter
from collections.abc import Iterable, Sequence

import pandas as pd

from mapping.annex import authority_name
from mapping.coverage import OBLIGATION_STATUSES, ObligationCoverage
from mapping.queries import LAW
from mapping.tables.cells import LINE
from mapping.view import View


def names(views: Sequence[View]) -> list[str]:
    """The treaties as column headings."""
    return [view.instrument.short.in_(view.language) for view in views]


def degrees(views: Sequence[View]) -> pd.DataFrame:
    """How many pinpoints of each treaty have each degree of compatibility."""
    first = views[0]
    counts = [Counter(duty.status for duty in view.obligations) for view in views]
    rows = [[first.word("status", status), *(count[status] for count in counts)] for status in OBLIGATION_STATUSES]
    return pd.DataFrame(rows, columns=[first.word("column", "degree"), *names(views)])


def subjects(views: Sequence[View]) -> pd.DataFrame:
    """The duties that recur: one row each, and where each treaty asks for it, with the degree."""
    first = views[0]
    rows = []
    for subject in first.catalogue.crosswalk.subjects:
        cells = [
            _placed(view, (name for name in subject.obligations if name in view.coverage.obligations)) for view in views
        ]
        rows.append([subject.title.in_(first.language), *cells])
    return pd.DataFrame(rows, columns=[first.word("column", "subject"), *names(views)])


def _placed(view: View, obligations: Iterable[str]) -> str:
    own = [view.coverage.obligations[name] for name in obligations if name.startswith(f"{view.instrument.id}/")]
    return LINE.join(f"{view.cite_treaty(duty)}: {view.word('status', duty.status)}" for duty in own) or "–"


def kinds(views: Sequence[View]) -> pd.DataFrame:
    """By subject matter: how many duties of each treaty are met, out of how many that are owed."""
    first = views[0]
    owed = [[duty for duty in view.obligations if duty.status != "not-applicable"] for view in views]
    found = dict.fromkeys(duty.obligation.kind for duties in owed for duty in duties)
    rows = [[first.word("kind", kind), *(_share(first, duties, kind) for duties in owed)] for kind in found]
    return pd.DataFrame(rows, columns=[first.word("column", "kind"), *names(views)])


def _share(view: View, duties: Sequence[ObligationCoverage], kind: str) -> str:
    counts = Counter(duty.status for duty in duties if duty.obligation.kind == kind)
    if not counts:
        return "–"
    return LINE.join(
        f"{view.word('status', status)}: {counts[status]}" for status in OBLIGATION_STATUSES if counts[status]
    )


def authorities(views: Sequence[View]) -> pd.DataFrame:
    """By authority: the obligations of each treaty that a measure of its own would answer, at least in part."""
    first = views[0]
    rows = []
    for authority in first.catalogue.authorities:
        cells = []
        for view in views:
            answered = [
                view.cite_treaty(duty)
                for duty in view.obligations
                if any(authority.id in planned.measure.responsible for one in duty.elements for planned in one.planned)
            ]
            cells.append(", ".join(answered) or "–")
        if any(cell != "–" for cell in cells):
            rows.append([authority_name(first, authority.id), *cells])
    return pd.DataFrame(rows, columns=[first.word("column", "authority"), *names(views)])


def shared_provisions(views: Sequence[View]) -> pd.DataFrame:
    """National provisions that answer obligations of two or more treaties, those of most treaties first."""
    first = views[0]
    graph = first.graph
    found: dict[str, dict[str, list[str]]] = {}
    for view in views:
        for duty in view.obligations:
            for element in graph.successors(duty.id):
                for origin, _, type_ in graph.in_edges(element, data="type"):
                    if type_ in LAW:
                        cited = found.setdefault(origin, {}).setdefault(view.instrument.id, [])
                        if view.cite_treaty(duty) not in cited:
                            cited.append(view.cite_treaty(duty))
    order = {name: number for number, name in enumerate(first.catalogue.provisions)}
    shared = sorted(
        (name for name, by in found.items() if len(by) > 1), key=lambda name: (-len(found[name]), order[name])
    )
    rows = [
        [first.cite(name), *(", ".join(found[name].get(view.instrument.id, [])) or "–" for view in views)]
        for name in shared
    ]
    return pd.DataFrame(rows, columns=[first.word("column", "provision"), *names(views)])
