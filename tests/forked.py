"""Crawls and extraction workers in processes forked from one that has imported what they need.

A crawl takes a third of a fresh interpreter's time, a worker a twentieth. Tests of kills, memory and parents start fresh ones.
"""

from __future__ import annotations

import multiprocessing
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from subprocess import CompletedProcess, TimeoutExpired
from tempfile import TemporaryDirectory

from pipelines.base.processes.endings import leave
from pipelines.extract.run import worker
from spiders import crawl
from spiders.fetching import limits

PRELOADED = ["spiders.crawl", "tests.forked", "tests.first_page", "tests.first_crawl"]
"""Modules that install no reactor of Twisted's: a crawl chooses its own."""
ROBOTS_RETRY_SECONDS = 0.2
"""After how long a robots.txt that fails is asked for again; a user's crawl waits five seconds."""


def fork_workers() -> None:
    """Let extraction workers of this process be forked, too; before the first process is."""
    multiprocessing.get_context("forkserver").set_forkserver_preload(PRELOADED)
    worker.START_METHOD = "forkserver"


def run_crawl(
    arguments: Sequence[str], *, timeout: float = 300, answer_seconds: float | None = None
) -> CompletedProcess[str]:
    """What `python -m spiders.crawl` does, in a process of its own; raises TimeoutExpired.

    `answer_seconds`: how long an answer is waited for, if not TIMEOUT_SECONDS.
    """
    context = multiprocessing.get_context("forkserver")
    with TemporaryDirectory() as folder:
        process = context.Process(target=_crawl, args=(list(arguments), folder, answer_seconds))
        process.start()
        process.join(timeout)
        if process.exitcode is None:
            process.kill()
            process.join()
            raise TimeoutExpired(list(arguments), timeout)
        out, err = (Path(folder, name).read_text(encoding="utf-8") for name in ("out", "err"))
    return CompletedProcess(list(arguments), process.exitcode, out, err)


def _crawl(arguments: Sequence[str], folder: str, answer_seconds: float | None) -> None:
    limits.POLITE_SETTINGS["ROBOTS_RETRY_SECONDS"] = ROBOTS_RETRY_SECONDS
    if answer_seconds is not None:
        limits.POLITE_SETTINGS["DOWNLOAD_TIMEOUT"] = answer_seconds
    for name, stream in (("out", sys.stdout), ("err", sys.stderr)):
        with Path(folder, name).open("wb") as file:
            os.dup2(file.fileno(), stream.fileno())
    leave(crawl.main(list(arguments)))
