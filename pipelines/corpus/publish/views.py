"""`corpus.duckdb`: views over the lake's current files, macros and comments; of its own it has only counts of them.

The file is written beside the old one and renamed, so readers see all tables of one publication or none. The current
file is never opened by a writer, so a reader may keep it open. Paths are absolute, and the view `home` names their
folder. If a home was copied or moved, its views are written again (`pipelines.ask.sql.connection`). The file has
DuckDB's v1.2.0 format, so that older clients can open it (DuckDB 1.5 cannot open the default format of 2.0).
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping, Sequence
from datetime import date
from functools import cache
from pathlib import Path

import duckdb
import pyarrow as pa

from pipelines.base.processes.machine import is_running
from pipelines.corpus.fetches.imports_table import land_imports
from pipelines.corpus.publish import search_macro
from pipelines.corpus.publish.derived import COMPUTED, HOME, HOME_DOC, JOINED, VIEWS
from pipelines.corpus.publish.headline_views import HEADLINES
from pipelines.corpus.publish.incident_view import INCIDENTS
from pipelines.corpus.publish.macros import MACROS
from pipelines.corpus.publish.publications import publish
from pipelines.lake.checksums.kinds import VIEWS as VIEWS_FILE
from pipelines.lake.checksums.ledger import Checksums
from pipelines.lake.delta import Lake
from pipelines.lake.home import Home
from pipelines.lake.schemas import APART, TABLES, Table
from pipelines.night.steps import Outcome, Progress

Files = Mapping[str, list[str]]
"""Absolute paths of Parquet files by table."""

STORAGE_VERSION = "v1.2.0"
READ = re.compile(r"(?:FROM|JOIN) \(*(?=(\w+))")
"""A table or view that a query reads by its name."""
OWN_VIEWS = "SELECT view_name, sql FROM duckdb_views() WHERE NOT internal ORDER BY view_name"


def write_views(home: Home, *, target: Path | None = None, files: Files | None = None) -> dict[str, int]:
    """Write `corpus.duckdb` (or `target`) again; returns the number of files of each table.

    `files` are the absolute paths behind each view; by default, the current files of the tables.
    """
    target = target or home.corpus
    target.parent.mkdir(parents=True, exist_ok=True)
    _collect(target)
    beside = target.with_suffix(f".{os.getpid()}.new")
    beside.unlink(missing_ok=True)
    try:
        with duckdb.connect() as connection:
            connection.execute(f"ATTACH {_quoted(beside)} AS corpus (STORAGE_VERSION '{STORAGE_VERSION}')")
            connection.execute("USE corpus; BEGIN")  # one transaction; otherwise each of a thousand comments is one
            counts = _define(connection, home, files)
            connection.execute("COMMIT; USE memory; DETACH corpus")
        if target == home.corpus:
            Checksums(home.root).begin(VIEWS_FILE)
        beside.replace(target)
    finally:
        beside.unlink(missing_ok=True)
        Path(f"{beside}.wal").unlink(missing_ok=True)
    return counts


def refresh_views(home: Home, night: date, on_progress: Progress) -> Outcome:
    """The step: record the table versions of the night's publication, then write the views over the current lake."""
    changed = land_imports(home)
    changed |= publish(Lake(home.lake), night) or not home.corpus.exists()
    counts = write_views(home)
    on_progress(1, 1)
    return Outcome({"views": len(counts), "files": sum(counts.values())}, changed=changed)


def _define(connection: duckdb.DuckDBPyConnection, home: Home, files: Files | None) -> dict[str, int]:
    lake = Lake(home.lake)
    listed = {name: lake.files(name) if files is None else files.get(name, []) for name in TABLES}
    for table in (each for each in TABLES.values() if each.of is None and each.name not in JOINED):
        _create_view(connection, table, lake, listed)
    for name, counted in JOINED.items():
        connection.execute(f"CREATE TABLE {counted.name} AS {counted.query}")
        _comment(connection, counted.name, counted.doc, counted.columns, kind="TABLE")
        _create_view(connection, TABLES[name], lake, listed)
    for view in (*VIEWS.values(), HEADLINES, INCIDENTS):
        connection.execute(f"CREATE VIEW {view.name} AS {view.query}")
        _comment(connection, view.name, view.doc, view.columns)
    connection.execute(f"CREATE VIEW {HOME} AS SELECT {_quoted(home.root)} AS path")
    _comment(connection, HOME, HOME_DOC, {"path": "Absolute path."})
    views = [(counted.name, f" AS {counted.query}") for counted in JOINED.values()]
    views += connection.execute(OWN_VIEWS).fetchall()
    for name, (doc, statement) in MACROS.items():
        connection.execute(_self_contained(views, statement))
        connection.execute(f"COMMENT ON MACRO TABLE {name} IS {_quoted(doc)}")
    connection.execute(search_macro.STATEMENT)
    connection.execute(f"COMMENT ON MACRO TABLE {search_macro.NAME} IS {_quoted(search_macro.DOC)}")
    return {name: len(own) for name, own in listed.items()}


def _self_contained(views: Sequence[tuple[str, str]], macro: str) -> str:
    """Include the views that a macro reads in the macro itself.

    A view finds other views of its own file when the file is attached under another name; a macro does not, for
    example `ATTACH 'corpus.duckdb' AS c; FROM c.as_of(DATE '2026-02-02')`.
    """
    head, _, body = macro.partition(" AS TABLE ")
    texts = {name: sql.partition(" AS ")[2].rstrip(";") for name, sql in views}
    read: dict[str, str] = {}

    def include(text: str) -> None:
        named = set(READ.findall(text))
        for name in (name for name in texts if name in named and name not in read):
            include(texts[name])
            read[name] = texts[name]

    include(body)
    views_read = ", ".join(f"{name} AS NOT MATERIALIZED ({sql})" for name, sql in read.items())
    own = body.removeprefix("WITH ")
    return f"{head} AS TABLE WITH {views_read}{' ' if own == body else ', '}{own}"


def _collect(target: Path) -> None:
    """Remove temporary files that killed writers left beside the file."""
    for left in target.parent.glob(f"{target.stem}.*.new*"):
        process = left.name.removeprefix(f"{target.stem}.").partition(".")[0]
        if process.isdigit() and not is_running(int(process)):
            left.unlink(missing_ok=True)


def _create_view(connection: duckdb.DuckDBPyConnection, table: Table, lake: Lake, files: Files) -> None:
    """Make one view and its comments."""
    rows = _current(table, lake, files)
    computed = COMPUTED.get(table.name, {})
    if computed:
        columns = [*map(_name, table.schema.names), *(f"{sql} AS {name}" for name, (_, sql) in computed.items())]
        counted = JOINED.get(table.name)
        joined = f" LEFT JOIN {counted.name} USING ({counted.key})" if counted else ""
        rows = f"SELECT {', '.join(columns)} FROM ({rows}){joined}"
    connection.execute(f"CREATE VIEW {table.name} AS {rows}")
    docs = {field.name: (field.metadata or {}).get(b"doc", b"").decode() for field in table.schema}
    _comment(connection, table.name, table.doc, docs | {name: doc for name, (doc, _) in computed.items()})


def _current(table: Table, lake: Lake, files: Files) -> str:
    """The query for the rows of a table; rows of works that are kept apart replace those in files of their months.

    Every scan costs some milliseconds before it begins: rows apart are read with the files that have no such works.
    """
    changes = APART.get(table.name)
    apart = files[changes.name] if changes else []
    if changes is None or not apart:
        return _rows(table, lake, files[table.name])
    months = {Path(file).parent.name for file in apart}
    touched = [file for file in files[table.name] if Path(file).parent.name in months]
    others = sorted({*files[table.name]} - {*touched})
    works = _rows(changes, lake, apart, "article_id")
    old = f"SELECT * FROM ({_rows(table, lake, touched)}) ANTI JOIN ({works}) USING (article_id)"
    if _alike(lake, table, changes):
        return f"{_rows(table, lake, others + apart)} UNION ALL {old}"
    return " UNION ALL ".join((_rows(table, lake, others), old, _rows(changes, lake, apart)))


def _alike(lake: Lake, table: Table, other: Table) -> bool:
    """True if the files of two tables have the same columns."""
    uniform = lake.is_uniform(table.name) and lake.is_uniform(other.name)
    return uniform and lake.columns(table.name) == lake.columns(other.name)


def _rows(table: Table, lake: Lake, files: list[str], *names: str) -> str:
    """The query for the rows of a table in some files, all columns or some; those that an older version did not write
    are null.
    """
    written = lake.columns(table.name) if files else frozenset()
    types = _types()[table.name]
    columns = [_name(n) if n in written else f"NULL::{types[n]} AS {_name(n)}" for n in names or table.schema.names]
    source = f"FROM {_scan(table, files, uniform=lake.is_uniform(table.name))}" if files else "WHERE false"
    return f"SELECT {', '.join(columns)} {source}"


def _name(column: str) -> str:
    return f'"{column}"'


def _comment(
    connection: duckdb.DuckDBPyConnection, view: str, doc: str, columns: Mapping[str, str], *, kind: str = "VIEW"
) -> None:
    comments = [f"COMMENT ON {kind} {view} IS {_quoted(doc)}"]
    comments += [f'COMMENT ON COLUMN {view}."{name}" IS {_quoted(said)}' for name, said in columns.items()]
    connection.execute("; ".join(comments))


@cache
def _types() -> dict[str, dict[str, str]]:
    """DuckDB's types of the columns of each table. Opening a database takes longer than asking it for all of them."""
    types = {}
    with duckdb.connect() as connection:
        for name, table in TABLES.items():
            connection.register("empty_rows", table.schema.empty_table())
            shown = connection.execute("DESCRIBE SELECT * FROM empty_rows").fetchall()
            types[name] = {column: kind for column, kind, *_ in shown}
    return types


def _scan(table: Table, files: list[str], *, uniform: bool) -> str:
    """The scan of the files. If their columns differ, they are united by name, and columns that an older version lacks
    are null.

    To unite files by name, DuckDB opens every file before it plans a query; otherwise it opens one file.
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
