"""What earlier nights learned of every URL of a source: validators, payload, age, changes, aliases, links."""

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
from spiders.url_rules.families import Family

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
CREATE TABLE IF NOT EXISTS parts(name TEXT, same INT, digest TEXT, PRIMARY KEY (name, same, digest)) WITHOUT ROWID;
"""
PART_PAGES = 50
"""Pages that are counted for a part of addresses, of those that were the same and of those that were not."""
ABSENT_NIGHTS = 6
"""Further nights until a sitemap is looked for again where there was none."""
SAMPLE = 200
"""Stories of a folder that are asked how they are spelled."""
ALIAS_NIGHTS = 30
"""How long an alias is believed without another look."""


@dataclass(frozen=True, slots=True)
class Page:
    """One URL. Nights are ISO dates; `kind` is article, listing or other; null fields were never seen.

    `alias` is the key of the URL that it is another name of, `alias_reason` redirect or canonical. `gone` counts the latest
    visits in a row that found nothing. `via` is the key of what named it first, `family` as of a visit, `digest` that of
    `spiders.url_rules.variants.shown`.
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
        """Id and date of the record that holds its payload."""
        return (self.record_id, self.record_date) if self.record_id and self.record_date else None

    @property
    def history(self) -> History:
        """What the revisit schedule goes by."""
        return History(
            born=date.fromisoformat(self.born),
            last_visit=date.fromisoformat(self.last_night),
            visits=self.fetches,
            changes=self.changes,
            changed=date.fromisoformat(self.changed_night) if self.changes else None,
            gone=self.gone,
            listing=self.kind == PageKind.LISTING or self.resource != "page",
            other=self.kind == PageKind.OTHER,
        )


def seen_again(
    known: Page | None, visit: Visit, night: str, validators: tuple[str | None, str | None], *, changed: bool
) -> Page:
    """The page record after one more answer; the caller adds payload, aliases and links.

    `changed` says that the payload is not the one known; the first payload is no change.
    """
    born = min(visit.born or night, night)  # a day to come is none that a story was born on
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
    """The pages of one frontier database; writes belong to its transaction."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db

    def page(self, key: str) -> Page | None:
        """The record of a URL with its links; null if it was never fetched."""
        row = self._db.execute("SELECT * FROM pages WHERE key=?", (key,)).fetchone()
        return Page(*row) if row else None

    def glance(self, key: str) -> Page | None:
        """The record of a URL without its links (most of its bytes); null if it was never fetched."""
        row = self._db.execute(f"SELECT {LIGHT} FROM pages WHERE key=?", (key,)).fetchone()
        return Page(*row) if row else None

    def remember(self, page: Page) -> None:
        """Store the record of a URL and compute the night of its next visit.

        A page seen once is due the next night whatever its age: what changes on every visit (a masthead's date, a counter)
        shows only on the second. How many of these a night takes is the discovery's business.
        """
        soon = date.fromisoformat(page.last_night) + timedelta(days=1)
        if page.gone and page.resource != "page":
            due = soon + timedelta(days=ABSENT_NIGHTS)
        else:
            due = soon if page.fetches <= 1 and not page.gone else next_visit(page.history)
        page = replace(page, due=due.isoformat())
        self._db.execute(INSERT, [getattr(page, name) for name in COLUMNS])

    def forget_night(self, night: str) -> int:
        """Forget every page that was first seen, last seen or last changed on a night; returns how many there were."""
        query = "DELETE FROM pages WHERE ? IN (first_night, last_night, changed_night)"
        forgotten = self._db.execute(query, (night,)).rowcount
        self._db.execute("DELETE FROM places WHERE key NOT IN (SELECT key FROM pages)")
        return forgotten

    def take_down(
        self, keys: Collection[str], left: Mapping[tuple[str, str], str], change: Callable[[Edge], Edge]
    ) -> int:
        """Forget these pages; returns how many there were. Of all others edges are changed.

        `left`: by key and digest the digest that an archived payload has by now.
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
        """Stories due for a revisit on a night, whether or not anything links to them; without their links, by key."""
        return self._due(night, PageKind.ARTICLE)

    def due_others(self, night: date) -> Iterator[Page]:
        """The same of pages that are neither a story nor a list of stories."""
        return self._due(night, PageKind.OTHER)

    def is_new(self, night: str) -> bool:
        """Whether nothing was fetched before a night."""
        return self._db.execute("SELECT 1 FROM pages WHERE first_night<? LIMIT 1", (night,)).fetchone() is None

    def first_night(self) -> str:
        """The first night on which anything was fetched; empty if there was none."""
        return str(self._db.execute("SELECT coalesce(min(first_night), '') FROM pages").fetchone()[0])

    def channels(self, night: str) -> Iterator[Page]:
        """The feeds and sitemaps that answered on a night, by key, with their links."""
        these = ",".join("?" * len(ENTRIES))
        query = f"SELECT key FROM pages WHERE resource IN ({these}) AND last_night=? AND gone=0 ORDER BY key"
        for (key,) in self._db.execute(query, (*ENTRIES, night)).fetchall():
            yield Page(*self._db.execute("SELECT * FROM pages WHERE key=?", (key,)).fetchone())

    def lists(self, *resources: str) -> Iterator[Page]:
        """The feeds, sitemaps or pages that list stories and were there when last asked for, by key, with their links."""
        query = (
            f"SELECT key FROM pages WHERE resource IN ({','.join('?' * len(resources))}) AND gone=0 AND alias IS NULL "
            "AND edges IS NOT NULL AND (resource<>'page' OR kind='listing') ORDER BY key"
        )
        for (key,) in self._db.execute(query, resources).fetchall():
            yield Page(*self._db.execute("SELECT * FROM pages WHERE key=?", (key,)).fetchone())

    def stories(self) -> set[str]:
        """The keys of the stories that were there when last asked for."""
        query = "SELECT key FROM pages WHERE resource='page' AND kind='article' AND alias IS NULL AND gone=0"
        return {key for (key,) in self._db.execute(query)}

    def story_count(self) -> int:
        """How many stories are known that were there when last asked for."""
        query = "SELECT count(*) FROM pages WHERE resource='page' AND kind='article' AND alias IS NULL AND gone=0"
        return int(self._db.execute(query).fetchone()[0])

    def sitemap_lists_stories(self) -> bool:
        """Whether a sitemap was ever the first to name a story."""
        query = (
            "SELECT 1 FROM pages c JOIN pages p ON c.via=p.key "
            "WHERE c.resource='page' AND c.kind='article' AND p.resource='sitemap' LIMIT 1"
        )
        return self._db.execute(query).fetchone() is not None

    def prove(self, resource: str) -> None:
        """Keep that a sitemap's or feed's states follow the pages': some changed from one reading to the next, others did not."""
        self._db.execute("INSERT OR IGNORE INTO proven VALUES (?)", (resource,))

    def is_proven(self, resource: str) -> bool:
        """Whether the states of a sitemap or feed have followed the pages'."""
        return self._db.execute("SELECT 1 FROM proven WHERE resource=?", (resource,)).fetchone() is not None

    def brought(self, key: str, since: str = "") -> bool:
        """Whether a page, feed or sitemap was the first to name a story that was young then, ever or since a night.

        On a source's first night any list names old stories first: that says nothing of where new ones appear.
        """
        query = (
            "SELECT 1 FROM pages WHERE via=? AND resource='page' AND kind='article' AND first_night>=? "
            "AND julianday(first_night) - julianday(born) <= ? LIMIT 1"
        )
        return self._db.execute(query, (key, since, YOUNG_NIGHTS)).fetchone() is not None

    def families(self) -> Iterator[tuple[str, Family]]:
        """Every family with its answers, the stories that its pages were or named first, and the last night of an answer."""
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
        """Where a URL that redirects to another spelling of itself, for good, stood when it was last asked for; else null."""
        row = self._db.execute("SELECT url FROM places WHERE key=?", (key,)).fetchone()
        return row[0] if row else None

    def stories_below(self, folder: str) -> list[tuple[str, str | None]]:
        """URL and place of stories whose keys begin so, without further folders; some where there are many."""
        query = (
            "SELECT p.url, x.url FROM pages p LEFT JOIN places x ON x.key=p.key WHERE p.key>? AND p.key<? "
            "AND p.resource='page' AND p.kind='article' AND p.alias IS NULL AND p.gone=0 "
            "AND instr(substr(p.key, ?), '/')=0 LIMIT ?"
        )
        last = f"{folder}{chr(0x10FFFF)}"
        return self._db.execute(query, (folder, last, len(folder) + 1, SAMPLE)).fetchall()

    def move(self, key: str, url: str | None) -> None:
        """Keep where a URL stands now; null: where it is linked to."""
        self._db.execute("DELETE FROM places WHERE key=?", (key,))
        if url is not None:
            self._db.execute("INSERT INTO places VALUES (?, ?)", (key, url))

    def first_variant(self, rest: str) -> str | None:
        """The key of the first address that was answered of those that differ in one part; `rest` is the address without it."""
        row = self._db.execute("SELECT key FROM variants WHERE rest=?", (rest,)).fetchone()
        return row[0] if row else None

    def add_variant(self, rest: str, key: str) -> None:
        """Keep the first address of `rest` that was answered."""
        self._db.execute("INSERT OR IGNORE INTO variants VALUES (?, ?)", (rest, key))

    def count_part(self, name: str, digest: str, *, same: bool) -> None:
        """Count a page that was the same as, or differed from, another that has another value in this part of its address.

        A page that shows what another did (a consent form, an error) is counted with it, once.
        """
        query = (
            "INSERT OR IGNORE INTO parts SELECT ?, ?, ? WHERE (SELECT count(*) FROM parts WHERE name=? AND same=?) < ?"
        )
        self._db.execute(query, (name, int(same), digest, name, int(same), PART_PAGES))

    def part_counts(self, name: str) -> tuple[int, int]:
        """How many pages were the same, and how many differed, for a part of their addresses."""
        counts = dict(self._db.execute("SELECT same, count(*) FROM parts WHERE name=? GROUP BY same", (name,)))
        return counts.get(1, 0), counts.get(0, 0)

    def _due(self, night: date, kind: PageKind) -> Iterator[Page]:
        rows = self._db.execute(
            f"SELECT {LIGHT} FROM pages WHERE due<=? AND resource='page' AND kind=? AND alias IS NULL ORDER BY key",
            (night.isoformat(), kind),
        )
        yield from (Page(*row) for row in rows.fetchall())

    def patterns(self) -> UrlPatterns:
        """Which shapes of URLs turned out to be stories, and which did not."""
        query = "SELECT url FROM pages WHERE resource='page' AND record_id IS NOT NULL AND (kind='article')=?"
        stories, others = ([row[0] for row in self._db.execute(query, (flag,))] for flag in (1, 0))
        return learn_patterns(stories, others)

    def alias_of(self, page: Page, night: date) -> Page | None:
        """The target of the redirect or canonical link of `page`, as long as it may be believed; else null.

        A redirect is believed for ALIAS_NIGHTS, but not from a story to a list: the story is gone, and may be back where a list
        names it again. A canonical link is believed only if its target is a story that answered and claims no other name itself:
        sites that name their home page on every story would otherwise lose them all.
        """
        fresh = date.fromisoformat(page.last_night) >= night - timedelta(days=ALIAS_NIGHTS)
        target = self.glance(page.alias) if page.alias and fresh else None
        if target is None or page.alias_reason == "redirect":
            is_gone = target is not None and page.kind == PageKind.ARTICLE and target.kind == PageKind.LISTING
            return None if is_gone else target
        return target if target.record_id and target.kind == PageKind.ARTICLE and target.alias is None else None
