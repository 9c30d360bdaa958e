"""A lock for each host: only one crawl of a host at a time, because a crawl knows only its own requests and delays.

The lock is on a file beside the frontiers. It ends with the process that holds it, however the process ends. On a
shared folder it works between machines if the file system's locks do (NFS 4). The sources of one run are ordered
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
    """Keep other crawls away from the host of a URL. If one is running, wait for it, or raise EnvironmentFault at once.

    The lock file is removed when the crawl ends. After a kill, it stays until the next crawl of the host ends.
    """
    host = urlsplit(url).netloc
    path = frontiers / FOLDER / f"{quote(host, safe='')}.lock"
    path.parent.mkdir(parents=True, exist_ok=True)
    with _locked(path, host, wait=wait):
        try:
            yield
        finally:
            # Remove the file before the lock is released: a waiting process then sees that it is gone and creates
            # another.
            path.unlink(missing_ok=True)


@contextmanager
def _locked(path: Path, host: str, *, wait: bool) -> Iterator[None]:
    """Hold a lock on the file at `path`, even if the file was removed while we waited."""
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
    """True if the path still names the open file."""
    try:
        return os.path.samestat(path.stat(), os.fstat(file.fileno()))
    except FileNotFoundError:
        return False
