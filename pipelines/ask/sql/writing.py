"""Write rows for programs as a stream: csv, json, jsonl, markdown, parquet, arrow."""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from io import BytesIO
from pathlib import Path
from typing import Any, BinaryIO

import pyarrow as pa

from pipelines.ask.sql.cells import cell, plain, values
from pipelines.ask.sql.rows import Rows
from pipelines.base.errors import InputError
from pipelines.base.neutral import in_csv, in_json, in_markdown
from pipelines.base.output_file import output_file

ENDINGS = {
    ".arrow": "arrow",
    ".csv": "csv",
    ".json": "json",
    ".jsonl": "jsonl",
    ".md": "markdown",
    ".parquet": "parquet",
    ".txt": "markdown",
}
"""Formats by the suffix of a file name."""
BINARY = ("arrow", "parquet")
JSON = json.JSONEncoder(ensure_ascii=False)
ROW_GROUP_ROWS = 122_880
ROW_GROUP_BYTES = 64 << 20


def write_rows(rows: Rows, style: str, output: Path | None) -> None:
    """Write rows to a file, or to stdout, where they appear as they come. Raises InputError for a binary format on a
    terminal.
    """
    if style in BINARY and output is None and sys.stdout.isatty():
        raise InputError(f"--format {style} is not for a terminal: say where to with --output FILE")
    with output_file(output or Path("-")) as file:
        WRITERS[style](rows, file)


def as_bytes(rows: Rows, style: str) -> bytes:
    """All rows in a format."""
    held = BytesIO()
    WRITERS[style](rows, held)
    return held.getvalue()


def _csv(rows: Rows, file: BinaryIO) -> None:
    numeric = [_is_number(field.type) for field in rows.schema]
    _put(file, (",".join(in_csv(name) for name in rows.schema.names) + "\n",))
    for batch in rows.batches:
        _put(
            file,
            (
                ",".join(in_csv(cell(value), is_number=n) for value, n in zip(line, numeric, strict=True)) + "\n"
                for line in _lines(batch)
            ),
        )


def _json_lines(rows: Rows, file: BinaryIO) -> None:
    for batch in rows.batches:
        _put(file, (line + "\n" for line in _objects(batch)))


def _json(rows: Rows, file: BinaryIO) -> None:
    separator = "[\n"
    for batch in rows.batches:
        for line in _objects(batch):
            _put(file, (separator, line))
            separator = ",\n"
    _put(file, ("[]\n" if separator == "[\n" else "\n]\n",))


def _markdown(rows: Rows, file: BinaryIO) -> None:
    _put(file, map(_row, ([in_markdown(name) for name in rows.schema.names], ["---"] * len(rows.schema.names))))
    for batch in rows.batches:
        _put(file, (_row([in_markdown(cell(value)) for value in line]) for line in _lines(batch)))


def _parquet(rows: Rows, file: BinaryIO) -> None:
    import pyarrow.parquet as pq

    schema = pa.schema([f.with_name(n) for f, n in zip(rows.schema, distinct(rows.schema.names), strict=True)])
    with pq.ParquetWriter(file, schema) as writer:
        for batches in _groups(rows.batches):
            writer.write_table(pa.Table.from_batches([b.rename_columns(schema.names) for b in batches], schema))


def _arrow(rows: Rows, file: BinaryIO) -> None:
    schema = pa.schema([f.with_name(n) for f, n in zip(rows.schema, distinct(rows.schema.names), strict=True)])
    with pa.ipc.new_stream(file, schema) as writer:
        for batch in rows.batches:
            writer.write_batch(batch.rename_columns(schema.names))
            file.flush()


WRITERS: dict[str, Callable[[Rows, BinaryIO], None]] = {
    "csv": _csv,
    "json": _json,
    "jsonl": _json_lines,
    "markdown": _markdown,
    "parquet": _parquet,
    "arrow": _arrow,
}


def distinct(names: list[str]) -> list[str]:
    """Give every column its own name: a second `a` becomes `a_2`."""
    chosen: dict[str, None] = {}
    numbers: Counter[str] = Counter()
    for name in names:
        own = name
        while own in chosen:
            numbers[name] += 1
            own = f"{name}_{numbers[name] + 1}"
        chosen[own] = None
    return list(chosen)


def _groups(batches: Iterable[pa.RecordBatch]) -> Iterator[list[pa.RecordBatch]]:
    """Batches collected into row groups of a useful size."""
    group: list[pa.RecordBatch] = []
    for batch in batches:
        group.append(batch)
        if sum(b.num_rows for b in group) >= ROW_GROUP_ROWS or sum(b.nbytes for b in group) >= ROW_GROUP_BYTES:
            yield group
            group = []
    if group:
        yield group


def _objects(batch: pa.RecordBatch) -> Iterator[str]:
    names = distinct(batch.schema.names)
    for line in _lines(batch):
        yield in_json(JSON.encode(dict(zip(names, map(plain, line), strict=True))))


def _lines(batch: pa.RecordBatch) -> Iterator[tuple[Any, ...]]:
    return zip(*map(values, batch.columns), strict=True)


def _row(cells: list[str]) -> str:
    return "| " + " | ".join(cells) + " |\n"


def _is_number(kind: pa.DataType) -> bool:
    return bool(pa.types.is_integer(kind) or pa.types.is_floating(kind) or pa.types.is_decimal(kind))


def _put(file: BinaryIO, texts: Iterable[str]) -> None:
    file.write("".join(texts).encode("utf-8", "replace"))
    file.flush()
