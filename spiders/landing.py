"""The landing of a response: archived, judged, read for links, and ended in the frontier.

Everything here is synchronous and bounded; `checkpoint` is the one place where work becomes durable: archive first, then
frontier.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from datetime import UTC, date

from pipelines.archive import ArchiveWriter, Exchange, Place
from pipelines.urls import resolve
from spiders.discovery import Discovery, host_of
from spiders.edges import Edge, pack, unpack
from spiders.frontier import DONE, Frontier, Page, Result, Visit
from spiders.reading import cached_key, read_resource

REDIRECTS = frozenset((301, 302, 303, 307, 308))
MAX_REDIRECTS = 10
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
        self.discovery = discovery
        self.writer = writer
        self.night = night
        self.counts: dict[str, int] = {}
        self.payload_bytes = 0
        self._since_checkpoint = 0

    def answered(self, visit: Visit, answer: Answer) -> Visit | None:
        """End a visit by its response, or give it back with the place to go on from (a redirect to the same identity)."""
        status = answer.exchange.status
        location = resolve(answer.exchange.url, answer.header("location") or "") if status in REDIRECTS else None
        if location and answer.header("location"):
            return self._redirected(visit, answer, location)
        known = self.frontier.page(visit.key)
        if status == 304 and known is not None and known.record_id:
            self._not_modified(visit, answer, known)
        elif 200 <= status < 300 and status != 204:
            self._stored(visit, answer, known)
        else:
            self._end(visit, replace(self._result(visit, answer, "http_error"), detail=f"HTTP {status}"))
        return None

    def robots(self, answer: Answer) -> None:
        """Land a robots.txt, which the robots middleware fetches itself, as a visit of its own."""
        url = answer.exchange.url
        visit = Visit(cached_key(url), url, "robots", host_of(url))
        if self.frontier.find(visit.key) is None:
            self.frontier.add(visit, DONE)
        if answer.exchange.status in REDIRECTS:
            place = self.writer.write(answer.exchange)
            self._end(visit, replace(self._result(visit, answer, "redirected"), **_where(place)))
        else:
            self.answered(visit, answer)

    def no_robots(self, url: str, result: Result) -> None:
        """Note that a robots.txt could not be had."""
        visit = Visit(cached_key(url), url, "robots", host_of(url))
        if self.frontier.find(visit.key) is None:
            self.frontier.add(visit, DONE)
            self._end(visit, result)

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
        sha256 = hashlib.sha256(answer.body).hexdigest()
        same = known is not None and known.sha256 == sha256 and known.record_id is not None
        refers_to = (known.record_id, known.record_date) if same and known else None
        exchange = replace(answer.exchange, refers_to=refers_to)
        place = self.writer.write(exchange)
        outcome = "duplicate_payload" if same else "stored"
        reading = read_resource(visit.resource, exchange.url, answer.body, answer.header("content-type"))
        edges = self.discovery.edges_of(reading)
        self._remember(visit, answer, known, sha256, place, edges, changed=not same)
        result = self._result(visit, answer, outcome)
        self._end(visit, replace(result, payload_bytes=len(answer.body), payload_sha256=sha256, **_where(place)))
        self.discovery.follow(visit, edges)

    def _not_modified(self, visit: Visit, answer: Answer, known: Page) -> None:
        assert known.record_id is not None and known.record_date is not None
        place = self.writer.write(replace(answer.exchange, refers_to=(known.record_id, known.record_date)))
        self.frontier.remember(replace(known, last_night=self.night.isoformat(), fetches=known.fetches + 1))
        result = replace(self._result(visit, answer, "not_modified"), payload_sha256=known.sha256, **_where(place))
        self._end(
            visit,
            replace(result, etag=result.etag or known.etag, last_modified=result.last_modified or known.last_modified),
        )
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
        known = self.frontier.page(visit.key)
        self._remember(visit, answer, known, None, place, edges, changed=False, alias=edges[0].key)
        result = self._result(visit, answer, "redirected")
        self._end(visit, replace(result, detail=f"redirects to {location}", final_url=location, **_where(place)))
        self.discovery.follow(visit, edges)
        return None

    def _remember(
        self,
        visit: Visit,
        answer: Answer,
        known: Page | None,
        sha256: str | None,
        place: Place,
        edges: list[Edge],
        *,
        changed: bool,
        alias: str | None = None,
    ) -> None:
        night = self.night.isoformat()
        record = (place.record_id, answer.exchange.fetched_at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"))
        if known is not None and not changed and known.record_id:
            record = (known.record_id, known.record_date or record[1])
        self.frontier.remember(
            Page(
                key=visit.key,
                url=visit.url,
                resource=visit.resource,
                first_night=known.first_night if known else night,
                last_night=night,
                changed_night=night if changed or known is None else known.changed_night,
                fetches=(known.fetches if known else 0) + 1,
                changes=(known.changes if known else 0) + int(changed and known is not None),
                etag=answer.header("etag"),
                last_modified=answer.header("last-modified"),
                sha256=sha256,
                record_id=record[0] if sha256 else None,
                record_date=record[1] if sha256 else None,
                alias=alias,
                alias_reason="redirect" if alias else None,
                edges=pack(edges),
            )
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

    def _end(self, visit: Visit, result: Result) -> None:
        self.frontier.finish(visit.key, result)
        self.counts[result.outcome] = self.counts.get(result.outcome, 0) + 1
        self.payload_bytes += result.payload_bytes or 0
        self._since_checkpoint += 1
        if self._since_checkpoint >= GROUP:
            self.checkpoint()


def _where(place: Place) -> dict[str, str | int]:
    return {"warc_file": place.file, "warc_offset": place.offset}
