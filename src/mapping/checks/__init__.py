"""The rules the data must obey, one function and one code each.

``mapping check`` runs them all and writes nothing. The page ``docs/checks.md`` explains every code to the person who
meets it; a test keeps it equal to ``all_codes``.
"""

import functools
from pathlib import Path

from mapping.catalogue import Catalogue, data_files, read
from mapping.checks import comparison, judgements, law, plans, records, reviews, treaties, vocabulary
from mapping.checks.rules import FORM_CODES, RULES
from mapping.fingerprints import fingerprint
from mapping.issues import DataError, Issue

ROOMS = (
    records,
    treaties,
    law,
    plans,
    judgements,
    reviews,
    comparison,
    vocabulary,
)  # each registers its rules when imported


def run(root: Path) -> list[Issue]:
    """Every problem of the data under ``root``, sorted; problems of form hide those of content."""
    catalogue, issues = read(root)
    if catalogue is None:
        return issues
    return sorted([*issues, *run_rules(catalogue)], key=lambda issue: issue.sort_key)


def run_rules(catalogue: Catalogue) -> list[Issue]:
    """Every problem of content."""
    return [issue for _, check in RULES.values() for issue in check(catalogue)]


def load_checked(root: Path) -> Catalogue:
    """The data, fit to be reported on; raise ``DataError`` with every error of form or content.

    A second call gives the same catalogue as long as no data file has changed.
    """
    return _load_checked(root, fingerprint(data_files(root), root))


@functools.lru_cache(maxsize=1)
def _load_checked(root: Path, _data: str) -> Catalogue:
    catalogue, issues = read(root)
    if catalogue is None:
        raise DataError(issues)
    errors = [issue for issue in run_rules(catalogue) if issue.severity == "error"]
    if errors:
        raise DataError(errors)
    return catalogue


def all_codes() -> dict[str, str]:
    """Every code with what it means."""
    return FORM_CODES | {code: meaning for code, (meaning, _) in RULES.items()}
