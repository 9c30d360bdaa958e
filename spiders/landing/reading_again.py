"""`python -m spiders.landing.reading_again`: the rows of crawled nights, made again by today's rules for links.

    python -m spiders.landing.reading_again --home DIR --night YYYY-MM-DD --into FOLDER SOURCE...

The links of a night's pages, feeds and sitemaps are read again from the archive. If a page was not sent again that
night, its payload is read from an earlier night. The crawl itself does not change: `fetches` keeps its rows, outcomes
and evidence, and gets the present channels of its URLs. A URL that only today's rules find becomes a new row:
`not_crawled`, or `offsite` if out of scope. The landing step (`pipelines.corpus.fetches`) runs this if a crawl's rows
were made by other rules, and takes the files from FOLDER.
"""

from __future__ import annotations

import argparse
import shutil
import sys
from collections import defaultdict
from collections.abc import Iterator
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from pydantic import ValidationError

from pipelines.base.errors import CorpusError
from pipelines.base.processes.endings import ending, leave
from pipelines.base.processes.parent_death import end_with_parent
from pipelines.lake.archive import folder, nights_of, read_capture, save_night_rows, source_settings
from pipelines.lake.home import Home
from pipelines.lake.link_kinds import PAGE, kinds
from pipelines.lake.schemas import FETCHES
from pipelines.lake.values import ANSWERED, FetchOutcome
from pipelines.upkeep.takedown.tombstones import Tombstones
from spiders.landing.advertised import Advertised, Channel, Named
from spiders.landing.rows import SLICE_FETCHES, channel_rows, is_named_only, link_batches, named_only, slices, starts_of
from spiders.landing.tombstoned import without_anchors
from spiders.links.edges import Edge
from spiders.resources.reading import READERS, edges_of, read_resource
from spiders.sources.source import Source

LOOK_BACK = 120
"""Number of earlier nights that are searched for the payload of a page that was not sent again. Else its links stay."""
NOT_ROWS = shutil.ignore_patterns("*.warc.gz*", "*.json")
DATED = kinds(lambda kind: kind.is_entry or kind.leads_to != PAGE)
"""Kinds of links that may have dates."""


def main(arguments: list[str] | None = None) -> int:
    """Run the command; returns its exit status."""
    end_with_parent()
    parser = argparse.ArgumentParser(prog="python -m spiders.landing.reading_again")
    parser.add_argument("--home", type=Path, required=True)
    parser.add_argument("--night", type=date.fromisoformat, required=True)
    parser.add_argument("--into", type=Path, required=True)
    parser.add_argument("sources", nargs="+")
    options = parser.parse_args(arguments)
    return ending(lambda: _main(options))


def _main(options: argparse.Namespace) -> int:
    for source in options.sources:
        read_again(Home.at(options.home), source, options.night, options.into)
        sys.stdout.write(f"{source}\n")
        sys.stdout.flush()
    return 0


def read_again(home: Home, source: str, night: date, into: Path) -> None:
    """Write `links` and `fetches` of a source and night below `into`, in the layout of the archive.

    If the source's settings of that night are no longer valid, the crawl's own rows are copied.
    """
    try:
        settings = Source.model_validate(source_settings(home, source, night))
    except ValidationError:
        shutil.copytree(folder(home.archive, source, night), folder(into, source, night), ignore=NOT_ROWS)
        return
    crawled = CrawledNight(home, settings, night)
    into.mkdir(parents=True, exist_ok=True)
    with closing(Advertised(into / f"{source}.advertised")) as advertised:
        visits = ((row["url_key"], row["url"], crawled.edges(row)) for row in crawled.visits())
        save_night_rows(into, source, night, "links", link_batches(visits, advertised, source, night))
        rows = slices(crawled.fetches(advertised), FETCHES, SLICE_FETCHES)
        save_night_rows(into, source, night, "fetches", rows)


class CrawledNight:
    """The rows of a crawled night, and the links that today's rules find in its pages."""

    def __init__(self, home: Home, source: Source, night: date) -> None:
        self.home = home
        self.source = source
        self.night = night
        self.file = folder(home.archive, source.name, night) / "fetches.parquet"
        self.taken_down = Tombstones.of(home.archive, source.name, source.sites).keys
        self.elsewhere = self._payloads_elsewhere()
        unread = {row["url_key"]: row["url"] for row in self.visits() if not self._is_readable(row)}
        self.kept = self._kept_edges(unread)

    def visits(self) -> Iterator[dict[str, Any]]:
        """The rows of `fetches` that the crawl considered, by key. URLs that were only named are left out."""
        for row in self._rows():
            if not is_named_only(row):
                yield row

    def edges(self, row: dict[str, Any]) -> list[Edge]:
        """The edges of a visited URL: read again if its payload is in the archive, else the crawl's own edges."""
        place = self._place(row)
        if place is not None and self._is_readable(row):
            try:
                body = read_capture(self.home.archive, *place).body
            except CorpusError:
                body = b""
            if body:
                reading = read_resource(row["resource"], row["final_url"] or row["url"], body, row["content_type"])
                return without_anchors(edges_of(reading, discover=self.source.discover), self.taken_down)
            return self._kept_edges({row["url_key"]: row["url"]}).get(row["url_key"], [])
        return self.kept.get(row["url_key"], [])

    def fetches(self, advertised: Advertised) -> Iterator[dict[str, Any]]:
        """The rows of `fetches` with the channels in `advertised`, and rows for URLs that the crawl did not name."""
        starts = starts_of(self.source)
        named = iter(advertised)
        coming = next(named, None)
        for row in self._rows():
            while coming and coming.key < row["url_key"]:
                yield named_only(self.night, self.source, coming, starts)
                coming = next(named, None)
            own = [Channel(**channel) for channel in row["channels"] or () if channel["referrer"] is None]
            found: Named | None = None
            if coming and coming.key == row["url_key"]:
                found, coming = coming, next(named, None)
            if not is_named_only(row):
                yield {**row, "channels": channel_rows([*own, *(found.channels if found else ())])}
            elif found:
                yield named_only(self.night, self.source, found, starts)
        while coming:
            yield named_only(self.night, self.source, coming, starts)
            coming = next(named, None)

    def _rows(self) -> Iterator[dict[str, Any]]:
        for batch in pq.ParquetFile(self.file, page_checksum_verification=True).iter_batches(batch_size=SLICE_FETCHES):
            yield from pa.Table.from_batches([batch]).to_pylist()

    def _place(self, row: dict[str, Any]) -> tuple[str, int] | None:
        if row["outcome"] == FetchOutcome.STORED:
            return (row["warc_file"], row["warc_offset"]) if row["warc_file"] else None
        return self.elsewhere.get((_page(row), row["payload_sha256"])) if row["outcome"] in ANSWERED else None

    def _payloads_elsewhere(self) -> dict[tuple[str, str], tuple[str, int]]:
        """Places in the archive of payloads that tonight's answers did not repeat, by key and digest, from earlier nights."""
        wanted = {
            (_page(row), row["payload_sha256"])
            for row in self._answers(self.file, {FetchOutcome.NOT_MODIFIED, FetchOutcome.DUPLICATE_PAYLOAD})
        }
        found: dict[tuple[str, str], tuple[str, int]] = {}
        earlier = [night for night in nights_of(self.home.archive, self.source.name) if night <= self.night]
        for night in reversed(earlier[-LOOK_BACK:]):
            if wanted <= found.keys():
                break
            file = folder(self.home.archive, self.source.name, night) / "fetches.parquet"
            for row in self._answers(file, {FetchOutcome.STORED}) if file.exists() else ():
                key = _page(row), row["payload_sha256"]
                if key in wanted and row["warc_file"]:
                    found.setdefault(key, (row["warc_file"], row["warc_offset"]))
        return found

    def _answers(self, file: Path, outcomes: set[FetchOutcome]) -> list[dict[str, Any]]:
        columns = ["url_key", "payload_sha256", "warc_file", "warc_offset", "outcome"]
        rows = pq.read_table(file, columns=columns, partitioning=None)
        found: list[dict[str, Any]] = rows.filter(pc.is_in(rows["outcome"], pa.array(map(str, outcomes)))).to_pylist()
        return found

    def _kept_edges(self, keys: dict[str, str]) -> dict[str, list[Edge]]:
        """The crawl's own edges of URLs (by key) that cannot be read again: redirects, other names, missing payloads."""
        dates: dict[tuple[str, str, int], list[tuple[str, str]]] = defaultdict(list)
        pages = set(keys.values())
        for row in self._rows():
            for channel in row["channels"] or ():
                if channel["date_raw"] and channel["referrer"] in pages:
                    place = channel["referrer"], row["url_key"], channel["position"]
                    dates[place].append((channel["date_kind"], channel["date_raw"]))
        kept: dict[str, list[Edge]] = defaultdict(list)
        links = pq.ParquetFile(self.file.with_name("links.parquet"), page_checksum_verification=True)
        for batch in links.iter_batches():
            for link in pa.Table.from_batches([batch]).to_pylist():
                if link["from_url_key"] in keys:
                    place = link["from_url"], link["to_url_key"], link["position"]
                    dated = tuple(dates.get(place, ())) if link["kind"] in DATED else ()
                    edge = link["kind"], link["to_url"], link["to_url_key"], link["position"], link["anchor"], dated
                    kept[link["from_url_key"]].append(Edge(*edge))
        return kept

    def _is_readable(self, row: dict[str, Any]) -> bool:
        return self._place(row) is not None and row["resource"] in READERS


def _page(row: dict[str, Any]) -> str:
    """The key of a row's page. The row of a glance has the same key, followed by `#` and a number."""
    return str(row["url_key"]).partition("#")[0]


if __name__ == "__main__":
    leave(main())
