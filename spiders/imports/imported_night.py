"""The rows of an imported night, `fetches` and `links`, made from the archive files that imports wrote for it.

They depend only on these files, the source's settings and its earlier nights. The order of imports, and interruptions,
have no effect.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa

from pipelines.base.durable import sync
from pipelines.base.urls.identity import resolve
from pipelines.corpus.fetches.link_rules import KEY, link_rules
from pipelines.lake.archive import (
    HTML_UTF8,
    Capture,
    crawl_summary,
    folder,
    nights_of,
    read_capture,
    save_crawl_summary,
    save_night_rows,
    save_source_settings,
)
from pipelines.lake.home import Home
from pipelines.lake.values import TEXTS, FetchOutcome
from spiders.fetching.user_agent import PRODUCT
from spiders.frontier.night_visits import DONE
from spiders.frontier.visits import Result
from spiders.imports.night_captures import (
    ANSWERS,
    Earlier,
    Facts,
    Rank,
    captures_of,
    chosen_of,
    is_list_page,
    leads_of,
    resolved,
    with_made,
)
from spiders.imports.outcomes import ImportOutcome
from spiders.landing.advertised import Advertised
from spiders.landing.rows import fetch_batches, link_batches
from spiders.links.edges import Edge
from spiders.resources.reading import Reading, edges_of, read_resource
from spiders.rights.desk import RightsDesk, refused
from spiders.robots.robots import parse_robots
from spiders.sources.source import Source
from spiders.url_rules.keys import cached_key

MEMORY_PAGES = 100
"""Pages of a night whose links are grouped in memory; those of a larger one are on disk."""


class ImportedNight:
    """One source and night, from the files that imports wrote."""

    def __init__(self, home: Home, source: Source, night: date, earlier: Earlier) -> None:
        self.home = home
        self.source = source
        self.night = night
        captures, alone = with_made(resolved(each, earlier) for each in captures_of(home.archive, source.name, night))
        self.captures = sorted(captures, key=lambda each: (each.at, each.url, each.place))
        starts = {cached_key(url) for url in source.start_urls}
        self.chosen = chosen_of(self.captures, lambda url: is_list_page(url) or cached_key(url) in starts)
        if source.table:
            self.chosen = {key: replace(facts, resource="row") for key, facts in self.chosen.items()}
        self.unresolved = [each.place for each in self.captures if each.is_unresolved and each.key not in self.chosen]
        self.unresolved += [each.place for each in alone]
        self._leads = leads_of(self.captures)
        self.rights = self._rights()
        self._results: dict[str, Result] = {}
        self._last: tuple[tuple[str | None, ...], Reading] | None = None

    def save(self) -> dict[str, Any]:
        """Write the night's rows, settings and summary into the archive; returns the summary."""
        name, night, archive = self.source.name, self.night, self.home.archive
        counts, links = self._save_rows()
        summary = {
            "source": name, "night": night.isoformat(), "state": "finished", "imported": True, "pages": len(self.chosen),
            "payload_bytes": sum(facts.size for facts in self.chosen.values()), "outcomes": dict(sorted(counts.items())),
            "advertised": sum(counts.values()), "links": links,
            "unresolved": len(self.unresolved), "changed": True,
        }  # fmt: skip
        save_crawl_summary(archive, name, night, summary, lasting=False)
        save_source_settings(archive, name, night, self.source.model_dump(mode="json"), lasting=False)
        sync(folder(archive, name, night))
        return summary

    def save_tables(self) -> int:
        """Write only the night's rows into the archive; returns the number of pages."""
        self._save_rows()
        sync(folder(self.home.archive, self.source.name, self.night))
        return len(self.chosen)

    def _save_rows(self) -> tuple[Counter[str], int]:
        """Write `fetches` and `links`; returns the number of fetches by outcome, and that of links."""
        name, night, archive = self.source.name, self.night, self.home.archive
        outcomes = Counter[str]()
        on_disk = folder(archive, name, night) / "advertised.sqlite.open" if len(self.chosen) > MEMORY_PAGES else None
        with closing(Advertised(on_disk)) as advertised:
            batches = link_batches(self._visits(), advertised, name, night)
            links = Counter[str]()
            rows = _counted(batches, "kind", links)
            save_night_rows(archive, name, night, "links", rows, lambda: {KEY: link_rules().encode()}, lasting=False)
            visits = (
                (key, self._first_url(facts), facts.resource, DONE, None, self._results[key])
                for key, facts in sorted(self.chosen.items())
            )
            rows = fetch_batches(visits, advertised, self.source, night, imported=self.chosen.keys())
            save_night_rows(archive, name, night, "fetches", _counted(rows, "outcome", outcomes), lasting=False)
        return outcomes, links.total()

    def ends(self) -> dict[tuple[str, int], ImportOutcome]:
        """The outcomes, by place, of records that do not represent a page of the night. Complete after `save`."""
        found = {
            place: ImportOutcome.SAME_NIGHT for facts in self.captures for place in (facts.place, facts.made) if place
        }
        found |= dict.fromkeys(self.unresolved, ImportOutcome.NO_ORIGINAL)
        for key, facts in self.chosen.items():
            if self._results[key].outcome == FetchOutcome.RIGHTS_DENIED:
                found |= {place: ImportOutcome.RIGHTS_DENIED for place in (facts.place, facts.made) if place}
            else:
                del found[facts.place]
                found.pop(facts.made or facts.place, None)
        return found

    def _visits(self) -> Iterator[tuple[str, str, list[Edge]]]:
        for key, facts in sorted(self.chosen.items()):
            edges, self._results[key] = self._read(facts)
            yield key, self._first_url(facts), edges

    def _read(self, facts: Facts) -> tuple[list[Edge], Result]:
        capture = read_capture(self.home.archive, *facts.place)
        if facts.location is not None:
            edge = Edge("redirect", facts.location, cached_key(facts.location), 0)
            result = self._result(facts, capture, FetchOutcome.REDIRECTED, detail=f"redirects to {facts.location}")
            return [edge], replace(result, final_url=facts.location)
        if facts.rank is Rank.ERROR:
            return [], self._result(facts, capture, FetchOutcome.HTTP_ERROR, detail=f"HTTP {facts.status}")
        reading = self._reading(facts, capture)
        outcome = FetchOutcome.STORED
        if facts.origin is not None:
            outcome = FetchOutcome.NOT_MODIFIED if facts.status == 304 else FetchOutcome.DUPLICATE_PAYLOAD
        result = self._result(facts, capture, outcome, payload_sha256=facts.sha256)
        if facts.origin is None:
            result = replace(result, payload_bytes=facts.size)
        result = self._judged(facts, capture, result, reading)
        edges = [] if result.outcome == FetchOutcome.RIGHTS_DENIED else edges_of(reading, discover=self.source.discover)
        return edges, result

    def _reading(self, facts: Facts, capture: Capture) -> Reading:
        """What a payload says. That of the look before is not read again."""
        kind = HTML_UTF8 if facts.made else capture.content_type
        place = facts.resource, facts.url, facts.sha256, kind
        if self._last is None or self._last[0] != place:
            elsewhere = facts.origin or facts.made
            body = read_capture(self.home.archive, *elsewhere).body if elsewhere else capture.body
            self._last = place, read_resource(facts.resource, facts.url, body, kind)
        return self._last[1]

    def _judged(self, facts: Facts, capture: Capture, result: Result, reading: Reading) -> Result:
        if facts.resource not in TEXTS:
            return result
        said = self.rights.judge(facts.url, capture.headers, reading.page)
        result = replace(result, rights=said.rows, train_ai=said.train_ai, tdm=said.tdm)
        wish = refused(said, self.source.respect)
        if not wish:
            return result
        unkept = {"payload_bytes": None, "payload_sha256": None, "warc_file": None, "warc_offset": None}
        return replace(result, outcome=FetchOutcome.RIGHTS_DENIED, detail=wish, **unkept)  # type: ignore[arg-type]

    def _result(self, facts: Facts, capture: Capture, outcome: FetchOutcome, **more: Any) -> Result:
        first = self._first_url(facts)
        return Result(
            outcome,
            status=facts.status,
            fetched_at=facts.at.isoformat(),
            final_url=facts.url,
            redirects=tuple(self._chain(facts)[1:]) if first != facts.url else (),
            content_type=HTML_UTF8 if facts.made else capture.header("content-type"),
            etag=capture.header("etag"),
            last_modified=capture.header("last-modified"),
            truncated=facts.truncated,
            warc_file=(facts.made or facts.place)[0],
            warc_offset=(facts.made or facts.place)[1],
            **more,
        )

    def _first_url(self, facts: Facts) -> str:
        return (self._chain(facts) or [facts.url])[0]

    def _chain(self, facts: Facts) -> list[str]:
        """The addresses of the same page that led to this one, first to last: `http://a.example/x` before `https://…`."""
        chain: list[str] = []
        at = facts.url
        while (before := self._leads.get(at)) and before not in chain and before != facts.url:
            chain.insert(0, before)
            at = before
        return chain

    def _rights(self) -> RightsDesk:
        """The rights from captured robots.txt, tdmrep.json, ai.txt and licences. Of several captures of one address,
        the first.
        """
        desk = RightsDesk(PRODUCT)
        licences: set[str] = set()
        for url, body in self._bodies("robots"):
            origin = url.removesuffix("/robots.txt")
            licences |= {resolve(f"{origin}/", named) or "" for named in desk.robots(origin, parse_robots(body))}
        for key, facts in self.chosen.items():
            if facts.url in licences and facts.resource != "rights":
                self.chosen[key] = replace(facts, resource="rights")
        for url, body in self._bodies("rights"):
            desk.document(url, body)
        return desk

    def _bodies(self, resource: str) -> Iterator[tuple[str, bytes]]:
        seen: set[str] = set()
        licences = {facts.url for facts in self.chosen.values() if facts.resource == resource}
        for facts in self.captures:
            is_asked = facts.resource == resource or facts.url in licences
            if is_asked and facts.url not in seen and facts.rank in ANSWERS:
                seen.add(facts.url)
                yield facts.url, read_capture(self.home.archive, *(facts.origin or facts.place)).body


def _counted(batches: Iterator[pa.RecordBatch], column: str, counts: Counter[str]) -> Iterator[pa.RecordBatch]:
    """The batches, of which the values of a column are counted as they pass."""
    for batch in batches:
        counts.update(batch[column].to_pylist())
        yield batch


def nights_to_land(archive: Path, source: str, touched: set[date]) -> list[date]:
    """The nights whose rows must be made again: those the import wrote to, and later ones that wait for a payload."""
    first = min(touched)
    waiting = {
        night
        for night in nights_of(archive, source)
        if night > first and crawl_summary(archive, source, night).get("unresolved")
    }
    return sorted(touched | waiting)
