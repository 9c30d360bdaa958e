"""Does the source bring news: feeds that go empty or stand still, a front page of yesterday, fewer stories than it used to."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date, timedelta

from pipelines.column_values import ANSWERED, HealthCheck
from pipelines.health.past import Figures, Past, few
from pipelines.health.seen import median
from pipelines.health.tonight import WARNING, Check, Found, Tonight

ALWAYS = 3
"""Nights on which a feed had entries, and no night on which it had none, for an empty one to be news."""
EXPECTED = 0.8
"""Of what is usual, so much is expected at least: no source is as even as a clock."""
LOW = 0.4
"""Share of the usual below which a night is low."""
ONE_NIGHT, NIGHTS = 5e-4, 2e-3
"""Probability of so little, below which it is no chance: of one night, and of two or three low ones in a row."""
RUN = 3
BELOW_LEAST, EVEN_NIGHTS = 0.6, 8
"""Share of the least of so many earlier nights, below which two nights in a row are too little for an even source."""
MIDWEEK = (1, 2, 3, 4)
"""Tuesday to Friday: nights whose news is that of a working day, everywhere."""
OLD_HOURS, OLDER = 72.0, 3.0
"""Age of a feed's newest entry, in hours and in times the greatest usual one."""
MANY, MANY_TIMES = 50, 8
STILL = 7
"""Nights on which a start page changed, and none on which it did not."""
UNSOUND = frozenset((
    HealthCheck.NO_ANSWER, HealthCheck.TIMEOUTS, HealthCheck.SERVER_ERRORS, HealthCheck.TOO_MANY_REQUESTS,
    HealthCheck.REFUSED, HealthCheck.ROBOTS, HealthCheck.MOVED, HealthCheck.GONE, HealthCheck.CHALLENGE,
    HealthCheck.NOT_FOUND, HealthCheck.WALL, HealthCheck.FEED_EMPTY, HealthCheck.FEED_STALE, HealthCheck.STALE_PAGES,
    HealthCheck.VOLUME,
))  # fmt: skip
"""Checks whose finding explains that a night had few stories: it is no measure of how many are usual."""
Measure = Callable[[Figures], float | None]


def feed_empty(tonight: Tonight) -> Found | None:
    """A feed that always had entries has none, or does not answer."""
    past = tonight.past.of(HealthCheck.FEED_EMPTY).without((HealthCheck.FEED_EMPTY,))
    for feed in tonight.figures["feeds"]:
        before = past.levels(_of_feed(feed["url"], "entries"))
        if len(before) < ALWAYS or min(before) < 1 or (feed["entries"] or 0) > 0:
            continue
        what = "lists nothing" if feed["outcome"] in ANSWERED else f"was not to be had ({feed['outcome']})"
        return Found(
            HealthCheck.FEED_EMPTY, WARNING, f"a feed {what} (usually {median(before):.0f} entries)", feed["url"]
        )
    return None


def feed_stale(tonight: Tonight) -> Found | None:
    """A feed lists nothing of the last day, and by its own measure should."""
    past = tonight.past.of(HealthCheck.FEED_STALE)
    for feed in tonight.figures["feeds"]:
        age = feed["age_hours"]
        if age is None or feed["fresh"]:
            continue
        ages = past.levels(_of_feed(feed["url"], "age_hours"))
        old = len(ages) >= ALWAYS and age > max(OLD_HOURS, OLDER * max(ages))
        if old or (age > 24 and _is_little(tonight, past, _of_feed(feed["url"], "fresh"))):
            usual = median(past.levels(_of_feed(feed["url"], "fresh"))) or 0.0
            sentence = f"a feed's newest entry is {_days(age)} old, none is of the last day (usually {usual:.0f})"
            return Found(HealthCheck.FEED_STALE, WARNING, sentence, feed["url"])
    return None


def stale_pages(tonight: Tonight) -> Found | None:
    """The start pages, which changed every night, are those of the night before, and lead to few new stories."""
    past = tonight.past.of(HealthCheck.STALE_PAGES)
    changed = past.levels(lambda figures: figures["start_unchanged"])
    if not tonight.figures["start_unchanged"] or len(changed) < STILL or any(changed):
        return None
    usual = expected(past, tonight.night, _new) * tonight.volume
    if tonight.figures["new_stories"] > LOW * usual or few(tonight.figures["new_stories"], EXPECTED * usual) > 0.01:
        return None
    sentence = f"the start pages are those of the night before, with {tonight.figures['new_stories']} new stories"
    return Found(HealthCheck.STALE_PAGES, WARNING, f"{sentence} (usually {usual:.0f})", tonight.example("start"))


def volume(tonight: Tonight) -> Found | None:
    """Far fewer new stories than on such nights, or far more."""
    past, new = tonight.past.of(HealthCheck.VOLUME), tonight.figures["new_stories"]
    if past.is_short:
        return None
    most = max(past.levels(_new), default=0)
    usual = expected(past.without(UNSOUND), tonight.night, _new) * tonight.volume
    if new > max(MANY, MANY_TIMES * most):
        sentence = f"{new} new stories, {MANY_TIMES} times as many as ever before and more"
    elif _is_little(tonight, past, _new):
        sentence = f"{new} new stories (usually {usual:.0f} on a {tonight.night:%A})"
    else:
        return None
    return Found(HealthCheck.VOLUME, WARNING, sentence, tonight.example("start"))


def expected(past: Past, night: date, measure: Measure) -> float:
    """What is usual on such a night: the median of its weekday; while that has few nights, of midweek, or of all nights."""
    weekday = Past(tuple(row for row in past.rows if row["night"].weekday() == night.weekday()))
    same, every = median(weekday.levels(measure)), median(past.levels(measure)) or 0.0
    if same is None or len(weekday) >= ALWAYS:
        return every if same is None else same
    if night.weekday() not in MIDWEEK:
        return min(every, same)
    midweek = median(Past(tuple(row for row in past.rows if row["night"].weekday() in MIDWEEK)).levels(measure)) or 0.0
    return same if 2 * same < midweek else midweek


def _is_little(tonight: Tonight, past: Past, measure: Measure) -> bool:
    """True if a night, with up to two low ones right before it, has too little to be chance."""
    sound = past.without(UNSOUND)
    if sound.is_short:
        return False
    values: list[float] = []
    usual = 0.0
    for figures, scale in _run(tonight, past):
        value, here = measure(figures), expected(sound, figures["night"], measure) * scale
        if value is None or value > LOW * here:
            return False
        values, usual = [*values, value], usual + here
        if few(round(sum(values)), EXPECTED * usual) < (ONE_NIGHT if len(values) == 1 else NIGHTS):
            return True
        if len(values) > 1 and _is_below_least([each / scale for each in values], sound.levels(measure)):
            return True
    return False


def _is_below_least(values: Sequence[float], earlier: Sequence[float]) -> bool:
    """True if nights lie far below the least of many earlier ones, none of which was very low."""
    least = min(earlier, default=0.0)
    return len(earlier) >= EVEN_NIGHTS and least >= 2 and max(values) < BELOW_LEAST * least


def _run(tonight: Tonight, past: Past) -> Iterator[tuple[Figures, float]]:
    """The night and up to two before it, the last first, each with the volume of the whole corpus."""
    yield {**tonight.figures, "night": tonight.night}, tonight.volume
    for row in reversed(past.rows[-(RUN - 1) :]):
        yield row, row["corpus_volume"] or 1.0


def _new(figures: Figures) -> float:
    return float(figures["new_stories"])


def _of_feed(url: str, name: str) -> Measure:
    def measure(figures: Figures) -> float | None:
        feed = next((feed for feed in figures["feeds"] if feed["url"] == url), None)
        return feed[name] if feed else None

    return measure


def _days(hours: float) -> str:
    return f"{timedelta(hours=hours).days} days" if hours >= 48 else f"{hours:.0f} hours"


NEWS: tuple[Check, ...] = (feed_empty, feed_stale, stale_pages, volume)
