"""Making the reports: everything that is needed, nothing that is not, and all of it or none."""

import errno
import json
import os
import re
import select
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from html import escape
from pathlib import Path
from typing import Any

import msgspec
import nbformat
import psutil
import pytest

from conftest import lay_out
from mapping.annex import compose
from mapping.catalogue import Catalogue, load
from mapping.cli import main
from mapping.notebook import TRACE, Report
from mapping.reports import run
from mapping.reports.build import Result, build, compares, notebooks, request_for
from mapping.reports.traces import take_trace
from mapping.view import open_view

HERE = Path(__file__).parent
PLAIN = {"instrument": None, "language": None, "as_of": "", "draft": "none", "only": None, "out": None}


def make(root: Path, **asked: Any) -> tuple[Result, set[str]]:
    """Build, and return the result with the names of the pages and annexes that were made, changed or not."""
    done: list[str] = []
    result = build(request_for(root, **(PLAIN | asked)), done.append)
    assert len(done) == len(set(done))
    return result, set(done)


def contents(folder: Path) -> dict[str, bytes]:
    """Every file below a folder, the manifest included, by name."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def new_project(folder: Path) -> Path:
    """A project of the small data tree and the project's own notebooks."""
    lay_out(folder)
    shutil.copytree(HERE.parent / "notebooks", folder / "notebooks")
    return folder


def add_cell(project: Path, name: str, source: str, cell_type: str = "code") -> None:
    """Add a cell at the end of a notebook."""
    path = project / "notebooks" / f"{name}.ipynb"
    notebook = nbformat.read(path, as_version=4)
    make_cell = nbformat.v4.new_code_cell if cell_type == "code" else nbformat.v4.new_markdown_cell
    notebook.cells.append(make_cell(source, id="added"))
    nbformat.write(notebook, path)


def change_edition(project: Path) -> None:
    """Give the data another version number, which stands on every page."""
    path = project / "data" / "edition.yaml"
    text, times = re.subn(r"(?m)^version:.*$", 'version: "9999.9"', path.read_text(encoding="utf-8"))
    assert times == 1
    path.write_text(text, encoding="utf-8")


@pytest.fixture(autouse=True)
def away_from_the_project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither the environment nor the working folder says where the project is."""
    monkeypatch.delenv("MAPPING_ROOT", raising=False)
    monkeypatch.chdir(tmp_path)


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Result, set[str]]:
    """A project built once, for all tests of this module; copy it before changing it."""
    root = new_project(tmp_path_factory.mktemp("first") / "project")
    return (root, *make(root))


@pytest.fixture
def project(first: tuple[Path, Result, set[str]], tmp_path: Path) -> Path:
    """A copy of the built project, elsewhere."""
    return shutil.copytree(first[0], tmp_path / "copy")


@pytest.fixture
def no_kernels(monkeypatch: pytest.MonkeyPatch) -> None:
    """Running any notebook is a failure."""

    def refuse(jobs: list[run.Job], **_: object) -> None:
        raise AssertionError(f"ran {[job.name for job in jobs]}")

    monkeypatch.setattr(run, "run_jobs", refuse)


@pytest.fixture
def quick_kernels(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each notebook gives back one heading at once: for tests of what happens after the run."""

    def shown(job: run.Job) -> nbformat.NotebookNode:
        return nbformat.v4.new_notebook(cells=[nbformat.v4.new_markdown_cell(f"# {job.name}")])

    def run_jobs(jobs: list[run.Job], *, on_done: Callable[[run.Job], None], **_: object) -> dict[str, Any]:
        for job in jobs:
            on_done(job)
        return {job.name: shown(job) for job in jobs}

    monkeypatch.setattr(run, "run_jobs", run_jobs)


def test_a_build_makes_every_page_annex_and_summary(first: tuple[Path, Result, set[str]]) -> None:
    """For each treaty and language every notebook and three forms of the annex; the summary, the index, nothing else."""
    root, result, done = first
    treaties = [one.id for one in load(root).instruments]
    assert treaties
    pages = {
        f"site/{one}/{tongue}/{name}.html"
        for one in treaties
        for tongue in ("ro", "en")
        for name in notebooks(root)
        if not compares(name)
    }
    papers = {
        f"annex/{one}.{tongue}.{kind}"
        for one in treaties
        for tongue in ("ro", "en")
        for kind in ("html", "docx", "pdf")
    }
    summary = {f"summary/{one}-{rest}" for one in treaties for rest in ("coverage.csv", "gaps.ro.md", "gaps.en.md")}
    assert len(pages) == 14 * len(treaties)
    assert set(result.made) == pages | papers | summary | {"index.html"}
    assert result.kept == ()
    assert done == pages | papers
    made = contents(root / "reports")
    assert set(made) == {*result.made, ".manifest.json"}
    assert all(made.values())


def test_pages_stand_in_their_language_and_say_which_data_they_show(first: tuple[Path, Result, set[str]]) -> None:
    """Every page and annex names the edition and that its links are unsigned, and nothing of the other language."""
    root = first[0]
    edition = load(root).edition
    for name in first[1].made:
        if not name.endswith(".html") or name == "index.html":
            continue
        html = (root / "reports" / name).read_text(encoding="utf-8")
        language = re.search(r"[/.](ro|en)[/.]", name)
        assert language
        assert f'<html lang="{language[1]}"' in html
        assert edition.version in html


def test_the_index_links_every_page_and_annex(first: tuple[Path, Result, set[str]]) -> None:
    """From one page a reviewer reaches everything that is not a summary."""
    reports = first[0] / "reports"
    assert links(reports) == {name for name in first[1].made if name.startswith(("site/", "annex/"))}


def links(reports: Path) -> set[str]:
    """The addresses that the index links."""
    return set(re.findall(r'href="([^"#]+)"', (reports / "index.html").read_text(encoding="utf-8")))


def test_pages_link_only_what_stands_beside_them(first: tuple[Path, Result, set[str]]) -> None:
    """No link of a page to another page leads nowhere."""
    reports = first[0] / "reports"
    for page in reports.rglob("*.html"):
        targets = re.findall(r'<a [^>]*href="([^"#:]+)(?:#[^"]*)?"', page.read_text(encoding="utf-8"))
        assert [one for one in targets if not (page.parent / one).is_file()] == []


@pytest.mark.usefixtures("no_kernels")
def test_a_second_build_makes_nothing(project: Path) -> None:
    """Nothing runs, nothing is laid out, no file is touched, even in a copy with new file times."""
    before = contents(project / "reports")
    for path in (project / "data").rglob("*"):
        os.utime(path, (0, 0))
    result, done = make(project)
    assert result == Result((), tuple(sorted(set(before) - {".manifest.json"})))
    assert done == set()
    assert contents(project / "reports") == before


def test_two_builds_in_different_folders_give_the_same_bytes(
    first: tuple[Path, Result, set[str]], tmp_path: Path
) -> None:
    """Pages, annexes, summaries and manifest: no clock, no path, no random id."""
    other = new_project(tmp_path / "an other folder, ș")
    make(other)
    assert differences(contents(first[0] / "reports"), contents(other / "reports")) == set()


def differences(one: dict[str, bytes], other: dict[str, bytes]) -> set[str]:
    """The names of files that are not the same in both."""
    return {name for name in one.keys() | other.keys() if one.get(name) != other.get(name)}


def reasons(project: Path) -> list[tuple[Path, str]]:
    """(file, Romanian reason) of every link of the mappings."""
    return [
        (project / link.place.file, link.reason.ro)
        for _, link in load(project).links()
        if link.reason and link.place and link.covers
    ]


def test_a_changed_reason_remakes_only_what_shows_it(project: Path) -> None:
    """After one link's Romanian reason changed, the pages and annexes that print it are made again, and only those."""
    file, old = reasons(project)[0]
    new = "Motivare schimbată de test."
    text = file.read_text(encoding="utf-8")
    line = next(line for line in text.splitlines() if old[:30] in line)
    assert text.count(line) == 1
    file.write_text(text.replace(line, re.sub(r"ro: .*?(\}?)$", rf'ro: "{new}"\1', line)), encoding="utf-8")
    reports = project / "reports"
    before = contents(reports)
    showing = {name for name, bytes_ in before.items() if escape(old).encode() in bytes_ or old.encode() in bytes_}
    papers = {
        f"{name.removesuffix('html')}{kind}" for name in showing if name[:5] == "annex" for kind in ("docx", "pdf")
    }
    result, done = make(project)
    assert showing
    assert set(result.made) == showing | papers
    assert done == {name for name in result.made if not name.startswith("summary/")}
    assert all(re.search(r"[/.]ro[/.]", name) for name in result.made)
    after = contents(reports)
    assert differences(before, after) == {*result.made, ".manifest.json"}
    assert all(new.encode() in after[name] for name in showing)


def test_a_changed_notebook_remakes_its_own_pages(project: Path) -> None:
    """One page for each language, with the new text."""
    add_cell(project, "04-gaps", "A remark for both languages.", "markdown")
    result, done = make(project)
    treaties = [one.id for one in load(project).instruments]
    assert done == {f"site/{one}/{tongue}/04-gaps.html" for one in treaties for tongue in ("ro", "en")}
    assert set(result.made) == done
    assert all(b"A remark for both languages." in (project / "reports" / name).read_bytes() for name in done)


def test_outputs_lost_or_edited_are_made_again(project: Path) -> None:
    """Exactly those, with the bytes they had."""
    reports = project / "reports"
    before = contents(reports)
    treaty = load(project).instruments[0].id
    lost, edited = f"site/{treaty}/en/05-action-plan.html", f"annex/{treaty}.ro.docx"
    summary = f"summary/{treaty}-coverage.csv"
    (reports / lost).unlink()
    (reports / edited).write_bytes(b"typed over")
    (reports / summary).unlink()
    (reports / "index.html").write_bytes(b"")
    result, done = make(project)
    assert done == {lost, edited}
    assert set(result.made) == {lost, edited, summary, "index.html"}
    assert contents(reports) == before


@pytest.mark.usefixtures("quick_kernels")
def test_a_notebook_taken_away_takes_its_pages_with_it(project: Path) -> None:
    """A page that nothing makes any more would show old law for ever."""
    (project / "notebooks" / "05-action-plan.ipynb").unlink()
    make(project)
    reports = project / "reports"
    assert not list(reports.rglob("05-action-plan.html"))
    assert not [one for one in links(reports) if "05-action-plan" in one]
    assert len(list(reports.rglob("04-gaps.html"))) == 2 * len(load(project).instruments)


@pytest.mark.parametrize("part", [{"only": "04-gaps"}, {"language": "en"}])
@pytest.mark.usefixtures("quick_kernels")
def test_a_part_leaves_the_rest_in_place(project: Path, part: dict[str, str]) -> None:
    """``--only`` and ``--language`` make their part again and leave every other output as it was."""
    reports = project / "reports"
    before = contents(reports)
    change_edition(project)
    result, done = make(project, **part)
    after = contents(reports)
    assert done
    assert all("/04-gaps" in name if "only" in part else re.search(r"[/.]en[/.]", name) for name in done)
    allowed = (
        done
        | {"index.html", ".manifest.json"}
        | {name for name in before if "language" in part and ".ro." not in name and name.startswith("summary/")}
    )
    assert done | {"index.html"} <= differences(before, after) <= allowed
    assert set(after) == set(before)
    assert set(result.made) | set(result.kept) == set(after) - {".manifest.json"}
    assert links(reports) == {name for name in after if name.startswith(("site/", "annex/"))}
    _, rest = make(project)
    assert rest == {name for name in after if name.startswith(("site/", "annex/"))} - done


@pytest.mark.usefixtures("quick_kernels")
@pytest.mark.parametrize("part", [{"only": "04-gaps"}, {"language": "en"}])
def test_the_index_of_a_part_links_only_what_exists(tmp_path: Path, part: dict[str, str]) -> None:
    """In an empty folder a part is all there is."""
    root = new_project(tmp_path / "project")
    result, done = make(root, **part)
    assert links(root / "reports") == done
    assert set(contents(root / "reports")) == {*result.made, ".manifest.json"}


@pytest.mark.usefixtures("quick_kernels")
def test_another_date_has_a_folder_of_its_own(project: Path) -> None:
    """The reports of the edition's own date, and the committed summary, keep their meaning."""
    before = contents(project / "reports")
    make(project, as_of="2025-01-01", language="en")
    after = contents(project / "reports")
    assert {name: after[name] for name in before} == before
    added = set(after) - set(before)
    assert added
    assert all(name.startswith("2025-01-01/") for name in added)
    assert links(project / "reports" / "2025-01-01") <= {name.removeprefix("2025-01-01/") for name in added}


@pytest.mark.usefixtures("no_kernels")
def test_the_annexes_can_be_made_without_the_pages(project: Path) -> None:
    """After a change of the law that is what is filed; the pages stay as they were."""
    change_edition(project)
    pages = contents(project / "reports" / "site")
    _, made = make(project, only="annex")
    assert made == {f"annex/sample.{language}.{kind}" for language in ("en", "ro") for kind in ("html", "docx", "pdf")}
    assert contents(project / "reports" / "site") == pages


@pytest.mark.usefixtures("no_kernels")
def test_the_date_of_the_edition_is_no_other_date(project: Path) -> None:
    """Naming it makes the same reports in the same place."""
    day = str(load(project).edition.as_of)
    assert request_for(project, **(PLAIN | {"as_of": day})).out == project / "reports"


@pytest.mark.usefixtures("quick_kernels")
def test_a_new_program_makes_everything_again_even_after_a_part(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What an older program made stays old until it is made again, whatever was built in between."""
    monkeypatch.setattr("mapping.reports.build.program_fingerprint", lambda: "newer")
    _, part = make(project, only="04-gaps")
    _, rest = make(project)
    assert {Path(name).stem for name in part} == {"04-gaps"}
    assert part.isdisjoint(rest)
    assert len(part | rest) == 20 * len(load(project).instruments)


def test_a_notebook_that_goes_its_own_way_follows_every_change(project: Path) -> None:
    """What a notebook reads by itself cannot be known: any change of the data makes its pages again, and no other."""
    own_ways = {
        "01-obligations": "hidden = report.gaps()\nprint(len(hidden))",
        "02-national-law": "report.view.catalogue.edition.version",
        "03-mapping-matrix": "from pathlib import Path\nPath('data/edition.yaml').read_text()",
        "04-gaps": "%pwd",
    }
    for name, source in own_ways.items():
        add_cell(project, name, source)
    assert {Path(name).stem for name in make(project, language="en")[1]} == set(own_ways)
    assert make(project, language="en")[1] == set()
    path = next((project / "data" / "action_plans").glob("*.yaml"))
    path.write_text(path.read_text(encoding="utf-8") + "\n# a remark\n", encoding="utf-8")
    assert {Path(name).stem for name in make(project, language="en")[1]} == set(own_ways)


def test_a_notebook_that_raises_changes_nothing(
    project: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """One sentence names notebook, cell and error; the reports of before stand byte for byte."""
    before = contents(project / "reports")
    add_cell(project, "04-gaps", "raise ValueError('no such column')")
    monkeypatch.chdir(project)
    assert main(["report", "--language", "ro"]) == 1
    said = capsys.readouterr()
    assert re.fullmatch(
        r"mapping: Notebook 04-gaps\.ipynb \(site/\S+/ro/04-gaps\.html\) failed in cell \d+: ValueError: no such column\n",
        said.err,
    )
    assert said.out == ""
    assert contents(project / "reports") == before


def failing(method: Callable[..., Any], number: int, error: OSError) -> Callable[..., Any]:
    """The same method of ``Path``, which fails at its call with this number inside the reports, and only there."""
    calls: Iterator[int] = iter(range(1, 10_000))

    def call(path: Path, *arguments: Any, **more: Any) -> Any:
        if ".new-" in f"{path} {arguments}" and next(calls) == number:
            raise error
        return method(path, *arguments, **more)

    return call


FULL = OSError(errno.ENOSPC, "No space left on device")
LOCKED = PermissionError(errno.EACCES, "Permission denied", "annex.docx")


@pytest.mark.usefixtures("quick_kernels")
@pytest.mark.parametrize(
    ("method", "number", "error"),
    [
        ("write_bytes", 1, FULL),
        ("write_bytes", 9, FULL),
        ("mkdir", 2, FULL),
        ("replace", 1, LOCKED),
        ("replace", 2, LOCKED),
        ("replace", 21, LOCKED),
    ],
)
def test_a_full_disk_or_a_locked_file_changes_nothing(
    project: Path,
    method: str,
    number: int,
    error: OSError,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Whichever file it happens at, a sentence says what to do and every report is as it was; the next build succeeds."""
    before = contents(project / "reports")
    change_edition(project)
    monkeypatch.chdir(project)
    with monkeypatch.context() as patch:
        patch.setattr(Path, method, failing(getattr(Path, method), number, error))
        assert main(["report"]) == 1
    said = capsys.readouterr().err
    assert error.strerror in said
    assert "the reports are unchanged" in said
    assert "run again" in said
    assert said.count("\n") == 1
    assert contents(project / "reports") == before
    assert not list((project / "reports").glob(".new-*"))
    assert main(["report"]) == 0
    assert b"9999.9" in (project / "reports" / "index.html").read_bytes()


@pytest.mark.usefixtures("quick_kernels")
def test_a_folder_that_cannot_be_made_is_named(
    project: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """``--out`` inside a file is a mistake of one sentence."""
    monkeypatch.chdir(project)
    (project / "a-file").write_text("", encoding="utf-8")
    assert main(["report", "--out", "a-file/reports"]) == 1
    assert re.fullmatch(r'mapping: ".*a-file/reports" cannot be written: .*\n', capsys.readouterr().err)


@pytest.mark.parametrize("folder", [".", "data", "notebooks/more"])
def test_reports_never_land_among_what_they_are_made_from(
    project: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, folder: str
) -> None:
    """``--out`` into the data or the program is refused, and nothing is written."""
    monkeypatch.chdir(project)
    before = contents(project)
    assert main(["report", "--out", folder]) == 1
    assert "choose another folder" in capsys.readouterr().err
    assert contents(project) == before


@pytest.mark.skipif(sys.platform != "linux", reason="waits on a pipe that both ends may open")
def test_an_interrupted_build_changes_nothing(project: Path) -> None:
    """Ctrl-C while a notebook runs: exit code 130, one sentence, the old reports, no kernel and no temporary file left."""
    before = contents(project / "reports")
    pipe = project / "pipe"
    os.mkfifo(pipe)
    heard = os.open(pipe, os.O_RDWR | os.O_NONBLOCK)
    add_cell(project, "04-gaps", "import os, time\nopen('pipe', 'w').write(str(os.getpid()))\ntime.sleep(60)")
    temporary = project / "temporary"
    temporary.mkdir()
    program = subprocess.Popen(
        [sys.executable, "-m", "mapping", "report"],
        cwd=project,
        env=os.environ | {"TMPDIR": str(temporary)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        assert select.select([heard], [], [], 30)[0]
        kernel = int(os.read(heard, 20))
        family = psutil.Process(program.pid).children(recursive=True)
        assert kernel in {one.pid for one in family}
        program.send_signal(signal.SIGINT)
        out, said = program.communicate(timeout=15)
    finally:
        program.kill()
        os.close(heard)
    assert program.returncode == 130
    assert out == ""
    assert said.strip() == "mapping: stopped; what was there before is unchanged."
    assert psutil.wait_procs(family, timeout=5)[1] == []
    assert contents(project / "reports") == before
    assert list((project / "reports").glob(".new-*")) == []
    assert list(temporary.iterdir()) == []


@pytest.mark.usefixtures("quick_kernels")
@pytest.mark.parametrize("content", ["", "{", "[]", '{"outputs": {}}', '{"outputs": []}'])
def test_a_broken_manifest_means_starting_afresh(project: Path, content: str) -> None:
    """Whatever stands in the file, the reports are made again and the next build has nothing to do."""
    manifest = project / "reports" / ".manifest.json"
    manifest.write_text(content)
    assert make(project)[1]
    assert json.loads(manifest.read_text(encoding="utf-8"))["outputs"]
    assert make(project)[0].made == ()


# --- what a page can depend on ----------------------------------------------------------------------------------------


def test_no_answer_about_one_treaty_depends_on_the_judgements_on_another(catalogue: Catalogue) -> None:
    """So that a changed reason sends the questions of its own treaty through, and no others: on the real data."""
    changed, others = "lanzarote", [one.id for one in catalogue.instruments if one.id != "lanzarote"]
    emptied = tuple(
        msgspec.structs.replace(one, judgements=()) if one.instrument == changed else one for one in catalogue.mappings
    )
    after = replace(catalogue, mappings=emptied)
    questions = [name for name, method in vars(Report).items() if hasattr(method, "__wrapped__")]
    assert len(questions) > 20
    for treaty in others:
        before, now = (Report(open_view(treaty, "ro", catalogue=one)) for one in (catalogue, after))
        for question in questions:
            assert getattr(before, question)() == getattr(now, question)(), (treaty, question)
        assert compose(before._view) == compose(now._view)


def test_a_page_from_answers_alone_is_the_page_that_papermill_makes(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The same bytes, whichever way it was made."""
    kernels = run.run_jobs
    path = project / "data" / "mappings" / "sample" / "chapter-1.yaml"
    path.write_text(
        path.read_text(encoding="utf-8").replace("Every street is named.", "Each is named."), encoding="utf-8"
    )
    monkeypatch.setattr(run, "run_jobs", None)
    _, made = make(project)
    monkeypatch.setattr(run, "run_jobs", kernels)
    followed = {name: (project / "reports" / name).read_bytes() for name in made if name.startswith("site/")}
    assert followed
    shutil.rmtree(project / "reports")
    make(project)
    assert followed == {name: (project / "reports" / name).read_bytes() for name in followed}


@pytest.mark.parametrize(
    ("source", "follows"),
    [
        ("report = open_report(instrument, language, as_of, draft)\nreport.gaps()", True),
        ("report = open_report(instrument, language, draft=draft, as_of=as_of)\nreport.gaps()", True),
        ('report = open_report(instrument, language, "2024-01-01", draft)\nreport.gaps()', False),
        ("report = open_report(instrument, language)\nreport.gaps()", False),
        ("report = open_report(instrument, language, draft, as_of)\nreport.gaps()", False),
        (
            "other = open_report(instrument, language, as_of, draft)\nother.gaps()\n"
            "report = open_report(instrument, language, as_of, draft)\nreport.gaps()",
            False,
        ),
    ],
)
def test_a_page_follows_its_questions_only_if_it_asks_them_of_its_own_report(source: str, follows: bool) -> None:
    """A notebook that shows another date than its page, or two reports, depends on all data."""
    cell = nbformat.v4.new_code_cell(f"from mapping.notebook import open_report\n{source}")
    cell.outputs = [nbformat.v4.new_output("display_data", metadata={TRACE: [["gaps", "0"]]})]
    trace = take_trace(nbformat.v4.new_notebook(cells=[cell]), "all data")
    assert trace == [("gaps", "0")] + ([] if follows else [("view", "all data")])
