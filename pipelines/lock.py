"""One writer of the lake at a time: a lock that a step holds while it runs, whichever process runs it."""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager

from pipelines.home import Home


@contextmanager
def writing(home: Home) -> Iterator[None]:
    """Wait for whoever writes the corpus now, then keep others waiting. The lock goes with its process, however that ends."""
    home.root.mkdir(parents=True, exist_ok=True)
    with (home.root / ".lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
