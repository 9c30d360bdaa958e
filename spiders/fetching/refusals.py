"""Exceptions for requests that were refused, or whose response was refused. Each becomes a `fetches` row.

A spider's errback finds the outcome (a `pipelines.lake.values.FetchOutcome`), a sentence for a person, and the
evidence.
"""

from __future__ import annotations

from scrapy.exceptions import IgnoreRequest

from pipelines.lake.values import FetchOutcome


class Refused(IgnoreRequest):
    """A request that ends without a stored response; `outcome` is the value for the row, `detail` a sentence for a person."""

    outcome = FetchOutcome.NOT_CRAWLED

    def __init__(self, detail: str, evidence: str | None = None) -> None:
        super().__init__(detail)
        self.detail = detail
        self.evidence = evidence


class RobotsDenied(Refused):
    """robots.txt forbids the URL; `evidence` is the rule."""

    outcome = FetchOutcome.ROBOTS_DENIED


class RobotsUnknown(RobotsDenied):
    """robots.txt could not be fetched; `pause_seconds` is the pause that the host asks for."""

    def __init__(self, detail: str, pause_seconds: float) -> None:
        super().__init__(detail, detail)
        self.pause_seconds = pause_seconds


class AddressRefused(Refused):
    """The host is, or resolves to, an address that is not on the public internet."""

    outcome = FetchOutcome.ADDRESS_REFUSED


class TooLarge(Refused):
    """Body or headers exceed the size limit."""

    outcome = FetchOutcome.TOO_LARGE


class HostPaused(Refused):
    """The host asked for a pause that is too long for the night, or had too many timeouts."""

    outcome = FetchOutcome.TIMEOUT
