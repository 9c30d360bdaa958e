"""Dagster servers of a home that other machines can reach: they have no login. Works on Linux only."""

from __future__ import annotations

import ipaddress
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from pipelines.lake.home import Home

PROC = Path("/proc")
LISTENING = "0A"
"""State in /proc/net/tcp of a socket that waits for connections."""


def open_to_others(home: Home) -> list[str]:
    """Addresses and ports beyond loopback on which processes of a home's Dagster listen, sorted."""
    mark = f"DAGSTER_HOME={home.dagster}".encode()
    sockets = {inode for process in _processes(mark) for inode in _sockets(process)}
    return sorted({where for inode, where in _listening() if inode in sockets})


def _processes(mark: bytes) -> Iterator[Path]:
    for process in PROC.glob("[0-9]*"):
        with suppress(OSError):
            if mark in (process / "environ").read_bytes().split(b"\0"):
                yield process


def _sockets(process: Path) -> Iterator[str]:
    with suppress(OSError):
        for file in (process / "fd").iterdir():
            with suppress(OSError):
                name = str(file.readlink())
                if name.startswith("socket:["):
                    yield name[len("socket:[") : -1]


def _listening() -> Iterator[tuple[str, str]]:
    """(inode, "address:port") of every socket of this machine that listens beyond loopback."""
    for table in ("tcp", "tcp6"):
        with suppress(OSError):
            for line in (PROC / "net" / table).read_text().splitlines()[1:]:
                _, local, _, state, *_, inode = line.split()[:10]
                address = _address(local.partition(":")[0])
                if state == LISTENING and not address.is_loopback:
                    yield inode, f"{address}:{int(local.partition(':')[2], 16)}"


def _address(written: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address:
    """The address from the kernel's notation: words of four bytes, each in reverse order.

    >>> str(_address("0100007F")), str(_address("00000000")), str(_address("00000000000000000000000001000000"))
    ('127.0.0.1', '0.0.0.0', '::1')
    """
    packed = bytes.fromhex(written)
    return ipaddress.ip_address(b"".join(packed[at : at + 4][::-1] for at in range(0, len(packed), 4)))
