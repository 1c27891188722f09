"""The rows of the form: each link and each none-found record as a reviewer reads it, with its key and its seal."""

from dataclasses import dataclass

from mapping import seals
from mapping.catalogue import Catalogue
from mapping.pinpoint import LANGUAGES, Language, parse
from mapping.records import Judgement, Link, NoneFound, Obligation, Review, Seal
from mapping.seals import Key, SignOff, key_of
from mapping.texts.library import Library
from mapping.workbook import form

Subject = Link | NoneFound


@dataclass(frozen=True)
class Row:
    """One record in the form: the text of each cell by the key of its column, and the state of its sign-off."""

    cells: dict[str, str]
    state: str


def subjects(catalogue: Catalogue) -> dict[Key, list[tuple[Judgement, Subject]]]:
    """Everything that can be signed, by key, in treaty order; two searches for the same elements share a key."""
    found: dict[Key, list[tuple[Judgement, Subject]]] = {}
    for obligation in catalogue.obligations:
        if judgement := catalogue.judgements.get(obligation):
            records: tuple[Subject, ...] = (*judgement.links, *judgement.none_found)
            for record in records:
                found.setdefault(key_of(judgement, record), []).append((judgement, record))
    return found


def rows_of(catalogue: Catalogue, library: Library) -> dict[str, list[Row]]:
    """The rows of each treaty that has any, in its order."""
    found: dict[str, list[Row]] = {}
    states, sealed = seals.sign_offs(catalogue, library), seals.seals(catalogue, library)
    for key, records in subjects(catalogue).items():
        owner, obligation = catalogue.obligations[key[0]]
        for judgement, record in records:
            alone = len(records) == 1
            sign_off = states[key] if alone else seals.sign_off(catalogue, judgement, record, library)
            cells = {
                "pinpoint": obligation.at.cite("ro"),
                **_place(catalogue, record),
                **_wording(catalogue, obligation, record),
                "state": state_words(sign_off),
                "key.obligation": key[0],
                "key.record": key[1],
                **_seal_cells(sealed[key] if alone else seals.seal(catalogue, judgement, record, library)),
            }
            found.setdefault(owner.id, []).append(Row({**cells, "check": form.check_of(cells)}, sign_off.state))
    return found


def _seal_cells(seal: Seal) -> dict[str, str]:
    """The hashes of a seal, each in its column."""
    return {f"seal.{part}": getattr(seal, part) or "" for part in form.SEAL_PARTS}


def _place(catalogue: Catalogue, record: Subject) -> dict[str, str]:
    """The place cited and its heading, in Romanian."""
    if isinstance(record, NoneFound):
        acts = ", ".join(catalogue.act_by_id[act].short.ro for act in record.searched)
        return {"place": form.NONE_FOUND, "heading": f"{form.SEARCHED}: {acts}"}
    if measure := catalogue.measures.get(record.to):
        return {"place": f"{form.MEASURE} {measure[2].number}", "heading": measure[2].action.ro}
    if amendment := catalogue.amendments.get(record.to):
        draft, change = amendment
        return {"place": f"{draft.short.ro}, {form.AMENDMENT} {change.number}", "heading": change.effect.ro}
    act, _, at = record.to.partition("/")
    held = catalogue.provision_for(record.to)
    title = catalogue.provisions[held][1].title if held else None
    return {
        "place": f"{catalogue.act_by_id[act].short.ro}, {parse(at).cite('ro')}",
        "heading": title.ro if title else "",
    }


def _wording(catalogue: Catalogue, obligation: Obligation, record: Subject) -> dict[str, str]:
    """The duty, the elements with their role and the reason, in both languages."""
    cells = {}
    for language in LANGUAGES:
        cells[f"obligation-{language}"] = obligation.duty.in_(language)
        cells[f"elements-{language}"] = _elements(catalogue, obligation, record, language)
        cells[f"reason-{language}"] = record.reason.in_(language) if record.reason else ""
    return cells


def _elements(catalogue: Catalogue, obligation: Obligation, record: Subject, language: Language) -> str:
    """The elements under the word of their role, one to a line."""
    texts = {one.id: one.in_(language) for one in obligation.elements}
    groups: dict[str, list[str]] = {}
    if isinstance(record, Link):
        for role, element in record.roles():
            groups.setdefault(catalogue.vocabulary.word("role", role, language), []).append(element)
    else:
        groups[catalogue.vocabulary.word("element-status", "none-found", language)] = list(record.elements)
    return "\n".join(
        line
        for word, elements in groups.items()
        for line in (f"{word}:", *(f"• {texts.get(one, one)}" for one in elements))
    )


def state_words(sign_off: SignOff) -> str:
    """The state of a record's sign-off, who stands behind it, and what changed since."""
    lines = [form.STATES[sign_off.state]]
    if sign_off.agrees:
        lines.append(f"{form.SIGNED_BY} {_people(sign_off.agrees)}")
    if sign_off.outdated:
        lines.append(f"{form.OUTDATED_BY} {_people(sign_off.outdated)}")
    if sign_off.disagrees:
        lines.append(f"{form.DISPUTED_BY} {_people(sign_off.disagrees)}")
    parts = [form.PARTS[part] for part in sign_off.changed if part != "text-missing"]
    if parts:
        lines.append(f"{form.CHANGED}: {'; '.join(parts)}")
    if sign_off.text_missing:
        lines.append(form.PARTS["text-missing"])
    return "\n".join(lines)


def _people(reviews: tuple[Review, ...]) -> str:
    return ", ".join(f"{one.name} ({form.shown(one.date)})" for one in reviews)
