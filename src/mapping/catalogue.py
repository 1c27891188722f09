"""The whole of ``data/`` in memory: read once, indexed by id, never changed.

Reading stops for nothing: every file is read, and all problems are returned together.
"""

import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from mapping.errors import UserError
from mapping.issues import DataError, Issue
from mapping.pinpoint import CitationError, parse
from mapping.reading import read_record
from mapping.records import (
    Act,
    Amendment,
    Assessment,
    Assessments,
    Authorities,
    Authority,
    Crosswalk,
    Draft,
    Edition,
    Evidence,
    Finding,
    Glossary,
    Instrument,
    Judgement,
    Link,
    Mapping,
    Measure,
    Obligation,
    Place,
    Plan,
    Provision,
    Question,
    Questions,
    Record,
    Row,
    Vocabulary,
)

R = TypeVar("R", bound=Record)


@dataclass(frozen=True, eq=False)
class Catalogue:
    """Everything the data files say; two catalogues are the same only if they are the same object."""

    edition: Edition
    instruments: tuple[Instrument, ...]
    acts: tuple[Act, ...]
    plans: tuple[Plan, ...]
    mappings: tuple[Mapping, ...]
    drafts: tuple[Draft, ...]
    authorities: tuple[Authority, ...]
    vocabulary: Vocabulary
    evidence: tuple[Evidence, ...] = ()
    crosswalk: Crosswalk = field(default_factory=Crosswalk)
    glossary: Glossary = field(default_factory=Glossary)
    questions: tuple[Question, ...] = ()
    assessments: tuple[Assessments, ...] = ()
    root: Path = field(compare=False, default=Path())

    @cached_property
    def instrument_by_id(self) -> dict[str, Instrument]:
        """Instruments by id."""
        return {one.id: one for one in self.instruments}

    @cached_property
    def act_by_id(self) -> dict[str, Act]:
        """Acts by id."""
        return {one.id: one for one in self.acts}

    @cached_property
    def authority_by_id(self) -> dict[str, Authority]:
        """Authorities by id."""
        return {one.id: one for one in self.authorities}

    @cached_property
    def draft_by_id(self) -> dict[str, Draft]:
        """Drafts by id."""
        return {one.id: one for one in self.drafts}

    @cached_property
    def obligations(self) -> dict[str, tuple[Instrument, Obligation]]:
        """Obligations by full id, in treaty order."""
        return {one.obligation_id(duty): (one, duty) for one in self.instruments for duty in one.obligations}

    @cached_property
    def provisions(self) -> dict[str, tuple[Act, Provision]]:
        """Provisions by full id, in the order of each act."""
        return {act.provision_id(one): (act, one) for act in self.acts for one in act.provisions}

    @cached_property
    def measures(self) -> dict[str, tuple[Plan, Row, Measure]]:
        """Measures by full id, in the order of the plan, with the values of merged cells filled in."""
        return {
            plan.measure_id(measure): (plan, row, _with_merged_cells(plan, measure))
            for plan in self.plans
            for row in plan.rows
            for measure in row.measures
        }

    @cached_property
    def amendments(self) -> dict[str, tuple[Draft, Amendment]]:
        """Amendments by full id."""
        return {draft.amendment_id(one): (draft, one) for draft in self.drafts for one in draft.amendments}

    @cached_property
    def judgements(self) -> dict[str, Judgement]:
        """Judgements by obligation id."""
        return {one.obligation: one for mapping in self.mappings for one in mapping.judgements}

    @cached_property
    def findings(self) -> dict[str, list[Finding]]:
        """The findings that concern each obligation, by its id; a finding on an element concerns its obligation."""
        found: dict[str, list[Finding]] = {}
        for file in self.evidence:
            for one in file.findings:
                for place in dict.fromkeys(concerned.partition("#")[0] for concerned in one.concerns):
                    found.setdefault(place, []).append(one)
        return found

    @cached_property
    def assessed(self) -> dict[str, list[Assessment]]:
        """The assessments of changes at each place, ``labour-code/57``, in the order of the file."""
        found: dict[str, list[Assessment]] = {}
        for file in self.assessments:
            for one in file.assessments:
                found.setdefault(f"{file.about}/{one.at.id}", []).append(one)
        return found

    def links(self, instrument: str | None = None) -> Iterator[tuple[Judgement, Link]]:
        """Every link, or every one of a treaty, with the judgement it belongs to."""
        for judgement in self.judgements.values():
            if instrument in (None, judgement.obligation.partition("/")[0]):
                for link in judgement.links:
                    yield judgement, link

    def provision_for(self, target: str) -> str | None:
        """The recorded provision that holds the place cited, nearest first; ``None`` if there is none.

        ``labour-code/57(2)`` is answered by the record ``labour-code/57``.
        """
        if target in self.provisions:
            return target
        act, _, at = target.partition("/")
        try:
            places = parse(at).parents()
        except CitationError:
            return None
        return next((f"{act}/{one.id}" for one in places if f"{act}/{one.id}" in self.provisions), None)


def _with_merged_cells(plan: Plan, measure: Measure) -> Measure:
    taken = measure.taken_from
    if taken is None:
        return measure
    by_number = {one.number: one for row in plan.rows for one in row.measures}
    filled: dict[str, Any] = {}
    if other := by_number.get(taken.deadline or ""):
        filled["deadline"] = other.deadline
    if other := by_number.get(taken.authorities or ""):
        filled |= {"responsible": other.responsible, "partners": other.partners, "joint": other.joint}
    return msgspec.structs.replace(measure, **filled)


def find_root(start: Path | None = None) -> Path:
    """The project folder: ``MAPPING_ROOT``, or the nearest folder above that holds ``data/edition.yaml``.

    Raises ``UserError`` when there is none.
    """
    if named := os.environ.get("MAPPING_ROOT"):
        if (Path(named) / "data").is_dir():
            return Path(named).resolve()
        raise UserError(f'MAPPING_ROOT names "{named}", which has no folder "data"')
    here = (start or Path.cwd()).resolve()
    for folder in (here, *here.parents):
        if (folder / "data" / "edition.yaml").is_file():
            return folder
    raise UserError(f'no "data/edition.yaml" in {here} or above it: run the command inside the project folder')


def data_files(root: Path) -> list[Path]:
    """Every data file, sorted by name, so that the order of reading never matters."""
    data = root / "data"
    names = ["edition.yaml", "authorities.yaml", "vocabulary.yaml"]
    optional = [data / name for name in ("crosswalk.yaml", "glossary.yaml", "questions.yaml")]
    folders = ["conventions", "moldovan_law", "action_plans", "drafts", "evidence", "assessments", "mappings"]
    found = [data / name for name in names] + [path for path in optional if path.is_file()]
    for folder in folders:
        pattern = "*/*.yaml" if folder == "mappings" else "*.yaml"
        found.extend(sorted((data / folder).glob(pattern)))
    return found


def load(root: Path) -> Catalogue:
    """Read all data; raise ``DataError`` with every problem when a file cannot be used."""
    catalogue, issues = read(root)
    if catalogue is None:
        raise DataError(issues)
    return catalogue


def read(root: Path) -> tuple[Catalogue | None, list[Issue]]:
    """Read all data and return it with every problem of form; the catalogue is ``None`` if any is an error."""
    issues: list[Issue] = []
    records: dict[str, list[Record]] = {}
    for path in data_files(root):
        shown = path.relative_to(root).as_posix()
        group = path.relative_to(root / "data").parts[0]
        record, found = read_record(path, shown, _TYPES[group])
        issues.extend(found)
        records.setdefault(group, [])
        if record is not None:
            records[group].append(record)
    issues.extend(_strays(root))
    if any(issue.severity == "error" for issue in issues):
        return None, sorted(issues, key=lambda issue: issue.sort_key)

    def of(group: str, type_: type[R]) -> tuple[R, ...]:
        return tuple(one for one in records.get(group, []) if isinstance(one, type_))

    edition = of("edition.yaml", Edition)[0]
    catalogue = Catalogue(
        edition=edition,
        instruments=tuple(sorted(of("conventions", Instrument), key=lambda one: _rank(edition, one.id))),
        acts=tuple(sorted(of("moldovan_law", Act), key=lambda act: act.rank)),
        plans=of("action_plans", Plan),
        mappings=of("mappings", Mapping),
        drafts=of("drafts", Draft),
        authorities=of("authorities.yaml", Authorities)[0].authorities,
        vocabulary=of("vocabulary.yaml", Vocabulary)[0],
        evidence=of("evidence", Evidence),
        crosswalk=next(iter(of("crosswalk.yaml", Crosswalk)), Crosswalk()),
        questions=next(iter(of("questions.yaml", Questions)), Questions()).questions,
        assessments=of("assessments", Assessments),
        glossary=next(iter(of("glossary.yaml", Glossary)), Glossary()),
        root=root,
    )
    return catalogue, sorted(issues, key=lambda issue: issue.sort_key)


def _rank(edition: Edition, instrument: str) -> tuple[int, str]:
    """Treaties stand in the order of the edition; one it does not name comes last."""
    named = edition.instruments
    return (named.index(instrument) if instrument in named else len(named), instrument)


_TYPES: dict[str, type[Record]] = {
    "edition.yaml": Edition,
    "authorities.yaml": Authorities,
    "vocabulary.yaml": Vocabulary,
    "crosswalk.yaml": Crosswalk,
    "glossary.yaml": Glossary,
    "questions.yaml": Questions,
    "evidence": Evidence,
    "assessments": Assessments,
    "conventions": Instrument,
    "moldovan_law": Act,
    "action_plans": Plan,
    "drafts": Draft,
    "mappings": Mapping,
}


def _strays(root: Path) -> list[Issue]:
    """YAML files that stand where nobody reads them: a typing mistake in a file name must not hide its content."""
    known = set(data_files(root))
    data = root / "data"
    return [
        Issue(
            code="stray-file",
            severity="error",
            message="no part of the data reads this file",
            remedy="move it to one of conventions/, moldovan_law/, action_plans/, drafts/, evidence/, assessments/ or mappings/<instrument>/, with the ending .yaml",
            place=Place(path.relative_to(root).as_posix(), 1),
        )
        for path in sorted(data.rglob("*"))
        if path.suffix in (".yaml", ".yml") and path not in known
    ]
