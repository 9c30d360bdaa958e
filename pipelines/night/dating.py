"""What a cluster needs to know of its members' dates, so that a new member reads few of the others.

A work without a date takes its latest bound from the copy with the earliest one. If that copy is dated and was never
changed, one row here says so, and all later copies change nothing. The rows follow `date_history`; works without a row
are read like those that changed. They are part of the locator (`pipelines.night.locator`).
"""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

SCHEMA = """
CREATE TABLE dating (article TEXT PRIMARY KEY, undated INTEGER, dated INTEGER, night INTEGER, day INTEGER, bound REAL,
                     settled INTEGER) WITHOUT ROWID;
CREATE TABLE own_date (article TEXT PRIMARY KEY, first_seen TEXT, at TEXT, day TEXT, low TEXT, high TEXT) WITHOUT ROWID;
"""
OWN = ("published_at", "published_day", "not_before", "not_after")
"""The date of a work from its own pages, see `Dating.own`."""
CHUNK = 500


@dataclass(frozen=True, slots=True)
class Dated:
    """The dates of a work over all nights: whether it had none on some night, and whether it had one on some night.

    `bound` is its latest possible instant (seconds since 1970), `night` and `day` are ordinals. They are None unless it
    had one same date, to the day, on all nights, and may bound its copies.
    """

    article_id: str
    undated: bool
    dated: bool
    night: int | None = None
    day: int | None = None
    bound: float | None = None

    @classmethod
    def of(cls, article_id: str, history: Sequence[Mapping[str, Any]], *, bounds_copies: bool) -> Dated:
        """From all rows of `date_history` of a work."""
        has_date = [row["published"] is not None for row in history]
        only = history[0] if len(history) == 1 and all(has_date) and bounds_copies else None
        if only is None or only["published_day"] is None or only["not_after"] is None:
            return cls(article_id, not all(has_date), any(has_date))
        night, day = only["night"].toordinal(), only["published_day"].toordinal()
        return cls(article_id, undated=False, dated=True, night=night, day=day, bound=only["not_after"].timestamp())


class Dating:
    """The dates of works in the open database of the locator."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db

    def put(self, works: Collection[str], rows: Iterable[Dated]) -> None:
        """Replace the rows of works."""
        self._db.executemany("DELETE FROM dating WHERE article = ?", ((work,) for work in sorted(works)))
        values = ((r.article_id, r.undated, r.dated, r.night, r.day, r.bound) for r in rows)
        self._db.executemany("INSERT INTO dating VALUES (?, ?, ?, ?, ?, ?, 1)", values)

    def unsettle(self, works: Iterable[str]) -> None:
        """The dates of works may change: until they are put again, they are read wherever they may bound others."""
        query = "UPDATE dating SET night = NULL, day = NULL, bound = NULL, settled = 0 WHERE article = ?"
        self._db.executemany(query, ((work,) for work in works))

    def dated(self, works: Collection[str]) -> set[str]:
        """The works that had a date on some night, as last published."""
        return {work for (work,) in self._of("SELECT article FROM dating WHERE dated AND article IN", works)}

    def undated_mates(self, works: Collection[str]) -> set[str]:
        """The other works in the clusters of the given ones that had no date on some night."""
        found: set[str] = set()
        query = """SELECT mate.article FROM member mate JOIN dating ON dating.article = mate.article
                   WHERE mate.cluster = ? AND undated"""
        for cluster in set(self._clusters(works).values()):
            found.update(work for (work,) in self._db.execute(query, (cluster,)))
        return found - set(works)

    def adds_nothing(self, new: Dated) -> bool:
        """True if another member of its cluster bounds the copies of a work more tightly, and did so since before it."""
        if new.bound is None:
            return False
        query = """SELECT 1 FROM member own JOIN member mate USING (cluster) JOIN dating ON dating.article = mate.article
                   WHERE own.article = ? AND mate.article <> own.article AND night <= ? AND day <= ? AND bound < ? LIMIT 1"""
        return self._db.execute(query, (new.article_id, new.night, new.day, new.bound)).fetchone() is not None

    def bounding(self, works: Mapping[str, date]) -> dict[str, set[str]]:
        """The mates whose dates may bound each work, which is known since a night: of those with one same date, the
        earliest.
        """
        clusters = self._clusters(works)
        query = """SELECT mate.article, settled, dated, night, bound FROM member mate
                   LEFT JOIN dating ON dating.article = mate.article WHERE mate.cluster = ?"""
        mates = {cluster: self._db.execute(query, (cluster,)).fetchall() for cluster in set(clusters.values())}
        return {work: _bounding(mates[clusters[work]], since.toordinal()) - {work} for work, since in works.items()
                if work in clusters}  # fmt: skip

    def own(self, first_seen: Mapping[str, datetime]) -> dict[str, dict[str, Any]]:
        """The known dates of works from their own pages, with the columns OWN, if they were first captured at this time."""
        found = {}
        for work, seen, at, day, low, high in self._of("SELECT * FROM own_date WHERE article IN", first_seen):
            if seen == first_seen[work].isoformat():
                found[work] = {
                    "published_at": at and datetime.fromisoformat(at),
                    "published_day": day and date.fromisoformat(day),
                    "not_before": low and datetime.fromisoformat(low),
                    "not_after": high and datetime.fromisoformat(high),
                }
        return found

    def put_own(self, dates: Mapping[str, Mapping[str, Any]], first_seen: Mapping[str, datetime]) -> None:
        """Record the dates of works from their own pages, until `forget_own`."""
        rows = (
            (work, first_seen[work].isoformat(), *(row[name].isoformat() if row[name] else None for name in OWN))
            for work, row in sorted(dates.items())
        )
        self._db.executemany("INSERT OR REPLACE INTO own_date VALUES (?, ?, ?, ?, ?, ?)", rows)

    def forget_own(self, works: Iterable[str]) -> None:
        """The evidence of works changed: their dates are read again."""
        self._db.executemany("DELETE FROM own_date WHERE article = ?", ((work,) for work in works))

    def _clusters(self, works: Collection[str]) -> dict[str, str]:
        return dict(self._of("SELECT article, cluster FROM member WHERE article IN", works))

    def _of(self, query: str, works: Collection[str]) -> list[tuple[Any, ...]]:
        listed = sorted(works)
        rows: list[tuple[Any, ...]] = []
        for first in range(0, len(listed), CHUNK):
            part = listed[first : first + CHUNK]
            rows += self._db.execute(f"{query} ({', '.join('?' * len(part))})", part)
        return rows


def _bounding(mates: Iterable[tuple[Any, ...]], since: int) -> set[str]:
    found, steady = set(), []
    for work, settled, dated, night, bound in mates:
        if bound is not None and night <= since:
            steady.append((bound, work))
        elif dated or not settled:
            found.add(work)
    earliest = min(steady, default=(0.0, ""))[0]
    return found | {work for bound, work in steady if bound == earliest}
