"""Writing files so that what stood there before is never lost: whole or not at all."""

import contextlib
import os
import signal
import tempfile
import threading
from collections.abc import Iterator
from pathlib import Path

from mapping.errors import UserError


def write_atomically(path: Path, content: bytes) -> None:
    """Write a file whole or not at all; the one that stood there stays if anything fails.

    Raises:
        UserError: the folder is missing or cannot be written, or the disk is full.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(content)
            Path(name).chmod(0o644)
            Path(name).replace(path)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise
    except OSError as error:
        raise UserError(f'"{path}" cannot be written: {error.strerror}; what stood there is unchanged') from None


@contextlib.contextmanager
def uninterrupted() -> Iterator[None]:
    """Hold Ctrl-C and a polite kill back until files that belong together are moved: a few milliseconds."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    pending: list[int] = []
    held = (signal.SIGINT, signal.SIGTERM)
    before = {one: signal.signal(one, lambda number, _: pending.append(number)) for one in held}
    try:
        yield
    finally:
        for one, handler in before.items():
            signal.signal(one, handler)
        if pending:
            signal.raise_signal(pending[0])  # os.kill would end the process at once on Windows
