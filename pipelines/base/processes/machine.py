"""The machine: the processors that this process may use, and whether another process still runs."""

from __future__ import annotations

import os
import sys


def processors() -> int:
    """The number of processors that this process may use."""
    return len(os.sched_getaffinity(0)) if sys.platform == "linux" else os.cpu_count() or 1


def is_running(pid: int) -> bool:
    """True if there is a process with this id, of whatever user."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        pass
    return True
