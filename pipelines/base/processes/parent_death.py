"""Parent death: a program started by another of our programs ends with it, in whatever way that one ends, SIGKILL
included.

The parent passes its process id (`pipelines.base.processes.program`); the child calls `end_with_parent()` first.
Linux only (prctl(2), PR_SET_PDEATHSIG). For the kernel, the parent is the thread that started the process, so that
thread must wait for it.
"""

from __future__ import annotations

import ctypes
import os
import signal
import sys
import time
from contextlib import suppress
from pathlib import Path

PR_SET_PDEATHSIG, PR_SET_CHILD_SUBREAPER = 1, 36
VARIABLE = "DATELINE_PARENT_PID"
POLL_SECONDS = 0.1


def end_with_parent(parent_pid: int | None = None, death_signal: signal.Signals = signal.SIGKILL) -> None:
    """Let the kernel send `death_signal` to this process when its parent dies; end now if it is already dead.

    The parent is `parent_pid`, otherwise the process in VARIABLE. Without either, the program was started by hand,
    and nothing happens. VARIABLE is removed, so that the children of this process do not inherit it.
    """
    passed = os.environ.pop(VARIABLE, "")
    parent = parent_pid if parent_pid is not None else int(passed) if passed.isdecimal() else None
    if parent is None:
        return
    _prctl(PR_SET_PDEATHSIG, int(death_signal))
    if os.getppid() != parent:  # it died before the kernel knew
        os.kill(os.getpid(), death_signal)


def adopt_orphans() -> None:
    """Make this process the parent of every descendant whose own parent ends, so that `end_descendants` finds them all."""
    _prctl(PR_SET_CHILD_SUBREAPER, 1)


def end_descendants(grace_seconds: float) -> None:
    """Send SIGTERM to every descendant of this process at once; kill those that still run after `grace_seconds`."""
    deadline = time.monotonic() + grace_seconds
    _signal_descendants(signal.SIGTERM)
    while _any_left() and time.monotonic() < deadline:
        time.sleep(POLL_SECONDS)
    while _any_left():
        _signal_descendants(signal.SIGKILL)
        time.sleep(POLL_SECONDS)


def _signal_descendants(number: signal.Signals) -> None:
    children: dict[int, list[int]] = {}
    for folder in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):  # it has ended
            parent = int((folder / "stat").read_text().rpartition(")")[2].split()[1])
            children.setdefault(parent, []).append(int(folder.name))
    found = [os.getpid()]
    for pid in found:
        found += children.get(pid, [])
    for pid in found[1:]:
        with suppress(ProcessLookupError):
            os.kill(pid, number)


def _any_left() -> bool:
    """True if any child still runs, after ended ones are reaped."""
    try:
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass
    except ChildProcessError:
        return False
    return True


def _prctl(option: int, value: int) -> None:
    if sys.platform != "linux":  # then a child may outlive a parent that was killed
        return
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.prctl(option, value, 0, 0, 0) != 0:
        error = ctypes.get_errno()
        raise OSError(error, os.strerror(error))
