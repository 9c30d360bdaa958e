"""The graph of works, texts and edges: which work had which text on which night, and which texts are near-duplicates.

It is one SQLite database in the folder of the index. It also lists the segments and the nights of the index, so
every change of the index is one transaction. Rows are found by work, by text and by edge, so a night reads only the
connected components that it changes.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa

from pipelines.corpus.duplicates.edges import Edges
from pipelines.corpus.duplicates.members import MEMBERS
from pipelines.corpus.duplicates.ragged import U64

FILE = "graph.sqlite"
SCHEMA = """
CREATE TABLE version (version TEXT);
CREATE TABLE segment (name TEXT PRIMARY KEY);
CREATE TABLE night (night TEXT PRIMARY KEY) WITHOUT ROWID;
CREATE TABLE member (
    night TEXT, article_id TEXT, text_id INTEGER, fetched_at INTEGER, source TEXT, source_title TEXT, url TEXT,
    canonical_url TEXT, agency TEXT, first_in TEXT, PRIMARY KEY (night, article_id, text_id)
) WITHOUT ROWID;
CREATE INDEX member_work ON member (article_id);
CREATE INDEX member_text ON member (text_id);
CREATE TABLE edge (a INTEGER, b INTEGER, jaccard REAL, containment REAL, PRIMARY KEY (a, b)) WITHOUT ROWID;
CREATE INDEX edge_b ON edge (b);
"""
COLUMNS = ", ".join(MEMBERS.names)
CHUNK = 500
CACHE_KIB = 64 * 1024


@dataclass(frozen=True, slots=True)
class Component:
    """Whole connected components: the members of their works (columns of MEMBERS and `night`), and the edges of their
    texts.
    """

    members: pa.Table
    edges: Edges


class Graph:
    """The open database. Changes are durable only after `commit`."""

    def __init__(self, path: Path, version: str) -> None:
        self._db = _connect(path, version)

    def close(self) -> None:
        """Close the database; changes since the last commit are lost."""
        self._db.close()

    def commit(self) -> None:
        """Make all changes since the last commit durable, in one transaction."""
        self._db.commit()

    @property
    def segments(self) -> list[str]:
        """Names of the segments of the index, oldest first."""
        return [name for (name,) in self._db.execute("SELECT name FROM segment ORDER BY rowid")]

    def put_segment(self, name: str, instead_of: Iterable[str] = ()) -> None:
        """Add a segment to the list and remove the segments that it replaces."""
        self._db.executemany("DELETE FROM segment WHERE name = ?", ((gone,) for gone in instead_of))
        self._db.execute("INSERT OR IGNORE INTO segment VALUES (?)", (name,))

    @property
    def nights(self) -> set[str]:
        """The nights that have members."""
        return {night for (night,) in self._db.execute("SELECT night FROM night")}

    def put_night(self, night: str, members: pa.Table) -> None:
        """Replace the members of a night; without members, the night is removed."""
        for table in ("member", "night"):
            self._db.execute(f"DELETE FROM {table} WHERE night = ?", (night,))
        if not members.num_rows:
            return
        self._db.execute("INSERT INTO night VALUES (?)", (night,))
        places = ", ".join("?" * (len(MEMBERS) + 1))
        for batch in members.select(MEMBERS.names).to_batches(max_chunksize=10_000):
            self._db.executemany(f"INSERT INTO member (night, {COLUMNS}) VALUES ({places})", _rows(night, batch))

    def night(self, night: str) -> pa.Table:
        """The members of a night, sorted by work and text."""
        rows = self._db.execute(f"SELECT night, {COLUMNS} FROM member WHERE night = ?", (night,))
        found = _members(rows).drop_columns(["night"])
        return found.sort_by([("article_id", "ascending"), ("text_id", "ascending")])

    def works_on(self, night: str) -> set[str]:
        """The works that had a text on a night."""
        return {work for (work,) in self._db.execute("SELECT article_id FROM member WHERE night = ?", (night,))}

    def works(self) -> int:
        """The number of works."""
        (count,) = self._db.execute("SELECT count(DISTINCT article_id) FROM member").fetchone()
        return int(count)

    def put_edges(self, edges: Edges) -> None:
        """Add verified edges."""
        ends = edges.a.view(np.int64).tolist(), edges.b.view(np.int64).tolist()
        rows = zip(*ends, edges.jaccard.tolist(), edges.containment.tolist(), strict=True)
        self._db.executemany("INSERT OR IGNORE INTO edge VALUES (?, ?, ?, ?)", rows)

    def edges(self) -> Edges:
        """Every verified edge."""
        return Edges.concat([_edges(self._db.execute("SELECT * FROM edge").fetchall())])

    def component(self, works: Collection[str]) -> Component:
        """The connected components of works. Two works are connected if they had the same text or if an edge connects
        their texts.
        """
        seen, texts, edges = set[str](), set[int](), set[tuple[Any, ...]]()
        ahead = set(works)
        while ahead:
            seen |= ahead
            held = self._among("SELECT text_id FROM member WHERE article_id IN", ahead)
            fresh = {text for (text,) in held if text} - texts
            texts |= fresh
            found = {*self._among("SELECT * FROM edge WHERE a IN", fresh)}
            found |= {*self._among("SELECT * FROM edge WHERE b IN", fresh)}
            edges |= found
            near = fresh | {text for edge in found for text in edge[:2]}
            ahead = {work for (work,) in self._among("SELECT article_id FROM member WHERE text_id IN", near)} - seen
        rows = self._among(f"SELECT night, {COLUMNS} FROM member WHERE article_id IN", seen)
        return Component(_members(rows), Edges.concat([_edges(sorted(edges))]))

    def _among(self, query: str, values: Collection[Any]) -> Iterator[tuple[Any, ...]]:
        listed = sorted(values)
        for first in range(0, len(listed), CHUNK):
            part = listed[first : first + CHUNK]
            yield from self._db.execute(f"{query} ({', '.join('?' * len(part))})", part)


def forget(path: Path) -> None:
    """Remove a database that no process has open."""
    for name in (path.name, f"{path.name}-journal"):
        path.with_name(name).unlink(missing_ok=True)


def _connect(path: Path, version: str) -> sqlite3.Connection:
    """Open the database; a damaged one, or one of another version, is replaced by an empty one."""
    connection = sqlite3.connect(path, timeout=600)
    if _version(connection) != version:
        connection.close()
        forget(path)
        connection = sqlite3.connect(path, timeout=600)
        connection.executescript(SCHEMA)
        connection.execute("INSERT INTO version VALUES (?)", (version,))
        connection.commit()
    connection.execute(f"PRAGMA cache_size = -{CACHE_KIB}")
    return connection


def _version(connection: sqlite3.Connection) -> str | None:
    """The version of an open database; None if it is empty, damaged or not a database."""
    try:
        row = connection.execute("SELECT version FROM version").fetchone()
    except sqlite3.DatabaseError:
        return None
    return row[0] if row else None


def _rows(night: str, batch: pa.RecordBatch) -> Iterator[tuple[Any, ...]]:
    """Rows for SQLite: a text id is 64 bits as a signed number, a time is microseconds since 1970."""
    columns: Mapping[str, Sequence[Any]] = {
        **{name: batch.column(name).to_pylist() for name in MEMBERS.names if name not in ("text_id", "fetched_at")},
        "text_id": batch.column("text_id").to_numpy().view(np.int64).tolist(),
        "fetched_at": batch.column("fetched_at").cast(pa.int64()).to_pylist(),
    }
    return zip([night] * batch.num_rows, *(columns[name] for name in MEMBERS.names), strict=True)


def _members(rows: Iterable[tuple[Any, ...]]) -> pa.Table:
    fields = ["night", *MEMBERS.names]
    columns = dict(zip(fields, zip(*rows, strict=True), strict=False)) or dict.fromkeys(fields, ())
    arrays = [pa.array(columns["night"], pa.string())]
    for field in MEMBERS:
        values = columns[field.name]
        if field.name == "text_id":
            arrays.append(pa.array(_unsigned(values)))
        else:
            arrays.append(pa.array(values, pa.int64() if field.name == "fetched_at" else field.type).cast(field.type))
    return pa.table(arrays, schema=pa.schema([pa.field("night", pa.string()), *MEMBERS]))


def _edges(rows: Sequence[tuple[Any, ...]]) -> Edges:
    a, b, jaccard, containment = zip(*rows, strict=True) if rows else ((), (), (), ())
    return Edges(_unsigned(a), _unsigned(b), np.array(jaccard, np.float32), np.array(containment, np.float32))


def _unsigned(values: Sequence[int]) -> U64:
    return np.array(values, np.int64).view(np.uint64)
