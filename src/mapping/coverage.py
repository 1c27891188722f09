"""Coverage and gaps, derived from the graph at a date; nothing here is ever typed in.

The status of an **element**, first that applies:

``in-force``      a provision in force covers it
``in-part``       a provision in force answers part of it
``adopted``       a provision adopted but not yet in force covers it or answers part of it
``drafted``       the draft asked for would answer it
``none-found``    somebody searched and recorded that nothing answers it, or only what stands in the way or no longer
                  applies was recorded
``planned``       only a measure of the plan would answer it (``overdue`` when its last day has passed)
``not-examined``  nobody recorded anything, or only law that did not yet exist at the date

On top of any of these an element may be *hindered* by a provision in force, and *planned* by measures.
Elements that share an ``either`` word are alternatives: together they count as the best of them; while one of them is
not examined and none is in force or in part, the best is not known and together they are not examined.

The status of an **obligation** rests on the elements whose basis the treaty lets decide (its text; for the ECHR also
the Court's case law):

``met``             every element in force and none hindered
``partly-met``      some in force or in part, not all
``not-examined``    at least one element without any record and none in force or in part
``not-met``         examined, none in force or in part
``not-applicable``  no duty, an optional clause of which nothing is used, or a duty that a reservation removes
"""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Literal, get_args

from mapping.deadlines import Deadline, read_deadline
from mapping.graph import Graph
from mapping.records import (
    FORCES,
    Act,
    Amendment,
    Basis,
    Element,
    Instrument,
    Link,
    Measure,
    NoneFound,
    Obligation,
    Provision,
    Role,
)
from mapping.versions import VersionAt, state_of

ElementStatus = Literal["in-force", "in-part", "adopted", "drafted", "none-found", "planned", "overdue", "not-examined"]
ELEMENT_STATUSES: tuple[ElementStatus, ...] = get_args(ElementStatus)  # the strongest first
ObligationStatus = Literal["met", "partly-met", "not-met", "not-examined", "not-applicable"]
OBLIGATION_STATUSES: tuple[ObligationStatus, ...] = get_args(ObligationStatus)


@dataclass(frozen=True)
class Answer:
    """A provision that answers an element, and whether it applies at the date."""

    role: Role
    target: str
    link: Link
    act: Act
    provision: Provision
    version: VersionAt

    @property
    def counts(self) -> bool:
        """True when the provision is in force."""
        return self.version.state == "in-force"


@dataclass(frozen=True)
class Planned:
    """A measure that would answer an element."""

    target: str
    measure: Measure
    link: Link
    deadline: Deadline | None
    overdue: bool


@dataclass(frozen=True)
class ElementCoverage:
    """One element with everything recorded about it and the status that follows.

    ``decides`` is true when its basis is one that the treaty lets decide: the text, for the ECHR also the case law.
    """

    id: str
    element: Element
    decides: bool
    status: ElementStatus
    answers: tuple[Answer, ...]
    hindrances: tuple[Answer, ...]
    planned: tuple[Planned, ...]
    drafted: tuple[tuple[str, Amendment, Link], ...]
    none_found: tuple[NoneFound, ...]

    @property
    def hindered(self) -> bool:
        """True when a provision in force stands in the way."""
        return any(one.counts for one in self.hindrances)

    @property
    def covered_by(self) -> tuple[str, ...]:
        """The places cited that cover the element or answer part of it, whatever their state."""
        return tuple(one.target for one in self.answers)


@dataclass(frozen=True)
class ObligationCoverage:
    """One obligation with the coverage of its elements."""

    id: str
    instrument: str
    obligation: Obligation
    status: ObligationStatus
    elements: tuple[ElementCoverage, ...]

    def units(self) -> "list[tuple[ElementCoverage, ...]]":
        """The deciding elements, alternatives together."""
        return _units(self.elements)

    def gaps(self) -> "list[tuple[ElementCoverage, ...]]":
        """The units whose text asks for something the law in force does not give; unexamined ones are not gaps."""
        if self.status == "not-applicable":
            return []
        return [unit for unit in self.units() if not _full(unit) and _best(unit) != "not-examined"]

    def unexamined(self) -> "list[tuple[ElementCoverage, ...]]":
        """The units nobody recorded anything about."""
        return [unit for unit in self.units() if _best(unit) == "not-examined"]


@dataclass(frozen=True)
class Coverage:
    """The coverage of every obligation at a date."""

    as_of: dt.date
    draft: str | None
    obligations: dict[str, ObligationCoverage]

    @cached_property
    def elements(self) -> dict[str, ElementCoverage]:
        """Every element by node name."""
        return {one.id: one for duty in self.obligations.values() for one in duty.elements}

    def of(self, instrument: str) -> "list[ObligationCoverage]":
        """The obligations of one treaty, in its order."""
        return [one for one in self.obligations.values() if one.instrument == instrument]

    def gaps(self, instrument: str) -> "Iterator[Gap]":
        """The gaps of one treaty, the heaviest first: force, then how much is missing, then whether nobody plans it."""
        found = [Gap(duty, unit) for duty in self.of(instrument) for unit in duty.gaps()]
        return iter(sorted(found, key=lambda gap: (*gap.weight, gap.obligation.obligation.at.sort_key)))


@dataclass(frozen=True)
class Gap:
    """An element (or a group of alternatives) that the law in force does not answer in full."""

    obligation: ObligationCoverage
    elements: tuple[ElementCoverage, ...]

    @property
    def status(self) -> ElementStatus:
        """The best status among the alternatives."""
        return _best(self.elements)

    @property
    def planned(self) -> "list[Planned]":
        """The measures that would answer it, each once."""
        return list({one.target: one for element in self.elements for one in element.planned}.values())

    @property
    def weight(self) -> tuple[int, int, bool]:
        """Sorts binding duties, empty answers and unplanned gaps first."""
        return (
            FORCES.index(self.obligation.obligation.force),
            -ELEMENT_STATUSES.index(self.status),
            bool(self.planned),
        )


def derive(graph: Graph, as_of: dt.date, draft: str | None = None) -> Coverage:
    """Derive the status of every element and obligation at ``as_of``, with the draft's amendments if one is named."""
    found = {}
    for name, node in graph.nodes(data=True):
        if node["kind"] == "obligation":
            treaty = graph.nodes[node["instrument"]]["record"]
            elements = tuple(
                _element(graph, child, as_of, draft, treaty.decides)
                for _, child, type_ in graph.out_edges(name, data="type")
                if type_ == "has"
            )
            status = "not-applicable" if _reserved(treaty, node["record"]) else _status(node["record"], elements)
            found[name] = ObligationCoverage(name, node["instrument"], node["record"], status, elements)
    return Coverage(as_of, draft, found)


def _reserved(treaty: Instrument, duty: Obligation) -> bool:
    """True when a reservation in use removes the duty."""
    return any(
        excluded.contains(duty.at) for one in treaty.declarations if one.used == "yes" for excluded in one.excludes
    )


def _element(graph: Graph, name: str, as_of: dt.date, draft: str | None, bases: tuple[Basis, ...]) -> ElementCoverage:
    answers: list[Answer] = []
    hindrances: list[Answer] = []
    planned: list[Planned] = []
    drafted: list[tuple[str, Amendment, Link]] = []
    none_found: list[NoneFound] = []
    for origin, _, edge in graph.in_edges(name, data=True):
        node = graph.nodes[origin]
        if edge["type"] in ("covers", "partly", "hinders"):
            act = graph.nodes[node["act"]]["record"]
            version = state_of(act, node["record"], as_of, graph.graph["edition"].as_of)
            answer = Answer(edge["type"], edge["target"], edge["link"], act, node["record"], version)
            (hindrances if edge["type"] == "hinders" else answers).append(answer)
        elif edge["type"] == "plans":
            deadline = read_deadline(node["record"].deadline)
            late = deadline is not None and deadline.overdue(as_of)
            planned.append(Planned(origin, node["record"], edge["link"], deadline, late))
        elif edge["type"] == "drafts" and node["draft"] == draft:
            drafted.append((origin, node["record"], edge["link"]))
        elif edge["type"] == "none-found" and edge["record"] not in none_found:
            none_found.append(edge["record"])
    status = _element_status(answers, hindrances, planned, drafted, none_found)
    record = graph.nodes[name]["record"]
    return ElementCoverage(
        name, record, record.basis in bases, status,
        tuple(answers), tuple(hindrances), tuple(planned), tuple(drafted), tuple(none_found),
    )  # fmt: skip


def _element_status(
    answers: list[Answer],
    hindrances: list[Answer],
    planned: list[Planned],
    drafted: list[tuple[str, Amendment, Link]],
    none_found: list[NoneFound],
) -> ElementStatus:
    states = {(one.role, one.version.state) for one in answers}
    if ("covers", "in-force") in states:
        return "in-force"
    if ("partly", "in-force") in states:
        return "in-part"
    if any(state == "adopted" for _, state in states):
        return "adopted"
    if drafted:
        return "drafted"
    if none_found or hindrances or any(state == "repealed" for _, state in states):
        return "none-found"
    if planned:
        return "overdue" if all(one.overdue for one in planned) else "planned"
    return "not-examined"


def _status(duty: Obligation, elements: tuple[ElementCoverage, ...]) -> ObligationStatus:
    units = _units(elements)
    best = [_best(unit) for unit in units]
    in_some_way = [status in ("in-force", "in-part") for status in best]
    if not units or (duty.force == "optional" and not any(in_some_way) and "not-examined" not in best):
        return "not-applicable"
    if all(_full(unit) for unit in units):
        return "met"
    if any(in_some_way):
        return "partly-met"
    return "not-examined" if "not-examined" in best else "not-met"


def _units(elements: tuple[ElementCoverage, ...]) -> list[tuple[ElementCoverage, ...]]:
    groups: dict[str, list[ElementCoverage]] = {}
    for one in elements:
        if one.decides:
            groups.setdefault(one.element.either or f"#{one.element.id}", []).append(one)
    return [tuple(group) for group in groups.values()]


def _best(unit: tuple[ElementCoverage, ...]) -> ElementStatus:
    best = min((one.status for one in unit), key=ELEMENT_STATUSES.index)
    if best not in ("in-force", "in-part") and any(one.status == "not-examined" for one in unit):
        return "not-examined"
    return best


def _full(unit: tuple[ElementCoverage, ...]) -> bool:
    return any(one.status == "in-force" and not one.hindered for one in unit)
