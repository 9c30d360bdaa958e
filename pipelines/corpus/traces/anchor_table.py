"""The anchors of works at each stage, and the works that wait to be looked at."""

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
    """A number, and what is known of the work that has it; see `Anchor`."""

    number: int
    work: str
    url: str
    point: int | None
    low: int | None
    high: int | None


class AnchorTable:
    """The anchors in an open database. At stage 0 works are bounded by themselves and their copies, at stage 1 by traces, too."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db

    def put(self, stage: int, works: Collection[str], anchors: Mapping[str, Anchor]) -> dict[str, Anchor | None]:
        """Make these the anchors of works at a stage; the others of them have none. Returns the former ones of changed works."""
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
        """Those of the works that are stories without a date."""
        query = "SELECT work FROM anchor WHERE stage = 0 AND undated = 1 AND work IN"
        return {work for (work,) in chosen(self._db, query, works)}

    def undated_of(self, keys: Collection[int]) -> set[str]:
        """The works without a date that were captured under keys."""
        query = """SELECT DISTINCT work FROM page JOIN anchor USING (work) WHERE stage = 0 AND undated = 1 AND key IN"""
        return {work for (work,) in chosen(self._db, query, keys)}

    def highest(self, series: str, most: int) -> list[tuple[int, str, int]]:
        """(number, work, ordinal of its day) of the highest numbers of a series of which a day is known, ascending."""
        query = """SELECT DISTINCT number, work, point FROM numbered CROSS JOIN page USING (key) CROSS JOIN anchor USING (work)
                   WHERE series = ? AND point IS NOT NULL AND stage = 0 ORDER BY number DESC, work DESC LIMIT ?"""
        return self._db.execute(query, (series, most)).fetchall()[::-1]

    def strong_between(self, series: str, low: int, high: int, *, stage: int) -> list[Strong]:
        """The works of a series that are dated or bounded at a stage, with numbers between two, ascending."""
        query = """SELECT DISTINCT number, work, anchor.url, point, low, high
                   FROM numbered CROSS JOIN page USING (key) CROSS JOIN anchor USING (work)
                   WHERE series = ? AND number BETWEEN ? AND ? AND strong = 1 AND stage <= ? ORDER BY number, work, stage"""
        return [Strong(*row) for row in self._db.execute(query, (series, low, high, stage))]

    def undated_between(self, series: str, low: int, high: int) -> set[str]:
        """The undated works of a series with numbers between two."""
        query = """SELECT DISTINCT work FROM numbered CROSS JOIN page USING (key) CROSS JOIN anchor USING (work)
                   WHERE series = ? AND number BETWEEN ? AND ? AND undated = 1 AND stage = 0"""
        return {work for (work,) in self._db.execute(query, (series, low, high))}

    def wait(self, stage: int, works: Iterable[str]) -> None:
        """Note that works are to be looked at again at a stage."""
        listed = set(works)
        query = "SELECT work, min(night) FROM page WHERE work IN"
        places = dict.fromkeys(listed, 0) | dict(chosen(self._db, query, listed, "GROUP BY work"))
        rows = ((stage, work, places[work]) for work in sorted(listed))
        self._db.executemany("INSERT OR IGNORE INTO waiting VALUES (?, ?, ?)", rows)

    def wait_all(self, stage: int) -> None:
        """Let every undated work be looked at again at a stage."""
        query = """INSERT OR IGNORE INTO waiting SELECT ?, work, 0 FROM anchor WHERE stage = 0 AND undated = 1"""
        self._db.execute(query, (stage,))

    def wait_no_more(self, stage: int, *, that_wait_at: int) -> None:
        """Forget those that wait at a stage and at another as well."""
        query = "DELETE FROM waiting WHERE stage = ? AND work IN (SELECT work FROM waiting WHERE stage = ?)"
        self._db.execute(query, (stage, that_wait_at))

    def count_waiting(self, stage: int) -> int:
        """How many works are to be looked at again at a stage."""
        return int(self._db.execute("SELECT count(*) FROM waiting WHERE stage = ?", (stage,)).fetchone()[0])

    def waiting(self, stage: int, most: int) -> list[str]:
        """Works that are to be looked at again at a stage, those first captured first: they stand together in the lake."""
        query = "SELECT work FROM waiting WHERE stage = ? ORDER BY place, work LIMIT ?"
        return [work for (work,) in self._db.execute(query, (stage, most))]

    def batches(self, stage: int, most: int) -> Iterator[list[str]]:
        """The works that wait at a stage, so many at a time, until none does: whoever takes a batch says `looked_at`."""
        while batch := self.waiting(stage, most):
            yield batch

    def looked_at(self, stage: int, works: Iterable[str]) -> None:
        """Note that works are as a stage should leave them."""
        self._db.executemany("DELETE FROM waiting WHERE stage = ? AND work = ?", ((stage, work) for work in works))


def _anchor(row: Sequence[Any]) -> Anchor:
    values = list(row)
    values[3], values[11] = bool(row[3]), bool(row[11])
    return Anchor(*values)
