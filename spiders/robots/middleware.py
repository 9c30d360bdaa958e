"""Requests robots.txt before any other URL of a host, and refuses URLs that it forbids.

Replaces Scrapy's RobotsTxtMiddleware, which treats a failed or missing answer as permission.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Self
from urllib.parse import urlsplit

from scrapy import Request, signals
from scrapy.crawler import Crawler
from scrapy.exceptions import NotConfigured, StopDownload
from scrapy.http import Response
from scrapy.http.request import NO_CALLBACK

from pipelines.base.urls.identity import resolve
from spiders.fetching.failures import CERTIFICATE, failure_name
from spiders.fetching.refusals import AddressRefused, Refused, RobotsDenied, RobotsUnknown
from spiders.fetching.retry_after import retry_after_seconds
from spiders.robots.access import MAX_REDIRECTS, Access, judge, unreachable, with_copy
from spiders.robots.copies import RobotsCopies
from spiders.robots.robots import MAX_BYTES

robots_answered = object()
"""Signal: a response to a request for robots.txt, including redirects; sent with `response` and `request`."""
robots_settled = object()
"""Signal: the access of a host by its robots.txt; sent with `origin`, `access` and `slot` (the download slot's key)."""

logger = logging.getLogger(__name__)

ASK_ROBOTS_AGAIN = "ask_robots_again"
"""Key of a request's meta: a robots.txt that could not be fetched is requested again before it, without a pause."""
ATTEMPTS = 2
MAX_PAUSE_SECONDS = 60.0
REDIRECTS = frozenset((301, 302, 303, 307, 308))


class RobotsMiddleware:
    """One request for each host, shared by all requests that wait for it.

    `request.meta["robots"]` is the evidence, also if the URL is allowed.
    """

    def __init__(
        self,
        crawler: Crawler,
        agent: str,
        pause_seconds: float,
        copies: RobotsCopies | None,
        statuses: Mapping[str, int],
    ) -> None:
        self.crawler = crawler
        self.agent = agent
        self.pause_seconds = pause_seconds
        self.copies = copies
        self.statuses = statuses
        self._asked: dict[str, asyncio.Task[Access]] = {}
        self._again: dict[str, float] = {}

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Settings: ROBOTS_OBEY, ROBOTSTXT_USER_AGENT or USER_AGENT, ROBOTS_RETRY_SECONDS, ROBOTS_COPIES (a folder),
        ROBOTS_STATUSES (the answers of earlier processes of the night, by origin: these are not asked for again).
        """
        settings = crawler.settings
        if not settings.getbool("ROBOTS_OBEY", True):
            raise NotConfigured
        folder = settings.get("ROBOTS_COPIES")
        middleware = cls(
            crawler,
            settings.get("ROBOTSTXT_USER_AGENT") or settings["USER_AGENT"],
            settings.getfloat("ROBOTS_RETRY_SECONDS", 5.0),
            RobotsCopies(Path(folder)) if folder else None,
            settings.getdict("ROBOTS_STATUSES"),
        )
        crawler.signals.connect(middleware.bytes_received, signal=signals.bytes_received)
        return middleware

    async def process_request(self, request: Request) -> None:
        """Raise RobotsDenied if the host's robots.txt forbids the URL, RobotsUnknown if it cannot be fetched."""
        if request.meta.get("dont_obey_robotstxt"):
            return
        access = await self.access(request)
        if access.state == "address_refused":
            raise AddressRefused(access.reason)
        allowed, evidence = access.decide(request.url, self.agent)
        request.meta["robots"] = evidence
        if allowed:
            self._count("robots/allowed")
            return
        self._count(f"robots/denied_{access.state}")
        if access.rules is None and CERTIFICATE not in access.reason:
            raise RobotsUnknown(access.reason, (access.retry_seconds or 0.0) if access.status is not None else 0.0)
        raise RobotsDenied(evidence or access.reason, evidence)

    async def access(self, request: Request) -> Access:
        """The access of the host of `request`. It is requested once, and again when the pause after a failure is over.

        With ASK_ROBOTS_AGAIN in the request's meta: after a failure, once and at once.
        """
        parts = urlsplit(request.url)
        origin = f"{parts.scheme}://{parts.netloc}"
        due, slot = self._again.get(origin), request.meta.get("download_slot")
        is_test = request.meta.get(ASK_ROBOTS_AGAIN, False)
        is_due = due is not None and (is_test or time.monotonic() >= due) and self._asked[origin].done()
        if origin not in self._asked or is_due:
            self._again.pop(origin, None)
            self._asked[origin] = asyncio.ensure_future(self._settle(origin, slot, 1 if is_test else ATTEMPTS))
        return await asyncio.shield(self._asked[origin])

    async def _settle(self, origin: str, slot: str | None, attempts: int) -> Access:
        access = self._remembered(origin) or await self._ask(origin, slot)
        for attempt in range(1, attempts):
            pause = access.retry_seconds if access.state == "deferred" else self.pause_seconds * attempt
            if access.rules is not None or access.retry_seconds is None or (pause or 0) > MAX_PAUSE_SECONDS:
                break
            await asyncio.sleep(pause or 0)
            access = await self._ask(origin, slot)
        if self.copies is not None and access.rules is None:
            access = with_copy(access, *self.copies.load(origin))
        if access.retry_seconds is not None:
            self._again[origin] = time.monotonic() + access.retry_seconds
        self._count(f"robots/{access.state}")
        self.crawler.signals.send_catch_log(signal=robots_settled, origin=origin, access=access, slot=slot)
        return access

    def _remembered(self, origin: str) -> Access | None:
        status = self.statuses.get(origin)
        if status is None or self.copies is None:
            return None
        body, _ = self.copies.load(origin) if status < 300 else (b"", 0.0)
        return judge(status, body) if body is not None else None

    async def _ask(self, origin: str, slot: str | None) -> Access:
        url = f"{origin}/robots.txt"
        for redirects in range(MAX_REDIRECTS + 1):
            try:
                response = await self._fetch(url, slot if redirects == 0 else None)
            except AddressRefused as refusal:
                state = "address_refused" if redirects == 0 else "unreachable"
                return Access(state, refusal.detail, None)
            except Refused as refusal:
                return unreachable(refusal.detail)
            except Exception as error:  # any failure: the host is unreachable
                logger.info("%s: %s: %s", url, type(error).__name__, error)
                return unreachable(failure_name(error))
            target = self._redirect(response)
            if target is None or redirects == MAX_REDIRECTS:
                break
            url = target
        if "dataloss" in response.flags or "truncated" in response.flags:
            return unreachable("answer cut short")
        if self.copies is not None and 200 <= response.status < 300:
            self.copies.save(origin, response.body[:MAX_BYTES])
        return judge(response.status, response.body, redirects=redirects, retry_after=_retry_after(response))

    async def _fetch(self, url: str, slot: str | None) -> Response:
        meta: dict[str, Any] = {
            "resource": "robots",
            "dont_obey_robotstxt": True,
            "dont_redirect": True,
            "dont_retry": True,
        }
        if slot is not None:
            meta["download_slot"] = slot
        request = Request(url, callback=NO_CALLBACK, meta=meta, priority=1000, dont_filter=True)
        assert self.crawler.engine is not None
        self._count("robots/requests")
        response = await self.crawler.engine.download_async(request)
        self.crawler.signals.send_catch_log(signal=robots_answered, response=response, request=request)
        return response

    def bytes_received(self, data: bytes, request: Request) -> None:
        """Stop reading a robots.txt after the size that the standard requires to parse."""
        if request.meta.get("resource") == "robots":
            seen = request.meta["robots_bytes"] = request.meta.get("robots_bytes", 0) + len(data)
            if seen > MAX_BYTES:
                raise StopDownload(fail=False)

    def _redirect(self, response: Response) -> str | None:
        location = response.headers.get("Location")
        if response.status not in REDIRECTS or not location:
            return None
        return resolve(response.url, location.decode("utf-8", "replace"))

    def _count(self, stat: str) -> None:
        assert self.crawler.stats is not None
        self.crawler.stats.inc_value(stat)


def _retry_after(response: Response) -> float | None:
    return retry_after_seconds(response.headers.get("Retry-After"))
