"""The DNS resolver of the crawl: it returns only addresses that a crawl may connect to.

Twisted connects to exactly the addresses it gets from here, so what was vetted is what is connected to: a name that
answers differently a moment later changes nothing.
"""

from __future__ import annotations

import time
from typing import Any, Self

from scrapy.crawler import Crawler
from scrapy.resolver import HostResolution
from twisted.internet.interfaces import IHostnameResolver, IResolutionReceiver
from zope.interface import implementer

from spiders.fetching.addresses import PrivateHosts, refusal

KEEP_SECONDS = 300.0
MAX_NAMES = 10_000


@implementer(IHostnameResolver)
class VettingResolver:
    """Passes on the addresses that `lookup` finds and `spiders.fetching.addresses` lets pass; keeps them for five minutes.

    `refused` holds, by host name, why its addresses were held back.
    """

    def __init__(self, reactor: Any, lookup: Any, private_hosts: PrivateHosts) -> None:
        self.reactor = reactor
        self.lookup = lookup
        self.private_hosts = private_hosts
        self.refused: dict[str, str] = {}
        self._known: dict[tuple[str, int], tuple[float, list[Any]]] = {}

    @classmethod
    def from_crawler(cls, crawler: Crawler, reactor: Any) -> Self:
        """Settings: PRIVATE_URLS, the URLs whose host and port may be on a private network."""
        return cls(reactor, reactor.nameResolver, PrivateHosts.of(crawler.settings.getlist("PRIVATE_URLS")))

    def install_on_reactor(self) -> None:
        """Become the reactor's resolver."""
        self.reactor.installNameResolver(self)

    def resolveHostName(  # noqa: N802 -- Twisted's names, which are passed by keyword
        self,
        resolutionReceiver: Any,  # noqa: N803
        hostName: str,  # noqa: N803
        portNumber: int = 0,  # noqa: N803
        addressTypes: Any = None,  # noqa: N803
        transportSemantics: str = "TCP",  # noqa: N803
    ) -> Any:
        """Resolve a host name; refused addresses are left out, so a name that has no others does not resolve."""
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
        """Whether `host` may be connected to at `address`; remembers why not."""
        reason = refusal(address, private=(host.rstrip(".").lower(), port) in self.private_hosts)
        if reason:
            self._bound(self.refused)
            self.refused[host] = f"{host} is {address}: {reason}"
        return reason is None

    def keep(self, host: str, port: int, addresses: list[Any]) -> None:
        """Remember vetted addresses for a while."""
        self._bound(self._known)
        self._known[host, port] = (time.monotonic() + KEEP_SECONDS, addresses)

    def _bound(self, names: dict[Any, Any]) -> None:
        if len(names) >= MAX_NAMES:
            names.clear()


@implementer(IResolutionReceiver)
class _Vetting:
    """Stands between the look-up and whoever wants to connect."""

    def __init__(self, resolver: VettingResolver, receiver: Any, host: str, port: int) -> None:
        self.resolver, self.receiver, self.host, self.port = resolver, receiver, host, port
        self.passed: list[Any] = []

    def resolutionBegan(self, resolution: Any) -> None:  # noqa: N802
        """Pass on."""
        self.receiver.resolutionBegan(resolution)

    def addressResolved(self, address: Any) -> None:  # noqa: N802
        """Pass on what may be connected to."""
        if self.resolver.vet(self.host, self.port, address.host):
            self.passed.append(address)
            self.receiver.addressResolved(address)

    def resolutionComplete(self) -> None:  # noqa: N802
        """Pass on."""
        if self.passed:
            self.resolver.keep(self.host, self.port, self.passed)
        self.receiver.resolutionComplete()
