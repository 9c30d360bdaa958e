"""Feeds and sitemaps whose dates are no page's: comments, clocks, and feeds that contradict what their pages state."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import permutations
from pathlib import Path
from typing import Any

import pytest

from pipelines.dates.judge.feed_trust import FeedTrust
from pipelines.dates.judge.masthead import place_of
from pipelines.dates.judge.rules import Evidence
from pipelines.dates.model import Candidate, Origin
from pipelines.dates.nights.channel_refusals import channel_refusals
from pipelines.lake.delta import Lake
from pipelines.lake.home import Home
from tests.pipelines.corpus.duplicates.newsroom import Capture, story
from tests.pipelines.dates.desk import Dated, build

FETCHED = datetime(2025, 11, 5, 2, 0, tzinfo=UTC)
DAYS = [f"{day:02} Nov 2025 10:{day:02}:00 +0000" for day in range(1, 5)]
BUILT = "04 Nov 2025 21:15:30 +0000"
PAGES = ("flood", "dam", "ferry", "bridge")
FEED = "https://a.example/rss.xml"


def row(page: str, *dates: str, kind: str = "pubDate", feed: str = FEED, anchor: str | None = None) -> dict[str, Any]:
    said = {
        "channel": "sitemap" if "sitemap" in feed else "feed",
        "referrer": feed,
        "anchor": anchor,
        "date_kind": kind,
    }
    channels = [said | {"position": place, "date_raw": raw} for place, raw in enumerate(dates)]
    return {"source": "a", "url": f"https://a.example/{page}", "url_key": f"a.example/{page}", "channels": channels}


def answer(feed: str = FEED, modified: str | None = None, at: datetime = FETCHED) -> dict[str, Any]:
    return {
        "source": "a",
        "url": feed,
        "url_key": feed.removeprefix("https://"),
        "channels": [],
        "last_modified": modified,
        "fetched_at": at,
    }


def reasons(*rows: dict[str, Any]) -> list[str | None]:
    """The rule that refuses each dated channel, page by page."""
    return [reason for told in channel_refusals(rows).values() for _, reason in told]


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        ([row("flood", BUILT, feed="https://a.example/flood/feed/")], ["comment-feed"]),
        ([row("?p=24", BUILT, feed="https://a.example/?feed=rss2&p=24")], ["comment-feed"]),
        ([row("flood", BUILT, feed="https://a.example/comments/feed/")], ["comment-feed"]),
        ([row("flood", DAYS[0], DAYS[1])], ["several-items-of-one-page"] * 2),  # two items of one feed, of one page
        ([row("flood", DAYS[0], DAYS[0])], [None, None]),  # one story, listed twice
        ([row("flood", DAYS[0], DAYS[1]), row("dam", DAYS[2])], [*["several-items-of-one-page"] * 2, None]),
        ([row("flood", DAYS[0], DAYS[1]), row("dam", DAYS[2], DAYS[3])], ["comment-feed"] * 4),
        (
            [row("flood", DAYS[0], anchor="Comment on Flood by Jane"), row("dam", DAYS[1], anchor="Dam holds")],
            [None, None],
        ),
        ([row("flood", DAYS[0], anchor="By: Jane"), row("dam", DAYS[1], anchor="By: Max")], ["comment-feed"] * 2),
        ([row("flood", DAYS[0], kind="comment")], ["comment-feed"]),
        ([row("flood", DAYS[0], kind="lastBuildDate")], ["clock-of-the-feed"]),
        (
            [row("", DAYS[0], feed="https://a.example/feed/"), row("flood", DAYS[1], feed="https://a.example/feed/")],
            [None] * 2,
        ),
    ],
)
def test_a_feed_of_comments_is_known_by_what_an_archive_holds(
    rows: list[dict[str, Any]], told: list[str | None]
) -> None:
    assert reasons(*rows) == told


@pytest.mark.parametrize(
    ("dates", "sent", "told"),
    [
        (DAYS, answer(), [None] * 4),
        ([BUILT] * 4, answer(), ["one-minute-on-most-items"] * 4),
        ([BUILT] * 3 + DAYS[:1], answer(), [None] * 4),  # three in four, but of three pages
        (
            [BUILT, "04 Nov 2025 21:16:02 +0000", DAYS[0]],
            answer(modified=f"Tue, {BUILT}"),
            ["clock-of-the-feed"] * 2 + [None],
        ),
        (
            [DAYS[3], *DAYS[:3]],
            answer(modified=f"Tue, {DAYS[3]}"),
            [None] * 4,
        ),  # the newest story's own, as WordPress sends it
        (["05 Nov 2025 01:59:40 +0000", *DAYS[:3]], answer(), ["clock-of-the-feed"] + [None] * 3),
        (["04 Nov 2025 00:00:00 +0000"] * 4, answer(), [None] * 4),  # a day that a program filled up
    ],
)
def test_a_clock_is_no_date(dates: list[str], sent: dict[str, Any], told: list[str | None]) -> None:
    assert reasons(*map(row, PAGES, dates), sent) == told


def test_a_sitemap_that_carries_the_build_time_is_a_clock_and_its_lastmod_is_nothing_else() -> None:
    news = "https://a.example/news-sitemap.xml"
    listed = [row(page, "2025-11-04T21:15:30Z", kind="publication_date", feed=news) for page in PAGES]
    assert reasons(*listed) == ["one-minute-on-most-items"] * 4
    touched = [row(page, "2025-11-04T21:15:30Z", kind="lastmod", feed=news) for page in PAGES]
    assert reasons(*touched) == [None] * 4  # of a change: no rule takes it for publication


# ---- feeds against pages


def evidence(origin: str, value: str, feed: str | None = None) -> Evidence:
    context = "byline" if feed is None else None
    c = Candidate(
        "published", Origin.read(origin), value, value, 0 if "T" in value else None, "written", "day", context, 0
    )
    return Evidence(c, FETCHED, feed)


def trusting(pairs: list[tuple[str, str]], *clocks: Any) -> dict[Any, str]:
    """Feeds in doubt, where each story has (day in its page's byline, date in the feed) and `clocks` are places of clocks."""
    trust = FeedTrust()
    for number, (page, feed) in enumerate(pairs):
        for e in (evidence("time", page), evidence("feed:pubDate", feed, FEED)):
            trust.add("a", str(number), e, place_of("a", e.candidate))
    return trust.doubted(clocks)


SAME, OTHER = ("2025-10-03", "2025-10-03T08:00:00+00:00"), ("2017-10-03", "2025-10-03T08:00:00+00:00")


@pytest.mark.parametrize(
    ("pairs", "doubted"),
    [
        ([SAME] * 6, False),
        ([OTHER] * 2, False),  # too few to say
        ([OTHER] * 3, True),
        ([OTHER] * 3 + [SAME] * 6, True),
        ([OTHER] * 3 + [SAME] * 7, False),  # less than a third
        ([("2025-10-03", "2025-10-04T08:00:00+00:00")] * 4, False),  # the 3rd lasts that long in the west
    ],
)
def test_a_feed_earns_its_trust_against_what_pages_state(pairs: list[tuple[str, str]], doubted: bool) -> None:
    assert trusting(pairs) == ({("a", FEED): "feed-contradicts-pages"} if doubted else {})


def test_what_a_page_shows_where_a_clock_stands_speaks_against_no_feed() -> None:
    assert trusting([OTHER] * 3, place_of("a", evidence("time", OTHER[0]).candidate)) == {}


def said_again(stories: list[list[str | list[str]]], zone: str = "written") -> dict[Any, str]:
    """Feeds in doubt, where a feed gave each story these dates, one or several a night; `zone` settled those with a zone."""
    trust = FeedTrust()
    for number, dates in enumerate(stories):
        for nights, told in enumerate(dates):
            for value in [told] if isinstance(told, str) else told:
                e = replace(evidence("feed:pubDate", value, FEED), fetched_at=FETCHED + timedelta(days=nights))
                settled = replace(e.candidate, zone_source=zone if len(value) > 19 else "none")
                trust.add("a", str(number), replace(e, candidate=settled), None)
    return trust.doubted(())


STANDS, MOVES = ["2025-11-04T18:00:00+00:00"] * 2, ["2025-11-04T18:00:00+00:00", "2025-11-05T18:00:00+00:00"]
EDITED = ["2025-11-04T09:00:00+00:00", "2025-11-04T15:00:00+00:00"]
LOCAL = "2025-11-04T18:00:00"


@pytest.mark.parametrize(
    ("stories", "doubted"),
    [
        ([MOVES] * 4, True),
        ([[*MOVES, "2025-11-06T19:30:00+00:00"]] * 4, True),
        ([["2025-11-04", "2025-11-05"]] * 4, True),
        ([[LOCAL, "2025-11-05T17:00:00"]] * 4, True),
        ([[["2025-11-04T18:00:00+00:00", "2025-11-04"], ["2025-11-05T18:00:00+00:00", "2025-11-05"]]] * 4, True),
        ([MOVES] * 3, False),  # too few to say
        ([MOVES] * 6 + [STANDS] * 4, True),
        ([MOVES] * 5 + [STANDS] * 4, False),  # the paper dates anew what it changed
        ([MOVES] * 4 + [STANDS[:1]] * 20, True),  # of those that were seen once nothing is known
        ([EDITED] * 9, False),  # in the hour of an edit
        ([["2025-11-03T09:00:00+00:00", "2025-11-04T15:00:00+00:00"]] * 9, False),
        ([[*MOVES, "2025-11-05T18:00:00+00:00"]] * 9, False),  # moved once and stood
        ([MOVES[::-1]] * 9, False),  # backwards
        ([["2025-11-02", "2025-11-04"]] * 9, False),  # two days in one night
        ([["2025-11-04T18:00:00+00:00", "2025-11-04T18:00:09+00:00"]] * 9, False),
        ([["2025-11-04T18:00:00+00:00", "2025-11-04T20:00:00+02:00"]] * 9, False),  # the same instant
        ([[["2025-11-04T18:00:00+01:00", LOCAL]] * 2] * 9, False),  # two fields of different kinds
        ([[["2025-11-04T18:00:00+00:00", "2025-11-04"]] * 2] * 9, False),
        ([["2025-11-04", "2025-11-05T02:00:00+00:00"]] * 9, False),
    ],
)
def test_a_feed_that_dates_its_stories_anew_every_night_is_a_clock(
    stories: list[list[str | list[str]]], doubted: bool
) -> None:
    assert said_again(stories) == ({("a", FEED): "feed-contradicts-pages"} if doubted else {})


def test_a_zone_learned_between_two_nights_moves_no_story() -> None:
    far = "2025-11-04T18:00:00-12:00"
    assert said_again([[LOCAL, far]] * 9, "learned:6") == {}
    assert said_again([["2025-11-04T18:00:00+12:00", far]] * 9, "learned:6") == {}  # 24 hours, by the zone alone


ONE, TWO = date(2026, 2, 2), date(2026, 2, 3)


def shown(day: str) -> dict[str, Any]:
    return {
        "role": "published",
        "origin": "time",
        "raw": day,
        "value": day,
        "utc_offset_minutes": None,
        "zone_source": "none",
        "precision": "day",
        "context": "byline",
        "position": 0,
    }


def pages() -> list[Dated]:
    """A blog whose feed says when it was moved to a new system, and whose pages show their years; one page shows none."""
    stories = [Capture("paper", f"story-{n}", story(n), TWO if n % 2 else ONE) for n in range(2, 8)]
    told = [
        Dated(c, offers=(shown(f"2018-03-0{n}"),), feed=f"Wed, 14 Jan 2026 09:0{n}:00 +0100")
        for n, c in enumerate(stories, 1)
    ]
    bare = Capture("paper", "bare", story(9), TWO)
    return [*told, Dated(bare, feed="Thu, 15 Jan 2026 10:30:00 +0100")]


def test_a_feed_that_contradicts_its_pages_dates_nothing_in_whatever_order(tmp_path: Path) -> None:
    hashes = []
    for order in permutations((ONE, TWO)):
        home = Home.at(tmp_path / str(order[0]))
        hashes.append(build(home, pages(), order))
        articles = Lake(home.lake).read("articles").to_pylist()
        days = {row["url"].rpartition("/")[2]: row["published"] for row in articles}
        assert days.pop("bare") is None
        assert sorted(days.values()) == [f"2018-03-0{n}" for n in range(1, 7)]
    assert hashes[0] == hashes[1]
    again = Lake(home.lake).read("date_evidence").to_pylist()
    assert {r["reason"] for r in again if r["origin"] == "feed:pubDate" and r["night"] == TWO} == {
        "feed-contradicts-pages"
    }


def listed_twice(hours: dict[int, int]) -> list[Dated]:
    """Twelve stories whose pages stand; a feed dates each on the first night and, at another hour if told, on the second."""
    found = []
    for n in range(1, 13):
        capture = Capture("paper", f"story-{n}", story(n), ONE)
        again = f"0{1 + hours.get(n, 9) // 24} Feb 2026 {hours.get(n, 9) % 24:02}:{n:02}:00 +0100"
        found.append(Dated(capture, feed=f"01 Feb 2026 09:{n:02}:00 +0100", feed_read=True))
        found.append(Dated(replace(capture, night=TWO), feed=again, unchanged=True, feed_read=True))
    fresh = Capture("paper", "fresh", story(20), TWO)
    return [*found, Dated(fresh, feed="Mon, 02 Feb 2026 10:30:00 +0100", feed_read=True)]


@pytest.mark.parametrize(
    ("hours", "dated"),
    [({}, 13), (dict.fromkeys(range(1, 5), 15), 13), (dict.fromkeys(range(1, 13), 33), 0)],
)
def test_stories_edited_on_the_same_day_cost_no_other_its_date(
    tmp_path: Path, hours: dict[int, int], dated: int
) -> None:
    home = Home.at(tmp_path)
    build(home, listed_twice(hours), (ONE, TWO))
    articles = Lake(home.lake).read("articles").to_pylist()
    assert (len(articles), sum(row["published"] is not None for row in articles)) == (13, dated)
