"""The lessons from families of lists and from numbers in addresses, and which lessons must be drawn again.

A lesson is drawn only if it is requested: for the families of sources (for numbers: of series) that have an undated
work.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterable, Mapping
from dataclasses import astuple

from pipelines.corpus.traces.database import chosen
from pipelines.corpus.traces.order import Lesson
from pipelines.lake.link_kinds import kinds

NUMBERS = "numbers"
"""Follows the name of a series in the name of its lesson's family."""
CLUE = "clue"
"""Between a source and the name of a clue, in the name of the lesson's family."""
ABSENCE = "absence"
"""Between a source and the rest of the name of a family of growing lists, in the family of the lesson from their arrivals."""
GROWING = kinds(lambda kind: kind.grows)
"""Kinds of lists that contain a story as soon as it is published."""


def source_of(family: str) -> str:
    """The source of a family of lists; for a series of numbers, its host."""
    return family.partition(" ")[0]


def kind_of(family: str) -> str:
    """The kind of links of a family of lists: `argus section a.example/news` → `section`."""
    return family.split(" ", 2)[1]


def is_growing(family: str) -> bool:
    """True for the lists of one page that grow from night to night; False for the lists of all pages of a template
    (`/news/*`).
    """
    return kind_of(family) in GROWING and not family.split(" ", 2)[2].startswith("/")


def absence_family(family: str) -> str:
    """The family of the lesson from the arrivals of a growing list.

    >>> absence_family("argus section a.example/news"), listed_family("argus absence section a.example/news")
    ('argus absence section a.example/news', 'argus section a.example/news')
    """
    source, _, rest = family.partition(" ")
    return f"{source} {ABSENCE} {rest}"


def listed_family(absence: str) -> str:
    """The family of lists whose arrivals belong to a family of absences."""
    source, _, rest = absence.split(" ", 2)
    return f"{source} {rest}"


def clue_family(source: str, clue: str) -> str:
    """The family of the lesson from a source's clues of one sort.

    >>> clue_family("argus", "picture 2022-11"), clue_of("argus clue picture 2022-11")
    ('argus clue picture 2022-11', 'picture 2022-11')
    """
    return f"{source} {CLUE} {clue}"


def clue_of(family: str) -> str:
    """The sort of clue of a family."""
    return family.split(" ", 2)[2]


def numbers_family(series: str) -> str:
    """The family of the numbers of a series."""
    return f"{series} {NUMBERS}"


class LessonTable:
    """The families in an open database."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db

    def ids(self, names: Collection[str]) -> dict[str, int]:
        """The numbers of families; new families get a number."""
        new = [(name, source_of(name)) for name in sorted(names)]
        self._db.executemany("INSERT OR IGNORE INTO family (name, source, stale) VALUES (?, ?, 0)", new)
        return dict(chosen(self._db, "SELECT name, family FROM family WHERE name IN", names))

    def names(self, families: Collection[int]) -> dict[int, str]:
        """The names of families."""
        return dict(chosen(self._db, "SELECT family, name FROM family WHERE family IN", families))

    def grow_stale(self, families: Iterable[int]) -> None:
        """Mark the lessons of families as stale: they must be drawn again."""
        self._db.executemany("UPDATE family SET stale = 1 WHERE family = ?", ((family,) for family in sorted(families)))

    def grow_all_stale(self) -> None:
        """Mark every lesson as stale."""
        self._db.execute("UPDATE family SET stale = 1")

    def want(self, sources: Iterable[str]) -> None:
        """Request the lessons of sources or series that have undated works."""
        self._db.executemany("INSERT OR IGNORE INTO wanted VALUES (?)", ((source,) for source in sorted(sources)))

    def stale_sources(self) -> list[str]:
        """The sources with a requested, stale lesson."""
        query = "SELECT DISTINCT source FROM family JOIN wanted USING (source) WHERE stale = 1 ORDER BY source"
        return [source for (source,) in self._db.execute(query)]

    def stale(self, source: str) -> list[tuple[int, str]]:
        """(number, name) of the families of a source with a stale lesson."""
        query = "SELECT family, name FROM family WHERE source = ? AND stale = 1 ORDER BY name"
        return self._db.execute(query, (source,)).fetchall()

    def lessons(self, source: str) -> dict[str, Lesson]:
        """The lessons of the families of a source's lists, or of a series of numbers."""
        query = """SELECT name, direction, agreed, older, newer, slack, bits, undated, dated, since, likely
                   FROM family WHERE source = ? AND bits IS NOT NULL"""
        return {row[0]: Lesson(*row[1:]) for row in self._db.execute(query, (source,))}

    def put(self, lessons: Mapping[int, Lesson]) -> None:
        """Store the lessons of families."""
        query = """UPDATE family SET stale = 0, direction = ?, agreed = ?, older = ?, newer = ?, slack = ?, bits = ?,
                   undated = ?, dated = ?, since = ?, likely = ?
                   WHERE family = ?"""
        rows = [
            (*(astuple(lesson) if lesson.right or lesson.wrong or lesson.undated else (None,) * 10), family)
            for family, lesson in sorted(lessons.items())
        ]
        self._db.executemany(query, rows)
