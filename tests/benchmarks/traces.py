"""What traces are worth: intervals against hidden dates, against poison, and what they cost.

    python tests/benchmarks/traces.py --home DIR     # a finished demo: its dates hidden, and the undated paper's truth
    python tests/benchmarks/traces.py --homes ZOO/*/home   # dates hidden in homes of real systems, which are copied; all together
    python tests/benchmarks/traces.py --poison       # papers made of numbers with something wrong in them
    python tests/benchmarks/traces.py --speed        # 100,000 works with a million links, and one more night of 1%

An interval covers the truth if some instant of the true day is within it.
"""

from __future__ import annotations

import argparse
import random
import shutil
import statistics
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pyarrow as pa

from pipelines.fingerprint.rules import rules_digest
from pipelines.home import Home
from pipelines.lake import Lake
from pipelines.nights import STEPS
from pipelines.schemas import LINKS
from pipelines.traces.anchor import Anchor
from pipelines.traces.change import bound, learn, note_anchors, note_lists
from pipelines.traces.index import Index, opened
from pipelines.traces.sequence import key_id, sequences
from pipelines.traces.solve import traces_of
from pipelines.traces.step import BATCH
from pipelines.traces.trace import ACCEPTED, Interval
from spiders.demo_web.ports import ports_in_sources
from spiders.demo_web.server import NIGHTS
from tests.demo.figures.view import View
from tests.demo.truth import truth
from tests.pipelines.traces.paper import Listed, Night, Story, holds, indexed, intervals, settle

DAY = 86_400
STEP = "pipelines.traces.step"
SHARES = (0.2, 0.5, 0.8)
"""Shares of the dated works whose dates are hidden."""
START = date(2025, 1, 1)
PAPERS = 200
"""Papers of each kind of poison."""


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


def line(name: str, found: list[Found]) -> str:
    """Share covered, share bounded on both sides, median width of these."""
    widths = [each.width for each in found if each.width is not None]
    wrong = sum(not each.covers for each in found)
    median = f"{statistics.median(widths):6.1f} days" if widths else "     –"
    return (
        f"{name:<34} {len(found):>6}  covered {1 - wrong / len(found):.4f} ({wrong} wrong)"
        f"  two-sided {len(widths) / len(found):.2f}  median {median}"
    )


def masked(home: Home, share: float, rounds: int) -> dict[str, list[Found]]:
    """By source what the traces say of dated works whose dates are hidden, a share of all at a time."""
    found: dict[str, list[Found]] = defaultdict(list)
    for seed in range(rounds):
        with tempfile.TemporaryDirectory() as folder:
            copy = Path(folder) / "traces.sqlite"
            shutil.copy(home.index / "traces.sqlite", copy)
            with opened(copy, rules_digest(STEP)) as index:
                for anchor, interval in _solved(index, share, random.Random(seed)):
                    found[anchor.source].append(_against(anchor, interval))
    return dict(sorted(found.items()))


def homes(paths: Iterable[Path]) -> None:
    """Hide dates in each of the homes, and say of all together what the traces make of it; misses are named."""
    found: dict[float, list[Found]] = defaultdict(list)
    for path in paths:
        with tempfile.TemporaryDirectory() as folder:
            home = Home.at(Path(folder))
            shutil.copytree(path / "lake", home.lake)
            STEPS["traces"].run(home, max(Lake(home.lake).nights("documents")), show=False)
            for share in SHARES:
                own = [each for of_source in masked(home, share, 4).values() for each in of_source]
                found[share] += own
                if own:
                    print(line(f"{path.parent.name}, {share:.0%} hidden", own), flush=True)
    for share, own in found.items():
        print(line(f"all homes, {share:.0%} hidden", own))


def _solved(index: Index, share: float, stream: random.Random) -> Iterator[tuple[Anchor, Interval]]:
    anchors = index.anchors.of(index.pages.all_works())
    hidden = {work: a for work, a in sorted(anchors.items()) if a.day is not None and stream.random() < share}
    undated = {
        work: replace(
            a, undated=True, day=None, low=None, high=None, low_said="", high_said="", point=None, strong=False
        )
        for work, a in hidden.items()
    }
    note_anchors(index, index.anchors.put(0, anchors.keys(), anchors | undated))
    settle(index)
    told = traces_of(index, hidden.keys(), stage=1)
    for work, anchor in hidden.items():
        accepted = [trace for trace, verdict in told.get(work, ()) if verdict == ACCEPTED]
        yield anchor, Interval(None, None).narrowed(accepted)


def _against(anchor: Anchor, interval: Interval) -> Found:
    early = interval.high is not None and anchor.low is not None and interval.high < anchor.low
    late = interval.low is not None and anchor.high is not None and interval.low > anchor.high
    return Found(not (early or late), interval.low, interval.high)


def undated_paper(home: Home) -> list[Found]:
    """The bounds of the demo's undated paper in `articles`, beside its truth."""
    view = View(Lake(home.lake), truth(ports_in_sources(home.sources)), NIGHTS)
    found = []
    for story, row in view.found(view.sources["demo_daily"]):
        actual = datetime.fromisoformat(story["actual"])
        low = int(row["not_before"].timestamp()) if row["not_before"].year > 1991 else None
        found.append(Found(row["not_before"] <= actual <= row["not_after"], low, int(row["not_after"].timestamp())))
    return found


def paper(stream: random.Random, *, step_days: float = 1.0, undated: float = 0.4, numbers: bool = False) -> list[Story]:
    """A paper of 40 to 120 stories, oldest first; with numbers in their addresses if asked."""
    days = sorted(int(stream.uniform(0, 120 * step_days)) for _ in range(stream.randint(40, 120)))
    return [
        Story(f"p.example/news/{'s' if numbers else stream.getrandbits(40)}-{1000 + 7 * n if numbers else 'x'}",
              START + timedelta(days=day), dated=stream.random() >= undated)
        for n, day in enumerate(days)
    ]  # fmt: skip


def _newest(stories: Iterable[Story]) -> list[str]:
    return [story.key for story in sorted(stories, key=lambda s: s.day, reverse=True)]


def clean(stream: random.Random) -> tuple[list[Listed], list[Story]]:
    """A list in order, nothing wrong."""
    stories = paper(stream)
    return [Listed("p.example/news", _newest(stories))], stories


def sequential(stream: random.Random) -> tuple[list[Listed], list[Story]]:
    """Numbers in order, three stories a day, every second of them undated."""
    stories = paper(stream, step_days=0.3, undated=0.5, numbers=True)
    return [], stories


def shuffled(stream: random.Random) -> tuple[list[Listed], list[Story]]:
    """Thirty short lists in no order."""
    stories = paper(stream)
    keys = [story.key for story in stories]
    return [Listed(key, stream.sample(keys, 8), "related") for key in keys[:30]], stories


def most_read(stream: random.Random) -> tuple[list[Listed], list[Story]]:
    """The newest ten, then what is read most."""
    stories = paper(stream)
    newest = _newest(stories)
    return [Listed("p.example/", [*newest[:10], *stream.sample(newest[10:], 20)])], stories


def relisted(stream: random.Random) -> tuple[list[Listed], list[Story]]:
    """A list in order, but one story in twenty put on top, or among the newest, once more."""
    stories = paper(stream)
    keys = _newest(stories)
    for key in stream.sample(keys, max(1, len(keys) // 20)):
        keys.remove(key)
        keys.insert(stream.randrange(5), key)
    return [Listed("p.example/news", keys)], stories


def unordered_numbers(stream: random.Random) -> tuple[list[Listed], list[Story]]:
    """Numbers that are not chronological."""
    stories = paper(stream, numbers=True)
    days = stream.sample([story.day for story in stories], len(stories))
    return [], [replace(story, day=day) for story, day in zip(stories, days, strict=True)]


def wrong_date(stream: random.Random) -> tuple[list[Listed], list[Story]]:
    """A list in order; one story in thirty tells a wrong day."""
    stories = paper(stream)
    wrong = set(stream.sample(range(len(stories)), max(1, len(stories) // 30)))
    told = [
        replace(story, told=story.day - timedelta(days=stream.randint(-60, 400))) if n in wrong else story
        for n, story in enumerate(stories)
    ]
    return [Listed("p.example/news", _newest(stories))], told


def clocks(stream: random.Random) -> tuple[list[Listed], list[Story]]:
    """A feed in no order whose stories all tell the day of the fetch."""
    stories = paper(stream)
    keys = [story.key for story in stories]
    now = START + timedelta(days=130)
    told = [replace(story, told=now) if story.dated and stream.random() < 0.7 else story for story in stories]
    return [Listed("p.example/rss", stream.sample(keys, 30), "feed")], told


KINDS: dict[str, Callable[[random.Random], tuple[list[Listed], list[Story]]]] = {
    "nothing wrong": clean, "numbers between dated neighbours": sequential, "shuffled lists": shuffled,
    "most read": most_read, "evergreens listed again": relisted, "numbers in no order": unordered_numbers,
    "a wrong date in one of thirty": wrong_date, "clocks in a feed": clocks,
}  # fmt: skip


def poisoned(make: Callable[[random.Random], tuple[list[Listed], list[Story]]], papers: int) -> list[Found]:
    """The intervals of the undated stories of papers."""
    found = []
    for seed in range(papers):
        lists, stories = make(random.Random(seed))
        night = Night(START + timedelta(days=131), lists, stories)
        with tempfile.TemporaryDirectory() as folder, indexed(Path(folder), [night]) as index:
            told = intervals(index, {story.key for story in stories if not story.dated})
        by_key = {story.key: story for story in stories}
        found += [Found(holds(each, by_key[key].day), each.low, each.high) for key, each in told.items()]
    return found


def big_night(
    night: date, papers: int, works: int, pages: int, first: int
) -> tuple[pa.Table, list[Anchor], list[tuple[int, str]]]:
    """Links, anchors and pages of papers with as many new works: topics in order, and lists of fifty on story pages in none."""
    rows: dict[str, list[object]] = {name: [] for name in LINKS.names}
    anchors, keys = [], []
    at = int(datetime(night.year, night.month, night.day, 4, tzinfo=UTC).timestamp())
    for number in range(papers):
        source, stream = f"paper{number:03}", random.Random(number + first)
        own = [f"{source}.example/news/story-{n}" for n in range(first, first + works)]
        for n, key in enumerate(own):
            day = at - (works - n) * 3600
            undated, told = n % 5 == 0, datetime.fromtimestamp(day, UTC).toordinal()
            anchors.append(
                Anchor(key, source, f"https://{key}", undated, None if undated else told,
                       None if undated else day, at if undated else day + DAY, "", "dated", night.toordinal(),
                       None if undated else told, not undated)
            )  # fmt: skip
            keys.append((key_id(key), key))
        topics = range(min(20, works))
        listed = [(f"{source}.example/topic-{n}", "section", own[n::20][::-1]) for n in topics]
        listed += [(key, "related", stream.sample(own, min(50, works))) for key in own[:pages]]
        for page, kind, targets in listed:
            for position, target in enumerate(targets):
                values = (night, source, f"https://{page}", page, f"https://{target}", target, kind, position, 0, None)
                for name, value in zip(LINKS.names, values, strict=True):
                    rows[name].append(value)
    return pa.table(rows, schema=LINKS), anchors, keys


def solved(index: Index) -> tuple[int, int]:
    """Look at the works that wait, as the step does; how many were looked at at last, and how many of them are bounded."""
    looked_at = bounded = 0
    for batch in index.anchors.batches(0, BATCH):
        bound(index, batch)
        index.commit()
    for batch in index.anchors.batches(1, BATCH):
        bounded += sum(map(bool, traces_of(index, batch, stage=1).values()))
        index.anchors.looked_at(1, batch)
        index.commit()
        looked_at += len(batch)
    return looked_at, bounded


def speed() -> None:
    """CPU seconds of 100,000 works with a million links from nothing, and of a night with 1% more."""
    with tempfile.TemporaryDirectory() as folder, opened(Path(folder) / "traces.sqlite", "speed") as index:
        for what, works, pages, first in (("from nothing", 5_000, 900, 100_000), ("one more night", 50, 10, 105_000)):
            night = START + timedelta(days=first // 1_000)
            links, anchors, keys = big_night(night, 20, works, pages, first)
            before = time.process_time()
            numbers = [("x" + key.partition(".")[0], int(key.rpartition("-")[2]), number) for number, key in keys]
            touched = index.put_night(night.toordinal(), "made", sequences(links, {}), keys, numbers, [])
            put = time.process_time()
            note_lists(index, touched)
            note_anchors(index, index.anchors.put(0, [a.work for a in anchors], {a.work: a for a in anchors}))
            learn(index)
            lessons = time.process_time()
            looked_at, bounded = solved(index)
            took = time.process_time()
            print(
                f"{what}: {links.num_rows:,} links, {len(anchors):,} works, {looked_at:,} looked at, "
                f"{bounded:,} bounded: {took - before:.1f} CPU s "
                f"(lists {put - before:.1f}, lessons {lessons - put:.1f}, bounds {took - lessons:.1f})",
                flush=True,
            )


def main() -> None:
    """Print what is asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--home", type=Path)
    parser.add_argument("--homes", type=Path, nargs="+", default=[])
    parser.add_argument("--poison", action="store_true")
    parser.add_argument("--speed", action="store_true")
    parser.add_argument("--papers", type=int, default=PAPERS)
    options = parser.parse_args()
    if options.home:
        home = Home.at(options.home)
        print(line("demo_daily, as published", undated_paper(home)))
        for share in SHARES:
            for source, found in masked(home, share, 8).items():
                print(line(f"{source}, {share:.0%} hidden", found), flush=True)
    if options.homes:
        homes(options.homes)
    if options.poison:
        for name, make in KINDS.items():
            print(line(name, poisoned(make, options.papers)), flush=True)
    if options.speed:
        speed()


if __name__ == "__main__":
    main()
