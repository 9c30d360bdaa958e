"""Run the statements of a query on a connection, and stream the rows of the one that gives rows."""

from __future__ import annotations

import re
from collections.abc import Callable

import duckdb
import pyarrow as pa

from pipelines.ask.sql.rows import Rows
from pipelines.base.errors import InputError
from pipelines.base.storable import is_utf8

BATCH_ROWS = 2048
"""DuckDB's own batch size: the first rows are there as soon as it has this many."""
REMEDIES = (
    (r'Referenced column "(.+?)" not found', r'(?s:.*)"{0}"', "write a text in single quotes: '{0}'"),
    (r"syntax error at or near \"(\w+)\"", r"\s*{0}\s*", "a query begins with SELECT or FROM, such as FROM articles"),
    (r"Can only (delete|update|insert)", r"", "a query cannot {0} rows of the corpus"),
    (r"Cannot compare values of type VARCHAR and type INTEGER", r"", "write a date or number in single quotes"),
)  # fmt: skip
"""Patterns of DuckDB's message and of the beginning of the query, each with the remedy for a person."""
DONE = "SELECT true AS done"
"""The rows of a query whose statements give none."""


def rows_of(
    connection: duckdb.DuckDBPyConnection,
    query: str,
    *,
    wanted: int | None = None,
    check: Callable[[duckdb.Statement], None] = lambda _: None,
) -> Rows:
    """Run a query and stream the rows of its one statement that gives rows, at most `wanted`.

    Other statements must give no rows (SET, CREATE TEMP TABLE). `check` is called before each statement and raises
    if it must not run. Raises InputError; raises duckdb.Error here or while rows are read.
    """
    if not is_utf8(query):
        raise InputError("SQL: the query is not UTF-8 text")
    statements = connection.extract_statements(query)
    giving = [each for each in statements if each.expected_result_type == [duckdb.ExpectedResultType.QUERY_RESULT]]
    if len(giving) > 1:
        raise InputError(f"SQL: {len(giving)} statements give rows: run one at a time")
    rows = None
    for statement in statements:
        check(statement)
        relation = connection.sql(statement)
        if relation is not None and statement in (giving or statements[-1:]):
            stream = _stream(relation, wanted)
            rows = stream if statement is statements[-1] else Rows.of(stream.table())
    return rows or Rows.of(connection.sql(DONE).to_arrow_table())


def _stream(relation: duckdb.DuckDBPyRelation, wanted: int | None) -> Rows:
    names = list(relation.columns)
    reader = (relation.limit(wanted) if wanted is not None else relation).to_arrow_reader(BATCH_ROWS)
    schema = pa.schema([field.with_name(name) for field, name in zip(reader.schema, names, strict=True)])
    return Rows(schema, (batch.rename_columns(names) for batch in reader))


def in_one_line(error: Exception, query: str) -> str:
    """DuckDB's error message and its line number, without the picture of the line; a remedy for usual mistakes of queries."""
    said, _, excerpt = str(error).strip().partition("\nLINE ")
    line = excerpt.partition(":")[0]
    return " ".join(said.split()) + (f" (line {line})" if line not in ("", "1") else "") + _remedy(said, query)


def _remedy(said: str, query: str) -> str:
    for pattern, beginning, remedy in REMEDIES:
        if (found := re.search(pattern, said)) and re.match(beginning.format(*map(re.escape, found.groups())), query):
            return f"; {remedy.format(*found.groups())}"
    return ""
