"""What goes into an extraction worker and what comes back: small, picklable, in the caller's order."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from pipelines.dates.model import ArticleDate
from pipelines.extract.model.document import Document
from pipelines.extract.model.layout import UNKNOWN, Layout, Sighting


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
