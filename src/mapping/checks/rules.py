"""What a rule is: one function, one code, and how it words a problem."""

from collections.abc import Callable, Iterator

from mapping.catalogue import Catalogue
from mapping.issues import Issue, Severity
from mapping.records import Place

Check = Callable[[Catalogue], Iterator[Issue]]

# What the reader finds in a single file.
FORM_CODES: dict[str, str] = {
    "file-unreadable": "the file is missing or may not be read",
    "file-too-large": "the file is larger than any data file can be",
    "file-encoding": "the file is not UTF-8",
    "file-empty": "the file holds nothing",
    "stray-file": "a YAML file stands where nobody reads it",
    "yaml-syntax": "the file is not valid YAML",
    "yaml-alias": "a value is given by an alias",
    "yaml-tag": "a value carries a tag",
    "duplicate-key": "a key stands twice in one record",
    "unknown-key": "a key that the record does not have",
    "missing-key": "a key that the record needs",
    "empty-value": "a key without a value",
    "wrong-shape": "a list where one value is needed, or the reverse",
    "unknown-value": "a word outside the allowed list",
    "bad-pinpoint": "a pinpoint that cannot be read",
    "bad-date": "a date that is not YYYY-MM-DD",
    "bad-number": "a number that is not one",
    "bad-yes-no": "a yes/no value that is neither",
    "cedilla-letters": "ş or ţ instead of ș or ț",
    "decomposed-letters": "letters stored apart from their accents",
}
RULES: dict[str, tuple[str, Check]] = {}


def rule(code: str, meaning: str) -> Callable[[Check], Check]:
    """Register a check under its code."""

    def register(check: Check) -> Check:
        RULES[code] = (meaning, check)
        return check

    return register


def problem(code: str, place: Place | None, message: str, remedy: str = "", severity: Severity = "error") -> Issue:
    """A problem at a place."""
    return Issue(code=code, severity=severity, message=message, remedy=remedy, place=place)
