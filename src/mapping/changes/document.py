"""The document about changes, in one language: sections of sentences, tables and redlines, ready to be laid out."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace

from mapping.changes.overview import Overview
from mapping.changes.sections import Redlined, Section, SectionKind, Sections, Table
from mapping.pinpoint import Language

__all__ = ["Document", "Redlined", "Section", "SectionKind", "Table", "compose"]


@dataclass(frozen=True)
class Document:
    """The whole document in one language."""

    language: Language
    title: str
    lead: tuple[str, ...]
    sections: tuple[Section, ...] = ()


def compose(overview: Overview, language: Language, *, words: bool = True) -> Document:
    """Everything the overview found, as sentences of the language asked for.

    The log since a day goes treaty by treaty, because whoever answers for one treaty reads its part alone.

    Args:
        overview: what was found.
        language: the language.
        words: whether the words of official texts are quoted, or the places only.
    """
    found = Sections(overview, language, words=words)
    sections = _log(overview, language, words) if overview.since else _comparison(found)
    return Document(language, _title(found), tuple(_lead(found)), tuple(sections))


def _title(found: Sections) -> str:
    overview = found.overview
    if overview.since:
        today = found.date(found.catalogue.edition.as_of)
        return found.say("title-since", day=found.date(overview.since.day), today=today)
    if any(overview.compared):
        return found.say("title-between", before=overview.compared[0], after=overview.compared[1])
    return found.say("title-now", day=found.date(overview.library.day))


def _lead(found: Sections) -> Iterator[str]:
    """What holds for the whole document."""
    overview = found.overview
    states = Counter(one.state for one in overview.sign_offs.values())
    counts = {state: states[state] for state in ("signed", "suspect", "disputed", "unsigned")}
    yield found.say("counts", **counts)
    if overview.begun:
        named = "; ".join(f"{found.subject(one)}, {found.date(one.consolidated)}" for one in overview.begun)
        yield found.say("begun", day=found.date(overview.library.day), texts=named)
    if not overview.library.texts:
        yield found.say("no-texts")
    if overview.since and not overview.data:
        yield found.say("no-history", day=found.date(overview.since.day))


def _comparison(found: Sections) -> Iterator[Section]:
    """The sections of one question; what a question did not look at has no section."""
    overview = found.overview
    asked_now = not any(overview.compared)
    sign_off = found.sign_off() or found.section("sign-off", found.say("heading-suspect"), [found.say("suspect-none")])
    if asked_now:
        yield sign_off
    yield from found.texts() or ([] if overview.data else [_nothing(found, "law", "heading-texts", "texts-none")])
    if again := found.search_again():
        yield again
    if overview.data:
        yield found.data() or _nothing(found, "data", "heading-data", "data-none")
        yield found.coverage() or _nothing(found, "coverage", "heading-coverage", "degrees-none")
    if asked_now:
        yield found.ahead() or _nothing(found, "ahead", "heading-ahead", "ahead-none")
    else:
        yield sign_off


def _nothing(found: Sections, kind: SectionKind, heading: str, sentence: str) -> Section:
    return found.section(kind, found.say(heading), [found.say(sentence)])


def _log(overview: Overview, language: Language, words: bool) -> Iterator[Section]:
    """For each treaty what changed in law, in judgement and in coverage; last, what touches none."""
    quiet = []
    for treaty in overview.catalogue.instruments:
        if overview.instrument not in (None, treaty.id):
            continue
        own = Sections(replace(overview, instrument=treaty.id), language, words=words, level=2)
        parts = list(_of_treaty(own))
        if parts:
            yield Section("treaty", f"{treaty.short.in_(language)} ({treaty.reference})")
            yield from parts
        else:
            quiet.append(treaty.short.in_(language))
    rest = Sections(overview, language, words=words, untouched=True, level=2)
    if quiet:
        yield Section("treaty", rest.say("heading-quiet"), (rest.say("quiet", treaties="; ".join(quiet)),))
    if overview.instrument is None and (
        parts := [part for part in (rest.since_law(), *rest.texts(), rest.data(), rest.ahead()) if part]
    ):
        yield Section("treaty", rest.say("heading-untouched"), (rest.say("untouched"),))
        yield from parts


def _of_treaty(own: Sections) -> Iterator[Section]:
    """Nothing at all where nothing changed; else also that nothing did in the law, in judgement or in coverage."""
    law = [part for part in (own.since_law(), *own.texts(), own.search_again()) if part]
    data, coverage = own.data(), own.coverage()
    rest = [part for part in (own.ahead(), own.sign_off()) if part]
    if not (law or data or coverage or rest):
        return
    yield from law or [_nothing(own, "law", "heading-law", "law-since-none")]
    yield data or _nothing(own, "data", "heading-data", "data-none" if own.overview.data else "signed-none")
    yield coverage or _nothing(own, "coverage", "heading-coverage", "degrees-none")
    yield from rest
