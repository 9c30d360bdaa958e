"""Looks: the growing lists of pages, as each night saw them. `list_table` has their members."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Mapping, Sequence

import numpy as np

from pipelines.corpus.traces.absence import Look, came_in, out_of_turn, placed, stuck
from pipelines.corpus.traces.database import chosen
from pipelines.corpus.traces.sequence import begins


class LookTable:
    """The looks in an open database, by the family of their lists."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db

    def on(self, family: int, night: int) -> Look | None:
        """The look of a night; None if the list is in pieces, was not seen from its first page on, or has no known
        hour.

        If an earlier night saw the same list, its hour counts, because a cache may have answered.
        """
        query = """SELECT keys, list.at, stood.url FROM stood JOIN list USING (list)
                   WHERE growing = ? AND stood.night = ? ORDER BY list LIMIT 2"""
        rows = self._db.execute(query, (family, night)).fetchall()
        if len(rows) != 1 or rows[0][1] is None or not begins(rows[0][2]):
            return None
        return Look(np.frombuffer(rows[0][0], np.int64).tolist(), night, rows[0][1], rows[0][2])

    def first(self, family: int) -> Sequence[int]:
        """The keys of a family's first look; empty if that look is not complete."""
        night = self._first_night(family)
        look = None if night is None else self.on(family, night)
        return () if look is None else look.keys

    def _first_night(self, family: int) -> int | None:
        night: int | None = self._db.execute("SELECT min(night) FROM stood WHERE growing = ?", (family,)).fetchone()[0]
        return night

    def before(self, family: int, night: int) -> Look | None:
        """The last look before a night."""
        query = "SELECT max(night) FROM stood WHERE growing = ? AND night < ? AND at IS NOT NULL"
        last = self._db.execute(query, (family, night)).fetchone()[0]
        return None if last is None else self.on(family, last)

    def after(self, family: int, night: int) -> Look | None:
        """The next look after a night."""
        query = "SELECT min(night) FROM stood WHERE growing = ? AND night > ? AND at IS NOT NULL"
        later = self._db.execute(query, (family, night)).fetchone()[0]
        return None if later is None else self.on(family, later)

    def arrivals(self, family: int, night: int) -> tuple[Look, list[int]] | None:
        """The look before that of a night, and the keys that came in at the top since; None if there was no look."""
        before, after = self.before(family, night), self.on(family, night)
        if before is None or after is None:
            return None
        first = self.first_in(family, set(after.keys) - set(before.keys))
        return before, came_in(before.keys, after.keys, [key for key, seen in first.items() if seen < night])

    def out_of_turn(self, family: int, night: int) -> set[int]:
        """The keys of a night's look that are not placed by age, judged by the looks before and after.

        A key may have taken the place of one that left out of turn; it counts as well.
        """
        own, before, after = self.on(family, night), self.before(family, night), self.after(family, night)
        if own is None:
            return set()
        found = out_of_turn(own.keys, after.keys) | stuck(own.keys, after.keys) if after is not None else set()
        if before is not None:
            found |= placed(before.keys, own.keys) | stuck(before.keys, own.keys)
        return found

    def last_nights(self, family: int, most: int) -> list[int]:
        """The last nights with a look, the latest first."""
        query = "SELECT DISTINCT night FROM stood WHERE growing = ? ORDER BY night DESC LIMIT ?"
        return [night for (night,) in self._db.execute(query, (family, most))]

    def first_in(self, family: int, keys: Collection[int]) -> dict[int, int]:
        """The first night on which each key was in a list of a family."""
        query = """SELECT key, min(list.night) FROM member JOIN list USING (list) WHERE member.family = ? AND key IN"""
        return dict(chosen(self._db, query, keys, "GROUP BY key", (family,)))

    def came_later(self, family: int, keys: Collection[int]) -> set[int]:
        """The keys that were not in a family's first look."""
        first = self._first_night(family)
        return {key for key, night in self.first_in(family, keys).items() if first is not None and night > first}

    def concerned(self, family: int, night: int, number: int, keys: Sequence[int]) -> set[int]:
        """The keys of looks in which a list that is added to, or removed from, a night may change the new or
        out-of-turn members.

        These are the next look, the looks after the same list was seen, and the looks in which one of its keys was
        seen first. For the look before, see `turned`.
        """
        stood = self._db.execute("SELECT night FROM stood WHERE list = ?", (number,)).fetchall()
        nights = {first for first in self.first_in(family, keys).values() if first > night}
        query = """SELECT min(night) FROM stood WHERE growing = ? AND night > ?
                   UNION SELECT min(night) FROM stood WHERE growing = ? AND night > ? AND at IS NOT NULL"""
        for each in {night, *(other for (other,) in stood)}:
            nights |= {row[0] for row in self._db.execute(query, (family, each, family, each)) if row[0] is not None}
        return {key for each in sorted(nights) for key in self._keys(family, each)}

    def turns(self, lists: Collection[tuple[int, int]], night: int) -> dict[tuple[int, int], set[int]]:
        """The out-of-turn keys, by family and night, of the looks before those that a night's lists change.

        `lists` are (family, list) that the night has or will have. A list that was first seen later gets its hour
        from this night, so its later looks change, too.
        """
        query = "SELECT stood.night FROM stood JOIN list USING (list) WHERE list = ? AND stood.night > ? AND list.night >= ?"
        changed = {(family, night) for family, _ in lists}
        for family, number in lists:
            changed |= {(family, later) for (later,) in self._db.execute(query, (number, night, night))}
        before = {(family, look.night) for family, at in changed if (look := self.before(family, at)) is not None}
        return {each: self.out_of_turn(*each) for each in before}

    def turned(self, turns: Mapping[tuple[int, int], set[int]]) -> set[int]:
        """The keys of looks whose out-of-turn members changed since `turns` was called.

        They change seldom, so a night processes few works again.
        """
        changed = [each for each, former in turns.items() if self.out_of_turn(*each) != former]
        return {key for each in changed for key in self._keys(*each)}

    def _keys(self, family: int, night: int) -> set[int]:
        query = "SELECT keys FROM stood JOIN list USING (list) WHERE growing = ? AND stood.night = ?"
        rows = self._db.execute(query, (family, night))
        return {key for (packed,) in rows for key in np.frombuffer(packed, np.int64).tolist()}
