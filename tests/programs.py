"""Programs of ours as tests start them: forked from a warm process, at a fifth of a fresh interpreter's CPU time.

Tests of the interpreter, of memory and of kills start fresh ones (`fresh`, or `subprocess` with `sys.executable`).
"""

from __future__ import annotations

import atexit
import json
import os
import select
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from pipelines.base.processes import program
from pipelines.base.processes.parent_death import VARIABLE

ADDRESS: list[str] = []
"""The socket of the warm process (`tests.warm`), once it runs."""
STARTING = threading.Lock()


def fork_programs() -> None:
    """Let `pipelines.base.processes.program.start` fork in this process."""
    if hasattr(os, "pidfd_open"):  # Linux
        program.PROCESS = Forked


@contextmanager
def fresh() -> Iterator[None]:
    """Start programs of ours as users do: each in an interpreter of its own."""
    before, program.PROCESS = program.PROCESS, subprocess.Popen
    try:
        yield
    finally:
        program.PROCESS = before


def run(
    module: str, *arguments: str, answer: str = "", timeout: float = 600, **options: Any
) -> subprocess.CompletedProcess[str]:
    """Run `python -m module arguments…` to its end, `answer` on its stdin; raises TimeoutExpired.

    `options` are those of Popen.
    """
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
    with program.PROCESS([sys.executable, "-P", "-m", module, *arguments], **pipes | options) as process:
        try:
            out, err = process.communicate(answer, timeout=timeout)
        finally:
            process.kill()
    return subprocess.CompletedProcess([module, *arguments], process.returncode, out, err)


class Forked(subprocess.Popen[Any]):
    """A Popen of `python -P -m module …` that asks the warm process for a fork. The program ends if this process does."""

    def _execute_child(  # as Popen calls it
        self, args, executable, preexec_fn, close_fds, pass_fds, cwd, env, startupinfo, creationflags, shell,
        p2cread, p2cwrite, c2pread, c2pwrite, errread, errwrite,
        restore_signals, gid, gids, uid, umask, start_new_session, process_group,
    ):  # fmt: skip
        if preexec_fn is not None or list(args[:3]) != [sys.executable, "-P", "-m"]:
            raise ValueError(f"not a program that can be forked: {args}")
        environment = dict(os.environ if env is None else env)
        environment.pop(VARIABLE, None)  # its parent is another process
        call = {
            "module": args[3], "arguments": list(args[4:]), "cwd": str(cwd or Path.cwd()), "environment": environment,
            "fds": [0, 1, 2, *pass_fds], "session": start_new_session, "group": process_group,
        }  # fmt: skip
        standard = [end if end >= 0 else fd for fd, end in enumerate((p2cread, c2pwrite, errwrite))]
        self.connection = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self.connection.connect(_address())
        socket.send_fds(self.connection, [json.dumps(call).encode()], [*standard, *pass_fds])
        self.pid = int(self.connection.recv(16))
        self._child_created = True
        self._close_pipe_fds(p2cread, p2cwrite, c2pread, c2pwrite, errread, errwrite)

    def _internal_poll(self, _deadstate: int | None = None, *_: Any) -> int | None:
        return self._ended(0)

    def _wait(self, timeout: float | None) -> int:
        status = self._ended(timeout)
        if status is None:
            raise subprocess.TimeoutExpired(self.args, timeout or 0.0)
        return status

    def _ended(self, timeout: float | None) -> int | None:
        """The status, once the process has ended; waits for that, without keeping other threads from `send_signal`."""
        handle = self.connection.fileno()
        if self.returncode is None and handle >= 0:
            with suppress(OSError):  # another thread has just read the end, and closed it
                select.select([handle], [], [], timeout)
        with self._waitpid_lock:
            if self.returncode is None and select.select([self.connection], [], [], 0)[0]:
                self.returncode = int(self.connection.recv(16) or -signal.SIGKILL)
                self.connection.close()
        return self.returncode


def _address() -> str:
    with STARTING:
        if not ADDRESS:
            folder = tempfile.mkdtemp(prefix="dateline-")
            command = [sys.executable, "-P", "-m", "tests.warm", f"{folder}/socket"]
            server = subprocess.Popen(
                command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                env=os.environ | program.own_path(),
                start_new_session=True,
            )
            atexit.register(_end, server, folder)
            assert server.stdout is not None
            assert server.stdout.read(1), "the warm process did not start"
            ADDRESS.append(f"{folder}/socket")
    return ADDRESS[0]


def _end(server: subprocess.Popen[bytes], folder: str) -> None:
    with server:
        server.kill()
    shutil.rmtree(folder, ignore_errors=True)
