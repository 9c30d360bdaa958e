"""One crawl of a host at a time, whichever run started it: politeness is a host's, and a crawl knows its own requests only.

A lock on a file beside the frontiers, held by whoever has it open: it goes with its process, however that ends. On a folder that
machines share it holds between machines as far as the file system's locks do (NFS 4). The sources of one run are put in order
before: `spiders.nightly.by_host`.
"""

from __future__ import annotations

import fcntl
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO
from urllib.parse import quote, urlsplit

from pipelines.base.errors import EnvironmentFault

FOLDER = "hosts"


@contextmanager
def only_crawl_of_host(frontiers: Path, url: str, *, wait: bool) -> Iterator[None]:
    """Keep other crawls away from the host of a URL. Waits for the one that is at it, or raises EnvironmentFault at once.

    The file is removed when the crawl ends; that of a crawl that was killed stays until the next of its host ends.
    """
    host = urlsplit(url).netloc
    path = frontiers / FOLDER / f"{quote(host, safe='')}.lock"
    path.parent.mkdir(parents=True, exist_ok=True)
    with _locked(path, host, wait=wait):
        try:
            yield
        finally:
            # before it is let go: whoever waits for it finds that it is gone, and makes another
            path.unlink(missing_ok=True)


@contextmanager
def _locked(path: Path, host: str, *, wait: bool) -> Iterator[None]:
    """Hold a lock on the file that stands at `path`, however often it was removed while we waited."""
    while True:
        with path.open("a") as file:
            _lock(file, host, wait=wait)
            if _stands_at(path, file):
                yield
                return


def _lock(file: TextIO, host: str, *, wait: bool) -> None:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        if not wait:
            raise EnvironmentFault(f"{host}: another source of this host is being crawled; look again later") from error
        sys.stderr.write(f"dateline: another source of {host} is being crawled; waiting for it\n")
        fcntl.flock(file, fcntl.LOCK_EX)


def _stands_at(path: Path, file: TextIO) -> bool:
    """Whether a path still names the file that is open."""
    try:
        return os.path.samestat(path.stat(), os.fstat(file.fileno()))
    except FileNotFoundError:
        return False
