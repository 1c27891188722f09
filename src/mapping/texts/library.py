"""The official texts that were imported: where they lie, which of them applies, and how a new one gets there.

One file holds one consolidation of one act or treaty, ``<folder>/<id>/<consolidated>.json``. Which files there are decides
everything; the order in which they came plays no part. The folder is ``.texts/``, outside version control, unless
``data/edition.yaml`` says ``texts: committed``: then it is ``data/official_texts/``.
"""

import datetime as dt
import functools
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import msgspec

from mapping.errors import UserError
from mapping.files import write_atomically
from mapping.pinpoint import CitationError, parse
from mapping.records import Edition
from mapping.texts.model import Text

LOCAL, COMMITTED = ".texts", "data/official_texts"


def folder_of(root: Path, edition: Edition) -> Path:
    """Where the texts of a project lie."""
    return root / (COMMITTED if edition.texts == "committed" else LOCAL)


@dataclass(frozen=True, eq=False)
class Library:
    """The texts of a project as they apply on a day.

    ``day`` decides which of several consolidations is current: the newest that begins on it or before. Texts published
    ahead begin later and are *upcoming*.
    """

    texts: tuple[Text, ...]
    day: dt.date

    @functools.cached_property
    def by_subject(self) -> dict[str, list[Text]]:
        """The texts of each act or treaty, oldest first."""
        found: dict[str, list[Text]] = {}
        for text in sorted(self.texts, key=lambda one: (one.about, one.consolidated)):
            found.setdefault(text.about, []).append(text)
        return found

    def current(self, about: str) -> Text | None:
        """The text that applies on the day; the earliest of the later ones if none has begun; ``None`` without any."""
        texts = self.by_subject.get(about, [])
        begun = [one for one in texts if one.consolidated <= self.day]
        return begun[-1] if begun else next(iter(texts), None)

    def upcoming(self, about: str) -> list[Text]:
        """The texts published ahead of the one that applies, in the order of their dates."""
        now = self.current(about)
        return [
            one for one in self.by_subject.get(about, []) if now and one.consolidated > max(now.consolidated, self.day)
        ]

    def before(self, text: Text) -> Text | None:
        """The consolidation that came before a text."""
        earlier = [one for one in self.by_subject.get(text.about, []) if one.consolidated < text.consolidated]
        return earlier[-1] if earlier else None

    def holding(self, target: str) -> Text | None:
        """The current text that can speak of a place such as ``labour-code/57(2)``.

        An excerpt speaks of the articles it holds, and of all in them: what an article lacks there is gone.
        """
        about, _, at = target.partition("/")
        for text in reversed([one for one in self.by_subject.get(about, []) if one.consolidated <= self.day]):
            if _speaks_of(text, at):
                return text
        now = self.current(about)
        return now if now and _speaks_of(now, at) else None

    def resting(self, target: str) -> str | None:
        """The hash of the official words a judgement on this place rests on.

        ``None`` when no text was imported that can speak of it; empty when the text has no such place any more.
        """
        text = self.holding(target)
        return None if text is None else text.resting(target.partition("/")[2]) or ""


def _speaks_of(text: Text, at: str) -> bool:
    if not text.partial:
        return True
    try:
        place = parse(at)
    except CitationError:
        return False
    *inside, _ = [place, *place.parents()]  # the last is the act, of which an excerpt says nothing
    return bool(inside and text.find(inside[-1].id))


def open_library(root: Path, edition: Edition, day: dt.date | None = None) -> Library:
    """Read every text of the project.

    Args:
        root: the project folder.
        edition: says where the texts lie and up to which day the law was checked.
        day: the day asked for; without it, the later of the edition's date and the last day on which a text was fetched,
            so that a text fetched later counts without a clock being read.
    """
    folder = folder_of(root, edition)
    texts = tuple(_read(path) for path in sorted(folder.glob("*/*.json")))
    seen = max((one.retrieved for one in texts), default=edition.as_of)
    return Library(texts, day or max(edition.as_of, seen))


def _read(path: Path) -> Text:
    stamp = path.stat()
    return _decoded(path, stamp.st_mtime_ns, stamp.st_size)


@functools.lru_cache(maxsize=256)
def _decoded(path: Path, _time: int, _size: int) -> Text:
    try:
        return msgspec.json.decode(path.read_bytes(), type=Text)
    except (msgspec.MsgspecError, ValueError) as error:
        raise UserError(f'"{path}" is not a stored text ({error}): remove the file and import the text again') from None


Outcome = Literal["new", "known", "seen-again", "completed", "read-again", "replaced"]


def keep(root: Path, edition: Edition, text: Text, *, replace: bool = False) -> Outcome:
    """Put a text into the library, whole or not at all.

    A text whose words are there already is not stored twice: of several files with the same words the one that says most
    about itself is kept, whichever came first, with the latest day on which the words were seen. A whole text takes the
    place of an excerpt that it holds; an excerpt of what is there adds nothing. The same file with other words was divided
    otherwise by an earlier version of the program: the newer reading counts.

    Raises:
        UserError: another wording of the same consolidation is there and ``replace`` is not set.
    """
    path = folder_of(root, edition) / text.about / f"{text.consolidated}.json"
    outcome: Outcome = "new"
    if path.is_file():
        known = _read(path)
        if _within(text, known):
            seen = max(known.retrieved, text.retrieved)
            if not _within(known, text) or (text := _fuller(known, text, seen)) == known:
                return "known"
            outcome = "seen-again"
        elif _within(known, text):
            outcome = "completed"
        elif text.sha256 == known.sha256:
            outcome = "read-again"
        elif not replace:
            raise UserError(
                f"{text.about} of {text.consolidated} is there already with other words in {_differing(known, text)}: "
                "check which of the two is the official one, and add --replace to take this one"
            )
        else:
            outcome = "replaced"
    write_atomically(path, msgspec.json.format(msgspec.json.encode(text), indent=1) + b"\n")
    _decoded.cache_clear()  # two writings within one tick of the clock look alike
    return outcome


def _fuller(one: Text, other: Text, seen: dt.date) -> Text:
    """The publication of the same words that says most about itself; the choice does not depend on which came first."""

    def says(text: Text) -> tuple[int, bytes]:
        named = [text.title, text.number, text.document, text.address, text.amended_by]
        notes = [note for part in text.units for unit in part.walk() for note in unit.notes]
        return len([*filter(None, named), *notes]), msgspec.json.encode(text)

    both = (msgspec.structs.replace(text, retrieved=seen) for text in (one, other))
    return max(both, key=says)


def _within(part: Text, whole: Text) -> bool:
    """True when a text says nothing that the other does not say as well."""
    if not part.partial:
        return not whole.partial and part.whole == whole.whole
    there = {one.at: one.whole for one in whole.units}
    return all(there.get(one.at) == one.whole for one in part.units)


def _differing(known: Text, text: Text) -> str:
    before = {one.at: one.whole for one in known.units}
    now = {one.at: one.whole for one in text.units}
    return _listed(sorted(at for at in before.keys() | now.keys() if before.get(at) != now.get(at)))


def _listed(places: Iterable[str], most: int = 5) -> str:
    names = list(places)
    shown = ", ".join(names[:most])
    return (
        f"article {shown}"
        if len(names) == 1
        else f"articles {shown}" + (f" and {len(names) - most} more" if len(names) > most else "")
    )
