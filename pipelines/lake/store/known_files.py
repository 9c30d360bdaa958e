"""The files of a store as a working copy knows them: which exist, which are on this disk, and the last commit read.

It is one SQLite file, `.store/files.sqlite`. A file that is unchanged since it was pushed or pulled is not
transferred again.
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
    """Size and time (nanoseconds) of a file on this disk; they show whether it has changed."""

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
        """The files on this disk, by path, as they were when they were pushed or pulled."""
        with self._open() as db:
            rows = db.execute("SELECT path, here_size, here_ns FROM files WHERE here_size IS NOT NULL")
            return {path: Sign(size, ns) for path, size, ns in rows}

    def away(self) -> dict[str, Stored]:
        """The files that are not on this disk."""
        with self._open() as db:
            rows = db.execute("SELECT path, size, mtime_ns, object FROM files WHERE here_size IS NULL")
            return {path: Stored(*row) for path, *row in rows}

    def renamed(self) -> dict[str, tuple[Stored, Sign]]:
        """The files on this disk whose object has another name."""
        query = "SELECT * FROM files WHERE object<>path AND here_size IS NOT NULL"
        with self._open() as db:
            return {path: (Stored(*row[:3]), Sign(*row[3:])) for path, *row in db.execute(query)}

    def one(self, path: str) -> Stored | None:
        """One file of the store."""
        with self._open() as db:
            row = db.execute("SELECT size, mtime_ns, object FROM files WHERE path=?", (path,)).fetchone()
        return Stored(*row) if row else None

    def put(self, stored: Mapping[str, Stored], here: Mapping[str, Sign]) -> None:
        """Add or replace files of the store; files that are not in `here` are not on this disk."""
        rows = [(path, *each, *(here.get(path) or (None, None))) for path, each in stored.items()]
        with self._open() as db:
            db.executemany("INSERT OR REPLACE INTO files VALUES (?, ?, ?, ?, ?, ?)", rows)

    def place(self, here: Mapping[str, Sign | None]) -> None:
        """Record size and time of files on this disk; None: the file is not here."""
        rows = [(*(sign or (None, None)), path) for path, sign in here.items()]
        with self._open() as db:
            db.executemany("UPDATE files SET here_size=?, here_ns=? WHERE path=?", rows)

    def forget(self, paths: Iterable[str]) -> None:
        """Remove files that are no longer in the store."""
        with self._open() as db:
            db.executemany("DELETE FROM files WHERE path=?", ((path,) for path in paths))

    def fact(self, name: str) -> str:
        """A fact by name; empty if there is none."""
        with self._open() as db:
            row = db.execute("SELECT value FROM facts WHERE name=?", (name,)).fetchone()
        return str(row[0]) if row else ""

    def note(self, name: str, value: object) -> None:
        """Store a fact."""
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
