"""The folder of reports: what stands in it, from what it was made, and how new files get there.

``.manifest.json`` remembers for each output its hash, the key of what it was made from and, for a page, the questions
its notebook asked. File times play no part.
"""

import contextlib
import functools
import json
import shutil
import sys
import tempfile
from collections.abc import Mapping
from importlib.metadata import version
from pathlib import Path
from typing import Any

from mapping.errors import UserError
from mapping.files import uninterrupted
from mapping.fingerprints import digest, fingerprint, sha

MANIFEST = ".manifest.json"
LIBRARIES = ("docxtpl", "ipykernel", "jinja2", "nbconvert", "networkx", "pandas", "papermill", "typst")
PROGRAM = Path(__file__).parents[1]


@functools.cache
def program_fingerprint() -> str:
    """The fingerprint of the program: its files, Python, and the libraries that shape the outputs."""
    files = sorted(path for path in PROGRAM.rglob("*") if path.suffix != ".pyc")
    libraries = "".join(f"{name} {version(name)}" for name in LIBRARIES)
    return digest(fingerprint(files, PROGRAM) + sys.version + libraries)


class Store:
    """One output folder and the manifest that stands in it."""

    def __init__(self, out: Path) -> None:
        self.out = out
        manifest: Any = {}
        with contextlib.suppress(OSError, ValueError):
            manifest = json.loads((out / MANIFEST).read_text(encoding="utf-8"))
        valid = isinstance(manifest, dict) and isinstance(manifest.get("outputs"), dict)
        self.prints: dict[str, str] = manifest.get("prints", {}) if valid else {}
        self.outputs: dict[str, Any] = manifest["outputs"] if valid else {}

    def intact(self, name: str) -> bool:
        """True when an output still is what was made."""
        return bool(name in self.outputs and sha(self.out / name) == self.outputs[name]["sha256"])

    def land(self, fresh: Mapping[str, bytes], entries: Mapping[str, Any], prints: Mapping[str, str]) -> list[str]:
        """Put new outputs in place, all or none, and remember how they were made.

        Args:
            fresh: new contents by name; those equal to what stands there are not touched.
            entries: the manifest's entry of every output that is good after this build; others that the manifest knew
                are removed.
            prints: what the build as a whole was made from.

        Returns:
            The names of the outputs that changed.

        Raises:
            UserError: a file cannot be written or replaced; everything is as it was.
        """
        changed = {name: content for name, content in fresh.items() if sha(self.out / name) != entries[name]["sha256"]}
        manifest = json.dumps({"prints": prints, "outputs": entries}, ensure_ascii=False, indent=1, sort_keys=True)
        new = {**changed, MANIFEST: f"{manifest}\n".encode()}
        try:
            self.out.mkdir(parents=True, exist_ok=True)
            staging = Path(tempfile.mkdtemp(prefix=".new-", dir=self.out))
        except OSError as error:
            raise UserError(f'"{self.out}" cannot be written: {error.strerror}; the reports are unchanged') from None
        try:
            for name, content in new.items():
                (staging / "new" / name).parent.mkdir(parents=True, exist_ok=True)
                (staging / "new" / name).write_bytes(content)
            leftovers = [name for name in self.outputs if name not in entries]
            with uninterrupted():
                _exchange(self.out, staging, list(new), leftovers)
        except OSError as error:
            raise UserError(
                f'"{error.filename or self.out}" cannot be written: {error.strerror}; the reports are unchanged. '
                "Free space on the disk, or close the program that holds the file, and run again"
            ) from None
        finally:
            shutil.rmtree(staging, ignore_errors=True)
        return sorted(changed)


def _exchange(out: Path, staging: Path, new: list[str], leftovers: list[str]) -> None:
    """Move old files aside and new ones in; if any move fails, move everything back."""
    undo: list[tuple[Path, Path]] = []
    try:
        for name in [*new, *leftovers]:
            target, aside = out / name, staging / "old" / name
            if target.exists():
                aside.parent.mkdir(parents=True, exist_ok=True)
                target.replace(aside)
                undo.append((aside, target))
            if name in new:
                target.parent.mkdir(parents=True, exist_ok=True)
                (staging / "new" / name).replace(target)
                undo.append((target, staging / "new" / name))
    except OSError:
        for now, before in reversed(undo):
            now.replace(before)
        raise
