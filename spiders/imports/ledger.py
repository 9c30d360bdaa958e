"""The ledger of a running import, one SQLite file: every record's outcome, and the read position of each file.

Work after the last commit is lost: it is read again, and the archive is truncated to the committed lengths.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

from pipelines.base.storable import is_utf8, mended
from spiders.imports.inflating import Position
from spiders.imports.outcomes import ImportOutcome

CAPTURES = 16
BEHIND = "\x7f"
"""Sorts after all characters that may follow the seconds of a time: a fraction, a zone."""
SCHEMA = """
PRAGMA journal_mode=WAL;
PRAGMA synchronous=FULL;
CREATE TABLE IF NOT EXISTS files(
  number INTEGER PRIMARY KEY, path TEXT, records INT DEFAULT 0, member INT DEFAULT 0, inner_ INT DEFAULT 0, done INT DEFAULT 0,
  note TEXT);
CREATE TABLE IF NOT EXISTS records(
  file INT, number INT, offset INT, type TEXT, url TEXT, captured_at TEXT, source TEXT, night TEXT, outcome TEXT, detail TEXT,
  warc_file TEXT, warc_offset INT, digest TEXT, PRIMARY KEY(file, number)) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS payloads ON records(url, captured_at, file, number)
  WHERE warc_file IS NOT NULL AND type <> 'revisit';
CREATE INDEX IF NOT EXISTS places ON records(warc_file, warc_offset) WHERE warc_file IS NOT NULL;
CREATE TABLE IF NOT EXISTS repeated(
  warc_file TEXT, warc_offset INT, times INT, PRIMARY KEY(warc_file, warc_offset)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS seen(id BLOB PRIMARY KEY) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS loaded(source TEXT, night TEXT, PRIMARY KEY(source, night)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS written(source TEXT, night TEXT, file TEXT, bytes INT, PRIMARY KEY(source, night, file)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS sites(
  name TEXT, domain TEXT, host TEXT, language TEXT, pages INT, PRIMARY KEY(name, host, language)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS stages(name TEXT PRIMARY KEY) WITHOUT ROWID;
"""


@dataclass(slots=True)
class Entry:
    """The line of one record with its outcome."""

    offset: int
    type: str
    url: str | None = None
    captured_at: str | None = None
    source: str | None = None
    night: str | None = None
    outcome: ImportOutcome = ImportOutcome.IMPORTED
    detail: str | None = None
    warc_file: str | None = None
    warc_offset: int | None = None
    digest: str | None = None
    """WARC-Payload-Digest, as stated; not kept after the import."""


class InputFile(NamedTuple):
    """A file of an import and its read position."""

    number: int
    path: str
    records: int
    position: Position
    done: bool
    note: str | None


class Ledger:
    """The ledger of one import at `path`; the stem of the path is the import's id."""

    def __init__(self, path: Path, files: Iterable[str]) -> None:
        self.path = path
        self.name = path.stem
        path.parent.mkdir(parents=True, exist_ok=True)
        self._db = sqlite3.connect(path, isolation_level=None)
        self._db.executescript(SCHEMA)
        if "digest" not in {column for _, column, *_ in self._db.execute("PRAGMA table_info(records)")}:
            self._db.execute("ALTER TABLE records ADD COLUMN digest TEXT")  # begun by a version without it
        self._db.execute("BEGIN IMMEDIATE")
        rows = ((number, path if is_utf8(path) else os.fsencode(path)) for number, path in enumerate(files))
        self._db.executemany("INSERT OR IGNORE INTO files(number, path) VALUES (?, ?)", rows)
        self.commit()

    def files(self) -> list[InputFile]:
        """The files of the import, in order."""
        rows = self._db.execute("SELECT number, path, records, member, inner_, done, note FROM files ORDER BY number")
        return [
            InputFile(n, os.fsdecode(path), records, Position(m, i), bool(done), note)
            for n, path, records, m, i, done, note in rows
        ]

    def add(self, file: int, number: int, entry: Entry) -> None:
        """Write the line of a record."""
        self._db.execute(
            f"INSERT OR REPLACE INTO records VALUES ({','.join('?' * 13)})",
            (file, number, entry.offset, entry.type, entry.url, entry.captured_at, entry.source, entry.night, entry.outcome,
             entry.detail, entry.warc_file, entry.warc_offset, entry.digest),
        )  # fmt: skip

    def captures(self, url: str, second: str) -> list[tuple[tuple[str, date], str, int, str | None]]:
        """Archived captures of an address, without revisits: (source and night, archive file, offset, stated payload digest).

        `second` limits them to one second (`2025-11-03T18:45:00`); empty: no limit. At most CAPTURES, earliest first.
        """
        query = """SELECT source, night, warc_file, warc_offset, digest FROM records
                   WHERE url = ? AND captured_at >= ? AND captured_at < ? AND warc_file IS NOT NULL AND type <> 'revisit'
                   ORDER BY captured_at, file, number LIMIT ?"""
        rows = self._db.execute(query, (url, second, f"{second}{BEHIND}", CAPTURES))
        return [((source, date.fromisoformat(night)), file, at, digest) for source, night, file, at, digest in rows]

    def repeat(self, file: str, offset: int) -> int:
        """Count one more repeat of the payload of an archived capture; returns the number of repeats."""
        query = """INSERT INTO repeated VALUES (?, ?, 1)
                   ON CONFLICT(warc_file, warc_offset) DO UPDATE SET times = times + 1 RETURNING times"""
        return int(self._db.execute(query, (file, offset)).fetchone()[0])

    def reached(
        self, file: int, records: int, position: Position, *, done: bool = False, note: str | None = None
    ) -> None:
        """Store the read position of a file."""
        query = "UPDATE files SET records=?, member=?, inner_=?, done=?, note=? WHERE number=?"
        self._db.execute(query, (records, *position, done, note, file))

    def leave_out(self, file: int, problem: str) -> None:
        """Write a line for a file, or for the rest of one, that cannot be read; the file is done."""
        number = int(self._db.execute("SELECT count(*) FROM records WHERE file=?", (file,)).fetchone()[0])
        self.add(file, number, Entry(0, "file", outcome=ImportOutcome.UNREADABLE, detail=problem))
        query = "UPDATE files SET records=?, done=1, note=? WHERE number=?"
        self._db.execute(query, (number + 1, problem, file))

    def nothing_read(self) -> str | None:
        """The first file and its problem, if no file could be read; else None."""
        first, *others = self.files()
        if self.counts().keys() != {ImportOutcome.UNREADABLE} or not all(file.note for file in (first, *others)):
            return None
        more = f" (and {len(others)} more that cannot be read)" if others else ""
        return f"{first.path}: {first.note}{more}"

    def notes(self) -> dict[str, str]:
        """The problems of files, by path."""
        return {file.path: file.note for file in self.files() if file.note}

    def waiting(self, outcome: ImportOutcome) -> Iterator[tuple[int, int, str, str]]:
        """(file, number, url, captured_at) of the lines with an outcome, in order."""
        query = "SELECT file, number, url, captured_at FROM records WHERE outcome=? ORDER BY file, number"
        yield from self._db.execute(query, (outcome,)).fetchall()

    def end(self, file: int, number: int, outcome: ImportOutcome, detail: str | None = None) -> None:
        """Set the outcome of a line."""
        query = "UPDATE records SET outcome=?, detail=? WHERE file=? AND number=?"
        self._db.execute(query, (outcome, detail, file, number))

    def is_new(self, record_id: str) -> bool:
        """True, once, for a capture that is not yet in the archive."""
        return self._db.execute("INSERT OR IGNORE INTO seen VALUES (?)", (record_id.encode(),)).rowcount > 0

    def has(self, record_id: str) -> bool:
        """True for a capture that is in the archive."""
        return self._db.execute("SELECT 1 FROM seen WHERE id=?", (record_id.encode(),)).fetchone() is not None

    def load(self, source: str, night: date, ids: Iterable[str]) -> None:
        """Mark the captures of a night that are already in the archive as seen; once for each night."""
        self._db.executemany("INSERT OR IGNORE INTO seen VALUES (?)", ((each.encode(),) for each in ids))
        self._db.execute("INSERT OR IGNORE INTO loaded VALUES (?, ?)", (source, night.isoformat()))

    def is_loaded(self, source: str, night: date) -> bool:
        """True if `load` was called for a night."""
        query = "SELECT 1 FROM loaded WHERE source=? AND night=?"
        return self._db.execute(query, (source, night.isoformat())).fetchone() is not None

    def count_page(self, name: str, domain: str, host: str, language: str | None) -> None:
        """Count a page of a source that the import makes."""
        query = (
            "INSERT INTO sites VALUES (?, ?, ?, ?, 1) ON CONFLICT(name, host, language) DO UPDATE SET pages = pages + 1"
        )
        self._db.execute(query, (name, domain, host, language or ""))

    def name_site(self, name: str, domain: str) -> None:
        """Store the name of the source that the import makes for a domain."""
        self._db.execute("INSERT OR IGNORE INTO sites VALUES (?, ?, '', '', 0)", (name, domain))

    def sites(self) -> Iterator[tuple[str, str, dict[str, int], dict[str, int]]]:
        """(name, domain, pages by host, pages by language) of each source that the import makes, by name."""
        for (name,) in self._db.execute("SELECT DISTINCT name FROM sites WHERE pages > 0 ORDER BY name").fetchall():
            query = "SELECT domain, host, language, pages FROM sites WHERE name=? AND pages > 0"
            rows = self._db.execute(query, (name,)).fetchall()
            hosts: dict[str, int] = {}
            languages: dict[str, int] = {}
            for _, host, language, pages in rows:
                hosts[host] = hosts.get(host, 0) + pages
                languages[language] = languages.get(language, 0) + pages
            yield name, rows[0][0], hosts, languages

    def made(self) -> dict[str, str]:
        """Names of the sources that the import makes, by domain."""
        return dict(self._db.execute("SELECT DISTINCT domain, name FROM sites"))

    def written(self) -> list[tuple[str, date, str, int]]:
        """(source, night, file name, durable bytes) of every archive file of the import."""
        rows = self._db.execute("SELECT source, night, file, bytes FROM written ORDER BY source, night, file")
        return [(source, date.fromisoformat(night), file, size) for source, night, file, size in rows]

    def nights(self) -> list[tuple[str, date]]:
        """Every (source, night) that the import wrote to."""
        rows = self._db.execute("SELECT DISTINCT source, night FROM written ORDER BY source, night")
        return [(source, date.fromisoformat(night)) for source, night in rows]

    def acknowledge(self, source: str, night: date, synced: Mapping[str, int]) -> None:
        """Store the durable lengths of the archive files of a night."""
        rows = ((source, night.isoformat(), file, size) for file, size in synced.items())
        self._db.executemany("INSERT OR REPLACE INTO written VALUES (?, ?, ?, ?)", rows)

    def forget(self, source: str) -> None:
        """Remove a source without a page: set the outcome of its records. None of its data stays in the archive."""
        query = (
            "UPDATE records SET outcome=?, warc_file=NULL, warc_offset=NULL, detail=NULL WHERE source=? AND outcome=?"
        )
        self._db.execute(query, (ImportOutcome.NO_PAGE_OF_SITE, source, ImportOutcome.IMPORTED))
        self._db.execute("DELETE FROM written WHERE source=?", (source,))

    def judge(self, source: str, night: date, ends: Mapping[tuple[str, int], ImportOutcome]) -> None:
        """Set the outcome of imported records that do not represent a page of a night, by their place in the archive."""
        query = (
            "UPDATE records SET outcome=? WHERE source=? AND night=? AND warc_file=? AND warc_offset=? AND outcome=?"
        )
        rows = [(outcome, source, night.isoformat(), *place, ImportOutcome.IMPORTED) for place, outcome in ends.items()]
        self._db.executemany(query, rows)

    def counts(self) -> dict[str, int]:
        """Number of records of each outcome."""
        query = "SELECT outcome, count(*) FROM records GROUP BY 1 ORDER BY 2 DESC, 1"
        return dict(self._db.execute(query))

    def lines(self) -> Iterator[tuple[Any, ...]]:
        """Every line in order: path of the file, number, offset, and the other fields of `Entry`."""
        lines = self._db.execute(
            "SELECT f.path, r.number, r.offset, r.type, r.url, r.captured_at, r.source, r.night, r.outcome, r.detail, "
            "r.warc_file, r.warc_offset FROM records r JOIN files f ON f.number = r.file ORDER BY r.file, r.number"
        )
        yield from ((mended(os.fsdecode(path)), *more) for path, *more in lines)

    def stage(self, name: str) -> bool:
        """True if a stage of the import is done."""
        return self._db.execute("SELECT 1 FROM stages WHERE name=?", (name,)).fetchone() is not None

    def stages(self) -> list[str]:
        """The stages that are done."""
        return [name for (name,) in self._db.execute("SELECT name FROM stages ORDER BY name")]

    def first_urls(self) -> dict[str, str]:
        """The address of the first imported line of each source."""
        query = "SELECT source, url FROM records WHERE outcome=? ORDER BY file DESC, number DESC"
        return dict(self._db.execute(query, (ImportOutcome.IMPORTED,)))

    def imported(self) -> Iterator[tuple[str, str, str, str]]:
        """(source, url, captured_at, night) of every imported line."""
        query = "SELECT source, url, captured_at, night FROM records WHERE outcome=?"
        yield from self._db.execute(query, (ImportOutcome.IMPORTED,))

    def end_stage(self, name: str, *, durable: bool = True) -> None:
        """Mark a stage as done; `durable` at once, else with the next commit."""
        self._db.execute("INSERT OR IGNORE INTO stages VALUES (?)", (name,))
        if durable:
            self.commit()

    def commit(self) -> None:
        """Make all work so far durable."""
        self._db.execute("COMMIT")
        self._db.execute("BEGIN IMMEDIATE")

    def close(self) -> None:
        """Drop uncommitted work and close the file."""
        if self._db.in_transaction:  # not if a signal ended `commit` between its two statements
            self._db.execute("ROLLBACK")
        self._db.close()

    def remove(self) -> None:
        """Delete the file after its lines are kept in the archive."""
        for left in self.path.parent.glob(f"{self.path.name}*"):
            left.unlink()
