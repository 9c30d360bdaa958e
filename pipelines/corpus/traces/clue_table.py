"""The clues of works, by the family of their lesson, for example `argus clue comment`, `argus clue picture 2022-11`."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterator, Mapping, Sequence

from pipelines.corpus.traces.clue import Clue, Counted
from pipelines.corpus.traces.database import chosen
from pipelines.corpus.traces.lesson_table import LessonTable, clue_family

SAMPLE = 256
"""A clue is judged by this many dated works of a source. The works with the lowest ids are taken, so the order of
nights does not matter.
"""


class ClueTable:
    """The clues in an open database."""

    def __init__(self, db: sqlite3.Connection, lessons: LessonTable) -> None:
        self._db = db
        self._lessons = lessons

    def put(self, works: Collection[str], sources: Mapping[str, str], clues: Mapping[str, Sequence[Clue]]) -> set[str]:
        """Replace the clues of works; a work that is not in `sources` has none. Returns the works whose clues changed."""
        names = {clue_family(sources[work], clue.sort) for work in sources for clue in clues.get(work, ())}
        families = self._lessons.ids(names)
        now = {
            work: {families[clue_family(sources[work], clue.sort)]: clue for clue in clues.get(work, ())}
            for work in sources
        }
        had = self.of(works)
        changed = {work for work in works if had.get(work, {}) != now.get(work, {})}
        self._lessons.grow_stale({family for each in (had, now) for work in changed for family in each.get(work, ())})
        self._db.executemany("DELETE FROM clue WHERE work = ?", ((work,) for work in sorted(changed)))
        rows = [
            (family, work, clue.name, clue.at, clue.night, clue.url, clue.said, clue.last)
            for work in sorted(changed & now.keys())
            for family, clue in now[work].items()
        ]
        self._db.executemany("INSERT INTO clue VALUES (?, ?, ?, ?, ?, ?, ?, ?)", rows)
        return changed

    def of(self, works: Collection[str]) -> dict[str, dict[int, Clue]]:
        """The clues of works, each by its family."""
        found: dict[str, dict[int, Clue]] = {}
        query = "SELECT work, family, name, at, night, url, said, last FROM clue WHERE work IN"
        for work, family, *values in chosen(self._db, query, works):
            found.setdefault(work, {})[family] = Clue(*values)
        return found

    def families_of(self, works: Collection[str]) -> set[int]:
        """The families of the clues of works."""
        return {family for (family,) in chosen(self._db, "SELECT DISTINCT family FROM clue WHERE work IN", works)}

    def last(self, name: str, works: Collection[str]) -> dict[str, int]:
        """The latest instant of a clue, by work."""
        return dict(
            chosen(
                self._db, "SELECT work, max(last) FROM clue WHERE name = ? AND work IN", works, "GROUP BY work", (name,)
            )
        )

    def dated(self, family: int) -> list[tuple[int, int, int]]:
        """(instant of the clue, start and end of the day) of a family's dated works; its lesson is drawn from them."""
        query = """SELECT at, low, high FROM clue CROSS JOIN anchor USING (work)
                   WHERE family = ? AND stage = 0 AND day IS NOT NULL ORDER BY work LIMIT ?"""
        return self._db.execute(query, (family, SAMPLE)).fetchall()

    def undated_sample(self, family: int) -> list[int]:
        """The instants of the clue for undated works of a family, sampled like the dated works."""
        query = """SELECT at FROM clue CROSS JOIN anchor USING (work)
                   WHERE family = ? AND stage = 0 AND undated = 1 ORDER BY work LIMIT ?"""
        return [at for (at,) in self._db.execute(query, (family, SAMPLE))]

    def count(self, family: int) -> Counted:
        """Counts of all works of a family, also of those that are not sampled."""
        query = """SELECT coalesce(sum(undated), 0), count(day), min(CASE WHEN day IS NOT NULL THEN at END)
                   FROM clue CROSS JOIN anchor USING (work) WHERE family = ? AND stage = 0"""
        return Counted(*self._db.execute(query, (family,)).fetchone())

    def undated(self, family: int, most: int) -> Iterator[set[str]]:
        """The undated works that have a clue of a family, `most` at a time."""
        query = """SELECT work FROM clue CROSS JOIN anchor USING (work)
                   WHERE family = ? AND work > ? AND stage = 0 AND undated = 1 ORDER BY work LIMIT ?"""
        part = [work for (work,) in self._db.execute(query, (family, "", most))]
        while part:
            yield set(part)
            part = [work for (work,) in self._db.execute(query, (family, part[-1], most))]
