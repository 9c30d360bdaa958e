"""One crawl of a host at a time, whichever run started it: politeness is a host's, and a crawl knows its own requests only.

A lock on a file beside the frontiers, held by whoever has it open: it goes with its process, however that ends. On a folder that
machines share it holds between machines as far as the file system's locks do (NFS 4). The sources of one run are put in order
before: `spiders.nightly.by_host`.
"""

from __future__ import annotations

import fcntl
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote, urlsplit

from pipelines.errors import EnvironmentFault

FOLDER = "hosts"


@contextmanager
def only_crawl_of_host(frontiers: Path, url: str, *, wait: bool) -> Iterator[None]:
    """Keep other crawls away from the host of a URL. Waits for the one that is at it, or raises EnvironmentFault at once."""
    host = urlsplit(url).netloc
    folder = frontiers / FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / f"{quote(host, safe='')}.lock").open("a") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            if not wait:
                raise EnvironmentFault(
                    f"{host}: another source of this host is being crawled; look again later"
                ) from error
            sys.stderr.write(f"dateline: another source of {host} is being crawled; waiting for it\n")
            fcntl.flock(file, fcntl.LOCK_EX)
        yield
