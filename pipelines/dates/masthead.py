"""The masthead clock: a place on a source's pages that shows the day of the fetch, and moves with it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import pyarrow as pa

from pipelines.dates.model import Candidate
from pipelines.dates.rules import Evidence, shows_fetch_day

Place = tuple[str, str, str, str]
MOVES = "masthead-moves-with-fetch"
EVERYWHERE = "masthead-on-every-page"
PAGES_ENOUGH = 4
SHARE_ENOUGH = 0.9
VISIBLE = ("text", "time", "line")
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


def moving_places(captures: Iterable[Mapping[str, Any]], earlier: pa.Table) -> dict[Place, str]:
    """Places found to be clocks, with the rule: one article shows two fetch days there, or every page shows the same one."""
    shown: dict[Place, dict[str, Showing]] = defaultdict(lambda: defaultdict(Showing))
    pages: dict[str, set[str]] = defaultdict(set)
    for source, article, c, at in _observations(captures, earlier):
        pages[source].add(article)
        if c.origin.partition(":")[0] in VISIBLE and c.value is not None and at is not None:
            shown[place_of(source, c)][article].add(c, at)
    return {place: rule for place, articles in shown.items() if (rule := _rule(articles, len(pages[place[0]])))}


def _rule(articles: Mapping[str, Showing], pages: int) -> str | None:
    if any(showing.stood for showing in articles.values()):
        return None
    if any(showing.moved for showing in articles.values()):
        return MOVES
    everywhere = len(articles) >= PAGES_ENOUGH and len(articles) >= SHARE_ENOUGH * pages
    return EVERYWHERE if everywhere else None


def _observations(
    captures: Iterable[Mapping[str, Any]], earlier: pa.Table
) -> Iterable[tuple[str, str, Candidate, datetime | None]]:
    for capture in captures:
        evidence: list[Evidence] = capture["evidence"]
        for e in evidence:
            yield capture["source"], capture["article_id"], e.candidate, e.fetched_at
    columns = [name for name in earlier.column_names if name not in ("verdict", "reason", "evidence_url")]
    for row in earlier.select(columns).to_pylist():
        yield row["source"], row["article_id"], candidate_of(row), row["fetched_at"]


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
    )
