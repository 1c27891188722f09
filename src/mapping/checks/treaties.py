"""Rules about treaties: obligations, elements, headings."""

from collections import Counter
from collections.abc import Iterator

from mapping.catalogue import Catalogue
from mapping.checks.rules import problem, rule
from mapping.issues import Issue


@rule("elements-or-reason", "an obligation without elements, or a reason where there are some")
def elements_or_reason(catalogue: Catalogue) -> Iterator[Issue]:
    """A duty has elements; a pinpoint without any says why."""
    for name, (_, duty) in catalogue.obligations.items():
        if duty.elements and duty.reason:
            yield problem(
                "elements-or-reason", duty.place, f"{name} has elements and a reason for having none", "remove one"
            )
        elif duty.elements and duty.force == "no-duty":
            yield problem(
                "elements-or-reason",
                duty.place,
                f"{name} is no-duty and has elements",
                "change the force, or remove them",
            )
        elif duty.force in ("mandatory", "qualified") and not any(one.basis == "text" for one in duty.elements):
            yield problem(
                "elements-or-reason",
                duty.place,
                f"{name} is {duty.force} and has no elements that rest on the treaty's text",
                "split the duty into elements",
            )
        elif not duty.elements and not duty.reason:
            yield problem(
                "elements-or-reason",
                duty.place,
                f"{name} says neither what is owed nor why nothing is",
                "add reason: {en, ro}",
            )


@rule("basis-source", "an element that is not from the treaty's text does not say where it is from")
def basis_source(catalogue: Catalogue) -> Iterator[Issue]:
    """``from`` is required with a basis other than ``text`` and refused with ``text``."""
    for name, (_, duty) in catalogue.obligations.items():
        for element in duty.elements:
            if element.basis != "text" and not element.from_:
                yield problem(
                    "basis-source", element.place, f"{name} {element.id} rests on a {element.basis}", "name it in from:"
                )
            if element.basis == "text" and element.from_:
                yield problem(
                    "basis-source",
                    element.place,
                    f"{name} {element.id} has from: but rests on the text",
                    "set basis:, or remove from:",
                )


@rule("lonely-alternative", "an `either` group with a single element")
def lonely_alternatives(catalogue: Catalogue) -> Iterator[Issue]:
    """Alternatives come in groups of two or more with the same basis."""
    for name, (_, duty) in catalogue.obligations.items():
        groups = Counter(element.either for element in duty.elements if element.either)
        for element in duty.elements:
            if element.either and groups[element.either] == 1:
                yield problem(
                    "lonely-alternative",
                    element.place,
                    f'{name} {element.id} is alone in the group "{element.either}"',
                    "name the other alternative",
                )


@rule("treaty-order", "pinpoints of a treaty out of order")
def treaty_order(catalogue: Catalogue) -> Iterator[Issue]:
    """Obligations stand in treaty order, so that a missing one is seen."""
    for treaty in catalogue.instruments:
        for before, after in zip(treaty.obligations, treaty.obligations[1:], strict=False):
            if before.at.sort_key > after.at.sort_key:
                yield problem(
                    "treaty-order", after.place, f"{after.at} stands after {before.at}", "put it in treaty order"
                )


@rule("article-title", "an article without a heading or outside every chapter")
def article_titles(catalogue: Catalogue) -> Iterator[Issue]:
    """Each article of an obligation has a heading and lies in a chapter."""
    for treaty in catalogue.instruments:
        for chapter in treaty.chapters:
            if chapter.span is None:
                yield problem(
                    "article-title",
                    treaty.place,
                    f'chapter {chapter.number} spans the articles "{chapter.articles}"',
                    'write for example "4-9" or "2"',
                )
        for number in dict.fromkeys(str(duty.at.article) for duty in treaty.obligations):
            if treaty.article_title(number) is None:
                yield problem(
                    "article-title", treaty.place, f"article {number} has no heading", "add it under articles:"
                )
            if treaty.chapter_of(number) is None:
                yield problem(
                    "article-title",
                    treaty.place,
                    f"article {number} lies in no chapter",
                    "correct the range under chapters:",
                )
