"""The landing of a response: archived, judged, read for links, and ended in the frontier.

Everything here is synchronous and bounded; `checkpoint` is the one place where work becomes durable: archive first, then
frontier.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime

from pipelines.archive import ArchiveWriter, Exchange, Place
from pipelines.urls import resolve
from spiders.article_urls import looks_like_article
from spiders.discovery import Discovery, host_of
from spiders.edges import Edge, pack, unpack
from spiders.frontier import Frontier
from spiders.links import PageLinks
from spiders.memory import Page
from spiders.reading import Reading, cached_key, read_resource
from spiders.rights_desk import RightsDesk, refused, remembered, signals_of
from spiders.robots import Robots
from spiders.trap_guard import TrapGuard
from spiders.visits import Result, Visit

REDIRECTS = frozenset((301, 302, 303, 307, 308))
GONE = frozenset((404, 410, 451))
MAX_REDIRECTS = 10
PRODUCT = "Dateline"
"""Our product token, in robots.txt and everywhere."""
GROUP = 8
"""Visits that may be lost together to a kill: they are fetched again."""


@dataclass(frozen=True, slots=True)
class Answer:
    """A response as it came: `wire` is the body as sent, `body` the same with its content coding undone."""

    exchange: Exchange
    body: bytes
    duration_ms: int
    robots: str | None = None

    def header(self, name: str) -> str | None:
        """The first response header of that name."""
        return next((value for key, value in self.exchange.response_headers if key.lower() == name), None)


class Landing:
    """Ends the visits of one night. `clock` gives the instant a fetch is stamped with; `fixed` says that it stands still."""

    def __init__(self, frontier: Frontier, discovery: Discovery, writer: ArchiveWriter, night: date) -> None:
        self.frontier = frontier
        self.memory = frontier.memory
        self.discovery = discovery
        self.writer = writer
        self.night = night
        self.counts: dict[str, int] = {}
        self.payload_bytes = 0
        self._since_checkpoint = 0
        self.rights = RightsDesk(PRODUCT)
        self.traps = TrapGuard(discovery.patterns, self._answered_before())

    def admits(self, visit: Visit) -> bool:
        """Whether a visit is to be fetched; ends it when it is one of endlessly many."""
        reason = self.traps.reason(visit)
        if reason is not None:
            self._end(visit, Result("trap", detail=reason))
        return reason is None

    def answered(self, visit: Visit, answer: Answer) -> Visit | None:
        """End a visit by its response, or give it back with the place to go on from (a redirect to the same identity)."""
        status = answer.exchange.status
        location = resolve(answer.exchange.url, answer.header("location") or "") if status in REDIRECTS else None
        if location and answer.header("location"):
            return self._redirected(visit, answer, location)
        known = self.memory.page(visit.key)
        if status == 304 and known is not None and known.record_id:
            self._not_modified(visit, answer, known)
        elif 200 <= status < 300 and status != 204:
            self._stored(visit, answer, known)
        else:
            self._error(visit, answer, known)
        return None

    def robots(self, answer: Answer) -> None:
        """Land a robots.txt, which the robots middleware fetches itself, as a visit of its own."""
        url = answer.exchange.url
        visit = Visit(cached_key(url), url, "robots", host_of(url))
        if self.frontier.find(visit.key) is None:
            self.frontier.add(visit, Result("not_crawled"))
        if answer.exchange.status in REDIRECTS:
            place = self.writer.write(answer.exchange)
            self._end(visit, replace(self._result(visit, answer, "redirected"), **_where(place)))
        else:
            self.answered(visit, answer)

    def robots_rules(self, origin: str, rules: Robots) -> None:
        """Note what a robots.txt says about rights, and fetch the licences it names."""
        for licence in self.rights.robots(origin, rules):
            url = resolve(f"{origin}/", licence)
            if url:
                self.discovery.rights(url)

    def no_robots(self, url: str, result: Result) -> None:
        """Note that a robots.txt could not be had."""
        visit = Visit(cached_key(url), url, "robots", host_of(url))
        if self.frontier.find(visit.key) is None:
            self.frontier.add(visit, result)

    def failed(self, visit: Visit, result: Result) -> None:
        """End a visit that got no response."""
        self._end(visit, result)

    def checkpoint(self) -> None:
        """Make everything so far durable."""
        size = self.writer.sync()
        name = self.writer.file
        self.frontier.commit({name.rpartition("/")[2]: size} if name else None)
        self._since_checkpoint = 0

    def _stored(self, visit: Visit, answer: Answer, known: Page | None) -> None:
        exchange = answer.exchange
        reading = read_resource(visit.resource, exchange.url, answer.body, answer.header("content-type"))
        result = self._judged(visit, answer, self._result(visit, answer, "stored"), reading.page)
        if result.outcome == "rights_denied":
            self._end(visit, result)
            return
        sha256 = hashlib.sha256(answer.body).hexdigest()
        same = known is not None and known.sha256 == sha256 and known.record_id is not None
        refers_to = (known.record_id, known.record_date) if same and known else None
        place = self.writer.write(replace(exchange, refers_to=refers_to))
        edges = self.discovery.edges_of(reading)
        page = self._page(visit, answer, known, kind=_kind(visit, reading), changed=not same, edges=pack(edges))
        if not same:
            page = replace(page, sha256=sha256, record_id=place.record_id, record_date=_warc_date(exchange.fetched_at))
        canonical = self.discovery.canonical_of(edges) if visit.resource == "page" else None
        alias = {"alias": canonical, "alias_reason": "canonical" if canonical else None}
        self.memory.remember(replace(page, **alias, signals=signals_of(reading.page)))
        self._note(visit, answer, page)
        outcome = "duplicate_payload" if same else "stored"
        size = len(answer.body)
        self._end(visit, replace(result, outcome=outcome, payload_bytes=size, payload_sha256=sha256, **_where(place)))
        self.discovery.follow(visit, edges)

    def _judged(self, visit: Visit, answer: Answer, result: Result, page: PageLinks | None) -> Result:
        if visit.resource != "page":
            return result
        said = self.rights.judge(answer.exchange.url, answer.exchange.response_headers, page)
        result = replace(result, rights=said.rows, train_ai=said.train_ai, tdm=said.tdm)
        wish = refused(said, self.discovery.source.respect)
        return replace(result, outcome="rights_denied", detail=wish) if wish else result

    def _note(self, visit: Visit, answer: Answer, page: Page) -> None:
        if page.kind == "article":
            self.traps.was_article(visit.host, visit.url)
        if visit.resource == "rights":
            self.rights.document(visit.url, answer.body)

    def _not_modified(self, visit: Visit, answer: Answer, known: Page) -> None:
        assert known.record_id is not None and known.record_date is not None
        place = self.writer.write(replace(answer.exchange, refers_to=(known.record_id, known.record_date)))
        self.memory.remember(replace(known, last_night=self.night.isoformat(), fetches=known.fetches + 1, gone=0))
        result = self._judged(visit, answer, self._result(visit, answer, "not_modified"), remembered(known.signals))
        result = replace(
            result, etag=result.etag or known.etag, last_modified=result.last_modified or known.last_modified
        )
        self._end(visit, replace(result, outcome="not_modified", payload_sha256=known.sha256, **_where(place)))
        self._note(visit, answer, known)
        self.discovery.follow(visit, unpack(known.edges))

    def _redirected(self, visit: Visit, answer: Answer, location: str) -> Visit | None:
        chain = (*visit.chain, answer.exchange.url)
        place = self.writer.write(answer.exchange)
        if location in chain or len(chain) > MAX_REDIRECTS:
            result = self._result(visit, answer, "http_error")
            self._end(
                visit, replace(result, detail="redirects in a circle" if location in chain else "too many redirects")
            )
            return None
        if cached_key(location) == visit.key:
            return replace(visit, at_url=location, chain=chain, host=host_of(location))
        edges = [Edge("redirect", location, cached_key(location), 0)]
        page = self._page(visit, answer, self.memory.page(visit.key), kind=None, changed=False, edges=pack(edges))
        self.memory.remember(replace(page, alias=edges[0].key, alias_reason="redirect", record_id=None, sha256=None))
        result = self._result(visit, answer, "redirected")
        self._end(visit, replace(result, detail=f"redirects to {location}", final_url=location, **_where(place)))
        self.discovery.follow(visit, edges)
        return None

    def _error(self, visit: Visit, answer: Answer, known: Page | None) -> None:
        status = answer.exchange.status
        result = replace(self._result(visit, answer, "http_error"), detail=f"HTTP {status}")
        if status in GONE:
            # a page that is gone is evidence too: kept, and looked at ever more rarely
            result = replace(result, **_where(self.writer.write(answer.exchange)))
            page = self._page(visit, answer, known, kind=known.kind if known else None, changed=False, edges=None)
            self.memory.remember(replace(page, gone=(known.gone if known else 0) + 1))
        self._end(visit, result)

    def _page(
        self, visit: Visit, answer: Answer, known: Page | None, *, kind: str | None, changed: bool, edges: bytes | None
    ) -> Page:
        night = self.night.isoformat()
        old = known or Page(
            visit.key, visit.url, visit.resource, kind, visit.born or night, night, night, night, fetches=0
        )
        return replace(
            old,
            url=visit.url,
            kind=kind,
            born=min(old.born, visit.born or old.born),
            last_night=night,
            changed_night=night if changed else old.changed_night,
            fetches=old.fetches + 1,
            changes=old.changes + int(changed and known is not None and known.record_id is not None),
            gone=0,
            etag=answer.header("etag"),
            last_modified=answer.header("last-modified"),
            alias=None,
            alias_reason=None,
            edges=edges,
        )

    def _result(self, visit: Visit, answer: Answer, outcome: str) -> Result:
        return Result(
            outcome,
            status=answer.exchange.status,
            fetched_at=answer.exchange.fetched_at.isoformat(),
            duration_ms=answer.duration_ms,
            final_url=answer.exchange.url,
            redirects=visit.chain[1:],
            content_type=answer.header("content-type"),
            etag=answer.header("etag"),
            last_modified=answer.header("last-modified"),
            truncated=answer.exchange.truncated is not None,
            robots=answer.robots,
        )

    def _answered_before(self) -> Iterator[tuple[str, str, bool]]:
        for key, url in self.frontier.answered_pages():
            page = self.memory.glance(key)
            yield host_of(url), url, page is not None and page.kind == "article"

    def _end(self, visit: Visit, result: Result) -> None:
        self.frontier.finish(visit.key, result)
        self.counts[result.outcome] = self.counts.get(result.outcome, 0) + 1
        self.payload_bytes += result.payload_bytes or 0
        self._since_checkpoint += 1
        if self._since_checkpoint >= GROUP:
            self.checkpoint()


def _kind(visit: Visit, reading: Reading) -> str | None:
    """What a page turned out to be: the markup says story, or the URL says listing."""
    if visit.resource != "page":
        return None
    if reading.page is not None and reading.page.article_like:
        return "article"
    return "listing" if looks_like_article(visit.url).kind == "listing" else "other"


def _warc_date(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _where(place: Place) -> dict[str, str | int]:
    return {"warc_file": place.file, "warc_offset": place.offset}
