"""Action plans, and the authorities that answer for them."""

import datetime as dt
from typing import Literal

from mapping.records.base import Bilingual, Place, Record, Source

Report = Literal["first", "second", "csgsiv"]
AuthorityKind = Literal[
    "ministry", "agency", "prosecution", "court", "self-administration", "local", "ngo", "international", "other"
]


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
