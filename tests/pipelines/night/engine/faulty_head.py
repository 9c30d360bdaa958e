"""Services that a build may meet at the port of a Ray head, and a proxy before a head that fails as it is bid."""

from __future__ import annotations

import contextlib
import socket
import threading
from collections.abc import Callable, Iterator

SETTINGS = bytes((0, 0, 0, 4, 0, 0, 0, 0, 0))
Service = Callable[[socket.socket], None]


@contextlib.contextmanager
def served(answer: Service) -> Iterator[str]:
    """The address of a service that answers each connection with a function."""
    kept: list[socket.socket] = []

    def accept() -> None:
        with contextlib.suppress(OSError):
            while True:
                connection, _ = listening.accept()
                kept.append(connection)
                threading.Thread(target=answer, args=(connection,), daemon=True).start()

    with socket.create_server(("127.0.0.1", 0)) as listening:
        threading.Thread(target=accept, daemon=True).start()
        try:
            yield f"127.0.0.1:{listening.getsockname()[1]}"
        finally:
            listening.shutdown(socket.SHUT_RDWR)
            for connection in kept:
                connection.close()


def saying(answer: bytes) -> Service:
    """A service that reads something, says one thing and hangs up."""

    def service(connection: socket.socket) -> None:
        with contextlib.suppress(OSError), connection:
            connection.recv(1 << 16)
            connection.sendall(answer)
            connection.shutdown(socket.SHUT_WR)

    return service


class Proxy:
    """Passes bytes on to an address. While `passes` is clear, connections are accepted and nothing goes through."""

    def __init__(self, address: str) -> None:
        host, _, port = address.rpartition(":")
        self.behind = (host, int(port))
        self.passes = threading.Event()
        self.passes.set()

    def __call__(self, connection: socket.socket) -> None:
        with contextlib.suppress(OSError), socket.create_connection(self.behind) as behind:
            threading.Thread(target=self._pump, args=(behind, connection), daemon=True).start()
            self._pump(connection, behind)

    def _pump(self, source: socket.socket, target: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while data := source.recv(1 << 16):
                self.passes.wait()
                target.sendall(data)
            target.shutdown(socket.SHUT_WR)
