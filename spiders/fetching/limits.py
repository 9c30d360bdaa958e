"""The Scrapy settings that protect the publisher and us, and the components that enforce them.

`spiders.crawler.settings` adds the settings that depend on a source: user agent, delay, connections, PRIVATE_URLS.
"""

from __future__ import annotations

from typing import Any

MAX_BODY_BYTES = 16 << 20
TIMEOUT_SECONDS = 30
CONCURRENCY = 64
"""Requests in flight over all hosts. If 16 hosts never answer, most places are still free for other hosts."""

POLITE_MIDDLEWARES: dict[str, int | None] = {
    "scrapy.downloadermiddlewares.robotstxt.RobotsTxtMiddleware": None,
    "scrapy.downloadermiddlewares.httpcompression.HttpCompressionMiddleware": None,
    "scrapy.downloadermiddlewares.httpproxy.HttpProxyMiddleware": None,
    "scrapy.downloadermiddlewares.httpauth.HttpAuthMiddleware": None,
    "scrapy.downloadermiddlewares.offsite.OffsiteMiddleware": None,
    "spiders.fetching.address_middleware.AddressMiddleware": 20,
    "spiders.robots.middleware.RobotsMiddleware": 100,
    "spiders.fetching.host_breaker.HostBreaker": 200,
    "spiders.fetching.decompression_middleware.DecompressionMiddleware": 590,
}

REPLACED_MIDDLEWARES: dict[str, None] = {
    f"scrapy.downloadermiddlewares.{name}": None
    for name in (
        "retry.RetryMiddleware",  # the frontier stores attempts: spiders.fetching.backoff
        "redirect.MetaRefreshMiddleware",
        "redirect.RedirectMiddleware",  # every hop is a capture of its own: `Landing` follows redirects
        "cookies.CookiesMiddleware",
        "stats.DownloaderStats",
    )
}
"""Scrapy components that are replaced by other parts of this project."""

KEPT_COOKIES: dict[str, int] = {"scrapy.downloadermiddlewares.cookies.CookiesMiddleware": 700}
"""Added where a crawl or a survey keeps what a site sets."""

POLITE_EXTENSIONS: dict[str, int] = {"spiders.robots.crawl_delay.CrawlDelay": 0}

HANDLERS: dict[str, str | None] = {
    "http": "spiders.fetching.header_guard.GuardedDownloadHandler",
    "https": "spiders.fetching.header_guard.GuardedDownloadHandler",
    "data": None,
    "file": None,
    "ftp": None,
    "s3": None,
}

POLITE_SETTINGS: dict[str, Any] = {
    # our RobotsMiddleware obeys robots.txt; Scrapy's treats an error as permission
    "ROBOTS_OBEY": True,
    "ROBOTSTXT_OBEY": False,
    "TWISTED_DNS_RESOLVER": "spiders.fetching.resolver.VettingResolver",
    "TWISTED_REACTOR": "twisted.internet.asyncioreactor.AsyncioSelectorReactor",
    "DOWNLOAD_HANDLERS": HANDLERS,
    "DOWNLOADER_MIDDLEWARES": POLITE_MIDDLEWARES,
    "EXTENSIONS": POLITE_EXTENSIONS,
    "CONCURRENT_REQUESTS": CONCURRENCY,
    "CONCURRENT_REQUESTS_PER_DOMAIN": 1,
    "DOWNLOAD_DELAY": 1.0,
    "DOWNLOAD_DELAY_JITTER": 0.5,
    "DOWNLOAD_TIMEOUT": TIMEOUT_SECONDS,
    "DOWNLOAD_MAXSIZE": MAX_BODY_BYTES,
    "DOWNLOAD_WARNSIZE": 0,
    # a truncated body is kept, with a flag
    "DOWNLOAD_FAIL_ON_DATALOSS": False,
    "DOWNLOAD_VERIFY_CERTIFICATES": True,
    # open ports that run code
    "TELNETCONSOLE_ENABLED": False,
    "REMOTE_CONTROL_ENABLED": False,
    # a proxy from the environment would connect where the resolver does not look
    "HTTPPROXY_ENABLED": False,
    "COOKIES_ENABLED": False,
    # parses whole pages in the reactor; `spiders.links.links` finds a meta refresh
    "METAREFRESH_ENABLED": False,
    "REDIRECT_MAX_TIMES": 10,
    "URLLENGTH_LIMIT": 2048,
}
