"""What a working copy knows of its store: which files are there, which of them are on this disk, the last commit read.

One SQLite file, `.store/files.sqlite`. A file that is on the disk as it was pushed or pulled is neither pushed nor pulled again.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from pipelines.lake.store.log import Stored

SCHEMA = """
CREATE TABLE IF NOT EXISTS files(path TEXT PRIMARY KEY, size INT, mtime_ns INT, object TEXT, here_size INT, here_ns INT)
  WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS facts(name TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID;
"""


class Sign(NamedTuple):
    """By which it is told whether a file on this disk has changed: its size, and its time in nanoseconds."""

    size: int
    mtime_ns: int


@dataclass(frozen=True)
class KnownFiles:
    """The files of a store that one working copy knows. Each change is durable at once."""

    path: Path

    def stored(self) -> dict[str, Stored]:
        """Every file of the store, by path."""
        with self._open() as db:
            return {path: Stored(*row) for path, *row in db.execute("SELECT path, size, mtime_ns, object FROM files")}

    def here(self) -> dict[str, Sign]:
        """Those on this disk, by path, as they were when they were pushed or pulled."""
        with self._open() as db:
            rows = db.execute("SELECT path, here_size, here_ns FROM files WHERE here_size IS NOT NULL")
            return {path: Sign(size, ns) for path, size, ns in rows}

    def away(self) -> dict[str, Stored]:
        """Those that are not on this disk."""
        with self._open() as db:
            rows = db.execute("SELECT path, size, mtime_ns, object FROM files WHERE here_size IS NULL")
            return {path: Stored(*row) for path, *row in rows}

    def renamed(self) -> dict[str, tuple[Stored, Sign]]:
        """Those on this disk whose object has another name than they have."""
        query = "SELECT * FROM files WHERE object<>path AND here_size IS NOT NULL"
        with self._open() as db:
            return {path: (Stored(*row[:3]), Sign(*row[3:])) for path, *row in db.execute(query)}

    def one(self, path: str) -> Stored | None:
        """One file of the store."""
        with self._open() as db:
            row = db.execute("SELECT size, mtime_ns, object FROM files WHERE path=?", (path,)).fetchone()
        return Stored(*row) if row else None

    def put(self, stored: Mapping[str, Stored], here: Mapping[str, Sign]) -> None:
        """Add files of the store, or replace those of the same path; those not in `here` are not on this disk."""
        rows = [(path, *each, *(here.get(path) or (None, None))) for path, each in stored.items()]
        with self._open() as db:
            db.executemany("INSERT OR REPLACE INTO files VALUES (?, ?, ?, ?, ?, ?)", rows)

    def place(self, here: Mapping[str, Sign | None]) -> None:
        """Note how files are on this disk; None: they are not."""
        rows = [(*(sign or (None, None)), path) for path, sign in here.items()]
        with self._open() as db:
            db.executemany("UPDATE files SET here_size=?, here_ns=? WHERE path=?", rows)

    def forget(self, paths: Iterable[str]) -> None:
        """Forget files that are no more in the store."""
        with self._open() as db:
            db.executemany("DELETE FROM files WHERE path=?", ((path,) for path in paths))

    def fact(self, name: str) -> str:
        """A fact by name; empty if there is none."""
        with self._open() as db:
            row = db.execute("SELECT value FROM facts WHERE name=?", (name,)).fetchone()
        return str(row[0]) if row else ""

    def note(self, name: str, value: object) -> None:
        """Keep a fact."""
        with self._open() as db:
            db.execute("INSERT OR REPLACE INTO facts VALUES (?, ?)", (name, str(value)))

    @property
    def seen(self) -> int:
        """The number of the last commit that the working copy has."""
        return int(self.fact("seen") or 0)

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        with closing(sqlite3.connect(self.path, timeout=60)) as db:
            db.executescript(SCHEMA)
            with db:
                yield db
