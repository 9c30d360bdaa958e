"""The process that programs of ours are forked from: `python -m tests.warm SOCKET`, started by `tests.programs`.

A connection is a program: it brings the call with its file descriptors, and takes the process id and, at the end, the
status. If it is closed before, the program is killed.
"""

from __future__ import annotations

import atexit
import fcntl
import gc
import importlib
import json
import os
import runpy
import select
import shutil
import signal
import socket
import sys
import threading
import traceback
import warnings
from contextlib import suppress
from pathlib import Path
from typing import Any

from spiders.fetching import limits
from tests.forked import ROBOTS_RETRY_SECONDS
from tests.programs import ADDRESS, fork_programs

PRELOADED = (
    "pipelines.cli.opened_home", "pipelines.cli.sql", "pipelines.cli.search", "pipelines.cli.show", "pipelines.nights",
    "pipelines.ask.sql.query", "pipelines.ask.sql.sandbox", "pipelines.ask.search.searcher", "pipelines.upkeep.doctor",
    "spiders.crawl", "spiders.nightly", "spiders.imports.landing", "spiders.landing.reading_again", "tests.first_crawl",
)  # fmt: skip
"""Modules that start no thread and install no reactor of Twisted's: a crawl chooses its own."""
CALL_BYTES, CALL_FDS, FREE_FD = 1 << 20, 16, 200

Running = dict[int, tuple[int, socket.socket]]
"""By a descriptor of the process, its id and its connection."""


def serve(address: str) -> None:
    """Fork programs until standard input ends."""
    for module in PRELOADED:
        importlib.import_module(module)
    limits.POLITE_SETTINGS["ROBOTS_RETRY_SECONDS"] = ROBOTS_RETRY_SECONDS
    gc.freeze()
    assert threading.active_count() == 1
    fork_programs()
    ADDRESS.append(address)
    running: Running = {}
    with socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET) as listener:
        listener.bind(address)
        listener.listen(64)
        os.write(1, b".")
        while True:
            ready, _, _ = select.select([0, listener, *running, *(each for _, each in running.values())], [], [])
            if 0 in ready:
                shutil.rmtree(Path(address).parent)  # the process that made it may have ended without a word
                return
            if listener in ready:
                _accept(listener, running)
            for handle, (pid, connection) in list(running.items()):
                if connection in ready and handle not in ready:
                    os.kill(pid, signal.SIGKILL)
                if connection in ready or handle in ready:
                    _report(handle, *running.pop(handle))


def _accept(listener: socket.socket, running: Running) -> None:
    connection, _ = listener.accept()
    said, fds, _, _ = socket.recv_fds(connection, CALL_BYTES, CALL_FDS)
    pid = os.fork()
    if pid == 0:
        for other in (listener, connection, *(each for _, each in running.values())):
            other.close()
        for handle in running:
            os.close(handle)
        _become(json.loads(said), fds)
    for fd in fds:
        os.close(fd)
    connection.send(str(pid).encode())
    running[os.pidfd_open(pid)] = (pid, connection)


def _report(handle: int, pid: int, connection: socket.socket) -> None:
    status = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
    os.close(handle)
    with connection, suppress(OSError):
        connection.send(str(status).encode())


def _become(call: dict[str, Any], fds: list[int]) -> None:
    """Be the program; does not return."""
    status = 1
    try:
        _settle(call, fds)
        runpy.run_module(call["module"], run_name="__main__", alter_sys=True)
        threading._shutdown()  # waits for threads, as an interpreter does
        status = 0
    except SystemExit as end:
        status = end.code if isinstance(end.code, int) else int(end.code is not None)
        if isinstance(end.code, str):
            sys.stderr.write(f"{end.code}\n")
    except BaseException:
        traceback.print_exc()
    with suppress(Exception):
        atexit._run_exitfuncs()
    with suppress(OSError, ValueError):
        sys.stdout.flush()
    os._exit(status)


def _settle(call: dict[str, Any], fds: list[int]) -> None:
    """Take the caller's descriptors, folder, environment and arguments."""
    if call["session"]:
        os.setsid()
    elif call["group"] is not None:
        os.setpgid(0, max(0, call["group"]))
    apart = [fcntl.fcntl(fd, fcntl.F_DUPFD, FREE_FD) for fd in fds]
    for fd in fds:
        os.close(fd)
    for source, target in zip(apart, call["fds"], strict=True):
        os.dup2(source, target)
        os.close(source)
    sys.stdin, sys.stdout = os.fdopen(0, encoding="utf-8"), os.fdopen(1, "w", encoding="utf-8")
    sys.stderr = os.fdopen(2, "w", encoding="utf-8", buffering=1, errors="backslashreplace")
    os.chdir(call["cwd"])
    os.environ.clear()
    os.environ.update(call["environment"])
    sys.argv = [call["module"], *call["arguments"]]
    warnings.filterwarnings("ignore", category=RuntimeWarning, module="runpy")  # it has been imported


if __name__ == "__main__":
    serve(sys.argv[1])
