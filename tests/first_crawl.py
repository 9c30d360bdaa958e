"""Imports what a crawl imports and reads a page for its links: the process that crawls are forked from has done both.

Scrapy imports the components that its settings name while it starts, deep in its own calls; there it takes more than half of a
small crawl's CPU time.
"""

from __future__ import annotations

import importlib

from spiders.fetching.limits import (
    HANDLERS,
    POLITE_EXTENSIONS,
    POLITE_MIDDLEWARES,
    POLITE_SETTINGS,
    REPLACED_MIDDLEWARES,
)
from spiders.resources.reading import read_page

MODULES = (
    "dagster_pipes", "ruamel.yaml.mergevalue", "scrapy.crawler", "scrapy.downloadermiddlewares.defaultheaders",
    "scrapy.downloadermiddlewares.downloadtimeout", "scrapy.downloadermiddlewares.httpcache",
    "scrapy.downloadermiddlewares.useragent", "scrapy.http.cookies", "scrapy.logformatter", "scrapy.statscollectors",
    "spiders.crawler.heartbeat", "spiders.crawler.progress", "spiders.crawler.scheduler", "spiders.crawler.settings",
    "spiders.crawler.shared_answers", "spiders.crawler.spider", "spiders.fetching.wire", "tldextract",
)  # fmt: skip
"""Modules that start no thread and install no reactor of Twisted's: a crawl chooses its own."""
PAGE = b"<title>A page of nobody</title><h2>Lists</h2><a href='/a-story'>The first page loads what all pages need</a>"

components = (*HANDLERS.values(), *POLITE_EXTENSIONS, *POLITE_MIDDLEWARES, *REPLACED_MIDDLEWARES)
resolver = POLITE_SETTINGS["TWISTED_DNS_RESOLVER"]
for module in (*MODULES, *(name.rpartition(".")[0] for name in (*components, resolver) if name)):
    importlib.import_module(module)
read_page("http://page.invalid/", PAGE, "text/html")
