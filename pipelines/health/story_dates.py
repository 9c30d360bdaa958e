"""Figures of the dates of a night's stories, from their pages and the night's feeds only. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

from pipelines.dates.judge.decision import Decision
from pipelines.dates.model import OriginKind
from pipelines.dates.read.reading import instant_of
from pipelines.dates.trust import trust
from pipelines.health.seen import Seen, counted, median, most_common, quantile

OF_PAGE = frozenset(
    (
        OriginKind.JSONLD, OriginKind.META, OriginKind.MICRODATA, OriginKind.ATTRIBUTE, OriginKind.TIME, OriginKind.TEXT,
        OriginKind.LINE, OriginKind.SCRIPT,
    )
)  # fmt: skip
"""Origins of a date that the page itself states; its address is not one of them."""
HOUR = 3600
JUST_NOW = timedelta(minutes=10)
A_NIGHT = timedelta(hours=25)
"""A story that a nightly crawl finds in a list for the first time is not much older."""
TWO_NIGHTS = timedelta(hours=49)
"""No wrong zone makes it older than this."""
MIDNIGHT = "T00:00"
"""A time of day that was not known."""
LATER = timedelta(hours=24)
"""No zone is so far ahead."""
Judged = tuple[dict[str, Any], Decision]
"""A row of `schemas.DOCUMENTS`, and the decision about its date."""
MIN_LAGS = 3
"""With fewer lags, their spread says nothing."""


def story_dates(judged: Sequence[Judged], urls: Mapping[str, str], before: Mapping[str, date]) -> Seen:
    """The figures of the judged captures of one source and night.

    `urls` are their addresses by capture id; `before` has the night of the last earlier capture of known pages.
    """
    dated = [(document, decision) for document, decision in judged if decision.date.published]
    own = [document for document, decision in dated if states_date(decision)]
    days = {document["capture_id"]: _day(decision) for document, decision in dated}
    instants = {d["capture_id"]: at.strftime("%Y-%m-%dT%H:%M") for d, x in dated if (at := x.date.published_at)}
    lags = [
        (d["fetched_at"] - at).total_seconds() / HOUR
        for d, x in dated
        if (at := x.date.published_at) and d["fetched_at"] and d["capture_id"] not in before
    ]
    day, of_day = most_common(day for day in days.values() if day)
    late = [
        d["capture_id"] for d, _ in dated if (days[d["capture_id"]] or "") > str(before.get(d["capture_id"], date.max))
    ]
    ahead = [d["capture_id"] for d, x in judged if d["fetched_at"] and _is_ahead(x, d["fetched_at"])]
    today = [d["capture_id"] for d, x in dated if is_of_fetch(x, d["fetched_at"])]
    seen = Seen(
        {
            "dated": len(dated),
            "undated": len(judged) - len(dated),
            "page_dated": len(own),
            "page_ahead": len(ahead),
            "precisions": counted(decision.date.precision for _, decision in dated),
            "one_day": of_day,
            "one_instant": most_common(instants.values())[1],
            "fetch_day": len(today),
            "dated_after_seen": len(late),
            "fetch_hour": _hour(document["fetched_at"] for document, _ in judged),
            "lag_hours": median(lags),
            "lag_spread_hours": _spread(lags, of=sum(d["capture_id"] not in before for d, _ in judged)),
        }
    )
    stated = {document["capture_id"] for document in own}
    seen.show("not page_dated", (urls[d["capture_id"]] for d, _ in judged if d["capture_id"] not in stated))
    seen.show("page_ahead", (urls[capture] for capture in ahead))
    seen.show("one_day", (urls[capture] for capture, each in days.items() if each == day))
    seen.show("dated_after_seen", (urls[capture] for capture in late))
    seen.show("fetch_day", (urls[capture] for capture in today))
    return seen


def new_dates(judged: Sequence[Judged], listed: Mapping[str, str]) -> Seen:
    """How the dates of new stories that feeds and lists show lie to their fetch: before the last day, or after it.

    `listed` are the addresses of these stories by capture id.
    """
    found = {
        d["capture_id"]: (d["fetched_at"], _stated(x))
        for d, x in judged
        if d["capture_id"] in listed and d["fetched_at"]
    }
    dated = {capture: fetched - at for capture, (fetched, at) in found.items() if at is not None}
    late = [capture for capture, lag in dated.items() if lag > A_NIGHT]
    old = [capture for capture in late if dated[capture] > TWO_NIGHTS]
    ahead = [capture for capture, lag in dated.items() if lag < -JUST_NOW]
    seen = Seen({"listed_dated": len(dated), "listed_late": len(late), "listed_old": len(old)})
    seen.figures["listed_ahead"] = len(ahead)
    seen.show("listed_old", (listed[capture] for capture in old))
    seen.show("listed_late", (listed[capture] for capture in late))
    seen.show("listed_ahead", (listed[capture] for capture in ahead))
    return seen


def _stated(decision: Decision) -> datetime | None:
    """The latest instant of publication that the page states, whether it is accepted or refused."""
    known = (instant_of(value) for value in _clock_times(decision) if MIDNIGHT not in value)
    return decision.date.published_at or max(filter(None, known), default=None)


def _is_ahead(decision: Decision, fetched_at: datetime) -> bool:
    """True if the page states a publication that is yet to come."""
    return any((at := instant_of(value)) is not None and at > fetched_at + LATER for value in _clock_times(decision))


def _clock_times(decision: Decision) -> Iterator[str]:
    """The publications with a time of day that the page states, whether accepted or refused."""
    for weighed in decision.weighed:
        candidate = weighed.evidence.candidate
        if (
            candidate.role == "published"
            and candidate.origin.kind in OF_PAGE
            and candidate.value
            and "T" in candidate.value
        ):
            yield candidate.value


def _spread(values: Sequence[float], *, of: int) -> float | None:
    """The interquartile range; None for few values, and if the values cover at most half of the `of` stories."""
    if len(values) < MIN_LAGS or 2 * len(values) <= of:
        return None
    low, high = quantile(values, 0.25), quantile(values, 0.75)
    return None if low is None or high is None else high - low


def states_date(decision: Decision) -> bool:
    """True if the page itself states a publication date that is accepted, or that supports the accepted one."""
    return any(
        weighed.verdict != "rejected" and c.role == "published" and c.origin.kind in OF_PAGE and trust(c) is not None
        for weighed in decision.weighed
        for c in (weighed.evidence.candidate,)
    )


def _day(decision: Decision) -> str | None:
    text = decision.date.day or decision.date.published or ""
    return text[:10] if len(text) >= len("2026-02-02") else None


def _hour(fetches: Iterable[datetime | None]) -> int | None:
    """The hour of the median of some instants."""
    ranked = sorted(at for at in fetches if at is not None)
    return ranked[len(ranked) // 2].astimezone(UTC).hour if ranked else None


def is_of_fetch(decision: Decision, fetched_at: datetime | None) -> bool:
    """True if a date is that of the fetch: its day without a clock time, or within minutes of it."""
    found = decision.date
    if fetched_at is None or not found.published:
        return False
    if "T" in found.published:
        return found.published_at is not None and abs(fetched_at - found.published_at) <= JUST_NOW
    return _day(decision) == fetched_at.astimezone(UTC).date().isoformat()
