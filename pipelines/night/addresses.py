"""Addresses of stories: the work that each address had on each night, so that a story that moves keeps its work.

The rows are part of the locator (`pipelines.night.locator`). A story's *own id* follows from the address of its page
(`pipelines.base.urls.identity.article_id_of`); its work is another one if the story moved there from another address.
`pipelines.extract.moved` decides that.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Mapping
from datetime import date
from typing import Any, NamedTuple

from pipelines.base.ids import digest
from pipelines.base.urls.identity import article_id_of
from pipelines.lake.values import STORY_KINDS, KindBasis, PageKind

SCHEMA = """
CREATE TABLE address (page TEXT, night INTEGER, own TEXT, article TEXT, title TEXT, PRIMARY KEY (page, night, own)) WITHOUT ROWID;
CREATE INDEX address_own ON address (own);
CREATE INDEX address_title ON address (title) WHERE title IS NOT NULL;
CREATE INDEX address_night ON address (night);
CREATE TABLE part (page TEXT, night INTEGER, PRIMARY KEY (page, night)) WITHOUT ROWID;
CREATE INDEX part_night ON part (night);
"""
COLUMNS = ("source", "url_key", "canonical_url", "kind", "kind_basis", "article_id", "title")
"""Columns of `schemas.DOCUMENTS` that are read."""

MAX_NAMESAKES = 5
"""More stories of a source than this with one headline have a headline that comes again and again."""


class Lodger(NamedTuple):
    """The story that an address had when it was last captured: that night, and its work."""

    night: date
    work: str


class Addresses:
    """The addresses of stories in the open database of the locator."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db

    def put(self, night: date, documents: Collection[Mapping[str, Any]]) -> None:
        """Replace the addresses of the stories and their parts that a night captured; the rows have COLUMNS."""
        self._db.execute("DELETE FROM address WHERE night = ?", (night.toordinal(),))
        rows = {
            (digest(row["source"], row["url_key"]), night.toordinal(), digest(row["source"], own_id(row)), row["article_id"],
             _title(row["source"], row["title"]) or "")
            for row in documents
            if row["kind"] in STORY_KINDS
        }  # fmt: skip
        self._db.executemany("INSERT OR IGNORE INTO address VALUES (?, ?, ?, ?, nullif(?, ''))", sorted(rows))
        self._db.execute("DELETE FROM part WHERE night = ?", (night.toordinal(),))
        parts = {
            (digest(row["source"], row["url_key"]), night.toordinal())
            for row in documents
            if row["kind_basis"] == KindBasis.FURTHER_PAGE or row["kind"] == PageKind.GALLERY
        }
        self._db.executemany("INSERT OR IGNORE INTO part VALUES (?, ?)", sorted(parts))

    def parts(self, source: str, keys: Collection[str], before: date) -> dict[str, date]:
        """The last night before a night on which each address of a source was captured as a further page, or as a gallery."""
        query = "SELECT max(night) FROM part WHERE page = ? AND night < ?"
        found = {key: self._db.execute(query, (digest(source, key), before.toordinal())).fetchone()[0] for key in keys}
        return {key: date.fromordinal(night) for key, night in found.items() if night is not None}

    def lodgers(self, source: str, keys: Collection[str], before: date) -> dict[str, Lodger]:
        """The story that each address of a source had when it was last captured before a night; those without one are
        left out.
        """
        query = "SELECT night, article FROM address WHERE page = ? AND night < ? ORDER BY night DESC, article LIMIT 1"
        found = {key: self._db.execute(query, (digest(source, key), before.toordinal())).fetchone() for key in keys}
        return {key: Lodger(date.fromordinal(row[0]), row[1]) for key, row in found.items() if row is not None}

    def works(self, source: str, own_ids: Collection[str], before: date) -> dict[str, str]:
        """The work of each own id that a source had before a night; own ids that were not known then are left out."""
        query = "SELECT article FROM address WHERE own = ? AND night < ? ORDER BY night DESC, article LIMIT 1"
        found = {own: self._db.execute(query, (digest(source, own), before.toordinal())).fetchone() for own in own_ids}
        return {own: row[0] for own, row in found.items() if row is not None}

    def namesakes(self, source: str, title: str | None, before: date) -> list[Lodger]:
        """The stories of a source that had a headline before a night, each as it was last captured with it; none if that
        are more than MAX_NAMESAKES.
        """
        query = "SELECT max(night), article FROM address WHERE title = ? AND night < ? GROUP BY article ORDER BY article LIMIT ?"
        asked = (_title(source, title), before.toordinal(), MAX_NAMESAKES + 1)
        found = [Lodger(date.fromordinal(night), work) for night, work in self._db.execute(query, asked)]
        return found if len(found) <= MAX_NAMESAKES else []


def own_id(document: Mapping[str, Any]) -> str:
    """The id of the work by the page's own address; the row of a table has no address but that of its table."""
    if document["kind_basis"] == KindBasis.ROW:
        return str(document["article_id"])
    return article_id_of(f"http://{document['url_key']}", document["canonical_url"])


def folded(text: str | None) -> str:
    """A text by which two headlines are compared: without case, and with single spaces."""
    return " ".join((text or "").casefold().split())


def _title(source: str, title: str | None) -> str | None:
    plain = folded(title)
    return digest(source, plain) if plain else None
