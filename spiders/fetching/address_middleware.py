"""Refuses requests to addresses outside the public internet: by the URL before the DNS look-up, by the address after it.

`spiders.fetching.resolver` does the look-up. This middleware turns its refusals into outcomes and checks the address of
each response.
"""

from __future__ import annotations

from typing import Any, NoReturn, Self

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import CannotResolveHostError
from scrapy.http import Response
from scrapy.utils.httpobj import urlparse_cached

from spiders.fetching.addresses import PrivateHosts, host_and_port, refusal, url_refusal
from spiders.fetching.refusals import AddressRefused


class AddressMiddleware:
    """Raises AddressRefused; its detail names the address and its range."""

    def __init__(self, private_hosts: PrivateHosts, stats: Any) -> None:
        self.private_hosts = private_hosts
        self.stats = stats

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Settings: PRIVATE_URLS, the URLs whose host and port may be on a private network."""
        return cls(PrivateHosts.of(crawler.settings.getlist("PRIVATE_URLS")), crawler.stats)

    def process_request(self, request: Request) -> None:
        """Refuse a scheme that is not http(s), and a host that is a refused address in any notation."""
        reason = url_refusal(request.url, self.private_hosts)
        if reason:
            self._refuse("address/refused_url", f"{request.url[:200]}: {reason}")

    def process_response(self, request: Request, response: Response) -> Response:
        """Refuse a response from an address that should never have been reached."""
        if response.ip_address is not None:
            private = host_and_port(request.url) in self.private_hosts
            reason = refusal(str(response.ip_address), private=private)
            if reason:
                self._refuse(
                    "address/refused_peer", f"{request.url[:200]} was answered by {response.ip_address}: {reason}"
                )
        return response

    def process_exception(self, request: Request, exception: Exception) -> None:
        """Raise AddressRefused if a name did not resolve because its addresses were refused."""
        from twisted.internet import reactor

        if isinstance(exception, CannotResolveHostError):
            refused: dict[str, str] = getattr(reactor.nameResolver, "refused", {})
            host = urlparse_cached(request).hostname or ""
            if host in refused:
                self._refuse("address/refused_name", refused[host])

    def _refuse(self, stat: str, detail: str) -> NoReturn:
        self.stats.inc_value(stat)
        raise AddressRefused(detail)
