"""The sources of a night that are to be read: one after another, or several at a time where an engine has room for them."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from itertools import chain
from typing import Any

from pipelines.extract.model import Counts
from pipelines.extract.run.job import PageJob
from pipelines.extract.run.learning import Read, extract_source
from pipelines.extract.run.record_ranges import Readers
from pipelines.night.steps import Progress


@dataclass(frozen=True, slots=True)
class Unread:
    """A source whose captures are to be read: its rows of `fetches` with a job each, and what earlier nights taught.

    `key` digests what the reading is made from.
    """

    source: str
    key: str
    rows: list[dict[str, Any]]
    jobs: list[PageJob]
    before: Counts


class PagesDone:
    """Counts pages as they are done, in whichever thread."""

    def __init__(self, on_progress: Progress, total: int) -> None:
        self._on_progress, self._total = on_progress, total
        self._done = 0
        self._lock = threading.Lock()

    def add(self, pages: int = 1) -> None:
        """Count so many more."""
        with self._lock:
            self._done += pages
            self._on_progress(self._done, self._total)


def read_sources(readers: Readers, unread: Iterator[Unread], done: PagesDone) -> Iterator[tuple[Unread, Read]]:
    """Each unread source with what came of it, in order. Results depend on the source alone."""

    def read(each: Unread) -> Read:
        return extract_source(each.jobs, readers, known=each.before, on_progress=lambda _: done.add())

    first = next(unread, None)
    if first is None:
        return
    sources, at_once = chain([first], unread), readers.sources_at_once
    if at_once == 1:
        yield from ((each, read(each)) for each in sources)
        return
    threads = ThreadPoolExecutor(at_once, thread_name_prefix="source")
    begun: deque[tuple[Unread, Future[Read]]] = deque()
    try:
        for each in sources:
            begun.append((each, threads.submit(read, each)))
            if len(begun) >= at_once:
                ready, result = begun.popleft()
                yield ready, result.result()
        while begun:
            ready, result = begun.popleft()
            yield ready, result.result()
    finally:
        threads.shutdown(wait=False, cancel_futures=True)
