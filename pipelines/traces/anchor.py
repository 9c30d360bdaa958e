"""Anchor: what is known of when a work was published without traces of others. Times are seconds since 1970, UTC."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime

from pipelines.dates.judge.decision import FIRST_SEEN
from pipelines.dates.judge.rules import WEB_BEGINS
from pipelines.dates.model import ArticleDate

SURE = 0.9
"""Confidence from which on a date may bound other works."""
TO_THE_DAY = len("2025-11-03")


@dataclass(frozen=True, slots=True)
class Anchor:
    """Bounds of a work by its own pages and by its copies; `day` if its own date is known to the day and sure."""

    work: str
    source: str
    url: str
    undated: bool
    day: int | None  # ordinal of the day as its publisher wrote it
    low: int | None  # None: nothing but the age of the web bounds it
    high: int | None
    night: int  # ordinal of the night since whose evidence this is known
    said: str  # its date or bound as people read it
    point: int | None  # ordinal of `day`, or of the earliest dated copy: enough to test an order, not to bound by it
    strong: bool  # dated, or bounded by more than its first capture


def anchor_of(work: str, source: str, url: str, dated: ArticleDate, night: date, copied: date | None) -> Anchor:
    """The anchor of a work from its date, its bounds tightened by copies, as known since a night.

    `copied` is the day of its earliest dated copy.
    """
    sure = dated.confidence >= SURE and dated.day is not None and len(dated.published or "") >= TO_THE_DAY
    day = date.fromisoformat(dated.day).toordinal() if sure and dated.day else None
    low = None if dated.not_before is None or dated.not_before <= WEB_BEGINS else seconds(dated.not_before)
    high = None if dated.not_after is None else seconds(dated.not_after)
    said = f"dated {dated.published}" if dated.published else _bounds_said(dated, low is not None)
    if dated.published is not None and day is None:
        low, high = None, None
    point = day if day is not None else copied.toordinal() if copied is not None else None
    strong = day is not None or low is not None or dated.not_after_basis not in (None, FIRST_SEEN)
    undated = dated.published is None
    return Anchor(
        work,
        source,
        url,
        undated,
        day,
        low,
        high,
        night.toordinal(),
        said,
        point,
        strong and (undated or day is not None),
    )


def _bounds_said(dated: ArticleDate, bounded_below: bool) -> str:
    low = f"not before {dated.not_before:%Y-%m-%d} by {dated.not_before_basis}, " if bounded_below else ""
    return f"{low}not after {dated.not_after:%Y-%m-%d} by {dated.not_after_basis}"


def seconds(moment: datetime) -> int:
    """Whole seconds since 1970 of an instant."""
    return int(moment.timestamp())


def moment(at: int) -> datetime:
    """The instant of so many seconds since 1970."""
    return datetime.fromtimestamp(at, UTC)
