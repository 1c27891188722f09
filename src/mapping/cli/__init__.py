"""The command line: words in, one call, an exit code out.

Exit codes: 0 clean or done; 1 problems found, or a mistake that one sentence explains; 2 wrong usage or unreadable data.
Heavy modules are imported inside the commands, so that help answers at once.
"""

import argparse
import contextlib
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from mapping.cli import changes, export
from mapping.cli.scope import narrowed, views

if TYPE_CHECKING:
    from mapping.view import View

QUESTIONS = {
    "rests-on": 'what rests on this article? (PLACE: labour-code/57, "criminal-code/65(3)", or a whole act)',
    "owes": "what does this authority owe, by when? (PLACE: an authority id, for example mai)",
    "single": "which obligations hang on a single provision?",
    "unplanned": "which gaps have no measure?",
    "unanswering": "which measures answer no obligation?",
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code."""
    from mapping.errors import UserError
    from mapping.issues import DataError

    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8")  # a Windows console may speak another encoding
    parser = _parser()
    options, rest = parser.parse_known_args(arguments)
    if rest and getattr(options, "run", None) is not _lab:
        parser.error(f"unrecognized arguments: {' '.join(rest)}")
    options.rest = rest
    if not hasattr(options, "run"):
        parser.print_help()
        return 2
    try:
        code: int = options.run(options)
        sys.stdout.flush()
        return code
    except DataError as error:
        print(f"{error}\n{len(error.issues)} problem(s) in the data; nothing was written.", file=sys.stderr)
        return 2
    except UserError as error:
        print(f"mapping: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\nmapping: stopped; what was there before is unchanged.", file=sys.stderr)
        return 130
    except BrokenPipeError:
        sys.stderr.close()
        return 1
    except OSError as error:
        print(f"mapping: {error.strerror or error}{f': {error.filename}' if error.filename else ''}", file=sys.stderr)
        return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="mapping",
        description="Maps treaty obligations to national law, shows the gaps and renders the compliance annex.",
        epilog="Run it inside the project folder. Documentation: docs/commands.md",
    )
    from mapping import __version__

    parser.add_argument("--version", action="version", version=f"mapping {__version__}")
    commands = parser.add_subparsers(title="commands", metavar="COMMAND")

    check = commands.add_parser("check", help="report every problem of the data; writes nothing")
    check.add_argument(
        "--format",
        choices=("text", "json", "sarif", "github"),
        default="text",
        help="form of the listing (default: text)",
    )
    check.set_defaults(run=_check)

    status = commands.add_parser("status", help="show what is covered and what is not, at a date")
    narrowed(status)
    status.add_argument("--json", action="store_true", help="print one JSON object")
    status.add_argument(
        "--explain", metavar="OBLIGATION", help='why one obligation has its status, for example "lanzarote/5(3)"'
    )
    status.set_defaults(run=_status)

    query = commands.add_parser(
        "query",
        help="ask a lawyer's question",
        formatter_class=argparse.RawDescriptionHelpFormatter,
        epilog="\n".join(f"  {name:<12} {text}" for name, text in QUESTIONS.items()),
    )
    query.add_argument("question", choices=tuple(QUESTIONS), help="see below")
    query.add_argument(
        "place",
        nargs="?",
        metavar="PLACE",
        help="an article, an act or an authority, where the question needs one; in quotation marks if it has brackets",
    )
    narrowed(query)
    query.set_defaults(run=_query)

    report = commands.add_parser("report", help="make the HTML pages, the annex (Word, PDF, HTML) and the summary")
    narrowed(report)
    report.add_argument("--language", choices=("ro", "en"), help="one language (default: both)")
    report.add_argument(
        "--final",
        action="store_true",
        help="the annex for filing, without the stamp of a working draft; refused while a mandatory row is unsigned or out of date",
    )
    report.add_argument("--only", metavar="NOTEBOOK", help="one notebook, for example 04-gaps, or annex: no pages")
    report.add_argument(
        "--out", type=Path, metavar="DIR", help="output folder (default: reports/, or reports/DATE for another date)"
    )
    report.set_defaults(run=_report)

    _add_review(commands)
    _add_import(commands)
    changes.add_to(commands)

    export.add_to(commands)

    lab = commands.add_parser(
        "lab", help="open the notebooks in JupyterLab", epilog="Any other option is passed on to JupyterLab."
    )
    lab.set_defaults(run=_lab)
    return parser


def _add_review(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    from mapping.signing.options import add_arguments

    review = commands.add_parser("review", help="show where judgements stand, and sign them")
    add_arguments(review)
    review.set_defaults(run=_review)


def _add_import(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    from mapping.importing.command import add_arguments

    import_ = commands.add_parser("import", help="take in an official text, or the workbook a reviewer sent back")
    add_arguments(import_)
    import_.set_defaults(run=_import)


def _check(options: argparse.Namespace) -> int:
    from mapping import checks, issues
    from mapping.catalogue import find_root

    found = checks.run(find_root())
    print(issues.FORMATS[options.format](found))
    return 1 if any(issue.severity == "error" for issue in found) else 0


def _status(options: argparse.Namespace) -> int:
    import json

    from mapping import status
    from mapping.errors import UserError

    view = views(options)[0]
    if options.explain is not None:
        if options.explain not in view.coverage.obligations:
            from mapping.errors import nearest

            near = nearest(options.explain, view.coverage.obligations)
            raise UserError(f'there is no obligation "{options.explain}": write for example lanzarote/5(3){near}')
        print(status.as_explanation(view.catalogue, view.graph, view.coverage, options.explain))
    elif options.json:
        print(
            json.dumps(
                status.as_object(view.catalogue, view.coverage, options.instrument), ensure_ascii=False, indent=1
            )
        )
    else:
        print(status.as_table(view.catalogue, view.coverage, options.instrument))
    return 0


def _query(options: argparse.Namespace) -> int:
    from mapping import queries
    from mapping.errors import UserError

    needs_place = options.question in ("rests-on", "owes")
    if needs_place and not options.place:
        raise UserError(f"the question {options.question} needs a place: {QUESTIONS[options.question]}")
    shown = views(options)
    graph = shown[0].graph
    if options.question == "rests-on":
        if not queries.known_place(graph, options.place):
            from mapping.errors import nearest

            near = nearest(options.place, [*shown[0].catalogue.act_by_id, *shown[0].catalogue.provisions])
            raise UserError(
                f'"{options.place}" is not a place of a recorded act: write for example labour-code/57{near}'
            )
        for rest in queries.rests_on(graph, options.place):
            status = shown[0].coverage.obligations[rest.obligation].status
            print(f"{rest.element:<48} {rest.role:<8} {rest.target:<36} obligation: {status}")
    elif options.question == "owes":
        if options.place not in shown[0].catalogue.authority_by_id:
            known = ", ".join(shown[0].catalogue.authority_by_id)
            raise UserError(f'there is no authority "{options.place}": allowed are {known}')
        for duty in queries.owes(graph, options.place, shown[0].as_of):
            due = duty.deadline.shown if duty.deadline else "?"
            late = "overdue" if duty.overdue else ""
            print(
                f"{duty.measure:<32} {duty.capacity:<12} {due:<12} {late:<8} {graph.nodes[duty.measure]['record'].action.en}"
            )
    else:
        for view in shown:
            _print_list(options.question, view)
    return 0


def _print_list(question: str, view: "View") -> None:
    from mapping import queries, tables

    if question == "single":
        for obligation, provision in queries.single_provision(view.graph, view.coverage, view.instrument.id).items():
            print(f"{obligation:<28} {provision}")
    elif question == "unplanned":
        for gap in queries.gaps_without_measure(view.graph, view.coverage, view.instrument.id):
            print(f"{gap.obligation.id:<28} {gap.status:<12} {' | '.join(one.element.en for one in gap.elements)}")
    else:
        for plan in tables.plans(view):
            for name in queries.measures_without_obligation(view.graph, plan.id):
                print(f"{name:<32} {view.catalogue.measures[name][2].action.en}")


def _report(options: argparse.Namespace) -> int:
    import datetime as dt

    from mapping.catalogue import find_root
    from mapping.reports.build import build, request_for

    root = find_root()
    request = request_for(
        root,
        instrument=options.instrument,
        language=options.language,
        as_of=options.as_of,
        draft=options.draft,
        only=options.only,
        out=options.out,
        final=options.final,
        today=dt.date.today(),
    )
    with _progress() as (tick, total):
        result = build(request, tick, total)
    where = request.out if options.final else request.out / "index.html"
    for remark in result.remarks:
        print(remark)
    if not result.made:
        print(f"Nothing has changed: {len(result.kept)} files are up to date. Open {where}")
    else:
        print(f"{len(result.made)} files made, {len(result.kept)} were up to date. Open {where}")
    return 0


def _review(options: argparse.Namespace) -> int:
    from mapping.catalogue import find_root
    from mapping.signing.command import run_review

    return run_review(options, find_root())


def _import(options: argparse.Namespace) -> int:
    from mapping.importing.command import run_import

    return run_import(options)


def _lab(options: argparse.Namespace) -> int:
    import subprocess

    from mapping.catalogue import find_root

    root = find_root()
    return subprocess.run(
        [sys.executable, "-m", "jupyterlab", f"--notebook-dir={root}", *options.rest, "notebooks"],
        cwd=root,
        check=False,
    ).returncode


@contextlib.contextmanager
def _progress() -> Iterator[tuple[Callable[[str], None], Callable[[int], None]]]:
    """A progress bar where somebody watches; nothing in a log or a pipe."""
    if not sys.stderr.isatty():
        yield (lambda _: None), (lambda _: None)
        return
    from tqdm import tqdm

    with tqdm(total=0, unit="file", bar_format="{l_bar}{bar}| {n_fmt}/{total_fmt} [{elapsed}]", leave=False) as bar:

        def total(number: int) -> None:
            bar.total = number
            bar.refresh()

        def tick(name: str) -> None:
            bar.set_description(name.rpartition("/")[2])
            bar.update()

        yield tick, total
