"""Measure speed and memory: ``make bench``. Figures are those of this machine at this moment.

Each command runs as a process of its own, several times; the median is shown beside the limit the project sets itself.
Reports are made in a temporary folder from a copy of the data, so nothing of the project changes.
"""

import argparse
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

import psutil

ROOT = Path(__file__).resolve().parents[1]
COPIED = ("data", "notebooks", "src", "pyproject.toml", "uv.lock", "README.md", "LICENSE", "Makefile", "tools")


def main() -> int:
    """Run the measurements and print one line each; exit code 1 when a limit is exceeded."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=5, help="runs of each short command (default: 5)")
    parser.add_argument("--clone", action="store_true", help="also time a fresh copy from nothing to its first report")
    options = parser.parse_args()
    print(f"{psutil.cpu_count()} cores, Python {sys.version.split()[0]}, {sys.platform}\n")
    print(f"{'what':<58}{'median':>10}{'slowest':>10}{'limit':>10}")
    over = False
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        project = Path(folder) / "project"
        _copy(project)
        mapping = [sys.executable, "-m", "mapping"]
        short = [
            ("import mapping", [sys.executable, "-c", "import mapping"], 0.15),
            ("mapping --help", [*mapping, "--help"], 0.3),
            ("mapping check", [*mapping, "check"], 1.5),
            ("mapping status --json", [*mapping, "status", "--json"], 2.0),
        ]
        for name, command, limit in short:
            over |= _show(name, [_time(command, project)[0] for _ in range(options.runs)], limit)
        out = project / "reports"
        report = [*mapping, "report"]
        one = [*report, "--instrument", "lanzarote"]

        def cold(command: list[str]) -> tuple[float, int]:
            shutil.rmtree(out, ignore_errors=True)
            return _time(command, project)

        single = [cold(one) for _ in range(3)]
        over |= _show("mapping report, one treaty, from nothing", [seconds for seconds, _ in single], 15.0)
        runs = [cold(report) for _ in range(2)]
        over |= _show("mapping report, all treaties, from nothing", [seconds for seconds, _ in runs], 45.0)
        over |= _show("mapping report, nothing changed", [_time(report, project)[0] for _ in range(options.runs)], 0.5)
        over |= _show("mapping report, one reason changed", [_changed(project, report) for _ in range(3)], 8.0)
        peak = max(memory for _, memory in [*single, *runs]) / 1e6
        print(f"{'peak memory of the whole process tree, MB':<58}{peak:>10.0f}{'':>10}{1000:>10}")
        over |= peak > 1000
        if options.clone:
            over |= _show("fresh copy to first report (warm package cache)", [_clone(Path(folder) / "clone")], 90.0)
    return int(over)


def _copy(project: Path) -> None:
    project.mkdir()
    for name in COPIED:
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, project / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy2(source, project / name)


def _time(command: list[str], cwd: Path) -> tuple[float, int]:
    """Seconds, and the largest memory (resident set, bytes) of the process and its descendants, sampled."""
    started = time.perf_counter()
    process = subprocess.Popen(command, cwd=cwd, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    peak = [0]
    done = threading.Event()
    watcher = threading.Thread(target=_watch, args=(process.pid, peak, done), daemon=True)
    watcher.start()
    _, errors = process.communicate()
    seconds = time.perf_counter() - started
    done.set()
    watcher.join()
    if process.returncode:
        raise SystemExit(f"{' '.join(command)} failed: {errors.decode(errors='replace')}")
    return seconds, peak[0]


def _watch(pid: int, peak: list[int], done: threading.Event) -> None:
    while not done.wait(0.05):
        try:
            parent = psutil.Process(pid)
            family = [parent, *parent.children(recursive=True)]
        except psutil.Error:
            return
        total = 0
        for one in family:
            try:
                total += one.memory_info().rss
            except psutil.Error:
                continue
        peak[0] = max(peak[0], total)


def _changed(project: Path, report: list[str]) -> float:
    """Change the wording of one reason, then time the next report."""
    path = sorted((project / "data" / "mappings").glob("*/*.yaml"))[0]
    text = path.read_text(encoding="utf-8")
    marker = "reason:"
    at = text.index("ro:", text.index(marker))
    end = text.index("\n", at)
    path.write_text(text[: end - 1] + " ." + text[end - 1 :], encoding="utf-8")
    return _time(report, project)[0]


def _clone(folder: Path) -> float:
    _copy(folder)
    return _time([*_make(), "reports"], folder)[0]


def _make() -> list[str]:
    return ["make", f"PYTHON={sys.executable}"]


def _show(name: str, seconds: list[float], limit: float) -> bool:
    median = statistics.median(seconds)
    print(f"{name:<58}{median:>10.2f}{max(seconds):>10.2f}{limit:>10.2f}", flush=True)
    return median > limit


if __name__ == "__main__":
    sys.exit(main())
