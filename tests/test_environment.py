"""What is written down twice says the same: the two lists of packages, and the page of codes."""

import re
import tomllib
from pathlib import Path

import yaml

from mapping.checks import all_codes

NAME = re.compile(r"([A-Za-z0-9._-]+)\s*(.*)")


def bounds(requirements: list[str]) -> dict[str, str]:
    """Normalised name to version bounds, as ``networkx`` to ``>=3.4,<4``."""
    found: dict[str, str] = {}
    for requirement in requirements:
        match = NAME.fullmatch(requirement)
        assert match, requirement
        name = re.sub(r"[-_.]+", "-", match[1]).lower()
        assert name not in found, f"{name} is listed twice"
        found[name] = ",".join(sorted(part.strip() for part in match[2].split(",")))
    return found


def conda(project_root: Path) -> tuple[list[str], list[str]]:
    """The packages of ``environment.yml``: from conda, and from pip."""
    listed = yaml.safe_load((project_root / "environment.yml").read_text(encoding="utf-8"))["dependencies"]
    [pip] = [one["pip"] for one in listed if isinstance(one, dict)]
    return [one for one in listed if isinstance(one, str)], pip


def test_conda_and_pip_install_the_same(project_root: Path) -> None:
    """Names and bounds of ``environment.yml`` are those of ``pyproject.toml``, none more and none less."""
    project = tomllib.loads((project_root / "pyproject.toml").read_text(encoding="utf-8"))
    wanted = bounds([*project["project"]["dependencies"], *project["dependency-groups"]["dev"]])
    from_conda, from_pip = conda(project_root)
    assert [one for one in from_pip if one.startswith("-")] == ["--editable ."]
    given = bounds([*from_conda, *(one for one in from_pip if not one.startswith("-"))])
    assert given.pop("pip") == ""
    assert given.pop("python") == project["project"]["requires-python"]
    assert given == wanted


def test_each_dependency_says_what_it_is_for(project_root: Path) -> None:
    """Every requirement in ``pyproject.toml`` stands on its own line, with the reason beside it."""
    text = (project_root / "pyproject.toml").read_text(encoding="utf-8")
    project = tomllib.loads(text)
    for requirement in [*project["project"]["dependencies"], *project["dependency-groups"]["dev"]]:
        assert re.search(rf'^\s*"{re.escape(requirement)}",\s+# \w.{{4,}}$', text, re.MULTILINE), requirement


def test_the_page_of_codes_lists_every_code(project_root: Path) -> None:
    """Whoever meets a code finds it on the page, and the page explains no code that does not exist."""
    page = (project_root / "docs/checks.md").read_text(encoding="utf-8")
    listed = re.findall(r"^\| `([a-z-]+)` \| ", page, re.MULTILINE)
    assert sorted(listed) == sorted(all_codes())


def test_every_code_has_a_meaning() -> None:
    """Codes are lower-case words with hyphens, and each is explained in a phrase."""
    for code, meaning in all_codes().items():
        assert re.fullmatch(r"[a-z]+(-[a-z]+)*", code)
        assert len(meaning.split()) > 2
