"""Writing captures: one gzip member a record, `.open` until closed, acknowledged only by `sync`.

After an unclean stop a file is never appended to: `pipelines.archive.recovery` cuts it back and closes it.
Record ids, dates and compression depend on nothing but the exchange, so the same crawl writes the same bytes.
"""

from __future__ import annotations

import base64
import contextlib
import hashlib
import io
import os
import uuid
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO

from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from pipelines.archive.layout import sync_folder

OPEN = ".open"
NAMESPACE = uuid.UUID("6f0f9d2e-4a7b-5c11-9f0e-0d8b6c1f7a35")
COMPRESSION = 6
ROLL_BYTES = 1 << 30
IDENTICAL = "http://netpreserve.org/warc/1.1/revisit/identical-payload-digest"
NOT_MODIFIED = "http://netpreserve.org/warc/1.1/revisit/server-not-modified"
# https://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/


@dataclass(frozen=True, slots=True)
class Place:
    """Where a record stands: file name relative to the archive folder, byte offset, and the record's own id."""

    file: str
    offset: int
    record_id: str


@dataclass(frozen=True, slots=True)
class Exchange:
    """One request and its response as they went over the wire, `body` still content-encoded.

    `truncated` is null for a whole body, else `length`, `time` or `disconnect` as WARC-Truncated has them. A body that
    repeats an earlier capture carries that capture's record id and date (ISO 8601) in `refers_to`.
    """

    url: str
    fetched_at: datetime
    request_headers: Sequence[tuple[str, str]]
    status: int
    reason: str
    response_headers: Sequence[tuple[str, str]]
    body: bytes
    ip_address: str | None = None
    truncated: str | None = None
    refers_to: tuple[str, str] | None = None


class ArchiveWriter:
    """Appends exchanges to the WARC files of one source and night, rolling at `roll_bytes`."""

    def __init__(self, archive: Path, part: Path, name: str, serial: int = 0, roll_bytes: int = ROLL_BYTES) -> None:
        self.archive = archive
        self.part = part
        self.name = name
        self.serial = serial
        self.roll_bytes = roll_bytes
        self.path: Path | None = None
        self.offset = 0
        self.synced: dict[str, int] = {}
        """Durable length of every file written, by its final name."""
        self._file: BinaryIO | None = None
        self._fault: OSError | None = None

    @property
    def file(self) -> str | None:
        """The file being written, under the name it will have when closed, relative to the archive folder."""
        return self.path.relative_to(self.archive).as_posix() if self.path else None

    def write(self, exchange: Exchange) -> Place:
        """Append response (or revisit) and request. Durable only after `sync`."""
        if self._file is None or self.offset >= self.roll_bytes:
            self._roll(exchange.fetched_at)
        assert self.file is not None
        kind = "revisit" if exchange.refers_to else "response"
        record_id = _record_id(kind, self.name, exchange)
        place = Place(self.file, self.offset, record_id)
        self._append(_response(self._warcio, kind, record_id, exchange))
        self._append(_request(self._warcio, record_id, self.name, exchange))
        return place

    def sync(self) -> None:
        """Make everything written so far durable, and say in `synced` how much that is.

        Once a write has failed the file may be torn: then nothing of it is acknowledged any more, here or later.
        """
        if self._fault is not None:
            raise self._fault
        try:
            if self._file is not None and self.path is not None:
                self._file.flush()
                os.fsync(self._file.fileno())
                self.synced[self.path.name] = self.offset
        except OSError as error:
            self._fault = error
            raise

    def close(self) -> None:
        """Sync, close and give the file its final name."""
        if self._file is None or self.path is None:
            return
        self.sync()
        self._file.close()
        opened(self.path).replace(self.path)
        sync_folder(self.part)
        self._file = self.path = None
        self.offset = 0

    def abandon(self) -> None:
        """Let go of the file as it stands, `.open`: what becomes of it is recovery's business."""
        if self._file is not None:
            with contextlib.suppress(OSError):
                self._file.close()
        self._file = self.path = None

    def _roll(self, at: datetime) -> None:
        self.close()
        self.part.mkdir(parents=True, exist_ok=True)
        self.path = self.part / f"{self.name}-{self.serial:05d}.warc.gz"
        self.serial += 1
        self._file = opened(self.path).open("xb")
        sync_folder(self.part)
        self._buffer = io.BytesIO()
        self._warcio = WARCWriter(self._buffer, gzip=False, warc_version="WARC/1.1")
        self._append(_warcinfo(self._warcio, self.path.name, at))

    def _append(self, record: object) -> None:
        assert self._file is not None
        self._warcio.write_record(record)
        compressor = zlib.compressobj(COMPRESSION, zlib.DEFLATED, zlib.MAX_WBITS | 16)
        member = compressor.compress(self._buffer.getvalue()) + compressor.flush()
        self._buffer.seek(0)
        self._buffer.truncate()
        try:
            self._file.write(member)
        except OSError as error:
            self._fault = error
            raise
        self.offset += len(member)


def opened(path: Path) -> Path:
    """The name of a WARC file while it is being written."""
    return path.with_name(path.name + OPEN)


def payload_digest(body: bytes) -> str:
    """WARC-Payload-Digest of a body."""
    return "sha1:" + base64.b32encode(hashlib.sha1(body, usedforsecurity=False).digest()).decode("ascii")


def _record_id(kind: str, name: str, exchange: Exchange) -> str:
    stamp = exchange.fetched_at.isoformat()
    parts = "\x1f".join((name, kind, exchange.url, stamp, payload_digest(exchange.body)))
    return f"<urn:uuid:{uuid.uuid5(NAMESPACE, parts)}>"


def _warc_date(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def _warcinfo(warcio: WARCWriter, filename: str, at: datetime) -> object:
    body = b"software: dateline\r\nformat: WARC File Format 1.1\r\n"
    headers = {
        "WARC-Record-ID": f"<urn:uuid:{uuid.uuid5(NAMESPACE, filename)}>",
        "WARC-Date": _warc_date(at),
        "WARC-Filename": filename,
    }
    return warcio.create_warc_record(
        None,
        "warcinfo",
        io.BytesIO(body),
        length=len(body),
        warc_headers_dict=headers,
        warc_content_type="application/warc-fields",
    )


def _response(warcio: WARCWriter, kind: str, record_id: str, exchange: Exchange) -> object:
    headers = {"WARC-Record-ID": record_id, "WARC-Date": _warc_date(exchange.fetched_at)}
    if exchange.ip_address:
        headers["WARC-IP-Address"] = exchange.ip_address
    if exchange.truncated:
        headers["WARC-Truncated"] = exchange.truncated
    if exchange.refers_to:
        headers["WARC-Profile"] = NOT_MODIFIED if exchange.status == 304 else IDENTICAL
        headers["WARC-Refers-To"], headers["WARC-Refers-To-Date"] = exchange.refers_to
        headers["WARC-Refers-To-Target-URI"] = exchange.url
        if exchange.body:
            headers["WARC-Payload-Digest"] = payload_digest(exchange.body)
    body = b"" if exchange.refers_to else exchange.body
    status = f"{exchange.status} {exchange.reason}".strip()
    http = StatusAndHeaders(status, list(exchange.response_headers), protocol="HTTP/1.1")
    return warcio.create_warc_record(
        exchange.url, kind, io.BytesIO(body), length=len(body), http_headers=http, warc_headers_dict=headers
    )


def _request(warcio: WARCWriter, concurrent_to: str, name: str, exchange: Exchange) -> object:
    headers = {
        "WARC-Record-ID": _record_id("request", name, exchange),
        "WARC-Date": _warc_date(exchange.fetched_at),
        "WARC-Concurrent-To": concurrent_to,
    }
    path = "/" + exchange.url.split("://", 1)[-1].partition("/")[2]
    http = StatusAndHeaders(f"GET {path} HTTP/1.1", list(exchange.request_headers), is_http_request=True)
    return warcio.create_warc_record(
        exchange.url, "request", io.BytesIO(b""), length=0, http_headers=http, warc_headers_dict=headers
    )
