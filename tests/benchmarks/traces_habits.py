"""Papers made of numbers with habits of real papers that look like an order of publication and are another one."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import timedelta

from pipelines.corpus.traces.clue import SITEMAP
from tests.benchmarks import traces_looks as looks
from tests.benchmarks.traces_papers import LAST, START, Paper, clue, copied_early, newest, numbered, one_night, paper
from tests.pipelines.corpus.traces.paper import Listed, Story

NEWS = "p.example/news"


def redated_archive(stream: random.Random) -> Paper:
    """After a move to another system the older half tells the days of the move, three at most; the list stands as before."""
    stories = paper(stream)
    half = len(stories) // 2
    moved = stories[half].day
    told = [
        replace(s, told=moved + timedelta(days=stream.randrange(3))) if n < half else s for n, s in enumerate(stories)
    ]
    numbers = numbered(told, [*stream.sample(range(1000, 1000 + half), half), *range(2000, 2000 + len(told) - half)])
    return one_night([Listed(NEWS, newest(numbers))], numbers)


def sections_of_one_shape(stream: random.Random) -> Paper:
    """Three sections have a counter each, over the same numbers and in addresses of one shape; dates stand in one section."""
    parts = [paper(stream) for _ in range(3)]
    made: list[Story] = []
    for n, part in enumerate(parts):
        off = timedelta(days=stream.randint(5, 60) * n)
        moved = [replace(s, day=s.day - off, dated=s.dated and (not n or stream.random() < 0.1)) for s in part]
        made += numbered(moved, range(1000 + n, 1000 + n + 4 * len(part), 4))
    return one_night([], made)


def pages_from_the_oldest(stream: random.Random) -> Paper:
    """Page 1 of a section has its oldest stories, each page the newest first; the front of the section is the last page."""
    stories = paper(stream)
    pages = [newest(stories[at : at + 20]) for at in range(0, len(stories), 20)]
    lists = [Listed(f"{NEWS}?page={n}", keys) for n, keys in enumerate(pages, start=1)]
    return one_night([*lists, Listed(NEWS, pages[-1])], stories)


def by_last_comment(stream: random.Random) -> Paper:
    """A list in order of the last comment: of most the day after, of one in 15 weeks later."""
    return _late(stream, lambda s: stream.random() < 1 / 15)


def by_change_of_undated(stream: random.Random) -> Paper:
    """A list in order of last changes; only running stories, which tell no date, were changed: one undated in 15."""
    return _late(stream, lambda s: not s.dated and stream.random() < 1 / 15)


def _late(stream: random.Random, is_late: Callable[[Story], bool]) -> Paper:
    stories = paper(stream)
    at = {s.key: s.day + timedelta(days=stream.randint(10, 60) if is_late(s) else 0) for s in stories}
    return one_night([Listed(NEWS, sorted(at, key=lambda key: at[key], reverse=True))], stories)


def series_oldest_first(stream: random.Random) -> Paper:
    """Parts of series are listed oldest first on the page of each part; one series in six has them the other way about."""
    stories = paper(stream)
    lists = []
    for n in range(len(stories) // 6):
        parts = [s.key for s in stories[n::10]][:8]
        lists += [Listed(key, parts[::-1] if n % 6 == 5 else parts, "related") for key in parts[:2]]
    return one_night([Listed(NEWS, newest(stories)), *lists], stories)


def by_event(stream: random.Random) -> Paper:
    """A calendar: the list stands in order of the events that stories announce, one to forty days ahead."""
    stories = paper(stream)
    at = {s.key: s.day + timedelta(days=stream.randint(1, 40)) for s in stories}
    return one_night([Listed(NEWS, sorted(at, key=lambda key: at[key], reverse=True))], stories)


def by_relevance(stream: random.Random) -> Paper:
    """Pages of tags rank by relevance, in which age has a part: ranks are out by some ten days."""
    stories = paper(stream)
    lists = []
    for n in range(10):
        own = stories[n % 3 :: 3]
        rank = {s.key: s.day.toordinal() + stream.gauss(0, 10) for s in own}
        lists.append(Listed(f"p.example/tag/{n}x", sorted(rank, key=lambda key: rank[key], reverse=True)))
    return one_night(lists, stories)


def a_year_ago(stream: random.Random) -> Paper:
    """On each night three other stories of a year ago stand on top of the list, two in five of them undated."""
    stories, nights = looks.six(stream)
    made = []
    for night in nights:
        old = [
            Story(looks.name(stream, "old"), night.night - timedelta(days=365 + n), dated=stream.random() > 0.4)
            for n in range(3)
        ]
        made.append(looks.relist(night, [*(s.key for s in old), *night.lists[0].keys], old))
    return looks.seen(stories, made)


def an_undated_year_ago(stream: random.Random) -> Paper:
    """As before, with one story a night, never with a date, on the place below the lead."""
    stories, nights = looks.six(stream)
    made = []
    for night in nights:
        old = Story(looks.name(stream, "old"), night.night - timedelta(days=365), dated=False)
        keys = list(night.lists[0].keys)
        made.append(looks.relist(night, [keys[0], old.key, *keys[1:]], [old]))
    return looks.seen(stories, made)


def explainers(stream: random.Random) -> Paper:
    """A dated roundup of every fifth day links to news and to undated explainers of years ago, which link to the last one."""
    stories = paper(stream)
    old = [
        Story(looks.name(stream, "explained"), START - timedelta(days=stream.randint(30, 900)), False) for _ in range(6)
    ]
    rounds = [Story(looks.name(stream, "roundup"), START + timedelta(days=n), True) for n in range(5, 125, 5)]
    lists = []
    for each in rounds:
        news = [s.key for s in stories if s.day < each.day][-4:]
        lists += [Listed(each.key, [key], "in_body") for key in (*news, *(s.key for s in old))]
    lists += [Listed(s.key, [rounds[-1].key], "in_body") for s in old]
    lists += [Listed(s.key, [stream.choice(stories[:n]).key], "in_body") for n, s in enumerate(stories) if n > 5]
    return one_night(lists, [*stories, *old, *rounds])


def copies_before_origin(stream: random.Random) -> Paper:
    """One undated story in three came from an agency, and has a copy that was dated one to six days before it."""
    return copied_early(stream, 1 / 3, (1, 6))


def weekly_builds(stream: random.Random) -> Paper:
    """A sitemap stamps each story with its first weekly build; one undated story in eight stood in a build before it came out."""
    stories = paper(stream)
    clues = {}
    for s in stories:
        build = s.day + timedelta(days=7 - (s.day - START).days % 7)
        early = not s.dated and stream.random() < 1 / 8
        clues[s.key] = [clue(SITEMAP, min(LAST, build - timedelta(days=14 if early else 0)))]
    return one_night([], stories, clues)


def _with_evergreens(stream: random.Random, stories: Sequence[Story]) -> tuple[list[Story], list[str], list[str]]:
    """Stories of which one in 25, of the older half, has no date; the list on top of which these are held; the list without."""
    green = set(stream.sample(range(len(stories) // 2), max(1, len(stories) // 25)))
    made = [replace(s, dated=s.dated and n not in green) for n, s in enumerate(stories)]
    keys = newest(s for n, s in enumerate(made) if n not in green)
    held = list(keys)
    for n in green:
        held.insert(stream.randrange(8), made[n].key)
    return made, held, keys


def evergreens_with_numbers(stream: random.Random) -> Paper:
    """Evergreens without dates are held on top of a list; numbers in addresses follow the days."""
    made, held, _ = _with_evergreens(stream, paper(stream, numbers=True))
    return one_night([Listed(NEWS, held)], made)


def evergreens_beside_a_feed(stream: random.Random) -> Paper:
    """Evergreens without dates are held on top of a list; a feed has the newest thirty and knows nothing of them."""
    made, held, keys = _with_evergreens(stream, paper(stream))
    return one_night([Listed(NEWS, held), Listed("p.example/rss", keys[:30], "feed")], made)


def evergreens_in_a_feed(stream: random.Random) -> Paper:
    """Evergreens without dates are held on top of a list, and a feed is made of the first thirty of it."""
    made, held, _ = _with_evergreens(stream, paper(stream))
    return one_night([Listed(NEWS, held), Listed("p.example/rss", held[:30], "feed")], made)


def evergreens_in_sidebars(stream: random.Random) -> Paper:
    """Evergreens without dates are held on top of a list, whose first forty stand beside every story, too."""
    made, held, _ = _with_evergreens(stream, paper(stream))
    boxes = [Listed(s.key, held[:40], "related") for s in made[-12:]]
    return one_night([Listed(NEWS, held), *boxes], made)


def evergreens_that_sink(stream: random.Random) -> Paper:
    """One or two undated stories of years ago had been put on top before the first of six nights; they sink as news come."""
    stories, nights = looks.six(stream)
    old = [looks.old_story(stream, False) for _ in range(stream.randint(1, 2))]
    placed = {s.key: s.day for s in stories} | {
        s.key: nights[0].night - timedelta(days=stream.randint(1, 5)) for s in old
    }
    made = []
    for night in nights:
        keys = sorted([*(s.key for s in old), *night.lists[0].keys], key=lambda key: placed[key], reverse=True)
        made.append(looks.relist(night, keys[:80], old))
    return looks.seen(stories, made)


def evergreens_held_two_nights(stream: random.Random) -> Paper:
    """Undated stories of years ago are held among the first eight for two nights, each night others, in places of their own."""
    stories, nights = looks.six(stream)
    made, old = [], []
    for at, night in enumerate(nights):
        if at % 2 == 0:
            old = [(looks.old_story(stream, False), stream.randrange(8)) for _ in range(2)]
        keys = list(night.lists[0].keys)
        for story, place in old:
            keys.insert(place, story.key)
        made.append(looks.relist(night, keys, [s for s, _ in old]))
    return looks.seen(stories, made)
