"""The files of a dataset: shards of a stated size, as Parquet or as JSON lines, named as Hugging Face looks for them.

https://huggingface.co/docs/hub/datasets-file-names-and-splits, https://huggingface.co/docs/hub/datasets-libraries
A shard ends at a row that its own id chooses, so that a row that comes or goes moves the cuts near it and not all that follow.
"""

from __future__ import annotations

import hashlib
import json
import math
import os
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import zstandard

from pipelines.duplicates.ragged import I64
from pipelines.json_lines import encoded

ROW_BYTES = 256
"""What a row takes besides its text, for the sizes of shards and row groups."""
GROUP_BYTES = 32 * 1024 * 1024
"""Bytes of rows in a row group: half of what readers that stream should have to hold, for values of other columns vary."""
GROUP_ROWS = 32_000
ANCHOR = 64
"""One row in so many may end a shard."""
SLACK = 1.25
"""A shard is so many times its size at most."""
OPTIONS: dict[str, Any] = {
    "compression": "zstd",
    "compression_level": 3,
    "use_content_defined_chunking": True,
    "write_page_index": True,
}
UNIQUE = frozenset({"id", "article_id", "document_id", "url", "canonical_url", "title", "text"})
"""Columns that hardly repeat a value: no dictionary of them is kept."""
FOLDERS = {"parquet": "data", "jsonl": "jsonl"}
ENDINGS = {"parquet": "parquet", "jsonl": "jsonl.zst"}


def cuts(text_bytes: I64, ids: Sequence[str], *, shard_bytes: int, least: int) -> list[int]:
    """How many rows each shard of a split has, one after the other.

    >>> cuts(np.array([100, 100, 100]), ["a", "b", "c"], shard_bytes=10_000, least=2)
    [2, 1]
    """
    filled = np.cumsum(text_bytes + ROW_BYTES)
    total = int(filled[-1]) if len(filled) else 0
    if total <= shard_bytes * least:
        return [len(part) for part in np.array_split(np.arange(len(ids)), min(least, max(len(ids), 1)))]
    ends: list[int] = []
    done = 0
    while total - done > shard_bytes * SLACK:
        first = int(np.searchsorted(filled, done + shard_bytes))
        last = int(np.searchsorted(filled, done + int(shard_bytes * SLACK)))
        end = next((row for row in range(first, last) if zlib.crc32(ids[row].encode()) % ANCHOR == 0), first) + 1
        ends.append(end)
        done = int(filled[end - 1])
    bounds = [0, *ends, len(ids)]
    return [stop - start for start, stop in pairwise(bounds) if stop > start]


@dataclass(slots=True)
class SplitWriter:
    """Writes the rows of a split, in order, into its shards. `files` are those written so far: path → rows and SHA-256."""

    folder: Path
    split: str
    shards: Sequence[int]
    formats: Sequence[str]
    schema: pa.Schema
    files: dict[str, dict[str, Any]] = field(default_factory=dict)
    _pending: list[pa.Table] = field(default_factory=list)
    _open: list[_Shard] = field(default_factory=list)
    _number: int = 0
    _written: int = 0

    def write(self, rows: pa.Table) -> None:
        """Add rows; those of a shard that is full are on disk."""
        while rows.num_rows:
            room = self.shards[self._number] - self._written - sum(part.num_rows for part in self._pending)
            self._pending.append(rows.slice(0, room))
            rows = rows.slice(room)
            self._flush(ends=room <= self._pending[-1].num_rows)

    def _flush(self, *, ends: bool) -> None:
        """Write whole row groups of what is pending; all of it where the shard ends."""
        table = pa.concat_tables(self._pending)
        sizes = np.cumsum(pc.binary_length(table["text"]).to_numpy().astype(np.int64) + ROW_BYTES)
        begin = 0
        while begin < table.num_rows:
            done = int(sizes[begin - 1]) if begin else 0
            end = min(max(int(np.searchsorted(sizes, done + GROUP_BYTES)), begin + 1), begin + GROUP_ROWS)
            if end >= table.num_rows and not ends:
                break
            end = min(end, table.num_rows)
            self._write_group(table.slice(begin, end - begin))
            begin = end
        self._pending = [table.slice(begin)] if begin < table.num_rows else []
        if ends:
            self._close()

    def _write_group(self, rows: pa.Table) -> None:
        if not self._open:
            stem = f"{self.split}-{self._number:05d}-of-{len(self.shards):05d}"
            self._open = [_Shard.create(self.folder, kind, stem, self.schema) for kind in self.formats]
        for shard in self._open:
            shard.write(rows)
        self._written += rows.num_rows

    def _close(self) -> None:
        for shard in self._open:
            name = shard.close()
            self.files[name] = {"rows": self._written, "sha256": sha256_of(shard.path)}
        self._open, self._written = [], 0
        self._number += 1


@dataclass(slots=True)
class _Shard:
    folder: Path
    path: Path
    file: BinaryIO
    writer: Any

    @classmethod
    def create(cls, folder: Path, kind: str, stem: str, schema: pa.Schema) -> _Shard:
        path = folder / FOLDERS[kind] / f"{stem}.{ENDINGS[kind]}"
        path.parent.mkdir(parents=True, exist_ok=True)
        file = path.open("wb")
        if kind == "parquet":
            repeated = [
                field.name for field in schema if field.name not in UNIQUE and not pa.types.is_nested(field.type)
            ]
            return cls(folder, path, file, pq.ParquetWriter(file, schema, use_dictionary=repeated, **OPTIONS))
        return cls(folder, path, file, zstandard.ZstdCompressor(level=3).stream_writer(file, closefd=False))

    def write(self, rows: pa.Table) -> None:
        if isinstance(self.writer, pq.ParquetWriter):
            self.writer.write_table(rows, row_group_size=rows.num_rows)
            return
        for batch in rows.to_batches(max_chunksize=1000):
            self.writer.write(b"".join(encoded(_plain(row)) for row in batch.to_pylist()))

    def close(self) -> str:
        self.writer.close()
        self.file.flush()
        os.fsync(self.file.fileno())
        self.file.close()
        return self.path.relative_to(self.folder).as_posix()


def _plain(value: Any) -> Any:
    """A value as JSON has it: dates in ISO 8601, no number that is none."""
    if isinstance(value, dict):
        return {name: _plain(each) for name, each in value.items()}
    if isinstance(value, list):
        return [_plain(each) for each in value]
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    return value.isoformat() if hasattr(value, "isoformat") else value


def sha256_of(path: Path) -> str:
    """SHA-256 of a file, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def write_json(path: Path, value: Mapping[str, Any]) -> None:
    """A file of JSON that is the same for the same value."""
    path.write_text(json.dumps(value, indent=2, sort_keys=True, ensure_ascii=False) + "\n", encoding="utf-8")
