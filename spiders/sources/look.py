"""A look at a source: requests for its channels and a few stories, and the table rows that a crawl would make of them."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any

from pipelines.base.urls.identity import site_key, url_key
from pipelines.extract.linked import Linked, with_links
from pipelines.extract.run.job import Extracted, PageJob
from pipelines.extract.run.storable import document_row
from pipelines.extract.run.workers import extract_pages
from pipelines.lake.link_kinds import ALL_ENTRIES, ENTRIES, LATEST_ENTRIES, PAGE
from pipelines.lake.values import FetchOutcome, PageKind
from spiders.links.edges import Edge
from spiders.sources.channels import newest_in
from spiders.sources.probe import Answer, Ask
from spiders.sources.source import Source
from spiders.url_rules.article_urls import looks_like_article

STORIES = 3
"""Number of stories that are read."""
HTTP = re.compile(r"HTTP (\d{3})")


@dataclass(frozen=True, slots=True)
class Channel:
    """A URL of a source file with its channel and resource, its answer, its number of pages, and its newest day."""

    name: str  # home seed section feed sitemap
    resource: str
    url: str
    answer: Answer
    count: int
    newest: date | None


@dataclass(slots=True)
class Look:
    """The answers of one source, and the time of the look."""

    source: Source
    at: datetime
    channels: list[Channel] = field(default_factory=list)
    stories: list[tuple[Edge, Answer]] = field(default_factory=list)

    def fetches(self) -> list[dict[str, Any]]:
        """Rows of `schemas.FETCHES`: the requested URLs, and the entries of the feeds."""
        entries = {
            edge.url: _channels(self.channels, edge.url) for each in self.channels for edge in each.answer.reading.edges
        }
        rows = [_row(self, c.resource, c.url, c.answer, [_start(c.name)]) for c in self.channels]
        rows += [_row(self, "page", edge.url, answer, entries.pop(edge.url, [])) for edge, answer in self.stories]
        rows += [self._named(url, said) for url, said in entries.items() if said]
        return rows

    def links(self) -> list[dict[str, Any]]:
        """Rows of `schemas.LINKS`: the entries of the feeds."""
        return [
            {
                "night": self.at.date(),
                "source": self.source.name,
                "from_url": c.url,
                "to_url_key": edge.key,
                "kind": c.resource,
            }
            for c in self.channels
            if c.resource in LATEST_ENTRIES
            for edge in c.answer.reading.edges
        ]

    def documents(self) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
        """Rows of `schemas.DOCUMENTS` and of `schemas.DROPPED`: the stories, and start pages (one may be a notice)."""
        pages = [(edge.url, Linked.FEED, a) for edge, a in self.stories]
        pages += [(c.url, Linked.START, c.answer) for c in self.channels if c.resource == "page"]
        pages = [page for page in pages if not page[2].problem]
        jobs = [
            PageJob(str(n), a.url, a.header("content-type"), self.at, body=a.body) for n, (_, _, a) in enumerate(pages)
        ]
        found = list(zip(pages, extract_pages(jobs, workers=1), strict=True))
        documents = [self._document(url, linked, each) for (url, linked, _), each in found if each.document is not None]
        dropped = [
            {"source": self.source.name, "url": url, "reason": each.dropped.reason}
            for (url, _, _), each in found
            if each.dropped
        ]
        return documents, dropped

    def _document(self, url: str, linked: Linked, each: Extracted) -> dict[str, Any]:
        assert each.document is not None
        kind, basis = with_links(each.document, linked)
        same = {
            "night": self.at.date(),
            "source": self.source.name,
            "fetched_at": self.at,
            "url": url,
            "url_key": url_key(url),
        }
        return document_row(each.document) | same | {"kind": kind, "kind_basis": basis, "capture_id": each.id}

    def _named(self, url: str, said: list[dict[str, Any]]) -> dict[str, Any]:
        same = {"source": self.source.name, "url": url, "url_key": url_key(url), "resource": "page"}
        return same | {"outcome": FetchOutcome.SKIPPED_FRESH.value, "channels": said}


async def look(ask: Ask, source: Source) -> Look:
    """Request every channel of a source, and some of their stories; those from feeds come first."""
    found = Look(source, datetime.now(UTC))
    for name, resource, url in channels(source):
        answer = await ask(url, resource)
        count, newest = len(answer.reading.edges), answer.newest
        if resource in ALL_ENTRIES:
            count, newest = await newest_in(ask, answer)
        found.channels.append(Channel(name, resource, url, answer, count, newest))
    for edge in _stories(found):
        found.stories.append((edge, await ask(edge.url, "page")))
    return found


def channels(source: Source) -> list[tuple[str, str, str]]:
    """(channel, resource, url) of every URL in a source file."""
    [(_, home), *others] = source.starts()
    return [("home", "page", home), *((start.channel, start.resource, url) for start, url in others)]


def _stories(found: Look) -> list[Edge]:
    """The first links to stories: from feeds, then from pages."""
    ranked = sorted(found.channels, key=lambda each: each.resource not in LATEST_ENTRIES)
    edges: dict[str, Edge] = {}
    for channel in ranked:
        for edge in channel.answer.reading.edges if channel.resource in (*LATEST_ENTRIES, PAGE) else ():
            if found.source.in_scope(edge.url) and _may_be_story(channel.resource, edge):
                edges.setdefault(edge.key, edge)
    return list(edges.values())[:STORIES]


def _may_be_story(resource: str, edge: Edge) -> bool:
    kind = looks_like_article(edge.url).kind
    return kind not in ("service", PageKind.LISTING) if resource in LATEST_ENTRIES else kind == PageKind.ARTICLE


def _channels(asked: Iterable[Channel], url: str) -> list[dict[str, Any]]:
    """The channels of a URL: its entries in feeds and sitemaps, with their dates."""
    return list(_said(asked, url))


def _said(asked: Iterable[Channel], url: str) -> Iterator[dict[str, Any]]:
    for channel in asked:
        for edge in channel.answer.reading.edges if channel.resource in ENTRIES else ():
            if edge.url == url:
                for kind, raw in edge.dates or ((None, None),):
                    yield {"channel": channel.resource, "referrer": channel.url, "date_raw": raw, "date_kind": kind}


def _start(name: str) -> dict[str, Any]:
    return {"channel": "seed" if name == "home" else name, "referrer": None}


def _row(found: Look, resource: str, url: str, answer: Answer, said: list[dict[str, Any]]) -> dict[str, Any]:
    """A row of `schemas.FETCHES` for one answer."""
    outcome, status = _outcome(url, answer)
    row: dict[str, Any] = {
        "source": found.source.name,
        "url": url,
        "url_key": url_key(url),
        "resource": resource,
        "channels": said,
    }
    row |= {"night": found.at.date(), "outcome": outcome.value, "status": status, "detail": answer.problem}
    if answer.body:
        row |= {
            "payload_sha256": hashlib.sha256(answer.body).hexdigest(),
            "content_type": answer.header("content-type"),
        }
    return row | {"fetched_at": found.at, "final_url": answer.url, "last_modified": answer.header("last-modified")}


def _outcome(url: str, answer: Answer) -> tuple[FetchOutcome, int | None]:
    """The outcome that a crawl would record for this answer.

    >>> _outcome("https://a.example/", Answer("https://a.example/", "page", "HTTP 503", status=503))
    (<FetchOutcome.HTTP_ERROR: 'http_error'>, 503)
    """
    problem = answer.problem or ""
    if not problem:
        moved = answer.resource == "page" and site_key(answer.url) != site_key(url)
        return (FetchOutcome.REDIRECTED if moved else FetchOutcome.STORED), answer.status
    if "robots.txt" in problem or "isallow" in problem:
        return FetchOutcome.ROBOTS_DENIED, None
    if found := HTTP.search(problem):
        return FetchOutcome.HTTP_ERROR, int(found[1])
    return (FetchOutcome.TIMEOUT if "timeout" in problem.replace(" ", "") else FetchOutcome.CONNECTION_ERROR), None
