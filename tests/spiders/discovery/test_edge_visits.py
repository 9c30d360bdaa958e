"""The day that a link gives its page: from its address or its channel, and only days that a calendar has."""

import pytest

from spiders.discovery.edge_visits import page_visit
from spiders.frontier.visits import Visit
from spiders.links.edges import Edge
from spiders.url_rules.keys import cached_key

LIST = Visit("a.example", "http://a.example/", "page", "a.example")


@pytest.mark.parametrize(
    ("path", "day"),
    [
        ("2026/11/25/mill-burns", "2026-11-25"),
        ("2026/11/25/", "2026-11-25"),
        ("news/2026-11-25-mill-burns", "2026-11-25"),
        ("20261125/mill-burns", "2026-11-25"),
        ("2026/1125/mill-burns", "2026-11-25"),
        ("2026/11/31-mill-burns/", None),  # the thirty-first story, as BlazeBlogger counts them
        ("2026/11/25-mill-burns/", None),
        ("2026/11/31/mill-burns/", None),
        ("2026-02-30-mill-burns", None),
        ("mill-burns", None),
    ],
)
def test_the_day_in_an_address(path: str, day: str | None) -> None:
    url = f"http://a.example/{path}"
    assert page_visit(LIST, Edge("nav", url, cached_key(url), 0), None, is_clock=False).born == day
