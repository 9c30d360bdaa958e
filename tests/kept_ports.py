"""Ports for servers that other programs start, or that are started more than once in a test's life."""

from __future__ import annotations

import fcntl
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

from spiders.demo_web.ports import are_free, free_ports

FIRST, BLOCKS, SIZE = 10_000, 2_000, 10
SINGLE = count(30_000 + os.getpid() % 250 * SIZE)
"""All below 32,768: systems hand out none of these to clients or to servers that ask for any, so nobody takes one meanwhile."""


def kept_ports() -> dict[str, int]:
    """Free ports that stay so between two servers: each process has a block of its own."""
    ports = free_ports(FIRST + os.getpid() % BLOCKS * SIZE)
    assert ports is not None
    return ports


def kept_port() -> int:
    """A free port that stays so until a server listens on it; another one at each call."""
    return next(port for port in SINGLE if are_free([port]))


@contextmanager
def same_ports(first: int) -> Iterator[dict[str, int]]:
    """The ports from `first` on, the same at each run: ids come of addresses, and so of ports. Others where a test has them."""
    for block in range(first, first + BLOCKS, SIZE):
        with (Path(tempfile.gettempdir()) / f"dateline-ports-{block}").open("w") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError:
                continue
            if are_free(range(block, block + SIZE)) and (ports := free_ports(block)):
                yield ports
                return
    raise AssertionError(f"no free ports from {first} on")
