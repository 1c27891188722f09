"""The annex as the programs of an office open it: LibreOffice for Word, a viewer for PDF."""

import re
import subprocess
from collections.abc import Callable
from pathlib import Path

import pypdf
import pytest

from conftest import lay_out
from mapping.annex import Annex, compose
from mapping.reports.annex_docx import to_docx
from mapping.reports.annex_pdf import to_pdf
from mapping.view import open_view

A4_ON_ITS_SIDE = (842, 595)  # points


@pytest.fixture(scope="module")
def annex(tmp_path_factory: pytest.TempPathFactory) -> Annex:
    """The annex of the corpus in Romanian."""
    return compose(open_view("sample", "ro", root=lay_out(tmp_path_factory.mktemp("documents"))))


@pytest.fixture(scope="module")
def converted(annex: Annex, tool: Callable[[str], str], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The Word annex, opened in LibreOffice and printed to PDF."""
    soffice = tool("soffice")
    folder = tmp_path_factory.mktemp("office")
    (folder / "annex.docx").write_bytes(to_docx(annex))
    subprocess.run(
        [
            soffice,
            f"-env:UserInstallation={(folder / 'profile').as_uri()}",
            "--headless",
            "--convert-to",
            "pdf",
            "--outdir",
            str(folder),
            str(folder / "annex.docx"),
        ],
        capture_output=True,
        timeout=120,
        check=True,
    )
    return folder / "annex.pdf"


def squeezed(text: str) -> str:
    """The text without white space, so that the place of a line break does not matter."""
    return re.sub(r"\s+", "", text)


def test_libreoffice_prints_the_word_annex_on_its_side(converted: Path) -> None:
    """Every sheet is A4 landscape, and there are few: the table does not spill over."""
    sheets = pypdf.PdfReader(converted).pages
    assert {(round(sheet.mediabox.width), round(sheet.mediabox.height)) for sheet in sheets} == {A4_ON_ITS_SIDE}
    assert 2 <= len(sheets) <= 8


def test_libreoffice_keeps_every_obligation_and_letter(annex: Annex, converted: Path) -> None:
    """Duties, degrees and reasons are printed in full, with ș and ț below a comma."""
    printed = squeezed("".join(sheet.extract_text() for sheet in pypdf.PdfReader(converted).pages))
    rows = [row for section in annex.sections for row in section.rows]
    assert len(rows) == 8
    for row in rows:
        for words in (row.pinpoint, row.duty, row.status_word, *(reason.text for reason in row.reasons)):
            assert squeezed(words) in printed
    assert {"ș", "ț"} <= set(printed)
    assert not set("şţ") & set(printed)


def test_libreoffice_repeats_the_head_and_counts_the_sheets(annex: Annex, converted: Path) -> None:
    """On a later sheet of the table the columns are named again, and the foot says which sheet of how many it is."""
    sheets = [squeezed(sheet.extract_text()) for sheet in pypdf.PdfReader(converted).pages]
    with_head = [sheet for sheet in sheets if all(squeezed(column) in sheet for column in annex.columns)]
    assert len(with_head) >= 2
    for number, sheet in enumerate(sheets, 1):
        assert f"{number}{squeezed(annex.labels.of)}{len(sheets)}" in sheet


@pytest.mark.parametrize("source", ["word", "pdf"])
def test_a_viewer_draws_every_sheet(
    annex: Annex, source: str, tool: Callable[[str], str], tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    """Each sheet is wider than high, has ink on it, and is not a block of one colour."""
    pdftoppm = tool("pdftoppm")
    path = tmp_path / "annex.pdf"
    path.write_bytes(request.getfixturevalue("converted").read_bytes() if source == "word" else to_pdf(annex))
    ended = subprocess.run(
        [pdftoppm, "-gray", "-r", "36", str(path), str(tmp_path / "sheet")], capture_output=True, text=True, check=True
    )
    assert ended.stderr == ""
    drawn = sorted(tmp_path.glob("sheet-*.pgm"))
    assert len(drawn) == len(pypdf.PdfReader(path).pages)
    for sheet in drawn:
        kind, width, height, _, pixels = sheet.read_bytes().split(maxsplit=4)
        assert kind == b"P5"
        assert int(width) > int(height)
        inked = sum(pixel < 200 for pixel in pixels) / len(pixels)
        assert 0.0005 < inked < 0.3
