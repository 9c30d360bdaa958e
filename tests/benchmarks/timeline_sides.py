"""Rows of `kind: timeline` on the wrong side of its day: works whose dates are known, and were hidden.

    python -m tests.benchmarks.timeline_sides --home DIR [DIR …]     # finished demos; nothing is changed

Every day between the first and the last true day is taken as T. A row is a work that, by its bounds without its date, was
certainly not public before T; it is wrong if its true date is certainly before T. Rows within a week of T are counted apart: for
a T of years ago nobody can be wrong.
"""

from __future__ import annotations

import argparse
import random
import shutil
import tempfile
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from pipelines.corpus.traces.index import opened
from pipelines.corpus.traces.versions import versions
from pipelines.lake.delta import Lake
from pipelines.lake.home import Home
from spiders.demo_web.ports import ports_in_sources
from spiders.demo_web.server import NIGHTS
from tests.benchmarks.traces import DAY, SHARES, solved
from tests.benchmarks.traces_poison import against
from tests.demo.figures.view import View
from tests.demo.truth import truth

ROUNDS = 8
WEEK = 7 * DAY
Work = tuple[int | None, int, int]
"""Lower bound without the date, first and last second of the true date."""


def hidden(home: Home, share: float) -> Iterator[Work]:
    """The works of a home whose dates were hidden, ROUNDS times."""
    for seed in range(ROUNDS):
        with tempfile.TemporaryDirectory() as folder:
            copy = Path(folder) / "traces.sqlite"
            shutil.copy(home.index / "traces.sqlite", copy)
            with opened(copy, versions()) as index:
                for anchor, told in solved(index, share, random.Random(seed)):
                    if anchor.low is not None and anchor.high is not None:
                        yield against(told, lambda _: True).low, anchor.low, anchor.high


def undated(home: Home) -> Iterator[Work]:
    """The works of a demo that state no date, by their rows and the truth."""
    view = View(Lake(home.lake), truth(ports_in_sources(home.sources)), NIGHTS)
    for story, row in view.found(view.stories):
        if row["published"] is None and story.get("actual"):
            instant = int(datetime.fromisoformat(story["actual"]).timestamp())
            yield int(row["not_before"].timestamp()), instant, instant


def sides(works: list[Work]) -> tuple[int, int, int, int]:
    """(days taken as T, rows of all of them together, rows whose true date is within a week of T, rows on the wrong side)."""
    days = range(min(low for _, low, _ in works) // DAY, max(high for *_, high in works) // DAY + 2)
    rows = near = wrong = 0
    for instant in (day * DAY for day in days):
        taken = [high for bound, _, high in works if bound is not None and bound >= instant]
        rows, wrong = rows + len(taken), wrong + sum(high < instant for high in taken)
        near += sum(abs(high - instant) <= WEEK for high in taken)
    return len(days), rows, near, wrong


def main() -> None:
    """Print days, rows and the share on the wrong side."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--home", type=Path, nargs="+", required=True)
    homes = [Home.at(path) for path in parser.parse_args().home]
    measured = {f"{share:.0%} hidden": [work for home in homes for work in hidden(home, share)] for share in SHARES}
    measured["undated in the demo"] = [work for home in homes for work in undated(home)]
    for name, works in measured.items():
        days, rows, near, wrong = sides(works)
        share = f"{wrong / max(rows, 1):.3%} of all, {wrong / max(near, 1):.3%} of those"
        print(
            f"{name:<22}{len(works):>6} works {days:>6} days {rows:>8} rows {near:>6} near T {wrong:>5} wrong: {share}"
        )


if __name__ == "__main__":
    main()
