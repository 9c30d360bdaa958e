"""The head of a Ray cluster, asked on a connection of our own: Ray itself waits for minutes, or ends the process without a word.

The head's service speaks gRPC, which is HTTP/2: https://www.rfc-editor.org/rfc/rfc9113#section-3.4.
"""

from __future__ import annotations

import os
import socket
from dataclasses import dataclass

PREFACE = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + bytes((0, 0, 0, 4, 0, 0, 0, 0, 0))
"""What a client of HTTP/2 sends first, with an empty SETTINGS frame. The server answers with its own SETTINGS."""
FRAME_HEAD_BYTES, TYPE_AT, SETTINGS = 9, 3, 4
TIMEOUT_SECONDS = 10.0


@dataclass(frozen=True, slots=True)
class Head:
    """The head at `HOST:PORT`."""

    address: str

    def problem(self, timeout_seconds: float = TIMEOUT_SECONDS) -> str | None:
        """What is wrong with the service at the address, in words; None if it speaks as a head does."""
        host, _, port = self.address.rpartition(":")
        try:
            with socket.create_connection((host.strip("[]"), int(port)), timeout_seconds) as connection:
                if _has_tls():
                    return None
                connection.settimeout(timeout_seconds)
                connection.sendall(PREFACE)
                answer = _received(connection)
        except TimeoutError:
            return f"no answer in {timeout_seconds:g} seconds"
        except (OSError, ValueError, OverflowError) as error:
            return getattr(error, "strerror", None) or str(error)
        is_head = len(answer) == FRAME_HEAD_BYTES and answer[TYPE_AT] == SETTINGS
        return None if is_head else "another service answers there"


def _received(connection: socket.socket) -> bytes:
    answer = b""
    while len(answer) < FRAME_HEAD_BYTES and (more := connection.recv(FRAME_HEAD_BYTES - len(answer))):
        answer += more
    return answer


def _has_tls() -> bool:
    """True if the cluster's services speak TLS, which is not ours to check."""
    return os.environ.get("RAY_USE_TLS", "0").lower() in ("1", "true")
