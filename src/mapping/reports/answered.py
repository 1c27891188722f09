"""A page made again from answers alone, without a kernel.

Papermill runs every notebook first. Once it has, a notebook that does nothing but open a report and show its answers can
be brought up to date by asking the same questions here: what it shows is what Papermill would make it show, in a tenth of
the time. A notebook that does anything else is run again.
"""

import ast
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mapping.reports.run import without_slow_formats
from mapping.reports.traces import ASKING, opens

if TYPE_CHECKING:
    from mapping.notebook import Report, Shown


def answered(notebook: Path, report: "Report") -> Any | None:
    """The notebook with what its cells would show.

    Args:
        notebook: the notebook, as it is kept.
        report: what its questions are asked of; opened for the parameters of the page.

    Returns:
        The notebook with its outputs; ``None`` when a cell does anything but open a report and ask it.
    """
    with without_slow_formats():
        from nbformat import read
        from nbformat.v4 import new_output
    from mapping.notebook import TRACE

    found: Any = read(notebook, as_version=4)  # type: ignore[no-untyped-call]
    name = ""
    for cell in found.cells:
        if cell.cell_type != "code" or "parameters" in cell.metadata.get("tags", []):
            continue
        lines = _statements(cell.source)
        if lines is None:
            return None
        shown: Shown | None = None
        for line in lines:
            shown = None
            if isinstance(line, ast.ImportFrom) and line.module in ASKING:
                continue
            if opened := _opens(line):
                name = opened
            elif question := _asks(line, name):
                shown = getattr(report, question)()
            else:
                return None
        if shown is not None:
            data = {"text/html": str(shown)}
            output = new_output("execute_result", data, metadata={TRACE: shown.trace})  # type: ignore[no-untyped-call]
            cell.outputs = [output]
    return found


def _statements(source: str) -> list[ast.stmt] | None:
    if source.rstrip().endswith(";"):  # IPython hides the answer
        return None
    try:
        return ast.parse(source).body
    except SyntaxError:  # a command of IPython
        return None


def _opens(line: ast.stmt) -> str:
    """The name given to a report that is opened; empty for any other statement."""
    match line:
        case ast.Assign(targets=[ast.Name(id=name)], value=call) if opens(call):
            return name
    return ""


def _asks(line: ast.stmt, name: str) -> str:
    """The question asked of the report; empty for any other statement."""
    match line:
        case ast.Expr(ast.Call(func=ast.Attribute(value=ast.Name(id=asked), attr=question), args=[], keywords=[])) if (
            asked == name and question != "view" and not question.startswith("_")
        ):
            return question
    return ""
