"""A client of a web archive: its CDX listing and its original captures (`id_`), one request at a time, with pauses.

- server https://web.archive.org/web        → listing https://web.archive.org/cdx/search/cdx?url=…
- server http://127.0.0.1:8080/collection   → listing http://127.0.0.1:8080/collection/cdx?url=… (pywb)
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from http.client import HTTPException, HTTPResponse
from socket import gaierror
from typing import cast
from urllib.error import HTTPError, URLError
from urllib.parse import quote, urlencode, urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener

from pipelines.base.errors import InputError
from spiders.fetching.retry_after import retry_after_seconds
from spiders.imports.cdx import Listed, read_line

WAYBACK = "https://web.archive.org/web"
LISTINGS = {WAYBACK: "https://web.archive.org/cdx/search/cdx"}
TIMEOUT_SECONDS = 60
MAX_LINE = 64 << 10
MAX_BODY = 32 << 20
TRIES = 4
NOWHERE = (ConnectionRefusedError, gaierror)
"""Errors of a mistyped server address. A retry is useful only for a server that has answered before."""
PAUSE_SECONDS = 30.0
MAX_PAUSE_SECONDS = 600.0
BUSY = frozenset((429, 500, 502, 503, 504))
"""Statuses after which a request is retried later."""


@dataclass(frozen=True, slots=True)
class Answer:
    """A capture from the archive: its time, status, headers in order, and body (None if larger than MAX_BODY)."""

    at: datetime
    status: int
    reason: str
    headers: tuple[tuple[str, str], ...]
    body: bytes | None


class FailedError(Exception):
    """A capture that could not be fetched; its text is the reason."""


class _SameHost(HTTPRedirectHandler):
    """Follows an archive's redirects to its nearest capture, but not to another host."""

    def redirect_request(self, req: Request, fp, code, msg, headers, newurl):  # type: ignore[no-untyped-def]
        """As in `urllib.request.HTTPRedirectHandler`."""
        if urlsplit(newurl).netloc != urlsplit(req.full_url).netloc:
            raise HTTPError(newurl, code, "redirects to another host", headers, fp)
        return super().redirect_request(req, fp, code, msg, headers, newurl)


@dataclass
class WaybackServer:
    """One server. `delay_seconds` is the minimum time between two requests of any kind."""

    server: str
    agent: str
    delay_seconds: float = 1.0
    pause_seconds: float = PAUSE_SECONDS
    _last: float = field(default=0.0)
    _is_there: bool = field(default=False)

    def __post_init__(self) -> None:
        self.server = self.server.rstrip("/")
        self._opener = build_opener(_SameHost())

    @property
    def listing(self) -> str:
        """The URL of its CDX server."""
        return LISTINGS.get(self.server, f"{self.server}/cdx")

    def captures(self, pattern: str, since: str | None, until: str | None) -> Iterator[Listed]:
        """The listing of an address; `paper.example/*` for all addresses below, `*.paper.example` also for subdomains.

        `since` and `until` are 1 to 14 digits of a time. Raises InputError if there is no listing.
        """
        asked = {"url": pattern} | ({"from": since} if since else {}) | ({"to": until} if until else {})
        url = f"{self.listing}?{urlencode(asked)}"
        try:
            with self._asked(url) as response:
                while line := response.readline(MAX_LINE):
                    if (found := read_line(line.decode("utf-8", "replace"))) is not None:
                        yield found
        except (FailedError, OSError, HTTPException) as error:
            raise InputError(f"{url}: no listing: {error}; run the same command again to go on") from error

    def capture(self, listed: Listed) -> Answer:
        """A capture with its original headers and bytes. Raises FailedError.

        An archive may answer with a nearby capture and state its time: that time is used.
        """
        url = f"{self.server}/{listed.timestamp}id_/{quote(listed.url, safe=':/?&=%#@!$+,;~*()[]')}"
        try:
            with self._asked(url) as response:
                body = response.read(MAX_BODY + 1)
                headers = tuple((name, value) for name, value in response.headers.items())
                kept = body if len(body) <= MAX_BODY else None
                at = _memento(response.headers.get("Memento-Datetime")) or listed.at
                return Answer(at, response.status, response.reason, headers, kept)
        except (OSError, HTTPException) as error:
            raise FailedError(f"{type(error).__name__}: {error}") from error

    @contextmanager
    def _asked(self, url: str) -> Iterator[HTTPResponse]:
        """The response to a request, retried with growing pauses while the server is busy."""
        for tries in range(TRIES):
            self._wait()
            try:
                request = Request(url, headers={"User-Agent": self.agent, "Accept-Encoding": "identity"})  # noqa: S310
                with self._opener.open(request, timeout=TIMEOUT_SECONDS) as response:
                    self._is_there = True
                    yield cast("HTTPResponse", response)
                    return
            except HTTPError as error:
                error.close()
                self._is_there = True
                if error.code not in BUSY or tries == TRIES - 1:
                    raise FailedError(f"HTTP {error.code}") from error
                after = error.headers.get("Retry-After")
                self._pause(tries, retry_after_seconds(after.encode()) if after else None)
            except URLError as error:
                is_nowhere = not self._is_there and isinstance(error.reason, NOWHERE)
                if is_nowhere or tries == TRIES - 1:
                    raise FailedError(str(error.reason)) from error
                self._pause(tries, None)

    def _wait(self) -> None:
        time.sleep(max(0.0, self._last + self.delay_seconds - time.monotonic()))
        self._last = time.monotonic()

    def _pause(self, tries: int, asked: float | None) -> None:
        time.sleep(min(MAX_PAUSE_SECONDS, max(asked or 0.0, self.pause_seconds * 2**tries)))


def _memento(written: str | None) -> datetime | None:
    """Memento-Datetime: https://www.rfc-editor.org/rfc/rfc7089#section-2.1.1."""
    try:
        return parsedate_to_datetime(written or "").astimezone(UTC)
    except (TypeError, ValueError):
        return None
