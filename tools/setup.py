"""Set up the environment: ``.venv`` with the locked versions, from nothing but Python 3.11 or newer.

``make`` calls it when ``uv.lock`` changes; it can be run by hand (``python3 tools/setup.py``), also on Windows. It needs
no other tool: on a Debian or Ubuntu system without ``python3-venv`` it fetches pip itself, with a fixed hash.
"""

import hashlib
import os
import subprocess
import sys
import tempfile
import urllib.request
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
ENVIRONMENT = ROOT / ".venv"
UV = "uv==0.13.9"
PIP = "https://files.pythonhosted.org/packages/07/25/ee8c38ae72d66b844ce8eb9711ba905dba21ca1a8a0c960057c41cd23337/pip-26.3-py3-none-any.whl"
PIP_SHA256 = "f3b60b20ffaadd4415ed7957212a38ac63fa4c5fa375bd0f4a797777940fad13"


def main() -> int:
    """Create the environment and install what the lock names; returns an exit code."""
    if sys.version_info < (3, 11):  # noqa: UP036 - this file is what meets an older Python
        print(f"Python 3.11 or newer is needed; this is {sys.version.split()[0]} ({sys.executable}).", file=sys.stderr)
        return 1
    binaries = ENVIRONMENT / ("Scripts" if os.name == "nt" else "bin")
    python = binaries / ("python.exe" if os.name == "nt" else "python")
    try:
        if not (binaries / ("uv.exe" if os.name == "nt" else "uv")).exists():
            print("Setting up the environment in .venv (a minute or two the first time) …", flush=True)
            _install_uv(python)
        settings = {
            **os.environ,
            "VIRTUAL_ENV": str(ENVIRONMENT),
            "UV_PROJECT_ENVIRONMENT": str(ENVIRONMENT),
            "UV_COMPILE_BYTECODE": "1",
        }
        command = [python, "-m", "uv", "sync", "--frozen", "--inexact", "--no-progress", "--quiet", "--python", python]
        subprocess.run([str(part) for part in command], cwd=ROOT, env=settings, check=True)
    except subprocess.CalledProcessError as error:
        print(
            f"The environment could not be set up: see the message above (exit code {error.returncode}). Check the connection, then run again.",
            file=sys.stderr,
        )
        return 1
    except OSError as error:
        print(
            f"The environment could not be set up: {error}. Check the connection and the free space, then run again.",
            file=sys.stderr,
        )
        return 1
    (ENVIRONMENT / "ready").touch()
    return 0


def _install_uv(python: Path) -> None:
    """Make the virtual environment and put uv into it, through its own pip or a fetched one."""
    try:
        import ensurepip  # noqa: F401 - Debian ships Python without it
    except ImportError:
        venv.create(ENVIRONMENT, clear=True, symlinks=os.name != "nt", with_pip=False)
        with tempfile.TemporaryDirectory() as folder:
            _pip(python, _fetched_pip(Path(folder)))
        return
    venv.create(ENVIRONMENT, clear=True, symlinks=os.name != "nt", with_pip=True)
    _pip(python, None)


def _pip(python: Path, wheel: Path | None) -> None:
    module = [f"{wheel}/pip"] if wheel else ["-m", "pip"]
    options = ["--quiet", "--disable-pip-version-check", "--no-input"]
    subprocess.run([str(python), *module, "install", *options, UV], check=True)


def _fetched_pip(folder: Path) -> Path:
    with urllib.request.urlopen(PIP, timeout=60) as answer:
        content = answer.read()
    if hashlib.sha256(content).hexdigest() != PIP_SHA256:
        raise OSError("the fetched pip is not the one expected")
    wheel = folder / PIP.rpartition("/")[2]
    wheel.write_bytes(content)
    return wheel


if __name__ == "__main__":
    sys.exit(main())
