"""What a reviewer saw, as hashes, and whether a signature still stands on it.

A seal holds five hashes: of the judgement, of the obligation, of the record cited, and of the official words of the law and
of the treaty where those were imported. How a fact is known (its source, its confidence, its place in a file) is not what it
says and counts for nothing; neither do typography and the order in which the members of a list were written down.
"""

import functools
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, Literal, get_args

import msgspec

from mapping.catalogue import Catalogue
from mapping.pinpoint import CitationError, Pinpoint, parse
from mapping.records import Judgement, Link, NoneFound, Record, Review, Seal
from mapping.texts.library import Library
from mapping.texts.normal import canonical, digest

State = Literal["unsigned", "signed", "suspect", "disputed"]
Part = Literal["judgement", "obligation", "target", "text", "treaty", "text-missing"]
PARTS: tuple[Part, ...] = get_args(Part)
Key = tuple[str, str]

NO_PLACE = "absent"  # sealed in place of a hash when the imported text has no such place
WORST_FIRST: tuple[State, ...] = ("disputed", "suspect", "unsigned", "signed")
_UNSEALED = frozenset({"confidence", "source", "place", "reviews"})


class SignOff(Record, frozen=True):
    """Who stands behind one link or none-found record, and whether what they signed is still what there is.

    ``agrees`` holds the standing agreements with what there is now, ``outdated`` those with something else, ``disagrees``
    the standing disagreements. ``changed`` names the parts in which the outdated ones differ from the present, and
    ``text-missing`` when official words were sealed that the library no longer holds, so that nobody can compare them: this
    makes nothing suspect, but no final annex can rest on it.
    """

    state: State
    agrees: tuple[Review, ...] = ()
    outdated: tuple[Review, ...] = ()
    disagrees: tuple[Review, ...] = ()
    changed: tuple[Part, ...] = ()

    @property
    def text_missing(self) -> bool:
        """True when sealed words cannot be compared, because their text is not in the library."""
        return "text-missing" in self.changed


UNSIGNED = SignOff(state="unsigned")
_NOTHING = Seal(judgement="", obligation="")  # what an agreement without a seal agreed to


def seal(catalogue: Catalogue, judgement: Judgement, record: Link | NoneFound, library: Library) -> Seal:
    """The hashes of everything a reviewer of a link or none-found record sees."""
    return _Sealer(catalogue, library).seal(judgement, record)


def seals(catalogue: Catalogue, library: Library) -> dict[Key, Seal]:
    """The seal of each link and none-found record as it would be made now, in the order of the data."""
    sealer = _Sealer(catalogue, library)
    return {key_of(judgement, record): sealer.seal(judgement, record) for judgement, record in signable(catalogue)}


def seals_of(
    catalogue: Catalogue, chosen: Iterable[tuple[Judgement, Link | NoneFound]], library: Library
) -> list[Seal]:
    """The seals of several records; what they share is hashed once."""
    sealer = _Sealer(catalogue, library)
    return [sealer.seal(judgement, record) for judgement, record in chosen]


def sign_off(catalogue: Catalogue, judgement: Judgement, record: Link | NoneFound, library: Library) -> SignOff:
    """Who stands behind one link or none-found record."""
    return _Sealer(catalogue, library).sign_off(judgement, record)


@functools.lru_cache(maxsize=2)
def sign_offs(catalogue: Catalogue, library: Library) -> Mapping[Key, SignOff]:
    """Who stands behind each link and none-found record, by obligation and place, in the order of the data.

    One answer serves every treaty, language and page.
    """
    sealer = _Sealer(catalogue, library)
    found: dict[Key, SignOff] = {}
    for judgement, record in signable(catalogue):
        one, key = sealer.sign_off(judgement, record), key_of(judgement, record)
        if key in found:  # two searches for the same elements are one row of a report: the worse one shows
            one = min(found[key], one, key=lambda each: WORST_FIRST.index(each.state))
        found[key] = one
    return found


def signable(catalogue: Catalogue) -> Iterator[tuple[Judgement, Link | NoneFound]]:
    """Everything a reviewer can sign, with the judgement it belongs to, in the order of the data."""
    for judgement in catalogue.judgements.values():
        yield from ((judgement, link) for link in judgement.links)
        yield from ((judgement, none) for none in judgement.none_found)


def key_of(judgement: Judgement, record: Link | NoneFound) -> Key:
    """The obligation, and the place cited or the elements nothing was found for."""
    if isinstance(record, Link):
        return judgement.obligation, record.to
    return judgement.obligation, "none-found:" + "+".join(sorted(record.elements))


def worst(states: Iterable[State]) -> State:
    """The state of several records together: disputed, then suspect, then unsigned, then signed.

    >>> worst(["signed", "unsigned", "suspect"]), worst([])
    ('suspect', 'unsigned')
    """
    return min(states, key=WORST_FIRST.index, default="unsigned")


def person(name: str) -> str:
    """The form in which two spellings of a name are the same person.

    >>> person("Ana  RUSU") == person("ana rusu ")
    True
    """
    return canonical(name).casefold()


def standing(reviews: Iterable[Review]) -> list[Review]:
    """The last decision of each person; remarks decide nothing, and who withdrew has none."""
    last = {person(one.name): one for one in reviews if one.decision != "remarks"}
    found = [one for one in last.values() if one.decision != "withdraws"]
    return sorted(found, key=lambda one: (one.date, person(one.name)))


def still_the_same(catalogue: Catalogue, place: str, before: str, after: str) -> bool:
    """True when the words at a place went from one hash to another by steps assessed as editorial, or not at all.

    Of several assessments of one step the last in the file counts.
    """
    verdicts = {(one.before, one.after): one.verdict for one in catalogue.assessed.get(place, [])}
    seen, waiting = {before}, deque([before])
    while waiting:
        here = waiting.popleft()
        if here == after:
            return True
        for (start, end), verdict in verdicts.items():
            if start == here and verdict == "editorial" and end not in seen:
                seen.add(end)
                waiting.append(end)
    return False


# --- what is hashed --------------------------------------------------------------------------------------------------


def _hash(**fields: Any) -> str:
    return digest(_form(fields))


def _form(value: Any) -> str:
    """A value as one text, the same whatever the order of its fields and of the members of its lists.

    What is empty, or as it is when nobody writes it, is left out, so that a field added to a record later changes no seal.
    The signs between the parts are control characters, which no data file can hold.
    """
    if isinstance(value, msgspec.Struct):
        fields = {name: getattr(value, name) for name in value.__struct_fields__ if name not in _UNSEALED}
        value = {name: one for name, one in fields.items() if one != _defaults(type(value))[name]}
    if isinstance(value, dict):
        return "\1" + "".join(f"{name}\3{_form(value[name])}\4" for name in sorted(value) if _says(value[name])) + "\2"
    if isinstance(value, tuple):  # sorted by what it says, not by how it is typed
        return "\1" + "".join(f"{one}\4" for one in sorted(digest(_form(member)) for member in value)) + "\2"
    return str(value)


def _says(value: Any) -> bool:
    return value is not None and value is not False and value not in ("", ())  # a minimum of 0 says something


@functools.cache
def _defaults(type_: type[msgspec.Struct]) -> dict[str, Any]:
    return {one.name: one.default for one in msgspec.structs.fields(type_)}


_Hasher = Callable[["_Sealer", str], str | None]


class _Sealer:
    """Seals and compares; each obligation and each place is hashed once."""

    def __init__(self, catalogue: Catalogue, library: Library) -> None:
        self.catalogue = catalogue
        self.library = library
        self.known: dict[tuple[_Hasher, str], str | None] = {}

    def _once(self, what: _Hasher, name: str) -> str | None:
        if (what, name) not in self.known:
            self.known[what, name] = what(self, name)
        return self.known[what, name]

    def seal(self, judgement: Judgement, record: Link | NoneFound) -> Seal:
        link = record if isinstance(record, Link) else None
        return Seal(
            judgement=_judged(record),
            obligation=self._once(_Sealer._obligation, judgement.obligation) or "",
            target=self._once(_Sealer._target, link.to) if link else None,
            text=self._once(_Sealer._words, link.to) if link else None,
            treaty=self._once(_Sealer._words, judgement.obligation),
        )

    def sign_off(self, judgement: Judgement, record: Link | NoneFound) -> SignOff:
        stands = standing(record.reviews)
        if not stands:
            return UNSIGNED
        now = self.seal(judgement, record)
        cited = record.to if isinstance(record, Link) else ""
        agrees: list[Review] = []
        outdated: list[Review] = []
        changed: set[Part] = set()
        for one in stands:
            if one.decision == "agrees":
                differs = self._differing(one.seal or _NOTHING, now, cited, judgement.obligation)
                (outdated if differs - {"text-missing"} else agrees).append(one)
                changed |= differs
        disagrees = tuple(one for one in stands if one.decision == "disagrees")
        state: State = "signed" if agrees else "suspect" if outdated else "unsigned"
        return SignOff(
            state="disputed" if disagrees else state,
            agrees=tuple(agrees),
            outdated=tuple(outdated),
            disagrees=disagrees,
            changed=tuple(part for part in PARTS if part in changed),
        )

    def _differing(self, then: Seal, now: Seal, cited: str, obligation: str) -> set[Part]:
        found: set[Part] = set()
        if then.judgement != now.judgement:
            found.add("judgement")
        if then.obligation != now.obligation:
            found.add("obligation")
        if then.target != now.target:
            found.add("target")
        words: tuple[tuple[Part, str, str | None, str | None], ...] = (
            ("text", cited, then.text, now.text),
            ("treaty", obligation, then.treaty, now.treaty),
        )
        for part, place, before, after in words:
            if before is None:
                continue  # nobody had imported it: what came later is no change of what was seen
            if after is None:
                found.add("text-missing")
            elif not still_the_same(self.catalogue, place, before, after):
                found.add(part)
        return found

    def _words(self, place: str) -> str | None:
        found = self.library.resting(place)
        return NO_PLACE if found == "" else found

    def _obligation(self, name: str) -> str | None:
        if name not in self.catalogue.obligations:
            return None
        treaty, duty = self.catalogue.obligations[name]
        excluded = tuple(
            {"at": one.at, "kind": one.kind, "used": one.used, "text": one.text} for one in treaty.excluding(duty)
        )
        return _hash(duty=duty, excluded=excluded)

    def _target(self, name: str) -> str | None:
        if name in self.catalogue.measures:
            return _hash(measure=msgspec.structs.replace(self.catalogue.measures[name][2], taken_from=None))
        if name in self.catalogue.amendments:
            return _hash(amendment=self.catalogue.amendments[name][1])
        recorded = self.catalogue.provision_for(name)
        if recorded is None:
            return None
        provision = self.catalogue.provisions[recorded][1]
        cited = _place(name) or provision.at
        return _hash(
            title=provision.title,
            summary=provision.summary,
            versions=provision.versions,
            note=provision.note,
            facts=tuple(one for one in provision.facts if _touches(cited, one.at)),
            penalties=tuple(one for one in provision.penalties if _touches(cited, one.at)),
        )


def _judged(record: Link | NoneFound) -> str:
    if isinstance(record, NoneFound):
        return _hash(elements=record.elements, searched=record.searched, reason=record.reason)
    roles = tuple(f"{role} {element}" for role, element in record.roles())
    return _hash(to=record.to, roles=roles, reason=record.reason)


def _place(target: str) -> Pinpoint | None:
    try:
        return parse(target.partition("/")[2])
    except CitationError:
        return None


def _touches(cited: Pinpoint, at: Pinpoint) -> bool:
    return cited.contains(at) or at.contains(cited)
