"""The downloader middleware nearest the network: keeps the response bytes before any other middleware changes them."""

from __future__ import annotations

from dataclasses import dataclass

from scrapy import Request
from scrapy.http import Response

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
    body.
    """

    def process_response(self, request: Request, response: Response) -> Response:
        """Keep the response."""
        headers = [(name, value) for name, value in _pairs(response.headers) if name.lower() not in HOP_BY_HOP]
        headers.append(("Content-Length", str(len(response.body))))
        request.meta["wire"] = Wire(
            response.body,
            tuple(_pairs(request.headers)),
            tuple(headers),
            str(response.ip_address) if response.ip_address else None,
        )
        return response


def _pairs(headers: object) -> list[tuple[str, str]]:
    found = []
    for name, values in headers.items():  # type: ignore[attr-defined]
        found += [(name.decode("latin-1"), value.decode("latin-1")) for value in values]
    return found
