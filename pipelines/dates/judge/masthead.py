"""The masthead clock: a place on a source's pages that shows the day of the fetch, and moves with it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import pyarrow as pa

from pipelines.dates.judge.feed_trust import FeedTrust, Place
from pipelines.dates.judge.rules import OF_THE_FEED, Evidence, shows_fetch_day
from pipelines.dates.model import Candidate
from pipelines.dates.source.settled_by import OrderRead

MOVES = "masthead-moves-with-fetch"
EVERYWHERE = "masthead-on-every-page"
PAGES_ENOUGH = 4
SHARE_ENOUGH = 0.9
CACHED = 4
"""Stories on which a clock moves for each on which it stands, where the page that stands is an old copy."""
VISIBLE = ("text", "time", "line")
WATCHED = [
    "source", "article_id", "fetched_at", "role", "origin", "raw", "value", "utc_offset_minutes", "zone_source", "precision",
    "context", "position", "evidence_url", "reason",
]  # fmt: skip
A_DAY = timedelta(hours=23)  # a clock that shows the same day so long after stands still


def place_of(source: str, c: Candidate) -> Place:
    """Where on a source's pages a visible date stands: its origin, context and shape (digits and letters blotted out)."""
    shape = re.sub(r"[^\W\d_]+", "a", re.sub(r"\d+", "9", c.raw.strip()))
    return source, c.origin, c.context or "", shape


@dataclass(slots=True)
class Showing:
    """What one place showed on one article's captures: each day with its first and last fetch."""

    days: dict[str, tuple[datetime, datetime]] = field(default_factory=dict)
    stood: bool = False  # it showed a day that was not the day of the fetch

    def add(self, c: Candidate, at: datetime) -> None:
        """Take note of a capture. The order of captures does not matter."""
        day = (c.value or "")[:10]
        first, last = self.days.get(day, (at, at))
        self.days[day] = (min(first, at), max(last, at))
        first, last = self.days[day]
        self.stood = self.stood or not shows_fetch_day(c, at) or last - first >= A_DAY

    @property
    def moved(self) -> bool:
        """Whether it showed another day on another capture, each time that of the fetch."""
        return len(self.days) > 1 and not self.stood


@dataclass(slots=True)
class Watch:
    """What the places of sources have shown so far, and on how many of their stories there is anything to see; so of feeds."""

    shown: dict[Place, dict[str, Showing]] = field(default_factory=lambda: defaultdict(lambda: defaultdict(Showing)))
    stories: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    feeds: FeedTrust = field(default_factory=FeedTrust)

    def add(self, source: str, article: str, e: Evidence) -> None:
        """Take note of evidence. Order does not matter."""
        c, at = e.candidate, e.fetched_at
        place = place_of(source, c) if c.origin.partition(":")[0] in VISIBLE else None
        self.stories[source].add(article)
        self.feeds.add(source, article, e, place)
        if place is not None and c.value is not None and at is not None:
            self.shown[place][article].add(c, at)

    def add_rows(self, rows: pa.Table) -> None:
        """Take note of rows of `schemas.DATE_EVIDENCE` (WATCHED columns of them)."""
        for row in rows.select(WATCHED).to_pylist():
            reason = row["reason"] if row["reason"] in OF_THE_FEED else None
            evidence = Evidence(candidate_of(row), row["fetched_at"], row["evidence_url"], reason)
            self.add(row["source"], row["article_id"], evidence)

    def clocks(self) -> dict[Place, str]:
        """Places found to be clocks, with the rule: one story shows two fetch days there, or every story the same one."""
        found = ((place, _rule(articles, len(self.stories[place[0]]))) for place, articles in self.shown.items())
        return {place: rule for place, rule in found if rule}


def _rule(articles: Mapping[str, Showing], stories: int) -> str | None:
    """A page now and then comes from a cache with the clock of another day: a few that stand are outweighed by more that move."""
    stood = sum(showing.stood for showing in articles.values())
    moved = sum(showing.moved for showing in articles.values())
    if moved > CACHED * stood:
        return MOVES
    if stood:
        return None
    everywhere = len(articles) >= PAGES_ENOUGH and len(articles) >= SHARE_ENOUGH * stories
    return EVERYWHERE if everywhere else None


def candidate_of(row: Mapping[str, Any]) -> Candidate:
    """The candidate in a row of `schemas.DATE_EVIDENCE`."""
    return Candidate(
        row["role"],
        row["origin"],
        row["raw"],
        row["value"],
        row["utc_offset_minutes"],
        row["zone_source"],
        row["precision"],
        row["context"],
        row["position"],
        str(OrderRead.read(order).by) if (order := row.get("date_order")) else None,
    )
