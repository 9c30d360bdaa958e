"""SQL over the corpus: running a read-only query and writing its rows for people or programs."""

from __future__ import annotations

import csv
import io
import json
import os
import sys
from datetime import date, datetime
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from pipelines.errors import EnvironmentFault, InputError
from pipelines.home import Home

TABLES_QUERY = """
SELECT view_name AS "table", comment AS "a row is",
    (SELECT count(*) FROM duckdb_columns() c WHERE c.table_name = view_name) AS columns
FROM duckdb_views() WHERE NOT internal ORDER BY view_name
"""
CELL_CHARACTERS = 80


def connect(home: Home) -> duckdb.DuckDBPyConnection:
    """A read-only connection to the corpus, sessions in UTC. Raises InputError when there is no corpus yet."""
    if not home.corpus.exists():
        raise InputError(
            f"no corpus at {home.corpus}: run 'dateline demo', or 'dateline crawl' and 'dateline build', first"
        )
    try:
        connection = duckdb.connect(str(home.corpus), read_only=True)
    except duckdb.IOException as error:
        raise EnvironmentFault(f"cannot open {home.corpus}: {str(error).splitlines()[0]}") from error
    connection.execute("SET TimeZone = 'UTC'")
    return connection


def query_corpus(home: Home, query: str | None) -> pa.Table:
    """The rows of a query; of the list of tables when there is none. Raises InputError with DuckDB's own words."""
    with connect(home) as connection:
        try:
            relation = connection.sql(query or TABLES_QUERY)
            return pa.table({"done": [True]}) if relation is None else relation.to_arrow_table()
        except duckdb.Error as error:
            raise InputError(f"SQL: {str(error).strip()}") from error


def write_rows(rows: pa.Table, *, style: str, output: Path | None, limit: int) -> None:
    """Write rows as a table for people, or csv, json (one object a line), markdown or parquet, to stdout or `output`."""
    if style == "parquet":
        if output is None:
            raise InputError("--format parquet needs --output FILE")
        _write_beside(output, lambda path: pq.write_table(rows, path))
    elif output is not None:
        _write_beside(output, lambda path: path.write_text(_text(rows, style, limit=rows.num_rows), encoding="utf-8"))
    elif style == "table":
        _print_table(rows, limit)
    else:
        sys.stdout.write(_text(rows, style, limit))


def _write_beside(output: Path, write: Any) -> None:
    beside = output.with_name(f".{output.name}.{os.getpid()}")
    try:
        write(beside)
        beside.replace(output)
    except OSError as error:
        raise EnvironmentFault(f"cannot write {output}: {error.strerror or error}") from error
    finally:
        beside.unlink(missing_ok=True)


def _text(rows: pa.Table, style: str, limit: int) -> str:
    names = rows.column_names
    if style == "json":
        return "".join(json.dumps(row, default=str, ensure_ascii=False) + "\n" for row in rows.to_pylist())
    if style == "csv":
        out = io.StringIO()
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(names)
        writer.writerows([cell(value) for value in row.values()] for row in rows.to_pylist())
        return out.getvalue()
    body = [
        [cell(value).replace("|", "\\|").replace("\n", " ") for value in row.values()]
        for row in rows.slice(0, limit).to_pylist()
    ]
    lines = [names, ["---"] * len(names), *body]
    return "".join("| " + " | ".join(line) + " |\n" for line in lines)


def cell(value: object) -> str:
    """A value as text: times in ISO 8601, nulls empty, nested values as JSON."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.isoformat().replace("+00:00", "Z")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float):
        return f"{value:.4g}"
    if isinstance(value, dict | list):
        return json.dumps(value, default=str, ensure_ascii=False)
    return str(value)


def _print_table(rows: pa.Table, limit: int) -> None:
    from rich.console import Console

    console = Console()
    console.print(rich_table(rows, limit=limit))
    if rows.num_rows > limit:
        Console(stderr=True).print(f"[dim]{limit} of {rows.num_rows} rows; --limit or --output shows more[/dim]")


def rich_table(rows: pa.Table, *, limit: int = 40, title: str | None = None) -> Any:
    """Rows as a rich table; long cells are cut at CELL_CHARACTERS."""
    from rich import box
    from rich.table import Table
    from rich.text import Text

    table = Table(title=title, box=box.SIMPLE_HEAD, title_justify="left", title_style="bold")
    for field in rows.schema:
        numeric = pa.types.is_integer(field.type) or pa.types.is_floating(field.type)
        table.add_column(field.name, justify="right" if numeric else "left", overflow="fold")
    for row in rows.slice(0, limit).to_pylist():
        shown = (cell(value).replace("\n", " ") for value in row.values())
        table.add_row(
            *(Text(text if len(text) <= CELL_CHARACTERS else text[: CELL_CHARACTERS - 1] + "…") for text in shown)
        )
    return table
