"""What a file says about itself, where no digest says more: page checksums, footers, digests of records, SQLite's own check."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from pipelines.lake.gzip_member import Torn, member

Check = Callable[[Path], str | None]


def fault(file: Path, *, deep: bool = True) -> str | None:
    """The reason why a file is certainly damaged; None if nothing in it says so. `deep` reads all of it.

    A Parquet file written before pages had checksums, and any other kind, may be damaged without a word.
    """
    check = CHECKS.get(file.suffix) if deep else QUICK.get(file.suffix)
    try:
        return check(file) if check else None
    except (OSError, ValueError, sqlite3.Error, pa.ArrowException) as error:
        return (str(error).strip().splitlines() or [type(error).__name__])[0][:160]


def _json(file: Path) -> str | None:
    for line in file.read_bytes().splitlines() if file.parent.name == "_delta_log" else [file.read_bytes()]:
        json.loads(line)
    return None


def _footer(file: Path) -> str | None:
    pq.read_metadata(file)
    return None


def _pages(file: Path) -> str | None:
    with pq.ParquetFile(file, page_checksum_verification=True) as parquet:
        rows = sum(batch.num_rows for batch in parquet.iter_batches())
        return None if rows == parquet.metadata.num_rows else "rows are missing"


def _database(file: Path) -> str | None:
    with closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True, timeout=60)) as connection:
        said = connection.execute("PRAGMA integrity_check(1)").fetchone()[0]
    return None if said == "ok" else str(said)


def _records(file: Path) -> str | None:
    torn = [offset for offset, whole in members(file) if not whole]
    return f"{len(torn)} records cannot be read, the first at byte {torn[0]}" if torn else None


def members(file: Path) -> Iterator[tuple[int, bool]]:
    """The gzip members of a file: offset, and whether the member is whole by its CRC. Ends at the first torn one."""
    with file.open("rb") as stream:
        size, offset = file.stat().st_size, 0
        while offset < size:
            try:
                offset_after = member(stream, offset)[1]
            except Torn:
                yield offset, False
                return
            yield offset, True
            offset = offset_after


QUICK: dict[str, Check] = {".json": _json, ".parquet": _footer}
CHECKS: dict[str, Check] = {".json": _json, ".parquet": _pages, ".sqlite": _database, ".gz": _records}
