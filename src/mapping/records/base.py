"""What every record is made of, and the edition that all of them belong to."""

import datetime as dt
from typing import Literal, get_args

import msgspec

from mapping.pinpoint import Language

Confidence = Literal["read", "excerpt", "unverified"]
CONFIDENCES: tuple[Confidence, ...] = get_args(Confidence)
ALL = "all"  # in place of a treaty's id: all of them, side by side
NO_DRAFT = "none"  # the parameter that asks for the law in force alone


class Record(msgspec.Struct, frozen=True, kw_only=True, eq=True):
    """Base of every record: immutable and comparable."""


class Place(msgspec.Struct, frozen=True):
    """Where a record stands: file relative to the project, line counted from 1."""

    file: str
    line: int

    def __str__(self) -> str:
        """``file:line``, as editors understand it."""
        return f"{self.file}:{self.line}"


class Bilingual(Record, frozen=True):
    """The same statement in English and in Romanian."""

    en: str
    ro: str

    def in_(self, language: Language) -> str:
        """The statement in the language asked for."""
        return self.ro if language == "ro" else self.en


class Source(Record, frozen=True):
    """Where a fact was read."""

    publisher: str
    document: str | None = None
    address: str | None = None
    consolidated: dt.date | None = None
    read_on: dt.date | None = None
    confidence: Confidence | None = None
    note: Bilingual | None = None


class Edition(Record, frozen=True):
    """The state of the data: its version, the date up to which the law was checked, the order of the treaties."""

    version: str
    as_of: dt.date
    title: Bilingual
    instruments: tuple[str, ...] = ()
    texts: Literal["local", "committed"] = "local"
    hosts: tuple[str, ...] = ()


def written_name(field: str) -> str:
    """The key as written in a file: ``from_`` is ``from``."""
    return field.rstrip("_")
