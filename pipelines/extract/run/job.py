"""What goes into an extraction worker, how it loads the page, and what comes back: small, picklable, in the caller's order."""

from __future__ import annotations

import copyreg
import gzip
import pickle
import zlib
from collections.abc import Callable
from dataclasses import dataclass, fields
from datetime import UTC, datetime
from io import BytesIO
from operator import attrgetter
from pathlib import Path
from typing import Any

from pipelines.base.errors import PageDropped
from pipelines.dates.judge.rules import LAST_SECOND
from pipelines.dates.model import ArticleDate, Basis, Candidate, Origin
from pipelines.extract.model import UNKNOWN, Block, Document, Flag, Headline, Layout, Related, Sighting
from pipelines.page.page import MAX_BODY_BYTES, Page

GZIP_MAGIC = b"\x1f\x8b"

MAX_DAY_CHARS = 10
"""Characters of a bare day: the page was fetched at some time of it, so that no date of that day came later."""
FIRST_FETCH, LAST_FETCH = datetime(1990, 1, 1, tzinfo=UTC), datetime(2200, 1, 1, tzinfo=UTC)
"""No page was fetched before there was a web; what is added to a time of a fetch must still be a time."""


@dataclass(frozen=True, slots=True)
class PageJob:
    """One page to extract. Its bytes are `body`, or the file at `path`, or a record of the archive, read in the worker."""

    id: str
    url: str
    content_type: str | None = None
    fetched_at: datetime | None = None
    last_modified: str | None = None
    body: bytes | None = None
    path: str | None = None
    archive_root: str | None = None
    warc_file: str | None = None
    warc_offset: int | None = None
    is_look: bool = False  # a look at a list between two nights
    is_row: bool = False  # a row of an imported table, which has no page
    teaches: bool = False  # report what the page teaches of its source
    layout: Layout = UNKNOWN  # what is known of its source


@dataclass(frozen=True, slots=True)
class Dropped:
    """Why a page has no document: a short stable word, and the same for a person."""

    reason: str
    detail: str


@dataclass(frozen=True, slots=True)
class Extracted:
    """The outcome of the job `id`: a document with its date (judged from the page alone), or the reason there is none."""

    id: str
    document: Document | None = None
    date: ArticleDate | None = None
    dropped: Dropped | None = None
    sightings: tuple[Sighting, ...] = ()


def packed(result: Extracted) -> bytes:
    """A result as `pickle.loads` reads it: its records as calls of their classes, which is twice as fast as their states."""
    buffer = BytesIO()
    _Packer(buffer, pickle.HIGHEST_PROTOCOL).dump(result)
    return buffer.getvalue()


def _as_call(kind: Any) -> Callable[[Any], tuple[Any, tuple[Any, ...]]]:
    """How `copyreg` asks for a record: its class, and the values to call it with."""
    values = attrgetter(*(field.name for field in fields(kind)))
    return lambda record: (kind, values(record))


class _Packer(pickle.Pickler):
    dispatch_table = copyreg.dispatch_table | {
        kind: _as_call(kind)
        for kind in (
            *(Extracted, Document, Block, Headline, Related, Flag),
            *(Candidate, Origin, ArticleDate, Basis, Sighting),
        )
    }


def load(job: PageJob) -> Page:
    """The page of a job, its bytes read from wherever they are. Raises PageDropped(`unreadable` | `too_large`)."""
    return Page(job.url, _body(job), job.content_type, job.fetched_at, job.last_modified)


def _body(job: PageJob) -> bytes:
    if job.body is not None:
        if len(job.body) > MAX_BODY_BYTES:
            raise PageDropped("too_large", f"more than {MAX_BODY_BYTES} bytes")
        return job.body
    if job.path is not None:
        return _read(Path(job.path))
    if job.archive_root is not None and job.warc_file is not None and job.warc_offset is not None:
        from pipelines.lake.archive import read_capture

        capture = read_capture(Path(job.archive_root), job.warc_file, job.warc_offset)
        if capture.truncated:
            raise PageDropped("truncated", "the archive holds only the beginning of the page")
        return capture.body
    raise PageDropped("unreadable", "the job names neither bytes, nor a file, nor an archive record")


def _read(path: Path) -> bytes:
    try:
        if path.stat().st_size > MAX_BODY_BYTES:
            raise PageDropped("too_large", f"{path} has more than {MAX_BODY_BYTES} bytes")
        raw = path.read_bytes()
        return _gunzip(raw) if raw.startswith(GZIP_MAGIC) else raw
    except (OSError, EOFError, ValueError, zlib.error) as error:
        raise PageDropped("unreadable", f"{path}: {error}") from error


def _gunzip(raw: bytes) -> bytes:
    """Inflate at most one byte more than a page may have: a bomb is stopped, not stored."""
    inflater = zlib.decompressobj(wbits=31)
    body = inflater.decompress(raw, MAX_BODY_BYTES + 1)
    if len(body) > MAX_BODY_BYTES:
        raise PageDropped("too_large", f"more than {MAX_BODY_BYTES} bytes once inflated")
    return body if inflater.eof and not inflater.unused_data else gzip.decompress(raw)


def fetch_time(raw: str) -> datetime:
    """An ISO 8601 time in UTC; without a zone it is UTC, and a day alone is its last second. Raises ValueError with the reason.

    >>> fetch_time("2025-11-03T18:45+01:00").isoformat(), fetch_time("2025-11-03").isoformat()
    ('2025-11-03T17:45:00+00:00', '2025-11-03T23:59:59+00:00')
    """
    try:
        moment = datetime.fromisoformat(raw)
        moment = moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
    except (ValueError, OverflowError) as error:
        raise ValueError(f"fetched_at must be an ISO 8601 time, found {ascii(raw)[:60]}") from error
    if not FIRST_FETCH <= moment <= LAST_FETCH:
        raise ValueError(f"fetched_at must lie between 1990 and 2200, found {ascii(raw)[:60]}")
    return moment if ":" in raw or len(raw) > MAX_DAY_CHARS else datetime.combine(moment, LAST_SECOND, UTC)
