"""Rules about what stands beside the judgements: findings, recurring duties, terms."""

import re
from collections.abc import Iterator

from mapping.catalogue import Catalogue
from mapping.checks.records import prose
from mapping.checks.rules import problem, rule
from mapping.errors import nearest
from mapping.issues import Issue
from mapping.pinpoint import LANGUAGES
from mapping.records import Place


@rule("dangling-finding", "a finding on an obligation or element that does not exist")
def dangling_findings(catalogue: Catalogue) -> Iterator[Issue]:
    """Findings concern recorded obligations, or elements of them."""
    known = set(catalogue.obligations)
    for name, (_, duty) in catalogue.obligations.items():
        known |= {f"{name}#{element.id}" for element in duty.elements}
    for file in catalogue.evidence:
        for one in file.findings:
            for place in one.concerns:
                if place not in known:
                    yield problem(
                        "dangling-finding",
                        one.place,
                        f'{one.id} concerns "{place}", which is not recorded',
                        f"correct the id{nearest(place, known)}",
                    )


@rule("dangling-question", "an open question on something that is not recorded")
def dangling_questions(catalogue: Catalogue) -> Iterator[Issue]:
    """Open questions concern recorded obligations, provisions, measures or acts."""
    known = {*catalogue.obligations, *catalogue.provisions, *catalogue.measures, *catalogue.act_by_id}
    for one in catalogue.questions:
        for place in one.concerns:
            if place not in known and catalogue.provision_for(place) is None:
                yield problem(
                    "dangling-question",
                    one.place,
                    f'a question concerns "{place}", which is not recorded',
                    f"correct the id{nearest(place, known)}",
                )


@rule("dangling-subject", "a recurring duty that names an obligation that does not exist, or one without a second")
def dangling_subjects(catalogue: Catalogue) -> Iterator[Issue]:
    """A subject of the cross-walk joins two or more recorded obligations."""
    for subject in catalogue.crosswalk.subjects:
        for name in subject.obligations:
            if name not in catalogue.obligations:
                yield problem(
                    "dangling-subject",
                    subject.place,
                    f'{subject.id} names "{name}", which is not recorded',
                    f"correct the id{nearest(name, catalogue.obligations)}",
                )
        if len(subject.obligations) < 2:
            yield problem("dangling-subject", subject.place, f"{subject.id} joins nothing", "name a second obligation")


@rule("inconsistent-judgement", "the same place of the law judged differently where the same duty recurs")
def inconsistent_judgements(catalogue: Catalogue) -> Iterator[Issue]:
    """Within a subject, a place that covers in one treaty and covers only in part in another is worth a second look."""
    for subject in catalogue.crosswalk.subjects:
        said: dict[str, dict[str, tuple[str, Place | None]]] = {}
        for name in subject.obligations:
            judgement = catalogue.judgements.get(name)
            for link in judgement.links if judgement else ():
                role = "covers" if link.covers else "partly" if link.partly else ""
                if role:
                    said.setdefault(link.to, {}).setdefault(role, (name, link.place))
        for place, roles in said.items():
            if len(roles) > 1:
                covers, partly = roles["covers"], roles["partly"]
                if covers[0] != partly[0]:
                    yield problem(
                        "inconsistent-judgement",
                        partly[1],
                        f"{subject.id}: {place} covers in {covers[0]} and covers in part in {partly[0]}",
                        "say in the reasons why, or judge alike",
                        "note",
                    )


@rule("stray-term", "a term in a spelling that the glossary asks to avoid")
def stray_terms(catalogue: Catalogue) -> Iterator[Issue]:
    """One term for one notion, in the spelling of the glossary."""
    said = list(prose(catalogue))
    for language in LANGUAGES:
        everything = "\n".join(text.in_(language) for _, text, _ in said).lower()
        for term in catalogue.glossary.terms:
            avoided, wanted = (term.avoid_ro, term.ro) if language == "ro" else (term.avoid_en, term.en)
            for word in avoided:
                if word.lower() not in everything:
                    continue  # nearly always: looking through each statement takes a hundred times as long
                pattern = re.compile(rf"(?<!\w){re.escape(word)}(?!\w)", re.IGNORECASE)
                if not pattern.search(everything):
                    continue  # a part of another word
                for what, text, place in said:
                    if pattern.search(text.in_(language)):
                        yield problem("stray-term", place, f'{what} says "{word}"', f'write "{wanted}"', "warning")
