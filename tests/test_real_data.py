"""The data of the project: nothing left out, nothing mixed up, nothing claimed that nobody signed."""

import re
from pathlib import Path

import pytest

from mapping import checks, quality
from mapping.catalogue import Catalogue, data_files
from mapping.coverage import Coverage, ObligationCoverage, derive
from mapping.deadlines import read_deadline
from mapping.graph import build
from mapping.issues import Issue
from mapping.pinpoint import LANGUAGES, cite, parse, read
from mapping.records import Plan
from mapping.summary import coverage_csv, gap_register
from mapping.view import View, open_view

CHECKLISTS = Path(__file__).with_name("pinpoints")
LISTED = sorted(path.stem for path in CHECKLISTS.glob("*.txt"))
# Articles of a single sentence, which the lists leave out.
BESIDE_THE_LIST = {"echr": {"19"}, "echr-p1": {"6"}}
PLAN = "lanzarote-2025-2026"
MEASURES_OF_ROW = {
    1: 2, 2: 2, 3: 1, 4: 1, 5: 1, 6: 2, 7: 2, 8: 4, 9: 2, 10: 3, 11: 1, 12: 2, 13: 2, 14: 5, 15: 5, 16: 1, 17: 2,
    18: 1, 19: 1, 20: 2, 21: 3, 22: 2, 23: 3, 24: 3,
}  # fmt: skip
# Numbers start anew in each report; in the plan these stand once for each, far apart.
FIRST_REPORT = {"R18": 3, "R19": 3, "R20": 5, "R21": 2, "R31": 6, "R32": 7}
SECOND_REPORT = {"R18": 12, "R19": 15, "R20": 15, "R21": 16, "R31": 20, "R32": 20}


@pytest.fixture(scope="module")
def issues(project_root: Path) -> list[Issue]:
    """What ``mapping check`` says about the data."""
    return checks.run(project_root)


@pytest.fixture(scope="module")
def coverage(catalogue: Catalogue) -> Coverage:
    """The coverage on the date of the edition."""
    return derive(build(catalogue), catalogue.edition.as_of)


@pytest.fixture(scope="module")
def plan(catalogue: Catalogue) -> Plan:
    """The action plan for the Lanzarote Convention."""
    [found] = [one for one in catalogue.plans if one.id == PLAN]
    return found


def test_the_data_are_free_of_errors(issues: list[Issue]) -> None:
    """Reports can be made; warnings and notes stay visible and stop nothing."""
    assert [str(issue) for issue in issues if issue.severity == "error"] == []


# --- the treaty ------------------------------------------------------------------------------------------------------


def checklist(treaty: str) -> list[str]:
    """The pinpoints that must be accounted for, in treaty order."""
    lines = (CHECKLISTS / f"{treaty}.txt").read_text(encoding="utf-8").split("\n")
    return [line for line in lines if line and not line.startswith("#")]


@pytest.mark.parametrize("treaty", LISTED)
def test_every_pinpoint_of_a_treaty_is_accounted_for(catalogue: Catalogue, treaty: str) -> None:
    """Every introduction, paragraph and letter once, in treaty order, and no invented one."""
    recorded = [duty.at.id for duty in catalogue.instrument_by_id[treaty].obligations]
    assert [at for at in recorded if at not in BESIDE_THE_LIST.get(treaty, set())] == checklist(treaty)


def test_every_treaty_has_a_checklist(catalogue: Catalogue) -> None:
    """Except Protocol 7, of which no list has been made."""
    assert set(catalogue.instrument_by_id) - set(LISTED) <= {"echr-p7"}


def test_the_checklist_is_long_enough_to_mean_something() -> None:
    """The Lanzarote Convention has 50 articles, each id once and readable."""
    ids = checklist("lanzarote")
    assert len(set(ids)) == len(ids)
    assert list(dict.fromkeys(parse(one).article for one in ids)) == [str(number) for number in range(1, 51)]


def test_a_duty_that_was_not_examined_says_why(catalogue: Catalogue, issues: list[Issue]) -> None:
    """The reader of the row is told, in both languages, why nobody looked."""
    open_ = [issue.message.partition(":")[0] for issue in issues if issue.code == "not-examined"]
    assert [name for name in open_ if catalogue.obligations[name][1].note is None] == []


def test_every_duty_has_been_looked_at_or_is_listed_as_open(catalogue: Catalogue, issues: list[Issue]) -> None:
    """No mandatory or qualified duty stands without links, a search that found nothing, or a warning that says so."""
    open_ = {issue.message.partition(":")[0] for issue in issues if issue.code == "not-examined"}
    for name, (_, duty) in catalogue.obligations.items():
        if duty.force in ("mandatory", "qualified"):
            judgement = catalogue.judgements.get(name)
            assert (judgement and (judgement.links or judgement.none_found)) or name in open_, name


def test_what_is_not_examined_is_never_called_met_or_missing(coverage: Coverage) -> None:
    """A duty with an unexamined element is neither met nor unmet, and that element is in no list of gaps."""
    for duty in coverage.obligations.values():
        open_ = {one.id for unit in duty.unexamined() for one in unit}
        assert not open_ or duty.status not in ("met", "not-met")
        assert not open_ & {one.id for unit in duty.gaps() for one in unit}


# --- the law ---------------------------------------------------------------------------------------------------------


def test_every_pinpoint_is_read_back_from_print(catalogue: Catalogue) -> None:
    """Provisions, facts, penalties and the places links cite print in both languages and are read back."""
    provisions = [one for act in catalogue.acts for one in act.provisions]
    places = {one.at for one in provisions}
    places |= {inner.at for one in provisions for inner in (*one.facts, *one.penalties)}
    places |= {parse(link.to.partition("/")[2]) for _, link in catalogue.links() if catalogue.provision_for(link.to)}
    places |= {duty.at for _, duty in catalogue.obligations.values()}
    assert len(places) > len(provisions) // 2
    for at in places:
        assert parse(at.id) == at
        for language in LANGUAGES:
            assert read(cite([at], language)) == (at,)


def test_no_letter_has_a_cedilla(project_root: Path) -> None:
    """Romanian is written with ș and ț throughout the data."""
    for path in data_files(project_root):
        assert not re.search("[şţŞŢ]", path.read_text(encoding="utf-8")), path.name


def test_everything_is_said_in_both_languages(issues: list[Issue]) -> None:
    """No sentence was copied from one language to the other."""
    assert [str(issue) for issue in issues if issue.code == "same-in-both"] == []


def test_what_was_read_says_where_and_when(catalogue: Catalogue) -> None:
    """A provision marked ``read`` names its text, and no text was read after today's edition."""
    edition = catalogue.edition.as_of
    for name, (act, provision) in catalogue.provisions.items():
        source = provision.source or act.source
        if provision.confidence == "read":
            assert source.consolidated or source.read_on, name
        assert source.read_on is None or source.read_on <= edition, name


@pytest.mark.parametrize("article", ["171", "172", "173", "174", "175"])
def test_sexual_offences_carry_no_professional_ban(catalogue: Catalogue, article: str) -> None:
    """No paragraph of these articles provides one; were it recorded, article 27(3) and 5(3) would read differently."""
    _, provision = catalogue.provisions[f"criminal-code/{article}"]
    assert provision.penalties
    assert [str(one.at) for one in provision.penalties if one.ban] == []
    assert all(one.imprisonment or one.fine or one.community_service for one in provision.penalties)


# --- the gaps that are easily overlooked -----------------------------------------------------------------------------


def hindrances(duty: ObligationCoverage, place: str) -> list[str]:
    """The elements that this place of the law stands in the way of."""
    act, _, at = place.partition("/")
    return [
        one.element.id
        for one in duty.elements
        for answer in one.hindrances
        if answer.counts and answer.act.id == act and parse(at).contains(parse(answer.target.partition("/")[2]))
    ]


def test_the_labour_code_stands_in_the_way_of_checking_convictions(coverage: Coverage) -> None:
    """Article 57 forbids asking for more documents than it lists, so 5(3) is not met and the verification is a gap."""
    duty = coverage.obligations["lanzarote/5(3)"]
    assert duty.status in ("partly-met", "not-met")
    stopped = set(hindrances(duty, "labour-code/57"))
    missing = {one.element.id: one.element for unit in duty.gaps() for one in unit}
    assert stopped & set(missing)
    about_checking = re.compile("check|verif|establish|screen|learn", re.IGNORECASE)
    assert any(about_checking.search(f"{name} {missing[name].en}") for name in stopped & set(missing))


def test_the_liability_of_legal_persons_is_not_met_in_full(coverage: Coverage) -> None:
    """Lack of supervision by a leading person is a ground of liability that the law gives only in part."""
    duty = coverage.obligations["lanzarote/26(2)"]
    assert duty.status in ("partly-met", "not-met")
    assert duty.gaps()


# --- the action plan -------------------------------------------------------------------------------------------------


def test_the_plan_has_its_rows_and_measures(plan: Plan, catalogue: Catalogue) -> None:
    """24 rows and 53 measures, spread as in the table of the plan and numbered after their row."""
    assert {row.row: len(row.measures) for row in plan.rows} == MEASURES_OF_ROW
    assert [row.row for row in plan.rows] == list(MEASURES_OF_ROW)
    assert sum(MEASURES_OF_ROW.values()) == 53
    for row in plan.rows:
        alone, many = [str(row.row)], [f"{row.row}.{number}" for number in range(1, len(row.measures) + 1)]
        assert [one.number for one in row.measures] in (alone, many)
    assert sum(name.startswith(f"{PLAN}/") for name in catalogue.measures) == 53


def test_every_measure_has_a_deadline_and_somebody_responsible(plan: Plan, catalogue: Catalogue) -> None:
    """Deadlines are read, end within the period of the plan, and merged cells have been filled in."""
    for name, (owner, _, measure) in catalogue.measures.items():
        deadline = read_deadline(measure.deadline)
        assert deadline, name
        assert (deadline.due is None) == (deadline.kind == "annual"), name
        if owner is plan:
            assert plan.period.from_ <= (deadline.due or plan.period.until) <= plan.period.until, name
        assert measure.responsible and set(measure.responsible) <= set(catalogue.authority_by_id), name
        assert not set(measure.responsible) & set(measure.partners), name


def test_recommendations_of_two_reports_are_not_mixed_up(plan: Plan) -> None:
    """The same number stands for another recommendation in the first report (2015) and in the second (2018)."""
    cited = {(one.report, one.number): row.row for row in plan.rows for one in row.recommendations if one.number}
    assert {number: cited["first", number] for number in FIRST_REPORT} == FIRST_REPORT
    assert {number: cited["second", number] for number in SECOND_REPORT} == SECOND_REPORT


def test_a_recommendation_without_a_number_says_what_it_is_about(plan: Plan) -> None:
    """The report of 2022 is quoted without numbers; nothing else is."""
    for row in plan.rows:
        assert row.recommendations
        for one in row.recommendations:
            assert (one.number is None) == (one.report == "csgsiv") == (one.topic is not None)


def test_an_element_from_a_recommendation_names_the_report(catalogue: Catalogue) -> None:
    """``R20`` alone would leave open which of two recommendations is meant."""
    for name, (_, duty) in catalogue.obligations.items():
        for element in duty.elements:
            if re.search(r"\bR\d+\b", element.from_ or ""):
                assert re.search("1st|2nd|first|second|2015|2018|2022", str(element.from_)), f"{name} {element.id}"


def test_both_spellings_of_the_ministry_of_labour_are_one_authority(catalogue: Catalogue) -> None:
    """Sources write MMPS and MMSP; no spelling belongs to two bodies."""
    assert "MMSP" in catalogue.authority_by_id["mmps"].aliases
    spellings: dict[str, str] = {}
    for one in catalogue.authorities:
        for word in {one.id.upper(), *(alias.upper() for alias in one.aliases)}:
            assert spellings.setdefault(word, one.id) == one.id, word
    assert spellings["MMSP"] == spellings["MMPS"] == "mmps"


# --- what reports say about themselves -------------------------------------------------------------------------------


@pytest.fixture(scope="module", params=LANGUAGES)
def view(request: pytest.FixtureRequest, project_root: Path) -> View:
    """The Lanzarote Convention in each language."""
    return open_view("lanzarote", request.param, root=project_root)


def test_reports_say_that_nobody_has_signed(view: View) -> None:
    """The data carry no signature of a reviewer, and every page says so with the number of judgements."""
    assert not any(link.reviews for _, link in view.catalogue.links())
    assert view.standing.unsigned == view.standing.judgements > view.standing.links > 0
    for said in (view.notices()[0], view.footer()):
        assert str(view.standing.judgements) in said
        assert re.search("unsigned|nesemnat", said, re.IGNORECASE)


def test_reports_say_how_far_the_law_was_read(view: View) -> None:
    """The three degrees of confidence add up to the provisions relied on."""
    standing = view.standing
    assert standing.read + standing.excerpt + standing.unverified == standing.total == len(view.relied_on) > 0
    assert str(standing.unverified) in " ".join(view.notices())


# --- what is committed and made from the data -------------------------------------------------------------------------


def test_the_committed_pages_are_those_the_data_gives(project_root: Path, catalogue: Catalogue) -> None:
    """``reports/summary`` and ``docs/data-quality.md`` show the effect of a change only if they are never stale."""
    assert (project_root / "docs" / "data-quality.md").read_text(encoding="utf-8") == quality.page(catalogue)
    expected = {}
    for treaty in catalogue.instrument_by_id:
        for language in LANGUAGES:
            view = open_view(treaty, language, catalogue=catalogue)
            expected[f"{treaty}-coverage.csv"] = coverage_csv(view)
            expected[f"{treaty}-gaps.{language}.md"] = gap_register(view)
    committed = project_root / "reports" / "summary"
    found = {path.name: path.read_text(encoding="utf-8") for path in committed.iterdir()}
    found.pop("law-watch.md", None)  # what the weekly watch found: it comes from the publishers, not from the data
    assert found == expected
