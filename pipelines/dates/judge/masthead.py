"""Detect mastheads: places on a source's pages that show the day of the fetch ("Tue, 3 Nov 2025"), not a story's date."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from pipelines.dates.judge.feed_trust import FeedTrust, Place
from pipelines.dates.judge.rules import OF_THE_FEED, Evidence, shows_fetch_day
from pipelines.dates.model import Candidate
from pipelines.dates.source.zone import OrderRead

if TYPE_CHECKING:
    import pyarrow as pa

MOVES = "masthead-moves-with-fetch"
EVERYWHERE = "masthead-on-every-page"
PAGES_ENOUGH = 4
SHARE_ENOUGH = 0.9
MOVING_PER_CACHED = 4
"""Stories on which the date follows the fetch, for each cached page that still shows an older day."""
CANDIDATE_COLUMNS = (
    "role", "origin", "raw", "value", "utc_offset_minutes", "zone_source", "precision", "context", "position",
)  # fmt: skip
HISTORY_COLUMNS = ["source", "article_id", "fetched_at", *CANDIDATE_COLUMNS, "evidence_url", "reason"]
A_DAY = timedelta(hours=23)  # a place that shows the same day this long after shows a fixed date


def place_of(source: str, c: Candidate) -> Place:
    """The place of a visible date: source, origin, context and text pattern. `"Tue, 3 Nov 2025"` → `"a, 9 a 9"`."""
    shape = re.sub(r"[^\W\d_]+", "a", re.sub(r"\d+", "9", c.raw.strip()))
    return source, str(c.origin), c.context or "", shape


@dataclass(slots=True)
class DaysShown:
    """The days that one place showed on the captures of one article, each with its first and last fetch."""

    days: dict[str, tuple[datetime, datetime]] = field(default_factory=dict)
    stood_still: bool = False  # it showed a day that was not the day of the fetch

    def add(self, c: Candidate, at: datetime) -> None:
        """Record a capture. Captures may be added in any order."""
        day = (c.value or "")[:10]
        first, last = self.days.get(day, (at, at))
        self.days[day] = (min(first, at), max(last, at))
        first, last = self.days[day]
        self.stood_still = self.stood_still or not shows_fetch_day(c, at) or last - first >= A_DAY

    @property
    def moved_with_fetch(self) -> bool:
        """True if it showed two or more days, and each was the day of its fetch."""
        return len(self.days) > 1 and not self.stood_still


@dataclass(slots=True)
class EvidenceHistory:
    """Evidence of several nights for the masthead and feed rules: days by place and article, stories by source, feeds."""

    days_at: dict[Place, dict[str, DaysShown]] = field(
        default_factory=lambda: defaultdict(lambda: defaultdict(DaysShown))
    )
    stories: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    feeds: FeedTrust = field(default_factory=FeedTrust)

    def add(self, source: str, article: str, e: Evidence) -> None:
        """Record evidence. Evidence may be added in any order."""
        c, at = e.candidate, e.fetched_at
        place = place_of(source, c) if c.origin.is_visible else None
        self.stories[source].add(article)
        self.feeds.add(source, article, e, place)
        if place is not None and c.value is not None and at is not None:
            self.days_at[place][article].add(c, at)

    def add_rows(self, rows: pa.Table) -> None:
        """Record rows of `schemas.DATE_EVIDENCE` (the HISTORY_COLUMNS)."""
        for row in rows.select(HISTORY_COLUMNS).to_pylist():
            reason = row["reason"] if row["reason"] in OF_THE_FEED else None
            evidence = Evidence(candidate_of(row), row["fetched_at"], row["evidence_url"], reason)
            self.add(row["source"], row["article_id"], evidence)

    def masthead_places(self) -> dict[Place, str]:
        """Places that are mastheads, with the rule: a story showed two fetch days there, or almost every story one fetch day."""
        found = ((place, _rule(articles, len(self.stories[place[0]]))) for place, articles in self.days_at.items())
        return {place: rule for place, rule in found if rule}


def _rule(articles: Mapping[str, DaysShown], stories: int) -> str | None:
    """The masthead rule for a place, or None. Some pages come from a cache with an old day, so a few fixed dates are outvoted."""
    stood = sum(shown_days.stood_still for shown_days in articles.values())
    moved = sum(shown_days.moved_with_fetch for shown_days in articles.values())
    if moved > MOVING_PER_CACHED * stood:
        return MOVES
    if stood:
        return None
    everywhere = len(articles) >= PAGES_ENOUGH and len(articles) >= SHARE_ENOUGH * stories
    return EVERYWHERE if everywhere else None


def candidate_of(row: Mapping[str, Any]) -> Candidate:
    """The candidate in a row of `schemas.DATE_EVIDENCE`."""
    c = Candidate.read({name: row[name] for name in CANDIDATE_COLUMNS})
    return replace(c, order_by=str(OrderRead.read(order).by)) if (order := row.get("date_order")) else c
