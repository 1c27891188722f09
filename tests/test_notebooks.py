"""The notebooks as they are kept: empty, thin, in two languages, and asking only what a report can answer."""

import ast
import inspect
from pathlib import Path

import nbformat
import pytest

from mapping.notebook import Report, open_report
from mapping.reports.build import compares, notebooks
from mapping.side_by_side import Comparison

ROOT = Path(__file__).parents[1]
NAMES = notebooks(ROOT)
PARAMETERS = ["instrument", "language", "as_of", "draft"]
LONGEST_CELL = 10  # lines


@pytest.fixture(params=NAMES)
def notebook(request: pytest.FixtureRequest) -> nbformat.NotebookNode:
    """One notebook of the project, read without being changed to a newer format."""
    return nbformat.read(ROOT / "notebooks" / f"{request.param}.ipynb", as_version=nbformat.NO_CONVERT)


def code_cells(notebook: nbformat.NotebookNode) -> list[nbformat.NotebookNode]:
    """The cells that run."""
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def tags(cell: nbformat.NotebookNode) -> list[str]:
    """The tags of a cell."""
    return list(cell.metadata.get("tags", []))


def test_the_notebooks_are_numbered_without_a_gap() -> None:
    """Those of one treaty count from 1, those that compare treaties from 10, and no file in the folder is left out."""
    topics = ["obligations", "national-law", "mapping-matrix", "gaps", "action-plan", "compliance-annex", "changes"]
    single = [f"{number:02}-{topic}" for number, topic in enumerate(topics, 1)]
    assert [*single, "10-comparison"] == NAMES
    assert [name for name in NAMES if compares(name)] == ["10-comparison"]
    assert sorted(path.stem for path in (ROOT / "notebooks").glob("*.ipynb")) == NAMES


def test_a_notebook_is_kept_without_results(notebook: nbformat.NotebookNode) -> None:
    """No outputs and no counts: what is committed says nothing that the data does not."""
    nbformat.validate(notebook)
    assert code_cells(notebook)
    for cell in code_cells(notebook):
        assert cell.outputs == []
        assert cell.execution_count is None


def test_a_notebook_names_the_usual_kernel_and_no_version(notebook: nbformat.NotebookNode) -> None:
    """It opens on any machine, and opening it with another Python does not change the file."""
    assert notebook.metadata.kernelspec.name == "python3"
    assert notebook.metadata.language_info == {"name": "python"}
    assert set(notebook.metadata) == {"kernelspec", "language_info"}


def test_cells_have_stable_ids() -> None:
    """Each id is the number of the notebook and that of the cell, so that differences between versions stay small."""
    for name in NAMES:
        notebook = nbformat.read(ROOT / "notebooks" / f"{name}.ipynb", as_version=nbformat.NO_CONVERT)
        assert (notebook.nbformat, notebook.nbformat_minor) == (4, 5)
        assert [cell.id for cell in notebook.cells] == [f"{name[:2]}-{n:02}" for n in range(1, len(notebook.cells) + 1)]


def test_one_cell_holds_exactly_the_four_parameters(notebook: nbformat.NotebookNode) -> None:
    """The parameters are plain texts, in the order of ``open_report``, and pass the call that follows them."""
    (cell,) = [cell for cell in notebook.cells if "parameters" in tags(cell)]
    assignments = ast.parse(cell.source).body
    assert all(isinstance(one, ast.Assign) and isinstance(one.value, ast.Constant) for one in assignments)
    values = {one.targets[0].id: one.value.value for one in assignments}  # type: ignore[attr-defined]
    assert list(values) == PARAMETERS == list(inspect.signature(open_report).parameters)
    assert set(map(type, values.values())) == {str}
    assert values["language"] == "ro"
    assert values["draft"] == "none"


def test_code_cells_are_thin(notebook: nbformat.NotebookNode) -> None:
    """At most ten lines: what takes more belongs in the package, where it has tests."""
    assert [cell.source for cell in code_cells(notebook) if len(cell.source.splitlines()) > LONGEST_CELL] == []


def test_text_stands_in_both_languages_side_by_side(notebook: nbformat.NotebookNode) -> None:
    """Every English cell is followed by its Romanian one, with headings of the same rank."""
    text = [cell for cell in notebook.cells if cell.cell_type == "markdown"]
    assert [tags(cell) for cell in text] == [["lang-en"], ["lang-ro"]] * (len(text) // 2)
    for english, romanian in zip(text[::2], text[1::2], strict=True):
        assert notebook.cells.index(romanian) == notebook.cells.index(english) + 1
        assert headings(english.source) == headings(romanian.source)
        assert english.source != romanian.source
        assert not set("şţŞŢ") & set(romanian.source)
    assert headings(text[0].source) == ["#"]


def headings(source: str) -> list[str]:
    """The ranks of the headings of a Markdown cell."""
    return [line.split()[0] for line in source.splitlines() if line.startswith("#")]


def test_notebooks_ask_only_what_a_report_answers(notebook: nbformat.NotebookNode) -> None:
    """Every method called on ``report`` exists, is documented, and takes no arguments."""
    calls = [
        node.func.attr
        for cell in code_cells(notebook)
        for node in ast.walk(ast.parse(cell.source))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
    ]
    assert calls[0] == "banner"
    for name in calls:
        method = getattr(Comparison, name)  # answers what a Report answers, and more
        assert method.__doc__
        assert list(inspect.signature(method).parameters) == ["self"]


def test_every_answer_of_a_report_is_shown_by_a_notebook() -> None:
    """A question that no notebook asks would be made, kept and tested for nobody."""
    source = "".join((ROOT / "notebooks" / f"{name}.ipynb").read_text(encoding="utf-8") for name in NAMES)
    answers = [
        name for name, value in [*vars(Report).items(), *vars(Comparison).items()] if hasattr(value, "__wrapped__")
    ]
    assert answers
    assert [name for name in answers if f"report.{name}()" not in source] == []
