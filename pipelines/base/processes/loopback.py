"""A port of 127.0.0.1, for servers of ours."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import contextmanager

from pipelines.base.errors import EnvironmentFault

HOST = "127.0.0.1"


@contextmanager
def bound(port: int) -> Iterator[socket.socket]:
    """A socket that is bound to a port; it is closed when the block ends. Raises EnvironmentFault if the port is in use."""
    with socket.socket() as opened:
        opened.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            opened.bind((HOST, port))
        except OSError as error:
            raise EnvironmentFault(
                f"port {port} is in use: stop what uses it, or choose another with --port"
            ) from error
        yield opened
