"""Why a request was not made or its answer not taken: what middlewares raise, and what becomes a `fetches` row.

A spider's errback finds the outcome (a `pipelines.lake.values.FetchOutcome`), a sentence for a person, and the evidence.
"""

from __future__ import annotations

from scrapy.exceptions import IgnoreRequest

from pipelines.lake.values import FetchOutcome


class Refused(IgnoreRequest):
    """A request that ends with nothing to store; `outcome` is the word for the row, `detail` says it to a person."""

    outcome = FetchOutcome.NOT_CRAWLED

    def __init__(self, detail: str, evidence: str | None = None) -> None:
        super().__init__(detail)
        self.detail = detail
        self.evidence = evidence


class RobotsDenied(Refused):
    """robots.txt forbids it, or could not be had; `evidence` is the rule or the reason."""

    outcome = FetchOutcome.ROBOTS_DENIED


class AddressRefused(Refused):
    """The host is, or resolves to, an address that is not on the public internet."""

    outcome = FetchOutcome.ADDRESS_REFUSED


class TooLarge(Refused):
    """Body or headers grow beyond what a page may have."""

    outcome = FetchOutcome.TOO_LARGE


class HostPaused(Refused):
    """The host asked for a pause, or kept timing out, for longer than the night can wait."""

    outcome = FetchOutcome.TIMEOUT
