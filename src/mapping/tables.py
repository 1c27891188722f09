"""The tables of the notebooks and of the spreadsheet export, as DataFrames with printed column names.

Every row carries its provenance: the pinpoint, and for national law the citation and how far its source was read.
Cells hold text; lists are joined with line breaks.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from itertools import groupby
from typing import Any

import pandas as pd

from mapping.annex import (
    ElementCell,
    Row,
    authority_in_full,
    authority_name,
    caveats,
    element_cell,
    finding_source,
    folded,
    grouped,
    later_text,
    measure_cell,
    row_of,
)
from mapping.coverage import ElementCoverage, ObligationCoverage
from mapping.queries import gaps_without_measure, measures_without_obligation, owes, single_provision
from mapping.records import Ban, Penalty, Plan, Provision, Range
from mapping.versions import amending_act, state_of
from mapping.view import View

LINE = "\n"
SIGNS = {"met": "●", "partly-met": "◐", "not-met": "○", "not-examined": "◌", "not-applicable": "–"}


def frame(view: View, columns: Iterable[str], rows: Iterable[Mapping[str, Any]]) -> pd.DataFrame:
    """Rows keyed by vocabulary columns as a DataFrame with the printed headings, in the given order."""
    keys = list(columns)
    data = pd.DataFrame([[row.get(key, "") for key in keys] for row in rows], columns=keys)
    return data.rename(columns={key: view.word("column", key) for key in keys})


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
            for duty in in_chapter(view, chapter)
        ),
    )


def in_chapter(view: View, chapter: str) -> list[ObligationCoverage]:
    """The obligations of one chapter."""
    return [
        duty
        for duty in view.obligations
        if (found := view.instrument.chapter_of(str(duty.obligation.at.article))) and found.number == chapter
    ]


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


def acts(view: View) -> pd.DataFrame:
    """The acts relied on: one row each, with the text read and the confidence of its provisions."""
    rows = []
    for act in view.acts_relied_on:
        relied_on = [provision for owner, provision in view.relied_on.values() if owner is act]
        counts = Counter(one.confidence for one in relied_on)
        later = later_text(view, act)
        rows.append(
            {
                "act": act.title.in_(view.language)
                + (f" ({view.word('text', 'no')} {act.number})" if act.number else "")
                + (f"{LINE}{later}" if later else ""),
                "kind": view.word("act-kind", act.kind),
                "relied-on": len(relied_on),
                "consolidated": view.date(act.source.consolidated),
                "document": act.source.document or "–",
                "publisher": act.source.publisher,
                "confidence": LINE.join(
                    f"{view.word('confidence-short', mark)}: {counts[mark]}"
                    for mark in ("read", "excerpt", "unverified")
                    if counts[mark]
                ),
            }
        )
    return frame(view, ("act", "kind", "relied-on", "consolidated", "document", "publisher", "confidence"), rows)


def provisions(view: View, act_id: str) -> pd.DataFrame:
    """The provisions of one act that links of the treaty cite: one row each."""
    answers: dict[str, list[str]] = {}
    for duty in view.obligations:
        for one in duty.elements:
            for answer in (*one.answers, *one.hindrances):
                name = answer.act.provision_id(answer.provision)
                answers.setdefault(name, []).append(view.cite_treaty(duty))
    rows = []
    for name, (act, provision) in view.relied_on.items():
        if act.id == act_id:
            version = state_of(act, provision, view.as_of, view.catalogue.edition.as_of)
            rows.append(
                {
                    "provision": provision.at.cite(view.language),
                    "title": provision.title.in_(view.language) if provision.title else "",
                    "summary": LINE.join([provision.summary.in_(view.language), *_facts(view, provision)]),
                    "in-force-from": _since(view, provision),
                    "confidence": LINE.join(
                        [
                            view.word("confidence", provision.confidence),
                            *(
                                word
                                for word in caveats(view, provision, version)
                                if word != view.word("confidence", provision.confidence)
                            ),
                        ]
                    ),
                    "answers": ", ".join(dict.fromkeys(answers.get(name, []))),
                }
            )
    return frame(view, ("provision", "title", "summary", "in-force-from", "confidence", "answers"), rows)


def _facts(view: View, provision: Provision) -> list[str]:
    return [f"• {fact.at.cite(view.language)}: {fact.in_(view.language)}" for fact in provision.facts]


def _since(view: View, provision: Provision) -> str:
    lines = []
    for version in provision.versions:
        start = version.from_
        shown = view.word("since", start) if isinstance(start, str) else view.date(start)
        extra = [amending_act(version.amended_by, view.language)] if version.amended_by else []
        extra += (
            [view.word("confidence", version.confidence)] if version.confidence and version.confidence != "read" else []
        )
        change = f": {version.summary.in_(view.language)}" if version.summary else ""
        lines.append(shown + (f" ({', '.join(extra)})" if extra else "") + change)
    return LINE.join(lines)


def penalties(view: View) -> pd.DataFrame:
    """Penalties of the provisions relied on: one row for each paragraph, with the ban on posts and activities beside it."""
    rows = [
        {
            "provision": f"{act.short.in_(view.language)}, {penalty.at.cite(view.language)}",
            "title": provision.title.in_(view.language) if provision.title else "",
            "penalty": penalty_words(view, penalty),
            "ban": ban_words(view, penalty.ban),
        }
        for act, provision in view.relied_on.values()
        if act.id == "criminal-code"
        for penalty in provision.penalties
    ]
    return frame(view, ("provision", "title", "penalty", "ban"), rows)


def penalty_words(view: View, penalty: Penalty) -> str:
    """A penalty as a reader of the language puts it; the alternatives one under the other."""
    parts = []
    if penalty.imprisonment:
        parts.append(
            f"{view.word('text', 'imprisonment')}: {range_words(view, penalty.imprisonment)} {view.word('text', 'years')}"
        )
    if penalty.life:
        parts.append(view.word("text", "life"))
    if penalty.fine:
        parts.append(f"{view.word('text', 'fine')}: {range_words(view, penalty.fine)} {view.word('text', 'units')}")
    if penalty.community_service:
        parts.append(
            f"{view.word('text', 'community-service')}: {range_words(view, penalty.community_service)} {view.word('text', 'hours')}"
        )
    if penalty.other:
        parts.append(penalty.other.in_(view.language))
    if legal := penalty.legal_person:
        own = (
            [f"{view.word('text', 'fine')}: {range_words(view, legal.fine)} {view.word('text', 'units')}"]
            if legal.fine
            else []
        )
        own += [
            view.word("text", key)
            for key, given in (("activity-ban", legal.activity_ban), ("winding-up", legal.winding_up))
            if given
        ]
        parts.append(f"{view.word('text', 'legal-person')}: {', '.join(own)}")
    return LINE.join(parts)


def range_words(view: View, one: Range | Ban) -> str:
    """``de la 3 la 7``, ``până la 3``; decimals with the comma Romanian uses."""

    def number(value: float) -> str:
        shown = f"{value:g}"
        return shown.replace(".", ",") if view.language == "ro" else shown

    if one.min is None:
        return view.word("text", "up-to", max=number(one.max))
    key = "exactly" if one.min == one.max else "from-to"
    return view.word("text", key, min=number(one.min), max=number(one.max))


def ban_words(view: View, ban: Ban | None) -> str:
    """The ban of a paragraph: years and whether the court may choose; or that there is none."""
    if ban is None:
        return view.word("text", "no-ban")
    return f"{range_words(view, ban)} {view.word('text', 'years')}, {view.word('ban-mode', ban.mode)}"


def links(view: View, chapter: str) -> pd.DataFrame:
    """Every judgement on the law in one chapter: one row for each link, with what it does and why."""
    rows = []
    for duty in in_chapter(view, chapter):
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
                    "provision": LINE.join((view.cite(link.to), *_remarks(view, link.to))),
                    "elements": LINE.join(f"{role}: {text}" for role, all_ in said.items() for text in folded(all_)),
                    "reason": link.reason.in_(view.language) if link.reason else "",
                }
            )
    return frame(view, ("pinpoint", "provision", "elements", "reason"), rows)


def _remarks(view: View, target: str) -> list[str]:
    """What a reader must know before relying on a cited place, in brackets; empty for a text read and in force."""
    act, provision = view.catalogue.provisions[view.targets.get(target, target)]
    found = caveats(view, provision, state_of(act, provision, view.as_of, view.catalogue.edition.as_of))
    return [f"({', '.join(found)})"] if found else []


def statuses(view: View) -> pd.DataFrame:
    """How many obligations have each degree of compatibility, and what the word means."""
    counts = Counter(duty.status for duty in view.obligations)
    rows = [
        {
            "degree": f"{SIGNS[status]} {view.word('status', status)}",
            "meaning": view.word("status-means", status),
            "count": counts[status],
        }
        for status in ("met", "partly-met", "not-met", "not-examined", "not-applicable")
    ]
    return frame(view, ("degree", "meaning", "count"), rows)


def element_words(cell: ElementCell) -> str:
    """An element with its status, and what lies on top of it, in brackets."""
    return f"{cell.text} [{', '.join((cell.status_word, *cell.overlays))}]"


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
            " ".join((view.cite(answer.target), *_remarks(view, answer.target)))
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


def resting_on_one(view: View) -> pd.DataFrame:
    """Obligations whose every answer in force stands in a single provision."""
    found = single_provision(view.graph, view.coverage, view.instrument.id)
    rows = [
        {
            "pinpoint": view.cite_treaty(view.coverage.obligations[name]),
            "obligation": view.coverage.obligations[name].obligation.duty.in_(view.language),
            "provision": LINE.join((view.cite(place), *_remarks(view, place))),
        }
        for name, place in found.items()
    ]
    return frame(view, ("pinpoint", "obligation", "provision"), rows)


def plans(view: View) -> list[Plan]:
    """The action plans that serve the treaty."""
    return [plan for plan in view.catalogue.plans if plan.instrument == view.instrument.id]


def measures(view: View, plan: Plan) -> pd.DataFrame:
    """The measures of a plan: one row each."""
    answered: dict[str, list[str]] = {}
    for duty in view.obligations:
        for one in duty.elements:
            for planned in one.planned:
                answered.setdefault(planned.target, []).append(view.cite_treaty(duty))
    rows = []
    for target, (owner, row, measure) in view.catalogue.measures.items():
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


def annex(view: View, chapter: str) -> pd.DataFrame:
    """The rows of the compliance annex for one chapter, as in Word and PDF."""
    rows = []
    for duty in in_chapter(view, chapter):
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
                "degree": f"{SIGNS[row.status]} {row.status_word}",
                "missing": LINE.join(filter(None, (group_lines(row.missing), _also(view, row)))) or row.nothing_missing,
                "measure": LINE.join(measure_line(view, target) for target in _planned(view, duty)) or row.no_measure,
                "reason": LINE.join(f"{one.cite}: {one.text}" if one.cite else one.text for one in row.reasons),
            }
        )
    return frame(view, ("pinpoint-obligation", "provisions", "degree", "missing", "measure", "reason"), rows)


def _also(view: View, row: Row) -> str:
    """What is recommended beyond the text of the treaty, under its own line."""
    return f"{view.word('annex', 'also-recommended')}:{LINE}{group_lines(row.recommended)}" if row.recommended else ""


def _planned(view: View, duty: ObligationCoverage) -> list[str]:
    found = {planned.target for one in duty.elements for planned in one.planned}
    return [name for name in view.catalogue.measures if name in found]


def authorities(view: View) -> pd.DataFrame:
    """What each responsible authority owes and how much of it is overdue."""
    rows = []
    for authority in view.catalogue.authorities:
        duties = [duty for duty in owes(view.graph, authority.id, view.as_of) if duty.capacity == "responsible"]
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
    """Measures of a plan that no link ties to an obligation."""
    rows = []
    for target in measures_without_obligation(view.graph, plan.id):
        cell = measure_cell(view, target)
        rows.append(
            {"number": cell.number, "action": cell.action, "responsible": cell.authorities, "deadline": cell.deadline}
        )
    return frame(view, ("number", "action", "responsible", "deadline"), rows)
