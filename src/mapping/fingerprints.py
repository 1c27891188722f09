"""Fingerprints (SHA-256) of texts and files; they decide what has changed, file times never do."""

import hashlib
from collections.abc import Iterable
from pathlib import Path


def digest(text: str) -> str:
    """The fingerprint of a text."""
    return hashlib.sha256(text.encode()).hexdigest()


def sha(path: Path) -> str:
    """The fingerprint of a file; empty when it cannot be read."""
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError:
        return ""


def fingerprint(paths: Iterable[Path], root: Path) -> str:
    """The fingerprint of several files and of their names relative to ``root``."""
    total = hashlib.sha256()
    for path in paths:
        if path.is_file():
            total.update(f"{path.relative_to(root).as_posix()}\0{sha(path)}\0".encode())
    return total.hexdigest()
