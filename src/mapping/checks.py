"""The rules the data must obey, one function and one code each.

``mapping check`` runs them all and writes nothing. The page ``docs/checks.md`` explains every code to the person who
meets it; a test keeps it equal to ``all_codes``.
"""

import datetime as dt
import difflib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from mapping.catalogue import Catalogue, read
from mapping.deadlines import read_deadline
from mapping.issues import Issue, Severity
from mapping.pinpoint import CitationError, parse
from mapping.records import Bilingual, Link, Place

Check = Callable[[Catalogue], Iterator[Issue]]

# What the reader finds in a single file.
FORM_CODES: dict[str, str] = {
    "file-unreadable": "the file is missing or may not be read",
    "file-too-large": "the file is larger than any data file can be",
    "file-encoding": "the file is not UTF-8",
    "file-empty": "the file holds nothing",
    "stray-file": "a YAML file stands where nobody reads it",
    "yaml-syntax": "the file is not valid YAML",
    "yaml-alias": "a value is given by an alias",
    "yaml-tag": "a value carries a tag",
    "duplicate-key": "a key stands twice in one record",
    "unknown-key": "a key that the record does not have",
    "missing-key": "a key that the record needs",
    "empty-value": "a key without a value",
    "wrong-shape": "a list where one value is needed, or the reverse",
    "unknown-value": "a word outside the allowed list",
    "bad-pinpoint": "a pinpoint that cannot be read",
    "bad-date": "a date that is not YYYY-MM-DD",
    "bad-number": "a number that is not one",
    "bad-yes-no": "a yes/no value that is neither",
    "cedilla-letters": "ş or ţ instead of ș or ț",
    "decomposed-letters": "letters stored apart from their accents",
}
RULES: dict[str, tuple[str, Check]] = {}


def rule(code: str, meaning: str) -> Callable[[Check], Check]:
    """Register a check under its code."""

    def register(check: Check) -> Check:
        RULES[code] = (meaning, check)
        return check

    return register


def run(root: Path) -> list[Issue]:
    """Every problem of the data under ``root``, sorted; problems of form hide those of content."""
    catalogue, issues = read(root)
    if catalogue is None:
        return issues
    return sorted([*issues, *run_rules(catalogue)], key=lambda issue: issue.sort_key)


def run_rules(catalogue: Catalogue) -> list[Issue]:
    """Every problem of content."""
    return [issue for _, check in RULES.values() for issue in check(catalogue)]


def all_codes() -> dict[str, str]:
    """Every code with what it means."""
    return FORM_CODES | {code: meaning for code, (meaning, _) in RULES.items()}


def _issue(code: str, place: Place | None, message: str, remedy: str = "", severity: Severity = "error") -> Issue:
    return Issue(code=code, severity=severity, message=message, remedy=remedy, place=place)


def _near(word: str, known: Iterable[str]) -> str:
    found = difflib.get_close_matches(word, list(known), n=1, cutoff=0.6)
    return f'; nearest: "{found[0]}"' if found else ""


# --- ids -------------------------------------------------------------------------------------------------------------


@rule("duplicate-id", "two records carry the same id")
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
    named += [(plan.measure_id(one), one.place) for plan in catalogue.plans for row in plan.rows for one in row.measures]
    named += [(draft.amendment_id(one), one.place) for draft in catalogue.drafts for one in draft.amendments]
    named += [(f"judgement on {one.obligation}", one.place) for mapping in catalogue.mappings for one in mapping.judgements]
    first: dict[str, Place | None] = {}
    for name, place in named:
        if name in first:
            yield _issue("duplicate-id", place, f"{name} is recorded twice, first at {first[name]}", "keep one of the two")
        else:
            first[name] = place


@rule("file-name", "a file is not named for the id it holds")
def file_names(catalogue: Catalogue) -> Iterator[Issue]:
    """The file of an instrument, act, plan or draft is its id; mappings lie in the folder of their instrument."""
    for group in (catalogue.instruments, catalogue.acts, catalogue.plans, catalogue.drafts):
        for one in group:
            if one.place and Path(one.place.file).stem != one.id:
                yield _issue("file-name", one.place, f'the id is "{one.id}"', f"name the file {one.id}.yaml")
    for mapping in catalogue.mappings:
        if mapping.place and Path(mapping.place.file).parent.name != mapping.instrument:
            yield _issue(
                "file-name", mapping.place, f'the instrument is "{mapping.instrument}"', f"move the file to mappings/{mapping.instrument}/"
            )


# --- treaties --------------------------------------------------------------------------------------------------------


@rule("elements-or-reason", "an obligation without elements, or a reason where there are some")
def elements_or_reason(catalogue: Catalogue) -> Iterator[Issue]:
    """A duty has elements; a pinpoint without any says why."""
    for name, (_, duty) in catalogue.obligations.items():
        if duty.elements and duty.reason:
            yield _issue("elements-or-reason", duty.place, f"{name} has elements and a reason for having none", "remove one")
        elif duty.elements and duty.force == "no-duty":
            yield _issue("elements-or-reason", duty.place, f"{name} is no-duty and has elements", "change the force, or remove them")
        elif not duty.elements and duty.force in ("mandatory", "qualified"):
            yield _issue("elements-or-reason", duty.place, f"{name} is {duty.force} and has no elements", "split the duty into elements")
        elif not duty.elements and not duty.reason:
            yield _issue("elements-or-reason", duty.place, f"{name} says neither what is owed nor why nothing is", "add reason: {en, ro}")


@rule("basis-source", "an element that is not from the treaty's text does not say where it is from")
def basis_source(catalogue: Catalogue) -> Iterator[Issue]:
    """``from`` is required with a basis other than ``text`` and refused with ``text``."""
    for name, (_, duty) in catalogue.obligations.items():
        for element in duty.elements:
            if element.basis != "text" and not element.from_:
                yield _issue("basis-source", element.place, f"{name} {element.id} rests on a {element.basis}", "name it in from:")
            if element.basis == "text" and element.from_:
                yield _issue("basis-source", element.place, f"{name} {element.id} has from: but rests on the text", "set basis:, or remove from:")


@rule("lonely-alternative", "an `either` group with a single element")
def lonely_alternatives(catalogue: Catalogue) -> Iterator[Issue]:
    """Alternatives come in groups of two or more with the same basis."""
    for name, (_, duty) in catalogue.obligations.items():
        groups = Counter(element.either for element in duty.elements if element.either)
        for element in duty.elements:
            if element.either and groups[element.either] == 1:
                yield _issue(
                    "lonely-alternative", element.place, f'{name} {element.id} is alone in the group "{element.either}"', "name the other alternative"
                )


@rule("treaty-order", "pinpoints of a treaty out of order")
def treaty_order(catalogue: Catalogue) -> Iterator[Issue]:
    """Obligations stand in treaty order, so that a missing one is seen."""
    for treaty in catalogue.instruments:
        for before, after in zip(treaty.obligations, treaty.obligations[1:], strict=False):
            if before.at.sort_key > after.at.sort_key:
                yield _issue("treaty-order", after.place, f"{after.at} stands after {before.at}", "put it in treaty order")


@rule("article-title", "an article without a heading or outside every chapter")
def article_titles(catalogue: Catalogue) -> Iterator[Issue]:
    """Each article of an obligation has a heading and lies in a chapter."""
    for treaty in catalogue.instruments:
        for number in dict.fromkeys(str(duty.at.article) for duty in treaty.obligations):
            if treaty.article_title(number) is None:
                yield _issue("article-title", treaty.place, f"article {number} has no heading", "add it under articles:")
            if treaty.chapter_of(number) is None:
                yield _issue("article-title", treaty.place, f"article {number} lies in no chapter", "correct the range under chapters:")


# --- national law ----------------------------------------------------------------------------------------------------


@rule("version-dates", "versions that overlap, end before they begin or are out of order")
def version_dates(catalogue: Catalogue) -> Iterator[Issue]:
    """Versions follow one another; each ends before its successor begins."""
    for name, (_, provision) in catalogue.provisions.items():
        previous: dt.date | None = None
        for version in provision.versions:
            start = version.from_ if isinstance(version.from_, dt.date) else None
            if start and version.until and version.until <= start:
                yield _issue("version-dates", provision.place, f"{name}: a version ends on {version.until}, before it begins", "correct the dates")
            if start and previous and start < previous:
                yield _issue("version-dates", provision.place, f"{name}: the version from {start} begins before the one above ends", "correct the dates")
            previous = version.until or start or previous


@rule("pinpoint-outside", "a fact or penalty cites another article than the provision it stands in")
def pinpoints_inside(catalogue: Catalogue) -> Iterator[Issue]:
    """Facts and penalties lie inside their provision."""
    for name, (_, provision) in catalogue.provisions.items():
        for part in (*provision.facts, *provision.penalties):
            if not provision.at.contains(part.at):
                yield _issue("pinpoint-outside", provision.place, f"{name} records a fact at {part.at}", "move it to its own provision")


@rule("range-order", "a penalty whose minimum is above its maximum")
def penalty_ranges(catalogue: Catalogue) -> Iterator[Issue]:
    """The minimum of a range does not exceed its maximum."""
    for name, (_, provision) in catalogue.provisions.items():
        for penalty in provision.penalties:
            legal = penalty.legal_person.fine if penalty.legal_person else None
            for one in (penalty.imprisonment, penalty.fine, penalty.community_service, penalty.ban, legal):
                if one and one.min is not None and one.min > one.max:
                    yield _issue("range-order", provision.place, f"{name} at {penalty.at}: {one.min:g} is above {one.max:g}", "correct the range")


@rule("no-consolidation", "a provision marked `read` without the consolidation it was read in")
def consolidations(catalogue: Catalogue) -> Iterator[Issue]:
    """What was read says in which consolidation."""
    for name, (act, provision) in catalogue.provisions.items():
        source = provision.source or act.source
        if provision.confidence == "read" and not (source.consolidated or source.read_on):
            yield _issue("no-consolidation", provision.place, f"{name} was read, nobody knows in which text", "add source: consolidated:, or lower the confidence")


# --- plan and authorities --------------------------------------------------------------------------------------------


@rule("bad-deadline", "a deadline that parses to nothing")
def deadlines(catalogue: Catalogue) -> Iterator[Issue]:
    """A deadline is a quarter, a period of years or *anual*."""
    for name, (_, _, measure) in catalogue.measures.items():
        if measure.deadline and read_deadline(measure.deadline) is None:
            yield _issue(
                "bad-deadline", measure.place, f'{name}: "{measure.deadline}" cannot be read', 'write "Trimestrul III, 2025", "2025-2026" or "anual"'
            )


@rule("merged-cell", "a deadline or an authority that is missing, given twice or taken from nowhere")
def merged_cells(catalogue: Catalogue) -> Iterator[Issue]:
    """A deadline and the authorities stand in the measure, or in the one its merged cell begins at, never in both."""
    for plan in catalogue.plans:
        numbers = {one.number: one for row in plan.rows for one in row.measures}
        for one in numbers.values():
            taken = one.taken_from
            cells = (
                ("deadline", bool(one.deadline), taken.deadline if taken else None),
                ("authorities", bool(one.responsible), taken.authorities if taken else None),
            )
            for what, given, origin in cells:
                name = plan.measure_id(one)
                if given and origin:
                    yield _issue("merged-cell", one.place, f"{name} gives its {what} and takes them from {origin}", "keep one of the two")
                elif origin and (origin not in numbers or numbers[origin].taken_from == taken):
                    yield _issue("merged-cell", one.place, f'{name} takes its {what} from "{origin}", which has none', f"correct the number{_near(origin, numbers)}")
                elif not given and not origin:
                    yield _issue("merged-cell", one.place, f"{name} has no {what}", "write them, or the measure they are taken from under taken_from:")


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
            yield _issue("dangling-authority", place, f'{owner} names the authority "{wanted}"', f"define it in authorities.yaml{_near(wanted, known)}")


@rule("authority-twice", "an authority listed twice for one measure")
def authorities_once(catalogue: Catalogue) -> Iterator[Issue]:
    """A body appears once per measure, as responsible or as partner."""
    for name, (_, _, measure) in catalogue.measures.items():
        for one, times in Counter((*measure.responsible, *measure.partners)).items():
            if times > 1:
                yield _issue("authority-twice", measure.place, f'{name} lists "{one}" {times} times', "list it once")


# --- judgements ------------------------------------------------------------------------------------------------------


@rule("dangling-obligation", "a judgement on an obligation that does not exist")
def dangling_obligations(catalogue: Catalogue) -> Iterator[Issue]:
    """Judgements name obligations of their instrument."""
    for mapping in catalogue.mappings:
        for one in mapping.judgements:
            if one.obligation not in catalogue.obligations:
                yield _issue(
                    "dangling-obligation", one.place, f'there is no obligation "{one.obligation}"', f"correct the id{_near(one.obligation, catalogue.obligations)}"
                )


@rule("dangling-target", "a link to a provision, measure or amendment that does not exist")
def dangling_targets(catalogue: Catalogue) -> Iterator[Issue]:
    """Every link ends somewhere, and its role fits what it ends at."""
    known = [*catalogue.provisions, *catalogue.measures, *catalogue.amendments]
    for judgement, link in catalogue.links():
        if _target_kind(catalogue, link) is None:
            yield _issue("dangling-target", link.place, f'{judgement.obligation} links to "{link.to}", which is not recorded', f"record it, or correct the id{_near(link.to, known)}")


@rule("wrong-role", "a measure that covers, a provision that plans, or a link that says nothing")
def wrong_roles(catalogue: Catalogue) -> Iterator[Issue]:
    """Provisions cover, partly cover or hinder; measures plan; amendments draft."""
    allowed = {"provision": {"covers", "partly", "hinders"}, "measure": {"plans"}, "amendment": {"drafts"}}
    for judgement, link in catalogue.links():
        roles = {role for role, _ in link.roles()}
        kind = _target_kind(catalogue, link)
        if not roles:
            yield _issue("wrong-role", link.place, f"{judgement.obligation}: the link to {link.to} names no element", "say what it covers, partly covers, hinders, plans or drafts")
        elif kind and roles - allowed[kind]:
            yield _issue("wrong-role", link.place, f"{link.to} is a {kind} and cannot be used with {', '.join(sorted(roles - allowed[kind]))}", f"use {', '.join(sorted(allowed[kind]))}")


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
                yield _issue("foreign-element", place, f'{judgement.obligation} has no element "{element}"', f"its elements: {', '.join(own) or 'none'}")


@rule("said-twice", "the same element twice in one link, or two links to the same place")
def said_twice(catalogue: Catalogue) -> Iterator[Issue]:
    """One link per target, one role (besides hinders) per element in it."""
    for judgement in catalogue.judgements.values():
        targets = Counter(link.to for link in judgement.links)
        for link in judgement.links:
            if targets[link.to] > 1:
                yield _issue("said-twice", link.place, f"{judgement.obligation} links to {link.to} more than once", "merge the links")
            for element, times in Counter(one for role, one in link.roles() if role != "hinders").items():
                if times > 1:
                    yield _issue("said-twice", link.place, f'{link.to} answers "{element}" in two ways', "keep one")


@rule("contradiction", "an element recorded as covered and as none found")
def contradictions(catalogue: Catalogue) -> Iterator[Issue]:
    """What is covered in full cannot also be missing."""
    for judgement in catalogue.judgements.values():
        covered = {one for link in judgement.links for one in link.covers}
        for none in judgement.none_found:
            for element in sorted(covered & set(none.elements)):
                yield _issue("contradiction", none.place, f'{judgement.obligation} "{element}" is covered and none found', "keep one of the two")


@rule("missing-reason", "a judgement on the law without a reason")
def missing_reasons(catalogue: Catalogue) -> Iterator[Issue]:
    """Every link to the law or to a draft says why."""
    for judgement, link in catalogue.links():
        if link.reason is None and not (link.plans and not (link.covers or link.partly or link.hinders or link.drafts)):
            yield _issue("missing-reason", link.place, f"{judgement.obligation}: the link to {link.to} gives no reason", "add reason: {en, ro}")


@rule("dangling-act", "a search in an act that is not recorded")
def dangling_acts(catalogue: Catalogue) -> Iterator[Issue]:
    """Acts searched are recorded, so that a reader sees which text was searched."""
    for judgement in catalogue.judgements.values():
        for none in judgement.none_found:
            for act in none.searched:
                if act not in catalogue.act_by_id:
                    yield _issue("dangling-act", none.place, f'{judgement.obligation}: the act searched, "{act}", is not recorded', f"record it{_near(act, catalogue.act_by_id)}")


@rule("not-in-force", "a link to a version that is repealed or not yet in force")
def not_in_force(catalogue: Catalogue) -> Iterator[Issue]:
    """A link to law that does not apply at the date of the edition is announced, and never counts as in force."""
    from mapping.versions import state_of

    for judgement, link in catalogue.links():
        name = catalogue.provision_for(link.to)
        if name is None:
            continue
        act, provision = catalogue.provisions[name]
        state = state_of(act, provision, catalogue.edition.as_of, catalogue.edition.as_of).state
        if state == "repealed":
            yield _issue("not-in-force", link.place, f"{judgement.obligation} links to {link.to}, which is repealed", "link to what replaced it", "error")
        elif state != "in-force":
            yield _issue("not-in-force", link.place, f"{judgement.obligation} links to {link.to}, adopted but not yet in force", "", "note")


@rule("not-examined", "an element of a duty that nobody has recorded anything about")
def not_examined(catalogue: Catalogue) -> Iterator[Issue]:
    """Elements nobody examined are listed, so that silence is not taken for an answer."""
    for name, (treaty, duty) in catalogue.obligations.items():
        judgement = catalogue.judgements.get(name)
        recorded = {one for link in judgement.links for _, one in link.roles()} if judgement else set()
        recorded |= {one for none in judgement.none_found for one in none.elements} if judgement else set()
        silent = [element.id for element in duty.elements if element.id not in recorded]
        if silent and duty.force != "optional":
            yield _issue(
                "not-examined", duty.place, f"{name}: no record for {', '.join(silent)}", f"link them, or record none found, in mappings/{treaty.id}/", "warning"
            )


@rule("no-measure-link", "a measure that answers no obligation")
def measures_without_link(catalogue: Catalogue) -> Iterator[Issue]:
    """Measures that no link names are listed: either a link is missing or the measure answers no duty."""
    named = {link.to for _, link in catalogue.links()}
    for name, (_, _, measure) in catalogue.measures.items():
        if name not in named:
            yield _issue("no-measure-link", measure.place, f"{name} answers no obligation", "link it, or leave it if it answers none", "note")


# --- language --------------------------------------------------------------------------------------------------------


@rule("same-in-both", "a statement that reads the same in English and Romanian")
def untranslated(catalogue: Catalogue) -> Iterator[Issue]:
    """A sentence equal in both languages has not been translated."""
    for what, text, place in _prose(catalogue):
        if text.en == text.ro and len(text.en.split()) > 3:
            yield _issue("same-in-both", place, f"{what} is the same in English and Romanian", "translate it")


def _prose(catalogue: Catalogue) -> Iterator[tuple[str, Bilingual, Place | None]]:
    for name, (_, duty) in catalogue.obligations.items():
        yield from ((name, text, duty.place) for text in (duty.duty, duty.reason, duty.note) if text)
        yield from ((f"{name} {one.id}", Bilingual(en=one.en, ro=one.ro), one.place) for one in duty.elements)
    for name, (_, provision) in catalogue.provisions.items():
        yield name, provision.summary, provision.place
        yield from ((f"{name} at {one.at}", Bilingual(en=one.en, ro=one.ro), provision.place) for one in provision.facts)
    for name, (_, _, measure) in catalogue.measures.items():
        yield name, measure.action, measure.place
    for judgement, link in catalogue.links():
        if link.reason:
            yield f"{judgement.obligation} -> {link.to}", link.reason, link.place


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


