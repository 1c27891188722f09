"""What every test may ask for: the project's own data, a small invented corpus, and tools of the operating system."""

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import settings

from mapping.catalogue import Catalogue, load

TESTS = Path(__file__).parent

# A busy machine is slow, not wrong: no time limit for one example.
settings.register_profile("project", deadline=None, max_examples=60)
settings.load_profile("project")


@pytest.fixture(scope="session")
def project_root() -> Path:
    """The folder that holds ``data/``, ``docs/`` and ``pyproject.toml``."""
    return TESTS.parent


@pytest.fixture(scope="session")
def catalogue(project_root: Path) -> Catalogue:
    """The data of the project, read once."""
    return load(project_root)


def lay_out(folder: Path) -> Path:
    """Copy the corpus into ``folder``, with the words of the project, and return it as a project root."""
    shutil.copytree(TESTS / "corpus", folder, dirs_exist_ok=True)
    shutil.copy(TESTS.parent / "data" / "vocabulary.yaml", folder / "data")
    return folder


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    """The root of a writable copy of the invented corpus."""
    return lay_out(tmp_path / "corpus")


@pytest.fixture(scope="session")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Catalogue:
    """The invented corpus, read once."""
    return load(lay_out(tmp_path_factory.mktemp("sample")))


@pytest.fixture(scope="session")
def tool() -> Callable[[str], str]:
    """Look up a program; skip the test where it is not installed, fail where ``CI`` is ``true`` and it must be."""

    def find(name: str) -> str:
        path = shutil.which(name)
        if path is None and os.environ.get("CI") == "true":
            pytest.fail(f"{name} is not installed, although CI installs it")
        if path is None:
            pytest.skip(f"{name} is not installed")
        return path

    return find
