"""The rhythm of nights: of one source, and of the most regular active source. Used for freshness and late nights."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from itertools import pairwise

from pipelines.base.settings.file import settings_names
from pipelines.lake import archive
from pipelines.lake.home import Home

LATELY_NIGHTS = 30
"""Number of a source's last nights that define its rhythm."""


def crawled(home: Home, source: str) -> list[date]:
    """The last nights of a source that a crawl began. Nights of imports are left out."""
    nights = archive.nights_of(home.archive, source)[-LATELY_NIGHTS:]
    return [night for night in nights if not archive.is_imported(home.archive, source, night)]


def ended(home: Home, source: str) -> list[date]:
    """Those of them with an ended crawl. A glance also creates a folder, and glances may continue without nights."""
    return [night for night in crawled(home, source) if archive.crawl_summary(home.archive, source, night)]


def longest_gap(nights: Sequence[date], today: date) -> timedelta | None:
    """The longest gap between neighbouring nights of a source, of its last LATELY_NIGHTS; None with fewer than three nights.

    >>> longest_gap([date(2026, 2, day) for day in (2, 3, 6)], date(2026, 2, 7)).days
    3
    """
    recent = [night for night in nights if night <= today][-LATELY_NIGHTS:]
    return max((later - earlier for earlier, later in pairwise(recent)), default=None) if len(recent) > 2 else None


def last_and_gap(home: Home, today: date) -> tuple[date, timedelta] | None:
    """The last night, and the longest gap of the most regular active source; None if no source has a rhythm.

    A source does not count after its file was removed, or after it is absent for longer than its usual gap.
    """
    known = set(settings_names(home.sources))
    present = [source for source in archive.sources(home.archive) if source in known]
    nights = [found for source in present if (found := ended(home, source))]
    last = max((found[-1] for found in nights), default=None)
    if last is None:
        return None
    gaps = [gap for found in nights if (gap := longest_gap(found, today)) and last - found[-1] <= gap]
    return (last, min(gaps)) if gaps else None
