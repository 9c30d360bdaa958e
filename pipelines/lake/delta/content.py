"""The digest of rows: the hash of their Arrow batches, FILE_ROWS rows each. It must not change: `nights` has it on record."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator

import pyarrow as pa

from pipelines.lake.delta.grouping import FILE_ROWS


def digest_of(schema: pa.Schema, batches: Iterable[pa.RecordBatch]) -> tuple[int, str]:
    """Number of rows, and sixteen hex digits of their hash. In memory are FILE_ROWS rows twice, and one batch."""
    sink, rows = _Hashed(), 0
    with pa.ipc.new_stream(pa.PythonFile(sink, mode="w"), schema) as stream:
        stream.write_batch(pa.RecordBatch.from_pylist([], schema=schema))  # the stream begins with the schema
        sink.is_open = True
        for batch in _resliced(batches):
            stream.write_batch(batch)
            rows += batch.num_rows
        sink.is_open = False
    return rows, sink.sha.hexdigest()[:16]


class _Hashed:
    """A file that keeps the hash of its bytes: a batch that is written is not copied."""

    closed = False

    def __init__(self) -> None:
        self.sha = hashlib.sha256()
        self.is_open = False

    def write(self, data: bytes) -> int:
        if self.is_open:
            self.sha.update(data)
        return len(data)

    def flush(self) -> None:
        """There is no buffer."""

    def close(self) -> None:
        """There is no file."""


def _resliced(batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    """The same rows in batches of FILE_ROWS, whatever their batches were before."""
    pending: list[pa.RecordBatch] = []
    for batch in batches:
        pending.append(batch)
        while sum(each.num_rows for each in pending) >= FILE_ROWS:
            rows = pa.Table.from_batches(pending)
            pending = rows.slice(FILE_ROWS).to_batches()
            rows = rows.slice(0, FILE_ROWS).combine_chunks()
            yield from rows.to_batches()
    if pending:
        yield from pa.Table.from_batches(pending).combine_chunks().to_batches()
