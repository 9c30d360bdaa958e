"""Decodes response bodies within DOWNLOAD_MAXSIZE; replaces Scrapy's HttpCompressionMiddleware.

Scrapy's middleware accepts a broken stream as a whole page. Here such a body gets the flag `truncated`.
"""

from __future__ import annotations

from typing import Any, Self

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.http import Response
from scrapy.responsetypes import responsetypes

from spiders.fetching.decompression import NotDecodableError, TooLongError, codings_of, decode
from spiders.fetching.refusals import TooLarge

ACCEPTED = b"gzip, deflate, br, zstd"


class DecompressionMiddleware:
    """Flags: `truncated` if the coding or the connection broke off; `undecoded` if the body is not in the declared coding."""

    def __init__(self, max_bytes: int, stats: Any) -> None:
        self.max_bytes = max_bytes
        self.stats = stats

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Settings: DOWNLOAD_MAXSIZE, for requests without `download_maxsize` in their meta."""
        return cls(crawler.settings.getint("DOWNLOAD_MAXSIZE"), crawler.stats)

    def process_request(self, request: Request) -> None:
        """Send the supported codings as Accept-Encoding."""
        request.headers.setdefault("Accept-Encoding", ACCEPTED)

    def process_response(self, request: Request, response: Response) -> Response:
        """Decode. Raises TooLarge for a body that grows beyond the limit."""
        flags = [*response.flags, *(["truncated"] if "dataloss" in response.flags else [])]
        codings = codings_of(response.headers.getlist("Content-Encoding"))
        if not codings or request.method == "HEAD" or not response.body:
            return response.replace(flags=flags) if flags != response.flags else response
        try:
            body, whole = decode(response.body, codings, request.meta.get("download_maxsize", self.max_bytes))
        except TooLongError as error:
            self.stats.inc_value("decompression/too_large")
            raise TooLarge(f"{request.url[:200]}: {error}") from error
        except NotDecodableError:
            self.stats.inc_value("decompression/undecoded")
            return response.replace(flags=[*flags, "undecoded"])
        self.stats.inc_value("decompression/decoded" if whole else "decompression/truncated")
        if not whole and "truncated" not in flags:
            flags.append("truncated")
        headers = response.headers.copy()
        del headers["Content-Encoding"]
        kind = responsetypes.from_args(headers=headers, url=response.url, body=body)
        return response.replace(cls=kind, headers=headers, body=body, flags=flags)
