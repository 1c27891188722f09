"""Gather what changed, for whichever question was asked: now, between two texts, two states of the data, or since a day."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path

from mapping.catalogue import Catalogue
from mapping.changes import law, revisions
from mapping.changes.data import DataChanges, Degree, compare_data, statuses
from mapping.changes.touch import Touched
from mapping.dates import read_date
from mapping.errors import UserError, nearest
from mapping.seals import Key, SignOff, sign_offs
from mapping.texts.library import Library, open_library
from mapping.texts.model import Text


@dataclass(frozen=True)
class Since:
    """What a day is compared with: the degrees of that day, and the data as they stood then, if their history is known."""

    day: dt.date
    versions: tuple[law.Dated, ...]
    degrees: tuple[Degree, ...]
    revision: str = ""


@dataclass(frozen=True)
class Overview:
    """Everything one run of ``mapping changes`` found; ``instrument`` narrows what is shown to one treaty."""

    catalogue: Catalogue
    library: Library
    instrument: str | None = None
    comparisons: tuple[law.Comparison, ...] = ()
    data: DataChanges | None = None
    ahead: tuple[law.Comparison, ...] = ()
    versions_ahead: tuple[law.Dated, ...] = ()
    since: Since | None = None
    compared: tuple[str, str] = field(default=("", ""))
    begun: tuple[Text, ...] = ()

    @cached_property
    def sign_offs(self) -> Mapping[Key, SignOff]:
        """Where every judgement of the treaty (or of all) stands between its reviewers and what it rests on."""
        every = sign_offs(self.catalogue, self.library)
        return {key: one for key, one in every.items() if self.concerns(key[0])}

    @cached_property
    def suspect(self) -> Mapping[Key, SignOff]:
        """The judgements to be looked at again."""
        return {key: one for key, one in self.sign_offs.items() if one.state == "suspect"}

    def concerns(self, obligation: str) -> bool:
        """True when an obligation belongs to the treaty asked for."""
        return self.instrument in (None, obligation.partition("/")[0])

    def rows(self, touched: Touched) -> list[str]:
        """The annex rows touched, of the treaty asked for."""
        return [name for name in touched.obligations if self.concerns(name)]


def searched_before(overview: Overview) -> dict[str, tuple[Text, list[str]]]:
    """The acts whose text changed after somebody searched them and found nothing: the newer text and the annex rows.

    No seal rests on a search, because nothing is cited; but new words may answer what was missing.
    """
    found: dict[str, tuple[Text, list[str]]] = {}
    for comparison in overview.comparisons:
        if not any(one.change.kind in ("amended", "added") for one in comparison.changes):
            continue
        about = comparison.after.about
        rows = [
            judgement.obligation
            for judgement in overview.catalogue.judgements.values()
            if overview.concerns(judgement.obligation) and any(about in none.searched for none in judgement.none_found)
        ]
        if rows:
            found[about] = comparison.after, rows
    return found


def now(catalogue: Catalogue, library: Library, instrument: str | None = None) -> Overview:
    """What the latest consolidations changed, what is coming, and which judgements are to be looked at again."""
    return Overview(
        catalogue=catalogue,
        library=library,
        instrument=instrument,
        comparisons=tuple(one for one in law.latest(catalogue, library) if one.changes),
        ahead=tuple(one for one in law.upcoming(catalogue, library) if one.changes),
        versions_ahead=law.versions_ahead(catalogue, library.day),
    )


def of_texts(
    catalogue: Catalogue,
    library: Library,
    about: str,
    *,
    before: str = "",
    after: str = "",
    instrument: str | None = None,
) -> Overview:
    """What changed between two imported texts of an act: by default the last two consolidations.

    Raises:
        UserError: fewer than two texts were imported, or a date names none.
    """
    texts = library.by_subject.get(about, [])
    known = [*catalogue.act_by_id, *catalogue.instrument_by_id]
    if about not in known:
        raise UserError(f'there is no act or treaty "{about}": write for example criminal-code{nearest(about, known)}')
    if not texts:
        raise UserError(f'no text of "{about}" was imported: mapping import FILE --act {about}')
    newer = _of_date(texts, after) if after else texts[-1]
    older = (
        _of_date(texts, before)
        if before
        else next((one for one in reversed(texts) if one.consolidated < newer.consolidated), None)
    )
    if older is None or older is newer:
        dates = ", ".join(str(one.consolidated) for one in texts)
        remedy = (
            f"no text is older than that of {newer.consolidated}: name a later one with --to"
            if len(texts) > 1
            else "import another consolidation"
        )
        raise UserError(f"{about} needs two texts to compare; imported: {dates}; {remedy}")
    return Overview(
        catalogue=catalogue,
        library=library,
        instrument=instrument,
        comparisons=(law.between(catalogue, library, older, newer),),
        compared=(str(older.consolidated), str(newer.consolidated)),
    )


def _of_date(texts: Sequence[Text], day: str) -> Text:
    found = next((one for one in texts if str(one.consolidated) == day), None)
    if found is None:
        dates = ", ".join(str(one.consolidated) for one in texts)
        raise UserError(f"{texts[0].about} has no text of {day}; imported: {dates}")
    return found


def of_data(
    before: Catalogue, after: Catalogue, library: Library, names: tuple[str, str], instrument: str | None = None
) -> Overview:
    """What changed between two states of the data."""
    return Overview(
        catalogue=after, library=library, instrument=instrument, data=compare_data(before, after), compared=names
    )


def since(root: Path, catalogue: Catalogue, library: Library, day: dt.date, instrument: str | None = None) -> Overview:
    """What changed since a day: in law, in judgement and in coverage.

    The law comes from the recorded versions and the imported texts; judgement from the history of the repository, if it
    goes back to that day; coverage from both, each told apart.
    """
    if day >= catalogue.edition.as_of:
        raise UserError(f"{day} is not before the date of the data, {catalogue.edition.as_of}: name an earlier day")
    then, today = statuses(catalogue, day), statuses(catalogue)
    degrees = tuple(Degree(name, then[name], today[name]) for name in today if then[name] != today[name])
    past = revisions.on_day(root, day)
    texts = []
    for about, known in library.by_subject.items():
        old = [one for one in known if one.consolidated <= day]
        first = old[-1] if old else known[0]  # the earliest that is known, if none goes back so far
        current = library.current(about)
        if current and first.consolidated < current.consolidated:
            texts.append(law.between(catalogue, library, first, current))
    return Overview(
        catalogue=catalogue,
        library=library,
        instrument=instrument,
        comparisons=tuple(one for one in texts if one.changes),
        data=compare_data(past[0], catalogue) if past else None,
        ahead=tuple(one for one in law.upcoming(catalogue, library) if one.changes),
        versions_ahead=law.versions_ahead(catalogue, library.day),
        since=Since(
            day, tuple(law.versions_since(catalogue, day, catalogue.edition.as_of)), degrees, past[1] if past else ""
        ),
        compared=(str(day), str(catalogue.edition.as_of)),
    )


@dataclass(frozen=True)
class Question:
    """What somebody asked; with nothing given, where things stand now."""

    act: str = ""
    before: str = ""
    after: str = ""
    revision: str = ""
    data: Path | None = None
    since: str = ""
    instrument: str | None = None


def ask(root: Path, catalogue: Catalogue, question: Question, today: dt.date) -> Overview:
    """Answer a question about the project under ``root``, and say which texts have begun since the date of the data.

    Signatures, reports and this answer all count on the day of the library, so that they agree with each other; the
    clock only warns.

    Args:
        root: the project folder.
        catalogue: its data as they stand.
        question: what to compare.
        today: the day on which it is asked.

    Raises:
        UserError: a treaty, act, date, revision or folder is not there; the sentence says what is.
    """
    found = _answer(root, catalogue, question)
    begun = [one for one in found.library.texts if found.library.day < one.consolidated <= today]
    return replace(found, begun=tuple(sorted(begun, key=lambda one: (one.consolidated, one.about))))


def _answer(root: Path, catalogue: Catalogue, question: Question) -> Overview:
    library = open_library(root, catalogue.edition)
    if question.instrument and question.instrument not in catalogue.instrument_by_id:
        known = ", ".join(catalogue.instrument_by_id)
        raise UserError(f'there is no treaty "{question.instrument}": allowed are {known}')
    if (question.before or question.after) and not question.act:
        raise UserError("--from and --to choose two texts of one act: add --act, for example --act criminal-code")
    if question.act:
        return of_texts(
            catalogue,
            library,
            question.act,
            before=question.before,
            after=question.after,
            instrument=question.instrument,
        )
    own = (catalogue.edition.version, question.instrument)
    if question.revision:
        older, _, newer = question.revision.partition("..")
        past = revisions.at_revision(root, older)
        if newer:
            return of_data(past, revisions.at_revision(root, newer), library, (older, newer), own[1])
        return of_data(past, catalogue, library, (older, own[0]), own[1])
    if question.data:
        past = revisions.in_folder(question.data)
        return of_data(past, catalogue, library, (f"{question.data} ({past.edition.version})", own[0]), own[1])
    if question.since:
        return since(root, catalogue, library, read_date(question.since, "--since"), question.instrument)
    return now(catalogue, library, question.instrument)
