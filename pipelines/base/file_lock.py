"""Locks of open files between processes (flock); the system frees the lock of a process that ends."""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO


@contextmanager
def held_if_free(file: IO[str]) -> Iterator[bool]:
    """Hold the lock of a file while it is open, unless another process or open file holds it; yields whether it is held."""
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        yield False
    else:
        yield True
