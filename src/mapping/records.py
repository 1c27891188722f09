"""The records of the data files: frozen, typed, one class for each thing a lawyer writes down.

The field names are those of ``docs/data-format.md``; a Python keyword carries a trailing underscore (``from_`` is
written ``from``). ``place`` says where a record stands and is filled in by the reader, never written in a file.
"""

import datetime as dt
import re
from typing import Literal, get_args

import msgspec

from mapping.errors import UserError
from mapping.pinpoint import Language, Pinpoint

Force = Literal["mandatory", "qualified", "optional", "no-duty"]
FORCES: tuple[Force, ...] = get_args(Force)
Kind = Literal[
    "prevention",
    "coordination",
    "protection",
    "intervention",
    "criminalisation",
    "jurisdiction",
    "liability",
    "sanctions",
    "procedure",
    "data",
    "cooperation",
    "principle",
    "definition",
    "purpose",
    "reservation",
    "introduction",
    "monitoring",
    "final",
]
Basis = Literal["text", "explanatory-report", "recommendation", "case-law"]
DeclarationKind = Literal["reservation", "declaration", "notification", "territorial"]
Confidence = Literal["read", "excerpt", "unverified"]
CONFIDENCES: tuple[Confidence, ...] = get_args(Confidence)
ActKind = Literal["constitution", "code", "law", "government-decision", "order", "programme"]
ACT_KINDS: tuple[ActKind, ...] = get_args(ActKind)
BanMode = Literal["mandatory", "optional", "principal"]
FindingKind = Literal["recommendation", "judgment", "practice", "statistics"]
Report = Literal["first", "second", "csgsiv"]
AuthorityKind = Literal[
    "ministry", "agency", "prosecution", "court", "self-administration", "local", "ngo", "international", "other"
]
Role = Literal["covers", "partly", "hinders", "plans", "drafts"]
ROLES: tuple[Role, ...] = get_args(Role)
Decision = Literal["agrees", "disagrees", "remarks", "withdraws"]
DECISIONS: tuple[Decision, ...] = get_args(Decision)
Verdict = Literal["editorial", "material"]
VERDICTS: tuple[Verdict, ...] = get_args(Verdict)

ALL = "all"  # in place of a treaty's id: all of them, side by side
NO_DRAFT = "none"  # the parameter that asks for the law in force alone


class Record(msgspec.Struct, frozen=True, kw_only=True, eq=True):
    """Base of every record: immutable and comparable."""


class Place(msgspec.Struct, frozen=True):
    """Where a record stands: file relative to the project, line counted from 1."""

    file: str
    line: int

    def __str__(self) -> str:
        """``file:line``, as editors understand it."""
        return f"{self.file}:{self.line}"


class Bilingual(Record, frozen=True):
    """The same statement in English and in Romanian."""

    en: str
    ro: str

    def in_(self, language: Language) -> str:
        """The statement in the language asked for."""
        return self.ro if language == "ro" else self.en


class Source(Record, frozen=True):
    """Where a fact was read."""

    publisher: str
    document: str | None = None
    address: str | None = None
    consolidated: dt.date | None = None
    read_on: dt.date | None = None
    confidence: Confidence | None = None
    note: Bilingual | None = None


class Edition(Record, frozen=True):
    """The state of the data: its version, the date up to which the law was checked, the order of the treaties."""

    version: str
    as_of: dt.date
    title: Bilingual
    instruments: tuple[str, ...] = ()
    texts: Literal["local", "committed"] = "local"
    hosts: tuple[str, ...] = ()


# --- treaties --------------------------------------------------------------------------------------------------------


class Element(Bilingual, frozen=True):
    """The smallest part of an obligation that can be covered on its own."""

    id: str
    basis: Basis = "text"
    from_: str | None = None
    either: str | None = None
    place: Place | None = None


class Obligation(Record, frozen=True):
    """One duty of the State at one pinpoint, or the reason why a pinpoint imposes none."""

    at: Pinpoint
    force: Force
    kind: Kind
    duty: Bilingual
    elements: tuple[Element, ...] = ()
    reason: Bilingual | None = None
    note: Bilingual | None = None
    place: Place | None = None


class Chapter(Record, frozen=True):
    """A chapter of a treaty and the articles it spans, ``"4-9"`` or ``"2"``."""

    number: str
    title: Bilingual
    articles: str

    @property
    def span(self) -> tuple[int, int] | None:
        """The first and the last article; ``None`` when ``articles`` cannot be read."""
        match = re.fullmatch(r"([0-9]+)(?:-([0-9]+))?", self.articles)
        return (int(match[1]), int(match[2] or match[1])) if match else None


class Article(Record, frozen=True):
    """The heading of a treaty article."""

    number: str
    title: Bilingual


class Declaration(Record, frozen=True):
    """What the State declared or reserved at a pinpoint; ``excludes`` lists the pinpoints whose duty it removes."""

    at: Pinpoint
    kind: DeclarationKind
    used: Literal["yes", "no", "unknown"]
    text: Bilingual
    source: Source
    excludes: tuple[Pinpoint, ...] = ()
    place: Place | None = None


class Instrument(Record, frozen=True):
    """A treaty with its obligations, in treaty order; ``decides`` are the bases of elements that decide a status."""

    id: str
    reference: str
    title: Bilingual
    short: Bilingual
    source: Source
    status_source: Source
    chapters: tuple[Chapter, ...]
    articles: tuple[Article, ...]
    obligations: tuple[Obligation, ...]
    decides: tuple[Basis, ...] = ("text",)
    declarations: tuple[Declaration, ...] = ()
    opened: dt.date | None = None
    signed: dt.date | None = None
    ratified: dt.date | None = None
    in_force: dt.date | None = None
    national_act: str | None = None
    place: Place | None = None

    def obligation_id(self, obligation: Obligation) -> str:
        """``lanzarote/5(3)``."""
        return f"{self.id}/{obligation.at.id}"

    def chapter_of(self, article: str) -> Chapter | None:
        """The chapter that holds the article."""
        number = article.partition("^")[0]
        for chapter in self.chapters:
            span = chapter.span
            if span and number.isdigit() and span[0] <= int(number) <= span[1]:
                return chapter
        return None

    def article_title(self, number: str) -> Bilingual | None:
        """The heading of the article."""
        return next((article.title for article in self.articles if article.number == number), None)


# --- national law ----------------------------------------------------------------------------------------------------


class Fact(Bilingual, frozen=True):
    """One exact fact of a provision at its pinpoint."""

    at: Pinpoint


class Range(Record, frozen=True):
    """A range as the law gives it; without ``min`` it reads *up to*."""

    max: float
    min: float | None = None


class Ban(Record, frozen=True):
    """Deprivation of the right to hold certain posts or carry on a certain activity, in years."""

    max: float
    mode: BanMode
    min: float | None = None


class LegalPerson(Record, frozen=True):
    """What a paragraph provides for legal persons; the fine is in conventional units."""

    fine: Range | None = None
    activity_ban: bool = False
    winding_up: bool = False


class Penalty(Record, frozen=True):
    """What one paragraph provides: years, conventional units, hours."""

    at: Pinpoint
    imprisonment: Range | None = None
    life: bool = False
    fine: Range | None = None
    community_service: Range | None = None
    ban: Ban | None = None
    legal_person: LegalPerson | None = None
    other: Bilingual | None = None


class Version(Record, frozen=True):
    """A provision's content in force from a date to a date; ``confidence`` is that of its dates, if not the provision's."""

    from_: dt.date | Literal["unknown", "deferred"]
    until: dt.date | None = None
    adopted: dt.date | None = None
    amended_by: str | None = None
    confidence: Confidence | None = None
    summary: Bilingual | None = None


SINCE_UNKNOWN = Version(from_="unknown")


class Provision(Record, frozen=True):
    """An article of a national act, or a smaller or larger unit of it, with its versions."""

    at: Pinpoint
    summary: Bilingual
    confidence: Confidence
    title: Bilingual | None = None
    facts: tuple[Fact, ...] = ()
    penalties: tuple[Penalty, ...] = ()
    versions: tuple[Version, ...] = (SINCE_UNKNOWN,)
    source: Source | None = None
    note: Bilingual | None = None
    place: Place | None = None


class Act(Record, frozen=True):
    """A normative act or programme of the State."""

    id: str
    kind: ActKind
    title: Bilingual
    short: Bilingual
    source: Source
    provisions: tuple[Provision, ...]
    number: str | None = None
    adopted: dt.date | None = None
    in_force: dt.date | None = None
    note: Bilingual | None = None
    place: Place | None = None

    def provision_id(self, provision: Provision) -> str:
        """``labour-code/57``."""
        return f"{self.id}/{provision.at.id}"

    @property
    def rank(self) -> tuple[int, str, int, str]:
        """Orders acts as lawyers do: the Constitution, codes, laws by year and number, decisions, orders, programmes."""
        number, _, year = (self.number or "").partition("/")
        return (ACT_KINDS.index(self.kind), year or "9999", int(number) if number.isdigit() else 0, self.id)


# --- action plan and authorities -------------------------------------------------------------------------------------


class Recommendation(Record, frozen=True):
    """A recommendation cited by a row of the plan; numbers start anew in each report."""

    report: Report
    number: str | None = None
    topic: Bilingual | None = None


class TakenFrom(Record, frozen=True):
    """The measures that hold the merged cells this measure shares; their values are not repeated."""

    deadline: str | None = None
    authorities: str | None = None


class Measure(Record, frozen=True):
    """One action of the plan; ``Catalogue.measures`` fills in what merged cells share."""

    number: str
    action: Bilingual
    indicators: tuple[Bilingual, ...]
    deadline: str = ""
    responsible: tuple[str, ...] = ()
    partners: tuple[str, ...] = ()
    joint: bool = False
    taken_from: TakenFrom | None = None
    note: Bilingual | None = None
    place: Place | None = None


class Row(Record, frozen=True):
    """A row of the plan: the recommendations it cites and its measures."""

    row: int
    recommendations: tuple[Recommendation, ...]
    measures: tuple[Measure, ...]
    place: Place | None = None


class Period(Record, frozen=True):
    """First and last day."""

    from_: dt.date
    until: dt.date


class Plan(Record, frozen=True):
    """An action plan that serves a treaty."""

    id: str
    instrument: str
    title: Bilingual
    period: Period
    source: Source
    rows: tuple[Row, ...]
    note: Bilingual | None = None
    place: Place | None = None

    def measure_id(self, measure: Measure) -> str:
        """``lanzarote-2025-2026/15.1``."""
        return f"{self.id}/{measure.number}"


class Authority(Record, frozen=True):
    """A body that answers for a measure, or a partner in it."""

    id: str
    name: Bilingual
    kind: AuthorityKind
    abbreviation: Bilingual | None = None
    part_of: str | None = None
    aliases: tuple[str, ...] = ()
    note: Bilingual | None = None
    place: Place | None = None


class Authorities(Record, frozen=True):
    """The file of authorities."""

    authorities: tuple[Authority, ...]


# --- judgements ------------------------------------------------------------------------------------------------------


class Seal(Record, frozen=True):
    """The hashes of what a reviewer saw: the judgement, the obligation, the record cited, and official texts if imported."""

    judgement: str
    obligation: str
    target: str | None = None
    text: str | None = None
    treaty: str | None = None


class Review(Record, frozen=True):
    """What one person decided about a judgement on a day; a later record of the same person takes its place."""

    name: str
    role: str
    date: dt.date
    decision: Decision
    remark: str | None = None
    seal: Seal | None = None
    place: Place | None = None


class Link(Record, frozen=True):
    """A recorded judgement that a provision, measure or amendment answers certain elements."""

    to: str
    covers: tuple[str, ...] = ()
    partly: tuple[str, ...] = ()
    hinders: tuple[str, ...] = ()
    plans: tuple[str, ...] = ()
    drafts: tuple[str, ...] = ()
    reason: Bilingual | None = None
    reviews: tuple[Review, ...] = ()
    place: Place | None = None

    def roles(self) -> "list[tuple[Role, str]]":
        """Every (role, element id) the link records."""
        return [(role, element) for role in ROLES for element in getattr(self, role)]


class NoneFound(Record, frozen=True):
    """A recorded judgement that somebody searched these acts and found nothing, or nothing more."""

    elements: tuple[str, ...]
    searched: tuple[str, ...]
    reason: Bilingual
    reviews: tuple[Review, ...] = ()
    place: Place | None = None


class Judgement(Record, frozen=True):
    """Everything recorded for one obligation."""

    obligation: str
    links: tuple[Link, ...] = ()
    none_found: tuple[NoneFound, ...] = ()
    place: Place | None = None


class Mapping(Record, frozen=True):
    """The judgements of one chapter."""

    instrument: str
    chapter: str
    judgements: tuple[Judgement, ...]
    place: Place | None = None


class Assessment(Record, frozen=True):
    """What one person decided about a change of an official text, from one hash to the next, at a place."""

    at: Pinpoint
    before: str
    after: str
    verdict: Verdict
    name: str
    role: str
    date: dt.date
    remark: str | None = None
    place: Place | None = None


class Assessments(Record, frozen=True):
    """The changes of one act or treaty that somebody has assessed, in the order of the decisions."""

    about: str
    assessments: tuple[Assessment, ...]
    place: Place | None = None


# --- drafts ----------------------------------------------------------------------------------------------------------


class Amendment(Record, frozen=True):
    """One change a draft makes to one provision, or a provision it adds."""

    number: str
    to: str
    effect: Bilingual
    place: Place | None = None


class Draft(Record, frozen=True):
    """A proposed law, laid over the law in force only when asked for."""

    id: str
    title: Bilingual
    short: Bilingual
    source: Source
    amendments: tuple[Amendment, ...]
    place: Place | None = None

    def amendment_id(self, amendment: Amendment) -> str:
        """``draft-id/1``."""
        return f"{self.id}/{amendment.number}"


# --- what others said, and how treaties relate ------------------------------------------------------------------------


class Finding(Record, frozen=True):
    """What a monitoring body, a court or a report on practice said; it never changes a status, it stands beside it."""

    id: str
    kind: FindingKind
    body: Bilingual
    document: Bilingual
    concerns: tuple[str, ...]
    finding: Bilingual
    source: Source
    confidence: Confidence
    date: dt.date | None = None
    reference: str | None = None
    qualifies: Bilingual | None = None
    note: Bilingual | None = None
    place: Place | None = None


class Evidence(Record, frozen=True):
    """A file of findings of one kind of source."""

    id: str
    title: Bilingual
    findings: tuple[Finding, ...]
    place: Place | None = None


class Subject(Record, frozen=True):
    """A duty that recurs: the obligations of several treaties that ask for the same thing."""

    id: str
    title: Bilingual
    obligations: tuple[str, ...]
    place: Place | None = None


class Crosswalk(Record, frozen=True):
    """The subjects under which obligations of several treaties stand side by side."""

    subjects: tuple[Subject, ...] = ()


class Term(Record, frozen=True):
    """A term in both languages, one spelling each, and spellings that the data must not use."""

    ro: str
    en: str
    avoid_ro: tuple[str, ...] = ()
    avoid_en: tuple[str, ...] = ()
    note: Bilingual | None = None
    place: Place | None = None


class Glossary(Record, frozen=True):
    """The terms of the data and of the reports."""

    terms: tuple[Term, ...] = ()


class Question(Record, frozen=True):
    """A legal question that the data leave open; ``concerns`` names obligations, provisions or acts."""

    question: Bilingual
    concerns: tuple[str, ...]
    place: Place | None = None


class Questions(Record, frozen=True):
    """The open legal questions, the weightiest first."""

    questions: tuple[Question, ...] = ()


# --- words -----------------------------------------------------------------------------------------------------------


class Vocabulary(Record, frozen=True):
    """The words the reports print, by group and key."""

    words: dict[str, dict[str, Bilingual]]
    place: Place | None = None

    def word(self, group: str, key: str, language: Language) -> str:
        """The printed word; raises ``UserError`` when the file lacks it."""
        try:
            return self.words[group][key].in_(language)
        except KeyError:
            raise UserError(
                f'{self.place or "the vocabulary"}: there is no word "{key}" in the group "{group}": add it, with en and ro'
            ) from None


def written_name(field: str) -> str:
    """The key as written in a file: ``from_`` is ``from``."""
    return field.rstrip("_")
