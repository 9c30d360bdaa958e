"""The captures that imports archived of a night: what is known of each before its links are read, and which stand for their page.

Of several captures of a page the first that holds its content stands for the night.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from enum import IntEnum
from pathlib import Path
from typing import Any

import pyarrow.compute as pc
import pyarrow.parquet as pq
from fastwarc.warc import ArchiveIterator, WarcRecord, WarcRecordType

from pipelines.base.urls.identity import resolve
from pipelines.lake.archive import folder
from pipelines.lake.archive.reading import capture_of
from pipelines.lake.link_kinds import ENTRIES
from pipelines.lake.values import FetchOutcome
from spiders.imports.captures import resource_of
from spiders.imports.http import HttpResponse
from spiders.landing.answer import REDIRECTS
from spiders.url_rules.keys import cached_key

WANTED = WarcRecordType.response | WarcRecordType.revisit
COLUMNS = ["url_key", "outcome", "fetched_at", "payload_sha256", "warc_file", "warc_offset", "resource"]


class Rank(IntEnum):
    """What a capture holds of its page; the least of a night stands for it."""

    WHOLE = 0
    CUT = 1
    REPEATED = 2  # the payload of an earlier capture
    REDIRECT = 3  # to another page
    ERROR = 4


ANSWERS = (Rank.WHOLE, Rank.REPEATED)
"""Captures of which the whole payload is at hand."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of an archived capture before its links are read. `sha256` of the decoded body is null for a revisit."""

    place: tuple[str, int]
    key: str
    url: str
    at: datetime
    status: int
    resource: str
    sha256: str | None
    size: int
    location: str | None
    truncated: bool
    digest: str | None = None
    refers_date: str | None = None
    origin: tuple[str, int] | None = None
    """Where the payload of a revisit stands."""

    @property
    def is_unresolved(self) -> bool:
        """True for a revisit whose payload is nowhere."""
        return self.refers_date is not None and self.origin is None

    @property
    def rank(self) -> Rank | None:
        """What it holds of its page; null for what only leads on to the same page, or repeats what is nowhere."""
        if self.origin is not None:
            return Rank.REPEATED
        if self.sha256 is not None and self.status != 204:
            return Rank.CUT if self.truncated else Rank.WHOLE
        if self.location is not None:
            return Rank.REDIRECT if cached_key(self.location) != self.key else None
        return None if self.refers_date is not None or self.status == 304 else Rank.ERROR


@dataclass
class Earlier:
    """The pages that a source's nights have stored so far: where each payload stands."""

    archive: Path
    _stored: dict[str, list[dict[str, Any]]] = field(default_factory=dict)

    def add_night(self, fetches: Path) -> None:
        """Add what a night stored."""
        if fetches.exists():
            rows = pq.read_table(fetches, columns=COLUMNS, partitioning=None)
            for row in rows.filter(pc.equal(rows["outcome"], FetchOutcome.STORED.value)).to_pylist():
                self._stored.setdefault(row["url_key"], []).append(row)

    def original(self, revisit: Facts) -> dict[str, Any] | None:
        """The row of the capture whose payload a revisit repeats: by its date, else the last with its digest."""
        known = self._stored.get(revisit.key, [])
        for row in known:
            if row["fetched_at"].isoformat()[:19] == (revisit.refers_date or "")[:19]:
                return row
        return next((row for row in reversed(known) if revisit.digest and self._digest(row) == revisit.digest), None)

    def _digest(self, row: dict[str, Any]) -> str | None:
        with (self.archive / row["warc_file"]).open("rb") as file:
            file.seek(row["warc_offset"])
            record = next(iter(ArchiveIterator(file, parse_http=False)), None)
            return record.headers.get("WARC-Payload-Digest") if record is not None else None


def captures_of(archive: Path, source: str, night: date) -> Iterator[Facts]:
    """The captures that imports archived of a night."""
    for path in sorted(folder(archive, source, night).glob("*.warc.gz")):
        name = path.relative_to(archive).as_posix()
        with path.open("rb") as file:
            for record in ArchiveIterator(file, record_types=WANTED, parse_http=True, auto_decode="none"):
                yield _facts(record, name)


def _facts(record: WarcRecord, file: str) -> Facts:
    offset = record.stream_pos
    headers = record.headers
    digest, refers = headers.get("WARC-Payload-Digest"), headers.get("WARC-Refers-To-Date")
    capture = capture_of(record, file, offset)
    location = capture.header("location") if capture.status in REDIRECTS else None
    http = HttpResponse(capture.status, "", capture.headers, b"", b"")
    is_page = not capture.revisit and 200 <= capture.status < 300
    return Facts(
        (file, offset),
        cached_key(capture.url),
        capture.url,
        capture.fetched_at,
        capture.status,
        resource_of(capture.url, http, capture.body) or "page",
        hashlib.sha256(capture.body).hexdigest() if is_page else None,
        len(capture.body),
        resolve(capture.url, location) if location else None,
        capture.truncated,
        digest if capture.revisit else None,
        (refers or "") if capture.revisit else None,
    )


def resolved(facts: Facts, earlier: Earlier) -> Facts:
    """A revisit with the place and digest of the payload that it repeats; anything else as it is."""
    row = earlier.original(facts) if facts.refers_date is not None else None
    if row is None:
        return facts
    where = (row["warc_file"], row["warc_offset"])
    return replace(facts, origin=where, sha256=row["payload_sha256"], resource=row["resource"])


def chosen_of(captures: list[Facts]) -> dict[str, Facts]:
    """The capture that stands for each page of a night, by key, from captures in the order of time.

    Of a feed or sitemap every reading counts, the last as the night's own, those before it as glances (`a.example/feed#01`).
    """
    chosen: dict[str, Facts] = {}
    readings: dict[str, dict[str | None, Facts]] = {}
    for facts in captures:
        rank = facts.rank
        best = chosen.get(facts.key)
        if rank is not None and (best is None or rank < (best.rank or Rank.WHOLE)):
            chosen[facts.key] = facts
        if facts.resource in ENTRIES and rank in ANSWERS:
            readings.setdefault(facts.key, {})[facts.sha256] = facts
    for key, by_payload in readings.items():
        *glances, chosen[key] = by_payload.values()
        chosen |= {f"{key}#{number:02d}": facts for number, facts in enumerate(glances, start=1)}
    return chosen


def leads_of(captures: list[Facts]) -> dict[str, str]:
    """By address the one that led to it on the same page: `https://a.example/x` to `http://a.example/x`."""
    return {each.location: each.url for each in captures if each.rank is None and each.location}
