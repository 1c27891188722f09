"""What stands in a row of the annex: values only, ready to be laid out."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from mapping.annex.folding import brief, folded

LONG_CELL = 600  # characters of a cell whose row may be cut by a page: about 15 lines of a narrow column
NARROW = 2  # how much more height a character takes in the column of the degree than in the others
ATTENTION = "▲"
SIGNS = {"met": "●", "partly-met": "◐", "not-met": "○", "not-examined": "◌", "not-applicable": "–"}


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
class SignLine:
    """A line under the degree: who signed the judgements of the row, or why nobody can rely on that."""

    state: str
    word: str
    details: str

    @property
    def attention(self) -> bool:
        """True when the line must be seen: what was signed has changed, is disputed or cannot be compared."""
        return self.state not in ("signed", "unsigned")

    @property
    def text(self) -> str:
        """The whole line."""
        return f"{self.word}: {self.details}" if self.details else self.word


@dataclass(frozen=True)
class Row:
    """One pinpoint of the treaty.

    ``no_provision``, ``nothing_missing`` and ``no_measure`` are what a cell says when its list is empty. ``signing`` is
    empty where nothing was judged.
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
    signing: tuple[SignLine, ...] = ()

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

        The longest of its cells decides.
        """
        cells = (
            self.duty + self.note,
            "".join(one.cite + one.heading + one.standing for one in self.provisions),
            "".join(one.standing + "".join(one.texts) for one in (*self.missing_groups, *self.recommended_groups)),
            "".join(one.brief + one.authorities + one.deadline for one in self.measures),
            "".join(one.cite + one.text for one in self.reasons),
            NARROW * "".join(one.text for one in self.signing),
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
    """The whole annex in one language.

    ``stamp`` stands at the top and at the foot of every page; a final annex has none.
    """

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
    stamp: str = ""

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
