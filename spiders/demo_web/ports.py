"""The sites of the demo web and their ports: ten in a row on 127.0.0.1, nine papers and a host of ads."""

from __future__ import annotations

import re
import socket
from collections.abc import Iterable
from pathlib import Path

HOST = "127.0.0.1"
ADS = "ads"
SITES = (
    "demo_daily", "demo_herald", "demo_bote", "demo_digest", ADS, "demo_gazette",
    "demo_lantern", "demo_tribune", "demo_anzeiger", "demo_review",
)  # fmt: skip
"""The papers and the host of ads, in the order of their ports; a new paper comes last, for the pages hold these ports."""
FIRST_PORT = 8801
LAST_PORT = 65_535
STEP = 10
SERVED_AT = re.compile(rf"^url: http://{re.escape(HOST)}:(\d+)/", re.MULTILINE)


def ports_from(first: int) -> dict[str, int]:
    """The port of each site, one after the other from `first`.

    >>> ports_from(8801)["demo_digest"]
    8804
    """
    return {name: first + place for place, name in enumerate(SITES)}


DEFAULT_PORTS = ports_from(FIRST_PORT)


def ports_in_sources(folder: Path) -> dict[str, int]:
    """The ports that the demo's source files in `folder` name; the default ones if there is no such file."""
    try:
        written = SERVED_AT.search((folder / f"{SITES[0]}.yaml").read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError):
        return dict(DEFAULT_PORTS)
    return ports_from(int(written[1])) if written else dict(DEFAULT_PORTS)


def free_ports(first: int = FIRST_PORT) -> dict[str, int] | None:
    """The first ports from `first` on, by steps of ten, on which nobody listens; null if there are none."""
    blocks = (ports_from(start) for start in range(first, LAST_PORT - len(SITES), STEP))
    return next((ports for ports in blocks if are_free(ports.values())), None)


def are_free(ports: Iterable[int]) -> bool:
    """True if a server may listen on every one of the ports now."""
    for port in ports:
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # as the servers do
            try:
                probe.bind((HOST, port))
            except OSError:
                return False
    return True
