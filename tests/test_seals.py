"""A signature stands on what was seen: it holds while that is the same, and falls with exactly what rests on a change."""

import dataclasses
import datetime as dt
import random
import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mapping.catalogue import Catalogue
from mapping.pinpoint import parse
from mapping.records import (
    Assessment,
    Assessments,
    Bilingual,
    Declaration,
    Fact,
    Judgement,
    Link,
    NoneFound,
    Obligation,
    Review,
    Seal,
    Source,
    TakenFrom,
)
from mapping.seals import (
    NO_PLACE,
    WORST_FIRST,
    SignOff,
    key_of,
    seal,
    sign_off,
    sign_offs,
    signable,
    standing,
    still_the_same,
    worst,
)
from mapping.texts.library import Library
from mapping.texts.model import Text, Unit, unit

DAY = dt.date(2026, 7, 1)
Words = Mapping[tuple[str, str], str]

# The places of the invented texts, each after the one it lies in.
PLACES = {
    "lantern-code": "5 5(1) 5(1)(a) 5(1)(b) 5(2) 6 6(1) 6(2) 6^1 6^1(1) 7 7(1) 7(1)[1] 7(1)[2] 7(1)[2](a) 7(1)[20]",
    "law-8-2010": "3 3(1) 3(2) 3(2)(a) 4 9 9(1) 9(1^1)",
    "hg-12-2015": "annex1:p12 annex1:p12(3) annex1:p12(30) annex1:p1 p12 p12(3)",
    "sample": "1 2 2(1) 2(2) 2(3) 2(3)(a) 2(3)(b) 3 4 4(1) 4(2) 4(3)",
}
EVERYWHERE = [(about, at) for about, places in PLACES.items() for at in places.split()]
OBLIGATIONS = ["sample/2(1)", "sample/2(2)", "sample/2(3)(a)", "sample/3", "sample/4(1)", "sample/4(3)"]
TARGETS = [f"{about}/{at}" for about, at in EVERYWHERE if about != "sample"] + ["lantern-code/act", "sample-plan/1.1"]


def steps(at: str) -> list[str]:
    """The parts of a place from the outside in; the act as a whole has none."""
    return [] if at == "act" else re.findall(r"annex\d+:|\([^)]*\)|\[[^\]]*\]|[^()\[\]:]+", at)


def lies_in(inner: str, outer: str) -> bool:
    """True when a place is another one, or part of it."""
    return steps(inner)[: len(steps(outer))] == steps(outer)


def said(about: str, at: str) -> str:
    """What an invented text says at a place."""
    return f"Felinarul de la {about} {at} arde până în zori, iar paznicul veghează."


def grown(about: str, at: str, words: Words) -> Unit:
    """A unit of an invented text with everything in it."""
    inside = [one for one in PLACES[about].split() if lies_in(one, at) and len(steps(one)) == len(steps(at)) + 1]
    return unit(
        at,
        heading=f"Titlul {at}" if len(steps(at)) == 1 else "",
        words=words.get((about, at), said(about, at)),
        units=tuple(grown(about, one, words) for one in inside),
    )


def text(about: str, words: Words, consolidated: dt.date = DAY) -> Text:
    """An invented text in which some places say something else."""
    outermost = [one for one in PLACES[about].split() if len([step for step in steps(one) if step[-1] != ":"]) == 1]
    return Text(
        about=about, consolidated=consolidated, language="ro", format="text", sha256="0" * 64, retrieved=DAY,
        units=tuple(grown(about, one, words) for one in outermost),
    )  # fmt: skip


def library(words: Words | None = None, imported: Iterable[str] = tuple(PLACES)) -> Library:
    """The invented texts."""
    return Library(tuple(text(about, words or {}) for about in imported), DAY)


def review(name: str = "Ana Rusu", decision: Any = "agrees", sealed: Seal | None = None, day: dt.date = DAY) -> Review:
    """A review by a person."""
    return Review(name=name, role="jurist", date=day, decision=decision, remark="Pentru că.", seal=sealed)


def changed_everywhere(catalogue: Catalogue, change: Callable[[Judgement, Any], Any]) -> Catalogue:
    """The catalogue with every link and none-found record replaced by what ``change`` makes of it."""
    mappings = tuple(
        msgspec.structs.replace(
            mapping,
            judgements=tuple(
                msgspec.structs.replace(
                    one,
                    links=tuple(change(one, link) for link in one.links),
                    none_found=tuple(change(one, none) for none in one.none_found),
                )
                for one in mapping.judgements
            ),
        )
        for mapping in catalogue.mappings
    )
    return dataclasses.replace(catalogue, mappings=mappings)


def signed(catalogue: Catalogue, texts: Library, by: str = "Ana Rusu") -> Catalogue:
    """The catalogue with everything in it signed."""

    def sign(judgement: Judgement, record: Link | NoneFound) -> Any:
        one = review(by, sealed=seal(catalogue, judgement, record, texts))
        return msgspec.structs.replace(record, reviews=(*record.reviews, one))

    return changed_everywhere(catalogue, sign)


def planted(sample: Catalogue, links: Iterable[tuple[str, str]]) -> Catalogue:
    """The corpus with other judgements: these links and no more."""
    by_duty: dict[str, list[str]] = {}
    for obligation, to in links:
        by_duty.setdefault(obligation, []).append(to)
    judgements = tuple(
        Judgement(obligation=name, links=tuple(Link(to=to, covers=("streets",)) for to in targets))
        for name, targets in by_duty.items()
    )
    return dataclasses.replace(sample, mappings=(msgspec.structs.replace(sample.mappings[0], judgements=judgements),))


def the_link(catalogue: Catalogue, to: str) -> tuple[Judgement, Link]:
    """The first link to a place."""
    return next((judgement, link) for judgement, link in catalogue.links() if link.to == to)


LINKS = st.lists(st.tuples(st.sampled_from(OBLIGATIONS), st.sampled_from(TARGETS)), min_size=1, unique=True)


# --- properties ------------------------------------------------------------------------------------------------------


@given(LINKS, st.sets(st.sampled_from(list(PLACES))))
def test_sealing_then_checking_is_clean(sample: Catalogue, links: list[tuple[str, str]], imported: set[str]) -> None:
    """Whatever is linked and whichever texts were imported, what was just signed stands, and nothing has changed."""
    for catalogue in (sample, planted(sample, links)):
        found = sign_offs(signed(catalogue, library(None, imported)), library(None, imported))
        assert {(one.state, one.changed) for one in found.values()} == {("signed", ())}


@given(LINKS, st.sampled_from(EVERYWHERE), st.randoms(use_true_random=False))
def test_one_word_makes_suspect_exactly_what_rests_on_it(
    sample: Catalogue, links: list[tuple[str, str]], changed: tuple[str, str], chance: random.Random
) -> None:
    """A word matters to a place that it stands in or that lies below it: no more and no less."""
    before = planted(sample, links)
    words = said(*changed).split()
    words[chance.randrange(len(words))] = "lampa"
    about, at = changed

    def rests(place: str) -> bool:
        act, _, cited = place.partition("/")
        return act == about and (lies_in(at, cited) or lies_in(cited, at))

    found = sign_offs(signed(before, library()), library({changed: " ".join(words)}))
    assert {key: (one.state, one.changed) for key, one in found.items()} == {
        (duty, to): ("suspect", tuple(part for part, place in (("text", to), ("treaty", duty)) if rests(place)))
        if rests(duty) or rests(to)
        else ("signed", ())
        for duty, to in links
    }


@given(st.sampled_from(EVERYWHERE))
def test_typography_changes_nothing(sample: Catalogue, place: tuple[str, str]) -> None:
    """Another publication of the same words, with cedillas and other spaces, leaves every signature as it is."""
    other = said(*place).replace(" ", "\u00a0 ").replace("ț", "ţ").replace(",", " ,")
    found = sign_offs(signed(sample, library()), library({place: other}))
    assert {one.state for one in found.values()} == {"signed"}


@given(st.randoms(use_true_random=False))
def test_the_order_of_the_data_never_matters(sample: Catalogue, chance: random.Random) -> None:
    """Files, and the members of the lists in a record, can stand in any order; the seal is the same."""

    def shuffled(value: Any) -> Any:
        if isinstance(value, tuple):
            return tuple(chance.sample(members := [shuffled(one) for one in value], len(members)))
        if isinstance(value, msgspec.Struct):
            fields = value.__struct_fields__
            return msgspec.structs.replace(value, **{name: shuffled(getattr(value, name)) for name in fields})
        return value

    parts = ("instruments", "acts", "plans", "mappings", "drafts")
    other = dataclasses.replace(sample, **{name: shuffled(getattr(sample, name)) for name in parts})
    texts = library()
    before = {key_of(*one): seal(sample, *one, texts) for one in signable(sample)}
    assert before == {key_of(*one): seal(other, *one, texts) for one in signable(other)}


DECISIONS = st.sampled_from(["agrees", "outdated", "disagrees", "remarks", "withdraws"])


@given(st.lists(st.tuples(st.sampled_from("ABC"), DECISIONS), max_size=8), st.randoms(use_true_random=False))
def test_the_order_of_the_reviews_of_different_people_never_matters(
    sample: Catalogue, made: list[tuple[str, str]], chance: random.Random
) -> None:
    """Only the order in which one person wrote counts."""
    judgement, link = the_link(sample, "lantern-code/5(1)")
    now = seal(sample, judgement, link, library())
    old = Seal(judgement=now.judgement, obligation="0" * 32, target=now.target)
    by_person: dict[str, list[Review]] = {}
    for name, decision in made:
        real = "agrees" if decision == "outdated" else decision
        one = review(name, real, old if decision == "outdated" else now, DAY)
        by_person.setdefault(name, []).append(one)
    turns = [name for name, _ in made]
    orders = []
    for _ in range(2):
        waiting = {name: iter(reviews) for name, reviews in by_person.items()}
        orders.append(tuple(next(waiting[name]) for name in turns))
        chance.shuffle(turns)
    first, second = (
        sign_off(sample, judgement, msgspec.structs.replace(link, reviews=reviews), library()) for reviews in orders
    )
    assert first == second


@given(st.lists(st.sampled_from(WORST_FIRST)))
def test_a_row_is_as_bad_as_its_worst_record(states: list[Any]) -> None:
    """A record more can only make a row worse; without any, nobody has signed."""
    assert worst(states) == (min(states, key=WORST_FIRST.index) if states else "unsigned")
    assert worst(reversed(states)) == worst(states)


# --- what is sealed --------------------------------------------------------------------------------------------------


def with_act(catalogue: Catalogue, act: str, at: str, **fields: Any) -> Catalogue:
    """The catalogue with fields of one provision replaced."""
    acts = tuple(
        one
        if one.id != act
        else msgspec.structs.replace(
            one,
            provisions=tuple(
                msgspec.structs.replace(each, **fields) if each.at.id == at else each for each in one.provisions
            ),
        )
        for one in catalogue.acts
    )
    return dataclasses.replace(catalogue, acts=acts)


def with_duty(catalogue: Catalogue, at: str, change: Callable[[Obligation], Obligation]) -> Catalogue:
    """The catalogue with one obligation replaced."""
    [treaty] = catalogue.instruments
    duties = tuple(change(one) if one.at.id == at else one for one in treaty.obligations)
    return dataclasses.replace(catalogue, instruments=(msgspec.structs.replace(treaty, obligations=duties),))


def with_declaration(catalogue: Catalogue, used: Any, excludes: str) -> Catalogue:
    """The catalogue with a reservation at 4(1)."""
    [treaty] = catalogue.instruments
    one = Declaration(
        at=parse("4(1)"), kind="reservation", used=used, text=SAME, source=SOURCE, excludes=(parse(excludes),)
    )
    return dataclasses.replace(catalogue, instruments=(msgspec.structs.replace(treaty, declarations=(one,)),))


def with_measure(catalogue: Catalogue, number: str, **fields: Any) -> Catalogue:
    """The catalogue with fields of one measure replaced."""
    [plan] = catalogue.plans
    rows = tuple(
        msgspec.structs.replace(
            row,
            measures=tuple(
                msgspec.structs.replace(one, **fields) if one.number == number else one for one in row.measures
            ),
        )
        for row in plan.rows
    )
    return dataclasses.replace(catalogue, plans=(msgspec.structs.replace(plan, rows=rows),))


def with_effect(catalogue: Catalogue, effect: Bilingual) -> Catalogue:
    """The catalogue with another effect of the first amendment."""
    [draft] = catalogue.drafts
    first, *rest = draft.amendments
    amendments = (msgspec.structs.replace(first, effect=effect), *rest)
    return dataclasses.replace(catalogue, drafts=(msgspec.structs.replace(draft, amendments=amendments),))


def with_record(catalogue: Catalogue, to: str, **fields: Any) -> Catalogue:
    """The catalogue with fields of the records for a key replaced."""
    return changed_everywhere(
        catalogue,
        lambda judgement, one: msgspec.structs.replace(one, **fields) if key_of(judgement, one)[1] == to else one,
    )


SAME = Bilingual(en="Something else.", ro="Altceva.")
SOURCE = Source(publisher="Somebody else")


def with_fact(catalogue: Catalogue, at: str) -> Catalogue:
    """The catalogue with one fact more in article 5."""
    facts = (*catalogue.provisions["lantern-code/5"][1].facts, Fact(at=parse(at), en="Later.", ro="Mai târziu."))
    return with_act(catalogue, "lantern-code", "5", facts=facts)


CHANGES: list[tuple[str, str, Callable[[Catalogue], Catalogue], tuple[str, ...]]] = [
    ("the reason", "lantern-code/5(1)", lambda c: with_record(c, "lantern-code/5(1)", reason=SAME), ("judgement",)),
    ("the role", "lantern-code/5(1)", lambda c: with_record(c, "lantern-code/5(1)", covers=(), partly=("streets",)), ("judgement",)),
    ("the acts searched", "none-found:bridges", lambda c: with_record(c, "none-found:bridges", searched=("lantern-code",)), ("judgement",)),
    ("the duty", "lantern-code/5(1)", lambda c: with_duty(c, "2(1)", lambda one: msgspec.structs.replace(one, duty=SAME)), ("obligation",)),
    ("its force", "lantern-code/5(1)", lambda c: with_duty(c, "2(1)", lambda one: msgspec.structs.replace(one, force="qualified")), ("obligation",)),
    ("an element taken out", "none-found:bridges", lambda c: with_duty(c, "2(1)", lambda one: msgspec.structs.replace(one, elements=one.elements[1:])), ("obligation",)),
    ("another duty", "lantern-code/5(1)", lambda c: with_duty(c, "2(2)", lambda one: msgspec.structs.replace(one, duty=SAME)), ()),
    ("a reservation that removes it", "lantern-code/5(1)", lambda c: with_declaration(c, "yes", "2"), ("obligation",)),
    ("a reservation to another duty", "lantern-code/5(1)", lambda c: with_declaration(c, "yes", "2(2)"), ()),
    ("the summary of the provision", "lantern-code/5(1)", lambda c: with_act(c, "lantern-code", "5", summary=SAME), ("target",)),
    ("a fact where it is cited", "lantern-code/5(1)", lambda c: with_act(c, "lantern-code", "5", facts=()), ("target",)),
    ("a fact around it", "lantern-code/5(1)", lambda c: with_fact(c, "5"), ("target",)),
    ("a fact inside it", "lantern-code/5(1)", lambda c: with_fact(c, "5(1)(a)"), ("target",)),
    ("a fact beside it", "lantern-code/5(1)", lambda c: with_fact(c, "5(2)"), ()),
    ("a penalty where it is cited", "lantern-code/6(1)", lambda c: with_act(c, "lantern-code", "6", penalties=c.provisions["lantern-code/6"][1].penalties[1:]), ("target",)),
    ("a penalty elsewhere", "lantern-code/6(1)", lambda c: with_act(c, "lantern-code", "6", penalties=c.provisions["lantern-code/6"][1].penalties[:1]), ()),
    ("a minimum of nothing", "lantern-code/6(1)", lambda c: with_minimum(c), ("target",)),
    ("the version", "lantern-code/6^1", lambda c: with_act(c, "lantern-code", "6^1", versions=()), ("target",)),
    ("how it is known", "lantern-code/5(1)", lambda c: with_act(c, "lantern-code", "5", confidence="unverified", source=SOURCE, place=None), ()),
    ("another provision", "lantern-code/5(1)", lambda c: with_act(c, "lantern-code", "6", summary=SAME), ()),
    ("what a measure does", "sample-plan/1.1", lambda c: with_measure(c, "1.1", action=SAME), ("target",)),
    ("what a draft would do", "sample-draft/1", lambda c: with_effect(c, SAME), ("target",)),
    ("where it stands", "lantern-code/5(1)", lambda c: with_record(c, "lantern-code/5(1)", place=None), ()),
]  # fmt: skip


def with_minimum(catalogue: Catalogue) -> Catalogue:
    """The catalogue with hours of service from none, which is not the same as hours without a minimum."""
    first, *rest = catalogue.provisions["lantern-code/6"][1].penalties
    assert first.community_service is not None
    other = msgspec.structs.replace(first, community_service=msgspec.structs.replace(first.community_service, min=0.0))
    return with_act(catalogue, "lantern-code", "6", penalties=(other, *rest))


@pytest.mark.parametrize(("to", "change", "parts"), [one[1:] for one in CHANGES], ids=[one[0] for one in CHANGES])
def test_a_change_of_the_data_shows_in_its_part(
    sample: Catalogue, to: str, change: Callable[[Catalogue], Catalogue], parts: tuple[str, ...]
) -> None:
    """Each part of the seal answers for what it is about, and for nothing else."""
    after = change(signed(sample, library()))
    [one] = [found for (_, place), found in sign_offs(after, library()).items() if place == to]
    assert (one.state, one.changed) == ("suspect" if parts else "signed", parts)


def test_a_merged_cell_is_sealed_with_its_value(sample: Catalogue) -> None:
    """A measure says what the cell it shares says; whether the cell is merged is no part of it."""
    merged = next(one for _, _, one in sample.measures.values() if one.number == "1.2")
    [plan] = sample.plans
    before = signed(with_measure(sample, "1.1", deadline="anual"), library())
    shared = with_measure(before, "1.2", deadline="", taken_from=TakenFrom(deadline="1.1"))
    direct = with_measure(before, "1.2", deadline="anual", taken_from=None)
    assert merged.number in {one.number for row in plan.rows for one in row.measures}
    judgement, link = the_link(sample, "sample-plan/1.2")
    first, second = (seal(one, judgement, link, library()).target for one in (shared, direct))
    later = with_measure(shared, "1.1", deadline="2027")
    assert first == second != seal(later, judgement, link, library()).target


def test_a_field_added_later_changes_no_seal(sample: Catalogue) -> None:
    """The program may learn to record more; what was signed before is not suspect for it."""

    class Longer(Obligation, frozen=True):
        hint: str | None = None
        weight: int = 1

    def longer(one: Obligation) -> Obligation:
        return Longer(**{name: getattr(one, name) for name in one.__struct_fields__})

    found = sign_offs(with_duty(signed(sample, library()), "2(1)", longer), library())
    assert {one.state for one in found.values()} == {"signed"}


def test_the_seal_of_today_is_the_seal_of_tomorrow(sample: Catalogue) -> None:
    """Another way of hashing would make every signature suspect at once; it must not come about by accident."""
    judgement, link = the_link(sample, "lantern-code/6(1)")
    assert seal(sample, judgement, link, library()) == GOLDEN


GOLDEN = Seal(
    judgement="bddeb8d62f042d80ef69ce488c068008",
    obligation="1e8f9def47a35281785e83ffea6c28cc",
    target="e79bc8ab56fd3409365059b7dc7316e6",
    text="2da3f3969e7db8d6bd6adcc81048be56",
    treaty="7fe581b4d6312d6be7552e22edc06a6e",
)


# --- texts that come and go ------------------------------------------------------------------------------------------


def link_state(catalogue: Catalogue, texts: Library, to: str = "lantern-code/5(1)") -> SignOff:
    """The state of the link to a place."""
    return sign_off(catalogue, *the_link(catalogue, to), texts)


def test_a_text_imported_after_signing_is_no_change(sample: Catalogue) -> None:
    """Nobody saw it, so nothing that was seen is different."""
    assert link_state(signed(sample, library(None, ())), library()).state == "signed"


def test_a_text_that_is_gone_is_shown_and_makes_nothing_suspect(sample: Catalogue) -> None:
    """Without the text nobody can compare; the annex is told, the signature stands."""
    one = link_state(signed(sample, library()), library(None, ["sample"]))
    assert (one.state, one.changed, one.text_missing) == ("signed", ("text-missing",), True)


def test_a_place_that_vanished_is_a_change_and_one_that_never_was_is_none(sample: Catalogue) -> None:
    """Repeal takes the place out of the text; a place absent when signed stays as it was seen until it comes."""
    whole = text("lantern-code", {})
    without = msgspec.structs.replace(whole, units=whole.units[1:])
    there, absent = Library((whole,), DAY), Library((without,), DAY)
    assert link_state(signed(sample, there), absent).changed == ("text",)
    assert seal(sample, *the_link(sample, "lantern-code/5(1)"), absent).text == NO_PLACE
    assert link_state(signed(sample, absent), absent).state == "signed"
    assert link_state(signed(sample, absent), there).changed == ("text",)


# --- who stands behind it --------------------------------------------------------------------------------------------

STATES = [
    ("", "unsigned"),
    ("Ana remarks", "unsigned"),
    ("Ana agrees", "signed"),
    ("Ana agrees, Ana remarks", "signed"),
    ("Ana agrees, Ana withdraws", "unsigned"),
    ("Ana agrees, Ana withdraws, Ana agrees", "signed"),
    ("Ana outdated", "suspect"),
    ("Ana outdated, Ana agrees", "signed"),
    ("Ana outdated, Ion agrees", "signed"),
    ("Ana outdated, Ion remarks", "suspect"),
    ("Ana agrees, Ion disagrees", "disputed"),
    ("Ana disagrees, ANA agrees", "signed"),
    ("Ana disagrees, Ion agrees, Ana withdraws", "signed"),
    ("Ana unsealed", "suspect"),
]


@pytest.mark.parametrize(("made", "state"), STATES)
def test_the_last_word_of_each_person_counts(sample: Catalogue, made: str, state: str) -> None:
    """The state follows from what each person said last, by any spelling of the name."""
    judgement, link = the_link(sample, "lantern-code/5(1)")
    now = seal(sample, judgement, link, library())
    seals = {"outdated": msgspec.structs.replace(now, obligation="0" * 32), "unsealed": None}
    reviews = tuple(
        review(name, "agrees" if decision in seals else decision, seals.get(decision, now))
        for name, decision in (one.split() for one in made.split(", ") if one)
    )
    found = sign_off(sample, judgement, msgspec.structs.replace(link, reviews=reviews), library())
    assert found.state == state
    assert {*found.agrees, *found.outdated, *found.disagrees} == set(standing(reviews))


# --- assessments -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("made", "same"),
    [
        ("", False),
        ("a>b editorial", True),
        ("a>b material", False),
        ("a>c editorial, c>b editorial", True),
        ("c>b editorial, a>c editorial", True),
        ("a>c editorial, c>b material", False),
        ("a>c editorial, c>a editorial", False),
        ("b>a editorial", False),
        ("a>b editorial, a>b material", False),
        ("a>b material, a>b editorial", True),
    ],
)
def test_only_editorial_steps_lead_on(sample: Catalogue, made: str, same: bool) -> None:
    """A signature survives a chain of changes that somebody found to be of form alone."""
    assessments = tuple(
        Assessment(at=parse("5(1)"), before=way[0], after=way[2], verdict=verdict, name="Ana", role="jurist", date=DAY)
        for way, verdict in (one.split() for one in made.split(", ") if one)
    )
    catalogue = dataclasses.replace(sample, assessments=(Assessments(about="lantern-code", assessments=assessments),))
    assert still_the_same(catalogue, "lantern-code/5(1)", "a", "b") is same
    assert still_the_same(catalogue, "lantern-code/5(2)", "a", "b") is False


def test_an_editorial_change_leaves_the_signature_of_its_place_alone(sample: Catalogue) -> None:
    """The assessment of one place says nothing about another that rests on the same words."""
    links = [("sample/2(1)", "lantern-code/5(1)"), ("sample/2(1)", "lantern-code/5")]
    before, words = planted(sample, links), library({("lantern-code", "5(1)"): "Altfel spus, același lucru."})
    one = Assessment(
        at=parse("5(1)"), before=library().resting("lantern-code/5(1)") or "",
        after=words.resting("lantern-code/5(1)") or "", verdict="editorial", name="Ana", role="jurist", date=DAY,
    )  # fmt: skip
    after = dataclasses.replace(
        signed(before, library()), assessments=(Assessments(about="lantern-code", assessments=(one,)),)
    )
    assert {key[1]: one.state for key, one in sign_offs(after, words).items()} == {
        "lantern-code/5(1)": "signed",
        "lantern-code/5": "suspect",
    }
