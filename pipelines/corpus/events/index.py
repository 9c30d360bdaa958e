"""The index of events: stories, the terms under which they are found, the pairs that have something in common, and events.

It is one SQLite file and has no data that is not in the lake. A new story is compared with those that share rare terms with it
and may have been published near it; so a night costs what is new.
"""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, KeysView, Mapping
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from pipelines.corpus.events import model, sketch
from pipelines.corpus.events.grouping import Placed
from pipelines.corpus.events.model import WINDOW_DAYS, Story, log_odds
from pipelines.corpus.events.sketch import Sketch, packed, unpacked

SCHEMA = """
CREATE TABLE version (version TEXT);
CREATE TABLE story (num INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT UNIQUE, first INTEGER, last INTEGER, seen INTEGER, source TEXT,
                    cluster TEXT, sketch BLOB, founder INTEGER);
CREATE INDEX story_founder ON story (founder);
CREATE INDEX story_cluster ON story (cluster);
CREATE TABLE posting (term INTEGER, wide INTEGER, last INTEGER, num INTEGER, first INTEGER, spared INTEGER,
                      PRIMARY KEY (term, wide, last, num)) WITHOUT ROWID;
CREATE TABLE pair (one INTEGER, other INTEGER, odds REAL, PRIMARY KEY (one, other)) WITHOUT ROWID;
CREATE TABLE event (founder INTEGER PRIMARY KEY, label TEXT, members INTEGER);
CREATE TABLE dirty (num INTEGER PRIMARY KEY);
CREATE TABLE unwritten (id TEXT PRIMARY KEY) WITHOUT ROWID;
"""
MIN_SHARED = 3
"""Posted terms that two stories must share to be compared; one less for each of FEW_TERMS that either does not reach."""
FEW_TERMS = (30, 6)
ABROAD = 1 << 32
"""Added to the key of a name: it is no term."""
VERSION = "2 " + " ".join(
    str(value)
    for value in (
        MIN_SHARED, FEW_TERMS, sketch.MAX_TERMS, sketch.POSTED_TERMS, sketch.POSTED_KEYS, sketch.RARE_SHARE, model.COSINES,
        model.LENGTH, model.CONSTANT,
        model.KEY_COSINE, model.KEY_CONSTANT, model.MIN_KEYS, WINDOW_DAYS, model.FADE_DAYS, model.MAX_FADE, model.SERIES_HEAD,
        model.SAME_SOURCE, model.APART, model.MIN_TERMS,
    )
)  # fmt: skip
"""The parameters that the index depends on. An index with other parameters is made again."""
KEPT_STORIES = 20_000
"""Stories with sketches that are kept in memory, some 2 KB each; then they are read again."""
CHUNK = 500
CACHE_KIB = 64 * 1024


class Index:
    """The open database. Changes are durable only after `commit`."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._db = connection
        self._kept: dict[int, Story] = {}

    def commit(self) -> None:
        """Make all changes since the last commit durable, in one transaction."""
        self._db.commit()

    @property
    def is_begun(self) -> bool:
        """True once all published works were queued for this index; a new one is not."""
        return bool(self._db.execute("PRAGMA user_version").fetchone()[0])

    def begin(self) -> None:
        """Record, durably, that all published works were queued."""
        self._db.execute("PRAGMA user_version = 1")
        self.commit()

    def put(self, stories: Iterable[Story]) -> None:
        """Add or replace stories and compare them with the others; those whose event may change become dirty."""
        for story in stories:
            row = self._db.execute(
                "SELECT num, first, last, seen, source, cluster, sketch FROM story WHERE id = ?", (story.id,)
            ).fetchone()
            data = packed(story.sketch)
            now = (story.first_day, story.last_day, story.seen, story.source, story.cluster, data)
            if row is not None and row[1:] == now:
                continue
            if row is not None:
                self._remove(row[0])
            columns = "INSERT INTO story (id, first, last, seen, source, cluster, sketch) VALUES (?, ?, ?, ?, ?, ?, ?)"
            num = int(self._db.execute(columns, (story.id, *now)).lastrowid or 0)
            self._compare(num, story)
            self._post(num, story)
            self._note("dirty", [num])

    def remove(self, ids: Iterable[str]) -> None:
        """Remove stories; their neighbours become dirty, and their own rows are to be written."""
        for each in ids:
            row = self._db.execute("SELECT num FROM story WHERE id = ?", (each,)).fetchone()
            if row is not None:
                self._remove(row[0])
            self._note("unwritten", [each])

    def _remove(self, num: int) -> None:
        near = self.near([num])[num]
        (founder,) = self._db.execute("SELECT founder FROM story WHERE num = ?", (num,)).fetchone()
        fellows = [fellow for (fellow,) in self._db.execute("SELECT num FROM story WHERE founder = ?", (founder,))]
        beside = {other for pairs in self.near(fellows).values() for other, odds in pairs.items() if odds > 0}
        self._note("dirty", {*near, *fellows, *beside} - {num})
        self._db.executemany("DELETE FROM pair WHERE one = ? AND other = ?", [(num, other) for other in near])
        self._db.executemany("DELETE FROM pair WHERE one = ? AND other = ?", [(other, num) for other in near])
        (data, first, last) = self._db.execute("SELECT sketch, first, last FROM story WHERE num = ?", (num,)).fetchone()
        rows = [(term, _is_wide(first, last), last, num) for term in _posted(unpacked(data))]
        self._db.executemany("DELETE FROM posting WHERE term = ? AND wide = ? AND last = ? AND num = ?", rows)
        self._db.execute("DELETE FROM story WHERE num = ?", (num,))
        self._kept.pop(num, None)
        self._db.execute("DELETE FROM dirty WHERE num = ?", (num,))

    def _post(self, num: int, story: Story) -> None:
        wide, spared = _is_wide(story.first_day, story.last_day), _spared(story.sketch)
        rows = [(term, wide, story.last_day, num, story.first_day, spared) for term in _posted(story.sketch)]
        self._db.executemany("INSERT INTO posting VALUES (?, ?, ?, ?, ?, ?)", rows)

    def _compare(self, num: int, story: Story) -> None:
        """Store the log-odds of a story with each candidate."""
        nums = dict.fromkeys(sorted(self._candidates(story))).keys()
        odds = log_odds(story, self._stories(nums)).tolist()
        pairs = [(other, round(each, 4)) for other, each in zip(nums, odds, strict=True) if each > model.APART]
        self._db.executemany("INSERT INTO pair VALUES (?, ?, ?)", [(num, other, each) for other, each in pairs])
        self._db.executemany("INSERT INTO pair VALUES (?, ?, ?)", [(other, num, each) for other, each in pairs])

    def _candidates(self, story: Story) -> Iterator[int]:
        """The stories that share posted terms with a story and may have been published within WINDOW_DAYS of it."""
        shared: Counter[int] = Counter()
        spared: dict[int, int] = {}
        low, high = story.first_day - WINDOW_DAYS, story.last_day + WINDOW_DAYS
        for term in _posted(story.sketch):
            for wide, last in ((0, high + WINDOW_DAYS), (1, 1 << 40)):
                rows = self._db.execute(
                    "SELECT num, spared FROM posting WHERE term = ? AND wide = ? AND last BETWEEN ? AND ? AND first <= ?",
                    (term, wide, low, last, high),
                ).fetchall()
                shared.update([other for other, _ in rows])
                spared.update(rows)
        own = _spared(story.sketch)
        yield from (other for other, count in shared.items() if count >= MIN_SHARED - max(own, spared[other]))
        yield from self._copies(story, shared)

    def _copies(self, story: Story, known: Mapping[int, int]) -> Iterator[int]:
        """The other members of its cluster, if too few terms show them."""
        if story.cluster:
            rows = self._db.execute("SELECT num FROM story WHERE cluster = ? AND id <> ?", (story.cluster, story.id))
            yield from (num for (num,) in rows if known[num] < MIN_SHARED)

    def _stories(self, nums: KeysView[int]) -> list[Story]:
        """Stories with their sketches, in the given order."""
        if len(self._kept) > KEPT_STORIES:
            self._kept.clear()
        query = "SELECT num, id, first, last, sketch, source, cluster, seen FROM story WHERE num IN"
        for num, each, first, last, data, source, cluster, seen in self._in(query, nums - self._kept.keys()):
            self._kept[num] = Story(each, first, last, unpacked(data), source, cluster, seen)
        return [self._kept[num] for num in nums]

    def placed(self, nums: Collection[int]) -> dict[int, Placed]:
        """Stories by number; those that are gone are left out."""
        rows = self._in("SELECT num, id, first, last, seen, founder FROM story WHERE num IN", nums)
        return {row[0]: Placed(*row) for row in rows}

    def forms(self, nums: Collection[int]) -> dict[int, dict[int, str]]:
        """The posted terms of stories, each with the form in which the story writes it."""
        rows = self._in("SELECT num, sketch FROM story WHERE num IN", nums)
        found = ((num, unpacked(data)) for num, data in rows)
        return {num: dict(zip(each.posted, each.forms, strict=False)) for num, each in found}

    def kin(self, nums: Collection[int]) -> dict[int, tuple[str, str]]:
        """The language and the cluster of stories; "" if one is unknown."""
        rows = self._in("SELECT num, sketch, cluster FROM story WHERE num IN", nums)
        return {num: (unpacked(data).language, cluster) for num, data, cluster in rows}

    def near(self, nums: Collection[int]) -> dict[int, dict[int, float]]:
        """The stored pairs of stories: the log-odds with each other story."""
        found: dict[int, dict[int, float]] = {num: {} for num in nums}
        for one, other, odds in self._in("SELECT one, other, odds FROM pair WHERE one IN", nums):
            found[one][other] = odds
        return found

    def members(self, founders: Collection[int]) -> dict[int, list[Placed]]:
        """The stories of events by the number of the founder, each list in order of id."""
        query = "SELECT num, id, first, last, seen, founder FROM story WHERE founder IN"
        found: dict[int, list[Placed]] = {}
        for row in self._in(query, founders, " ORDER BY id"):
            found.setdefault(row[5], []).append(Placed(*row))
        return found

    def put_founders(self, founders: Mapping[int, int]) -> None:
        """Record the founder of the event of each story."""
        rows = [(founder, num) for num, founder in founders.items()]
        self._db.executemany("UPDATE story SET founder = ? WHERE num = ?", rows)

    def dirty(self) -> set[int]:
        """The stories whose event may change."""
        return {num for (num,) in self._db.execute("SELECT num FROM dirty")}

    def clean(self) -> None:
        """No story is dirty any more."""
        self._db.execute("DELETE FROM dirty")

    def labels(self, founders: Collection[int]) -> dict[int, tuple[str, int]]:
        """The recorded label and number of members (2 for more) of events."""
        rows = self._in("SELECT founder, label, members FROM event WHERE founder IN", founders)
        return {founder: (label, members) for founder, label, members in rows}

    def put_label(self, founder: int, label: str | None, members: int) -> None:
        """Record the label of an event; None if it has no members any more."""
        self._db.execute("DELETE FROM event WHERE founder = ?", (founder,))
        if label is not None:
            self._db.execute("INSERT INTO event VALUES (?, ?, ?)", (founder, label, members))

    def note_unwritten(self, ids: Iterable[str]) -> None:
        """Note works whose rows have to be written."""
        self._note("unwritten", sorted(ids))

    def unwritten(self) -> list[str]:
        """The works whose rows have to be written, in order of id."""
        return [each for (each,) in self._db.execute("SELECT id FROM unwritten ORDER BY id")]

    def written(self, ids: Iterable[str]) -> None:
        """The rows of these works are written."""
        self._db.executemany("DELETE FROM unwritten WHERE id = ?", [(each,) for each in ids])

    def numbers(self, ids: Collection[str]) -> dict[str, int]:
        """The number of each story that is in the index."""
        return dict(self._in("SELECT id, num FROM story WHERE id IN", ids))

    def _note(self, table: str, values: Iterable[int | str]) -> None:
        self._db.executemany(f"INSERT OR IGNORE INTO {table} VALUES (?)", [(value,) for value in values])

    def _in(self, query: str, values: Collection[int] | Collection[str], rest: str = "") -> Iterator[tuple[Any, ...]]:
        listed = sorted(values)
        for first in range(0, len(listed), CHUNK):
            part = listed[first : first + CHUNK]
            yield from self._db.execute(f"{query} ({', '.join('?' * len(part))}){rest}", part)


def _posted(each: Sketch) -> list[int]:
    return [*each.posted, *(ABROAD + key for key in each.posted_keys)]


def _spared(each: Sketch) -> int:
    """Terms that a story with few of them need not share."""
    return sum(len(each.hashes) < few for few in FEW_TERMS)


def _is_wide(first: int, last: int) -> bool:
    """True if the days on which a story may have been published are many: it is looked for on all of them."""
    return last - first > WINDOW_DAYS


@contextmanager
def opened(path: Path | str) -> Iterator[Index]:
    """The index in a file (or in ":memory:"); empty if there is none, or if it has other parameters."""
    with closing(_connected(path)) as connection:
        yield Index(connection)
        connection.commit()


def is_usable(path: Path) -> bool:
    """True if there is an index with today's parameters."""
    if not path.exists():
        return False
    try:
        with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as connection:
            return bool(connection.execute("SELECT version FROM version").fetchone() == (VERSION,))
    except sqlite3.DatabaseError:
        return False


def _connected(path: Path | str) -> sqlite3.Connection:
    if isinstance(path, Path):
        if not is_usable(path):
            for name in (path, Path(f"{path}-wal"), Path(f"{path}-shm")):
                name.unlink(missing_ok=True)
        path.parent.mkdir(parents=True, exist_ok=True)
    connection = sqlite3.connect(path, timeout=600)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute(f"PRAGMA cache_size = -{CACHE_KIB}")
    if connection.execute("SELECT count(*) FROM sqlite_master").fetchone() == (0,):
        connection.executescript(SCHEMA)
        connection.execute("INSERT INTO version VALUES (?)", (VERSION,))
        connection.commit()
    return connection
