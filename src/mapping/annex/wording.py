"""How a record of the data is worded in a table: elements, measures, authorities, caveats."""

from collections.abc import Iterable, Sized

from mapping.annex.cells import ElementCell, MeasureCell, SignLine
from mapping.annex.signatures import Signed
from mapping.coverage import ElementCoverage
from mapping.deadlines import read_deadline
from mapping.records import Act, Authority, Finding, Link, NoneFound, Provision, Review
from mapping.seals import Part, person
from mapping.versions import state_of
from mapping.view import View


def authority_in_full(view: View, authority: Authority) -> str:
    """Abbreviation and name."""
    name = authority.name.in_(view.language)
    short = authority.abbreviation.in_(view.language) if authority.abbreviation else name
    return name if short == name else f"{short} – {without_abbreviation(name, short)}"


def without_abbreviation(name: str, abbreviation: str) -> str:
    """The name of an authority known by its abbreviation only, without the abbreviation and its brackets."""
    rest = name.removeprefix(f"{abbreviation} (")
    return name if rest == name else rest.removesuffix(")")


def finding_source(view: View, one: Finding) -> str:
    """Who said it, and where."""
    return f"{one.body.in_(view.language)}, {one.document.in_(view.language)}"


def none_found_in(view: View, none: NoneFound) -> str:
    """That somebody searched, in which acts, and found nothing."""
    searched = ", ".join(view.catalogue.act_by_id[act].short.in_(view.language) for act in none.searched)
    return f"{view.word('element-status', 'none-found')} ({view.word('annex', 'searched')}: {searched})"


def caveats(view: View, act: Act, provision: Provision) -> tuple[str, ...]:
    """What a reader must know before relying on a provision.

    Its state if it is not in force; its confidence if it was not read; and, for a date other than that of the data,
    that an earlier or later wording applied than the one the judgement was made on.
    """
    found = []
    version = view.state_of(act, provision)
    judged = state_of(act, provision, view.catalogue.edition.as_of, view.catalogue.edition.as_of)
    if version.state == "in-force" and judged.version != version.version:
        found.append(view.word("state", "other-wording"))
    if version.state != "in-force":
        word = view.word("state", version.state)
        start = version.version.from_ if version.version else "unknown"
        if not isinstance(start, str):
            word += f" ({view.date(start)})"
        found.append(word)
    if provision.confidence != "read":
        found.append(view.word("confidence", provision.confidence))
    return tuple(found)


def element_cell(view: View, one: ElementCoverage) -> ElementCell:
    """An element with its status and what lies on top of it."""
    overlays = []
    if one.element.either:
        overlays.append(view.word("overlay", "either"))
    if one.hindered:
        overlays.append(view.word("overlay", "hindered"))
    if one.planned and one.status not in ("planned", "overdue"):
        late = all(planned.overdue for planned in one.planned)
        overlays.append(view.word("overlay", "overdue" if late else "planned"))
    if not one.decides and one.element.from_:
        overlays.append(one.element.from_)
    return ElementCell(
        one.element.in_(view.language), one.status, view.word("element-status", one.status), tuple(overlays)
    )


def measure_cell(view: View, target: str) -> MeasureCell:
    """A measure as the annex names it."""
    measure = view.catalogue.measures[target][2]
    deadline = read_deadline(measure.deadline)
    shown = view.word("deadline", "annual") if deadline and deadline.kind == "annual" else ""
    if deadline and deadline.kind == "quarter":
        shown = view.date(deadline.due)
    if deadline and deadline.kind == "period":
        shown = deadline.shown
    return MeasureCell(
        number=measure.number,
        action=measure.action.in_(view.language),
        authorities=", ".join(authority_name(view, one) for one in measure.responsible),
        deadline=shown or measure.deadline,
        overdue=bool(deadline and deadline.overdue(view.as_of)),
    )


def measures_planned(view: View, elements: Iterable[ElementCoverage]) -> list[str]:
    """The measures planned for these elements, as the plan numbers them."""
    targets = {planned.target for one in elements for planned in one.planned}
    return [name for name in view.catalogue.measures if name in targets]


def authority_name(view: View, authority: str) -> str:
    """The abbreviation of an authority, or its name where it has none."""
    record = view.catalogue.authority_by_id[authority]
    return (record.abbreviation or record.name).in_(view.language)


def later_text(view: View, act: Act) -> str:
    """The warning at an act read in a text consolidated to a future date, else nothing."""
    day = act.source.consolidated
    return view.word("notice", "later-consolidation", as_of=view.date(view.as_of)) if day and day > view.as_of else ""


def sign_lines(view: View, records: Iterable[Signed]) -> tuple[SignLine, ...]:
    """Where the judgements of a row stand between their reviewers, what is most pressing first."""
    every = list(records)
    found = {
        state: [one for one in every if one.sign_off.state == state] for state in ("disputed", "suspect", "unsigned")
    }
    signed = [one for one in every if one.sign_off.state == "signed"]
    missing = [one for one in signed if one.sign_off.text_missing]
    lines = []
    if found["disputed"]:
        lines.append(
            SignLine("disputed", view.word("sign-off", "disputed"), _disputed(view, found["disputed"], len(every)))
        )
    if found["suspect"]:
        lines.append(SignLine("suspect", view.word("sign-off", "suspect"), _changed(view, found["suspect"])))
    if missing:
        places = "; ".join(_cited(view, one.record) for one in missing)
        lines.append(SignLine("text-missing", view.word("seal-part", "text-missing"), places))
    if found["unsigned"]:
        lines.append(_counted(view, "unsigned", "judgements-unsigned", found["unsigned"], len(every), ""))
    if signed:
        lines.append(_counted(view, "signed", "judgements-signed", signed, len(every), _signatures(view, signed)))
    return tuple(lines)


def _counted(view: View, state: str, some: str, these: Sized, total: int, names: str) -> SignLine:
    """That the row is signed or unsigned; when only some of its judgements are, how many."""
    if len(these) == total:
        return SignLine(state, view.word("sign-off", state), names)
    said = view.word("annex", "part-of", part=len(these), total=total)
    return SignLine(state, view.word("annex", some), f"{said} – {names}" if names else said)


def _signatures(view: View, signed: Iterable[Signed]) -> str:
    """Everybody whose agreement stands, once each, with the latest date."""
    last: dict[str, Review] = {}
    for review in sorted((each for one in signed for each in one.sign_off.agrees), key=lambda each: each.date):
        last[person(review.name)] = review
    return "; ".join(_reviewer(view, last[name]) for name in sorted(last))


def _disputed(view: View, disputed: Iterable[Signed], total: int) -> str:
    """Who disagrees and with what; the place is left out where somebody disagrees with the whole row."""
    places: dict[str, list[str]] = {}
    for one in disputed:
        for review in one.sign_off.disagrees:
            places.setdefault(_reviewer(view, review), []).append(_cited(view, one.record))
    return "; ".join(who if 1 < len(where) == total else f"{', '.join(where)}: {who}" for who, where in places.items())


def _changed(view: View, suspect: Iterable[Signed]) -> str:
    """Which parts of what was signed have changed: those of the row once, those of a place after the place."""
    changed: dict[str, list[Part]] = {}
    for one in suspect:
        for part in one.sign_off.changed:
            of_row = part in ("obligation", "treaty")
            parts = changed.setdefault("" if of_row else _cited(view, one.record), [])
            if part not in parts:
                parts.append(part)
    said = {place: ", ".join(view.word("seal-part", part) for part in parts) for place, parts in changed.items()}
    return "; ".join(
        f"{place}: {words}" if place else words for place, words in sorted(said.items(), key=lambda one: bool(one[0]))
    )


def _reviewer(view: View, review: Review) -> str:
    """Name, role and date, with the remark if there is one."""
    who = f"{review.name}, {review.role}, {view.date(review.date)}"
    return view.word("annex", "remark", who=who, remark=review.remark) if review.remark else who


def _cited(view: View, record: Link | NoneFound) -> str:
    """What a judgement cites, as briefly as a cell asks for."""
    if isinstance(record, NoneFound):
        return view.word("element-status", "none-found")
    if record.to in view.catalogue.measures:
        return view.word("annex", "measure", number=view.catalogue.measures[record.to][2].number)
    if record.to in view.catalogue.amendments:
        draft, amendment = view.catalogue.amendments[record.to]
        return f"{draft.short.in_(view.language)}, {amendment.number}"
    return view.cite(record.to)
