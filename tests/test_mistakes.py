"""Every mistake an author can make is reported at its line, with nothing else beside it.

Each file of ``tests/mistakes`` is a data file with one mistake. Its first line says where it lies in the corpus and which
problems it must give: ``# data/edition.yaml: bad-date line 3``.
"""

import re
from collections import Counter
from pathlib import Path

import pytest

from conftest import TESTS, lay_out
from mapping import checks
from mapping.catalogue import Catalogue, read
from mapping.coverage import derive
from mapping.graph import build
from mapping.issues import DataError, Issue
from mapping.reading import LARGEST_FILE

MISTAKES = sorted((TESTS / "mistakes").iterdir())
FIRST_LINE = re.compile(r"# (data/[^:]+): (.+)")
EXPECTED = re.compile(r"([a-z-]+) line (\d+)(?: of (\S+))?")
# What a single file of text cannot show; each has a test of its own below.
WITHOUT_FILE = {"file-unreadable", "file-too-large", "file-encoding", "inconsistent-judgement"}


def announced(path: Path) -> tuple[str, list[tuple[str, str, int]]]:
    """Where a mistake lies, and the (file, code, line) of each problem it must give."""
    match = FIRST_LINE.fullmatch(path.read_text(encoding="utf-8").partition("\n")[0])
    assert match, f"{path.name} does not say what it must give"
    target = match[1]
    expected = []
    for words in match[2].split(", "):
        problem = EXPECTED.fullmatch(words)
        assert problem, f"{path.name}: cannot read {words!r}"
        expected.append((problem[3] or target, problem[1], int(problem[2])))
    return target, expected


def place_and_code(issue: Issue) -> tuple[str, str, int]:
    """File, code and line of a problem."""
    assert issue.place is not None
    return issue.place.file, issue.code, issue.place.line


@pytest.fixture(scope="module")
def known(tmp_path_factory: pytest.TempPathFactory) -> list[Issue]:
    """What is reported about the corpus itself: notes."""
    return checks.run(lay_out(tmp_path_factory.mktemp("known")))


def test_the_corpus_itself_is_free_of_errors(known: list[Issue]) -> None:
    """A mistake is laid over sound data, so that whatever is reported comes from it."""
    assert {issue.severity for issue in known} == {"note"}


@pytest.mark.parametrize("path", MISTAKES, ids=lambda path: path.stem)
def test_a_mistake_is_reported_where_it_stands(path: Path, corpus: Path, known: list[Issue]) -> None:
    """The problems announced are found at their lines, with a remedy for each error, and no others."""
    target, expected = announced(path)
    (corpus / target).parent.mkdir(parents=True, exist_ok=True)
    (corpus / target).write_bytes(path.read_bytes())
    found = [issue for issue in checks.run(corpus) if issue not in known]
    assert Counter(map(place_and_code, found)) == Counter(expected)
    assert all(issue.remedy for issue in found if issue.severity == "error")


def test_every_code_is_provoked() -> None:
    """A rule that no mistake provokes could stop working unnoticed; a code that no rule has is a slip."""
    provoked = {code for path in MISTAKES for _, code, _ in announced(path)[1]}
    assert provoked | WITHOUT_FILE == set(checks.all_codes())


@pytest.mark.parametrize("name", ["edition.yaml", "authorities.yaml", "vocabulary.yaml"])
def test_a_file_that_is_always_needed_is_missed(corpus: Path, name: str) -> None:
    """The three single files are reported when they are not there."""
    (corpus / "data" / name).unlink()
    assert [place_and_code(one) for one in checks.run(corpus)] == [(f"data/{name}", "file-unreadable", 1)]


def test_a_folder_with_the_name_of_a_file_is_reported(corpus: Path) -> None:
    """A folder cannot be read as a file; no traceback follows."""
    (corpus / "data/drafts/old.yaml").mkdir()
    assert [place_and_code(one) for one in checks.run(corpus)] == [("data/drafts/old.yaml", "file-unreadable", 1)]


def test_a_file_far_too_large_is_not_read(corpus: Path) -> None:
    """Something else was saved there; reading it would only cost memory."""
    (corpus / "data/edition.yaml").write_bytes(b"#" * (LARGEST_FILE + 1))
    assert [place_and_code(one) for one in checks.run(corpus)] == [("data/edition.yaml", "file-too-large", 1)]


def test_an_old_encoding_is_reported_at_its_line(corpus: Path) -> None:
    """A file saved as Windows-1250 is not guessed at."""
    path = corpus / "data/authorities.yaml"
    path.write_bytes(path.read_text(encoding="utf-8").encode("cp1250"))
    assert [place_and_code(one) for one in checks.run(corpus)] == [("data/authorities.yaml", "file-encoding", 8)]


def test_one_place_judged_in_two_ways_is_noted(corpus: Path) -> None:
    """Where a duty recurs, a place that covers it here and only in part there is worth a second look."""
    (corpus / "data/crosswalk.yaml").write_text(
        "subjects:\n  - id: lamps\n    title: {en: Lamps, ro: Lămpi}\n"
        '    obligations: ["sample/2(3)(a)", "sample/3", "sample/4(3)"]\n',
        encoding="utf-8",
    )
    known = checks.run(corpus)
    path = corpus / "data/mappings/sample/chapter-1.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("law-8-2010/4", "law-8-2010/3"), encoding="utf-8")
    line = path.read_text(encoding="utf-8").splitlines().index('      - to: "law-8-2010/3"', 35) + 1
    [issue] = [issue for issue in checks.run(corpus) if issue not in known]
    assert place_and_code(issue) == ("data/mappings/sample/chapter-1.yaml", "inconsistent-judgement", line)
    assert issue.severity == "note"


def test_a_file_may_begin_with_a_byte_order_mark(corpus: Path, known: list[Issue]) -> None:
    """Windows editors write one; it says nothing and is no problem."""
    path = corpus / "data/edition.yaml"
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    assert checks.run(corpus) == known


def test_windows_line_ends_change_nothing(corpus: Path, known: list[Issue]) -> None:
    """The same problems at the same lines, whichever system saved the files."""
    for path in (corpus / "data").rglob("*.yaml"):
        path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    assert checks.run(corpus) == known


def test_all_problems_of_all_files_come_at_once(corpus: Path) -> None:
    """An author corrects everything in one go, and loading refuses with the same list."""
    for name in ("edition", "authorities"):
        path = corpus / f"data/{name}.yaml"
        path.write_text(path.read_text(encoding="utf-8") + "colour: red\n", encoding="utf-8")
    (corpus / "data/drafts/sample-draft.yaml").write_text("", encoding="utf-8")
    catalogue, issues = read(corpus)
    assert catalogue is None
    assert [issue.code for issue in issues] == ["unknown-key", "file-empty", "unknown-key"]
    with pytest.raises(DataError) as error:
        checks.load_checked(corpus)
    assert list(error.value.issues) == issues


def test_errors_of_content_stop_a_report(corpus: Path) -> None:
    """Nothing is derived from data that contradicts itself."""
    path = corpus / "data/mappings/sample/chapter-2.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("[register]", "[registry]"), encoding="utf-8")
    with pytest.raises(DataError, match=r'chapter-2\.yaml:11: foreign-element .*"registry"'):
        checks.load_checked(corpus)


def test_text_stays_as_written(sample: Catalogue) -> None:
    """YAML's guesses are not made: a version ``1.10`` is not the number 1.1."""
    assert sample.edition.version == "1.10"


def test_checking_writes_nothing(corpus: Path) -> None:
    """Every file is the same before and after."""
    before = {path: (path.stat().st_mtime_ns, path.read_bytes()) for path in corpus.rglob("*") if path.is_file()}
    checks.run(corpus)
    assert before == {
        path: (path.stat().st_mtime_ns, path.read_bytes()) for path in corpus.rglob("*") if path.is_file()
    }


@pytest.mark.parametrize("slip", ["delete", "indent", "repeat"])
@pytest.mark.parametrize(
    "name", ["conventions/sample", "moldovan_law/lantern-code", "action_plans/sample-plan", "mappings/sample/chapter-1"]
)
def test_a_slip_on_any_line_gives_problems_and_no_traceback(corpus: Path, name: str, slip: str) -> None:
    """Whatever line is lost, moved in or doubled, the data are either refused with reasons or can be reported on."""
    path = corpus / f"data/{name}.yaml"
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    outcomes = set()
    for number in range(0, len(lines), 6):
        line = {"delete": [], "indent": ["  " + lines[number]], "repeat": [lines[number]] * 2}[slip]
        path.write_text("".join([*lines[:number], *line, *lines[number + 1 :]]), encoding="utf-8")
        try:
            found = checks.load_checked(corpus)
        except DataError as error:
            outcomes.add("refused")
            assert all(issue.place and issue.remedy for issue in error.issues)
        else:
            outcomes.add("used")
            assert set(derive(build(found), found.edition.as_of).obligations) == set(found.obligations)
    assert "refused" in outcomes
