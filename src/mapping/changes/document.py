"""The document about changes, in one language: sections of sentences, tables and redlines, ready to be laid out."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Literal

from mapping.changes import law
from mapping.changes.data import DataChanges, Degree, RecordChange
from mapping.changes.overview import Overview
from mapping.changes.wording import Wording, heading_of
from mapping.pinpoint import Language
from mapping.records import Review, Verdict
from mapping.seals import Key, SignOff
from mapping.texts.redline import Piece, redline, shorten
from mapping.versions import amending_act

SectionKind = Literal["law", "data", "coverage", "ahead", "sign-off"]
PLACES_LISTED = 12  # annex rows named after a change; more are counted


@dataclass(frozen=True)
class Table:
    """Rows under column headings; the first cell of a row is its heading."""

    caption: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Redlined:
    """One provision with its words struck out and put in, and what rests on it."""

    heading: str
    pieces: tuple[Piece, ...]
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True)
class Section:
    """A heading with what stands under it, in order; ``kind`` says what it is about, whatever the language."""

    kind: SectionKind
    heading: str
    sentences: tuple[str, ...] = ()
    tables: tuple[Table, ...] = ()
    redlines: tuple[Redlined, ...] = ()


@dataclass(frozen=True)
class Document:
    """The whole document in one language."""

    language: Language
    title: str
    lead: tuple[str, ...]
    sections: tuple[Section, ...] = field(default=())


def compose(overview: Overview, language: Language, *, words: bool = True) -> Document:
    """Everything the overview found, as sentences of the language asked for.

    Args:
        overview: what was found.
        language: the language.
        words: whether the words of official texts are quoted, or the places only.
    """
    return _Composer(overview, language, words).document()


class _Composer(Wording):
    """Words one overview in one language."""

    def __init__(self, overview: Overview, language: Language, words: bool) -> None:
        super().__init__(overview, language)
        self.quotes = words

    # --- the whole ---

    def document(self) -> Document:
        overview = self.overview
        if overview.since:
            title = self.say(
                "title-since", day=self.date(overview.since.day), today=self.date(self.catalogue.edition.as_of)
            )
        elif any(overview.compared):
            title = self.say("title-between", before=overview.compared[0], after=overview.compared[1])
        else:
            title = self.say("title-now", day=self.date(overview.library.day))
        sections = [
            *([self.since_law()] if overview.since else []),
            *self.law_sections(),
            *([self.data_section(overview.data)] if overview.data else []),
            *([self.coverage_section()] if overview.since or overview.data else []),
            self.upcoming_section(),
            self.sign_off_section(),
        ]
        return Document(self.language, title, tuple(self.lead()), tuple(sections))

    def lead(self) -> Iterable[str]:
        states = Counter(one.state for one in self.overview.sign_offs.values())
        yield self.say(
            "counts",
            suspect=states["suspect"],
            disputed=states["disputed"],
            unsigned=states["unsigned"],
            signed=states["signed"],
        )
        if not self.overview.library.texts:
            yield self.say("no-texts")

    # --- law ---

    def law_sections(self) -> list[Section]:
        found = [section for one in self.overview.comparisons if (section := self.law_section(one))]
        if found or self.overview.data:
            return found
        return [Section("law", self.say("heading-texts"), (self.say("texts-none"),))]

    def law_section(self, comparison: law.Comparison) -> Section | None:
        changes = [
            one for one in comparison.changes if self.overview.instrument is None or self.overview.rows(one.touched)
        ]
        if not changes:
            return None
        before, after = comparison.before, comparison.after
        kinds = Counter(one.change.kind for one in changes)
        counted = ", ".join(
            f"{self.catalogue.vocabulary.word('change', kind, self.language)}: {number}"
            for kind, number in kinds.items()
        )
        rows = self.overview.rows(comparison.touched)
        sentences = [
            self.say(
                "texts-compared",
                before=self.date(before.consolidated),
                after=self.date(after.consolidated),
                by=after.amended_by or "–",
                document=after.document or "–",
            ),
            self.say(
                "texts-found",
                number=len(changes),
                kinds=counted or "–",
                links=len(comparison.touched.judgements),
                rows=len(rows),
            ),
        ]
        if before.partial or after.partial:
            sentences.append(self.say("excerpt"))
        heading = self.say("law", act=self.subject(after), day=self.date(after.consolidated))
        return Section("law", heading, tuple(sentences), redlines=tuple(self.redlined(one) for one in changes))

    def redlined(self, one: law.LawChange) -> Redlined:
        change = one.change
        pieces = (
            ()
            if not self.quotes
            else (
                redline(change.heading_before, change.heading_after)
                if change.kind == "heading"
                else redline("\n".join(change.before), "\n".join(change.after))
            )
        )
        remarks = [self.resting(one)]
        remarks += [self.say("amendment", amendment=self.amendment(name)) for name in one.touched.amendments]
        remarks += [self.say("note", note=note) for note in change.notes]
        remarks += [
            self.assessed(item.verdict, item.name, item.role, self.date(item.date), item.remark)
            for item in one.assessments
        ]
        if one.touched.judgements and not one.assessments:
            remarks.append(self.say("not-assessed"))
        return Redlined(
            f"{heading_of(change, self.language)} – {self.catalogue.vocabulary.word('change', change.kind, self.language)}",
            shorten(pieces),
            tuple(remarks),
        )

    def resting(self, one: law.LawChange) -> str:
        rows = self.overview.rows(one.touched)
        if not rows:
            return self.say("touches-nothing")
        return self.say(
            "touches",
            links=sum(self.overview.concerns(key[0]) for key in one.touched.judgements),
            rows=self.listed(rows),
        )

    def assessed(self, verdict: Verdict, name: str, role: str, day: str, remark: str | None) -> str:
        words = self.say(
            "assessed",
            verdict=self.catalogue.vocabulary.word("verdict", verdict, self.language),
            name=name,
            role=role,
            day=day,
        )
        return f"{words} {remark}" if remark else words

    def since_law(self) -> Section:
        since = self.overview.since
        found = since.versions if since else ()
        rows = tuple(self.dated(one) for one in found if self.shown(one))
        sentences = (self.say("law-since"),) if rows else (self.say("law-since-none"),)
        return Section("law", self.say("heading-law"), sentences, (self.versions_table(rows),) if rows else ())

    def upcoming_section(self) -> Section:
        versions = tuple(self.dated(one) for one in self.overview.versions_ahead if self.shown(one))
        redlines = [item for one in self.overview.ahead for item in self.ahead_redlines(one)]
        if not versions and not redlines:
            return Section("ahead", self.say("heading-ahead"), (self.say("ahead-none"),))
        return Section(
            "ahead",
            self.say("heading-ahead"),
            (self.say("ahead"),),
            (self.versions_table(versions),) if versions else (),
            tuple(redlines),
        )

    def ahead_redlines(self, comparison: law.Comparison) -> Iterable[Redlined]:
        heading = (
            f"{self.subject(comparison.after)}, {self.say('from-day', day=self.date(comparison.after.consolidated))}: "
        )
        for one in comparison.changes:
            if self.overview.instrument and not self.overview.rows(one.touched):
                continue
            item = self.redlined(one)
            yield Redlined(heading + item.heading, item.pieces, item.remarks)

    def shown(self, one: law.Dated) -> bool:
        return self.overview.instrument is None or bool(self.overview.rows(one.touched))

    def dated(self, one: law.Dated) -> tuple[str, ...]:
        start = one.version.from_
        day = (
            self.catalogue.vocabulary.word("since", start, self.language)
            if isinstance(start, str)
            else self.date(start)
        )
        summary = one.version.summary or one.provision.title or one.provision.summary
        return (
            self.cite(one.place),
            day,
            amending_act(one.version.amended_by, self.language) if one.version.amended_by else "–",
            summary.in_(self.language),
            self.listed(self.overview.rows(one.touched)),
        )

    def versions_table(self, rows: tuple[tuple[str, ...], ...]) -> Table:
        columns = ("provision", "from", "by", "content", "rows")
        return Table(self.say("versions"), tuple(self.column(one) for one in columns), rows)

    # --- data ---

    def data_section(self, data: DataChanges) -> Section:
        records = [
            one
            for one in data.records
            if self.overview.instrument is None or any(map(self.overview.concerns, one.obligations))
        ]
        signed = [(key, review) for key, review in data.signed if self.overview.concerns(key[0])]
        if not records and not signed:
            return Section("data", self.say("heading-data"), (self.say("data-none"),))
        kinds = Counter((one.group, one.kind) for one in records)
        rows = tuple(
            (
                self.catalogue.vocabulary.word("record", group, self.language),
                *(str(kinds[group, kind]) for kind in ("added", "changed", "removed")),
            )
            for group in dict.fromkeys(group for group, _ in kinds)
        )
        columns = tuple(self.column(one) for one in ("record", "added", "changed", "removed"))
        tables = [Table(self.say("records"), columns, rows)] if rows else []
        if signed:
            columns = tuple(self.column(one) for one in ("row", "place", "decision", "by"))
            tables.append(Table(self.say("signed"), columns, tuple(self.signature(key, one) for key, one in signed)))
        redlines = tuple(item for one in records if (item := self.record_redline(one)))
        return Section(
            "data", self.say("heading-data"), (self.say("data", number=len(records)),), tuple(tables), redlines
        )

    def signature(self, key: Key, review: Review) -> tuple[str, ...]:
        decision = self.catalogue.vocabulary.word("decision", review.decision, self.language)
        return (
            self.cite(key[0]),
            self.place_of(key),
            decision,
            f"{review.name}, {review.role}, {self.date(review.date)}",
        )

    def record_redline(self, one: RecordChange) -> Redlined | None:
        kind = self.catalogue.vocabulary.word("record-kind", one.kind, self.language)
        heading = f"{self.catalogue.vocabulary.word('record', one.group, self.language)}: {self.name_of(one)} – {kind}"
        pieces: list[Piece] = []
        for wording in one.wordings:
            parts = redline(wording.before.in_(self.language), wording.after.in_(self.language))
            pieces += [*([Piece("same", "\n")] if pieces else []), *shorten(parts)]
        rows = [name for name in one.obligations if self.overview.concerns(name)]
        return Redlined(heading, tuple(pieces), (self.say("rows-touched", rows=self.listed(rows)),) if rows else ())

    def name_of(self, one: RecordChange) -> str:
        if one.group in ("link", "none-found") and one.judgements:
            return f"{self.cite(one.judgements[0][0])} ← {self.place_of(one.judgements[0])}"
        return self.cite(one.id)

    # --- coverage ---

    def coverage_section(self) -> Section:
        tables = []
        if self.overview.since and (rows := self.degrees(self.overview.since.degrees)):
            tables.append(self.degrees_table("degrees-law", rows))
        if self.overview.data and (rows := self.degrees(self.overview.data.degrees)):
            tables.append(self.degrees_table("degrees-data", rows))
        sentences = [] if tables else [self.say("degrees-none")]
        if self.overview.since and not self.overview.data:
            sentences.append(self.say("no-history", day=self.date(self.overview.since.day)))
        return Section("coverage", self.say("heading-coverage"), tuple(sentences), tuple(tables))

    def degrees(self, degrees: Sequence[Degree]) -> tuple[tuple[str, ...], ...]:
        return tuple(
            (
                self.cite(one.obligation),
                *(
                    self.catalogue.vocabulary.word("status", degree, self.language) if degree else "–"
                    for degree in (one.before, one.after)
                ),
            )
            for one in degrees
            if self.overview.concerns(one.obligation)
        )

    def degrees_table(self, caption: str, rows: tuple[tuple[str, ...], ...]) -> Table:
        return Table(self.say(caption), tuple(self.column(one) for one in ("row", "then", "now")), rows)

    # --- signatures ---

    def sign_off_section(self) -> Section:
        waiting = {key: one for key, one in self.overview.sign_offs.items() if one.state in ("suspect", "disputed")}
        if not waiting:
            return Section("sign-off", self.say("heading-suspect"), (self.say("suspect-none"),))
        columns = tuple(self.column(one) for one in ("row", "place", "state", "changed-part", "by"))
        rows = tuple((self.cite(key[0]), self.place_of(key), *self.standing(one)) for key, one in waiting.items())
        return Section(
            "sign-off",
            self.say("heading-suspect"),
            (self.say("suspect", number=len(waiting)),),
            (Table(self.say("heading-suspect"), columns, rows),),
        )

    def standing(self, one: SignOff) -> tuple[str, str, str]:
        state = self.catalogue.vocabulary.word("sign-off", one.state, self.language)
        parts = ", ".join(self.catalogue.vocabulary.word("seal-part", part, self.language) for part in one.changed)
        people = [*one.outdated, *one.disagrees]
        return (
            state,
            parts or "–",
            "; ".join(f"{review.name}, {review.role}, {self.date(review.date)}" for review in people),
        )
