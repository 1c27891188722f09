"""The data as they stood elsewhere: at a revision of the repository, on a date of its history, or in another folder."""

import datetime as dt
import io
import os
import shutil
import subprocess
import tarfile
import tempfile
from pathlib import Path

from mapping.catalogue import Catalogue, read
from mapping.errors import UserError


def at_revision(root: Path, revision: str) -> Catalogue:
    """The data of a git revision, such as ``HEAD~1``, a tag or a branch.

    Raises:
        UserError: there is no git, no repository or no such revision, or its data cannot be read by this program.
    """
    commit = _git(root, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}").strip()
    if not commit:
        cut = _git(root, "rev-parse", "--is-shallow-repository").strip() == "true"
        part = "; this copy holds only the newest revisions: git fetch --unshallow brings the others" if cut else ""
        raise UserError(
            f'there is no revision "{revision}": write for example HEAD~1, a tag or a branch (git log lists them){part}'
        )
    top = Path(_git(root, "rev-parse", "--show-toplevel").strip())
    data = (root.resolve() / "data").relative_to(top.resolve()).as_posix()
    archive = _git_bytes(top, "archive", "--format=tar", commit, "--", data)
    with tempfile.TemporaryDirectory(prefix="revision-") as folder:
        with tarfile.open(fileobj=io.BytesIO(archive)) as tar:
            tar.extractall(folder, filter="data")
        return _read(Path(folder) / data, f"revision {revision}")


def on_day(root: Path, day: dt.date) -> tuple[Catalogue, str] | None:
    """The data of the last revision up to the end of a day, with the revision's short name; ``None`` if there is none."""
    try:
        found = _git(root, "rev-list", "-1", f"--before={day}T23:59:59", "HEAD", "--", "data").strip()
    except UserError:
        return None
    return (at_revision(root, found), found[:7]) if found else None


def in_folder(folder: Path) -> Catalogue:
    """The data of another copy of the project: its root, or its folder ``data``."""
    data = folder if (folder / "edition.yaml").is_file() else folder / "data"
    if not (data / "edition.yaml").is_file():
        raise UserError(f'"{folder}" holds no "data/edition.yaml": name the folder of another edition of the project')
    return _read(data, f'"{folder}"')


def _read(data: Path, what: str) -> Catalogue:
    """Read a folder whatever its name; the reader expects it under a root."""
    with tempfile.TemporaryDirectory(prefix="edition-") as folder:
        root = Path(folder)
        shutil.copytree(data, root / "data")
        catalogue, issues = read(root)
    if catalogue is None:
        first = next(issue for issue in issues if issue.severity == "error")
        raise UserError(f"the data of {what} cannot be read by this version of the program: {first}")
    return catalogue


def _git(root: Path, *arguments: str) -> str:
    return _git_bytes(root, *arguments).decode()


def _git_bytes(root: Path, *arguments: str) -> bytes:
    git = shutil.which("git")
    if git is None:
        raise UserError("git is not installed: compare with a folder instead (--data)")
    plain = {**os.environ, "LC_ALL": "C"}  # messages in English, whatever language git speaks here
    done = subprocess.run([git, "-C", str(root), *arguments], capture_output=True, check=False, env=plain)
    if done.returncode and b"not a git repository" in done.stderr:
        raise UserError(f'"{root}" is not in a git repository: compare with a folder instead (--data)')
    if done.returncode and done.stderr:  # a revision that is not there is no mistake of git, and it says nothing
        raise UserError(f"git {arguments[0]} failed: {done.stderr.decode(errors='replace').strip()}")
    return done.stdout
