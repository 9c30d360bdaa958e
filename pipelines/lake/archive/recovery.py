"""Recovery of the archive after an unclean stop: every `.open` file is cut to its complete members and closed.

Many tools read a truncated gzip file without an error, and data appended after the damage is lost.
"""

from __future__ import annotations

import os
import zlib
from collections.abc import Mapping
from pathlib import Path

from pipelines.base.durable import sync
from pipelines.lake.archive.writing import AREA, OPEN
from pipelines.lake.checksums.ledger import announce

CHUNK = 1 << 16


def recover(part: Path, acknowledged: Mapping[str, int] | None = None) -> list[Path]:
    """Close every `.open` WARC file of a folder, cut to its acknowledged length or to its last complete member.

    `acknowledged` has the acknowledged bytes by a file's final name. Data behind them was never counted as done and
    will be fetched again, so closed files are cut, too. An empty file is removed. Returns the closed files.
    """
    counted = acknowledged or {}
    closed = []
    for path in sorted(part.glob(f"*.warc.gz{OPEN}")):
        final = path.with_name(path.name.removesuffix(OPEN))
        whole = whole_members(path, counted.get(final.name, None if acknowledged is None else 0))
        if whole == 0:
            path.unlink()
        else:
            _cut(path, whole)
            announce(final, AREA)
            path.replace(final)
            closed.append(final)
        sync(part)
    for path in part.glob(f"*{OPEN}"):
        path.unlink()
    for path in part.glob("*.warc.gz"):
        if path.stat().st_size > counted.get(path.name, path.stat().st_size):
            announce(path, AREA)
            _cut(path, whole_members(path, counted[path.name]))
    return closed


def _cut(path: Path, size: int) -> None:
    with path.open("r+b") as file:
        file.truncate(size)
        file.flush()
        os.fsync(file.fileno())


def whole_members(path: Path, limit: int | None = None) -> int:
    """Number of bytes up to the end of the last complete gzip member at or before `limit`."""
    end = consumed = 0
    member = zlib.decompressobj(zlib.MAX_WBITS | 16)
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            while chunk:
                try:
                    member.decompress(chunk)
                except zlib.error:
                    return end
                consumed += len(chunk) - len(member.unused_data)
                chunk = member.unused_data
                if not member.eof:
                    break
                if limit is not None and consumed > limit:
                    return end
                end = consumed
                member = zlib.decompressobj(zlib.MAX_WBITS | 16)
    return end


def is_whole(path: Path, offset: int) -> bool:
    """True if a gzip member begins at `offset` and is complete."""
    member = zlib.decompressobj(zlib.MAX_WBITS | 16)
    with path.open("rb") as file:
        file.seek(offset)
        while not member.eof and (chunk := file.read(CHUNK)):
            try:
                member.decompress(chunk)
            except zlib.error:
                return False
    return member.eof
