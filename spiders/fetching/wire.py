"""The downloader middleware nearest the network: keeps the response bytes before any other middleware changes them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Self

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.http import Response

SECRET = frozenset(("authorization", "cookie", "proxy-authorization"))
"""Request headers that say who the reader is."""
REDACTED = "redacted"
HOP_BY_HOP = frozenset(("transfer-encoding", "content-length", "connection", "keep-alive"))


@dataclass(frozen=True, slots=True)
class Wire:
    """A response before decoding."""

    body: bytes
    request_headers: tuple[tuple[str, str], ...]
    response_headers: tuple[tuple[str, str], ...]
    ip_address: str | None


class WireMiddleware:
    """Puts a `Wire` into `request.meta["wire"]`.

    Scrapy has already removed chunked framing. So Transfer-Encoding is dropped, and Content-Length is the length of the
    body. Secrets are redacted here, so that no file ever has them: what the reader is known by, the values of cookies, and
    the headers of the source's file (setting SECRET_HEADERS).
    """

    def __init__(self, secret: Iterable[str] = ()) -> None:
        self.secret = SECRET.union(name.lower() for name in secret)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Setting: SECRET_HEADERS."""
        return cls(crawler.settings.getlist("SECRET_HEADERS"))

    def process_response(self, request: Request, response: Response) -> Response:
        """Keep the response."""
        headers = [(name, value) for name, value in _pairs(response.headers) if name.lower() not in HOP_BY_HOP]
        headers.append(("Content-Length", str(len(response.body))))
        request.meta["wire"] = Wire(
            response.body,
            tuple(
                (name, REDACTED if name.lower() in self.secret else value) for name, value in _pairs(request.headers)
            ),
            tuple((name, _without_value(value) if name.lower() == "set-cookie" else value) for name, value in headers),
            str(response.ip_address) if response.ip_address else None,
        )
        return response


def _without_value(cookie: str) -> str:
    """What a site sets, without the cookie's value.

    >>> _without_value("member=9f8e7d; Path=/; HttpOnly")
    'member=redacted; Path=/; HttpOnly'
    """
    pair, semicolon, rest = cookie.partition(";")
    return f"{pair.partition('=')[0]}={REDACTED}{semicolon}{rest}"


def _pairs(headers: object) -> list[tuple[str, str]]:
    found = []
    for name, values in headers.items():  # type: ignore[attr-defined]
        found += [(name.decode("latin-1"), value.decode("latin-1")) for value in values]
    return found
