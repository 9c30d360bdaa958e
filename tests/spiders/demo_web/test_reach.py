"""What can be reached from the home pages, and how far away it is."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date
from urllib.parse import urldefrag, urljoin, urlsplit

import pytest

from spiders.demo_web.newsroom import newsroom
from spiders.demo_web.paper import paper
from spiders.demo_web.papers import build
from spiders.demo_web.related import depth_of
from spiders.demo_web.server import DEFAULT_PORTS, NIGHTS
from spiders.demo_web.site import Site


def clicks(site: Site, start: str, limit: int = 20, avoid: str = "/calendar/") -> dict[str, int]:
    """Paths by the least number of clicks from `start`, redirects counted as none."""
    base = f"http://127.0.0.1:{DEFAULT_PORTS[site.name]}"
    distance, frontier = {start: 0}, [start]
    for step in range(1, limit + 1):
        found = []
        for page in frontier:
            text = site.answer(page).body.decode("cp1252" if site.name == "demo_bote" else "utf-8", "replace")
            found += [urldefrag(urljoin(base + page, href)).url for href in re.findall(r'<a href="([^"]+)"', text)]
        paths = {_landing(site, url[len(base) :]) for url in found if url.startswith(base + "/")}
        frontier = sorted(path for path in paths - distance.keys() if not path.startswith(avoid))
        distance |= dict.fromkeys(frontier, step)
    return distance


def _landing(site: Site, target: str) -> str:
    headers = dict(site.answer(target).headers)
    return _landing(site, urlsplit(headers["Location"]).path) if "Location" in headers else target.partition("?utm")[0]


@pytest.mark.parametrize("night", NIGHTS)
def test_every_story_of_the_daily_is_within_five_clicks_and_some_are_exactly_five(night: date) -> None:
    site = build(night, DEFAULT_PORTS)["demo_daily"]
    reached = clicks(site, "/")
    depths = {story.path: reached.get(story.path) for story in newsroom().of("demo_daily", night)}
    assert None not in depths.values()
    if night == NIGHTS[0]:
        assert Counter(depths.values()) == {1: 6, 2: 44, 3: 16, 4: 10, 5: 8}
        assert all(depths[s.path] == depth_of(s) for s in newsroom().of("demo_daily", night))
    assert max(depth or 0 for depth in depths.values()) == 5


@pytest.mark.parametrize("night", NIGHTS)
@pytest.mark.parametrize("name", ["demo_herald", "demo_bote", "demo_digest", "demo_gazette"])
def test_every_story_of_the_others_is_in_their_sections(night: date, name: str) -> None:
    reached = clicks(build(night, DEFAULT_PORTS)[name], "/", limit=4)
    assert [s.path for s in newsroom().of(name, night) if s.path not in reached] == []


def test_forbidden_and_dirty_pages_are_linked() -> None:
    sites = build(NIGHTS[0], DEFAULT_PORTS)
    assert set(paper("demo_digest").members) <= clicks(sites["demo_digest"], "/", limit=1).keys()
    herald = paper("demo_herald")
    assert {herald.big, herald.dead_link} <= clicks(sites["demo_herald"], "/", limit=1).keys()


def test_there_are_about_four_hundred_pages() -> None:
    sites = build(NIGHTS[1], DEFAULT_PORTS)
    pages = {name: len(clicks(site, "/", limit=6)) for name, site in sites.items() if name != "ads"}
    assert 380 <= sum(pages.values()) <= 440
