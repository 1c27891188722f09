"""Rules about judgements: links and none-found records."""

from collections import Counter
from collections.abc import Iterator

from mapping.catalogue import Catalogue
from mapping.checks.rules import problem, rule
from mapping.errors import nearest
from mapping.issues import Issue
from mapping.pinpoint import CitationError, parse
from mapping.records import Link
from mapping.versions import state_of


@rule("dangling-obligation", "a judgement on an obligation that does not exist")
def dangling_obligations(catalogue: Catalogue) -> Iterator[Issue]:
    """Judgements name obligations of their instrument."""
    for mapping in catalogue.mappings:
        for one in mapping.judgements:
            if one.obligation in catalogue.obligations and not one.obligation.startswith(f"{mapping.instrument}/"):
                yield problem(
                    "dangling-obligation",
                    one.place,
                    f'"{one.obligation}" is not an obligation of {mapping.instrument}',
                    f"move it to mappings/{one.obligation.partition('/')[0]}/",
                )
            if one.obligation not in catalogue.obligations:
                yield problem(
                    "dangling-obligation",
                    one.place,
                    f'there is no obligation "{one.obligation}"',
                    f"correct the id{nearest(one.obligation, catalogue.obligations)}",
                )


@rule("dangling-chapter", "a mapping file names a chapter that the treaty does not have")
def dangling_chapters(catalogue: Catalogue) -> Iterator[Issue]:
    """The chapter of a mapping file is one of its treaty."""
    for mapping in catalogue.mappings:
        treaty = catalogue.instrument_by_id.get(mapping.instrument)
        known = [chapter.number for chapter in treaty.chapters] if treaty else [mapping.chapter]
        if mapping.chapter not in known:
            yield problem(
                "dangling-chapter",
                mapping.place,
                f'{mapping.instrument} has no chapter "{mapping.chapter}"',
                f"its chapters: {', '.join(known) or 'none'}",
            )


@rule("dangling-target", "a link to a provision, measure or amendment that does not exist")
def dangling_targets(catalogue: Catalogue) -> Iterator[Issue]:
    """Every link ends somewhere, and its role fits what it ends at."""
    known = [*catalogue.provisions, *catalogue.measures, *catalogue.amendments]
    for judgement, link in catalogue.links():
        if _target_kind(catalogue, link) is None:
            yield problem(
                "dangling-target",
                link.place,
                f'{judgement.obligation} links to "{link.to}", which is not recorded',
                f"record it, or correct the id{nearest(link.to, known)}",
            )


@rule("wrong-role", "a measure that covers, a provision that plans, or a link that says nothing")
def wrong_roles(catalogue: Catalogue) -> Iterator[Issue]:
    """Provisions cover, partly cover or hinder; measures plan; amendments draft."""
    allowed = {"provision": {"covers", "partly", "hinders"}, "measure": {"plans"}, "amendment": {"drafts"}}
    for judgement, link in catalogue.links():
        roles = {role for role, _ in link.roles()}
        kind = _target_kind(catalogue, link)
        if not roles:
            yield problem(
                "wrong-role",
                link.place,
                f"{judgement.obligation}: the link to {link.to} names no element",
                "say what it covers, partly covers, hinders, plans or drafts",
            )
        elif kind and roles - allowed[kind]:
            yield problem(
                "wrong-role",
                link.place,
                f"{link.to} is a {kind} and cannot be used with {', '.join(sorted(roles - allowed[kind]))}",
                f"use {', '.join(sorted(allowed[kind]))}",
            )


@rule("foreign-element", "a link or a none-found record that names an element of another obligation")
def foreign_elements(catalogue: Catalogue) -> Iterator[Issue]:
    """Elements named belong to the obligation judged."""
    for judgement in catalogue.judgements.values():
        if judgement.obligation not in catalogue.obligations:
            continue
        own = [element.id for element in catalogue.obligations[judgement.obligation][1].elements]
        named = [(one, link.place) for link in judgement.links for _, one in link.roles()]
        named += [(one, none.place) for none in judgement.none_found for one in none.elements]
        for element, place in named:
            if element not in own:
                yield problem(
                    "foreign-element",
                    place,
                    f'{judgement.obligation} has no element "{element}"',
                    f"its elements: {', '.join(own) or 'none'}",
                )


@rule("said-twice", "the same element twice in one link, or two links to the same place")
def said_twice(catalogue: Catalogue) -> Iterator[Issue]:
    """One link per target, one role (besides hinders) per element in it."""
    for judgement in catalogue.judgements.values():
        targets = Counter(link.to for link in judgement.links)
        for link in judgement.links:
            if targets[link.to] > 1:
                yield problem(
                    "said-twice",
                    link.place,
                    f"{judgement.obligation} links to {link.to} more than once",
                    "merge the links",
                )
            for element, times in Counter(one for role, one in link.roles() if role != "hinders").items():
                if times > 1:
                    yield problem("said-twice", link.place, f'{link.to} answers "{element}" in two ways', "keep one")


@rule("contradiction", "an element recorded as covered and as none found")
def contradictions(catalogue: Catalogue) -> Iterator[Issue]:
    """What is covered in full cannot also be missing."""
    for judgement in catalogue.judgements.values():
        covered = {one for link in judgement.links for one in link.covers}
        for none in judgement.none_found:
            for element in sorted(covered & set(none.elements)):
                yield problem(
                    "contradiction",
                    none.place,
                    f'{judgement.obligation} "{element}" is covered and none found',
                    "keep one of the two",
                )


@rule("missing-reason", "a judgement on the law without a reason")
def missing_reasons(catalogue: Catalogue) -> Iterator[Issue]:
    """Every link to the law or to a draft says why."""
    for judgement, link in catalogue.links():
        if link.reason is None and not (link.plans and not (link.covers or link.partly or link.hinders or link.drafts)):
            yield problem(
                "missing-reason",
                link.place,
                f"{judgement.obligation}: the link to {link.to} gives no reason",
                "add reason: {en, ro}",
            )


@rule("dangling-act", "a search in an act that is not recorded")
def dangling_acts(catalogue: Catalogue) -> Iterator[Issue]:
    """Acts searched are recorded, so that a reader sees which text was searched."""
    for judgement in catalogue.judgements.values():
        for none in judgement.none_found:
            if not none.searched:
                yield problem(
                    "dangling-act",
                    none.place,
                    f"{judgement.obligation}: nothing found, but no act was searched",
                    "name the acts under searched:",
                )
            for act in none.searched:
                if act not in catalogue.act_by_id:
                    yield problem(
                        "dangling-act",
                        none.place,
                        f'{judgement.obligation}: the act searched, "{act}", is not recorded',
                        f"record it{nearest(act, catalogue.act_by_id)}",
                    )


@rule("not-in-force", "a link to a version that is repealed or not yet in force")
def not_in_force(catalogue: Catalogue) -> Iterator[Issue]:
    """A link to law that does not apply at the date of the edition is announced, and never counts as in force."""
    for judgement, link in catalogue.links():
        name = catalogue.provision_for(link.to)
        if name is None:
            continue
        act, provision = catalogue.provisions[name]
        state = state_of(act, provision, catalogue.edition.as_of, catalogue.edition.as_of).state
        if state == "repealed":
            yield problem(
                "not-in-force",
                link.place,
                f"{judgement.obligation} links to {link.to}, which is repealed",
                "link to what replaced it",
                "error",
            )
        elif state != "in-force":
            yield problem(
                "not-in-force",
                link.place,
                f"{judgement.obligation} links to {link.to}, which is not yet in force",
                "",
                "note",
            )


@rule("not-examined", "an element of a duty that nobody has recorded anything about")
def not_examined(catalogue: Catalogue) -> Iterator[Issue]:
    """Elements nobody examined are listed, so that silence is not taken for an answer."""
    for name, (treaty, duty) in catalogue.obligations.items():
        judgement = catalogue.judgements.get(name)
        recorded = {one for link in judgement.links for _, one in link.roles()} if judgement else set()
        recorded |= {one for none in judgement.none_found for one in none.elements} if judgement else set()
        silent = [element.id for element in duty.elements if element.id not in recorded]
        if silent and duty.force != "optional":
            yield problem(
                "not-examined",
                duty.place,
                f"{name}: no record for {', '.join(silent)}",
                f"link them, or record none found, in mappings/{treaty.id}/",
                "warning",
            )


@rule("no-measure-link", "a measure that answers no obligation")
def measures_without_link(catalogue: Catalogue) -> Iterator[Issue]:
    """Measures that no link names are listed: either a link is missing or the measure answers no duty."""
    named = {link.to for _, link in catalogue.links()}
    for name, (_, _, measure) in catalogue.measures.items():
        if name not in named:
            yield problem(
                "no-measure-link",
                measure.place,
                f"{name} answers no obligation",
                "link it, or leave it if it answers none",
                "note",
            )


def _target_kind(catalogue: Catalogue, link: Link) -> str | None:
    if link.to in catalogue.measures:
        return "measure"
    if link.to in catalogue.amendments:
        return "amendment"
    if catalogue.provision_for(link.to):
        try:
            parse(link.to.partition("/")[2])
        except CitationError:
            return None
        return "provision"
    return None
