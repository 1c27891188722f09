"""National law: acts, their provisions with versions and penalties, and proposed laws."""

import datetime as dt
from typing import Literal, get_args

from mapping.pinpoint import Pinpoint
from mapping.records.base import Bilingual, Confidence, Place, Record, Source

ActKind = Literal["constitution", "code", "law", "government-decision", "order", "programme"]
ACT_KINDS: tuple[ActKind, ...] = get_args(ActKind)
BanMode = Literal["mandatory", "optional", "principal"]


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
