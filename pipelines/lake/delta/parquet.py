"""The Parquet files of the lake: their layout, and their statistics for the Delta log."""

from __future__ import annotations

import json
import os
import re
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any
from uuid import uuid4

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.dataset as ds
import pyarrow.parquet as pq

from pipelines.lake.schemas import Table

FORMAT = ds.ParquetFileFormat(
    default_fragment_scan_options=ds.ParquetFragmentScanOptions(page_checksum_verification=True, pre_buffer=False)
)
"""Without `pre_buffer`, Arrow does not hold the compressed bytes of all row groups that a scan has passed."""
READ_AHEAD: dict[str, int] = {"batch_size": 4_096, "batch_readahead": 1, "fragment_readahead": 1}
"""Of a scan: one row group is decoded ahead. Arrow's default is two million rows, so all texts of a large night."""
ROW_GROUP_ROWS = 65_000
"""A file is one row group. More groups would cost a counting query more than they would save a search, which skips
pages anyway.
"""
GROUP_BYTES = 16 << 20
"""Bytes of rows in memory that make a row group of a file written in slices."""
FALSE_POSITIVES = 0.01
PAGE_BYTES = 128 * 1024
"""A page is the smallest unit of decompression: about fifty texts."""
GROUPED_BYTES = 4 << 20
"""Size of a file from which works are looked for in those row groups only that have them."""
UNIQUE = frozenset({"text", "title", "diff", "url", "canonical_url", "article_id", "document_id", "capture_id"})
"""Columns that hardly ever repeat a value: without a dictionary, which a query would have to read first."""
READ_BYTES = 1 << 20
"""Compressed bytes of a column that are read at once."""
OWN_FILE = re.compile(r"(?:[0-9a-f]{32}|part-\d{5}-[0-9a-f-]{36}-c\d{3}\.\w+)\.parquet")
"""The name of a data file, as `write_file` makes it, or delta-rs in the first release."""
OPTIONS: dict[str, Any] = {
    "compression": "zstd",
    "compression_level": 3,
    "write_page_index": True,
    "data_page_size": PAGE_BYTES,
    "write_page_checksum": True,
}


@dataclass(frozen=True, slots=True)
class Written:
    """A written file before its commit: path below the table's folder, partition value, size, time and Delta statistics."""

    path: str
    partition: str
    size: int
    modified_ms: int
    rows: int
    stats: str


def write_file(folder: Path, spec: Table, partition: str, rows: pa.Table) -> Written:
    """Write sorted rows as one durable file of a table. Readers see it after the commit."""
    path, target = _new(folder, spec, partition)
    data = rows.drop_columns([spec.partition]) if spec.partition else rows
    with target.open("wb") as file:
        blooms = _bloom_filters(spec, min(rows.num_rows, ROW_GROUP_ROWS))
        pq.write_table(
            data,
            file,
            row_group_size=ROW_GROUP_ROWS,
            bloom_filter_options=blooms,
            write_statistics=_stated(spec),
            use_dictionary=_repeated(data.schema),
            **OPTIONS,
        )
        file.flush()
        os.fsync(file.fileno())
    return _written(path, target, partition, rows.num_rows, _stats(spec, rows))


class SlicedFile:
    """A file of a table, written from slices of rows that come in the table's order; readers see it after the commit.

    Slices are held until they make a row group (GROUP_BYTES or ROW_GROUP_ROWS): each group costs a reader its metadata.
    """

    def __init__(self, folder: Path, spec: Table, partition: str) -> None:
        self._path, self.target = _new(folder, spec, partition)
        self._partition = partition
        self._schema = pa.schema([field for field in spec.schema if field.name != spec.partition])
        self._file = self.target.open("wb")
        self._writer = pq.ParquetWriter(
            self._file, self._schema, write_statistics=_stated(spec), use_dictionary=_repeated(self._schema), **OPTIONS
        )
        self._held: list[pa.Table] = []
        self._held_bytes = self._held_rows = self.rows = 0

    def add(self, rows: pa.Table) -> None:
        """Add rows in the table's schema."""
        if not rows.num_rows:
            return
        self._held.append(rows.select(self._schema.names))
        self._held_rows += rows.num_rows
        self._held_bytes += rows.nbytes
        self.rows += rows.num_rows
        if self._held_rows >= ROW_GROUP_ROWS or self._held_bytes >= GROUP_BYTES:
            self._write_group()

    def close(self) -> Written | None:
        """Finish the file durably. None, and no file, if there are no rows."""
        if self._held:
            self._write_group()
        self._writer.close()
        self._file.flush()
        os.fsync(self._file.fileno())
        self._file.close()
        if not self.rows:
            self.target.unlink()
            return None
        return _written(self._path, self.target, self._partition, self.rows, json.dumps({"numRecords": self.rows}))

    def discard(self) -> None:
        """Delete the unfinished file; nothing after `close`."""
        if not self._file.closed:
            with suppress(OSError, pa.ArrowException):  # such as a full disk, which is why it is discarded
                self._writer.close()
            self._file.close()
            self.target.unlink()

    def _write_group(self) -> None:
        self._writer.write_table(pa.concat_tables(self._held).combine_chunks(), row_group_size=ROW_GROUP_ROWS)
        self._held, self._held_bytes, self._held_rows = [], 0, 0


def _new(folder: Path, spec: Table, partition: str) -> tuple[str, Path]:
    name = f"{uuid4().hex}.parquet"
    path = f"{spec.partition}={partition}/{name}" if spec.partition else name
    (folder / path).parent.mkdir(parents=True, exist_ok=True)
    return path, folder / path


def _written(path: str, target: Path, partition: str, rows: int, stats: str) -> Written:
    return Written(path, partition, target.stat().st_size, int(time.time() * 1000), rows, stats)


def shaped(rows: pa.Table, schema: pa.Schema, sort: Sequence[str]) -> pa.Table:
    """Rows in a schema and order; columns that an older version did not write are null."""
    for field in schema:
        if field.name not in rows.column_names:
            rows = rows.append_column(field, pa.nulls(rows.num_rows, field.type))
    rows = rows.select(schema.names).cast(schema)
    return rows.sort_by([(name, "ascending") for name in sort]) if sort and rows.num_rows else rows


@lru_cache(maxsize=256)
def works_by_group(path: str) -> tuple[pa.Array, ...]:
    """The distinct article_ids of each row group of a file. Files never change, so answers are kept: at most some MB each."""
    with pq.ParquetFile(path, page_checksum_verification=True) as file:
        columns = (file.read_row_group(n, columns=["article_id"]) for n in range(file.num_row_groups))
        return tuple(each["article_id"].unique() for each in columns)


def batches_of(path: Path, schema: pa.Schema, partition: Mapping[str, str], rows: int) -> Iterator[pa.RecordBatch]:
    """The rows of a file in a schema, `rows` at a time; `partition` has the values from its folder.

    Memory holds a batch and the compressed pages that are read; a dataset would decode whole row groups.
    """
    with pq.ParquetFile(path, buffer_size=READ_BYTES, page_checksum_verification=True) as file:
        there = [name for name in schema.names if name in file.schema_arrow.names]
        for batch in file.iter_batches(rows, columns=there, use_threads=False):
            held = pa.Table.from_batches([batch])
            for name in partition.keys() & set(schema.names):
                value = pa.scalar(partition[name]).cast(schema.field(name).type)
                held = held.append_column(name, pa.repeat(value, held.num_rows))
            yield from shaped(held, schema, ()).to_batches()


def _repeated(schema: pa.Schema) -> list[str]:
    """Parquet paths of the columns that use a dictionary."""
    return [path for field in schema if field.name not in UNIQUE for path in _leaves(field, field.name)]


def _leaves(field: pa.Field, path: str) -> Iterator[str]:
    """`authors` of a list of strings is `authors.list.element`."""
    if pa.types.is_list(field.type):
        yield from _leaves(field.type.value_field, f"{path}.list.element")
    elif pa.types.is_struct(field.type):
        for inner in field.type:
            yield from _leaves(inner, f"{path}.{inner.name}")
    else:
        yield path


def _stated(spec: Table) -> list[str]:
    """Columns with minimum and maximum in each row group: those by which rows are sorted and found."""
    return [name for name in dict.fromkeys((*spec.sort, *spec.skip, *spec.lookup)) if name != spec.partition]


def _bloom_filters(spec: Table, values: int) -> dict[str, dict[str, float | int]] | None:
    return {name: {"ndv": max(values, 1), "fpp": FALSE_POSITIVES} for name in spec.lookup} or None


def _stats(spec: Table, rows: pa.Table) -> str:
    """Delta's statistics of a file: its rows, and the minimum and maximum of the columns by which queries skip files."""
    ranges = {name: pc.min_max(rows[name]).as_py() for name in spec.skip if rows.num_rows}
    known = {name: each for name, each in ranges.items() if each["min"] is not None}
    return json.dumps(
        {
            "numRecords": rows.num_rows,
            "minValues": {name: _plain(each["min"]) for name, each in known.items()},
            "maxValues": {name: _plain(each["max"]) for name, each in known.items()},
            "nullCount": {name: rows[name].null_count for name in known},
        }
    )


def _plain(value: object) -> object:
    return value.isoformat() if isinstance(value, date) else value
