"""The rows of a query as they come, a batch at a time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pyarrow as pa

from pipelines.base.errors import InputError

MAX_BYTES = 32 << 20
"""What may be asked for at once, to be shown."""


@dataclass(frozen=True, slots=True)
class Rows:
    """Rows as they come: read `batches` once."""

    schema: pa.Schema
    batches: Iterator[pa.RecordBatch]

    @classmethod
    def of(cls, table: pa.Table) -> Rows:
        """The rows of a table that is there."""
        return cls(table.schema, iter(table.to_batches()))

    def table(self) -> pa.Table:
        """All that is left of them."""
        return pa.Table.from_batches(self.batches, self.schema)

    def first(self, count: int) -> pa.Table:
        """The first rows, as many as `count`; no more are asked for than these need. Raises InputError beyond MAX_BYTES."""
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
