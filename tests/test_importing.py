"""Importing official texts: what is reported, what is kept, what is refused, and the round of the publishers."""

import argparse
import datetime as dt
import io
import itertools
import struct
import time
import zipfile
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lantern_register import CODE, LAW, Register, amended, law_page, open_register, page, point_to
from mapping.catalogue import Catalogue
from mapping.errors import UserError
from mapping.importing.arrival import Arrival, Tally, listed, take
from mapping.importing.command import LARGEST_FILE, add_arguments, run_import
from mapping.importing.publishers import import_published
from mapping.texts.compare import Change
from mapping.texts.library import open_library
from mapping.texts.model import Text
from mapping.texts.reader import read_text

TODAY = dt.date(2026, 6, 30)
AHEAD = "LP60 din 01.06.26, MO210/05.06.26 art.300; în vigoare 01.09.26"
LATER = "LP55 din 01.05.26, MO200/05.05.26 art.290; în vigoare 01.06.26"

Import = Callable[..., int]


@pytest.fixture
def do(corpus: Path, monkeypatch: pytest.MonkeyPatch) -> Import:
    """Run ``mapping import`` with these words inside a copy of the corpus."""
    monkeypatch.setenv("MAPPING_ROOT", str(corpus))
    parser = argparse.ArgumentParser()
    add_arguments(parser)

    def run(*words: object, today: dt.date = TODAY) -> int:
        return run_import(parser.parse_args([str(one) for one in words]), today=today)

    return run


@pytest.fixture
def saved(tmp_path: Path) -> Callable[[str | bytes, str], Path]:
    """Write a file that somebody saved."""

    def write(content: str | bytes, name: str = "saved.html") -> Path:
        path = tmp_path / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    return write


@pytest.fixture
def register() -> Iterator[Register]:
    """The invented register, open."""
    with open_register() as opened:
        yield opened


def stored(root: Path) -> dict[str, bytes]:
    """Every file of the library with its bytes."""
    return {path.name: path.read_bytes() for path in sorted((root / ".texts").rglob("*")) if path.is_file()}


Saved = Callable[..., Path]


# --- one text --------------------------------------------------------------------------------------------------------


def test_an_import_says_what_came(do: Import, saved: Saved, capsys: pytest.CaptureFixture[str]) -> None:
    """Title, number, consolidation, amendment, document, hash, address and the number of articles, then the next command."""
    assert do(saved(page()), "--act", "lantern-code") == 0
    said = capsys.readouterr().out
    for fact in (
        "CODUL FELINARELOR", "(7/2004)", "consolidation of 2026-03-01", "LP50 din 05.05.26", "document 100", "SHA-256 ",
        "https://www.legis.md/cautare/getResults?doc_id=100", "6 articles", "Stored.", "Next: mapping changes",
    ):  # fmt: skip
        assert fact in said
    assert "against" not in said
    assert "ahead" not in said


def test_the_next_consolidation_is_held_against_the_one_before(
    do: Import, saved: Saved, capsys: pytest.CaptureFixture[str]
) -> None:
    """Articles added, changed, lost and renumbered are counted and named, and so are recorded places that are gone."""
    do(saved(page()), "--act", "lantern-code")
    capsys.readouterr()
    changed = amended(CODE, "5", "30 de minute", "20 de minute")
    renumbered = [
        ("6^1", "Abrogat", []) if one[0] == "6^1" else ("9", *one[1:]) if one[0] == "8" else one for one in changed
    ]
    renumbered.insert(
        -1,
        ("8", "Felinarele plutitoare", ["Felinarele de pe nave se aprind de comandant, înainte de plecarea din port."]),
    )
    do(saved(page(renumbered, amendment=AHEAD, document="101")), "--act", "lantern-code")
    said = capsys.readouterr().out
    assert "against the consolidation of 2026-03-01: 1 added, 1 changed, 1 lost, 1 renumbered" in said
    assert "    added: 8\n" in said
    assert "    changed: 5\n" in said
    assert "    lost: 6^1 (repealed)\n" in said
    assert "    renumbered: 8 → 9\n" in said
    assert "recorded in the data, but not in force in this text: 6^1 (repealed)\n" in said
    assert "consolidation of 2026-09-01 (published ahead: it applies from that day)" in said


def test_importing_twice_is_importing_once(
    do: Import, saved: Saved, corpus: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The second time nothing is written, and the person is told."""
    path = saved(page())
    do(path, "--act", "lantern-code")
    before = stored(corpus)
    capsys.readouterr()
    assert do(path, "--act", "lantern-code") == 0
    said = capsys.readouterr().out
    assert "there already; nothing changed" in said
    assert "Next" not in said
    assert stored(corpus) == before


def test_other_words_of_the_same_consolidation_need_a_decision(
    do: Import, saved: Saved, corpus: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Without --replace they are refused; with it they take the place, and the difference is shown."""
    do(saved(page()), "--act", "lantern-code")
    before = stored(corpus)
    other = saved(page(amended(CODE, "7", "locul în care", "punctul în care")))
    with pytest.raises(UserError, match=r"other words in article 7: .*--replace"):
        do(other, "--act", "lantern-code")
    assert stored(corpus) == before
    capsys.readouterr()
    do(other, "--act", "lantern-code", "--replace")
    said = capsys.readouterr().out
    assert "against the text of this consolidation that was there: 1 changed" in said
    assert "in place of the other wording" in said
    assert stored(corpus) != before


def test_an_excerpt_is_taken_when_it_is_called_one(
    do: Import, saved: Saved, corpus: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """What it lacks counts neither as lost nor as missing; the whole text later takes its place."""
    part = saved(page(CODE[1:3]), "part.html")
    do(part, "--act", "lantern-code", "--part")
    said = capsys.readouterr().out
    assert "2 articles (an excerpt)" in said
    assert "not there" not in said
    do(saved(page()), "--act", "lantern-code")
    assert "in place of the excerpt" in capsys.readouterr().out
    after = stored(corpus)
    do(part, "--act", "lantern-code", "--part")
    assert stored(corpus) == after


def test_a_day_and_an_address_given_by_hand_are_taken(
    do: Import, saved: Saved, corpus: Path, sample: Catalogue
) -> None:
    """A plain text that says neither gets them from the options."""
    lines = ["COD Nr. 7 din 02-02-2004", "CODUL FELINARELOR"]
    for number, heading, words in CODE:
        lines += [f"Articolul {number}. {heading}", *words]
    path = saved("\n".join(lines), "code.txt")
    with pytest.raises(UserError, match="--consolidated"):
        do(path, "--act", "lantern-code")
    do(path, "--act", "lantern-code", "--consolidated", "2026-03-01", "--address", "https://www.legis.md/x")
    [text] = open_library(corpus, sample.edition).texts
    assert (text.consolidated, text.address) == (dt.date(2026, 3, 1), "https://www.legis.md/x")


def test_an_address_is_fetched(do: Import, register: Register, corpus: Path, sample: Catalogue) -> None:
    """The text, where it was and when it was fetched are kept."""
    point_to(corpus, register, {})
    register.pages["100"] = page()
    assert do(register.address("100"), "--act", "lantern-code") == 0
    [text] = open_library(corpus, sample.edition).texts
    assert (text.address, text.retrieved, text.document) == (register.address("100"), TODAY, "100")


def test_a_trial_keeps_nothing(do: Import, saved: Saved, corpus: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """It reports what an import would report, conflicts included."""
    do(saved(page()), "--act", "lantern-code")
    before = stored(corpus)
    newer = saved(page(amended(CODE, "5", "30 de minute", "20 de minute"), amendment=AHEAD))
    capsys.readouterr()
    do(newer, "--act", "lantern-code", "--dry-run")
    said = capsys.readouterr().out
    assert "1 changed" in said
    assert "It would be stored." in said
    assert "Stored" not in said
    assert said.endswith("This was a trial: nothing was kept.\n")
    with pytest.raises(UserError, match="--replace"):
        do(saved(page(CODE[:-1])), "--act", "lantern-code", "--dry-run")
    assert stored(corpus) == before


def test_texts_lie_in_the_data_when_the_edition_says_so(do: Import, saved: Saved, corpus: Path) -> None:
    """The setting ``texts: committed`` moves the library into version control."""
    with (corpus / "data" / "edition.yaml").open("a", encoding="utf-8") as file:
        file.write("texts: committed\n")
    do(saved(page()), "--act", "lantern-code")
    assert (corpus / "data" / "official_texts" / "lantern-code" / "2026-03-01.json").is_file()
    assert not (corpus / ".texts").exists()


@given(
    order=st.permutations(range(4)).flatmap(lambda some: st.lists(st.sampled_from(some), max_size=4).map(some.__add__))
)
def test_the_order_of_imports_never_matters(
    order: list[int], sample: Catalogue, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Consolidations, an excerpt and another act give the same library in whatever order, and however often, they come."""
    later = amended(CODE, "5", "30 de minute", "20 de minute")
    arriving = [
        ("lantern-code", page(), False),
        ("lantern-code", page(CODE[1:3]), True),
        ("lantern-code", page(later, amendment=AHEAD), False),
        ("law-8-2010", law_page(), False),
    ]
    found = []
    for places in (range(4), order):
        root = tmp_path_factory.mktemp("library")
        for place in places:
            name, content, partial = arriving[place]
            take(root, sample, read(sample, name, content, partial=partial))
        found.append(stored(root))
    assert found[0] == found[1]


def read(catalogue: Catalogue, name: str, content: str, *, partial: bool = False) -> Text:
    """A text of the corpus."""
    about = catalogue.act_by_id[name]
    return read_text(
        content.encode(), name="a.html", about=about, catalogue=catalogue, retrieved=TODAY, partial=partial
    )


def test_each_article_is_counted_once() -> None:
    """Several places of one article are one article; what happened inside it is a change of it, whatever its kind."""
    tally = Tally.of(
        [
            Change(kind="amended", at="5(1)", now="5(1)"),
            Change(kind="added", at=None, now="5(3)"),
            Change(kind="repealed", at="6(2)", now="6(2)"),
            Change(kind="heading", at="7", now="7"),
            Change(kind="added", at=None, now="7^1"),
            Change(kind="added", at="8", now="8"),  # repealed before, in force again
            Change(kind="removed", at="9", now=None),
            Change(kind="renumbered", at="10", now="11", inside=(Change(kind="amended", at="10", now="11"),)),
        ]
    )
    assert tally == (["7^1"], ["5", "6", "7", "8"], ["9 (gone)"], ["10 → 11 (and changed)"])
    assert tally.in_short == "1 added, 4 changed, 1 lost, 1 renumbered"
    assert Tally.of([]).in_short == "the same words"


def test_a_long_list_ends_in_a_number() -> None:
    """Ten places by name, then how many more."""
    names = [str(one) for one in range(13)]
    assert listed(names) == "0, 1, 2, 3, 4, 5, 6, 7, 8, 9 and 3 more"
    assert listed(names[:10]) == "0, 1, 2, 3, 4, 5, 6, 7, 8, 9"


def test_the_list_shows_what_applies(do: Import, saved: Saved, capsys: pytest.CaptureFixture[str]) -> None:
    """Each text with its state on the day on which texts were last seen."""
    do("--list")
    assert "is empty" in capsys.readouterr().out
    do(saved(page()), "--act", "lantern-code")
    do(saved(page(document="102", amendment=LATER)), "--act", "lantern-code")
    do(saved(page(document="103", amendment=AHEAD)), "--act", "lantern-code")
    do(saved(law_page(LAW[:2])), "--act", "law-8-2010", "--part")
    capsys.readouterr()
    assert do("--list") == 0
    rows = [line.split() for line in capsys.readouterr().out.splitlines()[1:]]
    assert rows == [
        ["lantern-code", "2026-03-01", "earlier", "100", "6", "articles", "2026-06-30"],
        ["lantern-code", "2026-06-01", "current", "102", "6", "articles", "2026-06-30"],
        ["lantern-code", "2026-09-01", "upcoming", "103", "6", "articles", "2026-06-30"],
        ["law-8-2010", "2025-12-31", "current", "200", "2", "articles", "(an", "excerpt)", "2026-06-30"],
    ]


def test_the_list_can_be_narrowed(do: Import, saved: Saved, capsys: pytest.CaptureFixture[str]) -> None:
    """To one act; one that was never imported is said to be absent."""
    do(saved(page()), "--act", "lantern-code")
    do(saved(law_page()), "--act", "law-8-2010")
    capsys.readouterr()
    do("--list", "--act", "law-8-2010")
    said = capsys.readouterr().out
    assert "law-8-2010" in said
    assert "lantern-code" not in said
    do("--list", "--act", "hg-12-2015")
    assert "There is no text of hg-12-2015" in capsys.readouterr().out


def test_a_text_can_be_taken_out_again(do: Import, saved: Saved, corpus: Path) -> None:
    """The one that is named, and no other; one that is not there is said to be absent."""
    do(saved(page()), "--act", "lantern-code")
    before = stored(corpus)
    do(saved(page(amendment=LATER)), "--act", "lantern-code")
    assert do("--remove", "2026-06-01", "--act", "lantern-code") == 0
    assert stored(corpus) == before
    with pytest.raises(UserError, match=r"no stored text of 2026-06-01: stored are 2026-03-01"):
        do("--remove", "2026-06-01", "--act", "lantern-code")
    with pytest.raises(UserError, match="nothing of it is stored"):
        do("--remove", "2026-06-01", "--act", "law-8-2010")
    assert stored(corpus) == before


def test_a_day_that_the_text_denies_is_doubted(do: Import, saved: Saved, capsys: pytest.CaptureFixture[str]) -> None:
    """The day given by hand is taken, and the one the amendment names is told; equal days are no news."""
    do(saved(page()), "--act", "lantern-code")
    assert "doubt" not in capsys.readouterr().out
    do(saved(page()), "--act", "lantern-code", "--consolidated", "2026-04-01")
    assert "it is the consolidation of 2026-03-01; kept is 2026-04-01" in capsys.readouterr().out


# --- what is refused -------------------------------------------------------------------------------------------------

MISUSE = [
    ([], "name a file or an address"),
    (["a.html"], "add --act ID"),
    (["a.html", "--act", "lantern-cod"], 'did you mean "lantern-code"'),
    (["a.html", "--act", "lantern-code", "--act", "law-8-2010"], "give --act once"),
    (["a.html", "--published"], "leave out the file"),
    (["--published", "--part"], "--part is for one text"),
    (["--published", "--act", "lantern-code"], "no address of a publisher who may be asked for lantern-code"),
    (["--published"], "write source.address"),
    (["a.html", "--act", "lantern-code", "--address", "javascript:alert(1)"], "is not a web address"),
    (["a.html", "--act", "lantern-code", "--consolidated", "1.3.2026"], "write it as YYYY-MM-DD"),
    (["a.html", "--act", "lantern-code", "--consolidated", "20260301"], "write it as YYYY-MM-DD"),
    (["missing.html", "--act", "lantern-code"], r'there is no file "missing\.html"'),
    ([".", "--act", "lantern-code"], "is a folder"),
    (["/dev/null", "--act", "lantern-code"], "there is no file"),
    (["https://example.com/a", "--act", "lantern-code"], "not among the publishers"),
    (["http://www.legis.md/a", "--act", "lantern-code"], "https://"),
    (["missing.xlsx"], "there is no file"),
    (["missing.xlsx", "--dry-run"], "--dry-run is for texts"),
    (["missing.xlsx", "--act", "lantern-code"], "--act is for an official text"),
    (["missing.xlsx", "--consolidated", "2026-03-01"], "--consolidated is for an official text"),
    (["a.html", "--list"], "leave out the file"),
    (["--list", "--published"], "leave out --published"),
    (["--list", "--act", "lantern-cod"], 'did you mean "lantern-code"'),
    (["--remove", "2026-03-01"], "say of which act or treaty"),
    (["--remove", "1.3.2026", "--act", "lantern-code"], "write it as YYYY-MM-DD"),
    (["--remove", "2026-03-01", "--dry-run", "--act", "lantern-code"], "leave out --dry-run"),
]


@pytest.mark.parametrize(("words", "sentence"), MISUSE, ids=[" ".join(words) or "nothing" for words, _ in MISUSE])
def test_a_mistaken_command_is_explained(words: list[str], sentence: str, do: Import, corpus: Path) -> None:
    """One sentence with the remedy; nothing is stored."""
    with pytest.raises(UserError, match=sentence):
        do(*words)
    assert not (corpus / ".texts").exists()


def encrypted_pdf(_: Path) -> bytes:
    """A PDF that asks for a password."""
    from pypdf import PdfWriter

    writer, content = PdfWriter(), io.BytesIO()
    writer.add_blank_page(200, 200)
    writer.encrypt("secret")
    writer.write(content)
    return content.getvalue()


def scanned_pdf(folder: Path) -> bytes:
    """A PDF whose only page is a picture."""
    import typst

    (folder / "scan.png").write_bytes(picture(folder))
    (folder / "scan.typ").write_text('#image("scan.png")', encoding="utf-8")
    content: bytes = typst.compile(str(folder / "scan.typ"))
    return content


def picture(_: Path) -> bytes:
    """A PNG of one grey pixel."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"\0\x80")) + chunk(b"IEND", b"")
    )


def docx_bomb(_: Path) -> bytes:
    """A small Word file that unpacks to 300 MB."""
    content, piece = io.BytesIO(), b" " * 1_000_000
    with (
        zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive,
        archive.open("word/document.xml", "w", force_zip64=True) as member,
    ):
        for _ in range(300):
            member.write(piece)
    return content.getvalue()


def in_russian(_: Path) -> bytes:
    """The same code in another language."""
    words = ["Каждый фонарь на улице зажигается вечером, не позднее чем через полчаса после захода солнца."]
    return page([(number, "Фонари", words) for number, _, _ in CODE]).encode()


def twelve_twice(_: Path) -> bytes:
    """Two articles 12, which only a slip can give."""
    return page([*CODE, *(("12", name, ["Felinarul este aprins la amurg."]) for name in ("Paza", "Uleiul"))]).encode()


def cut_short(_: Path) -> bytes:
    """The page without its second half."""
    content = page().encode()
    return content[: content.index(b"Articolul 6.")]


def very_large(folder: Path) -> bytes:
    """A page of 25 MB."""
    return page().encode() + b"<p>felinar</p>" * 1_800_000


def another_act(_: Path) -> bytes:
    """The law on keepers, under the name of the code."""
    return law_page().encode()


BAD = [
    (in_russian, "a.html", "Russian"),
    (another_act, "a.html", "8/2010.*7/2004"),
    (cut_short, "a.html", "cut short"),
    (twelve_twice, "a.html", "article 12 stands twice"),
    (encrypted_pdf, "a.pdf", "password|encrypted"),
    (scanned_pdf, "a.pdf", "scan"),
    (docx_bomb, "a.docx", "MB"),
    (very_large, "a.html", "at most 20"),
    (picture, "a.html", "."),
    (lambda _: b"", "a.html", "is empty"),
]


@pytest.mark.parametrize(("make", "name", "sentence"), BAD, ids=[
    "wrong language", "other act", "truncated", "two articles 12", "encrypted", "scanned", "bomb", "large", "picture", "empty",
])  # fmt: skip
def test_a_bad_file_is_refused_and_the_library_is_as_it_was(
    make: Callable[[Path], bytes], name: str, sentence: str, do: Import, saved: Saved, corpus: Path, tmp_path: Path
) -> None:
    """Whatever is wrong with it, one sentence says so, and every stored byte stays."""
    do(saved(page()), "--act", "lantern-code")
    before = stored(corpus)
    path = saved(make(tmp_path), name)
    for replace in ([], ["--replace"]):
        with pytest.raises(UserError, match=sentence) as raised:
            do(path, "--act", "lantern-code", *replace)
        assert "\n" not in str(raised.value)
    assert stored(corpus) == before


def test_a_file_of_more_than_a_hundred_megabytes_is_not_opened(
    do: Import, tmp_path: Path, corpus: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its size is enough to refuse it."""
    path = tmp_path / "large.html"
    with path.open("wb") as file:
        file.truncate(LARGEST_FILE + 1)
    read_bytes = Path.read_bytes
    monkeypatch.setattr(Path, "read_bytes", lambda one: pytest.fail("it was read") if one == path else read_bytes(one))
    with pytest.raises(UserError, match="100 MB"):
        do(path, "--act", "lantern-code")
    assert not (corpus / ".texts").exists()


def test_scripts_play_no_part(do: Import, saved: Saved, corpus: Path, sample: Catalogue) -> None:
    """A page with scripts gives the same provisions as one without."""
    scripts = '<script>document.write("<p>Articolul 99. Furt</p>")</script><style>p::after {content: "x"}</style>'
    do(saved(page(scripts=scripts)), "--act", "lantern-code")
    [text] = open_library(corpus, sample.edition).texts
    assert text.units == read(sample, "lantern-code", page()).units


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (page() + "<!-- interrupted -->", "interrupted"),
        (page() + "<p>felinar</p>" * 1_800_000, "20 MB"),
        (None, "404"),
        ("<title>Just a moment...</title>", "save the page"),
    ],
    ids=["interrupted", "too large", "missing", "human check"],
)
def test_a_failed_download_leaves_the_library_as_it_was(
    content: str | None, sentence: str, do: Import, saved: Saved, register: Register, corpus: Path
) -> None:
    """What does not come whole is not kept."""
    do(saved(page()), "--act", "lantern-code")
    point_to(corpus, register, {})
    before = stored(corpus)
    if content is not None:
        register.pages["100"] = content
    with pytest.raises(UserError, match=sentence):
        do(register.address("100"), "--act", "lantern-code", "--replace")
    assert stored(corpus) == before


def test_an_import_that_stops_half_way_leaves_the_library_as_it_was(
    do: Import, saved: Saved, corpus: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A full disk at the last moment loses neither the old text nor leaves half a new one."""
    do(saved(page()), "--act", "lantern-code")
    before = stored(corpus)

    def full(*_: object) -> Path:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(UserError, match="No space left"):
        do(saved(page(amendment=AHEAD)), "--act", "lantern-code")
    assert stored(corpus) == before


# --- a returned workbook ---------------------------------------------------------------------------------------------


def test_a_workbook_without_an_act_is_a_reviewers(
    do: Import, saved: Saved, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """It goes to the room that reads workbooks; conflicts end in exit code 1."""
    import mapping.workbook

    class Report:
        returned = argparse.Namespace(conflicts=("Lanzarote!H7",))

        def __str__(self) -> str:
            return "2 taken, 1 in conflict"

    taken: list[tuple[bytes, dt.date]] = []
    monkeypatch.setattr(mapping.workbook, "apply", lambda *given: taken.append(given[3:]) or Report(), raising=False)
    assert do(saved(b"PK workbook", "Review.XLSX")) == 1
    assert taken == [(b"PK workbook", TODAY)]
    assert "2 taken" in capsys.readouterr().out


# --- all texts, from their publishers --------------------------------------------------------------------------------

OFFERED = (("100", "01-03-2026"), ("101", "01-05-2026"), ("102", "01-06-2026"), ("103", "01-09-2026"))


@pytest.fixture
def published(register: Register, corpus: Path) -> Register:
    """A code with two newer consolidations that have begun and one published ahead; a law with none."""
    point_to(corpus, register, {"lantern-code": "100", "law-8-2010": "200"})
    newer = amended(CODE, "5", "30 de minute", "20 de minute")
    newest = amended(newer, "8", "3 luni", "6 luni")
    register.pages |= {
        "100": page(versions=OFFERED),
        "102": page(newer, versions=OFFERED, document="102", amendment=LATER),
        "103": page(newest, versions=OFFERED, document="103", amendment=AHEAD),
        "200": law_page(),
    }
    return register


def test_the_round_keeps_what_applies_and_what_is_coming(
    do: Import, published: Register, corpus: Path, sample: Catalogue, capsys: pytest.CaptureFixture[str]
) -> None:
    """The recorded consolidation, the newest that has begun, and those ahead; none in between, and none twice."""
    assert do("--published", "--pause", 0) == 0
    library = open_library(corpus, sample.edition, TODAY)
    assert [one.document for one in library.by_subject["lantern-code"]] == ["100", "102", "103"]
    assert library.current("lantern-code").document == "102"  # type: ignore[union-attr]
    assert [one.document for one in library.upcoming("lantern-code")] == ["103"]
    assert published.asked == ["100", "102", "103", "200"]
    said = capsys.readouterr().out
    assert "[1/2] lantern-code: 2026-03-01 stored, 6 articles; 2026-06-01 stored, 6 articles: 1 changed; " in said
    assert "2026-09-01 stored (published ahead" in said
    assert "Not asked, because the data give no address that may be asked: sample, hg-12-2015." in said


def test_a_second_round_changes_nothing(
    do: Import, published: Register, corpus: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Only the pages that list consolidations are asked for again."""
    do("--published", "--pause", 0)
    before = stored(corpus)
    published.asked.clear()
    capsys.readouterr()
    assert do("--published", "--pause", 0) == 0
    assert stored(corpus) == before
    assert published.asked == ["100", "200"]
    assert "Next" not in capsys.readouterr().out


def test_a_trial_round_keeps_nothing(do: Import, published: Register, corpus: Path) -> None:
    """It asks the publishers and says what would come."""
    assert do("--published", "--pause", 0, "--dry-run") == 0
    assert published.asked == ["100", "102", "103", "200"]
    assert not (corpus / ".texts").exists()


def test_one_act_alone_can_be_asked_for(do: Import, published: Register) -> None:
    """--act narrows the round."""
    assert do("--published", "--pause", 0, "--act", "law-8-2010") == 0
    assert published.asked == ["200"]


@pytest.mark.parametrize("content", [None, "<title>Just a moment...</title>", law_page(), page(CODE[:2])])
def test_the_failure_of_one_act_does_not_stop_the_others(
    content: str | None, do: Import, published: Register, corpus: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """It is told at the end, and the exit code is 1."""
    del published.pages["100"]
    if content:
        published.pages["100"] = content
    assert do("--published", "--pause", 0) == 1
    assert set(stored(corpus)) == {"2025-12-31.json"}
    said = capsys.readouterr().out
    assert "1 of 2 could not be imported in full:\n  lantern-code: " in said
    assert "[2/2] law-8-2010: 2025-12-31 stored" in said


def test_a_newer_page_that_fails_leaves_the_recorded_one(
    do: Import, published: Register, corpus: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """What came is kept, what did not is told."""
    del published.pages["102"]
    assert do("--published", "--pause", 0, "--act", "lantern-code") == 1
    assert set(stored(corpus)) == {"2026-03-01.json", "2026-09-01.json"}
    assert "failed, see below" in capsys.readouterr().out


def test_a_round_that_brings_nothing_has_its_own_exit_code(do: Import, published: Register, corpus: Path) -> None:
    """Whoever goes on after a failure must know that there is nothing to go on with."""
    published.pages.clear()
    assert do("--published", "--pause", 0) == 2
    assert not (corpus / ".texts").exists()


def test_requests_keep_their_distance(published: Register, corpus: Path) -> None:
    """One at a time, and not sooner than the pause after the last."""
    from mapping.catalogue import load

    catalogue = load(corpus)
    code = catalogue.act_by_id["lantern-code"]
    said: list[float] = []
    begun = time.monotonic()
    came: list[Arrival]
    came, failures = import_published(
        corpus, catalogue, [code], retrieved=TODAY, pause=0.3, say=lambda _: said.append(time.monotonic() - begun)
    )
    assert (len(came), failures) == (3, [])
    assert said[0] >= 2 * 0.3


def test_every_pair_of_rounds_gives_the_same_library(published: Register, corpus: Path, tmp_path: Path) -> None:
    """The order in which acts are asked plays no part."""
    from mapping.catalogue import load

    catalogue = load(corpus)
    acts = [catalogue.act_by_id[name] for name in ("lantern-code", "law-8-2010")]
    found = []
    for number, order in enumerate(itertools.permutations(acts)):
        root = tmp_path / str(number)
        import_published(root, catalogue, order, retrieved=TODAY, pause=0, say=lambda _: None)
        found.append(stored(root))
    assert found[0] == found[1]
    assert len(found[0]) == 4
