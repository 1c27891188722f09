"""Rules about every record: ids, file names, statements in both languages."""

from collections.abc import Iterator
from pathlib import Path

from mapping.catalogue import Catalogue
from mapping.checks.rules import problem, rule
from mapping.issues import Issue
from mapping.records import Bilingual, Place


@rule("duplicate-id", "two records carry the same id, or two rows of a plan the same number")
def duplicate_ids(catalogue: Catalogue) -> Iterator[Issue]:
    """Ids are unique among instruments, acts, plans, drafts, authorities, and within each of them."""
    named: list[tuple[str, Place | None]] = []
    for group in (catalogue.instruments, catalogue.acts, catalogue.plans, catalogue.drafts):
        named += [(one.id, one.place) for one in group]
    named += [(f"authority {one.id}", one.place) for one in catalogue.authorities]
    for treaty in catalogue.instruments:
        for duty in treaty.obligations:
            named.append((treaty.obligation_id(duty), duty.place))
            named += [(f"{treaty.obligation_id(duty)} element {one.id}", one.place) for one in duty.elements]
    named += [(act.provision_id(one), one.place) for act in catalogue.acts for one in act.provisions]
    named += [
        (plan.measure_id(one), one.place) for plan in catalogue.plans for row in plan.rows for one in row.measures
    ]
    named += [(f"{plan.id} row {row.row}", row.place) for plan in catalogue.plans for row in plan.rows]
    named += [(draft.amendment_id(one), one.place) for draft in catalogue.drafts for one in draft.amendments]
    named += [
        (f"judgement on {one.obligation}", one.place) for mapping in catalogue.mappings for one in mapping.judgements
    ]
    first: dict[str, Place | None] = {}
    for name, place in named:
        if name in first:
            yield problem(
                "duplicate-id", place, f"{name} is recorded twice, first at {first[name]}", "keep one of the two"
            )
        else:
            first[name] = place


@rule("file-name", "a file is not named for the id it holds")
def file_names(catalogue: Catalogue) -> Iterator[Issue]:
    """The file of an instrument, act, plan or draft is its id; mappings lie in the folder of their instrument."""
    for group in (catalogue.instruments, catalogue.acts, catalogue.plans, catalogue.drafts):
        for one in group:
            if one.place and Path(one.place.file).stem != one.id:
                yield problem("file-name", one.place, f'the id is "{one.id}"', f"name the file {one.id}.yaml")
    for mapping in catalogue.mappings:
        if mapping.place and Path(mapping.place.file).parent.name != mapping.instrument:
            yield problem(
                "file-name",
                mapping.place,
                f'the instrument is "{mapping.instrument}"',
                f"move the file to mappings/{mapping.instrument}/",
            )


@rule("same-in-both", "a statement that reads the same in English and Romanian")
def untranslated(catalogue: Catalogue) -> Iterator[Issue]:
    """A sentence equal in both languages has not been translated."""
    for what, text, place in prose(catalogue):
        if text.en == text.ro and len(text.en.split()) > 3:
            yield problem("same-in-both", place, f"{what} is the same in English and Romanian", "translate it")


def prose(catalogue: Catalogue) -> Iterator[tuple[str, Bilingual, Place | None]]:
    """Every statement in both languages with what it belongs to: duties, elements, summaries, facts, actions, reasons."""
    for name, (_, duty) in catalogue.obligations.items():
        yield from ((name, text, duty.place) for text in (duty.duty, duty.reason, duty.note) if text)
        yield from ((f"{name} {one.id}", one, one.place) for one in duty.elements)
    for name, (_, provision) in catalogue.provisions.items():
        yield name, provision.summary, provision.place
        yield from ((f"{name} at {one.at}", one, provision.place) for one in provision.facts)
    for name, (_, _, measure) in catalogue.measures.items():
        yield name, measure.action, measure.place
    for judgement in catalogue.judgements.values():
        for link in judgement.links:
            if link.reason:
                yield f"{judgement.obligation} -> {link.to}", link.reason, link.place
        for none in judgement.none_found:
            yield f"{judgement.obligation} none found", none.reason, none.place
    for file in catalogue.evidence:
        yield from ((one.id, one.finding, one.place) for one in file.findings)
