"""How a program of ours ends: what a user or the machine has done is one line on stderr, never a traceback."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from typing import NoReturn

from pipelines.errors import DatelineError, machine_fault

MISTAKE = 2
INTERRUPTED = 130


def ending(work: Callable[[], int]) -> int:
    """The exit status of `work`: its own; 2 for what a user can put right, which is told; 130 after an interrupt."""
    try:
        return work()
    except KeyboardInterrupt:
        return INTERRUPTED
    except Exception as error:
        fault = str(error) if isinstance(error, DatelineError) else machine_fault(error)
        if fault is None:
            raise
        sys.stderr.write(f"dateline: {fault}\n")
        return MISTAKE


def leave(status: int) -> NoReturn:
    """End the process with this status, now that all it wrote is written.

    The interpreter's own way out takes down the thread pools of Arrow and Delta; on a busy machine one crawl in some dozens
    was aborted by that (`terminate called without an active exception`), long after its night was safe.
    """
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(status)
