"""What a reader asked to see: one treaty, one language, one date, with or without a draft.

Everything printed starts from a ``View``; it checks the four parameters the notebooks share and carries the data, the
graph and the coverage derived from them.
"""

import datetime as dt
import functools
from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from mapping.catalogue import Catalogue, find_root
from mapping.checks import load_checked
from mapping.coverage import Coverage, ObligationCoverage, derive
from mapping.dates import read_date, show_date
from mapping.errors import UserError, nearest
from mapping.graph import Graph, build
from mapping.pinpoint import LANGUAGES, Language, parse
from mapping.records import NO_DRAFT, Act, Chapter, Instrument, Measure, Plan, Provision, Row
from mapping.seals import Key, SignOff, sign_offs
from mapping.texts.library import Library, open_library
from mapping.versions import VersionAt, state_of


@dataclass(frozen=True)
class Standing:
    """What every page says about the data it shows: counts and dates, all derived."""

    version: str
    checked: str
    as_of: str
    links: int
    judgements: int
    unsigned: int
    suspect: int
    disputed: int
    total: int
    read: int
    excerpt: int
    unverified: int
    oldest: str
    newest: str
    later: bool
    unknown: int


@dataclass(frozen=True)
class View:
    """One treaty, in one language, at one date."""

    catalogue: Catalogue
    graph: Graph
    coverage: Coverage
    instrument: Instrument
    language: Language
    as_of: dt.date
    draft: str | None
    library: Library

    def word(self, group: str, key: str, **values: object) -> str:
        """A printed word of ``vocabulary.yaml`` in the language of the view, with its places filled in."""
        return self.catalogue.vocabulary.filled(group, key, self.language, **values)

    def date(self, day: dt.date | None) -> str:
        """A date as the language prints it: ``22.11.2026`` in Romanian, ``22 November 2026`` in English."""
        return show_date(day, self.language)

    @property
    def obligations(self) -> list[ObligationCoverage]:
        """The obligations of the treaty, in its order."""
        return self.coverage.of(self.instrument.id)

    def in_chapter(self, number: str) -> list[ObligationCoverage]:
        """The obligations of one chapter of the treaty."""
        return self._by_chapter.get(number, [])

    @cached_property
    def _by_chapter(self) -> dict[str, list[ObligationCoverage]]:
        found: dict[str, list[ObligationCoverage]] = {}
        for duty in self.obligations:
            if chapter := self.instrument.chapter_of(str(duty.obligation.at.article)):
                found.setdefault(chapter.number, []).append(duty)
        return found

    def chapter_heading(self, chapter: Chapter) -> str:
        """``Capitolul II. Măsuri preventive``."""
        return f"{self.word('column', 'chapter')} {chapter.number}. {chapter.title.in_(self.language)}"

    def article_heading(self, number: str) -> str:
        """``5. Recrutarea persoanelor``, without the word for article."""
        title = self.instrument.article_title(number)
        return f"{number}. {title.in_(self.language) if title else ''}"

    def state_of(self, act: Act, provision: Provision) -> VersionAt:
        """The version of a provision that applies at the date of the view."""
        return state_of(act, provision, self.as_of, self.catalogue.edition.as_of)

    @cached_property
    def sign_offs(self) -> dict[Key, SignOff]:
        """Where each judgement of the treaty stands between its reviewers and what it rests on."""
        own = f"{self.instrument.id}/"
        every = sign_offs(self.catalogue, self.library)
        return {key: one for key, one in every.items() if key[0].startswith(own)}

    @cached_property
    def targets(self) -> dict[str, str]:
        """Every place of national law cited for the treaty, with the record that holds it, in the order of the acts."""
        cited = {
            link.to: name
            for _, link in self.catalogue.links(self.instrument.id)
            if (name := self.catalogue.provision_for(link.to))
        }
        order = {name: number for number, name in enumerate(self.catalogue.provisions)}
        return dict(sorted(cited.items(), key=lambda pair: (order[pair[1]], parse(pair[0].partition("/")[2]).sort_key)))

    @cached_property
    def relied_on(self) -> dict[str, tuple[Act, Provision]]:
        """The provisions any link of the treaty cites, in the order of the acts."""
        return {name: self.catalogue.provisions[name] for name in dict.fromkeys(self.targets.values())}

    @cached_property
    def answered_by(self) -> dict[str, list[str]]:
        """The pinpoints of the treaty, as printed, that each provision answers or hinders, by its id."""
        found: dict[str, list[str]] = {}
        for duty in self.obligations:
            answers = [answer for one in duty.elements for answer in (*one.answers, *one.hindrances)]
            for name in dict.fromkeys(answer.act.provision_id(answer.provision) for answer in answers):
                found.setdefault(name, []).append(self.cite_treaty(duty))
        return found

    @cached_property
    def acts_relied_on(self) -> list[Act]:
        """The acts of these provisions."""
        return list({act.id: act for act, _ in self.relied_on.values()}.values())

    def cite(self, target: str, with_act: bool = True) -> str:
        """A place of national law as printed: ``art. 57 alin. (2) din Codul muncii``."""
        act_id, _, at = target.partition("/")
        act = self.catalogue.act_by_id[act_id]
        place = parse(at).cite(self.language)
        if not with_act:
            return place
        return f"{act.short.in_(self.language)}, {place}"

    def cite_treaty(self, duty: ObligationCoverage) -> str:
        """The pinpoint of an obligation as printed."""
        return duty.obligation.at.cite(self.language)

    @cached_property
    def standing(self) -> Standing:
        """Edition, consolidation dates, signatures and confidence of what the view shows."""
        confidence = Counter(provision.confidence for _, provision in self.relied_on.values())
        dates = sorted(
            day for act, provision in self.relied_on.values() if (day := (provision.source or act.source).consolidated)
        )
        return Standing(
            version=self.catalogue.edition.version,
            checked=self.date(self.catalogue.edition.as_of),
            as_of=self.date(self.as_of),
            links=len(list(self.catalogue.links(self.instrument.id))),
            judgements=len(self.sign_offs),
            unsigned=sum(one.state == "unsigned" for one in self.sign_offs.values()),
            suspect=sum(one.state == "suspect" for one in self.sign_offs.values()),
            disputed=sum(one.state == "disputed" for one in self.sign_offs.values()),
            total=len(self.relied_on),
            read=confidence["read"],
            excerpt=confidence["excerpt"],
            unverified=confidence["unverified"],
            oldest=self.date(dates[0]) if dates else "–",
            newest=self.date(dates[-1]) if dates else "–",
            later=bool(dates) and dates[-1] > self.as_of,
            unknown=sum(self._start(act, provision) == "unknown" for act, provision in self.relied_on.values()),
        )

    def _start(self, act: Act, provision: Provision) -> object:
        version = self.state_of(act, provision).version
        return version.from_ if version else None

    @cached_property
    def measures_shown(self) -> dict[str, tuple[Plan, Row, Measure]]:
        """The measures that concern the treaty: all of a plan that serves it, and those of others that a link names."""
        linked = {planned.target for duty in self.obligations for one in duty.elements for planned in one.planned}
        return {
            name: found
            for name, found in self.catalogue.measures.items()
            if found[0].instrument == self.instrument.id or name in linked
        }

    def notices(self) -> list[str]:
        """The sentences that stand on every page."""
        standing = self.standing
        if not standing.links:
            keys = ["no-links", "edition"]
        else:
            keys = ["suspect"] if standing.suspect or standing.disputed else []
            keys += ["draft-unsigned"] if standing.unsigned else [] if keys else ["all-signed"]
            keys += ["edition", "confidence"]
            keys += ["start-unknown"] if standing.unknown else []
            keys += ["consolidated", "later-texts"] if standing.later else ["consolidated"]
        said = [self.word("notice", key, **vars(standing)) for key in keys]
        if self.instrument.in_force and self.as_of < self.instrument.in_force:
            said.insert(1, self.word("notice", "not-binding", since=self.date(self.instrument.in_force)))
        if self.draft:
            title = self.catalogue.draft_by_id[self.draft].short.in_(self.language)
            said.insert(1, self.word("notice", "with-draft", draft=title))
        return said

    def footer(self) -> str:
        """The same in one line, for the foot of a printed page."""
        return self.word("notice", "footer", **vars(self.standing))


def project_catalogue() -> Catalogue:
    """The data of the project around the working folder, fit to be reported on."""
    return load_checked(find_root())


def open_view(
    instrument: str,
    language: str = "ro",
    as_of: str | dt.date = "",
    draft: str | None = None,
    *,
    root: Path | None = None,
    catalogue: Catalogue | None = None,
    library: Library | None = None,
) -> View:
    """Check the parameters and derive the coverage they ask for.

    Args:
        instrument: id of a treaty of the data.
        language: ``en`` or ``ro``.
        as_of: date, or ``YYYY-MM-DD``; empty for the date of the edition.
        draft: id of a draft, or ``none``.
        root: the project folder; found from the working folder when not given.
        catalogue: the data, when already read.
        library: the official texts, when already read.

    Raises:
        UserError: a parameter is unknown; the sentence lists what is allowed.
        DataError: the data cannot be used.
    """
    catalogue = catalogue or load_checked(root or find_root())
    treaty = _one_of("instrument", instrument, list(catalogue.instrument_by_id))
    spoken = _one_of("language", language, list(LANGUAGES))
    overlay = _one_of("draft", draft or NO_DRAFT, [NO_DRAFT, *catalogue.draft_by_id])
    day = read_date(as_of) if as_of else catalogue.edition.as_of
    chosen = None if overlay == NO_DRAFT else overlay
    return View(
        catalogue=catalogue,
        graph=_graph(catalogue),
        coverage=_coverage(catalogue, day, chosen),
        instrument=catalogue.instrument_by_id[treaty],
        language="ro" if spoken == "ro" else "en",
        as_of=day,
        draft=chosen,
        library=library or open_library(catalogue.root, catalogue.edition),
    )


@functools.lru_cache(maxsize=2)
def _graph(catalogue: Catalogue) -> Graph:
    """One graph serves every treaty, language and date."""
    return build(catalogue)


@functools.lru_cache(maxsize=8)
def _coverage(catalogue: Catalogue, as_of: dt.date, draft: str | None) -> Coverage:
    """One derivation serves every treaty and language."""
    return derive(_graph(catalogue), as_of, draft)


def _one_of(name: str, value: object, allowed: list[str]) -> str:
    if not allowed:
        raise UserError(f"the data has no {name}: add a file to data/conventions/")
    if value in allowed:
        return str(value)
    raise UserError(
        f'the parameter {name} is "{value}": allowed are {", ".join(allowed)}{nearest(str(value), allowed)}'
    )
