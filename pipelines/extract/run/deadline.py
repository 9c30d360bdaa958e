"""How long a page may take: CPU time that the kernel counts, and time asleep; a busy machine drops nothing.

A page has `seconds` of CPU time (ITIMER_PROF, whose default action ends the process even inside C code) and as much of the
clock, of which the time is forgiven that its process stood in line for a processor: with six busy neighbours on two
processors, one second of work took 16 s by the clock, 15.5 of them in line (measured). The kernel counts that wait in
`/proc/self/schedstat`; where it does not, the clock gives UNCOUNTED times as much. What sleeps, or waits for a file, is
interrupted by SIGALRM, so that its handler can judge; a process that not even a signal reaches is the supervisor's to kill.
"""

from __future__ import annotations

import os
import signal
import time
from types import FrameType

UNCOUNTED = 3
SCHEDSTAT = "/proc/self/schedstat"
"""Nanoseconds on a processor, nanoseconds in line for one, turns: https://docs.kernel.org/scheduler/sched-stats.html."""


class Deadline:
    """The alarm of one process; ends it when the page in work has had its time."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._started = self._stood = 0.0
        self._schedstat = os.open(SCHEDSTAT, os.O_RDONLY) if os.access(SCHEDSTAT, os.R_OK) else None
        signal.signal(signal.SIGPROF, signal.SIG_DFL)
        signal.signal(signal.SIGALRM, self._judge)

    def arm(self) -> None:
        """Start the time of a page."""
        self._started, self._stood = time.monotonic(), self._in_line()
        signal.setitimer(signal.ITIMER_PROF, self._seconds)
        signal.setitimer(signal.ITIMER_REAL, self._seconds)

    def disarm(self) -> None:
        """Stop the time of the page."""
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.setitimer(signal.ITIMER_REAL, 0)

    def _judge(self, _signal: int, _frame: FrameType | None) -> None:
        left = self.left(time.monotonic() - self._started, self._in_line() - self._stood)
        if left > 0:
            signal.setitimer(signal.ITIMER_REAL, left)
        else:
            signal.signal(signal.SIGALRM, signal.SIG_DFL)
            os.kill(os.getpid(), signal.SIGALRM)

    def left(self, elapsed: float, in_line: float) -> float:
        """Seconds that a page still has after so many by the clock, of which it stood in line for so many."""
        allowed = self._seconds if self._schedstat is not None else self._seconds * UNCOUNTED
        return allowed - (elapsed - in_line)

    def _in_line(self) -> float:
        if self._schedstat is None:
            return 0.0
        return int(os.pread(self._schedstat, 100, 0).split()[1]) / 1e9
