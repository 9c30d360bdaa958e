"""Papers made of numbers whose lists change from night to night as lists do that teach wrongly, if they are believed."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from tests.benchmarks.traces_papers import START, Paper, paper
from tests.pipelines.corpus.traces.paper import Listed, Night, Story

FIRST_OF_SIX = START + timedelta(days=125)


def name(stream: random.Random, section: str = "news") -> str:
    """The key of a page without a number."""
    return f"p.example/{section}/{''.join(stream.choices('abcdefghijklm', k=16))}/s"


def six(stream: random.Random, page: str = "p.example/news", most: int = 80) -> tuple[list[Story], list[Night]]:
    """A paper with some four stories in three days, and six nights of its list of the newest, all in order."""
    stories = [Story(name(stream), START + timedelta(days=n * 3 // 4), dated=stream.random() > 0.4) for n in range(178)]
    nights = []
    for n in range(6):
        night = FIRST_OF_SIX + timedelta(days=n)
        out = [s for s in stories if s.day < night][::-1]
        nights.append(Night(night, [Listed(page, [s.key for s in out[:most]])], out[: 140 if n == 0 else most]))
    return stories, nights


def seen(stories: Sequence[Story], nights: Sequence[Night]) -> Paper:
    """What is undated of what was captured."""
    return Paper(nights, sorted({s for night in nights for s in night.captured}, key=lambda s: s.key))


def relist(night: Night, keys: Sequence[str], more: Sequence[Story] = (), *, page: str | None = None) -> Night:
    captured = list(dict.fromkeys([*night.captured, *more]))
    return Night(night.night, [Listed(page or night.lists[0].page, keys)], captured)


def nights_in_order(stream: random.Random) -> Paper:
    """Six nights of a list in order, nothing wrong."""
    return seen(*six(stream))


def old_story(stream: random.Random, dated: bool) -> Story:
    return Story(name(stream, "old"), START - timedelta(days=stream.randint(10, 900)), dated=dated)


def sponsored(stream: random.Random) -> Paper:
    """The third place is sold: every night an old story without a date that nothing has shown stands there."""
    stories, nights = six(stream)
    made = []
    for night in nights:
        keys, sold = list(night.lists[0].keys), old_story(stream, False)
        made.append(relist(night, [*keys[:2], sold.key, *keys[2:]], [sold]))
    return seen(stories, made)


def sponsored_top(stream: random.Random) -> Paper:
    """The first place is sold, and what stands there is undated."""
    stories, nights = six(stream)
    made = []
    for night in nights:
        sold = old_story(stream, False)
        made.append(relist(night, [sold.key, *night.lists[0].keys], [sold]))
    return seen(stories, made)


def pinned(stream: random.Random) -> Paper:
    """On one night two old stories that nothing has shown stand on top, one of them undated."""
    stories, nights = six(stream)
    on, old = stream.randrange(1, 6), [old_story(stream, False), old_story(stream, True)]
    nights[on] = relist(nights[on], [*(s.key for s in old), *nights[on].lists[0].keys], old)
    return seen(stories, nights)


def merged(stream: random.Random) -> Paper:
    """On the last night the list goes on with the whole of another section that nothing has shown, or begins with it."""
    stories, nights = six(stream)
    other = [replace(s, key=name(stream, "other")) for n, s in enumerate(paper(stream))][::-1]
    keys, more = list(nights[-1].lists[0].keys), [s.key for s in other]
    nights[-1] = relist(nights[-1], [*more, *keys] if stream.random() < 0.5 else [*keys, *more], other)
    return seen(stories, nights)


def mirrored(stream: random.Random) -> Paper:
    """On the last night the list is upside down, its oldest first, and longer."""
    stories, nights = six(stream)
    longer = [s for s in stories if s.day < nights[-1].night][::-1][:130]
    nights[-1] = relist(nights[-1], [s.key for s in longer][::-1], longer)
    return seen(stories, nights)


def stale_cache(stream: random.Random) -> Paper:
    """On one night a cache answers with what the list was ten days before."""
    stories, nights = six(stream)
    on = stream.randrange(1, 5)
    then = [s for s in stories if s.day < nights[on].night - timedelta(days=10)][::-1][:80]
    nights[on] = Night(nights[on].night, [Listed("p.example/news", [s.key for s in then])], then)
    return seen(stories, nights)


def first_from_cache(stream: random.Random) -> Paper:
    """The first night's list comes from a cache of twelve days ago, when nothing else of the paper was known."""
    stories, nights = six(stream)
    then = [s for s in stories if s.day < nights[0].night - timedelta(days=12)][::-1][:80]
    nights[0] = Night(nights[0].night, [Listed("p.example/news", [s.key for s in then])], then)
    return seen(stories, nights)


def broken_list(stream: random.Random) -> Paper:
    """One night's list lost its upper half."""
    stories, nights = six(stream)
    on = stream.randrange(0, 5)
    keys = list(nights[on].lists[0].keys)
    nights[on] = Night(nights[on].night, [Listed("p.example/news", keys[40:])], nights[on].captured[40:])
    return seen(stories, nights)


def lost_page(stream: random.Random) -> Paper:
    """A list of three pages, of which the second was not got on the first night."""
    stories, nights = six(stream, most=120)

    def paged(night: Night, lost: int | None) -> Night:
        keys = list(night.lists[0].keys)
        parts = [
            Listed("p.example/news" + (f"?page={n + 1}" if n else ""), keys[40 * n : 40 * n + 40]) for n in range(3)
        ]
        left = [part for n, part in enumerate(parts) if n != lost]
        shown = {key for part in left for key in part.keys}
        return Night(night.night, left, [s for s in stories if s.key in shown])

    return seen(stories, [paged(night, 1 if n == 0 else None) for n, night in enumerate(nights)])


def longer_list(stream: random.Random) -> Paper:
    """From the fourth night on the list shows twice as many, and with them what nothing had shown."""
    stories, nights = six(stream, most=60)
    short = [Night(n.night, n.lists, n.captured[:60]) for n in nights[:3]]
    return seen(stories, [*short, *_six_again(stories, 120)[3:]])


def _six_again(stories: Sequence[Story], most: int) -> list[Night]:
    nights = []
    for n in range(6):
        night = FIRST_OF_SIX + timedelta(days=n)
        out = [s for s in stories if s.day < night][::-1][:most]
        nights.append(Night(night, [Listed("p.example/news", [s.key for s in out])], out))
    return nights


def personal(stream: random.Random) -> Paper:
    """The list is another one for every reader: half of the newest, and twenty of what the reader may like."""
    stories, nights = six(stream)
    made = []
    for night in nights:
        out = [s for s in stories if s.day < night.night][::-1]
        shown = [*stream.sample(out[:30], 15), *stream.sample(out[30:], 20)]
        made.append(Night(night.night, [Listed("p.example/", [s.key for s in shown])], shown))
    return seen(stories, made)


def front(stream: random.Random) -> Paper:
    """A front page kept by hand: the news of the last days in no order, many a night, and an old story now and then."""
    return _front(stream, old=0.5)


def honest_front(stream: random.Random) -> Paper:
    """A front page kept by hand on which every story stands within two days, in no order."""
    return _front(stream, old=0.0)


def _front(stream: random.Random, old: float) -> Paper:
    stories = [
        Story(
            name(stream),
            FIRST_OF_SIX + timedelta(days=int(n / 20) - 4),
            stream.random() > 0.4,
        )
        for n in range(220)
    ]
    nights = []
    for n in range(7):
        night = FIRST_OF_SIX + timedelta(days=n)
        new = [s for s in stories if night - timedelta(days=3) <= s.day < night]
        shown = stream.sample(new, min(len(new), 45))
        if stream.random() < old:
            shown.insert(stream.randrange(10), old_story(stream, stream.random() < 0.5))
        nights.append(Night(night, [Listed("p.example/", [s.key for s in shown])], shown))
    return seen(stories, nights)
