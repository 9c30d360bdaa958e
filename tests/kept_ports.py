"""Ports for servers that other programs start, or that are started more than once in a test's life."""

from __future__ import annotations

import os
from itertools import count

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
