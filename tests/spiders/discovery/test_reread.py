"""What a list says that is read again: changed, unchanged, dropped, and that a clock says nothing."""

import pytest

from pipelines.lake.values import PageKind
from spiders.discovery.reread import Reread
from spiders.frontier.frontier import Frontier
from spiders.frontier.memory import Page
from spiders.links.edges import Edge, content_state

STORIES = [f"a.example/story-{number}" for number in range(10)]


@pytest.fixture
def reread(tmp_path):
    frontier = Frontier(tmp_path / "paper.sqlite", "2025-11-04")
    for key in STORIES[:9]:
        nights = ["2025-11-03"] * 4
        frontier.memory.remember(Page(key, f"http://{key}", "page", PageKind.ARTICLE, *nights))
    yield Reread(frontier.memory)
    frontier.close()


def sitemap(days, *, kind="sitemap", whole=True):
    """A sitemap of STORIES with these days of their last change."""
    return [
        Edge(kind, f"http://{key}", key, place, None, (("lastmod", day),), state=content_state(day, whole=whole))
        for place, (key, day) in enumerate(zip(STORIES, days, strict=False))
    ]


def days(*changed, base="2025-10-0{}"):
    return ["2025-11-03" if n in changed else base.format(n % 9 + 1) for n in range(10)]


def test_another_lastmod_is_a_change_and_the_same_is_none(reread):
    reread.read("map", sitemap(days()), sitemap(days(2)))
    touched = [key for key in STORIES if reread.touched("map", Edge("sitemap", "", key, 0), "2025-11-03")]
    assert touched == [STORIES[2]]
    assert [reread.vouched(key, surely=False) for key in STORIES] == [n != 2 for n in range(10)]


def test_a_sitemap_that_never_told_of_a_change_vouches_for_no_fresh_story(reread):
    reread.read("map", sitemap(days()), sitemap(days()))
    assert not reread.vouched(STORIES[0], surely=True)
    reread.read("map", sitemap(days()), sitemap(days(9)))  # the last is no known story
    assert not reread.vouched(STORIES[0], surely=True)
    reread.read("map", sitemap(days()), sitemap(days(2)))
    assert reread.vouched(STORIES[0], surely=True)


def test_a_feed_that_shows_the_whole_text_vouches_for_fresh_stories_and_its_beginning_for_none(reread):
    reread.read("whole", sitemap(days(), kind="feed"), sitemap(days(), kind="feed"))
    assert reread.vouched(STORIES[0], surely=True)
    other = Reread(reread.memory)
    other.read("part", sitemap(days(), kind="feed", whole=False), sitemap(days(4), kind="feed", whole=False))
    assert not other.vouched(STORIES[0], surely=False)
    assert other.changed == {STORIES[4]}


def test_where_most_items_move_at_once_it_is_a_clock(reread):
    reread.read("map", sitemap(["2025-11-02"] * 10), sitemap(["2025-11-03"] * 10))
    assert not reread.changed
    assert not any(reread.touched("map", edge, "2025-11-03") for edge in sitemap(["2025-11-03"] * 10))
    assert not any(reread.vouched(key, surely=False) for key in STORIES)


def test_what_is_new_in_a_list_is_judged_by_its_day(reread):
    old, new = sitemap(days())[:5], sitemap(days(7))
    assert reread.read("map", old, new) == []
    assert reread.added == set(STORIES[5:])
    touched = [edge.key for edge in new if reread.touched("map", edge, "2025-11-03")]
    assert touched == [STORIES[7]]


def test_a_lastmod_where_there_was_none_is_a_change_unless_most_pages_get_one(reread):
    without = [Edge("sitemap", f"http://{key}", key, 0) for key in STORIES]
    since = [*sitemap(days(2))[:3], *without[3:]]
    reread.read("map", [*sitemap(days())[:1], *without[1:]], since)
    assert reread.changed == {STORIES[1], STORIES[2]}
    begun = Reread(reread.memory)
    begun.read("map", without, sitemap(days()))
    assert begun.changed == set()


def test_a_headline_that_a_list_shows_twice_changes_where_another_one_is_shown(reread):
    def lists(*shown):
        return [Edge("section", f"http://{STORIES[n]}", STORIES[n], 0, text, state=f"~{text}") for n, text in shown]

    twice = ((0, "long"), (0, "short"), (1, "long"), (1, "short"), (2, "long"), (3, "long"))
    again = ((0, "short"), (1, "other"), (1, "short"), (2, "long"), (2, "short"), (3, "other"))
    reread.read("front", lists(*twice), lists(*again))
    assert reread.changed == {STORIES[1], STORIES[2], STORIES[3]}
    assert reread.same_headline == set()


def test_a_box_that_shows_an_old_headline_a_night_longer_hides_no_change(reread):
    def shown(*heads):
        others = [Edge("section", f"http://{key}", key, 0, "same", state="~same") for key in STORIES[1:6]]
        twice = [Edge("section", f"http://{STORIES[0]}", STORIES[0], 0, head, state=f"~{head}") for head in heads]
        return [*twice, *others]

    reread.read("front", shown("old"), shown("new", "old"))
    assert (reread.changed, reread.same_headline) == ({STORIES[0]}, set(STORIES[1:6]))
    later = Reread(reread.memory)
    later.read("front", shown("new", "old"), shown("new"))
    assert (later.changed, later.same_headline) == (set(), set(STORIES[1:6]))


@pytest.mark.parametrize(
    ("kind", "whole", "released"),
    [("feed", True, {STORIES[9]}), ("feed", False, set()), ("sitemap", True, set())],
    ids=["whole texts", "beginnings", "sitemap"],
)
def test_a_story_whose_whole_text_a_feed_showed_until_now_is_released(reread, kind, whole, released):
    listed = sitemap(days(), kind=kind, whole=whole)
    reread.read("feed", listed, listed[:9])
    assert reread.released == released


def excerpts(*heads, more="Read more"):
    """A list of excerpts, whose links the reader takes for those beside a story."""
    links = [(key, anchor) for key, head in zip(STORIES, heads, strict=False) for anchor in (head, more)]
    return [Edge("related", f"http://{key}", key, place, anchor) for place, (key, anchor) in enumerate(links)]


HEADS = [f"The council meets for the {number}th time this year" for number in range(8)]


def test_another_headline_above_an_excerpt_is_a_change_and_the_same_tells_of_the_story(reread):
    reread.read("list", excerpts(*HEADS), excerpts("The council does not meet after all", *HEADS[1:]))
    assert (reread.changed, reread.same_headline) == ({STORIES[0]}, set(STORIES[1:8]))


@pytest.mark.parametrize(
    "new",
    [
        excerpts(*(f"{head}, 2 hours ago" for head in HEADS)),
        excerpts(*HEADS, more="Continue reading"),
        [*excerpts(*HEADS), Edge("related", "", STORIES[3], 20, "1 · The council meets again, as many times before")],
    ],
    ids=["a clock in each", "other words below each", "one in a box of the most read as well"],
)
def test_what_else_moves_beside_excerpts_is_no_change(reread, new):
    reread.read("list", excerpts(*HEADS), new)
    assert reread.changed == set()


def test_links_beside_a_story_tell_nothing_of_others(reread):
    reread.read("story", excerpts(*HEADS), excerpts("The council does not meet after all", *HEADS[1:]), is_story=True)
    assert (reread.changed, reread.same_headline) == (set(), set())


def test_what_a_list_names_no_more_is_told_and_menus_are_no_lists(reread):
    menu = [Edge("nav", f"http://{key}", key, 0) for key in STORIES[:3]]
    listed = [Edge("section", f"http://{key}", key, 0, "A headline") for key in STORIES[3:6]]
    assert reread.read("front", [*menu, *listed], listed[:1]) == STORIES[4:6]
    assert reread.read("front", [], listed) == []


def test_links_in_the_text_of_a_list_are_its_entries_and_those_of_a_story_are_none(reread):
    links = [Edge("in_body", f"http://{key}", key, 0, "A headline") for key in STORIES[:3]]
    assert reread.read("posts", links, links[1:]) == STORIES[:1]
    assert reread.read("story", links, links[1:], is_story=True) == []


def test_a_day_alone_says_nothing_of_changes_after_the_last_reading_on_that_day(reread):
    listed = sitemap(days(4))
    reread.read("map", listed, listed, "2025-11-03")
    assert [reread.vouched(key, surely=False) for key in STORIES] == [n != 4 for n in range(10)]
    assert reread.stated == set(STORIES)


def test_a_channel_speaks_of_all_that_it_lists_if_it_dates_any_of_them(reread):
    silent = [edge._replace(dates=(), state=None) for edge in sitemap(days())]
    reread.read("map", [], silent)
    assert reread.stated == set()
    reread.read("map", [], [*silent[1:], *sitemap(days())[:1]])
    assert reread.stated == set(STORIES)


def test_a_feed_newest_first_says_how_old_a_story_is_that_it_lacks(reread):
    def feed(*listed):
        return [
            Edge("feed", f"http://{key}", key, 0, None, (("pubDate", day),))
            for key, day in zip(STORIES, listed, strict=False)
        ]

    reread.read("mixed", [], feed("2025-11-01", "2025-11-03", "2025-11-02", "2025-10-01"))
    assert reread.oldest == ""
    reread.read("feed", [], feed("2025-11-03", "2025-11-02", "2025-11-02", "2025-10-30"))
    reread.read("shorter", [], feed("2025-11-03", "2025-11-02", "2025-11-02", "2025-11-01"))
    assert reread.oldest == "2025-10-30"
