"""What one worker process does: arm the deadline, read a page, extract it, date it, say how far it got."""

from __future__ import annotations

import os
import resource
import signal
from collections.abc import Sequence
from ctypes import Array, c_longlong
from dataclasses import replace
from pathlib import Path

from pipelines.errors import PageDropped
from pipelines.extract.job import Dropped, Extracted, PageJob, load

EXIT_MEMORY = 86
WALL_FACTOR = 3

_progress: Array[c_longlong]
_deadline_seconds: float


def start(progress: Array[c_longlong], deadline_seconds: float, memory_bytes: int) -> None:
    """Prepare a fresh worker: it may grow by `memory_bytes`; timers that run out end the process, even inside C code."""
    global _progress, _deadline_seconds
    _progress, _deadline_seconds = progress, deadline_seconds
    limit = _address_space_bytes() + memory_bytes
    resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    signal.signal(signal.SIGPROF, signal.SIG_DFL)
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def run(slot: int, jobs: Sequence[PageJob]) -> list[Extracted]:
    """Extract a batch; `progress[slot]` is always the index of the page in work, so that a death has a culprit."""
    results = []
    for index, job in enumerate(jobs):
        _progress[slot] = index
        _arm(_deadline_seconds)
        results.append(run_page(job))
        _arm(0)
    return results


def run_page(job: PageJob) -> Extracted:
    """Extract and date one page, here and now. Whatever is wrong with it becomes `dropped`."""
    from pipelines.dates.candidates import page_candidates  # here, for the supervisor does not need what they import
    from pipelines.dates.judge import date_page
    from pipelines.extract.article import read
    from pipelines.extract.sightings import sightings

    try:
        page = load(job)
        reading = read(page, job.layout)
        document = reading.document
        candidates = page_candidates(page, language=document.language, known=job.layout.time)
        date = date_page(candidates, url=page.url, fetched_at=page.fetched_at, language=document.language)
        taught = sightings(page, reading.found, reading.offered, document, date) if job.teaches else ()
        layout = (*document.layout, *(["time"] if date.basis.startswith("learned-place") else []))
        return Extracted(job.id, replace(document, date_candidates=candidates, layout=layout), date, sightings=taught)
    except PageDropped as dropped:
        return Extracted(job.id, dropped=Dropped(dropped.reason, dropped.detail))
    except MemoryError:
        os._exit(EXIT_MEMORY)
    except RecursionError:
        return Extracted(job.id, dropped=Dropped("too_deep", "elements nest too deep"))
    except Exception as error:
        return Extracted(job.id, dropped=Dropped("failed", f"{type(error).__name__}: {error}"))


def _arm(seconds: float) -> None:
    """CPU time decides, so that a busy machine drops nothing; the wall clock stops what sleeps."""
    signal.setitimer(signal.ITIMER_PROF, seconds)
    signal.setitimer(signal.ITIMER_REAL, seconds * WALL_FACTOR)


def _address_space_bytes() -> int:
    return int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0]) * resource.getpagesize()
