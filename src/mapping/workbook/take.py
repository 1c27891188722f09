"""Take over what came back: append the reviews to the data files, and say what was taken and what was not."""

import datetime as dt
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from mapping.catalogue import Catalogue
from mapping.signing.writing import append_reviews
from mapping.texts.library import Library
from mapping.workbook import form
from mapping.workbook.read import Returned, read


@dataclass(frozen=True)
class Report:
    """What an import did: what the workbook brought, and the files that were changed."""

    returned: Returned
    files: tuple[Path, ...] = ()

    def __str__(self) -> str:
        """Plain English for the terminal; nothing that the reviewer wrote and was not taken is left out."""
        reviews = [review for _, review in self.returned.reviews]
        conflicts = self.returned.conflicts
        lines = []
        if reviews:
            one = reviews[0]
            lines.append(
                f"{one.name} ({one.role}), {form.shown(one.date)}: {len(reviews)} review(s) recorded: {_counted(self)}"
            )
            lines += [f"  {path}" for path in self.files]
        else:
            lines.append("No new review was recorded.")
        if self.returned.unchanged:
            lines.append(f"{self.returned.unchanged} row(s) were recorded before and are unchanged.")
        if conflicts:
            lines.append(f"{len(conflicts)} conflict(s):")
            lines += [f"  {one}" for one in conflicts]
        return "\n".join([*lines, *(f"Note: {one}" for one in self.returned.notices)])


def _counted(report: Report) -> str:
    counts = Counter(review.decision for _, review in report.returned.reviews)
    return ", ".join(f"{counts[one]} {one}" for one in form.DECISIONS if counts[one])


def apply(root: Path, catalogue: Catalogue, library: Library, content: bytes, today: dt.date | None = None) -> Report:
    """Append what a workbook brings to the data files; all of it or, if a file cannot be written, nothing.

    Args:
        root: the project folder.
        catalogue: the data as they are now.
        library: the official texts as they are now.
        content: the workbook as it came back.
        today: no review is dated later; not looked at without it.

    Raises:
        UserError: the file is not such a workbook, or the data files cannot be written.
    """
    returned = read(content, catalogue, library, today)
    files = append_reviews(root, returned.reviews) if returned.reviews else []
    return Report(returned, tuple(files))
