"""Ports for a demo web that is started more than once in a test's life."""

from __future__ import annotations

import os

from spiders.demo_web.ports import free_ports

FIRST, BLOCKS, SIZE = 10_000, 2_000, 10
"""Below 30,000: systems hand out none of these to clients or to servers that ask for any, so nobody takes one meanwhile."""


def kept_ports() -> dict[str, int]:
    """Free ports that stay so between two servers: each process has a block of its own."""
    ports = free_ports(FIRST + os.getpid() % BLOCKS * SIZE)
    assert ports is not None
    return ports
