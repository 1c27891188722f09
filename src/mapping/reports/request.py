"""What somebody asked to be made, and the folder it goes to."""

import datetime as dt
from dataclasses import dataclass
from pathlib import Path

from mapping.errors import UserError
from mapping.pinpoint import LANGUAGES
from mapping.reading import read_record
from mapping.records import NO_DRAFT, Edition


@dataclass(frozen=True)
class Request:
    """What to make: treaties, languages, date, draft, one notebook or all, and where to put it.

    ``final`` asks for the annexes alone, without their stamp; ``today`` is the day on which they are made: official texts
    that have begun to apply by then count against them.
    """

    root: Path
    out: Path
    instruments: tuple[str, ...]
    languages: tuple[str, ...] = LANGUAGES
    as_of: str = ""
    draft: str = NO_DRAFT
    only: str | None = None
    final: bool = False
    today: dt.date | None = None


def default_out(root: Path, as_of: str, draft: str, edition: dt.date, *, final: bool = False) -> Path:
    """``reports/``, or a folder inside it for another date, a draft or final annexes: the committed summary keeps its meaning."""
    parts = [as_of] if as_of and as_of != str(edition) else []
    parts += [draft] if draft != NO_DRAFT else []
    parts += ["final"] if final else []
    return root / "reports" / "-".join(parts) if parts else root / "reports"


def request_for(
    root: Path,
    *,
    instrument: str | None,
    language: str | None,
    as_of: str,
    draft: str,
    only: str | None,
    out: Path | None,
    final: bool = False,
    today: dt.date | None = None,
) -> Request:
    """The request behind a command line; what is not given means all treaties, both languages, the edition's date."""
    if final and only:
        raise UserError("--final makes the annexes and no pages: leave out --only")
    edition = read_record(root / "data" / "edition.yaml", "data/edition.yaml", Edition)[0]
    folder = out or default_out(root, as_of, draft, edition.as_of if edition else dt.date.min, final=final)
    _refuse_source_folders(root, folder.resolve())
    order = edition.instruments if edition else ()
    stems = sorted(path.stem for path in (root / "data" / "conventions").glob("*.yaml"))
    known = tuple(sorted(stems, key=lambda one: order.index(one) if one in order else len(order)))
    languages = tuple(one for one in LANGUAGES if language in (None, one))
    asked = (instrument,) if instrument else known
    return Request(root, folder.resolve(), asked, languages, as_of, draft, only, final, today)


def _refuse_source_folders(root: Path, out: Path) -> None:
    """Reports never land among the data, the program or the documents."""
    kept = [root / name for name in ("data", "src", "notebooks", "tests", "docs", "tools")]
    if out == root or any(out == one or one in out.parents for one in kept):
        raise UserError(f'"{out}" holds the project itself: choose another folder, for example {root / "reports"}')
