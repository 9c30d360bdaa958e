"""The Scrapy spider of a source: turns visits into requests and passes every response or failure to the landing."""

from __future__ import annotations

import asyncio
import sqlite3
import sys
import time
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial
from http import HTTPStatus
from typing import Any, Self, cast

from scrapy import Request, Spider
from scrapy.crawler import Crawler
from scrapy.http import Response
from scrapy.utils.asyncio import call_later
from twisted.python.failure import Failure

from pipelines.base.neutral import on_one_line
from pipelines.corpus.fetches.crawls import TOO_LONG
from pipelines.lake.archive import Exchange
from pipelines.lake.link_kinds import ENTRIES
from pipelines.lake.values import FetchOutcome
from spiders.crawler.entrance import Entrance
from spiders.crawler.outages import Failed, Outages, problem_of
from spiders.crawler.scheduler import FrontierScheduler
from spiders.fetching.backoff import MAX_PAUSE_SECONDS, MIN_PAUSE_SECONDS, PASSING, pause_seconds
from spiders.fetching.failures import CERTIFICATE, failure_name
from spiders.fetching.refusals import Refused, RobotsUnknown, TooLarge
from spiders.fetching.retry_after import retry_after_seconds
from spiders.fetching.wire import Wire
from spiders.frontier import ranks
from spiders.frontier.frontier import Frontier
from spiders.frontier.visits import Result, Visit
from spiders.landing.answer import Answer
from spiders.landing.landing import Landing
from spiders.render.renderer import Renderer
from spiders.robots.access import Access
from spiders.robots.middleware import robots_answered, robots_settled
from spiders.sources.entrance import header_values
from spiders.sources.source import Source
from spiders.url_rules.keys import host_of

MAX_BYTES = {"page": 5 << 20, "robots": 1 << 20, "rights": 1 << 20} | dict.fromkeys(ENTRIES, 16 << 20)
"""Maximum size of decoded bodies, by kind of resource."""
BUSY = (429, 503)
"""Statuses that may apply to the whole host: too many requests, out of service."""
KNOWN_NIGHTS = 7
"""A host is waited for if one of its pages answered in the last nights."""
UNREACHED_NIGHTS = 3
"""A source that nothing answered for so many nights in a row is not waited for like one with an outage."""
ACCEPT = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"


class SourceSpider(Spider):
    """Crawls one source for one night. `clock` is the time of every fetch; None: the machine's clock.

    With `seconds` it is a glance between two nights, with this maximum duration. `reason` is the reason of the end:
    `finished`, `unfinished` (`problem` says why), `shutdown` (a signal), `disk_full`, `fault`.
    """

    name = "source"

    def __init__(
        self,
        source: Source,
        landing: Landing,
        clock: datetime | None,
        keep_free_bytes: int,
        *,
        seconds: float | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(**kwargs)
        self.seconds = seconds
        self.source = source
        self.landing = landing
        self.clock = clock
        self.keep_free_bytes = keep_free_bytes
        self.fetched = len(landing.frontier.visits.answered_pages())
        self.reason = "fault"
        self.problem = ""
        # a glance does not wait: the next one comes soon
        patience = 0.0 if self.glancing else 60 * source.max_outage_minutes
        self.outages = Outages(self, patience, 2 * max(source.delay_seconds, MIN_PAUSE_SECONDS))
        self.headers = {"Accept": ACCEPT} | languages(source.language) | header_values(source.headers, source.name)
        self.cookies: Any = source.consent.cookies if source.consent else {}
        self.entrance = Entrance(source, self.headers)
        self.entered = False
        self.renderer = Renderer(source, self.download, self.headers, self.frontier.memory)
        self._left: dict[str, Result] = {}
        self._stopping: str | None = None
        self._closing: asyncio.Future[None] | None = None

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> Self:
        """Connect to the signals of the robots middleware, which fetches robots.txt itself."""
        spider = super().from_crawler(crawler, *args, **kwargs)
        crawler.signals.connect(spider.robots, signal=robots_answered)
        crawler.signals.connect(spider.robots_settled, signal=robots_settled)
        return spider

    @property
    def frontier(self) -> Frontier:
        """The frontier of the source, from which the scheduler takes visits."""
        return self.landing.frontier

    @property
    def glancing(self) -> bool:
        """True if this is a glance between two nights."""
        return self.seconds is not None

    def admits(self, visit: Visit) -> bool:
        """True if a visit must be fetched. A crawl trap, or a visit of a host that is skipped tonight, is ended."""
        if visit.host in self._left:
            self.landing.failed(visit, self._left[visit.host])
            return False
        return self.landing.admits(visit)

    async def start(self) -> AsyncIterator[Request]:
        """Get in, then yield nothing: the scheduler takes all requests from the frontier."""
        if self.seconds is not None:
            call_later(self.seconds, self.stop, "finished")
        await self._enter()
        nothing: tuple[Request, ...] = ()
        for request in nothing:
            yield request

    async def download(self, request: Request) -> Response:
        """The response to a request beside the visits, through all middlewares."""
        request.headers.update(self.entrance.authorization(request.url))
        assert self.crawler.engine is not None
        return await self.crawler.engine.download_async(request)

    async def _enter(self) -> None:
        for visit, result in await self.entrance.enter(self.download):
            self.landing.entered(visit, result)
            self.say(f"{visit.url}: {result.detail}")
        self.landing.rights.subscribed = self.entrance.is_subscriber
        self.entered = True
        self.scheduler.wake()

    def closed(self, reason: str) -> None:
        """Keep the reason why Scrapy stopped."""
        self.outages.close()
        self.renderer.close()
        self.reason = self._stopping or reason
        left = self.frontier.visits.pending()
        if self.reason == "finished" and self.outages.given_up and not self.glancing:
            host, problem = next(iter(self.outages.given_up.items()))
            self.reason, self.problem = "unfinished", problem.removeprefix(f"{host} ")
        elif self.reason == "unfinished":
            self.problem = f"{TOO_LONG}: {self.source.max_hours:g} h, {left} addresses left"

    def stop(self, reason: str) -> None:
        """Let requests in flight finish, then close the spider with this reason."""
        if self._stopping is None and self.crawler.engine is not None:
            self._stopping = reason
            self._closing = asyncio.ensure_future(self.crawler.engine.close_spider_async(reason=reason))

    @property
    def ending(self) -> bool:
        """True after a request to stop. A later failure may be caused by the stop, so it does not end its visit."""
        return self._stopping is not None or self.crawler.engine is None or not self.crawler.engine.running

    def may_fetch(self) -> bool:
        """True if the page budget (`max_pages`) allows another fetch; if not, all pending visits end as `budget`."""
        if self.fetched < self.source.max_pages:
            return True
        self.frontier.visits.end_pending(
            Result(FetchOutcome.BUDGET, detail=f"more than max_pages: {self.source.max_pages}")
        )
        return False

    def request(self, visit: Visit) -> Request:
        """The request of a visit; conditional (If-None-Match, If-Modified-Since) if an earlier night archived the page."""
        visit = self.landing.places.at(visit)
        headers = self.headers | self.entrance.authorization(visit.at_url)
        known = self.landing.memory.glance(visit.key)
        may_be_asked = not visit.chain and visit.resource != "rights" and self.source.render == "never"
        if known is not None and known.record_id and may_be_asked:  # what scripts draw changes without its page
            headers |= {"If-None-Match": known.etag} if known.etag else {}
            headers |= {"If-Modified-Since": known.last_modified} if known.last_modified else {}
        self.fetched += 1
        meta = {
            "visit": visit,
            "resource": visit.resource,
            "download_slot": visit.host,
            "download_maxsize": MAX_BYTES[visit.resource],
            "began": time.time(),
        }
        return Request(
            visit.at_url,
            callback=self.landed,
            errback=self.failed,
            headers=headers,
            cookies=self.cookies,
            dont_filter=True,
            meta=meta,
        )

    async def landed(self, response: Response) -> None:
        """Callback: land the response, or postpone the visit. The host is free only after the page's links are followed."""
        request = cast("Request", response.request)
        visit: Visit = request.meta["visit"]
        if self._cut_by_stop(response):
            self.frontier.visits.postpone(visit, 0.0)
        elif response.status in PASSING and visit.resource != "rights" and not visit.is_guess:
            await self._unserved(visit, response, request)
        else:
            self.outages.answered(visit, response.status)
            await self._served(visit, response, request)
        self._settle(visit)

    async def _served(self, visit: Visit, response: Response, request: Request) -> None:
        """Land a response, or postpone the visit after a temporary status."""
        retry_after = retry_after_seconds(response.headers.get("Retry-After"))
        pause = pause_seconds(visit.attempts, response.status, retry_after, self.source.delay_seconds)
        if pause is not None and (response.status in BUSY or not visit.is_guess):
            self._postpone(visit, pause, whole_host=response.status in BUSY)
        elif len(response.body) > MAX_BYTES[visit.resource]:
            self._refused(visit, TooLarge(f"{len(response.body)} bytes after decoding"), request)
        else:
            await self._answered(visit, response, request)

    async def _unserved(self, visit: Visit, response: Response, request: Request) -> None:
        """A temporary status: the host's failure or the page's own. A start page speaks for its host by a long Retry-After."""
        asked = retry_after_seconds(response.headers.get("Retry-After")) or 0.0
        is_certain = visit.rank == ranks.SEED and response.status in BUSY and asked > MAX_PAUSE_SECONDS
        problem = f"HTTP {response.status}"
        result = self._answer(response, request).result(visit, FetchOutcome.HTTP_ERROR, problem)
        own = partial(self._served, visit, response, request)
        began = request.meta["began"]
        await self.outages.failed(Failed(visit, began, result, problem, own, asked, is_certain=is_certain))

    def robots(self, response: Response, request: Request) -> None:
        """Land a robots.txt that the middleware fetched."""
        if not self._cut_by_stop(response):
            self.landing.robots(self._answer(response, request))

    def robots_settled(self, origin: str, access: Access) -> None:
        """Keep the rights lines of a host's robots.txt. If the host did not answer, record that as a `fetches` row."""
        if access.rules is not None:
            self.landing.robots_rules(origin, access.rules)
        if access.status is None and not self.ending:
            outcome = FetchOutcome.TIMEOUT if "imeout" in access.reason else FetchOutcome.CONNECTION_ERROR
            self.landing.no_robots(f"{origin}/robots.txt", Result(outcome, detail=access.reason))

    async def failed(self, failure: Failure) -> None:
        """Errback, no response: end a refused visit; else it is the host's failure or the page's own. After a stop: neither."""
        request = cast("Request", failure.request)  # type: ignore[attr-defined]
        visit: Visit = request.meta["visit"]
        error = failure.value or ConnectionError()
        if self.ending:
            self.frontier.visits.postpone(visit, 0.0)
        elif isinstance(error, RobotsUnknown):
            result = Result(FetchOutcome.NOT_CRAWLED, detail=error.detail, robots=error.evidence)
            own = partial(self._own_failure, visit, result)
            failed = Failed(visit, request.meta["began"], result, error.detail, own, error.pause_seconds)
            await self.outages.failed(failed)
        elif isinstance(error, Refused):
            self._refused(visit, error, request)
        else:
            result = _unanswered(error, request.meta.get("robots"))
            own = partial(self._own_failure, visit, result)
            if result.detail == CERTIFICATE:
                await own()
            else:
                await self.outages.failed(Failed(visit, request.meta["began"], result, problem_of(error), own))
        self._settle(visit)

    async def _own_failure(self, visit: Visit, result: Result) -> None:
        """Postpone a visit without a response, retry at its linked URL, or end it."""
        pause = pause_seconds(visit.attempts, 0, None, self.source.delay_seconds)
        if pause is not None:
            self._postpone(visit, pause, whole_host=False)
        elif (elsewhere := self.landing.places.elsewhere(visit)) is not None:
            self.frontier.visits.postpone(elsewhere, 0.0)
        else:
            self.landing.failed(visit, result)

    def knows(self, host: str) -> bool:
        """True for a host that is waited for: a page of it answered tonight or on the last nights, or it is in the source file
        and the source was reached on one of its last three nights.
        """
        if self.frontier.visits.answered_at(host):
            return True
        if host in {host_of(url) for url in self.source.start_urls}:
            return self.frontier.nights_unreached() < UNREACHED_NIGHTS
        return self.landing.memory.has_answered(host, since=self.landing.night - timedelta(days=KNOWN_NIGHTS))

    def leave(self, host: str, result: Result) -> None:
        """End all visits of a host, now and later, without a request."""
        self._left[host] = result
        self.frontier.visits.end_host(host, result)

    def say(self, text: str) -> None:
        """Write a line to the console and the log."""
        sys.stderr.write(f"{self.source.name}: {on_one_line(text)}\n")
        sys.stderr.flush()

    def _cut_by_stop(self, response: Response) -> bool:
        return self.ending and not {"truncated", "dataloss"}.isdisjoint(response.flags)

    def _settle(self, visit: Visit) -> None:
        self.scheduler.landed(visit)
        try:
            self.landing.checkpoint()
        except OSError:
            self.stop("disk_full")

    async def _answered(self, visit: Visit, response: Response, request: Request) -> None:
        try:
            answer = await self.renderer.looked_at(visit, self._answer(response, request))
            onward = await self.landing.answered(visit, answer)
        except (OSError, sqlite3.OperationalError):
            self.stop("disk_full")  # closing the landing raises the error again and reports it
            return
        except Exception as error:
            # An error of our own code at one page is recorded in that page's row; it does not end the night.
            self.logger.exception("%s", visit.at_url)
            self.landing.failed(visit, Result(FetchOutcome.NOT_CRAWLED, detail=f"{type(error).__name__} in reading it"))
            return
        if onward is not None:
            self.frontier.visits.postpone(onward, 0.0)

    def _refused(self, visit: Visit, error: Refused, request: Request) -> None:
        robots = request.meta.get("robots") or (error.evidence if error.outcome == FetchOutcome.ROBOTS_DENIED else None)
        self.landing.failed(visit, Result(error.outcome, detail=error.detail, robots=robots))

    def _postpone(self, visit: Visit, pause: float, *, whole_host: bool) -> None:
        until = time.time() + pause
        if whole_host:
            self.scheduler.rest(visit.host, until)
        # A retry comes after all other visits, so that the length of a failure does not change their order.
        again = replace(visit, attempts=visit.attempts + 1, rank=ranks.AGAIN + visit.attempts)
        self.frontier.visits.postpone(again, until)

    @property
    def scheduler(self) -> FrontierScheduler:
        """The scheduler of this crawl."""
        assert self.crawler.engine is not None
        return cast("FrontierScheduler", self.crawler.engine.scheduler)

    def _answer(self, response: Response, request: Request) -> Answer:
        wire: Wire = request.meta["wire"]
        exchange = Exchange(
            url=response.url,
            fetched_at=self.clock or request.meta.get("fetched_at") or datetime.now(UTC),
            request_headers=wire.request_headers,
            status=response.status,
            reason=_reason(response.status),
            response_headers=wire.response_headers,
            body=wire.body,
            ip_address=wire.ip_address,
            truncated="disconnect" if "truncated" in response.flags else None,
        )
        latency = 0 if self.clock else round(1000 * request.meta.get("download_latency", 0.0))
        return Answer(exchange, response.body, latency, request.meta.get("robots"))


def languages(language: str | None) -> dict[str, str]:
    """The header that asks for a paper's own language, where its file names one.

    >>> languages("de"), languages(None)
    ({'Accept-Language': 'de, *;q=0.5'}, {})
    """
    return {"Accept-Language": f"{language}, *;q=0.5"} if language else {}


def _unanswered(error: BaseException, robots: str | None) -> Result:
    """The result of a request without a response."""
    outcome = FetchOutcome.TIMEOUT if "imeout" in type(error).__name__ else FetchOutcome.CONNECTION_ERROR
    name = failure_name(error)
    return Result(outcome, detail=name if name == CERTIFICATE else f"{name}: {error}"[:300], robots=robots)


def _reason(status: int) -> str:
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return ""
