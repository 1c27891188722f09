"""What the documents say about the program is what the program is: the order of its rooms, and the words it prints."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from mapping import words
from mapping.catalogue import Catalogue
from mapping.coverage import ELEMENT_STATUSES, OBLIGATION_STATUSES

PACKAGE = Path(__file__).parents[1] / "src" / "mapping"
MODULES = sorted(PACKAGE.rglob("*.py"))
DOOR = {"__init__", "__main__"}  # the package itself and ``python -m mapping`` belong to no room
TEMPLATES = sorted(path for path in PACKAGE.rglob("*") if path.suffix in {".j2", ".typ"})


# --- rooms -----------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def ranks(project_root: Path) -> dict[str, int]:
    """The rooms of docs/architecture.md with the number of their row."""
    page = (project_root / "docs" / "architecture.md").read_text(encoding="utf-8")
    rows = re.findall(r"(?m)^\| (`.*?`) \|", page.partition("## Rooms")[2].partition("\n## ")[0])
    return {name.rstrip("/"): rank for rank, row in enumerate(rows) for name in re.findall(r"`(.+?)`", row)}


def room_of(module: Path) -> str:
    """The room a file stands in: its folder, or its own name."""
    return module.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imported_rooms(module: Path) -> Iterator[str]:
    """The rooms a file imports from, at its head or inside a function."""
    for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            assert not any(one.name.startswith("mapping") for one in node.names), f"{module}: write from mapping import"
        elif isinstance(node, ast.ImportFrom) and node.module and node.module.split(".")[0] == "mapping":
            room = node.module.partition(".")[2].partition(".")[0]
            yield from [room] if room else (one.name for one in node.names if one.name != "__version__")


def test_every_module_has_its_room(ranks: dict[str, int]) -> None:
    """The table names each module and folder of the package once, and none that does not exist."""
    assert set(ranks) == {room_of(module) for module in MODULES} - DOOR


@pytest.mark.parametrize("module", MODULES, ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_a_module_imports_only_from_rooms_above_it(module: Path, ranks: dict[str, int]) -> None:
    """Data flows down the table, so that what stands above can be read and tested without what stands below."""
    own = room_of(module)
    if own not in DOOR:
        assert [room for room in imported_rooms(module) if room != own and ranks[room] >= ranks[own]] == []


# --- words -----------------------------------------------------------------------------------------------------------

FROM_TYPES = {
    "status", "status-means", "element-status", "force", "kind", "confidence", "confidence-short", "role", "state",
    "since", "act-kind", "ban-mode", "finding-kind", "report",
}  # fmt: skip


@pytest.fixture(scope="module")
def program() -> str:
    """Everything the program says, without the list of words itself."""
    files = [path for path in (*MODULES, *TEMPLATES) if path.name != "words.py"]
    return "\n".join(path.read_text(encoding="utf-8") for path in files)


def test_the_vocabulary_holds_what_is_needed_and_nothing_else(catalogue: Catalogue) -> None:
    """A word that nothing prints would be translated and kept for nobody."""
    shipped = {group: set(keys) for group, keys in catalogue.vocabulary.words.items()}
    assert shipped == {group: set(keys) for group, keys in words.NEEDED.items()}


def test_every_word_the_program_asks_for_is_needed(program: str) -> None:
    """A call that names group and key, or the group alone, asks for what the list holds."""
    asked = re.findall(r"""\b(?:word|filled)\(\s*["']([a-z-]+)["'],\s*["']([a-z-]+)["']""", program)
    assert len(asked) > 100
    assert [(group, key) for group, key in asked if key not in words.NEEDED.get(group, ())] == []
    assert set(re.findall(r"""\b(?:word|filled)\(\s*["']([a-z-]+)["'],""", program)) == set(words.NEEDED)


def test_every_needed_word_is_asked_for(program: str, project_root: Path) -> None:
    """Its key stands in the program, is the name of a notebook, or is a value that a record or a status can have."""
    notebooks = {path.stem.partition("-")[2] for path in (project_root / "notebooks").glob("*.ipynb")}
    named = set(re.findall(r"""["']([a-z-]+)["']""", program)) | notebooks
    assert [
        (group, key)
        for group, keys in words.NEEDED.items()
        for key in keys
        if group not in FROM_TYPES and key not in named
    ] == []


def test_every_status_has_its_word() -> None:
    """What can be derived can be printed."""
    assert words.NEEDED["status"] == words.NEEDED["status-means"] == OBLIGATION_STATUSES
    assert words.NEEDED["element-status"] == ELEMENT_STATUSES
