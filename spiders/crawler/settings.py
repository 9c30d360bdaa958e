"""Scrapy's settings for one source: those of `spiders.fetching.limits`, and settings that depend on the source."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from spiders.fetching.limits import (
    KEPT_COOKIES,
    POLITE_EXTENSIONS,
    POLITE_MIDDLEWARES,
    POLITE_SETTINGS,
    REPLACED_MIDDLEWARES,
)
from spiders.fetching.user_agent import PRODUCT, user_agent
from spiders.sources.source import Source


def settings_for(source: Source, robots_copies: str, robots_statuses: Mapping[str, int]) -> dict[str, Any]:
    """Settings of the crawl of a source; `robots_copies` is the folder where robots.txt files are kept after a crawl.

    `robots_statuses` has the status of each robots.txt that an earlier process of the night fetched, by its origin.
    """
    return {
        **POLITE_SETTINGS,
        "USER_AGENT": user_agent(source.contact),
        "ROBOTSTXT_USER_AGENT": PRODUCT,
        "ROBOTS_COPIES": robots_copies,
        "ROBOTS_STATUSES": dict(robots_statuses),
        "PRIVATE_URLS": list(source.start_urls) if source.allow_private_addresses else [],
        "PROXY_VARIABLE": source.proxy,
        "SIGNATURE": (source.signature.agent, source.signature.key) if source.signature else None,
        "SCHEDULER": "spiders.crawler.scheduler.FrontierScheduler",
        "CONCURRENT_REQUESTS_PER_DOMAIN": source.connections,
        "DOWNLOAD_DELAY": source.delay_seconds,
        "DOWNLOAD_VERIFY_CERTIFICATES": source.verify_certificates,
        "SPIDER_MIDDLEWARES_BASE": {},
        "DOWNLOADER_MIDDLEWARES": {
            **REPLACED_MIDDLEWARES,
            **POLITE_MIDDLEWARES,
            **KEPT_COOKIES,
            "spiders.fetching.host_breaker.HostBreaker": None,  # `spiders.crawler.outages` waits
            "spiders.fetching.signing.SigningMiddleware": 880,
            "spiders.fetching.wire.WireMiddleware": 890,
            "spiders.crawler.shared_answers.SharedAnswers": 895,
        },
        "COOKIES_ENABLED": source.cookies == "keep",
        "SECRET_HEADERS": list(source.headers),
        "EXTENSIONS_BASE": {},
        "EXTENSIONS": {**POLITE_EXTENSIONS, "spiders.crawler.heartbeat.Heartbeat": 10},
        "STATS_DUMP": False,
        "LOG_LEVEL": "ERROR",
    }
