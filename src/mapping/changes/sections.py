"""The sections of the document about changes: the law, the judgements, the degrees, what is coming, the signatures."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from mapping.changes import law
from mapping.changes.data import DataChanges, Degree, RecordChange
from mapping.changes.overview import Overview, searched_before
from mapping.changes.touch import Touched, judged
from mapping.changes.wording import Wording, heading_of
from mapping.pinpoint import Language
from mapping.records import Bilingual, Review, Verdict
from mapping.seals import Key, SignOff
from mapping.texts.redline import Piece, redline, shorten
from mapping.versions import amending_act

SectionKind = Literal["treaty", "law", "data", "coverage", "ahead", "sign-off"]
_SAYS = ("summary", "reason", "duty", "action", "effect", "text")  # the field that holds what a record says


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
    """A heading with what stands under it, in order.

    ``kind`` says what it is about, whatever the language; a section of level 2 belongs to the one of level 1 before it.
    """

    kind: SectionKind
    heading: str
    sentences: tuple[str, ...] = ()
    tables: tuple[Table, ...] = ()
    redlines: tuple[Redlined, ...] = ()
    level: int = 1


class Sections(Wording):
    """Words the parts of one overview in one language; a part about which there is nothing to say is ``None``.

    Args:
        overview: what was found; its treaty, if it names one, is the only one spoken of.
        language: the language.
        words: whether the words of official texts are quoted, or the places only.
        untouched: whether only what no annex row rests on is told.
        level: the level of the headings.
    """

    def __init__(
        self, overview: Overview, language: Language, *, words: bool, untouched: bool = False, level: int = 1
    ) -> None:
        super().__init__(overview, language)
        self.quotes = words
        self.untouched = untouched
        self.level = level

    def section(
        self,
        kind: SectionKind,
        heading: str,
        sentences: Sequence[str] = (),
        tables: Sequence[Table] = (),
        redlines: Sequence[Redlined] = (),
    ) -> Section:
        """A section of the level of this part."""
        return Section(kind, heading, tuple(sentences), tuple(tables), tuple(redlines), self.level)

    def shown(self, touched: Touched) -> bool:
        """True when something with these consequences belongs into this part."""
        if self.untouched:
            return not touched.obligations
        return self.overview.instrument is None or bool(self.overview.rows(touched))

    # --- law ---

    def texts(self) -> list[Section]:
        """A section for each act whose official text changed, word by word."""
        return [section for one in self.overview.comparisons if (section := self._text(one))]

    def search_again(self) -> Section | None:
        """The acts that changed after somebody searched them and found nothing."""
        found = {} if self.untouched else searched_before(self.overview)
        if not found:
            return None
        told = [
            self.say("searched", act=self.subject(text), day=self.date(text.consolidated), rows=self.listed(rows))
            for text, rows in found.values()
        ]
        return self.section("law", self.say("heading-search"), [self.say("search-again"), *told])

    def _text(self, comparison: law.Comparison) -> Section | None:
        changes = [one for one in comparison.changes if self.shown(one.touched)]
        if not changes:
            return None
        before, after = comparison.before, comparison.after
        kinds = Counter(one.change.kind for one in changes)
        facts = [
            *([self.say("text-document", document=after.document)] if after.document else []),
            *([self.say("text-by", by=after.amended_by)] if after.amended_by else []),
        ]
        touched = Touched() if self.untouched else comparison.touched
        sentences = [
            self.say(
                "texts-compared",
                before=self.date(before.consolidated),
                after=self.date(after.consolidated),
                facts=f" ({'; '.join(facts)})" if facts else "",
            ),
            self.say(
                "texts-found",
                number=len(changes),
                kinds=", ".join(f"{self.word('change', kind)}: {number}" for kind, number in kinds.items()),
                links=sum(self.overview.concerns(obligation) for obligation, _ in touched.judgements),
                rows=len(self.overview.rows(touched)),
            ),
        ]
        if before.partial or after.partial:
            sentences.append(self.say("excerpt"))
        if any(one.touched.judgements and not one.assessments for one in changes):
            sentences.append(self.say("assess-next"))
        heading = self.say("law", act=self.subject(after), day=self.date(after.consolidated))
        return self.section("law", heading, sentences, redlines=[self._redlined(one) for one in changes])

    def _redlined(self, one: law.LawChange) -> Redlined:
        change = one.change
        pieces: tuple[Piece, ...] = ()
        if self.quotes:
            heading = change.kind == "heading"
            pieces = redline(
                change.heading_before if heading else "\n".join(change.before),
                change.heading_after if heading else "\n".join(change.after),
            )
        remarks = [self._resting(one)]
        remarks += [self.say("amendment", amendment=self.amendment(name)) for name in one.touched.amendments]
        remarks += [self.say("note", note=note) for note in change.notes]
        remarks += [
            self._assessed(item.verdict, item.name, item.role, self.date(item.date), item.remark)
            for item in one.assessments
        ]
        if one.touched.judgements and not one.assessments:
            remarks.append(self.say("not-assessed"))
        return Redlined(
            f"{heading_of(change, self.language)} – {self.word('change', change.kind)}",
            shorten(pieces) if any(piece.kind != "same" for piece in pieces) else (),
            tuple(remarks),
        )

    def _resting(self, one: law.LawChange) -> str:
        rows = self.overview.rows(one.touched)
        if not rows:
            return self.say("touches-nothing")
        links = sum(self.overview.concerns(key[0]) for key in one.touched.judgements)
        return self.say("touches", links=links, rows=self.listed(rows))

    def _assessed(self, verdict: Verdict, name: str, role: str, day: str, remark: str | None) -> str:
        words = self.say("assessed", verdict=self.word("verdict", verdict), name=name, role=role, day=day)
        return f"{words} {remark}" if remark else words

    def since_law(self) -> Section | None:
        """The recorded wordings that began since the day asked for."""
        since = self.overview.since
        rows = [self._dated(one) for one in (since.versions if since else ()) if self.shown(one.touched)]
        if not rows:
            return None
        return self.section(
            "law", self.say("heading-law"), [self.say("law-since")], [self._versions("heading-law", rows)]
        )

    def ahead(self) -> Section | None:
        """What is adopted or published for a later date."""
        rows = [self._dated(one) for one in self.overview.versions_ahead if self.shown(one.touched)]
        redlines = [item for one in self.overview.ahead for item in self._ahead_redlines(one)]
        if not rows and not redlines:
            return None
        tables = [self._versions("heading-ahead", rows)] if rows else []
        return self.section("ahead", self.say("heading-ahead"), [self.say("ahead")], tables, redlines)

    def _ahead_redlines(self, comparison: law.Comparison) -> list[Redlined]:
        after = comparison.after
        heading = f"{self.subject(after)}, {self.say('from-day', day=self.date(after.consolidated))}: "
        items = [self._redlined(one) for one in comparison.changes if self.shown(one.touched)]
        return [Redlined(heading + item.heading, item.pieces, item.remarks) for item in items]

    def _dated(self, one: law.Dated) -> tuple[str, ...]:
        start = one.version.from_
        summary = one.version.summary or one.provision.title or one.provision.summary
        cells = (
            self.cite(one.place),
            self.word("since", start) if isinstance(start, str) else self.date(start),
            amending_act(one.version.amended_by, self.language) if one.version.amended_by else "–",
            summary.in_(self.language),
        )
        return cells if self.untouched else (*cells, self.listed(self.overview.rows(one.touched)))

    def _versions(self, caption: str, rows: Sequence[tuple[str, ...]]) -> Table:
        columns = ("provision", "from", "amending-act", "content", *(() if self.untouched else ("rows",)))
        return self._table(caption, columns, rows)

    def _table(self, caption: str, columns: Sequence[str], rows: Sequence[tuple[str, ...]]) -> Table:
        return Table(self.say(caption), tuple(map(self.column, columns)), tuple(rows))

    # --- data ---

    def data(self) -> Section | None:
        """What the records say differently, and who decided what.

        Where the data of the earlier day are not known, the dates of the decisions still are.
        """
        found = self.overview.data
        records = [one for one in (found.records if found else ()) if self._record_shown(one)]
        decisions = self._decisions(found)
        if not records and not decisions:
            return None
        tables = [
            *([self._counted(records)] if records else []),
            *([self._table("signed", ("by", "decision", "judgements", "rows"), decisions)] if decisions else []),
        ]
        sentences = [self.say("data", number=len(records))] if records else []
        redlines = [self._record_redline(one) for one in records]
        return self.section("data", self.say("heading-data"), sentences, tables, redlines)

    def _record_shown(self, one: RecordChange) -> bool:
        if self.untouched:
            return not one.obligations
        return self.overview.instrument is None or any(map(self.overview.concerns, one.obligations))

    def _counted(self, records: Sequence[RecordChange]) -> Table:
        kinds = Counter((one.group, one.kind) for one in records)
        rows = [
            (self.word("record", group), *(str(kinds[group, kind]) for kind in ("added", "changed", "removed")))
            for group in dict.fromkeys(group for group, _ in kinds)
        ]
        return self._table("records", ("record", "added", "changed", "removed"), rows)

    def _decisions(self, data: DataChanges | None) -> list[tuple[str, ...]]:
        """One row for everything a person decided alike on one day."""
        if self.untouched:
            return []
        signed = data.signed if data else self._decided_since()
        groups: dict[tuple[str, str], list[str]] = {}
        for (obligation, _), review in signed:
            if self.overview.concerns(obligation):
                said = self.with_remark(self.word("decision", review.decision), review.remark)
                groups.setdefault((self.reviewer(review), said), []).append(obligation)
        return [
            (who, said, str(len(rows)), self.listed(list(dict.fromkeys(rows)))) for (who, said), rows in groups.items()
        ]

    def _decided_since(self) -> list[tuple[Key, Review]]:
        since = self.overview.since
        return [
            (key, review)
            for key, (_, record) in judged(self.catalogue).items()
            for review in record.reviews
            if since and since.day < review.date <= self.catalogue.edition.as_of
        ]

    def _record_redline(self, one: RecordChange) -> Redlined:
        group = self.word("record", one.group)
        heading = f"{group[:1].upper()}{group[1:]}: {self._name_of(one)} – {self.word('record-kind', one.kind)}"
        pieces: list[Piece] = []
        for wording in one.wordings:
            parts = redline(wording.before.in_(self.language), wording.after.in_(self.language))
            pieces += [*([Piece("same", "\n")] if pieces else []), *shorten(parts)]
        if one.kind != "changed" and (said := self._says(one)):
            pieces.append(Piece("insert" if one.kind == "added" else "delete", said))
        rows = [name for name in one.obligations if self.overview.concerns(name)]
        return Redlined(heading, tuple(pieces), (self.say("rows-touched", rows=self.listed(rows)),) if rows else ())

    def _says(self, one: RecordChange) -> str:
        """What a record that came or went says, in its own words."""
        said = next((value for name in _SAYS if isinstance(value := getattr(one.record, name, None), Bilingual)), None)
        return said.in_(self.language) if said else ""

    def _name_of(self, one: RecordChange) -> str:
        if one.group in ("link", "none-found") and one.judgements:
            return f"{self.row(one.judgements[0][0])} ← {self.place_of(one.judgements[0])}"
        return self.row(one.id) if one.group == "obligation" else self.cite(one.id)

    # --- coverage ---

    def coverage(self) -> Section | None:
        """The degrees that are another than before: by the law alone, and by law and data together."""
        since, data = self.overview.since, self.overview.data
        found = (("degrees-law", since.degrees if since else ()), ("degrees-data", data.degrees if data else ()))
        tables = [
            self._table(caption, ("row", "then", "now"), rows)
            for caption, degrees in found
            if not self.untouched and (rows := self._degrees(degrees))
        ]
        return self.section("coverage", self.say("heading-coverage"), tables=tables) if tables else None

    def _degrees(self, degrees: Sequence[Degree]) -> list[tuple[str, ...]]:
        return [
            (self.row(one.obligation), *(self.word("status", at) if at else "–" for at in (one.before, one.after)))
            for one in degrees
            if self.overview.concerns(one.obligation)
        ]

    # --- signatures ---

    def sign_off(self) -> Section | None:
        """The judgements that wait for a person: what was signed and changed, and what somebody disputes."""
        found = self.overview.sign_offs
        suspect = self._waiting({key: one for key, one in found.items() if one.state == "suspect"})
        disputed = self._waiting({key: one for key, one in found.items() if one.state == "disputed"})
        if self.untouched or not (suspect or disputed):
            return None
        sentences, tables = [], []
        if suspect:
            sentences += [self.say("suspect", number=sum(one.state == "suspect" for one in found.values()))]
            sentences += [self.say("suspect-next")]
            tables.append(self._table("to-review", ("row", "place", "changed-part", "signed-by"), suspect))
        if disputed:
            sentences += [self.say("disputed", number=sum(one.state == "disputed" for one in found.values()))]
            rows = [(row, places, who) for row, places, _, who in disputed]
            tables.append(self._table("to-settle", ("row", "place", "disputed-by"), rows))
        return self.section("sign-off", self.say("heading-suspect"), sentences, tables)

    def _waiting(self, sign_offs: dict[Key, SignOff]) -> list[tuple[str, str, str, str]]:
        """One row for all places of an annex row that wait for the same reason and the same people."""
        groups: dict[tuple[str, str, str], list[Key]] = {}
        for key, one in sign_offs.items():
            parts = ", ".join(self.word("seal-part", part) for part in one.changed)
            people = one.disagrees if one.state == "disputed" else one.outdated
            who = "; ".join(self.with_remark(self.reviewer(review), review.remark) for review in people)
            groups.setdefault((key[0], parts or "–", who), []).append(key)
        return [(self.row(row), self.places(keys), parts, who) for (row, parts, who), keys in groups.items()]
