"""Scrapy's scheduler over our frontier: returns the best-ranked visit whose host is free."""

from __future__ import annotations

import time
from typing import Protocol, Self

from scrapy import Request
from scrapy.core.scheduler import BaseScheduler
from scrapy.crawler import Crawler
from scrapy.utils.asyncio import call_later

from pipelines.lake.link_kinds import ENTRIES
from spiders.frontier import ranks
from spiders.frontier.frontier import Frontier
from spiders.frontier.visits import Visit

HEARTBEAT_SECONDS = 5.0
"""Scrapy's engine asks for the next request at least this often by itself."""


class FrontierSpider(Protocol):
    """The spider's methods that the scheduler uses: its frontier, and requests made of visits."""

    @property
    def frontier(self) -> Frontier:
        """The frontier of the crawled source."""

    @property
    def entered(self) -> bool:
        """True after consent and login, if the source has any: no page is asked for before."""

    @property
    def glancing(self) -> bool:
        """True between two nights, when only channels and the fresh stories that they name are fetched."""

    def may_fetch(self) -> bool:
        """True if tonight's page budget allows another fetch."""

    def admits(self, visit: Visit) -> bool:
        """True if a visit must be fetched; otherwise it is ended."""

    def request(self, visit: Visit) -> Request:
        """The request of a visit."""


class FrontierScheduler(BaseScheduler):
    """Keeps at most `connections` visits per host in flight, and sends none to a host that asked for a pause."""

    spider: FrontierSpider

    def __init__(self, crawler: Crawler, connections: int) -> None:
        self.crawler = crawler
        self.connections = connections
        self._flying: dict[str, int] = {}
        self._channels: set[str] = set()
        self._resting: dict[str, float] = {}
        self._held: set[str] = set()
        self._given_up: set[str] = set()
        self._timer: object = None
        self.active = time.monotonic()
        """The last time a visit was taken or landed."""

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Settings: CONCURRENT_REQUESTS_PER_DOMAIN, the connections to one host at a time."""
        return cls(crawler, crawler.settings.getint("CONCURRENT_REQUESTS_PER_DOMAIN"))

    def open(self, spider: FrontierSpider) -> None:  # type: ignore[override]
        """Keep the spider, which makes requests of visits, and its frontier."""
        self.spider = spider
        self.frontier = spider.frontier

    def has_pending_requests(self) -> bool:
        """True if visits are pending, including postponed ones; in a glance, only visits that can be taken now count.

        True while a host is held: its visits may be in nobody's hands. Visits of hosts that were given up do not count.
        """
        if self._held:
            return True
        visits = self.frontier.visits
        if self.spider.glancing:
            return visits.is_pending(ranks.GLANCED, without=self._given_up)
        return visits.pending(without=self._given_up) > 0

    def enqueue_request(self, request: Request) -> bool:  # noqa: ARG002 -- the interface
        """Refuse every request: URLs to fetch are put on the frontier instead."""
        self.crawler.stats.inc_value("scheduler/refused")
        return False

    def next_request(self) -> Request | None:
        """The best-ranked visit as a request; None if every host with pending visits is busy or pausing."""
        if not self.spider.entered:
            return None
        now = time.time()
        busy = {host for host, count in self._flying.items() if count >= self.connections}
        busy |= {host for host, until in self._resting.items() if until > now} | self._held | self._given_up
        visit = self._take(busy, now)
        if visit is None:
            self._call_again(now)
            return None
        self.active = time.monotonic()
        self._flying[visit.host] = self._flying.get(visit.host, 0) + 1
        # a channel states changes: until it is read, visits wait that may become unnecessary
        if visit.resource in ENTRIES:
            self._channels.add(visit.key)
        return self.spider.request(visit)

    def _take(self, busy: set[str], now: float) -> Visit | None:
        among = ranks.GLANCED if self.spider.glancing else ranks.WITHOUT_FRONTS if self._channels else ranks.ALL
        while self.spider.may_fetch():
            visit = self.frontier.visits.take(busy, now, among)
            if visit is None or self.spider.admits(visit):
                return visit
        return None

    def landed(self, visit: Visit) -> None:
        """Count a visit of its host as no longer in flight."""
        self.active = time.monotonic()
        self._channels.discard(visit.key)
        self._flying[visit.host] -= 1
        if self._flying[visit.host] <= 0:
            del self._flying[visit.host]

    def rest(self, host: str, until: float) -> None:
        """Send no request to a host before `until` (Unix time)."""
        self._resting[host] = max(until, self._resting.get(host, 0.0))

    def hold(self, host: str) -> None:
        """Send no request to a host until it is freed."""
        self._held.add(host)

    def free(self, host: str) -> None:
        """Take visits of a host again."""
        self._held.discard(host)

    def give_up(self, host: str) -> None:
        """Take no visit of a host any more in this crawl. Its visits stay pending."""
        self._held.discard(host)
        self._given_up.add(host)

    def _call_again(self, now: float) -> None:
        # The engine asks again every five seconds by itself; a postponed visit need not wait that long.
        times = [at for at in (self.frontier.visits.next_due(), *self._resting.values()) if at is not None and at > now]
        if times and min(times) - now < HEARTBEAT_SECONDS and self._timer is None:
            self._timer = call_later(min(times) - now + 0.001, self.wake)

    def wake(self) -> None:
        """Let the engine ask for the next request now."""
        self._timer = None
        slot = self.crawler.engine._slot if self.crawler.engine is not None else None
        if slot is not None:
            slot.nextcall.schedule()
