"""The questions a lawyer asks, answered on the graph.

Each function takes the graph (and the coverage where a date matters) and returns node names or small records.
"""

import datetime as dt
import functools
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import networkx as nx

from mapping.coverage import Coverage, Gap
from mapping.deadlines import Deadline, read_deadline
from mapping.graph import Graph, authority_id
from mapping.pinpoint import CitationError, parse

LAW = frozenset({"covers", "partly", "hinders"})


@dataclass(frozen=True)
class Rest:
    """An element that rests on a place of the law: how, and by which place exactly."""

    role: str
    target: str
    element: str
    obligation: str


def rests_on(graph: Graph, place: str) -> list[Rest]:
    """What rests on this article (or paragraph, or whole act)? Every element an edge reaches from it.

    ``labour-code/57`` takes in links to its paragraphs, ``labour-code`` every provision of the code.
    """
    act, _, at = place.partition("/")
    origins: Iterable[str] = nx.descendants(typed(graph, {"has"}), act) if act in graph else ()
    asked = parse(at) if at else None
    found = []
    for origin in origins:
        for _, element, edge in graph.out_edges(origin, data=True):
            if edge["type"] not in LAW:
                continue
            cited = parse(edge["target"].partition("/")[2])
            if asked is None or asked.contains(cited) or cited.contains(asked):
                found.append(Rest(edge["type"], edge["target"], element, graph.nodes[element]["obligation"]))
    return found


@dataclass(frozen=True)
class Duty:
    """What an authority owes: a measure, in which capacity, by when."""

    measure: str
    capacity: str
    deadline: Deadline | None
    overdue: bool


def owes(graph: Graph, authority: str, as_of: dt.date) -> list[Duty]:
    """What does this authority owe, by when? Its own measures and those of bodies that are part of it."""
    start = authority_id(authority)
    bodies, order = _bodies(graph)
    parts = nx.ancestors(bodies, start) if start in bodies else set()
    found: dict[str, Duty] = {}
    for body in [start, *sorted(parts)]:
        for _, measure, type_ in graph.out_edges(body, data="type"):
            if type_ in ("responsible", "partner") and (measure not in found or type_ == "responsible"):
                deadline = read_deadline(graph.nodes[measure]["record"].deadline)
                late = deadline is not None and deadline.overdue(as_of)
                found[measure] = Duty(measure, type_, deadline, late)
    far = dt.date.max
    return sorted(found.values(), key=lambda one: ((one.deadline and one.deadline.due) or far, order[one.measure]))


@functools.lru_cache(maxsize=2)
def _bodies(graph: Graph) -> tuple["nx.DiGraph[str]", dict[str, int]]:
    """Which body is part of which, and the place of every node; one graph is asked about many authorities."""
    part_of = [(start, end) for start, end, type_ in graph.edges(data="type") if type_ == "part-of"]
    return nx.DiGraph(part_of), {name: number for number, name in enumerate(graph.nodes)}


def single_provision(graph: Graph, coverage: Coverage, instrument: str) -> dict[str, str]:
    """Which obligations hang on a single provision? Obligation → that provision.

    An obligation hangs on a provision when every answer in force that reaches it through an element leaves from there.
    """
    found = {}
    for duty in coverage.of(instrument):
        in_force = {answer.target for one in duty.elements if one.decides for answer in one.answers if answer.counts}
        origins = {
            origin
            for element in graph.successors(duty.id)
            for origin, _, edge in graph.in_edges(element, data=True)
            if edge["type"] in ("covers", "partly") and edge["target"] in in_force
        }
        if len(origins) == 1:
            found[duty.id] = origins.pop()
    return found


def gaps_without_measure(graph: Graph, coverage: Coverage, instrument: str) -> list[Gap]:
    """Which gaps have no measure? Gaps none of whose elements is reached by a measure."""
    reached = {element for _, element, type_ in graph.edges(data="type") if type_ == "plans"}
    return [gap for gap in coverage.gaps(instrument) if not reached.intersection(one.id for one in gap.elements)]


def measures_without_obligation(graph: Graph, plan: str) -> list[str]:
    """Which measures answer no obligation? Measures from which no element can be reached."""
    return [
        name
        for name in graph.successors(plan)
        if graph.nodes[name]["kind"] == "measure"
        and not any(type_ == "plans" for _, _, type_ in graph.out_edges(name, data="type"))
    ]


@dataclass(frozen=True)
class Step:
    """One step of an explanation: from a node, by an edge, to a node, with what the edge records."""

    start: str
    edge: str
    end: str
    detail: dict[str, Any]


def explain(graph: Graph, coverage: Coverage, obligation: str) -> list[list[Step]]:
    """Why does this obligation have this status? One path for each record that bears on it.

    Each path runs obligation → element → (link) → provision → act, or → measure → plan, or → act searched.
    """
    paths: list[list[Step]] = []
    for element in graph.successors(obligation):
        first = Step(obligation, "has", element, {"status": coverage.elements[element].status})
        before = len(paths)
        for origin, _, edge in graph.in_edges(element, data=True):
            if edge["type"] == "has" or (edge["type"] == "drafts" and graph.nodes[origin]["draft"] != coverage.draft):
                continue
            path = [first, Step(element, edge["type"], origin, edge)]
            parent = next((one for one, _, type_ in graph.in_edges(origin, data="type") if type_ == "has"), None)
            if parent:
                path.append(Step(origin, "part of", parent, {}))
            paths.append(path)
        if len(paths) == before:
            paths.append([first])
    return paths


def typed(graph: Graph, types: set[str]) -> Graph:
    """The same graph seen through edges of these types only."""
    return nx.subgraph_view(graph, filter_edge=lambda start, end, key: graph[start][end][key]["type"] in types)


def known_place(graph: Graph, place: str) -> bool:
    """True when the place names an act of the graph and a readable pinpoint."""
    act, _, at = place.partition("/")
    if act not in graph or graph.nodes[act]["kind"] != "act":
        return False
    try:
        return not at or parse(at) is not None
    except CitationError:
        return False
