"""Lists as each night saw them: their members, their families, and where each was seen first."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field

import numpy as np

from pipelines.corpus.traces.database import chosen
from pipelines.corpus.traces.lesson_table import LessonTable, absence_family, is_growing
from pipelines.corpus.traces.look_table import LookTable
from pipelines.corpus.traces.sequence import Sequence

SAMPLE = 32
"""A family's lesson is drawn from this many lists. The lists with the lowest ids are taken, so the order of nights does
not matter.
"""
MAX_LISTS = 32
"""This many lists of one family are read for a work. The lists with the lowest ids are taken, so the order of nights
does not matter.
"""

MIN_INT64, MAX_INT64 = -(2**63), 2**63 - 1


@dataclass(slots=True)
class Touched:
    """Changes of a night: keys whose lists changed, works whose pages changed, and (series, number) of these pages."""

    keys: set[int] = field(default_factory=set)
    works: set[str] = field(default_factory=set)
    numbers: set[tuple[str, int]] = field(default_factory=set)


class ListTable:
    """The lists in an open database."""

    def __init__(self, db: sqlite3.Connection, lessons: LessonTable, looks: LookTable) -> None:
        self._db = db
        self._looks = looks
        self._lessons = lessons

    def put(self, night: int, lists: Iterable[Sequence]) -> set[int]:
        """Add the lists of a night that has none yet; returns the keys whose lists changed."""
        first: dict[int, Sequence] = {}
        for each in lists:
            if each.id not in first or _rank(each) < _rank(first[each.id]):
                first[each.id] = each
        families = self._lessons.ids({each.family for each in first.values()})
        self._lessons.grow_stale(self._absences(families).values())
        turns = self._looks.turns([(families[e.family], e.id) for e in first.values() if is_growing(e.family)], night)
        touched: set[int] = set()
        members: list[tuple[int, int, int]] = []
        for each in first.values():
            family = families[each.family]
            growing = family if is_growing(each.family) else None
            if growing is not None:
                touched |= self._looks.concerned(growing, night, each.id, each.keys)
            if self._put_first(night, each, family):
                members += [(key, family, each.id) for key in each.keys]
                touched.update(each.keys)
            self._db.execute("INSERT INTO stood VALUES (?, ?, ?, ?, ?)", (each.id, night, each.at, each.url, growing))
        self._db.executemany("INSERT OR IGNORE INTO member VALUES (?, ?, ?)", sorted(members))
        return touched | self._looks.turned(turns)

    def _put_first(self, night: int, each: Sequence, family: int) -> bool:
        """Store a list of a night; returns True if no earlier night has it."""
        packed = np.array(each.keys, np.int64).tobytes()
        new = self._db.execute(
            "INSERT OR IGNORE INTO list VALUES (?, ?, ?, ?, ?, ?, ?)",
            (each.id, family, each.kind, packed, night, each.at, each.url),
        ).rowcount
        if not new:
            earlier = "UPDATE list SET night = ?, at = ?, url = ? WHERE list = ? AND night > ?"
            new = self._db.execute(earlier, (night, each.at, each.url, each.id, night)).rowcount
        if new and self._is_sampled(family, each.id):
            self._lessons.grow_stale([family])
        return bool(new)

    def forget(self, night: int) -> set[int]:
        """Remove the lists of a night; a list that no other night has is deleted. Returns the keys whose lists changed."""
        touched: set[int] = set()
        query = "SELECT list, family, growing, list.night FROM stood JOIN list USING (list) WHERE stood.night = ?"
        rows = list(self._db.execute(query, (night,)))
        turns = self._looks.turns([(growing, number) for number, _, growing, _ in rows if growing is not None], night)
        for number, family, _, first in rows:
            touched.update(self.members(number)[1] if first == night else ())
            if first == night and self._is_sampled(family, number):
                self._lessons.grow_stale([family])
        self._db.execute("DELETE FROM stood WHERE night = ?", (night,))
        for number, family, growing, first in rows:
            members = self.members(number)[1]
            if first == night:
                self._stands_first_later(number, family, members)
            if growing is not None:
                touched |= self._looks.concerned(growing, night, number, members)
        names = self._lessons.names({family for _, family, growing, _ in rows if growing is not None})
        self._lessons.grow_stale(self._absences(names.values()).values())
        return touched | self._looks.turned(turns)

    def _absences(self, families: Iterable[str]) -> dict[str, int]:
        """The families of the lessons from arrivals of growing families, with their numbers."""
        return self._lessons.ids({absence_family(family) for family in families if is_growing(family)})

    def _stands_first_later(self, number: int, family: int, keys: Iterable[int]) -> None:
        query = "SELECT night, at, url FROM stood WHERE list = ? ORDER BY night LIMIT 1"
        row = self._db.execute(query, (number,)).fetchone()
        if row is not None:
            self._db.execute("UPDATE list SET night = ?, at = ?, url = ? WHERE list = ?", (*row, number))
            return
        gone = ((key, family, number) for key in keys)
        self._db.executemany("DELETE FROM member WHERE key = ? AND family = ? AND list = ?", gone)
        self._db.execute("DELETE FROM list WHERE list = ?", (number,))

    def _is_sampled(self, family: int, number: int) -> bool:
        return number <= self._last_sampled(family)

    def _last_sampled(self, family: int) -> int:
        """The highest id of the lists that a family's lesson is drawn from; for a family with few lists, the highest
        possible id.
        """
        query = "SELECT list FROM list WHERE family = ? ORDER BY list LIMIT 1 OFFSET ?"
        row = self._db.execute(query, (family, SAMPLE - 1)).fetchone()
        return MAX_INT64 if row is None else int(row[0])

    def sample(self, family: int) -> list[int]:
        """The lists of a family that its lesson is drawn from."""
        query = "SELECT list FROM list WHERE family = ? ORDER BY list LIMIT ?"
        return [number for (number,) in self._db.execute(query, (family, SAMPLE))]

    def members(self, number: int) -> tuple[str, list[int]]:
        """Kind and keys of a list."""
        kind, packed = self._db.execute("SELECT kind, keys FROM list WHERE list = ?", (number,)).fetchone()
        return kind, np.frombuffer(packed, np.int64).tolist()

    def family(self, number: int) -> int:
        """The family of a list."""
        return int(self._db.execute("SELECT family FROM list WHERE list = ?", (number,)).fetchone()[0])

    def families_of(self, keys: Collection[int]) -> set[int]:
        """The families of the lists that contain the keys."""
        found = set()
        query = "SELECT family FROM member WHERE key = ? AND family > ? ORDER BY family LIMIT 1"
        for key in keys:
            row = self._db.execute(query, (key, -1)).fetchone()
            while row is not None:
                found.add(row[0])
                row = self._db.execute(query, (key, row[0])).fetchone()
        return found

    def lists_of(self, keys: Collection[int], family: int) -> list[int]:
        """The lists of a family that contain the keys; those with the lowest ids."""
        query = f"SELECT list FROM member WHERE key = ? AND family = ? ORDER BY list LIMIT {MAX_LISTS}"
        return sorted({number for key in keys for (number,) in self._db.execute(query, (key, family))})[:MAX_LISTS]

    def look_beside(self, keys: Collection[int]) -> None:
        """Mark the lists that contain the keys, because these members' dates changed; the lessons drawn from them
        become stale.
        """
        rows = set(chosen(self._db, "SELECT family, list FROM member WHERE key IN", keys))
        last = {family: self._last_sampled(family) for family in {family for family, _ in rows}}
        self._lessons.grow_stale({family for family, number in rows if number <= last[family]})
        self._lessons.grow_stale(self._absences(self._lessons.names(last.keys()).values()).values())
        self._db.executemany("INSERT OR IGNORE INTO beside VALUES (?)", sorted((number,) for _, number in rows))

    def take_beside(self, most: int) -> list[tuple[int, int]]:
        """(list, family) of lists that `look_beside` marked, and unmark them; empty if none is left."""
        query = "SELECT list, family FROM beside LEFT JOIN list USING (list) ORDER BY list LIMIT ?"
        rows = self._db.execute(query, (most,)).fetchall()
        self._db.executemany("DELETE FROM beside WHERE list = ?", ((number,) for number, _ in rows))
        return rows

    def lists_with(self, keys: Collection[int]) -> set[tuple[int, int]]:
        """(list, family) of all lists that contain the keys."""
        return set(chosen(self._db, "SELECT list, family FROM member WHERE key IN", keys))

    def of_family(self, family: int, most: int) -> Iterator[list[int]]:
        """All lists of a family, `most` at a time."""
        query = "SELECT list FROM list WHERE family = ? AND list > ? ORDER BY list LIMIT ?"
        part = [number for (number,) in self._db.execute(query, (family, MIN_INT64, most))]
        while part:
            yield part
            part = [number for (number,) in self._db.execute(query, (family, part[-1], most))]

    def first_stood(self, number: int) -> tuple[int, str]:
        """The first night on which a list was seen like this, and its page; the list must be in the index."""
        night, url = self._db.execute("SELECT night, url FROM list WHERE list = ?", (number,)).fetchone()
        return night, url

    def first_seen(self, keys: Collection[int]) -> tuple[int, int, str] | None:
        """The first link to one of the keys: its time (seconds since 1970), night and page."""
        query = "SELECT min(at), list.night, url FROM member JOIN list USING (list) WHERE at IS NOT NULL AND key IN"
        rows = list(chosen(self._db, query, keys, "GROUP BY list.night, url"))
        return min(rows) if rows else None

    def first_nights(self, keys: Collection[int]) -> dict[int, int]:
        """The first night on which a link to each key was seen."""
        query = "SELECT key, min(night) FROM member JOIN list USING (list) WHERE key IN"
        return dict(chosen(self._db, query, keys, "GROUP BY key"))


def _rank(each: Sequence) -> tuple[bool, int, str]:
    """Sort key of a list's places on one night: the earliest known hour first."""
    return each.at is None, each.at or 0, each.url
