"""One worker process as its supervisor sees it: started when needed, given pages, listened to, and buried when it dies.

Each has a pipe of its own. What dies in the middle of a message, or with a lock in its hand, takes nothing from the others.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import suppress
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from typing import Literal

from pipelines.base.errors import EnvironmentFault
from pipelines.base.processes.endings import deaf_to_interrupts
from pipelines.extract.run import task
from pipelines.extract.run.job import PageJob

START_METHOD: Literal["spawn", "forkserver"] = "spawn"
"""How a worker starts. A fork of this process would inherit its threads and memory; tests fork from a server of their own."""
PAGES_PER_PROCESS = 4000
STARTS = 5
START_SECONDS = 120.0
SILENCE_FACTOR = 24
"""How many deadlines may pass without an answer before a worker is killed that no signal of its own reaches."""


PROCESSES = threading.Lock()
"""Held while a child is started or waited for: `multiprocessing` waits for all it knows whenever it starts one."""


class WorkerDied(Exception):  # noqa: N818 -- an event, not a fault of the program
    """A worker ended before it answered; `status` is negative for a signal, as in `Process.exitcode`."""

    def __init__(self, status: int) -> None:
        super().__init__(status)
        self.status = status


class Worker:
    """A long-lived process that extracts pages; a new one takes its place when it has died or served long enough."""

    def __init__(self, deadline_seconds: float, memory_bytes: int) -> None:
        self._limits = (deadline_seconds, memory_bytes)
        self._silence = deadline_seconds * SILENCE_FACTOR
        spawns = START_METHOD == "spawn"
        self._context = multiprocessing.get_context("spawn") if spawns else multiprocessing.get_context("forkserver")
        self._process: BaseProcess | None = None
        self._pipe: Connection | None = None
        self._served = 0
        self._closed = False

    def answers(self, jobs: Sequence[PageJob]) -> Iterator[bytes]:
        """A pickled `Extracted` for each job, in order. Raises WorkerDied at the first that the process does not survive."""
        pipe = self._ready()
        try:
            pipe.send(list(jobs))
            for _ in jobs:
                answer = self._heard(pipe, self._silence)
                self._served += 1
                yield answer
        except TimeoutError as silence:
            self.bury()
            raise WorkerDied(-signal.SIGALRM) from silence
        except (EOFError, OSError) as end:
            raise WorkerDied(self.bury()) from end

    def stop(self) -> None:
        """End the process, whatever it does, and start no other. For another thread than the one that listens to it."""
        self._closed = True
        process = self._process
        if process is not None:
            with suppress(ValueError, AttributeError):  # buried meanwhile, or half so
                process.terminate()

    def bury(self) -> int:
        """Wait for the end of the process, or bring it about; its status."""
        process, self._process = self._process, None
        if self._pipe is not None:
            self._pipe.close()
            self._pipe = None
        if process is None:
            return 0
        with PROCESSES:
            if not wait([process.sentinel], 1):
                process.kill()
                wait([process.sentinel])
            return _freed(process)

    def _ready(self) -> Connection:
        """The pipe to a process that waits for pages. Raises EnvironmentFault when none starts."""
        if self._pipe is not None and self._served < PAGES_PER_PROCESS:
            return self._pipe
        status = self.bury()
        for _ in range(STARTS):
            pipe = self._start()
            try:
                self._heard(pipe, START_SECONDS)
                return pipe
            except (EOFError, OSError):  # killed while it started
                status = self.bury()
        raise EnvironmentFault(
            f"extraction workers die as they start: {STARTS} in a row, the last with status {status}"
        )

    def _start(self) -> Connection:
        if self._closed:
            raise EnvironmentFault("the workers have been closed")
        ours, theirs = self._context.Pipe()
        self._process = self._context.Process(target=task.serve, args=(theirs, *self._limits, _parent()), daemon=True)
        with PROCESSES, deaf_to_interrupts():
            self._process.start()
        theirs.close()
        self._pipe, self._served = ours, 0
        return ours

    def _heard(self, pipe: Connection, seconds: float) -> bytes:
        """The next message. Raises TimeoutError after so much silence, EOFError or OSError when there will be none."""
        if not pipe.poll(seconds):
            if self._process is not None:
                self._process.kill()
            raise TimeoutError
        return pipe.recv_bytes()


def _parent() -> int | None:
    """The process that a worker ends with; None where a server forks it, which ends with us and closes the worker's pipe."""
    return os.getpid() if START_METHOD == "spawn" else None


def _freed(process: BaseProcess) -> int:
    """Free what a process held that has ended; its status, 0 where somebody else took that away.

    Any thread that calls `multiprocessing.active_children` takes it from the system a moment before it writes it down for
    us, and until then the process is said to live.
    """
    for _ in range(100):
        if (status := process.exitcode) is not None:
            process.close()
            return status
        time.sleep(0.01)
    return 0
