"""The SQLite file of a frontier: its tables, their versions, and its opening."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from pipelines.base.errors import EnvironmentFault
from spiders.frontier.connection import FrontierConnection
from spiders.frontier.memory import SCHEMA as MEMORY_SCHEMA

VERSION = 3
MIGRATIONS = {
    "visits": ("via TEXT", "family TEXT"),
    "pages": ("via TEXT", "family TEXT", "digest TEXT"),
}
"""Columns that version 1 lacks."""
REPAIRS = """
UPDATE pages SET born=first_night WHERE date(born) IS NOT born;
UPDATE visits SET born=NULL WHERE date(born) IS NOT born;
"""
"""Removes days that do not exist. Versions 1 and 2 read them from addresses: `/2026/11/31-mill-burns/`."""
SCHEMA = """
PRAGMA journal_mode=WAL;
PRAGMA synchronous=FULL;
CREATE TABLE IF NOT EXISTS nights(night TEXT PRIMARY KEY, state TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS visits(
  seq INTEGER PRIMARY KEY, night TEXT NOT NULL, key TEXT NOT NULL, url TEXT, resource TEXT, host TEXT,
  rank INT, hops INT, depth INT, born TEXT, state INT, due REAL, attempts INT, at_url TEXT, chain TEXT, result TEXT,
  via TEXT, family TEXT, UNIQUE(night, key));
CREATE INDEX IF NOT EXISTS queue ON visits(night, host, state, rank, hops, seq);
CREATE TABLE IF NOT EXISTS archive(file TEXT PRIMARY KEY, bytes INT NOT NULL) WITHOUT ROWID;
"""
GLANCES = (
    "CREATE TABLE IF NOT EXISTS glances(night TEXT, key TEXT, edges BLOB, PRIMARY KEY (night, key)) WITHOUT ROWID;"
)
"""Links of feeds and sections at each glance; the page's own record has the links of its last reading."""


def connect(path: Path) -> FrontierConnection:
    """Open the file at `path`, or create it. Raises EnvironmentFault if it is not a frontier of a known version."""
    db = sqlite3.connect(path, isolation_level=None, factory=FrontierConnection)
    try:
        version = db.execute("PRAGMA user_version").fetchone()[0]
        if version not in range(VERSION + 1):
            raise EnvironmentFault(
                f"{path}: written by another version of Dateline; move the file away to start a new frontier"
            )
        if version == 1:
            _migrate(db)
        repairs = REPAIRS if 0 < version < VERSION else ""
        db.executescript(f"{SCHEMA}{GLANCES}{MEMORY_SCHEMA}{repairs}PRAGMA user_version={VERSION};")
    except sqlite3.Error as error:
        db.close()
        raise EnvironmentFault(f"{path}: cannot open the frontier: {error}; move it away to start anew") from error
    except EnvironmentFault:
        db.close()
        raise
    return db


def _migrate(db: FrontierConnection) -> None:
    """Add missing columns to a frontier of version 1. If the process is killed midway, the next run adds the rest."""
    for table, columns in MIGRATIONS.items():
        known = {row[1] for row in db.execute(f"PRAGMA table_info({table})")}
        for column in columns:
            if known and column.partition(" ")[0] not in known:
                db.execute(f"ALTER TABLE {table} ADD COLUMN {column}")
