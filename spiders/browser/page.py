"""One page in the browser: every request of its scripts is put to the crawl, its clock is the fetch's, its time is counted."""

from __future__ import annotations

import asyncio
import base64
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from spiders.browser.browser import Browser
from spiders.browser.pipe import BrowserGoneError

VIRTUAL_MS = 5_000
"""Milliseconds of the page's own clock: it stands still while a request is answered."""
PAGE_SECONDS, MAX_SECONDS, TICK_SECONDS = 15.0, 600.0, 0.25
"""Seconds that a page may take without those in which the crawl asks for its pieces, at its own pace; and with them."""
MAX_REQUESTS = 60
MAX_CHARS = 5 << 20
ASKED_FOR = frozenset(("Script", "XHR", "Fetch"))
"""Kinds of requests that are put to the crawl. Pictures, fonts, styles, media and frames draw nothing that is read."""


@dataclass(frozen=True, slots=True)
class Piece:
    """What the crawl has for a request of a page."""

    status: int
    content_type: str
    body: bytes


Fetch = Callable[[str], Awaitable[Piece | None]]
"""The piece at a URL; None if it may not be had."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """A page as its scripts drew it, with the URLs that it got and those that it was refused."""

    html: str
    made: tuple[str, ...]
    refused: tuple[str, ...]


async def draw(browser: Browser, url: str, first: Piece, at: datetime, fetch: Fetch) -> Drawn:
    """The page at a URL, from its response. Raises BrowserGoneError or TimeoutError."""
    context = (await browser.pipe.call("Target.createBrowserContext"))["browserContextId"]
    try:
        async with asyncio.timeout(PAGE_SECONDS):
            target = await browser.pipe.call("Target.createTarget", url="about:blank", browserContextId=context)
            attached = await browser.pipe.call("Target.attachToTarget", targetId=target["targetId"], flatten=True)
        page = _Page(browser, attached["sessionId"], url, first, fetch)
        async with asyncio.timeout(MAX_SECONDS):
            return await page.drawn(at)
    finally:
        with suppress(BrowserGoneError, TimeoutError):
            async with asyncio.timeout(5):
                await browser.pipe.call("Target.disposeBrowserContext", browserContextId=context)


class _Page:
    def __init__(self, browser: Browser, session: str, url: str, first: Piece, fetch: Fetch) -> None:
        self.pipe, self.session, self.url, self.first, self.fetch = browser.pipe, session, url, first, fetch
        self.made: list[str] = []
        self.refused: list[str] = []
        self._tasks: set[asyncio.Task[None]] = set()
        self._over = asyncio.Event()
        self._is_open = False
        self._asking = 0

    async def drawn(self, at: datetime) -> Drawn:
        """The page. Raises TimeoutError if it takes longer than PAGE_SECONDS of its own."""
        self.pipe.listen(self.session, self._heard)
        work, spent = asyncio.ensure_future(self._steps(at)), 0.0
        try:
            while not work.done():
                await asyncio.wait([work], timeout=TICK_SECONDS)
                spent += 0.0 if self._asking else TICK_SECONDS
                if spent > PAGE_SECONDS:
                    raise TimeoutError
            return work.result()
        finally:
            work.cancel()
            self.pipe.forget(self.session)

    async def _steps(self, at: datetime) -> Drawn:
        for method in ("Page.enable", "Inspector.enable"):
            await self._call(method)
        await self._call("Fetch.enable", patterns=[{"urlPattern": "*"}])
        await self._call("Emulation.setVirtualTimePolicy", policy="pause", initialVirtualTime=at.timestamp())
        await self._call("Page.navigate", url=self.url)
        await self._call("Emulation.setVirtualTimePolicy", policy="pauseIfNetworkFetchesPending", budget=VIRTUAL_MS)
        await self._over.wait()
        root = (await self._call("DOM.getDocument", depth=0))["root"]["nodeId"]
        html = (await self._call("DOM.getOuterHTML", nodeId=root))["outerHTML"]
        return Drawn(html[:MAX_CHARS], tuple(self.made), tuple(sorted(set(self.refused))))

    async def _call(self, method: str, **parameters: Any) -> dict[str, Any]:
        return await self.pipe.call(method, self.session, **parameters)

    def _heard(self, method: str, said: dict[str, Any]) -> None:
        if method == "Fetch.requestPaused":
            self._do(self._answer(said))
        elif method == "Page.javascriptDialogOpening":
            self._do(self._call("Page.handleJavaScriptDialog", accept=False))
        elif method in ("Emulation.virtualTimeBudgetExpired", "Inspector.targetCrashed"):
            self._over.set()

    def _do(self, work: Any) -> None:
        async def done() -> None:
            with suppress(BrowserGoneError):
                await work

        task = asyncio.ensure_future(done())
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _answer(self, said: dict[str, Any]) -> None:
        request, number = said["request"], said["requestId"]
        piece = await self._piece(request, said["resourceType"])
        if piece is None:
            await self._call("Fetch.failRequest", requestId=number, errorReason="Aborted")
            return
        await self._call(
            "Fetch.fulfillRequest", requestId=number, responseCode=piece.status,
            responseHeaders=[{"name": "Content-Type", "value": piece.content_type}], body=base64.b64encode(piece.body).decode(),
        )  # fmt: skip

    async def _piece(self, request: dict[str, Any], kind: str) -> Piece | None:
        url = request["url"]
        if kind == "Document" and not self._is_open:
            self._is_open = True  # one navigation: a page that leads on is not followed
            return self.first
        may_be_had = request["method"] == "GET" and kind in ASKED_FOR and len(self.made) < MAX_REQUESTS
        piece = await self._asked(url) if may_be_had else None
        (self.refused if piece is None else self.made).append(url)
        return piece

    async def _asked(self, url: str) -> Piece | None:
        self._asking += 1
        try:
            return await self.fetch(url)
        finally:
            self._asking -= 1
