"""Continuous integration: the workflow files, and the steps they share with ``make ci`` and ``make watch``."""

import importlib.util
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
import yaml

from conftest import lay_out
from lantern_register import CODE, Register, amended, law_page, open_register, page, point_to

ROOT = Path(__file__).parents[1]
WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))
PUBLISHERS = {  # actions that GitHub itself publishes, and what each is for
    "actions/checkout", "actions/setup-python", "actions/cache", "actions/upload-artifact", "actions/download-artifact",
    "actions/configure-pages", "actions/upload-pages-artifact", "actions/deploy-pages", "github/codeql-action/upload-sarif",
}  # fmt: skip
RIGHTS = {  # what each job may do; nothing by default
    ("check", "check"): {"contents": "read"},
    ("check", "annotate"): {"contents": "read", "security-events": "write"},
    ("check", "site"): {"pages": "write", "id-token": "write"},
    ("law-watch", "watch"): {"contents": "read"},
    ("law-watch", "propose"): {"contents": "write", "pull-requests": "write"},
}
ON_THE_RUNNER = {"sudo", "apt-get", "ln", "cp", "git", "gh", "command", "test", "python", ".venv/bin/python"}
SHELL = {"if", "then", "else", "fi", ""}

Run = Callable[..., "subprocess.CompletedProcess[str]"]


# --- the workflow files ----------------------------------------------------------------------------------------------


def workflow(path: Path) -> dict[str, Any]:
    """A workflow; YAML 1.1 reads the key ``on`` as true, GitHub as a word."""
    read: dict[Any, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return {"on" if key is True else key: value for key, value in read.items()}


def jobs() -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Every job with the name of its workflow and its own."""
    for path in WORKFLOWS:
        for name, job in workflow(path)["jobs"].items():
            yield path.stem, name, job


def steps() -> Iterator[tuple[str, dict[str, Any]]]:
    """Every step with the name of its workflow and job."""
    for file, name, job in jobs():
        for step in job["steps"]:
            yield f"{file}/{name}", step


def test_the_two_workflows_are_there_and_start_when_they_should() -> None:
    """On push and pull request; every week; both by hand."""
    assert [path.name for path in WORKFLOWS] == ["check.yml", "law-watch.yml"]
    check, watch = (workflow(path)["on"] for path in WORKFLOWS)
    assert set(check) == {"push", "pull_request", "workflow_dispatch"}
    assert set(watch) == {"schedule", "workflow_dispatch"}
    [cron] = watch["schedule"]
    minute, hour, day, month, weekday = cron["cron"].split()
    assert minute.isdigit()
    assert hour.isdigit()
    assert (day, month) == ("*", "*")
    assert weekday in "0123456"  # once a week


def test_only_actions_of_github_at_a_major_version() -> None:
    """Nobody else's code runs with the rights of the repository."""
    used = [(where, step["uses"]) for where, step in steps() if "uses" in step]
    assert len(used) > 10
    for where, action in used:
        name, _, version = action.partition("@")
        assert name in PUBLISHERS, where
        assert re.fullmatch(r"v[0-9]+", version), where


def test_each_job_has_the_rights_it_needs_and_no_more() -> None:
    """Nothing by default; where the program and its libraries run, only reading."""
    for path in WORKFLOWS:
        assert workflow(path)["permissions"] == {}, path.name
    assert {(file, name): job["permissions"] for file, name, job in jobs()} == RIGHTS
    for file, name, job in jobs():
        runs_the_program = any("tools/" in step.get("run", "") for step in job["steps"])
        assert not runs_the_program or job["permissions"] == {"contents": "read"}, (file, name)


def test_a_token_is_left_behind_only_where_it_is_used() -> None:
    """The checkout keeps no credentials where nothing is pushed."""
    for file, name, job in jobs():
        pushes = any("git push" in step.get("run", "") for step in job["steps"])
        for step in job["steps"]:
            if step.get("uses", "").startswith("actions/checkout@"):
                assert step.get("with", {}).get("persist-credentials", True) is pushes, (file, name)


def test_no_job_runs_without_end_or_twice_at_once() -> None:
    """Each has a time limit, each workflow a group of which one run is active."""
    assert all(0 < job["timeout-minutes"] <= 60 for _, _, job in jobs())
    assert all(workflow(path)["concurrency"]["group"] for path in WORKFLOWS)


def test_nothing_from_outside_is_put_into_a_command() -> None:
    """The title of a pull request or the name of a branch must not become part of a shell script."""
    assert [where for where, step in steps() if "${{" in step.get("run", "")] == []


def test_the_pull_request_takes_only_what_the_watch_writes() -> None:
    """The job that may write copies two named places out of the artefact, whatever else lies in it."""
    [script] = [step["run"] for where, step in steps() if where == "law-watch/propose" and "run" in step]
    ci = load_ci()
    copied = re.findall(r'cp .*?"\$FOUND/([^"]+)"', script)
    assert copied == [f"files/{ci.LAW_WATCH}", f"files/{ci.OFFICIAL_TEXTS}"]
    assert re.findall(r"git add (\S+)", script) == [ci.LAW_WATCH, ci.OFFICIAL_TEXTS]
    assert ci.PROPOSAL == "reports/law-watch"  # in the artefact "reports", which the job unpacks
    assert '"$FOUND/body.md"' in script


def test_every_command_exists(project_root: Path) -> None:
    """A step names a program of the runner, and a script, a folder and a word that are there."""
    ci = load_ci()
    for where, step in steps():
        for line in step.get("run", "").splitlines():
            for part in re.split(r"\|\||&&|;|\$\(", line):
                words = part.split()
                first = next((word for word in words if word not in SHELL), "")
                assert first in ON_THE_RUNNER | {""} or first.startswith('"'), (where, line)
            for script in re.findall(r"tools/\S+", line):
                assert (project_root / script).is_file(), where
            if called := re.search(r"tools/ci\.py (\S+)", line):
                assert called[1] in ci.PLANS, where


def test_both_workflows_and_make_run_the_same_steps(project_root: Path) -> None:
    """The steps stand in one place."""
    called = {(where, run) for where, step in steps() for run in re.findall(r"tools/ci\.py \w+", step.get("run", ""))}
    assert called == {("check/check", "tools/ci.py push"), ("law-watch/watch", "tools/ci.py watch")}
    make = (project_root / "Makefile").read_text(encoding="utf-8")
    assert "\nci watch: .venv/ready\n\t@.venv/bin/python tools/ci.py $(if $(filter ci,$@),push,watch)\n" in make


def test_a_pull_request_finds_the_branch_it_is_for() -> None:
    """The difference with the base needs the whole history."""
    checkouts = [
        step
        for where, step in steps()
        if where in ("check/check", "law-watch/watch") and "checkout" in step.get("uses", "")
    ]
    assert [step["with"]["fetch-depth"] for step in checkouts] == [0, 0]


def test_the_page_names_every_step(project_root: Path) -> None:
    """docs/continuous-integration.md explains each step by the word that leaves it out."""
    text = (project_root / "docs" / "continuous-integration.md").read_text(encoding="utf-8")
    for plan in load_ci().PLANS.values():
        for step in plan:
            assert f"| `{step.name}` |" in text


# --- the steps -------------------------------------------------------------------------------------------------------


def load_ci(path: Path = ROOT / "tools" / "ci.py") -> ModuleType:
    """``tools/ci.py`` as a module."""
    spec = importlib.util.spec_from_file_location("ci", path)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def git(root: Path, *words: str) -> str:
    """Run git in a repository made for the test, without anybody's settings."""
    identity = ("-c", "user.name=Test", "-c", "user.email=test@example.org", "-c", "commit.gpgsign=false")
    settings = {**os.environ, "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull}
    done = subprocess.run(
        ("git", *identity, *words), cwd=root, env=settings, capture_output=True, text=True, check=True
    )
    return done.stdout


@pytest.fixture
def project(tmp_path: Path, tool: Callable[[str], str]) -> Path:
    """A repository with the corpus, the steps and a summary."""
    tool("git")
    root = lay_out(tmp_path / "project")
    (root / "tools").mkdir()
    shutil.copy(ROOT / "tools" / "ci.py", root / "tools")
    (root / "reports" / "summary").mkdir(parents=True)
    (root / "reports" / "summary" / "sample-coverage.csv").write_text("obligation\n", encoding="utf-8")
    (root / ".gitignore").write_text("/reports/*\n!/reports/summary/\n.texts/\n", encoding="utf-8")
    git(root, "init", "--quiet", "--initial-branch=main")
    commit(root)
    return root


def commit(root: Path) -> None:
    """Commit everything."""
    git(root, "add", "--all")
    git(root, "commit", "--quiet", "--allow-empty", "--message", "state")


@pytest.fixture
def ci(project: Path) -> Run:
    """Run ``tools/ci.py`` of the project; the words of the environment of a workflow only where given."""

    def run(*words: str, settings: Mapping[str, str] | None = None) -> "subprocess.CompletedProcess[str]":
        plain = {key: value for key, value in os.environ.items() if not key.startswith(("GITHUB_", "MAPPING_"))}
        return subprocess.run(
            (sys.executable, "tools/ci.py", *words),
            cwd=project, env={**plain, **(settings or {})}, capture_output=True, text=True, encoding="utf-8", check=False,
        )  # fmt: skip

    return run


def test_steps_that_pass_are_summed_up(ci: Run) -> None:
    """Each with its time; those left out are named."""
    done = ci("push", "--skip", "tests,report,changes")
    assert done.returncode == 0, done.stderr
    end = done.stdout.partition("== summary\n  ")[2] or done.stdout.rpartition("== summary\n")[2]
    assert re.search(r"check +done in [0-9.]+ s", done.stdout)
    assert re.search(r"tests +left out", end)


def test_the_first_failure_ends_the_run(ci: Run, project: Path) -> None:
    """What comes after it is not reached."""
    path = project / "data" / "edition.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("as_of", "as_off"), encoding="utf-8")
    done = ci("push", "--skip", "tests,report")
    assert done.returncode == 1
    assert "edition.yaml:" in done.stdout
    assert re.search(r"check +FAILED", done.stdout)
    assert re.search(r"summary +not reached", done.stdout)
    assert "correct the data" in done.stderr


def test_in_a_workflow_problems_become_annotations(ci: Run, project: Path) -> None:
    """The same step speaks the language of the place it runs in."""
    path = project / "data" / "edition.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("as_of", "as_off"), encoding="utf-8")
    done = ci("push", "--skip", "tests,report", settings={"GITHUB_ACTIONS": "true"})
    assert re.search(r"(?m)^::error file=data/edition\.yaml,line=", done.stdout)
    assert done.stderr.startswith("::error title=tools/ci.py::check:")


@pytest.mark.parametrize("stale", ["changed", "new", "deleted"])
def test_a_summary_that_is_not_up_to_date_fails(stale: str, ci: Run, project: Path) -> None:
    """Whether a file differs, is new or is gone: the person is told the remedy and sees which."""
    path = project / "reports" / "summary" / "sample-coverage.csv"
    if stale == "changed":
        path.write_text("obligation\nsample/2(1)\n", encoding="utf-8")
    elif stale == "new":
        path.with_name("sample-gaps.ro.md").write_text("# Lacune\n", encoding="utf-8")
    else:
        path.unlink()
    done = ci("push", "--skip", "check,tests,report,changes")
    assert done.returncode == 1
    assert "run 'make reports' and commit the folder" in done.stderr
    assert ("sample-gaps.ro.md" if stale == "new" else "sample-coverage.csv") in done.stdout


def test_a_folder_without_history_is_explained(ci: Run, project: Path) -> None:
    """Without git there is nothing to compare with."""
    shutil.rmtree(project / ".git")
    done = ci("push", "--skip", "check,tests,report,changes", settings={"GIT_CEILING_DIRECTORIES": str(project.parent)})
    assert done.returncode == 1
    assert "git status failed" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_step_that_does_not_exist_cannot_be_left_out(ci: Run) -> None:
    """A slip of the keyboard must not run everything in silence."""
    done = ci("push", "--skip", "test")
    assert done.returncode == 2
    assert "allowed are check, tests, report, summary, changes" in done.stderr


def test_a_pull_request_is_compared_with_the_branch_it_is_for(monkeypatch: pytest.MonkeyPatch) -> None:
    """The base of the pull request is the older state; a push has none."""
    ci = load_ci()
    called: list[tuple[str, ...]] = []
    monkeypatch.setattr(ci, "_run", lambda *command: called.append(command[3:]) or (0, ""))
    monkeypatch.delenv("GITHUB_ACTIONS", raising=False)
    monkeypatch.delenv("GITHUB_BASE_REF", raising=False)
    ci.changes(None)
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    monkeypatch.setenv("GITHUB_BASE_REF", "main")
    ci.changes(None)
    base = ("--revision", "origin/main")
    files = [(form, "--out", f"reports/changes.{form}") for form in ("sarif", "html")]
    assert called == [
        ("changes", "--format", "text"),
        *(("changes", "--format", *one) for one in files),
        ("changes", *base, "--format", "github"),
        *(("changes", *base, "--format", *one) for one in files),
    ]


def test_the_text_of_a_pull_request_has_a_limit() -> None:
    """GitHub refuses longer ones; what is cut off stands in the committed file. A page cannot break out of its frame."""
    ci = load_ci()
    body = ci._body("x" * 100_000, "", "~~~\n@everybody\n" + "y" * 100_000)
    assert len(body) < 65_536
    assert "The whole stands in `changes.md` and `changes.html`" in body
    assert body.count("~~~") == 2
    assert ci._body("Nothing changed.\n", "", "") == "Nothing changed.\n"
    assert ci._body("A.\n", "not all", "law-1: busy").startswith("**Not all;")


# --- the weekly watch ------------------------------------------------------------------------------------------------

OFFERED = (("100", "01-03-2026"), ("101", "01-06-2026"))
LATER = "LP55 din 01.05.26, MO200/05.05.26 art.290; în vigoare 01.06.26"


@pytest.fixture
def register() -> Iterator[Register]:
    """The invented register, open."""
    with open_register() as opened:
        yield opened


@pytest.fixture
def watched(register: Register, project: Path) -> Register:
    """A code whose recorded consolidation is no longer the newest, and a law whose is; committed."""
    point_to(project, register, {"lantern-code": "100", "law-8-2010": "200"})
    commit(project)
    register.pages |= {
        "100": page(versions=OFFERED),
        "101": page(
            amended(CODE, "5", "30 de minute", "20 de minute"), versions=OFFERED, document="101", amendment=LATER
        ),
        "200": law_page(),
    }
    return register


def watch(ci: Run, tmp_path: Path) -> "tuple[subprocess.CompletedProcess[str], str]":
    """Run the watch as a workflow does; gives what it said and its output ``changed``."""
    output = tmp_path / "output"
    output.write_text("before=1\n", encoding="utf-8")
    done = ci("watch", "--pause", "0", settings={"GITHUB_OUTPUT": str(output)})
    return done, output.read_text(encoding="utf-8").removeprefix("before=1\n").strip()


def test_the_watch_finds_a_newer_consolidation_once(ci: Run, project: Path, watched: Register, tmp_path: Path) -> None:
    """It is written down for the pull request; when that is merged, the next week finds nothing."""
    done, output = watch(ci, tmp_path)
    assert done.returncode == 0, done.stdout + done.stderr
    assert output == "changed=true"
    found = (project / "reports" / "summary" / "law-watch.md").read_text(encoding="utf-8")
    assert "lantern-code" in found or "Codul felinarelor" in found
    proposal = project / "reports" / "law-watch"
    assert (proposal / "files" / "reports" / "summary" / "law-watch.md").read_text(encoding="utf-8") == found
    body = (proposal / "body.md").read_text(encoding="utf-8")
    assert "~~30~~**20**" in body  # every word in the text of the pull request, which is no file of the project
    assert "alin. (1)" in found and "minute" not in found  # the places only in the committed file
    assert not (proposal / "files" / "data").exists()  # texts stay at home unless the edition says otherwise
    for name in ("changes.md", "changes.html", "changes.docx"):
        assert (project / "reports" / name).stat().st_size > 500
    assert {path.name for path in (project / ".texts" / "lantern-code").iterdir()} == {
        "2026-03-01.json",
        "2026-06-01.json",
    }
    assert git(project, "status", "--porcelain").split() == ["??", "reports/summary/law-watch.md"]

    commit(project)
    again, output = watch(ci, tmp_path)
    assert again.returncode == 0
    assert output == "changed=false"
    assert git(project, "status", "--porcelain") == ""

    path = project / "reports" / "summary" / "law-watch.md"
    assert "# What has changed: state on " in found
    path.write_text(re.sub("(?m)^# .*", "# What has changed: state on another day", found), encoding="utf-8")
    commit(project)
    _, output = watch(ci, tmp_path)
    assert output == "changed=false"  # the day alone is no news
    assert git(project, "status", "--porcelain") == ""

    shutil.rmtree(project / ".texts")  # as on a fresh machine
    _, output = watch(ci, tmp_path)
    assert output == "changed=false"


def test_texts_are_proposed_only_when_the_edition_commits_them(
    ci: Run, project: Path, watched: Register, tmp_path: Path
) -> None:
    """With ``texts: committed`` they are part of the pull request."""
    with (project / "data" / "edition.yaml").open("a", encoding="utf-8") as file:
        file.write("texts: committed\n")
    commit(project)
    done, output = watch(ci, tmp_path)
    assert (done.returncode, output) == (0, "changed=true"), done.stdout + done.stderr
    folder = project / "reports" / "law-watch" / "files" / "data" / "official_texts" / "lantern-code"
    assert {path.name for path in folder.iterdir()} == {"2026-03-01.json", "2026-06-01.json"}


def test_a_watch_that_could_not_ask_everybody_says_so(
    ci: Run, project: Path, watched: Register, tmp_path: Path
) -> None:
    """What came is proposed, the person is told what did not, and the run ends as failed."""
    del watched.pages["200"]
    done, output = watch(ci, tmp_path)
    assert done.returncode == 1
    assert output == "changed=true"
    assert "not every act could be asked" in done.stderr
    body = (project / "reports" / "law-watch" / "body.md").read_text(encoding="utf-8")
    assert body.startswith("**Not every act could be asked")
    assert "law-8-2010: " in body


def test_a_watch_that_could_ask_nobody_proposes_nothing(
    ci: Run, project: Path, watched: Register, tmp_path: Path
) -> None:
    """Silence of the publishers is not the news that nothing changed."""
    watched.pages.clear()
    done, output = watch(ci, tmp_path)
    assert done.returncode == 1
    assert output == ""
    assert re.search(r"changes +not reached", done.stdout)
    assert not (project / "reports" / "summary" / "law-watch.md").exists()
