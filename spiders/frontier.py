"""The frontier: what is known of every URL of a source, and what is to be fetched tonight. One SQLite file, durable.

A visit is one URL considered on one night. It is done only with the transaction that `commit` closes, and the crawl calls
`commit` only after the archive is synced; what is behind the last commit never happened and is fetched again.
Ranking and revisiting are decided elsewhere (`spiders.ranks`, `spiders.revisit`); this file remembers.
"""

from __future__ import annotations

import fcntl
import json
import sqlite3
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

from pipelines.errors import EnvironmentFault

PENDING, DONE, WAITING, ACTIVE, BEYOND = range(5)
SCHEMA = """
PRAGMA journal_mode=WAL;
PRAGMA synchronous=FULL;
CREATE TABLE IF NOT EXISTS nights(night TEXT PRIMARY KEY, state TEXT NOT NULL, note TEXT) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS pages(
  key TEXT PRIMARY KEY, url TEXT, resource TEXT, first_night TEXT, last_night TEXT, changed_night TEXT, fetches INT, changes INT,
  etag TEXT, last_modified TEXT, sha256 TEXT, record_id TEXT, record_date TEXT, alias TEXT, alias_reason TEXT,
  kind TEXT, edges BLOB) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS visits(
  seq INTEGER PRIMARY KEY, night TEXT NOT NULL, key TEXT NOT NULL, url TEXT, resource TEXT, host TEXT,
  rank INT, hops INT, depth INT, state INT, due REAL, attempts INT, at_url TEXT, chain TEXT, result TEXT, UNIQUE(night, key));
CREATE INDEX IF NOT EXISTS queue ON visits(night, host, state, rank, hops, seq);
CREATE TABLE IF NOT EXISTS archive(file TEXT PRIMARY KEY, bytes INT NOT NULL) WITHOUT ROWID;
"""
VISIT = "key, url, resource, host, rank, hops, depth, attempts, at_url, chain"


@dataclass(frozen=True, slots=True)
class Page:
    """What earlier nights learned of a URL. Nights are ISO dates; null fields were never seen."""

    key: str
    url: str
    resource: str
    first_night: str
    last_night: str
    changed_night: str
    fetches: int = 1
    changes: int = 0
    etag: str | None = None
    last_modified: str | None = None
    sha256: str | None = None
    record_id: str | None = None
    record_date: str | None = None
    alias: str | None = None
    alias_reason: str | None = None
    kind: str | None = None
    edges: bytes | None = None


@dataclass(frozen=True, slots=True)
class Visit:
    """A URL to fetch tonight. `at_url` is where it stands now within `chain`, the redirects followed so far.

    `hops` counts the related links, `depth` all other links between pages, on the shortest way from a start page.
    """

    key: str
    url: str
    resource: str
    host: str
    rank: int = 0
    hops: int = 0
    depth: int = 0
    attempts: int = 0
    at_url: str = ""
    chain: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Result:
    """How a visit ended: the columns of `fetches` that the fetch itself decides."""

    outcome: str
    detail: str | None = None
    status: int | None = None
    fetched_at: str | None = None
    duration_ms: int | None = None
    final_url: str | None = None
    redirects: tuple[str, ...] = ()
    content_type: str | None = None
    etag: str | None = None
    last_modified: str | None = None
    payload_bytes: int | None = None
    payload_sha256: str | None = None
    truncated: bool = False
    warc_file: str | None = None
    warc_offset: int | None = None
    robots: str | None = None
    rights: tuple[dict[str, Any], ...] = ()
    train_ai: str | None = None
    tdm: str | None = None


@dataclass
class Frontier:
    """The frontier of one source. Open one at a time: a second process is refused with EnvironmentFault."""

    path: Path
    night: str
    _hosts: dict[str, int] = field(default_factory=dict)
    _due: list[float] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        self._lock = self.path.with_suffix(".lock").open("w")
        try:
            fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise EnvironmentFault(f"{self.path.stem}: another crawl of this source is running; wait for it") from error
        try:
            self._db = sqlite3.connect(self.path, isolation_level=None)
            self._db.executescript(SCHEMA)
        except sqlite3.Error as error:
            raise EnvironmentFault(f"{self.path}: cannot open the frontier: {error}") from error
        self._db.execute("BEGIN IMMEDIATE")
        self._db.execute("INSERT OR IGNORE INTO nights VALUES (?, 'open', NULL)", (self.night,))
        self._db.execute(
            "UPDATE visits SET state=? WHERE night=? AND state IN (?,?)", (PENDING, self.night, WAITING, ACTIVE)
        )
        self._hosts = dict(
            self._db.execute("SELECT host, count(*) FROM visits WHERE night=? AND state=0 GROUP BY host", (self.night,))
        )

    # ---- the night

    @property
    def state(self) -> str:
        """`open` while crawling, `finished` when its rows are in the lake."""
        return str(self._db.execute("SELECT state FROM nights WHERE night=?", (self.night,)).fetchone()[0])

    def unfinished_nights(self) -> list[str]:
        """Other nights that a crawl left open, ascending."""
        rows = self._db.execute(
            "SELECT night FROM nights WHERE state='open' AND night<>? ORDER BY night", (self.night,)
        )
        return [row[0] for row in rows]

    def finish_night(self) -> None:
        """Mark the night finished and forget its visits; their rows are in archive and lake."""
        self._db.execute("UPDATE nights SET state='finished' WHERE night=?", (self.night,))
        self._db.execute("DELETE FROM visits WHERE night=?", (self.night,))
        self.commit()

    def commit(self, archive: dict[str, int] | None = None) -> None:
        """Make everything so far durable; `archive` maps each open WARC file to the length that is synced."""
        for name, size in (archive or {}).items():
            self._db.execute("INSERT OR REPLACE INTO archive VALUES (?, ?)", (name, size))
        self._db.execute("COMMIT")
        self._db.execute("BEGIN IMMEDIATE")

    def acknowledged(self) -> dict[str, int]:
        """Bytes of each WARC file that committed visits count on."""
        return dict(self._db.execute("SELECT file, bytes FROM archive"))

    def close(self) -> None:
        """Give up what was not committed and let go of the file."""
        self._db.execute("ROLLBACK")
        self._db.close()
        self._lock.close()

    # ---- visits

    def find(self, key: str) -> tuple[int, int, int, int] | None:
        """(state, rank, hops, depth) of a URL's visit tonight."""
        row: tuple[int, int, int, int] | None = self._db.execute(
            "SELECT state, rank, hops, depth FROM visits WHERE night=? AND key=?", (self.night, key)
        ).fetchone()
        return row

    def add(self, visit: Visit, state: int = PENDING) -> None:
        """Consider a URL for the first time tonight."""
        self._db.execute(
            "INSERT INTO visits(night, key, url, resource, host, rank, hops, depth, state, due, attempts, at_url, chain) "
            "VALUES (?,?,?,?,?,?,?,?,?,0,0,?,'[]')",
            (
                self.night,
                visit.key,
                visit.url,
                visit.resource,
                visit.host,
                visit.rank,
                visit.hops,
                visit.depth,
                state,
                visit.url,
            ),
        )
        if state == PENDING:
            self._count(visit.host, 1)

    def promote(self, visit: Visit, *, awake: bool) -> None:
        """Give a URL the rank, hops and depth of `visit`; `awake`: it was beyond the budget and no longer is."""
        self._db.execute(
            "UPDATE visits SET rank=?, hops=?, depth=?, state=CASE WHEN ? THEN 0 ELSE state END WHERE night=? AND key=?",
            (visit.rank, visit.hops, visit.depth, awake, self.night, visit.key),
        )
        if awake:
            self._count(visit.host, 1)

    def take(self, busy: set[str], now: float) -> Visit | None:
        """The best pending visit among hosts that are not busy; it is active until finished or postponed."""
        self._wake(now)
        best: tuple[Any, ...] | None = None
        for host in self._hosts:
            if host in busy:
                continue
            row = self._db.execute(
                f"SELECT rank, hops, seq, {VISIT} FROM visits WHERE night=? AND host=? AND state=0 "
                "ORDER BY rank, hops, seq LIMIT 1",
                (self.night, host),
            ).fetchone()
            if row and (best is None or row[:3] < best[:3]):
                best = row
        if best is None:
            return None
        self._db.execute("UPDATE visits SET state=? WHERE seq=?", (ACTIVE, best[2]))
        visit = Visit(*best[3:-1], chain=tuple(json.loads(best[-1])))
        self._count(visit.host, -1)
        return visit

    def postpone(self, visit: Visit, due: float) -> None:
        """Put an active visit back, with its attempts, place and chain, to be taken again not before `due` (Unix time)."""
        self._db.execute(
            "UPDATE visits SET state=?, due=?, attempts=?, at_url=?, chain=?, host=? WHERE night=? AND key=?",
            (WAITING, due, visit.attempts, visit.at_url, json.dumps(visit.chain), visit.host, self.night, visit.key),
        )
        self._due.append(due)

    def finish(self, key: str, result: Result) -> None:
        """End a visit."""
        self._db.execute(
            "UPDATE visits SET state=?, result=? WHERE night=? AND key=?",
            (DONE, json.dumps(asdict(result), ensure_ascii=False), self.night, key),
        )

    def pending(self) -> int:
        """Visits that are still to be taken, postponed ones included."""
        return sum(self._hosts.values()) + len(self._due)

    def next_due(self) -> float | None:
        """When the first postponed visit may be taken again (Unix time)."""
        return min(self._due, default=None)

    def end_pending(self, result: Result) -> int:
        """End everything that is still to be fetched the same way; how many there were."""
        count = self._db.execute(
            "UPDATE visits SET state=?, result=? WHERE night=? AND state IN (?,?)",
            (DONE, json.dumps(asdict(result)), self.night, PENDING, WAITING),
        ).rowcount
        self._hosts.clear()
        self._due.clear()
        return count

    def visits(self) -> Iterator[tuple[str, str, str, int, int, Result | None]]:
        """(key, url, resource, state, hops, result) of every visit of the night, by key."""
        rows = self._db.execute(
            "SELECT key, url, resource, state, hops, result FROM visits WHERE night=? ORDER BY key", (self.night,)
        )
        for key, url, resource, state, hops, result in rows:
            yield key, url, resource, state, hops, Result(**json.loads(result)) if result else None

    def fetched(self) -> int:
        """Number of visits of tonight that were answered."""
        query = "SELECT count(*) FROM visits WHERE night=? AND state=1 AND json_extract(result,'$.status') IS NOT NULL"
        return int(self._db.execute(query, (self.night,)).fetchone()[0])

    def outcomes(self) -> dict[str, int]:
        """Number of finished visits per outcome."""
        query = "SELECT json_extract(result,'$.outcome') o, count(*) FROM visits WHERE night=? AND state=1 GROUP BY o ORDER BY o"
        return dict(self._db.execute(query, (self.night,)))

    # ---- pages

    def page(self, key: str) -> Page | None:
        """What is known of a URL."""
        row = self._db.execute("SELECT * FROM pages WHERE key=?", (key,)).fetchone()
        return Page(*row) if row else None

    def pages(self) -> Iterator[Page]:
        """Every known URL with its edges left out, by key."""
        for row in self._db.execute("SELECT * FROM pages ORDER BY key"):
            yield replace(Page(*row), edges=None)

    def remember(self, page: Page) -> None:
        """Replace what is known of a URL."""
        marks = ",".join("?" * 17)
        values = tuple(getattr(page, name) for name in Page.__slots__)
        self._db.execute(f"INSERT OR REPLACE INTO pages VALUES ({marks})", values)

    def _count(self, host: str, change: int) -> None:
        count = self._hosts.get(host, 0) + change
        if count > 0:
            self._hosts[host] = count
        else:
            self._hosts.pop(host, None)

    def _wake(self, now: float) -> None:
        if not self._due or min(self._due) > now:
            return
        woken = self._db.execute(
            "UPDATE visits SET state=? WHERE night=? AND state=? AND due<=? RETURNING host",
            (PENDING, self.night, WAITING, now),
        ).fetchall()
        for (host,) in woken:
            self._count(host, 1)
        self._due = [due for due in self._due if due > now]
