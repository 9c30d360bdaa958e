"""The lake and the truth side by side: each story of the truth with the rows that are about it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache, cached_property
from typing import Any

from pipelines.base.ids import article_id
from pipelines.base.urls.identity import url_key
from pipelines.lake.delta import Lake

Row = dict[str, Any]


@dataclass(frozen=True)
class View:
    """What a lake holds about the stories of the demo web that were there on `nights`."""

    lake: Lake
    truth: dict[str, Any]
    nights: tuple[date, ...]

    @cached_property
    def sources(self) -> dict[str, list[Row]]:
        """Truth of every story that was out by the last night, a source."""
        last = max(self.nights).isoformat()
        return {
            name: [story for story in paper["stories"] if story["since"] <= last]
            for name, paper in self.truth["sources"].items()
        }

    @property
    def stories(self) -> list[Row]:
        """The same, of all sources."""
        return [story for stories in self.sources.values() for story in stories]

    @cached_property
    def articles(self) -> dict[str, Row]:
        """Article rows by id."""
        return {row["article_id"]: row for row in self.read("articles")}

    @cached_property
    def clusters(self) -> dict[str, Row]:
        """Membership rows by article id."""
        return {row["article_id"]: row for row in self.read("clusters")}

    @cached_property
    def events(self) -> dict[str, Row]:
        """Event rows by article id."""
        return {row["article_id"]: row for row in self.read("events")}

    @cached_property
    def revisions(self) -> dict[str, list[Row]]:
        """Revision rows by article id, in order."""
        return {key[0]: rows for key, rows in _grouped(self.read("revisions"), ("article_id",)).items()}

    @cached_property
    def fetches(self) -> dict[tuple[Any, ...], list[Row]]:
        """Fetch rows by (night, source, url_key)."""
        return _grouped(self.read("fetches", by_night=True), ("night", "source", "url_key"))

    @cached_property
    def documents(self) -> dict[tuple[Any, ...], list[Row]]:
        """Document rows by (night, article id)."""
        columns = ("night", "source", "url", "article_id", "related", "train_ai", "tdm")
        return _grouped(self.read("documents", columns, by_night=True), ("night", "article_id"))

    def read(self, table: str, columns: Sequence[str] | None = None, *, by_night: bool = False) -> list[Row]:
        """Rows of a table, of the view's nights where it has nights."""
        if not by_night:
            return list(self.lake.read(table, columns=columns).to_pylist())
        return [row for night in self.nights for row in self.lake.read(table, columns=columns, night=night).to_pylist()]

    def article(self, story: Row) -> Row | None:
        """The article row of a story; None when the lake has none."""
        return self.articles.get(story_id(story))

    def found(self, stories: Iterable[Row]) -> list[tuple[Row, Row]]:
        """The stories the lake has, each with its article."""
        pairs = ((story, self.article(story)) for story in stories)
        return [(story, row) for story, row in pairs if row is not None]

    def latest(self, story: Row) -> Row:
        """What a story says on the last of the nights."""
        last = max(self.nights).isoformat()
        shown: Row = [revision for revision in story["revisions"] if revision["night"] <= last][-1]
        return shown


def is_out(story: Row, night: date) -> bool:
    """True if a story of the truth stands on its page on a night: it was published by then, and is not gone."""
    return story["since"] <= night.isoformat() and not (story["gone"] and story["gone"] <= night.isoformat())


@cache
def key_of(url: str) -> str:
    """`url_key`, remembered: the same few hundred URLs are asked for again and again."""
    return url_key(url)


def story_id(story: Row) -> str:
    """The article id a story must have."""
    return article_id(key_of(story["url"]))


def _grouped(rows: Iterable[Row], keys: tuple[str, ...]) -> dict[tuple[Any, ...], list[Row]]:
    groups: dict[tuple[Any, ...], list[Row]] = defaultdict(list)
    for row in rows:
        groups[tuple(row[key] for key in keys)].append(row)
    return dict(groups)
