"""What is covered, and what is a gap, follows from the records by rule, at any date, with or without a draft."""

import dataclasses
import datetime as dt
import random
import typing

import msgspec
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from mapping.catalogue import Catalogue, data_files, load
from mapping.coverage import (
    ELEMENT_STATUSES,
    OBLIGATION_STATUSES,
    Coverage,
    ObligationCoverage,
    derive,
)
from mapping.deadlines import read_deadline
from mapping.graph import build
from mapping.pinpoint import parse
from mapping.reading import record_fields
from mapping.records import (
    Act,
    Amendment,
    Article,
    Bilingual,
    Chapter,
    Draft,
    Edition,
    Element,
    Instrument,
    Judgement,
    Link,
    Mapping,
    Measure,
    NoneFound,
    Obligation,
    Period,
    Plan,
    Provision,
    Record,
    Row,
    Source,
    Version,
    Vocabulary,
)
from mapping.status import as_object
from mapping.versions import state_of

# --- one obligation, written as a table ------------------------------------------------------------------------------

TODAY = dt.date(2026, 6, 30)
TEXT = Bilingual(en="In English.", ro="În română.")
SOURCE = Source(publisher="Invented for the tests")
VERSIONS = {
    "now": Version(from_="unknown"),
    "now-too": Version(from_=dt.date(2020, 1, 1)),
    "soon": Version(from_=dt.date(2027, 1, 1), adopted=dt.date(2026, 5, 5)),
    "deferred": Version(from_="deferred", adopted=dt.date(2026, 5, 5)),
    "gone": Version(from_="unknown", until=dt.date(2026, 6, 30)),
}
LAW = {word: f"law/{number}" for number, word in enumerate(VERSIONS, start=1)}
DEADLINES = {
    "late": "Trimestrul I, 2026",
    "in-time": "Trimestrul II, 2026",
    "yearly": "anual",
    "last-years": "2024-2025",
}


def one_obligation(force: str, spec: dict[str, str]) -> Catalogue:
    """A catalogue of one obligation.

    A key of ``spec`` is an element: ``a``; ``a|x`` is an alternative of the group ``x``; ``a?`` is a recommendation.
    Its value lists what is recorded about it: ``covers now, plans late, none, drafts``.
    """
    elements, links, none_found = [], [], []
    for name, records in spec.items():
        word, _, group = name.partition("|")
        id_ = word.rstrip("?")
        elements.append(
            Element(
                id=id_,
                en="In English.",
                ro="În română.",
                basis="recommendation" if word.endswith("?") else "text",
                either=group or None,
            )
        )
        for record in filter(None, records.split(", ")):
            role, _, at = record.partition(" ")
            if role == "none":
                none_found.append(NoneFound(elements=(id_,), searched=("law",), reason=TEXT))
            else:
                target = {"plans": f"plan/{at}", "drafts": "draft/1"}.get(role) or LAW[at]
                links.append(Link(to=target, reason=TEXT, **{role: (id_,)}))
    duty = Obligation(
        at=parse("1"), force=typing.cast(typing.Any, force), kind="data", duty=TEXT, elements=tuple(elements)
    )
    return Catalogue(
        edition=Edition(version="1", as_of=TODAY, title=TEXT),
        instruments=(
            Instrument(
                id="treaty", reference="T 1", title=TEXT, short=TEXT, source=SOURCE, status_source=SOURCE,
                chapters=(Chapter(number="I", title=TEXT, articles="1"),), articles=(Article(number="1", title=TEXT),),
                obligations=(duty,),
            ),
        ),
        acts=(
            Act(
                id="law", kind="law", title=TEXT, short=TEXT, source=SOURCE, in_force=dt.date(2000, 1, 1),
                provisions=tuple(
                    Provision(at=parse(LAW[word][4:]), summary=TEXT, confidence="read", versions=(version,))
                    for word, version in VERSIONS.items()
                ),
            ),
        ),
        plans=(
            Plan(
                id="plan", instrument="treaty", title=TEXT, source=SOURCE,
                period=Period(from_=dt.date(2024, 1, 1), until=dt.date(2026, 12, 31)),
                rows=(
                    Row(
                        row=1, recommendations=(),
                        measures=tuple(
                            Measure(number=word, action=TEXT, indicators=(), deadline=deadline)
                            for word, deadline in DEADLINES.items()
                        ),
                    ),
                ),
            ),
        ),
        mappings=(
            Mapping(
                instrument="treaty", chapter="I",
                judgements=(Judgement(obligation="treaty/1", links=tuple(links), none_found=tuple(none_found)),),
            ),
        ),
        drafts=(
            Draft(
                id="draft", title=TEXT, short=TEXT, source=SOURCE,
                amendments=(Amendment(number="1", to="law/9", effect=TEXT),),
            ),
        ),
        authorities=(),
        vocabulary=Vocabulary(words={}),
    )  # fmt: skip


def cover(force: str, spec: dict[str, str], draft: str | None = None) -> ObligationCoverage:
    """The coverage of that obligation today."""
    return derive(build(one_obligation(force, spec)), TODAY, draft).obligations["treaty/1"]


def names(units: list[tuple[typing.Any, ...]]) -> str:
    """Units as text: alternatives joined by a bar."""
    return " ".join("|".join(one.element.id for one in unit) for unit in units)


ELEMENTS = [
    # records, status, hindered, status with the draft
    ("", "not-examined", False, "not-examined"),
    ("covers now", "in-force", False, "in-force"),
    ("covers now-too", "in-force", False, "in-force"),
    ("partly now", "in-part", False, "in-part"),
    ("partly now, partly now-too", "in-part", False, "in-part"),
    ("partly now, covers now-too", "in-force", False, "in-force"),
    ("partly now, covers soon", "in-part", False, "in-part"),
    ("covers soon", "adopted", False, "adopted"),
    ("partly soon", "adopted", False, "adopted"),
    ("covers deferred", "adopted", False, "adopted"),
    ("covers gone", "none-found", False, "none-found"),
    ("covers gone, covers now", "in-force", False, "in-force"),
    ("none", "none-found", False, "none-found"),
    ("none, plans in-time", "none-found", False, "none-found"),
    ("none, partly now", "in-part", False, "in-part"),
    ("plans in-time", "planned", False, "planned"),
    ("plans late", "overdue", False, "overdue"),
    ("plans last-years", "overdue", False, "overdue"),
    ("plans yearly", "planned", False, "planned"),
    ("plans late, plans in-time", "planned", False, "planned"),
    ("plans late, covers soon", "adopted", False, "adopted"),
    ("drafts", "not-examined", False, "drafted"),
    ("drafts, none", "none-found", False, "drafted"),
    ("drafts, plans late", "overdue", False, "drafted"),
    ("drafts, covers soon", "adopted", False, "adopted"),
    ("drafts, covers gone", "none-found", False, "drafted"),
    ("hinders now", "none-found", True, "none-found"),
    ("hinders gone", "none-found", False, "none-found"),
    ("hinders soon, covers now", "in-force", False, "in-force"),
    ("hinders now, covers now-too", "in-force", True, "in-force"),
    ("hinders now, partly now-too", "in-part", True, "in-part"),
    ("hinders now, plans late", "none-found", True, "none-found"),
]


@pytest.mark.parametrize(("records", "status", "hindered", "with_draft"), ELEMENTS)
def test_the_status_of_an_element(records: str, status: str, hindered: bool, with_draft: str) -> None:
    """The strongest record decides; a draft counts only when asked for; what stands in the way lies on top."""
    [one] = cover("mandatory", {"a": records}).elements
    assert (one.status, one.hindered) == (status, hindered)
    assert cover("mandatory", {"a": records}, draft="draft").elements[0].status == with_draft
    assert cover("mandatory", {"a": records}, draft="another").elements[0].status == status


OBLIGATIONS = [
    # force, elements with their records, status, gaps, not looked at
    ("no-duty", {}, "not-applicable", "", ""),
    ("mandatory", {"a": "covers now"}, "met", "", ""),
    ("qualified", {"a": "covers now", "b": "covers now-too"}, "met", "", ""),
    ("mandatory", {"a": "covers now", "b": "none"}, "partly-met", "b", ""),
    ("mandatory", {"a": "covers now", "b": ""}, "partly-met", "", "b"),
    ("mandatory", {"a": "partly now"}, "partly-met", "a", ""),
    ("mandatory", {"a": "partly now", "b": ""}, "partly-met", "a", "b"),
    ("mandatory", {"a": "covers now, hinders now-too"}, "partly-met", "a", ""),
    ("mandatory", {"a": "covers now, hinders gone"}, "met", "", ""),
    ("mandatory", {"a": "none"}, "not-met", "a", ""),
    ("qualified", {"a": "none", "b": "covers gone"}, "not-met", "a b", ""),
    ("mandatory", {"a": "covers soon"}, "not-met", "a", ""),
    ("mandatory", {"a": "covers deferred", "b": "plans late"}, "not-met", "a b", ""),
    ("mandatory", {"a": "hinders now"}, "not-met", "a", ""),
    ("mandatory", {"a": ""}, "not-examined", "", "a"),
    ("mandatory", {"a": "none", "b": ""}, "not-examined", "a", "b"),
    ("mandatory", {"a": "drafts"}, "not-examined", "", "a"),
    # alternatives count as the best of them, if it is known
    ("mandatory", {"a|x": "covers now", "b|x": "none"}, "met", "", ""),
    ("mandatory", {"a|x": "none", "b|x": "covers now"}, "met", "", ""),
    ("mandatory", {"a|x": "covers now", "b|x": ""}, "met", "", ""),
    ("mandatory", {"a|x": "none", "b|x": "none"}, "not-met", "a|b", ""),
    ("mandatory", {"a|x": "partly now", "b|x": "none"}, "partly-met", "a|b", ""),
    ("mandatory", {"a|x": "partly now", "b|x": ""}, "partly-met", "a|b", ""),
    ("mandatory", {"a|x": "none", "b|x": ""}, "not-examined", "", "a|b"),
    ("mandatory", {"a|x": "plans late", "b|x": ""}, "not-examined", "", "a|b"),
    ("mandatory", {"a|x": "covers soon", "b|x": ""}, "not-examined", "", "a|b"),
    ("mandatory", {"a|x": "covers now, hinders now-too", "b|x": "none"}, "partly-met", "a|b", ""),
    ("mandatory", {"a|x": "covers now, hinders now-too", "b|x": "covers now"}, "met", "", ""),
    ("mandatory", {"a|x": "covers now", "b|x": "none", "c": "none"}, "partly-met", "c", ""),
    ("mandatory", {"a|x": "covers now", "b|x": "none", "c|y": "none", "d|y": "none"}, "partly-met", "c|d", ""),
    # an option that is not used is no gap; one that is used is judged like a duty
    ("optional", {"a": "none"}, "not-applicable", "", ""),
    ("optional", {"a": "plans in-time"}, "not-applicable", "", ""),
    ("optional", {"a": ""}, "not-examined", "", "a"),
    ("optional", {"a": "covers now"}, "met", "", ""),
    ("optional", {"a": "covers now", "b": "none"}, "partly-met", "b", ""),
    # recommendations are shown and decide nothing
    ("mandatory", {"a": "covers now", "r?": "none"}, "met", "", ""),
    ("mandatory", {"a": "covers now", "r?": ""}, "met", "", ""),
    ("mandatory", {"a": "none", "r?": "covers now"}, "not-met", "a", ""),
    ("mandatory", {"a": "", "r?": "covers now"}, "not-examined", "", "a"),
]


@pytest.mark.parametrize(("force", "spec", "status", "gaps", "unexamined"), OBLIGATIONS)
def test_the_status_of_an_obligation(force: str, spec: dict[str, str], status: str, gaps: str, unexamined: str) -> None:
    """The status follows from the elements of the treaty's text; what nobody looked at is never called a gap."""
    duty = cover(force, spec)
    assert (duty.status, names(duty.gaps()), names(duty.unexamined())) == (status, gaps, unexamined)


RECORDS = [row[0] for row in ELEMENTS]
SPECS = st.dictionaries(st.sampled_from(["a", "b", "c|x", "d|x", "e|y", "f|y"]), st.sampled_from(RECORDS), min_size=1)
FORCES = st.sampled_from(["mandatory", "qualified", "optional"])


@given(FORCES, SPECS)
def test_a_duty_is_met_when_nothing_is_missing(force: str, spec: dict[str, str]) -> None:
    """Met and the lists of gaps and of what nobody looked at say the same, whatever is recorded."""
    duty = cover(force, spec)
    gaps, unexamined = duty.gaps(), duty.unexamined()
    assert (duty.status == "met") == (not gaps and not unexamined and duty.status != "not-applicable")
    assert not set(map(names, ([unit] for unit in gaps))) & set(map(names, ([unit] for unit in unexamined)))
    assert force == "optional" or duty.status != "not-applicable"
    assert duty.status != "not-met" or not unexamined


@given(FORCES, SPECS, st.sampled_from(RECORDS))
def test_a_recommendation_never_decides(force: str, spec: dict[str, str], records: str) -> None:
    """Whatever is recorded about a recommended element, status and gaps stay."""
    without, with_it = cover(force, spec), cover(force, {**spec, "r?": records})
    assert with_it.status == without.status
    assert names(with_it.gaps()) == names(without.gaps())


@given(FORCES, SPECS)
def test_a_draft_never_closes_a_gap(force: str, spec: dict[str, str]) -> None:
    """A draft shows what it would answer; only law in force meets a duty."""
    without, with_it = cover(force, spec), cover(force, spec, draft="draft")
    for status in ("met", "partly-met"):
        assert (with_it.status == status) == (without.status == status)


# --- dates and the draft, on the corpus ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("element", "as_of", "status"),
    [
        (
            "sample/2(1)#streets",
            "2003-12-31",
            "not-examined",
        ),  # before the code was adopted: nobody has looked at the law of that time
        ("sample/2(1)#streets", "2004-02-02", "adopted"),
        ("sample/2(1)#streets", "2004-04-30", "adopted"),
        ("sample/2(1)#streets", "2004-05-01", "in-force"),
        ("sample/2(2)#fine", "2019-12-31", "in-force"),  # the earlier version
        ("sample/2(2)#fine", "2020-01-01", "in-force"),  # its successor, on the same day
        ("sample/3#count", "2010-08-31", "planned"),  # the law did not exist, the measure does
        ("sample/3#count", "2010-09-01", "in-part"),
        ("sample/3#count", "2027-05-31", "in-part"),
        ("sample/3#count", "2027-06-01", "none-found"),  # repealed that day
        ("sample/4(3)#register", "2026-05-04", "not-examined"),
        ("sample/4(3)#register", "2026-05-05", "adopted"),
        ("sample/4(3)#register", "2026-12-31", "adopted"),
        ("sample/4(3)#register", "2027-01-01", "in-force"),
        ("sample/4(3)#access", "2026-05-04", "not-examined"),
        ("sample/4(3)#access", "2099-01-01", "adopted"),  # deferred: no date is fixed
    ],
)
def test_the_law_is_read_at_the_date_asked_for(sample: Catalogue, element: str, as_of: str, status: str) -> None:
    """A version counts from its first day to the day before its last, and as adopted from its adoption."""
    assert derive(build(sample), dt.date.fromisoformat(as_of)).elements[element].status == status


def test_an_adoption_of_unknown_date_is_known_from_the_edition_on(sample: Catalogue) -> None:
    """Nobody can say when it was adopted, only that it was when the data were checked."""
    act = sample.act_by_id["lantern-code"]
    provision = Provision(
        at=parse("8"), summary=TEXT, confidence="read", versions=(Version(from_=dt.date(2027, 1, 1)),)
    )
    edition = sample.edition.as_of
    assert state_of(act, provision, edition - dt.timedelta(days=1), edition).state == "absent"
    assert state_of(act, provision, edition, edition).state == "adopted"


def test_a_later_version_does_not_hide_the_one_in_force() -> None:
    """Law that changes next year applies as it stands until then."""
    law = one_obligation("mandatory", {}).acts[0]
    first = Version(from_="unknown", until=dt.date(2027, 1, 1))
    second = Version(from_=dt.date(2027, 1, 1), adopted=dt.date(2026, 1, 1))
    provision = Provision(at=parse("8"), summary=TEXT, confidence="read", versions=(first, second))
    assert state_of(law, provision, TODAY, TODAY) == ("in-force", first)
    assert state_of(law, provision, dt.date(2027, 1, 1), TODAY) == ("in-force", second)
    assert state_of(law, provision, dt.date(1999, 12, 31), TODAY).state == "absent"


def test_a_measure_is_overdue_on_the_day_after_its_last(sample: Catalogue) -> None:
    """The third quarter of 2025 ends on 30 September."""
    graph = build(sample)
    for day, late in (("2025-09-30", False), ("2025-10-01", True)):
        [planned] = derive(graph, dt.date.fromisoformat(day)).elements["sample/2(1)#harbours"].planned
        assert (planned.target, planned.overdue) == ("sample-plan/1.1", late)


@pytest.mark.parametrize(
    ("printed", "kind", "due", "shown"),
    [
        ("Trimestrul I, 2026", "quarter", "2026-03-31", "2026-03-31"),
        ("Trimestrul II 2026", "quarter", "2026-06-30", "2026-06-30"),
        ("trimestrul  III, 2025", "quarter", "2025-09-30", "2025-09-30"),
        ("TRIMESTRUL IV, 2025", "quarter", "2025-12-31", "2025-12-31"),
        ("2025-2026", "period", "2026-12-31", "2025-2026"),
        ("2025 – 2026", "period", "2026-12-31", "2025-2026"),
        ("Anual", "annual", None, "annual"),
    ],
)
def test_deadlines_are_read_as_printed(printed: str, kind: str, due: str | None, shown: str) -> None:
    """A quarter and a period end on their last day; a yearly duty never ends."""
    deadline = read_deadline(printed)
    assert deadline is not None
    assert (deadline.kind, deadline.due and str(deadline.due), deadline.shown) == (kind, due, shown)


@pytest.mark.parametrize(
    "printed", ["", "cândva", "Trimestrul V, 2025", "Trimestrul I, 0000", "2026-2025", "2025", "anual 2025"]
)
def test_deadlines_are_not_guessed(printed: str) -> None:
    """What has no such form is no deadline."""
    assert read_deadline(printed) is None


def test_a_draft_shows_only_where_nothing_better_is_recorded(sample: Catalogue) -> None:
    """Training exists in the draft alone; the harbours are lit in part by law already."""
    graph, today = build(sample), sample.edition.as_of
    off, on = derive(graph, today), derive(graph, today, "sample-draft")
    assert (off.elements["sample/3#training"].status, on.elements["sample/3#training"].status) == ("planned", "drafted")
    assert off.elements["sample/2(1)#harbours"].status == on.elements["sample/2(1)#harbours"].status == "in-part"
    changed = {name for name in off.elements if off.elements[name].status != on.elements[name].status}
    assert changed == {"sample/3#training"}
    assert {name: one.status for name, one in off.obligations.items()} == {
        name: one.status for name, one in on.obligations.items()
    }


def test_the_corpus_shows_every_status_of_an_obligation_but_one(sample: Catalogue) -> None:
    """Nothing in the corpus is unexamined; every other status occurs, where expected."""
    coverage = derive(build(sample), sample.edition.as_of)
    assert {name.partition("/")[2]: one.status for name, one in coverage.obligations.items()} == {
        "1": "not-applicable",
        "2(1)": "partly-met",
        "2(2)": "met",
        "2(3)(a)": "partly-met",
        "3": "partly-met",
        "4(1)": "not-applicable",
        "4(2)": "not-applicable",
        "4(3)": "not-met",
    }


def test_gaps_come_heaviest_first(sample: Catalogue) -> None:
    """Binding duties before softened ones, empty answers before partial ones, unplanned before planned."""
    coverage = derive(build(sample), sample.edition.as_of)
    assert [gap.elements[0].id.partition("/")[2] for gap in coverage.gaps("sample")] == [
        "3#training",
        "3#appointment",
        "4(3)#register",
        "4(3)#access",
        "2(1)#harbours",
        "3#count",
        "2(3)(a)#record",
    ]


# --- order never matters ---------------------------------------------------------------------------------------------


def essence(coverage: Coverage) -> dict[str, object]:
    """Everything derived, free of the order of records."""
    return {
        duty.id: (
            duty.status,
            {
                one.element.id: (
                    one.status,
                    one.hindered,
                    sorted(one.covered_by),
                    sorted(planned.target for planned in one.planned),
                    sorted(str(none.reason.en) for none in one.none_found),
                )
                for one in duty.elements
            },
        )
        for duty in coverage.obligations.values()
    }


def shuffled(catalogue: Catalogue, chance: random.Random) -> Catalogue:
    """The same data with files, judgements, links and elements named in another order."""

    def mixed(items: tuple[typing.Any, ...]) -> tuple[typing.Any, ...]:
        return tuple(chance.sample(items, len(items)))

    def link(one: Link) -> Link:
        return msgspec.structs.replace(one, covers=mixed(one.covers), partly=mixed(one.partly), plans=mixed(one.plans))

    def none(one: NoneFound) -> NoneFound:
        return msgspec.structs.replace(one, elements=mixed(one.elements), searched=mixed(one.searched))

    def judgement(one: Judgement) -> Judgement:
        links = mixed(tuple(map(link, one.links)))
        return msgspec.structs.replace(one, links=links, none_found=mixed(tuple(map(none, one.none_found))))

    def mapping(one: Mapping) -> Mapping:
        return msgspec.structs.replace(one, judgements=mixed(tuple(map(judgement, one.judgements))))

    def act(one: Act) -> Act:
        return msgspec.structs.replace(one, provisions=mixed(one.provisions))

    return dataclasses.replace(
        catalogue,
        acts=mixed(tuple(map(act, catalogue.acts))),
        plans=mixed(catalogue.plans),
        mappings=mixed(tuple(map(mapping, catalogue.mappings))),
        authorities=mixed(catalogue.authorities),
    )


@given(st.randoms(use_true_random=False))
def test_the_order_of_records_never_changes_the_result(sample: Catalogue, chance: random.Random) -> None:
    """Files and records in any order give the same coverage."""
    today = sample.edition.as_of
    assert essence(derive(build(shuffled(sample, chance)), today)) == essence(derive(build(sample), today))


def test_the_order_of_the_real_records_never_changes_the_result(catalogue: Catalogue) -> None:
    """The same holds for the data of the project."""
    today = catalogue.edition.as_of
    other = shuffled(catalogue, random.Random(7))
    assert essence(derive(build(other), today)) == essence(derive(build(catalogue), today))


def test_the_names_of_mapping_files_never_change_the_result(corpus: typing.Any, sample: Catalogue) -> None:
    """A chapter may be cut into files as its author likes."""
    folder = corpus / "data/mappings/sample"
    (folder / "chapter-1.yaml").rename(folder / "z.yaml")
    (folder / "chapter-2.yaml").rename(folder / "a.yaml")
    renamed = load(corpus)
    today = sample.edition.as_of
    assert as_object(renamed, derive(build(renamed), today)) == as_object(sample, derive(build(sample), today))


def test_two_searches_of_one_act_are_both_kept() -> None:
    """A second search recorded later does not push out the first."""
    catalogue = one_obligation("mandatory", {"a": "none"})
    [judgement] = catalogue.mappings[0].judgements
    later = NoneFound(elements=("a",), searched=("law",), reason=Bilingual(en="Again.", ro="Din nou."))
    again = msgspec.structs.replace(judgement, none_found=(*judgement.none_found, later))
    mapping = msgspec.structs.replace(catalogue.mappings[0], judgements=(again,))
    coverage = derive(build(dataclasses.replace(catalogue, mappings=(mapping,))), TODAY)
    assert coverage.elements["treaty/1#a"].none_found == (*judgement.none_found, later)


# --- nobody types a status -------------------------------------------------------------------------------------------

# "adopted" is also the key of a date: when an act or a version was adopted.
STATUS_WORDS = {*ELEMENT_STATUSES, *OBLIGATION_STATUSES, "status", "coverage", "degree", "gap", "gaps"} - {"adopted"}


def test_no_record_has_a_field_for_a_status() -> None:
    """What is covered is derived, so there is nowhere to write it."""

    def below(type_: type[Record]) -> set[type[Record]]:
        return {type_}.union(*map(below, type_.__subclasses__()))

    records = below(Record)
    assert {Instrument, Obligation, Element, Act, Provision, Plan, Measure, Judgement, Link, NoneFound} <= records
    for type_ in records:
        assert not STATUS_WORDS.intersection(record_fields(type_)), type_.__name__


def test_no_data_file_has_a_key_that_is_a_status(project_root: typing.Any) -> None:
    """The words for statuses stand in the vocabulary alone."""

    def keys(node: typing.Any) -> typing.Iterator[str]:
        children = node if isinstance(node, list) else node.values() if isinstance(node, dict) else ()
        yield from node if isinstance(node, dict) else ()
        for child in children:
            yield from keys(child)

    files = [path for path in data_files(project_root) if path.name != "vocabulary.yaml"]
    loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
    found = {key for path in files for key in keys(yaml.load(path.read_text(encoding="utf-8"), Loader=loader))}
    assert "obligations" in found and "judgements" in found
    assert not STATUS_WORDS & found
