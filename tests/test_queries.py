"""A lawyer's questions are answered from the graph, and every answer can be followed to an act or a plan."""

import datetime as dt
from itertools import pairwise

import pytest

from mapping.catalogue import Catalogue
from mapping.coverage import Coverage, derive
from mapping.graph import Graph, build
from mapping.queries import (
    explain,
    gaps_without_measure,
    known_place,
    measures_without_obligation,
    owes,
    rests_on,
    single_provision,
    typed,
)


@pytest.fixture(scope="module")
def graph(sample: Catalogue) -> Graph:
    """The graph of the corpus."""
    return build(sample)


@pytest.fixture(scope="module")
def coverage(graph: Graph, sample: Catalogue) -> Coverage:
    """Its coverage on the date of the edition."""
    return derive(graph, sample.edition.as_of)


def test_every_node_and_edge_is_of_a_known_kind(graph: Graph) -> None:
    """Nothing enters the graph by a side door, such as a target nobody recorded."""
    assert {node.get("kind") for _, node in graph.nodes(data=True)} == {
        "instrument", "obligation", "element", "act", "provision", "plan", "measure", "authority", "recommendation",
        "draft", "amendment",
    }  # fmt: skip
    assert {type_ for _, _, type_ in graph.edges(data="type")} == {
        "has", "serves", "covers", "partly", "hinders", "plans", "drafts", "none-found", "amends", "responsible",
        "partner", "part-of", "answers",
    }  # fmt: skip


def test_recommendations_of_two_reports_are_never_one(graph: Graph) -> None:
    """Both reports have an R2; a recommendation without a number is known by its topic."""
    answered = {
        measure: [end for _, end, type_ in graph.out_edges(measure, data="type") if type_ == "answers"]
        for measure in ("sample-plan/1.1", "sample-plan/2")
    }
    assert answered == {
        "sample-plan/1.1": ["recommendation:first/R2"],
        "sample-plan/2": ["recommendation:second/R2", "recommendation:csgsiv/lamps of children"],
    }


@pytest.mark.parametrize(
    ("place", "expected"),
    [
        ("lantern-code/5", ["covers lantern-code/5(1) sample/2(1)#streets"]),
        ("lantern-code/5(1)", ["covers lantern-code/5(1) sample/2(1)#streets"]),
        ("lantern-code/5(1)(a)", ["covers lantern-code/5(1) sample/2(1)#streets"]),
        ("lantern-code/5(2)", []),
        ("lantern-code/6", ["covers lantern-code/6(1) sample/2(2)#fine"]),
        ("lantern-code/6^1", ["covers lantern-code/6^1 sample/4(3)#register"]),
        ("lantern-code/7", ["covers lantern-code/7(1)[2] sample/4(3)#access"]),
        ("hg-12-2015/annex1:p12", ["partly hg-12-2015/annex1:p12(3) sample/2(1)#harbours"]),
        ("hg-12-2015/p12", []),
        (
            "law-8-2010",
            [
                "covers law-8-2010/3 sample/2(3)(a)#hearing",
                "covers law-8-2010/3 sample/2(3)(a)#record",
                "hinders law-8-2010/9 sample/2(3)(a)#record",
                "partly law-8-2010/4 sample/3#count",
            ],
        ),
        ("lantern-code/99", []),
        ("candle-code/1", []),
    ],
)
def test_what_rests_on_a_place(graph: Graph, place: str, expected: list[str]) -> None:
    """A place takes in links to what lies inside it and to what it lies in, and no others."""
    assert sorted(f"{one.role} {one.target} {one.element}" for one in rests_on(graph, place)) == expected


def test_what_rests_on_a_place_names_the_obligation(graph: Graph) -> None:
    """The obligation is that of the element."""
    assert {one.obligation for one in rests_on(graph, "law-8-2010")} == {"sample/2(3)(a)", "sample/3"}


@pytest.mark.parametrize(
    ("place", "known"),
    [
        ("lantern-code", True),
        ("lantern-code/5(1)", True),
        ("lantern-code/five", False),
        ("candle-code/5", False),
        ("sample/3", False),
        ("sample-plan/1.1", False),
    ],
)
def test_only_places_of_the_law_are_asked_about(graph: Graph, place: str, known: bool) -> None:
    """A treaty, a plan or a place that cannot be read is refused before the search."""
    assert known_place(graph, place) is known


@pytest.mark.parametrize(
    ("authority", "expected"),
    [
        (
            "lanterns",  # the wardens, who are part of the ministry, bring their own measures with them
            [
                ("sample-plan/1.1", "responsible", "2025-09-30", True),
                ("sample-plan/2", "responsible", "2026-12-31", False),
                ("sample-plan/2.1", "responsible", "2026-12-31", False),
                ("sample-plan/1.2", "responsible", None, False),
            ],
        ),
        (
            "wardens",
            [
                ("sample-plan/2", "responsible", "2026-12-31", False),
                ("sample-plan/2.1", "responsible", "2026-12-31", False),
            ],
        ),
        ("friends", [("sample-plan/1.1", "partner", "2025-09-30", True), ("sample-plan/1.2", "partner", None, False)]),
    ],
)
def test_what_an_authority_owes(
    graph: Graph, sample: Catalogue, authority: str, expected: list[tuple[str, str, str | None, bool]]
) -> None:
    """The next deadline comes first, yearly duties last; merged cells count for every measure they span."""
    found = owes(graph, authority, sample.edition.as_of)
    assert [
        (one.measure, one.capacity, str(one.deadline.due) if one.deadline and one.deadline.due else None, one.overdue)
        for one in found
    ] == expected


def test_which_obligations_hang_on_a_single_provision(graph: Graph, coverage: Coverage) -> None:
    """Only answers in force are counted; an obligation answered by none hangs on none."""
    assert single_provision(graph, coverage, "sample") == {
        "sample/2(2)": "lantern-code/6",
        "sample/2(3)(a)": "law-8-2010/3",
        "sample/3": "law-8-2010/4",
    }


def test_the_answer_changes_with_the_date(graph: Graph) -> None:
    """Once the register is in force, the duty to count lamps hangs on it; the repealed count holds nothing."""
    later = derive(graph, dt.date(2027, 6, 1))
    found = single_provision(graph, later, "sample")
    assert found["sample/4(3)"] == "lantern-code/6^1"
    assert "sample/3" not in found


def test_which_gaps_have_no_measure(graph: Graph, coverage: Coverage) -> None:
    """A gap that a measure reaches is left out, even if the measure is late."""
    assert {gap.elements[0].id for gap in gaps_without_measure(graph, coverage, "sample")} == {
        "sample/2(3)(a)#record",
        "sample/3#appointment",
        "sample/4(3)#register",
        "sample/4(3)#access",
    }


def test_which_measures_answer_no_obligation(graph: Graph) -> None:
    """The clock answers nothing the treaty asks for."""
    assert measures_without_obligation(graph, "sample-plan") == ["sample-plan/2.1"]


def test_every_explanation_ends_at_an_act_or_a_plan(graph: Graph, coverage: Coverage, sample: Catalogue) -> None:
    """Each path starts at the obligation, is unbroken, and leads to a text or a plan (or a draft, when asked for)."""
    for chosen in (None, "sample-draft"):
        asked = derive(graph, sample.edition.as_of, chosen)
        kinds = set()
        for name in asked.obligations:
            for path in explain(graph, asked, name):
                assert path[0].start == name
                assert all(before.end == after.start for before, after in pairwise(path))
                kinds.add(graph.nodes[path[-1].end]["kind"])
        assert kinds == {"act", "plan"} | ({"draft"} if chosen else set())
    assert explain(graph, coverage, "sample/1") == []


def test_an_explanation_holds_every_record(graph: Graph, coverage: Coverage) -> None:
    """One path for each link and each act searched, and none for a draft nobody asked about."""
    paths = [
        " > ".join([path[0].start, *(f"{step.edge} {step.end}" for step in path)])
        for path in explain(graph, coverage, "sample/2(1)")
    ]
    assert sorted(paths) == [
        "sample/2(1) > has sample/2(1)#bridges > none-found hg-12-2015",
        "sample/2(1) > has sample/2(1)#bridges > none-found lantern-code",
        "sample/2(1) > has sample/2(1)#harbours > partly hg-12-2015/annex1:p12 > part of hg-12-2015",
        "sample/2(1) > has sample/2(1)#harbours > plans sample-plan/1.1 > part of sample-plan",
        "sample/2(1) > has sample/2(1)#streets > covers lantern-code/5 > part of lantern-code",
    ]


def test_an_element_without_a_record_is_explained_too(sample: Catalogue) -> None:
    """The path stops at the element, which is not examined."""
    bare = build(sample)
    reached = [
        (start, end, key)
        for start, end, key, type_ in bare.edges(keys=True, data="type")
        if end == "sample/4(1)#exemption" and type_ != "has"
    ]
    bare.remove_edges_from(reached)
    [[step]] = explain(bare, derive(bare, sample.edition.as_of), "sample/4(1)")
    assert (step.end, step.detail) == ("sample/4(1)#exemption", {"status": "not-examined"})


def test_the_graph_may_be_seen_through_some_edges(graph: Graph) -> None:
    """The view keeps every node and only the edges asked for."""
    view = typed(graph, {"amends"})
    assert set(view.nodes) == set(graph.nodes)
    assert list(view.edges()) == [("sample-draft/1", "lantern-code/5")]
