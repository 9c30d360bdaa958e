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
