"""Pauses requests to a host after several timeouts in a row, so that it does not block the rest of the crawl."""

from __future__ import annotations

import time
from typing import Any, Self

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import DownloadTimeoutError, NotConfigured
from scrapy.http import Response
from scrapy.utils.httpobj import urlparse_cached

from spiders.fetching.refusals import HostPaused


class HostBreaker:
    """After `patience` timeouts in a row, requests to a host fail at once for `pause_seconds`. One response resets the count."""

    def __init__(self, patience: int, pause_seconds: float, stats: Any) -> None:
        self.patience = patience
        self.pause_seconds = pause_seconds
        self.stats = stats
        self._timeouts: dict[str, int] = {}
        self._until: dict[str, float] = {}

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Settings: HOST_PATIENCE (0: off), HOST_PAUSE_SECONDS."""
        patience = crawler.settings.getint("HOST_PATIENCE", 4)
        if patience <= 0:
            raise NotConfigured
        return cls(patience, crawler.settings.getfloat("HOST_PAUSE_SECONDS", 900.0), crawler.stats)

    def process_request(self, request: Request) -> None:
        """Raise HostPaused while requests to the host are paused."""
        host = urlparse_cached(request).netloc
        until = self._until.get(host)
        if until is None:
            return
        if time.monotonic() < until:
            self.stats.inc_value("host_breaker/refused")
            raise HostPaused(f"{host} timed out {self.patience} times in a row; left alone")
        del self._until[host]

    def process_response(self, request: Request, response: Response) -> Response:
        """Reset the count: the host answers."""
        self._timeouts.pop(urlparse_cached(request).netloc, None)
        return response

    def process_exception(self, request: Request, exception: Exception) -> None:
        """Count timeouts in a row."""
        if not isinstance(exception, DownloadTimeoutError):
            return
        host = urlparse_cached(request).netloc
        self._timeouts[host] = self._timeouts.get(host, 0) + 1
        if self._timeouts[host] >= self.patience:
            self._timeouts[host] = 0
            self._until[host] = time.monotonic() + self.pause_seconds
            self.stats.inc_value("host_breaker/opened")
