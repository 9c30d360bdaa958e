"""`corpus.duckdb`: views over the lake's current files, macros and comments; no data of its own.

Written beside and renamed into place, so that readers see all tables of one publish or none. Paths are absolute, and the
file is in DuckDB's v1.2.0 format so that older clients open it (2.0's own default cannot be opened by 1.5).
"""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path

import duckdb
import pyarrow as pa

from pipelines.home import Home
from pipelines.lake import Lake
from pipelines.schemas import TABLES, Table
from pipelines.steps import Outcome, Progress

STORAGE_VERSION = "v1.2.0"
MACROS = {
    "as_of": (
        "The text each work had at the end of a night: FROM as_of(DATE '2026-02-02').",
        "CREATE MACRO as_of(night_) AS TABLE SELECT * FROM revisions WHERE night <= night_ "
        "QUALIFY row_number() OVER (PARTITION BY article_id ORDER BY revision DESC) = 1",
    ),
    "published_between": (
        "Works certainly published in [from_, to_): dated there, or undated but bounded inside it.",
        "CREATE MACRO published_between(from_, to_) AS TABLE SELECT * FROM articles WHERE "
        "coalesce(published_day >= from_ AND published_day < to_, not_before >= from_ AND not_after < to_)",
    ),
    "possibly_between": (
        "Works that may have been published in [from_, to_): nothing known speaks against it.",
        "CREATE MACRO possibly_between(from_, to_) AS TABLE SELECT * FROM articles WHERE "
        "coalesce(published_day >= from_ AND published_day < to_, not_after >= from_ AND coalesce(not_before < to_, true))",
    ),
}  # fmt: skip


def write_views(home: Home) -> dict[str, int]:
    """Write `corpus.duckdb` anew; returns the number of files behind each view."""
    lake = Lake(home.lake)
    beside = home.corpus.with_suffix(f".{os.getpid()}.new")
    home.root.mkdir(parents=True, exist_ok=True)
    beside.unlink(missing_ok=True)
    counts: dict[str, int] = {}
    try:
        with duckdb.connect() as connection:
            connection.execute(f"ATTACH {_quoted(beside)} AS corpus (STORAGE_VERSION '{STORAGE_VERSION}')")
            connection.execute("USE corpus")
            for table in TABLES.values():
                files = lake.files(table.name)
                counts[table.name] = len(files)
                _create_view(connection, table, files)
            for name, (doc, statement) in MACROS.items():
                connection.execute(statement)
                connection.execute(f"COMMENT ON MACRO TABLE {name} IS {_quoted(doc)}")
            connection.execute("USE memory; DETACH corpus")
        beside.replace(home.corpus)
    finally:
        beside.unlink(missing_ok=True)
        Path(f"{beside}.wal").unlink(missing_ok=True)
    return counts


def refresh_views(home: Home, night: date, on_progress: Progress) -> Outcome:
    """The step: views over the lake as it stands now, whatever the night."""
    del night
    before = _definitions(home)
    counts = write_views(home)
    on_progress(1, 1)
    return Outcome({"views": len(counts), "files": sum(counts.values())}, changed=_definitions(home) != before)


def _definitions(home: Home) -> list[tuple[str, ...]]:
    if not home.corpus.exists():
        return []
    with duckdb.connect(str(home.corpus), read_only=True) as connection:
        rows: list[tuple[str, ...]] = connection.execute(
            "SELECT view_name, sql FROM duckdb_views() WHERE NOT internal ORDER BY 1"
        ).fetchall()
        return rows


def _create_view(connection: duckdb.DuckDBPyConnection, table: Table, files: list[str]) -> None:
    columns = ", ".join(f'"{field.name}"' for field in table.schema)
    if files:
        hive = (
            f"hive_partitioning = true, hive_types = {{'{table.partition}': {_sql_type(table)}}}"
            if table.partition
            else ""
        )
        listed = ", ".join(_quoted(file) for file in files)
        connection.execute(
            f"CREATE VIEW {table.name} AS SELECT {columns} FROM read_parquet([{listed}]{', ' if hive else ''}{hive})"
        )
    else:
        connection.register("empty_rows", table.schema.empty_table())
        shown = connection.execute("DESCRIBE SELECT * FROM empty_rows").fetchall()
        nulls = ", ".join(f'NULL::{kind} AS "{name}"' for name, kind, *_ in shown)
        connection.execute(f"CREATE VIEW {table.name} AS SELECT {nulls} WHERE false")
        connection.unregister("empty_rows")
    connection.execute(f"COMMENT ON VIEW {table.name} IS {_quoted(table.doc)}")
    for field in table.schema:
        doc = (field.metadata or {}).get(b"doc", b"").decode()
        connection.execute(f'COMMENT ON COLUMN {table.name}."{field.name}" IS {_quoted(doc)}')


def _sql_type(table: Table) -> str:
    return "DATE" if table.schema.field(table.partition).type == pa.date32() else "VARCHAR"


def _quoted(value: object) -> str:
    return "'" + str(value).replace("'", "''") + "'"
