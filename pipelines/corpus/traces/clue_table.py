"""The clues of works, by the family of their lesson: `argus clue comment`, `argus clue picture 2022-11`."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterator, Mapping, Sequence

from pipelines.corpus.traces.clue import Clue, Counted
from pipelines.corpus.traces.database import chosen
from pipelines.corpus.traces.lesson_table import LessonTable, clue_family

SAMPLE = 256
"""Dated works of a source by which a clue is judged: those of the least ids, so that every order of nights takes the same."""


class ClueTable:
    """The clues in an open database."""

    def __init__(self, db: sqlite3.Connection, lessons: LessonTable) -> None:
        self._db = db
        self._lessons = lessons

    def put(self, works: Collection[str], sources: Mapping[str, str], clues: Mapping[str, Sequence[Clue]]) -> set[str]:
        """Make these the clues of those of the works that have a source; returns the works that have others than before."""
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
        """(instant of the clue, beginning and end of the day) of the dated works of a family that its lesson is drawn from."""
        query = """SELECT at, low, high FROM clue CROSS JOIN anchor USING (work)
                   WHERE family = ? AND stage = 0 AND day IS NOT NULL ORDER BY work LIMIT ?"""
        return self._db.execute(query, (family, SAMPLE)).fetchall()

    def undated_sample(self, family: int) -> list[int]:
        """The instants of the clue of undated works of a family, chosen as the dated ones are."""
        query = """SELECT at FROM clue CROSS JOIN anchor USING (work)
                   WHERE family = ? AND stage = 0 AND undated = 1 ORDER BY work LIMIT ?"""
        return [at for (at,) in self._db.execute(query, (family, SAMPLE))]

    def count(self, family: int) -> Counted:
        """The works of a family, those that are not sampled among them."""
        query = """SELECT coalesce(sum(undated), 0), count(day), min(CASE WHEN day IS NOT NULL THEN at END)
                   FROM clue CROSS JOIN anchor USING (work) WHERE family = ? AND stage = 0"""
        return Counted(*self._db.execute(query, (family,)).fetchone())

    def undated(self, family: int, most: int) -> Iterator[set[str]]:
        """The undated works that have a clue of a family, so many at a time."""
        query = """SELECT work FROM clue CROSS JOIN anchor USING (work)
                   WHERE family = ? AND work > ? AND stage = 0 AND undated = 1 ORDER BY work LIMIT ?"""
        part = [work for (work,) in self._db.execute(query, (family, "", most))]
        while part:
            yield set(part)
            part = [work for (work,) in self._db.execute(query, (family, part[-1], most))]
