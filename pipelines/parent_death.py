"""Parent death: a program that another program of ours started ends with it, however that one ends, SIGKILL included.

The starter passes `child_environment()`, the started one calls `end_with_parent()` first of all. Linux only (prctl(2),
PR_SET_PDEATHSIG). The kernel counts the thread that started a process as its parent: let that thread wait for it.
"""

from __future__ import annotations

import ctypes
import os
import signal

PR_SET_PDEATHSIG = 1
VARIABLE = "DATELINE_PARENT_PID"


def child_environment() -> dict[str, str]:
    """The environment for a program that this process starts and that shall end with it."""
    return os.environ | {VARIABLE: str(os.getpid())}


def end_with_parent(parent_pid: int | None = None, death_signal: signal.Signals = signal.SIGKILL) -> None:
    """Let the kernel send this process `death_signal` once its parent is dead; end now if it is dead already.

    The parent is `parent_pid`, else the process that passed `child_environment()`; without either, this was started by
    hand and nothing happens. What the parent starts is not told of the grandparent.
    """
    passed = os.environ.pop(VARIABLE, "")
    parent = parent_pid if parent_pid is not None else int(passed) if passed.isdecimal() else None
    if parent is None:
        return
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.prctl(PR_SET_PDEATHSIG, int(death_signal), 0, 0, 0) != 0:
        error = ctypes.get_errno()
        raise OSError(error, os.strerror(error))
    if os.getppid() != parent:  # it died before the kernel knew
        os.kill(os.getpid(), death_signal)
