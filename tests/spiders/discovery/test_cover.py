"""Lists that are read again for old stories which no feed, sitemap or start page shows."""

from datetime import timedelta

import pytest

from pipelines.lake.values import PageKind
from spiders.discovery.cover import Cover
from spiders.frontier.memory import Page
from spiders.links.edges import Edge, pack
from spiders.sources.source import Source
from tests.spiders.discovery.conftest import FIRST, SECOND

PAPER = Source(name="paper", title="Paper", url="http://a.example/")


def know(frontier, name, kind, stories=(), *, resource="page", link="section", **more):
    """A page that the first night saw, with links to stories."""
    edges = [Edge(link, f"http://a.example/{story}", f"a.example/{story}", 0) for story in stories]
    nights = [FIRST.isoformat()] * 4
    key = f"a.example/{name}".removesuffix("/")
    frontier.memory.remember(Page(key, f"http://a.example/{name}", resource, kind, *nights, edges=pack(edges), **more))


def stories(frontier, *numbers):
    names = [f"story-{number}" for number in numbers]
    for name in names:
        know(frontier, name, PageKind.ARTICLE)
    return names


def read_again(frontier, night=SECOND):
    return [visit.key.removeprefix("a.example/") for visit in Cover(PAPER, frontier.memory, night).due()]


def test_the_further_pages_that_alone_show_old_stories_are_read(frontier):
    names = stories(frontier, *range(15))
    know(frontier, "", PageKind.LISTING, names[:5])
    know(frontier, "page/2", PageKind.LISTING, names[5:10])
    know(frontier, "page/3", PageKind.LISTING, names[10:])
    know(frontier, "tag/flood", PageKind.LISTING, names[8:11])
    assert read_again(frontier) == ["page/2", "page/3"]


def test_one_archive_of_all_stories_is_read_instead_of_further_pages(frontier):
    names = stories(frontier, *range(15))
    know(frontier, "archive", PageKind.LISTING, names)
    know(frontier, "page/2", PageKind.LISTING, names[5:10])
    assert read_again(frontier) == ["archive"]


@pytest.mark.parametrize(("resource", "link"), [("sitemap", "sitemap"), ("feed", "feed")])
def test_no_list_is_read_for_stories_that_a_channel_lists(frontier, resource, link):
    names = stories(frontier, *range(15))
    know(frontier, "channel.xml", None, names[:13], resource=resource, link=link)
    know(frontier, "page/2", PageKind.LISTING, names[5:])  # two that nothing else shows
    assert read_again(frontier) == []


def test_a_channel_that_is_gone_lists_nothing(frontier):
    names = stories(frontier, *range(15))
    know(frontier, "sitemap.xml", None, names, resource="sitemap", link="sitemap", gone=1)
    know(frontier, "archive", PageKind.LISTING, names)
    assert read_again(frontier) == ["archive"]


def test_no_list_is_read_for_what_is_gone_or_no_story_and_no_story_for_its_links(frontier):
    for number in range(5):
        know(frontier, f"gone-{number}", PageKind.ARTICLE, gone=1)
        know(frontier, f"house-{number}", PageKind.OTHER)
    know(
        frontier, "page/2", PageKind.LISTING, [f"{kind}-{number}" for kind in ("gone", "house") for number in range(5)]
    )
    know(frontier, "a-story", PageKind.ARTICLE, stories(frontier, *range(5)))
    assert read_again(frontier) == []


def test_many_lists_take_turns_within_a_week(frontier):
    names = stories(frontier, *range(300))
    for number in range(60):
        know(frontier, f"page/{number}", PageKind.LISTING, names[number * 5 : number * 5 + 5])
    nights = [read_again(frontier, SECOND + timedelta(days=days)) for days in range(5)]
    assert sorted(key for keys in nights for key in keys) == sorted(f"page/{number}" for number in range(60))
    assert max(map(len, nights)) < 25
