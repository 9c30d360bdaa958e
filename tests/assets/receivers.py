"""Receivers of alerts on loopback: webhooks, well or broken, and a mail server with or without TLS."""

import contextlib
import json
import socket
import ssl
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from ipaddress import ip_address
from pathlib import Path
from threading import Thread

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

SECRETS = ("T0KEN", "p4th", "s3cret")
"""Parts of the path and query of each webhook's URL."""


@contextmanager
def webhook(status: int = 200, location: str = "") -> Iterator[tuple[str, list[dict[str, object]]]]:
    """A receiver on loopback: its URL, which holds a token, and what it was sent."""
    got: list[dict[str, object]] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            got.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            self.send_response(status)
            if location:
                self.send_header("Location", location)
            self.end_headers()

        def do_GET(self) -> None:
            got.append({"GET": self.path})
            self.send_response(200)
            self.end_headers()

        def log_message(self, *_: object) -> None: ...

    with HTTPServer(("127.0.0.1", 0), Handler) as server:
        Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/p4th/T0KEN?key=s3cret", got
        server.shutdown()


@contextmanager
def talker(answer: Callable[[socket.socket], None]) -> Iterator[int]:
    """A server whose connections a function serves: its port. Sockets stay open until the block ends."""
    kept: list[socket.socket] = []

    def serve() -> None:
        while True:
            try:
                connection, _ = listening.accept()
            except OSError:
                return
            kept.append(connection)
            Thread(target=answer, args=(connection,), daemon=True).start()

    with socket.create_server(("127.0.0.1", 0)) as listening:
        Thread(target=serve, daemon=True).start()
        try:
            yield listening.getsockname()[1]
        finally:
            listening.shutdown(socket.SHUT_RDWR)
            for connection in kept:
                connection.close()


@dataclass
class MailServer:
    """A mail server: the security that it offers, the lines of each mail it took, and the logins."""

    security: str
    context: ssl.SSLContext | None = None
    password: bytes = b""
    mails: list[list[str]] = field(default_factory=list)
    commands: list[str] = field(default_factory=list)

    def __call__(self, connection: socket.socket) -> None:
        with (
            contextlib.suppress(OSError),
            ExitStack() as stack,
        ):  # the client goes away where it rejects the certificate
            self._session(connection, stack)

    def _session(self, connection: socket.socket, stack: ExitStack) -> None:
        if self.security == "tls":
            connection = stack.enter_context(self._wrapped(connection))
        is_secure, lines = self.security == "tls", stack.enter_context(connection.makefile("rb"))
        connection.sendall(b"220 desk.example\r\n")
        while line := lines.readline().decode(errors="replace").strip():
            self.commands.append(line)
            verb = line.split(" ", 1)[0].upper()
            if verb == "EHLO":
                connection.sendall(b"250-desk.example\r\n")
                offer = "AUTH PLAIN" if is_secure else "STARTTLS" if self.security == "starttls" else "8BITMIME"
                connection.sendall(f"250 {offer}\r\n".encode())
            elif verb == "STARTTLS":
                connection.sendall(b"220 go on\r\n")
                connection = stack.enter_context(self._wrapped(connection))
                is_secure, lines = True, stack.enter_context(connection.makefile("rb"))
            elif verb == "AUTH":
                connection.sendall(b"235 ok\r\n" if self.password in line.encode() else b"535 no\r\n")
            elif verb == "DATA":
                connection.sendall(b"354 go on\r\n")
                self.mails.append([text.decode().rstrip() for text in iter(lines.readline, b".\r\n")])
                connection.sendall(b"250 ok\r\n")
            else:
                connection.sendall(b"221 bye\r\n" if verb == "QUIT" else b"250 ok\r\n")

    def _wrapped(self, connection: socket.socket) -> ssl.SSLSocket:
        assert self.context is not None
        return self.context.wrap_socket(connection, server_side=True)


def certificate(folder: Path, *, host: str = "127.0.0.1", days: int = 1) -> tuple[ssl.SSLContext, Path]:
    """A server's context with a self-made certificate for a host, and the file of the certificate."""
    key, name = ec.generate_private_key(ec.SECP256R1()), x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "desk")])
    now = datetime.now(UTC)
    of_host = x509.IPAddress(ip_address(host)) if host[0].isdigit() else x509.DNSName(host)
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(days=9))
        .not_valid_after(now + timedelta(days=days))
        .add_extension(x509.SubjectAlternativeName([of_host]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    pem = made.public_bytes(serialization.Encoding.PEM)
    secret = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    (folder / "ca.pem").write_bytes(pem)
    (folder / "server.pem").write_bytes(secret + pem)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / "server.pem")
    return context, folder / "ca.pem"
