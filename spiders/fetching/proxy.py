"""A proxy of the user's own: each connection of a crawl is a tunnel (CONNECT) to the address that the crawl has vetted.

The resolver looks names up here, so that the proxy is told addresses only: rebinding and private addresses are refused as
without it. https://www.rfc-editor.org/rfc/rfc9110#section-9.3.6
"""

from __future__ import annotations

import re
import socket
from base64 import b64encode
from typing import Any, NamedTuple, cast
from urllib.parse import unquote, urlsplit

from twisted.internet.address import IPv4Address, IPv6Address
from twisted.internet.error import ConnectError
from twisted.internet.protocol import ClientFactory, Protocol
from twisted.protocols.policies import ProtocolWrapper
from twisted.python.failure import Failure
from zope.interface import directlyProvides, providedBy

from pipelines.base.errors import InputError

OPENED = re.compile(rb"HTTP/1\.[01] 2\d\d\b")
MAX_HEAD_BYTES = 16 << 10


class ProxyRefusedError(ConnectError):
    """The proxy opened no tunnel: a wrong password, or it does not let anybody through to such a port."""


class Proxy(NamedTuple):
    """Where a proxy is, and the value of Proxy-Authorization; empty without a user."""

    host: str
    port: int
    credentials: str


def proxy_of(value: str, variable: str) -> Proxy:
    """The proxy at a URL, the value of an environment variable. Raises InputError, which does not repeat the value.

    >>> proxy_of("http://ann:s%40cret@proxy.example:3128", "$PAPER_PROXY")
    Proxy(host='proxy.example', port=3128, credentials='Basic YW5uOnNAY3JldA==')
    """
    try:
        parts = urlsplit(value)
        host, port = parts.hostname or "", parts.port or 80
    except ValueError:
        host, port = "", 0
    if not host or parts.scheme != "http":
        raise InputError(
            f"{variable} is no address of a proxy; write http://USER:PASSWORD@HOST:PORT, or http://HOST:PORT"
        )
    said = f"{unquote(parts.username or '')}:{unquote(parts.password or '')}"
    return Proxy(host, port, f"Basic {b64encode(said.encode()).decode()}" if parts.username else "")


def connect_through(reactor: Any, proxy: Proxy) -> None:
    """Make every TCP connection of a reactor a tunnel through the proxy. Raises InputError if there is no such host."""
    try:
        [(*_, place), *_] = socket.getaddrinfo(proxy.host, proxy.port, type=socket.SOCK_STREAM)
    except OSError:
        raise InputError(f"the proxy's host is not found: {proxy.host}") from None
    direct = reactor.connectTCP

    def tunnelled(host: str, port: int, factory: Any, timeout: float = 30, bindAddress: Any = None) -> Any:  # noqa: N803
        return direct(place[0], place[1], _Tunnels(factory, host, port, proxy.credentials), timeout, bindAddress)

    reactor.connectTCP = tunnelled


class _Tunnels(ClientFactory):
    """Builds tunnels to one address for the connections of another factory."""

    noisy = False

    def __init__(self, wrapped: Any, host: str, port: int, credentials: str) -> None:
        self.wrapped, self.host, self.port, self.credentials = wrapped, host, port, credentials
        self.tunnel: _Tunnel | None = None

    def startedConnecting(self, connector: Any) -> None:  # noqa: N802 -- Twisted's names
        self.wrapped.startedConnecting(connector)

    def buildProtocol(self, addr: Any) -> Protocol | None:  # noqa: N802
        inner = self.wrapped.buildProtocol(addr)
        self.tunnel = None if inner is None else _Tunnel(self, inner)
        return self.tunnel

    def clientConnectionFailed(self, connector: Any, reason: Failure) -> None:  # noqa: N802
        self.wrapped.clientConnectionFailed(connector, reason)

    def clientConnectionLost(self, connector: Any, reason: Failure) -> None:  # noqa: N802
        if self.tunnel is not None and self.tunnel.is_open:
            self.wrapped.clientConnectionLost(connector, reason)
        else:
            said = self.tunnel.refusal if self.tunnel is not None else ""
            refusal = ProxyRefusedError(string=said or "the proxy closed the connection")  # type: ignore[no-untyped-call]
            self.wrapped.clientConnectionFailed(connector, Failure(refusal))  # type: ignore[no-untyped-call]


class _Tunnel(ProtocolWrapper):
    """One connection: asks the proxy for a tunnel, then is out of the way."""

    def __init__(self, factory: Any, inner: Any) -> None:
        super().__init__(factory, inner)
        self.is_open = False
        self.refusal = ""
        self._head = b""
        self._inner: Any = inner

    def makeConnection(self, transport: Any) -> None:  # noqa: N802
        """Ask; the connection within is made once the tunnel is."""
        directlyProvides(self, providedBy(transport))
        Protocol.makeConnection(self, transport)  # type: ignore[no-untyped-call]
        host = f"[{self.factory.host}]" if ":" in self.factory.host else self.factory.host
        said = f"Proxy-Authorization: {self.factory.credentials}\r\n" if self.factory.credentials else ""
        place = f"{host}:{self.factory.port}"
        transport.write(f"CONNECT {place} HTTP/1.1\r\nHost: {place}\r\n{said}\r\n".encode())

    def dataReceived(self, data: bytes) -> None:  # noqa: N802
        """The proxy's answer, then what the site sends."""
        if self.is_open:
            self._inner.dataReceived(data)
            return
        head, end, rest = (self._head + data).partition(b"\r\n\r\n")
        self._head = head
        if end and OPENED.match(head):
            self.is_open = True
            self._inner.makeConnection(self)
            if rest:
                self._inner.dataReceived(rest)
        elif end or len(head) > MAX_HEAD_BYTES:
            self.refusal = f"the proxy refused: {head[:40].partition(bytes([13]))[0].decode('latin-1')}"
            cast("Any", self.transport).abortConnection()

    def connectionLost(self, reason: Failure = Failure(ConnectError())) -> None:  # type: ignore[no-untyped-call]  # noqa: N802, B008
        """Tell the connection within, if it was made."""
        if self.is_open:
            self._inner.connectionLost(reason)

    def getPeer(self) -> IPv4Address | IPv6Address:  # noqa: N802
        """The address at the other end of the tunnel, which is the site's."""
        kind = IPv6Address if ":" in self.factory.host else IPv4Address
        return kind("TCP", self.factory.host, self.factory.port)
