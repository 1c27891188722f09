"""How places, texts and dates are named in the document about changes, in one language."""

import datetime as dt
from collections.abc import Sequence
from itertools import groupby

from mapping.changes.overview import Overview
from mapping.dates import show_date
from mapping.pinpoint import Language, parse
from mapping.records import Bilingual, Review
from mapping.seals import Key
from mapping.texts.compare import Change
from mapping.texts.model import Text

PLACES_LISTED = 24  # annex rows named after a change; more are counted


class Wording:
    """Names what an overview found."""

    def __init__(self, overview: Overview, language: Language) -> None:
        self.overview = overview
        self.catalogue = overview.catalogue
        self.language = language

    def say(self, key: str, **values: object) -> str:
        """A sentence of the document, with its places filled in."""
        return self.word("changes", key, **values)

    def word(self, group: str, key: str, **values: object) -> str:
        """A word of the vocabulary, with its places filled in."""
        return self.catalogue.vocabulary.filled(group, key, self.language, **values)

    def column(self, key: str) -> str:
        """The heading of a column."""
        return self.word("changes-column", key)

    def date(self, day: dt.date | None) -> str:
        """A date as the language prints it."""
        return show_date(day, self.language)

    def subject(self, text: Text) -> str:
        """The short name of the act or treaty a text is of."""
        named = self._named(text.about)
        return named.in_(self.language) if named else text.about

    def cite(self, name: str) -> str:
        """A place of a treaty or an act, a measure or an amendment, as printed."""
        head, _, at = name.partition("/")
        if named := self._named(head):
            return f"{named.in_(self.language)}, {parse(at).cite(self.language)}" if at else named.in_(self.language)
        if name in self.catalogue.measures:
            return self.measure(name)
        return self.amendment(name) if name in self.catalogue.amendments else name

    def row(self, name: str) -> str:
        """A row of the annex; in a part about one treaty without the name of the treaty."""
        return (
            self.cite(name) if self.overview.instrument is None else parse(name.partition("/")[2]).cite(self.language)
        )

    def place_of(self, key: Key) -> str:
        """The place a judgement cites, or that it records nothing found."""
        if key[1].startswith("none-found:"):
            return self.word("element-status", "none-found")
        return self.cite(key[1])

    def places(self, keys: Sequence[Key]) -> str:
        """The places several judgements cite, act by act."""
        parts = []
        for act, group in groupby(keys, key=lambda key: key[1].partition("/")[0]):
            cited = list(group)
            if act in self.catalogue.act_by_id:
                at = ", ".join(parse(key[1].partition("/")[2]).cite(self.language) for key in cited)
                parts.append(f"{self.cite(act)}, {at}")
            else:
                parts += [self.place_of(key) for key in cited]
        return "; ".join(dict.fromkeys(parts))

    def measure(self, name: str) -> str:
        """The number of a measure; where there are several plans, with the years of its own."""
        plan, _, measure = self.catalogue.measures[name]
        words = self.word("annex", "measure", number=measure.number)
        several = len(self.catalogue.plans) > 1
        return f"{words} ({plan.period.from_.year}–{plan.period.until.year})" if several else words

    def amendment(self, name: str) -> str:
        """A draft and the number of one of its amendments."""
        draft, one = self.catalogue.amendments[name]
        return f"{draft.short.in_(self.language)}, {one.number}"

    def reviewer(self, review: Review) -> str:
        """Name, role and date."""
        return f"{review.name}, {review.role}, {self.date(review.date)}"

    def with_remark(self, words: str, remark: str | None) -> str:
        """The words with the remark that was made, if there is one."""
        return self.word("annex", "remark", who=words, remark=remark) if remark else words

    def listed(self, rows: Sequence[str]) -> str:
        """Annex rows as citations, treaty by treaty; of many, the first and how many more.

        In a part about one treaty its name is not said again.
        """
        if not rows:
            return self.say("rows-none")
        parts = []
        for treaty, group in groupby(rows[:PLACES_LISTED], key=lambda name: name.partition("/")[0]):
            places = ", ".join(parse(name.partition("/")[2]).cite(self.language) for name in group)
            parts.append(places if treaty == self.overview.instrument else f"{self.cite(treaty)}, {places}")
        more = [self.say("and-more", number=len(rows) - PLACES_LISTED)] if len(rows) > PLACES_LISTED else []
        return "; ".join([*parts, *more])

    def _named(self, name: str) -> Bilingual | None:
        owner = self.catalogue.act_by_id.get(name) or self.catalogue.instrument_by_id.get(name)
        return owner.short if owner else None


def heading_of(change: Change, language: Language) -> str:
    """Where a change stands: ``art. 172 alin. (2) → art. 173 alin. (2)``, or the one place."""
    return " → ".join(parse(at).cite(language) for at in dict.fromkeys(filter(None, (change.at, change.now))))
