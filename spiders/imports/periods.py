"""The night that a capture is filed under: its day, or the end of its month or year."""

from __future__ import annotations

import calendar
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import get_args

from pipelines.lake.archive import folder, is_imported, nights_of
from spiders.imports.wishes import Span

SPANS: tuple[Span, ...] = get_args(Span)
DAY = timedelta(days=1)


@dataclass
class Periods:
    """The nights of a span. `today` is the day of the import, in UTC."""

    archive: Path
    span: Span
    today: date
    _crawled: dict[tuple[str, date], bool] = field(default_factory=dict)
    _standing: dict[tuple[str, date], list[date]] = field(default_factory=dict)

    def night_of(self, source: str, at: datetime) -> date:
        """The night of a capture. A text is never dated before its capture.

        A month or year that is not over ends yesterday, or on a night of it that an earlier import made.
        """
        day, last = at.date(), end_of(at.date(), self.span)
        if last < self.today or self.span == "day":
            return last
        return next(iter(self.standing(source, at)), max(day, self.today - DAY))

    def standing(self, source: str, at: datetime) -> list[date]:
        """Nights of the capture's month or year that earlier imports made, and that may have it; ascending."""
        if self.span == "day":
            return []
        return [night for night in self._nights(source, end_of(at.date(), self.span)) if night >= at.date()]

    def is_crawled(self, source: str, night: date) -> bool:
        """True if a crawl made the source's night: it stays as it is."""
        part = (source, night)
        if part not in self._crawled:
            where = folder(self.archive, source, night)
            self._crawled[part] = (where / "source.json").exists() and not is_imported(self.archive, source, night)
        return self._crawled[part]

    def _nights(self, source: str, last: date) -> list[date]:
        """Nights of the period that imports made, ascending."""
        if (source, last) not in self._standing:
            nights = [each for each in nights_of(self.archive, source) if end_of(each, self.span) == last]
            self._standing[source, last] = [each for each in nights if not self.is_crawled(source, each)]
        return self._standing[source, last]


def end_of(day: date, span: Span) -> date:
    """The last day of the period of a day.

    >>> end_of(date(2024, 2, 3), "day"), end_of(date(2024, 2, 3), "month"), end_of(date(2024, 2, 3), "year")
    (datetime.date(2024, 2, 3), datetime.date(2024, 2, 29), datetime.date(2024, 12, 31))
    """
    if span == "year":
        return date(day.year, 12, 31)
    return day.replace(day=calendar.monthrange(day.year, day.month)[1]) if span == "month" else day
