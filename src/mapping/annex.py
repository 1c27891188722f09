"""The compliance annex as data: one row per pinpoint, ready to be laid out in HTML, Word or PDF.

The columns follow the practice of annexes to the *nota de fundamentare* (Law 100/2017 of the Republic of Moldova,
art. 30 and art. 40 letter g): pinpoint and obligation, national provisions, degree of compatibility, what is missing,
measures, reason. Every value is derived from the data; the layouts add nothing.
"""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from mapping.coverage import Answer, ElementCoverage, ObligationCoverage
from mapping.deadlines import read_deadline
from mapping.records import Act, Authority, Finding, Provision
from mapping.versions import VersionAt
from mapping.view import View

LONG_CELL = 600
LONG_ACTION = 100  # characters of a measure in a row of the annex
ALIKE = 4  # words sentences must share to be told as one
PAIR_ALIKE = 10  # the same for only two, where little is gained


@dataclass(frozen=True)
class ProvisionCell:
    """A national provision in a row: citation, heading, what it does to the duty, caveats."""

    cite: str
    heading: str
    role: str
    role_word: str
    caveats: tuple[str, ...]

    @property
    def standing(self) -> str:
        """Role and caveats as one phrase."""
        return "; ".join((self.role_word, *self.caveats))


@dataclass(frozen=True)
class ElementCell:
    """An element in a row and where it stands."""

    text: str
    status: str
    status_word: str
    overlays: tuple[str, ...]

    @property
    def standing(self) -> str:
        """Status and overlays as one phrase."""
        return "; ".join((self.status_word, *self.overlays))


@dataclass(frozen=True)
class ElementGroup:
    """Neighbouring elements of a row that stand alike: the status is said once, then what is missing."""

    status: str
    standing: str
    texts: tuple[str, ...]

    @property
    def mark(self) -> str:
        """The degree whose sign it carries: a full, a half or an empty circle."""
        return {"in-force": "met", "in-part": "partly-met", "not-examined": "not-examined"}.get(self.status, "not-met")


@dataclass(frozen=True)
class MeasureCell:
    """A measure in a row."""

    number: str
    action: str
    authorities: str
    deadline: str
    overdue: bool

    @property
    def brief(self) -> str:
        """The action, cut after its first clauses when long; the list of measures has it whole."""
        return brief(self.action)


@dataclass(frozen=True)
class ReasonCell:
    """Why a link or a none-found record was made; ``cite`` is empty for the latter."""

    cite: str
    text: str


@dataclass(frozen=True)
class Row:
    """One pinpoint of the treaty.

    ``no_provision``, ``nothing_missing`` and ``no_measure`` are what a cell says when its list is empty.
    """

    id: str
    pinpoint: str
    force: str
    force_word: str
    duty: str
    note: str
    status: str
    status_word: str
    provisions: tuple[ProvisionCell, ...]
    missing: tuple[ElementCell, ...]
    recommended: tuple[ElementCell, ...]
    measures: tuple[MeasureCell, ...]
    reasons: tuple[ReasonCell, ...]
    no_provision: str
    nothing_missing: str
    no_measure: str

    @property
    def missing_groups(self) -> tuple[ElementGroup, ...]:
        """What is missing, under one heading for each status."""
        return grouped(self.missing)

    @property
    def recommended_groups(self) -> tuple[ElementGroup, ...]:
        """The same for what is only recommended."""
        return grouped(self.recommended)

    @property
    def compact(self) -> bool:
        """True when only the degree and a reason are left to say, so that one wide cell holds both."""
        return self.status == "not-applicable" and not (
            self.provisions or self.missing or self.recommended or self.measures
        )

    @property
    def long(self) -> bool:
        """True when the row may be cut by a page: kept whole, it would leave much of the page before it empty.

        About 15 lines of a narrow column, the longest of its cells deciding.
        """
        cells = (
            self.duty + self.note,
            "".join(one.cite + one.heading + one.standing for one in self.provisions),
            "".join(one.standing + "".join(one.texts) for one in (*self.missing_groups, *self.recommended_groups)),
            "".join(one.brief + one.authorities + one.deadline for one in self.measures),
            "".join(one.cite + one.text for one in self.reasons),
        )
        return max(map(len, cells)) > LONG_CELL


@dataclass(frozen=True)
class Section:
    """The rows of one article."""

    chapter: str
    article: str
    heading: str
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class ActRow:
    """An act relied on and the text it was read in."""

    name: str
    title: str
    consolidated: str
    document: str
    publisher: str
    confidence: str
    caveat: str


@dataclass(frozen=True)
class Labels:
    """The fixed words a layout prints around the data, in the language of the annex."""

    overview: str
    table: str
    acts: str
    contents: str
    also_recommended: str
    note: str
    deadline: str
    overdue: str
    degree: str
    meaning: str
    count: str
    total: str
    act: str
    consolidated: str
    document: str
    publisher: str
    confidence: str
    page: str
    of: str
    skip: str
    scroll: str
    reading: str
    measures: str
    number: str
    action: str
    responsible: str
    authorities: str


@dataclass(frozen=True)
class Annex:
    """The whole annex in one language."""

    language: str
    as_of: dt.date
    heading: str
    title: str
    treaty: str
    treaty_facts: str
    notices: tuple[str, ...]
    remark: str
    footer: str
    columns: tuple[str, str, str, str, str, str]
    overview: tuple[tuple[str, str, str, int], ...]
    sections: tuple[Section, ...]
    acts: tuple[ActRow, ...]
    labels: Labels
    reading: tuple[str, ...] = ()
    measures: tuple[MeasureCell, ...] = ()
    authorities: tuple[tuple[str, str], ...] = ()

    @property
    def chapters(self) -> tuple[tuple[str, tuple[Section, ...]], ...]:
        """The sections under the heading of their chapter, which is empty where the treaty has no chapters."""
        return tuple((name, tuple(group)) for name, group in groupby(self.sections, key=lambda one: one.chapter))

    @property
    def total(self) -> int:
        """The number of pinpoints."""
        return sum(count for *_, count in self.overview)


def grouped(cells: Iterable[ElementCell]) -> tuple[ElementGroup, ...]:
    """The elements under one heading for each standing, in the order in which they first appear."""
    found: dict[tuple[str, str], list[str]] = {}
    for one in cells:
        found.setdefault((one.status, one.standing), []).append(one.text)
    return tuple(ElementGroup(status, standing, folded(texts)) for (status, standing), texts in found.items())


def folded(texts: Sequence[str]) -> tuple[str, ...]:
    """Neighbouring sentences that differ in one place told as one: a sign for the place, then what stands there.

    >>> folded([f"Staff working in {where} are trained every year." for where in ("schools", "sport", "health care")])
    ('Staff working in (…) are trained every year: schools; sport; health care.',)
    >>> folded(["One thing.", "Another thing."])
    ('One thing.', 'Another thing.')
    """
    told: list[str] = []
    run: list[str] = []
    for text in (*texts, ""):
        if run and _slots([*run, text]) is None:
            told += [_as_one(run)] if _worth_it(run) else run
            run = []
        run.append(text)
    return tuple(told)


def _worth_it(texts: Sequence[str]) -> bool:
    before, _, after = _slots(texts) or ([], [], []) if len(texts) > 1 else ([], [], [])
    return len(before) + len(after) >= (PAIR_ALIKE if len(texts) == 2 else ALIKE)


def _slots(texts: Sequence[str]) -> tuple[list[str], list[str], list[str]] | None:
    """The words before the place that differs, what stands in it in each sentence, the words after it."""
    words = [text.removesuffix(".").split(" ") for text in texts]
    if any(";" in text or not text.endswith(".") for text in texts):
        return None
    before = _shared(words)
    after = _shared([one[before:][::-1] for one in words])
    slots = [" ".join(one[before : len(one) - after]) for one in words]
    longest = max(len(slot.split(" ")) for slot in slots)
    if before < 2 or before + after < max(ALIKE, longest) or not all(slots):
        return None
    return words[0][:before], slots, words[0][len(words[0]) - after :]


def _shared(words: Sequence[Sequence[str]]) -> int:
    """How many words all begin with."""
    return next(
        (number for number, row in enumerate(zip(*words, strict=False)) if len(set(row)) > 1), min(map(len, words))
    )


def _as_one(texts: Sequence[str]) -> str:
    before, slots, after = _slots(texts) or ([], [], [])
    place = ["(…)"] if after else []
    return f"{' '.join([*before, *place, *after])}: {'; '.join(slots)}."


def brief(action: str) -> str:
    """An action cut after its first clauses.

    >>> brief("Train the staff.")
    'Train the staff.'
    """
    if len(action) <= LONG_ACTION:
        return action
    start = action[: LONG_ACTION - 10]
    clause = max(start.rfind(sign) for sign in ("; ", ": ", " ("))
    end = clause if clause > LONG_ACTION // 2 else start.rfind(" ")
    return start[:end].rstrip(" ,;:(") + " …"


def compose(view: View) -> Annex:
    """Everything the annex says, in the language of the view."""
    treaty = view.instrument
    facts = []
    if treaty.ratified:
        facts.append(f"{view.word('annex', 'ratified')} {view.date(treaty.ratified)}")
    if treaty.in_force:
        facts.append(f"{view.word('annex', 'in-force')} {view.date(treaty.in_force)}")
    counts = Counter(duty.status for duty in view.obligations)
    planned = _in_order_of_plan(view, (one for duty in view.obligations for one in duty.elements))
    return Annex(
        language=view.language,
        as_of=view.as_of,
        heading=view.word("annex", "heading"),
        title=view.word("annex", "title-draft" if view.draft else "title"),
        treaty=f"{treaty.title.in_(view.language)} ({treaty.reference})",
        treaty_facts="; ".join(facts),
        notices=tuple(view.notices()),
        remark=view.word("annex", "not-concordance"),
        footer=view.footer(),
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
            for status in ("met", "partly-met", "not-met", "not-examined", "not-applicable")
        ),
        sections=_sections(view),
        acts=tuple(_act_row(view, act) for act in view.acts_relied_on),
        labels=_labels(view),
        reading=_reading(view),
        measures=tuple(measure_cell(view, target) for target in planned),
        authorities=_abbreviations(view, planned),
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
    return tuple(view.word("reading", key, **words) for key in keys)


def _abbreviations(view: View, planned: Iterable[str]) -> tuple[tuple[str, str], ...]:
    """The abbreviations of the authorities that the measures name, in alphabetical order."""
    named = {one for target in planned for one in view.catalogue.measures[target][2].responsible}
    pairs = [
        (record.abbreviation.in_(view.language), record.name.in_(view.language))
        for record in map(view.catalogue.authority_by_id.__getitem__, named)
        if record.abbreviation
    ]
    return tuple(sorted((short, _without(name, short)) for short, name in pairs if short != name))


def authority_in_full(view: View, authority: Authority) -> str:
    """Abbreviation and name."""
    name = authority.name.in_(view.language)
    short = authority.abbreviation.in_(view.language) if authority.abbreviation else name
    return name if short == name else f"{short} – {_without(name, short)}"


def _without(name: str, abbreviation: str) -> str:
    """The name of an authority known by its abbreviation only, without the abbreviation and its brackets."""
    rest = name.removeprefix(f"{abbreviation} (")
    return name if rest == name else rest.removesuffix(")")


def _in_order_of_plan(view: View, elements: Iterable[ElementCoverage]) -> list[str]:
    """The measures planned for these elements, as the plan numbers them."""
    targets = {planned.target for one in elements for planned in one.planned}
    return [name for name in view.catalogue.measures if name in targets]


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
        title = view.instrument.article_title(article)
        chapter = view.instrument.chapter_of(article)
        sections.append(
            Section(
                chapter=f"{view.word('column', 'chapter')} {chapter.number}. {chapter.title.in_(view.language)}"
                if chapter
                else "",
                article=article,
                heading=f"{view.word('column', 'article')} {article}. {title.in_(view.language)}" if title else article,
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
        searched = ", ".join(view.catalogue.act_by_id[act].short.in_(view.language) for act in none.searched)
        reasons.append(
            ReasonCell(
                f"{view.word('element-status', 'none-found')} ({view.word('annex', 'searched')}: {searched})",
                none.reason.in_(view.language),
            )
        )
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
        **_when_empty(view, duty),
    )


def _finding(view: View, one: Finding) -> ReasonCell:
    """What somebody outside said about the duty: it qualifies the row without changing its degree."""
    where = ", ".join(filter(None, (finding_source(view, one), one.reference)))
    doubt = "" if one.confidence == "read" else f" ({view.word('confidence', one.confidence)})"
    said = one.qualifies or one.finding
    return ReasonCell(f"{view.word('finding-kind', one.kind)} – {where}{doubt}", said.in_(view.language))


def finding_source(view: View, one: Finding) -> str:
    """Who said it, and where."""
    return f"{one.body.in_(view.language)}, {one.document.in_(view.language)}"


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
            caveats=caveats(view, answer.provision, answer.version),
        )
        for answer in strongest.values()
    )


def caveats(view: View, provision: Provision, version: VersionAt) -> tuple[str, ...]:
    """What a reader must know before relying on a provision: its state if not in force, its confidence if not read."""
    found = []
    if version.state != "in-force":
        word = view.word("state", version.state)
        start = version.version.from_ if version.version else "unknown"
        if not isinstance(start, str):
            word += f" ({view.date(start)})"
        found.append(word)
    if provision.confidence != "read":
        found.append(view.word("confidence", provision.confidence))
    return tuple(found)


def element_cell(view: View, one: ElementCoverage) -> ElementCell:
    """An element with its status and what lies on top of it."""
    overlays = []
    if one.element.either:
        overlays.append(view.word("overlay", "either"))
    if one.hindered:
        overlays.append(view.word("overlay", "hindered"))
    if one.planned and one.status not in ("planned", "overdue"):
        late = all(planned.overdue for planned in one.planned)
        overlays.append(view.word("overlay", "overdue" if late else "planned"))
    if not one.decides and one.element.from_:
        overlays.append(one.element.from_)
    return ElementCell(
        one.element.in_(view.language), one.status, view.word("element-status", one.status), tuple(overlays)
    )


def _measures(view: View, duty: ObligationCoverage) -> tuple[MeasureCell, ...]:
    return tuple(measure_cell(view, target) for target in _in_order_of_plan(view, duty.elements))


def measure_cell(view: View, target: str) -> MeasureCell:
    """A measure as the annex names it."""
    measure = view.catalogue.measures[target][2]
    deadline = read_deadline(measure.deadline)
    shown = view.word("deadline", "annual") if deadline and deadline.kind == "annual" else ""
    if deadline and deadline.kind == "quarter":
        shown = view.date(deadline.due)
    if deadline and deadline.kind == "period":
        shown = deadline.shown
    return MeasureCell(
        number=measure.number,
        action=measure.action.in_(view.language),
        authorities=", ".join(authority_name(view, one) for one in measure.responsible),
        deadline=shown or measure.deadline,
        overdue=bool(deadline and deadline.overdue(view.as_of)),
    )


def authority_name(view: View, authority: str) -> str:
    """The abbreviation of an authority, or its name where it has none."""
    record = view.catalogue.authority_by_id[authority]
    return (record.abbreviation or record.name).in_(view.language)


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
            f"{view.word('confidence-short', mark)}: {counts[mark]}"
            for mark in ("read", "excerpt", "unverified")
            if counts[mark]
        ),
        caveat=later_text(view, act),
    )


def later_text(view: View, act: Act) -> str:
    """The warning at an act read in a text consolidated to a future date, else nothing."""
    day = act.source.consolidated
    return view.word("notice", "later-consolidation", as_of=view.date(view.as_of)) if day and day > view.as_of else ""
