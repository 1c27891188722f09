"""``mapping changes``: its options and what it prints or writes."""

import argparse
import sys
from pathlib import Path

ENDINGS = {  # of a file that mapping changes writes, and the form each asks for
    ".txt": "text",
    ".md": "markdown",
    ".json": "json",
    ".sarif": "sarif",
    ".html": "html",
    ".docx": "docx",
}


def add_to(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command with its options."""
    changes = commands.add_parser(
        "changes",
        help="what changed in law, data and judgement, and exactly what rests on it; writes nothing but --out",
        description="Without a question: what the latest imported texts changed, what is coming, which signed judgements are to be "
        "reviewed again.",
    )
    question = changes.add_mutually_exclusive_group()
    question.add_argument(
        "--act", metavar="ID", help="compare two imported texts of an act or treaty (default: the last two)"
    )
    question.add_argument(
        "--revision",
        metavar="REV",
        help="compare the data with those of a git revision, for example HEAD~1; or two revisions: v1..v2",
    )
    question.add_argument(
        "--data", type=Path, metavar="DIR", help="compare the data with another edition, in another folder"
    )
    question.add_argument("--since", metavar="DATE", help="the change log from a day to the date of the data")
    changes.add_argument(
        "--from", dest="before", default="", metavar="DATE", help="with --act: the older consolidation"
    )
    changes.add_argument("--to", dest="after", default="", metavar="DATE", help="with --act: the newer consolidation")
    changes.add_argument("--instrument", metavar="ID", help="only what concerns one treaty (default: all)")
    changes.add_argument(
        "--language", choices=("ro", "en"), help="language (default: English on the terminal, both in a file)"
    )
    changes.add_argument(
        "--format",
        choices=("text", "markdown", "json", "sarif", "github", "html", "docx"),
        help="form; html and docx (tracked changes) need --out (default: what the ending of --out says, else text)",
    )
    changes.add_argument(
        "--out", type=Path, metavar="FILE", help="write to a file instead of the terminal, for example changes.html"
    )
    changes.add_argument(
        "--places", action="store_true", help="name the places only, without the words of official texts"
    )
    changes.add_argument(
        "--strict", action="store_true", help="exit code 1 if a signed judgement is to be reviewed again"
    )
    changes.set_defaults(run=run)


def _form(asked: str | None, out: Path | None) -> str:
    """The form asked for, or the one that the ending of the file says; the two may not contradict each other."""
    from mapping.errors import UserError

    said = ENDINGS.get(out.suffix.lower()) if out else None
    if asked in ("html", "docx") and out is None:
        raise UserError(f"the form {asked} goes into a file: add --out changes.{asked}")
    if asked and said and asked != said and {asked, said} & {"html", "docx"}:
        raise UserError(f'"{out}" is the name of a file of the form {said}, and --format says {asked}: leave one out')
    return asked or said or "text"


def run(options: argparse.Namespace) -> int:
    """Answer the question in the form asked for; exit code 1 only with --strict."""
    import datetime as dt

    from mapping.catalogue import find_root, load
    from mapping.changes.overview import Question, ask
    from mapping.files import write_atomically
    from mapping.reports.changes_page import form

    asked = _form(options.format, options.out)
    root = find_root()
    question = Question(
        act=options.act or "",
        before=options.before,
        after=options.after,
        revision=options.revision or "",
        data=options.data,
        since=options.since or "",
        instrument=options.instrument,
    )
    overview = ask(root, load(root), question, dt.date.today())
    colour = not options.out and sys.stdout.isatty()
    content = form(overview, asked, options.language, colour=colour, words=not options.places)
    if options.out:
        write_atomically(options.out, content)
        print(options.out)
    else:
        print(content.decode().rstrip("\n"))
    return 1 if options.strict and overview.suspect else 0
