"""Captured pages: the work of each page, and the numbers and days in their addresses."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterable

from pipelines.corpus.traces.database import chosen


class PageTable:
    """The pages in an open database."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db

    def put(self, night: int, pages: Iterable[tuple[int, str]]) -> set[tuple[int, str]]:
        """Add the (key, work) pairs that a night captured; returns those that no earlier night has."""
        rows = set(pages)
        query = "SELECT key, work, min(night) FROM page WHERE key IN"
        known = chosen(self._db, query, {key for key, _ in rows}, "GROUP BY key, work")
        known_before = {(key, work) for key, work, first in known if first < night}
        self._db.executemany("INSERT OR IGNORE INTO page VALUES (?, ?, ?)", ((*row, night) for row in sorted(rows)))
        return rows - known_before

    def forget(self, night: int) -> set[tuple[int, str]]:
        """Remove and return the pairs that a night captured."""
        rows = set(self._db.execute("SELECT key, work FROM page WHERE night = ?", (night,)))
        self._db.execute("DELETE FROM page WHERE night = ?", (night,))
        return rows

    def put_numbers(self, numbers: Iterable[tuple[str, int, int]]) -> None:
        """Add (series, number, key) of pages."""
        self._db.executemany("INSERT OR IGNORE INTO numbered VALUES (?, ?, ?)", sorted(set(numbers)))

    def forget_numbers(self, keys: Collection[int]) -> None:
        """Remove the numbers of keys that no night captured any more."""
        there = {key for (key,) in chosen(self._db, "SELECT DISTINCT key FROM page WHERE key IN", keys)}
        gone = ((key,) for key in sorted(set(keys) - there))
        self._db.executemany("DELETE FROM numbered WHERE key = ?", gone)

    def put_addresses(self, addresses: Iterable[tuple[int, str]]) -> None:
        """Add the addresses of keys that contain a day."""
        self._db.executemany("INSERT OR IGNORE INTO addressed VALUES (?, ?)", sorted(set(addresses)))

    def addresses(self, keys: Collection[int]) -> dict[int, str]:
        """The given keys whose addresses contain a day, with the address."""
        return dict(chosen(self._db, "SELECT key, url FROM addressed WHERE key IN", keys))

    def works(self, keys: Collection[int]) -> dict[int, str]:
        """The work of each key; a key that belonged to several works is left out."""
        found: dict[int, set[str]] = {}
        for key, work in chosen(self._db, "SELECT DISTINCT key, work FROM page WHERE key IN", keys):
            found.setdefault(key, set()).add(work)
        return {key: works.pop() for key, works in found.items() if len(works) == 1}

    def keys(self, works: Collection[str]) -> dict[str, set[int]]:
        """The keys under which works were captured."""
        found: dict[str, set[int]] = {}
        for key, work in chosen(self._db, "SELECT DISTINCT key, work FROM page WHERE work IN", works):
            found.setdefault(work, set()).add(key)
        return found

    def first_nights(self, keys: Collection[int]) -> dict[int, int]:
        """The first night on which each key was captured."""
        return dict(chosen(self._db, "SELECT key, min(night) FROM page WHERE key IN", keys, "GROUP BY key"))

    def all_works(self) -> set[str]:
        """Every work that a night captured."""
        return {work for (work,) in self._db.execute("SELECT DISTINCT work FROM page")}

    def wait_all(self, stage: int) -> None:
        """Queue every captured work at a stage."""
        self._db.execute("INSERT OR IGNORE INTO waiting SELECT ?, work, min(night) FROM page GROUP BY work", (stage,))

    def numbers_of(self, keys: Collection[int]) -> list[tuple[str, int, int]]:
        """(series, number, key) of the given keys that have a number."""
        return list(chosen(self._db, "SELECT series, number, key FROM numbered WHERE key IN", keys))

    def numbers_below(self, series: str, number: int, most: int) -> list[int]:
        """The nearest captured numbers of a series below a number, descending."""
        query = "SELECT DISTINCT number FROM numbered WHERE series = ? AND number < ? ORDER BY number DESC LIMIT ?"
        return [below for (below,) in self._db.execute(query, (series, number, most))]

    def numbers_above(self, series: str, number: int, most: int) -> list[int]:
        """The nearest captured numbers of a series above a number, ascending."""
        query = "SELECT DISTINCT number FROM numbered WHERE series = ? AND number > ? ORDER BY number LIMIT ?"
        return [above for (above,) in self._db.execute(query, (series, number, most))]
