"""Run the steps of continuous integration: the same on your own computer as in the workflows of ``.github/workflows``.

``push`` (``make ci``) checks the data, runs the tests, makes the reports, and says which judgements a change touches.
``watch`` (``make watch``) asks the publishers for newer consolidations and writes down what they change.

It runs in the environment of the project: ``.venv/bin/python tools/ci.py push``. Each step is printed with its time; the
first that fails ends the run. ``docs/continuous-integration.md`` explains every step.
"""

import argparse
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[1]
MAPPING = (sys.executable, "-m", "mapping")
SUMMARY = "reports/summary"
LAW_WATCH = f"{SUMMARY}/law-watch.md"
REDLINE = "reports/changes.md"
OFFICIAL_TEXTS = "data/official_texts"  # there only where data/edition.yaml says `texts: committed`
PROPOSAL = "reports/law-watch"  # what the pull request says (body.md) and commits (files/, laid out as the project)
LONGEST_BODY = 60_000  # characters; GitHub takes 65,536 for the text of a pull request
SOME_FAILED = 1  # the exit code of `mapping import --published` when some acts came and others did not


class StepFailedError(Exception):
    """A step that failed; the message says what to do."""


class Step(NamedTuple):
    """One step, and the word by which ``--skip`` names it."""

    name: str
    run: Callable[[argparse.Namespace], None]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the steps of one command in order and return 0, or 1 when a step failed."""
    options = _parser().parse_args(arguments)
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", line_buffering=True)
    options.incomplete = options.said = ""
    told: list[str] = []
    failed = False
    for step in PLANS[options.command]:
        if failed or step.name in options.skip:
            told.append(f"  {step.name:<8} {'not reached' if failed else 'left out'}")
            continue
        print(f"== {step.name}")
        begun = time.perf_counter()
        try:
            step.run(options)
            outcome = "done"
        except StepFailedError as error:
            print(_annotation(f"{step.name}: {error}"), file=sys.stderr)
            outcome, failed = "FAILED", True
        told.append(f"  {step.name:<8} {outcome} in {time.perf_counter() - begun:.1f} s")
    print("\n".join(["== summary", *told]))
    if options.incomplete:
        print(_annotation(options.incomplete), file=sys.stderr)
    return 1 if failed or options.incomplete else 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="tools/ci.py", description=__doc__.partition("\n")[0])
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for name, purpose in (
        ("push", "what runs on every push and pull request"),
        ("watch", "what runs every week: ask the publishers, write down what changed"),
    ):
        command = commands.add_parser(name, help=purpose)
        steps = [step.name for step in PLANS[name]]
        command.add_argument(
            "--skip", type=_names(steps), default=(), metavar="STEP,…", help=f"leave steps out: {', '.join(steps)}"
        )
        command.add_argument("--pause", default="1", metavar="SECONDS", help=argparse.SUPPRESS)
    return parser


def _names(known: Sequence[str]) -> Callable[[str], tuple[str, ...]]:
    def read(text: str) -> tuple[str, ...]:
        names = tuple(text.split(","))
        if unknown := [name for name in names if name not in known]:
            raise argparse.ArgumentTypeError(f"there is no step {unknown[0]!r}: allowed are {', '.join(known)}")
        return names

    return read


# --- on every push ---------------------------------------------------------------------------------------------------


def check(_: argparse.Namespace) -> None:
    """Report every problem of the data, on the line where it stands."""
    _must(*MAPPING, "check", "--format", _format(), remedy="correct the data as the messages say")


def tests(_: argparse.Namespace) -> None:
    """Run the tests."""
    _must(sys.executable, "-m", "pytest", remedy="make test shows the same on your computer")


def report(_: argparse.Namespace) -> None:
    """Make the pages, the annexes and the summary."""
    _must(*MAPPING, "report", remedy="make reports shows the same on your computer")


def summary(_: argparse.Namespace) -> None:
    """Fail when the committed summary is not the one the data gives."""
    if stale := _git("status", "--porcelain", "--", SUMMARY):
        print(stale)
        print(_git("diff", "--stat", "--", SUMMARY))
        raise StepFailedError(f"{SUMMARY} is not up to date: run 'make reports' and commit the folder")


def changes(_: argparse.Namespace) -> None:
    """Say which judgements a change touches: on the lines of the difference, as SARIF and as a page."""
    base = os.environ.get("GITHUB_BASE_REF", "")  # the branch a pull request is for; empty otherwise
    against = ("--revision", f"origin/{base}") if base else ()
    command = (*MAPPING, "changes", *against, "--format")
    remedy = "mapping changes shows the same on your computer"
    _must(*command, _format(), remedy=remedy)
    for form in ("sarif", "html"):
        _must(*command, form, "--out", f"reports/changes.{form}", remedy=remedy)


# --- every week ------------------------------------------------------------------------------------------------------


def fetch(options: argparse.Namespace) -> None:
    """Ask the publishers, act by act; go on with what came, but say at the end that it was not all."""
    code, said = _run(*MAPPING, "import", "--published", "--pause", options.pause)
    options.said = said
    if code == SOME_FAILED:
        options.incomplete = (
            "not every act could be asked: what is said about the others is complete, about these it is not"
        )
    elif code:
        raise StepFailedError("no text could be imported: see the messages above")


def write(_: argparse.Namespace) -> None:
    """Write down what the newest consolidations change: the places in the committed summary, every word beside it."""
    remedy = "mapping changes shows the same on your computer"
    _must(*MAPPING, "changes", "--format", "markdown", "--places", "--out", LAW_WATCH, remedy=remedy)
    for form, out in (("markdown", REDLINE), ("html", "reports/changes.html"), ("docx", "reports/changes.docx")):
        _must(*MAPPING, "changes", "--format", form, "--out", out, remedy=remedy)


def propose(options: argparse.Namespace) -> None:
    """Say whether anything changed since the last watch was committed, and lay out the pull request that would record it."""
    found = (ROOT / LAW_WATCH).read_text(encoding="utf-8")
    committed = _git("show", f"HEAD:./{LAW_WATCH}") if _git("ls-tree", "HEAD", "--", LAW_WATCH) else None
    changed = "true" if committed is None or _news(committed) != _news(found) else "false"
    if changed == "false":
        _git("checkout", "HEAD", "--", LAW_WATCH)  # the day alone is no difference to be looked at
    if output := os.environ.get("GITHUB_OUTPUT"):
        with Path(output).open("a", encoding="utf-8") as file:
            file.write(f"changed={changed}\n")
    proposal = ROOT / PROPOSAL
    shutil.rmtree(proposal, ignore_errors=True)
    (proposal / "files" / SUMMARY).mkdir(parents=True)
    shutil.copy(ROOT / LAW_WATCH, proposal / "files" / LAW_WATCH)
    if (ROOT / OFFICIAL_TEXTS).is_dir():
        shutil.copytree(ROOT / OFFICIAL_TEXTS, proposal / "files" / OFFICIAL_TEXTS)
    redline = (ROOT / REDLINE).read_text(encoding="utf-8")
    (proposal / "body.md").write_text(_body(redline, options.incomplete, options.said), encoding="utf-8")
    print(f"changed={changed}")


def _news(page: str) -> list[str]:
    """The page without its titles, which name the day, and without empty lines."""
    return [line.rstrip() for line in page.splitlines() if line.strip() and not line.startswith("# ")]


def _body(found: str, incomplete: str, said: str) -> str:
    """The text of the pull request: what changed, and what the publishers answered."""
    parts = [f"**{incomplete[:1].upper()}{incomplete[1:]}; the list stands at the end.**\n"] if incomplete else []
    said = said.strip()[: LONGEST_BODY // 2]
    room = LONGEST_BODY - len(said)
    parts.append(
        found
        if len(found) <= room
        else f"{found[:room]}\n\n… The whole stands in `changes.md` and `changes.html` among the artefacts of the run.\n"
    )
    if said:
        parts.append(f"\n## What the publishers answered\n\n~~~text\n{said.replace('~~~', '~~')}\n~~~\n")
    return "\n".join(parts)


# --- running things --------------------------------------------------------------------------------------------------

PLANS = {
    "push": (
        Step("check", check), Step("tests", tests), Step("report", report), Step("summary", summary), Step("changes", changes),
    ),
    "watch": (Step("import", fetch), Step("changes", write), Step("proposal", propose)),
}  # fmt: skip


def _in_actions() -> bool:
    return os.environ.get("GITHUB_ACTIONS") == "true"


def _format() -> str:
    """Annotations where a workflow shows them, sentences elsewhere."""
    return "github" if _in_actions() else "text"


def _annotation(sentence: str) -> str:
    return f"::error title=tools/ci.py::{sentence}" if _in_actions() else sentence


def _must(*command: str, remedy: str) -> None:
    code, _ = _run(*command)
    if code:
        raise StepFailedError(f"exit code {code}; {remedy}")


def _run(*command: str) -> tuple[int, str]:
    """Run a command, show its output as it comes, and return its exit code and output."""
    said: list[str] = []
    settings = {**os.environ, "PYTHONUTF8": "1", "PYTHONUNBUFFERED": "1"}
    with subprocess.Popen(
        command, cwd=ROOT, env=settings, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, encoding="utf-8",
    ) as process:  # fmt: skip
        for line in process.stdout or ():
            print(line, end="", flush=True)
            said.append(line)
    return process.returncode, "".join(said)


def _git(*arguments: str) -> str:
    """What git prints, without the last line end."""
    try:
        done = subprocess.run(
            ("git", *arguments), cwd=ROOT, capture_output=True, text=True, encoding="utf-8", check=True
        )
    except FileNotFoundError:
        raise StepFailedError("git is not installed, and the committed summary cannot be compared") from None
    except subprocess.CalledProcessError as error:
        raise StepFailedError(f"git {arguments[0]} failed: {error.stderr.strip()}") from None
    return done.stdout.rstrip("\n")


if __name__ == "__main__":
    sys.exit(main())
