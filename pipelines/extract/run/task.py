"""What one worker process does: limit itself, then read a page, extract it, date it, answer; until there is no more."""

from __future__ import annotations

import gc
import os
import re
import resource
import signal
import sys
import time
from multiprocessing.connection import Connection
from pathlib import Path
from types import FrameType

from pipelines.base.errors import PageDropped
from pipelines.base.processes.parent_death import end_with_parent
from pipelines.base.storable import mended
from pipelines.extract.run.job import Dropped, Extracted, PageJob, packed

UNCOUNTED = 3
SCHEDSTAT = "/proc/self/schedstat"
"""Nanoseconds on a processor, nanoseconds in line for one, turns: https://docs.kernel.org/scheduler/sched-stats.html."""

EXIT_MEMORY = 86
READY = "ready"
ADDRESS = re.compile(r"\b0x[0-9a-f]{6,}\b")
MAX_DETAIL = 500
"""Characters of an error's own words that a dropped page keeps."""
ALLOCATIONS = 100_000
"""Objects made and not freed before the collector looks. A page leaves none behind that only it would find."""
LOOK = "a look at a list between two nights: the night's own reading stands for the page"
FIRST = PageJob(
    "", "http://page.invalid/", body=b"<title>A page of nobody</title><p>The first page loads what all pages need.</p>"
)
"""What a worker reads before it counts: modules and models are loaded on the way, and no page pays for that."""


class Deadline:
    """The alarm of one process; ends it when the page in work has had its time. A busy machine drops nothing.

    A page has `seconds` of CPU time (ITIMER_PROF, whose default action ends the process even inside C code) and as much of the
    clock, less the time that its process waited for a processor (of 16 s with six busy neighbours on two processors, 15.5).
    The kernel counts that wait in `/proc/self/schedstat`; where it does not, the clock gives UNCOUNTED times as much. A sleep,
    or a wait for a file, is interrupted by SIGALRM; a process that no signal reaches is the supervisor's to kill.
    """

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


def serve(pipe: Connection, deadline_seconds: float, memory_bytes: int, parent_pid: int | None) -> None:
    """Answer batches of jobs, a result for each as soon as it is there, until the other end closes the pipe.

    The process may grow by `memory_bytes` and gives each page `deadline_seconds`; what a page takes beyond ends it. It says
    READY once it has read the FIRST.
    """
    end_with_parent(parent_pid)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    run_page(FIRST)
    gc.freeze()  # what is there now stays: the collector need not look at it again and again
    gc.set_threshold(ALLOCATIONS)
    deadline = Deadline(deadline_seconds)
    if sys.platform == "linux":  # elsewhere memory is not limited
        limit = _address_space_bytes() + memory_bytes
        resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    try:
        pipe.send(READY)
        while True:
            for job in pipe.recv():
                deadline.arm()
                result = run_page(job)
                deadline.disarm()
                pipe.send_bytes(packed(result))
    except MemoryError:
        os._exit(EXIT_MEMORY)
    except (EOFError, OSError):  # the supervisor is done, or gone
        return


def run_page(job: PageJob) -> Extracted:
    """Extract and date one page, here and now. Whatever is wrong with it becomes `dropped`; MemoryError ends the process."""
    from pipelines.extract.run.reading import read_page  # here, for the supervisor does not need what it imports

    try:
        if job.is_look:
            raise PageDropped("look", LOOK)
        return read_page(job)
    except PageDropped as dropped:
        return Extracted(job.id, dropped=Dropped(dropped.reason, mended(dropped.detail)))
    except MemoryError:
        os._exit(EXIT_MEMORY)
    except Exception as error:
        return Extracted(job.id, dropped=Dropped("failed", _said(error)))


def _said(error: Exception) -> str:
    """An error in its own words, the same on every run: without addresses of memory."""
    return ADDRESS.sub("0x…", mended(f"{type(error).__name__}: {error}"))[:MAX_DETAIL]


def _address_space_bytes() -> int:
    return int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0]) * resource.getpagesize()
