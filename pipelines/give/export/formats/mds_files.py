"""MDS shards, as `StreamingDataset` of MosaicML Streaming reads them: `mds/<split>/` has the shards of a split and `index.json`.

A shard is the number of rows, the offset of each row and of the end, the head (JSON), and the rows; numbers are of 32 bits,
little-endian. https://docs.mosaicml.com/projects/streaming/en/stable/preparing_datasets/dataset_format.html.
`id` and the texts are `str`, every other column is `json`, so that it may be null. The library is not needed to write or read.
"""

from __future__ import annotations

import json
import shutil
import struct
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryFile
from typing import Any, BinaryIO

import numpy as np
import pyarrow as pa

from pipelines.give.export.formats.format import Format
from pipelines.give.export.formats.jsonl_files import batches_of, in_plain

NEVER_NULL = ("id", "text")
MAX_OFFSET = (1 << 32) - 1
WIDE = np.dtype("<u4")
SHARED = {"compression": None, "format": "mds", "hashes": [], "size_limit": None, "version": 2}
"""Head of every shard, but for its columns. https://github.com/mosaicml/streaming, `streaming/base/format/mds/writer.py`."""


@dataclass(slots=True)
class _ShardWriter:
    """Rows wait in a temporary file, because their offsets stand before them."""

    file: BinaryIO
    schema: pa.Schema
    rows: BinaryIO = field(default_factory=TemporaryFile)
    sizes: list[int] = field(default_factory=list)

    def write(self, rows: pa.Table) -> None:
        names = sorted(rows.schema.names)
        for batch in rows.to_batches(max_chunksize=1000):
            for row in map(in_plain, batch.to_pylist()):
                data = [row[name].encode() if name in NEVER_NULL else json.dumps(row[name]).encode() for name in names]
                self.sizes.append(self.rows.write(np.array([*map(len, data)], WIDE).tobytes() + b"".join(data)))

    def close(self) -> None:
        head = json.dumps(_head(self.schema.names), sort_keys=True).encode()
        first = WIDE.itemsize * (len(self.sizes) + 2) + len(head)
        offsets = np.cumsum([first, *self.sizes], dtype=np.int64)
        if offsets[-1] > MAX_OFFSET:
            raise OverflowError(f"a shard of MDS has less than 4 GiB, and this one has {offsets[-1]} bytes")
        self.file.write(struct.pack("<I", len(self.sizes)) + offsets.astype(WIDE).tobytes() + head)
        with self.rows:
            self.rows.seek(0)
            shutil.copyfileobj(self.rows, self.file)


def _head(names: Sequence[str]) -> dict[str, Any]:
    encodings = ["str" if name in NEVER_NULL else "json" for name in sorted(names)]
    return {**SHARED, "column_names": sorted(names), "column_encodings": encodings, "column_sizes": [None] * len(names)}


def _opened(file: BinaryIO) -> tuple[list[int], dict[str, Any]]:
    """Offsets of the rows and of their end, and the head. Raises EOFError for a torn file."""
    try:
        [count] = struct.unpack("<I", file.read(WIDE.itemsize))
        offsets = np.frombuffer(file.read(WIDE.itemsize * (count + 1)), WIDE)
        head = json.loads(file.read(int(offsets[0]) - WIDE.itemsize * (count + 2)))
        if len(offsets) != count + 1 or not isinstance(head, dict):
            raise EOFError("it ends amid its head")
        return offsets.tolist(), head
    except (struct.error, ValueError, IndexError) as error:
        raise EOFError(str(error)) from error


def _batches(path: Path, columns: Sequence[str]) -> Iterator[pa.RecordBatch]:
    yield from batches_of(_rows(path), columns)


def _rows(path: Path) -> Iterator[dict[str, Any]]:
    with path.open("rb") as file:
        offsets, head = _opened(file)
        names = head["column_names"]
        begins = WIDE.itemsize * len(names)
        try:
            for size in np.diff(offsets).tolist():
                row = file.read(size)
                ends = begins + np.cumsum(np.frombuffer(row, WIDE, len(names)), dtype=np.int64)
                parts = [row[start:end].decode() for start, end in zip([begins, *ends], ends, strict=False)]
                pairs = zip(names, parts, strict=True)
                yield {name: part if name in NEVER_NULL else json.loads(part) for name, part in pairs}
        except ValueError as error:
            raise EOFError(str(error)) from error
        if file.read(1):
            raise EOFError("bytes after the last row")


def _columns(path: Path) -> list[str]:
    with path.open("rb") as file:
        return list(_opened(file)[1].get("column_names", ()))


def _index(paths: Sequence[Path]) -> str:
    """The line of `index.json`: size, rows and columns of each shard."""
    shards = []
    for path in paths:
        with path.open("rb") as file:
            offsets, head = _opened(file)
        raw = {"basename": path.name, "bytes": path.stat().st_size, "hashes": {}}
        shards.append(head | {"raw_data": raw, "samples": len(offsets) - 1, "zip_data": None})
    return json.dumps({"shards": shards, "version": 2}, sort_keys=True)


MDS = Format(
    name="mds",
    about="MDS, as StreamingDataset of MosaicML Streaming reads it",
    folder="mds/{split}",
    suffix="mds",
    writer=_ShardWriter,
    batches=_batches,
    columns=_columns,
    typed=False,
    index=_index,
)
