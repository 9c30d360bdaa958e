"""Scrapy's settings for one source. Everything that protects us or the publisher is explicit."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, version
from typing import Any

from spiders.sources import Source

MAX_BODY_BYTES = 16 << 20
TIMEOUT_SECONDS = 30
CONCURRENCY = 64
PRODUCT = "Dateline"


def user_agent(source: Source) -> str:
    """The honest name we send, with the contact of the source file."""
    try:
        release = version("dateline")
    except PackageNotFoundError:
        release = "0"
    contact = f" (+{source.contact})" if source.contact else ""
    return f"{PRODUCT}/{release}{contact}"


def settings_for(source: Source) -> dict[str, Any]:
    """Settings of the crawl of a source; the objects that it works on are added by `spiders.crawl`."""
    return {
        "USER_AGENT": user_agent(source),
        "SCHEDULER": "spiders.scheduler.FrontierScheduler",
        "TWISTED_REACTOR": "twisted.internet.asyncioreactor.AsyncioSelectorReactor",
        "CONCURRENT_REQUESTS": CONCURRENCY,
        "CONCURRENT_REQUESTS_PER_DOMAIN": source.connections,
        "DOWNLOAD_DELAY": source.delay_seconds,
        "DOWNLOAD_DELAY_JITTER": 0.5,
        "DOWNLOAD_TIMEOUT": TIMEOUT_SECONDS,
        "DOWNLOAD_MAXSIZE": MAX_BODY_BYTES,
        "DOWNLOAD_WARNSIZE": 0,
        "DOWNLOAD_FAIL_ON_DATALOSS": False,
        "DOWNLOAD_VERIFY_CERTIFICATES": source.verify_certificates,
        "DOWNLOAD_HANDLERS": dict.fromkeys(("data", "file", "ftp", "s3")),
        "TELNETCONSOLE_ENABLED": False,
        "REMOTE_CONTROL_ENABLED": False,
        "COOKIES_ENABLED": False,
        "RETRY_ENABLED": False,
        "REDIRECT_ENABLED": False,
        "METAREFRESH_ENABLED": False,
        "HTTPPROXY_ENABLED": False,
        "ROBOTSTXT_OBEY": False,  # ours, below, reads RFC 9309 more strictly
        "ROBOTS_OBEY": True,
        "ROBOTSTXT_USER_AGENT": PRODUCT,
        "SPIDER_MIDDLEWARES_BASE": {},
        "DOWNLOADER_MIDDLEWARES": {
            "scrapy.downloadermiddlewares.offsite.OffsiteMiddleware": None,
            "scrapy.downloadermiddlewares.httpauth.HttpAuthMiddleware": None,
            "spiders.robots_middleware.RobotsMiddleware": 100,
            "spiders.wire.WireMiddleware": 890,
        },
        "EXTENSIONS_BASE": {},
        "STATS_DUMP": False,
        "LOG_LEVEL": "WARNING",
    }
