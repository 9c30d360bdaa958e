"""A response with its exchange, and the columns of `fetches` that it fills."""

from __future__ import annotations

from dataclasses import dataclass, replace

from pipelines.base.urls.identity import resolve
from pipelines.lake.archive import HTML_UTF8, Conversion, Exchange, Place
from pipelines.lake.values import FetchOutcome
from spiders.frontier.visits import Result, Visit

REDIRECTS = frozenset((301, 302, 303, 307, 308))
PERMANENT = frozenset((301, 308))
"""Redirects that may be remembered: https://www.rfc-editor.org/rfc/rfc9110#section-15.4."""


@dataclass(frozen=True, slots=True)
class Answer:
    """A response. `exchange` has the bytes from the network, `body` is decoded, `robots` is the robots.txt rule that
    allowed it. If a browser drew the page, `converted` is what it drew, as `body` is; `note` says so, or why it did not.
    """

    exchange: Exchange
    body: bytes
    duration_ms: int
    robots: str | None = None
    converted: Conversion | None = None
    note: str | None = None

    @property
    def status(self) -> int:
        """HTTP status."""
        return self.exchange.status

    @property
    def redirects_to(self) -> str | None:
        """The resolved target of a redirect; None for every other answer."""
        location = self.header("location") if self.status in REDIRECTS else None
        return resolve(self.exchange.url, location) if location else None

    def header(self, name: str) -> str | None:
        """The first response header of that name (lower case); the type of what a browser drew is its own."""
        if name == "content-type" and self.converted is not None:
            return HTML_UTF8
        return next((value for key, value in self.exchange.response_headers if key.lower() == name), None)

    def result(self, visit: Visit, outcome: FetchOutcome, detail: str | None = None) -> Result:
        """The result of a visit with this answer, before the answer is archived."""
        return Result(
            outcome,
            detail=detail or self.note,
            status=self.status,
            fetched_at=self.exchange.fetched_at.isoformat(),
            duration_ms=self.duration_ms,
            final_url=self.exchange.url,
            redirects=visit.chain[1:],
            content_type=self.header("content-type"),
            etag=self.header("etag"),
            last_modified=self.header("last-modified"),
            truncated=self.exchange.truncated is not None,
            robots=self.robots,
        )


def placed(result: Result, place: Place) -> Result:
    """The result with the file and offset of its WARC record."""
    return replace(result, warc_file=place.file, warc_offset=place.offset)
