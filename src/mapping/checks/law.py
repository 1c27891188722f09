"""Rules about national law: versions, pinpoints, penalties, sources."""

import datetime as dt
from collections.abc import Iterator
from itertools import zip_longest

from mapping.catalogue import Catalogue
from mapping.checks.rules import problem, rule
from mapping.issues import Issue
from mapping.versions import AMENDING_ACTS


@rule("version-dates", "versions that overlap, end before they begin or are out of order")
def version_dates(catalogue: Catalogue) -> Iterator[Issue]:
    """Versions follow one another; each ends before its successor begins, and only the last may have no end."""
    for name, (_, provision) in catalogue.provisions.items():
        previous: dt.date | None = None
        for version, following in zip_longest(provision.versions, provision.versions[1:]):
            start = version.from_ if isinstance(version.from_, dt.date) else None
            if start and version.until and version.until <= start:
                yield problem(
                    "version-dates",
                    provision.place,
                    f"{name}: a version ends on {version.until}, before it begins",
                    "correct the dates",
                )
            if start and previous and start < previous:
                yield problem(
                    "version-dates",
                    provision.place,
                    f"{name}: the version from {start} begins before the one above ends",
                    "correct the dates",
                )
            if following and isinstance(following.from_, dt.date) and version.from_ != "deferred" and not version.until:
                yield problem(
                    "version-dates",
                    provision.place,
                    f"{name}: a version has no end, and another begins on {following.from_}",
                    "add until: to the earlier one",
                )
            previous = version.until or start or previous


@rule("amending-act", "an amending act in a form that cannot be printed in both languages")
def amending_acts(catalogue: Catalogue) -> Iterator[Issue]:
    """``amended_by`` is written ``Law 316/2022`` or ``Constitutional Court Judgment 3/2025``."""
    for name, (_, provision) in catalogue.provisions.items():
        for version in provision.versions:
            if version.amended_by and not any(form.fullmatch(version.amended_by) for form in AMENDING_ACTS):
                yield problem(
                    "amending-act",
                    provision.place,
                    f'{name}: "{version.amended_by}" cannot be read',
                    'write "Law 316/2022" or "Constitutional Court Judgment 3/2025"',
                )


@rule("pinpoint-outside", "a fact or penalty cites another article than the provision it stands in")
def pinpoints_inside(catalogue: Catalogue) -> Iterator[Issue]:
    """Facts and penalties lie inside their provision."""
    for name, (_, provision) in catalogue.provisions.items():
        for at in (*(one.at for one in provision.facts), *(one.at for one in provision.penalties)):
            if not provision.at.contains(at):
                yield problem(
                    "pinpoint-outside",
                    provision.place,
                    f"{name} records a fact at {at}",
                    "move it to its own provision",
                )


@rule("range-order", "a penalty whose minimum is above its maximum")
def penalty_ranges(catalogue: Catalogue) -> Iterator[Issue]:
    """The minimum of a range does not exceed its maximum."""
    for name, (_, provision) in catalogue.provisions.items():
        for penalty in provision.penalties:
            legal = penalty.legal_person.fine if penalty.legal_person else None
            for one in (penalty.imprisonment, penalty.fine, penalty.community_service, penalty.ban, legal):
                if one and one.min is not None and one.min > one.max:
                    yield problem(
                        "range-order",
                        provision.place,
                        f"{name} at {penalty.at}: {one.min:g} is above {one.max:g}",
                        "correct the range",
                    )


@rule("no-consolidation", "a provision marked `read` without the consolidation it was read in")
def consolidations(catalogue: Catalogue) -> Iterator[Issue]:
    """What was read says in which consolidation."""
    for name, (act, provision) in catalogue.provisions.items():
        source = provision.source or act.source
        if provision.confidence == "read" and not (source.consolidated or source.read_on):
            yield problem(
                "no-consolidation",
                provision.place,
                f"{name} was read, nobody knows in which text",
                "add source: consolidated:, or lower the confidence",
            )
