"""Work that a crawl does once a second: commit finished visits, check free disk space, print progress."""

from __future__ import annotations

import json
import shutil
import sys
import time
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Self

from scrapy import signals
from scrapy.crawler import Crawler
from scrapy.utils.asyncio import create_looping_call

from spiders.crawler.progress import progress
from spiders.robots.crawl_delay import MARGIN

if TYPE_CHECKING:
    from spiders.crawler.spider import SourceSpider

PROGRESS_SECONDS = 5.0
IDLE_SECONDS = 5.0
"""A crawl is idle if it has neither sent a request nor got an answer for so long."""
DISK_FULL, UNFINISHED = "disk_full", "unfinished"


class Heartbeat:
    """A Scrapy extension. It stops the crawl with the reason `disk_full` if less than `keep_free_bytes` is free, and with
    `unfinished` if the longest night of the source is over.
    """

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self._began = self._said = time.monotonic()
        self._counts = (0, 0)
        self._is_idle = False
        self._says_idle = crawler.settings.getbool("SAY_IDLE")
        self._loop = create_looping_call(self._beat)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Start and stop with the spider. Setting: SAY_IDLE."""
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
        if time.monotonic() - self._began > 3600 * self.spider.source.max_hours:
            self.spider.stop(UNFINISHED)
        if self._says_idle:
            self._say_idle()
        if time.monotonic() - self._said >= PROGRESS_SECONDS:
            self._said = time.monotonic()
            self._say_progress()

    def _say_idle(self) -> None:
        """Tell `spiders.nightly`, by a line on stdout, that another crawl may start meanwhile, or no longer."""
        is_idle = time.monotonic() - self.spider.scheduler.active > IDLE_SECONDS
        if is_idle != self._is_idle:
            self._is_idle = is_idle
            sys.stdout.write(json.dumps({"idle": is_idle}) + "\n")
            sys.stdout.flush()

    def _say_progress(self) -> None:
        """Print a line if something has changed since the last one."""
        landing, source, stats = self.spider.landing, self.spider.source, self.crawler.stats
        counts = sum(landing.counts.values()), landing.frontier.visits.pending()
        if counts == self._counts:
            return
        self._counts = counts
        robots_pause = float(stats.get_value("crawl_delay/seconds", 0.0)) if stats is not None else 0.0
        pause = robots_pause * MARGIN or source.delay_seconds
        now = datetime.now().astimezone()
        ends = now + timedelta(hours=source.max_hours, seconds=self._began - time.monotonic())
        budget = source.max_pages - self.spider.fetched
        self.spider.say(progress(*counts, budget, now, ends, pause=pause, robots_pause=robots_pause))


def free_bytes(folder: Path) -> int:
    """Free bytes on the disk that holds `folder`."""
    return shutil.disk_usage(folder).free
