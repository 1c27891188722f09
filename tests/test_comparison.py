"""Several treaties side by side: the invented treaty and a second one that asks for the same."""

import dataclasses
import shutil
from collections.abc import Sequence
from pathlib import Path

import pytest

from conftest import TESTS, lay_out
from mapping import comparison, quality
from mapping.catalogue import load
from mapping.checks import run_rules
from mapping.errors import UserError
from mapping.pictures import degree_bars, subject_grid
from mapping.reports.build import build, request_for
from mapping.side_by_side import Comparison, open_comparison
from mapping.view import View, open_view

CROSSWALK = """\
subjects:
  - id: lighting
    title: {en: "Lighting", ro: "Iluminatul"}
    obligations: ["sample/2(1)", "second/2(1)"]
  - id: punishment
    title: {en: "Punishment", ro: "Sancțiunea"}
    obligations: ["sample/2(2)", "second/2(2)"]
"""
EVIDENCE = """\
id: reports
title: {en: "Reports", ro: "Rapoarte"}
findings:
  - id: R1
    kind: practice
    body: {en: "Sample Committee", ro: "Comitetul model"}
    document: {en: "First report", ro: "Primul raport"}
    concerns: ["sample/2(1)#streets"]
    finding: {en: "Half of the lanterns stay dark.", ro: "Jumătate dintre felinare rămân stinse."}
    source: {publisher: "Invented for the tests"}
    confidence: read
"""
QUESTIONS = """\
questions:
  - question: {en: "Is a torch a lantern?", ro: "Este torța un felinar?"}
    concerns: ["sample/2(1)", "lantern-code/5"]
"""


@pytest.fixture(scope="module")
def two(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project with two treaties, a cross-walk, a finding and an open question."""
    root = lay_out(tmp_path_factory.mktemp("two"))
    data = root / "data"
    treaty = (data / "conventions" / "sample.yaml").read_text(encoding="utf-8")
    second = treaty.replace("id: sample\n", "id: second\n").replace("Sample Convention", "Second Convention")
    (data / "conventions" / "second.yaml").write_text(second, encoding="utf-8")
    (data / "mappings" / "second").mkdir()
    for path in sorted((data / "mappings" / "sample").glob("*.yaml")):
        judged = (
            path.read_text(encoding="utf-8")
            .replace("sample/", "second/")
            .replace("instrument: sample", "instrument: second")
        )
        judged = judged.replace("partly: [harbours]", "covers: [harbours]")
        (data / "mappings" / "second" / path.name).write_text(judged, encoding="utf-8")
    (data / "crosswalk.yaml").write_text(CROSSWALK, encoding="utf-8")
    (data / "questions.yaml").write_text(QUESTIONS, encoding="utf-8")
    (data / "evidence").mkdir()
    (data / "evidence" / "reports.yaml").write_text(EVIDENCE, encoding="utf-8")
    shutil.copytree(TESTS.parent / "notebooks", root / "notebooks")
    return root


@pytest.fixture(scope="module")
def views(two: Path) -> list[View]:
    """Both treaties in English."""
    catalogue = load(two)
    return [open_view(one, "en", catalogue=catalogue) for one in catalogue.instrument_by_id]


def test_every_treaty_has_its_column(views: Sequence[View]) -> None:
    """The first column says what is compared, the others are the treaties in the order of the data."""
    for make in (
        comparison.degrees,
        comparison.subjects,
        comparison.kinds,
        comparison.authorities,
        comparison.shared_provisions,
    ):
        table = make(views)
        assert list(table.columns)[1:] == ["Sample Convention", "Second Convention"]
        assert len(table)


def test_a_recurring_duty_shows_each_degree(views: Sequence[View]) -> None:
    """The better judged treaty and the other stand side by side under the subject they share."""
    row = comparison.subjects(views).iloc[0].tolist()
    assert row == ["Lighting", "article 2(1): partly compatible", "article 2(1): compatible"]


def test_degrees_add_up_to_the_pinpoints(views: Sequence[View]) -> None:
    """No pinpoint is lost or counted twice."""
    table = comparison.degrees(views)
    assert [sum(table[name]) for name in table.columns[1:]] == [len(view.obligations) for view in views]


def test_shared_provisions_answer_both_treaties(views: Sequence[View]) -> None:
    """A provision is listed only with a pinpoint of at least two treaties."""
    for row in comparison.shared_provisions(views).itertuples(index=False):
        assert sum(cell != "–" for cell in row[1:]) >= 2


def test_pictures_name_every_treaty_and_subject(views: Sequence[View]) -> None:
    """What the tables say can also be looked at."""
    assert all(name in degree_bars(views) for name in comparison.names(views))
    grid = subject_grid(views)
    assert "Lighting" in grid
    assert "Punishment" in grid


def test_judging_the_same_duty_differently_is_noticed(two: Path) -> None:
    """One note for each place of the law that covers in one treaty and covers only in part in the other."""
    found = [issue for issue in run_rules(load(two)) if issue.code == "inconsistent-judgement"]
    assert [issue.severity for issue in found] == ["note"]
    assert "hg-12-2015/annex1:p12(3)" in found[0].message


def test_a_notebook_for_all_treaties_refuses_a_single_one(two: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The sentence says which value is allowed."""
    monkeypatch.setenv("MAPPING_ROOT", str(two))
    assert isinstance(open_comparison("all", "ro"), Comparison)
    with pytest.raises(UserError, match='write "all"'):
        open_comparison("sample", "ro")


def test_the_comparison_is_a_page_when_there_is_something_to_compare(two: Path) -> None:
    """One page for each language, linked from the index; a change in one treaty remakes it."""
    ask = {"instrument": None, "language": "ro", "as_of": "", "draft": "none", "only": "10-comparison", "out": None}
    request = request_for(two, **ask)  # type: ignore[arg-type]
    assert "site/all/ro/10-comparison.html" in build(request).made
    assert "site/all/ro/10-comparison.html" in (two / "reports" / "index.html").read_text(encoding="utf-8")
    assert build(request).made == ()
    path = two / "data" / "mappings" / "second" / "chapter-1.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("covers: [fine]", "partly: [fine]"), encoding="utf-8")
    assert "site/all/ro/10-comparison.html" in build(request).made


def test_the_quality_page_counts_and_lists(two: Path) -> None:
    """Every treaty and act has its row, what was not read is named, open questions are numbered."""
    page = quality.page(load(two))
    assert "| Second Convention |" in page
    assert "1. Is a torch a lantern?" in page
    for act in load(two).acts:
        assert f"| {act.short.en} |" in page


def test_a_treaty_without_a_plan_shows_the_measures_that_answer_it(views: Sequence[View]) -> None:
    """All measures of its own plan for the one; for the other only those that a link names."""
    own, borrowing = views
    linked = {planned.target for duty in borrowing.obligations for one in duty.elements for planned in one.planned}
    assert set(own.measures_shown) == set(own.catalogue.measures)
    assert set(borrowing.measures_shown) == linked
    assert 0 < len(linked) < len(own.catalogue.measures)


def test_a_treaty_without_links_does_not_pass_for_signed(two: Path) -> None:
    """It says that nothing is recorded, and neither counts signatures nor names texts."""
    catalogue = load(two)
    silent = open_view("second", "en", catalogue=dataclasses.replace(catalogue, mappings=()))
    assert silent.notices()[0] == "No judgement is recorded for this treaty."
    assert not any("signature" in line or "Consolidated" in line for line in silent.notices())
