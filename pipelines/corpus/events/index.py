"""The index of events: stories, the terms under which they are found, the pairs that have something in common, and events.

It is one SQLite file and has no data that is not in the lake. A new story is compared with those that share rare terms with it
and may have been published near it; so a night costs what is new. Of copies only the first captured one is compared, the others
follow it into its event.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import closing, contextmanager
from hashlib import blake2b
from pathlib import Path
from typing import Any

import numpy as np

from pipelines.corpus.events import model, postings, sketch
from pipelines.corpus.events.grouping import Placed
from pipelines.corpus.events.model import WINDOW_DAYS, Story, apart, log_odds
from pipelines.corpus.events.postings import RECORD, Asked, Records, batches, is_wide, record
from pipelines.corpus.events.sketch import Sketch, packed, unpacked

SCHEMA = """
CREATE TABLE version (version TEXT);
CREATE TABLE story (num INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT UNIQUE, first INTEGER, last INTEGER, night INTEGER,
                    seen INTEGER, source TEXT, cluster TEXT, words INTEGER, sketch BLOB, leader INTEGER, founder INTEGER);
CREATE INDEX story_founder ON story (founder);
CREATE INDEX story_cluster ON story (cluster);
CREATE INDEX story_leader ON story (leader);
CREATE TABLE posting (wide INTEGER, last INTEGER, part INTEGER, records BLOB, PRIMARY KEY (wide, last, part));
CREATE TABLE pair (one INTEGER, other INTEGER, odds REAL, PRIMARY KEY (one, other)) WITHOUT ROWID;
CREATE TABLE event (founder INTEGER PRIMARY KEY, label TEXT, members INTEGER);
CREATE TABLE dirty (num INTEGER PRIMARY KEY);
CREATE TABLE unwritten (id TEXT PRIMARY KEY) WITHOUT ROWID;
"""
VERSION = "5 " + " ".join(
    str(value)
    for value in (
        postings.WEIGHT_UNITS, postings.MIN_ALIKE, postings.MIN_ODDS, postings.MIN_POSTED_KEYS,
        sketch.MAX_TERMS, sketch.POSTED_TERMS, sketch.POSTED_KEYS, sketch.RARE_SHARE, model.COSINES,
        model.LENGTH, model.CONSTANT,
        model.KEY_COSINE, model.KEY_CONSTANT, model.MIN_KEYS, WINDOW_DAYS, model.FADE_DAYS, model.MAX_FADE, model.SERIES_HEAD,
        model.SAME_SOURCE, model.APART, model.MIN_TERMS,
    )
)  # fmt: skip
"""The parameters that the index depends on. An index with other parameters is made again."""
PLACED = (
    "SELECT story.num, story.id, story.first, story.last, story.night, story.seen, story.leader, leads.founder "
    "FROM story JOIN story AS leads ON leads.num = story.leader"
)
PART = 8_192
"""Numbers of stories whose postings of a day stand in one row (of wide ones: of all days); records that are compared at a time."""
KEPT_STORIES = 40_000
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
        clusters = set()
        for story in stories:
            data = packed(story.sketch)
            cluster = story.cluster or _key_of_equals(story, data)
            days = (story.first_day, story.last_day, story.night, story.seen)
            now = (*days, story.source, cluster, story.sketch.words, data)
            row = self._db.execute(
                "SELECT first, last, night, seen, source, cluster, words, sketch FROM story WHERE id = ?", (story.id,)
            ).fetchone()
            if row == now:
                continue
            clusters |= {cluster, *self._remove(story.id)}
            columns = "id, first, last, night, seen, source, cluster, words, sketch"
            self._db.execute(f"INSERT INTO story ({columns}) VALUES ({', '.join('?' * 9)})", (story.id, *now))
        self._choose_leaders(clusters)

    def remove(self, ids: Iterable[str]) -> None:
        """Remove stories; their neighbours become dirty, and their own rows are to be written."""
        clusters = set()
        for each in ids:
            clusters |= {*self._remove(each)}
            self._note("unwritten", [each])
        self._choose_leaders(clusters)

    def _remove(self, identity: str) -> Iterator[str]:
        """Remove a story; yields its cluster, if there was one."""
        row = self._db.execute("SELECT num, leader, cluster FROM story WHERE id = ?", (identity,)).fetchone()
        if row is not None:
            num, leader, cluster = row
            if num == leader:
                self._take_out(num)
            elif leader is not None:
                self._note("dirty", [leader])
            self._db.execute("DELETE FROM story WHERE num = ?", (num,))
            yield cluster

    def _choose_leaders(self, clusters: Iterable[str]) -> None:
        """Let the members of clusters follow the first one that was perhaps published within WINDOW_DAYS of them: by night, day,
        and the longest text. Those before the first new one, or the first whose leader is gone, follow whom they did.
        """
        changed: list[tuple[int, str, int | None, int]] = []
        for cluster in sorted(clusters):
            query = "SELECT num, id, first, last, leader FROM story WHERE cluster = ?"
            members = self._db.execute(f"{query} ORDER BY night, last, words DESC, source, id", (cluster,)).fetchall()
            leaders: list[tuple[int, int, int]] = []
            standing, is_settled = {num for num, *_ in members}, True
            for num, each, first, last, before in members:
                is_settled = is_settled and before in standing
                found = (leader for leader, *days in leaders if apart((first, last), days) <= WINDOW_DAYS)
                leader = before if is_settled and before else next(found, num)
                if leader == num:
                    leaders.append((num, first, last))
                if leader != before:
                    changed.append((num, each, before, leader))
        self._follow(changed)

    def _follow(self, changed: Collection[tuple[int, str, int | None, int]]) -> None:
        """Record other leaders of stories: (number, id, leader before, leader)."""
        for num, _, before, leader in changed:
            if num == before:
                self._take_out(num)
            self._db.execute("UPDATE story SET leader = ? WHERE num = ?", (leader, num))
        self._take_in([num for num, _, _, leader in changed if num == leader])
        own = {num for num, *_ in changed}
        left = {before for _, _, before, _ in changed if before is not None and before not in own}
        still = {num for num, story in self.placed(left).items() if story.leader == num}
        self._note("dirty", {leader for *_, leader in changed} | still)
        self.note_unwritten(each for _, each, _, _ in changed)

    def _take_in(self, nums: Collection[int]) -> None:
        """Compare leaders with the others and with each other, and post them."""
        made = [record(num, story) for num, story in zip(nums, self._stories(nums), strict=True)]
        for batch in batches(np.concatenate([np.empty(0, RECORD), *made])):
            self._post(batch)
            for num, others in self._worth_comparing(batch).items():
                (story,) = self._stories([num])
                odds = log_odds(story, self._stories(others)).tolist()
                pairs = [(other, round(each, 4)) for other, each in zip(others, odds, strict=True) if each > 0]
                self._db.executemany("INSERT INTO pair VALUES (?, ?, ?)", [(num, other, each) for other, each in pairs])
                self._db.executemany("INSERT INTO pair VALUES (?, ?, ?)", [(other, num, each) for other, each in pairs])

    def _take_out(self, num: int) -> None:
        """Forget the pairs and postings of a leader."""
        near = self.near([num])[num]
        (founder,) = self._db.execute("SELECT founder FROM story WHERE num = ?", (num,)).fetchone()
        fellows = [fellow for (fellow,) in self._db.execute("SELECT num FROM story WHERE founder = ?", (founder,))]
        beside = {other for pairs in self.near(fellows).values() for other in pairs}
        self._note("dirty", {*near, *fellows, *beside} - {num})
        self._db.executemany("DELETE FROM pair WHERE one = ? AND other = ?", [(num, other) for other in near])
        self._db.executemany("DELETE FROM pair WHERE one = ? AND other = ?", [(other, num) for other in near])
        (first, last) = self._db.execute("SELECT first, last FROM story WHERE num = ?", (num,)).fetchone()
        wide = is_wide(first, last)
        place = (int(wide), 0 if wide else last, num // PART)
        posted = self._posted_in(place)
        self._put_posted(place, posted[posted["num"] != num])
        self._db.execute("UPDATE story SET founder = NULL WHERE num = ?", (num,))
        self._db.execute("DELETE FROM dirty WHERE num = ?", (num,))
        self._kept.pop(num, None)

    def _worth_comparing(self, batch: Records) -> dict[int, list[int]]:
        """The posted leaders to be compared with each story of a batch; of two stories of the batch, one with the other."""
        asked, own = Asked(batch), batch["num"]
        found: dict[int, list[int]] = {}
        for others in self._posted_near(batch):
            mine, theirs = asked.worth_comparing(others)
            one, other = own[mine], others["num"][theirs]
            once = (other < one) | ~np.isin(other, own)
            for num, each in zip(one[once].tolist(), other[once].tolist(), strict=True):
                found.setdefault(num, []).append(each)
        return found

    def _post(self, batch: Records) -> None:
        wide = batch["last"] - batch["first"] > WINDOW_DAYS
        places = np.stack([wide, np.where(wide, 0, batch["last"]), batch["num"] // PART], axis=1)
        for place in np.unique(places, axis=0):
            own = batch[(places == place).all(axis=1)]
            key = (int(place[0]), int(place[1]), int(place[2]))
            self._put_posted(key, np.concatenate([self._posted_in(key), own]))

    def _posted_in(self, place: tuple[int, int, int]) -> Records:
        query = "SELECT records FROM posting WHERE wide = ? AND last = ? AND part = ?"
        return np.frombuffer(b"".join(data for (data,) in self._db.execute(query, place)), RECORD)

    def _put_posted(self, place: tuple[int, int, int], records: Records) -> None:
        self._db.execute("DELETE FROM posting WHERE wide = ? AND last = ? AND part = ?", place)
        if len(records):
            self._db.execute("INSERT INTO posting VALUES (?, ?, ?, ?)", (*place, records.tobytes()))

    def _posted_near(self, batch: Records) -> Iterator[Records]:
        """The posted leaders that may have appeared within WINDOW_DAYS of a batch."""
        low, high = int(batch["first"].min()) - WINDOW_DAYS, int(batch["last"].max()) + WINDOW_DAYS
        query = "SELECT records FROM posting WHERE wide = ? AND last BETWEEN ? AND ?"
        for wide, first, last in ((0, low, high + WINDOW_DAYS), (1, 0, 0)):
            some: list[bytes] = []
            size = 0
            for (data,) in self._db.execute(query, (wide, first, last)):
                some.append(data)
                size += len(data)
                if size >= PART * RECORD.itemsize:
                    yield np.frombuffer(b"".join(some), RECORD)
                    some, size = [], 0
            yield np.frombuffer(b"".join(some), RECORD)

    def _stories(self, nums: Collection[int]) -> list[Story]:
        """Stories with their sketches, in the given order."""
        if len(self._kept) > KEPT_STORIES:
            self._kept.clear()
        query = "SELECT num, id, first, last, sketch, source FROM story WHERE num IN"
        for num, each, first, last, data, source in self._in(query, [num for num in nums if num not in self._kept]):
            self._kept[num] = Story(each, first, last, unpacked(data), source)
        return [self._kept[num] for num in nums]

    def placed(self, nums: Collection[int]) -> dict[int, Placed]:
        """Stories by number; those that are gone are left out."""
        return {row[0]: Placed(*row) for row in self._in(f"{PLACED} WHERE story.num IN", nums)}

    def followers(self, leaders: Collection[int]) -> dict[int, list[str]]:
        """The ids of the stories that follow each of these, in order; leaders without any are left out."""
        found: dict[int, list[str]] = {}
        query = "SELECT leader, id FROM story WHERE leader <> num AND leader IN"
        for leader, each in self._in(query, leaders, " ORDER BY id"):
            found.setdefault(leader, []).append(each)
        return found

    def sketches(self, nums: Collection[int]) -> dict[int, Sketch]:
        """The sketches of stories."""
        return {num: unpacked(data) for num, data in self._in("SELECT num, sketch FROM story WHERE num IN", nums)}

    def near(self, nums: Collection[int]) -> dict[int, dict[int, float]]:
        """The pairs of leaders above 0: the log-odds with each other leader."""
        found: dict[int, dict[int, float]] = {num: {} for num in nums}
        for one, other, odds in self._in("SELECT one, other, odds FROM pair WHERE one IN", nums):
            found[one][other] = odds
        return found

    def members(self, founders: Collection[int]) -> dict[int, list[Placed]]:
        """The stories of events by the number of the founder, each list in order of id."""
        return self._of_events("leads", founders)

    def leaders(self, founders: Collection[int]) -> dict[int, list[Placed]]:
        """As `members`, without the stories that follow another one."""
        return self._of_events("story", founders)

    def _of_events(self, founded: str, founders: Collection[int]) -> dict[int, list[Placed]]:
        found: dict[int, list[Placed]] = {}
        for row in self._in(f"{PLACED} WHERE {founded}.founder IN", founders, " ORDER BY story.id"):
            story = Placed(*row)
            found.setdefault(story.founder or 0, []).append(story)
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


def _key_of_equals(story: Story, data: bytes) -> str:
    """The cluster of a story without one: stories of one source and day with an equal sketch are copies. A
    short one has a cluster of its own.
    """
    if len(story.sketch.hashes) < model.MIN_TERMS:
        return story.id
    said = f"{story.source} {story.first_day} {story.last_day} ".encode() + data
    return f"equal {blake2b(said, digest_size=16).hexdigest()}"


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
