"""How the process of a query says what became of it."""

from __future__ import annotations

import duckdb
import pyarrow as pa
import pytest

from pipelines.ask.sql.sandbox import wants_memory


@pytest.mark.parametrize(
    ("error", "wanted"),
    [
        (duckdb.OutOfMemoryException("Out of Memory Error: failed to allocate"), True),
        (OSError("Out of Memory Error: failed to pin block"), True),
        (
            duckdb.IOException(
                "IO Error: Corrupt temporary file: failed to decompress block (Allocation error : not enough memory)"
            ),
            True,
        ),
        (MemoryError(), True),
        (pa.ArrowMemoryError("malloc"), True),
        (duckdb.IOException("IO Error: Corrupt temporary file: failed to decompress block (Data corruption)"), False),
        (duckdb.BinderException("Binder Error: no such column"), False),
    ],
)
def test_want_of_memory_is_known_by_whatever_says_it(error: Exception, wanted: bool) -> None:
    assert wants_memory(error) == wanted
