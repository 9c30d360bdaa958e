"""Remove data that is taken down from one crawled night of a source: first its WARC files, then its rows.

The rows name the new files. After any interruption, rows and files match: old rows name old files, new rows new files.
It may be run again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from pipelines.base.urls.identity import key_of
from pipelines.corpus.fetches.link_rules import KEY
from pipelines.lake.archive import ROWS, folder, nights_of, save_night_rows
from pipelines.lake.archive.coding import TooLarge, decode_content
from pipelines.lake.archive.rewriting import Record, records, rewritten, settle, tombstone, with_payload
from pipelines.lake.home import Home
from pipelines.lake.schemas import TABLES
from pipelines.lake.values import FetchOutcome
from pipelines.upkeep.takedown.takedowns import Blanked, Payload, Payloads, page_key
from pipelines.upkeep.takedown.tombstones import Tombstones
from spiders.landing.tombstoned import cleaned
from spiders.resources.reading import read_resource

if TYPE_CHECKING:
    from spiders.erasure.rows import Moved, Row

RESPONSES = ("response", "revisit", "conversion")
BODIES = ("response", "conversion")
PLACE_COLUMNS = ["url_key", "resource", "outcome", "payload_sha256", "warc_file", "warc_offset"]


@dataclass(slots=True)
class NightEdit:
    """The changes of a takedown in one night of a source: captures to remove, and pages with words to blank."""

    home: Home
    source: str
    night: date
    note: str
    tombstones: Tombstones
    visits: Sequence[Mapping[str, Any]] = ()
    """For an unfinished night: the captures of its visits, as rows of `fetches`."""
    captures: int = 0
    blanked: set[str] = field(default_factory=set)
    """Keys of pages, feeds and sitemaps with blanked words."""
    _gone: set[str] = field(default_factory=set)
    _payloads: dict[Payload, Blanked] = field(default_factory=dict)
    _places: dict[tuple[str, int], Mapping[str, Any]] = field(default_factory=dict)
    _linking: set[str] = field(default_factory=set)

    @property
    def _is_finished(self) -> bool:
        return all((self.part / f"{table}.parquet").exists() for table in ROWS)

    @property
    def part(self) -> Path:
        """The folder of the night."""
        return folder(self.home.archive, self.source, self.night)

    def look(self) -> None:
        """Count the changes without making them."""
        self._read_rows()
        for path in sorted(self.part.glob("*.warc.gz")):
            name = self._name(path)
            for record in records(path):
                self._change(record, name)

    def apply(self, payloads: Payloads) -> dict[str, Moved]:
        """Make the changes; returns the rewritten files, for the visits of an unfinished night."""
        from spiders.erasure.rows import RowEdit  # a fifth of a second, which a look does not need
        from spiders.landing.rows import SLICE_FETCHES, SLICE_LINKS

        self.settle(self.visits)
        self._read_rows()
        moved: dict[str, Moved] = {}
        for path in sorted(self.part.glob("*.warc.gz")):
            name = self._name(path)
            new = rewritten(path, lambda record, name=name: self._change(record, name))  # type: ignore[misc]
            if new is not None:
                moved[name] = self._name(new[0]), new[1]
        payloads.add(self._payloads)
        edit = RowEdit(self.tombstones, moved, payloads.known)
        self._edit_rows("links", edit.link, SLICE_LINKS)
        self._edit_rows("fetches", edit.fetch, SLICE_FETCHES)
        if not self.visits:
            self.settle(())
        return moved

    def settle(self, visits: Iterable[Mapping[str, Any]]) -> None:
        """Remove versions of WARC files that neither rows nor visits name."""
        settle(self.part, self._named() | {_file_name(visit["warc_file"]) for visit in visits if visit["warc_file"]})

    def _change(self, record: Record, file: str) -> bytes | None:
        """The replacement of a record: a tombstone, a page with blanked words, or empty (remove). None: keep the record."""
        if record.kind == "request":
            return b"" if record.header("WARC-Concurrent-To") in self._gone else None
        if record.kind not in RESPONSES:
            return None
        row = self._places.get((file, record.offset), {})
        url = record.header("WARC-Target-URI") or ""
        if not self.tombstones.keys.isdisjoint((key_of(url), row.get("url_key"))):
            self._gone.add(record.header("WARC-Record-ID") or "")
            self.captures += 1
            return tombstone(record, self.note)
        return self._blanked(record, url, row) if record.kind in BODIES else None

    def _blanked(self, record: Record, url: str, row: Mapping[str, Any]) -> bytes | None:
        try:
            body = decode_content(record.payload, record.http_header("Content-Encoding"))
        except TooLarge:
            return None
        resource, content_type = row.get("resource", "page"), record.http_header("Content-Type")
        edges = read_resource(resource, url, body, content_type).edges if row.get("url_key") in self._linking else []
        left = cleaned(resource, url, body, content_type, self.tombstones, edges)
        if left == body:
            return None
        self.blanked.add(row.get("url_key") or key_of(url) or url)
        if row.get("outcome") == FetchOutcome.STORED:
            payload = page_key(row["url_key"]), row["payload_sha256"]
            self._payloads[payload] = sha256(left).hexdigest(), len(left)
        return with_payload(record, left)

    def _read_rows(self) -> None:
        """Read the place of each URL's record, and the resources that link to URLs that are taken down."""
        rows: list[Mapping[str, Any]] = list(self.visits)
        if self._is_finished:
            rows += self._read("fetches", PLACE_COLUMNS).to_pylist()
        self._places = {(row["warc_file"], row["warc_offset"]): row for row in rows if row["warc_file"]}
        self._linking = {visit["url_key"] for visit in self.visits}
        if not self._is_finished:
            return
        links = self._read("links", ["from_url_key", "to_url_key"])
        to_target = pc.is_in(links["to_url_key"], pa.array(sorted(self.tombstones.keys), pa.string()))
        self._linking |= set(links["from_url_key"].filter(to_target).to_pylist())

    def _edit_rows(self, table: str, change: Callable[[Row], Row | None], size: int) -> None:
        path = self.part / f"{table}.parquet"
        if not self._is_finished or not any(change(row) != row for row in _rows(path, size)):
            return
        metadata = {KEY: rules} if (rules := (pq.read_metadata(path).metadata or {}).get(KEY)) else {}
        batches = _batches((new for row in _rows(path, size) if (new := change(row)) is not None), table, size)
        save_night_rows(self.home.archive, self.source, self.night, table, batches, lambda: metadata)

    def _named(self) -> set[str]:
        """Names of the WARC files in the night's rows."""
        if not self._is_finished:
            return set()
        files = self._read("fetches", ["warc_file"])["warc_file"]
        return {_file_name(file) for file in files.unique().to_pylist() if file}

    def _read(self, table: str, columns: list[str]) -> pa.Table:
        with pq.ParquetFile(self.part / f"{table}.parquet") as file:
            return file.read(columns, use_threads=False)

    def _name(self, path: Path) -> str:
        return path.relative_to(self.home.archive).as_posix()


def edits(home: Home, sources: Iterable[str], tombstones: Tombstones, note: str) -> Iterator[NightEdit]:
    """The edits of every night of the sources."""
    for source in sources:
        for night in nights_of(home.archive, source):
            yield NightEdit(home, source, night, note, tombstones)


def _file_name(file: str) -> str:
    return file.rpartition("/")[2]


def _rows(path: Path, size: int) -> Iterator[Row]:
    for batch in pq.ParquetFile(path).iter_batches(batch_size=size):
        yield from pa.Table.from_batches([batch]).to_pylist()


def _batches(rows: Iterator[Row], table: str, size: int) -> Iterator[pa.RecordBatch]:
    schema, pending = TABLES[table].schema, []
    for row in rows:
        pending.append(row)
        if len(pending) == size:
            yield pa.RecordBatch.from_pylist(pending, schema)
            pending = []
    if pending:
        yield pa.RecordBatch.from_pylist(pending, schema)
