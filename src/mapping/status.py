"""``mapping status``: the coverage as one JSON object, or as a table for the terminal."""

from collections import Counter
from typing import Any

from mapping.catalogue import Catalogue
from mapping.coverage import OBLIGATION_STATUSES, Coverage
from mapping.deadlines import read_deadline
from mapping.graph import Graph
from mapping.queries import explain
from mapping.seals import standing
from mapping.versions import state_of


def as_object(catalogue: Catalogue, coverage: Coverage, instrument: str | None = None) -> dict[str, Any]:
    """The object that ``mapping status --json`` prints; its keys are documented in ``docs/commands.md`` and kept stable."""
    duties = [one for one in coverage.obligations.values() if instrument in (None, one.instrument)]
    answered: dict[str, list[str]] = {}
    for duty in duties:
        for element in duty.elements:
            for planned in element.planned:
                answered.setdefault(planned.target, []).append(duty.id)
    return {
        "edition": catalogue.edition.version,
        "as_of": str(coverage.as_of),
        "obligations": [
            {
                "id": duty.id,
                "instrument": duty.instrument,
                "article": duty.obligation.at.article,
                "paragraph": duty.obligation.at.paragraph,
                "letter": duty.obligation.at.letter,
                "force": duty.obligation.force,
                "status": duty.status,
                "elements": [
                    {
                        "id": one.element.id,
                        "basis": one.element.basis,
                        "either": one.element.either,
                        "status": one.status,
                        "hindered": one.hindered,
                        "covered_by": list(one.covered_by),
                        "planned_by": [planned.target for planned in one.planned],
                    }
                    for one in duty.elements
                ],
            }
            for duty in duties
        ],
        "measures": [
            {
                "id": name,
                "number": measure.number,
                "row": row.row,
                "deadline": measure.deadline,
                "due": deadline.shown if (deadline := read_deadline(measure.deadline)) else None,
                "authorities": [*measure.responsible, *measure.partners],
                "obligations": list(dict.fromkeys(answered.get(name, []))),
            }
            for name, (plan, row, measure) in catalogue.measures.items()
            if instrument in (None, plan.instrument)
        ],
        "provisions": [
            {
                "id": name,
                "act": act.id,
                "article": provision.at.article,
                "in_force_from": _start(catalogue, coverage, name),
                "confidence": provision.confidence,
            }
            for name, (act, provision) in catalogue.provisions.items()
        ],
    }


def _start(catalogue: Catalogue, coverage: Coverage, name: str) -> str | None:
    """The beginning of the version that applies: a date, ``unknown``, ``deferred``, or ``null`` when none applies."""
    act, provision = catalogue.provisions[name]
    state, version = state_of(act, provision, coverage.as_of, catalogue.edition.as_of)
    return str(version.from_) if version and state != "repealed" else None


def as_table(catalogue: Catalogue, coverage: Coverage, instrument: str | None = None) -> str:
    """Articles against degrees of compatibility, a line for each treaty article, then the totals."""
    lines = []
    for treaty in catalogue.instruments:
        if instrument not in (None, treaty.id):
            continue
        heads = [catalogue.vocabulary.word("status", status, "en") for status in OBLIGATION_STATUSES]
        lines += [
            f"{treaty.short.en} ({treaty.reference}), status on {coverage.as_of}, data edition {catalogue.edition.version}",
            "",
        ]
        lines.append(f"{'article':<54}" + "".join(f"{head:>19}" for head in heads))
        articles: dict[str, Counter[str]] = {}
        for duty in coverage.of(treaty.id):
            articles.setdefault(str(duty.obligation.at.article), Counter())[duty.status] += 1
        for number, counts in articles.items():
            title = treaty.article_title(number)
            name = f"{number} {title.en if title else ''}"
            name = name if len(name) < 53 else name[:52] + "…"
            lines.append(f"{name:<54}" + "".join(f"{counts[status] or '·':>19}" for status in OBLIGATION_STATUSES))
        totals = sum(articles.values(), Counter())
        lines.append(f"{'all':<54}" + "".join(f"{totals[status]:>19}" for status in OBLIGATION_STATUSES))
        links = [link for _, link in catalogue.links(treaty.id)]
        unsigned = sum(not standing(link.reviews) for link in links)
        lines += [
            "",
            f"{unsigned} of {len(links)} links are unsigned. Gaps: {len(list(coverage.gaps(treaty.id)))}.",
            "",
        ]
    return "\n".join(lines).rstrip()


def as_explanation(catalogue: Catalogue, graph: Graph, coverage: Coverage, obligation: str) -> str:
    """Why an obligation has its status: the path through each record that bears on it."""
    duty = coverage.obligations[obligation]
    lines = [
        f"{obligation}: {catalogue.vocabulary.word('status', duty.status, 'en')} on {coverage.as_of} ({duty.obligation.force})",
        f"  {duty.obligation.duty.en}",
    ]
    if duty.obligation.reason:
        lines.append(f"  {duty.obligation.reason.en}")
    shown = ""
    for path in explain(graph, coverage, obligation):
        element = coverage.elements[path[0].end]
        if element.id != shown:
            shown = element.id
            hindered = ", hindered" if element.hindered else ""
            lines += ["", f"  {element.element.id}: {element.status}{hindered}", f"    {element.element.en}"]
        if len(path) > 1:
            lines += _step_lines(catalogue, graph, coverage, path[1].edge, path[1].end, path[1].detail)
    return "\n".join(lines)


def _step_lines(
    catalogue: Catalogue, graph: Graph, coverage: Coverage, edge: str, end: str, detail: dict[str, Any]
) -> list[str]:
    if edge == "none-found":
        record = detail["record"]
        return (
            [f"      searched {', '.join(record.searched)}, nothing found: {record.reason.en}"]
            if end == record.searched[0]
            else []
        )
    if edge == "concerns":
        finding = graph.nodes[end]["record"]
        return [f"      finding of {finding.body.en} ({finding.document.en}): {finding.finding.en}"]
    link = detail["link"]
    reason = f": {link.reason.en}" if link.reason else ""
    if edge == "plans":
        measure = catalogue.measures[end][2]
        return [f"      planned by {end} ({measure.deadline}): {measure.action.en}"]
    if edge == "drafts":
        return [f"      drafted by {end}{reason}"]
    act, provision = catalogue.provisions[end]
    version = state_of(act, provision, coverage.as_of, catalogue.edition.as_of)
    source = provision.source or act.source
    since = version.version.from_ if version.version else "?"
    read = f"{source.publisher} {source.document or ''} of {source.consolidated or 'unknown date'}".replace("  ", " ")
    return [
        f"      {edge} {detail['target']}{reason}",
        f"        version from {since}: {version.state}; text: {read} ({provision.confidence})",
    ]
