"""The locator: the nights that have rows of a work, the first night of the work's row, and the works that wait for a
step.

It is one SQLite file, `index/works.sqlite`, so that a night reads only the works that it affects. It has no data
that is not in the lake: if it is missing, it is read from the lake again, and every work waits. Steps record a work
here before they change its rows, so that an interrupted night loses none.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import closing, contextmanager
from datetime import date
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from pipelines.base.ids import digest
from pipelines.lake.home import Home
from pipelines.night import addresses, dating
from pipelines.night.addresses import Addresses
from pipelines.night.dating import Dating
from pipelines.night.judgements import COLUMNS, Judgement, judgements

if TYPE_CHECKING:
    from pipelines.lake.delta import Lake

FILE = "works.sqlite"
CACHE_KIB = 32 * 1024
"""Pages of the database in memory, at most; SQLite's own 2 MB are too few for a million works."""
VERSION = 6
SCHEMA = """
CREATE TABLE capture (article TEXT, night INTEGER, PRIMARY KEY (article, night)) WITHOUT ROWID;
CREATE INDEX capture_night ON capture (night);
CREATE TABLE evidence (article TEXT, night INTEGER, PRIMARY KEY (article, night)) WITHOUT ROWID;
CREATE INDEX evidence_night ON evidence (night);
CREATE TABLE departure (article TEXT, night INTEGER, PRIMARY KEY (article, night)) WITHOUT ROWID;
CREATE INDEX departure_night ON departure (night);
CREATE TABLE page (page TEXT, night INTEGER, article TEXT, PRIMARY KEY (page, night, article)) WITHOUT ROWID;
CREATE INDEX page_night ON page (night);
CREATE TABLE place (article TEXT, first_night INTEGER, PRIMARY KEY (article, first_night)) WITHOUT ROWID;
CREATE TABLE member (article TEXT PRIMARY KEY, cluster TEXT) WITHOUT ROWID;
CREATE INDEX member_cluster ON member (cluster);
CREATE TABLE judged (article TEXT, night INTEGER, source TEXT, shape TEXT, kind TEXT, basis TEXT, standing TEXT,
                     PRIMARY KEY (article, night, source, shape, kind, basis)) WITHOUT ROWID;
CREATE INDEX judged_night ON judged (night);
CREATE INDEX judged_story ON judged (source, shape) WHERE standing = 'story';
CREATE INDEX judged_none ON judged (source, shape, article) WHERE standing = 'none';
CREATE INDEX judged_open ON judged (source, shape, article) WHERE standing = 'open';
CREATE TABLE taken_back (article TEXT PRIMARY KEY) WITHOUT ROWID;
CREATE TABLE waiting (step TEXT, article TEXT, PRIMARY KEY (step, article)) WITHOUT ROWID;
"""
CAPTURES, EVIDENCE, DEPARTURES, JUDGED = "capture", "evidence", "departure", "judged"
"""Kinds of rows that nights have about works."""
DUPLICATES, ARTICLES, EVENTS, SEARCH = "duplicates", "articles", "events", "search_index"
"""Steps that works wait for."""
CHUNK = 500

Page = tuple[str, str]
"""Source and url_key."""
Shape = tuple[str, str]
"""Source and address shape, see `url_kinds.kind_shape`."""


class Locator:
    """Look-ups in one open database. Open it with `locating`; changes are durable when the block ends."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._db = connection
        self.dating = Dating(connection)
        self.addresses = Addresses(connection)

    def put_pages(self, night: date, pages: Iterable[tuple[str, str, str]]) -> None:
        """Replace the pages that a night captured by these (article, source, url_key), without held-back sources."""
        self._db.execute("DELETE FROM page WHERE night = ?", (night.toordinal(),))
        rows = [(_page(source, key), night.toordinal(), article) for article, source, key in sorted(set(pages))]
        self._db.executemany("INSERT OR IGNORE INTO page VALUES (?, ?, ?)", rows)

    def put_captures(self, night: date, works: Iterable[str]) -> None:
        """Replace the works with a clean text on a night."""
        self._replace(CAPTURES, night, set(works))

    def put_evidence(self, night: date, works: Iterable[str]) -> None:
        """Replace the works with date evidence on a night."""
        self._replace(EVIDENCE, night, set(works))

    def put_judged(self, night: date, judged: Iterable[Judgement]) -> None:
        """Replace the judgements of a night's captures."""
        self._db.execute("DELETE FROM judged WHERE night = ?", (night.toordinal(),))
        rows = [
            (j.article_id, night.toordinal(), j.source, j.shape, str(j.kind), str(j.basis), str(j.standing))
            for j in sorted(set(judged))
        ]
        self._db.executemany("INSERT INTO judged VALUES (?, ?, ?, ?, ?, ?, ?)", rows)

    def judged_on(self, night: date) -> tuple[set[str], set[Shape]]:
        """The works captured on a night, of any kind, and the address shapes of their pages."""
        rows = self._db.execute(
            "SELECT article, source, shape FROM judged WHERE night = ?", (night.toordinal(),)
        ).fetchall()
        return {work for work, *_ in rows}, {(source, shape) for _, source, shape in rows}

    def open_works(self, shapes: Iterable[Shape]) -> set[str]:
        """The works that are undecided on some night, under one of these shapes."""
        query = "SELECT DISTINCT article FROM judged WHERE source = ? AND shape = ? AND standing = 'open'"
        return {work for shape in sorted(set(shapes)) for (work,) in self._db.execute(query, shape)}

    def without_stories(self, shapes: Iterable[Shape], least: int, most_open: float) -> set[Shape]:
        """The shapes with at least `least` different works that are certainly not stories, and no work that certainly
        is one.

        `most_open` is the maximum of undecided works, as a share of the works that are not stories.
        """
        return {shape for shape in shapes if not self._has_story(shape) and self._mostly_none(shape, least, most_open)}

    def _has_story(self, shape: Shape) -> bool:
        query = "SELECT 1 FROM judged WHERE source = ? AND shape = ? AND standing = 'story' LIMIT 1"
        return self._db.execute(query, shape).fetchone() is not None

    def _mostly_none(self, shape: Shape, least: int, most_open: float) -> bool:
        query = "SELECT count(DISTINCT article) FROM judged WHERE source = ? AND shape = ? AND standing ="
        none, still_open = (self._db.execute(f"{query} '{each}'", shape).fetchone()[0] for each in ("none", "open"))
        return bool(none >= least and still_open <= most_open * none)

    def judged(self, works: Collection[str]) -> dict[str, list[Judgement]]:
        """The judgements of each work's captures, once for each night."""
        found: dict[str, list[Judgement]] = {}
        columns = "article, source, shape, kind, basis"
        for row in self._of_works(f"SELECT {columns} FROM judged WHERE article IN", works):
            found.setdefault(row[0], []).append(Judgement(*row))
        return found

    def take_back(self, works: Collection[str], gone: Collection[str]) -> set[str]:
        """Record that the works in `gone` are not stories and the other given works are; returns the works that
        changed.
        """
        had = self.taken_back(works)
        self._db.executemany("DELETE FROM taken_back WHERE article = ?", ((work,) for work in sorted(had - set(gone))))
        self._db.executemany("INSERT OR IGNORE INTO taken_back VALUES (?)", ((work,) for work in sorted(gone)))
        return had ^ set(gone)

    def taken_back(self, works: Collection[str]) -> set[str]:
        """The given works that are recorded as not being stories."""
        return {row[0] for row in self._of_works("SELECT article FROM taken_back WHERE article IN", works)}

    def put_departures(self, night: date, works: Iterable[str]) -> None:
        """Replace the works with a departed page on a night."""
        self._replace(DEPARTURES, night, set(works))

    def nights_of(self, kind: str, works: Collection[str]) -> dict[date, set[str]]:
        """The nights that have captures (or evidence, departures) of works, each with those works."""
        found: dict[date, set[str]] = {}
        for work, night in self._of_works(f"SELECT article, night FROM {kind} WHERE article IN", works):
            found.setdefault(date.fromordinal(night), set()).add(work)
        return found

    def works_on(self, night: date) -> set[str]:
        """The works with captures or evidence on a night."""
        query = "SELECT article FROM capture WHERE night = ? UNION SELECT article FROM evidence WHERE night = ?"
        return {work for (work,) in self._db.execute(query, (night.toordinal(),) * 2)}

    def captured_on(self, night: date) -> set[str]:
        """The works with captures on a night."""
        return {
            work for (work,) in self._db.execute("SELECT article FROM capture WHERE night = ?", (night.toordinal(),))
        }

    def first_nights(self, works: Collection[str]) -> dict[str, date]:
        """The first night with a text of each work; works without a text are left out."""
        rows = self._of_works("SELECT article, min(night) FROM capture WHERE article IN", works, " GROUP BY article")
        return {work: date.fromordinal(night) for work, night in rows}

    def latest(self, pages: Collection[Page], before: date) -> dict[Page, tuple[date, str]]:
        """The last night before `before` on which each page was captured, with its work (the one with the lowest id)."""
        found: dict[Page, tuple[date, str]] = {}
        query = "SELECT night, article FROM page WHERE page = ? AND night < ? ORDER BY night DESC, article LIMIT 1"
        for page in pages:
            row = self._db.execute(query, (_page(*page), before.toordinal())).fetchone()
            if row is not None:
                found[page] = (date.fromordinal(row[0]), row[1])
        return found

    def held(self, page: Page) -> set[tuple[date, str]]:
        """The nights on which a page was captured, each with its work."""
        rows = self._db.execute("SELECT night, article FROM page WHERE page = ?", (_page(*page),))
        return {(date.fromordinal(night), work) for night, work in rows}

    def places(self, works: Collection[str]) -> set[date]:
        """The first nights under which the tables of works may have rows of these works."""
        rows = self._of_works("SELECT article, first_night FROM place WHERE article IN", works)
        return {date.fromordinal(night) for _, night in rows}

    def placed(self, works: Collection[str]) -> set[str]:
        """The given works of which the tables of works may have rows."""
        return {work for (work,) in self._of_works("SELECT DISTINCT article FROM place WHERE article IN", works)}

    def add_places(self, places: Mapping[str, date]) -> None:
        """Record where rows of works will be, in addition to where they are now."""
        rows = [(work, night.toordinal()) for work, night in sorted(places.items())]
        self._db.executemany("INSERT OR IGNORE INTO place VALUES (?, ?)", rows)

    def put_clusters(self, gone: Iterable[str], clusters: Mapping[str, str]) -> None:
        """Record the clusters of works, and remove the works in `gone` from theirs."""
        self._db.executemany("DELETE FROM member WHERE article = ?", ((work,) for work in sorted(set(gone))))
        self._db.executemany("INSERT OR REPLACE INTO member VALUES (?, ?)", sorted(clusters.items()))

    def clusters(self, works: Collection[str]) -> dict[str, str]:
        """The cluster of each work that has one."""
        return dict(self._of_works("SELECT article, cluster FROM member WHERE article IN", works))

    def members(self, clusters: Collection[str]) -> dict[str, list[str]]:
        """The works of each cluster."""
        found: dict[str, list[str]] = {}
        for work, cluster in self._of_works("SELECT article, cluster FROM member WHERE cluster IN", clusters):
            found.setdefault(cluster, []).append(work)
        return found

    def mates(self, works: Collection[str]) -> set[str]:
        """All works in the clusters of the given ones, without these."""
        return self.with_mates(works) - set(works)

    def with_mates(self, works: Collection[str]) -> set[str]:
        """The given works and all works in the same clusters."""
        return {*works, *(w for mates in self.members(set(self.clusters(works).values())).values() for w in mates)}

    def wait(self, step: str, works: Iterable[str]) -> None:
        """Queue works for a step."""
        listed = sorted(set(works))
        self._db.executemany("INSERT OR IGNORE INTO waiting VALUES (?, ?)", ((step, work) for work in listed))
        if step == DUPLICATES:
            self.dating.forget_own(listed)
        elif step == ARTICLES:
            self.dating.unsettle(listed)

    def waiting(self, step: str) -> list[str]:
        """The works that wait for a step, by first night, source and id: neighbours are close together in the lake."""
        query = """SELECT w.article FROM waiting w LEFT JOIN capture c USING (article) WHERE w.step = ? GROUP BY w.article
                   ORDER BY min(c.night), (SELECT min(source) FROM judged j WHERE j.article = w.article), w.article"""
        return [work for (work,) in self._db.execute(query, (step,))]

    def in_order(self, works: Collection[str]) -> list[str]:
        """Works in the order of `waiting`."""
        nights = self.first_nights(works)
        sources = dict(
            self._of_works("SELECT article, min(source) FROM judged WHERE article IN", works, " GROUP BY article")
        )
        return sorted(works, key=lambda work: (nights.get(work, date.min), sources.get(work, ""), work))

    def looked_at(self, step: str, works: Iterable[str]) -> None:
        """Remove works from the queue of a step."""
        self._db.executemany("DELETE FROM waiting WHERE step = ? AND article = ?", ((step, work) for work in works))

    def commit(self) -> None:
        """Make all changes so far durable."""
        self._db.commit()

    def _replace(self, kind: str, night: date, works: set[str]) -> None:
        self._db.execute(f"DELETE FROM {kind} WHERE night = ?", (night.toordinal(),))
        rows = [(work, night.toordinal()) for work in sorted(works)]
        self._db.executemany(f"INSERT OR IGNORE INTO {kind} VALUES (?, ?)", rows)

    def _of_works(self, query: str, works: Collection[str], rest: str = "") -> Iterator[tuple[Any, ...]]:
        listed = sorted(works)
        for first in range(0, len(listed), CHUNK):
            part = listed[first : first + CHUNK]
            yield from self._db.execute(f"{query} ({', '.join('?' * len(part))}){rest}", part)


@contextmanager
def locating(home: Home) -> Iterator[Locator]:
    """The locator of a corpus; it is read from the lake if there is none, or if it has another version."""
    path = home.index / FILE
    path.parent.mkdir(parents=True, exist_ok=True)
    with closing(_connect(home)) as connection:
        yield Locator(connection)
        connection.commit()


@contextmanager
def reading(home: Home) -> Iterator[Locator | None]:
    """The locator, to read only; None if this machine has none of this version."""
    if not (home.index / FILE).exists():
        yield None
        return
    with closing(sqlite3.connect(f"file:{home.index / FILE}?mode=ro", uri=True)) as connection:
        try:
            usable = connection.execute("PRAGMA user_version").fetchone()[0] == VERSION
        except sqlite3.Error:  # damaged, or on a medium where its journal cannot be opened
            usable = False
        yield Locator(connection) if usable else None


def forget(home: Home) -> None:
    """Remove the locator: the next use reads the lake again."""
    for name in (FILE, f"{FILE}-wal", f"{FILE}-shm"):
        (home.index / name).unlink(missing_ok=True)


def is_usable(home: Home) -> bool:
    """True if this machine has a locator of this version. Another one is read from the lake again: every work waits."""
    with reading(home) as locator:
        return locator is not None


def _connect(home: Home) -> sqlite3.Connection:
    try:
        connection = _open(home)
        if connection.execute("PRAGMA user_version").fetchone()[0] == VERSION:
            return connection
        connection.close()
    except sqlite3.DatabaseError:
        pass  # damaged or not a database: made again below
    from pipelines.lake.delta import Lake  # loads delta-rs, which who only looks works up does not need

    forget(home)
    connection = _open(home)
    connection.executescript(SCHEMA + dating.SCHEMA + addresses.SCHEMA)
    _read_lake(Locator(connection), Lake(home.lake))
    connection.execute(f"PRAGMA user_version = {VERSION}")  # last: an interrupted start is repeated
    connection.commit()
    return connection


def _open(home: Home) -> sqlite3.Connection:
    connection = sqlite3.connect(home.index / FILE, timeout=600)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute(f"PRAGMA cache_size = -{CACHE_KIB}")
    return connection


def _read_lake(locator: Locator, lake: Lake) -> None:
    """Read all places of works from the lake; queue all works for every step."""
    from pipelines.night.held_back import admitted

    for night in lake.nights("documents"):
        documents = lake.read("documents", night=night, columns=[*COLUMNS, "canonical_url", "title"])
        locator.addresses.put(night, documents.to_pylist())
        documents = admitted(lake, night, documents)
        locator.put_pages(night, _tuples(documents.select(["article_id", "source", "url_key"])))
        locator.put_judged(night, judgements(documents.to_pylist()))
    for night in lake.nights("clean_documents"):
        works = lake.read("clean_documents", night=night, columns=["article_id"])["article_id"].to_pylist()
        locator.put_captures(night, works)
        _all_wait(locator, works)
    for night in lake.nights("date_evidence"):
        works = lake.read("date_evidence", night=night, columns=["article_id"])["article_id"].to_pylist()
        locator.put_evidence(night, works)
    for night in lake.nights("departures"):
        works = lake.read("departures", night=night, columns=["article_id"])["article_id"].to_pylist()
        locator.put_departures(night, works)
    for table in ("articles", "clusters", "revisions", "date_history", "traces", "events", "taken_back"):
        for batch in lake.batches(table, ["article_id", "first_night"]):
            for work, night in _tuples(batch):
                locator.add_places({work: night})
            _all_wait(locator, batch.column(0).to_pylist())
    for batch in lake.batches("taken_back", ["article_id"]):
        works = batch.column(0).to_pylist()
        locator.take_back(works, works)
    for batch in lake.batches("clusters", ["article_id", "cluster_id"]):
        locator.put_clusters((), dict(_tuples(batch)))


def _all_wait(locator: Locator, works: Collection[str]) -> None:
    for step in (DUPLICATES, ARTICLES, EVENTS, SEARCH):
        locator.wait(step, works)


def _tuples(rows: pa.Table | pa.RecordBatch) -> Iterator[tuple[Any, ...]]:
    return zip(*(rows.column(name).to_pylist() for name in rows.schema.names), strict=True)


def _page(source: str, key: str) -> str:
    return digest(source, key)
