"""Inputs of sources: from which input the rows of each source and night were made, so that a step that is run again
computes only the sources whose input changed.

One SQLite file, `index/inputs.sqlite`, has digests and no other data. It is believed only as long as the tables' files
of the night are those that the step wrote; if it is missing or damaged, every source is computed.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing, contextmanager
from datetime import date

import pyarrow as pa

from pipelines.base.ids import digest
from pipelines.lake.delta import Lake
from pipelines.lake.home import Home

FILE = "inputs.sqlite"
SCHEMA = "CREATE TABLE IF NOT EXISTS made (step TEXT, night TEXT, files TEXT, inputs TEXT, PRIMARY KEY (step, night))"


class Inputs:
    """The inputs of a step's sources on a night; `rules` are the step's, `tables` the tables of nights that it writes."""

    def __init__(self, home: Home, step: str, night: date, rules: str, tables: Iterable[str]) -> None:
        self._home, self._key = home, (step, night.isoformat())
        self._rules, self._tables = rules, tuple(tables)
        self.night = night
        self._made = self._read()
        self._now: dict[str, str] = {}

    def stands(self, source: str, key: str) -> bool:
        """True if the rows of a source were made from the input with this digest; the digest is kept in any case."""
        self._now[source] = key
        return self._made.get(source) == key

    def had(self, source: str) -> str | None:
        """The digest of the input that the rows of a source were made from; None if nothing is known of them."""
        return self._made.get(source)

    def save(self) -> None:
        """Keep the digests, after the tables were written."""
        row = (*self._key, self._files(), json.dumps(self._now, sort_keys=True))
        try:
            with self._open() as db:
                db.execute("INSERT OR REPLACE INTO made VALUES (?, ?, ?, ?)", row)
        except sqlite3.DatabaseError:
            forget(self._home)

    def _read(self) -> Mapping[str, str]:
        if not (self._home.index / FILE).exists():
            return {}
        try:
            with self._open() as db:
                query = "SELECT files, inputs FROM made WHERE step = ? AND night = ?"
                files, inputs = db.execute(query, self._key).fetchone() or ("", "{}")
            found: dict[str, str] = json.loads(inputs) if files == self._files() else {}
        except (sqlite3.DatabaseError, ValueError):
            return {}
        return found

    def _files(self) -> str:
        """The rules, and the current files of the night: names are never used again."""
        lake, partition = Lake(self._home.lake), self.night.isoformat()
        live = [(table, file) for table in self._tables for file in lake.live_files(table)]
        return digest(self._rules, *(f"{table}/{file.path}" for table, file in live if file.partition == partition))

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        self._home.index.mkdir(parents=True, exist_ok=True)
        with closing(sqlite3.connect(self._home.index / FILE, timeout=600)) as db, db:
            db.execute(SCHEMA)
            yield db


def forget(home: Home) -> None:
    """Remove the digests: every source is computed again."""
    (home.index / FILE).unlink(missing_ok=True)


def input_of(*parts: pa.Table | str) -> str:
    """The digest of tables and texts; equal rows in equal order give equal digests."""
    sha = hashlib.sha256()
    for part in parts:
        if isinstance(part, str):
            sha.update(part.encode("utf-8", "surrogatepass"))
        else:
            for batch in part.combine_chunks().to_batches():
                sha.update(batch.serialize())
        sha.update(b"\0")
    return sha.hexdigest()[:32]
