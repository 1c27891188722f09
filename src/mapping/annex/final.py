"""What stands in the way of a final annex, and how a reviewer is told."""

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from mapping.annex.signatures import Signed, row_state, shown, signatories
from mapping.coverage import ObligationCoverage
from mapping.records import Link
from mapping.seals import NO_PLACE, still_the_same
from mapping.texts.library import Library
from mapping.view import View

MOST_ROWS, MOST_PLACES = 20, 3  # listed in a refusal


@dataclass(frozen=True)
class Obstacle:
    """A row, why it keeps an annex from being final, at which places, and whether a text must be imported."""

    row: str
    why: str
    places: tuple[str, ...] = ()
    to_import: bool = False


def obstacles(view: View, today: dt.date | None = None) -> list[Obstacle]:
    """The mandatory rows that no signature settles, in the order of the treaty, each with its reasons.

    Args:
        view: one treaty.
        today: a consolidation that begins by this day counts, although the law was checked up to an earlier one.

    Returns:
        One obstacle for each row and reason. A row that nobody examined is none: the annex says so in its own place.
    """
    later = Library(view.library.texts, max(today, view.library.day)) if today else view.library
    found = []
    for duty in _mandatory(view):
        reasons: dict[tuple[str, bool], dict[str, None]] = {}
        for one in shown(view, duty):
            for why, place, to_import in (*_unsettled(view, one), *_begun(view, one, later)):
                reasons.setdefault((why, to_import), {})[place] = None
        found += [Obstacle(duty.id, why, tuple(places), to_import) for (why, to_import), places in reasons.items()]
    if not found and not signatories(view):
        found.append(Obstacle(view.instrument.id, "nobody has signed any judgement"))
    return found


def not_examined(view: View) -> int:
    """The number of mandatory rows without any judgement."""
    return sum(row_state(view, duty) is None and duty.status == "not-examined" for duty in _mandatory(view))


def refusal(found: Sequence[Obstacle]) -> str:
    """Why no final annex is made: one line for each row, then what to do."""
    reasons: dict[str, list[str]] = {}
    for one in found:
        reasons.setdefault(one.row, []).append(": ".join(filter(None, (one.why, _listed(one.places, MOST_PLACES)))))
    lines = [f"  {row} – {'; '.join(why)}" for row, why in reasons.items()]
    if len(lines) > MOST_ROWS:
        lines[MOST_ROWS:] = [f"  and {len(lines) - MOST_ROWS} more; mapping review lists where every judgement stands"]
    subjects = {place.partition("/")[0]: None for one in found if one.to_import for place in one.places}
    remedies = []
    if subjects:
        remedies.append(f"import the official text of {_listed(subjects, MOST_ROWS)} (mapping import FILE --act ID)")
    if not all(one.to_import for one in found):
        remedies.append('sign with mapping review ROW --name "…" --role "…"')
    rows = sum("/" in row for row in reasons)  # the others are treaties that nobody signed
    count = {0: "", 1: "1 mandatory row is not settled, and "}.get(rows, f"{rows} mandatory rows are not settled, and ")
    return "\n".join([f"no final annex: {count}nothing was written", *lines, "; ".join(remedies)])


def _mandatory(view: View) -> Iterator[ObligationCoverage]:
    return (duty for duty in view.obligations if duty.obligation.force == "mandatory")


def _unsettled(view: View, one: Signed) -> Iterator[tuple[str, str, bool]]:
    """Why the signatures under a judgement do not settle it: the reason, the place, whether a text must be imported."""
    words, sign_off, place = view.catalogue.vocabulary, one.sign_off, one.key[1]
    state = words.word("sign-off", sign_off.state, "en")
    if sign_off.state == "disputed":
        yield f"{state} by {', '.join(review.name for review in sign_off.disagrees)}", place, False
    elif sign_off.state == "suspect":
        yield f"{state} ({', '.join(words.word('seal-part', part, 'en') for part in sign_off.changed)})", place, False
    elif sign_off.state == "unsigned":
        yield state, place, False
    elif sign_off.text_missing:
        yield words.word("seal-part", "text-missing", "en"), _sealed_place(one, view), True


def _sealed_place(one: Signed, view: View) -> str:
    """The place whose official words were sealed and cannot be compared: that of the law, or else of the treaty."""
    obligation, place = one.key
    sealed = any(review.seal and review.seal.text for review in one.sign_off.agrees)
    return place if sealed and view.library.resting(place) is None else obligation


def _begun(view: View, one: Signed, later: Library) -> Iterator[tuple[str, str, bool]]:
    """The places of a judgement whose official words have changed between the day of the data and today."""
    for place in (one.key[0], *([one.record.to] if isinstance(one.record, Link) else [])):
        before, after, text = view.library.resting(place), later.resting(place), later.holding(place)
        if before is None or after is None or text is None:
            continue  # nobody had imported it: what came later is no change of what was seen
        if not still_the_same(view.catalogue, place, before or NO_PLACE, after or NO_PLACE):
            yield f"other official words apply since {text.consolidated}", place, True


def _listed(names: Iterable[str], most: int) -> str:
    every = list(names)
    return ", ".join(every[:most]) + (f" and {len(every) - most} more" if len(every) > most else "")
