"""The visits of a night: waiting, active, and ended with a result. Part of the frontier's transaction."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterator
from dataclasses import asdict
from typing import Any

from pipelines.base.storable import mended
from pipelines.lake.values import FetchOutcome
from spiders.frontier import ranks
from spiders.frontier.connection import FrontierConnection
from spiders.frontier.visits import Result, Visit

PENDING, DONE, WAITING, ACTIVE, BEYOND = range(5)
VISIT = "key, url, resource, host, rank, hops, depth, born, attempts, at_url, via, family, chain"
RESULT = "CASE WHEN json_extract(result, '$.warc_file') IS NULL THEN ? ELSE result END"
"""A result with a capture is never replaced: a second fetch the same night (robots.txt after a stop) changes no row."""
STARTING = ("key", "url", "resource", "host", "rank", "hops", "depth", "born", "via", "family")


class Visits:
    """The visits of one night in the frontier's database. The counts of pending visits for each host are kept in memory."""

    def __init__(self, database: FrontierConnection, night: str) -> None:
        self._db = database
        self.night = night
        self._due: list[tuple[float, str]] = []
        query = "SELECT host, count(*) FROM visits WHERE night=? AND state=0 GROUP BY host"
        self._hosts: dict[str, int] = dict(self._db.execute(query, (night,)))

    def find(self, key: str) -> tuple[int, Visit] | None:
        """State and visit of a URL considered tonight."""
        row = self._db.execute(
            f"SELECT state, {VISIT} FROM visits WHERE night=? AND key=?", (self.night, key)
        ).fetchone()
        return (row[0], _visit(row[1:])) if row else None

    def add(self, visit: Visit, result: Result | None = None, *, beyond: bool = False) -> None:
        """Consider a URL for the first time tonight: fetch it, or end it at once (`result`), or keep it `beyond` the budgets."""
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

        `awake`: it was beyond the budgets and is now within them.
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
        """Take the best pending visit of a host that is not busy, within ranges of ranks.

        It stays active until it is finished or postponed.
        """
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
        """Put an active visit back, with its rank, attempts, place and chain. It can be taken again from `due` (Unix time)."""
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
        self._due.append((due, visit.host))

    def finish(self, key: str, result: Result) -> None:
        """End a visit, by the key of its row. The first result with a capture is kept for the night."""
        self._db.execute(
            f"UPDATE visits SET state=?, result={RESULT} WHERE night=? AND key=?",
            (DONE, _json(result), self.night, key),
        )

    def end_untaken(self, key: str, result: Result) -> None:
        """End a visit that was not yet taken. A visit that is active or over does not change."""
        found = self.find(key)
        if found is None or found[0] not in (PENDING, BEYOND):
            return
        self.finish(key, result)
        if found[0] == PENDING:
            self._count(found[1].host, -1)

    def reopen(self, visit: Visit, ended: FetchOutcome) -> bool:
        """Reopen a visit that ended with outcome `ended` without a request, with the values of `visit`; False if it
        ended otherwise.
        """
        reopened = self._db.execute(
            "UPDATE visits SET state=?, rank=?, attempts=?, url=?, at_url=?, result=NULL WHERE night=? AND key=? AND state=? "
            "AND json_extract(result, '$.outcome')=?",
            (PENDING, visit.rank, visit.attempts, visit.url, visit.url, self.night, visit.key, DONE, ended),
        ).rowcount
        if reopened:
            self._count(visit.host, 1)
        return bool(reopened)

    def ask_again(self, visit: Visit) -> None:
        """Make a visit pending that has ended, whatever its result."""
        query = "UPDATE visits SET state=?, attempts=0, at_url=url, chain='[]' WHERE night=? AND key=? AND state=?"
        if self._db.execute(query, (PENDING, self.night, visit.row_key, DONE)).rowcount:
            self._count(visit.host, 1)

    def ended(self, *resources: str) -> Iterator[tuple[Visit, Result]]:
        """The ended visits of some kinds of resources, by key, each with its result."""
        query = (
            f"SELECT {VISIT}, result FROM visits WHERE night=? AND state=? AND result IS NOT NULL "
            f"AND resource IN ({','.join('?' * len(resources))}) ORDER BY key"
        )
        for row in self._db.execute(query, (self.night, DONE, *resources)).fetchall():
            yield _visit(row[:-1]), Result.from_json(row[-1])

    def note(self, visit: Visit, result: Result) -> None:
        """Keep the result of a failed request for the row of a visit that stays pending."""
        self._db.execute(
            f"UPDATE visits SET result={RESULT} WHERE night=? AND key=?", (_json(result), self.night, visit.row_key)
        )

    def note_pending(self, host: str, result: Result) -> None:
        """Keep a result for the rows of a host's pending visits that have none."""
        self._db.execute(
            "UPDATE visits SET result=? WHERE night=? AND host=? AND state IN (?,?) AND result IS NULL",
            (_json(result), self.night, host, PENDING, WAITING),
        )

    def end_host(self, host: str, result: Result) -> None:
        """End the pending visits of a host, with the result that was noted for them, else with `result`."""
        self.note_pending(host, result)
        self._db.execute(
            "UPDATE visits SET state=? WHERE night=? AND host=? AND state IN (?,?)",
            (DONE, self.night, host, PENDING, WAITING),
        )
        self._hosts.pop(host, None)
        self._due = [each for each in self._due if each[1] != host]

    def pending_at(self, host: str) -> list[str]:
        """The first URLs of a host that are to be requested, in the order of their ranks."""
        query = (
            "SELECT at_url FROM visits WHERE night=? AND host=? AND state IN (?,?,?) AND resource<>'rights' "
            "ORDER BY rank, hops, seq LIMIT 20"
        )
        return [row[0] for row in self._db.execute(query, (self.night, host, PENDING, WAITING, ACTIVE))]

    def answered_at(self, host: str) -> str | None:
        """The URL of the last page of a host that answered tonight; None if none did."""
        query = (
            "SELECT at_url FROM visits WHERE night=? AND host=? AND state=? AND resource='page' "
            "AND json_extract(result,'$.status')<400 ORDER BY seq DESC LIMIT 1"
        )
        row = self._db.execute(query, (self.night, host, DONE)).fetchone()
        return row[0] if row else None

    def has_answers(self) -> bool:
        """True if a page, feed or sitemap answered tonight, beside the channels of glances."""
        query = (
            "SELECT 1 FROM visits WHERE night=? AND state=? AND resource NOT IN ('robots','rights') AND NOT instr(key, '#') "
            "AND json_extract(result,'$.status')<400 LIMIT 1"
        )
        return self._db.execute(query, (self.night, DONE)).fetchone() is not None

    def pending(self, without: Collection[str] = ()) -> int:
        """Number of visits that are still to be taken, including postponed ones, but `without` those of some hosts."""
        taken = sum(count for host, count in self._hosts.items() if host not in without)
        return taken + sum(host not in without for _, host in self._due)

    def is_pending(self, among: ranks.Ranges, without: Collection[str] = ()) -> bool:
        """True if a visit within ranges of ranks can be taken now, `without` those of some hosts."""
        return any(self._first(host, among) for host in self._hosts if host not in without)

    def next_due(self) -> float | None:
        """The time at which the first postponed visit may be taken again (Unix time)."""
        return min((due for due, _ in self._due), default=None)

    def end_pending(self, result: Result) -> int:
        """End all visits that are still to be fetched with one result; returns their number. Noted results are kept."""
        count = self._db.execute(
            "UPDATE visits SET state=?, result=coalesce(result, ?) WHERE night=? AND state IN (?,?)",
            (DONE, _json(result), self.night, PENDING, WAITING),
        ).rowcount
        self._hosts.clear()
        self._due.clear()
        return count

    def hand_over(self, night: str, is_wanted: Callable[[str], bool]) -> None:
        """Copy the pending pages that were never fetched on any night to another night, if their URLs are wanted."""
        query = (
            f"SELECT {VISIT} FROM visits v WHERE night=? AND state IN (?,?) AND resource='page' AND NOT instr(key, '#') "
            "AND NOT EXISTS (SELECT 1 FROM pages p WHERE p.key=v.key) ORDER BY seq"
        )
        following = Visits(self._db, night)
        for row in self._db.execute(query, (self.night, PENDING, WAITING)).fetchall():
            visit = _visit(row)
            if is_wanted(visit.url) and following.find(visit.key) is None:
                following.add(visit)

    def pages_of_hosts(self) -> list[str]:
        """The URL of one page for each host with pending visits."""
        query = "SELECT min(url) FROM visits WHERE night=? AND state=? AND resource='page' GROUP BY host"
        return [row[0] for row in self._db.execute(query, (self.night, PENDING))]

    def all(self) -> Iterator[tuple[str, str, str, int, int, Result | None]]:
        """(key, url, resource, state, hops, result) of every visit of the night, by key."""
        rows = self._db.execute(
            "SELECT key, url, resource, state, hops, result FROM visits WHERE night=? ORDER BY key", (self.night,)
        )
        for key, url, resource, state, hops, result in rows:
            yield key, url, resource, state, hops, Result.from_json(result) if result else None

    def answered_pages(self) -> list[tuple[str, str]]:
        """Key and URL of tonight's pages that answered, in the order they were considered."""
        query = (
            "SELECT key, url FROM visits WHERE night=? AND state=1 AND resource='page' "
            "AND json_extract(result,'$.status') IS NOT NULL ORDER BY seq"
        )
        return self._db.execute(query, (self.night,)).fetchall()

    def asked_again(self) -> int:
        """Number of tonight's requests for known pages and for lists, without start pages.

        Requests in progress and requests for lost stories are included.
        """
        query = (
            "SELECT count(*) FROM visits v LEFT JOIN pages p ON p.key=v.key WHERE v.night=? AND v.rank>? AND v.resource='page' "
            "AND (v.rank IN (?,?) OR (p.kind IS NOT NULL AND p.first_night<v.night)) "
            "AND (json_extract(v.result, '$.status') IS NOT NULL OR v.state=? OR (v.state=? AND v.rank=?))"
        )
        values = (self.night, ranks.SEED, ranks.SECTION, ranks.LISTING, ACTIVE, PENDING, ranks.LOST)
        return int(self._db.execute(query, values).fetchone()[0])

    def next_glance(self) -> int:
        """The number of the night's next glance."""
        keys = self._db.execute("SELECT key FROM visits WHERE night=? AND instr(key, '#')", (self.night,))
        return 1 + max((int(key.rpartition("#")[2]) for (key,) in keys), default=0)

    def end_glances(self) -> None:
        """End the pending visits of earlier glances, including those that were to be retried."""
        left = Result(FetchOutcome.NOT_CRAWLED, detail="the glance ended before it was fetched")
        hosts = self._db.execute(
            f"UPDATE visits SET state=?, result={RESULT} WHERE night=? AND instr(key, '#') AND state=? RETURNING host",
            (DONE, _json(left), self.night, PENDING),
        ).fetchall()
        for (host,) in hosts:
            self._count(host, -1)

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
        if not self._due or min(self._due)[0] > now:
            return
        woken = self._db.execute(
            "UPDATE visits SET state=? WHERE night=? AND state=? AND due<=? RETURNING host",
            (PENDING, self.night, WAITING, now),
        ).fetchall()
        for (host,) in woken:
            self._count(host, 1)
        self._due = [each for each in self._due if each[0] > now]


def _json(result: Result) -> str:
    return mended(json.dumps(asdict(result), ensure_ascii=False))


def _visit(row: tuple[Any, ...]) -> Visit:
    key, _, glance = row[0].partition("#")
    columns = dict(zip(VISIT.split(", "), row, strict=True))
    return Visit(**columns | {"key": key, "chain": tuple(json.loads(row[-1])), "glance": int(glance or 0)})
