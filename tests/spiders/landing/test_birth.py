"""The day that the crawl takes a page to be from."""

import pytest

from spiders.frontier.visits import Visit
from spiders.landing.birth import dated
from spiders.links.links import PageLinks


@pytest.mark.parametrize(
    ("said", "born"),
    [
        ({}, None),
        ({"is_stated": True}, "2025-11-03"),
        ({"oldest": "2025-11-04"}, "2025-11-03"),
        ({"oldest": "2025-11-03"}, None),  # the feed would list it
    ],
)
def test_a_shown_day_counts_where_a_channel_says_something_of_the_story_or_of_all_newer_ones(said, born):
    visit = Visit("a.example/x", "http://a.example/x", "page", "a.example", 3)
    assert dated(visit, PageLinks(language="en", below_headline="By Ann Lee, 3 November 2025"), **said).born == born


@pytest.mark.parametrize(
    ("channel", "page", "born"),
    [
        ("2025-11-02", "2025-11-03T00:15:20+01:00", "2025-11-03"),  # 23:15 in UTC
        ("2025-11-01", "2025-11-03T00:15:20+01:00", "2025-11-01"),
        ("2025-11-04", "2025-11-03T18:00:00-05:00", "2025-11-03"),
        ("2025-11-02", None, "2025-11-02"),
        (None, "2025-11-03T18:00:00-05:00", "2025-11-03"),
    ],
)
def test_the_earliest_day_counts_but_for_that_before_the_pages_own(channel, page, born):
    visit = Visit("a.example/x", "http://a.example/x", "page", "a.example", 3, born=channel)
    assert dated(visit, PageLinks(language="en", published=page)).born == born
