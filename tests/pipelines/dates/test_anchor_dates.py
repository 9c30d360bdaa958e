"""Listings show a story's day as a link to it: the only date of many a theme."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from pipelines.dates.nights.channel_dates import anchor_channel
from pipelines.dates.read.reading import whole_day
from pipelines.dates.trust import confidence
from pipelines.lake.delta import Lake
from pipelines.lake.home import Home
from tests.pipelines.corpus.duplicates.newsroom import Capture, story
from tests.pipelines.dates.desk import Dated, build, stated

ONE, TWO = date(2026, 2, 2), date(2026, 2, 3)


def link(anchor: str | None, channel: str = "section", referrer: str = "https://a.example/news") -> dict[str, Any]:
    return {"channel": channel, "referrer": referrer, "anchor": anchor, "position": 1}


@pytest.mark.parametrize(
    ("links", "day"),
    [
        ([link("Ferry sinks"), link("1 February 2026")], "1 February 2026"),
        ([link("1 February 2026"), link("2026-02-01", referrer="https://a.example/b")], "2026-02-01"),
        ([link("1 February 2026"), link("3 February 2026", referrer="https://a.example/b")], None),  # which one?
        ([link("5 February 2026", referrer="https://a.example/ferry#comment-7")], None),  # a comment's own address
        ([link("1 February 2026", "feed")], None),  # a feed's title
        ([link("Ferry sinks"), link(None)], None),
    ],
)
def test_a_link_that_is_a_day_dates_its_story(links: list[dict[str, Any]], day: str | None) -> None:
    shown = anchor_channel("a.example/ferry", links)
    assert (shown["date_raw"] if shown else None) == day


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("24 de noviembre de 2026", "2026-11-24"),
        ("24. November 2026", "2026-11-24"),
        ("November 2026", None),
        ("24 November", None),
        ("03/04/2026", None),
        ("The night of 24 November 2026", None),
    ],
)
def test_only_a_whole_day_counts(text: str, day: str | None) -> None:
    assert whole_day(text) == day


def test_a_story_whose_page_has_no_date_has_that_of_the_listings(tmp_path: Path) -> None:
    bare, own = Capture("paper", "ferry", story(2), ONE), Capture("paper", "mill", story(3), ONE)
    again = Capture("paper", "ferry", story(2), TWO)
    pages = [
        Dated(bare, listed="1 February 2026"),
        Dated(own, offers=(stated("2026-01-30T10:00:00+01:00"),), listed="1 February 2026"),
        Dated(again, listed="1 February 2026", unchanged=True),
    ]
    home = Home.at(tmp_path)
    build(home, pages, (ONE, TWO))
    rows = {row["url"].rsplit("/", 1)[-1]: row for row in Lake(home.lake).read("articles").to_pylist()}
    ferry = rows["ferry"]
    assert (ferry["published"], ferry["published_basis"]) == ("2026-02-01", "listing-link: listing:anchor")
    assert ferry["published_confidence"] == pytest.approx(
        confidence("address", "alone")
    )  # as the day of an address alone
    assert rows["mill"]["published"] == "2026-01-30T10:00:00+01:00"
    seen = [row for row in Lake(home.lake).read("date_evidence").to_pylist() if row["origin"] == "listing:anchor"]
    assert sorted((row["night"], row["evidence_url"]) for row in seen if row["article_id"] == ferry["article_id"]) == [
        (ONE, "https://paper.example/news?page=2")
    ]
