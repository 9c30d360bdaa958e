"""A small home whose pages are in its archive: stories of two papers on two nights, an event, a front page, an index."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from pipelines.ask.search.step import index_night
from pipelines.corpus.publish.views import write_views
from pipelines.lake.archive import ArchiveWriter, Exchange, folder
from pipelines.lake.home import Home
from pipelines.lake.layout import stamp
from tests.pipelines.ask.show.test_show import put
from tests.pipelines.conftest import article

ONE, TWO = date(2026, 2, 2), date(2026, 2, 3)
FRONT = "https://paper.example/"
BOUND = datetime(2026, 1, 5, tzinfo=UTC)


@dataclass(frozen=True)
class Story:
    """A story as its page shows it; `later` is its text from the second night on, `published` None is not known."""

    article_id: str
    title: str
    text: str
    later: str | None = None
    published: str | None = None
    night: date = ONE
    source: str = "paper"
    author: str = "Ann Lee"

    @property
    def url_key(self) -> str:
        return f"{self.source}.example/{self.article_id}"

    @property
    def url(self) -> str:
        return f"https://{self.url_key}"

    @property
    def dates(self) -> dict[str, Any]:
        """Columns of a date, as `articles` and `date_history` have them."""
        known = self.published is not None
        basis = "byline-text: text" if known else "unknown: nothing here is the story's own date"
        return {
            "published": self.published, "published_basis": basis, "published_precision": "day" if known else None,
            "published_confidence": 0.97 if known else 0.0, "not_before": BOUND, "not_before_basis": f"after {self.url}-older",
            "not_after": at(self.night), "not_after_basis": "first seen",
        }  # fmt: skip

    def texts(self) -> list[tuple[date, str]]:
        return [(self.night, self.text), *([(TWO, self.later)] if self.later else [])]


def at(night: date) -> datetime:
    return datetime(night.year, night.month, night.day, 2, tzinfo=UTC)


def small_home(root: Path, stories: Sequence[Story], *, event: Sequence[str] = ()) -> Home:
    """The home; the works of `event` report the same, the first of them is its id."""
    home = Home.at(root)
    captures = _archived(home, stories)
    for night in (ONE, TWO):
        fetches = [row for row in captures if row["night"] == night]
        documents = [
            _document(story, night, text) for story in stories for when, text in story.texts() if when == night
        ]
        put(home, "fetches", *fetches, night=night)
        put(home, "documents", *documents, night=night)
        put(home, "publications", {"night": night, "table": "articles", "version": 99}, night=night)
        put(home, "headline_sightings", *(_sighting(story, place, night) for place, story in enumerate(stories)
            if story.source == "paper" and story.night <= night), night=night)  # fmt: skip
        put(
            home, "date_evidence", *(_statement(story, night) for story in stories if story.night == night), night=night
        )
    put(home, "articles", *(_article(story) for story in stories))
    put(home, "revisions", *(row for story in stories for row in _revisions(story)))
    put(home, "date_history", *(
        {"article_id": s.article_id, "source": s.source, "night": s.night, "change": "first",
         "first_night": s.night, **s.dates} for s in stories
    ))  # fmt: skip
    by_id = {story.article_id: story for story in stories}
    put(home, "events", *(
        {"article_id": work, "source": by_id[work].source, "event_id": event[0], "language": "en", "strength": 0.9,
         "basis": "words", "shared": by_id[work].title.split()[:4], "first_night": by_id[work].night}
        for work in event
    ))  # fmt: skip
    settings = [
        {"night": night, "source": name, "title": f"The {name}", "url": f"https://{name}.example/"}
        for night in (ONE, TWO)
        for name in sorted({story.source for story in stories})
    ]
    for night in (ONE, TWO):
        put(home, "source_settings", *(row for row in settings if row["night"] == night), night=night)
    write_views(home)
    stamp(root)
    index_night(home, TWO, lambda _done, _total: None)
    return home


def _archived(home: Home, stories: Sequence[Story]) -> list[dict[str, Any]]:
    """Rows of `fetches`: a page for each text, and the front page of each night."""
    rows = []
    for night in (ONE, TWO):
        pages = [(s.source, s.url, s.url_key, text) for s in stories for when, text in s.texts() if when == night]
        pages.append(("paper", FRONT, "paper.example", f"The front of {night}"))
        for paper in sorted({source for source, *_ in pages}):
            out = ArchiveWriter(home.archive, folder(home.archive, paper, night), f"{paper}-{night}")
            for source, url, key, text in pages:
                if source == paper:
                    body = f"<html><p>{text}</p></html>".encode("utf-8", "replace")
                    place = out.write(Exchange(url, at(night), [], 200, "OK", [("Content-Type", "text/html")], body))
                    rows.append({
                        "night": night, "source": source, "url": url, "url_key": key, "fetched_at": at(night),
                        "resource": "page", "outcome": "stored", "payload_sha256": hashlib.sha256(body).hexdigest(),
                        "payload_bytes": len(body), "warc_file": place.file, "warc_offset": place.offset,
                    })  # fmt: skip
            out.close()
    return rows


def _article(story: Story) -> dict[str, Any]:
    row = {"source": story.source, "url": story.url, "url_key": story.url_key, "title": story.title,
           "text": story.later or story.text,
           "authors": [story.author], "revisions": len(story.texts()), "first_night": story.night,
           "first_seen": at(story.night)}  # fmt: skip
    return article(story.article_id, **(row | story.dates))


def _document(story: Story, night: date, text: str) -> dict[str, Any]:
    return {
        "night": night, "source": story.source, "capture_id": _id(story, night), "article_id": story.article_id,
        "document_id": _id(story, night), "url": story.url, "url_key": story.url_key, "fetched_at": at(night),
        "title": story.title, "text": text, "authors": [story.author], "section": story.title, "kind": "article",
        "language": "en",
    }  # fmt: skip


def _revisions(story: Story) -> list[dict[str, Any]]:
    return [
        {"article_id": story.article_id, "source": story.source, "revision": number,
         "document_id": _id(story, night), "night": night,
         "seen_from": at(night), "change": "first" if number == 1 else "update", "title": story.title, "text": text,
         "diff": None if number == 1 else f"-{story.text}\n+{text}", "first_night": story.night}
        for number, (night, text) in enumerate(story.texts(), start=1)
    ]  # fmt: skip


def _statement(story: Story, night: date) -> dict[str, Any]:
    return {
        "night": night, "source": story.source, "capture_id": _id(story, night), "article_id": story.article_id,
        "fetched_at": at(night), "role": "published", "origin": "text", "raw": story.title, "value": story.published,
        "verdict": "accepted" if story.published else "rejected", "reason": "byline-text", "position": 0,
    }  # fmt: skip


def _sighting(story: Story, place: int, night: date) -> dict[str, Any]:
    return {
        "night": night, "source": story.source, "place": "list", "list_url": FRONT, "list_key": "paper.example",
        "url": story.url, "url_key": story.url_key, "headline": story.title, "headline_key": int(_id(story, ONE), 16) >> 8,
        "first_seen": at(night), "last_seen": at(night), "first_position": place, "last_position": place,
        "best_position": place,
    }  # fmt: skip


def _id(story: Story, night: date) -> str:
    return hashlib.sha256(f"{story.article_id}{night}".encode()).hexdigest()[:16]
