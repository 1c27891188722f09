"""Make the reports: decide what is out of date, make it, and put it in place whole or not at all.

Three questions decide what is made:

1. Has anything changed at all? One fingerprint over the data files, the program, the notebooks and the parameters; if it
   is the one of the last build and every output is still there byte for byte, nothing is done.
2. Which pages? A page keeps the list of what its notebook asked and the fingerprint of each answer. The questions are
   asked again (without a kernel); a page is run again only if an answer differs.
3. Which annexes? An annex is laid out again if its content differs.

File times play no part. Everything new is written into a folder beside the old one and moved only when all of it is
there.
"""

import contextlib
import datetime as dt
import functools
import hashlib
import json
import os
import shutil
import signal
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

from mapping.annex import compose
from mapping.catalogue import Catalogue, data_files, load
from mapping.issues import UserError
from mapping.notebook import TRACE, Report, Trace, digest
from mapping.reading import read_record
from mapping.records import Edition
from mapping.summary import coverage_csv, gap_register
from mapping.view import LANGUAGES, NO_DRAFT, View, open_view

MANIFEST = ".manifest.json"
LIBRARIES = ("docxtpl", "ipykernel", "jinja2", "nbconvert", "networkx", "pandas", "papermill", "typst")
PAPERS = ("html", "docx", "pdf")
Progress = Callable[[str], None]


@dataclass(frozen=True)
class Request:
    """What to make: treaties, languages, date, draft, one notebook or all, and where to put it."""

    root: Path
    out: Path
    instruments: tuple[str, ...]
    languages: tuple[str, ...] = LANGUAGES
    as_of: str = ""
    draft: str = NO_DRAFT
    only: str | None = None


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
class Result:
    """What was made and what was still good."""

    made: tuple[str, ...]
    kept: tuple[str, ...]


def default_out(root: Path, as_of: str, draft: str, edition: dt.date) -> Path:
    """``reports/``, or a folder inside it for another date or a draft, so that the committed summary keeps its meaning."""
    parts = [as_of] if as_of and as_of != str(edition) else []
    parts += [draft] if draft != NO_DRAFT else []
    return root / "reports" / "-".join(parts) if parts else root / "reports"


def request_for(
    root: Path,
    *,
    instrument: str | None,
    language: str | None,
    as_of: str,
    draft: str,
    only: str | None,
    out: Path | None,
) -> Request:
    """The request behind a command line; what is not given means all treaties, both languages, the edition's date."""
    edition = read_record(root / "data" / "edition.yaml", "data/edition.yaml", Edition)[0]
    folder = out or default_out(root, as_of, draft, edition.as_of if edition else dt.date.min)
    instruments = (instrument,) if instrument else tuple(path.stem for path in sorted((root / "data" / "conventions").glob("*.yaml")))
    languages = tuple(one for one in LANGUAGES if language in (None, one))
    return Request(root, folder.resolve(), instruments, languages, as_of, draft, only)


def notebooks(root: Path) -> list[str]:
    """The notebooks of the project, in reading order, by name without ending."""
    return sorted(path.stem for path in (root / "notebooks").glob("[0-9]*.ipynb"))


def fingerprint(request: Request) -> dict[str, str]:
    """Fingerprints of everything a build reads; four of them, so that a change can be told apart."""
    root = request.root
    code = sorted(path for path in Path(__file__).parents[1].rglob("*") if path.is_file() and path.suffix != ".pyc")
    home = Path(__file__).parents[1]
    return {
        "data": _files_digest(data_files(root), root),
        "code": _files_digest(code, home) + digest(sys.version + "".join(_versions())),
        "notebooks": _files_digest(sorted((root / "notebooks").glob("*.ipynb")), root),
        "request": digest(json.dumps([request.instruments, request.languages, request.as_of, request.draft, request.only])),
    }


@functools.cache
def _versions() -> tuple[str, ...]:
    return tuple(f"{name} {version(name)}" for name in LIBRARIES)


def _files_digest(paths: list[Path], root: Path) -> str:
    total = hashlib.sha256()
    for path in paths:
        if path.is_file():
            total.update(f"{path.relative_to(root).as_posix()}\0".encode())
            total.update(hashlib.sha256(path.read_bytes()).digest())
    return total.hexdigest()


def build(request: Request, progress: Progress | None = None, total: Callable[[int], None] | None = None) -> Result:
    """Bring the reports up to date.

    Args:
        request: what to make.
        progress: called with the name of each output when it is done.
        total: called once with the number of outputs that will be made.

    Raises:
        UserError: a parameter is unknown, a notebook fails or a file cannot be written; the reports stay as they were.
        DataError: the data cannot be used.
    """
    manifest = _read_manifest(request.out)
    prints = fingerprint(request)
    if manifest.get("prints") == prints and _intact(request.out, manifest):
        return Result((), tuple(sorted(manifest["outputs"])))
    return _Build(request, manifest, prints, progress or (lambda _: None), total or (lambda _: None)).run()


def _read_manifest(out: Path) -> dict[str, Any]:
    with contextlib.suppress(OSError, ValueError):
        manifest = json.loads((out / MANIFEST).read_text(encoding="utf-8"))
        if isinstance(manifest, dict):
            return manifest
    return {}


def _intact(out: Path, manifest: dict[str, Any]) -> bool:
    return all(_sha(out / name) == known["sha256"] for name, known in manifest.get("outputs", {}).items())


def _sha(path: Path) -> str:
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError:
        return ""


class _Build:
    """One build; its methods follow one another in the order written."""

    def __init__(
        self, request: Request, manifest: dict[str, Any], prints: dict[str, str], progress: Progress, total: Callable[[int], None]
    ) -> None:
        self.request = request
        self.prints = prints
        self.progress = progress
        self.total = total
        self.known: dict[str, Any] = manifest.get("outputs", {}) if _same_program(manifest, prints) else {}
        self.fresh: dict[str, bytes] = {}
        self.entries: dict[str, Any] = {}

    def run(self) -> Result:
        request = self.request
        catalogue = load(request.root)
        views = {
            (instrument, language): open_view(instrument, language, request.as_of, request.draft, catalogue=catalogue)
            for instrument in request.instruments
            for language in request.languages
        }
        pages = self._pages()
        stale = [page for page in pages if not self._page_is_good(page, views[page.instrument, page.language])]
        papers = [] if request.only else self._stale_papers(views)
        self.total(len(stale) + len(papers))
        self._make(stale, papers, views)
        if not request.only:
            self._summaries(catalogue, views)
        self._index(views)
        return self._land()

    # --- deciding ---

    def _pages(self) -> list[Page]:
        names = notebooks(self.request.root)
        if self.request.only:
            if self.request.only not in names:
                raise UserError(f'there is no notebook "{self.request.only}": allowed are {", ".join(names)}')
            names = [self.request.only]
        return [Page(one, language, name) for one in self.request.instruments for language in self.request.languages for name in names]

    def _page_is_good(self, page: Page, view: View) -> bool:
        known = self.known.get(page.path)
        if not known or known["key"] != self._page_key(page) or _sha(self.request.out / page.path) != known["sha256"]:
            return False
        if not _same_answers(known["trace"], Report(view), self.prints["data"]):
            return False
        self.entries[page.path] = known
        return True

    def _page_key(self, page: Page) -> str:
        notebook = self.request.root / "notebooks" / f"{page.notebook}.ipynb"
        return digest(json.dumps([_sha(notebook), asdict(page), self.request.as_of, self.request.draft, notebooks(self.request.root)]))

    def _stale_papers(self, views: dict[tuple[str, str], View]) -> list[tuple[str, str, str]]:
        stale = []
        for (instrument, language), view in views.items():
            key = digest(repr(compose(view)))
            for kind in PAPERS:
                path = _paper(instrument, language, kind)
                known = self.known.get(path)
                if known and known["key"] == key and _sha(self.request.out / path) == known["sha256"]:
                    self.entries[path] = known
                else:
                    self.entries[path] = {"key": key}
                    stale.append((instrument, language, kind))
        return stale

    # --- making ---

    def _make(self, stale: list[Page], papers: list[tuple[str, str, str]], views: dict[tuple[str, str], View]) -> None:
        """Run the notebooks and lay out the annexes side by side."""
        with ThreadPoolExecutor(max_workers=1) as beside:
            pending = [beside.submit(self._paper, *one, views[one[0], one[1]]) for one in papers]
            try:
                if stale:
                    self._run_pages(stale, views)
                for one in pending:
                    one.result()
            except BaseException:
                for one in pending:
                    one.cancel()
                raise

    def _run_pages(self, stale: list[Page], views: dict[tuple[str, str], View]) -> None:
        from mapping.reports.run import Job, run_jobs

        request = self.request
        jobs = {
            page.path: Job(
                notebook=request.root / "notebooks" / f"{page.notebook}.ipynb",
                parameters={"instrument": page.instrument, "language": page.language, "as_of": request.as_of, "draft": request.draft},
                name=page.path,
            )
            for page in stale
        }
        executed = run_jobs(list(jobs.values()), cwd=request.root, on_done=lambda job: self.progress(job.name))
        for page in stale:
            notebook = executed[page.path]
            trace = _take_trace(notebook)
            self._keep(page.path, self._page_html(page, notebook, views).encode(), {"key": self._page_key(page), "trace": trace})

    def _page_html(self, page: Page, notebook: Any, views: dict[tuple[str, str], View]) -> str:
        from mapping.reports.pages import to_html
        from mapping.reports.site import navigation, page_title

        view = views[page.instrument, page.language]
        names = notebooks(self.request.root)
        return to_html(
            notebook,
            language=page.language,
            title=page_title(view, page.notebook),
            navigation=navigation(view, names),
            home="../../../index.html",
        )

    def _paper(self, instrument: str, language: str, kind: str, view: View) -> None:
        annex = compose(view)
        if kind == "html":
            from mapping.reports.annex_html import to_html

            content = to_html(annex).encode()
        elif kind == "docx":
            from mapping.reports.annex_docx import to_docx

            content = to_docx(annex)
        else:
            from mapping.reports.annex_pdf import to_pdf

            content = to_pdf(annex)
        path = _paper(instrument, language, kind)
        self._keep(path, content, self.entries[path])
        self.progress(path)

    def _summaries(self, catalogue: Catalogue, views: dict[tuple[str, str], View]) -> None:
        for (instrument, language), view in views.items():
            self._keep(f"summary/{instrument}-coverage.csv", coverage_csv(view).encode(), {})
            self._keep(f"summary/{instrument}-gaps.{language}.md", gap_register(view).encode(), {})

    def _index(self, views: dict[tuple[str, str], View]) -> None:
        from mapping.reports.site import index

        names = notebooks(self.request.root)
        there = {name for name in (*self.entries, *self.fresh)} | {
            name for name in self.known if (self.request.out / name).is_file()
        }
        self._keep("index.html", index(views, names, there).encode(), {})

    def _keep(self, path: str, content: bytes, entry: dict[str, Any]) -> None:
        self.fresh[path] = content
        self.entries[path] = {**entry, "sha256": hashlib.sha256(content).hexdigest()}

    # --- landing ---

    def _land(self) -> Result:
        """Write everything beside its place, then move it there without being interrupted."""
        out = self.request.out
        changed = {path: content for path, content in self.fresh.items() if _sha(out / path) != self.entries[path]["sha256"]}
        kept_from_before = {} if not self.request.only else {name: entry for name, entry in self.known.items() if name not in self.entries}
        manifest = {"prints": self.prints, "outputs": {**kept_from_before, **self.entries}}
        try:
            out.mkdir(parents=True, exist_ok=True)
            staging = Path(tempfile.mkdtemp(prefix=".new-", dir=out))
        except OSError as error:
            raise UserError(f'"{out}" cannot be written: {error.strerror}; the reports are unchanged') from None
        try:
            for path, content in {**changed, MANIFEST: _as_json(manifest)}.items():
                (staging / path).parent.mkdir(parents=True, exist_ok=True)
                (staging / path).write_bytes(content)
            with _uninterrupted():
                (out / MANIFEST).unlink(missing_ok=True)
                for path in (*changed, MANIFEST):
                    (out / path).parent.mkdir(parents=True, exist_ok=True)
                    (staging / path).replace(out / path)
                self._remove_leftovers()
        except OSError as error:
            raise UserError(f'the reports cannot be written to "{out}": {error.strerror}; free space or close the open file, then run again') from None
        finally:
            shutil.rmtree(staging, ignore_errors=True)
        return Result(tuple(sorted(changed)), tuple(sorted(set(self.entries) - set(changed))))

    def _remove_leftovers(self) -> None:
        """Outputs of earlier builds that nothing makes any more, of the treaties and languages asked for."""
        if self.request.only:
            return
        for path in set(self.known) - set(self.entries):
            if any(f"/{one}" in path for one in self.request.instruments):
                (self.request.out / path).unlink(missing_ok=True)


def _same_program(manifest: dict[str, Any], prints: dict[str, str]) -> bool:
    return bool(manifest.get("prints", {}).get("code") == prints["code"])


def _same_answers(trace: Trace, report: Report, data: str) -> bool:
    for question, answer in dict(trace).items():
        if question == "view":
            if answer != data:
                return False
        elif digest(getattr(report, question)()) != answer:
            return False
    return True


def _take_trace(notebook: Any) -> Trace:
    """The longest list of questions among the outputs, which are freed of it: readers have no use for it."""
    longest: Trace = []
    for cell in notebook.cells:
        for output in cell.get("outputs", []):
            trace = output.get("metadata", {}).pop(TRACE, [])
            longest = max(longest, [(question, answer) for question, answer in trace], key=len)
    return longest


def _paper(instrument: str, language: str, kind: str) -> str:
    return f"annex/{instrument}.{language}.{kind}"


def _as_json(value: Any) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()


@contextlib.contextmanager
def _uninterrupted() -> Iterator[None]:
    """Hold Ctrl-C and a polite kill back until the moves are done: a few milliseconds."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    pending: list[int] = []
    before = {one: signal.signal(one, lambda number, _: pending.append(number)) for one in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for one, handler in before.items():
            signal.signal(one, handler)
        if pending:
            os.kill(os.getpid(), pending[0])
