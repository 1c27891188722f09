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
        over |= _law_changes(project, mapping, options.runs)
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


# --- when the law changes ---------------------------------------------------------------------------------------------

ARTICLES, CHARACTERS, CODES = 566, 650_000, 10
WORDS = ["felinarul", "se", "aprinde", "la", "amurg", "de", "către", "paznicul", "numit", "în", "condițiile", "prezentului", "cod,", "dacă", "prin", "lege", "nu", "se", "prevede", "altfel;"]  # fmt: skip


def _law_changes(project: Path, mapping: list[str], runs: int) -> bool:
    """Import of a long code, changes over ten of them, a redline, and one changed article to its annexes."""
    import json

    over = False
    first, second = project / "first.html", project / "second.html"
    first.write_text(_code("criminal-code", "985", "18-04-2002", "CODUL PENAL", "01.03.26"), encoding="utf-8")
    second.write_text(
        _code("criminal-code", "985", "18-04-2002", "CODUL PENAL", "01.09.26", changed=True), encoding="utf-8"
    )
    add = [*mapping, "import", "--act", "criminal-code"]
    times = []
    for _ in range(runs):
        shutil.rmtree(project / ".texts", ignore_errors=True)
        times.append(_time([*add, str(first)], project)[0])
    over |= _show(f"mapping import, {first.stat().st_size / 1000:.0f} kB, {ARTICLES} articles", times, 2.0)
    _time([*mapping, "review", "lanzarote", "--name", "Nobody", "--role", "benchmark"], project)
    report = [*mapping, "report", "--instrument", "lanzarote"]
    _time(report, project)
    annex = _time([*add, str(second)], project)[0] + _time([*report, "--only", "annex"], project)[0]
    over |= _show("one changed article, imported, to the annex in all forms", [annex], 8.0)
    over |= _show("and its pages", [_time(report, project)[0]], 8.0)
    for number in range(1, CODES):
        for file in (project / ".texts" / "criminal-code").glob("*.json"):
            copy = json.loads(file.read_text(encoding="utf-8")) | {"about": f"code-{number}"}
            target = project / ".texts" / f"code-{number}" / file.name
            target.parent.mkdir(exist_ok=True)
            target.write_text(json.dumps(copy, ensure_ascii=False), encoding="utf-8")
    changes = [*mapping, "changes", "--format", "json"]
    over |= _show(f"mapping changes over {CODES} such codes", [_time(changes, project)[0] for _ in range(runs)], 3.0)
    redline = "from mapping.texts.redline import redline; import sys; old = open(sys.argv[1], encoding='utf-8').read()[:50_000]; redline(old, old.replace('amurg', 'asfințit', 40))"
    bare = "import mapping.texts.redline"
    empty = statistics.median(_time([sys.executable, "-c", bare], project)[0] for _ in range(runs))
    full = [_time([sys.executable, "-c", redline, str(first)], project)[0] - empty for _ in range(runs)]
    over |= _show("redline of 50,000 characters (without starting Python)", full, 0.5)
    return over


def _code(act: str, number: str, adopted: str, title: str, since: str, *, changed: bool = False) -> str:
    """An invented code in the layout of the State Register, with the article numbers and headings that the data record."""
    sys.path.insert(0, str(ROOT / "src"))
    from mapping.catalogue import load

    recorded = {
        one.at.article: one.title.ro if one.title else ""
        for one in load(ROOT).act_by_id[act].provisions
        if one.at.article and not one.at.paragraph and not one.at.letter
    }
    for one in load(ROOT).act_by_id[act].provisions:
        if one.at.article:
            recorded.setdefault(one.at.article, "")
    plain = iter(str(at) for at in range(1, 2 * ARTICLES) if str(at) not in recorded)
    numbers = sorted([*recorded, *(next(plain) for _ in range(ARTICLES - len(recorded)))], key=_order)
    sentence = " ".join(WORDS)
    size = max(CHARACTERS // (ARTICLES * 3) // len(sentence), 1)
    articles = []
    for at in numbers:
        words = [f"({paragraph}) Articolul {at}: {sentence * size} {paragraph}." for paragraph in (1, 2, 3)]
        if changed and at == "172":
            words[0] = words[0].replace("amurg", "asfințit", 1)
        heading = recorded.get(at) or f"Felinarul {at}"
        shown = at.replace("^", "<sup>") + ("</sup>" if "^" in at else "")
        articles.append(
            f"<p><strong>Articolul {shown}.</strong> {heading}</p>" + "".join(f"<p>{one}</p>" for one in words)
        )
    head = f"<p>Republica Moldova</p><p>PARLAMENTUL</p><p>COD Nr. {number} din {adopted}</p><p>{title}</p>"
    amended = f"<p>MODIFICAT</p><p>LP50 din 05.05.26, MO190-194/12.05.26 art.270; în vigoare {since}</p>"
    return f'<html><body><div id="contentdoc">{head}{amended}{"".join(articles)}</div></body></html>'


def _order(at: str) -> tuple[int, int]:
    base, _, index = at.partition("^")
    return int(base), int(index or 0)


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
