"""The annex knows who stands behind its rows: marks, the stamp of a working draft, and the final annex that is refused."""

import datetime as dt
import io
import re
from collections.abc import Callable
from html import unescape
from pathlib import Path
from typing import Any

import pypdf
import pytest
from docx import Document
from docx.oxml.ns import qn

from conftest import lay_out
from mapping.annex import compose, row_of
from mapping.catalogue import load
from mapping.errors import UserError
from mapping.records import Decision, Link, NoneFound, Review
from mapping.reports.build import Result, build, request_for
from mapping.seals import key_of, seal, signable
from mapping.signing.writing import append_reviews
from mapping.texts.library import folder_of, keep, open_library
from mapping.texts.model import Text, unit
from mapping.view import View, open_view

DAY = dt.date(2026, 6, 1)
PLAIN: dict[str, Any] = {"instrument": None, "language": None, "as_of": "", "draft": "none", "only": None, "out": None}
STAMPS = {"ro": "VERSIUNE DE LUCRU – NU SE DEPUNE", "en": "WORKING DRAFT – NOT FOR FILING"}
MANDATORY = {"sample/2(1)", "sample/2(2)", "sample/3", "sample/4(3)"}
OF_A_DRAFT = ("sample-draft/1", "sample-draft/2")


def finish(root: Path, **asked: Any) -> Result:
    """Make the final annexes."""
    return build(request_for(root, **(PLAIN | {"final": True} | asked)))


def sign(
    root: Path,
    chosen: Callable[[str, str], bool] = lambda obligation, place: True,
    *,
    name: str = "Ana Rusu",
    role: str = "jurist",
    date: dt.date = DAY,
    decision: Decision = "agrees",
    remark: str | None = None,
) -> None:
    """Record what one person decides about every judgement that ``chosen`` accepts."""
    catalogue = load(root)
    library = open_library(root, catalogue.edition)
    entries: list[tuple[Link | NoneFound, Review]] = []
    for judgement, record in signable(catalogue):
        if chosen(*key_of(judgement, record)):
            seen = seal(catalogue, judgement, record, library) if decision == "agrees" else None
            entries.append((record, Review(name, role, date, decision, remark, seen)))
    append_reviews(root, entries)


def of(*obligations: str) -> Callable[[str, str], bool]:
    """Chooses the judgements of these obligations."""
    return lambda obligation, _: obligation in obligations


def official(root: Path, words: str, consolidated: str = "2026-03-01", retrieved: str = "2026-05-01") -> None:
    """Import an official text of the invented code: one paragraph of article 5 with these words, and articles 6 to 7."""
    text = Text(
        about="lantern-code",
        consolidated=dt.date.fromisoformat(consolidated),
        language="ro",
        format="text",
        sha256="",
        retrieved=dt.date.fromisoformat(retrieved),
        units=(
            unit("5", units=(unit("5(1)", words=words), unit("5(2)", words="Alte felinare se aprind mai târziu."))),
            unit("6", units=(unit("6(1)", words="Stingerea unui felinar se pedepsește cu amendă."),)),
        ),
    )
    keep(root, load(root).edition, text)


def rows_named(said: str) -> set[str]:
    """The rows that a refusal lists."""
    return set(re.findall(r"(?m)^  (\S+) – ", said))


def refused(root: Path, **asked: Any) -> str:
    """The refusal of a final annex, which must have written nothing."""
    before = {path: path.read_bytes() for path in root.rglob("*") if path.is_file()}
    with pytest.raises(UserError) as caught:
        finish(root, **asked)
    assert {path: path.read_bytes() for path in root.rglob("*") if path.is_file()} == before
    return str(caught.value)


def view_of(root: Path, language: str = "ro", draft: str = "none") -> View:
    """The view of the invented treaty."""
    return open_view("sample", language, draft=draft, root=root)


def lines(root: Path, obligation: str, language: str = "ro") -> list[str]:
    """What stands under the degree of one row."""
    view = view_of(root, language)
    return [one.text for one in row_of(view, view.coverage.obligations[obligation]).signing]


def html_words(content: bytes) -> str:
    """The text of an HTML annex."""
    body = content.decode().partition("<body>")[2]
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", body)))


def word_words(content: bytes) -> tuple[str, str]:
    """The text of a Word annex and of the foot of its pages."""
    document = Document(io.BytesIO(content))
    body = "".join(one.text or "" for one in document.element.body.iter(qn("w:t")))
    return body, document.sections[0].footer.paragraphs[0].text


def pdf_words(content: bytes) -> list[str]:
    """The text of each page of a PDF annex, without white space."""
    return [re.sub(r"\s+", "", page.extract_text()) for page in pypdf.PdfReader(io.BytesIO(content)).pages]


# --- what a row says --------------------------------------------------------------------------------------------------


def test_an_unsigned_row_says_so_and_one_without_judgement_says_nothing(corpus: Path) -> None:
    """The mark of a row that nobody signed is one word."""
    assert lines(corpus, "sample/2(1)") == ["nesemnat"]
    assert lines(corpus, "sample/2(1)", "en") == ["unsigned"]
    assert lines(corpus, "sample/1") == []


def test_a_signed_row_names_everybody_once(corpus: Path) -> None:
    """Name, role and the last date of each person, in the language of the annex."""
    sign(corpus, of("sample/2(2)"))
    sign(
        corpus, lambda _, place: place == "lantern-code/6(1)", name="Ion Ceban", role="expert", date=DAY.replace(day=9)
    )
    assert lines(corpus, "sample/2(2)") == ["semnat: Ana Rusu, jurist, 01.06.2026; Ion Ceban, expert, 09.06.2026"]
    assert lines(corpus, "sample/2(2)", "en") == [
        "signed: Ana Rusu, jurist, 1 June 2026; Ion Ceban, expert, 9 June 2026"
    ]


def test_a_row_signed_in_part_says_how_much(corpus: Path) -> None:
    """What lacks a signature stands first."""
    sign(corpus, lambda _, place: place == "lantern-code/6(1)")
    assert lines(corpus, "sample/2(2)") == [
        "aprecieri nesemnate: 1 din 2",
        "aprecieri semnate: 1 din 2 – Ana Rusu, jurist, 01.06.2026",
    ]


def test_a_suspect_row_says_what_has_changed_and_where(corpus: Path) -> None:
    """The place and the part, and nothing about neighbours."""
    official(corpus, "Felinarele se aprind la amurg.")
    sign(corpus)
    official(corpus, "Felinarele se aprind în zori.", "2026-06-15", "2026-06-20")
    assert lines(corpus, "sample/2(1)")[0] == (
        "de reverificat: Codul felinarelor, art. 5 alin. (1): textul oficial al prevederii"
    )
    assert lines(corpus, "sample/2(2)")[0].startswith("semnat: ")


def test_rows_that_are_suspect_or_disputed_are_named_at_the_top(corpus: Path) -> None:
    """In an annex of ninety pages nobody would find them by leafing through it."""
    official(corpus, "Felinarele se aprind la amurg.")
    sign(corpus)
    official(corpus, "Felinarele se aprind în zori.", "2026-06-15", "2026-06-20")
    sign(corpus, of("sample/2(2)"), name="Ion Ceban", decision="disagrees", remark="Nu.")
    said = compose(view_of(corpus)).notices
    assert said[1:3] == (
        "Contestate de un evaluator: art. 2 alin. (2).",
        "De reverificat, deoarece ceea ce s-a semnat s-a schimbat: art. 2 alin. (1).",
    )


def test_a_change_of_the_obligation_is_said_once(corpus: Path) -> None:
    """It concerns the row, not one of its places."""
    sign(corpus)
    path = corpus / "data" / "conventions" / "sample.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("Punish whoever", "Punish all who"), encoding="utf-8")
    assert lines(corpus, "sample/2(2)") == ["de reverificat: fișa obligației"]


def test_a_disputed_row_says_who_disagrees_and_why(corpus: Path) -> None:
    """Name, role, date and remark; the agreement of others does not hide it."""
    sign(corpus)
    disagrees: Any = {
        "name": "Ion Ceban",
        "role": "expert",
        "decision": "disagrees",
        "remark": "Amenda este prea mică.",
    }
    sign(corpus, lambda _, place: place == "lantern-code/6(1)", **disagrees)
    said = "Codul felinarelor, art. 6 alin. (1): Ion Ceban, expert, 01.06.2026 („Amenda este prea mică.”)"
    assert lines(corpus, "sample/2(2)")[0] == f"contestat: {said}"
    sign(corpus, lambda *key: key == ("sample/2(2)", "none-found:ban"), **disagrees)
    assert lines(corpus, "sample/2(2)") == ["contestat: Ion Ceban, expert, 01.06.2026 („Amenda este prea mică.”)"]


def test_a_row_whose_signed_text_is_gone_says_so(corpus: Path) -> None:
    """Nobody can compare the words any more."""
    official(corpus, "Felinarele se aprind la amurg.")
    sign(corpus)
    for path in folder_of(corpus, load(corpus).edition).rglob("*.json"):
        path.unlink()
    missing, signed = lines(corpus, "sample/2(2)")
    assert missing == "textul oficial semnat nu se află în această bibliotecă: Codul felinarelor, art. 6 alin. (1)"
    assert signed.startswith("semnat: ")


def test_judgements_on_a_draft_count_only_where_it_is_shown(corpus: Path) -> None:
    """An annex without the draft does not speak of its amendments."""
    sign(corpus, lambda _, place: place not in OF_A_DRAFT)
    assert lines(corpus, "sample/2(1)")[0].startswith("semnat: ")
    view = view_of(corpus, draft="sample-draft")
    assert row_of(view, view.coverage.obligations["sample/2(1)"]).signing[0].state == "unsigned"


def test_marks_stand_in_all_three_forms_and_show_without_colour(corpus: Path) -> None:
    """A triangle, a bold word and a box for what must be seen; a plain word for the rest."""
    sign(corpus, of("sample/2(2)"), decision="disagrees", remark="Nu.")
    build(request_for(corpus, **PLAIN))
    made = {kind: (corpus / f"reports/annex/sample.ro.{kind}").read_bytes() for kind in ("html", "docx", "pdf")}
    said = "contestat: Ana Rusu, jurist, 01.06.2026 („Nu.”)"
    marked = made["html"].decode().partition('<p class="attention">')[2].partition("</p>")[0]
    assert "#mark-attention" in marked
    assert "<strong>contestat</strong>" in marked
    assert said in html_words(made["html"]).replace("contestat :", "contestat:")
    body, _ = word_words(made["docx"])
    assert f"▲ {said}" in body
    assert re.sub(r"\s+", "", said) in "".join(pdf_words(made["pdf"]))
    assert html_words(made["html"]).count(" nesemnat ") == 5


# --- the stamp --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["ro", "en"])
def test_a_working_draft_is_stamped_at_the_top_and_at_every_foot(corpus: Path, language: str) -> None:
    """In all three forms, with the number of rows that are not settled."""
    build(request_for(corpus, **(PLAIN | {"language": language})))
    stamp = STAMPS[language]
    counts = {
        "ro": "Rânduri cu apreciere: 6; nesemnate: 6; de reverificat: 0; contestate: 0.",
        "en": "Rows with a judgement: 6; unsigned: 6; to be reviewed again: 0; disputed: 0.",
    }[language]
    html = (corpus / f"reports/annex/sample.{language}.html").read_bytes()
    assert html_words(html).count(stamp) == 2
    printed = stamp.replace("–", "\\2013 ")
    assert f'@bottom-left {{ content: "{printed}";' in html.decode()
    assert counts in html_words(html)
    body, foot = word_words((corpus / f"reports/annex/sample.{language}.docx").read_bytes())
    assert body.startswith(stamp)
    assert foot.startswith(stamp)
    assert counts in body
    pages = pdf_words((corpus / f"reports/annex/sample.{language}.pdf").read_bytes())
    assert pages[0].startswith(re.sub(r"\s+", "", stamp))
    assert all(re.sub(r"\s+", "", stamp) in page[-400:] for page in pages)
    assert re.sub(r"\s+", "", counts) in pages[0]


def test_a_final_annex_has_no_stamp_and_names_its_signatories(corpus: Path) -> None:
    """Each once, with the number of judgements and the last date, and a fingerprint at the foot of every page."""
    sign(corpus)
    sign(corpus, of("sample/2(2)"), name="Ion Ceban", role="expert", date=DAY.replace(day=9))
    result = finish(corpus)
    expected = {f"sample.{language}.{kind}" for language in ("ro", "en") for kind in ("html", "docx", "pdf")}
    assert set(result.made) == expected
    folder = corpus / "reports" / "final"
    html = html_words((folder / "sample.ro.html").read_bytes())
    body, foot = word_words((folder / "sample.ro.docx").read_bytes())
    pages = pdf_words((folder / "sample.ro.pdf").read_bytes())
    said = (
        "Versiune finală, semnată de: Ana Rusu, jurist (aprecieri: 15; ultima la 01.06.2026); "
        "Ion Ceban, expert (aprecieri: 2; ultima la 09.06.2026)."
    )
    assert said in html
    assert said in body
    assert re.sub(r"\s+", "", said) in pages[0]
    printed = re.search(r"Amprenta celor semnate: ([0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4})\.", html)
    assert printed
    assert foot.count(printed[1]) == 1
    assert all(printed[1] in page for page in pages)
    assert printed[1] in html_words((folder / "sample.en.html").read_bytes())
    assert not any(STAMPS["ro"].replace(" ", "") in re.sub(r"\s+", "", text) for text in (html, body, foot, *pages))


def test_a_final_annex_marks_other_rows_and_counts_what_nobody_examined(corpus: Path) -> None:
    """Rows that are not mandatory may be open; the annex and the terminal say how many, and which is marked."""
    path = corpus / "data" / "mappings" / "sample" / "chapter-2.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.partition('  - obligation: "sample/4(3)"')[0], encoding="utf-8")
    sign(corpus, of(*MANDATORY))
    result = finish(corpus, language="ro")
    assert result.remarks == ("sample: mandatory rows that nobody has examined: 1",)
    words = html_words((corpus / "reports/final/sample.ro.html").read_bytes())
    assert "nu poartă o semnătură valabilă: 2;" in words
    assert "Rânduri obligatorii pe care nu le-a examinat nimeni: 1." in words
    assert words.count(" nesemnat ") == 2


# --- the refusal ------------------------------------------------------------------------------------------------------


def test_the_refusal_lists_exactly_the_mandatory_rows_that_are_open(corpus: Path) -> None:
    """Not those that are qualified or optional; with the reason, the places and the remedy."""
    said = refused(corpus)
    assert rows_named(said) == MANDATORY
    assert "4 mandatory rows are not settled" in said
    assert "  sample/2(2) – unsigned: lantern-code/6(1), none-found:ban\n" in said
    assert "mapping review" in said
    assert "mapping import" not in said
    assert "do not file" not in said
    sign(corpus, of("sample/2(1)", "sample/3"))
    assert rows_named(refused(corpus)) == {"sample/2(2)", "sample/4(3)"}


def test_the_final_annex_is_made_once_all_mandatory_rows_are_signed(corpus: Path) -> None:
    """Judgements on a draft that is not asked for play no part; with the draft they do."""
    sign(corpus, lambda obligation, place: obligation in MANDATORY and place not in OF_A_DRAFT)
    assert len(finish(corpus).made) == 6
    assert rows_named(refused(corpus, draft="sample-draft")) == {"sample/2(1)", "sample/3"}


def test_a_text_imported_after_signing_that_changes_a_place_is_refused(corpus: Path) -> None:
    """The row is named with the place and the part that changed; what rests on other places is not."""
    official(corpus, "Felinarele se aprind la amurg.")
    sign(corpus)
    assert finish(corpus).made
    official(corpus, "Felinarele se aprind în zori.", "2026-06-15", "2026-06-20")
    said = refused(corpus)
    assert rows_named(said) == {"sample/2(1)"}
    assert "to be reviewed again (the official text of the provision): lantern-code/5(1)" in said
    assert said.endswith("were made before: do not file them")


def test_a_disputed_row_is_refused(corpus: Path) -> None:
    """Who disagrees is named."""
    sign(corpus)
    sign(corpus, of("sample/3"), name="Ion Ceban", decision="disagrees", remark="Nu.")
    said = refused(corpus)
    assert rows_named(said) == {"sample/3"}
    assert "disputed by Ion Ceban: " in said


def test_a_signed_text_that_is_not_at_hand_is_refused(corpus: Path) -> None:
    """The remedy is to import it; nothing is suspect."""
    official(corpus, "Felinarele se aprind la amurg.")
    sign(corpus)
    for path in folder_of(corpus, load(corpus).edition).rglob("*.json"):
        path.unlink()
    said = refused(corpus)
    assert rows_named(said) == {"sample/2(1)", "sample/2(2)", "sample/4(3)"}
    assert "import the official text of lantern-code (mapping import FILE --act ID)" in said
    assert "mapping review" not in said


def test_a_text_published_ahead_is_refused_from_the_day_it_begins(corpus: Path) -> None:
    """The day is given by who asks: the data alone would not know that it has come."""
    official(corpus, "Felinarele se aprind la amurg.")
    official(corpus, "Felinarele se aprind în zori.", "2026-09-01")
    sign(corpus)
    assert finish(corpus, today=dt.date(2026, 8, 31)).made
    said = refused(corpus, today=dt.date(2026, 9, 1))
    assert rows_named(said) == {"sample/2(1)"}
    assert "other official words apply since 2026-09-01: lantern-code/5(1)" in said
    assert "import the official text of lantern-code" in said


def test_a_treaty_that_nobody_signed_has_no_final_annex(corpus: Path) -> None:
    """Even if none of its rows is mandatory: a final annex has somebody who stands behind it."""
    path = corpus / "data" / "conventions" / "sample.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("force: mandatory", "force: qualified"), encoding="utf-8")
    said = refused(corpus)
    assert "sample – nobody has signed any judgement" in said
    assert "mandatory" not in said


def test_a_long_list_is_cut(corpus: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A refusal stays readable."""
    monkeypatch.setattr("mapping.annex.final.MOST_ROWS", 1)
    said = refused(corpus)
    assert len(rows_named(said)) == 1
    assert "\n  and 3 more; mapping review lists where every judgement stands\n" in said


def test_rows_of_another_treaty_do_not_stand_in_the_way(corpus: Path) -> None:
    """``--instrument`` asks about its own rows only."""
    other = corpus / "data" / "conventions" / "other.yaml"
    text = (corpus / "data" / "conventions" / "sample.yaml").read_text(encoding="utf-8")
    other.write_text(text.replace("id: sample\n", "id: other\n").replace("SMP 1", "OTH 1"), encoding="utf-8")
    mapping = corpus / "data" / "mappings" / "other"
    mapping.mkdir()
    text = (corpus / "data" / "mappings" / "sample" / "chapter-2.yaml").read_text(encoding="utf-8")
    (mapping / "chapter-2.yaml").write_text(
        text.replace("instrument: sample", "instrument: other").replace('"sample/', '"other/'), encoding="utf-8"
    )
    sign(corpus, lambda obligation, _: obligation.startswith("sample/"))
    assert rows_named(refused(corpus)) == {"other/4(3)"}
    made = finish(corpus, instrument="sample").made
    assert made
    assert all(name.startswith("sample.") for name in made)


# --- the folder -------------------------------------------------------------------------------------------------------


def test_the_same_input_gives_the_same_bytes(corpus: Path, tmp_path: Path) -> None:
    """In whatever order the reviews were written; a second run makes nothing."""
    sign(corpus)
    sign(corpus, name="Ion Ceban")
    finish(corpus)
    other = tmp_path / "other" / "corpus"
    lay_out(other)
    sign(other, name="Ion Ceban")
    sign(other)
    finish(other)
    names = sorted(path.name for path in (corpus / "reports" / "final").iterdir())
    assert [name for name in names if not name.startswith(".")] == sorted(finish(corpus).kept)
    assert finish(corpus).made == ()
    for name in finish(corpus).kept:
        assert (corpus / "reports/final" / name).read_bytes() == (other / "reports/final" / name).read_bytes()


def test_the_fingerprint_follows_what_was_signed(corpus: Path) -> None:
    """It is the same whoever signs, and another as soon as anything else is signed."""

    def printed() -> str:
        return compose(view_of(corpus), final=True).footer.rpartition(" ")[2]

    before = printed()
    sign(corpus)
    signed = printed()
    sign(corpus, name="Ion Ceban", date=DAY.replace(day=2))
    assert printed() == signed != before
    path = corpus / "data" / "mappings" / "sample" / "chapter-1.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("Provides a fine.", "Sets a fine."), encoding="utf-8")
    sign(corpus, of("sample/2(2)"))
    assert printed() != signed


def test_final_annexes_and_working_drafts_never_share_a_folder(corpus: Path) -> None:
    """In neither direction, and pages cannot be asked for."""
    sign(corpus)
    build(request_for(corpus, **PLAIN))
    assert "working drafts" in refused(corpus, out=corpus / "reports")
    finish(corpus)
    with pytest.raises(UserError, match="final annexes"):
        build(request_for(corpus, **(PLAIN | {"out": corpus / "reports" / "final"})))
    with pytest.raises(UserError, match="--only"):
        request_for(corpus, **(PLAIN | {"final": True, "only": "04-gaps"}))


def test_another_date_has_a_final_folder_of_its_own(corpus: Path) -> None:
    """So that it cannot take the place of the annex at the date of the data."""
    assert request_for(corpus, **(PLAIN | {"final": True})).out == corpus / "reports" / "final"
    asked = request_for(corpus, **(PLAIN | {"final": True, "as_of": "2025-01-01"}))
    assert asked.out == corpus / "reports" / "2025-01-01-final"


def test_an_import_puts_the_reports_out_of_date(corpus: Path) -> None:
    """The library counts among the data: what an annex says of a signature rests on it."""
    official(corpus, "Felinarele se aprind la amurg.")
    sign(corpus)
    build(request_for(corpus, **PLAIN))
    assert build(request_for(corpus, **PLAIN)).made == ()
    official(corpus, "Felinarele se aprind în zori.", "2026-06-15", "2026-06-20")
    made = build(request_for(corpus, **PLAIN)).made
    assert {"annex/sample.ro.pdf", "annex/sample.en.docx", "annex/sample.ro.html"} <= set(made)
