"""How places, texts and dates are named in the document about changes, in one language."""

import datetime as dt
from collections.abc import Sequence
from itertools import groupby

from mapping.changes.overview import Overview
from mapping.dates import show_date
from mapping.pinpoint import Language, parse
from mapping.records import Bilingual
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
        return self.catalogue.vocabulary.word("changes", key, self.language).format(**values)

    def column(self, key: str) -> str:
        """The heading of a column."""
        return self.catalogue.vocabulary.word("changes-column", key, self.language)

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
            plan, _, measure = self.catalogue.measures[name]
            return f"{plan.title.in_(self.language)}, {measure.number}"
        return self.amendment(name) if name in self.catalogue.amendments else name

    def place_of(self, key: Key) -> str:
        """The place a judgement cites, or that it records nothing found."""
        if key[1].startswith("none-found:"):
            return self.catalogue.vocabulary.word("element-status", "none-found", self.language)
        return self.cite(key[1])

    def amendment(self, name: str) -> str:
        """A draft and the number of one of its amendments."""
        draft, one = self.catalogue.amendments[name]
        return f"{draft.short.in_(self.language)}, {one.number}"

    def listed(self, rows: Sequence[str]) -> str:
        """Annex rows as citations, treaty by treaty; of many, the first and how many more."""
        if not rows:
            return self.say("rows-none")
        parts = []
        for treaty, group in groupby(rows[:PLACES_LISTED], key=lambda name: name.partition("/")[0]):
            places = ", ".join(parse(name.partition("/")[2]).cite(self.language) for name in group)
            parts.append(f"{self.cite(treaty)}, {places}")
        more = [self.say("and-more", number=len(rows) - PLACES_LISTED)] if len(rows) > PLACES_LISTED else []
        return "; ".join([*parts, *more])

    def _named(self, name: str) -> Bilingual | None:
        owner = self.catalogue.act_by_id.get(name) or self.catalogue.instrument_by_id.get(name)
        return owner.short if owner else None


def heading_of(change: Change, language: Language) -> str:
    """Where a change stands: ``art. 172 alin. (2) → art. 173 alin. (2)``, or the one place."""
    return " → ".join(parse(at).cite(language) for at in dict.fromkeys(filter(None, (change.at, change.now))))
