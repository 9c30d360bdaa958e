"""Memory of earlier nights for every URL of a source: validators, payload, age, changes, aliases, links."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, fields, replace
from datetime import date, timedelta

from pipelines.lake.link_kinds import ENTRIES
from pipelines.lake.values import PageKind
from spiders.frontier.revisit import YOUNG_NIGHTS, History, next_visit
from spiders.frontier.visits import Visit
from spiders.links.edges import Edge, repack
from spiders.url_rules.article_urls import UrlPatterns, learn_patterns
from spiders.url_rules.families import PART, Family
from spiders.url_rules.keys import cached_key

SCHEMA = """
CREATE TABLE IF NOT EXISTS pages(
  key TEXT PRIMARY KEY, url TEXT, resource TEXT, kind TEXT, born TEXT, first_night TEXT, last_night TEXT, changed_night TEXT,
  due TEXT, fetches INT, changes INT, gone INT, etag TEXT, last_modified TEXT, sha256 TEXT, record_id TEXT, record_date TEXT,
  alias TEXT, alias_reason TEXT, signals TEXT, edges BLOB, via TEXT, family TEXT, digest TEXT) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS due ON pages(due) WHERE resource='page';
CREATE INDEX IF NOT EXISTS via ON pages(via) WHERE resource='page' AND kind='article';
CREATE TABLE IF NOT EXISTS proven(resource TEXT PRIMARY KEY) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS variants(rest TEXT PRIMARY KEY, key TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS places(key TEXT PRIMARY KEY, url TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS apis(shape TEXT PRIMARY KEY, template TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS parts(name TEXT, same INT, digest TEXT, PRIMARY KEY (name, same, digest)) WITHOUT ROWID;
"""
PART_PAGES = 50
"""Maximum pages that are counted for one part of addresses: of equal pages, and of different pages."""
ABSENT_NIGHTS = 6
"""Additional nights before a missing sitemap is requested again."""
SAMPLE = 200
"""Maximum stories of a folder that are compared by the spelling of their URLs."""
ALIAS_NIGHTS = 30
"""Nights that an alias stays valid without another visit."""


@dataclass(frozen=True, slots=True)
class Page:
    """The record of one URL. Nights are ISO dates; `kind` is article, listing or other; None means never seen.

    - `alias`: key of the URL that this URL is another name of; `alias_reason`: redirect or canonical.
    - `gone`: number of the latest visits in a row that did not find the page.
    - `via`: key of the resource that named it first.
    - `family`: see `spiders.frontier.visits.Visit`.
    - `digest`: see `spiders.url_rules.variants.shown`.
    """

    key: str
    url: str
    resource: str
    kind: str | None
    born: str
    first_night: str
    last_night: str
    changed_night: str
    due: str = ""
    fetches: int = 1
    changes: int = 0
    gone: int = 0
    etag: str | None = None
    last_modified: str | None = None
    sha256: str | None = None
    record_id: str | None = None
    record_date: str | None = None
    alias: str | None = None
    alias_reason: str | None = None
    signals: str | None = None
    edges: bytes | None = None
    via: str | None = None
    family: str | None = None
    digest: str | None = None

    @property
    def record(self) -> tuple[str, str] | None:
        """Id and date of the WARC record with its payload."""
        return (self.record_id, self.record_date) if self.record_id and self.record_date else None

    @property
    def history(self) -> History:
        """The data for the schedule of revisits."""
        return History(
            born=date.fromisoformat(self.born),
            last_visit=date.fromisoformat(self.last_night),
            visits=self.fetches,
            changes=self.changes,
            changed=date.fromisoformat(self.changed_night) if self.changes else None,
            gone=self.gone,
            listing=self.kind == PageKind.LISTING or self.resource != "page",
            other=self.kind == PageKind.OTHER and self.family != PART,
        )


def seen_again(
    known: Page | None, visit: Visit, night: str, validators: tuple[str | None, str | None], *, changed: bool
) -> Page:
    """The page record after one more answer; the caller adds payload, aliases and links.

    `changed`: the payload differs from the known one. The first payload is not a change.
    """
    born = min(visit.born or night, night)  # a story cannot be born on a future day
    old = known or Page(visit.key, visit.url, visit.resource, None, born, night, night, night, fetches=0, via=visit.via)
    return replace(
        old,
        url=visit.url,
        family=visit.family,
        born=min(old.born, visit.born or old.born),
        last_night=night,
        changed_night=night if changed else old.changed_night,
        fetches=old.fetches + 1,
        changes=old.changes + int(changed and old.record_id is not None),
        gone=0,
        etag=validators[0],
        last_modified=validators[1],
        alias=None,
        alias_reason=None,
        edges=None,
    )


COLUMNS = [field.name for field in fields(Page)]
LIGHT = ", ".join("NULL" if name == "edges" else name for name in COLUMNS)
INSERT = f"INSERT OR REPLACE INTO pages VALUES ({','.join('?' * len(COLUMNS))})"


class Memory:
    """The pages of one frontier database. Writes belong to the frontier's transaction."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db

    def page(self, key: str) -> Page | None:
        """The record of a URL with its links; None if it was never fetched."""
        row = self._db.execute("SELECT * FROM pages WHERE key=?", (key,)).fetchone()
        return Page(*row) if row else None

    def glance(self, key: str) -> Page | None:
        """The record of a URL without its links (most of its bytes); None if it was never fetched."""
        row = self._db.execute(f"SELECT {LIGHT} FROM pages WHERE key=?", (key,)).fetchone()
        return Page(*row) if row else None

    def remember(self, page: Page) -> None:
        """Store the record of a URL and compute the night of its next visit.

        A page seen once is due the next night whatever its age: parts that change on every visit (a masthead's date, a
        counter) show only at the second visit. Discovery decides how many of these a night fetches.
        """
        soon = date.fromisoformat(page.last_night) + timedelta(days=1)
        if page.gone and page.resource != "page":
            due = soon + timedelta(days=ABSENT_NIGHTS)
        else:
            due = soon if page.fetches <= 1 and not page.gone else next_visit(page.history)
        page = replace(page, due=due.isoformat())
        self._db.execute(INSERT, [getattr(page, name) for name in COLUMNS])

    def ask_again(self, keys: Collection[str], night: str) -> None:
        """Make pages due on a night, without validators or payload: their next answer is stored as a whole."""
        query = "UPDATE pages SET due=?, etag=NULL, last_modified=NULL, sha256=NULL, record_id=NULL, record_date=NULL WHERE key=?"
        self._db.executemany(query, [(night, key) for key in sorted(keys)])

    def forget_night(self, night: str) -> int:
        """Delete every page that was first seen, last seen or last changed on a night; returns the number of pages."""
        query = "DELETE FROM pages WHERE ? IN (first_night, last_night, changed_night)"
        forgotten = self._db.execute(query, (night,)).rowcount
        self._db.execute("DELETE FROM places WHERE key NOT IN (SELECT key FROM pages)")
        return forgotten

    def take_down(
        self, keys: Collection[str], left: Mapping[tuple[str, str], str], change: Callable[[Edge], Edge]
    ) -> int:
        """Delete these pages and apply `change` to the edges of all others; returns the number of deleted pages.

        `left` maps (key, digest) to the new digest of an archived payload after the takedown.
        """
        gone = sum(self._db.execute("DELETE FROM pages WHERE key=?", (key,)).rowcount for key in sorted(keys))
        self._db.executemany("DELETE FROM places WHERE key=?", [(key,) for key in keys])
        for (key, old), new in left.items():
            self._db.execute("UPDATE pages SET sha256=? WHERE key=? AND sha256=?", (new, key, old))
        known = [key for (key,) in self._db.execute("SELECT key FROM pages WHERE edges IS NOT NULL ORDER BY key")]
        for key in known:
            edges = self._db.execute("SELECT edges FROM pages WHERE key=?", (key,)).fetchone()[0]
            if (changed := repack(edges, change)) != edges:
                self._db.execute("UPDATE pages SET edges=? WHERE key=?", (changed, key))
        return gone

    def due_stories(self, night: date) -> Iterator[Page]:
        """Stories due for a revisit on a night, even if no page links to them; by key, without their links."""
        return self._due(night, PageKind.ARTICLE)

    def longest_unseen(self, before: date, most: int) -> list[Page]:
        """The stories whose last answer lies longest back, before a night; without their links."""
        query = (
            f"SELECT {LIGHT} FROM pages WHERE resource='page' AND kind='article' AND alias IS NULL AND gone=0 AND last_night<? "
            "ORDER BY last_night, key LIMIT ?"
        )
        return [Page(*row) for row in self._db.execute(query, (before.isoformat(), most)).fetchall()]

    def due_others(self, night: date) -> Iterator[Page]:
        """Due pages that are neither a story nor a list of stories; by key, without their links."""
        return self._due(night, PageKind.OTHER)

    def is_new(self, night: str) -> bool:
        """True if no URL was fetched before a night."""
        return self._db.execute("SELECT 1 FROM pages WHERE first_night<? LIMIT 1", (night,)).fetchone() is None

    def has_answered(self, host: str, since: date) -> bool:
        """True if a page of a host answered on a night or later."""
        key = cached_key(f"http://{host}/").rstrip("/")
        query = "SELECT 1 FROM pages WHERE key>=? AND key<? AND last_night>=? AND resource='page' AND gone=0 LIMIT 1"
        return self._db.execute(query, (f"{key}/", f"{key}0", since.isoformat())).fetchone() is not None

    def first_night(self) -> str:
        """The first night with a fetch; empty if there was none."""
        return str(self._db.execute("SELECT coalesce(min(first_night), '') FROM pages").fetchone()[0])

    def channels(self, night: str) -> Iterator[Page]:
        """The feeds and sitemaps that answered on a night, by key, with their links."""
        these = ",".join("?" * len(ENTRIES))
        query = f"SELECT key FROM pages WHERE resource IN ({these}) AND last_night=? AND gone=0 ORDER BY key"
        for (key,) in self._db.execute(query, (*ENTRIES, night)).fetchall():
            yield Page(*self._db.execute("SELECT * FROM pages WHERE key=?", (key,)).fetchone())

    def lists(self, *resources: str) -> Iterator[Page]:
        """The feeds, sitemaps or pages that list stories and answered at their last visit, by key, with their links."""
        query = (
            f"SELECT key FROM pages WHERE resource IN ({','.join('?' * len(resources))}) AND gone=0 AND alias IS NULL "
            "AND edges IS NOT NULL AND (resource<>'page' OR kind='listing') ORDER BY key"
        )
        for (key,) in self._db.execute(query, resources).fetchall():
            yield Page(*self._db.execute("SELECT * FROM pages WHERE key=?", (key,)).fetchone())

    def stories(self) -> set[str]:
        """The keys of the stories that answered at their last visit."""
        query = "SELECT key FROM pages WHERE resource='page' AND kind='article' AND alias IS NULL AND gone=0"
        return {key for (key,) in self._db.execute(query)}

    def story_count(self) -> int:
        """Number of known stories that answered at their last visit."""
        query = "SELECT count(*) FROM pages WHERE resource='page' AND kind='article' AND alias IS NULL AND gone=0"
        return int(self._db.execute(query).fetchone()[0])

    def stories_of_night(self, night: str) -> tuple[int, int]:
        """Number of stories that were first seen on a night, and of older ones whose page has changed on it."""
        query = (
            "SELECT count(*) FILTER (WHERE first_night=?1), count(*) FILTER (WHERE first_night<?1 AND changed_night=?1) "
            "FROM pages WHERE resource='page' AND kind='article' AND alias IS NULL AND gone=0"
        )
        new, changed = self._db.execute(query, (night,)).fetchone()
        return int(new), int(changed)

    def sitemap_lists_stories(self) -> bool:
        """True if a sitemap was ever the first to name a story."""
        query = (
            "SELECT 1 FROM pages c JOIN pages p ON c.via=p.key "
            "WHERE c.resource='page' AND c.kind='article' AND p.resource='sitemap' LIMIT 1"
        )
        return self._db.execute(query).fetchone() is not None

    def prove(self, resource: str) -> None:
        """Mark a sitemap or feed as proven: its states follow its pages, because some changed between readings and
        others did not.
        """
        self._db.execute("INSERT OR IGNORE INTO proven VALUES (?)", (resource,))

    def is_proven(self, resource: str) -> bool:
        """True if the sitemap or feed is proven (see `prove`)."""
        return self._db.execute("SELECT 1 FROM proven WHERE resource=?", (resource,)).fetchone() is not None

    def brought(self, key: str, since: str = "") -> bool:
        """True if a page, feed or sitemap was the first to name a story that was young then, ever or since a night.

        Old stories do not count: on a source's first night every list is the first to name them. That is no evidence
        about new stories.
        """
        query = (
            "SELECT 1 FROM pages WHERE via=? AND resource='page' AND kind='article' AND first_night>=? "
            "AND julianday(first_night) - julianday(born) <= ? LIMIT 1"
        )
        return self._db.execute(query, (key, since, YOUNG_NIGHTS)).fetchone() is not None

    def families(self) -> Iterator[tuple[str, Family]]:
        """Every family with its counts: answers, stories that its pages were or named first, and the last night of an answer."""
        tried = (
            "SELECT family, sum(fetches), sum(kind='article' AND alias IS NULL), max(last_night) FROM pages "
            "WHERE family IS NOT NULL GROUP BY 1"
        )
        named = (
            "SELECT p.family, count(*) FROM pages c JOIN pages p ON c.via=p.key "
            "WHERE c.resource='page' AND c.kind='article' AND p.family IS NOT NULL GROUP BY 1"
        )
        brought = dict(self._db.execute(named))
        for family, fetches, stories, last in self._db.execute(tried).fetchall():
            yield family, Family(fetches, (stories or 0) + brought.get(family, 0), last)

    def place(self, key: str) -> str | None:
        """The URL where a page answered last, if a permanent redirect led to this other spelling of its URL; else None."""
        row = self._db.execute("SELECT url FROM places WHERE key=?", (key,)).fetchone()
        return row[0] if row else None

    def stories_below(self, folder: str) -> list[tuple[str, str | None]]:
        """URL and place of at most SAMPLE stories directly in a folder, whose keys begin with `folder`."""
        query = (
            "SELECT p.url, x.url FROM pages p LEFT JOIN places x ON x.key=p.key WHERE p.key>? AND p.key<? "
            "AND p.resource='page' AND p.kind='article' AND p.alias IS NULL AND p.gone=0 "
            "AND instr(substr(p.key, ?), '/')=0 LIMIT ?"
        )
        last = f"{folder}{chr(0x10FFFF)}"
        return self._db.execute(query, (folder, last, len(folder) + 1, SAMPLE)).fetchall()

    def move(self, key: str, url: str | None) -> None:
        """Store the place of a page; None: the page is at its linked URL."""
        self._db.execute("DELETE FROM places WHERE key=?", (key,))
        if url is not None:
            self._db.execute("INSERT INTO places VALUES (?, ?)", (key, url))

    def first_variant(self, rest: str) -> str | None:
        """The key of the first answered address among those that differ in one part; `rest` is the address without that part."""
        row = self._db.execute("SELECT key FROM variants WHERE rest=?", (rest,)).fetchone()
        return row[0] if row else None

    def add_variant(self, rest: str, key: str) -> None:
        """Store the first answered address of `rest`."""
        self._db.execute("INSERT OR IGNORE INTO variants VALUES (?, ?)", (rest, key))

    def count_part(self, name: str, digest: str, *, same: bool) -> None:
        """Count a page that was the same as, or different from, a page with another value in this part of its address.

        Pages with the same content (a consent form, an error) are counted once.
        """
        query = (
            "INSERT OR IGNORE INTO parts SELECT ?, ?, ? WHERE (SELECT count(*) FROM parts WHERE name=? AND same=?) < ?"
        )
        self._db.execute(query, (name, int(same), digest, name, int(same), PART_PAGES))

    def part_counts(self, name: str) -> tuple[int, int]:
        """Number of equal pages and number of different pages for a part of addresses."""
        counts = dict(self._db.execute("SELECT same, count(*) FROM parts WHERE name=? GROUP BY same", (name,)))
        return counts.get(1, 0), counts.get(0, 0)

    def apis(self) -> dict[str, str]:
        """Addresses of the JSON with a story's text, by the shape of stories' addresses: see `spiders.render.template`."""
        return dict(self._db.execute("SELECT shape, template FROM apis"))

    def learn_api(self, shape: str, template: str | None) -> None:
        """Store the address of the JSON of stories with such addresses; None: there is none any more."""
        self._db.execute("DELETE FROM apis WHERE shape=?", (shape,))
        if template is not None:
            self._db.execute("INSERT INTO apis VALUES (?, ?)", (shape, template))

    def _due(self, night: date, kind: PageKind) -> Iterator[Page]:
        rows = self._db.execute(
            f"SELECT {LIGHT} FROM pages WHERE due<=? AND resource='page' AND kind=? AND alias IS NULL ORDER BY key",
            (night.isoformat(), kind),
        )
        yield from (Page(*row) for row in rows.fetchall())

    def patterns(self) -> UrlPatterns:
        """Counts of stories and other pages for each shape of URLs."""
        query = "SELECT url FROM pages WHERE resource='page' AND record_id IS NOT NULL AND (kind='article')=?"
        stories, others = ([row[0] for row in self._db.execute(query, (flag,))] for flag in (1, 0))
        return learn_patterns(stories, others)

    def alias_of(self, page: Page, night: date) -> Page | None:
        """The target of the redirect or canonical link of `page` while it is valid; else None.

        A redirect is valid for ALIAS_NIGHTS, but never from a story to a list: then the story is gone, and it may be
        back when a list names it again. A canonical link is valid only if its target is a story that answered and has
        no alias itself: some sites name their home page on every story, and would otherwise lose all of them.
        """
        fresh = date.fromisoformat(page.last_night) >= night - timedelta(days=ALIAS_NIGHTS)
        target = self.glance(page.alias) if page.alias and fresh else None
        if target is None or page.alias_reason == "redirect":
            is_gone = target is not None and page.kind == PageKind.ARTICLE and target.kind == PageKind.LISTING
            return None if is_gone else target
        return target if target.record_id and target.kind == PageKind.ARTICLE and target.alias is None else None
