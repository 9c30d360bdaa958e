"""The index of traces: the lists as each night saw them, the works of their members, and the lesson of each kind of
list.

It is one SQLite file and has no data that is not in the lake. If it is missing, or if other rules made its lists, it
is made again from the lake. Rows are found by key, work and family, so a night reads only the data that it affects.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from pipelines.corpus.traces.anchor_table import AnchorTable
from pipelines.corpus.traces.clue_table import ClueTable
from pipelines.corpus.traces.database import connected
from pipelines.corpus.traces.lesson_table import LessonTable
from pipelines.corpus.traces.list_table import ListTable, Touched
from pipelines.corpus.traces.look_table import LookTable
from pipelines.corpus.traces.page_table import PageTable
from pipelines.corpus.traces.sequence import Sequence
from pipelines.corpus.traces.versions import Versions

PUBLISHED, DATED = -2, -1
"""Stages at which works wait for their anchors: from their published dates, or from their evidence again."""


@dataclass(frozen=True, slots=True)
class Part:
    """Some sources of a night: lists, (key, work) of captured pages, (series, number, key) of these pages, and
    addresses with a day.
    """

    lists: Iterable[Sequence]
    pages: Iterable[tuple[int, str]] = ()
    numbers: Iterable[tuple[str, int, int]] = ()
    addresses: Iterable[tuple[int, str]] = ()


class Index:
    """The open database, with one attribute for each table. Changes are durable only after `commit`."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._db = connection
        self.lessons = LessonTable(connection)
        self.looks = LookTable(connection)
        self.lists = ListTable(connection, self.lessons, self.looks)
        self.pages = PageTable(connection)
        self.anchors = AnchorTable(connection)
        self.clues = ClueTable(connection, self.lessons)

    def commit(self) -> None:
        """Make all changes since the last commit durable, in one transaction."""
        self._db.commit()

    def nights(self) -> dict[int, str]:
        """The nights in the index, by ordinal, each with the digest of the data that it was made from."""
        return dict(self._db.execute("SELECT night, digest FROM night"))

    def put_night(self, night: int, made_from: str, parts: Iterable[Part]) -> Iterator[Touched]:
        """Replace the data of a night: its lists and the work of each key. Yields the changes, part by part.

        If `made_from` is empty, the night is removed. The caller must consume all results.
        """
        gone_lists, gone = self.lists.forget(night), self.pages.forget(night)
        self._db.execute("DELETE FROM night WHERE night = ?", (night,))
        for part in parts:
            keys = self.lists.put(night, part.lists)
            changed = self.pages.put(night, part.pages)
            self.pages.put_numbers(part.numbers)
            self.pages.put_addresses(part.addresses)
            yield self._touched(keys, changed)
        yield self._touched(gone_lists, gone)
        self.pages.forget_numbers({key for key, _ in gone})
        if made_from:
            self._db.execute("INSERT INTO night VALUES (?, ?)", (night, made_from))

    def _touched(self, listed: set[int], changed: set[tuple[int, str]]) -> Touched:
        keys = {key for key, _ in changed}
        numbers = {(series, number) for series, number, _ in self.pages.numbers_of(keys)}
        return Touched(listed | keys, {work for _, work in changed}, numbers)

    def first_nights(self, keys: Iterable[int]) -> dict[int, int]:
        """The first night on which each key was captured or a link to it was seen. All keys of one work get the lowest
        night of them.
        """
        asked = set(keys)
        works = self.pages.works(asked)
        own = self.pages.keys(set(works.values()))
        every = {*asked, *(key for each in own.values() for key in each)}
        nights = self.lists.first_nights(every)
        for key, night in self.pages.first_nights(every).items():
            nights[key] = min(night, nights.get(key, night))
        return {key: min(nights[k] for k in own.get(works.get(key, ""), {key}) if k in nights) for key in asked}

    def take_rules(self, now: Versions) -> None:
        """Queue works whose dates, lessons or bounds were made with other rules than today's."""
        anchors, bounds = self._db.execute("SELECT anchors, bounds FROM version").fetchone()
        if anchors != now.anchors:
            self.pages.wait_all(PUBLISHED)
        if bounds != now.bounds:
            self.lessons.grow_all_stale()
            self.anchors.wait_all(0)
        self._db.execute("UPDATE version SET anchors = ?, bounds = ?", (now.anchors, now.bounds))


@contextmanager
def opened(path: Path, rules: Versions) -> Iterator[Index]:
    """The index in a file; it is empty if there is none, or if other rules made its lists."""
    with connected(path, rules.lists) as connection:
        index = Index(connection)
        index.take_rules(rules)
        index.commit()
        yield index
