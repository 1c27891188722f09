"""``mapping import``: its options, and the choice between a file, an address, a workbook and a round of publishers.

A text is read, recognised and compared before anything is kept; what cannot be used leaves the library as it was.
"""

import argparse
import contextlib
import datetime as dt
import re
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from mapping.errors import UserError

if TYPE_CHECKING:
    from mapping.catalogue import Catalogue
    from mapping.importing.arrival import Arrival
    from mapping.records import Edition

LARGEST_FILE = 100_000_000  # bytes; a larger file is not even opened
PAUSE = 1.0  # seconds between two requests to publishers
NONE_CAME = 2  # the exit code when not one text could be had
_OF_ONE_TEXT = ("consolidated", "address", "part", "replace")  # options that say something of one text
_WEB = re.compile(r"https?://", re.IGNORECASE)
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the words of ``mapping import``."""
    parser.add_argument("file", nargs="?", metavar="FILE|URL", help="a saved text, its address, or a returned workbook")
    parser.add_argument("--act", action="append", metavar="ID", help="the act or treaty, for example criminal-code")
    parser.add_argument("--consolidated", metavar="DATE", help="the day from which this wording applies, YYYY-MM-DD")
    parser.add_argument("--part", action="store_true", help="the text is an excerpt: what it lacks says nothing")
    parser.add_argument(
        "--replace", action="store_true", help="take the place of other words of the same consolidation"
    )
    parser.add_argument("--address", metavar="URL", help="where a saved file was published")
    parser.add_argument("--published", action="store_true", help="ask the publishers of all acts, or of those of --act")
    parser.add_argument("--dry-run", action="store_true", help="only say what would come; keep nothing")
    parser.add_argument("--list", action="store_true", help="show what is stored, of all acts or of those of --act")
    parser.add_argument(
        "--remove", metavar="DATE", help="take the stored text of --act of this consolidation out again"
    )
    parser.add_argument(
        "--pause", type=float, default=PAUSE, metavar="SECONDS", help="between two requests (default: 1)"
    )


def run_import(options: argparse.Namespace, *, today: dt.date | None = None) -> int:
    """Run ``mapping import`` and return its exit code: 0 done, 1 something could not be imported, 2 nothing could.

    Args:
        options: what was asked for.
        today: the day of retrieval; the clock's without it.

    Raises:
        UserError: what was asked for cannot be done; nothing was kept.
    """
    from mapping.catalogue import find_root, load

    _refuse_misuse(options)
    root = find_root()
    catalogue = load(root)  # the rules of content are for reports; a text may come before they are obeyed
    if options.list:
        from mapping.importing.arrival import as_table
        from mapping.texts.library import open_library

        print(as_table(open_library(root, catalogue.edition), _subjects(catalogue, options)))
        return 0
    if options.remove:
        return _remove(root, catalogue, options)
    day = today or dt.date.today()
    if not (options.act or options.published):
        return _import_workbook(root, catalogue, options, day)
    with _trial(root, catalogue.edition) if options.dry_run else contextlib.nullcontext(root) as place:
        if options.published:
            return _import_published(place, catalogue, options, day)
        arrival = _import_text(place, catalogue, options, day)
    print("\n".join(arrival.lines(catalogue, trial=options.dry_run)))
    _end(options, anything_new=arrival.new)
    return 0


def _refuse_misuse(options: argparse.Namespace) -> None:
    """Refuse options that do not belong together, before anything is read."""
    _refuse_beside(options, "list", "shows what is stored")
    _refuse_beside(options, "remove", "takes a stored text out")
    if options.list:
        return
    if options.remove:
        if not options.act or len(options.act) > 1:
            raise UserError("--remove takes out one text: say of which act or treaty, with --act ID")
        return
    if options.published and options.file:
        raise UserError("--published asks the addresses in the data: leave out the file, or leave out --published")
    for name in _OF_ONE_TEXT:
        if options.published and getattr(options, name):
            raise UserError(f"--{name} is for one text: leave it out, or import that text by its address")
    if not (options.file or options.published):
        raise UserError("name a file or an address, or add --published or --list: see mapping import --help")
    _refuse_for_workbook(options)
    if options.file and not options.act and not options.file.lower().endswith(".xlsx"):
        raise UserError("say which act or treaty the text is: add --act ID, for example --act criminal-code")
    if options.file and options.act and len(options.act) > 1:
        raise UserError("one file is the text of one act: give --act once")
    if options.address and not _WEB.match(options.address):
        raise UserError(f'"{options.address}" is not a web address: write it whole, beginning with https://')
    if options.pause < 0:
        raise UserError("--pause is a number of seconds: write for example 1")


def _refuse_beside(options: argparse.Namespace, word: str, does: str) -> None:
    """Refuse what an option that takes in nothing would leave undone."""
    if not getattr(options, word):
        return
    for other in ("file", "published", *_OF_ONE_TEXT, "dry_run", "remove"):
        if other != word and getattr(options, other):
            shown = "the file" if other == "file" else f"--{other.replace('_', '-')}"
            raise UserError(f"--{word} {does} and takes nothing in: leave out {shown}, or give two commands")


def _refuse_for_workbook(options: argparse.Namespace) -> None:
    """Refuse what is said of a text beside a workbook."""
    if not (options.file or "").lower().endswith(".xlsx"):
        return
    for name in ("act", *_OF_ONE_TEXT):
        if getattr(options, name):
            raise UserError(
                f"{options.file} is a reviewers' workbook, and --{name} is for an official text: leave it out"
            )


def _end(options: argparse.Namespace, *, anything_new: bool) -> None:
    """Say what to do next."""
    if options.dry_run:
        print("This was a trial: nothing was kept.")
    elif anything_new:
        print("Next: mapping changes")


def _import_text(root: Path, catalogue: "Catalogue", options: argparse.Namespace, today: dt.date) -> "Arrival":
    from mapping.importing.arrival import subject, take
    from mapping.texts.reader import read_text

    about = subject(catalogue, options.act[0])
    consolidated = _day(options.consolidated) if options.consolidated else None
    if _WEB.match(options.file):
        from mapping.importing.publishers import Hosts

        content, address, name = Hosts.of(catalogue.edition).fetch(options.file)
    else:
        content, address, name = _content(Path(options.file)), "", Path(options.file).name
    text = read_text(
        content, name=name, about=about, catalogue=catalogue, retrieved=today,
        address=options.address or address, consolidated=consolidated, partial=options.part,
    )  # fmt: skip
    return take(root, catalogue, text, replace=options.replace)


def _subjects(catalogue: "Catalogue", options: argparse.Namespace) -> list[str]:
    from mapping.importing.arrival import subject

    return [subject(catalogue, name).id for name in options.act or ()]


def _remove(root: Path, catalogue: "Catalogue", options: argparse.Namespace) -> int:
    from mapping.importing.arrival import remove

    [about], day = _subjects(catalogue, options), _day(options.remove)
    remove(root, catalogue, about, day)
    print(f"The text of {about} of {day} was taken out. Next: mapping changes")
    return 0


def _content(path: Path) -> bytes:
    """The bytes of a file.

    Raises:
        UserError: it is missing, no file, too large or cannot be read.
    """
    try:
        if path.is_dir():
            raise UserError(f'"{path}" is a folder: name one file in it; nothing was stored')
        if not path.is_file():
            raise UserError(f'there is no file "{path}": check the name and the folder; nothing was stored')
        if (size := path.stat().st_size) > LARGEST_FILE:
            raise UserError(
                f'"{path}" has {size / 1e6:.0f} MB; no official text has more than {LARGEST_FILE / 1e6:.0f}: '
                "check that it is the text of one act; nothing was stored"
            )
        return path.read_bytes()
    except (OSError, ValueError) as error:  # ValueError: a name no system allows
        reason = getattr(error, "strerror", None) or error
        raise UserError(f'"{path}" cannot be read ({reason}): check the file; nothing was stored') from None


def _day(given: str) -> dt.date:
    with contextlib.suppress(ValueError):
        if _DAY.fullmatch(given):
            return dt.date.fromisoformat(given)
    raise UserError(f'"{given}" is not a date: write it as YYYY-MM-DD, for example 2026-03-01')


def _import_workbook(root: Path, catalogue: "Catalogue", options: argparse.Namespace, today: dt.date) -> int:
    if options.dry_run:
        raise UserError(
            "--dry-run is for texts: a workbook that comes twice is taken once, and git shows what it changed"
        )
    content = _content(Path(options.file))
    from mapping.texts.library import open_library
    from mapping.workbook import apply

    report = apply(root, catalogue, open_library(root, catalogue.edition), content, today)
    print(report)
    return 1 if report.returned.conflicts else 0


def _import_published(root: Path, catalogue: "Catalogue", options: argparse.Namespace, today: dt.date) -> int:
    from mapping.importing.arrival import listed, subject
    from mapping.importing.publishers import Hosts, import_published

    chosen = [subject(catalogue, name) for name in dict.fromkeys(options.act or ())]
    hosts = Hosts.of(catalogue.edition)
    every = chosen or [*catalogue.instruments, *catalogue.acts]
    asked = [one for one in every if hosts.may_be_asked(one.source.address)]
    silent = [one.id for one in every if not hosts.may_be_asked(one.source.address)]
    if not asked or (chosen and silent):
        raise UserError(
            f"the data give no address of a publisher who may be asked for {listed(silent)}: write source.address in its "
            "data file, or add the publisher to hosts in data/edition.yaml, or import a saved file"
        )
    came, failures = import_published(root, catalogue, asked, retrieved=today, pause=options.pause)
    if silent:
        print(f"Not asked, because the data give no address that may be asked: {listed(silent)}.")
    if failures:
        print(f"{len({one.about for one in failures})} of {len(asked)} could not be imported in full:")
        print("\n".join(f"  {one.about}: {one.why}" for one in failures))
    _end(options, anything_new=any(one.new for one in came))
    return (1 if came else NONE_CAME) if failures else 0


@contextlib.contextmanager
def _trial(root: Path, edition: "Edition") -> Iterator[Path]:
    """A folder with a copy of the library, so that a trial runs like the real import and leaves the library alone."""
    from mapping.texts.library import folder_of

    with tempfile.TemporaryDirectory(prefix="trial-") as name:
        if folder_of(root, edition).is_dir():
            shutil.copytree(folder_of(root, edition), folder_of(Path(name), edition))
        yield Path(name)
