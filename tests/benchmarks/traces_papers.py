"""Papers made of numbers with something wrong in them, seen on one night (or on two): lists, numbers and other dates of pages."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from pipelines.corpus.traces.clue import COMMENT, SITEMAP, Clue, picture_clue
from tests.pipelines.corpus.traces.paper import Listed, Night, Story, at_four

START = date(2025, 1, 1)
LAST = START + timedelta(days=131)
"""The night that sees a paper of one night."""


@dataclass(frozen=True)
class Paper:
    """What nights saw of a paper, its stories, and the clues on their pages by key."""

    nights: Sequence[Night]
    stories: Sequence[Story]
    clues: Mapping[str, Sequence[Clue]] = field(default_factory=dict)


def one_night(
    lists: Sequence[Listed], stories: Sequence[Story], clues: Mapping[str, Sequence[Clue]] | None = None
) -> Paper:
    """A paper of which one night saw everything."""
    return Paper([Night(LAST, lists, stories)], stories, clues or {})


def paper(stream: random.Random, *, step_days: float = 1.0, undated: float = 0.4, numbers: bool = False) -> list[Story]:
    """40 to 120 stories, oldest first; with numbers in their addresses if asked."""
    days = sorted(int(stream.uniform(0, 120 * step_days)) for _ in range(stream.randint(40, 120)))
    return [
        Story(f"p.example/news/{'s' if numbers else stream.getrandbits(40)}-{1000 + 7 * n if numbers else 'x'}",
              START + timedelta(days=day), dated=stream.random() >= undated)
        for n, day in enumerate(days)
    ]  # fmt: skip


def newest(stories: Iterable[Story]) -> list[str]:
    """The keys of stories, the newest first."""
    return [story.key for story in sorted(stories, key=lambda s: s.day, reverse=True)]


def clean(stream: random.Random) -> Paper:
    """A list in order, nothing wrong."""
    stories = paper(stream)
    return one_night([Listed("p.example/news", newest(stories))], stories)


def sequential(stream: random.Random) -> Paper:
    """Numbers in order, three stories a day, every second of them undated."""
    return one_night([], paper(stream, step_days=0.3, undated=0.5, numbers=True))


def shuffled(stream: random.Random) -> Paper:
    """Thirty short lists in no order."""
    stories = paper(stream)
    keys = [story.key for story in stories]
    return one_night([Listed(key, stream.sample(keys, 8), "related") for key in keys[:30]], stories)


def most_read(stream: random.Random) -> Paper:
    """The newest ten, then what is read most."""
    stories = paper(stream)
    keys = newest(stories)
    return one_night([Listed("p.example/", [*keys[:10], *stream.sample(keys[10:], 20)])], stories)


def relisted(stream: random.Random) -> Paper:
    """A list in order, but one story in twenty put on top, or among the newest, once more."""
    stories = paper(stream)
    keys = newest(stories)
    for key in stream.sample(keys, max(1, len(keys) // 20)):
        keys.remove(key)
        keys.insert(stream.randrange(5), key)
    return one_night([Listed("p.example/news", keys)], stories)


def unordered_numbers(stream: random.Random) -> Paper:
    """Numbers that are not chronological."""
    stories = paper(stream, numbers=True)
    days = stream.sample([story.day for story in stories], len(stories))
    return one_night([], [replace(story, day=day) for story, day in zip(stories, days, strict=True)])


def wrong_date(stream: random.Random) -> Paper:
    """A list in order; one story in thirty tells a wrong day."""
    stories = paper(stream)
    wrong = set(stream.sample(range(len(stories)), max(1, len(stories) // 30)))
    told = [
        replace(story, told=story.day - timedelta(days=stream.randint(-60, 400))) if n in wrong else story
        for n, story in enumerate(stories)
    ]
    return one_night([Listed("p.example/news", newest(stories))], told)


def clocks(stream: random.Random) -> Paper:
    """A feed in no order whose stories all tell the day of the fetch."""
    stories = paper(stream)
    keys = [story.key for story in stories]
    now = START + timedelta(days=130)
    told = [replace(story, told=now) if story.dated and stream.random() < 0.7 else story for story in stories]
    return one_night([Listed("p.example/rss", stream.sample(keys, 30), "feed")], told)


def numbered(stories: Sequence[Story], numbers: Iterable[int], section: str = "news") -> list[Story]:
    """Stories with these numbers in their addresses."""
    return [replace(s, key=f"p.example/{section}/s-{n}") for s, n in zip(stories, numbers, strict=True)]


def restarted_numbers(stream: random.Random) -> Paper:
    """A new publishing system counts from 200 again; the old one was at 50,000."""
    stories = paper(stream)
    half = len(stories) // 2
    return one_night(
        [],
        [
            *numbered(stories[:half], range(50_000, 50_000 + half)),
            *numbered(stories[half:], range(200, 200 + len(stories) - half)),
        ],
    )


def two_counters(stream: random.Random) -> Paper:
    """News and films have a counter each, over the same numbers; forty days lie between equal ones."""
    news, films = paper(stream), paper(stream)
    moved = [replace(s, day=s.day - timedelta(days=40)) for s in films]
    return one_night(
        [],
        [
            *numbered(news, range(1000, 1000 + 4 * len(news), 4)),
            *numbered(moved, range(1001, 1001 + 4 * len(moved), 4), "film"),
        ],
    )


def undated_counter(stream: random.Random) -> Paper:
    """As before, but no film is dated, so that none contradicts."""
    made = two_counters(stream).stories
    return one_night([], [replace(s, dated=s.dated and "/film/" not in s.key) for s in made])


def _legacy(stream: random.Random, share: float) -> list[Story]:
    """A paper with a batch of 15 stories of years ago under fresh numbers, of which a share is undated."""
    stories = paper(stream)
    old = [
        Story("", START - timedelta(days=stream.randint(400, 3000)), dated=stream.random() >= share) for _ in range(15)
    ]
    place = stream.randint(20, len(stories) - 10)
    merged = [*stories[:place], *old, *stories[place:]]
    return numbered(merged, range(1000, 1000 + 3 * len(merged), 3))


def legacy_numbers(stream: random.Random) -> Paper:
    """Fifteen stories of years ago came in with fresh numbers; six of them are undated."""
    return one_night([], _legacy(stream, 0.4))


def undated_legacy_numbers(stream: random.Random) -> Paper:
    """Fifteen stories of years ago came in with fresh numbers and without their dates."""
    return one_night([], _legacy(stream, 1.0))


def undated_legacy_list(stream: random.Random) -> Paper:
    """As before, in a list in order of numbers."""
    stories = _legacy(stream, 1.0)
    keys = [s.key.replace("-", "-x") + "x" for s in stories]
    return one_night(
        [Listed("p.example/news", keys[::-1])], [replace(s, key=k) for s, k in zip(stories, keys, strict=True)]
    )


def backdated(stream: random.Random) -> Paper:
    """One story in fifteen is given a day one to twelve months before the place of its number."""
    stories = paper(stream, numbers=True)
    return one_night([], [
        replace(s, day=s.day - timedelta(days=stream.randint(30, 360))) if stream.random() < 1 / 15 else s for s in stories
    ])  # fmt: skip


def by_update(stream: random.Random) -> Paper:
    """A list in order of last changes; one story in fifteen was changed ten to ninety days after it came out."""
    stories = paper(stream)
    changed = {
        s.key: s.day + timedelta(days=stream.randint(10, 90) if stream.random() < 1 / 15 else 0) for s in stories
    }
    return one_night([Listed("p.example/news", sorted(changed, key=lambda key: changed[key], reverse=True))], stories)


def drafts(stream: random.Random) -> Paper:
    """Numbers are given to drafts; one story in twenty-five comes out ten to forty days later."""
    stories = paper(stream, numbers=True)
    return one_night([], [
        replace(s, day=s.day + timedelta(days=stream.randint(10, 40))) if stream.random() < 1 / 25 else s for s in stories
    ])  # fmt: skip


def zones(stream: random.Random) -> Paper:
    """Desks from UTC-10 to UTC+13 date by their own clocks; the list is in order of instants."""
    stories = paper(stream)
    told = {
        s.key: s.day + timedelta(days=stream.choice((-1, 0, 0, 1)) if stream.random() < 0.5 else 0) for s in stories
    }
    return one_night([Listed("p.example/news", newest(stories))], [replace(s, day=told[s.key]) for s in stories])


def wrong_copies(stream: random.Random) -> Paper:
    """One undated story in fifteen has a copy that tells a day one to twenty months too early."""
    return copied_early(stream, 1 / 15, (30, 600))


def copied_early(stream: random.Random, share: float, days: tuple[int, int]) -> Paper:
    """A share of the undated stories has a copy that tells a day too early, by so many `days` at least and most."""
    stories = [
        replace(s, copied=s.day - timedelta(days=stream.randint(*days)))
        if not s.dated and stream.random() < share
        else s
        for s in paper(stream)
    ]
    return one_night([Listed("p.example/news", newest(stories))], stories)


def clue(name: str, day: date) -> Clue:
    at = int(at_four(day).timestamp())
    return Clue(name, at, LAST.toordinal(), None, f"{day}", at)


def build_days(stream: random.Random) -> Paper:
    """A sitemap's lastmod is the day of the build: the last one, or for one story in ten one before it came out."""
    stories = paper(stream)
    clues = {s.key: [clue(SITEMAP, LAST if stream.random() > 0.1 else s.day - timedelta(days=9))] for s in stories}
    return one_night([], stories, clues)


def imported_comments(stream: random.Random) -> Paper:
    """Comments came from another system; those of one story in twenty have dates of before it."""
    stories = paper(stream)
    clues = {
        s.key: [clue(COMMENT, s.day + timedelta(days=1 if stream.random() > 0.05 else -stream.randint(10, 400)))]
        for s in stories
    }
    return one_night([], stories, clues)


def pictures(stories: Iterable[Story], filed: Callable[[Story], date]) -> dict[str, list[Clue]]:
    return {
        s.key: [found] for s in stories if (found := picture_clue(f"https://p.example/up/{filed(s):%Y/%m}/a.jpg", 1))
    }


def moved_pictures(stream: random.Random) -> Paper:
    """A migration filed the pictures of all former stories under its own month."""
    stories, moved = paper(stream), START + timedelta(days=80)
    return one_night([], stories, pictures(stories, lambda s: max(s.day, moved)))


def moved_pictures_of_undated(stream: random.Random) -> Paper:
    """As before, but what it moved has also lost its dates."""
    moved = START + timedelta(days=80)
    stories = [replace(s, dated=s.dated and s.day >= moved) for s in [*paper(stream), *paper(stream)[:40]]]
    return one_night([], stories, pictures(stories, lambda s: max(s.day, moved)))


def renumbered(stream: random.Random) -> Paper:
    """On the last of two nights every story has another number, in order of its title."""
    stories = paper(stream, numbers=True)
    other = numbered(stories, stream.sample(range(1001, 1001 + 7 * len(stories), 7), len(stories)))
    return Paper([Night(LAST, [], stories), Night(LAST + timedelta(days=1), [], other)], [*stories, *other])
