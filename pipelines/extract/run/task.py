"""What one worker process does: limit itself, then read a page, extract it, date it, answer; until there is no more."""

from __future__ import annotations

import gc
import os
import re
import resource
import signal
import sys
from multiprocessing.connection import Connection
from pathlib import Path

from pipelines.base.errors import PageDropped
from pipelines.base.processes.parent_death import end_with_parent
from pipelines.base.storable import mended
from pipelines.extract.run.deadline import Deadline
from pipelines.extract.run.job import Dropped, Extracted, PageJob, packed

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
