"""The ledger of checksums, `checksums.sqlite`: the digest of every finished file of a home, and what is known to be damaged.

A row of the ledger has a checksum of its own, so rot in the ledger never accuses a sound file. Without its ledger a
home is as it was before it had one: the next build takes the digests of all files. Changes are durable at once.
"""

from __future__ import annotations

import hashlib
import sqlite3
import time
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from pipelines.base.errors import CorpusError
from pipelines.lake.checksums.aside import UNREADABLE, set_aside
from pipelines.lake.checksums.kinds import Change, Kind, Sign, kind_of, sign_of

FILE = "checksums.sqlite"
COPY_BYTES = 64 << 10
"""Files of a `copied` kind up to this size are kept twice."""
SCHEMA = """
CREATE TABLE IF NOT EXISTS files(
  path TEXT PRIMARY KEY, size INT, mtime_ns INT, sha256 BLOB, looked REAL, copy BLOB, own INT) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS damaged(path TEXT PRIMARY KEY, said TEXT NOT NULL, found REAL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS lost(
  warc_file TEXT, warc_offset INT, source TEXT, night TEXT, url TEXT, url_key TEXT, found REAL, asked TEXT,
  PRIMARY KEY(warc_file, warc_offset)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS writer(process INT);
"""
LAST = "CREATE TABLE IF NOT EXISTS last(folder TEXT)"
"""Made by who writes: a ledger from before can be read where it cannot be written."""


class Known(NamedTuple):
    """The digest of a file, its size and time when it was taken, and when the file was last looked at (Unix time)."""

    sign: Sign
    sha256: bytes
    looked: float


@dataclass(frozen=True, slots=True)
class Damage:
    """A damaged file: path below the home, and the reason, as a person reads it."""

    path: str
    said: str

    @property
    def kind(self) -> Kind | None:
        """Its kind."""
        return kind_of(self.path)


class Lost(NamedTuple):
    """A capture that cannot be read any more. `asked` is the night whose crawl asks for it again, or empty."""

    warc_file: str
    warc_offset: int
    source: str
    night: str
    url: str
    url_key: str
    asked: str = ""


@dataclass(frozen=True)
class Checksums:
    """The ledger of the home in the folder `root`."""

    root: Path

    def known(self, areas: Iterable[str] = ("",)) -> dict[str, Known]:
        """The digests of all files, or of those whose paths begin with one of `areas`. A row that is damaged itself is
        left out.
        """
        if not (self.root / FILE).exists():
            return {}
        query = "SELECT path, size, mtime_ns, sha256, looked, own FROM files WHERE path BETWEEN ? AND ?"
        with self._open() as db:
            rows = [row for area in areas for row in db.execute(query, (area, f"{area}\U0010ffff"))]
        return {
            path: Known(Sign(size, ns), sha256, looked)
            for path, size, ns, sha256, looked, own in rows
            if own == _own(path, size, ns, sha256)
        }

    def begin(self, *paths: str) -> None:
        """Forget the digests of files that are about to be written or replaced, or of all files below a folder (`x/`)."""
        if not (self.root / FILE).exists():
            return
        with self._open() as db:
            for path in paths:
                low, high = (path, f"{path}\U0010ffff") if path.endswith("/") else (path, path)
                for table in ("files", "damaged"):
                    db.execute(f"DELETE FROM {table} WHERE path BETWEEN ? AND ?", (low, high))

    def take(self, paths: Iterable[str]) -> None:
        """Take the digests of finished files."""
        taken = [row for path in paths if (row := self._row(path))]
        if taken:
            with self._open() as db:
                db.executemany("INSERT OR REPLACE INTO files VALUES (?, ?, ?, ?, ?, ?, ?)", taken)
                db.executemany("DELETE FROM damaged WHERE path=?", [(row[0],) for row in taken])

    def differs(self, path: str) -> bool:
        """True if a file has a digest and is another than when it was taken."""
        if not (self.root / FILE).exists():
            return False
        with self._open() as db:
            row = db.execute("SELECT size, mtime_ns, sha256, own FROM files WHERE path=?", (path,)).fetchone()
        if row is None or row[3] != _own(path, *row[:3]) or sign_of(self.root / path) is None:
            return False
        return bool(digest_of(self.root / path) != row[2])

    @property
    def is_empty(self) -> bool:
        """True if no file has a digest."""
        if not (self.root / FILE).exists():
            return True
        with self._open() as db:
            return db.execute("SELECT 1 FROM files LIMIT 1").fetchone() is None

    def last_folder(self) -> str:
        """The folder of the archive that was looked at last; empty if none was."""
        if not (self.root / FILE).exists():
            return ""
        with self._open() as db:
            is_there = db.execute("SELECT 1 FROM sqlite_master WHERE name = 'last'").fetchone()
            row = db.execute("SELECT folder FROM last").fetchone() if is_there else None
        return str(row[0]) if row else ""

    def looked(self, signs: Mapping[str, Sign], known: Mapping[str, Known], last_folder: str = "") -> None:
        """Record that files were compared now and are sound, their times may have changed; and the archive's last folder."""
        now = time.time()
        rows = [
            (sign.mtime_ns, now, _own(path, sign.size, sign.mtime_ns, known[path].sha256), path)
            for path, sign in signs.items()
        ]
        if not rows and not last_folder:
            return
        with self._open() as db:
            db.executemany("UPDATE files SET mtime_ns=?, looked=?, own=? WHERE path=?", rows)
            if last_folder:
                db.execute(LAST)
                db.execute("DELETE FROM last")
                db.execute("INSERT INTO last VALUES (?)", (last_folder,))

    def forget(self, paths: Iterable[str]) -> None:
        """Forget files that are gone."""
        if rows := [(path,) for path in paths]:
            with self._open() as db:
                db.executemany("DELETE FROM files WHERE path=?", rows)
                db.executemany("DELETE FROM damaged WHERE path=?", rows)

    def copy(self, path: str) -> bytes | None:
        """The kept bytes of a small file; None if there are none, or if they are damaged."""
        with self._open() as db:
            row = db.execute("SELECT sha256, copy FROM files WHERE path=?", (path,)).fetchone()
        if row is None or row[1] is None:
            return None
        try:
            kept = zlib.decompress(row[1])
        except zlib.error:
            return None
        return kept if hashlib.sha256(kept).digest() == row[0] else None

    def report(self, found: Iterable[Damage]) -> None:
        """Record damage, so that readers refuse and the next build mends."""
        if rows := [(each.path, each.said, time.time()) for each in found]:
            with self._open() as db:
                db.executemany("INSERT OR REPLACE INTO damaged VALUES (?, ?, ?)", rows)

    def damaged(self) -> list[Damage]:
        """Files that are known to be damaged and still stand."""
        if not (self.root / FILE).exists():
            return []
        with self._open() as db:
            rows = db.execute("SELECT path, said FROM damaged ORDER BY path").fetchall()
        return [Damage(*row) for row in rows]

    def require(self, *areas: str) -> None:
        """Raise CorpusError if a file below one of these areas is known to be damaged."""
        wrong = [each for each in self.damaged() if each.path.startswith(areas)]
        if wrong:
            more = f" and {len(wrong) - 1} more" if len(wrong) > 1 else ""
            raise CorpusError(
                f"{self.root / wrong[0].path}{more}: {wrong[0].said}: 'dateline build' makes it anew, then ask again"
            )

    def lose(self, captures: Iterable[Lost]) -> None:
        """Record captures that cannot be read any more; the next crawl of their source asks for them."""
        rows = [(*each[:6], time.time(), each.asked) for each in captures]
        with self._open() as db:
            db.executemany("INSERT OR IGNORE INTO lost VALUES (?, ?, ?, ?, ?, ?, ?, ?)", rows)

    def lost(self, source: str | None = None) -> list[Lost]:
        """The captures that cannot be read any more, of a source or of all."""
        if not (self.root / FILE).exists():
            return []
        query = "SELECT warc_file, warc_offset, source, night, url, url_key, asked FROM lost ORDER BY 1, 2"
        with self._open() as db:
            rows = [Lost(*row) for row in db.execute(query)]
        return [row for row in rows if source in (None, row.source)]

    def ask(self, captures: Sequence[Lost], night: str) -> None:
        """Record that the crawl of a night asks for these again."""
        with self._open() as db:
            rows = [(night, each.warc_file, each.warc_offset) for each in captures]
            db.executemany("UPDATE lost SET asked=? WHERE warc_file=? AND warc_offset=?", rows)

    def purge(self) -> None:
        """Forget files that are gone, with their kept copies, and the addresses of lost captures; no trace stays."""
        self.forget(path for path in self.known() if not (self.root / path).exists())
        with self._open() as db:
            db.execute("DELETE FROM lost")
        with closing(self._connect()) as db:
            db.execute("VACUUM")

    # ---- the writer of the corpus

    def open_writer(self, process: int) -> None:
        """Record that a process begins to write the corpus. If the one before was killed, files that it changed in place
        lose their digests.
        """
        with self._open() as db:
            killed = db.execute("DELETE FROM writer").rowcount
            if killed:
                paths = [path for (path,) in db.execute("SELECT path FROM files") if _is_locked(path)]
                db.executemany("DELETE FROM files WHERE path=?", [(path,) for path in paths])
            db.execute("INSERT INTO writer VALUES (?)", (process,))

    def close_writer(self) -> None:
        """Record that the corpus is not being written any more."""
        with self._open() as db:
            db.execute("DELETE FROM writer")

    @property
    def is_being_written(self) -> bool:
        """True if a process writes the corpus, or was killed while it did."""
        if not (self.root / FILE).exists():
            return False
        with self._open() as db:
            return db.execute("SELECT 1 FROM writer LIMIT 1").fetchone() is not None

    def _row(self, path: str) -> tuple[object, ...] | None:
        kind, file = kind_of(path), self.root / path
        before = sign_of(file)
        if before is None:
            return None
        content = file.read_bytes() if kind and kind.copied and before.size <= COPY_BYTES else None
        sha256 = digest_of(file) if content is None else hashlib.sha256(content).digest()
        if sign_of(file) != before:
            return None  # it is being written
        kept = None if content is None else zlib.compress(content)
        return path, *before, sha256, time.time(), kept, _own(path, *before, sha256)

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        """The database, in one transaction. If it is damaged, it is set aside, and the next use begins a new one."""
        try:
            with closing(self._connect()) as db, db:
                yield db
        except sqlite3.OperationalError:
            raise  # the disk is full, or may not be written
        except sqlite3.DatabaseError:
            if (self.root / FILE).exists():
                set_aside(self.root, FILE, UNREADABLE)
            raise

    def _connect(self) -> sqlite3.Connection:
        file = self.root / FILE
        try:
            return self._connected(file)
        except sqlite3.OperationalError:
            raise
        except sqlite3.DatabaseError:
            set_aside(self.root, FILE, UNREADABLE)
            return self._connected(file)

    def _connected(self, file: Path) -> sqlite3.Connection:
        db = sqlite3.connect(file, timeout=60)
        try:
            if db.execute("PRAGMA user_version").fetchone()[0] == 0:
                db.executescript(f"{SCHEMA}PRAGMA user_version = 1;")
        except sqlite3.Error:
            db.close()
            raise
        return db


def digest_of(file: Path) -> bytes:
    """SHA-256 of a file."""
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").digest()


def announce(file: Path, area: str) -> None:
    """Forget the digest of a file below a home's folder `area`, because it is about to be written or replaced.

    A folder stands for all files in it. Elsewhere than in a home this does nothing.
    """
    if (found := ledger_of(file, area)) is not None:
        ledger, path = found
        ledger.begin(path, f"{path}/")


def ledger_of(file: Path, area: str) -> tuple[Checksums, str] | None:
    """The ledger of the home that has `file` below its folder `area`, and the file's path below the home; else None.

    >>> ledger_of(Path("/news/archive/source=a/night=b/links.parquet"), "archive")[1]
    'archive/source=a/night=b/links.parquet'
    """
    start = "" if file.is_absolute() else "./"
    root, mark, below = f"{start}{file.parent.as_posix()}/".rpartition(f"/{area}/")
    return (Checksums(Path(root or "/")), f"{area}/{below}{file.name}") if mark else None


def _own(path: str, size: int, mtime_ns: int, sha256: bytes) -> int:
    """The checksum of a row itself."""
    return zlib.crc32(f"{path}\0{size}\0{mtime_ns}\0".encode() + bytes(sha256))


def _is_locked(path: str) -> bool:
    kind = kind_of(path)
    return kind is not None and kind.change is Change.LOCKED
