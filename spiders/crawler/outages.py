"""Outages: while a host does not answer, its visits wait in the frontier, and one request at a time tests the host.

The request is for a page that answered tonight, else for a pending one; its response is not stored. If the host answers
it, the failures that raised the doubt were the pages' own. If not, those pages are asked again after the outage, and
the failures do not count as attempts. `spiders.fetching.availability` decides when a host is in doubt.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import NamedTuple, Protocol

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.http.request import NO_CALLBACK

from pipelines.lake.values import FetchOutcome
from spiders.crawler.scheduler import FrontierScheduler
from spiders.fetching.availability import Availability
from spiders.fetching.backoff import LEFT_ALONE, MAX_PAUSE_SECONDS, NOT_ANSWERING, PASSING
from spiders.fetching.failures import failure_name, in_words
from spiders.fetching.refusals import RobotsUnknown
from spiders.fetching.retry_after import retry_after_seconds
from spiders.frontier.frontier import Frontier
from spiders.frontier.visits import Result, Visit
from spiders.robots.middleware import ASK_ROBOTS_AGAIN

MAX_TEST_BYTES = 5 << 20
UNKNOWN_HOST_SECONDS = 30.0
"""Maximum wait for a host that is not in the source file and has not answered lately."""


class Failed(NamedTuple):
    """A failed request: its visit, its start (Unix time), its result, the reason, and the pause that the host asks for.

    `own` ends or postpones the visit by a failure of its own. `is_certain`: the failure is known to be the host's.
    """

    visit: Visit
    began: float
    result: Result
    problem: str
    own: Callable[[], Awaitable[None]]
    pause: float = 0.0
    is_certain: bool = False


class OutageSpider(Protocol):
    """The spider's properties that this module uses."""

    @property
    def crawler(self) -> Crawler:
        """The crawler, whose engine makes the requests."""

    @property
    def frontier(self) -> Frontier:
        """The frontier of the source."""

    @property
    def scheduler(self) -> FrontierScheduler:
        """The scheduler. It takes no visit of a host that is held."""

    def knows(self, host: str) -> bool:
        """True for a host of the source file, and for one that answered on the last nights."""

    def leave(self, host: str, result: Result) -> None:
        """End all visits of an unknown host."""

    def say(self, text: str) -> None:
        """Write a line to the console and the log."""


class Outages:
    """The outages of one crawl. A host is waited for during `patience_seconds`; `first_pause` is the shortest pause.

    `given_up` has the problem of each known host that was waited for in vain. Its visits stay pending.
    """

    def __init__(self, spider: OutageSpider, patience_seconds: float, first_pause: float) -> None:
        self.spider = spider
        self.patience_seconds = patience_seconds
        self.first_pause = first_pause
        self.given_up: dict[str, str] = {}
        self._hosts: dict[str, Availability] = {}
        self._failed: dict[str, list[Failed]] = {}
        self._watches: dict[str, asyncio.Task[None]] = {}

    def answered(self, visit: Visit, status: int) -> None:
        """Note an answer to the request of a visit."""
        is_good = visit.resource == "page" and status < 400
        self._state(visit.host).answer(time.time(), visit.at_url if is_good else None)

    async def failed(self, failed: Failed) -> None:
        """Note a failed request. It is the visit's own failure, or the visit waits until the host is tested."""
        host, certain = failed.visit.host, failed.is_certain
        in_doubt = self._state(host).failure(
            failed.began, time.time(), failed.problem, failed.pause, is_certain=certain
        )
        if host in self.given_up:
            self._put_back([failed])
        elif host in self._watches or in_doubt:
            self._failed.setdefault(host, []).append(failed)
            if host not in self._watches:
                self.spider.scheduler.hold(host)
                self._watches[host] = asyncio.ensure_future(self._watch(host))
        else:
            self.spider.frontier.visits.note(failed.visit, failed.result)
            await failed.own()

    def close(self) -> None:
        """Stop waiting. The visits stay in the frontier."""
        for watch in self._watches.values():
            watch.cancel()

    async def _watch(self, host: str) -> None:
        """Test a host until it answers, or until it is not waited for any longer."""
        state = self._state(host)
        since, is_silent = state.since, False
        patience = self.patience_seconds
        limit = since + (patience if self.spider.knows(host) else min(UNKNOWN_HOST_SECONDS, patience))
        while state.until <= limit or (not state.tries and state.pause <= MAX_PAUSE_SECONDS):
            await asyncio.sleep(max(0.0, state.until - time.time()))
            if await self._answers(host):
                await self._resume(host, since if is_silent else None)
                break
            is_silent = True
            self._put_back(self._failed.pop(host, []))
            self._say_silent(host, since, limit)
        else:
            self._give_up(host)
        del self._watches[host]
        self.spider.scheduler.wake()

    async def _answers(self, host: str) -> bool:
        """Ask the host for a page; True if it answered this or another request meanwhile."""
        state = self._state(host)
        problem, pause = "nothing to ask for", 0.0
        if state.failures and (url := self._test_url(host)) is not None:
            problem, pause = await self._test(url, host)
        if state.failures and problem:
            state.silence(time.time(), self.first_pause, problem, pause)
            return False
        state.answer(time.time(), is_page=False)
        return True

    async def _test(self, url: str, host: str) -> tuple[str, float]:
        """Request a URL; returns the problem, empty if it was answered, and the pause that the host asks for."""
        meta = {"resource": "page", "download_slot": host, "download_maxsize": MAX_TEST_BYTES, ASK_ROBOTS_AGAIN: True}
        request = Request(url, callback=NO_CALLBACK, meta=meta, dont_filter=True)
        assert self.spider.crawler.engine is not None
        try:
            response = await self.spider.crawler.engine.download_async(request)
        except RobotsUnknown as error:
            return error.detail, error.pause_seconds
        except Exception as error:  # any failure: the host does not answer
            return problem_of(error), 0.0
        if response.status not in PASSING:
            return "", 0.0
        return f"HTTP {response.status}", retry_after_seconds(response.headers.get("Retry-After")) or 0.0

    def _test_url(self, host: str) -> str | None:
        state = self._state(host)
        if state.good_url is None:
            state.good_url = self.spider.frontier.visits.answered_at(host)
        if state.good_url is not None:
            return state.good_url
        pending = self.spider.frontier.visits.pending_at(host)
        return pending[state.tries % len(pending)] if pending else None

    async def _resume(self, host: str, silent_since: float | None) -> None:
        """Let the host's visits be taken again. `silent_since`: the start of an outage; None if there was none."""
        failed = self._failed.pop(host, [])
        if silent_since is None:
            for each in failed:
                await each.own()
        else:
            self._put_back(failed)
            self.spider.say(f"{host} answers again, after {duration(time.time() - silent_since)}")
        self.spider.scheduler.free(host)

    def _give_up(self, host: str) -> None:
        state, visits = self._state(host), self.spider.frontier.visits
        self._put_back(self._failed.pop(host, []))
        detail = detail_of(host, state)
        result = Result(FetchOutcome.NOT_CRAWLED, detail=detail)
        if self.spider.knows(host):
            self.given_up[host] = detail
            visits.note_pending(host, result)
            self.spider.scheduler.give_up(host)
        else:
            self.spider.leave(host, result)
            self.spider.scheduler.free(host)

    def _put_back(self, failed: list[Failed]) -> None:
        """Make visits pending again, with their failures noted and not counted."""
        for each in failed:
            self.spider.frontier.visits.postpone(each.visit, 0.0)
            self.spider.frontier.visits.note(each.visit, each.result)

    def _say_silent(self, host: str, since: float, limit: float) -> None:
        state = self._state(host)
        waiting = f"asked again at {clock(state.until)}, waited for until {clock(limit)}"
        if state.until > limit:
            waiting = "not waited for any longer"
        self.spider.say(f"{host} has not answered since {clock(since)} ({in_words(state.problem)}); {waiting}")

    def _state(self, host: str) -> Availability:
        return self._hosts.setdefault(host, Availability())


def problem_of(error: BaseException) -> str:
    """A short name of a failure without a response, for a person."""
    return in_words(failure_name(error))


def detail_of(host: str, state: Availability) -> str:
    """The reason why the visits of a silent host were not requested."""
    if state.problem.startswith("robots.txt: "):
        return state.problem
    if state.pause > MAX_PAUSE_SECONDS:
        return f"{host} {LEFT_ALONE} for {state.pause:.0f} seconds ({state.problem})"
    return f"{host} {NOT_ANSWERING}: {state.problem}"


def clock(at: float) -> str:
    """A Unix time as local time of day."""
    return datetime.fromtimestamp(at).astimezone().strftime("%H:%M:%S")


def duration(seconds: float) -> str:
    """A duration for a person.

    >>> duration(42.0), duration(600.0)
    ('42 s', '10 min')
    """
    return f"{seconds:.0f} s" if seconds < 120 else f"{seconds / 60:.0f} min"
