"""Applies a host's Crawl-delay from robots.txt if it is longer than our delay."""

from __future__ import annotations

from typing import Self
from urllib.parse import urlsplit

from scrapy.crawler import Crawler

from spiders.robots.access import Access
from spiders.robots.middleware import robots_settled

JITTER = 0.2
MARGIN = 1 / (1 - JITTER)
"""Factor for the slot's mean delay, so that jitter never goes below the Crawl-delay."""


class CrawlDelay:
    """A Scrapy extension: sets the delay of a download slot when the host's robots.txt is known."""

    def __init__(self, crawler: Crawler, agent: str) -> None:
        self.crawler = crawler
        self.agent = agent

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Settings: ROBOTSTXT_USER_AGENT or USER_AGENT."""
        extension = cls(crawler, crawler.settings.get("ROBOTSTXT_USER_AGENT") or crawler.settings["USER_AGENT"])
        crawler.signals.connect(extension.robots_settled, signal=robots_settled)
        return extension

    def robots_settled(self, origin: str, access: Access, slot: str | None) -> None:
        """Lengthen the delay of the slot, also for slots that Scrapy creates again later."""
        asked = access.rules.crawl_delay(self.agent) if access.rules else None
        assert self.crawler.engine is not None and self.crawler.stats is not None
        downloader = self.crawler.engine.downloader
        key = slot or urlsplit(origin).hostname or ""
        ours = self.crawler.settings.getfloat("DOWNLOAD_DELAY")
        if not asked or asked <= min(ours, downloader.per_slot_settings.get(key, {}).get("delay", ours)):
            return
        delay = max(asked * MARGIN, downloader.per_slot_settings.get(key, {}).get("delay", 0.0))
        downloader.per_slot_settings.setdefault(key, {}).update(delay=delay, jitter=JITTER, concurrency=1)
        if key in downloader.slots:
            live = downloader.slots[key]
            live.delay, live.jitter, live.concurrency = delay, JITTER, 1
        self.crawler.stats.max_value("crawl_delay/seconds", asked)
