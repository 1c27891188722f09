"""How a record of the data is worded in a table: elements, measures, authorities, caveats."""

from collections.abc import Iterable

from mapping.annex.cells import ElementCell, MeasureCell
from mapping.coverage import ElementCoverage
from mapping.deadlines import read_deadline
from mapping.records import Act, Authority, Finding, NoneFound, Provision
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
