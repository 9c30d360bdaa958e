"""What contradiction costs: how page, address and feed stand to a day, and the confidence that follows."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from pipelines.dates.judge.decision import Decision, decide
from pipelines.dates.judge.rules import Evidence
from pipelines.dates.model import Candidate, Origin

FETCHED = datetime(2026, 2, 2, 9, 0, tzinfo=UTC)
FEED, DATA, META = "feed:pubDate", "jsonld:NewsArticle.datePublished", "meta:article:published_time"


def judged(**told: str) -> Decision:
    """The decision over days by who tells them: feed data meta time url."""
    origins = {"feed": FEED, "data": DATA, "meta": META, "time": "time", "url": "url"}
    pieces = []
    for place, (who, day) in enumerate(told.items()):
        context = "byline" if who == "time" else None
        c = Candidate("published", Origin.read(origins[who]), day, day, None, "none", "day", context, place)
        pieces.append(Evidence(c, FETCHED, "https://a.example/feed" if who == "feed" else None))
    return decide(pieces, seen=FETCHED)


@pytest.mark.parametrize(
    ("told", "state", "published"),
    [
        ({"feed": "2025-11-03"}, "alone", "2025-11-03"),
        ({"feed": "2025-11-03", "time": "2025-11-03"}, "agreed", "2025-11-03"),
        ({"data": "2025-11-03", "url": "2025-11-03"}, "agreed", "2025-11-03"),
        ({"data": "2025-11-03", "meta": "2025-11-03"}, "declared", "2025-11-03"),
        ({"data": "2025-11-03", "feed": "2025-11-03"}, "declared", "2025-11-03"),
        ({"feed": "2025-11-03", "time": "2025-11-09"}, "contested", "2025-11-03"),
        ({"feed": "2025-11-03", "url": "2025-11-09"}, "contested", "2025-11-03"),
        ({"feed": "2025-11-03", "time": "2025-11-03", "url": "2025-11-09"}, "disputed", "2025-11-03"),
        ({"data": "2025-11-03", "time": "2025-11-04", "url": "2025-11-05"}, "contested", "2025-11-03"),
        (
            {"feed": "2025-11-03", "time": "2017-06-01", "url": "2017-06-01"},
            "disputed",
            "2017-06-01",
        ),  # the page outvotes it
        ({"data": "2025-11-03", "meta": "2025-11-03", "url": "2017-06-01"}, "contested", "2025-11-03"),
        ({"data": "2017-06-01", "meta": "2017-06-01", "url": "2025-11-03"}, "contested", "2017-06-01"),
        ({"data": "2025-11-03", "time": "2025-11-03", "url": "2017-06-01"}, "disputed", "2025-11-03"),
    ],
)
def test_page_address_and_feed_agree_or_contradict(told: dict[str, str], state: str, published: str) -> None:
    found = judged(**told)
    assert (found.state, found.date.published) == (state, published)


def test_a_month_in_the_address_agrees_with_an_instant_that_another_zone_has_in_it() -> None:
    def piece(origin: str, value: str, offset: int | None, precision: str, place: int) -> Evidence:
        context = "byline" if origin == "time" else None
        c = Candidate("published", Origin.read(origin), value, value, offset, "none", precision, context, place)
        return Evidence(c, FETCHED, "https://a.example/feed" if origin == FEED else None)

    found = decide(
        [
            piece(FEED, "2025-11-30T18:10:09+00:00", 0, "instant", 0),
            piece("time", "2025-12-01T01:10:09+07:00", 420, "instant", 1),
            piece("url", "2025-12", None, "month", 2),
        ],
        seen=FETCHED,
    )
    assert (found.date.published, found.state) == ("2025-12-01T01:10:09+07:00", "agreed")


@pytest.mark.parametrize(
    "told", [{"feed": "2025-11-03", "time": "2025-11-09"}, {"data": "2025-11-03", "url": "2025-11-09"}]
)
def test_a_contested_date_is_far_from_certain(told: dict[str, str]) -> None:
    assert judged(**told).date.confidence < 0.9


@pytest.mark.parametrize(
    ("origin", "changed", "state"),
    [
        (DATA, "2025-11-03", "overtaken"),
        (DATA, "2025-01-20", "contested"),  # an update of these days
        (META, "2025-11-03", "contested"),
    ],
)
def test_a_lone_statement_loses_to_a_change_a_month_later_in_the_place_of_the_publication(
    origin: str, changed: str, state: str
) -> None:
    stated = Candidate("published", Origin.read(origin), "2025-01-05", "2025-01-05", None, "none", "day", "head", 0)
    modified = replace(stated, role="modified", raw=changed, value=changed, position=1)
    shown = replace(stated, origin=Origin.read("time"), raw=changed, value=changed, context="byline", position=2)
    found = decide([Evidence(c, FETCHED) for c in (stated, modified, shown)], seen=FETCHED)
    assert (found.state, found.date.guess) == (state, "2025-01-05")
    assert found.date.published == (None if state == "overtaken" else "2025-01-05")
