"""What changed between two states of the data: records, judgements, signatures and the degrees that follow."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from mapping.catalogue import Catalogue
from mapping.changes.touch import judged
from mapping.pinpoint import Language, Pinpoint
from mapping.records import Bilingual, Link, Record, Review
from mapping.seals import Key, seals
from mapping.texts.library import Library

Kind = Literal["added", "removed", "changed"]
Group = Literal["obligation", "provision", "measure", "amendment", "link", "none-found", "finding"]
SEEN_APART = frozenset({"place", "reviews", "source", "confidence"})  # do not change what a record says


@dataclass(frozen=True)
class Wording:
    """A field whose words changed; the other language is empty for what is not prose."""

    field: str
    before: Bilingual
    after: Bilingual


Difference = tuple[str, Kind, Record, tuple[Wording, ...]]


@dataclass(frozen=True)
class RecordChange:
    """A record that came, went or says something else; ``obligations`` are the rows of the annex that rest on it."""

    group: Group
    kind: Kind
    id: str
    record: Record
    wordings: tuple[Wording, ...]
    judgements: tuple[Key, ...]

    @property
    def obligations(self) -> tuple[str, ...]:
        """The obligations it concerns, each once."""
        own = (self.id,) if self.group == "obligation" else ()
        return tuple(dict.fromkeys((*own, *(obligation for obligation, _ in self.judgements))))


@dataclass(frozen=True)
class Degree:
    """An obligation whose degree of compatibility is another than before; ``None`` where it did not exist."""

    obligation: str
    before: str | None
    after: str | None


@dataclass(frozen=True)
class DataChanges:
    """Two states of the data: what was recorded differently, signed in between, and what follows from it."""

    before: Catalogue
    after: Catalogue
    records: tuple[RecordChange, ...]
    signed: tuple[tuple[Key, Review], ...]
    degrees: tuple[Degree, ...]

    @property
    def judgements(self) -> tuple[Key, ...]:
        """Every judgement that a change touches."""
        return tuple(dict.fromkeys(key for one in self.records for key in one.judgements))


def compare_data(before: Catalogue, after: Catalogue) -> DataChanges:
    """Compare two states of the data, each at the date of its own edition."""
    return DataChanges(
        before=before,
        after=after,
        records=tuple(_records(before, after)),
        signed=tuple(_signed(before, after)),
        degrees=tuple(_degrees(before, after)),
    )


def _records(before: Catalogue, after: Catalogue) -> Iterator[RecordChange]:
    touched = _touched(before, after)
    groups: tuple[tuple[Group, str], ...] = (
        ("obligation", "obligation"),
        ("provision", "target"),
        ("measure", "target"),
        ("amendment", "target"),
    )
    for group, part in groups:
        old, new = _of(before, group), _of(after, group)
        found = _duties(before, after) if group == "obligation" else _differences(old, new)
        for name, kind, record, wordings in found:
            keys = tuple(
                key for key, parts in touched.items() if part in parts and _rests(after, before, key, group, name)
            )
            yield RecordChange(group, kind, name, record, wordings, keys)
    judgements_before, judgements_after = judged(before), judged(after)
    old_records = {"\0".join(key): record for key, (_, record) in judgements_before.items()}
    new_records = {"\0".join(key): record for key, (_, record) in judgements_after.items()}
    for name, kind, record, wordings in _differences(old_records, new_records):
        obligation, _, to = name.partition("\0")
        group = "link" if isinstance(record, Link) else "none-found"
        yield RecordChange(group, kind, f"{obligation} ← {to}", record, wordings, ((obligation, to),))
    for name, kind, record, wordings in _differences(_of(before, "finding"), _of(after, "finding")):
        yield RecordChange("finding", kind, name, record, wordings, ())


def _of(catalogue: Catalogue, group: Group) -> dict[str, Record]:
    if group == "obligation":
        return {name: duty for name, (_, duty) in catalogue.obligations.items()}
    if group == "provision":
        return {name: provision for name, (_, provision) in catalogue.provisions.items()}
    if group == "measure":
        return {name: measure for name, (_, _, measure) in catalogue.measures.items()}
    if group == "amendment":
        return {name: amendment for name, (_, amendment) in catalogue.amendments.items()}
    return {one.id: one for file in catalogue.evidence for one in file.findings}


def _rests(after: Catalogue, before: Catalogue, key: Key, group: Group, name: str) -> bool:
    """True when a judgement belongs to the obligation, or cites the provision, measure or amendment."""
    obligation, target = key
    if group == "obligation":
        return obligation == name
    return target == name or name in (after.provision_for(target), before.provision_for(target))


def _touched(before: Catalogue, after: Catalogue) -> dict[Key, set[str]]:
    """For every judgement there is, the parts of its seal that would differ: the same test that makes it suspect."""
    nothing = Library((), after.edition.as_of)
    old = seals(before, nothing)
    found = {}
    for key, now in seals(after, nothing).items():
        then = old.get(key)
        parts = {
            part
            for part in ("judgement", "obligation", "target")
            if then is None or getattr(now, part) != getattr(then, part)
        }
        if parts:
            found[key] = parts
    return found


def _differences(old: Mapping[str, Record], new: Mapping[str, Record]) -> Iterator[Difference]:
    for name, record in new.items():
        if name not in old:
            yield name, "added", record, ()
        elif record != old[name] and (wordings := tuple(_wordings(old[name], record))):
            yield name, "changed", record, wordings
    for name, record in old.items():
        if name not in new:
            yield name, "removed", record, ()


def _duties(before: Catalogue, after: Catalogue) -> Iterator[Difference]:
    """The obligations that differ, also those of which only a declaration of the State says something else now."""
    old, new = _of(before, "obligation"), _of(after, "obligation")
    told = {one[0]: one for one in _differences(old, new)}
    for name, duty in new.items():
        was, now = (_declared(one, name) for one in (before, after))
        if name in old and was != now:
            _, kind, record, wordings = told.get(name, (name, "changed", duty, ()))
            told[name] = name, kind, record, (*wordings, Wording("declarations", _words(was), _words(now)))
    order = {name: number for number, name in enumerate((*new, *old))}
    yield from sorted(told.values(), key=lambda one: order[one[0]])


def _declared(catalogue: Catalogue, name: str) -> Any:
    """What the State declared about an obligation, in the order of the treaty; nothing where there is no such obligation."""
    treaty, duty = catalogue.obligations.get(name, (None, None))
    found = treaty.excluding(duty) if treaty and duty else ()
    said = [(one.at, one.kind, one.used, one.text) for one in found]
    return tuple(sorted(said, key=lambda one: (one[0].sort_key, *map(str, one[1:]))))


def _wordings(old: Record, new: Record) -> Iterator[Wording]:
    for field in new.__struct_fields__:
        if field in SEEN_APART:
            continue
        before, after = _bare(getattr(old, field)), _bare(getattr(new, field))
        if before != after:
            yield Wording(field.rstrip("_"), _words(before), _words(after))


class _Bare(tuple[tuple[str, Any], ...]):
    """The fields of a record that say something, without the places where it stands."""


def _bare(value: Any) -> Any:
    """A value without the places where its records stand: moving a record in a file changes nothing."""
    if type(value) is Bilingual or not isinstance(value, (tuple, Record)):
        return value
    if isinstance(value, tuple):
        return tuple(_bare(one) for one in value)
    return _Bare((name, _bare(getattr(value, name))) for name in value.__struct_fields__ if name not in SEEN_APART)


def _words(value: Any) -> Bilingual:
    """A value as words in both languages, so that a redline can be drawn."""
    return Bilingual(en=_spoken(value, "en"), ro=_spoken(value, "ro"))


def _spoken(value: Any, language: Language) -> str:
    if value is None or value == ():
        return ""
    if isinstance(value, Bilingual):
        return value.in_(language)
    if isinstance(value, Pinpoint):
        return value.cite(language)
    if isinstance(value, _Bare):
        return _spoken_record(dict(value), language)
    if isinstance(value, tuple):
        return "\n".join(_spoken(one, language) for one in value)
    return str(value)


def _spoken_record(fields: dict[str, Any], language: Language) -> str:
    """``art. 90 alin. (6) lit. e): its words; from 2026-02-14``."""
    place = fields.pop("at", None)
    own = str(fields.pop(language, "") or "")
    fields.pop("ro" if language == "en" else "en", None)
    rest = [
        f"{name.rstrip('_')} {_spoken(one, language)}" for name, one in fields.items() if one not in (None, (), False)
    ]
    words = "; ".join(filter(None, [own, *rest]))
    return f"{place.cite(language)}: {words}" if place else words


def _signed(before: Catalogue, after: Catalogue) -> Iterator[tuple[Key, Review]]:
    old = {key: record.reviews for key, (_, record) in judged(before).items()}
    for key, (_, record) in judged(after).items():
        known = [_bare(one) for one in old.get(key, ())]
        for review in record.reviews:
            if _bare(review) not in known:
                yield key, review


def _degrees(before: Catalogue, after: Catalogue) -> Iterator[Degree]:
    old, new = statuses(before), statuses(after)
    for name in dict.fromkeys((*new, *old)):
        if old.get(name) != new.get(name):
            yield Degree(name, old.get(name), new.get(name))


def statuses(catalogue: Catalogue, as_of: Any = None) -> dict[str, str]:
    """The degree of every obligation at a date (that of the edition if none is given)."""
    from mapping.coverage import derive
    from mapping.graph import build

    coverage = derive(build(catalogue), as_of or catalogue.edition.as_of, None)
    return {name: duty.status for name, duty in coverage.obligations.items()}
