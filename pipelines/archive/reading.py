"""Reading captures back: one by its place, or all of a night in the order they were written."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from fastwarc.warc import ArchiveIterator, WarcRecord, WarcRecordType

from pipelines.archive.coding import decode_content
from pipelines.archive.layout import folder
from pipelines.archive.recovery import whole_members
from pipelines.archive.writing import OPEN
from pipelines.errors import CorpusError


@dataclass(frozen=True, slots=True)
class Capture:
    """One archived response. `body` is content-decoded; `headers` are as sent, in order; `fetched_at` is UTC.

    `revisit` says that the payload was that of an earlier capture and is not repeated: `body` is then empty.
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
        """The first header of that name, whatever its case."""
        return next((value for key, value in self.headers if key.lower() == name.lower()), None)

    @property
    def content_type(self) -> str | None:
        """Content-Type as sent."""
        return self.header("content-type")


def read_capture(archive: Path, warc_file: str, warc_offset: int) -> Capture:
    """The capture at a place that `fetches` names. Raises CorpusError when there is none."""
    path = archive / warc_file
    if not path.exists() and path.with_name(path.name + OPEN).exists():
        path = path.with_name(path.name + OPEN)
    try:
        with path.open("rb") as file:
            file.seek(warc_offset)
            record = next(iter(ArchiveIterator(file, parse_http=True, auto_decode="none")), None)
            if record is not None and record.record_type in (WarcRecordType.response, WarcRecordType.revisit):
                return _capture(record, warc_file, warc_offset)
    except OSError as error:
        raise CorpusError(f"{path}: no capture at {warc_offset}: {error}") from error
    raise CorpusError(f"{path}: no capture at {warc_offset}: the archive and the lake do not belong together")


def iter_captures(archive: Path, source: str, night: date) -> Iterator[Capture]:
    """Every capture of a source and night in the order they were written, revisits and error responses included."""
    wanted = WarcRecordType.response | WarcRecordType.revisit
    for path in sorted(folder(archive, source, night).glob("*.warc.gz")):
        name = path.relative_to(archive).as_posix()
        with path.open("rb") as file:
            for record in ArchiveIterator(file, record_types=wanted, parse_http=True, auto_decode="none"):
                yield _capture(record, name, record.stream_pos)


def check(archive: Path) -> list[str]:
    """What is wrong with the archive, one line each: unclosed files, torn members, records whose digests do not hold."""
    faults = [f"{path}: not closed" for path in sorted(archive.rglob(f"*{OPEN}"))]
    for path in sorted(archive.rglob("*.warc.gz")):
        if whole_members(path) != path.stat().st_size:
            faults.append(f"{path}: torn")
            continue
        with path.open("rb") as file:
            broken = (record for record in ArchiveIterator(file, parse_http=False) if not record.verify_block_digest())
            faults += [f"{path}: {record.stream_pos}: block digest does not hold" for record in broken]
    return faults


def _capture(record: WarcRecord, warc_file: str, warc_offset: int) -> Capture:
    http = record.http_headers
    headers = tuple((str(name), str(value)) for name, value in http.astuples()) if http else ()
    encoding = ", ".join(value for name, value in headers if name.lower() == "content-encoding")
    return Capture(
        url=record.headers.get("WARC-Target-URI") or "",
        fetched_at=datetime.fromisoformat(record.headers.get("WARC-Date") or "").astimezone(UTC),
        status=(http.status_code if http else None) or 0,
        headers=headers,
        body=decode_content(record.reader.read(), encoding),
        warc_file=warc_file,
        warc_offset=warc_offset,
        truncated="WARC-Truncated" in record.headers,
        revisit=record.record_type == WarcRecordType.revisit,
    )
