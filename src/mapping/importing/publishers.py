"""The round of ``mapping import --published``: the recorded consolidation of each act, and what its publisher has since.

Publishers are asked one page at a time. What one act's publisher refuses does not stop the others.
"""

import datetime as dt
import functools
import re
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit

from mapping.catalogue import Catalogue
from mapping.errors import UserError
from mapping.importing.arrival import Arrival, take
from mapping.records import Act, Edition, Instrument
from mapping.texts.fetch import ALLOWED_HOSTS, Fetched, document_address, fetch
from mapping.texts.library import open_library
from mapping.texts.markup import PublishedVersion, document_number, versions
from mapping.texts.reader import read_text

_DOCUMENT = re.compile(r"(doc_id=|showdetails/)[0-9]+")
_NO_PAGE = (b"%PDF", b"PK")  # a file lists no other consolidations
_THIS_COMPUTER = ("127.0.0.1", "localhost")


class Hosts(NamedTuple):
    """Who may be asked: ``secured`` over https only, ``plain`` also over http."""

    secured: frozenset[str]
    plain: frozenset[str]

    @classmethod
    def of(cls, edition: Edition) -> "Hosts":
        """The publishers the program knows and those of the edition.

        An edition writes ``http://`` before a host that has nothing better; this computer needs none.

        >>> from mapping.records import Bilingual
        >>> title, day = Bilingual(en="", ro=""), dt.date(2026, 1, 1)
        >>> hosts = ("justice.example", "http://old.example")
        >>> extra = Hosts.of(Edition(version="1", as_of=day, title=title, hosts=hosts))
        >>> sorted(extra.secured - ALLOWED_HOSTS), sorted(extra.plain)
        (['justice.example'], ['old.example'])
        """
        names = [one.lower().rstrip("/") for one in edition.hosts]
        plain = [one for one in names if one.startswith("http://") or one.partition(":")[0] in _THIS_COMPUTER]
        secured = [one.removeprefix("https://") for one in names if one not in plain]
        return cls(ALLOWED_HOSTS | frozenset(secured), frozenset(one.removeprefix("http://") for one in plain))

    def may_be_asked(self, address: str | None) -> bool:
        """True when the document at an address may be fetched."""
        parts = urlsplit(address or "")
        host = parts.netloc.lower()
        return (parts.scheme == "https" and host in self.secured) or (
            parts.scheme in ("http", "https") and host in self.plain
        )

    def fetch(self, address: str) -> Fetched:
        """The document at an address."""
        return fetch(document_address(address), hosts=self.secured, plain_hosts=self.plain)


class Failure(NamedTuple):
    """An act whose text could not be had, and why."""

    about: str
    why: str


def import_published(
    root: Path,
    catalogue: Catalogue,
    asked: Sequence[Act | Instrument],
    *,
    retrieved: dt.date,
    pause: float,
    say: Callable[[str], None] = print,
) -> tuple[list[Arrival], list[Failure]]:
    """Fetch the recorded consolidation of each act; of later ones, what applies now and all that is published ahead.

    Args:
        root: the project folder.
        catalogue: its data.
        asked: the acts and treaties, each with an address that may be asked.
        retrieved: today.
        pause: seconds between two requests.
        say: takes the lines of progress.

    Returns:
        What came, and what did not.
    """
    visit = _Round(root, catalogue, retrieved, pause, Hosts.of(catalogue.edition))
    for number, about in enumerate(asked, 1):
        came, missed = len(visit.arrivals), len(visit.failures)
        visit.call_on(about)
        outcomes = [one.in_short for one in visit.arrivals[came:]]
        outcomes += ["failed, see below"] * (len(visit.failures) > missed)
        say(f"[{number}/{len(asked)}] {about.id}: {'; '.join(outcomes)}")
    return visit.arrivals, visit.failures


@dataclass
class _Round:
    """One round of requests, and what it has brought so far."""

    root: Path
    catalogue: Catalogue
    retrieved: dt.date
    pause: float
    hosts: Hosts
    arrivals: list[Arrival] = field(default_factory=list)
    failures: list[Failure] = field(default_factory=list)
    asked_last: float = float("-inf")

    def call_on(self, about: Act | Instrument) -> None:
        """Fetch and keep what one act's publisher offers."""
        recorded = about.source.address or ""
        try:
            page = self._ask(recorded)
            listed = () if page.content.startswith(_NO_PAGE) else versions(page.content)
        except UserError as error:
            self.failures.append(Failure(about.id, str(error)))
            return
        newer = self._newer(about, listed)
        self._keep(about, lambda: page)
        for one in newer:
            self._keep(about, functools.partial(self._ask, _address_of(recorded, one.document)))

    def _ask(self, address: str) -> Fetched:
        """Fetch one page, not sooner after the last than politeness allows."""
        time.sleep(max(self.asked_last + self.pause - time.monotonic(), 0))
        try:
            return self.hosts.fetch(address)
        finally:
            self.asked_last = time.monotonic()

    def _newer(self, about: Act | Instrument, offered: Iterable[PublishedVersion]) -> list[PublishedVersion]:
        """The later consolidations that are not in the library: the one that applies now, and those published ahead.

        Nobody rests on those in between any more.
        """
        library = open_library(self.root, self.catalogue.edition)
        recorded = _document_of(about)
        have = {recorded, *(one.document for one in library.by_subject.get(about.id, []) if not one.partial)}
        in_order = sorted(offered, key=lambda one: one.date)
        since = next((one.date for one in in_order if one.document == recorded), about.source.consolidated)
        later = [one for one in in_order if since is None or one.date > since]
        begun = [one for one in later if one.date <= self.retrieved]
        ahead = [one for one in later if one.date > self.retrieved]
        return [one for one in (*begun[-1:], *ahead) if one.document not in have]

    def _keep(self, about: Act | Instrument, page: Callable[[], Fetched]) -> None:
        try:
            found = page()
            text = read_text(
                found.content, name=found.name, about=about, catalogue=self.catalogue,
                retrieved=self.retrieved, address=found.address,
            )  # fmt: skip
            self.arrivals.append(take(self.root, self.catalogue, text))
        except UserError as error:
            self.failures.append(Failure(about.id, str(error)))


def _document_of(about: Act | Instrument) -> str:
    """The number the publisher gave the recorded consolidation: from its address, else as recorded."""
    return document_number(about.source.address or "") or about.source.document or ""


def _address_of(recorded: str, document: str) -> str:
    """The address of another document of the same publisher.

    >>> _address_of("https://www.legis.md/cautare/getResults?doc_id=100&lang=ro", "101")
    'https://www.legis.md/cautare/getResults?doc_id=101&lang=ro'
    """
    return _DOCUMENT.sub(rf"\g<1>{document}", recorded)
