"""Runs the notebooks with parameters and gives back what they show, the same bytes for the same inputs.

Papermill and nbformat are imported inside the functions: they cost half a second, and a command that runs no notebook
should not pay for them.
"""

import contextlib
import logging
import sys
import warnings
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mapping.errors import UserError

if TYPE_CHECKING:
    import nbformat

    from mapping.reports.kernels import KernelPool

# What the notebooks import; the kernels start with it.
NOTEBOOK_MODULES = (
    "IPython.display",
    "pandas",
    "networkx",
    "jinja2",
    "msgspec",
    "yaml",
    "mapping.view",
    "mapping.notebook",
    "mapping.side_by_side",
    "mapping.tables",
    "mapping.reports.warm",
)

# Errors of this product: their text is written for the reader, the name of the class is not.
SPOKEN_ERRORS = frozenset({"UserError", "DataError"})

# How often the waiting thread looks up; Windows delivers Ctrl-C only between two waits.
LOOK_UP_SECONDS = 0.5


@dataclass(frozen=True)
class Job:
    """One run of one notebook; ``name`` is unique among the jobs of a run."""

    notebook: Path
    parameters: dict[str, str]
    name: str


class NotebookFailed(UserError):
    """A notebook raised an exception; the message says which, where and what."""


def run_jobs(
    jobs: Sequence[Job],
    *,
    cwd: Path,
    workers: int = 3,
    on_done: Callable[[Job], None] | None = None,
) -> "dict[str, nbformat.NotebookNode]":
    """Run the notebooks, several at a time, each in a kernel of its own.

    Args:
        jobs: What to run.
        cwd: The directory in which the kernels start.
        workers: How many notebooks run at the same time.
        on_done: Called in the calling thread after each job.

    Returns:
        The executed notebooks by the name of their job, in the order of the jobs, without anything that differs
        between two runs.

    Raises:
        UserError: Before anything runs, if a notebook cannot be read or has no such parameter.
        NotebookFailed: If a notebook raises an exception; the other notebooks are stopped.
    """
    if len({job.name for job in jobs}) < len(jobs):
        raise ValueError("two jobs have the same name")
    if not jobs:
        return {}
    from mapping.reports.kernels import KernelPool

    # The pool comes first: its imports run while this process does its own.
    project = {"MAPPING_ROOT": str(cwd)} if (cwd / "data").is_dir() else {}
    with KernelPool(NOTEBOOK_MODULES, environment=project) as pool, _silence():
        sources = {job.name: _read(job) for job in jobs}
        return _run_all(jobs, sources, pool, cwd, workers, on_done)


def _run_all(
    jobs: Sequence[Job],
    sources: "dict[str, nbformat.NotebookNode]",
    pool: "KernelPool",
    cwd: Path,
    workers: int,
    on_done: Callable[[Job], None] | None,
) -> "dict[str, nbformat.NotebookNode]":
    # Threads, not processes: the work is done in the kernels.
    executor = ThreadPoolExecutor(max_workers=workers, thread_name_prefix="notebook")
    futures = {executor.submit(_execute, job, sources[job.name], pool, cwd): job for job in jobs}
    try:
        executed = {job.name: notebook for job, notebook in _as_done(futures, on_done)}
    except BaseException:
        # A failed notebook or Ctrl-C: without their kernels the other threads end within a second.
        executor.shutdown(wait=False, cancel_futures=True)
        pool.close()
        raise
    finally:
        executor.shutdown()
    return {job.name: executed[job.name] for job in jobs}


def _as_done(
    futures: "dict[Future[nbformat.NotebookNode], Job]", on_done: Callable[[Job], None] | None
) -> "Iterator[tuple[Job, nbformat.NotebookNode]]":
    pending = set(futures)
    while pending:
        done, pending = wait(pending, timeout=LOOK_UP_SECONDS, return_when=FIRST_COMPLETED)
        for future in done:
            job = futures[future]
            yield job, future.result()
            if on_done:
                on_done(job)


@contextlib.contextmanager
def without_slow_formats() -> Iterator[None]:
    """Import ``jsonschema`` without the grammar of internationalised addresses, which takes it a second to compile.

    Papermill, nbformat and nbconvert import ``jsonschema``; beside jupyterlab it finds ``rfc3987_syntax`` and compiles
    its grammar at once, for the formats ``iri`` and ``iri-reference``, which no notebook schema uses. Where
    ``jsonschema`` is imported already, nothing changes.
    """
    name = "rfc3987_syntax"
    if name in sys.modules or "jsonschema" in sys.modules:
        yield
        return
    sys.modules[name] = None  # type: ignore[assignment]  # the documented way to make an import fail
    try:
        import jsonschema  # type: ignore[import-untyped]  # noqa: F401

        yield
    finally:
        del sys.modules[name]


def _papermill() -> Any:
    with without_slow_formats():
        import papermill

    return papermill


@contextlib.contextmanager
def _silence() -> Iterator[None]:
    """Keep Papermill, nbclient and jupyter_client from speaking; what the reader should know is raised."""
    _papermill()  # sets the level of its loggers when first imported
    loggers = [logging.getLogger(name) for name in ("papermill", "traitlets", "asyncio")]
    levels = [logger.level for logger in loggers]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for logger in loggers:
            logger.setLevel(logging.CRITICAL + 1)
        try:
            yield
        finally:
            for logger, level in zip(loggers, levels, strict=True):
                logger.setLevel(level)


def _read(job: Job) -> "nbformat.NotebookNode":
    """Read a notebook and refuse parameters that it does not have."""
    import nbformat

    try:
        notebook: nbformat.NotebookNode = nbformat.read(job.notebook, as_version=4)  # type: ignore[no-untyped-call]
    except FileNotFoundError:
        raise UserError(f"There is no notebook {job.notebook}.") from None
    except (OSError, ValueError, nbformat.ValidationError, nbformat.reader.NotJSONError) as problem:
        raise UserError(f"{job.notebook} is not a notebook: {_one_line(str(problem))}") from None
    # Papermill wants to be told what the product's notebooks need not say.
    notebook.metadata.setdefault("language_info", {"name": "python"})
    notebook.metadata.setdefault("kernelspec", {"name": "python3", "display_name": "Python 3", "language": "python"})
    known = sorted(_papermill().inspect_notebook(notebook)) if _has_parameters(notebook) else []
    unknown = sorted(set(job.parameters) - set(known))
    if unknown:
        has = f"it has {', '.join(known)}" if known else "it has no cell tagged 'parameters'"
        raise UserError(f"{job.notebook} has no parameter {' or '.join(unknown)} ({has}).")
    return notebook


def _has_parameters(notebook: "nbformat.NotebookNode") -> bool:
    return any("parameters" in _tags(cell) for cell in notebook.cells)


def _tags(cell: "nbformat.NotebookNode") -> list[str]:
    return list(cell.metadata.get("tags", []))


def _execute(job: Job, source: "nbformat.NotebookNode", pool: "KernelPool", cwd: Path) -> "nbformat.NotebookNode":
    papermill = _papermill()
    from papermill.exceptions import PapermillExecutionError

    try:
        executed = papermill.execute_notebook(
            source,
            None,  # stays in memory
            parameters=dict(sorted(job.parameters.items())),
            kernel_name="python3",
            language="python",
            progress_bar=False,
            kernel_manager_class=pool.manager_class,
            shutdown_kernel="immediate",
            record_timing=False,
            # Papermill's own ``cwd`` changes the directory of this process, under the feet of the other threads.
            resources={"metadata": {"path": str(cwd)}},
        )
    except PapermillExecutionError as problem:
        raise NotebookFailed(_explain(job, source, problem)) from None
    except RuntimeError as problem:  # nbclient: the kernel did not start, or died
        raise NotebookFailed(f"{_label(job)} stopped: {_one_line(str(problem))}.") from problem
    return _settle(executed, source)


def _explain(job: Job, source: "nbformat.NotebookNode", problem: Any) -> str:
    """Say which notebook failed, in which cell of the file, and why."""
    number = problem.cell_index + 1
    # Papermill adds a cell of its own after the parameters; the reader's file does not have it.
    if job.parameters and not any("injected-parameters" in _tags(cell) for cell in source.cells[:number]):
        number -= 1
    where = f"{_label(job)} failed in cell {number}"
    if problem.ename in SPOKEN_ERRORS:
        return f"{where}: {problem.evalue}"
    return f"{where}: {problem.ename}: {_one_line(problem.evalue)}".rstrip(": ")


def _label(job: Job) -> str:
    return f"Notebook {job.notebook.name} ({job.name})"


def _one_line(text: str) -> str:
    return " ".join(text.split()).rstrip(".")


def _settle(executed: "nbformat.NotebookNode", source: "nbformat.NotebookNode") -> "nbformat.NotebookNode":
    """Take out of an executed notebook whatever differs between two runs: clocks, random ids, versions, warnings."""
    executed.metadata = source.metadata.copy()
    executed.metadata.pop("papermill", None)
    executed.nbformat, executed.nbformat_minor = 4, 5  # the format in which every cell has an id
    for number, cell in enumerate(executed.cells, 1):
        cell.id = f"cell-{number}"
        cell.metadata.pop("papermill", None)
        cell.metadata.pop("execution", None)
        if not _tags(cell):
            cell.metadata.pop("tags", None)
        if cell.cell_type == "code":
            cell.outputs = _settle_outputs(cell.outputs)
    return executed


def _settle_outputs(outputs: "list[nbformat.NotebookNode]") -> "list[nbformat.NotebookNode]":
    """Join printed text, which arrives in pieces of any length, and drop what was written to stderr.

    Warnings carry the process id in the name of the cell's file; what a reader should see is not a warning.
    """
    kept: list[nbformat.NotebookNode] = []
    for output in outputs:
        if output.output_type != "stream":
            kept.append(output)
        elif output.name == "stdout" and kept and kept[-1].output_type == "stream":
            kept[-1].text += output.text
        elif output.name == "stdout":
            kept.append(output)
    return kept
