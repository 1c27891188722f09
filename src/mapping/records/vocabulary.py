"""The terms of the data, and the words that reports print."""

from mapping.errors import UserError
from mapping.pinpoint import Language
from mapping.records.base import Bilingual, Place, Record


class Term(Record, frozen=True):
    """A term in both languages, one spelling each, and spellings that the data must not use."""

    ro: str
    en: str
    avoid_ro: tuple[str, ...] = ()
    avoid_en: tuple[str, ...] = ()
    note: Bilingual | None = None
    place: Place | None = None


class Glossary(Record, frozen=True):
    """The terms of the data and of the reports."""

    terms: tuple[Term, ...] = ()


class Vocabulary(Record, frozen=True):
    """The words the reports print, by group and key."""

    words: dict[str, dict[str, Bilingual]]
    place: Place | None = None

    def word(self, group: str, key: str, language: Language) -> str:
        """The printed word; raises ``UserError`` when the file lacks it."""
        try:
            return self.words[group][key].in_(language)
        except KeyError:
            raise UserError(
                f'{self.place or "the vocabulary"}: there is no word "{key}" in the group "{group}": add it, with en and ro'
            ) from None

    def filled(self, group: str, key: str, language: Language, **values: object) -> str:
        """The printed word with its places filled in; raises ``UserError`` when it names a place that there is not."""
        try:
            return self.word(group, key, language).format(**values)
        except (AttributeError, LookupError, ValueError):
            places = ", ".join(f"{{{name}}}" for name in values) or "none"
            raise UserError(
                f'{self.place or "the vocabulary"}: the word "{key}" in the group "{group}" has a wrong place in braces: '
                f"allowed are {places}"
            ) from None
