"""A crawl of listed URLs in a process of its own, with the components under test; prints what became of each URL.

    python -m tests.spiders.probe_crawl < {"settings": {...}, "urls": [...], "follow": false, "plain": false}

stdout, one JSON object: {"results": {url: {...}}, "stats": {...}, "peak_rss_mb": float, "listening": int}
"""

from __future__ import annotations

import html
import json
import re
import resource
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from typing import Any

import psutil
from scrapy import Request, Spider
from scrapy.crawler import AsyncCrawlerProcess
from scrapy.http import Response
from twisted.python.failure import Failure

from spiders.fetching.limits import POLITE_SETTINGS
from spiders.links.links import scan


def crawl(
    urls: list[str],
    settings: dict[str, Any] | None = None,
    *,
    follow: bool = False,
    plain: bool = False,
    timeout: float = 600,
) -> dict[str, Any]:
    """Run it; called by tests and benchmarks. `plain` leaves our settings out: Scrapy as it comes."""
    ask = json.dumps({"urls": urls, "settings": settings or {}, "follow": follow, "plain": plain})
    command = [sys.executable, "-W", "ignore::DeprecationWarning", "-m", "tests.spiders.probe_crawl"]
    done = subprocess.run(command, input=ask, capture_output=True, text=True, timeout=timeout, check=False)
    if done.returncode:
        raise RuntimeError(done.stderr)
    answer: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    answer["stderr"] = done.stderr
    return answer


class ProbeSpider(Spider):
    """Requests every URL once and notes how it ended."""

    name = "probe"
    urls: list[str]
    follow: bool

    async def start(self) -> AsyncIterator[Request]:
        self.results: dict[str, dict[str, Any]] = {}
        self.listening = 0
        for url in self.urls:
            yield self._request(url)

    def _request(self, url: str) -> Request:
        meta = {"asked": url, "handle_httpstatus_all": True, "dont_redirect": True}
        return Request(url, callback=self.landed, errback=self.failed, meta=meta, dont_filter=True)

    def landed(self, response: Response) -> Iterator[Request]:
        asked = response.meta["asked"]
        self.results[asked] = {
            "outcome": "answered",
            "status": response.status,
            "bytes": len(response.body),
            "flags": response.flags,
            "robots": response.meta.get("robots"),
            "head": response.body[:60].decode("latin-1"),
        }
        self._look()
        if self.follow:
            yield from (self._request(url) for url in onward(response))

    def failed(self, failure: Failure) -> None:
        error = failure.value
        asked = failure.request.meta["asked"]  # type: ignore[attr-defined]
        outcome = getattr(error, "outcome", type(error).__name__)
        self.results[asked] = {"outcome": outcome, "detail": str(error), "evidence": getattr(error, "evidence", None)}
        self._look()

    def _look(self) -> None:
        connections = psutil.Process().net_connections("tcp")
        self.listening = max(self.listening, sum(c.status == psutil.CONN_LISTEN for c in connections))


def onward(response: Response) -> list[str]:
    """Everything a page, redirect or sitemap points at, whatever the scope."""
    location = response.headers.get("Location")
    if location:
        return [response.urljoin(location.decode("utf-8", "replace"))]
    locations = [
        html.unescape(url) for url in re.findall(r"<loc>(.*?)</loc>", response.body.decode("utf-8", "replace"))
    ]
    page = scan(response.body, response.url)
    return [*locations, *(link.url for link in page.links), *([page.refresh] if page.refresh else [])]


def main() -> None:
    ask = json.load(sys.stdin)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    ours = {} if ask["plain"] else POLITE_SETTINGS
    process = AsyncCrawlerProcess({"LOG_LEVEL": "ERROR", **ours, "DOWNLOAD_DELAY": 0, **ask["settings"]})
    crawler = process.create_crawler(ProbeSpider)
    process.crawl(crawler, urls=ask["urls"], follow=ask["follow"])
    process.start()
    spider: ProbeSpider = crawler.spider  # type: ignore[assignment]
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print(
        json.dumps(
            {
                "results": spider.results,
                "stats": {k: v for k, v in crawler.stats.get_stats().items() if isinstance(v, int | float)},  # type: ignore[union-attr]
                "rss_growth_mb": (peak - before) / 1024,
                "listening": spider.listening,
            }
        )
    )


if __name__ == "__main__":
    main()
