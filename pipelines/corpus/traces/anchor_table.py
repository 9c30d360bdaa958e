"""The anchors of works at each stage, and the works that wait to be processed again."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import astuple
from typing import Any, NamedTuple

from pipelines.corpus.traces.anchor import Anchor
from pipelines.corpus.traces.database import chosen

ANCHOR = (
    "work, source, anchor.url, undated, day, low, high, low_said, high_said, anchor.night, point, strong, confidence"
)


class Strong(NamedTuple):
    """A number and the anchor of the work that has it; see `Anchor`."""

    number: int
    work: str
    url: str
    point: int | None
    low: int | None
    high: int | None


class AnchorTable:
    """The anchors in an open database. At stage 0 a work is bounded by its own date and its copies, at stage 1 by
    traces, too.
    """

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db

    def put(self, stage: int, works: Collection[str], anchors: Mapping[str, Anchor]) -> dict[str, Anchor | None]:
        """Replace the anchors of works at a stage; a work that is not in `anchors` has none. Returns the old anchors of
        changed works.
        """
        had = self.of(works, stage=stage)
        changed = {work: had.get(work) for work in sorted(works) if had.get(work) != anchors.get(work)}
        self._db.executemany("DELETE FROM anchor WHERE work = ? AND stage = ?", ((work, stage) for work in changed))
        new = [(stage, *astuple(anchors[work])) for work in changed if work in anchors]
        self._db.executemany(f"INSERT INTO anchor VALUES ({', '.join('?' * 14)})", new)
        return changed

    def of(self, works: Collection[str], *, stage: int = 0) -> dict[str, Anchor]:
        """The anchors of works at a stage."""
        rows = chosen(self._db, f"SELECT {ANCHOR} FROM anchor WHERE stage = {stage} AND work IN", works)
        return {row[0]: _anchor(row) for row in rows}

    def undated(self, works: Collection[str]) -> set[str]:
        """The given works that are stories without a date."""
        query = "SELECT work FROM anchor WHERE stage = 0 AND undated = 1 AND work IN"
        return {work for (work,) in chosen(self._db, query, works)}

    def undated_of(self, keys: Collection[int]) -> set[str]:
        """The works without a date that were captured under these keys."""
        query = """SELECT DISTINCT work FROM page JOIN anchor USING (work) WHERE stage = 0 AND undated = 1 AND key IN"""
        return {work for (work,) in chosen(self._db, query, keys)}

    def highest(self, series: str, most: int) -> list[tuple[int, str, int]]:
        """(number, work, ordinal of its day) of the `most` highest numbers in a series that have a known day,
        ascending.
        """
        query = """SELECT DISTINCT number, work, point FROM numbered CROSS JOIN page USING (key) CROSS JOIN anchor USING (work)
                   WHERE series = ? AND point IS NOT NULL AND stage = 0 ORDER BY number DESC, work DESC LIMIT ?"""
        return self._db.execute(query, (series, most)).fetchall()[::-1]

    def strong_between(self, series: str, low: int, high: int, *, stage: int) -> list[Strong]:
        """The works of a series that are dated or bounded at a stage, with numbers from `low` to `high`, ascending."""
        query = """SELECT DISTINCT number, work, anchor.url, point, low, high
                   FROM numbered CROSS JOIN page USING (key) CROSS JOIN anchor USING (work)
                   WHERE series = ? AND number BETWEEN ? AND ? AND strong = 1 AND stage <= ? ORDER BY number, work, stage"""
        return [Strong(*row) for row in self._db.execute(query, (series, low, high, stage))]

    def undated_between(self, series: str, low: int, high: int) -> set[str]:
        """The undated works of a series with numbers from `low` to `high`."""
        query = """SELECT DISTINCT work FROM numbered CROSS JOIN page USING (key) CROSS JOIN anchor USING (work)
                   WHERE series = ? AND number BETWEEN ? AND ? AND undated = 1 AND stage = 0"""
        return {work for (work,) in self._db.execute(query, (series, low, high))}

    def wait(self, stage: int, works: Iterable[str]) -> None:
        """Queue works to be processed again at a stage."""
        listed = set(works)
        query = "SELECT work, min(night) FROM page WHERE work IN"
        places = dict.fromkeys(listed, 0) | dict(chosen(self._db, query, listed, "GROUP BY work"))
        rows = ((stage, work, places[work]) for work in sorted(listed))
        self._db.executemany("INSERT OR IGNORE INTO waiting VALUES (?, ?, ?)", rows)

    def wait_all(self, stage: int) -> None:
        """Queue every undated work at a stage."""
        query = """INSERT OR IGNORE INTO waiting SELECT ?, work, 0 FROM anchor WHERE stage = 0 AND undated = 1"""
        self._db.execute(query, (stage,))

    def wait_no_more(self, stage: int, *, that_wait_at: int) -> None:
        """Remove works from the queue of a stage if they also wait at another stage."""
        query = "DELETE FROM waiting WHERE stage = ? AND work IN (SELECT work FROM waiting WHERE stage = ?)"
        self._db.execute(query, (stage, that_wait_at))

    def count_waiting(self, stage: int) -> int:
        """Number of works that wait at a stage."""
        return int(self._db.execute("SELECT count(*) FROM waiting WHERE stage = ?", (stage,)).fetchone()[0])

    def waiting(self, stage: int, most: int) -> list[str]:
        """Works that wait at a stage; those captured first come first, because they are close together in the lake."""
        query = "SELECT work FROM waiting WHERE stage = ? ORDER BY place, work LIMIT ?"
        return [work for (work,) in self._db.execute(query, (stage, most))]

    def batches(self, stage: int, most: int) -> Iterator[list[str]]:
        """The works that wait at a stage, `most` at a time, until none waits. The caller must call `looked_at` for each
        batch.
        """
        while batch := self.waiting(stage, most):
            yield batch

    def looked_at(self, stage: int, works: Iterable[str]) -> None:
        """Remove works from the queue of a stage."""
        self._db.executemany("DELETE FROM waiting WHERE stage = ? AND work = ?", ((stage, work) for work in works))


def _anchor(row: Sequence[Any]) -> Anchor:
    values = list(row)
    values[3], values[11] = bool(row[3]), bool(row[11])
    return Anchor(*values)
