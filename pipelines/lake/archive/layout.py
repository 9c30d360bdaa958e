"""The layout of the archive: its folders, and the small files beside its WARC files."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Set
from contextlib import contextmanager
from datetime import date
from functools import lru_cache
from itertools import chain
from pathlib import Path
from typing import Any, BinaryIO

import pyarrow as pa
import pyarrow.parquet as pq

from pipelines.base.durable import sync
from pipelines.base.errors import InputError
from pipelines.lake.archive.writing import AREA
from pipelines.lake.checksums.ledger import announce
from pipelines.lake.home import Home
from pipelines.lake.schemas import TABLES

ROWS = ("fetches", "links")
OPTIONS = {"compression": "zstd", "write_page_checksum": True}
FEW = 200
FEW_OPTIONS = OPTIONS | {"compression": "snappy", "use_dictionary": False, "write_statistics": False}
"""For a table of up to FEW rows: setting up zstd and a dictionary for each column costs three times as much as all else; nobody
skips row groups of a table that has one.
"""
SUMMARY = "crawl.json"
SOURCE, NIGHT = re.compile(r"source=([a-z0-9_]+)"), re.compile(r"night=(\d{4}-\d\d-\d\d)")


def folder(archive: Path, source: str, night: date) -> Path:
    """The folder of one source and night."""
    return archive / f"source={source}" / f"night={night.isoformat()}"


def sources(archive: Path) -> list[str]:
    """Every source that has a folder, sorted."""
    return sorted(match[1] for match in map(SOURCE.fullmatch, _names(archive)) if match)


def nights_of(archive: Path, source: str) -> list[date]:
    """Every night for which a source has a folder, ascending."""
    return sorted(night for name in _names(archive / f"source={source}") if (night := _night(name)) is not None)


def nights_besides(archive: Path, source: str, known: Set[str]) -> dict[str, date]:
    """The night of each folder of a source whose name is not known yet. It is asked for every source at once: no sorting."""
    names = set(_names(archive / f"source={source}")).difference(known)
    return {name: night for name in names if (night := _night(name)) is not None}


def nights(archive: Path) -> list[tuple[str, date]]:
    """Every (source, night) that has a folder, sorted."""
    return [(source, night) for source in sources(archive) for night in nights_of(archive, source)]


@lru_cache(maxsize=10_000)
def _night(name: str) -> date | None:
    """The night of a folder's name; sources share their nights."""
    match = NIGHT.fullmatch(name)
    return date.fromisoformat(match[1]) if match else None


def ledgers(archive: Path) -> Path:
    """The folder with one Parquet file for each import, named by its id."""
    return archive / "imports"


def _names(folder: Path) -> list[str]:
    return os.listdir(folder) if folder.is_dir() else []  # noqa: PTH208 -- asked for every source


def save_source_settings(
    archive: Path, source: str, night: date, settings: Mapping[str, Any], *, lasting: bool = True
) -> None:
    """Save the validated settings of a source on a night. `lasting` as of `replacing`."""
    _write(folder(archive, source, night) / "source.json", _in_lines(settings), lasting=lasting)


def source_settings(home: Home, source: str, night: date) -> dict[str, Any]:
    """Name, title, url, language, country, time_zone, date_order, … of a source on a night. Raises InputError."""
    path = folder(home.archive, source, night) / "source.json"
    try:
        settings: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise InputError(f"{path}: no settings of {source} for {night}: it was not crawled that night") from error
    return settings


def save_crawl_summary(
    archive: Path, source: str, night: date, summary: Mapping[str, Any], *, lasting: bool = True
) -> None:
    """Save the last end of the crawl of a source and night: its state and counts. `lasting` as of `replacing`."""
    _write(folder(archive, source, night) / SUMMARY, _in_lines(summary), lasting=lasting)


def crawl_summary(archive: Path, source: str, night: date) -> dict[str, Any]:
    """The last end of the crawl of a source and night; empty if it has not ended yet, or if its process was killed."""
    try:
        summary: dict[str, Any] = json.loads((folder(archive, source, night) / SUMMARY).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return summary


def is_imported(archive: Path, source: str, night: date) -> bool:
    """True if an import, not a crawl, made a source's night."""
    return bool(crawl_summary(archive, source, night).get("imported"))


def save_night_rows(
    archive: Path,
    source: str,
    night: date,
    table: str,
    rows: Iterable[pa.RecordBatch],
    metadata: Callable[[], Mapping[bytes, bytes]] = dict,
    *,
    lasting: bool = True,
) -> Path:
    """Save the crawl's `fetches` or `links` of a night: the outcomes of URLs that were not fetched are recorded only
    there.

    Each batch of rows becomes a row group when it comes; `metadata` is called after the last one. `lasting` as of
    `replacing`. Returns the file.
    """
    path = folder(archive, source, night) / f"{table}.parquet"
    batches = iter(rows)
    first = next(batches, None)
    options = FEW_OPTIONS if first is None or first.num_rows <= FEW else OPTIONS
    with replacing(path, lasting=lasting) as file, pq.ParquetWriter(file, TABLES[table].schema, **options) as writer:
        for batch in chain(filter(None, (first,)), batches):
            writer.write_batch(batch)
        writer.add_key_value_metadata(dict(metadata()))
    return path


def night_rows(archive: Path, source: str, night: date) -> dict[str, pa.Table]:
    """`fetches` and `links` of a crawled night. Raises InputError if the crawl was not finished."""
    where = folder(archive, source, night)
    try:
        return {name: _rows(where / f"{name}.parquet").cast(TABLES[name].schema) for name in ROWS}
    except OSError as error:
        raise InputError(f"{where}: the crawl of {source} on {night} was not finished; run it again") from error


def _rows(file: Path) -> pa.Table:
    return pq.read_table(file, partitioning=None, page_checksum_verification=True)


def _in_lines(values: Mapping[str, Any]) -> bytes:
    """Values as `json.dumps(..., indent=1)` writes them, which takes ten times as long: it indents even a number in Python.

    >>> _in_lines({"b": [1], "a": {}}).decode().split()
    ['{', '"a":', '{},', '"b":', '[', '1', ']', '}']
    """
    lines = []
    for name, value in sorted(values.items()):
        indent = 1 if value and isinstance(value, (dict, list, tuple)) else None
        text = json.dumps(value, ensure_ascii=False, indent=indent, sort_keys=True)
        lines.append(f" {json.dumps(name, ensure_ascii=False)}: {text}".replace("\n", "\n "))
    return ("{\n" + ",\n".join(lines) + "\n}\n").encode()


def _write(path: Path, data: bytes, *, lasting: bool) -> None:
    if path.exists() and path.read_bytes() == data:
        return
    with replacing(path, lasting=lasting) as file:
        file.write(data)


def _created(path: Path) -> BinaryIO:
    """A new file, and its folder if it is not there."""
    try:
        return path.open("wb")
    except FileNotFoundError:
        path.parent.mkdir(parents=True, exist_ok=True)
        return path.open("wb")


@contextmanager
def replacing(path: Path, *, lasting: bool = True) -> Iterator[BinaryIO]:
    """A file that replaces `path`, durably, when the block ends without an error.

    If not `lasting`, its bytes are durable and its name is not: for one of several files, whose folder is synced after the
    last.
    """
    temporary = path.with_name(path.name + ".open")
    with _created(temporary) as file:
        yield file
        file.flush()
        os.fsync(file.fileno())
    announce(path, AREA)
    temporary.replace(path)
    if lasting:
        sync(path.parent)
