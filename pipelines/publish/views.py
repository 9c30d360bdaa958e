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
LAST_SEEN = "Last time it was seen alive, unchanged answers included."
WIDENED = {
    "articles": "SELECT a.*, s.last_seen FROM ({rows}) a LEFT JOIN "
    "(SELECT article_id, max(seen_at) AS last_seen FROM sightings GROUP BY article_id) s USING (article_id)"
}
"""Views that say more than their table; DuckDB leaves the join out of queries that do not ask for it."""
MACROS = {
    "as_of": (
        "The text each work had at the end of a night: FROM as_of(DATE '2026-02-02').",
        "CREATE MACRO as_of(night_) AS TABLE SELECT * FROM revisions WHERE night <= night_ "
        "QUALIFY row_number() OVER (PARTITION BY article_id ORDER BY revision DESC) = 1",
    ),
    "dates_as_of": (
        "The date and bounds of each work as they stood at the end of a night: FROM dates_as_of(DATE '2026-02-02').",
        "CREATE MACRO dates_as_of(night_) AS TABLE SELECT * FROM date_history "
        "WHERE night <= night_ AND coalesce(until_night > night_, true)",
    ),
    "copy_matrix": (
        "Who copies whom: for each pair of sources, the works of one whose story the other had first.",
        "CREATE MACRO copy_matrix() AS TABLE "
        "SELECT copier.source AS source, origin.source AS copies_from, c.role, count(*) AS works "
        "FROM clusters c JOIN articles copier USING (article_id) "
        "JOIN articles origin ON origin.article_id = c.origin_article_id "
        "WHERE c.article_id <> c.origin_article_id GROUP BY ALL ORDER BY ALL",
    ),
    "dated_at": (
        "The articles with every date whose confidence is at least least_, below the usual 0.75 too: FROM dated_at(0.5).",
        "CREATE MACRO dated_at(least_) AS TABLE SELECT * REPLACE ("
        "CASE WHEN guess_confidence >= least_ THEN guess END AS published, "
        "CASE WHEN guess_confidence >= least_ THEN coalesce(published_day, try_cast(guess[1:10] AS DATE)) END AS published_day, "
        "CASE WHEN guess_confidence >= least_ THEN coalesce(published_at, CASE WHEN regexp_matches(guess, "
        "'T.*[+-]\\d\\d:\\d\\d$') THEN try_cast(guess AS TIMESTAMPTZ) END) END AS published_at, "
        "CASE WHEN guess_confidence >= least_ THEN guess_confidence ELSE 0 END AS published_confidence) FROM articles",
    ),
    "copy_dates": (
        "What dated works say of works without a date that tell the same story, and so bound it: FROM copy_dates().",
        "CREATE MACRO copy_dates() AS TABLE SELECT a.article_id, a.source, a.not_before, a.not_after, "
        "o.article_id AS copy_article_id, o.source AS copy_source, o.url AS evidence_url, o.published AS value, "
        "o.published_precision AS precision, o.published_basis AS basis FROM articles a JOIN articles o USING (cluster_id) "
        "WHERE a.published IS NULL AND o.published IS NOT NULL AND 'wire_copy' NOT IN (a.role, o.role) ORDER BY ALL",
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
            for table in sorted(TABLES.values(), key=lambda table: table.name in WIDENED):
                counts[table.name] = _create_view(connection, table, lake)
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


def _create_view(connection: duckdb.DuckDBPyConnection, table: Table, lake: Lake) -> int:
    """Make one view and its comments; returns the number of files behind it."""
    files = lake.files(table.name)
    written = lake.columns(table.name) if files else frozenset()
    types = _types(connection, table)
    columns = ", ".join(f'"{n}"' if n in written else f'NULL::{types[n]} AS "{n}"' for n in table.schema.names)
    source = f"FROM {_scan(table, files)}" if files else "WHERE false"
    query = f"SELECT {columns} {source}"
    if table.name in WIDENED:
        query = WIDENED[table.name].format(rows=query)
    connection.execute(f"CREATE VIEW {table.name} AS {query}")
    connection.execute(f"COMMENT ON VIEW {table.name} IS {_quoted(table.doc)}")
    for field in table.schema:
        doc = (field.metadata or {}).get(b"doc", b"").decode()
        connection.execute(f'COMMENT ON COLUMN {table.name}."{field.name}" IS {_quoted(doc)}')
    if table.name in WIDENED:
        connection.execute(f"COMMENT ON COLUMN {table.name}.last_seen IS {_quoted(LAST_SEEN)}")
    return len(files)


def _types(connection: duckdb.DuckDBPyConnection, table: Table) -> dict[str, str]:
    connection.register("empty_rows", table.schema.empty_table())
    shown = connection.execute("DESCRIBE SELECT * FROM empty_rows").fetchall()
    connection.unregister("empty_rows")
    return {name: kind for name, kind, *_ in shown}


def _scan(table: Table, files: list[str]) -> str:
    """The files by name, columns by name too: those that an older version did not write are null."""
    listed = ", ".join(_quoted(file) for file in files)
    kind = (
        f", hive_partitioning = true, hive_types = {{'{table.partition}': {_sql_type(table)}}}"
        if table.partition
        else ""
    )
    return f"read_parquet([{listed}], union_by_name = true{kind})"


def _sql_type(table: Table) -> str:
    return "DATE" if table.schema.field(table.partition).type == pa.date32() else "VARCHAR"


def _quoted(value: object) -> str:
    return "'" + str(value).replace("'", "''") + "'"
