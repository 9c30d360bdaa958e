"""Damaged WARC files: the captures that cannot be read are named by their addresses, and asked for by the next crawl.

The file stays, because its other records are whole and table rows name their places.
"""

from __future__ import annotations

import base64
import hashlib
import io
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
from fastwarc.warc import ArchiveIterator

from pipelines.corpus.mending.archive_tables import place_of
from pipelines.lake import archive
from pipelines.lake.checksums.ledger import Checksums, Lost
from pipelines.lake.gzip_member import Torn, member
from pipelines.lake.home import Home

NAMED = 5
"""Addresses in one line; 'dateline doctor' counts the others."""
COLUMNS = ["url", "url_key", "warc_file", "warc_offset"]


def lose_captures(home: Home, path: str) -> str:
    """Record the captures of a damaged WARC file that cannot be read; returns the result in words.

    The digest of the file as it is now is taken, so that further damage is seen.
    """
    source, night, _ = place_of(path)
    file = path.removeprefix("archive/")
    ledger = Checksums(home.root)
    torn = [
        Lost(file, row["warc_offset"], source, night.isoformat(), row["url"], row["url_key"])
        for row in _captures(home, path)
        if row["warc_file"] == file and not is_whole(home, file, row["warc_offset"])
    ]
    ledger.lose(torn)
    ledger.take([path])
    if not torn:
        return "all of its captures are whole"
    more = f" and {len(torn) - NAMED} more" if len(torn) > NAMED else ""
    addresses = ", ".join(each.url for each in torn[:NAMED])
    return f"{len(torn)} captures are lost: {addresses}{more}; the next crawl of {source} asks for them again"


def is_whole(home: Home, file: str, offset: int) -> bool:
    """True if the record at a place is whole, by the CRC of its gzip member and by its WARC-Block-Digest."""
    try:
        with (home.archive / file).open("rb") as stream:
            inflated, _ = member(stream, offset)
    except (OSError, Torn):
        return False
    record = next(iter(ArchiveIterator(io.BytesIO(inflated), parse_http=False)), None)
    if record is None:
        return False
    stated = record.headers.get("WARC-Block-Digest") or ""
    digest = base64.b32encode(hashlib.sha1(record.reader.read(), usedforsecurity=False).digest()).decode()
    return not stated.startswith("sha1:") or stated.removeprefix("sha1:") == digest


def _captures(home: Home, path: str) -> list[dict[str, Any]]:
    """The rows of the night's fetches, from the archive; none if they cannot be read."""
    source, night, _ = place_of(path)
    table = archive.folder(home.archive, source, night) / "fetches.parquet"
    try:
        rows: list[dict[str, Any]] = pq.read_table(table, columns=COLUMNS, partitioning=None).to_pylist()
    except (OSError, pa.ArrowException):
        return []
    return rows
