"""The end of a program: a mistake of the user or a fault of the machine is one line on stderr, never a traceback."""

from __future__ import annotations

import os
import re
import signal
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from types import FrameType
from typing import NoReturn

from pipelines.base.errors import DatelineError, broken_file, machine_fault
from pipelines.base.neutral import on_one_line
from pipelines.base.processes.typed_name import as_typed

MISTAKE = 2
INTERRUPTED = 130
AGAIN = "interrupted; run the same command again to go on"
STOPS = tuple(signal.Signals[name] for name in ("SIGTERM", "SIGHUP") if name in signal.Signals.__members__)
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


def ending(work: Callable[[], int], *, says_interrupted: bool = False) -> int:
    """The exit status of `work`; 2, with a message, for a fault that a user can correct; 130 after an interrupt.

    An interrupt that came while the program started (`deaf_to_interrupts`) is heard here. `says_interrupted`: it is one
    line on stderr.
    """
    try:
        hear_interrupts()
        return work()
    except KeyboardInterrupt:
        if says_interrupted:
            sys.stderr.write(f"dateline: {AGAIN}\n")
        return INTERRUPTED
    except Exception as error:
        fault = str(error) if isinstance(error, DatelineError) else machine_fault(error) or broken_file(error)
        if fault is None:
            raise
        sys.stderr.write(f"dateline: {as_typed(on_one_line(fault))}\n")  # DuckDB quotes values of the corpus
        return MISTAKE


def hear_interrupts() -> None:
    """Raise KeyboardInterrupt now if Ctrl-C came while the program started (`deaf_to_interrupts`), and hear it from now on."""
    signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})


@contextmanager
def deaf_to_interrupts() -> Iterator[None]:
    """A program that is started here does not hear Ctrl-C before it is ready to end in one line (`ending`).

    A signal mask is inherited by threads and through exec; our own pending Ctrl-C is delivered on leaving.
    """
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def is_deaf(pid: int) -> bool:
    """True if a program does not hear Ctrl-C yet, because it still starts (`deaf_to_interrupts`)."""
    with suppress(OSError):
        blocked = re.search(
            r"^SigBlk:\s*([0-9a-f]+)", Path(f"/proc/{pid}/status").read_text(encoding="ascii"), re.MULTILINE
        )
        return blocked is not None and bool(int(blocked[1], 16) >> (signal.SIGINT - 1) & 1)
    return False


def leave(status: int) -> NoReturn:
    """End the process with this status after all its output is written.

    The interpreter's own exit stops the thread pools of Arrow and Delta. On a busy machine this aborted one crawl in
    some dozens (`terminate called without an active exception`), long after its night was safe.
    """
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(status)
