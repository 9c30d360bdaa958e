"""What feeds and sitemaps say: of a page that redirects, and of one that is known already and was not captured again."""

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pyarrow.compute as pc
import pytest

from pipelines.dates.nights.channel_dates import channels_by_page
from pipelines.lake.delta import Lake
from pipelines.lake.home import Home
from tests.pipelines.corpus.duplicates.newsroom import Capture, story
from tests.pipelines.dates.desk import Dated, build

ONE, TWO, THREE = date(2026, 2, 2), date(2026, 2, 3), date(2026, 2, 4)
FERRY = Capture("paper", "ferry", story(2), ONE)
FEED = "Sun, 01 Feb 2026 16:45:00 +0100"


def fetch(key: str, dated: str | None = None, *, to: str | None = None) -> dict[str, Any]:
    channel = {"channel": "feed", "referrer": "https://a.example/rss", "date_raw": dated, "date_kind": "pubDate"}
    return {
        "source": "a",
        "url": f"https://a.example/{key}",
        "url_key": f"a.example/{key}",
        "outcome": "redirected" if to else "stored",
        "final_url": f"https://a.example/{to or key}",
        "channels": [channel],
    }


def test_what_is_said_of_a_redirect_is_said_of_where_it_leads() -> None:
    said = channels_by_page([fetch("go/1", FEED, to="go/2"), fetch("go/2", to="ferry"), fetch("ferry")])
    assert [c["date_raw"] for c in said["a", "a.example/ferry"]] == [FEED]


def test_where_many_redirect_to_one_page_their_dates_are_not_its_own() -> None:
    said = channels_by_page([fetch("go/1", FEED, to="consent"), fetch("go/2", FEED, to="consent"), fetch("consent")])
    assert ("a", "a.example/consent") not in said


def test_a_circle_of_redirects_ends() -> None:
    said = channels_by_page([fetch("x", FEED, to="y"), fetch("y", to="x")])
    assert ("a", "a.example/ferry") not in said


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    home = Home.at(tmp_path_factory.mktemp("advertised"))
    build(home, pages(), (ONE, TWO, THREE))
    return home


def pages() -> list[Dated]:
    later = [Capture(FERRY.source, FERRY.path, FERRY.text, night) for night in (TWO, THREE)]
    return [Dated(FERRY), *(Dated(capture, feed=FEED, unchanged=True) for capture in later)]


def test_a_feed_dates_a_page_that_has_not_changed_since(home: Home) -> None:
    [row] = Lake(home.lake).read("articles").to_pylist()
    assert row["published"] == "2026-02-01T16:45:00+01:00"
    assert row["published_at"] == datetime(2026, 2, 1, 15, 45, tzinfo=UTC)
    history = Lake(home.lake).read("date_history").to_pylist()
    assert [(h["night"], h["change"]) for h in history] == [(ONE, "first"), (TWO, "dated")]


def test_what_a_feed_repeats_every_night_is_recorded_once(home: Home) -> None:
    evidence = Lake(home.lake).read("date_evidence", where=pc.field("origin") == "feed:pubDate").to_pylist()
    assert [(e["night"], e["verdict"], e["evidence_url"]) for e in evidence] == [
        (TWO, "accepted", "https://paper.example/rss")
    ]


def test_the_order_of_nights_changes_nothing(home: Home, tmp_path: Path) -> None:
    told = Lake(home.lake).content_hash("date_evidence"), Lake(home.lake).content_hash("articles")
    for order in ((THREE, TWO, ONE), (TWO, THREE, ONE)):
        other = Home.at(tmp_path / "-".join(map(str, order)))
        hashes = build(other, pages(), order)
        assert (hashes["date_evidence"], hashes["articles"]) == told, order
