"""Extraction by record ranges: records that lie side by side in a WARC file are one call of an engine.

Where the call is made, the pages are read by a supervised worker as on one machine (`pipelines.extract.run.workers`): the same
limits, and the same word for a page that breaks them. The worker stays with the process that the engine gave the call to.
"""

from __future__ import annotations

import pickle
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from functools import cache
from pathlib import Path
from socket import gethostname
from typing import Protocol

from pipelines.base.errors import EnvironmentFault
from pipelines.extract.run.job import Extracted, PageJob
from pipelines.extract.run.workers import Workers
from pipelines.night.engine import Engine

RANGE_PAGES = 64
"""Some two seconds of work: what a call costs beside it is little, and so is what a lost node takes with it."""
SOURCES_A_SLOT = 2
"""Sources that are read at a time, for each slot of an engine: one waits for its last pages while another is read."""


class Readers(Protocol):
    """What reads the pages of a night."""

    @property
    def sources_at_once(self) -> int:
        """How many sources should be read at a time, so that all have work."""

    def extract(self, jobs: Iterable[PageJob], on_progress: Callable[[int], None] | None = None) -> Iterator[Extracted]:
        """One result a job, in the order of the jobs. May be called from several threads."""


class RangeReaders:
    """Pages read wherever an engine makes its calls."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    @property
    def sources_at_once(self) -> int:
        """As `Readers.sources_at_once`."""
        return SOURCES_A_SLOT * self._engine.slots

    def extract(self, jobs: Iterable[PageJob], on_progress: Callable[[int], None] | None = None) -> Iterator[Extracted]:
        """As `Readers.extract`."""
        listed = list(jobs)
        ranges = record_ranges(listed)
        results: list[Extracted | None] = [None] * len(listed)
        done = 0
        read = self._engine.map(read_range, ([listed[n] for n in places] for places in ranges))
        for places, found in zip(ranges, read, strict=True):
            for place, result in zip(places, found, strict=True):
                results[place] = pickle.loads(result)  # noqa: S301 -- of a process of ours
                done += 1
                if on_progress:
                    on_progress(done)
        yield from (result for result in results if result is not None)


def readers(engine: Engine, workers: int) -> AbstractContextManager[Readers]:
    """What reads pages for an engine: so many workers of this machine, or the engine's own slots."""
    return Workers(workers) if engine.is_local else nullcontext(RangeReaders(engine))


def record_ranges(jobs: Sequence[PageJob], pages: int = RANGE_PAGES) -> list[list[int]]:
    """The numbers of the jobs by WARC file and offset, in parts of up to `pages`; a part is of one file.

    >>> three = [PageJob("", "", warc_file=file, warc_offset=at) for file, at in (("b", 5), ("a", 9), ("a", 2))]
    >>> record_ranges(three)
    [[2, 1], [0]]
    """
    by_file: dict[str, list[int]] = {}
    for number in sorted(range(len(jobs)), key=lambda n: (jobs[n].warc_file or "", jobs[n].warc_offset or 0)):
        by_file.setdefault(jobs[number].warc_file or "", []).append(number)
    return [own[first : first + pages] for own in by_file.values() for first in range(0, len(own), pages)]


def read_range(jobs: Sequence[PageJob]) -> list[bytes]:
    """Extract the pages of one range, in order, by the worker of this process; its results are passed on as it pickled them.

    Raises EnvironmentFault where this node does not see the archive: else each page would be dropped for good.
    """
    for job in jobs[:1]:
        if job.archive_root and job.warc_file and not (night := Path(job.archive_root, job.warc_file).parent).is_dir():
            raise EnvironmentFault(f"{gethostname()} does not see {night}: mount the home there under the same path")
    return _worker().settle(jobs)


@cache
def _worker() -> Workers:
    """The worker of this process, which ends with it."""
    return Workers(1)
