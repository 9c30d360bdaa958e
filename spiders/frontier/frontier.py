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
from collections.abc import Collection, Iterator, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Protocol

from pipelines.column_values import FetchOutcome, PageKind
from pipelines.errors import EnvironmentFault
from pipelines.storable import mended
from spiders.frontier import ranks
from spiders.frontier.database import connect
from spiders.frontier.memory import Memory
from spiders.frontier.visits import Result, Visit
from spiders.links.edges import Edge, repack

GLANCING = "glancing"
"""What the lock says while a glance has the frontier."""
PENDING, DONE, WAITING, ACTIVE, BEYOND = range(5)
VISIT = "key, url, resource, host, rank, hops, depth, born, attempts, at_url, via, family, chain"
RESULT = "CASE WHEN json_extract(result, '$.warc_file') IS NULL THEN ? ELSE result END"
"""What has its place in the archive stands: a second look the same night (robots.txt, after a stop) changes no row."""
STARTING = ("key", "url", "resource", "host", "rank", "hops", "depth", "born", "via", "family")


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
    _hosts: dict[str, int] = field(default_factory=dict)
    _due: list[float] = field(default_factory=list)
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
        query = "SELECT host, count(*) FROM visits WHERE night=? AND state=0 GROUP BY host"
        self._hosts = dict(self._db.execute(query, (self.night,)))

    # ---- the night

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

    # ---- visits

    def find(self, key: str) -> tuple[int, Visit] | None:
        """State and visit of a URL considered tonight."""
        row = self._db.execute(
            f"SELECT state, {VISIT} FROM visits WHERE night=? AND key=?", (self.night, key)
        ).fetchone()
        return (row[0], _visit(row[1:])) if row else None

    def add(self, visit: Visit, result: Result | None = None, *, beyond: bool = False) -> None:
        """Consider a URL for the first time tonight: to be fetched, or ended at once, or `beyond` the budgets as yet."""
        state = BEYOND if beyond else PENDING if result is None else DONE
        self._db.execute(
            f"INSERT INTO visits(night, {', '.join(STARTING)}, state, due, attempts, at_url, chain) "
            f"VALUES (?,{'?,' * len(STARTING)}?,0,0,?,'[]')",
            (self.night, visit.row_key, *(getattr(visit, name) for name in STARTING[1:]), state, visit.url),
        )
        if state == PENDING:
            self._count(visit.host, 1)
        if result is not None:
            self.finish(visit.row_key, result)

    def promote(self, visit: Visit, *, awake: bool) -> None:
        """Give a URL the rank, hops, depth, date and (while it waits) the spelling of `visit`.

        `awake`: it was beyond the budgets and no longer is.
        """
        self._db.execute(
            "UPDATE visits SET rank=?, hops=?, depth=?, born=?, family=?, state=CASE WHEN ? THEN 0 ELSE state END, "
            "url=CASE WHEN state IN (0,4) AND attempts=0 THEN ? ELSE url END, "
            "at_url=CASE WHEN state IN (0,4) AND attempts=0 AND chain='[]' THEN ? ELSE at_url END "
            "WHERE night=? AND key=?",
            (
                visit.rank,
                visit.hops,
                visit.depth,
                visit.born,
                visit.family,
                awake,
                visit.url,
                visit.url,
                self.night,
                visit.key,
            ),
        )
        if awake:
            self._count(visit.host, 1)

    def take(self, busy: set[str], now: float, among: ranks.Ranges = ranks.ALL) -> Visit | None:
        """The best pending visit of hosts that are not busy, within ranges of ranks; it is active until finished or postponed."""
        self._wake(now)
        firsts = (self._first(host, among) for host in self._hosts if host not in busy)
        best = min((row for row in firsts if row), key=lambda row: row[:3], default=None)
        if best is None:
            return None
        self._db.execute("UPDATE visits SET state=? WHERE seq=?", (ACTIVE, best[2]))
        visit = _visit(best[3:])
        self._count(visit.host, -1)
        return visit

    def postpone(self, visit: Visit, due: float) -> None:
        """Put an active visit back, with its rank, attempts, place and chain, to be taken again not before `due` (Unix time)."""
        self._db.execute(
            "UPDATE visits SET state=?, due=?, rank=?, attempts=?, at_url=?, chain=?, host=? WHERE night=? AND key=?",
            (
                WAITING,
                due,
                visit.rank,
                visit.attempts,
                visit.at_url,
                json.dumps(visit.chain),
                visit.host,
                self.night,
                visit.row_key,
            ),
        )
        self._due.append(due)

    def finish(self, key: str, result: Result) -> None:
        """End a visit, by the key of its row; the first result that tells of a capture stands for the night."""
        self._db.execute(
            f"UPDATE visits SET state=?, result={RESULT} WHERE night=? AND key=?",
            (DONE, mended(json.dumps(asdict(result), ensure_ascii=False)), self.night, key),
        )

    def end_untaken(self, key: str, result: Result) -> None:
        """End a visit that is still to be taken for the first time; one that is under way or over stays as it is."""
        found = self.find(key)
        if found is None or found[0] not in (PENDING, BEYOND):
            return
        self.finish(key, result)
        if found[0] == PENDING:
            self._count(found[1].host, -1)

    def reopen(self, visit: Visit, ended: FetchOutcome) -> bool:
        """Take up again, as `visit` has it, a visit that was ended so without a request; false if it ended otherwise."""
        reopened = self._db.execute(
            "UPDATE visits SET state=?, rank=?, url=?, at_url=?, result=NULL WHERE night=? AND key=? AND state=? "
            "AND json_extract(result, '$.outcome')=?",
            (PENDING, visit.rank, visit.url, visit.url, self.night, visit.key, DONE, ended),
        ).rowcount
        if reopened:
            self._count(visit.host, 1)
        return bool(reopened)

    def pending(self) -> int:
        """Visits that are still to be taken, postponed ones included."""
        return sum(self._hosts.values()) + len(self._due)

    def is_pending(self, among: ranks.Ranges) -> bool:
        """Whether a visit within ranges of ranks is to be taken now."""
        return any(self._first(host, among) for host in self._hosts)

    def next_due(self) -> float | None:
        """When the first postponed visit may be taken again (Unix time)."""
        return min(self._due, default=None)

    def end_pending(self, result: Result) -> int:
        """End everything that is still to be fetched the same way; how many there were."""
        count = self._db.execute(
            f"UPDATE visits SET state=?, result={RESULT} WHERE night=? AND state IN (?,?)",
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
            yield key, url, resource, state, hops, Result.from_json(result) if result else None

    def answered_pages(self) -> list[tuple[str, str]]:
        """Key and URL of tonight's pages that were answered, in the order they were considered."""
        query = (
            "SELECT key, url FROM visits WHERE night=? AND state=1 AND resource='page' "
            "AND json_extract(result,'$.status') IS NOT NULL ORDER BY seq"
        )
        return self._db.execute(query, (self.night,)).fetchall()

    def asked_again(self) -> int:
        """Tonight's requests for known stories and lists, under way or for lost stories as well; start pages are not counted."""
        query = (
            "SELECT count(*) FROM visits v JOIN pages p ON p.key=v.key WHERE v.night=? AND v.rank>? "
            "AND p.resource='page' AND p.kind IN (?,?) AND p.first_night<v.night "
            "AND (json_extract(v.result, '$.status') IS NOT NULL OR v.state=? OR (v.state=? AND v.rank=?))"
        )
        known = (self.night, ranks.SEED, PageKind.ARTICLE, PageKind.LISTING)
        return int(self._db.execute(query, (*known, ACTIVE, PENDING, ranks.LOST)).fetchone()[0])

    # ---- glances

    def begin_glance(self) -> int:
        """The number of the night's next look at its channels; what an earlier one left is given up.

        A night's own crawl waits for it (`is_glanced_at`).
        """
        self._lock.write(GLANCING)
        self._lock.flush()
        self.end_glances()
        keys = self._db.execute("SELECT key FROM visits WHERE night=? AND instr(key, '#')", (self.night,))
        return 1 + max((int(key.rpartition("#")[2]) for (key,) in keys), default=0)

    def end_glances(self) -> None:
        """Give up what glances have left to fetch, what they were to try again included."""
        left = Result(FetchOutcome.NOT_CRAWLED, detail="the glance ended before it was fetched")
        hosts = self._db.execute(
            f"UPDATE visits SET state=?, result={RESULT} WHERE night=? AND instr(key, '#') AND state=? RETURNING host",
            (DONE, json.dumps(asdict(left)), self.night, PENDING),
        ).fetchall()
        for (host,) in hosts:
            self._count(host, -1)

    def keep_glance(self, visit: Visit, edges: bytes) -> None:
        """Keep what a feed or section linked to at a glance."""
        self._db.execute("INSERT OR REPLACE INTO glances VALUES (?, ?, ?)", (self.night, visit.row_key, edges))

    def glanced(self, row_key: str) -> bytes | None:
        """What a feed or section linked to at a glance of this night."""
        row = self._db.execute("SELECT edges FROM glances WHERE night=? AND key=?", (self.night, row_key)).fetchone()
        return row[0] if row else None

    def _first(self, host: str, among: ranks.Ranges) -> tuple[Any, ...] | None:
        for low, high in among:
            row: tuple[Any, ...] | None = self._db.execute(
                f"SELECT rank, hops, seq, {VISIT} FROM visits WHERE night=? AND host=? AND state=0 "
                "AND rank BETWEEN ? AND ? ORDER BY rank, hops, seq LIMIT 1",
                (self.night, host, low, high),
            ).fetchone()
            if row:
                return row
        return None

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


def is_glanced_at(path: Path) -> bool:
    """Whether the process that has the frontier at `path` open, if any, is one that glances."""
    lock = path.with_suffix(".lock")
    return lock.exists() and lock.read_text() == GLANCING


def _visit(row: tuple[Any, ...]) -> Visit:
    key, _, glance = row[0].partition("#")
    columns = dict(zip(VISIT.split(", "), row, strict=True))
    return Visit(**columns | {"key": key, "chain": tuple(json.loads(row[-1])), "glance": int(glance or 0)})
