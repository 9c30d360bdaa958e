"""A loopback server that answers with exactly the bytes a test wants, and counts who came."""

from __future__ import annotations

import socket
import socketserver
import ssl
import struct
import threading
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from types import TracebackType
from typing import Self

Answer = bytes | Iterable[bytes] | None


def reply(
    status: int = 200, body: bytes = b"", headers: dict[str, str] | None = None, length: int | None = None
) -> bytes:
    """One HTTP/1.1 response that closes its connection; `length` may lie."""
    lines = [f"HTTP/1.1 {status} X", "Connection: close", f"Content-Length: {len(body) if length is None else length}"]
    lines += [f"{name}: {value}" for name, value in (headers or {}).items()]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


def hang(seconds: float) -> Iterable[bytes]:
    """Say nothing for a while."""
    time.sleep(seconds)
    yield b""


class RawServer:
    """Listens on 127.0.0.1 (a port of its own); `answer(path, request)` gives the bytes, None resets the connection."""

    def __init__(self, answer: Callable[[str, bytes], Answer], tls: ssl.SSLContext | None = None) -> None:
        self.answer = answer
        self.scheme = "https" if tls else "http"
        self.connections = 0
        self.paths: list[str] = []
        self.times: list[float] = []
        server = self

        class Handler(socketserver.BaseRequestHandler):
            def handle(self) -> None:
                server.connections += 1
                with suppress(OSError):
                    if tls is None:
                        serve(server, self.request)
                        return
                    with tls.wrap_socket(self.request, server_side=True) as connection:
                        serve(server, connection)

        socketserver.ThreadingTCPServer.allow_reuse_address = True
        socketserver.ThreadingTCPServer.request_queue_size = 64
        self._tcp = socketserver.ThreadingTCPServer(("127.0.0.1", 0), Handler)
        self._tcp.daemon_threads = True
        self._tcp.block_on_close = False
        self.port: int = self._tcp.server_address[1]

    @property
    def url(self) -> str:
        return f"{self.scheme}://127.0.0.1:{self.port}"

    def __enter__(self) -> Self:
        threading.Thread(target=self._tcp.serve_forever, args=(0.05,), daemon=True).start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._tcp.shutdown()
        self._tcp.server_close()


def serve(server: RawServer, connection: socket.socket) -> None:
    """Read one request, send the answer, close."""
    received = b""
    while b"\r\n\r\n" not in received:
        chunk = connection.recv(65536)
        if not chunk:
            return
        received += chunk
    path = received.split(b" ", 2)[1].decode("latin-1")
    server.paths.append(path)
    server.times.append(time.monotonic())
    answer = server.answer(path, received)
    if answer is None:
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        connection.close()
        return
    try:
        for piece in [answer] if isinstance(answer, bytes) else answer:
            connection.sendall(piece)
    except OSError:
        return
