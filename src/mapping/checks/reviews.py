"""Rules about what reviewers wrote: reviews under links, and assessments of changes."""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path

from mapping.catalogue import Catalogue
from mapping.checks.rules import problem, rule
from mapping.errors import nearest
from mapping.issues import Issue
from mapping.records import Assessment, Review
from mapping.seals import person


@rule("unsealed-review", "an agreement that does not say what was agreed to")
def unsealed_reviews(catalogue: Catalogue) -> Iterator[Issue]:
    """An agreement carries the seal of what was seen; without it nobody can tell whether it still holds."""
    for name, reviews in _reviews(catalogue):
        for one in reviews:
            if one.decision == "agrees" and one.seal is None:
                yield problem(
                    "unsealed-review",
                    one.place,
                    f"{name}: {one.name} agrees, but no seal says with what",
                    'take the lines out and sign with mapping review … --name "…" --role "…"',
                )


@rule("review-without-words", "a disagreement or remark that says nothing")
def reviews_without_words(catalogue: Catalogue) -> Iterator[Issue]:
    """Who disagrees or remarks says what."""
    for name, reviews in _reviews(catalogue):
        for one in reviews:
            if one.decision in ("disagrees", "remarks") and not one.remark:
                yield problem("review-without-words", one.place, f"{name}: {one.name} does not say why", "add remark:")


@rule("review-order", "a person's review, or an assessment, dated before the one above it")
def reviews_in_order(catalogue: Catalogue) -> Iterator[Issue]:
    """New records are added below, so an earlier date there is a slip, or a line that was moved.

    Reviews of different people come in whatever order their workbooks are sent back.
    """
    lists: list[tuple[str, Sequence[Review | Assessment]]] = []
    for name, reviews in _reviews(catalogue):
        people = dict.fromkeys(person(one.name) for one in reviews)
        lists += [(name, [one for one in reviews if person(one.name) == who]) for who in people]
    lists += [(f"{place}: the assessments", found) for place, found in catalogue.assessed.items()]
    for name, records in lists:
        for above, one in pairwise(records):
            if one.date < above.date:
                yield problem(
                    "review-order",
                    one.place,
                    f"{name}: {one.date} stands below {above.date}",
                    "correct the date; the last record of a person counts",
                    "warning",
                )


@rule("dangling-assessment", "an assessment about an act or treaty that is not recorded")
def dangling_assessments(catalogue: Catalogue) -> Iterator[Issue]:
    """Assessments are about recorded acts and treaties."""
    known = [*catalogue.act_by_id, *catalogue.instrument_by_id]
    for file in catalogue.assessments:
        if file.about not in known:
            yield problem(
                "dangling-assessment",
                file.place,
                f'there is no act or treaty "{file.about}"',
                f"correct the id{nearest(file.about, known)}",
            )


@rule("assessment-file", "a file of assessments that is not named for what it is about")
def assessment_files(catalogue: Catalogue) -> Iterator[Issue]:
    """The file of assessments is named for the act or treaty."""
    for file in catalogue.assessments:
        if file.place and Path(file.place.file).stem != file.about:
            yield problem("assessment-file", file.place, f'about is "{file.about}"', f"name the file {file.about}.yaml")


def _reviews(catalogue: Catalogue) -> Iterator[tuple[str, Sequence[Review]]]:
    """The reviews of each link and none-found record, with the words that name it."""
    for judgement in catalogue.judgements.values():
        for link in judgement.links:
            yield f"{judgement.obligation} -> {link.to}", link.reviews
        for none in judgement.none_found:
            yield f"{judgement.obligation} none found", none.reviews
