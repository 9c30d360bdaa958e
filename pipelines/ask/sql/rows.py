"""The rows of a query as a stream of batches."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pyarrow as pa

from pipelines.base.errors import InputError

MAX_BYTES = 32 << 20
"""Maximum size of rows that are collected for display."""


@dataclass(frozen=True, slots=True)
class Rows:
    """A stream of rows: read `batches` once."""

    schema: pa.Schema
    batches: Iterator[pa.RecordBatch]

    @classmethod
    def of(cls, table: pa.Table) -> Rows:
        """The rows of a table."""
        return cls(table.schema, iter(table.to_batches()))

    def table(self) -> pa.Table:
        """All remaining rows."""
        return pa.Table.from_batches(self.batches, self.schema)

    def first(self, count: int) -> pa.Table:
        """The first `count` rows; no more batches are read than these need. Raises InputError beyond MAX_BYTES."""
        taken: list[pa.RecordBatch] = []
        while (missing := count - sum(batch.num_rows for batch in taken)) > 0:
            batch = next(self.batches, None)
            if batch is None:
                break
            taken.append(batch.slice(0, missing))
            if sum(each.nbytes for each in taken) > MAX_BYTES:
                raise InputError(
                    f"the first {count} rows are larger than {MAX_BYTES >> 20} MB: ask for fewer rows or less of them, such as "
                    "text[:1000], or write them with --output FILE"
                )
        return pa.Table.from_batches(taken, self.schema)
