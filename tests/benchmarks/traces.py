"""What traces are worth: intervals against hidden dates, against poison, and what they cost.

    python tests/benchmarks/traces.py --home DIR     # a finished demo: its dates hidden, and the undated paper's truth
    python tests/benchmarks/traces.py --homes ZOO/*/home   # dates hidden in homes of real systems, which are copied; all together

Papers with something wrong in them: `traces_poison.py`; what a night costs: `traces_speed.py`. An interval covers
the truth if some instant of the true day is within it.
"""

from __future__ import annotations

import argparse
import random
import shutil
import tempfile
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial
from pathlib import Path

from pipelines.corpus.traces.anchor import Anchor
from pipelines.corpus.traces.change import note_anchors
from pipelines.corpus.traces.index import Index, opened
from pipelines.corpus.traces.solve import traces_of
from pipelines.corpus.traces.trace import Interval, Trace
from pipelines.corpus.traces.versions import Versions, versions
from pipelines.lake.delta import Lake
from pipelines.lake.home import Home
from pipelines.nights import STEPS
from spiders.demo_web.ports import ports_in_sources
from spiders.demo_web.server import NIGHTS
from tests.benchmarks.traces_poison import Found, against, line
from tests.demo.figures.view import View
from tests.demo.truth import truth
from tests.pipelines.corpus.traces.paper import settle

DAY = 86_400
SHARES = (0.2, 0.5, 0.8)
"""Shares of the dated works whose dates are hidden."""


def masked(home: Home, share: float, rounds: int) -> dict[str, list[Found]]:
    """By source what the traces say of dated works whose dates are hidden, a share of all at a time."""
    found: dict[str, list[Found]] = defaultdict(list)
    for seed in range(rounds):
        for source, each in masked_in(home.index / "traces.sqlite", versions(), share, random.Random(seed)):
            found[source].append(each)
    return dict(sorted(found.items()))


def masked_in(file: Path, version: Versions, share: float, stream: random.Random) -> Iterator[tuple[str, Found]]:
    """(source, what the traces say) of a share of the dated works of an index, which is copied."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "traces.sqlite"
        shutil.copy(file, copy)
        with opened(copy, version) as index:
            for anchor, told in solved(index, share, stream):
                yield anchor.source, against(told, partial(_is_true, anchor))


def homes(paths: Iterable[Path]) -> None:
    """Hide dates in each of the homes, and say of all together what the traces make of it."""
    found: dict[float, list[Found]] = defaultdict(list)
    for name, share, own in masked_homes(paths):
        found[share] += own
        print(line(f"{name}, {share:.0%} hidden", own), flush=True)
    for share, own in found.items():
        print(line(f"all homes, {share:.0%} hidden", own))


def masked_homes(paths: Iterable[Path]) -> Iterator[tuple[str, float, list[Found]]]:
    """(name, share, found) of each of the homes, which are copied, with so large a share of its dates hidden."""
    for path in paths:
        with tempfile.TemporaryDirectory() as folder:
            home = Home.at(Path(folder))
            shutil.copytree(path / "lake", home.lake)
            STEPS["traces"].run(home, max(Lake(home.lake).nights("documents")), show=False)
            for share in SHARES:
                own = [each for of_source in masked(home, share, 4).values() for each in of_source]
                if own:
                    yield path.parent.name, share, own


def solved(index: Index, share: float, stream: random.Random) -> Iterator[tuple[Anchor, Sequence[tuple[Trace, str]]]]:
    """The works whose dates are hidden, a share of the dated ones, and what the traces say of each."""
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
        yield anchor, told.get(work, ())


def _is_true(anchor: Anchor, interval: Interval) -> bool:
    early = interval.high is not None and anchor.low is not None and interval.high < anchor.low
    late = interval.low is not None and anchor.high is not None and interval.low > anchor.high
    return not (early or late)


def undated_paper(home: Home) -> list[Found]:
    """The bounds of the demo's undated paper in `articles`, beside its truth."""
    view = View(Lake(home.lake), truth(ports_in_sources(home.sources)), NIGHTS)
    found = []
    for story, row in view.found(view.sources["demo_daily"]):
        actual = datetime.fromisoformat(story["actual"])
        low = int(row["not_before"].timestamp()) if row["not_before"].year > 1991 else None
        found.append(Found(row["not_before"] <= actual <= row["not_after"], low, int(row["not_after"].timestamp())))
    return found


def main() -> None:
    """Print what is asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--home", type=Path)
    parser.add_argument("--homes", type=Path, nargs="+", default=[])
    options = parser.parse_args()
    if options.home:
        home = Home.at(options.home)
        print(line("demo_daily, as published", undated_paper(home)))
        for share in SHARES:
            by_source = masked(home, share, 8)
            for source, found in by_source.items():
                print(line(f"{source}, {share:.0%} hidden", found), flush=True)
            print(
                line(f"all, {share:.0%} hidden", [each for found in by_source.values() for each in found]), flush=True
            )
    if options.homes:
        homes(options.homes)


if __name__ == "__main__":
    main()
