"""Papers made of numbers with something wrong in them, and what traces make of their undated stories.

python tests/benchmarks/traces_poison.py               # every kind of poison
python tests/benchmarks/traces_poison.py --only cache  # kinds with this in their names
python tests/benchmarks/traces_poison.py --orders 3    # three papers of each kind: all 24 orders of four nights, the same rows
"""

from __future__ import annotations

import argparse
import random
import statistics
import tempfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from itertools import permutations
from pathlib import Path

from pipelines.traces.change import note_clues
from pipelines.traces.clue import COMMENT, SITEMAP, Clue, picture_clue
from pipelines.traces.index import Index
from pipelines.traces.solve import traces_of
from tests.pipelines.traces.paper import Listed, Night, Story, at_four, holds, indexed, intervals, settle

DAY = 86_400
START = date(2025, 1, 1)
LAST = START + timedelta(days=131)
"""The night that sees a paper of one night."""
FIRST_OF_SIX = START + timedelta(days=125)
PAPERS = 200


@dataclass(frozen=True)
class Found:
    """An interval beside the truth."""

    covers: bool
    low: int | None
    high: int | None

    @property
    def width(self) -> float | None:
        """Days between the bounds; None where one is missing."""
        return None if self.low is None or self.high is None else (self.high - self.low) / DAY


def line(name: str, found: Sequence[Found]) -> str:
    """Share covered (of all, and how many of those bounded at all are wrong), share bounded on both sides, median width of these."""
    if not found:
        return f"{name:<38}      0"
    widths = [each.width for each in found if each.width is not None]
    wrong = sum(not each.covers for each in found)
    bounded = sum(each.low is not None or each.high is not None for each in found)
    median = f"{statistics.median(widths):6.1f} days" if widths else "     –"
    return (
        f"{name:<38} {len(found):>6}  covered {1 - wrong / len(found):.4f} ({wrong} wrong of {bounded} bounded)"
        f"  two-sided {len(widths) / len(found):.2f}  median {median}"
    )


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
    stories = [
        replace(s, copied=s.day - timedelta(days=stream.randint(30, 600)))
        if not s.dated and stream.random() < 1 / 15
        else s
        for s in paper(stream)
    ]
    return one_night([Listed("p.example/news", newest(stories))], stories)


def _clue(name: str, day: date) -> Clue:
    at = int(at_four(day).timestamp())
    return Clue(name, at, LAST.toordinal(), None, f"{day}", at)


def build_days(stream: random.Random) -> Paper:
    """A sitemap's lastmod is the day of the build: the last one, or for one story in ten one before it came out."""
    stories = paper(stream)
    clues = {s.key: [_clue(SITEMAP, LAST if stream.random() > 0.1 else s.day - timedelta(days=9))] for s in stories}
    return one_night([], stories, clues)


def imported_comments(stream: random.Random) -> Paper:
    """Comments came from another system; those of one story in twenty have dates of before it."""
    stories = paper(stream)
    clues = {
        s.key: [_clue(COMMENT, s.day + timedelta(days=1 if stream.random() > 0.05 else -stream.randint(10, 400)))]
        for s in stories
    }
    return one_night([], stories, clues)


def _pictures(stories: Iterable[Story], filed: Callable[[Story], date]) -> dict[str, list[Clue]]:
    return {s.key: [clue] for s in stories if (clue := picture_clue(f"https://p.example/up/{filed(s):%Y/%m}/a.jpg", 1))}


def moved_pictures(stream: random.Random) -> Paper:
    """A migration filed the pictures of all former stories under its own month."""
    stories, moved = paper(stream), START + timedelta(days=80)
    return one_night([], stories, _pictures(stories, lambda s: max(s.day, moved)))


def moved_pictures_of_undated(stream: random.Random) -> Paper:
    """As before, but what it moved has also lost its dates."""
    moved = START + timedelta(days=80)
    stories = [replace(s, dated=s.dated and s.day >= moved) for s in [*paper(stream), *paper(stream)[:40]]]
    return one_night([], stories, _pictures(stories, lambda s: max(s.day, moved)))


def renumbered(stream: random.Random) -> Paper:
    """On the last of two nights every story has another number, in order of its title."""
    stories = paper(stream, numbers=True)
    other = numbered(stories, stream.sample(range(1001, 1001 + 7 * len(stories), 7), len(stories)))
    return Paper([Night(LAST, [], stories), Night(LAST + timedelta(days=1), [], other)], [*stories, *other])


def _name(stream: random.Random, section: str = "news") -> str:
    """The key of a page without a number."""
    return f"p.example/{section}/{''.join(stream.choices('abcdefghijklm', k=16))}/s"


def _six(stream: random.Random, page: str = "p.example/news", most: int = 40) -> tuple[list[Story], list[Night]]:
    """A paper with some four stories a day, and six nights of its list of the newest, all in order."""
    stories = [
        Story(_name(stream), START + timedelta(days=80 + n // 4), dated=stream.random() > 0.4) for n in range(200)
    ]
    nights = []
    for n in range(6):
        night = FIRST_OF_SIX + timedelta(days=n)
        out = [s for s in stories if s.day < night][::-1]
        nights.append(Night(night, [Listed(page, [s.key for s in out[:most]])], out[: 80 if n == 0 else most]))
    return stories, nights


def _seen(stories: Sequence[Story], nights: Sequence[Night]) -> Paper:
    """What is undated of what was captured."""
    return Paper(nights, sorted({s for night in nights for s in night.captured}, key=lambda s: s.key))


def _relist(night: Night, keys: Sequence[str], more: Sequence[Story] = (), *, page: str | None = None) -> Night:
    captured = list(dict.fromkeys([*night.captured, *more]))
    return Night(night.night, [Listed(page or night.lists[0].page, keys)], captured)


def nights_in_order(stream: random.Random) -> Paper:
    """Six nights of a list in order, nothing wrong."""
    return _seen(*_six(stream))


def _old(stream: random.Random, dated: bool) -> Story:
    return Story(_name(stream, "old"), START - timedelta(days=stream.randint(10, 900)), dated=dated)


def sponsored(stream: random.Random) -> Paper:
    """The third place is sold: every night an old story without a date that nothing has shown stands there."""
    stories, nights = _six(stream)
    made = []
    for night in nights:
        keys, sold = list(night.lists[0].keys), _old(stream, False)
        made.append(_relist(night, [*keys[:2], sold.key, *keys[2:]], [sold]))
    return _seen(stories, made)


def sponsored_top(stream: random.Random) -> Paper:
    """The first place is sold, and what stands there is undated."""
    stories, nights = _six(stream)
    made = []
    for night in nights:
        sold = _old(stream, False)
        made.append(_relist(night, [sold.key, *night.lists[0].keys], [sold]))
    return _seen(stories, made)


def pinned(stream: random.Random) -> Paper:
    """On one night two old stories that nothing has shown stand on top, one of them undated."""
    stories, nights = _six(stream)
    on, old = stream.randrange(1, 6), [_old(stream, False), _old(stream, True)]
    nights[on] = _relist(nights[on], [*(s.key for s in old), *nights[on].lists[0].keys], old)
    return _seen(stories, nights)


def merged(stream: random.Random) -> Paper:
    """On the last night the list goes on with the whole of another section that nothing has shown, or begins with it."""
    stories, nights = _six(stream)
    other = [replace(s, key=_name(stream, "other")) for n, s in enumerate(paper(stream))][::-1]
    keys, more = list(nights[-1].lists[0].keys), [s.key for s in other]
    nights[-1] = _relist(nights[-1], [*more, *keys] if stream.random() < 0.5 else [*keys, *more], other)
    return _seen(stories, nights)


def mirrored(stream: random.Random) -> Paper:
    """On the last night the list is upside down, its oldest first, and longer."""
    stories, nights = _six(stream)
    longer = [s for s in stories if s.day < nights[-1].night][::-1][:90]
    nights[-1] = _relist(nights[-1], [s.key for s in longer][::-1], longer)
    return _seen(stories, nights)


def stale_cache(stream: random.Random) -> Paper:
    """On one night a cache answers with what the list was six days before."""
    stories, nights = _six(stream)
    on = stream.randrange(1, 5)
    then = [s for s in stories if s.day < nights[on].night - timedelta(days=6)][::-1][:40]
    nights[on] = Night(nights[on].night, [Listed("p.example/news", [s.key for s in then])], then)
    return _seen(stories, nights)


def first_from_cache(stream: random.Random) -> Paper:
    """The first night's list comes from a cache of twelve days ago, when nothing else of the paper was known."""
    stories, nights = _six(stream)
    then = [s for s in stories if s.day < nights[0].night - timedelta(days=12)][::-1][:40]
    nights[0] = Night(nights[0].night, [Listed("p.example/news", [s.key for s in then])], then)
    return _seen(stories, nights)


def broken_list(stream: random.Random) -> Paper:
    """One night's list lost its upper half."""
    stories, nights = _six(stream)
    on = stream.randrange(0, 5)
    keys = list(nights[on].lists[0].keys)
    nights[on] = Night(nights[on].night, [Listed("p.example/news", keys[20:])], nights[on].captured[20:])
    return _seen(stories, nights)


def lost_page(stream: random.Random) -> Paper:
    """A list of three pages, of which the second was not got on the first night."""
    stories, nights = _six(stream, most=90)

    def paged(night: Night, lost: int | None) -> Night:
        keys = list(night.lists[0].keys)
        parts = [
            Listed("p.example/news" + (f"?page={n + 1}" if n else ""), keys[30 * n : 30 * n + 30]) for n in range(3)
        ]
        left = [part for n, part in enumerate(parts) if n != lost]
        shown = {key for part in left for key in part.keys}
        return Night(night.night, left, [s for s in stories if s.key in shown])

    return _seen(stories, [paged(night, 1 if n == 0 else None) for n, night in enumerate(nights)])


def longer_list(stream: random.Random) -> Paper:
    """From the fourth night on the list shows twice as many, and with them what nothing had shown."""
    stories, nights = _six(stream, most=20)
    short = [Night(n.night, n.lists, n.captured[:20]) for n in nights[:3]]
    return _seen(stories, [*short, *_six_again(stories, 60)[3:]])


def _six_again(stories: Sequence[Story], most: int) -> list[Night]:
    nights = []
    for n in range(6):
        night = FIRST_OF_SIX + timedelta(days=n)
        out = [s for s in stories if s.day < night][::-1][:most]
        nights.append(Night(night, [Listed("p.example/news", [s.key for s in out])], out))
    return nights


def personal(stream: random.Random) -> Paper:
    """The list is another one for every reader: half of the newest, and twenty of what the reader may like."""
    stories, nights = _six(stream)
    made = []
    for night in nights:
        out = [s for s in stories if s.day < night.night][::-1]
        shown = [*stream.sample(out[:30], 15), *stream.sample(out[30:], 20)]
        made.append(Night(night.night, [Listed("p.example/", [s.key for s in shown])], shown))
    return _seen(stories, made)


def front(stream: random.Random) -> Paper:
    """A front page kept by hand: the news of the last days in no order, many a night, and an old story now and then."""
    return _front(stream, old=0.5)


def honest_front(stream: random.Random) -> Paper:
    """A front page kept by hand on which every story stands within two days, in no order."""
    return _front(stream, old=0.0)


def _front(stream: random.Random, old: float) -> Paper:
    stories = [
        Story(
            _name(stream),
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
            shown.insert(stream.randrange(10), _old(stream, stream.random() < 0.5))
        nights.append(Night(night, [Listed("p.example/", [s.key for s in shown])], shown))
    return _seen(stories, nights)


KINDS: dict[str, Callable[[random.Random], Paper]] = {
    "nothing wrong": clean, "numbers between dated neighbours": sequential, "shuffled lists": shuffled,
    "most read": most_read, "evergreens listed again": relisted, "numbers in no order": unordered_numbers,
    "a wrong date in one of thirty": wrong_date, "clocks in a feed": clocks, "numbers that begin again": restarted_numbers,
    "two counters interleaved": two_counters, "… one of them undated": undated_counter, "legacy with fresh numbers": legacy_numbers,
    "… all undated": undated_legacy_numbers, "… in a list": undated_legacy_list, "backdated stories": backdated,
    "a list by last change": by_update, "drafts numbered, scheduled posts": drafts, "days at the edge of zones": zones,
    "copies that tell too early a day": wrong_copies, "lastmod of the build": build_days, "comments imported": imported_comments,
    "pictures moved": moved_pictures, "… of stories without dates": moved_pictures_of_undated, "renumbered": renumbered,
    "six nights, nothing wrong": nights_in_order, "a sold place": sponsored, "a sold first place": sponsored_top, "pinned": pinned,
    "sections merged": merged, "a mirrored list": mirrored, "a night from a cache": stale_cache,
    "the first night from a cache": first_from_cache, "a broken list": broken_list, "a page of the list lost": lost_page,
    "a list that grew longer": longer_list, "personal lists": personal, "a front page by hand": front,
    "… that shows nothing old": honest_front,
}  # fmt: skip


def poisoned(make: Callable[[random.Random], Paper], papers: int) -> list[Found]:
    """The intervals of the undated stories of papers."""
    found = []
    for seed in range(papers):
        made = make(random.Random(seed))
        with tempfile.TemporaryDirectory() as folder, indexed(Path(folder), made.nights) as index:
            _put_clues(index, made)
            told = intervals(index, {story.key for story in made.stories if not story.dated})
        by_key = {story.key: story for story in made.stories}
        found += [Found(holds(each, by_key[key].day), each.low, each.high) for key, each in told.items()]
    return found


def _put_clues(index: Index, made: Paper) -> None:
    if made.clues:
        note_clues(index, index.clues.put(made.clues.keys(), dict.fromkeys(made.clues, "p"), made.clues))
        settle(index)


def same_in_every_order(make: Callable[[random.Random], Paper], papers: int) -> bool:
    """True if all 24 orders of a paper's first four nights leave the same traces."""
    for seed in range(papers):
        made = make(random.Random(seed))
        rows = set()
        for order in permutations(made.nights[-4:]):
            with tempfile.TemporaryDirectory() as folder, indexed(Path(folder), order) as index:
                told = traces_of(index, index.pages.all_works(), stage=1)
                rows.add(repr(sorted((work, sorted(t.rank for t, _ in each)) for work, each in told.items())))
        if len(rows) > 1:
            return False
    return True


def main() -> None:
    """Print what is asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", default="")
    parser.add_argument("--papers", type=int, default=PAPERS)
    parser.add_argument("--orders", type=int, default=0)
    options = parser.parse_args()
    for name, make in KINDS.items():
        if options.only in name and options.orders:
            print(
                f"{name:<38} {'the same rows' if same_in_every_order(make, options.orders) else 'OTHER ROWS'}",
                flush=True,
            )
        elif options.only in name:
            print(line(name, poisoned(make, options.papers)), flush=True)


if __name__ == "__main__":
    main()
