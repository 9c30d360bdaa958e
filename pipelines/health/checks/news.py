"""Does the source bring news? Checks for empty or stale feeds, yesterday's front page, and fewer stories than usual."""

from __future__ import annotations

from datetime import timedelta

from pipelines.health.past import Figures, Past, few
from pipelines.health.seen import count_of, median
from pipelines.health.tonight import ERROR, WARNING, Check, Found, Tonight, figure_part
from pipelines.health.tonight import new_stories as new_stories_of
from pipelines.health.volume import EXPECTED, Measure, Usual, new_stories, rounded
from pipelines.lake.values import ANSWERED, FetchOutcome, HealthCheck

MIN_FEED_NIGHTS = 3
"""An empty feed is a finding if it had entries on at least this many nights, and no night was without entries."""
RUN_NIGHTS = 6
"""Nights in a row that are judged together."""
OLD_HOURS, OLDER_FACTOR = 72.0, 3.0
"""Age of a feed's newest entry: in hours, and as a factor above its highest usual age."""
MANY_STORIES, MANY_TIMES = 50, 8
MAX_CHANCE = 0.01
"""An unchanged start page is a finding if chance makes so few new stories less often than this."""
MIN_CHANGED_NIGHTS = 7
"""The start page must have changed on at least this many nights, and on all of them."""
UNSOUND = frozenset((
    HealthCheck.NO_ANSWER, HealthCheck.TIMEOUTS, HealthCheck.SERVER_ERRORS, HealthCheck.TOO_MANY_REQUESTS,
    HealthCheck.REFUSED, HealthCheck.ROBOTS, HealthCheck.MOVED, HealthCheck.GONE, HealthCheck.CHALLENGE,
    HealthCheck.NOT_FOUND, HealthCheck.CONSENT_WALL, HealthCheck.LOGIN_WALL, HealthCheck.CUT_SHORT,
    HealthCheck.SCRIPT_ONLY, HealthCheck.FEED_EMPTY, HealthCheck.FEED_STALE, HealthCheck.STALE_PAGES,
    HealthCheck.VOLUME, HealthCheck.REPEATED, HealthCheck.LOOPS,
))  # fmt: skip
"""A finding of one of these checks explains few stories; such a night is not used to measure the usual number."""


def feed_empty(tonight: Tonight) -> Found | None:
    """A feed that always had entries is empty or does not answer."""
    past = tonight.past.of(HealthCheck.FEED_EMPTY)
    for feed in tonight.figures["feeds"]:
        before = past.levels(_of_feed(feed["url"], "entries"))
        if len(before) < MIN_FEED_NIGHTS or min(before) < 1 or (feed["entries"] or 0) > 0:
            continue
        what = "lists nothing" if feed["outcome"] in ANSWERED else f"was not to be had ({feed['outcome']})"
        return Found(
            HealthCheck.FEED_EMPTY, WARNING, f"a feed {what} (usually {median(before):.0f} entries)", feed["url"]
        )
    return None


def nothing_found(tonight: Tonight) -> Found | None:
    """No story tonight, and none on any night before: the list is drawn by scripts, or the file names the wrong page."""
    check, figures = HealthCheck.NOTHING_FOUND, tonight.figures
    reached = figures["answered"] or count_of(figures["outcomes"], FetchOutcome.REDIRECTED)
    if figures["stories"] or not reached or any(row["stories"] for row in tonight.past.of(check).rows):
        return None
    sentence = "no story was found on any night: scripts may draw its lists ('feeds' or 'render: auto' may help)"
    return Found(check, WARNING, sentence, tonight.example("start"))


def list_by_form(tonight: Tonight) -> Found | None:
    """A list goes on only if a form is sent: what is behind its first part is not seen."""
    url = tonight.example(HealthCheck.LIST_BY_FORM)
    sentence = "a list goes on behind a form, which a crawl never sends: older stories are not seen ('feeds' may help)"
    return Found(HealthCheck.LIST_BY_FORM, WARNING, sentence, url) if url else None


def feed_stale(tonight: Tonight) -> Found | None:
    """A feed has no entry from the last day, although it usually has some."""
    past = tonight.past.of(HealthCheck.FEED_STALE)
    for feed in tonight.figures["feeds"]:
        age = feed["age_hours"]
        if age is None or feed["fresh"]:
            continue
        ages = past.levels(_of_feed(feed["url"], "age_hours"))
        old = len(ages) >= MIN_FEED_NIGHTS and age > max(OLD_HOURS, OLDER_FACTOR * max(ages))
        if old or (age > 24 and _is_little(tonight, past, _of_feed(feed["url"], "fresh"))):
            usual = median(past.levels(_of_feed(feed["url"], "fresh"))) or 0.0
            sentence = f"a feed's newest entry is {_days(age)} old, none is of the last day (usually {usual:.0f})"
            return Found(HealthCheck.FEED_STALE, WARNING, sentence, feed["url"])
    return None


def stale_pages(tonight: Tonight) -> Found | None:
    """The start pages, which changed every night, are the same as the night before, and there are few new stories."""
    past = tonight.past.of(HealthCheck.STALE_PAGES)
    changed = past.levels(lambda figures: figures["start_unchanged"])
    if not tonight.figures["start_unchanged"] or len(changed) < MIN_CHANGED_NIGHTS or any(changed):
        return None
    usual = _usual(tonight, past, new_stories).on(tonight.night)
    if usual is None or few(tonight.figures["new_stories"], EXPECTED * usual) > MAX_CHANCE:
        return None
    sentence = f"the start pages are those of the night before, with {tonight.figures['new_stories']} new stories"
    return Found(HealthCheck.STALE_PAGES, WARNING, f"{sentence} (usually {usual:.0f})", tonight.example("start"))


def volume(tonight: Tonight) -> Found | None:
    """Far fewer new stories than on similar nights, or far more."""
    past, new = tonight.past.of(HealthCheck.VOLUME), tonight.figures["new_stories"]
    most = max(past.levels(new_stories), default=0)
    if not past.is_short and new > max(MANY_STORIES, MANY_TIMES * most):
        sentence = f"{new} new stories, {MANY_TIMES} times as many as ever before and more"
    elif _is_little(tonight, past, new_stories):
        usual = rounded(_usual(tonight, past, new_stories).on(tonight.night))
        said = "its file expects" if tonight.night.weekday() in tonight.expected else "usually"
        sentence = f"{new} new stories ({said} {usual} on a {tonight.night:%A})"
    else:
        return None
    return Found(HealthCheck.VOLUME, WARNING, sentence, tonight.example("start"))


def repeated(tonight: Tonight) -> Found | None:
    """Many new stories are known ones at new addresses: a new system, or visit counters in its links."""
    doubled = tonight.unusual(HealthCheck.REPEATED, figure_part("doubled", new_stories_of), least=DOUBLED, rise=DOUBLED)
    url = tonight.example("repeated")
    if doubled is not None:
        sentence = f"{doubled.words} new stories are at other addresses, too, that answer: each would be two articles"
        return Found(HealthCheck.REPEATED, ERROR, sentence, url)
    found = tonight.unusual(HealthCheck.REPEATED, figure_part("repeated", new_stories_of))
    if found is None:  # where the former addresses no longer answer, the works are the same
        return None
    return Found(HealthCheck.REPEATED, WARNING, f"{found.words} new stories were known at other addresses", url)


DOUBLED = 0.25
"""Share of new stories, and its minimum rise."""


def _is_little(tonight: Tonight, past: Past, measure: Measure) -> bool:
    """True if a night, together with up to two low nights before it, has too few to be chance."""
    run = [{**tonight.figures, "night": tonight.night}, *reversed(past.rows[-(RUN_NIGHTS - 1) :])]
    return _usual(tonight, past, measure).is_little(run)


def _usual(tonight: Tonight, past: Past, measure: Measure) -> Usual:
    expected = tonight.expected if measure is new_stories else {}
    return Usual(past.without(UNSOUND), measure, tonight.levels, expected)


def _of_feed(url: str, name: str) -> Measure:
    def measure(figures: Figures) -> float | None:
        feed = next((feed for feed in figures["feeds"] if feed["url"] == url), None)
        return feed[name] if feed else None

    return measure


def _days(hours: float) -> str:
    return f"{timedelta(hours=hours).days} days" if hours >= 48 else f"{hours:.0f} hours"


FEEDS: tuple[Check, ...] = (feed_empty, feed_stale)
NEWS: tuple[Check, ...] = (nothing_found, list_by_form, *FEEDS, repeated, stale_pages, volume)
