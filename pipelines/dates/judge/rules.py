"""The named rules that refuse a date candidate; the first that applies decides. What believes one: `pipelines.dates.trust`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta

from pipelines.dates.model import Candidate, Origin, OriginKind
from pipelines.dates.read.reading import span_of
from pipelines.dates.source.zone import ORIGIN as SITE_ZONE

BOUNDS_ONLY = "bounds-only"
ZONE_ONLY = "names-the-zone"
BELOW_THRESHOLD = "below-threshold"
"""Stands before the rule of a date that would be the best one, but is not believed enough: `below-threshold:lone-line`."""
COMMENT_FEED, FEED_CLOCK, SHARED_CLOCK = "comment-feed", "clock-of-the-feed", "one-minute-on-most-items"
REPEATED = "several-items-of-one-page"
OF_THE_FEED = (COMMENT_FEED, REPEATED, FEED_CLOCK, SHARED_CLOCK)
"""Rules that refuse the dates of a feed or sitemap; each needs all items of one night's list."""
FEED_CONTRADICTED = "feed-contradicts-pages"
"""Rule for a feed whose dates differ from those on its source's pages: its dates may support the date but not be it."""
LEARNED_PLACE = "learned-place"
"""Rule for a date at the place where the source's other stories show theirs."""
WEB_BEGINS = datetime(1991, 8, 6, tzinfo=UTC)
CLOCK_TOLERANCE = timedelta(minutes=5)  # how far a publisher's clock may run ahead of ours
SAME_SECOND = timedelta(seconds=10)  # between a server's answer and our note of it
BOUNDING = (OriginKind.CAPTURE, OriginKind.NEIGHBOUR)
"""Origins that bound a date and give none."""
LAST_SECOND = time(23, 59, 59)
"""The clock of a fetch of which only the day is known."""
DATETIME = Origin(OriginKind.ATTRIBUTE, "datetime")
META_DATE = Origin(OriginKind.META, "date")
SLOW = timedelta(minutes=2)  # by how much a masthead's clock may be off


@dataclass(frozen=True, slots=True)
class Evidence:
    """A candidate, the time of its capture, and the URL of the feed, sitemap or neighbour that gives it (None: the page itself).

    `refused_by` names a rule that refused it on other grounds than the candidate itself, such as `masthead-on-every-page`.
    """

    candidate: Candidate
    fetched_at: datetime | None = None
    evidence_url: str | None = None
    refused_by: str | None = None


def refusal(evidence: Evidence, seen: datetime | None) -> str | None:
    """The name of the rule that refuses a candidate as publication date; None if none does.

    `seen`: when the work was first captured (None: unknown). A later date, such as an event's, is refused: `after-first-seen`.
    """
    c = evidence.candidate
    if c.origin.kind in BOUNDING:
        return BOUNDS_ONLY
    if c.origin == SITE_ZONE:
        return ZONE_ONLY
    if c.value is None:
        return "unreadable"
    if evidence.refused_by:
        return evidence.refused_by
    first, last = span_of(c.value)
    if seen is not None and first > seen + CLOCK_TOLERANCE:
        return "after-first-seen"
    if c.value.startswith("1970-01-01"):
        return "default-epoch"
    if last < WEB_BEGINS:
        return "before-the-web"
    if _only_today(evidence):
        return "shows-the-day-of-the-fetch"
    if _ticks(evidence):
        return "clock-of-the-page"
    if c.role == "modified":
        return "modified-not-published"
    if c.role != "published":
        return "date-of-another-thing"
    return {
        "masthead": "masthead-place",
        "related": "related-story",
        "comment": "comment",
        "footer": "footer-or-copyright",
    }.get(c.context or "")


def _only_today(evidence: Evidence) -> bool:
    """True if an unlabelled day outside a byline is the day of the fetch: a masthead shows that every day."""
    c = evidence.candidate
    unlabelled = c.origin.is_visible and not c.origin.detail and c.context != "byline"
    return unlabelled and c.precision == "day" and shows_fetch_day(c, evidence.fetched_at)


def _is_day(fetched_at: datetime | None) -> bool:
    """True for the last second of a day, which stands for a fetch at some time of it."""
    return fetched_at is not None and fetched_at.time() == LAST_SECOND


def _ticks(evidence: Evidence) -> bool:
    """True if an unlabelled clock time outside a byline, or `<meta name="date">`, is the time of the fetch."""
    c, at = evidence.candidate, evidence.fetched_at
    if at is None or c.value is None or "T" not in c.value:
        return False
    unlabelled = (c.origin.is_visible and not c.origin.detail) or c.origin == DATETIME
    if unlabelled and c.context != "byline":
        return _shows(c, at, CLOCK_TOLERANCE)
    return c.origin == META_DATE and _shows(c, at, SAME_SECOND)


def _shows(c: Candidate, at: datetime, within: timedelta) -> bool:
    """True if a clock time is `at`, to `within`; without an offset, `at` in any zone that is whole hours from UTC (to SLOW)."""
    apart = datetime.fromisoformat(c.value or "") - (
        at if c.utc_offset_minutes is not None else at.replace(tzinfo=None)
    )
    if c.utc_offset_minutes is not None:
        return abs(apart) <= within
    hours = round(apart / timedelta(hours=1))
    return -12 <= hours <= 14 and abs(apart - timedelta(hours=hours)) <= SLOW


def shows_fetch_day(c: Candidate, fetched_at: datetime | None) -> bool:
    """True if a date is the day of the fetch in some time zone."""
    if c.value is None or fetched_at is None or len(c.value) < 10:
        return False
    hours = (-24, 0, 14) if _is_day(fetched_at) else (-12, 0, 14)
    return c.value[:10] in {(fetched_at + timedelta(hours=h)).date().isoformat() for h in hours}
