"""Which known stories a night looks at again, which sections rest, and where a sitemap is looked for."""

from dataclasses import replace
from datetime import timedelta

import pytest

from pipelines.lake.values import FetchOutcome, PageKind
from spiders.discovery.looks import Looks
from spiders.discovery.reading_list import ReadingList
from spiders.discovery.reread import Reread
from spiders.frontier import ranks
from spiders.frontier.memory import Page
from spiders.frontier.visits import Result, Visit
from spiders.links.edges import Edge, pack
from spiders.sources.source import Source
from spiders.url_rules.families import PART
from tests.spiders.discovery.conftest import FIRST, SECOND

PAPER = Source(name="paper", title="Paper", url="http://a.example/")


def know(frontier, name, days=0, kind=PageKind.ARTICLE, edges=(), **more):
    """A page that the first night saw, `days` old on it."""
    born = (FIRST - timedelta(days=days)).isoformat()
    nights = [FIRST.isoformat()] * 3
    page = Page(f"a.example/{name}", f"http://a.example/{name}", "page", kind, born, *nights, edges=pack(edges), **more)
    frontier.memory.remember(page)
    return page.key


def looked_at(frontier, reread, night=SECOND):
    """The names of the stories that a night looks at, in order; the second if none is named."""
    looks = Looks(PAPER, frontier, reread, night)
    asked = (visit.key for visit in looks.due() if looks.refusal(visit) is None)
    return [key.removeprefix("a.example/") for key in asked]


def test_fresh_stories_are_looked_at_and_of_older_ones_the_most_overdue_first(frontier):
    for name, days in (("fresh", 1), ("two", 2), ("four", 4), ("ten", 10), ("year", 400), ("six", 6)):
        know(frontier, name, days)
    assert looked_at(frontier, Reread(frontier.memory)) == ["fresh", "two", "four", "six", "ten", "year"]


def test_of_old_stories_five_and_a_tenth_of_the_known_are_looked_at(frontier):
    for number in range(100):
        know(frontier, f"{number:02d}", 20)
    assert len(looked_at(frontier, Reread(frontier.memory))) == 15


def test_each_story_is_looked_at_within_the_nights_that_its_source_names_whatever_its_age_and_the_budget(frontier):
    source, seen = PAPER.model_copy(update={"look_within": 10}), {}
    for number in range(95):
        seen[know(frontier, f"{number:02d}", days=20 + 40 * number)] = 0
    for night in range(1, 40):
        day = FIRST + timedelta(days=night)
        looks = Looks(source, frontier, Reread(frontier.memory), day)
        looks._most_old = lambda: 0  # the night's budget is spent
        asked = [visit.key for visit in looks.due() if looks.refusal(visit) is None]
        assert night == 1 or len(asked) == 10
        for key in asked:
            assert night - seen[key] <= 10 + 1
            seen[key] = night
            frontier.memory.remember(replace(frontier.memory.page(key), last_night=day.isoformat(), fetches=2))
    assert min(seen.values()) >= 29


def test_of_many_stories_that_nothing_dates_each_has_its_turn_within_four_nights(frontier):
    names = [know(frontier, f"{number:03d}").removeprefix("a.example/") for number in range(400)]
    nights = [looked_at(frontier, Reread(frontier.memory), SECOND + timedelta(days=days)) for days in range(4)]
    assert sorted(name for looked in nights for name in looked) == names
    assert all(80 <= len(looked) <= 120 for looked in nights)


def test_a_hundred_undated_stories_or_what_a_channel_lists_are_all_looked_at(frontier):
    for number in range(100):
        know(frontier, f"{number:03d}")
    assert len(looked_at(frontier, Reread(frontier.memory))) == 100
    for number in range(100, 300):
        know(frontier, f"{number:03d}")
    reread = Reread(frontier.memory)
    reread.stated = {f"a.example/{number:03d}" for number in range(300)}
    assert len(looked_at(frontier, reread)) == 300


def test_stories_that_were_found_later_or_are_dated_the_day_before_have_no_turns(frontier):
    know(frontier, "", kind=PageKind.LISTING)
    for number in range(200):
        know(frontier, f"dated-{number:03d}", days=1)
        page = Page(f"a.example/new-{number:03d}", "", "page", PageKind.ARTICLE, *[SECOND.isoformat()] * 4)
        frontier.memory.remember(page)
    assert len(looked_at(frontier, Reread(frontier.memory), SECOND + timedelta(days=1))) == 400


def test_a_night_that_asks_for_much_else_has_fewer_looks_at_old_stories(frontier):
    for number in range(60):
        know(frontier, f"{number:02d}", 20)
    know(frontier, "fresh", 1)
    frontier.visits.add(Visit("b.example/feed", "", "feed", "b.example"), Result(FetchOutcome.STORED, status=200))
    for number in range(50, 58):
        changed = Visit(f"a.example/{number}", "", "page", "a.example", ranks.FRESH)
        frontier.visits.add(changed, Result(FetchOutcome.NOT_MODIFIED, status=304))
    frontier.visits.add(Visit(know(frontier, "lost", 20, gone=1), "", "page", "b.example", ranks.LOST))
    new = Page("a.example/new", "http://a.example/new", "page", PageKind.ARTICLE, *[SECOND.isoformat()] * 4)
    frontier.memory.remember(new)
    frontier.visits.add(Visit(new.key, "", "page", "a.example"), Result(FetchOutcome.STORED, status=200))
    looks = Looks(PAPER, frontier, Reread(frontier.memory), SECOND)
    for visit in looks.due():
        if frontier.visits.find(visit.key) is None:
            frontier.visits.add(visit)
    looked = []
    while (visit := frontier.visits.take(set(), 0.0, ((ranks.LOOK, ranks.LOOK),))) is not None:
        refused = looks.refusal(visit)
        looked += [] if refused else [visit.key.removeprefix("a.example/")]
        frontier.visits.finish(visit.key, refused or Result(FetchOutcome.STORED, status=200))
    # of 12 requests eight were sent before, one is for the lost story and one for the fresh one
    assert looked == ["fresh", "00", "01"]


def test_known_pages_of_any_kind_count_and_new_ones_that_are_asked_for_as_lists(frontier):
    know(frontier, "hardly-a-story", 20, kind=PageKind.OTHER)
    for name in ("new-story", "page/7"):
        new = Page(f"a.example/{name}", f"http://a.example/{name}", "page", PageKind.ARTICLE, *[SECOND.isoformat()] * 4)
        frontier.memory.remember(new)
    ranked = {"hardly-a-story": ranks.LOST, "page/7": ranks.LISTING, "new-story": ranks.FRESH, "": ranks.SEED}
    counted = []
    for name, rank in ranked.items():
        stored = Result(FetchOutcome.STORED, status=200)
        frontier.visits.add(Visit(f"a.example/{name}", "", "page", "a.example", rank), stored)
        counted.append(frontier.visits.asked_again())
    assert counted == [1, 2, 2, 2]


def test_two_young_stories_that_nothing_shows_are_looked_at_whatever_the_night_asks_for(frontier):
    for number in range(60):
        know(frontier, f"old-{number:02d}", 20)
    for name in ("told", "untold-1", "untold-2", "untold-3"):
        know(frontier, name, 3)
    for number in range(30):
        changed = Visit(f"a.example/old-{number:02d}", "", "page", "a.example", ranks.FRESH)
        frontier.visits.add(changed, Result(FetchOutcome.NOT_MODIFIED, status=304))
    reread = Reread(frontier.memory)
    assert looked_at(frontier, reread) == []  # no channel says anything of stories
    reread.stated, reread.same_headline = {"a.example/told"}, {"a.example/told"}
    assert looked_at(frontier, reread) == ["untold-1", "untold-2"]
    reread.same_headline |= {f"a.example/untold-{number}" for number in (1, 2, 3)}
    assert looked_at(frontier, reread) == []
    reread.released = {"a.example/untold-3", "a.example/old-40"}  # their texts stood in a feed until now
    assert looked_at(frontier, reread) == ["untold-3"]


def test_of_old_stories_those_that_nothing_shows_come_before_those_whose_headline_is_the_same(frontier):
    for name in ("told", *(f"untold-{number:02d}" for number in range(6)), "younger"):
        know(frontier, name, 5 if name == "younger" else 20)
    reread = Reread(frontier.memory)
    reread.same_headline = {"a.example/told", "a.example/younger"}
    assert looked_at(frontier, reread)[:1] == ["younger"]  # three times as overdue: half of it is still more
    assert "told" not in looked_at(frontier, reread)
    reread.same_headline = set()
    assert "told" in looked_at(frontier, reread)


def test_a_story_that_a_channel_vouches_for_rests_a_young_one_only_if_the_channel_is_proven(frontier):
    know(frontier, "young", 3)
    know(frontier, "old", 20)
    reread = Reread(frontier.memory)
    reread.unchanged = {"a.example/young", "a.example/old"}
    assert looked_at(frontier, reread) == ["young"]
    reread.sure = {"a.example/young"}
    assert looked_at(frontier, reread) == []


def test_a_section_rests_while_channels_tell_of_its_young_stories(frontier):
    ages = {"fresh": 1, "three": 3, "also-three": 3, "old": 30}
    for name, days in ages.items():
        know(frontier, name, days)
    listed = [Edge("section", f"http://a.example/{name}", f"a.example/{name}", 0) for name in ages]
    section = Visit(know(frontier, "sport", kind=PageKind.LISTING, edges=listed), "", "page", "", ranks.FRONT)
    reread = Reread(frontier.memory)
    reading_list = ReadingList(PAPER, frontier, reread, SECOND)
    reread.same_headline = {"a.example/three"}
    assert reading_list.spared(section) is None  # no channel says anything of stories
    reread.stated = {"a.example/three"}
    assert reading_list.spared(section).outcome == FetchOutcome.SKIPPED_FRESH
    reread.same_headline = {"a.example/old"}
    assert reading_list.spared(section) is None  # two stories may have other headlines
    reread.same_headline = {"a.example/three"}
    know(frontier, "found-old", 30, via=section.key)
    assert reading_list.spared(section) is not None  # the first night's lists name old stories first as it comes
    know(frontier, "found", via=section.key)
    assert reading_list.spared(section) is None  # it was the first to name a young story


def test_a_further_page_is_read_for_young_stories_that_nothing_else_shows(frontier):
    for name in ("three", "also-three"):
        know(frontier, name, 3)
    listed = [Edge("section", f"http://a.example/{name}", f"a.example/{name}", 0) for name in ("three", "also-three")]
    further = Visit(know(frontier, "page/2", kind=PageKind.LISTING, edges=listed), "", "page", "", ranks.LISTING)
    reread = Reread(frontier.memory)
    reading_list = ReadingList(PAPER, frontier, reread, SECOND)
    assert reading_list.may_tell(frontier.memory.page(further.key))
    assert reading_list.spared(further).outcome == FetchOutcome.SKIPPED_FRESH  # no channel says anything of stories
    reread.stated = {"a.example/three"}
    assert reading_list.spared(further) is None
    reread.same_headline = {"a.example/three"}
    assert reading_list.spared(further).outcome == FetchOutcome.SKIPPED_FRESH


def test_a_list_that_is_spared_does_not_name_the_stories_whose_pages_it_counts(frontier):
    know(frontier, "mill")
    know(frontier, "mill/2", kind=PageKind.OTHER, family=PART)
    pager = [
        Edge("pagination", f"http://a.example/{path}", f"a.example/{path}", 0) for path in ("mill", "mill/2", "page/2")
    ]
    section = Visit(know(frontier, "sport", kind=PageKind.LISTING, edges=pager), "", "page", "", ranks.FRONT)
    further = ReadingList(PAPER, frontier, Reread(frontier.memory), SECOND).further(section)
    assert [edge.key for edge in further] == ["a.example/page/2"]


def test_of_two_lists_with_the_same_young_stories_one_is_read_also_while_it_is_under_way(frontier):
    names = ("three", "also-three")
    for name in names:
        know(frontier, name, 3)
    listed = [Edge("section", f"http://a.example/{name}", f"a.example/{name}", 0) for name in names]
    sport, local = (
        Visit(know(frontier, name, kind=PageKind.LISTING, edges=listed), "", "page", "", ranks.FRONT)
        for name in ("sport", "local")
    )
    reread = Reread(frontier.memory)
    reread.stated = {"a.example/three"}
    reading_list = ReadingList(PAPER, frontier, reread, SECOND)
    assert reading_list.spared(sport) is None
    assert reading_list.spared(local).outcome == FetchOutcome.SKIPPED_FRESH
    assert reading_list.spared(sport) is None  # a second attempt
    frontier.visits.add(sport, Result(FetchOutcome.HTTP_ERROR))
    assert reading_list.spared(local) is None  # the other did not answer


@pytest.mark.parametrize(
    ("entries", "rests"),
    [
        ({"tag/tram": None, "archive/2025": PageKind.LISTING}, True),
        ({"tag/tram": None, "story": PageKind.ARTICLE}, False),
        ({"tag/tram": PageKind.ARTICLE}, False),
        ({"tag/tram": None, "never-seen": None}, False),
        ({"tag/tram": None, "about-us-all": PageKind.OTHER}, False),
        ({}, False),
    ],
)
def test_a_feed_of_lists_alone_is_read_every_other_night(frontier, entries, rests):
    listed = [Edge("feed", f"http://a.example/{name}", f"a.example/{name}", 0) for name in entries]
    for name, kind in entries.items():
        _ = kind and know(frontier, name, kind=kind)
    key = know(frontier, "feed", edges=listed)
    visit = Visit(key, "", "feed", "", ranks.FEED)
    tonight, next_night = (
        ReadingList(PAPER, frontier, Reread(frontier.memory), SECOND + timedelta(days)) for days in (0, 1)
    )
    assert (tonight.storyless(visit) is not None) == rests
    assert next_night.storyless(visit) is None


def test_a_feed_of_lists_of_which_one_named_a_story_is_read_every_night(frontier):
    issues = [know(frontier, name, kind=PageKind.LISTING) for name in ("issue-1", "issue-2")]
    key = know(frontier, "feed", edges=[Edge("feed", f"http://{issue}", issue, 0) for issue in issues])
    visit = Visit(key, "", "feed", "", ranks.FEED)
    assert ReadingList(PAPER, frontier, Reread(frontier.memory), SECOND).storyless(visit) is not None
    story = frontier.memory.glance(know(frontier, "story"))
    frontier.memory.remember(replace(story, via=issues[0]))
    assert ReadingList(PAPER, frontier, Reread(frontier.memory), SECOND).storyless(visit) is None


def test_usual_places_of_sitemaps_are_asked_one_after_the_other_where_none_is_named(frontier):
    reading_list = ReadingList(PAPER, frontier, Reread(frontier.memory), SECOND)
    asked = []
    while (place := reading_list.unnamed_sitemap()) is not None:
        frontier.visits.add(place, Result(FetchOutcome.HTTP_ERROR))
        asked.append(place.url.removeprefix("http://a.example"))
    assert asked == ["/sitemap.xml", "/sitemap_index.xml", "/news-sitemap.xml", "/sitemap-news.xml"]
    named = PAPER.model_copy(update={"sitemaps": ("http://a.example/map.xml",)})
    assert ReadingList(named, frontier, Reread(frontier.memory), SECOND).unnamed_sitemap() is None
