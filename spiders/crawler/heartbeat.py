"""Work that a crawl does once a second: commit finished visits, check free disk space, print progress."""

from __future__ import annotations

import shutil
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Self

from scrapy import signals
from scrapy.crawler import Crawler
from scrapy.utils.asyncio import create_looping_call

if TYPE_CHECKING:
    from spiders.crawler.spider import SourceSpider

PROGRESS_SECONDS = 5.0
DISK_FULL = "disk_full"


class Heartbeat:
    """A Scrapy extension. It stops the crawl with the reason `disk_full` if less than `keep_free_bytes` is free."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self._said = time.monotonic()
        self._loop = create_looping_call(self._beat)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Start and stop with the spider."""
        heartbeat = cls(crawler)
        crawler.signals.connect(heartbeat.opened, signal=signals.spider_opened)
        crawler.signals.connect(heartbeat.closed, signal=signals.spider_closed)
        return heartbeat

    def opened(self, spider: SourceSpider) -> None:
        """Start the loop; the first check of the disk is immediate."""
        self.spider = spider
        self._loop.start(1.0, now=True)

    def closed(self) -> None:
        """Stop the loop."""
        if self._loop.running:
            self._loop.stop()

    def _beat(self) -> None:
        landing = self.spider.landing
        try:
            landing.checkpoint()
        except OSError:
            self.spider.stop(DISK_FULL)  # closing the landing raises the error again and reports it
            return
        if free_bytes(landing.writer.part) < self.spider.keep_free_bytes:
            self.spider.stop(DISK_FULL)
        if time.monotonic() - self._said >= PROGRESS_SECONDS:
            self._said = time.monotonic()
            done, left = sum(landing.counts.values()), landing.frontier.visits.pending()
            sys.stderr.write(f"{self.spider.source.name}: {done} done, {left} to go\n")


def free_bytes(folder: Path) -> int:
    """Free bytes on the disk that holds `folder`."""
    return shutil.disk_usage(folder).free
