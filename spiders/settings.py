"""Scrapy's settings for one source: those of `spiders.fetching.limits`, and what depends on the source."""

from __future__ import annotations

import os
from importlib.metadata import PackageNotFoundError, version
from typing import Any

from spiders.fetching.limits import POLITE_EXTENSIONS, POLITE_MIDDLEWARES, POLITE_SETTINGS
from spiders.landing.landing import PRODUCT
from spiders.sources.source import Source

CONTACT_VARIABLE = "DATELINE_CONTACT"
ELSEWHERE = {
    f"scrapy.downloadermiddlewares.{name}": None
    for name in (
        "downloadtimeout.DownloadTimeoutMiddleware",  # the handler has a default
        "retry.RetryMiddleware",  # the frontier remembers attempts: spiders.fetching.backoff
        "redirect.MetaRefreshMiddleware",
        "redirect.RedirectMiddleware",  # every hop is a capture of its own: spiders.landing.landing
        "cookies.CookiesMiddleware",
        "stats.DownloaderStats",
    )
}
"""Scrapy components whose work is done elsewhere."""


def user_agent(source: Source) -> str:
    """The honest name we send, with the contact of the source file, else of $DATELINE_CONTACT."""
    try:
        release = version("dateline")
    except PackageNotFoundError:
        release = "0"
    contact = source.contact or os.environ.get(CONTACT_VARIABLE)
    return f"{PRODUCT}/{release}" + (f" (+{contact})" if contact else "")


def settings_for(source: Source, robots_copies: str) -> dict[str, Any]:
    """Settings of the crawl of a source; `robots_copies` is the folder where robots.txt files outlive a crawl."""
    return {
        **POLITE_SETTINGS,
        "USER_AGENT": user_agent(source),
        "ROBOTSTXT_USER_AGENT": PRODUCT,
        "ROBOTS_COPIES": robots_copies,
        "PRIVATE_URLS": list(source.start_urls) if source.allow_private_addresses else [],
        "SCHEDULER": "spiders.frontier.scheduler.FrontierScheduler",
        "CONCURRENT_REQUESTS_PER_DOMAIN": source.connections,
        "DOWNLOAD_DELAY": source.delay_seconds,
        "DOWNLOAD_VERIFY_CERTIFICATES": source.verify_certificates,
        "SPIDER_MIDDLEWARES_BASE": {},
        "DOWNLOADER_MIDDLEWARES": {**ELSEWHERE, **POLITE_MIDDLEWARES, "spiders.fetching.wire.WireMiddleware": 890},
        "EXTENSIONS_BASE": {},
        "EXTENSIONS": {**POLITE_EXTENSIONS, "spiders.heartbeat.Heartbeat": 10},
        "STATS_DUMP": False,
        "LOG_LEVEL": "ERROR",
    }
