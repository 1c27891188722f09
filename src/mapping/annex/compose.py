"""From a view to the annex."""

from collections import Counter
from collections.abc import Iterable

from mapping.annex.cells import ActRow, Annex, Labels, MeasureCell, ProvisionCell, ReasonCell, Row, Section
from mapping.annex.final import not_examined
from mapping.annex.signatures import fingerprint, row_state, shown, signatories
from mapping.annex.wording import (
    caveats,
    element_cell,
    finding_source,
    later_text,
    measure_cell,
    measures_planned,
    none_found_in,
    sign_lines,
    without_abbreviation,
)
from mapping.coverage import OBLIGATION_STATUSES, Answer, ObligationCoverage
from mapping.records import CONFIDENCES, Act, Finding
from mapping.view import View


def compose(view: View, *, final: bool = False) -> Annex:
    """Everything the annex says, in the language of the view.

    A final annex names its signatories; any other is stamped, and says how much of it is not signed.
    """
    treaty = view.instrument
    facts = []
    if treaty.ratified:
        facts.append(f"{view.word('annex', 'ratified')} {view.date(treaty.ratified)}")
    if treaty.in_force:
        facts.append(f"{view.word('annex', 'in-force')} {view.date(treaty.in_force)}")
    counts = Counter(duty.status for duty in view.obligations)
    planned = measures_planned(view, (one for duty in view.obligations for one in duty.elements))
    return Annex(
        language=view.language,
        as_of=view.as_of,
        heading=view.word("annex", "heading"),
        title=view.word("annex", "title-draft" if view.draft else "title"),
        treaty=f"{treaty.title.in_(view.language)} ({treaty.reference})",
        treaty_facts="; ".join(facts),
        notices=(*(_signed_by(view) if final else _unsettled(view)), *_notices(view)),
        remark=view.word("annex", "not-concordance"),
        footer=_footer(view, final),
        columns=(
            view.word("column", "pinpoint-obligation"),
            view.word("column", "provisions"),
            view.word("column", "degree"),
            view.word("column", "missing"),
            view.word("column", "measure"),
            view.word("column", "reason"),
        ),
        overview=tuple(
            (status, view.word("status", status), view.word("status-means", status), counts[status])
            for status in OBLIGATION_STATUSES
        ),
        sections=_sections(view),
        acts=tuple(_act_row(view, act) for act in view.acts_relied_on),
        labels=_labels(view),
        reading=_reading(view),
        measures=tuple(measure_cell(view, target) for target in planned),
        authorities=_abbreviations(view, planned),
        stamp="" if final else view.word("annex", "stamp"),
    )


def _notices(view: View) -> list[str]:
    """The sentences of every page without those on signatures, of which the annex speaks row by row."""
    counted = [view.word("notice", key, **vars(view.standing)) for key in ("draft-unsigned", "suspect", "all-signed")]
    return [one for one in view.notices() if one not in counted]


def _unsettled(view: View) -> tuple[str, ...]:
    """How many rows no reviewer stands behind, and why; which have lost their signature or are disputed.

    Nothing where nothing was judged.
    """
    found = [(state, view.cite_treaty(duty)) for duty in view.obligations if (state := row_state(view, duty))]
    if not found:
        return ()
    rows = {state: [row for one, row in found if one == state] for state in ("unsigned", "suspect", "disputed")}
    counts = {state: len(cited) for state, cited in rows.items()}
    said = [view.word("annex", "rows-unsettled", judged=len(found), **counts)]
    said += [
        view.word("annex", key, rows=", ".join(rows[state]))
        for state, key in (("disputed", "rows-disputed"), ("suspect", "rows-suspect"))
        if rows[state]
    ]
    return tuple(said)


def _signed_by(view: View) -> tuple[str, ...]:
    """Who signed, what was signed, and what a final annex leaves open."""
    names = [
        view.word("annex", "signatory", name=one.name, role=one.role, count=one.count, date=view.date(one.last))
        for one in signatories(view)
    ]
    said = [
        view.word("annex", "final", names="; ".join(names)),
        view.word("annex", "fingerprint", print=fingerprint(view)),
    ]
    others = sum(row_state(view, duty) in ("unsigned", "suspect", "disputed") for duty in view.obligations)
    if others:
        said.append(view.word("annex", "others-unsettled", count=others))
    if count := not_examined(view):
        said.append(view.word("annex", "mandatory-not-examined", count=count))
    return tuple(said)


def _footer(view: View, final: bool) -> str:
    """The foot of every page; in a final annex with what tells two prints apart."""
    return (
        f"{view.footer()} · {view.word('annex', 'fingerprint-short', print=fingerprint(view))}"
        if final
        else view.footer()
    )


def _reading(view: View) -> tuple[str, ...]:
    """How to read the table, in the words the table uses."""
    words = {
        "in_part": view.word("element-status", "in-part"),
        "none_found": view.word("element-status", "none-found"),
        "hindered": view.word("overlay", "hindered"),
        "either": view.word("overlay", "either"),
        "planned": view.word("overlay", "planned"),
        "overdue": view.word("overlay", "overdue"),
        "missing": view.word("column", "missing"),
        "provisions": view.word("column", "provisions"),
        "measure": view.word("column", "measure"),
        "excerpt": view.word("confidence", "excerpt"),
        "unverified": view.word("confidence", "unverified"),
    }
    keys = ("statuses", "overlays", "folded", "provisions", "measures")
    return (*(view.word("reading", key, **words) for key in keys), view.word("annex", "reading-signatures"))


def _abbreviations(view: View, planned: Iterable[str]) -> tuple[tuple[str, str], ...]:
    """The abbreviations of the authorities that the measures name, in alphabetical order."""
    named = {one for target in planned for one in view.catalogue.measures[target][2].responsible}
    pairs = [
        (record.abbreviation.in_(view.language), record.name.in_(view.language))
        for record in map(view.catalogue.authority_by_id.__getitem__, named)
        if record.abbreviation
    ]
    return tuple(sorted((short, without_abbreviation(name, short)) for short, name in pairs if short != name))


def _labels(view: View) -> Labels:
    return Labels(
        overview=view.word("annex", "overview"),
        table=view.word("annex", "table"),
        acts=view.word("annex", "acts"),
        contents=view.word("page", "index"),
        also_recommended=view.word("annex", "also-recommended"),
        note=view.word("annex", "note"),
        deadline=view.word("column", "deadline"),
        overdue=view.word("text", "overdue"),
        degree=view.word("column", "degree"),
        meaning=view.word("column", "meaning"),
        count=view.word("column", "count"),
        total=view.word("annex", "total"),
        act=view.word("column", "act"),
        consolidated=view.word("column", "consolidated"),
        document=view.word("column", "document"),
        publisher=view.word("column", "publisher"),
        confidence=view.word("column", "confidence"),
        page=view.word("text", "page"),
        of=view.word("text", "of"),
        skip=view.word("annex", "skip"),
        scroll=view.word("annex", "scroll"),
        reading=view.word("annex", "reading"),
        measures=view.word("annex", "measures"),
        number=view.word("column", "number"),
        action=view.word("column", "action"),
        responsible=view.word("column", "responsible"),
        authorities=view.word("annex", "authorities"),
    )


def _sections(view: View) -> tuple[Section, ...]:
    by_article: dict[str, list[Row]] = {}
    for duty in view.obligations:
        by_article.setdefault(str(duty.obligation.at.article), []).append(row_of(view, duty))
    sections = []
    for article, rows in by_article.items():
        chapter = view.instrument.chapter_of(article)
        sections.append(
            Section(
                chapter=view.chapter_heading(chapter) if chapter else "",
                article=article,
                heading=f"{view.word('column', 'article')} {view.article_heading(article)}",
                rows=tuple(rows),
            )
        )
    return tuple(sections)


def row_of(view: View, duty: ObligationCoverage) -> Row:
    """One row of the annex."""
    record = duty.obligation
    judgement = view.catalogue.judgements.get(duty.id)
    reasons = []
    if record.reason:
        reasons.append(ReasonCell("", record.reason.in_(view.language)))
    for link in judgement.links if judgement else ():
        if link.reason and not link.plans:
            drafted = view.catalogue.amendments.get(link.to)
            if drafted and drafted[0].id != view.draft:
                continue
            cite = f"{drafted[0].short.in_(view.language)}, {drafted[1].number}" if drafted else view.cite(link.to)
            reasons.append(ReasonCell(cite, link.reason.in_(view.language)))
    for none in judgement.none_found if judgement else ():
        reasons.append(ReasonCell(none_found_in(view, none), none.reason.in_(view.language)))
    reasons.extend(_finding(view, one) for one in view.catalogue.findings.get(duty.id, []))
    return Row(
        id=duty.id,
        pinpoint=view.cite_treaty(duty),
        force=record.force,
        force_word=view.word("force", record.force),
        duty=record.duty.in_(view.language),
        note=record.note.in_(view.language) if record.note else "",
        status=duty.status,
        status_word=view.word("status", duty.status),
        provisions=_provisions(view, duty),
        missing=tuple(element_cell(view, one) for unit in (*duty.gaps(), *duty.unexamined()) for one in unit)
        if duty.status != "not-applicable"
        else (),
        recommended=tuple(element_cell(view, one) for one in duty.elements if not one.decides),
        measures=_measures(view, duty),
        reasons=tuple(reasons),
        signing=sign_lines(view, shown(view, duty)),
        **_when_empty(view, duty),
    )


def _finding(view: View, one: Finding) -> ReasonCell:
    """What somebody outside said about the duty: it qualifies the row without changing its degree."""
    where = ", ".join(filter(None, (finding_source(view, one), one.reference)))
    doubt = "" if one.confidence == "read" else f" ({view.word('confidence', one.confidence)})"
    said = one.qualifies or one.finding
    return ReasonCell(f"{view.word('finding-kind', one.kind)} – {where}{doubt}", said.in_(view.language))


def _when_empty(view: View, duty: ObligationCoverage) -> dict[str, str]:
    """What an empty cell says; a dash where saying "none" would claim a search nobody made or a duty nobody has."""
    searched = duty.status in ("met", "partly-met", "not-met")
    open_gap = searched and duty.status != "met"
    return {
        "no_provision": view.word("annex", "no-provision") if searched else "–",
        "nothing_missing": view.word("annex", "nothing-missing") if duty.status == "met" else "–",
        "no_measure": view.word("annex", "no-measure") if open_gap or duty.status == "not-examined" else "–",
    }


def _provisions(view: View, duty: ObligationCoverage) -> tuple[ProvisionCell, ...]:
    strongest: dict[str, Answer] = {}
    order = ("covers", "partly", "hinders")
    for one in duty.elements:
        for answer in (*one.answers, *one.hindrances):
            known = strongest.get(answer.target)
            if known is None or order.index(answer.role) < order.index(known.role):
                strongest[answer.target] = answer
    return tuple(
        ProvisionCell(
            cite=view.cite(answer.target),
            heading=answer.provision.title.in_(view.language) if answer.provision.title else "",
            role=answer.role,
            role_word=view.word("role", answer.role),
            caveats=caveats(view, answer.act, answer.provision),
        )
        for answer in strongest.values()
    )


def _measures(view: View, duty: ObligationCoverage) -> tuple[MeasureCell, ...]:
    return tuple(measure_cell(view, target) for target in measures_planned(view, duty.elements))


def _act_row(view: View, act: Act) -> ActRow:
    relied_on = [provision for owner, provision in view.relied_on.values() if owner is act]
    counts = Counter(provision.confidence for provision in relied_on)
    source = act.source
    return ActRow(
        name=act.short.in_(view.language),
        title=act.title.in_(view.language),
        consolidated=view.date(source.consolidated),
        document=source.document or "–",
        publisher=source.publisher,
        confidence=", ".join(
            f"{view.word('confidence-short', mark)}: {counts[mark]}" for mark in CONFIDENCES if counts[mark]
        ),
        caveat=later_text(view, act),
    )
