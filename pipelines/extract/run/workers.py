"""Supervision of extraction: long-lived worker processes, and one dropped page for each that hangs, bloats or crashes."""

from __future__ import annotations

import pickle
import signal
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from itertools import islice
from queue import LifoQueue

from pipelines.extract.run import task
from pipelines.extract.run.job import Dropped, Extracted, PageJob
from pipelines.extract.run.worker import Worker, WorkerDied

BATCH_PAGES = 16
BATCHES_AHEAD = 3
KILLED_TRIES = 2
"""How often more a page is tried whose worker was killed from outside: by a machine out of memory, or by somebody."""

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
    """One result a job, in the order of the jobs, by workers started for them; see `Workers`."""
    with Workers(workers, deadline_seconds, memory_bytes) as pool:
        yield from pool.extract(jobs, on_progress)


class Workers:
    """So many worker processes, each with a thread that gives it batches and settles what its deaths mean.

    A process is started when there is work for it. A page gets `deadline_seconds` (of what, `deadline` tells) and
    `memory_bytes` of growth. One that takes more, or ends its process again when it is tried alone, is a dropped result.
    """

    sources_at_once = 1
    """Sources follow one another: a night's memory is that of its largest source."""

    def __init__(self, workers: int, deadline_seconds: float = 5.0, memory_bytes: int = 2 * GIB) -> None:
        self._workers = [Worker(deadline_seconds, memory_bytes) for _ in range(workers)]
        self._idle: LifoQueue[Worker] = LifoQueue()  # the last first: a few pages start one process
        for worker in self._workers:
            self._idle.put(worker)
        self._threads = ThreadPoolExecutor(workers, thread_name_prefix="extract")

    def __enter__(self) -> Workers:
        return self

    def __exit__(self, *exception: object) -> None:
        self.close()

    def extract(self, jobs: Iterable[PageJob], on_progress: Callable[[int], None] | None = None) -> Iterator[Extracted]:
        """One result a job, in the order of the jobs, whatever the number of workers.

        `on_progress` is called with the number of results so far. Raises EnvironmentFault when no worker can be started.
        """
        for done, result in enumerate(self._results(iter(jobs)), start=1):
            yield pickle.loads(result)  # noqa: S301 -- of a process of ours
            if on_progress:
                on_progress(done)

    def _results(self, jobs: Iterator[PageJob]) -> Iterator[bytes]:
        queue: deque[Future[list[bytes]]] = deque()
        most = len(self._workers) * BATCHES_AHEAD
        while True:
            while len(queue) < most and (batch := list(islice(jobs, BATCH_PAGES))):
                queue.append(self._threads.submit(self.settle, batch))
            if not queue:
                return
            yield from queue.popleft().result()

    def close(self) -> None:
        """End the processes, whatever they do."""
        self._threads.shutdown(wait=False, cancel_futures=True)
        for worker in self._workers:
            worker.stop()
        self._threads.shutdown()
        for worker in self._workers:
            worker.bury()

    def settle(self, jobs: Sequence[PageJob]) -> list[bytes]:
        """One result a job, by one of the processes, in the calling thread; pickled as it came, for who only passes it on."""
        worker = self._idle.get()
        try:
            results: list[bytes] = []
            while len(results) < len(jobs):
                try:
                    for result in worker.answers(jobs[len(results) :]):
                        results.append(result)  # noqa: PERF402 -- those before a death stay
                except WorkerDied as death:
                    results.append(self._verdict(worker, jobs[len(results)], death))
            return results
        finally:
            self._idle.put(worker)

    def _verdict(self, worker: Worker, job: PageJob, death: WorkerDied) -> bytes:
        """What the death of its worker means for a page: dropped if its time was up, else tried again, alone."""
        reason, detail = cause(death)
        tries = 0 if reason == "timeout" else KILLED_TRIES if death.status == -signal.SIGKILL else 1
        for _ in range(tries):
            try:
                [result] = worker.answers([job])
                return result
            except WorkerDied as again:
                reason, detail = cause(again)
        return pickle.dumps(Extracted(job.id, dropped=Dropped(reason, detail)), pickle.HIGHEST_PROTOCOL)


def cause(death: WorkerDied) -> tuple[str, str]:
    """Why a page is dropped whose worker died so: a short word, and the same for a person."""
    if death.status < 0:
        ending = f"the worker was ended by {signal.Signals(-death.status).name}"
    else:
        ending = f"the worker ended with status {death.status}"
    return DEATHS.get(death.status, ("crashed", ending))
