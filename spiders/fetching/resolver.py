"""The DNS resolver of the crawl: it returns only addresses that a crawl may connect to.

Twisted connects to exactly the addresses that this resolver returns. So a name that resolves differently a moment later
(DNS rebinding) changes nothing.
"""

from __future__ import annotations

import os
import time
from typing import Any, Self

from scrapy.crawler import Crawler
from scrapy.resolver import HostResolution
from twisted.internet.interfaces import IHostnameResolver, IResolutionReceiver
from zope.interface import implementer

from spiders.fetching.addresses import PrivateHosts, refusal
from spiders.fetching.proxy import Proxy, connect_through, proxy_of

KEEP_SECONDS = 300.0
MAX_NAMES = 10_000


@implementer(IHostnameResolver)
class VettingResolver:
    """Returns the addresses from `lookup` that `spiders.fetching.addresses` allows; caches them for five minutes.

    `refused` holds, by host name, the reason why its addresses were refused.
    """

    def __init__(self, reactor: Any, lookup: Any, private_hosts: PrivateHosts, proxy: Proxy | None = None) -> None:
        self.reactor = reactor
        self.lookup = lookup
        self.private_hosts = private_hosts
        self.proxy = proxy
        self.refused: dict[str, str] = {}
        self._known: dict[tuple[str, int], tuple[float, list[Any]]] = {}

    @classmethod
    def from_crawler(cls, crawler: Crawler, reactor: Any) -> Self:
        """Settings: PRIVATE_URLS, the URLs whose host and port may be on a private network; PROXY_VARIABLE, the name of the
        environment variable with the address of a proxy.
        """
        variable = crawler.settings.get("PROXY_VARIABLE")
        proxy = proxy_of(os.environ.get(variable[1:], ""), variable) if variable else None
        return cls(reactor, reactor.nameResolver, PrivateHosts.of(crawler.settings.getlist("PRIVATE_URLS")), proxy)

    def install_on_reactor(self) -> None:
        """Install this resolver on the reactor, and the proxy behind it."""
        self.reactor.installNameResolver(self)
        if self.proxy is not None:
            connect_through(self.reactor, self.proxy)

    def resolveHostName(  # noqa: N802 -- Twisted's names, which are passed by keyword
        self,
        resolutionReceiver: Any,  # noqa: N803
        hostName: str,  # noqa: N803
        portNumber: int = 0,  # noqa: N803
        addressTypes: Any = None,  # noqa: N803
        transportSemantics: str = "TCP",  # noqa: N803
    ) -> Any:
        """Resolve a host name. Refused addresses are left out; a name with no other address does not resolve."""
        until, addresses = self._known.get((hostName, portNumber), (0.0, []))
        if until > time.monotonic():
            resolution = HostResolution(hostName)
            resolutionReceiver.resolutionBegan(resolution)
            for address in addresses:
                resolutionReceiver.addressResolved(address)
            resolutionReceiver.resolutionComplete()
            return resolution
        vetting = _Vetting(self, resolutionReceiver, hostName, portNumber)
        return self.lookup.resolveHostName(vetting, hostName, portNumber, addressTypes, transportSemantics)

    def vet(self, host: str, port: int, address: str) -> bool:
        """True if a connection to `host` at `address` is allowed; stores the reason if not."""
        reason = refusal(address, private=(host.rstrip(".").lower(), port) in self.private_hosts)
        if reason:
            self._bound(self.refused)
            self.refused[host] = f"{host} is {address}: {reason}"
        return reason is None

    def keep(self, host: str, port: int, addresses: list[Any]) -> None:
        """Cache vetted addresses for KEEP_SECONDS."""
        self._bound(self._known)
        self._known[host, port] = (time.monotonic() + KEEP_SECONDS, addresses)

    def _bound(self, names: dict[Any, Any]) -> None:
        if len(names) >= MAX_NAMES:
            names.clear()


@implementer(IResolutionReceiver)
class _Vetting:
    """Filters the addresses between the look-up and the receiver."""

    def __init__(self, resolver: VettingResolver, receiver: Any, host: str, port: int) -> None:
        self.resolver, self.receiver, self.host, self.port = resolver, receiver, host, port
        self.passed: list[Any] = []

    def resolutionBegan(self, resolution: Any) -> None:  # noqa: N802
        """Pass on."""
        self.receiver.resolutionBegan(resolution)

    def addressResolved(self, address: Any) -> None:  # noqa: N802
        """Pass on an allowed address."""
        if self.resolver.vet(self.host, self.port, address.host):
            self.passed.append(address)
            self.receiver.addressResolved(address)

    def resolutionComplete(self) -> None:  # noqa: N802
        """Pass on."""
        if self.passed:
            self.resolver.keep(self.host, self.port, self.passed)
        self.receiver.resolutionComplete()
