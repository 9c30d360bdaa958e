"""Rendering in a crawl: which answers need it, how many a night, what their scripts may ask for.

A page's scripts are given to it by the crawl, which keeps to robots.txt, addresses, pauses and scope for them as for pages. What
a browser drew is archived beside the answer (`conversion` record), so that a rebuild reads it and never renders.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace

from scrapy import Request
from scrapy.http import Response
from scrapy.http.request import NO_CALLBACK

from pipelines.base.errors import PageDropped
from pipelines.health.answers import NOT_RENDERED
from pipelines.lake.archive import Conversion
from pipelines.lake.values import HealthCheck, PageKind
from pipelines.page.page import Page
from spiders.fetching.refusals import Refused
from spiders.frontier.visits import Visit
from spiders.landing.answer import Answer
from spiders.landing.page_kind import page_kind
from spiders.render.browser import Browser
from spiders.render.page import Drawn, Piece, draw
from spiders.render.pipe import BrowserGoneError
from spiders.resources.by_script import is_bare
from spiders.resources.reading import Reading, read_resource
from spiders.sources.source import Source
from spiders.url_rules.families import PART
from spiders.url_rules.keys import host_of

MAX_KEPT_BYTES = 32 << 20
"""Bytes of scripts that are kept for the next pages of the night."""
SCRIPTS = ("javascript", "ecmascript")
TRIES = 2


Download = Callable[[Request], Awaitable[Response]]


class Renderer:
    """Renders answers of one source's crawl. `download` gets what its scripts ask for."""

    def __init__(self, source: Source, download: Download, headers: dict[str, str]) -> None:
        self.source = source
        self.download = download
        self.headers = headers
        self.rendered = 0
        self._browser: Browser | None = None
        self._turn = asyncio.Lock()
        self._kept: dict[str, Piece] = {}
        self._kept_bytes = 0
        self._is_over = False

    async def looked_at(self, visit: Visit, answer: Answer) -> Answer:
        """The answer, as its scripts draw it if it needs them; its `note` says why a page that needs them is not rendered."""
        if self.source.render == "never" or not self._needs_browser(visit, answer):
            return answer
        if self.rendered >= self.source.render_pages:
            return replace(answer, note=f"{NOT_RENDERED}more than render_pages: {self.source.render_pages}")
        self.rendered += 1
        async with self._turn:
            drawn = await self._drawn(answer)
        if isinstance(drawn, str):
            return replace(answer, note=f"{NOT_RENDERED}{drawn}")
        html = drawn.html.encode("utf-8", "replace")
        browser = f"{len(drawn.made)} made, {len(drawn.refused)} refused"
        made = Conversion(
            html, f"Chromium; clock {answer.exchange.fetched_at.isoformat()}; requests: {browser}", drawn.made
        )
        return replace(answer, body=html, converted=made, note=f"rendered; requests of its scripts: {browser}")

    def close(self) -> None:
        """End the browser, for good."""
        self._is_over = True
        self._end()

    def _end(self) -> None:
        if self._browser is not None:
            self._browser.end()
            self._browser = None

    def _needs_browser(self, visit: Visit, answer: Answer) -> bool:
        kind = (answer.header("content-type") or "text/html").partition(";")[0].strip().lower()
        if visit.resource != "page" or visit.family == PART or answer.status != 200 or "html" not in kind:
            return False
        if self.source.render == "always":
            return True
        url = answer.exchange.url
        reading = read_resource("page", url, answer.body, answer.header("content-type"))
        return needs_browser(visit, url, answer, reading)

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
        if any(word in kind for word in SCRIPTS) and self._kept_bytes + len(piece.body) <= MAX_KEPT_BYTES:
            self._kept[url] = piece
            self._kept_bytes += len(piece.body)
        return piece


def needs_browser(visit: Visit, url: str, answer: Answer, reading: Reading) -> bool:
    """True if a page shows neither a list nor a text, and has scripts."""
    if reading.page is None or b"<script" not in answer.body.lower():
        return False
    if page_kind(visit, reading) == PageKind.LISTING:
        return is_bare(url, reading.page) and not any(edge.kind == "section" and edge.anchor for edge in reading.edges)
    if reading.page.reads_like_story:
        return False
    from pipelines.extract.read.article import extract  # a fifth of a second, which other crawls do not need

    try:
        document = extract(Page(url, answer.body, answer.header("content-type")))
    except PageDropped as dropped:
        return dropped.reason == HealthCheck.SCRIPT_ONLY
    return not document.text and is_bare(url, reading.page) and not reading.edges
