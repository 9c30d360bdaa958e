"""Supervision of extraction: long-lived worker processes, and one dropped page for each that hangs, bloats or crashes."""

from __future__ import annotations

import multiprocessing
import signal
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from typing import Any

from pebble import ProcessExpired, ProcessPool

from pipelines.extract import task
from pipelines.extract.job import Dropped, Extracted, PageJob

BATCH_PAGES = 16
BATCHES_AHEAD = 3
BATCHES_PER_WORKER = 250
GIB = 1 << 30
DEATHS = {
    -signal.SIGPROF: ("timeout", "took more CPU time than a page may"),
    -signal.SIGALRM: ("timeout", "took longer than a page may"),
    task.EXIT_MEMORY: ("memory", "needed more memory than a page may"),
    -signal.SIGKILL: ("memory", "the worker was killed"),
}


def extract_pages(
    jobs: Iterable[PageJob],
    *,
    workers: int,
    deadline_seconds: float = 5.0,
    memory_bytes: int = 2 * GIB,
    on_progress: Callable[[int], None] | None = None,
) -> Iterator[Extracted]:
    """One result a job, in the order of the jobs, whatever the number of workers.

    `on_progress` is called with the number of results so far. A page gets `deadline_seconds` of CPU time (three times that
    by the clock) and `memory_bytes` of growth; one that takes more, or ends its process, is a dropped result.
    """
    supervisor = _Supervisor(workers, deadline_seconds, memory_bytes)
    try:
        for done, result in enumerate(supervisor.results(iter(jobs)), start=1):
            yield result
            if on_progress:
                on_progress(done)
    finally:
        supervisor.close()


@contextmanager
def _deaf_to_interrupts() -> Iterator[None]:
    """What is started here never hears Ctrl-C, even while it imports: the supervisor ends it in its own way.

    A signal mask is inherited by threads and through exec; our own pending Ctrl-C is delivered on leaving.
    """
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


@dataclass(slots=True)
class _Batch:
    jobs: list[PageJob]
    slot: int
    future: Any


class _Supervisor:
    """A pool, and for each batch in flight a slot of shared memory in which its worker says which page it is at."""

    def __init__(self, workers: int, deadline_seconds: float, memory_bytes: int) -> None:
        context = multiprocessing.get_context("spawn")  # a fork would inherit the threads and memory of the caller
        self._in_flight = workers * BATCHES_AHEAD
        self._progress = context.RawArray("q", self._in_flight + 1)
        self._pool = ProcessPool(
            max_workers=workers,
            max_tasks=BATCHES_PER_WORKER,
            initializer=task.start,
            initargs=(self._progress, deadline_seconds, memory_bytes),
            context=context,
        )

    def results(self, jobs: Iterator[PageJob]) -> Iterator[Extracted]:
        queue: deque[_Batch] = deque()
        free = list(range(self._in_flight))
        while True:
            while free and (jobs_ahead := list(islice(jobs, BATCH_PAGES))):
                queue.append(self._send(jobs_ahead, free.pop()))
            if not queue:
                return
            batch = queue.popleft()
            yield from self._settle(batch)
            free.append(batch.slot)

    def close(self) -> None:
        self._pool.stop()  # type: ignore[no-untyped-call]
        self._pool.join()

    def _send(self, jobs: list[PageJob], slot: int) -> _Batch:
        self._progress[slot] = -1
        with _deaf_to_interrupts():
            return _Batch(jobs, slot, self._pool.schedule(task.run, args=(slot, jobs)))

    def _settle(self, batch: _Batch, *, alone: bool = False) -> list[Extracted]:
        """The results of a batch. If its worker died, the page it was at is tried once more alone unless time was the
        reason, and the others are done again.
        """
        try:
            return list(batch.future.result())
        except ProcessExpired as death:
            at = self._progress[batch.slot]
            if at < 0:  # died before the first page: nothing to blame but the worker
                at = 0
            culprit, before, after = batch.jobs[at], batch.jobs[:at], batch.jobs[at + 1 :]
            reason, detail = DEATHS.get(death.exitcode, ("crashed", f"the worker ended with status {death.exitcode}"))
            if reason == "timeout" or alone:
                verdict = [Extracted(culprit.id, dropped=Dropped(reason, detail))]
            else:
                verdict = self._settle(self._send([culprit], batch.slot), alone=True)
            return [*self._again(before, batch.slot), *verdict, *self._again(after, batch.slot)]

    def _again(self, jobs: Sequence[PageJob], slot: int) -> list[Extracted]:
        return self._settle(self._send(list(jobs), slot)) if jobs else []
