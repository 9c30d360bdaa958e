"""Rewrite a WARC file without some of its records, or with changed ones. All other records keep their bytes.

The result has a new name (`paper-2026-02-02-00000.r1.warc.gz`), so that each
table row points to the old file or to the new one, never to a mixture.
The caller rewrites a night, then writes its rows, and then calls `settle`.
"""

from __future__ import annotations

import base64
import hashlib
import mmap
import os
import re
import uuid
import zlib
from collections.abc import Callable, Collection, Iterator
from contextlib import closing
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import BinaryIO

from pipelines.base.durable import sync
from pipelines.base.errors import CorpusError
from pipelines.lake.archive.writing import AREA, COMPRESSION, NAMESPACE, OPEN
from pipelines.lake.checksums.ledger import announce

STEP = 1 << 16
VERSION = re.compile(r"(?:\.r(\d+))?\.warc\.gz$")
ORIGINAL = "X-Archive-Orig-"
"""Prefix for an HTTP header about the original bytes, as in other tools for WARC files."""


@dataclass(frozen=True)
class Record:
    """A record in a file: its start, its end, and its uncompressed bytes."""

    offset: int
    end: int
    data: bytes

    @cached_property
    def head(self) -> bytes:
        """The header of the record."""
        return self.data.partition(b"\r\n\r\n")[0]

    def header(self, name: str) -> str | None:
        """A header of the record; None if it has none with that name."""
        return self._headers.get(name.lower())

    @property
    def kind(self) -> str:
        """WARC-Type."""
        return self.header("WARC-Type") or ""

    @cached_property
    def block(self) -> bytes:
        """The content of the record; for a response, the HTTP message."""
        return self.data[len(self.head) + 4 :][: int(self.header("Content-Length") or 0)]

    @property
    def http_head(self) -> bytes:
        """Status line and headers of a response."""
        return self.block.partition(b"\r\n\r\n")[0]

    @property
    def payload(self) -> bytes:
        """The body of a response as it was sent."""
        return self.block.partition(b"\r\n\r\n")[2]

    def http_header(self, name: str) -> str | None:
        """A header of the HTTP message."""
        return self._http_headers.get(name.lower())

    @cached_property
    def _headers(self) -> dict[str, str]:
        return _headers(self.head)

    @cached_property
    def _http_headers(self) -> dict[str, str]:
        return _headers(self.http_head)


def records(path: Path) -> Iterator[Record]:
    """Every record of a file, in order. Raises CorpusError if the file is damaged."""
    if not path.stat().st_size:
        return
    with path.open("rb") as file, closing(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)) as data:
        offset = 0
        while offset < len(data):
            member, end, parts = zlib.decompressobj(zlib.MAX_WBITS | 16), offset, []
            while not member.eof and end < len(data):
                chunk = data[end : end + STEP]
                try:
                    parts.append(member.decompress(chunk))
                except zlib.error as error:
                    raise CorpusError(f"{path}: torn at {offset}: {error}") from error
                end += len(chunk) - len(member.unused_data)
            if not member.eof:
                raise CorpusError(f"{path}: torn at {offset}")
            yield Record(offset, end, b"".join(parts))
            offset = end


def rewritten(path: Path, change: Callable[[Record], bytes | None]) -> tuple[Path, dict[int, int]] | None:
    """Write a file again with the result of `change` for each record: None keeps the record, empty bytes remove it.

    Returns the new file, and the new offset by old offset for records that may have moved; None if nothing changes.
    """
    target = _next(path)
    beside = target.with_name(target.name + OPEN)
    moved: dict[int, int] = {}
    out: BinaryIO | None = None
    done = 0
    try:
        with path.open("rb") as source:
            for record in records(path):
                changed = change(record)
                if changed is not None:
                    out = out or beside.open("wb")
                    _copy(source, out, done, record.offset)
                    done = record.end
                if out is not None:
                    moved[record.offset] = out.tell() + (record.offset - done if changed is None else 0)
                    out.write(_member(changed) if changed else b"")
            if out is None:
                return None
            _copy(source, out, done, path.stat().st_size)
        announce(target, AREA)
        out.flush()
        os.fsync(out.fileno())
    finally:
        if out is not None:
            out.close()
    beside.replace(target)
    sync(path.parent)
    return target, moved


def settle(part: Path, named: Collection[str]) -> None:
    """For each file with several versions in a folder, keep the version that rows name; if rows name none, the last."""
    versions: dict[str, list[Path]] = {}
    for path in part.glob("*.warc.gz"):
        versions.setdefault(VERSION.sub("", path.name), []).append(path)
    for paths in versions.values():
        kept = [path for path in paths if path.name in named] or [max(paths, key=_number)]
        for path in set(paths) - set(kept):
            path.unlink()
    for path in part.glob(f"*.r*.warc.gz{OPEN}"):
        path.unlink()
    sync(part)


def with_payload(record: Record, payload: bytes) -> bytes:
    """A response with another body, without content coding; headers and digests are adjusted."""
    lines = record.http_head.split(b"\r\n")
    http = [*(_renamed(line) for line in lines if not _is_length(line)), b"Content-Length: %d" % len(payload)]
    return _record(record, b"\r\n".join(http) + b"\r\n\r\n" + payload, payload)


def tombstone(record: Record, note: str) -> bytes:
    """The replacement for a response that was taken down: a record that it existed, and `note`."""
    block = f"takenDown: {note}\r\n".encode()
    old = record.header("WARC-Record-ID") or ""
    head = (
        "WARC/1.1\r\nWARC-Type: metadata\r\n"
        f"WARC-Record-ID: <urn:uuid:{uuid.uuid5(NAMESPACE, f'taken down {old}')}>\r\n"
        f"WARC-Date: {record.header('WARC-Date')}\r\n"
        f"WARC-Target-URI: {record.header('WARC-Target-URI')}\r\n"
        f"WARC-Refers-To: {old}\r\n"
        f"WARC-Block-Digest: {_digest(block).decode()}\r\n"
        f"Content-Type: application/warc-fields\r\nContent-Length: {len(block)}\r\n\r\n"
    )
    return head.encode() + block + b"\r\n\r\n"


def _record(record: Record, block: bytes, payload: bytes) -> bytes:
    new = {
        b"content-length": b"%d" % len(block),
        b"warc-block-digest": _digest(block),
        b"warc-payload-digest": _digest(payload),
    }
    lines = []
    for line in record.head.split(b"\r\n"):
        name = line.partition(b":")[0].strip().lower()
        lines.append(line.partition(b":")[0] + b": " + new[name] if name in new else line)
    return b"\r\n".join(lines) + b"\r\n\r\n" + block + b"\r\n\r\n"


def _is_length(line: bytes) -> bool:
    return line.lower().startswith(b"content-length:")


def _renamed(line: bytes) -> bytes:
    return ORIGINAL.encode() + line if line.lower().startswith(b"content-encoding:") else line


def _headers(head: bytes) -> dict[str, str]:
    """Headers by name in lower case; of several the first."""
    found: dict[str, str] = {}
    for line in head.split(b"\n"):
        name, colon, value = line.partition(b":")
        if colon:
            found.setdefault(name.decode("latin-1").lower(), value.strip(b" \t\r").decode("utf-8", "replace"))
    return found


def _digest(data: bytes) -> bytes:
    return b"sha1:" + base64.b32encode(hashlib.sha1(data, usedforsecurity=False).digest())


def _member(data: bytes) -> bytes:
    compressor = zlib.compressobj(COMPRESSION, zlib.DEFLATED, zlib.MAX_WBITS | 16)
    return compressor.compress(data) + compressor.flush()


def _copy(source: BinaryIO, out: BinaryIO, start: int, end: int) -> None:
    source.seek(start)
    while start < end:
        chunk = source.read(min(STEP, end - start))
        out.write(chunk)
        start += len(chunk)
    assert start == end


def _next(path: Path) -> Path:
    return path.with_name(f"{VERSION.sub('', path.name)}.r{_number(path) + 1}.warc.gz")


def _number(path: Path) -> int:
    found = VERSION.search(path.name)
    return int(found[1] or 0) if found else 0
