"""Write captures: one gzip member for each record, `.open` until closed, acknowledged only by `sync`.

A file is never appended to after an unclean stop: `pipelines.lake.archive.recovery` cuts and closes it. Record ids,
dates and compression depend on the exchange only, so the same crawl writes the same bytes.
"""

from __future__ import annotations

import base64
import contextlib
import hashlib
import io
import os
import re
import uuid
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO
from urllib.parse import quote

from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from pipelines.base.durable import sync
from pipelines.lake.checksums.ledger import announce

OPEN = ".open"
AREA = "archive"
NAMESPACE = uuid.UUID("6f0f9d2e-4a7b-5c11-9f0e-0d8b6c1f7a35")
COMPRESSION = 6
ROLL_BYTES = 1 << 30
HTML_UTF8 = "text/html; charset=utf-8"
MADE_BY = "X-Dateline-Made-By"
"""The header of a conversion that says how it was made."""
IDENTICAL = "http://netpreserve.org/warc/1.1/revisit/identical-payload-digest"
NOT_MODIFIED = "http://netpreserve.org/warc/1.1/revisit/server-not-modified"
# https://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/

UNPRINTABLE = re.compile(r"[^\t\x20-\x7e]")
MAX_BYTES = 30_000
"""FastWARC refuses a record with a head longer than 32 KiB."""
MAX_REASON = 200
BETWEEN = len(": \r\n")
KEPT_FIRST = re.compile(
    r"(?i)content-(?:type|encoding|usage|language)|x-robots-tag|tdm-.*|location|etag|last-modified|date"
)

Header = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Place:
    """The place of a record: file name relative to the archive folder, byte offset, and the record's own id."""

    file: str
    offset: int
    record_id: str


@dataclass(frozen=True, slots=True)
class Exchange:
    """One request and its response as transferred, `body` still content-encoded.

    `truncated` is null for a complete body, otherwise `length`, `time` or `disconnect` as in WARC-Truncated. If a
    body repeats an earlier capture, `refers_to` has that capture's record id and date (ISO 8601), and `digest` has
    its payload digest if the body itself is not available. `request_headers` is null if the request is not known. If a body
    was made of a response, `converted_from` has the record id of that.
    """

    url: str
    fetched_at: datetime
    request_headers: Sequence[tuple[str, str]] | None
    status: int
    reason: str
    response_headers: Sequence[tuple[str, str]]
    body: bytes
    ip_address: str | None = None
    truncated: str | None = None
    refers_to: tuple[str, str] | None = None
    digest: str | None = None
    converted_from: str | None = None


@dataclass(frozen=True, slots=True)
class Conversion:
    """An answer as it was made from a response: HTML in UTF-8, how it was made, and the URLs that were read for it."""

    body: bytes
    how: str
    read: tuple[str, ...] = ()


class ArchiveWriter:
    """Appends exchanges to the WARC files of one source and night (`name`); a new file starts after `roll_bytes`.

    If `stem` is given, files are named by it: two writers of one night must not use the same names.
    """

    def __init__(
        self,
        archive: Path,
        part: Path,
        name: str,
        serial: int = 0,
        roll_bytes: int = ROLL_BYTES,
        stem: str | None = None,
    ) -> None:
        self.archive = archive
        self.part = part
        self.name = name
        self.stem = stem or name
        self.serial = serial
        self.roll_bytes = roll_bytes
        self.path: Path | None = None
        self.offset = 0
        self.synced: dict[str, int] = {}
        """Durable length of every written file, by its final name."""
        self._file: BinaryIO | None = None
        self._fault: OSError | None = None

    @property
    def file(self) -> str | None:
        """The file being written, with its final name, relative to the archive folder."""
        return self.path.relative_to(self.archive).as_posix() if self.path else None

    def write(self, exchange: Exchange) -> Place:
        """Append the response (or revisit), and the request if it is known. Durable only after `sync`."""
        if self.path is None or self.offset >= self.roll_bytes:
            self._roll(exchange.fetched_at)
        assert self.file is not None
        record_id = record_id_of(self.name, exchange)
        place = Place(self.file, self.offset, record_id)
        self._append(_response(self._warcio, record_id, exchange))
        if exchange.request_headers is not None:
            self._append(_request(self._warcio, record_id, self.name, exchange))
        return place

    def convert(self, exchange: Exchange, made: Conversion, response: Place) -> Place:
        """Append what was made of a response, as a record that refers to it. Durable only after `sync`."""
        kept = [("Content-Type", HTML_UTF8), ("Content-Length", str(len(made.body))), (MADE_BY, made.how)]
        return self.write(
            Exchange(
                exchange.url, exchange.fetched_at, None, 200, "OK", [*kept, *(("X-Dateline-Read", url) for url in made.read)],
                made.body, converted_from=response.record_id,
            )
        )  # fmt: skip

    def sync(self) -> None:
        """Make everything written so far durable, and record its length in `synced`.

        After a failed write the file may be damaged; then nothing more of it is acknowledged, here or later.
        """
        if self._fault is not None:
            raise self._fault
        try:
            if self.path is not None and self.synced.get(self.path.name) != self.offset:
                file = self._opened()
                file.flush()
                os.fsync(file.fileno())
                self.synced[self.path.name] = self.offset
        except OSError as error:
            self._fault = error
            raise

    def rest(self) -> None:
        """Close the descriptor; the next write or sync opens the file again at its end."""
        try:
            if self._file is not None:
                self._file.close()
        except OSError as error:
            self._fault = error
            raise
        finally:
            self._file = None

    def go_on(self, name: str, size: int) -> None:
        """Continue an `.open` file of this length; all of it must be complete, acknowledged members."""
        self.path, self.offset = self.part / name, size
        self.serial = int(name.removesuffix(".warc.gz").rpartition("-")[2]) + 1
        self.synced[name] = size
        self._prepare()

    def close(self) -> None:
        """Sync, close and give the file its final name."""
        if self.path is None:
            return
        self.sync()
        self.rest()
        announce(self.path, AREA)
        opened(self.path).replace(self.path)
        sync(self.part)
        self.path = None
        self.offset = 0

    def abandon(self) -> None:
        """Close the file as it is, `.open`; recovery will treat it."""
        if self._file is not None:
            with contextlib.suppress(OSError):
                self._file.close()
        self._file = self.path = None

    def _roll(self, at: datetime) -> None:
        self.close()
        self.part.mkdir(parents=True, exist_ok=True)
        self.path = self.part / f"{self.stem}-{self.serial:05d}.warc.gz"
        self.serial += 1
        self._file = opened(self.path).open("xb")
        sync(self.part)
        self._prepare()
        self._append(_warcinfo(self._warcio, self.path.name, at))

    def _opened(self) -> BinaryIO:
        if self._file is None:
            assert self.path is not None
            self._file = opened(self.path).open("ab")
        return self._file

    def _prepare(self) -> None:
        self._buffer = io.BytesIO()
        self._warcio = WARCWriter(self._buffer, gzip=False, warc_version="WARC/1.1")

    def _append(self, record: object) -> None:
        self._warcio.write_record(record)
        compressor = zlib.compressobj(COMPRESSION, zlib.DEFLATED, zlib.MAX_WBITS | 16)
        member = compressor.compress(self._buffer.getvalue()) + compressor.flush()
        self._buffer.seek(0)
        self._buffer.truncate()
        try:
            self._opened().write(member)
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


def record_id_of(name: str, exchange: Exchange) -> str:
    """The id of a capture's record; it is the same each time the capture is written for a source and night (`name`)."""
    return _record_id(_kind(exchange), name, exchange)


def _kind(exchange: Exchange) -> str:
    return "conversion" if exchange.converted_from else "revisit" if exchange.refers_to else "response"


def _record_id(kind: str, name: str, exchange: Exchange) -> str:
    stamp = exchange.fetched_at.isoformat()
    parts = "\x1f".join((name, kind, exchange.url, stamp, exchange.digest or payload_digest(exchange.body)))
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


def _response(warcio: WARCWriter, record_id: str, exchange: Exchange) -> object:
    headers = {"WARC-Record-ID": record_id, "WARC-Date": _warc_date(exchange.fetched_at)}
    if exchange.ip_address:
        headers["WARC-IP-Address"] = exchange.ip_address
    if exchange.truncated:
        headers["WARC-Truncated"] = exchange.truncated
    if exchange.refers_to:
        headers["WARC-Profile"] = NOT_MODIFIED if exchange.status == 304 else IDENTICAL
        named = zip(("WARC-Refers-To", "WARC-Refers-To-Date"), exchange.refers_to, strict=True)
        headers |= {name: value for name, value in named if value}
        headers["WARC-Refers-To-Target-URI"] = exchange.url
        if digest := exchange.digest or (payload_digest(exchange.body) if exchange.body else None):
            headers["WARC-Payload-Digest"] = digest
    if exchange.converted_from:
        headers |= {"WARC-Refers-To": exchange.converted_from, "WARC-Payload-Digest": payload_digest(exchange.body)}
    body = b"" if exchange.refers_to else exchange.body
    http = http_head(exchange.status, exchange.reason, exchange.response_headers)
    return warcio.create_warc_record(
        exchange.url, _kind(exchange), io.BytesIO(body), length=len(body), http_headers=http,
        warc_headers_dict=headers, warc_content_type="application/http; msgtype=response",
    )  # fmt: skip


def _request(warcio: WARCWriter, concurrent_to: str, name: str, exchange: Exchange) -> object:
    headers = {
        "WARC-Record-ID": _record_id("request", name, exchange),
        "WARC-Date": _warc_date(exchange.fetched_at),
        "WARC-Concurrent-To": concurrent_to,
    }
    path = "/" + exchange.url.split("://", 1)[-1].partition("/")[2]
    http = StatusAndHeaders(f"GET {path} HTTP/1.1", list(exchange.request_headers or ()), is_http_request=True)
    return warcio.create_warc_record(
        exchange.url, "request", io.BytesIO(b""), length=0, http_headers=http, warc_headers_dict=headers
    )


def http_head(status: int, reason: str, headers: Iterable[Header]) -> StatusAndHeaders:
    """The head of a response: printable ASCII, and not longer than readers accept; headers that do not fit are left out.

    Values are percent-encoded as warcio does it. Names, reasons, and characters that warcio leaves are encoded one by one.

    >>> http_head(404, "Não há", [("X-Café", "é; a=b"), ("X", "y" * 40_000), ("ETag", "7")]).headers
    [('X-Caf%C3%A9', "%C3%A9; a*=UTF-8''b"), ('ETag', '7')]
    """
    line = printable(f"{status} {reason[:MAX_REASON]}".strip())
    head = StatusAndHeaders(line, list(headers), protocol="HTTP/1.1")
    head.percent_encode_non_ascii_headers()
    head.headers = _fitting([(printable(name), printable(value)) for name, value in head.headers])
    return head


def printable(text: str) -> str:
    r"""Percent-encode all characters except printable ASCII.

    >>> printable("Não\r\n")
    'N%C3%A3o%0D%0A'
    """
    return UNPRINTABLE.sub(lambda found: quote(found[0], errors="replace"), text)


def _fitting(headers: Sequence[Header]) -> list[Header]:
    """The headers that fit, in their order. Headers needed to read the page, and its rights, are kept first."""
    room, kept = MAX_BYTES, set()
    for at in sorted(range(len(headers)), key=lambda at: not KEPT_FIRST.fullmatch(headers[at][0])):
        size = sum(map(len, headers[at])) + BETWEEN
        if size <= room:
            room -= size
            kept.add(at)
    return [header for at, header in enumerate(headers) if at in kept]
