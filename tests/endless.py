"""A guard against work that does not end: no test asserts how fast something is, for machines differ and are busy."""

from __future__ import annotations

import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType

CPU_SECONDS = 60
"""Ten times what the slowest of the guarded texts takes and more; what grows with the square of its input takes minutes."""


class EndlessError(AssertionError):
    """The guarded work took a minute of CPU time: it grows faster than its input."""


@contextmanager
def ends(cpu_seconds: float = CPU_SECONDS) -> Iterator[None]:
    """Raise EndlessError where the work inside takes so much CPU time of this process."""

    def interrupt(_signal: int, _frame: FrameType | None) -> None:
        raise EndlessError(f"more than {cpu_seconds} s of CPU time")

    former = signal.signal(signal.SIGVTALRM, interrupt)
    signal.setitimer(signal.ITIMER_VIRTUAL, cpu_seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, former)


def calls(work: Callable[[], object]) -> int:
    """The number of calls that a piece of work makes, of functions in Python and in C: the same on every machine."""
    count = 0

    def tally(_frame: FrameType, event: str, _argument: object) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    former = sys.getprofile()
    sys.setprofile(tally)
    try:
        work()
    finally:
        sys.setprofile(former)
    return count
