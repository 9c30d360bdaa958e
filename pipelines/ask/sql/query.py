"""One of our own queries over the corpus, in this process, for code that trusts its query. A stranger's query goes
through `process`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import TypeVar

import duckdb
import pyarrow as pa

from pipelines.ask.sql.connection import connect
from pipelines.ask.sql.rows import Rows
from pipelines.ask.sql.searches import give, searched
from pipelines.ask.sql.statements import in_one_line, rows_of
from pipelines.base.errors import InputError
from pipelines.lake.home import Home

Answer = TypeVar("Answer")


def query_corpus(home: Home, query: str) -> pa.Table:
    """The rows of a query. Raises InputError with DuckDB's message.

    The query may contain other statements without rows (SET, CREATE TEMP TABLE).
    """
    with query_rows(home, query) as rows:
        return rows.table()


@contextmanager
def query_rows(home: Home, query: str, *, wanted: int | None = None) -> Iterator[Rows]:
    """The rows of a query as a stream, at most `wanted`."""
    found = searched(home, query)
    with connect(home) as connection, ThreadPoolExecutor(1) as thread:
        if found is not None:
            give(connection, found)

        def answered(call: Callable[[], Answer]) -> Answer:
            try:
                return thread.submit(call).result()
            except duckdb.Error as error:
                raise InputError(f"SQL: {in_one_line(error, query)}") from error
            except (
                KeyboardInterrupt
            ):  # caught here, because only this wait can be interrupted; DuckDB itself may not notice
                connection.interrupt()
                raise

        def batches(rows: Rows) -> Iterator[pa.RecordBatch]:
            while (batch := answered(lambda: next(rows.batches, None))) is not None:
                yield batch

        rows = answered(lambda: rows_of(connection, query, wanted=wanted))
        yield Rows(rows.schema, batches(rows))
