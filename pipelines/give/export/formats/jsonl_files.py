"""JSON lines of a dataset, compressed with zstd: an object a row, dates in ISO 8601, null for a number that is not finite."""

from __future__ import annotations

import io
import json
import math
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Any, BinaryIO

import pyarrow as pa
import zstandard

from pipelines.base.json_lines import encoded
from pipelines.give.export.columns import dataset_schema
from pipelines.give.export.formats.format import BATCH_ROWS, Format


class _LineWriter:
    def __init__(self, file: BinaryIO, _schema: pa.Schema) -> None:
        self._stream = zstandard.ZstdCompressor(level=3).stream_writer(file, closefd=False)

    def write(self, rows: pa.Table) -> None:
        for batch in rows.to_batches(max_chunksize=1000):
            self._stream.write(b"".join(encoded(in_plain(row)) for row in batch.to_pylist()))

    def close(self) -> None:
        self._stream.close()  # type: ignore[no-untyped-call]


def _batches(path: Path, columns: Sequence[str]) -> Iterator[pa.RecordBatch]:
    yield from batches_of(_rows(path), columns)


def batches_of(rows: Iterator[dict[str, Any]], columns: Sequence[str]) -> Iterator[pa.RecordBatch]:
    """Some columns of rows that were read from JSON. Values have the types of the dataset's columns; dates stay text."""
    schema = pa.schema([(field.name, _in_json(field.type)) for field in dataset_schema(columns, flat=False)])
    while some := [{name: row[name] for name in columns} for row in islice(rows, BATCH_ROWS)]:
        yield pa.RecordBatch.from_pylist(some, schema)


def _rows(path: Path) -> Iterator[dict[str, Any]]:
    try:
        with path.open("rb") as file, zstandard.ZstdDecompressor().stream_reader(file) as stream:
            yield from map(json.loads, io.TextIOWrapper(stream, encoding="utf-8"))
    except (zstandard.ZstdError, ValueError) as error:
        raise EOFError(str(error)) from error


def _in_json(kind: pa.DataType) -> pa.DataType:
    """The type of a column in JSON lines: dates are text there."""
    if pa.types.is_list(kind):
        return pa.list_(_in_json(kind.value_type))
    if pa.types.is_struct(kind):
        return pa.struct([(field.name, _in_json(field.type)) for field in kind])
    return pa.string() if pa.types.is_temporal(kind) else kind


def in_plain(value: Any) -> Any:
    """A value as JSON has it: dates in ISO 8601, null for a number that is not finite."""
    if isinstance(value, dict):
        return {name: in_plain(each) for name, each in value.items()}
    if isinstance(value, list):
        return [in_plain(each) for each in value]
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    return value.isoformat() if hasattr(value, "isoformat") else value


JSONL = Format(
    name="jsonl",
    about="JSON lines compressed with zstd",
    folder="jsonl",
    suffix="jsonl.zst",
    writer=_LineWriter,
    batches=_batches,
)
