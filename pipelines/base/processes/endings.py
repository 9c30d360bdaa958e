"""The end of a program: a mistake of the user or a fault of the machine is one line on stderr, never a traceback."""

from __future__ import annotations

import os
import signal
import sys
import time
from collections.abc import Callable
from types import FrameType
from typing import NoReturn

from pipelines.base.errors import DatelineError, broken_file, machine_fault
from pipelines.base.neutral import on_one_line

MISTAKE = 2
INTERRUPTED = 130
STOPS = (signal.SIGTERM, signal.SIGHUP)
ECHO_SECONDS = 1.0
"""A closed terminal sends SIGHUP to parent and child, and the parent passes a SIGTERM on. Within this time, the second
signal is an echo of the first.
"""


class Terminated(KeyboardInterrupt):
    """SIGTERM or SIGHUP: ends a program like Ctrl-C, but only this process is certain to have received it."""


def heed_termination() -> None:
    """Let SIGTERM and SIGHUP raise Terminated in this process."""

    def terminate(*_: object) -> None:
        raise Terminated

    on_termination(terminate)


def on_termination(handler: Callable[[int, FrameType | None], None]) -> None:
    """Call `handler` on SIGTERM and SIGHUP, but not on an echo within ECHO_SECONDS, nor on a SIGHUP that nohup ignores."""
    heard = -ECHO_SECONDS

    def unless_echo(number: int, frame: FrameType | None) -> None:
        nonlocal heard
        before, heard = heard, time.monotonic()
        if heard - before >= ECHO_SECONDS:
            handler(number, frame)

    for stop in STOPS:
        if stop is signal.SIGTERM or signal.getsignal(stop) is not signal.SIG_IGN:
            signal.signal(stop, unless_echo)


def ending(work: Callable[[], int]) -> int:
    """The exit status of `work`; 2, with a message, for a fault that a user can correct; 130 after an interrupt."""
    try:
        return work()
    except KeyboardInterrupt:
        return INTERRUPTED
    except Exception as error:
        fault = str(error) if isinstance(error, DatelineError) else machine_fault(error) or broken_file(error)
        if fault is None:
            raise
        sys.stderr.write(f"dateline: {on_one_line(fault)}\n")  # DuckDB quotes values of the corpus
        return MISTAKE


def leave(status: int) -> NoReturn:
    """End the process with this status after all its output is written.

    The interpreter's own exit stops the thread pools of Arrow and Delta. On a busy machine this aborted one crawl in
    some dozens (`terminate called without an active exception`), long after its night was safe.
    """
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(status)
