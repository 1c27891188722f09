"""What changed, and exactly what rests on it: between texts, states of the data, revisions and dates."""

import datetime as dt
import io
import json
import re
import shutil
import subprocess
import zipfile
from dataclasses import replace
from pathlib import Path

import msgspec
import pytest

from mapping.catalogue import Catalogue, load
from mapping.changes import forms, law, revisions
from mapping.changes.data import compare_data
from mapping.changes.document import compose
from mapping.changes.overview import Question, ask, now, of_data, of_texts, searched_before
from mapping.cli import main
from mapping.errors import UserError
from mapping.pinpoint import parse
from mapping.records import Assessment, Assessments, Bilingual, Declaration
from mapping.reports.changes_page import form
from mapping.seals import NO_PLACE, seals
from mapping.texts.library import Library, keep
from mapping.texts.model import Text, Unit, unit

DAY = dt.date(2026, 6, 30)


def text(*units: Unit, about: str = "lantern-code", day: str = "2026-03-01", partial: bool = False) -> Text:
    """A text of the invented code."""
    return Text(
        about=about,
        consolidated=dt.date.fromisoformat(day),
        language="ro",
        format="html",
        sha256="0" * 64,
        retrieved=DAY,
        units=units,
        document="100",
        partial=partial,
    )


LIGHTING = unit("5", heading="Aprinderea felinarelor", units=(unit("5(1)", words="Felinarele de pe străzi se aprind în cel mult 30 de minute de la amurg."), unit("5(2)", words="Felinarele din port se aprind de către Căpitănia Portului.")))  # fmt: skip
DARKENING = unit("6", heading="Stingerea felinarelor", units=(unit("6(1)", words="Stingerea unui felinar se pedepsește cu amendă de la 100 la 200 de unități."), unit("6(2)", words="Aceeași faptă săvârșită pe pod se pedepsește cu închisoare.")))  # fmt: skip
REGISTER = unit(
    "6^1", heading="Registrul lămpilor", words="Se instituie registrul lămpilor, ținut de Căpitănia Portului."
)
ACCESS = unit("7", heading="Accesul", units=(unit("7(1)", words="Registrul:", units=(unit("7(1)[1]", words="cuprinde toate lămpile din port și de pe străzi;"), unit("7(1)[2]", words="este deschis oricărei persoane, fără plată."))),))  # fmt: skip
OLD = text(LIGHTING, DARKENING, REGISTER, ACCESS)

AMENDED = unit("5", heading="Aprinderea felinarelor", units=(unit("5(1)", words="Felinarele de pe străzi se aprind în cel mult 20 de minute de la amurg."), LIGHTING.units[1]))  # fmt: skip
REPEALED = unit("6^1", repealed=True)
MOVED = unit("8", heading="Accesul", units=(unit("8(1)", words="Registrul:", units=(unit("8(1)[1]", words="cuprinde toate lămpile din port și de pe străzi;"), unit("8(1)[2]", words="este deschis oricărei persoane, fără plată."))),))  # fmt: skip
NEW = text(AMENDED, DARKENING, REPEALED, MOVED, day="2026-06-01")


def between(catalogue: Catalogue, *texts: Text) -> law.Comparison:
    """The last of some texts against the one before it."""
    return law.between(catalogue, Library(texts, DAY), texts[-2], texts[-1])


@pytest.fixture(scope="module")
def compared(sample: Catalogue) -> law.Comparison:
    """The invented code before and after: one paragraph amended, one article repealed, one renumbered."""
    return between(sample, OLD, NEW)


# --- texts -----------------------------------------------------------------------------------------------------------


def test_each_change_of_a_text_is_named_once_where_it_stands(compared: law.Comparison) -> None:
    """A paragraph is named as a paragraph, a renumbered article by both numbers."""
    found = [(one.change.kind, one.change.at, one.change.now) for one in compared.changes]
    assert found == [("amended", "5(1)", "5(1)"), ("repealed", "6^1", "6^1"), ("renumbered", "7", "8")]


def test_a_change_touches_the_links_that_rest_on_it_and_no_others(compared: law.Comparison) -> None:
    """The other paragraph, the other articles and the other acts are left alone."""
    assert [one.touched.judgements for one in compared.changes] == [
        (("sample/2(1)", "lantern-code/5(1)"),),
        (("sample/4(3)", "lantern-code/6^1"),),
        (("sample/4(3)", "lantern-code/7(1)[2]"),),
    ]
    assert compared.touched.obligations == ("sample/2(1)", "sample/4(3)")


def test_a_change_names_the_draft_amendments_it_touches(compared: law.Comparison) -> None:
    """A draft that amends article 5 was written against another wording."""
    assert compared.touched.amendments == ("sample-draft/1",)


def test_a_change_of_a_neighbour_touches_nothing(sample: Catalogue) -> None:
    """Nobody cites paragraph (2) of article 6."""
    other = unit(
        "6", heading="Stingerea felinarelor", units=(DARKENING.units[0], unit("6(2)", words="Abrogat de fapt."))
    )
    found = between(sample, OLD, text(LIGHTING, other, REGISTER, ACCESS, day="2026-06-01"))
    assert [one.change.at for one in found.changes] == ["6(2)"]
    assert not found.touched


def test_an_act_that_changed_after_a_search_is_searched_again(sample: Catalogue) -> None:
    """Nothing is cited, so nothing is suspect; but a new article may answer what was missing."""
    added = text(*OLD.units, unit("9", words="Podurile se luminează."), day="2026-06-01")
    found = now(sample, Library((OLD, added), DAY))
    rows = ["sample/2(1)", "sample/2(2)", "sample/3", "sample/4(1)"]
    assert searched_before(found) == {"lantern-code": (added, rows)}
    assert "Search again" in forms.as_text(compose(found, "en"))
    assert json.loads(form(found, "json", None))["search_again"][0]["rows"] == rows
    repealed = text(LIGHTING, DARKENING, REPEALED, ACCESS, day="2026-06-01")
    assert searched_before(now(sample, Library((OLD, repealed), DAY))) == {}


def test_an_excerpt_says_nothing_about_what_it_lacks(sample: Catalogue) -> None:
    """Articles outside an excerpt are not lost."""
    found = between(sample, OLD, text(AMENDED, day="2026-06-01", partial=True))
    assert [one.change.at for one in found.changes] == ["5(1)"]
    assert found.touched.judgements == (("sample/2(1)", "lantern-code/5(1)"),)


def test_an_assessment_of_what_is_gone_is_shown(sample: Catalogue) -> None:
    """A place without words any more has been assessed like any other."""
    gone = text(LIGHTING, DARKENING, ACCESS, day="2026-06-01")
    verdict = Assessment(
        at=parse("6^1"), before=OLD.resting("6^1") or "", after=NO_PLACE, verdict="material", name="Ana Rusu",
        role="jurist", date=DAY,
    )  # fmt: skip
    said = replace(sample, assessments=(Assessments(about="lantern-code", assessments=(verdict,)),))
    [found] = between(said, OLD, gone).changes
    assert found.assessments == (verdict,)


def test_a_text_published_ahead_is_announced_with_its_date(sample: Catalogue) -> None:
    """The later wording is no change yet."""
    library = Library((OLD, replace_day(NEW, "2027-01-01")), DAY)
    overview = now(sample, library)
    assert overview.comparisons == ()
    assert [(one.after.consolidated.isoformat(), len(one.changes)) for one in overview.ahead] == [("2027-01-01", 3)]
    assert "din 01.01.2027" in forms.as_text(compose(overview, "ro"))


def replace_day(one: Text, day: str) -> Text:
    """The same text at another consolidation."""
    return text(*one.units, day=day)


def test_the_clock_warns_and_decides_nothing(corpus: Path) -> None:
    """A text that began after the date of the data is pointed out; it counts once somebody has checked the law again."""
    for one in (OLD, replace_day(NEW, "2026-08-01")):
        keep(corpus, load(corpus).edition, one)
    before = ask(corpus, load(corpus), Question(), dt.date(2026, 7, 1))
    after = ask(corpus, load(corpus), Question(), dt.date(2026, 8, 2))
    assert before.begun == () and [str(one.consolidated) for one in after.begun] == ["2026-08-01"]
    assert after.comparisons == () and len(after.ahead) == 1
    assert "Redacții intrate în vigoare după" not in forms.as_text(compose(before, "ro"))
    assert "Redacții intrate în vigoare după 30.06.2026" in forms.as_text(compose(after, "ro"))
    edited(corpus, "edition.yaml", '"2026-06-30"', '"2026-08-01"')
    assert len(ask(corpus, load(corpus), Question(), dt.date(2026, 8, 2)).comparisons) == 1


def test_texts_are_chosen_by_date_and_a_wrong_date_lists_those_there_are(sample: Catalogue) -> None:
    """By default the last two are compared."""
    library = Library((OLD, NEW, replace_day(NEW, "2026-05-01")), DAY)
    assert of_texts(sample, library, "lantern-code").compared == ("2026-05-01", "2026-06-01")
    assert of_texts(sample, library, "lantern-code", before="2026-03-01").compared == ("2026-03-01", "2026-06-01")
    with pytest.raises(UserError, match="imported: 2026-03-01, 2026-05-01, 2026-06-01"):
        of_texts(sample, library, "lantern-code", before="2020-01-01")
    with pytest.raises(UserError, match=r"no text of .law-8-2010. was imported"):
        of_texts(sample, library, "law-8-2010")


# --- data ------------------------------------------------------------------------------------------------------------


def edited(corpus: Path, name: str, before: str, after: str) -> None:
    """Change a data file of a copy of the corpus."""
    path = corpus / "data" / name
    content = path.read_text(encoding="utf-8")
    assert content.count(before) == 1
    path.write_text(content.replace(before, after), encoding="utf-8")


def test_a_fact_that_changed_touches_the_links_on_its_place(corpus: Path, sample: Catalogue) -> None:
    """The fact stands at article 5(1), which one link cites."""
    edited(corpus, "moldovan_law/lantern-code.yaml", "Within 30 minutes of dusk.", "Within 20 minutes of dusk.")
    found = compare_data(sample, load(corpus))
    assert [(one.group, one.kind, one.id) for one in found.records] == [("provision", "changed", "lantern-code/5")]
    assert found.judgements == (("sample/2(1)", "lantern-code/5(1)"),)
    assert found.records[0].wordings[0].after.en == "article 5(1): Within 20 minutes of dusk."


def test_moving_a_record_or_knowing_it_better_changes_nothing(corpus: Path, sample: Catalogue) -> None:
    """Lines, comments, sources and confidence are not what a record says."""
    edited(corpus, "moldovan_law/lantern-code.yaml", "provisions:\n", "# in the order of the code\n\nprovisions:\n")
    edited(corpus, "moldovan_law/lantern-code.yaml", "    confidence: excerpt\n", "    confidence: read\n")
    assert compare_data(sample, load(corpus)).records == ()


def test_a_link_that_came_or_went_is_named(corpus: Path, sample: Catalogue) -> None:
    """A judgement is known by its obligation and the place it cites."""
    edited(corpus, "mappings/sample/chapter-2.yaml", '"lantern-code/7(1)[2]"', '"lantern-code/6"')
    found = compare_data(sample, load(corpus)).records
    assert {(one.group, one.kind, one.judgements[0][1]) for one in found} == {
        ("link", "added", "lantern-code/6"),
        ("link", "removed", "lantern-code/7(1)[2]"),
    }


def test_a_degree_that_changed_is_told_with_both_words(corpus: Path, sample: Catalogue) -> None:
    """Without its link, an obligation falls."""
    edited(corpus, "mappings/sample/chapter-1.yaml", "covers: [fine]", "partly: [fine]")
    after = load(corpus)
    found = compare_data(sample, after)
    assert [(one.obligation, one.before, one.after) for one in found.degrees] == [("sample/2(2)", "met", "partly-met")]
    assert "parțial compatibil" in forms.as_markdown(
        compose(of_data(sample, after, Library((), DAY), ("a", "b")), "ro")
    )


def test_touching_is_what_makes_a_seal_another(corpus: Path, sample: Catalogue) -> None:
    """The list of touched judgements and the seals of reviewers rest on the same hashes."""
    edited(corpus, "conventions/sample.yaml", "Punish whoever puts lanterns out.", "Punish whoever puts out lanterns.")
    after = load(corpus)
    nothing = Library((), DAY)
    old, new = seals(sample, nothing), seals(after, nothing)
    assert set(compare_data(sample, after).judgements) == {key for key in new if new[key] != old[key]} != set()


def test_a_reservation_that_changed_touches_the_duty_it_removes(sample: Catalogue) -> None:
    """What the State declared is sealed with the duty, so a change of it alone is named with the duty."""
    [treaty] = sample.instruments
    told = Bilingual(en="The lamps of lighthouses stay dark.", ro="Lămpile farurilor rămân stinse.")
    one = Declaration(
        at=parse("4(1)"), kind="reservation", used="yes", text=told, source=treaty.source, excludes=(parse("2(1)"),)
    )
    before, after = (
        replace(sample, instruments=(msgspec.structs.replace(treaty, declarations=declared),))
        for declared in ((one,), (msgspec.structs.replace(one, used="no"),))
    )
    found = compare_data(before, after)
    assert [(change.group, change.kind, change.id) for change in found.records] == [
        ("obligation", "changed", "sample/2(1)")
    ]
    assert [wording.field for wording in found.records[0].wordings] == ["declarations"]
    nothing = Library((), DAY)
    old, new = seals(before, nothing), seals(after, nothing)
    assert set(found.judgements) == {key for key in new if new[key] != old[key]} != set()


# --- revisions -------------------------------------------------------------------------------------------------------


def git(root: Path, *words: str) -> None:
    """Run git in a folder, as nobody in particular."""
    who = ["-c", "user.name=Nobody", "-c", "user.email=nobody@example.org", "-c", "commit.gpgsign=false"]
    subprocess.run(["git", "-C", str(root), *who, *words], check=True, capture_output=True)


@pytest.fixture
def history(corpus: Path, tool: object) -> Path:
    """A copy of the corpus under version control: two revisions of its data."""
    if shutil.which("git") is None:
        pytest.skip("git is not installed")
    git(corpus, "init", "-q")
    git(corpus, "add", ".")
    git(corpus, "commit", "-qm", "first", "--date", "2026-06-01T12:00:00")
    edited(corpus, "moldovan_law/lantern-code.yaml", "Within 30 minutes of dusk.", "Within 20 minutes of dusk.")
    return corpus


def test_data_are_compared_with_a_revision(history: Path) -> None:
    """The working copy against the last commit."""
    found = compare_data(revisions.at_revision(history, "HEAD"), load(history))
    assert [one.id for one in found.records] == ["lantern-code/5"]


def test_two_revisions_are_compared_with_each_other(history: Path) -> None:
    """What the working copy says plays no part."""
    git(history, "commit", "-qam", "second")
    edited(history, "moldovan_law/lantern-code.yaml", "Punishes putting out a lantern.", "Punishes darkness.")
    found = ask(history, load(history), Question(revision="HEAD~1..HEAD"), DAY)
    assert found.data is not None and [one.id for one in found.data.records] == ["lantern-code/5"]
    assert found.compared == ("HEAD~1", "HEAD")


def test_a_revision_that_is_not_there_is_a_clear_mistake(
    history: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither an unknown name nor an option in disguise reaches git."""
    for name in ("nonsense", "--output=stolen"):
        with pytest.raises(UserError, match="there is no revision"):
            revisions.at_revision(history, name)
    monkeypatch.setenv("LANGUAGE", "fr")  # git speaks the language of its user
    with pytest.raises(UserError, match="not in a git repository"):
        revisions.at_revision(tmp_path, "HEAD")


def test_a_copy_with_part_of_the_history_says_so(history: Path, tmp_path: Path) -> None:
    """As a workflow makes one that asks for no more."""
    git(history, "commit", "-qam", "second")
    git(tmp_path, "clone", "-q", "--depth", "1", history.as_uri(), "part")
    with pytest.raises(UserError, match="git fetch --unshallow"):
        revisions.at_revision(tmp_path / "part", "HEAD~1")


def test_what_git_refuses_is_told_in_its_words(history: Path) -> None:
    """A damaged repository is not taken for one without the revision."""
    (history / ".git" / "config").write_text("[core", encoding="utf-8")
    with pytest.raises(UserError, match=r"git rev-parse failed: .*config"):
        revisions.at_revision(history, "HEAD")


def test_another_edition_in_a_folder_is_read(corpus: Path, tmp_path: Path) -> None:
    """Its root or its folder of data may be named."""
    for folder in (corpus, corpus / "data"):
        assert revisions.in_folder(folder).edition.version == "1.10"
    with pytest.raises(UserError, match="holds no"):
        revisions.in_folder(tmp_path)


def test_the_change_log_tells_law_judgement_and_coverage_apart(history: Path) -> None:
    """Versions begun since the day, degrees the law alone changed, and what the repository remembers."""
    overview = ask(history, load(history), Question(since="2019-06-01"), DAY)
    assert [one.place for one in (overview.since.versions if overview.since else ())] == ["lantern-code/6"]
    assert overview.data is None  # the repository is younger
    said = forms.as_markdown(compose(overview, "ro"))
    assert "Jurnalul schimbărilor de la 01.06.2019 până la 30.06.2026" in said
    assert "Legea nr. 99/2019" in said
    assert "nu se cunoaște ce s-a apreciat atunci" in said


def test_the_change_log_ends_before_the_date_of_the_data(corpus: Path) -> None:
    """A later day has nothing to tell."""
    with pytest.raises(UserError, match="is not before the date of the data, 2026-06-30"):
        ask(corpus, load(corpus), Question(since="2026-06-30"), DAY)


# --- forms -----------------------------------------------------------------------------------------------------------


@pytest.fixture
def overview(sample: Catalogue) -> object:
    """Two texts compared."""
    return now(sample, Library((OLD, NEW), DAY))


def test_every_form_says_the_same_three_places(sample: Catalogue) -> None:
    """Terminal, Markdown, JSON, HTML and Word."""
    found = now(sample, Library((OLD, NEW), DAY))
    plain = form(found, "text", "en").decode()
    assert "[-30-]{+20+} de minute" in plain
    marked = form(found, "markdown", "ro").decode()
    assert "~~30~~**20** de minute" in marked
    page = form(found, "html", None).decode()
    assert "<del>30</del><ins>20</ins> de minute" in page
    assert re.findall(r"art\. 7 → art\. 8", marked) and "article 7 → article 8" in plain
    data = json.loads(form(found, "json", None))
    assert [(one["kind"], one["at"], one["now"]) for one in data["law"][0]["changes"]] == [
        ("amended", "5(1)", "5(1)"),
        ("repealed", "6^1", "6^1"),
        ("renumbered", "7", "8"),
    ]
    assert data["law"][0]["rows"] == ["sample/2(1)", "sample/4(3)"]
    with zipfile.ZipFile(io.BytesIO(form(found, "docx", "ro"))) as word:
        document = word.read("word/document.xml").decode()
    assert "<w:del " in document and "<w:ins " in document


def test_the_page_fetches_nothing_and_says_both_languages(sample: Catalogue) -> None:
    """It opens from a memory stick."""
    page = form(now(sample, Library((OLD, NEW), DAY)), "html", None).decode()
    assert not re.search(r"(?:src|href)=\"(?!#)", page)
    assert '<html lang="ro">' in page and '<div lang="en">' in page
    assert "Ce s-a schimbat" in page and "What has changed" in page


def test_words_of_a_text_cannot_become_markup(sample: Catalogue) -> None:
    """Neither in HTML nor in Markdown."""
    sly = unit("5", units=(unit("5(1)", words='<script>alert("x")</script> | **tare** `cod`'), LIGHTING.units[1]))
    found = now(sample, Library((OLD, text(sly, DARKENING, REGISTER, ACCESS, day="2026-06-01")), DAY))
    assert "<script>" not in form(found, "html", "ro").decode()
    assert "<script>" not in form(found, "markdown", "ro").decode().replace("\\<script\\>", "")


def test_a_slip_in_a_printed_sentence_is_named(sample: Catalogue) -> None:
    """Whoever words a sentence anew learns which places it may have."""
    words = sample.vocabulary.words
    slip = Bilingual(en="{numbr} signed", ro="{numbr} semnate")
    told = {**words, "changes": {**words["changes"], "counts": slip}}
    worded = replace(sample, vocabulary=msgspec.structs.replace(sample.vocabulary, words=told))
    with pytest.raises(UserError, match='"counts" in the group "changes" has a wrong place in braces: allowed are'):
        compose(now(worded, Library((), DAY)), "en")


def test_what_a_change_of_data_touches_stands_at_its_line(corpus: Path, sample: Catalogue) -> None:
    """SARIF and GitHub show the link on the difference of its file."""
    edited(corpus, "moldovan_law/lantern-code.yaml", "Within 30 minutes of dusk.", "Within 20 minutes of dusk.")
    found = of_data(sample, load(corpus), Library((), DAY), ("a", "b"))
    issues = forms.as_issues(found)
    assert [str(one.place) for one in issues] == ["data/mappings/sample/chapter-1.yaml:6"]
    assert (
        "::notice file=data/mappings/sample/chapter-1.yaml,line=6,title=touched-link::"
        in form(found, "github", None).decode()
    )
    assert json.loads(form(found, "sarif", None))["runs"][0]["results"][0]["ruleId"] == "touched-link"


def test_the_command_prints_and_writes(
    corpus: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A page goes into a file; the terminal gets English unless told otherwise."""
    monkeypatch.chdir(corpus)
    for one in (OLD, NEW):
        keep(corpus, load(corpus).edition, one)
    assert main(["changes", "--act", "lantern-code"]) == 0
    assert "What changed from 2026-03-01 to 2026-06-01" in capsys.readouterr().out
    assert main(["changes", "--format", "html"]) == 1
    assert "add --out changes.html" in capsys.readouterr().err
    assert main(["changes", "--format", "html", "--out", "what.html"]) == 0
    assert (corpus / "what.html").read_text(encoding="utf-8").startswith("<!DOCTYPE html>")
    assert main(["changes", "--instrument", "nonsense"]) == 1
    assert "allowed are sample" in capsys.readouterr().err


def test_an_overview_of_one_treaty_leaves_the_others_out(sample: Catalogue) -> None:
    """The counts and rows are those of the treaty asked for."""
    found = now(sample, Library((OLD, NEW), DAY), "sample")
    assert replace(found, instrument="other").rows(found.comparisons[0].touched) == []
    assert found.rows(found.comparisons[0].touched) == ["sample/2(1)", "sample/4(3)"]
