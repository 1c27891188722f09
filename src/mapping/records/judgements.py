"""Judgements: what answers an obligation, who signed it, and how changes of law were assessed."""

import datetime as dt
from typing import Literal, get_args

from mapping.pinpoint import Pinpoint
from mapping.records.base import Bilingual, Place, Record

Role = Literal["covers", "partly", "hinders", "plans", "drafts"]
ROLES: tuple[Role, ...] = get_args(Role)
Decision = Literal["agrees", "disagrees", "remarks", "withdraws"]
DECISIONS: tuple[Decision, ...] = get_args(Decision)
Verdict = Literal["editorial", "material"]
VERDICTS: tuple[Verdict, ...] = get_args(Verdict)


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
