"""The files of a dataset: shards of a stated size, in each format of the recipe (`formats/` has the formats).

https://huggingface.co/docs/hub/datasets-file-names-and-splits has the names of shards.
A shard ends at a row that its own id chooses, so that a row that comes or goes moves the cuts near it and not all that follow.
"""

from __future__ import annotations

import hashlib
import json
import math
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from pipelines.corpus.duplicates.ragged import I64
from pipelines.give.export.formats import format_named
from pipelines.give.export.formats.format import RowWriter
from pipelines.give.export.kinds import KINDS
from pipelines.give.export.tokens import Tokenizer

ROW_BYTES = 256
"""Estimated bytes of a row besides its text, for the sizes of shards and row groups."""
LONG_TEXTS = tuple(dict.fromkeys(["text", *(name for kind in KINDS.values() for name in kind.texts)]))
GROUP_BYTES = 32 * 1024 * 1024
"""Estimated bytes of a row group: half of the memory that a streaming reader should need, for the estimate may be too low."""
GROUP_ROWS = 32_000
ANCHOR = 64
"""A shard may end only after a row whose id has a CRC-32 divisible by this: one row in 64."""
SLACK = 1.25
"""The size of the largest shard, as a multiple of `shard_bytes`, if no row before that may end it."""


@dataclass(slots=True)
class SplitWriter:
    """Writes the rows of a split, in order, into shards of about `shard_bytes` and at most `shard_rows` rows.

    >>> shard_rows(5, least=2), shard_rows(1, least=2)
    (3, 1)
    """

    folder: Path
    split: str
    schema: pa.Schema
    formats: Sequence[str]
    shard_bytes: int
    shard_rows: int
    tokenizer: Tokenizer | None = None
    _pending: list[pa.Table] = field(default_factory=list)
    _open: list[_Shard] = field(default_factory=list)
    _closed: list[tuple[_Shard, int]] = field(default_factory=list)
    _number: int = 0
    _rows: int = 0
    _bytes: int = 0

    def write(self, rows: pa.Table) -> None:
        """Add rows. Full shards are written to disk."""
        while rows.num_rows:
            sizes = np.cumsum(_sizes(rows))
            end, ends = self._end(sizes, rows["id"])
            self._pending.append(rows.slice(0, end))
            self._rows, self._bytes = self._rows + end, self._bytes + int(sizes[end - 1])
            self._flush(ends=ends)
            rows = rows.slice(end)

    def finish(self) -> dict[str, dict[str, Any]]:
        """Write the rest, and put the number of shards into the names of the files. Returns path → rows and SHA-256."""
        if self._pending or self._open:
            self._flush(ends=True)
        return {
            path.relative_to(self.folder).as_posix(): {"rows": rows, "sha256": sha256_of(path)}
            for shard, rows in self._closed
            for path in shard.named(self._number)
        }

    def _end(self, sizes: I64, ids: pa.ChunkedArray) -> tuple[int, bool]:
        """The number of rows that belong to the open shard, and True if the shard ends with them."""
        first, last = (
            int(np.searchsorted(sizes, limit - self._bytes))
            for limit in (self.shard_bytes, int(self.shard_bytes * SLACK))
        )
        anchors = (row for row in range(first, min(last, len(sizes))) if _is_anchor(ids[row].as_py()))
        end = min(next(anchors, last) + 1, self.shard_rows - self._rows)
        return min(end, len(sizes)), end <= len(sizes)

    def _flush(self, *, ends: bool) -> None:
        """Write pending rows as whole row groups; if the shard ends, write all of them."""
        table = pa.concat_tables(self._pending) if self._pending else self.schema.empty_table()
        sizes = np.cumsum(_sizes(table))
        begin = 0
        while begin < table.num_rows:
            done = int(sizes[begin - 1]) if begin else 0
            end = min(max(int(np.searchsorted(sizes, done + GROUP_BYTES)), begin + 1), begin + GROUP_ROWS)
            if end >= table.num_rows and not ends:
                break
            self._write_group(table.slice(begin, end - begin))
            begin = min(end, table.num_rows)
        self._pending = [table.slice(begin)] if begin < table.num_rows else []
        if ends:
            self._close()

    def _write_group(self, rows: pa.Table) -> None:
        if not self._open:
            self._open = [
                _Shard.create(self.folder, name, self.split, self._number, self.schema, self.tokenizer)
                for name in self.formats
            ]
        for shard in self._open:
            shard.writer.write(rows)

    def _close(self) -> None:
        for shard in self._open:
            shard.close()
            self._closed.append((shard, self._rows))
        self._open, self._rows, self._bytes = [], 0, 0
        self._number += 1


def shard_rows(rows: int, *, least: int) -> int:
    """The largest number of rows of a shard that still divides `rows` into `least` shards."""
    return max(math.ceil(rows / least), 1)


def _sizes(rows: pa.Table) -> I64:
    """Estimated bytes of each row."""
    texts = [name for name in LONG_TEXTS if name in rows.column_names]
    lengths = [pc.binary_length(rows[name]).fill_null(0).to_numpy().astype(np.int64) for name in texts]
    return np.asarray(np.sum(lengths, axis=0) + ROW_BYTES)


def _is_anchor(name: str) -> bool:
    return zlib.crc32(name.encode()) % ANCHOR == 0


@dataclass(slots=True)
class _Shard:
    """The files of a shard in one format."""

    paths: tuple[Path, ...]
    files: tuple[BinaryIO, ...]
    writer: RowWriter

    @classmethod
    def create(
        cls, folder: Path, name: str, split: str, number: int, schema: pa.Schema, tokenizer: Tokenizer | None
    ) -> _Shard:
        kind = format_named(name)
        stem = folder / kind.place(split) / f"{split}-{number:05d}"
        paths = tuple(stem.with_name(f"{stem.name}.{suffix}") for suffix in (kind.suffix, *kind.beside))
        paths[0].parent.mkdir(parents=True, exist_ok=True)
        files = tuple(path.open("w+b") for path in paths)
        if kind.token_writer is None:
            return cls(paths, files, kind.writer(files[0], schema))
        assert tokenizer is not None, "a recipe with token ids has a tokenizer"
        return cls(paths, files, kind.token_writer(files, tokenizer))

    def close(self) -> None:
        self.writer.close()
        for file in self.files:
            file.close()

    def named(self, shards: int) -> tuple[Path, ...]:
        """Rename the files so that their names have the number of shards."""
        parts = [path.name.partition(".") for path in self.paths]
        names = [f"{stem}-of-{shards:05d}.{ending}" for stem, _, ending in parts]
        self.paths = tuple(path.rename(path.with_name(name)) for path, name in zip(self.paths, names, strict=True))
        return self.paths


def sha256_of(path: Path) -> str:
    """SHA-256 of a file, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def write_json(path: Path, value: Mapping[str, Any]) -> None:
    """Write a value as a JSON file. The same value gives the same bytes."""
    path.write_text(in_json(value), encoding="utf-8")


def in_json(value: Mapping[str, Any]) -> str:
    """The one spelling of a value that files of datasets have."""
    return json.dumps(value, indent=2, sort_keys=True, ensure_ascii=False) + "\n"
