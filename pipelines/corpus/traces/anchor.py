"""Anchor: the bounds of a work, which also bound its neighbours. Times are seconds since 1970, UTC."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta

from pipelines.corpus.traces.trace import Interval, Side, Trace
from pipelines.dates.judge.decision import FIRST_SEEN
from pipelines.dates.judge.rules import WEB_BEGINS
from pipelines.dates.model import ArticleDate
from pipelines.dates.place.address import EVENTS

TO_THE_DAY = len("2025-11-03")
DAY = re.compile(r"/((?:19|20)\d\d)/([01]?\d)/([0-3]?\d)/[^/?]*[a-z]")
EARLIEST, LATEST = timedelta(hours=-14), timedelta(hours=36)
"""From the midnight UTC that starts a day to the start and the end of that day anywhere on earth."""


@dataclass(frozen=True, slots=True)
class Anchor:
    """Bounds of a work, and their basis in words."""

    work: str  # article id; the address, if the page was never captured
    source: str  # empty for a page that was never captured
    url: str
    undated: bool
    day: (
        int | None
    )  # ordinal of the day that the publisher wrote; None if undated, or if only the month or year is known
    low: int | None  # None: bounded only by the age of the web
    high: int | None
    low_said: str
    high_said: str
    night: int  # ordinal of the night whose evidence gave this
    point: int | None = (
        None  # ordinal of `day`, or of the earliest dated copy: good enough to test an order, not to bound by it
    )
    strong: bool = False  # True if dated, or bounded by more than its first capture
    confidence: float = 1.0

    def bounded(self, traces: list[Trace]) -> Anchor:
        """An undated anchor, narrowed by the bounds of accepted traces."""
        kept = self
        for trace in traces:
            below = trace.side == Side.NOT_BEFORE
            interval = Interval(kept.low, kept.high).narrowed([trace])
            if (interval.low, interval.high) == (kept.low, kept.high):
                continue
            kept = replace(
                kept, low=interval.low, high=interval.high, low_said=trace.basis if below else kept.low_said,
                high_said=kept.high_said if below else trace.basis, night=max(kept.night, trace.night), strong=True,
                confidence=min(kept.confidence, trace.confidence),
            )  # fmt: skip
        return kept


def anchor_of(work: str, source: str, url: str, dated: ArticleDate, night: date) -> Anchor:
    """The anchor of a work from its date and from the bounds that its copies give, as known since a night."""
    undated = dated.published is None
    known = dated.day is not None and len(dated.published or "") >= TO_THE_DAY
    day = date.fromisoformat(dated.day).toordinal() if known and dated.day else None
    if not undated and day is None:
        return Anchor(work, source, url, undated, None, None, None, "", "", night.toordinal())
    low = None if dated.not_before is None or dated.not_before <= WEB_BEGINS else seconds(dated.not_before)
    high = None if dated.not_after is None else seconds(dated.not_after)
    said = (str(dated.not_before_basis), str(dated.not_after_basis)) if undated else (f"dated {dated.published}",) * 2
    strong = day is not None or low is not None or dated.not_after_basis not in (None, FIRST_SEEN)
    return Anchor(work, source, url, undated, day, low, high, *said, night.toordinal(), day, strong)


def addressed(url: str) -> Anchor | None:
    """The anchor of a page that was never captured, from the day in its address; None if the address has no day.

    >>> anchor = addressed("a.example/2022/11/03/ferry-stopped")
    >>> str(moment(anchor.low)), str(moment(anchor.high)), anchor.low_said
    ('2022-11-02 10:00:00+00:00', '2022-11-04 12:00:00+00:00', 'its address says 2022-11-03')
    """
    m = DAY.search(url)
    if m is None or EVENTS.search(url[: m.start()]):
        return None
    try:
        begins = datetime(int(m[1]), int(m[2]), int(m[3]), tzinfo=UTC)
    except ValueError:
        return None
    day, said = begins.toordinal(), f"its address says {begins:%Y-%m-%d}"
    low, high = seconds(begins + EARLIEST), seconds(begins + LATEST)
    return Anchor(url, "", f"http://{url}", False, day, low, high, said, said, 0, day, True)


def seconds(moment: datetime) -> int:
    """Whole seconds since 1970 of an instant."""
    return int(moment.timestamp())


def moment(at: int) -> datetime:
    """The instant that is this many seconds after 1970."""
    return datetime.fromtimestamp(at, UTC)
