"""The redline as a Word document: tracked changes that give the newer text when accepted, the older when rejected."""

import datetime as dt
import io
import re
import subprocess
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from docx import Document
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from mapping.pinpoint import Language
from mapping.reports.redline_docx import Entry, to_docx

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
AUTHOR = "Registrul & „actelor” <2026-07-09>"
ENTRIES = (
    Entry(
        "art. 57 alin. (2)",
        ["(1) Felinarele & lămpile < 5 ani se sting:", "a) vara;", "b) iarna;", "cu amendă de 500 lei."],
        [
            "(1) Felinarele & lămpile < 6 ani se sting:",
            "a) vara;",
            "a^1) toamna;",
            "b) iarna;",
            "cu amendă de 550 lei.",
        ],
    ),
    Entry("art. 58", ["Se abrogă tot.", "Și aceasta."], []),
    Entry("art. 59", [], ["Podurile și piețele rămân luminate.", "Paznicul răspunde."]),
    Entry("art. 60", ["Neschimbat."], ["Neschimbat."]),
)


def written(entries: tuple[Entry, ...] = ENTRIES, language: Language = "ro") -> bytes:
    """The document of these entries."""
    return to_docx("Ce s-a schimbat", AUTHOR, dt.date(2026, 7, 9), entries, language)


def part(document: bytes, name: str) -> etree._Element:
    """One part of the document, read as XML."""
    return etree.fromstring(zipfile.ZipFile(io.BytesIO(document)).read(name))


def decided(document: bytes, accept: bool) -> dict[str, list[str]]:
    """The lines of each heading after all changes are accepted, or rejected, as Word does it."""
    gone = "del" if accept else "ins"
    found: dict[str, list[str]] = {}
    lines: list[str] = []
    line = ""
    for paragraph in part(document, "word/document.xml").iter(f"{W}p"):
        words = "".join(
            text.text or ""
            for text in paragraph.iter(f"{W}t", f"{W}delText")
            if not any(parent.tag == W + gone for parent in text.iterancestors())
        )
        style = paragraph.find(f"{W}pPr/{W}pStyle")
        if style is not None and style.get(f"{W}val") == "Heading1":
            lines = found.setdefault(words, [])
            continue
        line += words
        if paragraph.find(f"{W}pPr/{W}rPr/{W}{gone}") is None:
            lines.append(line)
            line = ""
    return found


@pytest.mark.parametrize("accept", [True, False])
def test_accepting_gives_the_newer_text_and_rejecting_the_older(accept: bool) -> None:
    """Line by line, raised numbers as printed; of a provision that is gone an empty line is left under its heading."""
    expected = {
        entry.heading: [line.replace("a^1)", "a¹)") for line in (entry.after if accept else entry.before)] or [""]
        for entry in ENTRIES
    }
    assert decided(written(), accept) == expected


lines = st.lists(
    st.lists(st.sampled_from(["lampă", "pod", "și", "(2)", "a)", "&", "<", "ș;"]), min_size=1, max_size=5).map(
        " ".join
    ),
    max_size=4,
)


@given(lines, lines)
def test_any_two_texts_can_be_accepted_and_rejected(before: list[str], after: list[str]) -> None:
    """Whatever lines came and went; spaces around signs are not compared."""
    document = written((Entry("art. 1", before, after),))
    assert decided(document, accept=True) == {"art. 1": after or [""]}
    rejected = re.sub(r"\s", "", "".join(decided(document, accept=False)["art. 1"]))
    assert rejected == re.sub(r"\s", "", "".join(before))


def test_every_change_has_author_date_and_its_own_number() -> None:
    """Word shows who changed what and when; ids that repeat make it repair the file."""
    changes = list(part(written(), "word/document.xml").iter(f"{W}ins", f"{W}del"))
    assert len(changes) > 5
    assert {change.get(f"{W}author") for change in changes} == {AUTHOR}
    assert {change.get(f"{W}date") for change in changes} == {"2026-07-09T00:00:00Z"}
    assert len({change.get(f"{W}id") for change in changes}) == len(changes)


def test_deleted_words_are_marked_as_deleted_text() -> None:
    """Word shows no other text inside a deletion."""
    document = part(written(), "word/document.xml")
    assert list(document.iter(f"{W}delText"))
    assert [text for text in document.iter(f"{W}t") if any(up.tag == f"{W}del" for up in text.iterancestors())] == []


@pytest.mark.parametrize(("language", "locale"), [("ro", "ro-RO"), ("en", "en-GB")])
def test_the_document_names_its_language_title_and_date(language: Language, locale: str) -> None:
    """For the spelling checker, and for screen readers."""
    document = Document(io.BytesIO(written(language=language)))
    assert {each.get(f"{W}val") for each in document.styles.element.iter(f"{W}lang")} == {locale}
    properties = document.core_properties
    assert (properties.title, properties.author, properties.language) == ("Ce s-a schimbat", AUTHOR, locale)
    assert properties.created is not None and properties.created.date() == dt.date(2026, 7, 9)


def test_the_same_changes_give_the_same_bytes() -> None:
    """No clock, no random numbers."""
    assert written() == written()


def test_characters_xml_forbids_do_not_break_the_document() -> None:
    """They are replaced; a text from the internet may hold them."""
    document = written((Entry("art. 1\x00", ["lampă \x0b veche"], ["lampă \ud800 nouă"]),))
    assert "\ufffd" in decided(document, accept=True)["art. 1\ufffd"][0]


def test_libreoffice_reads_the_changes_as_changes(tool: Callable[[str], str], tmp_path: Path) -> None:
    """The words between its own marks of deletion and insertion are those deleted and inserted, across lines too."""
    (tmp_path / "redline.docx").write_bytes(written())
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = [tool("soffice"), profile, "--headless", "--convert-to", "fodt", "--outdir", str(tmp_path)]
    subprocess.run([*command, str(tmp_path / "redline.docx")], capture_output=True, timeout=120, check=True)
    opened = (tmp_path / "redline.fodt").read_text(encoding="utf-8")
    assert changed_words(opened, "deletion") == ["5", "500", "Se abrogă tot. Și aceasta."]
    assert changed_words(opened, "insertion") == [
        "6",
        "a¹) toamna;",
        "550",
        "Podurile și piețele rămân luminate. Paznicul răspunde.",
    ]
    assert opened.count("<dc:date>2026-07-09</dc:date>") == 7


def changed_words(opened: str, kind: str) -> list[str]:
    """The words of each tracked deletion, or insertion, of a document that LibreOffice wrote."""
    found = []
    for name in re.findall(rf'<text:changed-region [^>]*text:id="(\w+)">\s*<text:{kind}>', opened):
        marks = (f'<text:change-start text:change-id="{name}"/>', f'<text:change-end text:change-id="{name}"/>')
        words = opened.partition(marks[0])[2].partition(marks[1])[0]
        found.append(" ".join(re.sub(r"<[^>]*>", " ", words).split()))
    return found
