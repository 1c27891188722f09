"""The command line: help at once, a sentence for every mistake, exit codes, and exports that can be read back."""

import csv
import io
import json
import os
import re
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

import networkx as nx
import pytest

from mapping.catalogue import load
from mapping.cli import QUESTIONS, main
from mapping.errors import UserError
from mapping.graph import build as build_graph
from mapping.issues import FORMATS, Issue
from mapping.records import Place
from mapping.reports.run import Job, run_jobs

TREATY = "data/conventions/sample.yaml"
PLAN = "data/action_plans/sample-plan.yaml"
AUTHORITIES = "data/authorities.yaml"
CHAPTER = "data/mappings/sample/chapter-1.yaml"
HEAVY = {"pandas", "networkx", "papermill", "nbconvert", "jinja2", "typst", "yaml"}


@dataclass(frozen=True)
class Said:
    """How a command ended and what it wrote."""

    code: int
    out: str
    err: str


Command = Callable[..., Said]


@pytest.fixture
def command(corpus: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Command:
    """Run ``mapping`` with these words inside the corpus."""
    monkeypatch.delenv("MAPPING_ROOT", raising=False)
    monkeypatch.chdir(corpus)

    def run(*words: str) -> Said:
        try:
            code = main(words)
        except SystemExit as stop:  # argparse, for help and wrong usage
            code = int(stop.code or 0)
        said = capsys.readouterr()
        assert "Traceback" not in said.err + said.out
        return Said(code, said.out, said.err)

    return run


def contents(folder: Path) -> dict[str, bytes]:
    """Every file below a folder, by name; a folder stands for itself."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() if path.stat().st_size < 10**6 else b"large"
        for path in folder.rglob("*")
        if path.is_file()
    }


def replace(path: Path, old: str, new: str) -> None:
    """Change one place of a text file."""
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


# --- help and wrong usage ---


def test_help_lists_every_command(command: Command) -> None:
    """Each command stands in the help with a sentence of its own, and has a help of its own."""
    said = command("--help")
    assert said.code == 0
    for name in ("check", "status", "query", "report", "export", "lab"):
        assert re.search(rf"(?m)^    {name} +\S+ \S+", said.out)
        own = command(name, "--help")
        assert own.code == 0
        assert own.out.startswith(f"usage: mapping {name}")
    assert all(name in command("query", "--help").out for name in QUESTIONS)


@pytest.mark.parametrize("words", [["--help"], ["report", "--help"], ["--version"]])
def test_help_imports_nothing_heavy(words: list[str]) -> None:
    """Help answers at once because it loads none of the libraries that do the work."""
    ended = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "mapping", *words], capture_output=True, text=True, check=True
    )
    imported = {line.rpartition("|")[2].strip().partition(".")[0] for line in ended.stderr.splitlines()}
    assert "mapping" in imported
    assert imported & HEAVY == set()
    assert "mapping" in ended.stdout


def test_the_module_is_the_command(corpus: Path) -> None:
    """``python -m mapping`` does what ``mapping`` does, and passes the exit code on."""
    run = [sys.executable, "-m", "mapping"]
    clean = subprocess.run([*run, "check"], cwd=corpus, capture_output=True, text=True, check=False)
    assert (clean.returncode, clean.stderr) == (0, "")
    usage = subprocess.run([*run, "chek"], cwd=corpus, capture_output=True, text=True, check=False)
    assert usage.returncode == 2
    assert "'check'" in usage.stderr


@pytest.mark.parametrize(
    ("words", "allowed"),
    [
        (["reprot"], "'report'"),
        (["check", "--format", "xml"], "'sarif'"),
        (["report", "--language", "de"], "'ro', 'en'"),
        (["query", "why"], "'rests-on'"),
        (["status", "--jsn"], "--jsn"),
    ],
)
def test_wrong_usage_lists_what_is_allowed(command: Command, words: list[str], allowed: str) -> None:
    """Exit code 2, and the message names the words that are known."""
    said = command(*words)
    assert said.code == 2
    assert allowed in said.err


def test_an_unknown_form_of_export_lists_those_there_are(command: Command) -> None:
    """A form, or the name of the reviewers' workbook."""
    said = command("export", "pdf")
    assert said.code == 1
    assert "graphml, csv, xlsx, quality, or a name such as review.xlsx" in said.err


def test_the_workbook_goes_out_and_comes_back(command: Command, corpus: Path) -> None:
    """Under the name that was typed; one that nobody filled in changes nothing."""
    assert command("export", "review.xlsx").code == 0
    before = contents(corpus / "data")
    said = command("import", "review.xlsx")
    assert said.code in (0, 1), said.err
    assert contents(corpus / "data") == before


@pytest.mark.parametrize("name", ["check", "status", "query", "report", "export", "import", "changes", "review", "lab"])
def test_the_page_on_commands_names_every_option(command: Command, project_root: Path, name: str) -> None:
    """What the help lists, docs/commands.md lists: in the command's own row, or among the options that are shared."""
    page = (project_root / "docs/commands.md").read_text(encoding="utf-8").partition("## Questions")[0]
    rows = [line for line in page.splitlines() if line.startswith((f"| `{name}`", f"| `mapping {name}"))]
    shared = [line for line in page.splitlines() if line.startswith("| `--")]
    offered = set(re.findall(r"--[a-z][a-z-]+", command(name, "--help").out)) - {"--help"}
    if name == "lab":
        offered = set()  # what it takes is JupyterLab's
    if name not in ("status", "query", "report", "export"):
        shared = []
    assert rows
    assert {one for one in offered if one not in "\n".join([*rows, *shared])} == set()


def test_a_workbook_that_came_back_is_not_written_over(command: Command, corpus: Path) -> None:
    """A reviewer's decisions under the same name stay; the same export again is no harm."""
    assert command("export", "Review.XLSX").code == 0
    assert command("export", "Review.XLSX").code == 0
    (corpus / "Review.XLSX").write_bytes(b"filled in")
    said = command("export", "Review.XLSX")
    assert said.code == 1
    assert "may hold a reviewer's decisions: name another file" in said.err
    assert (corpus / "Review.XLSX").read_bytes() == b"filled in"


@pytest.mark.parametrize(
    ("words", "beginning"),
    [
        (["--out", "c.html"], b"<!DOCTYPE html>"),
        (["--out", "c.DOCX"], b"PK"),
        (["--out", "c.json"], b"{"),
        (["--out", "c.log"], b"What has changed"),
        (["--out", "c.json", "--format", "sarif"], b'{\n  "$schema"'),
    ],
)
def test_the_name_of_the_file_says_the_form(command: Command, corpus: Path, words: list[str], beginning: bytes) -> None:
    """A page is a page without --format; another ending, or --format, decides as before."""
    assert command("changes", *words).code == 0
    assert (corpus / words[1]).read_bytes().startswith(beginning)


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["--format", "docx", "--out", "c.html"], "of the form html, and --format says docx"),
        (["--format", "text", "--out", "c.docx"], "of the form docx, and --format says text"),
        (["--format", "html"], "add --out changes.html"),
    ],
)
def test_a_form_that_its_file_denies_is_refused(
    command: Command, corpus: Path, words: list[str], sentence: str
) -> None:
    """Word could not open a page named .docx; nothing is written."""
    said = command("changes", *words)
    assert said.code == 1
    assert sentence in said.err
    assert not list(corpus.glob("c.*"))


def test_no_command_shows_the_help(command: Command) -> None:
    """The bare word teaches, and its exit code tells a script that nothing was done."""
    said = command()
    assert said.code == 2
    assert "report" in said.out


# --- check ---


def test_a_clean_check_ends_with_zero_and_writes_nothing(command: Command, corpus: Path) -> None:
    """Notes and warnings do not fail a check."""
    before = contents(corpus)
    for name in FORMATS:
        assert command("check", "--format", name).code == 0
    assert contents(corpus) == before


def test_check_formats_say_the_same(command: Command, corpus: Path) -> None:
    """Text, JSON, SARIF and GitHub carry the same problems with the same codes, files and lines; exit code 1."""
    replace(corpus / CHAPTER, "covers: [streets]", "covers: [streats]")
    said = {name: command("check", "--format", name) for name in FORMATS}
    assert {one.code for one in said.values()} == {1}
    rows = json.loads(said["json"].out)
    assert {"code", "severity", "message", "remedy", "file", "line"} == set(rows[0])
    problems = {(row["code"], row["file"], row["line"]) for row in rows}
    assert any(row["severity"] == "error" and "streats" in row["message"] and row["file"] == CHAPTER for row in rows)
    text = {(match[3], match[1], int(match[2])) for match in re.finditer(r"(?m)^(\S+):(\d+): (\S+) ", said["text"].out)}
    github = {
        (match[3], match[1], int(match[2]))
        for match in re.finditer(
            r"(?m)^::(?:error|warning|notice) file=(.+?),line=(\d+),title=(.+?)::", said["github"].out
        )
    }
    sarif = json.loads(said["sarif"].out)
    assert sarif["version"] == "2.1.0"
    assert sarif["$schema"].endswith("sarif-schema-2.1.0.json")
    (run,) = sarif["runs"]
    assert run["tool"]["driver"]["name"]
    assert {result["level"] for result in run["results"]} <= {"error", "warning", "note"}
    assert all(result["message"]["text"] for result in run["results"])
    places = [
        (result["ruleId"], result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"], result["locations"][0]["physicalLocation"]["region"]["startLine"])
        for result in run["results"]
    ]  # fmt: skip
    assert {rule["id"] for rule in run["tool"]["driver"]["rules"]} == {place[0] for place in places}
    assert text == problems == github == set(places)


def test_github_lines_escape_what_would_break_them() -> None:
    """A line break, a per cent sign, a comma or a colon cannot end an annotation or forge another."""
    issue = Issue(code="a:b,c", severity="error", message="50 %\r\n::error::forged", place=Place("data/a,b:c%.yaml", 3))
    (line,) = FORMATS["github"]([issue]).splitlines()
    assert line == ("::error file=data/a%2Cb%3Ac%25.yaml,line=3,title=a%3Ab%2Cc::50 %25%0D%0A::error::forged")


# --- bad input ---


def latin_2(root: Path) -> None:
    """Save a file as an old editor in Chișinău would."""
    text = (root / TREATY).read_text(encoding="utf-8").replace("ș", "ş").replace("ț", "ţ")
    (root / TREATY).write_bytes(text.encode("iso8859-2"))


def grow(root: Path) -> None:
    """Make a file 50 MB large without using the disk."""
    with (root / TREATY).open("ab") as file:
        file.truncate(50_000_000)


def make_folder(root: Path) -> None:
    """Put a folder where a file belongs."""
    (root / TREATY).unlink()
    (root / TREATY).mkdir()


# name: (what happens to the data, place named first, words of the message, words of the remedy)
BAD_INPUT: dict[str, tuple[Callable[[Path], object], str, str, str]] = {
    "a mistyped key": (
        lambda root: replace(root / TREATY, "force: mandatory", "farce: mandatory"),
        rf"{TREATY}:\d+", 'unknown-key "farce"', 'did you mean "force"?',
    ),
    "a mistyped value": (
        lambda root: replace(root / TREATY, "force: mandatory", "force: mandatry"),
        rf"{TREATY}:\d+", 'unknown-value "force" is "mandatry"', 'did you mean "mandatory"?',
    ),
    "a key twice": (
        lambda root: replace(root / TREATY, 'reference: "SMP 1"', 'reference: "SMP 1"\nreference: "SMP 2"'),
        rf"{TREATY}:3", 'duplicate-key "reference" stands twice', "keep one of the two",
    ),
    "an unknown id": (
        lambda root: replace(root / CHAPTER, "lantern-code/5(1)", "lantern-cod/5(1)"),
        rf"{CHAPTER}:\d+", "lantern-cod", 'lantern-code',
    ),
    "an unknown authority": (
        lambda root: replace(root / PLAN, "[lanterns, harbour]", "[lantern, harbour]"),
        rf"{PLAN}:\d+", '"lantern"', "lanterns",
    ),
    "a missing file": (
        lambda root: (root / AUTHORITIES).unlink(),
        rf"{AUTHORITIES}:1", "file-unreadable", "check that it exists",
    ),
    "a missing treaty": (
        lambda root: (root / TREATY).unlink(),
        rf"{PLAN}:1", "sample", "",
    ),
    "a wrong encoding": (latin_2, rf"{TREATY}:5", "file-encoding the file is not UTF-8", "encoding UTF-8"),
    "an empty file": (lambda root: (root / TREATY).write_text(""), rf"{TREATY}:1", "file-empty", "git restore"),
    "a file of remarks": (lambda root: (root / TREATY).write_text("# later\n"), rf"{TREATY}:1", "file-empty", "write its fields"),
    "a file of 50 MB": (grow, rf"{TREATY}:1", "file-too-large the file has 50 MB", "at most 8 MB"),
    "a folder for a file": (make_folder, rf"{TREATY}:1", "file-unreadable", "check that it exists"),
    "broken YAML": (
        lambda root: replace(root / TREATY, 'id: sample\n', 'id: sample: one\n'),
        rf"{TREATY}:1", "yaml-syntax", "quotation marks",
    ),
    "a tab": (
        lambda root: replace(root / TREATY, '  en: "Sample', '\ten: "Sample'),
        rf"{TREATY}:\d+", "yaml-syntax", "indent with spaces",
    ),
    "a control character": (
        lambda root: replace(root / TREATY, "SMP 1", "SMP \0 1"),
        rf"{TREATY}:2", "yaml-syntax", "remove",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", BAD_INPUT)
def test_bad_data_is_named_with_place_and_remedy(command: Command, corpus: Path, name: str) -> None:
    """``check`` ends with 1, the other commands with 2; all name file and line, and write nothing."""
    spoil, place, problem, remedy = BAD_INPUT[name]
    spoil(corpus)
    before = contents(corpus)
    checked = command("check")
    assert checked.code == 1
    lines = [line for line in checked.out.splitlines() if problem in line and re.match(rf"{place}: [a-z-]+ ", line)]
    assert lines
    assert remedy in lines[0]
    for words in (["report"], ["status", "--json"], ["query", "single"], ["export", "csv"]):
        said = command(*words)
        assert said.code == 2
        assert said.out == ""
        assert lines[0] in said.err
        assert said.err.endswith("nothing was written.\n")
    assert contents(corpus) == before


@pytest.mark.parametrize("words", [["check"], ["status"], ["report"], ["export", "csv"], ["query", "single"], ["lab"]])
def test_outside_a_project_a_sentence_says_where_to_go(
    command: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: list[str]
) -> None:
    """The folder is named, and nothing is written into it."""
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    monkeypatch.chdir(elsewhere)
    said = command(*words)
    assert said.code == 1
    assert (
        said.err
        == f'mapping: no "data/edition.yaml" in {elsewhere} or above it: run the command inside the project folder\n'
    )
    assert list(elsewhere.iterdir()) == []


def test_a_project_may_be_named_by_the_environment(
    command: Command, corpus: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """``MAPPING_ROOT`` works from any folder, and a wrong one is named."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("MAPPING_ROOT", str(corpus))
    assert json.loads(command("status", "--json").out)["edition"] == load(corpus).edition.version
    monkeypatch.setenv("MAPPING_ROOT", str(tmp_path / "nowhere"))
    said = command("status")
    assert said.code == 1
    assert "nowhere" in said.err


def test_data_without_a_treaty_is_a_sentence(command: Command, corpus: Path) -> None:
    """A project just begun has nothing to map yet."""
    for folder in ("conventions", "mappings", "action_plans"):
        shutil.rmtree(corpus / "data" / folder)
    for words in (["status"], ["report"], ["export", "xlsx"], ["query", "single"]):
        said = command(*words)
        assert (said.code, said.out) == (1, "")
        assert "add a file to data/conventions/" in said.err
    assert not (corpus / "reports").exists()


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (r"no-measure:", "no-mesure:", 'there is no word "no-measure" in the group "annex"'),
        (r"{version}(?=.*ro:)", "{versio}", 'the word "edition" in the group "notice" has other places in braces'),
        (r"{version}", "{versio}", "has a wrong place in braces: allowed are {version}, "),
    ],
)
def test_a_word_missing_from_the_vocabulary_is_named(
    command: Command, corpus: Path, old: str, new: str, said: str
) -> None:
    """The reports print no half sentence and no traceback."""
    path = corpus / "data" / "vocabulary.yaml"
    path.write_text(re.sub(old, new, path.read_text(encoding="utf-8")), encoding="utf-8")
    ended = command("report")
    assert ended.code in (1, 2)
    assert "data/vocabulary.yaml:" in ended.err
    assert said in ended.err
    assert not (corpus / "reports").exists()


# --- parameters ---

WRONG_PARAMETERS = [
    ({"instrument": "sampel"}, 'the parameter instrument is "sampel": allowed are sample; did you mean "sample"?'),
    ({"draft": "other"}, 'the parameter draft is "other": allowed are none, sample-draft'),
    ({"as_of": "2026-02-30"}, 'the parameter as_of is "2026-02-30", which is not a date: write YYYY-MM-DD'),
    ({"as_of": "../../x"}, 'the parameter as_of is "../../x", which is not a date: write YYYY-MM-DD'),
    ({"as_of": "20260101"}, 'the parameter as_of is "20260101", which is not a date: write YYYY-MM-DD'),
]


@pytest.mark.parametrize(("wrong", "sentence"), WRONG_PARAMETERS)
@pytest.mark.parametrize("words", [["status"], ["report"], ["export", "csv"], ["query", "single"]])
def test_a_wrong_parameter_lists_what_is_allowed(
    command: Command, corpus: Path, words: list[str], wrong: dict[str, str], sentence: str
) -> None:
    """One sentence, exit code 1, nothing written."""
    options = [part for name, value in wrong.items() for part in (f"--{name.replace('_', '-')}", value)]
    said = command(*words, *options)
    assert (said.code, said.out) == (1, "")
    assert said.err.startswith(f"mapping: {sentence}")
    assert said.err.count("\n") == 1
    assert sorted(path.name for path in corpus.iterdir()) == ["data"]


def test_a_wrong_parameter_stops_a_notebook_with_the_same_sentence(corpus: Path, project_root: Path) -> None:
    """Notebook, cell and what is allowed; neither a traceback nor the name of an exception."""
    notebook = project_root / "notebooks" / "04-gaps.ipynb"
    right = {"instrument": "sample", "language": "en", "as_of": "", "draft": "none"}
    wrong = {"language": "fr"}
    with pytest.raises(UserError) as stop:
        run_jobs([Job(notebook, right | wrong, "gaps")], cwd=corpus)
    assert str(stop.value) == (
        'Notebook 04-gaps.ipynb (gaps) failed in cell 4: the parameter language is "fr": allowed are en, ro'
    )
    with pytest.raises(UserError, match=r"has no parameter langauge \(it has as_of, draft, instrument, language\)"):
        run_jobs([Job(notebook, {"langauge": "en"}, "gaps")], cwd=corpus)


def test_an_unknown_notebook_lists_those_there_are(command: Command, corpus: Path, project_root: Path) -> None:
    """``--only`` takes the name of a file in ``notebooks/``."""
    shutil.copytree(project_root / "notebooks", corpus / "notebooks")
    said = command("report", "--only", "gaps")
    assert said.code == 1
    assert said.err.startswith('mapping: there is no notebook "gaps": allowed are 01-obligations, ')
    assert not (corpus / "reports").exists()


# --- status and query ---


def test_status_counts_every_obligation(command: Command, corpus: Path) -> None:
    """The last line of the table adds up to the obligations of the treaty, in every column."""
    said = command("status")
    assert said.code == 0
    assert "Sample Convention (SMP 1), status on 2026-06-30" in said.out
    (totals,) = [line.split()[1:] for line in said.out.splitlines() if line.startswith("all ")]
    assert sum(map(int, totals)) == len(load(corpus).obligations)
    assert re.search(r"(\d+) of \1 links are unsigned\.", said.out)


def test_status_as_json_is_one_object_with_the_documented_keys(command: Command, corpus: Path) -> None:
    """Every obligation, those without a duty included, every measure and every provision, at the date asked for."""
    said = command("status", "--json", "--as-of", "2026-01-02")
    found = json.loads(said.out)
    catalogue = load(corpus)
    assert list(found) == ["edition", "as_of", "obligations", "measures", "provisions"]
    assert (found["edition"], found["as_of"]) == ("1.10", "2026-01-02")
    assert [one["id"] for one in found["obligations"]] == list(catalogue.obligations)
    assert {one["id"] for one in found["measures"]} == set(catalogue.measures)
    assert {one["id"] for one in found["provisions"]} == set(catalogue.provisions)
    keys = {"id", "instrument", "article", "paragraph", "letter", "force", "status", "elements"}
    assert all(keys <= set(one) for one in found["obligations"])
    assert all({"id", "status", "covered_by"} <= set(part) for one in found["obligations"] for part in one["elements"])
    assert all(
        {"number", "row", "deadline", "due", "authorities", "obligations"} <= set(one) for one in found["measures"]
    )
    assert all({"act", "article", "in_force_from", "confidence"} <= set(one) for one in found["provisions"])


def test_explain_shows_the_path_to_every_record(command: Command) -> None:
    """The status, then each element with what answers it, from where, in which version, and the reason."""
    said = command("status", "--explain", "sample/2(1)")
    assert said.code == 0
    assert said.out.startswith("sample/2(1): ")
    for part in (
        "streets: ",
        "covers lantern-code/5(1): Every street is named.",
        "partly hg-12-2015/annex1:p12(3): Only the harbours of the north.",
        "planned by sample-plan/1.1 (Trimestrul III, 2025): Write the harbour rules anew.",
        "searched lantern-code, hg-12-2015, nothing found: Bridges are not named anywhere.",
        "version from unknown: in-force; text: Invented for the tests 100 of 2026-03-01 (read)",
    ):
        assert part in said.out
    dated = command("status", "--explain", "sample/2(2)")
    assert "version from 2020-01-01: in-force" in dated.out
    reason = command("status", "--explain", "sample/1")
    assert "A purpose imposes nothing by itself." in reason.out
    unknown = command("status", "--explain", "sample/99")
    assert unknown.code == 1
    assert "sample/99" in unknown.err


@pytest.mark.parametrize(
    ("words", "lines"),
    [
        (["rests-on", "lantern-code/5"], [r"sample/2\(1\)#streets +covers +lantern-code/5\(1\) +obligation: \S+"]),
        (
            ["rests-on", "law-8-2010"],
            [
                r"sample/3#count +partly +law-8-2010/4 .*",
                r"sample/2\(3\)\(a\)#hearing +covers +law-8-2010/3 .*",
                r"sample/2\(3\)\(a\)#record +covers +law-8-2010/3 .*",
                r"sample/2\(3\)\(a\)#record +hinders +law-8-2010/9 .*",
            ],
        ),
        (["rests-on", "law-8-2010/3(2)"], [r"sample/2\(3\)\(a\)#(hearing|record) +covers +law-8-2010/3 .*"] * 2),
        (
            ["owes", "harbour"],
            [
                r"sample-plan/1\.1 +responsible +2025-09-30 +overdue +Write the harbour rules anew\.",
                r"sample-plan/1\.2 +responsible +annual +Train the keepers\.",
            ],
        ),
        (["owes", "friends"], [r"sample-plan/1\.1 +partner .*", r"sample-plan/1\.2 +partner .*"]),
        (["single"], [r"sample/2\(2\) +lantern-code/6", r"sample/2\(3\)\(a\) +law-8-2010/3", r"sample/3 +law-8-2010/4"]),
        (["unanswering"], [r"sample-plan/2\.1 +Buy a clock for the office\."]),
    ],
)  # fmt: skip
def test_a_question_is_answered_line_by_line(command: Command, words: list[str], lines: list[str]) -> None:
    """Exactly these lines, in any order."""
    said = command("query", *words)
    assert said.code == 0
    found = said.out.splitlines()
    assert len(found) == len(lines)
    for line in lines:
        assert [one for one in found if re.fullmatch(line, one.rstrip())], line


def test_gaps_without_a_measure_are_listed(command: Command) -> None:
    """A gap that a measure plans to close is not among them."""
    said = command("query", "unplanned")
    assert said.code == 0
    assert "Each lantern has a keeper." in said.out
    assert "Keepers are trained each year." not in said.out
    assert "harbours" not in said.out


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["owes", "mol"], 'there is no authority "mol": allowed are lanterns, wardens, harbour, friends'),
        (["owes"], "the question owes needs a place"),
        (["rests-on"], "the question rests-on needs a place"),
        (["rests-on", "lamp-code/1"], '"lamp-code/1" is not a place of a recorded act'),
        (["rests-on", "lantern-code/five"], '"lantern-code/five" is not a place of a recorded act'),
        (["rests-on", "sample/1"], '"sample/1" is not a place of a recorded act'),
    ],
)
def test_a_question_about_nothing_is_a_sentence(command: Command, words: list[str], sentence: str) -> None:
    """What is unknown is named, with an example or the list of what is known."""
    said = command("query", *words)
    assert (said.code, said.out) == (1, "")
    assert said.err.startswith(f"mapping: {sentence}")


# --- export ---


@pytest.mark.parametrize("kind", ["graphml", "csv", "xlsx"])
def test_an_export_gives_the_same_bytes_each_time(
    command: Command, corpus: Path, kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also in another process with another order of sets; the file stands where it is announced."""
    said = command("export", kind)
    path = corpus / "reports" / "export" / f"sample.{kind}"
    assert (said.code, said.out) == (0, f"{path}\n")
    other = corpus / "folder" / f"other.{kind}"
    subprocess.run(
        [sys.executable, "-m", "mapping", "export", kind, "--out", str(other)],
        cwd=corpus,
        env=os.environ | {"PYTHONHASHSEED": "7", "TZ": "Pacific/Auckland"},
        capture_output=True,
        check=True,
    )
    assert path.read_bytes() == other.read_bytes()
    assert [one.name for one in other.parent.iterdir()] == [other.name]


def test_graphml_can_be_read_back(command: Command, corpus: Path) -> None:
    """The same nodes and edges, with kind and both languages."""
    command("export", "graphml", "--out", "graph.graphml")
    graph = build_graph(load(corpus))
    read = nx.read_graphml(corpus / "graph.graphml", force_multigraph=True)
    assert read.is_directed()
    assert set(read.nodes) == set(graph.nodes)
    assert read.number_of_edges() == graph.number_of_edges()
    assert read.nodes["sample/2(1)"]["ro"] == "Aprinderea fiecărui felinar la amurg."
    assert {kind for _, kind in read.nodes(data="kind")} == {kind for _, kind in graph.nodes(data="kind")}
    types = sorted((start, end, type_) for start, end, type_ in read.edges(data="type"))
    assert types == sorted((start, end, type_) for start, end, type_ in graph.edges(data="type"))


def test_csv_has_one_line_for_each_element(command: Command, corpus: Path) -> None:
    """Or one for an obligation without elements."""
    command("export", "csv", "--out", "coverage.csv")
    with (corpus / "coverage.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    expected = [
        (name, part.id if part else "")
        for name, (_, duty) in load(corpus).obligations.items()
        for part in duty.elements or [None]
    ]
    assert [(row["obligation"], row["element"]) for row in rows] == expected
    assert all(row["status"] for row in rows)


def cells(path: Path) -> dict[str, list[str]]:
    """The texts of each sheet of a workbook; fails if any cell is a formula or a number."""
    main_namespace = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
    found = {}
    with zipfile.ZipFile(path) as archive:
        shared = [
            "".join(text.text or "" for text in item.iter(f"{main_namespace}t"))
            for item in ElementTree.fromstring(archive.read("xl/sharedStrings.xml"))
        ]
        names = [
            sheet.get("name", "")
            for sheet in ElementTree.fromstring(archive.read("xl/workbook.xml")).iter(f"{main_namespace}sheet")
        ]
        for number, name in enumerate(names, 1):
            sheet = ElementTree.fromstring(archive.read(f"xl/worksheets/sheet{number}.xml"))
            assert list(sheet.iter(f"{main_namespace}f")) == []
            used = [cell for cell in sheet.iter(f"{main_namespace}c") if cell.find(f"{main_namespace}v") is not None]
            assert {cell.get("t") for cell in used} == {"s"}
            found[name] = [shared[int(cell.findtext(f"{main_namespace}v", ""))] for cell in used]
    return found


def test_a_workbook_can_be_read_back(command: Command, corpus: Path) -> None:
    """A sheet for the coverage, the gaps, each chapter and each plan, in the language asked for."""
    command("export", "xlsx", "--language", "en", "--out", "book.xlsx")
    book = cells(corpus / "book.xlsx")
    assert len(book) == 5
    assert "sample-plan" in book
    first, *rest = book.values()
    command("export", "csv", "--out", "coverage.csv")
    table = csv.reader(io.StringIO((corpus / "coverage.csv").read_text(encoding="utf-8")))
    assert [cell for cell in first if cell] == [cell for row in table for cell in row if cell]
    everything = "\n".join(cell for sheet in rest for cell in sheet)
    assert "Write the harbour rules anew." in everything
    assert "Every street is named." in everything
    assert "Fiecare stradă este numită." not in everything


@pytest.mark.parametrize("sign", ["=", "+", "-", "@"])
def test_no_cell_becomes_a_formula(command: Command, corpus: Path, sign: str) -> None:
    """A sentence that begins like a formula is stored as the text it is."""
    danger = f"{sign}HYPERLINK(1)"
    replace(corpus / PLAN, "Write the harbour rules anew.", danger)
    assert command("export", "xlsx", "--language", "en", "--out", "book.xlsx").code == 0
    assert any(danger in cell.split("\n") for cell in cells(corpus / "book.xlsx")["sample-plan"])


def test_an_export_that_cannot_be_written_leaves_what_was_there(
    command: Command, corpus: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A full disk or a locked file is a sentence, and no temporary file stays."""
    target = corpus / "out" / "coverage.csv"
    target.parent.mkdir()
    target.write_text("old")

    def locked(*_: object) -> None:
        raise PermissionError(13, "Permission denied", str(target))

    with monkeypatch.context() as patch:
        patch.setattr(Path, "replace", locked)
        said = command("export", "csv", "--out", str(target))
    assert said.code == 1
    assert said.err == f'mapping: "{target}" cannot be written: Permission denied; what stood there is unchanged\n'
    assert contents(target.parent) == {"coverage.csv": b"old"}


def test_one_file_cannot_take_two_treaties(command: Command, corpus: Path) -> None:
    """Without ``--instrument`` the second treaty would overwrite the first."""
    second = (corpus / TREATY).read_text(encoding="utf-8").replace("id: sample\n", "id: other\n", 1)
    (corpus / "data" / "conventions" / "other.yaml").write_text(second, encoding="utf-8")
    said = command("export", "csv", "--out", "both.csv")
    assert said.code == 1
    assert "--instrument" in said.err
    assert not (corpus / "both.csv").exists()
    assert command("export", "csv", "--out", "one.csv", "--instrument", "other").code == 0
    assert command("export", "graphml", "--out", "both.graphml").code == 0


def test_options_after_lab_go_to_jupyterlab(command: Command, monkeypatch: pytest.MonkeyPatch, corpus: Path) -> None:
    """JupyterLab opens the notebooks of this project, with whatever options its reader wants."""
    started: list[list[str]] = []

    def run(words: list[str], **_: object) -> subprocess.CompletedProcess[str]:
        started.append(words)
        return subprocess.CompletedProcess(words, 3)

    monkeypatch.setattr(subprocess, "run", run)
    assert command("lab", "--no-browser", "--port=9999").code == 3
    ((_, *words),) = started
    assert words == ["-m", "jupyterlab", f"--notebook-dir={corpus}", "--no-browser", "--port=9999", "notebooks"]


@pytest.mark.parametrize(("error", "code", "said"), [
    (KeyboardInterrupt(), 130, "mapping: stopped; what was there before is unchanged."),
    (OSError(28, "No space left on device", "x.csv"), 1, "mapping: No space left on device: x.csv"),
])  # fmt: skip
def test_whatever_stops_a_command_ends_in_a_sentence(
    command: Command, monkeypatch: pytest.MonkeyPatch, error: BaseException, code: int, said: str
) -> None:
    """Ctrl-C and errors of the system in any command."""

    def stop(_: Path) -> None:
        raise error

    monkeypatch.setattr("mapping.checks.run", stop)
    ended = command("check")
    assert ended.code == code
    assert ended.err.strip() == said
