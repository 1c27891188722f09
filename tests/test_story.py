"""The law changes: from the import of an act to the final annex, by the commands a consultant types."""

import json
from pathlib import Path

import pytest

from lantern_register import CODE, LAW, Article, law_page, page
from mapping.cli import main

SIGNED = ("--name", "Ana Rusu", "--role", "jurist", "--date", "2026-06-10")
SIGNED_AGAIN = ("--name", "Ana Rusu", "--role", "jurist", "--date", "2026-06-20")


def newer(articles: tuple[Article, ...]) -> tuple[Article, ...]:
    """The next consolidation: a paragraph of article 5 amended, article 6^1 repealed, article 7 now 7^1."""
    changed: list[Article] = []
    for number, heading, lines in articles:
        if number == "5":
            lines = [line.replace("30 de minute", "20 de minute") for line in lines]
        if number == "6^1":
            heading, lines = "- abrogat.", []
        changed.append(("7^1" if number == "7" else number, heading, lines))
    return tuple(changed)


@pytest.fixture
def run(corpus: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> object:
    """Type a command inside a copy of the corpus; gives its exit code and what it said."""
    monkeypatch.chdir(corpus)

    def typed(*words: str) -> tuple[int, str]:
        code = main(list(words))
        said = capsys.readouterr()
        return code, said.out + said.err

    return typed


def test_the_law_changes_and_the_annex_follows(run, corpus: Path) -> None:  # type: ignore[no-untyped-def]
    """Import, sign, a new consolidation, what it touches, the final annex refused, signed again, made."""
    (corpus / "code.html").write_text(page(), encoding="utf-8")
    (corpus / "law.html").write_text(law_page(LAW), encoding="utf-8")
    later = page(newer(CODE), amendment="LP55 din 01.05.26, MO200/05.05.26 art.290; în vigoare 01.06.26", document="101", versions=(("100", "01-03-2026"), ("101", "01-06-2026")))  # fmt: skip
    (corpus / "later.html").write_text(later, encoding="utf-8")

    # The texts are imported; twice is once.
    assert run("import", "code.html", "--act", "lantern-code")[0] == 0
    assert run("import", "law.html", "--act", "law-8-2010")[0] == 0
    stored = {path.name: path.read_bytes() for path in (corpus / ".texts").rglob("*.json")}
    assert run("import", "code.html", "--act", "lantern-code")[0] == 0
    assert {path.name: path.read_bytes() for path in (corpus / ".texts").rglob("*.json")} == stored

    # Nothing is signed: no final annex. Then everything is.
    code, said = run("report", "--final", "--instrument", "sample", "--language", "ro")
    assert code == 1 and not (corpus / "reports" / "final").exists()
    assert run("review", "sample", *SIGNED)[0] == 0
    assert run("check")[0] == 0
    assert json.loads(run("changes", "--format", "json")[1])["counts"] == {
        "signed": 17, "suspect": 0, "disputed": 0, "unsigned": 0,
    }  # fmt: skip
    assert run("report", "--final", "--instrument", "sample", "--language", "ro")[0] == 0
    first = {path.name: path.read_bytes() for path in (corpus / "reports" / "final").rglob("sample.*")}
    assert set(first) == {"sample.ro.html", "sample.ro.docx", "sample.ro.pdf"}

    # A new consolidation: three changes, and exactly the rows that rest on them.
    code, said = run("import", "later.html", "--act", "lantern-code")
    assert code == 0 and "lost" in said and "6^1" in said and "renumbered" in said
    found = json.loads(run("changes", "--format", "json")[1])
    assert [(one["kind"], one["at"], one["now"], one["rows"]) for one in found["law"][0]["changes"]] == [
        ("amended", "5(1)", "5(1)", ["sample/2(1)"]),
        ("repealed", "6^1", "6^1", ["sample/4(3)"]),
        ("renumbered", "7", "7^1", ["sample/4(3)"]),
    ]
    assert {(one["obligation"], one["to"]) for one in found["suspect"]} == {
        ("sample/2(1)", "lantern-code/5(1)"),
        ("sample/4(3)", "lantern-code/6^1"),
        ("sample/4(3)", "lantern-code/7(1)[2]"),
    }
    assert found["counts"]["signed"] == 14

    # The final annex is refused by name, and the one that was made stays.
    code, said = run("report", "--final", "--instrument", "sample", "--language", "ro")
    assert code == 1
    assert "2(1)" in said and "4(3)" in said and "2(2)" not in said
    assert {path.name: path.read_bytes() for path in (corpus / "reports" / "final").rglob("sample.*")} == first

    # The consultant brings the data up to date, and signs again what changed.
    for name in ("moldovan_law/lantern-code.yaml", "mappings/sample/chapter-2.yaml"):
        path = corpus / "data" / name
        path.write_text(path.read_text(encoding="utf-8").replace("7(1)[2]", "7^1(1)[2]"), encoding="utf-8")
    assert run("review", "sample", "--suspect", *SIGNED_AGAIN)[0] == 0
    assert run("check")[0] == 0
    assert json.loads(run("changes", "--format", "json")[1])["counts"]["suspect"] == 0

    # The annex is made.
    code, said = run("report", "--final", "--instrument", "sample", "--language", "ro")
    assert code == 0, said
    second = {path.name: path.read_bytes() for path in (corpus / "reports" / "final").rglob("sample.*")}
    assert set(second) == set(first) and second != first
    assert "20.06.2026" in second["sample.ro.html"].decode()
