"""`corpus.duckdb`: views over the lake's current files, macros and comments; no data of its own.

Written beside and renamed into place, so that readers see all tables of one publish or none; the file that stands is never
opened, so a reader may hold it as it likes. Paths are absolute, and the view `home` says of which folder; those of a home that
was copied or moved are written anew (`pipelines.sql.connection`). The file is in DuckDB's v1.2.0 format so that older clients
open it (2.0's own default cannot be opened by 1.5).
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import duckdb
import pyarrow as pa

from pipelines.home import Home
from pipelines.imports_table import land_imports
from pipelines.lake import Lake
from pipelines.publish import search_macro
from pipelines.publish.publications import publish
from pipelines.schemas import TABLES, Table
from pipelines.steps import Outcome, Progress

Files = Mapping[str, list[str]]
"""Absolute paths of Parquet files by table."""

STORAGE_VERSION = "v1.2.0"
HOME = "home"
HOME_DOC = (
    "The folder whose files the views read: another than that of this file means that the corpus was copied or moved."
)
LAST_SEEN = "last_seen"
LAST_SEEN_DOC = (
    "When each work was last seen alive, unchanged answers included: FROM articles JOIN last_seen USING (article_id)."
)
"""No column of `articles`: a page that merely answered that nothing has changed rewrites no article."""
MACROS = {
    "as_of": (
        "The text each work had at the end of a night, or of the last published before: FROM as_of(DATE '2026-02-02').",
        "CREATE MACRO as_of(night_) AS TABLE SELECT * FROM revisions "
        "WHERE night <= (SELECT max(p.night) FROM publications p WHERE p.night <= night_) "
        "QUALIFY row_number() OVER (PARTITION BY article_id ORDER BY revision DESC) = 1",
    ),
    "dates_as_of": (
        "Date and bounds of each work at the end of a night or the last published before: FROM dates_as_of(DATE '2026-02-02').",
        "CREATE MACRO dates_as_of(night_) AS TABLE SELECT * FROM date_history "
        "WHERE night <= (SELECT max(p.night) FROM publications p WHERE p.night <= night_) "
        "AND coalesce(until_night > (SELECT max(p.night) FROM publications p WHERE p.night <= night_), true)",
    ),
    "health": (
        "How a source did, its last night first: state, findings and every figure: FROM health('demo_daily').",
        "CREATE MACRO health(source_) AS TABLE SELECT * FROM source_health WHERE source = source_ ORDER BY night DESC",
    ),
    "copy_matrix": (
        "Who copies whom: for each pair of sources, the works of one whose story the other had first: FROM copy_matrix().",
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
        "Works certainly published in [from_, to_): dated there, or undated but bounded inside it: "
        "FROM published_between('2026-02-02', '2026-02-03').",
        "CREATE MACRO published_between(from_, to_) AS TABLE SELECT * FROM articles WHERE "
        "coalesce(published_day >= from_ AND published_day < to_, not_before >= from_ AND not_after < to_)",
    ),
    "possibly_between": (
        "Works that may have been published in [from_, to_): nothing known speaks against it: "
        "FROM possibly_between('2022-11-01', '2022-12-01').",
        "CREATE MACRO possibly_between(from_, to_) AS TABLE SELECT * FROM articles WHERE "
        "coalesce(published_day >= from_ AND published_day < to_, not_after >= from_ AND coalesce(not_before < to_, true))",
    ),
}  # fmt: skip


def write_views(home: Home, *, target: Path | None = None, files: Files | None = None) -> dict[str, int]:
    """Write `corpus.duckdb` (or `target`) anew; returns the number of files behind each view.

    `files` are the absolute paths behind each view; else those that make the tables now.
    """
    target = target or home.corpus
    target.parent.mkdir(parents=True, exist_ok=True)
    _collect(target)
    beside = target.with_suffix(f".{os.getpid()}.new")
    beside.unlink(missing_ok=True)
    try:
        with duckdb.connect() as connection:
            connection.execute(f"ATTACH {_quoted(beside)} AS corpus (STORAGE_VERSION '{STORAGE_VERSION}')")
            connection.execute("USE corpus")
            counts = _define(connection, home, files)
            connection.execute("USE memory; DETACH corpus")
        beside.replace(target)
    finally:
        beside.unlink(missing_ok=True)
        Path(f"{beside}.wal").unlink(missing_ok=True)
    return counts


def refresh_views(home: Home, night: date, on_progress: Progress) -> Outcome:
    """The step: record the versions that the night is published with, then the views over the lake as it stands."""
    changed = land_imports(home)
    changed |= publish(Lake(home.lake), night) or not home.corpus.exists()
    counts = write_views(home)
    on_progress(1, 1)
    return Outcome({"views": len(counts), "files": sum(counts.values())}, changed=changed)


def _define(connection: duckdb.DuckDBPyConnection, home: Home, files: Files | None) -> dict[str, int]:
    lake = Lake(home.lake)
    counts: dict[str, int] = {}
    for table in TABLES.values():
        listed = lake.files(table.name) if files is None else files.get(table.name, [])
        counts[table.name] = _create_view(connection, table, lake, listed)
    connection.execute(
        f"CREATE VIEW {LAST_SEEN} AS SELECT article_id, max(seen_at) AS {LAST_SEEN} FROM sightings GROUP BY article_id"
    )
    connection.execute(f"COMMENT ON VIEW {LAST_SEEN} IS {_quoted(LAST_SEEN_DOC)}")
    connection.execute(f"CREATE VIEW {HOME} AS SELECT {_quoted(home.root)} AS path")
    connection.execute(f"COMMENT ON VIEW {HOME} IS {_quoted(HOME_DOC)}")
    connection.execute(f"COMMENT ON COLUMN {HOME}.path IS 'Absolute path.'")
    for name, (doc, statement) in MACROS.items():
        connection.execute(_self_contained(connection, statement))
        connection.execute(f"COMMENT ON MACRO TABLE {name} IS {_quoted(doc)}")
    connection.execute(search_macro.STATEMENT)
    connection.execute(f"COMMENT ON MACRO TABLE {search_macro.NAME} IS {_quoted(search_macro.DOC)}")
    return counts


def _self_contained(connection: duckdb.DuckDBPyConnection, macro: str) -> str:
    """The macro with the views that it reads within it: a view finds others of its own file under any name, a macro does not.

    `ATTACH 'corpus.duckdb' AS c; FROM c.as_of(DATE '2026-02-02')`
    """
    head, _, body = macro.partition(" AS TABLE ")
    views = connection.execute(
        "SELECT view_name, sql FROM duckdb_views() WHERE NOT internal ORDER BY view_name"
    ).fetchall()
    read = [
        (name, sql.partition(" AS ")[2].rstrip(";")) for name, sql in views if re.search(rf"(FROM|JOIN) {name}\b", body)
    ]
    return f"{head} AS TABLE WITH {', '.join(f'{name} AS NOT MATERIALIZED ({sql})' for name, sql in read)} {body}"


def _collect(target: Path) -> None:
    """Remove what writers that were killed left beside the file."""
    for left in target.parent.glob(f"{target.stem}.*.new*"):
        process = left.name.removeprefix(f"{target.stem}.").partition(".")[0]
        if process.isdigit() and not Path(f"/proc/{process}").exists():
            left.unlink(missing_ok=True)


def _create_view(connection: duckdb.DuckDBPyConnection, table: Table, lake: Lake, files: list[str]) -> int:
    """Make one view and its comments; returns the number of files behind it."""
    written = lake.columns(table.name) if files else frozenset()
    types = _types(connection, table)
    columns = ", ".join(f'"{n}"' if n in written else f'NULL::{types[n]} AS "{n}"' for n in table.schema.names)
    source = f"FROM {_scan(table, files, uniform=lake.is_uniform(table.name))}" if files else "WHERE false"
    connection.execute(f"CREATE VIEW {table.name} AS SELECT {columns} {source}")
    connection.execute(f"COMMENT ON VIEW {table.name} IS {_quoted(table.doc)}")
    for field in table.schema:
        doc = (field.metadata or {}).get(b"doc", b"").decode()
        connection.execute(f'COMMENT ON COLUMN {table.name}."{field.name}" IS {_quoted(doc)}')
    return len(files)


def _types(connection: duckdb.DuckDBPyConnection, table: Table) -> dict[str, str]:
    connection.register("empty_rows", table.schema.empty_table())
    shown = connection.execute("DESCRIBE SELECT * FROM empty_rows").fetchall()
    connection.unregister("empty_rows")
    return {name: kind for name, kind, *_ in shown}


def _scan(table: Table, files: list[str], *, uniform: bool) -> str:
    """The files by name; where they are not uniform, columns by name too: those that an older version did not write are null.

    DuckDB opens every file before it plans a query that unites them by name, and one file otherwise.
    """
    listed = ", ".join(_quoted(file) for file in files)
    kind = (
        f", hive_partitioning = true, hive_types = {{'{table.partition}': {_sql_type(table)}}}"
        if table.partition
        else ""
    )
    union = "" if uniform else ", union_by_name = true"
    return f"read_parquet([{listed}]{union}{kind})"


def _sql_type(table: Table) -> str:
    return "DATE" if table.schema.field(table.partition).type == pa.date32() else "VARCHAR"


def _quoted(value: object) -> str:
    return "'" + str(value).replace("'", "''") + "'"
