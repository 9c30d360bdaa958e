"""Sends a few polite requests to a site; a listener hears of each request and answer.

Fetches use the same address checks, robots.txt and limits as a crawl; nothing is stored. The requests of a survey are
in `spiders.sources.survey`.
"""

from __future__ import annotations

import signal
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Protocol
from urllib.parse import urlsplit

from scrapy import Request, Spider
from scrapy.crawler import AsyncCrawlerProcess
from scrapy.http import Response
from scrapy.http.request import NO_CALLBACK

from pipelines.base.processes.endings import INTERRUPTED, leave
from pipelines.base.urls.identity import resolve
from spiders.fetching.failures import failure_name, in_words, silence_handshakes
from spiders.fetching.limits import KEPT_COOKIES, POLITE_SETTINGS, REPLACED_MIDDLEWARES
from spiders.fetching.proxy import proxy_of
from spiders.fetching.refusals import Refused
from spiders.fetching.user_agent import PRODUCT
from spiders.links.edges import COMMENT
from spiders.resources.listed_dates import day_of
from spiders.resources.reading import Reading, read_resource
from spiders.robots.access import Access
from spiders.robots.middleware import RobotsMiddleware
from spiders.robots.robots import ALLOW_ALL, Robots
from spiders.sources.entrance import value_of

MAX_REDIRECTS = 5
PRIVATE_DELAY_SECONDS = 0.01
"""Between requests to a host of ours. Without any, Scrapy starts requests that are queued at one moment together."""
REDIRECTS = frozenset((301, 302, 303, 307, 308))


@dataclass(frozen=True, slots=True, eq=False)
class Answer:
    """The answer to one request; `problem` is the reason why there is no body, else None.

    `robots` holds the rules of a robots.txt, `rule` the rule that allowed a page.
    """

    url: str
    resource: str
    problem: str | None = None
    body: bytes = b""
    headers: tuple[tuple[str, str], ...] = ()
    reading: Reading = field(default_factory=Reading)
    status: int | None = None
    robots: Robots = ALLOW_ALL
    rule: str | None = None

    def header(self, name: str) -> str | None:
        """The first response header of that name."""
        return next((value for key, value in self.headers if key.lower() == name.lower()), None)

    @property
    def newest(self) -> date | None:
        """The latest day among its dates; None without dates."""
        days = [day for edge in self.reading.edges for _, raw in edge.own_dates if (day := day_of(raw))]
        return max(days, default=None)

    @property
    def links(self) -> int:
        """Number of pages, feeds and sitemaps that it names."""
        return len(self.reading.edges) + len(self.reading.sitemaps) + len(self.reading.feeds)

    @property
    def of_comments(self) -> bool:
        """True if it is a feed of readers' comments: each of its items has the date of a comment."""
        edges = self.reading.edges
        return bool(edges) and all(kind == COMMENT for edge in edges for kind, _ in edge.dates or ((None, ""),))


Ask = Callable[[str, str], Awaitable[Answer]]
CookiesOf = Callable[[str], Mapping[Any, Any]]
"""The cookies, by name, that a request for a URL brings beside those that the site has set."""


class Listener(Protocol):
    """Is called at each request and at each answer."""

    def asking(self, url: str, resource: str) -> None:
        """A request is about to be made."""

    def answered(self, answer: Answer, seconds: float) -> None:
        """The answer arrived, `seconds` after the request."""


class ProbeSpider(Spider):
    """Runs the coroutine `conversation(ask)`.

    `result` is its return value, `error` its exception; both are None if it was interrupted.
    """

    name = "probe"

    def __init__(
        self,
        conversation: Callable[[Ask], Awaitable[Any]],
        listener: Listener | None = None,
        cookies: CookiesOf = lambda _: {},
        **kwargs: Any,
    ) -> None:
        super().__init__(**kwargs)
        self.conversation = conversation
        self.listener = listener
        self.cookies = cookies
        self.result: Any = None
        self.error: Exception | None = None

    async def start(self) -> AsyncIterator[Request]:
        """Run the conversation; nothing is scheduled."""
        try:
            self.result = await self.conversation(self.ask)
        except Exception as error:  # Scrapy would log it and go on
            self.error = error
        nothing: tuple[Request, ...] = ()
        for request in nothing:
            yield request

    async def ask(self, url: str, resource: str) -> Answer:
        """Fetch and read one resource and follow redirects. A robots.txt is fetched as in a crawl, once for each host."""
        if self.listener:
            self.listener.asking(url, resource)
        started = time.monotonic()
        answer = await (self._robots(url) if resource == "robots" else self._fetch(url, resource))
        if self.listener:
            self.listener.answered(answer, time.monotonic() - started)
        return answer

    async def _fetch(self, url: str, resource: str) -> Answer:
        assert self.crawler.engine is not None
        for _ in range(MAX_REDIRECTS + 1):
            request = Request(
                url,
                callback=NO_CALLBACK,
                dont_filter=True,
                cookies=dict(self.cookies(url)),
                meta={"resource": resource},
            )
            try:
                response = await self.crawler.engine.download_async(request)
            except Refused as refusal:
                return Answer(url, resource, in_words(refusal.detail))
            except Exception as error:  # any failure is the answer
                return Answer(url, resource, f"no answer: {in_words(failure_name(error))}")
            location = response.headers.get("Location")
            target = resolve(url, location.decode("utf-8", "replace")) if location else None
            if response.status not in REDIRECTS or not target:
                return _answer(url, resource, response, request.meta.get("robots"))
            url = target
        return Answer(url, resource, f"more than {MAX_REDIRECTS} redirects")

    async def _robots(self, url: str) -> Answer:
        middleware = self.crawler.get_downloader_middleware(RobotsMiddleware)
        assert middleware is not None
        return _robots_answer(url, await middleware.access(Request(url)))


def converse(
    conversation: Callable[[Ask], Awaitable[Any]],
    *,
    agent: str,
    private_urls: list[str],
    listener: Listener | None = None,
    cookies: CookiesOf = lambda _: {},
    proxy: str | None = None,
) -> Any:
    """Run `conversation` in a Scrapy crawler; returns its result, which is not None. `proxy` names the variable of a proxy.

    However many pages it asks for at once, a host gets one request after the other, a second apart; the hosts of
    `private_urls` almost without a pause.

    Call it once in a process, because a reactor starts only once. Raises the exceptions of the conversation. Ctrl-C ends the
    process at once.
    """
    if proxy is not None:
        proxy_of(value_of(proxy, "proxy"), proxy)  # before the reactor, which would only log what is wrong
    silence_handshakes()
    process = AsyncCrawlerProcess(
        {
            **POLITE_SETTINGS,
            "USER_AGENT": agent,
            "ROBOTSTXT_USER_AGENT": PRODUCT,
            "PRIVATE_URLS": private_urls,
            "PROXY_VARIABLE": proxy,
            "DOWNLOADER_MIDDLEWARES": {
                **REPLACED_MIDDLEWARES,
                **POLITE_SETTINGS["DOWNLOADER_MIDDLEWARES"],
                **KEPT_COOKIES,
            },
            "COOKIES_ENABLED": True,
            "SPIDER_MIDDLEWARES_BASE": {},
            "EXTENSIONS_BASE": {},
            "DOWNLOAD_DELAY": 1.0,
            "DOWNLOAD_SLOTS": {
                urlsplit(url).hostname or "": {"delay": PRIVATE_DELAY_SECONDS, "concurrency": 1} for url in private_urls
            },
            "LOG_LEVEL": "CRITICAL",
        }
    )
    crawler = process.create_crawler(ProbeSpider)
    process.crawl(crawler, conversation=conversation, listener=listener, cookies=cookies)
    signal.signal(signal.SIGINT, lambda *_: leave(INTERRUPTED))  # Scrapy would wait for a silent site; nothing is kept
    process.start(install_signal_handlers=False)
    spider = crawler.spider
    if isinstance(spider, ProbeSpider) and spider.error is not None:
        raise spider.error
    if not isinstance(spider, ProbeSpider) or spider.result is None:
        raise KeyboardInterrupt
    return spider.result


def _robots_answer(url: str, access: Access) -> Answer:
    rules = access.rules or ALLOW_ALL
    named = (resolve(url, line.value) for line in rules.lines("sitemap"))
    reading = Reading(sitemaps=tuple(dict.fromkeys(place for place in named if place)))
    problem = None if access.state == "rules" else in_words(access.reason)
    return Answer(url, "robots", problem, reading=reading, status=access.status, robots=rules)


def _answer(url: str, resource: str, response: Response, rule: str | None) -> Answer:
    headers = tuple(
        (name.decode("latin-1"), value.decode("latin-1"))
        for name, values in response.headers.items()
        for value in values
    )
    if response.status != 200:
        return Answer(url, resource, f"HTTP {response.status}", headers=headers, status=response.status, rule=rule)
    kind = (response.headers.get("Content-Type") or b"").decode("latin-1") or None
    reading = read_resource(resource, url, response.body, kind)
    return Answer(url, resource, None, response.body, headers, reading, response.status, rule=rule)
