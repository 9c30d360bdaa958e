"""The one spider: it makes requests of visits and hands what comes back to the landing."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import datetime
from http import HTTPStatus
from typing import Any, Self, cast

from scrapy import Request, Spider
from scrapy.crawler import Crawler
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Response
from twisted.internet.defer import CancelledError
from twisted.internet.error import TimeoutError as TwistedTimeoutError
from twisted.python.failure import Failure

from pipelines.archive import Exchange
from spiders.backoff import pause_seconds
from spiders.frontier import Result, Visit
from spiders.landing import Answer, Landing
from spiders.robots_middleware import robots_answered
from spiders.scheduler import FrontierScheduler
from spiders.sources import Source
from spiders.wire import Wire

MAX_BYTES = {"page": 5 << 20, "feed": 16 << 20, "sitemap": 16 << 20, "robots": 1 << 20, "rights": 1 << 20}
"""Size caps of bodies, decoded."""


class SourceSpider(Spider):
    """Crawls one source for one night. `clock` stamps every fetch; null: the machine's clock."""

    name = "source"

    def __init__(self, source: Source, landing: Landing, clock: datetime | None, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.source = source
        self.landing = landing
        self.clock = clock
        self.fetched = landing.frontier.fetched()

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> Self:
        """Listen for the robots.txt that the robots middleware fetches."""
        spider = super().from_crawler(crawler, *args, **kwargs)
        crawler.signals.connect(spider.robots, signal=robots_answered)
        return spider

    async def start(self) -> AsyncIterator[Request]:
        """Nothing to start from but the frontier."""
        return
        yield

    def may_fetch(self) -> bool:
        """Whether the page budget allows another fetch; when it is spent, everything left ends as `budget`."""
        if self.fetched < self.source.max_pages:
            return True
        self.landing.frontier.end_pending(Result("budget", detail=f"more than max_pages: {self.source.max_pages}"))
        return False

    def request(self, visit: Visit) -> Request:
        """The request of a visit: conditional when an earlier night kept what the URL had."""
        headers = {"Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}
        known = self.landing.frontier.page(visit.key)
        if known is not None and known.record_id and not visit.chain:
            headers |= {"If-None-Match": known.etag} if known.etag else {}
            headers |= {"If-Modified-Since": known.last_modified} if known.last_modified else {}
        self.fetched += 1
        return Request(
            visit.at_url,
            callback=self.landed,
            errback=self.failed,
            headers=headers,
            dont_filter=True,
            meta={
                "visit": visit,
                "download_slot": visit.host,
                "download_maxsize": MAX_BYTES[visit.resource],
                "handle_httpstatus_all": True,
                "dont_redirect": True,
            },
        )

    def landed(self, response: Response) -> None:
        """A response came."""
        visit = self._land(cast("Request", response.request))
        retry_after = (response.headers.get("Retry-After") or b"").decode("latin-1")
        pause = pause_seconds(visit.attempts, response.status, retry_after, self.source.delay_seconds)
        if pause is not None:
            self._postpone(visit, pause, whole_host=response.status in (429, 503))
            return
        onward = self.landing.answered(visit, self._answer(response, cast(Request, response.request)))
        if onward is not None:
            self.landing.frontier.postpone(onward, 0.0)

    def robots(self, response: Response, request: Request) -> None:
        """A robots.txt came."""
        self.landing.robots(self._answer(response, request))

    def failed(self, failure: Failure) -> None:
        """No response came."""
        request = cast("Request", failure.request)  # type: ignore[attr-defined]
        visit = self._land(request)
        outcome, detail = _failure(failure)
        pause = (
            None
            if outcome not in ("timeout", "connection_error")
            else pause_seconds(visit.attempts, 0, "", self.source.delay_seconds)
        )
        if pause is None:
            self.landing.failed(visit, outcome, detail)
        else:
            self._postpone(visit, pause, whole_host=False)

    def _land(self, request: Request) -> Visit:
        visit: Visit = request.meta["visit"]
        self._scheduler.landed(visit)
        return visit

    def _postpone(self, visit: Visit, pause: float, *, whole_host: bool) -> None:
        until = time.time() + pause
        if whole_host:
            self._scheduler.rest(visit.host, until)
        self.landing.frontier.postpone(replace(visit, attempts=visit.attempts + 1), until)

    @property
    def _scheduler(self) -> FrontierScheduler:
        assert self.crawler.engine is not None
        return cast("FrontierScheduler", self.crawler.engine.scheduler)

    def _answer(self, response: Response, request: Request) -> Answer:
        wire: Wire = request.meta["wire"]
        latency = 0 if self.clock else round(1000 * request.meta.get("download_latency", 0.0))
        exchange = Exchange(
            url=response.url,
            fetched_at=self.clock or datetime.now().astimezone(),
            request_headers=wire.request_headers,
            status=response.status,
            reason=_reason(response.status),
            response_headers=wire.response_headers,
            body=wire.body,
            ip_address=wire.ip_address,
            truncated=wire.truncated,
        )
        return Answer(exchange, response.body, latency)


def _reason(status: int) -> str:
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return ""


def _failure(failure: Failure) -> tuple[str, str]:
    """The outcome of a request that got no response, and its detail."""
    error = failure.value
    text = " ".join(str(error).split())[:300] or type(error).__name__
    if isinstance(error, (TwistedTimeoutError, CancelledError, TimeoutError)) or "imeout" in type(error).__name__:
        return "timeout", text
    if isinstance(error, IgnoreRequest):
        return getattr(error, "outcome", "too_large"), text
    return "connection_error", f"{type(error).__name__}: {text}"
