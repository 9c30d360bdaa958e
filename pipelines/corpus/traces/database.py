"""The SQLite file of the traces step: its tables, and how to open it. `index` describes the content of the tables."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

SCHEMA = """
CREATE TABLE version (lists TEXT, anchors TEXT, bounds TEXT);
CREATE TABLE night (night INTEGER PRIMARY KEY, digest TEXT);
CREATE TABLE family (family INTEGER PRIMARY KEY, name TEXT UNIQUE, source TEXT, stale INTEGER, direction INTEGER, agreed INTEGER,
                     older INTEGER, newer INTEGER, slack INTEGER, bits INTEGER, undated INTEGER, dated INTEGER,
                     since INTEGER, likely REAL);
CREATE INDEX family_source ON family (source);
CREATE INDEX family_stale ON family (source) WHERE stale = 1;
CREATE TABLE wanted (source TEXT PRIMARY KEY) WITHOUT ROWID;
CREATE TABLE list (list INTEGER PRIMARY KEY, family INTEGER, kind TEXT, keys BLOB, night INTEGER, at INTEGER, url TEXT);
CREATE INDEX list_family ON list (family, list);
CREATE TABLE stood (list INTEGER, night INTEGER, at INTEGER, url TEXT, growing INTEGER, PRIMARY KEY (list, night)) WITHOUT ROWID;
CREATE INDEX stood_night ON stood (night);
CREATE INDEX stood_growing ON stood (growing, night) WHERE growing IS NOT NULL;
CREATE TABLE member (key INTEGER, family INTEGER, list INTEGER, PRIMARY KEY (key, family, list)) WITHOUT ROWID;
CREATE TABLE beside (list INTEGER PRIMARY KEY);
CREATE TABLE page (key INTEGER, work TEXT, night INTEGER, PRIMARY KEY (key, work, night)) WITHOUT ROWID;
CREATE INDEX page_work ON page (work);
CREATE INDEX page_night ON page (night);
CREATE TABLE numbered (series TEXT, number INTEGER, key INTEGER, PRIMARY KEY (series, number, key)) WITHOUT ROWID;
CREATE INDEX numbered_key ON numbered (key);
CREATE TABLE addressed (key INTEGER PRIMARY KEY, url TEXT);
CREATE TABLE anchor (stage INTEGER, work TEXT, source TEXT, url TEXT, undated INTEGER, day INTEGER, low INTEGER, high INTEGER,
                     low_said TEXT, high_said TEXT, night INTEGER, point INTEGER, strong INTEGER, confidence REAL,
                     PRIMARY KEY (work, stage)) WITHOUT ROWID;
CREATE TABLE clue (family INTEGER, work TEXT, name TEXT, at INTEGER, night INTEGER, url TEXT, said TEXT, last INTEGER,
                   PRIMARY KEY (family, work)) WITHOUT ROWID;
CREATE INDEX clue_work ON clue (work);
CREATE TABLE waiting (stage INTEGER, work TEXT, place INTEGER, PRIMARY KEY (stage, work)) WITHOUT ROWID;
CREATE INDEX waiting_place ON waiting (stage, place, work);
"""
CHUNK = 500
CACHE_KIB = 64 * 1024
"""Pages of the database in memory, at most: with SQLite's own 2 MB, a large one is read from the disk again and again."""


def chosen(
    db: sqlite3.Connection, query: str, values: Collection[Any], rest: str = "", before: tuple[Any, ...] = ()
) -> Iterator[tuple[Any, ...]]:
    """The rows of a query that ends in `IN`, for many values; `before` are the query's parameters before these values."""
    listed = sorted(values)
    for first in range(0, len(listed), CHUNK):
        part = listed[first : first + CHUNK]
        yield from db.execute(f"{query} ({', '.join('?' * len(part))}) {rest}", (*before, *part))


@contextmanager
def connected(path: Path, lists: str) -> Iterator[sqlite3.Connection]:
    """The database in a file; it is empty if there is none, or if other rules than those of this version made its lists."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with closing(_connect(path, lists)) as connection:
        yield connection
        connection.commit()


def _connect(path: Path, lists: str) -> sqlite3.Connection:
    try:
        connection = _open(path)
        if connection.execute("SELECT lists FROM version").fetchone() == (lists,):
            return connection
        connection.close()
    except sqlite3.DatabaseError:
        pass  # damaged, empty or not a database: made again below
    for suffix in ("", "-wal", "-shm"):
        path.with_name(path.name + suffix).unlink(missing_ok=True)
    connection = _open(path)
    connection.executescript(SCHEMA)
    connection.execute("INSERT INTO version VALUES (?, '', '')", (lists,))
    connection.commit()
    return connection


def _open(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path, timeout=600)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute(f"PRAGMA cache_size = -{CACHE_KIB}")
    return connection
