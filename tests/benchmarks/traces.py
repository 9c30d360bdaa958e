"""What traces are worth: intervals against hidden dates, against poison, and what they cost.

    python tests/benchmarks/traces.py --home DIR     # a finished demo: its dates hidden, and the undated paper's truth
    python tests/benchmarks/traces.py --homes ZOO/*/home   # dates hidden in homes of real systems, which are copied; all together
    python tests/benchmarks/traces.py --speed        # 100,000 works with a million links, and one more night of 1%

Papers with something wrong in them: `traces_poison.py`. An interval covers the truth if some instant of the true day is within it.
"""

from __future__ import annotations

import argparse
import random
import shutil
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace
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
from tests.benchmarks.traces_poison import START, Found, line
from tests.demo.figures.view import View
from tests.demo.truth import truth
from tests.pipelines.traces.paper import settle

DAY = 86_400
STEP = "pipelines.traces.step"
SHARES = (0.2, 0.5, 0.8)
"""Shares of the dated works whose dates are hidden."""


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
    parser.add_argument("--speed", action="store_true")
    options = parser.parse_args()
    if options.home:
        home = Home.at(options.home)
        print(line("demo_daily, as published", undated_paper(home)))
        for share in SHARES:
            for source, found in masked(home, share, 8).items():
                print(line(f"{source}, {share:.0%} hidden", found), flush=True)
    if options.homes:
        homes(options.homes)
    if options.speed:
        speed()


if __name__ == "__main__":
    main()
