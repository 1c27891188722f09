"""Running notebooks: parameters in, the same bytes out, a sentence when something is wrong, and no process left."""

import os
import signal
import subprocess
import sys
import textwrap
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import nbformat
import psutil
import pytest

from mapping.errors import UserError
from mapping.reports import run
from mapping.reports.kernels import CAN_FORK, KernelPool
from mapping.reports.run import Job, NotebookFailed, run_jobs, without_slow_formats

PARAMETERS = 'language = "ro"\ninstrument = "lanzarote"'


def write(path: Path, *sources: str, parameters: str | None = PARAMETERS) -> Path:
    """Write a notebook: a parameters cell, if any, and one code cell for each source."""
    cells = [nbformat.v4.new_code_cell(source) for source in sources]
    if parameters is not None:
        cells.insert(0, nbformat.v4.new_code_cell(parameters, metadata={"tags": ["parameters"]}))
    nbformat.write(nbformat.v4.new_notebook(cells=cells), path)
    return path


def printed(notebook: nbformat.NotebookNode) -> str:
    """Everything a notebook has printed."""
    streams = [
        output for cell in notebook.cells for output in cell.get("outputs", []) if output.output_type == "stream"
    ]
    return "".join(output.text for output in streams)


@pytest.fixture(autouse=True)
def nothing_left_behind(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """After every test, whatever its outcome, no kernel and no server is alive; the kernels start with few imports."""
    monkeypatch.setattr(run, "NOTEBOOK_MODULES", ())
    yield
    assert psutil.Process().children(recursive=True) == []


def test_the_same_inputs_give_the_same_bytes(tmp_path: Path) -> None:
    """Parameters arrive, order is that of the jobs, and nothing in a notebook tells one run from another."""
    path = write(
        tmp_path / "a.ipynb",
        "import sys, warnings\nwarnings.warn('seen by nobody')\nprint(language, instrument)",
        "from IPython.display import HTML, display\nfor i in range(30):\n    print(i)\n"
        "    if i == 15: display(HTML('<p>x</p>'))\nset('language')",
    )
    jobs = [Job(path, {"language": language, "instrument": "cedaw"}, language) for language in ("ro", "en")]
    done: list[Job] = []
    first = run_jobs(jobs, cwd=tmp_path, on_done=done.append)
    second = run_jobs(list(reversed(jobs)), cwd=tmp_path, workers=1)
    assert list(first) == ["ro", "en"]
    assert sorted(job.name for job in done) == ["en", "ro"]
    assert printed(first["en"]).startswith("en cedaw\n0\n1\n")
    for name, notebook in first.items():
        assert nbformat.writes(notebook) == nbformat.writes(second[name])
        nbformat.validate(notebook)
    assert list(tmp_path.iterdir()) == [path]


def test_kernels_start_in_the_given_directory_and_differ_in_chance(tmp_path: Path) -> None:
    """Modules beside the notebooks can be imported; two kernels of one server do not draw the same numbers."""
    (tmp_path / "beside.py").write_text("WORD = 'found'")
    path = write(
        tmp_path / "a.ipynb",
        "import beside, os, random\nprint(beside.WORD, os.getcwd(), random.random(), os.getpgrp() == os.getpid())",
        parameters=None,
    )
    found = run_jobs([Job(path, {}, "a"), Job(path, {}, "b")], cwd=tmp_path)
    word, directory, number, leads = printed(found["a"]).split()
    assert (word, directory, leads) == ("found", str(tmp_path), "True")
    assert number not in printed(found["b"])


def test_a_failing_notebook_is_one_sentence(tmp_path: Path) -> None:
    """The message names the notebook, the cell as counted in the file and the exception; other notebooks stop."""
    bad = write(tmp_path / "bad.ipynb", "1 + 1", "raise ValueError('two\\nlines')")
    slow = write(tmp_path / "slow.ipynb", "import time\ntime.sleep(60)")
    start = time.monotonic()
    with pytest.raises(NotebookFailed) as failure:
        run_jobs([Job(bad, {"language": "en"}, "bad-en"), Job(slow, {}, "slow")], cwd=tmp_path)
    assert str(failure.value) == "Notebook bad.ipynb (bad-en) failed in cell 3: ValueError: two lines"
    assert time.monotonic() - start < 20


def test_a_mistake_of_the_reader_keeps_its_own_words(tmp_path: Path) -> None:
    """Errors written for the reader are passed on without the name of their class."""
    path = write(tmp_path / "a.ipynb", "from mapping.errors import UserError\nraise UserError('No such treaty: x.')")
    with pytest.raises(NotebookFailed, match=r"^Notebook a\.ipynb \(a\) failed in cell 2: No such treaty: x\.$"):
        run_jobs([Job(path, {}, "a")], cwd=tmp_path)


def test_a_kernel_that_dies_is_reported(tmp_path: Path) -> None:
    """A notebook that ends its own process is a failure like any other."""
    path = write(tmp_path / "a.ipynb", "import os\nos._exit(3)")
    with pytest.raises(NotebookFailed, match=r"^Notebook a\.ipynb \(a\) stopped: "):
        run_jobs([Job(path, {}, "a")], cwd=tmp_path)


@pytest.mark.parametrize(
    ("parameters", "given", "message"),
    [
        (PARAMETERS, {"lang": "en"}, r"no parameter lang \(it has instrument, language\)\."),
        (PARAMETERS, {"x": "1", "as_of": "2"}, r"no parameter as_of or x \("),
        (None, {"language": "en"}, r"\(it has no cell tagged 'parameters'\)"),
    ],
)
def test_unknown_parameters_are_refused_before_running(
    tmp_path: Path, parameters: str | None, given: dict[str, str], message: str
) -> None:
    """No cell runs, and the message lists what the notebook has."""
    path = write(tmp_path / "a.ipynb", "open('ran', 'w').close()", parameters=parameters)
    good = Job(write(tmp_path / "b.ipynb", "open('ran', 'w').close()"), {}, "good")
    with pytest.raises(UserError, match=message):
        run_jobs([good, Job(path, given, "a")], cwd=tmp_path)
    assert not (tmp_path / "ran").exists()


def test_what_is_not_a_notebook_is_refused(tmp_path: Path) -> None:
    """A missing or broken file is a sentence; two jobs of one name are a mistake of the caller."""
    broken = tmp_path / "broken.ipynb"
    broken.write_text("{")
    with pytest.raises(UserError, match="There is no notebook"):
        run_jobs([Job(tmp_path / "none.ipynb", {}, "a")], cwd=tmp_path)
    with pytest.raises(UserError, match="is not a notebook"):
        run_jobs([Job(broken, {}, "a")], cwd=tmp_path)
    with pytest.raises(ValueError, match="same name"):
        run_jobs([Job(broken, {}, "a"), Job(broken, {}, "a")], cwd=tmp_path)
    assert run_jobs([], cwd=tmp_path) == {}


def test_stock_kernels_give_the_same_bytes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where processes cannot be forked, the pages are the same."""
    jobs = [Job(write(tmp_path / "a.ipynb", "import sys\nprint(language, set('language'), sys.path)"), {}, "a")]
    usual = run_jobs(jobs, cwd=tmp_path)
    stock = KernelPool.__init__
    monkeypatch.setattr(
        KernelPool, "__init__", lambda self, imports, **more: stock(self, imports, **more, forked=False)
    )
    assert nbformat.writes(run_jobs(jobs, cwd=tmp_path)["a"]) == nbformat.writes(usual["a"])


@pytest.mark.skipif(sys.platform == "win32", reason="sends a POSIX signal")
@pytest.mark.parametrize("ending", [signal.SIGINT, signal.SIGKILL])
def test_an_interrupted_run_leaves_no_kernel(tmp_path: Path, ending: signal.Signals) -> None:
    """Ctrl-C arrives as KeyboardInterrupt within seconds; even a killed run takes its kernels with it."""
    path = write(tmp_path / "a.ipynb", "import os, time\nopen('pid', 'w').write(str(os.getpid()))\ntime.sleep(60)")
    program = f"""
        from pathlib import Path
        from mapping.reports.run import Job, run_jobs
        try:
            run_jobs([Job(Path({str(path)!r}), {{}}, "a")], cwd=Path({str(tmp_path)!r}))
        except KeyboardInterrupt:
            print("interrupted")
    """
    program_run = subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(program)],
        stdout=subprocess.PIPE,
        text=True,
        env=os.environ | {"TMPDIR": str(tmp_path)},
    )
    pid = tmp_path / "pid"
    wait_until(lambda: pid.exists() and pid.read_text() != "", 30)
    kernel = int(pid.read_text())
    assert psutil.pid_exists(kernel)
    program_run.send_signal(ending)
    said, _ = program_run.communicate(timeout=10)
    assert said == ("interrupted\n" if ending == signal.SIGINT else "")
    wait_until(lambda: not psutil.pid_exists(kernel), 5)
    if ending == signal.SIGINT:
        assert not list(tmp_path.glob("mapping-*"))


def wait_until(condition: Callable[[], bool], seconds: float) -> None:
    """Look ten times a second; fail when the time is over."""
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.1)


@pytest.mark.skipif(not CAN_FORK, reason="no fork server on this platform")
def test_without_its_server_the_pool_goes_on_with_stock_kernels(tmp_path: Path) -> None:
    """A server that cannot start costs time, not the report."""
    with KernelPool(["no_such_module"]) as pool:
        server = psutil.Process().children()[0]
        server.kill()
        server.wait()
        command = [sys.executable, "-c", "import time; time.sleep(60)", "-f", "x"]
        process = pool.launch(command, str(tmp_path), dict(os.environ))
        assert isinstance(process, subprocess.Popen)
        assert process.poll() is None
    assert process.poll() is not None


def test_the_slow_grammar_stays_out() -> None:
    """Importing Papermill the way ``run`` does leaves the grammar of ``iri`` alone, and nothing blocked afterwards."""
    program = (
        "import sys\nfrom mapping.reports.run import without_slow_formats\n"
        "with without_slow_formats():\n    import papermill\n"
        "assert 'lark' not in sys.modules and 'rfc3987_syntax' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", program], check=True)
    with without_slow_formats():  # a second time does nothing
        pass
