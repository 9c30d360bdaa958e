"""Read captures, each by its place."""

from __future__ import annotations

import io
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from fastwarc.warc import ArchiveIterator, WarcRecord, WarcRecordType

from pipelines.base.errors import CorpusError
from pipelines.lake.archive.coding import decode_content
from pipelines.lake.archive.writing import OPEN
from pipelines.lake.gzip_member import Torn, member

CAPTURES = (WarcRecordType.response, WarcRecordType.revisit, WarcRecordType.conversion)
"""A conversion is the page as a browser drew it from a response."""


@dataclass(frozen=True, slots=True)
class Capture:
    """One archived response. `body` is content-decoded; `headers` are as sent, in order; `fetched_at` is UTC.

    If `revisit` is true, an earlier capture has the same payload, and `body` is empty.
    """

    url: str
    fetched_at: datetime
    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes
    warc_file: str
    warc_offset: int
    truncated: bool = False
    revisit: bool = False

    def header(self, name: str) -> str | None:
        """The first header with that name, in any case."""
        return next((value for key, value in self.headers if key.lower() == name.lower()), None)

    @property
    def content_type(self) -> str | None:
        """Content-Type as sent."""
        return self.header("content-type")


def read_capture(archive: Path, warc_file: str, warc_offset: int) -> Capture:
    """The capture at a place that `fetches` names, whole by its CRC. Raises CorpusError if there is none."""
    path = archive / warc_file
    if not path.exists() and path.with_name(path.name + OPEN).exists():
        path = path.with_name(path.name + OPEN)
    if not path.exists():
        # Imported here: it imports Delta, and few homes are in a store.
        from pipelines.lake.store.capture_cache import fetched

        fetched(archive, warc_file)
    try:
        with path.open("rb") as file:
            inflated = io.BytesIO(member(file, warc_offset)[0])
            record = next(iter(ArchiveIterator(inflated, parse_http=True, auto_decode="none")), None)
            if record is not None and record.record_type in CAPTURES:
                return capture_of(record, warc_file, warc_offset)
    except (OSError, Torn) as error:
        raise CorpusError(f"{path}: no capture at {warc_offset}: {error}") from error
    raise CorpusError(f"{path}: no capture at {warc_offset}: the archive and the lake do not belong together")


def capture_of(record: WarcRecord, warc_file: str, warc_offset: int) -> Capture:
    """The capture in a record of CAPTURES."""
    http = record.http_headers
    headers = tuple((str(name), str(value)) for name, value in http.astuples()) if http is not None else ()
    encoding = ", ".join(value for name, value in headers if name.lower() == "content-encoding")
    return Capture(
        url=record.headers.get("WARC-Target-URI") or "",
        fetched_at=datetime.fromisoformat(record.headers.get("WARC-Date") or "").astimezone(UTC),
        status=(http.status_code if http is not None else None) or 0,  # `if http` would test for headers
        headers=headers,
        body=decode_content(record.reader.read(), encoding),
        warc_file=warc_file,
        warc_offset=warc_offset,
        truncated="WARC-Truncated" in record.headers,
        revisit=record.record_type == WarcRecordType.revisit,
    )
