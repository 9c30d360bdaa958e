"""SQL over the corpus: running a read-only query and writing its rows for people or programs."""

from __future__ import annotations

import csv
import io
import json
import math
import re
import shutil
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from pipelines.errors import CorpusError, EnvironmentFault, InputError
from pipelines.home import Home
from pipelines.lake import Lake
from pipelines.output_file import output_file
from pipelines.publish.views import HOME, Files, write_views
from pipelines.schemas import TABLES
from pipelines.terminal import harmless, on_one_line

TABLES_QUERY = """
SELECT view_name AS "table", comment AS "a row is",
    (SELECT count(*) FROM duckdb_columns() c WHERE c.table_name = view_name) AS columns
FROM duckdb_views() WHERE NOT internal ORDER BY view_name
"""
LITERAL = re.compile("'((?:[^']|'')*)'")
"""A string of SQL."""
CELL_CHARACTERS = 80
PIPED_COLUMNS = 160
ROUNDED = 1_000
"""Fractions below this are shown to four digits in a table."""


def connect(home: Home) -> duckdb.DuckDBPyConnection:
    """A read-only connection to the corpus, sessions in UTC. Raises InputError when there is no corpus yet, CorpusError
    when files of it are gone.

    The views read the files of this home: those of one that was copied or moved are written anew first.
    """
    if not home.corpus.exists():
        raise InputError(
            f"no corpus at {home.corpus}: run 'dateline demo', or 'dateline crawl' and 'dateline build', first"
        )
    try:
        connection = _open(home)
    except duckdb.IOException as error:  # views cannot even be made over files that are gone
        raise CorpusError(
            f"{home.corpus} reads files that are missing: 'dateline doctor' says which ({str(error).splitlines()[0]})"
        ) from error
    connection.execute("SET TimeZone = 'UTC'")
    return connection


def _open(home: Home) -> duckdb.DuckDBPyConnection:
    try:
        connection = duckdb.connect(str(home.corpus), read_only=True)
    except duckdb.Error as error:
        if not isinstance(error, duckdb.ConnectionException) and "lock" not in str(error):
            raise EnvironmentFault(f"cannot open {home.corpus}: {str(error).splitlines()[0]}") from error
        return _open_copy(home)  # a reader holds it for writing: the views are in the file all the same
    if (files := moved_files(home, connection)) is None:
        return connection
    connection.close()
    return _open_moved(home, files)


def _open_copy(home: Home) -> duckdb.DuckDBPyConnection:
    with TemporaryDirectory() as folder:
        copy = Path(shutil.copy(home.corpus, Path(folder, home.corpus.name)))
        connection = duckdb.connect(str(copy), read_only=True)
        files = moved_files(home, connection)
        if files is not None:
            connection.close()
            write_views(home, target=copy, files=files)
            connection = duckdb.connect(str(copy), read_only=True)
        return connection  # the file goes, its open handle stays


def _open_moved(home: Home, files: Files) -> duckdb.DuckDBPyConnection:
    """Write the views of a copied or moved home anew, over its own files; beside it where it may not be written."""
    try:
        write_views(home, files=files)
        return duckdb.connect(str(home.corpus), read_only=True)
    except (OSError, duckdb.Error):
        with TemporaryDirectory() as folder:
            copy = Path(folder, home.corpus.name)
            write_views(home, target=copy, files=files)
            return duckdb.connect(str(copy), read_only=True)


def moved_files(home: Home, connection: duckdb.DuckDBPyConnection) -> Files | None:
    """The files under this home that the views should read, when they read those of another folder; None when all is well."""
    try:
        [(former,)] = connection.execute(f"SELECT path FROM {HOME}").fetchall()
    except duckdb.CatalogException:  # written by an older version, which did not say of which folder
        return {table: Lake(home.lake).files(table) for table in TABLES}
    if Path(former) == home.root:
        return None
    lake = f"{former}/lake/"
    views = connection.execute("SELECT view_name, sql FROM duckdb_views() WHERE NOT internal").fetchall()
    named = {view: [name.replace("''", "'") for name in LITERAL.findall(sql)] for view, sql in views if view in TABLES}
    return {
        view: [str(home.lake / name.removeprefix(lake)) for name in names if name.startswith(f"{lake}{view}/")]
        for view, names in named.items()
    }


def query_corpus(home: Home, query: str | None) -> pa.Table:
    """The rows of a query; of the list of tables when there is none. Raises InputError with DuckDB's own words.

    Statements that give no rows (SET, CREATE TEMP TABLE) may stand beside it.
    """
    with connect(home) as connection, ThreadPoolExecutor(1) as thread:
        rows = thread.submit(_rows, connection, query or TABLES_QUERY)
        try:
            return rows.result()
        except duckdb.Error as error:
            raise InputError(f"SQL: {_in_one_line(error)}") from error
        except KeyboardInterrupt:  # heard here, where nothing but the wait is in its way; DuckDB itself may not look up
            connection.interrupt()
            raise


def _rows(connection: duckdb.DuckDBPyConnection, query: str) -> pa.Table:
    statements = connection.extract_statements(query)
    giving = [each for each in statements if each.expected_result_type == [duckdb.ExpectedResultType.QUERY_RESULT]]
    if len(giving) > 1:
        raise InputError(f"SQL: {len(giving)} statements give rows: run one at a time")
    rows = pa.table({"done": [True]})
    for statement in statements:
        relation = connection.sql(statement)
        if relation is not None and statement in (giving or statements[-1:]):
            rows = relation.to_arrow_table()
    return rows


def _in_one_line(error: duckdb.Error) -> str:
    """What DuckDB says is wrong and on which line, without its picture of the line."""
    said, _, excerpt = str(error).strip().partition("\nLINE ")
    line = excerpt.partition(":")[0]
    return " ".join(said.split()) + (f" (line {line})" if line not in ("", "1") else "")


def write_rows(rows: pa.Table, *, style: str, output: Path | None, limit: int) -> None:
    """Write rows as a table for people, or csv, json (one object a line), markdown or parquet, to stdout or `output`.

    Only the table is cut at `limit` rows and its numbers rounded.
    """
    if style == "parquet":
        if output is None:
            raise InputError("--format parquet needs --output FILE")
        with output_file(output) as file:
            pq.write_table(_distinct(rows), file)
    elif style == "table" and output is None:
        _print_table(rows, limit)
    else:
        text = _text(rows, style if style != "table" else "markdown")
        if output is None and sys.stdout.isatty():
            text = harmless(text)
        with output_file(output or Path("-")) as file:
            file.write(text.encode("utf-8", "replace"))


def _distinct(rows: pa.Table) -> pa.Table:
    """The rows with every column under a name of its own: a second `a` becomes `a_2`."""
    names: list[str] = []
    for name in rows.column_names:
        number = 2
        chosen = name
        while chosen in names:
            chosen = f"{name}_{number}"
            number += 1
        names.append(chosen)
    return rows.rename_columns(names)


def _lines(rows: pa.Table) -> list[tuple[Any, ...]]:
    columns = [column.to_pylist() for column in rows.columns]
    return list(zip(*columns, strict=True)) if columns else []


def _text(rows: pa.Table, style: str) -> str:
    names, lines = rows.column_names, _lines(rows)
    if style == "json":
        names = _distinct(rows).column_names
        return "".join(
            json.dumps(dict(zip(names, map(_plain, line), strict=True)), ensure_ascii=False) + "\n" for line in lines
        )
    if style == "csv":
        out = io.StringIO()
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(names)
        writer.writerows([cell(value) for value in line] for line in lines)
        return out.getvalue()
    body = [[cell(value).replace("|", "\\|").replace("\n", " ") for value in line] for line in lines]
    return "".join("| " + " | ".join(line) + " |\n" for line in [names, ["---"] * len(names), *body])


def _plain(value: Any) -> Any:
    """A value as JSON has it: times as text, nothing that is no JSON."""
    if isinstance(value, dict):
        return {str(name): _plain(inner) for name, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(inner) for inner in value]
    if isinstance(value, float) and not math.isfinite(value):
        return None
    return value if value is None or isinstance(value, bool | int | float | str) else cell(value)


def cell(value: object) -> str:
    """A value as text, whole: times in ISO 8601, nulls empty, bytes in hex, nested values as JSON."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.isoformat().replace("+00:00", "Z")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, bytes):
        return value.hex()
    if isinstance(value, dict | list | tuple):
        return json.dumps(_plain(value), ensure_ascii=False)
    return str(value)


def _print_table(rows: pa.Table, limit: int) -> None:
    from rich.console import Console

    console = Console(width=None if sys.stdout.isatty() else PIPED_COLUMNS)
    console.print(rich_table(rows, limit=limit))
    if rows.num_rows > limit:
        Console(stderr=True).print(f"[dim]{limit} of {rows.num_rows} rows; --limit or --output shows more[/dim]")


def rich_table(rows: pa.Table, *, limit: int = 40, title: str | None = None) -> Any:
    """Rows as a rich table; long cells are cut at CELL_CHARACTERS, numbers shown to four digits."""
    from rich import box
    from rich.table import Table
    from rich.text import Text

    table = Table(title=title, box=box.SIMPLE_HEAD, title_justify="left", title_style="bold")
    for field in rows.schema:
        numeric = pa.types.is_integer(field.type) or pa.types.is_floating(field.type)
        table.add_column(Text(on_one_line(field.name)), justify="right" if numeric else "left", overflow="fold")
    for line in _lines(rows.slice(0, limit)):
        shown = (f"{v:.4g}" if isinstance(v, float) and abs(v) < ROUNDED else on_one_line(cell(v)) for v in line)
        table.add_row(
            *(Text(text if len(text) <= CELL_CHARACTERS else text[: CELL_CHARACTERS - 1] + "…") for text in shown)
        )
    return table
