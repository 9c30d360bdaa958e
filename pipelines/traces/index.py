"""The index of traces: lists as they stood, night by night, which works their members are, and what each kind of list taught.

One SQLite file. It says nothing that the lake does not: a missing one, or one that other rules made, is made anew from it.
Look-ups go by key, by work and by family, so that a night looks at what it touches.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import astuple, dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from pipelines.traces.anchor import Anchor
from pipelines.traces.order import Lesson
from pipelines.traces.sequence import Sequence as Listed

SCHEMA = """
CREATE TABLE version (version TEXT);
CREATE TABLE night (night INTEGER PRIMARY KEY, digest TEXT);
CREATE TABLE list (list INTEGER PRIMARY KEY, family TEXT, kind TEXT, keys BLOB);
CREATE INDEX list_family ON list (family, list);
CREATE TABLE stood (list INTEGER, night INTEGER, at INTEGER, url TEXT, PRIMARY KEY (list, night)) WITHOUT ROWID;
CREATE INDEX stood_night ON stood (night);
CREATE TABLE member (key INTEGER, list INTEGER, PRIMARY KEY (key, list)) WITHOUT ROWID;
CREATE TABLE page (key INTEGER, work TEXT, night INTEGER, PRIMARY KEY (key, work, night)) WITHOUT ROWID;
CREATE INDEX page_work ON page (work);
CREATE INDEX page_night ON page (night);
CREATE TABLE numbered (series TEXT, number INTEGER, key INTEGER, PRIMARY KEY (series, number, key)) WITHOUT ROWID;
CREATE INDEX numbered_key ON numbered (key);
CREATE TABLE addressed (key INTEGER PRIMARY KEY, url TEXT);
CREATE TABLE anchor (stage INTEGER, work TEXT, source TEXT, url TEXT, undated INTEGER, day INTEGER, low INTEGER, high INTEGER,
                     low_said TEXT, high_said TEXT, night INTEGER, point INTEGER, strong INTEGER, confidence REAL,
                     PRIMARY KEY (work, stage)) WITHOUT ROWID;
CREATE TABLE lesson (family TEXT PRIMARY KEY, source TEXT, direction INTEGER, agreed INTEGER, disagreed INTEGER,
                     slack INTEGER, bits INTEGER) WITHOUT ROWID;
CREATE INDEX lesson_source ON lesson (source);
CREATE TABLE run (series TEXT, start INTEGER, PRIMARY KEY (series, start)) WITHOUT ROWID;
CREATE TABLE waiting (stage INTEGER, work TEXT, PRIMARY KEY (stage, work)) WITHOUT ROWID;
"""
ANCHOR = (
    "work, source, anchor.url, undated, day, low, high, low_said, high_said, anchor.night, point, strong, confidence"
)
CHUNK = 500
LAST = 2**31
SAMPLE = 32
"""Lists of a family that are looked at for its lesson: those of the least ids, so that every order of nights takes the same."""


@dataclass(slots=True)
class Touched:
    """What a night changed: keys that stand in other lists or are of other works, families that have other lists."""

    keys: set[int] = field(default_factory=set)
    families: set[str] = field(default_factory=set)

    def add(self, other: Touched) -> None:
        """Add what another night changed."""
        self.keys |= other.keys
        self.families |= other.families


class Index:
    """The open database; nothing is durable before `commit`."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._db = connection

    def commit(self) -> None:
        """Make every change since the last commit durable, all at once."""
        self._db.commit()

    def nights(self) -> dict[int, str]:
        """The nights that the index holds, by ordinal, each with the digest of what it was made from."""
        return dict(self._db.execute("SELECT night, digest FROM night"))

    def put_night(
        self,
        night: int,
        made_from: str,
        lists: Iterable[Listed],
        pages: Iterable[tuple[int, str]],
        numbers: Iterable[tuple[str, int, int]],
        addresses: Iterable[tuple[int, str]],
    ) -> Touched:
        """Replace what a night holds: its lists and the work of each key. Returns what is otherwise than before.

        `numbers` and `addresses` are the numbers of keys, and the addresses that tell a day: both are known for ever.
        """
        touched = self._forget(night)
        latest = self._db.execute("SELECT max(night) FROM night").fetchone()[0] or night
        for each in lists:
            packed = np.array(each.keys, np.int64).tobytes()
            new = self._db.execute(
                "INSERT OR IGNORE INTO list VALUES (?, ?, ?, ?)", (each.id, each.family, each.kind, packed)
            ).rowcount
            if new:
                members = [(key, each.id) for key in each.keys]
                self._db.executemany("INSERT OR IGNORE INTO member VALUES (?, ?)", members)
            if new or self.first_stood(each.id)[0] >= night:
                touched.keys.update(each.keys)
                touched.families.add(each.family)
            if night < latest:
                touched.keys.update(self._keys_after(each.family, night))
            self._db.execute(
                "INSERT INTO stood VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE SET url = CASE WHEN (at, url) <= "
                "(excluded.at, excluded.url) THEN url ELSE excluded.url END, at = min(at, excluded.at)",
                (each.id, night, each.at, each.url),
            )
        rows = sorted(set(pages))
        self._db.executemany("INSERT OR IGNORE INTO page VALUES (?, ?, ?)", ((key, work, night) for key, work in rows))
        self._db.executemany("INSERT OR IGNORE INTO numbered VALUES (?, ?, ?)", sorted(set(numbers)))
        self._db.executemany("INSERT OR IGNORE INTO addressed VALUES (?, ?)", sorted(set(addresses)))
        touched.keys.update(key for key, _ in rows)
        if made_from:
            self._db.execute("INSERT OR REPLACE INTO night VALUES (?, ?)", (night, made_from))
        return touched

    def _forget(self, night: int) -> Touched:
        """Remove what a night holds; lists that stood on no other are gone. Returns what is otherwise than before."""
        touched = Touched({key for (key,) in self._db.execute("SELECT key FROM page WHERE night = ?", (night,))})
        lists = [row[0] for row in self._db.execute("SELECT list FROM stood WHERE night = ?", (night,))]
        for table in ("stood", "page", "night"):
            self._db.execute(f"DELETE FROM {table} WHERE night = ?", (night,))
        for each in lists:
            query = "SELECT family, keys FROM list WHERE list = ?"
            family, packed = self._db.execute(query, (each,)).fetchone()
            keys = np.frombuffer(packed, np.int64).tolist()
            touched.keys.update(keys, self._keys_after(family, night))
            touched.families.add(family)
            if self._db.execute("SELECT 1 FROM stood WHERE list = ?", (each,)).fetchone() is None:
                self._db.executemany("DELETE FROM member WHERE key = ? AND list = ?", ((key, each) for key in keys))
                self._db.execute("DELETE FROM list WHERE list = ?", (each,))
        return touched

    def put_anchors(
        self, stage: int, works: Collection[str], anchors: Mapping[str, Anchor]
    ) -> dict[str, Anchor | None]:
        """Make these the anchors of works at a stage; the others of them have none. Returns the former ones of changed works."""
        had = self.anchors(works, stage=stage)
        changed = {work: had.get(work) for work in sorted(works) if had.get(work) != anchors.get(work)}
        self._db.executemany("DELETE FROM anchor WHERE work = ? AND stage = ?", ((work, stage) for work in changed))
        new = [(stage, *astuple(anchors[work])) for work in changed if work in anchors]
        self._db.executemany(f"INSERT INTO anchor VALUES ({', '.join('?' * 14)})", new)
        return changed

    def anchors(self, works: Collection[str], *, stage: int = 0) -> dict[str, Anchor]:
        """The anchors of works at a stage."""
        rows = self._chosen(f"SELECT {ANCHOR} FROM anchor WHERE stage = {stage} AND work IN", works)
        return {row[0]: _anchor(row) for row in rows}

    def addresses(self, keys: Collection[int]) -> dict[int, str]:
        """Those of the keys whose addresses tell a day."""
        return dict(self._chosen("SELECT key, url FROM addressed WHERE key IN", keys))

    def works(self, keys: Collection[int]) -> dict[int, str]:
        """The work of each key; a key that was of several works is of none."""
        found: dict[int, set[str]] = {}
        for key, work in self._chosen("SELECT key, work FROM page WHERE key IN", keys):
            found.setdefault(key, set()).add(work)
        return {key: works.pop() for key, works in found.items() if len(works) == 1}

    def keys(self, works: Collection[str]) -> dict[str, set[int]]:
        """The keys under which works were captured."""
        found: dict[str, set[int]] = {}
        for key, work in self._chosen("SELECT key, work FROM page WHERE work IN", works):
            found.setdefault(work, set()).add(key)
        return found

    def lists_of(self, keys: Collection[int]) -> dict[str, set[int]]:
        """The lists in which keys stand, by family."""
        found: dict[str, set[int]] = {}
        query = "SELECT list.family, list.list FROM member JOIN list USING (list) WHERE key IN"
        for family, number in self._chosen(query, keys):
            found.setdefault(family, set()).add(number)
        return found

    def sample(self, family: str) -> list[int]:
        """The lists of a family that its lesson is drawn from."""
        query = "SELECT list FROM list WHERE family = ? ORDER BY list LIMIT ?"
        return [number for (number,) in self._db.execute(query, (family, SAMPLE))]

    def members(self, number: int) -> tuple[str, list[int]]:
        """Kind and keys of a list."""
        kind, packed = self._db.execute("SELECT kind, keys FROM list WHERE list = ?", (number,)).fetchone()
        return kind, np.frombuffer(packed, np.int64).tolist()

    def family(self, number: int) -> str:
        """The family of a list."""
        return str(self._db.execute("SELECT family FROM list WHERE list = ?", (number,)).fetchone()[0])

    def stood(self, family: str) -> list[tuple[str, int, int]]:
        """(page, night, list) of the lists of a family, page by page in order of the nights on which each stood first."""
        query = """SELECT url, min(night), list FROM stood JOIN list USING (list) WHERE family = ? GROUP BY list
                   ORDER BY url, min(night), list"""
        return list(self._db.execute(query, (family,)))

    def version_before(self, family: str, night: int) -> tuple[int, int, int, str] | None:
        """(list, night, seconds, page) of the last list of a family that stood before a night and whose hour is known."""
        query = """SELECT list, night, at, url FROM stood JOIN list USING (list)
                   WHERE family = ? AND night < ? AND at IS NOT NULL ORDER BY night DESC, list LIMIT 1"""
        row = self._db.execute(query, (family, night)).fetchone()
        return None if row is None else (row[0], row[1], row[2], row[3])

    def _keys_after(self, family: str, night: int) -> set[int]:
        """The keys of a family's lists on the next night on which any stood: they may be new since another night."""
        query = """SELECT list FROM stood JOIN list USING (list) WHERE family = ? AND night =
                   (SELECT min(night) FROM stood JOIN list USING (list) WHERE family = ? AND night > ?)"""
        lists = [number for (number,) in self._db.execute(query, (family, family, night))]
        return {key for number in lists for key in self.members(number)[1]}

    def first_stood(self, number: int) -> tuple[int, str]:
        """The first night on which a list stood so, and where; the list itself must be known."""
        row = self._db.execute(
            "SELECT night, url FROM stood WHERE list = ? ORDER BY night LIMIT 1", (number,)
        ).fetchone()
        return (row[0], row[1]) if row else (LAST, "")

    def first_seen(self, keys: Collection[int]) -> tuple[int, int, str] | None:
        """When a link to one of the keys was first seen (seconds since 1970), on which night and on which page."""
        query = "SELECT min(at), night, url FROM member JOIN stood USING (list) WHERE at IS NOT NULL AND key IN"
        rows = list(self._chosen(query, keys, "GROUP BY night, url HAVING min(at) IS NOT NULL"))
        return min(rows) if rows else None

    def first_nights(self, keys: Collection[int]) -> dict[int, int]:
        """The first night on which each key was captured, or a link to it seen; of a work's keys the least for all of them."""
        works = self.works(keys)
        own = self.keys(set(works.values()))
        asked = {*keys, *(key for each in own.values() for key in each)}
        nights: dict[int, int] = {}
        for query in (
            "SELECT key, min(night) FROM member JOIN stood USING (list) WHERE key IN",
            "SELECT key, min(night) FROM page WHERE key IN",
        ):
            for key, night in self._chosen(query, asked, "GROUP BY key"):
                nights[key] = min(night, nights.get(key, night))
        return {key: min(nights[k] for k in own.get(works.get(key, ""), {key}) if k in nights) for key in keys}

    def lessons(self, source: str) -> dict[str, Lesson]:
        """What the families of a source's lists, and of the numbers in its addresses, have taught."""
        query = "SELECT family, direction, agreed, disagreed, slack, bits FROM lesson WHERE source = ?"
        return {row[0]: Lesson(*row[1:]) for row in self._db.execute(query, (source,))}

    def put_lessons(self, lessons: Mapping[str, Lesson]) -> None:
        """Note what families have taught; those that taught nothing are forgotten."""
        self._db.executemany("DELETE FROM lesson WHERE family = ?", ((family,) for family in lessons))
        taught = [(family, lesson) for family, lesson in sorted(lessons.items()) if lesson.right or lesson.wrong]
        rows = [(family, source_of(family), *astuple(lesson)) for family, lesson in taught]
        self._db.executemany("INSERT INTO lesson VALUES (?, ?, ?, ?, ?, ?, ?)", rows)

    def family_keys(self, family: str) -> set[int]:
        """The keys of all lists of a family."""
        found: set[int] = set()
        for (packed,) in self._db.execute("SELECT keys FROM list WHERE family = ?", (family,)):
            found.update(np.frombuffer(packed, np.int64).tolist())
        return found

    def numbers_of(self, keys: Collection[int]) -> list[tuple[str, int, int]]:
        """(series, number, key) of those of the keys that have a number."""
        return list(self._chosen("SELECT series, number, key FROM numbered WHERE key IN", keys))

    def strong_numbers(self, series: str, *, stage: int) -> list[tuple[int, str]]:
        """(number, work) of the works of a series that are dated or bounded at a stage, ascending."""
        query = """SELECT DISTINCT number, work FROM numbered JOIN page USING (key) JOIN anchor USING (work)
                   WHERE series = ? AND strong = 1 AND stage <= ? ORDER BY number, work"""
        return list(self._db.execute(query, (series, stage)))

    def numbers(self, series: str) -> list[int]:
        """The numbers of the captured works of a series, ascending."""
        query = "SELECT DISTINCT number FROM numbered JOIN page USING (key) WHERE series = ? ORDER BY number"
        return [number for (number,) in self._db.execute(query, (series,))]

    def put_runs(self, series: str, starts: Collection[int]) -> bool:
        """Make these the numbers at which the runs of a series begin; returns whether they are others than before."""
        had = [
            start for (start,) in self._db.execute("SELECT start FROM run WHERE series = ? ORDER BY start", (series,))
        ]
        if had == sorted(starts):
            return False
        self._db.execute("DELETE FROM run WHERE series = ?", (series,))
        self._db.executemany("INSERT INTO run VALUES (?, ?)", ((series, start) for start in sorted(starts)))
        return True

    def runs(self, series: str) -> list[int]:
        """The numbers at which the runs of a series begin, ascending."""
        return [row[0] for row in self._db.execute("SELECT start FROM run WHERE series = ? ORDER BY start", (series,))]

    def highest(self, series: str, most: int) -> list[tuple[int, Anchor]]:
        """The works of the highest numbers of a series of which a day is known, with their numbers, ascending."""
        query = f"""SELECT DISTINCT number, {ANCHOR} FROM numbered JOIN page USING (key) JOIN anchor USING (work)
                    WHERE series = ? AND point IS NOT NULL AND stage = 0 ORDER BY number DESC, work DESC LIMIT ?"""
        return [(row[0], _anchor(row[1:])) for row in self._db.execute(query, (series, most))][::-1]

    def undated_between(self, series: str, low: int | None, high: int | None) -> set[str]:
        """The undated works of a series with numbers between two; None: without end."""
        query = """SELECT DISTINCT work FROM numbered JOIN page USING (key) JOIN anchor USING (work)
                   WHERE series = ? AND number >= ? AND number <= ? AND undated = 1 AND stage = 0"""
        ends = (0 if low is None else low, 2**62 if high is None else high)
        return {work for (work,) in self._db.execute(query, (series, *ends))}

    def wait(self, stage: int, works: Iterable[str]) -> None:
        """Note that works are to be looked at again at a stage."""
        rows = ((stage, work) for work in sorted(set(works)))
        self._db.executemany("INSERT OR IGNORE INTO waiting VALUES (?, ?)", rows)

    def waiting(self, stage: int) -> list[str]:
        """The works that are to be looked at again at a stage."""
        return [
            work for (work,) in self._db.execute("SELECT work FROM waiting WHERE stage = ? ORDER BY work", (stage,))
        ]

    def looked_at(self, stage: int, works: Iterable[str]) -> None:
        """Note that works are as a stage should leave them."""
        self._db.executemany("DELETE FROM waiting WHERE stage = ? AND work = ?", ((stage, work) for work in works))

    def all_works(self) -> set[str]:
        """Every work that a night captured."""
        return {work for (work,) in self._db.execute("SELECT DISTINCT work FROM page")}

    def _chosen(self, query: str, values: Collection[Any], rest: str = "") -> Iterator[tuple[Any, ...]]:
        listed = sorted(values)
        for first in range(0, len(listed), CHUNK):
            part = listed[first : first + CHUNK]
            yield from self._db.execute(f"{query} ({', '.join('?' * len(part))}) {rest}", part)


def source_of(family: str) -> str:
    """The source of a family of lists; of a series of numbers its host."""
    return family.partition(" ")[0]


def _anchor(row: Sequence[Any]) -> Anchor:
    values = list(row)
    values[3], values[11] = bool(row[3]), bool(row[11])
    return Anchor(*values)


@contextmanager
def opened(path: Path, version: str) -> Iterator[Index]:
    """The index in a file; an empty one if there is none of this version."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with closing(_connect(path, version)) as connection:
        yield Index(connection)
        connection.commit()


def _connect(path: Path, version: str) -> sqlite3.Connection:
    try:
        connection = _open(path)
        if connection.execute("SELECT version FROM version").fetchone() == (version,):
            return connection
        connection.close()
    except sqlite3.DatabaseError:
        pass  # torn, empty or not a database: made anew below
    for suffix in ("", "-wal", "-shm"):
        path.with_name(path.name + suffix).unlink(missing_ok=True)
    connection = _open(path)
    connection.executescript(SCHEMA)
    connection.execute("INSERT INTO version VALUES (?)", (version,))
    connection.commit()
    return connection


def _open(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path, timeout=600)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    return connection
