"""Kernels for the notebooks, forked from a process that has already imported what the notebooks need.

A stock kernel takes about a second to start and another to import pandas. Here one *fork server*
(``python -m mapping.reports.kernels pandas ...``) pays for the imports once; every kernel is a child of it, an ordinary
ipykernel in a process of its own, reached through ``jupyter_client`` like any other. The server is a fresh process, so
that no thread of the caller is ever forked. Without a safe ``fork`` (Windows; macOS, whose system libraries start
threads) the same pool hands out stock kernels.

The conversation with the server is one JSON line each way, over its standard input and output:

    {"do": "fork", "argv": [...], "cwd": "...", "env": {...}}  →  process id
    {"do": "poll", "pid": 17}                                  →  exit code, or null while it runs
    {"do": "wait", "pid": 17}                                  →  exit code

When its input ends, because the caller closed it or died, the server kills its kernels and leaves.
"""

import contextlib
import gc
import importlib
import itertools
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterable, Mapping, Sequence
from importlib.metadata import EntryPoint
from pathlib import Path
from typing import Any, BinaryIO, ClassVar, Self

from jupyter_client.kernelspec import KernelSpec
from jupyter_client.launcher import launch_kernel
from jupyter_client.manager import AsyncKernelManager
from jupyter_client.provisioning.factory import KernelProvisionerFactory
from jupyter_client.provisioning.local_provisioner import LocalProvisioner

PROVISIONER = "mapping-pool"
CAN_FORK = sys.platform == "linux"

# The modules a kernel loads while it starts, besides those the notebooks ask for.
KERNEL_MODULES = (
    "ipykernel.kernelapp",
    "ipykernel.ipkernel",
    "ipykernel.debugger",
    "IPython.core.debugger",
    "IPython.core.oinspect",
    "IPython.extensions.storemagic",
    "sqlite3",
    "tornado.platform.asyncio",
)

# The longest name of a Unix socket is 108 bytes on Linux; jupyter_client adds "kernel-999-ipc-5" to the directory.
LONGEST_SOCKET_DIRECTORY = 85


class KernelsStoppedError(ConnectionError):
    """The kernels have been stopped, or their server has died."""


class ForkServer:
    """The caller's side of the fork server; safe to use from several threads."""

    def __init__(self, imports: Sequence[str], cwd: Path, env: dict[str, str]) -> None:
        # A session of its own keeps Ctrl-C in the terminal from reaching it before the caller has decided what to do.
        self._process = subprocess.Popen(
            [sys.executable, "-m", "mapping.reports.kernels", *imports],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd=cwd,
            env=env,
            start_new_session=True,
        )
        self._lock = threading.Lock()
        self._has_forked = False

    def fork(self, argv: Sequence[str], cwd: str, env: dict[str, str]) -> "ForkedKernel":
        """Start a kernel with the arguments of ``ipykernel_launcher``; waits until the imports are done."""
        self._has_forked = True
        return ForkedKernel(self, self.ask(do="fork", argv=list(argv), cwd=cwd, env=env))

    def ask(self, **request: object) -> Any:
        """Send one request and return its reply.

        Raises:
            KernelsStoppedError: If the server is gone.
        """
        assert self._process.stdin and self._process.stdout
        with self._lock:
            try:
                self._process.stdin.write(json.dumps(request).encode() + b"\n")
                self._process.stdin.flush()
                reply = self._process.stdout.readline()
            except (OSError, ValueError) as problem:  # ValueError: the pipe was closed
                raise KernelsStoppedError("the kernels have been stopped") from problem
        if not reply:
            raise KernelsStoppedError("the server of the kernels has died")
        return json.loads(reply)

    def close(self) -> None:
        """End the server and all its kernels, and wait until they are gone."""
        if not self._has_forked:
            self._process.kill()  # nobody depends on it; do not wait for its imports
        assert self._process.stdin and self._process.stdout
        with contextlib.suppress(OSError):
            self._process.stdin.close()
        try:
            self._process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            self._process.kill()  # the kernels notice within a second that their parent is gone
            self._process.wait()
        with self._lock:  # a thread may still be reading the last reply
            self._process.stdout.close()


class ForkedKernel:
    """A kernel of the fork server, with the part of ``subprocess.Popen`` that ``LocalProvisioner`` uses."""

    stdin = stdout = stderr = None

    def __init__(self, server: ForkServer, pid: int) -> None:
        self.pid = pid
        self.returncode: int | None = None
        self._server = server

    def poll(self) -> int | None:
        """Return the exit code, or ``None`` while the kernel runs."""
        return self._ask("poll")

    def wait(self) -> int | None:
        """Return the exit code once the kernel has ended."""
        return self._ask("wait")

    def send_signal(self, signum: int) -> None:
        """Send a signal to the kernel and to what it has started; does nothing once it has ended."""
        if self.poll() is None:
            os.killpg(self.pid, signum)

    def kill(self) -> None:
        """End the kernel without asking it."""
        self.send_signal(signal.SIGKILL)

    def terminate(self) -> None:
        """Ask the kernel to end."""
        self.send_signal(signal.SIGTERM)

    def _ask(self, do: str) -> int | None:
        if self.returncode is None:
            try:
                self.returncode = self._server.ask(do=do, pid=self.pid)
            except KernelsStoppedError:
                self.returncode = -signal.SIGKILL  # the server never leaves a kernel behind
        return self.returncode


class KernelPool:
    """The kernels of one run, and the private directory of their sockets and settings.

    ``manager_class`` is what nbclient and Papermill are given to start a kernel. Leaving the ``with`` block ends every
    kernel, whatever it is doing.
    """

    def __init__(
        self, imports: Iterable[str] = (), *, forked: bool = CAN_FORK, environment: Mapping[str, str] | None = None
    ) -> None:
        self._environment = dict(environment or {})
        self._directory = tempfile.TemporaryDirectory(prefix="mapping-", ignore_cleanup_errors=True)
        self.directory = Path(self._directory.name)
        self._numbers = itertools.count(1)
        self._stock: list[subprocess.Popen[bytes]] = []
        self._closed = False
        self._server: ForkServer | None = None
        if forked:
            self._server = ForkServer(list(imports), self.directory, os.environ | self.environment)
        self.transport = "ipc" if forked and len(os.fsencode(self.directory)) <= LONGEST_SOCKET_DIRECTORY else "tcp"
        # Registered by hand: an entry point would offer the provisioner to every Jupyter of the machine.
        factory = KernelProvisionerFactory.instance()
        group = KernelProvisionerFactory.GROUP_NAME
        factory.provisioners[PROVISIONER] = EntryPoint(PROVISIONER, f"{__name__}:PooledProvisioner", group)

    def __enter__(self) -> Self:
        """Return the pool."""
        return self

    def __exit__(self, *_: object) -> None:
        """End every kernel."""
        self.close()

    @property
    def environment(self) -> dict[str, str]:
        """What every kernel has in its environment, so that the same notebook gives the same output everywhere."""
        return {
            **self._environment,
            "PYTHONHASHSEED": "0",  # the order of sets of strings
            "IPYTHONDIR": str(self.directory / "ipython"),  # not the reader's own start-up files
            "OPENBLAS_NUM_THREADS": "1",  # threads do not survive a fork; the jobs are parallel already
            "OMP_NUM_THREADS": "1",
        }

    @property
    def manager_class(self) -> type[AsyncKernelManager]:
        """A class of kernel managers whose kernels belong to this pool."""
        return type("PooledManager", (PooledManager,), {"pool": self})

    def connection_file(self) -> str:
        """A new path for a connection file, short enough for a Unix socket beside it."""
        return str(self.directory / f"kernel-{next(self._numbers)}.json")

    def launch(self, command: list[str], cwd: str, env: dict[str, str]) -> "ForkedKernel | subprocess.Popen[bytes]":
        """Start a kernel: forked where possible, otherwise stock."""
        env = env | self.environment
        if self._server:
            with contextlib.suppress(KernelsStoppedError):
                return self._server.fork(command[command.index("-f") :], cwd, env)
        if self._closed:
            raise KernelsStoppedError("the kernels have been stopped")
        process = launch_kernel(command, cwd=cwd, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        self._stock.append(process)
        return process

    def close(self) -> None:
        """End every kernel and remove the directory; may be called twice."""
        self._closed = True
        if self._server:
            self._server.close()
        for process in self._stock:
            if process.poll() is None:
                process.kill()
                process.wait()
        self._directory.cleanup()


class PooledManager(AsyncKernelManager):
    """A kernel manager of a pool: this interpreter, whatever kernelspecs the reader has installed."""

    pool: ClassVar[KernelPool]

    def __init__(self, **traits: Any) -> None:
        super().__init__(transport=self.pool.transport, connection_file=self.pool.connection_file(), **traits)

    @property
    def kernel_spec(self) -> KernelSpec:
        """The kernelspec ``python3`` of the environment that runs this program."""
        return KernelSpec(
            argv=[sys.executable, "-m", "ipykernel_launcher", "-f", "{connection_file}"],
            display_name="Python 3 (ipykernel)",
            language="python",
            metadata={"kernel_provisioner": {"provisioner_name": PROVISIONER}},
        )


class PooledProvisioner(LocalProvisioner):
    """Starts the process of a kernel in the pool of its manager; everything else is as for a local kernel."""

    async def launch_kernel(self, cmd: list[str], **kwargs: Any) -> Any:
        """Start the kernel and return how to reach it."""
        self.cwd = kwargs.get("cwd") or str(Path.cwd())
        manager: Any = self.parent
        self.process = manager.pool.launch(cmd, self.cwd, kwargs["env"])
        self.pid = self.process.pid
        # Every kernel leads a process group; on Windows there are none and signals go to the process.
        self.pgid = self.pid if hasattr(os, "killpg") else None
        return self.connection_info

    async def kill(self, restart: bool = False) -> None:
        """End the kernel and wait for it, a few milliseconds, where the manager would look again after 100."""
        await super().kill(restart)
        if self.process:
            self.process.wait()


def serve(requests: BinaryIO, replies: BinaryIO) -> dict[str, Any] | None:
    """Answer requests until they end.

    Returns:
        In every forked child, the request it was forked for; in the server, ``None``.
    """
    running: dict[int, int | None] = {}
    for line in requests:
        request = json.loads(line)
        if request["do"] == "fork":
            answer: int | None = os.fork()
            if not answer:
                return dict(request)
            # The child does the same: whoever comes first, the group exists before anyone signals it.
            with contextlib.suppress(OSError):
                os.setpgid(answer, answer)
            running[answer] = None
        else:
            answer = _reap(running, request["pid"], block=request["do"] == "wait")
        replies.write(json.dumps(answer).encode() + b"\n")
        replies.flush()
    for pid, code in running.items():
        if code is None:
            with contextlib.suppress(OSError):
                os.killpg(pid, signal.SIGKILL)
            _reap(running, pid, block=True)
    return None


def _reap(running: dict[int, int | None], pid: int, *, block: bool) -> int | None:
    if running[pid] is None:
        ended, status = os.waitpid(pid, 0 if block else os.WNOHANG)
        if ended:
            running[pid] = os.waitstatus_to_exitcode(status)
    return running[pid]


def become_kernel(request: dict[str, Any], server: int) -> None:
    """Turn a forked child into the kernel it was asked for; returns when the kernel is shut down."""
    os.setpgid(0, 0)
    os.chdir(request["cwd"])
    os.environ.clear()
    os.environ.update(request["env"])
    random.seed()
    if "numpy.random" in sys.modules:
        sys.modules["numpy.random"].seed()
    from ipykernel.kernelapp import IPKernelApp

    # The kernel looks once a second whether the server is still its parent, and ends if not.
    IPKernelApp.launch_instance(argv=[*request["argv"], f"--IPKernelApp.parent_handle={server}"])


def main() -> None:
    """Import the modules named on the command line, then fork kernels on request."""
    if not sys.flags.safe_path:
        del sys.path[0]  # the directory this process was started in; kernels look in their own
    requests, replies = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    with Path(os.devnull).open("r+b") as null:  # nothing that is imported or run may speak into the conversation
        os.dup2(null.fileno(), 0)
        os.dup2(null.fileno(), 1)
    # A report is never debugged; ipykernel does without, at half the processor time for each kernel.
    sys.modules["debugpy"] = None  # type: ignore[assignment]
    for name in (*KERNEL_MODULES, *sys.argv[1:]):
        # A module that cannot be imported is reported where a notebook asks for it.
        with contextlib.suppress(Exception):
            importlib.import_module(name)
    gc.collect()
    gc.freeze()  # the collector then leaves the imported modules alone, and the children share their memory
    server = os.getpid()
    request = serve(requests, replies)
    if request is not None:
        requests.close()
        replies.close()
        become_kernel(request, server)


if __name__ == "__main__":
    main()
