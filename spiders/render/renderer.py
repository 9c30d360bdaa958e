"""Rendering in a crawl: which answers need it, how many a night, what their scripts may ask for; stories whose API is learned
need no browser.

A page's scripts are given to it by the crawl, which keeps to robots.txt, addresses, pauses and scope for them as for pages. What
a browser drew is archived beside the answer (`conversion` record), so that a rebuild reads it and never renders.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING

from scrapy import Request
from scrapy.http import Response
from scrapy.http.request import NO_CALLBACK

from pipelines.base.errors import PageDropped
from pipelines.health.answers import NOT_RENDERED
from pipelines.lake.archive import Conversion
from pipelines.lake.values import HealthCheck, PageKind
from pipelines.page.page import Page
from spiders.browser.browser import Browser, clear_folders
from spiders.browser.page import Drawn, Piece, draw
from spiders.browser.pipe import BrowserGoneError
from spiders.fetching.refusals import Refused
from spiders.frontier.memory import Memory
from spiders.frontier.visits import Visit
from spiders.landing.answer import Answer
from spiders.landing.page_kind import page_kind
from spiders.resources.by_script import is_bare
from spiders.resources.reading import Reading, read_resource
from spiders.sources.source import Source
from spiders.url_rules.families import PART
from spiders.url_rules.keys import host_of

if TYPE_CHECKING:
    from spiders.render.lessons import Lessons

MAX_KEPT_BYTES = 32 << 20
"""Bytes of scripts that are kept for the next pages of the night."""
SCRIPTS = ("javascript", "ecmascript")
TRIES = 2


Download = Callable[[Request], Awaitable[Response]]


class Renderer:
    """Renders answers of one source's crawl. `download` gets what its scripts ask for."""

    def __init__(
        self, source: Source, download: Download, headers: dict[str, str], memory: Memory | None = None
    ) -> None:
        self.source = source
        self.download = download
        self.headers = headers
        self.memory = memory
        self.rendered = 0
        self._browser: Browser | None = None
        self._turn = asyncio.Lock()
        self._kept: dict[str, Piece] = {}
        self._kept_bytes = 0
        self._data: dict[str, Piece] = {}
        self._is_over = False

    async def looked_at(self, visit: Visit, answer: Answer) -> Answer:
        """The answer, as its scripts draw it if it needs them; its `note` says why a page that needs them is not rendered."""
        if self.source.render == "never" or not _is_html_page(visit, answer):
            return answer
        url = answer.exchange.url
        reading = read_resource("page", url, answer.body, answer.header("content-type"))
        always = self.source.render == "always"
        if not always and not needs_browser(visit, url, answer, reading):
            return answer
        is_story = not always and self.memory is not None and page_kind(visit, reading) != PageKind.LISTING
        async with self._turn:
            return await self._made(answer, is_story=is_story)

    async def _made(self, answer: Answer, *, is_story: bool) -> Answer:
        made = await self._by_api(answer) if is_story else None
        if made is not None:
            return made
        if self.rendered >= self.source.render_pages:
            return replace(answer, note=f"{NOT_RENDERED}more than render_pages: {self.source.render_pages}")
        self.rendered += 1
        self._data = {}
        drawn = await self._drawn(answer)
        if isinstance(drawn, str):
            return replace(answer, note=f"{NOT_RENDERED}{drawn}")
        html = drawn.html.encode("utf-8", "replace")
        requests = f"requests of its scripts: {len(drawn.made)} made, {len(drawn.refused)} refused"
        made_by = f"Chromium; clock {answer.exchange.fetched_at.isoformat()}; {requests}"
        learned = self.lessons.learn(answer, html, self._data) if is_story else None
        note = "; ".join(filter(None, ("rendered", learned, requests)))
        return replace(answer, body=html, converted=Conversion(html, made_by, drawn.made), note=note)

    async def _by_api(self, answer: Answer) -> Answer | None:
        """The answer with the JSON of its story; None if no address of it is learned, or it has no story there."""
        known = self.lessons.address(answer)
        piece = await self._piece(known[1]) if known else None
        page = self.lessons.page(answer, piece) if piece else None
        if known is None or page is None:
            return None
        made = Conversion(page, f"JSON of the story behind its page; learned address {known[0]}", (known[1],))
        return replace(answer, body=page, converted=made, note=f"by its API: {known[0]}")

    @cached_property
    def lessons(self) -> Lessons:
        """What is known of the source's APIs."""
        from spiders.render.lessons import Lessons  # imports the readers of pages, which other crawls do not need

        assert self.memory is not None
        return Lessons(self.memory)

    def close(self) -> None:
        """End the browser, for good, and remove what browsers of killed crawls left."""
        self._is_over = True
        self._end()
        if self.source.render != "never":
            clear_folders()

    def _end(self) -> None:
        if self._browser is not None:
            self._browser.end()
            self._browser = None

    async def _drawn(self, answer: Answer) -> Drawn | str:
        """The page as drawn, or why it could not be. A browser that dies is started again once."""
        exchange = answer.exchange
        first = Piece(200, answer.header("content-type") or "text/html", answer.body)
        for _ in range(TRIES):
            if self._is_over:
                return "the crawl ended"
            try:
                if self._browser is None or not self._browser.is_alive:
                    self._end()
                    self._browser = Browser()
                    await self._browser.start()
                return await draw(self._browser, exchange.url, first, exchange.fetched_at, self._piece)
            except TimeoutError:
                self._end()
                return "it took too long"
            except (BrowserGoneError, OSError):
                is_too_large = self._browser is not None and self._browser.over_memory
                self._end()
                if is_too_large:
                    return "it took too much memory"
        return "the browser ended"

    async def _piece(self, url: str) -> Piece | None:
        """What the site has at a URL, for a script; None if it is out of scope, excluded, refused or not there."""
        if url in self._kept:
            return self._kept[url]
        if not self.source.in_scope(url) or self.source.excluded(url):
            return None
        request = Request(
            url, callback=NO_CALLBACK, dont_filter=True, headers=self.headers,
            meta={"resource": "page", "download_slot": host_of(url), "download_maxsize": 5 << 20},
        )  # fmt: skip
        try:
            response = await self.download(request)
        except Refused:
            return None
        except Exception:  # any failure of the network is the script's to see
            return None
        kind = (response.headers.get("Content-Type") or b"text/plain").decode("latin-1")
        piece = Piece(response.status, kind, response.body)
        if response.body[:1] in (b"{", b"["):
            self._data[url] = piece
        if any(word in kind for word in SCRIPTS) and self._kept_bytes + len(piece.body) <= MAX_KEPT_BYTES:
            self._kept[url] = piece
            self._kept_bytes += len(piece.body)
        return piece


def _is_html_page(visit: Visit, answer: Answer) -> bool:
    kind = (answer.header("content-type") or "text/html").partition(";")[0].strip().lower()
    return visit.resource == "page" and visit.family != PART and answer.status == 200 and "html" in kind


def needs_browser(visit: Visit, url: str, answer: Answer, reading: Reading) -> bool:
    """True if a page has scripts and shows no list, or says that it is a story and shows no text."""
    if reading.page is None or b"<script" not in answer.body.lower():
        return False
    if page_kind(visit, reading) == PageKind.LISTING:
        return is_bare(url, reading.page) and not any(edge.kind == "section" and edge.anchor for edge in reading.edges)
    if reading.page.reads_like_story or reading.page.rest:
        return False
    from pipelines.extract.read.article import extract  # a fifth of a second, which other crawls do not need

    try:
        document = extract(Page(url, answer.body, answer.header("content-type")))
    except PageDropped as dropped:
        return dropped.reason == HealthCheck.SCRIPT_ONLY
    is_story = reading.page.article_like
    return not document.text and (is_story or (is_bare(url, reading.page) and not reading.edges))
