"""Signing writes what was decided and nothing else: every other byte of the data stays, or nothing is written at all."""

import argparse
import datetime as dt
import itertools
import random
import signal
import tempfile
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import msgspec
import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from conftest import lay_out
from mapping.catalogue import Catalogue, data_files, load
from mapping.errors import UserError
from mapping.files import uninterrupted
from mapping.issues import DataError
from mapping.pinpoint import parse
from mapping.records import Assessment, Judgement, Link, NoneFound, Review, Seal
from mapping.seals import key_of, seal, sign_offs, signable
from mapping.signing.assessing import steps_at
from mapping.signing.choosing import Signable, select
from mapping.signing.command import run_review
from mapping.signing.lines import quoted
from mapping.signing.options import add_arguments
from mapping.signing.writing import already_recorded, append_assessments, append_reviews
from mapping.texts.library import keep, open_library
from mapping.texts.model import Text, unit

DAY = dt.date(2026, 7, 1)
CHAPTER = "data/mappings/sample/chapter-1.yaml"
SEAL = Seal(judgement="1" * 32, obligation="2" * 32, target="3" * 32)


def review(name: str = "Ana Rusu", decision: Any = "agrees", remark: str | None = None) -> Review:
    """A review by a person."""
    sealed = SEAL if decision == "agrees" else None
    return Review(name=name, role="jurist", date=DAY, decision=decision, remark=remark, seal=sealed)


def contents(root: Path) -> dict[Path, bytes]:
    """Every file of a project, and nothing that was left behind while writing."""
    return {path: path.read_bytes() for path in sorted(root.rglob("*")) if path.is_file()}


def records(catalogue: Catalogue) -> list[Signable]:
    """Everything that can be signed."""
    return [record for _, record in signable(catalogue)]


def bare(record: Any) -> Any:
    """A record without the lines it stands on."""
    if isinstance(record, msgspec.Struct):
        return [bare(getattr(record, name)) for name in record.__struct_fields__ if name != "place"]
    return [bare(one) for one in record] if isinstance(record, tuple) else record


def link_to(catalogue: Catalogue, to: str) -> Link:
    """The first link to a place."""
    return next(link for _, link in catalogue.links() if link.to == to)


# --- what is written, and what is not touched --------------------------------------------------------------------------


def disguised(content: bytes, chance: random.Random) -> bytes:
    """The same data, written by another hand: comments, empty lines, line ends, a missing last newline, a mark in front."""
    lines: list[str] = []
    for line in content.decode().splitlines():
        if chance.random() < 0.2:
            lines.append(" " * chance.randrange(14) + chance.choice(["# o notă: [citește], {iar}", "# 😀 „ghilimele”"]))
        if chance.random() < 0.1:
            lines.append(" " * chance.randrange(3))
        lines.append(line + chance.choice(["", "", "", "  # la fel", "   "]))
    end = chance.choice(["\n", "\r\n"])
    text = end.join(lines) + chance.choice(["", end, end + "# sfârșit", end * 3])
    return chance.choice([b"", b"\xef\xbb\xbf"]) + text.encode()


REMARKS = st.none() | st.text(max_size=60).map(lambda text: f"De ce? {text}")
REVIEWS = st.tuples(
    st.integers(0, 30), st.sampled_from(["agrees", "disagrees", "remarks", "withdraws"]), REMARKS, st.sampled_from("AB")
)


@settings(max_examples=25)
@given(st.lists(REVIEWS, min_size=1, max_size=6), st.randoms(use_true_random=False))
def test_signing_adds_lines_and_touches_nothing(
    made: list[tuple[int, Any, str | None, str]], chance: random.Random
) -> None:
    """The old lines stand in their order, byte for byte; the records are the old ones with the new reviews; twice is once."""
    with tempfile.TemporaryDirectory() as folder:
        root = lay_out(Path(folder) / "corpus")
        for path in (root / "data/mappings").rglob("*.yaml"):
            path.write_bytes(disguised(path.read_bytes(), chance))
        before, old = contents(root), records(load(root))
        entries = [
            (
                old[number % len(old)],
                review(name, decision, remark or ("De ce?" if decision in ("disagrees", "remarks") else None)),
            )
            for number, decision, remark, name in made
        ]
        changed = append_reviews(root, entries)
        after, new = contents(root), records(load(root))
        assert {path for path in before if after[path] != before[path]} == set(changed)
        for path, content in after.items():
            assert_only_added(before[path], content)
        assert [bare(msgspec.structs.replace(one, reviews=())) for one in new] == list(map(bare, old))
        assert sum(len(one.reviews) for one in new) <= len(entries)
        for number, (_, one) in enumerate(entries):
            found = new[made[number][0] % len(new)].reviews
            assert any((each.name, each.decision, each.seal) == (one.name, one.decision, one.seal) for each in found)
        again = {old.index(record): new[old.index(record)] for record, _ in entries}
        for number, record in again.items():
            last = record.reviews[-1]
            assert append_reviews(root, [(record, last)]) == [], number
        assert contents(root) == after


def assert_only_added(before: bytes, after: bytes) -> None:
    """Every line of ``before`` stands in ``after``, in order, with its own end; the last may have gained one."""
    waiting = iter(after.splitlines(keepends=True))
    lines = before.splitlines(keepends=True)
    for line in lines:
        assert any(other == line or (line is lines[-1] and other.rstrip(b"\r\n") == line) for other in waiting), line


@settings(max_examples=100)
@given(st.text(max_size=40))
def test_any_text_is_quoted_so_that_it_comes_back(text: str) -> None:
    """YAML reads a quoted text as the same text, whatever signs it holds."""
    text = "".join(one for one in text if not 0xD800 <= ord(one) < 0xE000)
    assert yaml.load(f"a: {quoted(text)}\n", yaml.BaseLoader) == {"a": text}
    assert len(quoted(text).splitlines()) == 1


FLOW = {
    "a link in one line": '      - {to: "lantern-code/5", covers: [register, access], reason: {en: "Yes.", ro: "Da."}}',
    "with a comma at its end": '      - {to: "lantern-code/5", covers: [register, access], reason: {en: "Yes.", ro: "Da."}, }  # x',
    "with an empty list": '      - {to: "lantern-code/5", covers: [register, access], reason: {en: "Yes.", ro: "Da."}, reviews: []}',
    "over several lines": '      - {to: "lantern-code/5", # a, b\n          covers: [register, access],\n'
    '          reason: {en: "Yes.", ro: "Da."} # c, d\n        }',
    "brackets alone": '      - to: "lantern-code/5"\n        reviews: []\n        covers: [register, access]\n'
    '        reason: {en: "Yes.", ro: "Da."}',
    "brackets alone, with a comment": '      - to: "lantern-code/5"\n        reviews: []  # none\n        covers: [register, access]\n'
    '        reason: {en: "Yes.", ro: "Da."}',
    "reviews in one line": '      - to: "lantern-code/5"\n        covers: [register, access]\n        reason: {en: "Yes.", ro: "Da."}\n'
    '        reviews: [{name: "Ion Rusu", role: "jurist", date: "2026-06-30", decision: remarks, remark: "A se reciti."}]',
    "reviews in the middle": '      - to: "lantern-code/5"\n        reviews:\n        - name: "Ion Rusu"\n          role: "jurist"\n'
    '          date: "2026-06-30"\n          decision: remarks\n          remark: "A se reciti."\n'
    '          # his last word\n        covers: [register, access]\n        reason: {en: "Yes.", ro: "Da."}',
    "folded prose at the end": '      - to: "lantern-code/5"\n        covers: [register, access]\n        reason:\n'
    "          en: |+\n            Yes.\n\n          ro: >-\n            Da,\n            desigur.\n\n\n",
    "prose kept to its last line": '      - to: "lantern-code/5"\n        covers: [register, access]\n        reason:\n'
    "          ro: Da.\n          en: |+\n            Yes # no.\n\n        # the end\n",
    "plain prose over two lines": '      - to: "lantern-code/5"\n        covers: [register, access]\n        reason:\n'
    "          en: Yes.\n          ro: Da,\n            desigur. # x",
    "a dash at the level of its key": '    - to: "lantern-code/5"\n      covers: [register, access]\n      reason: {en: "Yes.", ro: "Da."}',
}


@pytest.mark.parametrize("end", ["\n", "\r\n", ""])
@pytest.mark.parametrize("written", FLOW.values(), ids=FLOW)
def test_a_link_is_signed_however_it_is_written(corpus: Path, written: str, end: str) -> None:
    """Flow style is continued in flow style, empty brackets give way to lines; two people can sign one after the other."""
    path = corpus / "data/mappings/sample/chapter-2.yaml"
    head = 'instrument: sample\nchapter: "II"\njudgements:\n  - obligation: "sample/4(3)"\n    links:\n'
    tail = '\n  - obligation: "sample/4(1)"\n    none_found: [{elements: [exemption], searched: [lantern-code], reason: {en: "No.", ro: "Nu."}}]'
    path.write_bytes((head + written + (tail if end else "") + end).replace("\n", end or "\n").encode())
    for number, name in enumerate(("Ana Rusu", "Maria Rusu")):
        old = link_to(load(corpus), "lantern-code/5")
        assert append_reviews(corpus, [(old, review(name, remark='Zice: „da”, "da" # {și} [iar]'))]) == [path]
        new = link_to(load(corpus), "lantern-code/5")
        assert bare(new) == bare(msgspec.structs.replace(old, reviews=new.reviews))
        assert [one.name for one in new.reviews][-number - 1 :] == ["Ana Rusu", "Maria Rusu"][: number + 1]
        assert bare(new.reviews[:-1]) == bare(old.reviews)
    if end == "\r\n":
        assert path.read_bytes().count(b"\n") == path.read_bytes().count(b"\r\n")
    for comment in ("# a, b", "# c, d", "# none", "# his last word", "# the end", "# x"):
        assert (comment in written) == (comment.encode() in path.read_bytes())
    if "# his last word" in written:  # a remark stays with what it is about
        assert path.read_bytes().index(b"# his last word") < path.read_bytes().index(b"Ana Rusu")


def test_a_new_review_reads_as_a_lawyer_would_write_it(corpus: Path) -> None:
    """One key a line under the link, with quotation marks where the data have them."""
    append_reviews(corpus, [(link_to(load(corpus), "lantern-code/6(1)"), review(remark="Citit."))])
    assert """        reason: {en: "Provides a fine.", ro: "Prevede amendă."}
        reviews:
          - name: "Ana Rusu"
            role: "jurist"
            date: "2026-07-01"
            decision: agrees
            remark: "Citit."
            seal:
              judgement: "11111111111111111111111111111111"
              obligation: "22222222222222222222222222222222"
              target: "33333333333333333333333333333333"
    none_found:
""" in (corpus / CHAPTER).read_text(encoding="utf-8")


def test_words_are_written_as_data_files_hold_them(corpus: Path) -> None:
    """Cedillas, letters apart from their accents and invisible signs would make the file unreadable."""
    words = review("  Ştefan\u00a0 Rusu\u0306 ", "remarks", "Întâi.\r\n\r\nŢine\x07 de art. 208¹.")
    append_reviews(corpus, [(link_to(load(corpus), "lantern-code/6(1)"), words)])
    [one] = link_to(load(corpus), "lantern-code/6(1)").reviews
    assert (one.name, one.remark) == ("Ștefan Rusŭ", "Întâi.\n\nȚine  de art. 208¹.")
    assert already_recorded([one], msgspec.structs.replace(one, name="ștefan RUSŬ"))


# --- all or nothing --------------------------------------------------------------------------------------------------


def refused(root: Path, entries: Any, words: str, write: Callable[..., Any] = append_reviews) -> None:
    """Writing is refused with these words, and everything is as it was."""
    before = contents(root)
    with pytest.raises(UserError, match=words):
        write(root, entries)
    assert contents(root) == before


@pytest.mark.parametrize(
    ("one", "words"),
    [
        (review(" \u00a0"), "--name is empty"),
        (msgspec.structs.replace(review(), role="\x00"), "--role is empty"),
        (review(decision="disagrees"), "a review that disagrees needs words"),
        (review(decision="remarks", remark=" \n"), "a review that remarks needs words"),
        (msgspec.structs.replace(review(), seal=None), "an agreement needs the seal"),
        (review(remark="- " * 70), r"chapter-1\.yaml:6: the review cannot be added .*; nothing was written"),
    ],
)
def test_a_review_that_says_too_little_or_cannot_be_read_back_is_refused(corpus: Path, one: Review, words: str) -> None:
    """A sentence names what is missing; a sound review beside it is not written either."""
    first, second = select(load(corpus), ["sample/2(1)"])[:2]
    refused(corpus, [(second[1], review()), (first[1], one)], words)


def test_a_record_that_changed_since_it_was_read_is_not_signed(corpus: Path) -> None:
    """What the reviewer saw is no longer what is there."""
    link = link_to(load(corpus), "lantern-code/6(1)")
    path = corpus / CHAPTER
    path.write_text(path.read_text(encoding="utf-8").replace("Provides a fine", "Provides fines"), encoding="utf-8")
    refused(corpus, [(link, review())], r"chapter-1\.yaml:23: what is reviewed has changed")


def test_nothing_is_written_into_data_with_errors(corpus: Path) -> None:
    """A file elsewhere that cannot be used stops the signing."""
    link = link_to(load(corpus), "lantern-code/6(1)")
    (corpus / "data/authorities.yaml").write_text("colour: red\n", encoding="utf-8")
    before = contents(corpus)
    with pytest.raises(DataError):
        append_reviews(corpus, [(link, review())])
    assert contents(corpus) == before


@pytest.mark.parametrize("failing", [1, 2, 3])
def test_all_files_are_replaced_or_none(corpus: Path, monkeypatch: pytest.MonkeyPatch, failing: int) -> None:
    """A disk that fails at any of the moves leaves every file as it was."""
    one = assessment()
    append_assessments(corpus, [("lantern-code", one)])
    catalogue, replace, moves = load(corpus), Path.replace, itertools.count(1)

    def fail(self: Path, target: Path) -> Path:
        if self.suffix == ".new" and next(moves) == failing:
            raise OSError(28, "No space left on device", str(target))
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", fail)
    if failing < 3:
        entries = [(record, review()) for record in records(catalogue)]
        refused(corpus, entries, "cannot be written: No space left on device; nothing was changed")
    else:
        later = msgspec.structs.replace(one, after="9" * 32)
        entries = [(about, later) for about in ("hg-12-2015", "lantern-code", "sample")]
        refused(corpus, entries, "nothing was changed", append_assessments)


def test_ctrl_c_waits_until_the_files_are_moved() -> None:
    """It is not lost: it arrives when everything stands in its place."""
    moved = False
    with pytest.raises(KeyboardInterrupt), uninterrupted():
        signal.raise_signal(signal.SIGINT)
        moved = True
    assert moved


def test_a_file_that_somebody_else_writes_meanwhile_is_left_to_them(
    corpus: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Between reading and replacing, another's work is not overwritten."""
    from mapping.signing import lines

    exchange = lines._exchange

    def late(staging: Path, changes: Any) -> None:
        with (corpus / CHAPTER).open("a", encoding="utf-8") as file:
            file.write("# meanwhile\n")
        exchange(staging, changes)

    monkeypatch.setattr(lines, "_exchange", late)
    with pytest.raises(UserError, match="changed by somebody else meanwhile"):
        append_reviews(corpus, [(one, review()) for one in records(load(corpus))])
    assert not any(one.reviews for one in records(load(corpus)))
    assert (corpus / CHAPTER).read_text(encoding="utf-8").endswith("# meanwhile\n")


# --- assessments -----------------------------------------------------------------------------------------------------


def assessment(
    at: str = "5(1)", before: str = "a" * 32, after: str = "b" * 32, verdict: Any = "editorial"
) -> Assessment:
    """An assessment of a change."""
    return Assessment(
        at=parse(at), before=before, after=after, verdict=verdict, name="Ana Rusu", role="jurist", date=DAY
    )


def test_assessments_are_written_once_below_one_another(corpus: Path) -> None:
    """The file begins with what it is about; the same again is not written, another verdict is."""
    path = corpus / "data/assessments/lantern-code.yaml"
    assert append_assessments(corpus, [("lantern-code", assessment()), ("lantern-code", assessment())]) == [path]
    assert path.read_text(encoding="utf-8") == (
        "about: lantern-code\n"
        "assessments:\n"
        '  - at: "5(1)"\n'
        f'    before: "{"a" * 32}"\n'
        f'    after: "{"b" * 32}"\n'
        "    verdict: editorial\n"
        '    name: "Ana Rusu"\n'
        '    role: "jurist"\n'
        '    date: "2026-07-01"\n'
    )
    before = contents(corpus)
    assert append_assessments(corpus, [("lantern-code", assessment())]) == []
    assert contents(corpus) == before
    path.write_text(path.read_text(encoding="utf-8") + "# read twice\n", encoding="utf-8")
    assert append_assessments(corpus, [("lantern-code", assessment(verdict="material"))]) == [path]
    assert [one.verdict for one in load(corpus).assessed["lantern-code/5(1)"]] == ["editorial", "material"]
    assert "# read twice\n" in path.read_text(encoding="utf-8")


def test_an_assessment_of_something_unknown_is_refused(corpus: Path) -> None:
    """The nearest act is named."""
    refused(corpus, [("lantern-cod", assessment())], 'did you mean "lantern-code"', append_assessments)


# --- choosing --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("what", "to", "count"),
    [
        ([], None, 17),
        (["sample"], None, 17),
        (["sample:I"], None, 14),
        (["sample:II"], None, 3),
        (["sample/2"], None, 9),
        (["sample/2(1)"], None, 5),
        (["sample/2(3)"], None, 2),
        (["sample/2(3)(a)", "sample/2", "sample/2(1)"], None, 9),
        (["sample/1"], None, 0),
        ([], "lantern-code", 4),
        ([], "lantern-code/act", 4),
        ([], "lantern-code/6", 1),
        (["sample:I"], "lantern-code", 2),
        ([], "sample-plan/1.1", 1),
        ([], "sample-plan", 3),
    ],
)
def test_a_reviewer_names_a_place_an_article_a_chapter_or_a_treaty(
    sample: Catalogue, what: list[str], to: str | None, count: int
) -> None:
    """Everything that lies in what is named is chosen, once, in the order of the data."""
    found = select(sample, what, to=to)
    everything = [id(record) for record in records(sample)]
    order = [everything.index(id(record)) for _, record in found]
    assert (len(found), order) == (count, sorted(order))


@pytest.mark.parametrize(
    ("what", "to", "words"),
    [
        (["sample/2(4)"], None, r'"sample/2\(4\)" is no obligation, article, chapter or treaty.*did you mean'),
        (["sample/art. 2"], None, "is no obligation"),
        (["sample:III"], None, r'did you mean "sample:I'),
        (["sampel"], None, 'did you mean "sample"'),
        ([], "lantern-code/8", 'no link chosen goes to "lantern-code/8"'),
        (["sample:II"], "law-8-2010/3", "no link chosen goes to"),
    ],
)
def test_a_name_that_means_nothing_is_refused(sample: Catalogue, what: list[str], to: str | None, words: str) -> None:
    """One sentence, with the nearest name there is."""
    with pytest.raises(UserError, match=words):
        select(sample, what, to=to)


# --- the command -----------------------------------------------------------------------------------------------------

Command = Callable[..., str]


@pytest.fixture
def command(corpus: Path, capsys: pytest.CaptureFixture[str]) -> Command:
    """Run ``mapping review`` with these words on the corpus, and return what it prints."""
    parser = argparse.ArgumentParser()
    add_arguments(parser)

    def run(*words: str) -> str:
        assert run_review(parser.parse_args(words), corpus) == 0
        return capsys.readouterr().out

    return run


def imported(corpus: Path, consolidated: str = "2026-06-30", **words: str) -> None:
    """Import the Lantern Code as it reads from a day on."""
    said = {
        "p1": "Felinarele se aprind la amurg.",
        "a": "pe străzi;",
        "b": "în porturi.",
        "p2": "Se sting în zori.",
    } | words
    letters = (unit("5(1)(a)", words=said["a"]), unit("5(1)(b)", words=said["b"]))
    paragraphs = (unit("5(1)", words=said["p1"], units=letters), unit("5(2)", words=said["p2"]))
    text = Text(
        about="lantern-code", consolidated=dt.date.fromisoformat(consolidated), language="ro", format="text",
        sha256="0" * 64, retrieved=DAY, units=(unit("5", heading="Aprinderea", units=paragraphs),),
    )  # fmt: skip
    assert keep(corpus, load(corpus).edition, text) == "new"


ANA = ("--name", "Ana Rusu", "--role", "jurist", "--date", "2026-07-01")


def test_the_story_of_a_signature(corpus: Path, command: Command) -> None:
    """Listed, signed, found suspect when the law changes, settled as editorial, signed again, withdrawn."""
    imported(corpus)
    place = "lantern-code/5(1)"
    assert f"unsigned  sample/2(1) → {place}\n" in command("sample/2(1)")
    said = command("sample/2(1)", *ANA)
    assert f"agrees    sample/2(1) → {place}\n" in said
    assert "Sealed 1 without the text of the law and 5 without the text of the treaty" in said
    assert "5 reviews written" in said
    assert "5 records: 5 signed." in command("sample/2(1)")
    assert "already recorded" in command("sample/2(1)", *ANA)

    imported(corpus, "2026-07-01", a="pe străzile orașului;")
    listed = command("--suspect")
    assert f"suspect   sample/2(1) → {place}   (Ana Rusu agrees, 2026-07-01; changed: text)" in listed
    assert "1 record: 1 suspect." in listed
    before = contents(corpus)
    assert "open      lantern-code/5(1): 1 signed on other words" in command("--change", "lantern-code/5(1)(a)")
    assert "already" not in command("--change", "lantern-code/5(1)(a)", "--verdict", "material", "--dry-run", *ANA)
    assert contents(corpus) == before
    assert "skipped   lantern-code/5(1): it also changed at 5(1)(a)" in command("--change", "lantern-code/5(1)(b)")
    said = command("--change", "lantern-code/5(1)(a)", "--verdict", "editorial", *ANA)
    assert "editorial lantern-code/5(1): 1 signed on other words\n          sample/2(1) → lantern-code/5(1)" in said
    assert "To undo: the same command with the other --verdict" in said
    assert "already recorded" in command("--change", "lantern-code/5", "--verdict", "editorial", *ANA)
    assert command("--suspect") == "Nothing chosen is suspect.\n"
    assert "editorial lantern-code/5(1): 1 signed on other words" in command("--change", "lantern-code/5")

    imported(corpus, "2026-07-02", a="pe străzile orașului;", p2="Se sting la miezul nopții.", b="în porturi și gări.")
    assert "Nothing chosen is suspect." in command("--suspect")  # nobody has fetched anything since
    imported_on(corpus, "2026-07-02")
    assert "1 record: 1 suspect." in command("--suspect")
    assert "1 review written" in command("--suspect", *ANA[:-1], "2026-07-03")
    assert "5 records: 5 signed." in command("sample/2(1)")
    assert "5 reviews written" in command("sample/2(1)", "--decision", "withdraws", *ANA[:-1], "2026-07-04")
    assert "5 records: 5 unsigned." in command("sample/2(1)")
    assert "nothing of Ana Rusu stands here" in command("sample/2(1)", "--decision", "withdraws", *ANA)


def imported_on(corpus: Path, day: str) -> None:
    """Say that the newest text was fetched on a day."""
    path = sorted((corpus / ".texts/lantern-code").iterdir())[-1]
    path.write_text(
        path.read_text(encoding="utf-8").replace('"retrieved": "2026-07-01"', f'"retrieved": "{day}"'), "utf-8"
    )


def test_what_changed_around_or_beside_a_place_is_not_settled_with_it(corpus: Path, command: Command) -> None:
    """An assessment of one paragraph says nothing of a link to the article that changed in two."""
    path = corpus / CHAPTER
    path.write_text(
        path.read_text(encoding="utf-8").replace('"lantern-code/5(1)"', '"lantern-code/5"'), encoding="utf-8"
    )
    imported(corpus)
    command("sample/2(1)", *ANA)
    imported(corpus, "2026-07-01", a="pe alei;", p2="Se sting la prânz.")
    catalogue = load(corpus)
    library = open_library(corpus, catalogue.edition)

    def beyond(place: str) -> list[Any]:
        return [one.beyond for one in steps_at(catalogue, library, place)]

    assert beyond("lantern-code/5(1)") == [("5(2)",)]
    assert beyond("lantern-code/5") == beyond("lantern-code/act") == [()]
    assert beyond("lantern-code/6") == []
    next((corpus / ".texts/lantern-code").glob("2026-06-30*")).unlink()
    library = open_library(corpus, catalogue.edition)
    assert beyond("lantern-code/5(1)") == [None]
    assert beyond("lantern-code/5") == [()]
    assert "name lantern-code/5 itself" in command("--change", "lantern-code/5(1)")


def test_a_dispute_names_who_disagrees(command: Command) -> None:
    """A reviewer who disagrees says why, and the listing says who."""
    command("sample/4(1)", *ANA)
    command("sample/4(1)", "--name", "Ion Rusu", "--role", "expert", "--decision", "disagrees", "--remark", "Nu.", "--date", "2026-07-02")  # fmt: skip
    assert "disputed  sample/4(1) → none found for exemption   (Ion Rusu disagrees, 2026-07-02; Ana" in command(
        "sample:II"
    )


def test_a_dry_run_writes_nothing(corpus: Path, command: Command) -> None:
    """It says what would be written."""
    before = contents(corpus)
    assert "3 reviews would be written; nothing was." in command("sample:II", "--dry-run", *ANA)
    assert contents(corpus) == before


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (ANA, "nothing is chosen to sign"),
        (("sample", *ANA[:-1], "01.07.2026"), "not a date: write YYYY-MM-DD"),
        (("sample", *ANA[:-1], "2999-01-01"), "a day that has not come"),
        (("sample", "--name", "Ana Rusu"), "--role is empty"),
        (("sample", "--decision", "disagrees", *ANA), "needs words"),
        (("--change", "lantern-code/5(1)", *ANA), "needs --verdict"),
        (("sample", "--change", "lantern-code/5(1)"), "leave out what else is chosen"),
        (("--change", "lantern-cod/5(1)"), "is not a place of a recorded act or treaty"),
        (("sample", "--verdict", "editorial", *ANA), "name its place with --change"),
        (("--change", "lantern-code/5", "--decision", "disagrees", *ANA), "say which with --verdict"),
        (("sample", "--decision", "disagrees", "--remark", "Nu."), "--decision is for signing, and nobody signs"),
        (("sample", "--role", "jurist"), "--role is for signing"),
        (("--change", "lantern-code/5", "--verdict", "editorial"), "--verdict is for signing"),
        (("--change", "lantern-code/x"), "is not a place of a recorded act or treaty"),
    ],
)
def test_a_slip_on_the_command_line_is_explained(
    corpus: Path, command: Command, words: Iterable[str], said: str
) -> None:
    """One sentence, and nothing is written."""
    before = contents(corpus)
    with pytest.raises(UserError, match=said):
        command(*words)
    assert contents(corpus) == before


def test_everything_of_the_corpus_can_be_signed_and_is_clean(corpus: Path) -> None:
    """Sealed, written, read again from the files: every record is signed, and no file but the mappings changed."""
    catalogue = load(corpus)
    library = open_library(corpus, catalogue.edition)

    def entry(judgement: Judgement, record: Link | NoneFound) -> tuple[Signable, Review]:
        one = msgspec.structs.replace(review(), seal=seal(catalogue, judgement, record, library))
        return record, one

    changed = append_reviews(corpus, [entry(*one) for one in signable(catalogue)])
    assert {path.parent.name for path in changed} == {"sample"}
    found = sign_offs(load(corpus), library)
    assert {one.state for one in found.values()} == {"signed"}
    assert set(found) == {key_of(*one) for one in signable(catalogue)}
    assert set(data_files(corpus)) >= set(changed)
