"""What others said, how treaties relate, and what is still open."""

import datetime as dt
from typing import Literal

from mapping.records.base import Bilingual, Confidence, Place, Record, Source

FindingKind = Literal["recommendation", "judgment", "practice", "statistics"]


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


class Question(Record, frozen=True):
    """A legal question that the data leave open; ``concerns`` names obligations, provisions or acts."""

    question: Bilingual
    concerns: tuple[str, ...]
    place: Place | None = None


class Questions(Record, frozen=True):
    """The open legal questions, the weightiest first."""

    questions: tuple[Question, ...] = ()
