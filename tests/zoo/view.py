"""A site's truth, corpus, archive and traffic side by side."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from datetime import date, datetime
from email.utils import parsedate_to_datetime
from functools import cached_property
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from pipelines.base.ids import article_id
from pipelines.base.urls.identity import url_key
from pipelines.lake.archive import read_capture
from pipelines.lake.delta import Lake
from pipelines.lake.home import Home
from tests.zoo import truth
from tests.zoo.traffic import Asked, of_rows

Row = dict[str, Any]
STATED = re.compile(rb"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d)?(?:\.\d+)?\s?(?:Z|[+-]\d\d:?\d\d)")
CHANGED = re.compile(rb"<(updated|lastBuildDate)>[^<]*</")
"""Dates in feeds that are not of publication."""
STATED_IN_FEED = re.compile(rb"\w{3}, \d{1,2} \w{3} \d{4} \d\d:\d\d:\d\d (?:[+-]\d{4}|GMT)")


@dataclass(frozen=True)
class View:
    """What is known of one site of the zoo; `folder` is what `tests.zoo.running` made."""

    folder: Path

    @cached_property
    def truth(self) -> truth.Truth:
        """What was put in."""
        return truth.load(self.folder)

    @property
    def stories(self) -> list[Row]:
        """The stories that were put in, as `tests.zoo.truth` describes them."""
        stories: list[Row] = self.truth["stories"]
        return stories

    @cached_property
    def nights(self) -> list[date]:
        """The nights of the crawls."""
        return [datetime.fromisoformat(clock).date() for clock in self.truth["clocks"]]

    @cached_property
    def requests(self) -> dict[str, list[Asked]]:
        """The requests of `sources add` (`add`) and of each night (`night 0`)."""
        rows = json.loads((self.folder / "requests.json").read_text(encoding="utf-8"))
        return {name: of_rows(listed) for name, listed in rows.items()}

    @cached_property
    def paths(self) -> dict[str, str]:
        """Key of a story by the path and query of its page, on any night."""
        return {_path(url): story["key"] for story in self.stories for url in addresses(story)}

    @cached_property
    def home(self) -> Home:
        """Dateline's home."""
        return Home.at(self.folder / "home")

    @cached_property
    def lake(self) -> Lake:
        """The corpus's tables."""
        return Lake(self.home.lake)

    @cached_property
    def articles(self) -> list[Row]:
        """Every row of `articles`."""
        rows: list[Row] = self.lake.read("articles").to_pylist()
        return rows

    @cached_property
    def found(self) -> dict[str, Row]:
        """The article of each story, by key; stories that have none are left out."""
        return {story["key"]: works[0] for story in self.stories if (works := self.works(story))}

    def works(self, story: Row) -> list[Row]:
        """The articles at a story's addresses: one, if all is right."""
        keys = [url_key(url) for url in addresses(story)]
        rows = (row for key in keys for row in (self._by_id.get(article_id(key)), self._by_url.get(key)))
        return list({row["article_id"]: row for row in rows if row is not None}.values())

    @cached_property
    def _by_id(self) -> dict[str, Row]:
        return {row["article_id"]: row for row in self.articles}

    @cached_property
    def _by_url(self) -> dict[str, Row]:
        return {url_key(row["url"]): row for row in self.articles}

    @cached_property
    def others(self) -> list[Row]:
        """The articles that are no story of ours: listings, archives, pages."""
        known = {row["article_id"] for row in self.found.values()}
        return [row for row in self.articles if row["article_id"] not in known]

    @cached_property
    def fetches(self) -> list[Row]:
        """Every row of `fetches`, in order of the nights."""
        return [row for night in self.nights for row in self.lake.read("fetches", night=night).to_pylist()]

    @cached_property
    def pages(self) -> dict[str, bytes]:
        """The latest archived page of each story that was fetched, by key."""
        keys = {url_key(url): story["key"] for story in self.stories for url in addresses(story)}
        stored = [row for row in self.fetches if row["outcome"] == "stored" and row["url_key"] in keys]
        return {keys[row["url_key"]]: self._body(row) for row in stored}

    @cached_property
    def stated(self) -> set[str]:
        """Keys of the stories whose instant stands in their page or in a feed."""
        listed = {parsedate_to_datetime(raw.decode()) for body in self._feeds for raw in STATED_IN_FEED.findall(body)}
        listed |= {at for body in self._feeds for at in _stated(body)}
        at = {story["key"]: datetime.fromisoformat(story["at"]) for story in self.stories}
        return {key for key, when in at.items() if when in listed or when in _stated(self.pages.get(key, b""))}

    @cached_property
    def _feeds(self) -> list[bytes]:
        rows = [row for row in self.fetches if row["outcome"] == "stored" and row["resource"] == "feed"]
        return [CHANGED.sub(b"", self._body(row)) for row in rows]

    def _body(self, row: Row) -> bytes:
        return read_capture(self.home.archive, row["warc_file"], row["warc_offset"]).body


def addresses(story: Row) -> list[str]:
    """Where a story stood on any night."""
    return [story["url"], *filter(None, [story.get("moved_to")])]


def _path(url: str) -> str:
    parts = urlsplit(url)
    return parts.path + (f"?{parts.query}" if parts.query else "")


def _stated(body: bytes) -> set[datetime]:
    """The instants that a page writes in ISO 8601 with their zone."""
    texts = {raw.decode().replace(" +", "+").replace(" -", "-") for raw in STATED.findall(body)}
    return {datetime.fromisoformat(text.strip()) for text in texts if _is_instant(text)}


def _is_instant(text: str) -> bool:
    try:
        return datetime.fromisoformat(text.strip()).tzinfo is not None
    except ValueError:
        return False
