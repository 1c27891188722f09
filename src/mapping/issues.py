"""A problem as a value, and the forms in which a person or a machine reads a list of them.

Formats: ``text`` (``file:line: CODE message (remedy)``), ``json``, ``sarif`` (SARIF 2.1.0, OASIS, 2020) and ``github``
(workflow commands that annotate a pull request).
"""

import json
from collections.abc import Callable, Sequence
from typing import Literal, get_args

import msgspec

from mapping.records import Place

__all__ = ["FORMATS", "DataError", "Issue", "Severity", "as_github", "as_json", "as_sarif", "as_text"]

Severity = Literal["error", "warning", "note"]


class Issue(msgspec.Struct, frozen=True, kw_only=True):
    """One problem: what is wrong, where, and what to do about it."""

    code: str
    severity: Severity
    message: str
    remedy: str = ""
    place: Place | None = None

    @property
    def sort_key(self) -> tuple[str, int, str, str]:
        """By file, line, code and message, so that a listing never depends on the order of reading."""
        place = self.place or Place("", 0)
        return (place.file, place.line, self.code, self.message)

    @property
    def sentence(self) -> str:
        """What is wrong, with the remedy in brackets."""
        return f"{self.message} ({self.remedy})" if self.remedy else self.message

    def __str__(self) -> str:
        """One line, as an editor or a terminal shows it."""
        return f"{self.place}: {self.code} {self.sentence}" if self.place else f"{self.code} {self.sentence}"


class DataError(Exception):
    """The data cannot be used; carries every problem found."""

    def __init__(self, issues: Sequence[Issue]) -> None:
        self.issues = tuple(sorted(issues, key=lambda issue: issue.sort_key))
        super().__init__("\n".join(map(str, self.issues)))


def as_text(issues: Sequence[Issue]) -> str:
    """One line each, notes first and errors last, where a reader's eye ends; then a count."""
    if not issues:
        return "No problems found."
    counts = {severity: sum(issue.severity == severity for issue in issues) for severity in get_args(Severity)}
    total = ", ".join(f"{number} {severity}{'s' * (number != 1)}" for severity, number in counts.items() if number)
    weight = {severity: number for number, severity in enumerate(reversed(get_args(Severity)))}
    ordered = sorted(issues, key=lambda issue: (weight[issue.severity], issue.sort_key))
    return "\n".join([*map(str, ordered), total])


def as_json(issues: Sequence[Issue]) -> str:
    """A JSON array of objects with ``code``, ``severity``, ``message``, ``remedy``, ``file``, ``line``."""
    rows = [
        {
            "code": issue.code,
            "severity": issue.severity,
            "message": issue.message,
            "remedy": issue.remedy,
            "file": issue.place.file if issue.place else None,
            "line": issue.place.line if issue.place else None,
        }
        for issue in issues
    ]
    return json.dumps(rows, ensure_ascii=False, indent=2)


def as_sarif(issues: Sequence[Issue]) -> str:
    """SARIF 2.1.0, for code-scanning services and editors."""
    results = []
    for issue in issues:
        result: dict[str, object] = {
            "ruleId": issue.code,
            "level": issue.severity,
            "message": {"text": issue.sentence},
        }
        if issue.place:
            region = {"startLine": max(issue.place.line, 1)}
            result["locations"] = [
                {"physicalLocation": {"artifactLocation": {"uri": issue.place.file}, "region": region}}
            ]
        results.append(result)
    rules = [{"id": code} for code in sorted({issue.code for issue in issues})]
    run = {"tool": {"driver": {"name": "mapping check", "rules": rules}}, "results": results}
    schema = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
    return json.dumps({"$schema": schema, "version": "2.1.0", "runs": [run]}, ensure_ascii=False, indent=2)


def as_github(issues: Sequence[Issue]) -> str:
    """Workflow commands, one annotation each."""
    lines = []
    for issue in issues:
        level = "notice" if issue.severity == "note" else issue.severity
        place = f"file={_property(issue.place.file)},line={issue.place.line}," if issue.place else ""
        lines.append(f"::{level} {place}title={_property(issue.code)}::{_data(issue.sentence)}")
    return "\n".join(lines)


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


FORMATS: dict[str, Callable[[Sequence[Issue]], str]] = {
    "text": as_text,
    "json": as_json,
    "sarif": as_sarif,
    "github": as_github,
}
