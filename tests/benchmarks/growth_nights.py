"""CPU seconds of the nights themselves: the book of nights, the list of crawled nights, a late night, a build without work.

    python tests/benchmarks/growth_nights.py [book] [archive] [late] [nothing --home DIR]

- `book`: CPU seconds and whole reads of the book that recording one more night costs, after 30, 500 and 2,000 nights.
- `archive`: CPU seconds of `crawled_nights` over 500 sources of 700 nights each.
- `late`: eight nights of the growth benchmark's papers; then three pages of one paper, six days late. `--corpus DIR` (a corpus
  that `growth.py --folder` left) stands before them.
- `nothing`: CPU seconds of `dateline build` in a home where everything is done (default: the home that `late` made).
"""

from __future__ import annotations

import argparse
import os
import shutil
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))

FIRST = date(2020, 1, 1)
NIGHTS = (30, 500, 2_000)
SOURCES, SOURCE_NIGHTS = 500, 700
EIGHT, EACH, LATE_PAGES, LATE_DAYS = 8, 4, 3, 6
SEEN = date(2026, 3, 10)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("kinds", nargs="*", default=["book", "archive", "late", "nothing"])
    parser.add_argument("--home", type=Path, help="Home for `nothing`.")
    parser.add_argument("--corpus", type=Path, help="Corpus of earlier nights for `late`.")
    options = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="growth-nights-"))
    try:
        if options.corpus:
            from growth import copy

            copy(options.corpus, folder / "late")
        for kind in options.kinds:
            home = options.home or folder / "late"
            print(f"| {kind} | figure |\n| - | - |")
            for label, value in KINDS[kind](home if kind == "nothing" else folder / kind):
                print(f"| {label} | {value} |", flush=True)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def book(folder: Path) -> list[tuple[str, str]]:
    """Record all steps of one more night, as a build does, in books of different lengths."""
    return [(f"{nights:,} nights before, one more", _one_more(folder / str(nights), nights)) for nights in NIGHTS]


def _one_more(root: Path, nights: int) -> str:
    from pipelines.lake.delta import Lake
    from pipelines.lake.home import Home
    from pipelines.night.book import recorded, replace_recorded
    from pipelines.nights import STEPS, Accounts

    home, lake = Home.at(root), Lake(root / "lake")
    _archive_of(root, 1, [FIRST + timedelta(days=n) for n in range(nights + 1)])
    replace_recorded(lake, {(row.night, row.step): row for n in range(nights) for row in _rows(FIRST + timedelta(n))})
    night = FIRST + timedelta(days=nights)
    reads = Counter[str]()
    original = Lake.read_files

    def counted(self: Any, table: str, files: Any) -> Any:
        reads[table] += 1
        return original(self, table, files)

    Lake.read_files = counted  # type: ignore[method-assign]
    before = time.process_time()
    recorded(lake), recorded(lake)  # as `forget_lost_works` and `night_of_lost_indexes` do
    accounts = Accounts(home)
    for step in STEPS.values():
        accounts.stale(step, night)
        accounts.done(step, night, 1.0)
    one = time.process_time() - before
    Lake.read_files = original  # type: ignore[method-assign]
    before = time.process_time()
    for each in sorted({night for night, _ in Accounts(home).rows}):
        for step in STEPS.values():
            Accounts.made_from(accounts, step, each) if step.name != "fetches" else None
    return f"{one:.2f} CPU s; all nights checked: {time.process_time() - before:.2f} CPU s"


def _rows(night: date) -> list[Any]:
    from pipelines.base.ids import digest
    from pipelines.night.book import Row
    from pipelines.nights import STEPS

    ended = datetime(2026, 1, 1, tzinfo=UTC)
    return [
        Row(
            night, step.name, "done", ended, 1.0, 10, "rules", digest(step.name, str(night)),
            {table: digest(table, str(night)) for table in step.tables}, "crawls" if step.name == "fetches" else None,
            [digest(table) for table in step.tables],
        )
        for step in STEPS.values()
    ]  # fmt: skip


def archive(folder: Path) -> list[tuple[str, str]]:
    """`crawled_nights` over many folders of sources and nights."""
    from pipelines.corpus.fetches.crawls import crawled_nights
    from pipelines.lake.home import Home
    from pipelines.nights import Accounts

    _archive_of(folder, SOURCES, [FIRST + timedelta(days=n) for n in range(SOURCE_NIGHTS)])
    before = time.process_time()
    nights = crawled_nights(Home.at(folder))
    listed = time.process_time() - before
    assert len(nights) == SOURCE_NIGHTS
    accounts = Accounts(Home.at(folder))
    before = time.process_time()
    for night in nights[-20:]:
        accounts._crawl(night)
    files = (time.process_time() - before) / 20
    return [
        (f"crawled_nights of {SOURCES * SOURCE_NIGHTS:,} source-nights", f"{listed:.2f} CPU s"),
        (f"files of a night of {SOURCES} sources", f"{files:.4f} CPU s"),
    ]


def _archive_of(root: Path, sources: int, nights: list[date]) -> None:
    """Folders of crawls that have ended, with empty files."""
    for n in range(sources):
        for night in nights:
            folder = root / "archive" / f"source=paper_{n:03d}" / f"night={night}"
            folder.mkdir(parents=True)
            for name in ("fetches.parquet", "links.parquet", "source.json"):
                os.close(os.open(folder / name, os.O_CREAT))


def late(folder: Path) -> list[tuple[str, str]]:
    """Eight nights in order, then a late night of three pages of one paper."""
    from growth_site import crawl, paper, stories

    from pipelines.lake.home import Home

    home = Home.at(folder)
    seen = [SEEN + timedelta(days=n) for n in range(EIGHT)]
    came_late = SEEN + timedelta(days=EIGHT - 1 - LATE_DAYS)
    for night in seen:
        new = stories(night, EACH)
        if night == came_late:
            del new[paper(0)]
        crawl(home, night, new, {}, {})
    found = [(f"night {night}", *_built(home, night)) for night in seen]
    _built(home, None)  # the accounts of bulk nights get the digests of today
    crawl(home, came_late, {paper(0): stories(came_late, LATE_PAGES)[paper(0)]}, {}, {})
    found.append((f"three pages of {came_late}, late", *_built(home, None)))
    steps = list(found[-1][2])
    lines = [("steps", " ".join(steps))]
    lines += [
        (label, f"{cpu:.1f} CPU s, {runs}: " + " ".join(f"{by.get(s, 0):.1f}" for s in steps))
        for label, cpu, by, runs in found
    ]
    all_eight = sum(cpu for _, cpu, _, _ in found[:-1])
    last = found[-2][1]
    lines.append(("late ÷ last night, late ÷ all eight", f"{found[-1][1] / last:.2f}, {found[-1][1] / all_eight:.2f}"))
    return lines


def _built(home: Any, night: date | None) -> tuple[float, dict[str, float], str]:
    """CPU seconds of a build, by step, and the number of step runs."""
    from growth import cpu

    from pipelines.corpus.fetches.crawls import crawled_nights
    from pipelines.nights import Work, build

    steps: dict[str, float] = defaultdict(float)
    runs: dict[str, int] = defaultdict(int)
    original = Work.run

    def timed(work: Work, step: Any, night: date) -> Any:
        before = cpu()
        outcome = original(work, step, night)
        steps[step.name] += cpu() - before
        runs[step.name] += 1
        return outcome

    Work.run = timed  # type: ignore[method-assign]
    before = cpu()
    try:
        build(home, [night] if night else crawled_nights(home), show=False)
    finally:
        Work.run = original  # type: ignore[method-assign]
    used = cpu() - before
    return used, {**steps, "between": used - sum(steps.values())}, f"{sum(runs.values())} steps"


def nothing(home: Path) -> list[tuple[str, str]]:
    """`dateline build` twice: the second time everything is remembered."""
    from growth import command_cpu

    command_cpu(home, "build")
    return [("nothing to do", f"{command_cpu(home, 'build'):.2f} CPU s")]


KINDS: dict[str, Callable[[Path], list[tuple[str, str]]]] = {
    "book": book,
    "archive": archive,
    "late": late,
    "nothing": nothing,
}


if __name__ == "__main__":
    main()
