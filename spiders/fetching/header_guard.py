"""The HTTP(S) download handler: Scrapy's, with a limit for the bytes before the body, and refusals with a reason.

DOWNLOAD_MAXSIZE counts only bodies; a server may send endless headers or 1xx responses.
"""

from __future__ import annotations

from typing import Any

from scrapy import Request
from scrapy.core.downloader.handlers.http11 import (
    HTTP11DownloadHandler,
    _LenientHTTP11ClientFactory,
    _LenientHTTP11ClientProtocol,
)
from scrapy.crawler import Crawler
from scrapy.exceptions import DownloadCancelledError, DownloadFailedError
from scrapy.http import Response
from twisted.python.failure import Failure
from twisted.web._newclient import BODY

from spiders.fetching.refusals import TooLarge

MAX_HEADER_BYTES = 256 * 1024


class HeaderFlood(Exception):  # noqa: N818 -- what a server does, not a fault of ours
    """A server sent more bytes before its body than any response needs."""


class GuardedProtocol(_LenientHTTP11ClientProtocol):
    """Counts bytes until the body begins, and closes the connection at MAX_HEADER_BYTES."""

    header_bytes = 0

    def request(self, request: Any) -> Any:
        """Begin an exchange and reset the count."""
        self.header_bytes = 0
        return super().request(request)

    def dataReceived(self, data: bytes) -> None:  # noqa: N802 -- Twisted's name
        """Parse the data, unless it exceeds the limit."""
        if self._parser is not None and self._parser.state != BODY:
            self.header_bytes += len(data)
            if self.header_bytes > MAX_HEADER_BYTES:
                flood = HeaderFlood(f"more than {MAX_HEADER_BYTES} bytes before the body")
                self._giveUp(Failure(flood))  # type: ignore[no-untyped-call]
                self.transport.abortConnection()  # type: ignore[union-attr]
                return
        super().dataReceived(data)  # type: ignore[no-untyped-call]


class GuardedFactory(_LenientHTTP11ClientFactory):
    """Builds GuardedProtocol."""

    def buildProtocol(self, addr: Any) -> GuardedProtocol:  # noqa: ARG002, N802 -- Twisted's signature
        """A protocol for one connection."""
        return GuardedProtocol(self._quiescentCallback)  # type: ignore[no-untyped-call]


class GuardedDownloadHandler(HTTP11DownloadHandler):
    """Raises TooLarge for a header flood, and for a body beyond DOWNLOAD_MAXSIZE."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._pool._factory = GuardedFactory

    async def download_request(self, request: Request) -> Response:
        """Download, or raise TooLarge with the reason."""
        try:
            return await super().download_request(request)
        except DownloadCancelledError as error:
            raise TooLarge(str(error)) from error
        except DownloadFailedError as error:
            reasons = getattr(error.__cause__, "reasons", None) or []
            if any(reason.check(HeaderFlood) for reason in reasons):
                raise TooLarge(f"{request.url[:200]}: header flood") from error
            raise
