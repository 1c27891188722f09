"""Rules about action plans and authorities."""

from collections import Counter
from collections.abc import Iterator

from mapping.catalogue import Catalogue
from mapping.checks.rules import problem, rule
from mapping.deadlines import read_deadline
from mapping.errors import nearest
from mapping.issues import Issue
from mapping.records import Place


@rule("bad-deadline", "a deadline that parses to nothing")
def deadlines(catalogue: Catalogue) -> Iterator[Issue]:
    """A deadline is a quarter, a period of years or *anual*."""
    for name, (_, _, measure) in catalogue.measures.items():
        if measure.deadline and read_deadline(measure.deadline) is None:
            yield problem(
                "bad-deadline",
                measure.place,
                f'{name}: "{measure.deadline}" cannot be read',
                'write "Trimestrul III, 2025", "2025-2026" or "anual"',
            )


@rule("merged-cell", "a deadline or an authority that is missing, given twice or taken from nowhere")
def merged_cells(catalogue: Catalogue) -> Iterator[Issue]:
    """A deadline and the authorities stand in the measure, or in the one its merged cell begins at, never in both."""
    for plan in catalogue.plans:
        measures = [one for row in plan.rows for one in row.measures]
        holders = {
            "deadline": [one.number for one in measures if one.deadline],
            "authorities": [one.number for one in measures if one.responsible],
        }
        for one in measures:
            taken = one.taken_from
            cells = (
                ("deadline", bool(one.deadline), taken.deadline if taken else None),
                (
                    "authorities",
                    bool(one.responsible or (taken and taken.authorities and (one.partners or one.joint))),
                    taken.authorities if taken else None,
                ),
            )
            for what, given, origin in cells:
                name = plan.measure_id(one)
                if given and origin:
                    yield problem(
                        "merged-cell",
                        one.place,
                        f"{name} gives its {what} and takes them from {origin}",
                        "keep one of the two",
                    )
                elif origin and origin not in holders[what]:
                    yield problem(
                        "merged-cell",
                        one.place,
                        f'{name} takes its {what} from "{origin}", which has none',
                        f"correct the number{nearest(origin, holders[what])}",
                    )
                elif not given and not origin:
                    yield problem(
                        "merged-cell",
                        one.place,
                        f"{name} has no {what}",
                        "write them, or the measure they are taken from under taken_from:",
                    )


@rule("plan-period", "a plan that ends before it begins")
def plan_periods(catalogue: Catalogue) -> Iterator[Issue]:
    """The last day of a plan is not before its first."""
    for plan in catalogue.plans:
        if plan.period.until < plan.period.from_:
            yield problem(
                "plan-period",
                plan.place,
                f"{plan.id} ends on {plan.period.until}, before it begins on {plan.period.from_}",
                "correct the dates",
            )


@rule("dangling-instrument", "a plan, a mapping file or the edition names a treaty that is not recorded")
def dangling_instruments(catalogue: Catalogue) -> Iterator[Issue]:
    """Plans serve, and mapping files judge, a treaty of the data."""
    known = catalogue.instrument_by_id
    named = [(one.instrument, one.place) for one in catalogue.plans]
    named += [(one.instrument, one.place) for one in catalogue.mappings]
    named += [(one, Place("data/edition.yaml", 1)) for one in catalogue.edition.instruments]
    for wanted, place in named:
        if wanted not in known:
            yield problem(
                "dangling-instrument",
                place,
                f'there is no treaty "{wanted}"',
                f"correct the id{nearest(wanted, known)}",
            )


@rule("dangling-authority", "an authority id nobody defines")
def dangling_authorities(catalogue: Catalogue) -> Iterator[Issue]:
    """Responsible bodies, partners and parent bodies exist."""
    known = catalogue.authority_by_id
    named: list[tuple[str, str, Place | None]] = []
    for name, (_, _, measure) in catalogue.measures.items():
        named += [(name, one, measure.place) for one in (*measure.responsible, *measure.partners)]
    named += [(one.id, one.part_of, one.place) for one in catalogue.authorities if one.part_of]
    for owner, wanted, place in named:
        if wanted not in known:
            yield problem(
                "dangling-authority",
                place,
                f'{owner} names the authority "{wanted}"',
                f"define it in authorities.yaml{nearest(wanted, known)}",
            )


@rule("authority-twice", "an authority listed twice for one measure")
def authorities_once(catalogue: Catalogue) -> Iterator[Issue]:
    """A body appears once per measure, as responsible or as partner."""
    for name, (_, _, measure) in catalogue.measures.items():
        for one, times in Counter((*measure.responsible, *measure.partners)).items():
            if times > 1:
                yield problem("authority-twice", measure.place, f'{name} lists "{one}" {times} times', "list it once")
