"""Addresses that an import adds to a source's crawls. Each night takes as many as its budget allows, until all are known.

The queue is a separate file, `frontier/queued/<source>.sqlite`, so that an import may add to it during a crawl.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from pipelines.lake.checksums.ledger import announce
from spiders.frontier import ranks
from spiders.frontier.memory import Memory
from spiders.frontier.visits import Visit
from spiders.url_rules.keys import host_of

SCHEMA = """
PRAGMA journal_mode=WAL;
CREATE TABLE IF NOT EXISTS queued(
  key TEXT PRIMARY KEY, url TEXT, resource TEXT, born TEXT, tries INT DEFAULT 0, night TEXT DEFAULT '') WITHOUT ROWID;
"""
MAX_TRIES = 5
"""Maximum nights on which an address is requested that does not answer, or that robots.txt denies."""


@dataclass(frozen=True, slots=True)
class Queued:
    """An address to request; `born` is its day in a feed or sitemap (ISO)."""

    key: str
    url: str
    resource: str = "page"
    born: str | None = None


@dataclass(frozen=True)
class Queue:
    """The queue of one source."""

    path: Path

    @classmethod
    def of(cls, frontier: Path, source: str) -> Queue:
        """The queue of a source, beside its frontier."""
        return cls(frontier / "queued" / f"{source}.sqlite")

    def add(self, wanted: Iterable[Queued]) -> int:
        """Add addresses; returns the number of new ones. Durable at once."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        announce(self.path, "frontier")
        rows = [(each.key, each.url, each.resource, each.born) for each in wanted]
        with closing(sqlite3.connect(self.path)) as db:
            db.executescript(SCHEMA)
            before = db.total_changes
            db.executemany("INSERT OR IGNORE INTO queued(key, url, resource, born) VALUES (?, ?, ?, ?)", rows)
            db.commit()
            return db.total_changes - before

    def visits(self, memory: Memory, night: str, most: int) -> list[Visit]:
        """The visits for a night, those with fewest tries first. Addresses that are known by now leave the queue.

        A second call on the same night returns the same addresses, except those that are known by then.
        """
        if not self.path.exists():
            return []
        announce(self.path, "frontier")
        with closing(sqlite3.connect(self.path)) as db:
            known = [(key,) for (key,) in db.execute("SELECT key FROM queued") if memory.glance(key) is not None]
            db.executemany("DELETE FROM queued WHERE key=?", known)
            db.execute("DELETE FROM queued WHERE tries>=? AND night<>?", (MAX_TRIES, night))
            chosen = db.execute(
                "SELECT key, url, resource, born FROM queued ORDER BY night<>?, tries, key LIMIT ?", (night, most)
            ).fetchall()
            tried = ((night, key, night) for key, *_ in chosen)
            db.executemany("UPDATE queued SET tries=tries+1, night=? WHERE key=? AND night<>?", tried)
            db.commit()
        return list(_visits(chosen))

    def keys(self, night: str) -> frozenset[str]:
        """The keys of the addresses that a night requested."""
        if not self.path.exists():
            return frozenset()
        with closing(sqlite3.connect(self.path)) as db:
            return frozenset(key for (key,) in db.execute("SELECT key FROM queued WHERE night=?", (night,)))


def _visits(rows: Iterable[tuple[str, str, str, str | None]]) -> Iterator[Visit]:
    for key, url, resource, born in rows:
        rank = ranks.OLD if resource == "page" else ranks.CHANNEL
        yield Visit(key, url, resource, host_of(url), rank, born=born)
