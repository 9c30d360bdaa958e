"""Events of the demo web: several papers tell one in words of their own, and no older page is another for it."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta
from itertools import combinations

from spiders.demo_web.events import events
from spiders.demo_web.newsroom import newsroom
from spiders.demo_web.nights import NIGHTS
from spiders.demo_web.paper import PAPERS, paper
from spiders.demo_web.related import related
from spiders.demo_web.story import BY_HAND, Story
from tests.demo.likeness import jaccard

STORIES = newsroom().stories
BY_EVENT: dict[str, list[Story]] = defaultdict(list)
for _story in STORIES.values():
    if _story.event:
        BY_EVENT[_story.event].append(_story)


def test_every_event_is_told_by_two_papers_and_most_by_three() -> None:
    papers = {event.name: {story.source for story in BY_EVENT[event.name]} for event in events()}
    assert {name for name, told in papers.items() if len(told) < 3} == {"fennick_fire", "quarley_election"}
    assert min(len(told) for told in papers.values()) == 2
    german = {name for name, told in papers.items() if "demo_bote" in told}
    assert german == {"portrait", "whale", "ferry", "dock_strike"}


def test_tellings_share_no_run_of_words_unless_one_is_a_copy() -> None:
    told = [story for story in STORIES.values() if BY_HAND in story.traits and not story.origin]
    assert max(jaccard(a.version.text, b.version.text) for a, b in combinations(told, 2)) < 0.01
    [copy] = [story for story in STORIES.values() if story.event and story.origin]
    assert (copy.key, copy.origin, copy.role) == ("digest-ferry-912", "herald-ferry-909", "wire_copy")


def test_tellings_come_out_on_the_days_of_their_event_or_within_two() -> None:
    for event in events():
        days = [date.fromisoformat(day) for day in event.days]
        for story in BY_EVENT[event.name]:
            assert days[0] <= story.published.date() <= days[-1] + timedelta(days=2), story.key


def test_two_pairs_of_events_are_alike_on_one_day() -> None:
    days = {event.name: event.days for event in events()}
    assert days["stannet_fire"] == days["fennick_fire"]
    assert days["calloway_election"] == days["quarley_election"]
    assert len(days["dock_strike"]) == 5


def test_the_piece_on_an_anniversary_tells_no_event() -> None:
    [apart] = [story for story in STORIES.values() if BY_HAND in story.traits and story.event is None]
    assert apart.key == "herald-ferry-914"
    assert "Skerrow" in apart.version.title


def test_older_stories_do_not_lead_to_tellings_but_follow_ups_lead_back() -> None:
    flat = [name for name in PAPERS if "levels" not in paper(name).data]
    for name in flat:
        for story in newsroom().of(name, NIGHTS[0]):
            if BY_HAND not in story.traits:
                assert not any(BY_HAND in other.traits for other in related(story, NIGHTS[0])), story.key
    last = STORIES["herald-dock_strike-1015"]
    assert [story.key for story in related(last, NIGHTS[1])][:2] == [
        "herald-dock_strike-1010",
        "herald-dock_strike-1013",
    ]
