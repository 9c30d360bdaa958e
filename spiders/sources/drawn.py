"""A survey in a browser, of a site that shows no story without scripts: what a crawl with `render: auto` would read."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from pipelines.base.urls.identity import site_key
from pipelines.base.urls.kinds import is_front
from pipelines.lake.archive import HTML_UTF8
from pipelines.lake.values import HealthCheck
from spiders.browser.browser import Browser, apart, program
from spiders.browser.page import Piece, draw
from spiders.browser.pipe import BrowserGoneError
from spiders.resources.by_script import is_bare
from spiders.resources.reading import read_resource
from spiders.sources.doors import read_story, seen
from spiders.sources.findings import Findings, story_edges
from spiders.sources.probe import Answer, Ask
from spiders.sources.survey import survey

MAX_DRAWN = 8


async def surveyed(
    ask: Ask, url: str, feeds: Sequence[str] = (), sitemaps: Sequence[str] = (), turn: asyncio.Lock | None = None
) -> Findings:
    """The findings of a survey; drawn by a browser if that shows more, with the findings without it as `plain`.

    Without a browser on this machine, and for sites that show their stories without one, a plain survey.
    """
    known = _Known(ask)
    plain = await survey(known.ask, url, feeds, sitemaps)
    if plain.home.problem or not _hides_stories(plain) or program() is None or apart() is None:
        return plain
    try:
        async with turn or asyncio.Lock(), _drawing(known) as drawn:
            found = await survey(drawn.ask, url, feeds, sitemaps)
    except (BrowserGoneError, TimeoutError, OSError):  # it does not start
        return plain
    if not drawn.seconds or not seen(found) > seen(plain):
        return plain
    return replace(found, plain=plain, seconds_a_page=sum(drawn.seconds) / len(drawn.seconds))


def _hides_stories(found: Findings) -> bool:
    """True if no story is found, or none of those asked for shows its text."""
    return not story_edges(found) or (bool(found.stories) and all(map(_hides_text, found.stories)))


def _hides_text(answer: Answer) -> bool:
    document = read_story(answer)
    return document == HealthCheck.SCRIPT_ONLY if isinstance(document, str) else not document.text


def _hides(answer: Answer) -> bool:
    """True if a page has scripts, and shows neither a list nor a text."""
    page = answer.reading.page
    if answer.problem or page is None or b"<script" not in answer.body.lower():
        return False
    return is_bare(answer.url, page) and not answer.reading.edges if is_front(answer.url) else _hides_text(answer)


@dataclass(slots=True)
class _Known:
    """Asks for each resource once."""

    real: Ask
    answers: dict[tuple[str, str], Answer]

    def __init__(self, real: Ask) -> None:
        self.real, self.answers = real, {}

    async def ask(self, url: str, resource: str) -> Answer:
        if (url, resource) not in self.answers:
            self.answers[url, resource] = await self.real(url, resource)
        return self.answers[url, resource]


class _Drawn:
    """Answers of which pages that hide their list or text are as a browser draws them."""

    def __init__(self, known: _Known, browser: Browser) -> None:
        self.known, self.browser = known, browser
        self.seconds: list[float] = []
        self._pages: dict[str, Answer] = {}

    async def ask(self, url: str, resource: str) -> Answer:
        answer = await self.known.ask(url, resource)
        if resource == "page" and url not in self._pages and len(self.seconds) < MAX_DRAWN and _hides(answer):
            self._pages[url] = await self._draw(answer)
        return self._pages.get(url, answer)

    async def _draw(self, answer: Answer) -> Answer:
        first, asking = Piece(200, answer.header("content-type") or "text/html", answer.body), 0.0

        async def piece(url: str) -> Piece | None:
            nonlocal asking
            began = time.monotonic()
            got = await self.known.ask(url, "page") if site_key(url) == site_key(answer.url) else None
            asking += time.monotonic() - began
            if got is None or got.status is None:
                return None
            return Piece(got.status, got.header("content-type") or "text/plain", got.body)

        began = time.monotonic()
        try:
            html = (await draw(self.browser, answer.url, first, datetime.now(UTC), piece)).html
        except (BrowserGoneError, TimeoutError, OSError):
            return answer
        self.seconds.append(max(0.0, time.monotonic() - began - asking))
        body = html.encode("utf-8", "replace")
        return replace(
            answer,
            body=body,
            headers=(("Content-Type", HTML_UTF8),),
            reading=read_resource("page", answer.url, body, HTML_UTF8),
        )


@asynccontextmanager
async def _drawing(known: _Known) -> AsyncIterator[_Drawn]:
    browser = Browser()
    try:
        await browser.start()
        yield _Drawn(known, browser)
    finally:
        browser.end()
