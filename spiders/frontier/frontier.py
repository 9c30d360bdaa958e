"""The frontier: what is known of every URL of a source, and what is to be fetched tonight. One SQLite file, durable.

A visit is one URL considered on one night. It is done only with the transaction that `commit` closes, and the crawl calls
`commit` only after the archive is synced; what is behind the last commit never happened and is fetched again.
Ranking and revisiting are decided elsewhere (`spiders.frontier.ranks`, `spiders.frontier.revisit`); this file remembers.
"""

from __future__ import annotations

import contextlib
import errno
import fcntl
import json
import sqlite3
from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Protocol

from pipelines.base.errors import EnvironmentFault
from pipelines.base.storable import mended
from spiders.frontier.database import connect
from spiders.frontier.memory import Memory
from spiders.frontier.night_visits import ACTIVE, WAITING, Visits
from spiders.frontier.visits import Result, Visit
from spiders.links.edges import Edge, repack

GLANCING = "glancing"
"""What the lock says while a glance has the frontier."""


class Change(Protocol):
    """How a takedown changes what is remembered of others."""

    def edge(self, edge: Edge) -> Edge:
        """A link."""

    def result(self, key: str, result: Result) -> Result:
        """How a visit of an open night ended; `key` is that of its URL."""


@dataclass
class Frontier:
    """The frontier of one source. Open one at a time: a second process is refused with EnvironmentFault."""

    path: Path
    night: str
    memory: Memory = field(init=False)
    visits: Visits = field(init=False)
    _fault: OSError | None = None

    def __post_init__(self) -> None:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        self._lock = self.path.with_suffix(".lock").open("a")
        try:
            fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            self._lock.close()
            raise EnvironmentFault(f"{self.path.stem}: another crawl of this source is running; wait for it") from error
        self._lock.truncate(0)
        try:
            self._db = connect(self.path)
        except EnvironmentFault:
            self._lock.close()
            raise
        self.memory = Memory(self._db)
        self._db.execute("BEGIN IMMEDIATE")
        self._db.guarded = True
        self._db.execute("INSERT OR IGNORE INTO nights VALUES (?, 'open')", (self.night,))
        self._db.execute("UPDATE nights SET state='open' WHERE night=? AND state='unreached'", (self.night,))
        # a night that goes on needs what hosts say about rights again: it is not kept between processes
        again = "UPDATE visits SET state=0 WHERE night=? AND (state IN (?,?) OR resource='rights')"
        self._db.execute(again, (self.night, WAITING, ACTIVE))
        self.visits = Visits(self._db, self.night)

    # ---- the night

    def turn_to(self, night: str) -> None:
        """Have the night be another one: an earlier one that is to be ended, and back."""
        self.night = night
        self.visits = Visits(self._db, night)

    @property
    def state(self) -> str:
        """`open` while crawling; when its rows are in the lake, `finished`, or `unreached` if the source could not be had."""
        return str(self._db.execute("SELECT state FROM nights WHERE night=?", (self.night,)).fetchone()[0])

    def open_nights(self) -> list[str]:
        """Nights that a crawl or a glance has begun and no crawl has finished, ascending."""
        rows = self._db.execute(
            "SELECT night FROM nights WHERE state='open' AND night<>? ORDER BY night", (self.night,)
        )
        return [row[0] for row in rows]

    def unfinished_nights(self) -> list[str]:
        """The open nights before this one, ascending."""
        return [night for night in self.open_nights() if night < self.night]

    def finish_night(self, *, reached: bool = True) -> None:
        """Mark the night finished and forget its visits; their rows are in archive and lake.

        One that did not reach its source is tried again from the start when it is opened again: all but what was archived for it,
        by glances before it.
        """
        state = "finished" if reached else "unreached"
        self._db.execute("UPDATE nights SET state=? WHERE night=?", (state, self.night))
        if reached:
            self._db.execute("DELETE FROM visits WHERE night=?", (self.night,))
            self._db.execute("DELETE FROM glances WHERE night=?", (self.night,))
        else:
            uncaptured = "json_extract(result, '$.warc_file') IS NULL"
            self._db.execute(f"DELETE FROM visits WHERE night=? AND {uncaptured}", (self.night,))
        self.commit()

    def forget_night(self, source: str) -> int:
        """Forget the night, what was to be fetched on it, and every page whose payload or last answer is of it; returns how many.

        Durable at once.
        """
        self._db.execute("DELETE FROM nights WHERE night=?", (self.night,))
        self._db.execute("DELETE FROM visits WHERE night=?", (self.night,))
        self._db.execute("DELETE FROM glances WHERE night=?", (self.night,))
        self._db.execute("DELETE FROM archive WHERE file LIKE ?", (f"{source}-{self.night}-%",))
        pages = self.memory.forget_night(self.night)
        self.commit()
        return pages

    def captures(self, night: str) -> list[dict[str, Any]]:
        """What visits of an open night archived: `url_key`, `resource`, and the columns of their results."""
        query = "SELECT key, resource, result FROM visits WHERE night=? AND result IS NOT NULL ORDER BY key"
        rows = self._db.execute(query, (night,)).fetchall()
        return [{"url_key": key, "resource": resource, **json.loads(result)} for key, resource, result in rows]

    def take_down(self, keys: Collection[str], left: Mapping[tuple[str, str], str], change: Change) -> int:
        """Forget pages and change what is known of others (`Memory.take_down`), so that the file keeps nothing of it."""
        self._db.execute("DELETE FROM nights WHERE night=?", (self.night,))
        pages = self.memory.take_down(keys, left, change.edge)
        for night, key, edges in self._db.execute("SELECT night, key, edges FROM glances").fetchall():
            self._db.execute(
                "UPDATE glances SET edges=? WHERE night=? AND key=?", (repack(edges, change.edge), night, key)
            )
        for seq, key, result in self._db.execute(
            "SELECT seq, key, result FROM visits WHERE result IS NOT NULL"
        ).fetchall():
            changed = change.result(key.partition("#")[0], Result.from_json(result))
            written = mended(json.dumps(asdict(changed), ensure_ascii=False))
            self._db.execute("UPDATE visits SET result=? WHERE seq=?", (written, seq))
        self.commit()
        self._db.guarded = False
        self._db.execute("ROLLBACK")
        self._db.execute("VACUUM")  # what was deleted stands in the file's free pages until then
        self._db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        return pages

    def commit(self, archive: dict[str, int] | None = None) -> None:
        """Make everything so far durable; `archive` maps each open WARC file to the length that is synced.

        Raises OSError when the disk does not take it.
        """
        if (self._db.lost or not self._db.in_transaction) and self._fault is None:
            self._fault = OSError(errno.ENOSPC, "the disk did not take what was written", str(self.path))
        if self._fault is not None:
            raise self._fault
        try:
            self._commit(archive or {})
        except sqlite3.OperationalError as error:
            self._fault = OSError(errno.ENOSPC, str(error), str(self.path))
            raise self._fault from error

    def _commit(self, archive: dict[str, int]) -> None:
        for name, size in archive.items():
            self._db.execute("INSERT OR REPLACE INTO archive VALUES (?, ?)", (name, size))
        self._db.execute("COMMIT")
        self._db.execute("BEGIN IMMEDIATE")

    def acknowledged(self) -> dict[str, int]:
        """Bytes of each WARC file that committed visits count on."""
        return dict(self._db.execute("SELECT file, bytes FROM archive"))

    def close(self) -> None:
        """Give up what was not committed and let go of the file."""
        with contextlib.suppress(sqlite3.Error):
            self._db.execute("ROLLBACK")
        self._db.close()
        self._lock.close()

    # ---- glances

    def begin_glance(self) -> int:
        """The number of the night's next look at its channels; what an earlier one left is given up.

        A night's own crawl waits for it (`is_glanced_at`).
        """
        self._lock.write(GLANCING)
        self._lock.flush()
        self.visits.end_glances()
        return self.visits.next_glance()

    def keep_glance(self, visit: Visit, edges: bytes) -> None:
        """Keep what a feed or section linked to at a glance."""
        self._db.execute("INSERT OR REPLACE INTO glances VALUES (?, ?, ?)", (self.night, visit.row_key, edges))

    def glanced(self, row_key: str) -> bytes | None:
        """What a feed or section linked to at a glance of this night."""
        row = self._db.execute("SELECT edges FROM glances WHERE night=? AND key=?", (self.night, row_key)).fetchone()
        return row[0] if row else None


def is_glanced_at(path: Path) -> bool:
    """Whether the process that has the frontier at `path` open, if any, is one that glances."""
    lock = path.with_suffix(".lock")
    return lock.exists() and lock.read_text() == GLANCING
