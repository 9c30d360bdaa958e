"""Landing of a response: archive it, judge it, read its links, and end its visit in the frontier.

`checkpoint` is the only place where work becomes durable: first the archive, then the frontier.
"""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime

from pipelines.base.urls.identity import resolve
from pipelines.lake.archive import ArchiveWriter
from pipelines.lake.link_kinds import ALL_ENTRIES, ENTRIES
from pipelines.lake.values import ANSWERED, FetchOutcome, PageKind
from pipelines.upkeep.takedown.tombstones import Tombstones
from spiders.discovery.discovery import Discovery
from spiders.discovery.gate import Gate
from spiders.fetching.user_agent import PRODUCT
from spiders.frontier import ranks
from spiders.frontier.frontier import Frontier
from spiders.frontier.memory import Page, seen_again
from spiders.frontier.night_visits import DONE
from spiders.frontier.visits import Result, Visit
from spiders.landing.answer import REDIRECTS, Answer, placed
from spiders.landing.birth import beyond, dated
from spiders.landing.page_kind import page_kind
from spiders.landing.places import Places
from spiders.landing.tombstoned import read_answer
from spiders.links.edges import Edge, pack, unpack
from spiders.links.links import PageLinks
from spiders.resources.reading import Reading, read_resource
from spiders.rights.desk import RightsDesk, file_signals, refused, remembered, remembered_file, signals_of
from spiders.robots.robots import Robots
from spiders.url_rules.families import PART, unindexed_family
from spiders.url_rules.keys import cached_key, host_of
from spiders.url_rules.no_story import NOFOLLOW, NOINDEX
from spiders.url_rules.variants import parts_of, shown

LARGE_BYTES = 128 << 10
LINKS_AT_A_TIME = 250
GONE = frozenset((404, 410, 451))
MAX_REDIRECTS = 10
ENTRANCE = " entrance"
"""Behind the key of a page that asks for consent or a login: the form may stand on a page of the paper, which is visited, too."""
MAX_COOKIES = 3
"""Times a night that a page is asked again with the cookie for which it sent the crawl away."""


class Landing:
    """Ends the visits of one night."""

    def __init__(
        self,
        frontier: Frontier,
        discovery: Discovery,
        writer: ArchiveWriter,
        night: date,
        tombstones: Tombstones | None = None,
    ) -> None:
        self.frontier = frontier
        self.memory = frontier.memory
        self.discovery = discovery
        self.writer = writer
        self.night = night
        self.tombstones = tombstones or Tombstones()
        self.counts: dict[FetchOutcome, int] = {}
        self.payload_bytes = 0
        self.has_page = False
        """True if a page answered, not only robots.txt or a feed."""
        self.rights = RightsDesk(PRODUCT)
        self.places = Places(self.memory)
        self._give_cookies: set[str] = set()
        """Keys of pages that redirected with a cookie tonight."""
        self._sent_to: dict[str, set[str]] = {}
        """For each page: those that redirected to it with a cookie tonight."""
        self.keeps_cookies = discovery.source.cookies == "keep"
        self.gate = Gate(self.memory, discovery.patterns, night, self._answered_before())
        self._unfinished = 0

    def admits(self, visit: Visit) -> bool:
        """True if a visit must be fetched. If the gate refuses it, end it. If it is another name of a page, follow that page."""
        if visit.key in self.tombstones.keys:
            self._end(visit, Result(FetchOutcome.TAKEN_DOWN))
            return False
        other = self.gate.other_name(visit)
        if other is not None:
            page, result = other
            self._end(visit, result)
            self.discovery.follow(visit, [page])
            return False
        refused = self.discovery.resting(visit) or self.gate.refusal(visit, tells=self.discovery.tells(visit))
        if refused is not None:
            self._end(visit, refused)
        return refused is None

    async def answered(self, visit: Visit, answer: Answer) -> Visit | None:
        """End a visit by its response. If a redirect leads to the same identity, return the visit with the new URL instead.

        Large feeds and sitemaps are read in a thread, and links are followed a few at a time, so that no resource
        blocks the others. No checkpoint happens meanwhile, because a visit must be durable as a whole.
        """
        self._unfinished += 1
        try:
            arguments = answer, visit.resource, self.tombstones
            large = visit.resource != "page" and len(answer.body) > LARGE_BYTES
            answer, reading = await asyncio.to_thread(read_answer, *arguments) if large else read_answer(*arguments)
            edges, onward = self._land(visit, answer, reading)
            for start in range(0, len(edges), LINKS_AT_A_TIME):
                self.discovery.follow(visit, edges[start : start + LINKS_AT_A_TIME])
                await asyncio.sleep(0)
        finally:
            self._unfinished -= 1
        return onward

    def entered(self, visit: Visit, result: Result) -> None:
        """Record how consent or a login ended; its answers are not archived. A page that waits for its visit keeps its row."""
        own, visits = replace(visit, key=f"{visit.key}{ENTRANCE}"), self.frontier.visits
        found = visits.find(visit.key)
        if visits.find(own.key) is not None or (found is not None and found[0] != DONE):
            visit = own
        if visits.find(visit.key) is None:
            visits.add(visit, result)
        else:
            visits.finish(visit.row_key, result)

    def failed(self, visit: Visit, result: Result) -> None:
        """End a visit that got no response."""
        self._without_rights(visit)
        self._end(visit, result)

    def robots(self, answer: Answer) -> None:
        """Land a robots.txt as a visit of its own; the robots middleware fetched it."""
        url = answer.exchange.url
        visit = Visit(cached_key(url), url, "robots", host_of(url))
        if self.frontier.visits.find(visit.key) is None:
            self.frontier.visits.add(visit, Result(FetchOutcome.NOT_CRAWLED))
        if answer.status in REDIRECTS:
            place, location = self.writer.write(answer.exchange), answer.redirects_to
            result = answer.result(visit, FetchOutcome.REDIRECTED, f"redirects to {location}" if location else None)
            self._end(visit, placed(replace(result, final_url=location or result.final_url), place))
        else:
            reading = read_resource("robots", url, answer.body, None) if answer.status == 200 else Reading()
            self.discovery.follow(visit, self._land(visit, answer, reading)[0])

    def robots_rules(self, origin: str, rules: Robots) -> None:
        """Store the rights lines of a robots.txt, and add the licences it names to the frontier."""
        for licence in self.rights.robots(origin, rules):
            url = resolve(f"{origin}/", licence)
            if url:
                self.discovery.rights(url)

    def no_robots(self, url: str, result: Result) -> None:
        """Record a robots.txt that could not be fetched."""
        visit = Visit(cached_key(url), url, "robots", host_of(url))
        if self.frontier.visits.find(visit.key) is None:
            self.frontier.visits.add(visit, result)

    def checkpoint(self) -> None:
        """Sync the archive, then commit the frontier. Skipped while a visit is half landed; the next call does it.

        Called after each visit: a killed process loses no more than the requests in flight, which are made again.
        """
        if self._unfinished:
            return
        self.writer.sync()
        self.frontier.commit(self.writer.synced)

    def close(self) -> None:
        """Checkpoint and rename the archive file to its final name. If a visit is half landed, leave the file `.open`."""
        if self._unfinished:
            self.writer.abandon()
        else:
            self.checkpoint()
            self.writer.close()

    def _land(self, visit: Visit, answer: Answer, reading: Reading) -> tuple[list[Edge], Visit | None]:
        """Archive the answer and end the visit. Returns the edges to follow, and the visit if a redirect continues it."""
        if answer.redirects_to:
            return self._redirected(visit, answer, answer.redirects_to)
        if answer.status >= 400 and (elsewhere := self.places.elsewhere(visit)) is not None:
            self.writer.write(answer.exchange)
            return [], elsewhere
        known = self.memory.page(visit.key)
        if answer.status == 304 and known is not None and known.record:
            return self._not_modified(visit, answer, known, known.record), None
        if not 200 <= answer.status < 300 or answer.status == 204:
            self._error(visit, answer, known)
            return [], None
        if self._is_taken_down(visit, reading):
            self._end(visit, Result(FetchOutcome.TAKEN_DOWN))
            return [], None
        if visit.chain and not visit.glance and (key := cached_key(answer.exchange.url)) != visit.key:
            # what was taken for a gate shows a page of its own
            self._end(visit, answer.result(visit, FetchOutcome.REDIRECTED, f"redirects to {answer.exchange.url}"))
            return [Edge("redirect", answer.exchange.url, key, 0)], None
        self._give_cookies.discard(visit.key)
        result = self._judged(visit, answer, answer.result(visit, FetchOutcome.STORED), reading.page)
        if result.outcome == FetchOutcome.RIGHTS_DENIED:
            self._end(visit, result)
            return [], None
        return self._stored(visit, answer, known, reading, result), None

    def _in_family(self, visit: Visit, reading: Reading, kind: PageKind | None) -> Visit:
        """The visit; if its page asks neither to be indexed nor followed, pages like it are a family."""
        asks = reading.robots >= {NOINDEX, NOFOLLOW} and kind != PageKind.ARTICLE
        return replace(visit, family=unindexed_family(visit.url)) if asks and visit.family is None else visit

    def _is_taken_down(self, visit: Visit, reading: Reading) -> bool:
        """True if the canonical link of a page names a page that is taken down."""
        if visit.resource != "page" or not self.tombstones:
            return False
        return self.discovery.canonical_of(reading.edges) in self.tombstones.keys

    def _stored(self, visit: Visit, answer: Answer, known: Page | None, reading: Reading, result: Result) -> list[Edge]:
        sha256 = hashlib.sha256(answer.body).hexdigest()
        old = unpack(known.edges) if known is not None else []
        is_known = known is not None and known.sha256 == sha256
        record = known.record if known is not None and is_known and answer.converted is None else None
        place = self.writer.write(replace(answer.exchange, refers_to=record))
        if answer.converted is not None:
            place = self.writer.convert(answer.exchange, answer.converted, place)
        edges = self.discovery.edges_of(reading)
        is_page = (
            visit.resource == "page" and visit.family != PART
        )  # a part that names its story as canonical stays one
        canonical = self.discovery.canonical_of(edges) if is_page else None
        kind = page_kind(visit, reading)
        visit = self._in_family(visit, reading, kind)
        page = replace(
            self._seen(self._dated(visit, reading), answer, known, changed=not is_known),
            kind=kind,
            sha256=sha256,
            record_id=record[0] if record else place.record_id,
            record_date=record[1] if record else _warc_date(answer.exchange.fetched_at),
            alias=canonical,
            alias_reason="canonical" if canonical else None,
            signals=self._rights_file(answer, known) if visit.resource == "rights" else signals_of(reading.page),
            edges=pack(edges),
        )
        if reading.page is not None:
            page = self._compared(page, answer, edges)
        self.memory.remember(page)
        self._note(visit, page, known, edges)
        if visit.resource == "sitemap" and not edges:
            self.discovery.look_elsewhere(visit)
        since = known.last_night if known is not None else None
        self.discovery.read(visit, old, edges, is_story=page.kind == PageKind.ARTICLE, since=since)
        if visit.glance:
            self.frontier.keep_glance(visit, pack(edges))
        result = replace(result, outcome=FetchOutcome.DUPLICATE_PAYLOAD if record else FetchOutcome.STORED)
        self._end(visit, placed(replace(result, payload_bytes=len(answer.body), payload_sha256=sha256), place))
        return edges

    def _not_modified(self, visit: Visit, answer: Answer, known: Page, record: tuple[str, str]) -> list[Edge]:
        place = self.writer.write(replace(answer.exchange, refers_to=record))
        self.memory.remember(replace(known, last_night=self.night.isoformat(), fetches=known.fetches + 1, gone=0))
        page = remembered(known.signals) if visit.resource == "page" else None
        result = self._judged(visit, answer, answer.result(visit, FetchOutcome.NOT_MODIFIED), page)
        result = replace(
            result,
            outcome=FetchOutcome.NOT_MODIFIED,
            etag=result.etag or known.etag,
            last_modified=result.last_modified or known.last_modified,
            payload_sha256=known.sha256,
        )
        self._end(visit, placed(result, place))
        edges = unpack(known.edges)
        self._note(visit, known, known, edges)
        self.discovery.read(visit, edges, edges, is_story=known.kind == PageKind.ARTICLE, since=known.last_night)
        if visit.glance:
            self.frontier.keep_glance(visit, pack(edges))
        return edges

    def _compared(self, page: Page, answer: Answer, edges: list[Edge]) -> Page:
        """The page with its content digest. The gate learns from it which parts of addresses change nothing."""
        seen = shown(answer.body, page.alias)
        self.gate.showed(page, seen)
        if parts_of(page.key):
            self.gate.compare(page.key, seen, is_new=self.discovery.brings_new(edges))
        return replace(page, digest=seen.digest)

    def _redirected(self, visit: Visit, answer: Answer, location: str) -> tuple[list[Edge], Visit | None]:
        chain = (*visit.chain, answer.exchange.url)
        place = self.writer.write(answer.exchange)
        sets_cookie = self.keeps_cookies and answer.header("set-cookie") is not None
        circles = location in chain and not sets_cookie  # with its cookie the same address may answer otherwise
        if circles or len(chain) > MAX_REDIRECTS:
            self._without_rights(visit)
            problem = "redirects in a circle" if circles else "too many redirects"
            self._end(visit, answer.result(visit, FetchOutcome.HTTP_ERROR, problem))
            return [], None
        edge = Edge("redirect", location, cached_key(location), 0)
        if edge.key != visit.key and (elsewhere := self.places.elsewhere(visit)) is not None:
            return [], elsewhere
        self.places.redirected(visit, answer.status, location, to_itself=edge.key == visit.key)
        if edge.key == visit.key or visit.glance:
            return [], replace(visit, at_url=location, chain=chain, host=host_of(location))
        senders = self._sent_to.setdefault(edge.key, set()) if sets_cookie else set()
        if edge.key in self._give_cookies and senders - {
            visit.key
        }:  # a gate for many pages: its cookies say where it leads
            rank = min(visit.rank, ranks.WITH_COOKIE)
            return [], replace(visit, at_url=location, chain=chain, host=host_of(location), rank=rank)
        self._without_rights(visit)
        page = self._seen(visit, answer, self.memory.page(visit.key), changed=False)
        page = replace(page, record_id=None, sha256=None, alias=edge.key, alias_reason="redirect", edges=pack([edge]))
        self.memory.remember(page)
        result = replace(answer.result(visit, FetchOutcome.REDIRECTED, f"redirects to {location}"), final_url=location)
        self._end(visit, placed(result, place))
        senders.add(visit.key)
        if sets_cookie:
            self._give_cookies.add(visit.key)
            self._ask_senders_again(visit.key)
        if sets_cookie or edge.key in self._give_cookies:
            self._ask_again(visit, edge)
        return [edge], None

    def _ask_again(self, visit: Visit, edge: Edge) -> None:
        """Ask at once for the page that sent the crawl here for a cookie, or for the one that gives the cookie it lacks."""
        state, other = self.frontier.visits.find(edge.key) or (None, None)
        if other is None or state != DONE:
            return
        if other.attempts < MAX_COOKIES or (edge.key in self._give_cookies and visit.attempts < MAX_COOKIES):
            again = replace(other, rank=min(other.rank, ranks.WITH_COOKIE), attempts=other.attempts + 1)
            self.frontier.visits.reopen(again, FetchOutcome.REDIRECTED)

    def _ask_senders_again(self, gate: str) -> None:
        """Ask again for the pages that sent the crawl to one address, which answered for the last of them only."""
        senders = self._sent_to.get(gate, set())
        for key in sorted(senders) if len(senders) > 1 else ():
            state, page = self.frontier.visits.find(key) or (None, None)
            if page is not None and state == DONE and page.attempts < MAX_COOKIES:
                again = replace(page, rank=min(page.rank, ranks.WITH_COOKIE), attempts=page.attempts + 1)
                self.frontier.visits.reopen(again, FetchOutcome.REDIRECTED)

    def _error(self, visit: Visit, answer: Answer, known: Page | None) -> None:
        result = answer.result(visit, FetchOutcome.HTTP_ERROR, f"HTTP {answer.status}")
        if answer.status in GONE:
            # A page that is gone is evidence too: archive the answer, and visit the page less and less often.
            result = placed(result, self.writer.write(answer.exchange))
            page = self._seen(visit, answer, known, changed=False)
            signals = page.signals if visit.resource == "page" else None
            self.memory.remember(replace(page, gone=(known.gone if known else 0) + 1, signals=signals))
            if visit.family:
                self.gate.families.answered(visit.family)
        else:
            self._without_rights(visit)
        self.discovery.look_elsewhere(visit)
        self._end(visit, result)

    def _judged(self, visit: Visit, answer: Answer, result: Result, page: PageLinks | None) -> Result:
        if visit.resource != "page":
            return result
        said = self.rights.judge(answer.exchange.url, answer.exchange.response_headers, page)
        result = replace(result, rights=said.rows, train_ai=said.train_ai, tdm=said.tdm)
        wish = refused(said, self.discovery.source.respect)
        return replace(result, outcome=FetchOutcome.RIGHTS_DENIED, detail=wish) if wish else result

    def _dated(self, visit: Visit, reading: Reading) -> Visit:
        reread = self.discovery.reread
        visit = dated(visit, reading.page, is_stated=visit.key in reread.stated, oldest=reread.oldest)
        is_beyond = visit.born is None and reread.begins and self.discovery.is_beyond_feeds(visit.key)
        return replace(visit, born=beyond(reread.begins)) if is_beyond else visit

    def _seen(self, visit: Visit, answer: Answer, known: Page | None, *, changed: bool) -> Page:
        validators = answer.header("etag"), answer.header("last-modified")
        return seen_again(known, visit, self.night.isoformat(), validators, changed=changed)

    def _note(self, visit: Visit, page: Page, known: Page | None, edges: list[Edge]) -> None:
        is_new = visit.resource in ENTRIES and visit.family is not None and self.discovery.brings_new(edges)
        self.gate.saw(visit, page, known, is_new=is_new)
        self.places.answered(visit, page.kind)
        if visit.resource in ALL_ENTRIES:
            self.gate.listed(edges)
        if visit.resource == "rights":
            self.rights.document(visit.url, remembered_file(page.signals))

    @staticmethod
    def _rights_file(answer: Answer, known: Page | None) -> str | None:
        """The signals of a rights file. If the response is an HTML page instead, the signals of the last reading."""
        return file_signals(answer.body) or (known.signals if known is not None else None)

    def _without_rights(self, visit: Visit) -> None:
        """If a rights file cannot be fetched, its last reading stays valid. Only a file that is gone has no signals."""
        if visit.resource == "rights" and (known := self.memory.glance(visit.key)) is not None:
            self.rights.document(visit.url, remembered_file(known.signals))

    def _answered_before(self) -> Iterator[tuple[str, str, bool]]:
        for key, url in self.frontier.visits.answered_pages():
            page = self.memory.glance(key)
            yield host_of(url), url, page is not None and page.kind == PageKind.ARTICLE

    def _end(self, visit: Visit, result: Result) -> None:
        self.frontier.visits.finish(visit.row_key, result)
        self.counts[result.outcome] = self.counts.get(result.outcome, 0) + 1
        self.payload_bytes += result.payload_bytes or 0
        self.has_page |= visit.resource == "page" and result.outcome in ANSWERED


def _warc_date(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
