"""What the notebook of a page asked, and whether it would get the same answers now."""

import ast
from typing import TYPE_CHECKING, Any

from mapping.fingerprints import digest

if TYPE_CHECKING:
    from mapping.notebook import Report, Trace

ASKING = ("mapping.notebook", "mapping.side_by_side")  # what a notebook that only asks imports
_OPENING = ("open_report", "open_comparison")
_PARAMETERS = ("instrument", "language", "as_of", "draft")


def opens(call: ast.AST) -> bool:
    """True for a call that opens a report for the parameters of its page, each by its own name.

    A notebook that names a date or a treaty of its own shows something else than its page is kept for.
    """
    if not (isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id in _OPENING):
        return False
    given = [*zip(_PARAMETERS, call.args, strict=False), *((one.arg, one.value) for one in call.keywords)]
    named = {name for name, value in given if isinstance(value, ast.Name) and value.id == name}
    return named == set(_PARAMETERS) and len(call.args) + len(call.keywords) == len(_PARAMETERS)


def same_answers(trace: "Trace", report: "Report", data: str) -> bool:
    """True when every question a page asked has the answer it had; ``data`` is the fingerprint of all data."""
    for question, answer in dict(trace).items():
        if question == "view":
            if answer != data:
                return False
        elif digest(getattr(report, question)()) != answer:
            return False
    return True


def take_trace(notebook: Any, data: str) -> "Trace":
    """The longest list of questions among the outputs, which are freed of it: readers have no use for it.

    What a notebook with code of its own reads besides cannot be known: it depends on all data.
    """
    from mapping.notebook import TRACE

    longest: Trace = []
    for cell in notebook.cells:
        for output in cell.get("outputs", []):
            trace = output.get("metadata", {}).pop(TRACE, [])
            longest = max(longest, [(question, answer) for question, answer in trace], key=len)
    return longest if _only_asks(notebook, {question for question, _ in longest}) else [*longest, ("view", data)]


def _only_asks(notebook: Any, questions: set[str]) -> bool:
    """True when a notebook only opens a report, in ``mapping.notebook``, and shows answers to these questions."""
    try:
        code = ast.parse("\n".join(cell.source for cell in notebook.cells if cell.cell_type == "code"))
    except SyntaxError:  # a command of IPython
        return False
    opened = 0
    for node in ast.walk(code):
        if isinstance(node, ast.Import) or (isinstance(node, ast.ImportFrom) and node.module not in ASKING):
            return False
        if isinstance(node, ast.Call) and not isinstance(node.func, ast.Attribute):
            if not opens(node):
                return False
            opened += 1
        elif isinstance(node, ast.Attribute) and (node.attr == "view" or node.attr not in questions):
            return False
    return bool(questions) and opened == 1  # of two reports, only one could be asked again
