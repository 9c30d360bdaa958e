"""The archived captures of an imported night: their facts before links are read, and the choice of one for each page.

Of several captures of a page, the first one with its content represents the night; of a list, every look counts.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from enum import IntEnum
from pathlib import Path
from typing import Any

import pyarrow.compute as pc
import pyarrow.parquet as pq
from fastwarc.warc import ArchiveIterator, WarcRecord, WarcRecordType

from pipelines.base.urls.identity import resolve
from pipelines.base.urls.kinds import UrlKind, segments_of, url_kind
from pipelines.lake.archive import folder
from pipelines.lake.archive.reading import capture_of
from pipelines.lake.link_kinds import ENTRIES, PAGE
from pipelines.lake.values import FetchOutcome
from spiders.imports.captures import resource_of
from spiders.imports.http import HttpResponse
from spiders.landing.answer import REDIRECTS
from spiders.url_rules.keys import cached_key

WANTED = WarcRecordType.response | WarcRecordType.revisit | WarcRecordType.conversion
COLUMNS = ["url_key", "outcome", "fetched_at", "payload_sha256", "warc_file", "warc_offset", "resource"]


class Rank(IntEnum):
    """The completeness of a capture; the capture with the lowest rank represents its page."""

    WHOLE = 0
    CUT = 1
    REPEATED = 2  # the payload of an earlier capture
    REDIRECT = 3  # to another page
    ERROR = 4


FOLDER = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)?")
MANY_LOOKS = 12
"""Captures of a page in a night, from which it is a list, or at least looked at as one."""
ANSWERS = (Rank.WHOLE, Rank.REPEATED)
"""Ranks of captures with an available whole payload."""


@dataclass(frozen=True, slots=True)
class Facts:
    """Facts about an archived capture before its links are read. `sha256` of the decoded body is None for a revisit."""

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
    """The place of the payload of a revisit."""
    is_made: bool = False
    """True for a page that was made of a response, of the same address and time."""
    made: tuple[str, int] | None = None
    """The place of the page that was made of this response: what its row is read from."""

    @property
    def is_unresolved(self) -> bool:
        """True for a revisit whose payload was not found."""
        return self.refers_date is not None and self.origin is None

    @property
    def rank(self) -> Rank | None:
        """The rank of the capture; None for a redirect to the same page and for a revisit without a payload."""
        if self.origin is not None:
            return Rank.REPEATED
        if self.sha256 is not None and self.status != 204:
            return Rank.CUT if self.truncated else Rank.WHOLE
        if self.location is not None:
            return Rank.REDIRECT if cached_key(self.location) != self.key else None
        return None if self.refers_date is not None or self.status == 304 else Rank.ERROR


@dataclass
class Earlier:
    """The stored pages of a source's nights so far, with the place of each payload. Nights are read when a revisit asks."""

    archive: Path
    _stored: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    _unread: list[Path] = field(default_factory=list)

    def add_night(self, fetches: Path) -> None:
        """Add the stored pages of a night."""
        self._unread.append(fetches)

    def _read(self) -> None:
        for fetches in filter(Path.exists, self._unread):
            rows = pq.read_table(fetches, columns=COLUMNS, partitioning=None)
            for row in rows.filter(pc.equal(rows["outcome"], FetchOutcome.STORED.value)).to_pylist():
                self._stored.setdefault(row["url_key"], []).append(row)
        self._unread.clear()

    def original(self, revisit: Facts) -> dict[str, Any] | None:
        """The row of the capture whose payload a revisit repeats: by its date, else the last one with its digest."""
        self._read()
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
    """The archived captures of an imported night."""
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
        is_made=record.record_type == WarcRecordType.conversion,
    )


def with_made(captures: Iterable[Facts]) -> tuple[list[Facts], list[Facts]]:
    """The captures, responses with the page that was made of them; and the pages made of responses that are not here."""
    every = list(captures)
    made = {(each.url, each.at): each for each in sorted(every, key=lambda each: each.place) if each.is_made}
    found: list[Facts] = []
    for each in every:
        page = made.get((each.url, each.at)) if each.rank == Rank.WHOLE and not each.is_made else None
        if not each.is_made:
            found.append(replace(each, sha256=page.sha256, size=page.size, made=page.place) if page else each)
    used = {each.made for each in found}
    return found, [each for each in every if each.is_made and each.place not in used]


def resolved(facts: Facts, earlier: Earlier) -> Facts:
    """A revisit with the place and digest of the repeated payload; any other capture unchanged."""
    row = earlier.original(facts) if facts.refers_date is not None else None
    if row is None:
        return facts
    where = (row["warc_file"], row["warc_offset"])
    return replace(facts, origin=where, sha256=row["payload_sha256"], resource=row["resource"])


def is_list_page(url: str) -> bool:
    """True if a URL is by its form a front page, a list of stories, or one folder of a site.

    >>> [is_list_page(f"https://a.example/{rest}") for rest in ("", "sport/", "tag/mills", "mill-burns-down", "2026/11/25/mill")]
    [True, True, True, False, False]
    """
    kind, folders = url_kind(url), segments_of(url)
    is_folder = kind is None and len(folders) == 1 and FOLDER.fullmatch(folders[0]) is not None
    return kind in (UrlKind.FRONT, UrlKind.LISTING) or is_folder


def chosen_of(captures: list[Facts], is_list: Callable[[str], bool] = is_list_page) -> dict[str, Facts]:
    """The capture that represents each page of a night, by key. `captures` must be sorted by time.

    Every look at a list counts (a feed, a sitemap, the front page, a page of links by its URL, a page with MANY_LOOKS): the last
    one as the night's own, earlier ones as glances (`a.example/feed#01`). Of looks in a row with one payload, only the first
    and the last count.
    """
    chosen: dict[str, Facts] = {}
    looks: dict[str, list[Facts]] = {}
    for facts in captures:
        rank = facts.rank
        best = chosen.get(facts.key)
        if rank is not None and (best is None or rank < (best.rank or Rank.WHOLE)):
            chosen[facts.key] = facts
        if rank in ANSWERS and facts.resource in (*ENTRIES, PAGE):
            looks.setdefault(facts.key, []).append(facts)
    for key, found in looks.items():
        if found[0].resource == PAGE and len(found) < MANY_LOOKS and not is_list(found[0].url):
            continue
        *glances, chosen[key] = _distinct(found)
        width = max(2, len(str(len(glances))))
        chosen |= {f"{key}#{number:0{width}d}": facts for number, facts in enumerate(glances, start=1)}
    return chosen


def _distinct(looks: list[Facts]) -> list[Facts]:
    """The looks at a list, by time, without those between two with the same payload. A payload is stored once."""
    first: dict[str | None, Facts] = {}
    kept: list[Facts] = []
    for look in looks:
        had = first.setdefault(look.sha256, look)
        facts = look if had is look or look.origin else replace(look, origin=had.origin or had.made or had.place)
        if len(kept) > 1 and kept[-1].sha256 == kept[-2].sha256 == facts.sha256:
            kept[-1] = facts
        else:
            kept.append(facts)
    return kept


def leads_of(captures: list[Facts]) -> dict[str, str]:
    """For each address, the address of the same page that redirected to it: `https://a.example/x` → `http://a.example/x`."""
    return {each.location: each.url for each in captures if each.rank is None and each.location}
