"""The frontier: known URLs of a source, and tonight's visits. One SQLite file, durable.

A visit is one URL considered on one night. It is done only with the transaction that `commit` closes, and the crawl
calls `commit` only after the archive is synced. Work after the last commit is lost and is fetched again. Ranking and
revisits are decided elsewhere (`spiders.frontier.ranks`, `spiders.frontier.revisit`); this file only stores.
"""

from __future__ import annotations

import contextlib
import errno
import fcntl
import json
import sqlite3
import sys
from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass, field
from itertools import takewhile
from pathlib import Path
from typing import Any, Protocol

from pipelines.base.errors import EnvironmentFault
from pipelines.base.storable import mended
from pipelines.lake.checksums.aside import set_aside
from pipelines.lake.checksums.ledger import announce, ledger_of
from spiders.frontier.database import connect
from spiders.frontier.memory import Memory
from spiders.frontier.night_visits import ACTIVE, WAITING, Visits
from spiders.frontier.visits import Result, Visit
from spiders.links.edges import Edge, repack

GLANCING = "glancing"
"""Content of the lock file while a glance uses the frontier."""


class Change(Protocol):
    """The changes that a takedown makes to stored data about other pages."""

    def edge(self, edge: Edge) -> Edge:
        """Change a link."""

    def result(self, key: str, result: Result) -> Result:
        """Change the result of a visit of an open night; `key` is the key of its URL."""


@dataclass
class Frontier:
    """The frontier of one source. Only one process may open it; a second one gets an EnvironmentFault."""

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
        self._set_aside_if_damaged()
        announce(self.path, "frontier")
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
        again = "UPDATE visits SET state=0 WHERE night=? AND state IN (?,?)"
        self._db.execute(again, (self.night, WAITING, ACTIVE))
        self.visits = Visits(self._db, self.night)

    def _set_aside_if_damaged(self) -> None:
        """Begin a new frontier if the file is not the one that the last crawl closed."""
        found = ledger_of(self.path, "frontier")
        if found is not None and found[0].differs(found[1]):
            beside = set_aside(found[0].root, found[1])
            sys.stderr.write(f"dateline: {found[1]}: its checksum differs; set aside in {beside.parent}, begun anew\n")

    # ---- the night

    def turn_to(self, night: str) -> None:
        """Switch to another night: to end an earlier night, and back."""
        self.night = night
        self.visits = Visits(self._db, night)

    @property
    def state(self) -> str:
        """State of the night: `open` while crawling. With its rows in the lake, `finished`, or `unreached` if no page
        answered.
        """
        return str(self._db.execute("SELECT state FROM nights WHERE night=?", (self.night,)).fetchone()[0])

    def open_nights(self) -> list[str]:
        """Nights that a crawl or a glance has begun and no crawl has finished, ascending."""
        rows = self._db.execute(
            "SELECT night FROM nights WHERE state='open' AND night<>? ORDER BY night", (self.night,)
        )
        return [row[0] for row in rows]

    def nights_unreached(self) -> int:
        """Number of nights before this one in a row on which nothing answered, the last one included."""
        states = self._db.execute("SELECT state FROM nights WHERE night<? ORDER BY night DESC", (self.night,))
        return sum(1 for _ in takewhile(lambda row: row[0] == "unreached", states))

    def unfinished_nights(self) -> list[str]:
        """The open nights before this one, ascending."""
        return [night for night in self.open_nights() if night < self.night]

    def finish_night(self, *, reached: bool = True) -> None:
        """Mark the night finished and delete its visits; their rows are in archive and lake.

        A night that did not reach its source starts again when it is opened again. Only the captures of earlier glances
        are kept.
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
        """Delete the night, its visits, and every page with a payload or last answer of that night; returns the number
        of pages.

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
        """The captures that visits of an open night archived: `url_key`, `resource`, and the columns of their results."""
        query = "SELECT key, resource, result FROM visits WHERE night=? AND result IS NOT NULL ORDER BY key"
        rows = self._db.execute(query, (night,)).fetchall()
        return [{"url_key": key, "resource": resource, **json.loads(result)} for key, resource, result in rows]

    def take_down(self, keys: Collection[str], left: Mapping[tuple[str, str], str], change: Change) -> int:
        """Delete pages and change data about others (`Memory.take_down`); no trace of them stays in the file."""
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
        self._db.execute("VACUUM")  # until then, deleted data stays in free pages of the file
        self._db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        return pages

    def commit(self, archive: dict[str, int] | None = None) -> None:
        """Make all work so far durable; `archive` maps each open WARC file to its synced length.

        Raises OSError if the disk refuses the data.
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
        """The synced length in bytes of each WARC file that committed visits refer to."""
        return dict(self._db.execute("SELECT file, bytes FROM archive"))

    def close(self) -> None:
        """Drop uncommitted work and release the file."""
        with contextlib.suppress(sqlite3.Error):
            self._db.execute("ROLLBACK")
        self._db.close()
        if (found := ledger_of(self.path, "frontier")) is not None:
            found[0].take([found[1]])
        self._lock.close()

    # ---- glances

    def begin_glance(self) -> int:
        """Start the night's next glance and return its number; unfinished visits of an earlier glance are ended.

        The night's own crawl waits for the glance (`is_glanced_at`).
        """
        self._lock.write(GLANCING)
        self._lock.flush()
        self.visits.end_glances()
        return self.visits.next_glance()

    def keep_glance(self, visit: Visit, edges: bytes) -> None:
        """Store the links of a feed or section at a glance."""
        self._db.execute("INSERT OR REPLACE INTO glances VALUES (?, ?, ?)", (self.night, visit.row_key, edges))

    def glanced(self, row_key: str) -> bytes | None:
        """The links of a feed or section at a glance of this night."""
        row = self._db.execute("SELECT edges FROM glances WHERE night=? AND key=?", (self.night, row_key)).fetchone()
        return row[0] if row else None


def is_glanced_at(path: Path) -> bool:
    """True if a process has the frontier at `path` open for a glance."""
    lock = path.with_suffix(".lock")
    return lock.exists() and lock.read_text() == GLANCING
