"""Asks a site a few polite questions: what its robots.txt, home page, feeds, sitemaps and sections are, and how they do.

Fetches go through the same vetting, robots.txt and limits as a crawl; nothing is stored.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from scrapy import Request, Spider
from scrapy.crawler import AsyncCrawlerProcess
from scrapy.http import Response
from scrapy.http.request import NO_CALLBACK

from pipelines.comment_feeds import is_comment_feed_address, is_comments_title
from pipelines.urls import resolve
from spiders.fetching.limits import POLITE_SETTINGS, REPLACED_MIDDLEWARES
from spiders.fetching.refusals import Refused
from spiders.fetching.user_agent import PRODUCT
from spiders.links.edges import COMMENT
from spiders.resources.listed_dates import day_of
from spiders.resources.reading import Reading, read_resource
from spiders.resources.sitemaps import MAX_NESTING
from spiders.rights.rights import Rights, SiteRights, page_rights
from spiders.robots.robots import Robots, parse_robots

MAX_REDIRECTS = 5
REDIRECTS = frozenset((301, 302, 303, 307, 308))


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer to one request; `problem` says why there is no body, else null."""

    url: str
    resource: str
    problem: str | None = None
    body: bytes = b""
    headers: tuple[tuple[str, str], ...] = ()
    reading: Reading = field(default_factory=Reading)

    @property
    def newest(self) -> date | None:
        """The latest day among the dates it gives; null when it gives none."""
        days = [day for edge in self.reading.edges for _, raw in edge.own_dates if (day := day_of(raw))]
        return max(days, default=None)

    @property
    def links(self) -> int:
        """Number of pages, feeds and sitemaps that it names."""
        return len(self.reading.edges) + len(self.reading.sitemaps) + len(self.reading.feeds)

    @property
    def of_comments(self) -> bool:
        """Whether it is a feed of readers' comments: each of its items is dated as one."""
        edges = self.reading.edges
        return bool(edges) and all(kind == COMMENT for edge in edges for kind, _ in edge.dates or ((None, ""),))


Ask = Callable[[str, str], Awaitable[Answer]]


class ProbeSpider(Spider):
    """Runs the coroutine `conversation(ask)`; `result` is what it returns."""

    name = "probe"

    def __init__(self, conversation: Callable[[Ask], Awaitable[Any]], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.conversation = conversation
        self.result: Any = None

    async def start(self) -> AsyncIterator[Request]:
        """Run the conversation; nothing is scheduled."""
        self.result = await self.conversation(self.ask)
        nothing: tuple[Request, ...] = ()
        for request in nothing:
            yield request

    async def ask(self, url: str, resource: str) -> Answer:
        """Fetch and read one resource, following redirects."""
        assert self.crawler.engine is not None
        for _ in range(MAX_REDIRECTS + 1):
            meta = {"resource": resource, "dont_obey_robotstxt": resource == "robots"}
            request = Request(url, callback=NO_CALLBACK, dont_filter=True, meta=meta)
            try:
                response = await self.crawler.engine.download_async(request)
            except Refused as refusal:
                return Answer(url, resource, refusal.detail)
            except Exception as error:  # whatever kept the answer away is the answer
                return Answer(url, resource, f"no answer ({type(error).__name__})")
            target = resolve(url, (response.headers.get("Location") or b"").decode("utf-8", "replace"))
            if response.status not in REDIRECTS or not target or not response.headers.get("Location"):
                return _answer(url, resource, response)
            url = target
        return Answer(url, resource, f"more than {MAX_REDIRECTS} redirects")


def converse(conversation: Callable[[Ask], Awaitable[Any]], *, agent: str, private_urls: list[str]) -> Any:
    """Run `conversation` in a Scrapy crawler; returns its result. Once per process: a reactor does not start twice."""
    process = AsyncCrawlerProcess(
        {
            **POLITE_SETTINGS,
            "USER_AGENT": agent,
            "ROBOTSTXT_USER_AGENT": PRODUCT,
            "PRIVATE_URLS": private_urls,
            "DOWNLOADER_MIDDLEWARES": {**REPLACED_MIDDLEWARES, **POLITE_SETTINGS["DOWNLOADER_MIDDLEWARES"]},
            "SPIDER_MIDDLEWARES_BASE": {},
            "EXTENSIONS_BASE": {},
            "DOWNLOAD_DELAY": 0.0 if private_urls else 1.0,
            "LOG_LEVEL": "CRITICAL",
        }
    )
    crawler = process.create_crawler(ProbeSpider)
    process.crawl(crawler, conversation=conversation)
    process.start()
    return crawler.spider.result if isinstance(crawler.spider, ProbeSpider) else None


@dataclass(frozen=True, slots=True)
class Findings:
    """The answers of a site. `feeds` and `sitemaps` list something; `problems` are those that did not."""

    home: Answer
    robots: Robots
    feeds: tuple[Answer, ...]
    sitemaps: tuple[Answer, ...]
    rights: Rights
    problems: tuple[str, ...]


async def survey(ask: Ask, url: str) -> Findings:
    """Request everything that a source file needs: home page, robots.txt, feeds, sitemaps, rights files."""
    home = await ask(url, "page")
    robots_answer = await ask(resolve(home.url, "/robots.txt") or home.url, "robots")
    robots = parse_robots(robots_answer.body)
    named = [url for url, title in home.reading.feeds if not (is_comment_feed_address(url) or is_comments_title(title))]
    feeds = [answer for url in named[:10] if not (answer := await ask(url, "feed")).of_comments]
    places = robots_answer.reading.sitemaps or (resolve(home.url, "/sitemap.xml") or "",)
    sitemaps = [await ask(place, "sitemap") for place in places[:10]]
    site = SiteRights(robots=(robots_answer.url, robots) if not robots_answer.problem else None)
    for name, path in (("tdmrep", "/.well-known/tdmrep.json"), ("ai_txt", "/ai.txt")):
        answer = await ask(resolve(home.url, path) or home.url, "rights")
        if not answer.problem:
            site = SiteRights(**{**{k: getattr(site, k) for k in site.__slots__}, name: (answer.url, answer.body)})
    problems = [f"{a.url}: {a.problem or 'lists nothing'}" for a in (*feeds, *sitemaps) if a.problem or not a.links]
    return Findings(
        home,
        robots,
        tuple(answer for answer in feeds if answer.links),
        tuple(answer for answer in sitemaps if answer.links),
        page_rights(home.url, home.headers, home.reading.page, site, PRODUCT),
        tuple(problems),
    )


async def newest_in(ask: Ask, sitemap: Answer, nesting: int = 1) -> tuple[int, date | None]:
    """Pages that a sitemap leads to, and the latest day it gives; of a nested one, its last part is looked at."""
    if sitemap.reading.sitemaps and nesting < MAX_NESTING:
        answer = await ask(sitemap.reading.sitemaps[-1], "sitemap")
        return await newest_in(ask, answer, nesting + 1)
    return len(sitemap.reading.edges), sitemap.newest


def _answer(url: str, resource: str, response: Response) -> Answer:
    headers = tuple(
        (name.decode("latin-1"), value.decode("latin-1"))
        for name, values in response.headers.items()
        for value in values
    )
    if response.status != 200:
        return Answer(url, resource, f"HTTP {response.status}", headers=headers)
    kind = (response.headers.get("Content-Type") or b"").decode("latin-1") or None
    reading = read_resource(resource, url, response.body, kind)
    return Answer(url, resource, None, response.body, headers, reading)
