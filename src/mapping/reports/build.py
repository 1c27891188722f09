"""Make the reports: decide what is out of date, make it, and put it in place whole or not at all.

Three questions decide what is made:

1. Has anything changed at all? Four fingerprints, of the data files, the program, the notebooks and the request; if they
   are those of the last build and every output is still there byte for byte, nothing is done.
2. Which pages? A page keeps the list of what its notebook asked and the fingerprint of each answer. The questions are
   asked again (without a kernel); a page is made again only if an answer differs, from the answers alone if its notebook
   does nothing but ask, else by running the notebook.
3. Which annexes? An annex is laid out again if its content differs.

A final build makes the annexes only, in a folder of their own, and first asks whether anything stands in their way.
"""

import hashlib
import json
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mapping.catalogue import data_files
from mapping.errors import UserError
from mapping.fingerprints import digest, fingerprint, sha
from mapping.pinpoint import LANGUAGES
from mapping.reading import read_record
from mapping.records import ALL, Edition
from mapping.reports.request import Request, request_for
from mapping.reports.store import Store, program_fingerprint
from mapping.reports.traces import same_answers, take_trace
from mapping.texts.library import folder_of

if TYPE_CHECKING:
    from mapping.annex import Annex
    from mapping.notebook import Report
    from mapping.view import View

__all__ = ["Page", "Paper", "Request", "Result", "build", "compares", "notebooks", "request_for"]

PAPERS = ("html", "docx", "pdf")
ANNEX = "annex"  # asked for with --only: the annexes and no page
FIRST_COMPARISON = 10


@dataclass(frozen=True)
class Page:
    """One notebook in one language."""

    instrument: str
    language: str
    notebook: str

    @property
    def path(self) -> str:
        """Where the page stands, relative to the output folder."""
        return f"site/{self.instrument}/{self.language}/{self.notebook}.html"


@dataclass(frozen=True)
class Paper:
    """The compliance annex in one language and one form."""

    instrument: str
    language: str
    kind: str
    final: bool = False

    @property
    def path(self) -> str:
        """Where the file stands, relative to the output folder."""
        return f"{'' if self.final else 'annex/'}{self.instrument}.{self.language}.{self.kind}"


@dataclass(frozen=True)
class Result:
    """What changed, what was still good, and what the person at the keyboard must know besides."""

    made: tuple[str, ...]
    kept: tuple[str, ...]
    remarks: tuple[str, ...] = ()


def notebooks(root: Path) -> list[str]:
    """The notebooks of the project, in reading order, by name without ending."""
    return sorted(path.stem for path in (root / "notebooks").glob("[0-9]*.ipynb"))


def compares(notebook: str) -> bool:
    """True for a notebook that sets all treaties side by side: those numbered from 10 on."""
    return int(notebook.partition("-")[0]) >= FIRST_COMPARISON


def build(
    request: Request, progress: Callable[[str], None] | None = None, total: Callable[[int], None] | None = None
) -> Result:
    """Bring the reports up to date.

    Args:
        request: what to make.
        progress: called with the name of each output when it is done.
        total: called once with the number of outputs that will be made.

    Raises:
        UserError: a parameter is unknown, a notebook fails, a file cannot be written, or mandatory rows of a final annex
            are not settled; the reports stay as they were.
        DataError: the data cannot be used.
    """
    store = Store(request.out)
    root = request.root
    _refuse_mixed_folders(request, store)
    files = {path.relative_to(root).as_posix(): sha(path) for path in (*data_files(root), *_text_files(root))}
    prints = {
        "data": digest(json.dumps(files)),
        "program": program_fingerprint(),
        "notebooks": fingerprint(sorted((root / "notebooks").glob("*.ipynb")), root),
        "request": digest(
            json.dumps(
                [request.instruments, request.languages, request.as_of, request.draft, request.only, request.final]
            )
        ),
    }
    if store.prints == prints and all(map(store.intact, store.outputs)) and not request.final:
        return Result((), tuple(sorted(store.outputs)))
    return _Build(request, store, files, prints, progress or (lambda _: None), total or (lambda _: None)).run()


def _scope_print(files: Mapping[str, str], instrument: str) -> str:
    """The fingerprint of the data on which a page or annex of one treaty can depend: all but the judgements on others.

    Tests hold every question of a report to this.

    Args:
        files: the fingerprint of each data file and official text, by name.
        instrument: the treaty, or all of them.
    """
    own = f"data/mappings/{instrument}/"
    others = {name for name in files if name.startswith("data/mappings/") and not name.startswith(own)}
    return digest(json.dumps({name: one for name, one in files.items() if instrument == ALL or name not in others}))


def _text_files(root: Path) -> list[Path]:
    """The official texts that were imported, sorted by name."""
    edition = read_record(root / "data" / "edition.yaml", "data/edition.yaml", Edition)[0]
    return sorted(folder_of(root, edition).glob("*/*.json")) if edition else []


def _refuse_mixed_folders(request: Request, store: Store) -> None:
    """Final annexes never lie among working drafts: who files one must not have to look twice."""
    if store.outputs and ("index.html" in store.outputs) == request.final:
        held = "the reports and working drafts" if request.final else "final annexes"
        raise UserError(f'"{store.out}" holds {held}: choose another folder with --out')


class _Build:
    """One build; its methods follow one another in the order written."""

    def __init__(
        self,
        request: Request,
        store: Store,
        files: Mapping[str, str],
        prints: dict[str, str],
        progress: Callable[[str], None],
        total: Callable[[int], None],
    ) -> None:
        from mapping.checks import load_checked
        from mapping.texts.library import open_library
        from mapping.view import open_view

        self.request = request
        self.store = store
        self.prints = prints
        self.progress = progress
        self.total = total
        self.names = notebooks(request.root)
        catalogue = load_checked(request.root)
        if not request.instruments:
            raise UserError("the data has no instrument: add a file to data/conventions/")
        library = open_library(catalogue.root, catalogue.edition)
        opened = partial(open_view, as_of=request.as_of, draft=request.draft, catalogue=catalogue, library=library)
        asked = {
            (instrument, language): opened(instrument, language)
            for instrument in request.instruments
            for language in request.languages
        }
        self.views: dict[tuple[str, str], View] = asked
        # The index names every treaty and language, also those whose outputs are left as they are.
        self.all_views = asked | {
            (instrument, language): opened(instrument, language)
            for instrument in catalogue.instrument_by_id
            for language in LANGUAGES
            if (instrument, language) not in asked
        }
        self.scopes = {one: _scope_print(files, one) for one in (*request.instruments, ALL)}
        self.followed: set[Page] = set()
        self.fresh: dict[str, bytes] = {}
        self.entries: dict[str, Any] = {}
        self.annexes: dict[tuple[str, str], Annex] = {}

    def run(self) -> Result:
        remarks = self._remarks() if self.request.final else ()
        pages = [page for page in self._pages() if not self._page_is_good(page)]
        papers = [paper for paper in self._papers() if not self._paper_is_good(paper)]
        self.total(len(pages) + len(papers))
        self._make(pages, papers)
        if not (self.request.only or self.request.final):
            self._summaries()
        self._others()
        if not self.request.final:
            self._index()
        changed = self.store.land(self.fresh, self.entries, self.prints)
        return Result(tuple(changed), tuple(sorted(set(self.entries) - set(changed))), remarks)

    # --- deciding ---

    def _remarks(self) -> tuple[str, ...]:
        """Refuse while a mandatory row is not settled; else say what the final annexes leave open."""
        from mapping.annex import not_examined, obstacles, refusal

        views = list({view.instrument.id: view for view in self.views.values()}.values())
        found = [one for view in views for one in obstacles(view, self.request.today)]
        if found:
            stale = any(paper.path in self.store.outputs for paper in self._papers())
            before = f'\nThe final annexes in "{self.store.out}" were made before: do not file them' if stale else ""
            raise UserError(refusal(found) + before)
        counts = {view.instrument.id: not_examined(view) for view in views}
        return tuple(
            f"{name}: mandatory rows that nobody has examined: {count}" for name, count in counts.items() if count
        )

    def _pages(self) -> list[Page]:
        if self.request.final or self.request.only == ANNEX:
            return []
        names = self.names
        if self.request.only:
            if self.request.only not in names:
                raise UserError(
                    f'there is no notebook "{self.request.only}": allowed are {", ".join(names)}, or {ANNEX}'
                )
            names = [self.request.only]
        single = [Page(*scope, name) for scope in self.views for name in names if not compares(name)]
        together = [
            Page(ALL, language, name) for language in self.request.languages for name in names if compares(name)
        ]
        return [*single, *(together if len(self.all_views) > len(LANGUAGES) else [])]

    def _papers(self) -> list[Paper]:
        return (
            []
            if self.request.only not in (None, ANNEX)
            else [Paper(*scope, kind, self.request.final) for scope in self.views for kind in PAPERS]
        )

    def _page_is_good(self, page: Page) -> bool:
        known = self.store.outputs.get(page.path)
        if not known or known["key"] != self._page_key(page) or not self.store.intact(page.path):
            return False
        own_ways = "view" in dict(known["trace"])  # what the notebook reads besides its questions cannot be known
        if own_ways or known["scope"] != self.scopes[page.instrument]:
            if not same_answers(known["trace"], self._report(page), self.prints["data"]):
                if not own_ways:
                    self.followed.add(page)
                return False
            known = {**known, "scope": self.scopes[page.instrument]}
        self.entries[page.path] = known
        return True

    def _report(self, page: Page) -> "Report":
        """What the notebook of the page asks its questions of."""
        from mapping.notebook import Report
        from mapping.side_by_side import Comparison

        if page.instrument != ALL:
            return Report(self.views[page.instrument, page.language])
        return Comparison([view for (_, language), view in self.all_views.items() if language == page.language])

    def _page_key(self, page: Page) -> str:
        notebook = sha(self.request.root / "notebooks" / f"{page.notebook}.ipynb")
        scope = [asdict(page), self.request.as_of, self.request.draft, self.names]
        return digest(json.dumps([self.prints["program"], notebook, scope]))

    def _paper_is_good(self, paper: Paper) -> bool:
        scope = digest(json.dumps([self.prints["program"], self.prints["request"], self.scopes[paper.instrument]]))
        known = self.store.outputs.get(paper.path)
        if known and known.get("scope") == scope and self.store.intact(paper.path):
            self.entries[paper.path] = known
            return True
        key = digest(self.prints["program"] + repr(self._annex(paper)))
        good = bool(known and known["key"] == key and self.store.intact(paper.path))
        self.entries[paper.path] = {**(known if known and good else {}), "key": key, "scope": scope}
        return good

    def _annex(self, paper: Paper) -> "Annex":
        """The annex of a paper, composed once for its three forms."""
        from mapping.annex import compose

        scope = paper.instrument, paper.language
        if scope not in self.annexes:
            self.annexes[scope] = compose(self.views[scope], final=self.request.final)
        return self.annexes[scope]

    # --- making ---

    def _make(self, pages: list[Page], papers: list[Paper]) -> None:
        """Run the notebooks and lay out the annexes side by side."""
        kernels = any(page not in self.followed for page in pages)  # they need the memory and the processors
        with ThreadPoolExecutor(max_workers=1 if kernels else 2) as beside:
            pending = [beside.submit(self._make_paper, paper) for paper in papers]
            try:
                if rest := [page for page in pages if not self._answer_page(page)]:
                    self._run_pages(rest)
                for one in pending:
                    one.result()
            except BaseException:
                for one in pending:
                    one.cancel()
                raise

    def _answer_page(self, page: Page) -> bool:
        """Bring a page that Papermill has made before, of a notebook that only asks, up to date without a kernel."""
        from mapping.reports.answered import answered

        path = self.request.root / "notebooks" / f"{page.notebook}.ipynb"
        notebook = answered(path, self._report(page)) if page in self.followed else None
        if notebook is None:
            return False
        self._keep_page(page, notebook)
        self.progress(page.path)
        return True

    def _run_pages(self, pages: list[Page]) -> None:
        from mapping.reports.run import Job, run_jobs

        request = self.request
        shared = {"as_of": request.as_of, "draft": request.draft}
        jobs = [
            Job(
                notebook=request.root / "notebooks" / f"{page.notebook}.ipynb",
                parameters={"instrument": page.instrument, "language": page.language, **shared},
                name=page.path,
            )
            for page in pages
        ]
        executed = run_jobs(jobs, cwd=request.root, on_done=lambda job: self.progress(job.name))
        for page in pages:
            self._keep_page(page, executed[page.path])

    def _keep_page(self, page: Page, notebook: Any) -> None:
        trace = take_trace(notebook, self.prints["data"])
        entry = {"key": self._page_key(page), "scope": self.scopes[page.instrument], "trace": trace}
        self._keep(page.path, self._page_html(page, notebook).encode(), entry)

    def _page_html(self, page: Page, notebook: Any) -> str:
        from mapping.reports.pages import to_html
        from mapping.reports.site import navigation, page_title

        first = self.request.instruments[0] if page.instrument == ALL else page.instrument
        view = self.views[first, page.language]
        same_kind = [name for name in self.names if compares(name) == compares(page.notebook)]
        return to_html(
            notebook,
            language=page.language,
            title=page_title(view, page.notebook, alone=page.instrument != ALL),
            navigation=navigation(view, same_kind),
            current=f"{page.notebook}.html",
            home="../../../index.html",
        )

    def _make_paper(self, paper: Paper) -> None:
        annex = self._annex(paper)
        if paper.kind == "html":
            from mapping.reports.annex_html import to_html

            content = to_html(annex).encode()
        elif paper.kind == "docx":
            from mapping.reports.annex_docx import to_docx

            content = to_docx(annex)
        else:
            from mapping.reports.annex_pdf import to_pdf

            content = to_pdf(annex)
        self._keep(paper.path, content, self.entries[paper.path])
        self.progress(paper.path)

    def _summaries(self) -> None:
        from mapping.summary import coverage_csv, gap_register

        for (instrument, language), view in self.views.items():
            self._keep(f"summary/{instrument}-coverage.csv", coverage_csv(view).encode(), {})
            self._keep(f"summary/{instrument}-gaps.{language}.md", gap_register(view).encode(), {})

    def _others(self) -> None:
        """Keep what an earlier build made and this one was not asked about."""
        asked = {f"{instrument}/{language}" for instrument, language in self.views}
        asked |= {f"{ALL}/{language}" for language in self.request.languages}
        for name, known in self.store.outputs.items():
            belongs = any(one in name or one.replace("/", ".") in name for one in asked)
            if name not in self.entries and (self.request.only or not belongs) and (self.request.out / name).is_file():
                self.entries[name] = known

    def _index(self) -> None:
        from mapping.reports.site import index

        self._keep("index.html", index(self.all_views, self.names, set(self.entries)).encode(), {})

    def _keep(self, path: str, content: bytes, entry: dict[str, Any]) -> None:
        self.fresh[path] = content
        self.entries[path] = {**entry, "sha256": hashlib.sha256(content).hexdigest()}
