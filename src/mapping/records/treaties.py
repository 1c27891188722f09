"""Treaties: their obligations, the elements of each, and what the State declared."""

import datetime as dt
import re
from typing import Literal, get_args

from mapping.pinpoint import Pinpoint
from mapping.records.base import Bilingual, Place, Record, Source

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

    def excluding(self, obligation: Obligation) -> tuple[Declaration, ...]:
        """The declarations that speak of removing an obligation, whether the State used them or not."""
        return tuple(one for one in self.declarations if any(place.contains(obligation.at) for place in one.excludes))

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
