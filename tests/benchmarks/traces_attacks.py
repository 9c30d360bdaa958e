"""Papers made of numbers whose faults hide: they are rare, or befall just the stories that have no date."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import timedelta

from pipelines.corpus.traces.clue import COMMENT, SITEMAP
from tests.benchmarks import traces_looks as looks
from tests.benchmarks.traces_papers import Paper, clue, newest, numbered, one_night, paper, pictures
from tests.pipelines.corpus.traces.paper import Listed, Night, Story

RARE = 1 / 25


def linked_back(stream: random.Random) -> Paper:
    """Texts link to older stories; one in 25 was edited later to link to a newer one."""
    stories = paper(stream)
    lists = []
    for n, story in enumerate(stories[5:-5], start=5):
        others = stories[n + 5 :] if stream.random() < RARE else stories[:n]
        lists.append(Listed(story.key, [stream.choice(others).key], "in_body"))
    return one_night(lists, stories)


def redated_targets(stream: random.Random) -> Paper:
    """Texts link to older stories, of which one in 25 tells the day of its last change, months later."""
    stories = paper(stream)
    told = [
        replace(s, told=s.day + timedelta(days=stream.randint(20, 100))) if stream.random() < RARE else s
        for s in stories
    ]
    lists = [Listed(s.key, [stream.choice(stories[:n]).key], "in_body") for n, s in enumerate(stories) if n > 5]
    return one_night(lists, told)


def one_dated_film(stream: random.Random) -> Paper:
    """Films have a counter of their own; the one film that has a date fits among the news of its number."""
    news, films = paper(stream), [replace(s, dated=False) for s in paper(stream)]
    moved = [replace(s, day=s.day - timedelta(days=40)) for s in films]
    made = numbered(moved, range(1001, 1001 + 4 * len(moved), 4), "film")
    at = stream.randrange(min(len(made), len(news)))
    made[at] = replace(made[at], day=news[at].day, dated=True)
    return one_night([], [*numbered(news, range(1000, 1000 + 4 * len(news), 4)), *made])


def two_dated_films(stream: random.Random) -> Paper:
    """Films have a counter of their own, up to forty days before or behind that of the news; two of them, any, are dated."""
    news, films = paper(stream), [replace(s, dated=False) for s in paper(stream)]
    off = stream.choice((-1, 1)) * stream.randint(4, 40)
    made = numbered(
        [replace(s, day=s.day + timedelta(days=off)) for s in films], range(1001, 1001 + 4 * len(films), 4), "film"
    )
    for at in stream.sample(range(len(made)), 2):
        made[at] = replace(made[at], dated=True)
    return one_night([], [*numbered(news, range(1000, 1000 + 4 * len(news), 4)), *made])


def numbers_in_blocks(stream: random.Random) -> Paper:
    """Two servers take blocks of twenty numbers in turn and use them up at their own pace."""
    stories = paper(stream)
    blocks, given, following = {}, [], 1000
    for _ in stories:
        server = int(stream.random() < 0.3)
        if not blocks.get(server):
            blocks[server] = [*range(following, following + 20)]
            following += 20
        given.append(blocks[server].pop(0))
    return one_night([], sorted(numbered(stories, given), key=lambda s: s.key))


def older_half_by_title(stream: random.Random) -> Paper:
    """A migration numbered the older half in order of titles, and lost nine in ten of its dates."""
    stories = paper(stream)
    half = len(stories) // 2
    old = [replace(s, dated=stream.random() < 0.1) for s in stream.sample(stories[:half], half)]
    return one_night([], numbered([*old, *stories[half:]], range(1000, 1000 + 3 * len(stories), 3)))


def blocks_of_sections(stream: random.Random) -> Paper:
    """A page of four sections, one below the other, each with its newest ten, and dates in the first alone."""
    stories = paper(stream)
    groups = [[s for n, s in enumerate(stories) if n % 4 == part] for part in range(4)]
    made = [[replace(s, dated=s.dated and not part) for s in group] for part, group in enumerate(groups)]
    keys = [key for group in made for key in newest(group)[:10]]
    return one_night([Listed("p.example/", keys)], [s for group in made for s in group])


def pictures_replaced(stream: random.Random) -> Paper:
    """One story in 25 got another picture one to three months later."""
    stories = paper(stream)
    later = {s.key: timedelta(days=stream.randint(30, 90) if stream.random() < RARE else 0) for s in stories}
    return one_night([], stories, pictures(stories, lambda s: s.day + later[s.key]))


def comments_of_undated(stream: random.Random) -> Paper:
    """Fifteen stories came from another system without their dates, and their comments with wrong ones."""
    return _commented(stream, 15, 400)


def comments_of_undated_by_weeks(stream: random.Random) -> Paper:
    """As before, but wrong by two months at most."""
    return _commented(stream, 15, 60)


def comments(stream: random.Random) -> Paper:
    """Every story has a comment of the day after, nothing wrong."""
    return _commented(stream, 0, 400)


def _commented(stream: random.Random, imported: int, most: int) -> Paper:
    """A paper with comments; some stories came without dates, and their comments ten to `most` days before them."""
    stories = paper(stream)
    came = set(stream.sample(range(len(stories)), imported))
    made = [replace(s, dated=s.dated and n not in came) for n, s in enumerate(stories)]
    days = [s.day + timedelta(days=-stream.randint(10, most) if n in came else 1) for n, s in enumerate(made)]
    return one_night([], made, {s.key: [clue(COMMENT, day)] for s, day in zip(made, days, strict=True)})


def lastmod_of_drafts(stream: random.Random) -> Paper:
    """A sitemap tells the last change, which of one story in 25, scheduled, was days before it came out."""
    stories = paper(stream)
    days = {s.key: s.day + timedelta(days=-stream.randint(3, 20) if stream.random() < RARE else 0) for s in stories}
    return one_night([], stories, {key: [clue(SITEMAP, day)] for key, day in days.items()})


def undated_evergreens(stream: random.Random) -> Paper:
    """A list in order; evergreens, one story in 25, have no date and stand among the newest."""
    stories = paper(stream)
    green = set(stream.sample(range(len(stories) // 2), max(1, len(stories) // 25)))
    made = [replace(s, dated=s.dated and n not in green) for n, s in enumerate(stories)]
    keys = newest(s for n, s in enumerate(made) if n not in green)
    for n in green:
        keys.insert(stream.randrange(8), made[n].key)
    return one_night([Listed("p.example/news", keys)], made)


def event_days(stream: random.Random) -> Paper:
    """A list in order; every tenth member was never captured, and its address has the day of an event weeks ahead."""
    stories = paper(stream)
    keys = newest(stories)
    by_key = {s.key: s.day for s in stories}
    for n in range(5, len(keys), 10):
        day = by_key[keys[n]] + timedelta(days=stream.randint(10, 60))
        keys.insert(n, f"p.example/{day:%Y/%m/%d}/event-{'abcdefghijklmn'[n // 10]}")
    return one_night([Listed("p.example/news", keys)], stories)


def months_each_its_way(stream: random.Random) -> Paper:
    """Archive pages of months, each oldest first but one by title."""
    stories = paper(stream)
    months = sorted({s.day.replace(day=1) for s in stories})
    odd, lists = stream.choice(months), []
    for month in months:
        keys = [s.key for s in stories if s.day.replace(day=1) == month]
        lists.append(
            Listed(f"p.example/archive/{month:%Y-%m}", stream.sample(keys, len(keys)) if month == odd else keys)
        )
    return one_night(lists, stories)


def sticky(stream: random.Random) -> Paper:
    """An old story without a date stands on top of the list on all nights; new ones come in below it."""
    stories, nights = looks.six(stream)
    old = looks.old_story(stream, False)
    return looks.seen(stories, [looks.relist(n, [old.key, *n.lists[0].keys], [old]) for n in nights])


def late_arrivals(stream: random.Random) -> Paper:
    """One night in three, a story comes from a wire ten to forty days late and is listed as new."""
    stories, nights = looks.six(stream)
    placed = {s.key: s.day for s in stories}
    late: list[Story] = []
    made = []
    for n, night in enumerate(nights):
        if n and stream.random() < 1 / 3:
            day = night.night - timedelta(days=stream.randint(10, 40))
            late.append(Story(looks.name(stream), day, dated=stream.random() > 0.4))
            placed[late[-1].key] = night.night
        keys = sorted([*night.lists[0].keys, *(s.key for s in late)], key=lambda key: placed[key], reverse=True)
        made.append(looks.relist(night, keys[:80], late))
    return looks.seen(stories, made)


def frozen(stream: random.Random) -> Paper:
    """A list is not kept up for three nights, and then shows at once what came out meanwhile."""
    stories, nights = looks.six(stream)
    made = [Night(n.night, nights[1].lists, nights[1].captured) if 1 < at < 5 else n for at, n in enumerate(nights)]
    return looks.seen(stories, made)
