"""The once-a-second duties of a crawl: make work durable, watch the disk, say how far it is."""

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
    """An extension; it stops the crawl with the reason `disk_full` when less than `keep_free_bytes` are left."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self._said = time.monotonic()
        self._loop = create_looping_call(self._beat)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Beat while the spider runs."""
        heartbeat = cls(crawler)
        crawler.signals.connect(heartbeat.opened, signal=signals.spider_opened)
        crawler.signals.connect(heartbeat.closed, signal=signals.spider_closed)
        return heartbeat

    def opened(self, spider: SourceSpider) -> None:
        """Start, with a first look at the disk."""
        self.spider = spider
        self._loop.start(1.0, now=True)

    def closed(self) -> None:
        """Stop."""
        if self._loop.running:
            self._loop.stop()

    def _beat(self) -> None:
        landing = self.spider.landing
        try:
            landing.checkpoint()
        except OSError:
            self.spider.stop(DISK_FULL)  # the fault is raised again, and told, when the landing is closed
            return
        if free_bytes(landing.writer.part) < self.spider.keep_free_bytes:
            self.spider.stop(DISK_FULL)
        if time.monotonic() - self._said >= PROGRESS_SECONDS:
            self._said = time.monotonic()
            done, left = sum(landing.counts.values()), landing.frontier.pending()
            sys.stderr.write(f"{self.spider.source.name}: {done} done, {left} to go\n")


def free_bytes(folder: Path) -> int:
    """Bytes that may still be written below `folder`."""
    return shutil.disk_usage(folder).free
