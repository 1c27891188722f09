"""An official text as a tree of provisions, each with its words and their hash."""

import datetime as dt
from collections.abc import Iterator

from mapping.pinpoint import CitationError, Pinpoint, parse
from mapping.records import Record
from mapping.texts.normal import digest


class Unit(Record, frozen=True):
    """An article, paragraph, point or letter of a text.

    ``at`` is the stable id of its pinpoint. ``words`` stand before its smaller units and ``closing`` after them, as the
    penalty does after the letters of a paragraph. ``notes`` are the publisher's bracketed remarks on amendments: facts
    about the text, not part of it. ``own`` is the hash of ``words``, ``closing`` and whether it is repealed; ``whole`` that of the unit with its
    heading and everything in it.
    """

    at: str
    own: str
    whole: str
    heading: str = ""
    words: str = ""
    closing: str = ""
    repealed: bool = False
    notes: tuple[str, ...] = ()
    units: "tuple[Unit, ...]" = ()

    @property
    def pinpoint(self) -> Pinpoint:
        """The place."""
        return parse(self.at)

    def walk(self) -> "Iterator[Unit]":
        """The unit and everything in it, in reading order."""
        yield self
        for one in self.units:
            yield from one.walk()

    def reading(self) -> list[str]:
        """Its words line by line, without the heading, each smaller unit with its number."""
        lines = [self.words] if self.words else []
        for one in self.units:
            first, *rest = one.reading() or [""]
            lines += [f"{label(one.at)} {first}".strip(), *rest]
        return [*lines, self.closing] if self.closing else lines


def label(at: str) -> str:
    """The number of a unit as printed before its words: ``(2)``, ``3)``, ``a)``; an article's is empty.

    >>> label("208^1(3)"), label("208^1(3)(a)"), label("58(4)[7]"), label("57")
    ('(3)', 'a)', '7)', '')
    """
    place = parse(at)
    if place.letter:
        return f"{place.letter})"
    if place.point:
        return f"{place.point})"
    if place.paragraph:
        return f"{place.paragraph})" if place.numbered_points else f"({place.paragraph})"
    return ""


def unit(
    at: str,
    *,
    heading: str = "",
    words: str = "",
    closing: str = "",
    repealed: bool = False,
    notes: tuple[str, ...] = (),
    units: tuple[Unit, ...] = (),
) -> Unit:
    """A unit with its hashes."""
    own = digest(words, closing, "repealed" if repealed else "")
    whole = digest(heading, own, *(part for one in units for part in (one.at, one.whole)))
    return Unit(
        at=at, own=own, whole=whole, heading=heading, words=words, closing=closing,
        repealed=repealed, notes=notes, units=units,
    )  # fmt: skip


class Text(Record, frozen=True):
    """One publication of an act or treaty at one consolidation.

    ``about`` is the id of the act or treaty. ``consolidated`` is the day from which this wording applies, ``amended_by``
    the latest amendment the publisher names, ``sha256`` the hash of the file as received. ``partial`` marks a text known to
    hold only some articles: what it lacks says nothing.
    """

    about: str
    consolidated: dt.date
    language: str
    format: str
    sha256: str
    retrieved: dt.date
    units: tuple[Unit, ...]
    title: str = ""
    number: str = ""
    document: str = ""
    address: str = ""
    amended_by: str = ""
    partial: bool = False

    @property
    def whole(self) -> str:
        """The hash of every provision together; what tells two texts apart, whatever file they came in."""
        return digest(*(part for one in self.units for part in (one.at, one.whole)))

    @property
    def articles(self) -> int:
        """The number of articles, or of points where the act is divided into points."""
        return len(self.units)

    def find(self, at: str) -> Unit | None:
        """The unit at a place; ``None`` when the text has no such place."""
        path = self.path(at)
        return path[-1] if path else None

    def path(self, at: str) -> list[Unit]:
        """The units from the article down to the place; empty when the text has no such place."""
        try:
            wanted = parse(at)
        except CitationError:
            return []
        found: list[Unit] = []
        inside = self.units
        for step in [*reversed(wanted.parents()), wanted]:
            if step.article is None:
                continue
            one = next((each for each in inside if each.at == step.id), None)
            if one is None:
                return []
            found.append(one)
            inside = one.units
        return found

    def resting(self, at: str) -> str | None:
        """The hash of what a judgement on this place rests on; ``None`` when the text has no such place.

        That is the place with everything in it, and what the units around it say themselves: a letter means nothing
        without the words before the letters, or the penalty after them. Its neighbours play no part, and neither do
        the headings of the units around it. ``act`` stands for the whole text.
        """
        if at == "act":
            return self.whole
        path = self.path(at)
        if not path:
            return None
        return digest(*(one.own for one in path[:-1]), path[-1].whole)
