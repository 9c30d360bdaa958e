"""Answers that another source of the host got on the same night: taken from the archive, so the host is not asked twice.

Two sources of one host, such as a paper and its sport pages, link to the same pages and have one robots.txt. They are
crawled one after another (`spiders.nightly.by_host`). Each keeps rows and captures of its own.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any, Self
from urllib.parse import urlsplit

import pyarrow.compute as pc
import pyarrow.parquet as pq
from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import NotConfigured
from scrapy.http import Headers, Response
from scrapy.responsetypes import responsetypes

from pipelines.base.errors import CorpusError, InputError
from pipelines.lake.archive import MADE_BY, folder, is_imported, read_capture, source_settings, sources
from pipelines.lake.home import Home
from pipelines.lake.values import FetchOutcome
from spiders.sources.source import Source

COLUMNS = ["url", "final_url", "outcome", "status", "truncated", "warc_file", "warc_offset"]
Places = dict[str, tuple[str, int]]
"""The WARC file and offset of an answer, by its URL."""


def answers_of_host(home: Home, source: Source, night: date) -> Places:
    """The whole pages, feeds and files that the night's ended crawls of other sources of this host have archived.

    None for a source, and of a source, whose file sends what says who the reader is.
    """
    found: Places = {}
    if source.login or source.headers:
        return found
    for name in sources(home.archive):
        rows = folder(home.archive, name, night) / "fetches.parquet"
        if name != source.name and rows.exists() and _host(home, name, night) == urlsplit(source.url).netloc:
            table = pq.read_table(rows, columns=COLUMNS, partitioning=None, page_checksum_verification=True)
            whole = pc.and_(pc.equal(table["outcome"], FetchOutcome.STORED.value), pc.equal(table["status"], 200))
            for row in table.filter(whole).to_pylist():
                if row["warc_file"] and not row["truncated"]:
                    found[row["final_url"] or row["url"]] = (row["warc_file"], row["warc_offset"])
    return found


def _host(home: Home, name: str, night: date) -> str | None:
    """The host of a source that was crawled that night; None for an import, a subscriber's crawl, or without settings."""
    try:
        settings = source_settings(home, name, night)
    except InputError:
        return None
    is_apart = is_imported(home.archive, name, night) or settings.get("login") or settings.get("headers")
    return None if is_apart else urlsplit(settings.get("url") or "").netloc


class SharedAnswers:
    """Answers a request from the archive. `request.meta["fetched_at"]` is the time when the host gave the answer."""

    def __init__(self, archive: Path, places: Mapping[str, tuple[str, int]], stats: Any) -> None:
        self.archive = archive
        self.places = places
        self.stats = stats

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Settings: SHARED_ANSWERS (`Places`) and ARCHIVE."""
        places = crawler.settings.getdict("SHARED_ANSWERS")
        if not places:
            raise NotConfigured
        return cls(Path(crawler.settings["ARCHIVE"]), places, crawler.stats)

    def process_request(self, request: Request) -> Response | None:
        """The archived answer; None if there is none, or if it was taken down meanwhile."""
        if request.url not in self.places:
            return None
        try:
            capture = read_capture(self.archive, *self.places[request.url])
        except CorpusError:
            self.stats.inc_value("shared_answers/unreadable")
            return None
        if capture.header(MADE_BY):
            return None  # what a browser drew is no answer of the host
        self.stats.inc_value("shared_answers/used")
        request.meta["fetched_at"] = capture.fetched_at
        headers = Headers()
        for key, value in capture.headers:
            if key.lower() != "content-encoding":  # the body is decoded
                headers.appendlist(key, value)
        kind = responsetypes.from_args(headers=headers, url=request.url, body=capture.body)
        return kind(request.url, status=capture.status, headers=headers, body=capture.body)
