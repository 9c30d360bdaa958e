"""The promises of the duplicates index, measured: order does not matter, cost follows what is new, a kill does no harm.

    python tests/benchmarks/duplicates_index.py orders [--texts 20000] [--orders 50]
    python tests/benchmarks/duplicates_index.py add [--texts 1000000] [--new 10000]
    python tests/benchmarks/duplicates_index.py kills [--texts 4000] [--kills 50]
    python tests/benchmarks/duplicates_index.py nights [--sizes 3000 100000 1000000]

`orders` puts the same texts in random orders and batch sizes and compares edges and clusters with one build. `add` builds
an index, adds new texts, prints the CPU seconds of both, and compares with one build of everything. `kills` sends SIGKILL
at random moments of a build that merges all the time, goes on after each, and compares with one build. `nights` builds corpora
of several sizes in nights of 5,000 works (index and locator; texts of 90 words) and measures, in a process of its own, the
index and `cluster_rows` for one more night of 200 new works and 300 known ones.
"""

from __future__ import annotations

import argparse
import random
import resource
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import numpy as np
import pyarrow as pa
from duplicates_corpus import articles

from pipelines.corpus.duplicates import index as index_module
from pipelines.corpus.duplicates.clusters import cluster
from pipelines.corpus.duplicates.edges import Edges
from pipelines.corpus.duplicates.files import Spool
from pipelines.corpus.duplicates.index import opened
from pipelines.corpus.duplicates.members import MEMBERS
from pipelines.corpus.duplicates.night import FOLDER, cluster_rows
from pipelines.corpus.duplicates.sketch import Sketches, sketch
from pipelines.lake.delta import Lake
from pipelines.lake.home import Home
from pipelines.night.locator import locating

BATCH = 5_000
FIRST = date(2026, 1, 1)


def same(left: Edges, right: Edges) -> bool:
    """Whether two sets of edges are the same, similarities included."""
    return all(np.array_equal(getattr(left, n), getattr(right, n)) for n in ("a", "b", "jaccard", "containment"))


def labels(sketches: Sketches, edges: Edges) -> np.ndarray:
    """The cluster of each text."""
    return cluster(len(sketches), np.arange(len(sketches)), sketches.ids, edges).cluster


def orders(texts: int, runs: int) -> None:
    """Any order, any batches: the same."""
    sketches = sketch([text for _, text, _ in articles(texts)])
    with tempfile.TemporaryDirectory() as folder, opened(Path(folder)) as index:
        index.put(sketches)
        whole = index.graph.edges()
    equal = 0
    for run in range(runs):
        stream = np.random.default_rng(run)
        order = stream.permutation(texts)
        cuts = np.sort(stream.integers(0, texts, size=int(stream.integers(1, 60))))
        with tempfile.TemporaryDirectory() as folder, opened(Path(folder)) as index:
            for rows in np.split(order, cuts):
                index.put(sketches.take(rows))
            found = index.graph.edges()
        equal += same(found, whole) and np.array_equal(labels(sketches, found), labels(sketches, whole))
    print(f"{texts:,} texts: {equal} of {runs} random orders and batch sizes give the edges and clusters of one build")


def add(texts: int, new: int) -> None:
    """Cost of a night on top of a corpus."""
    stream = articles(texts + new)
    with tempfile.TemporaryDirectory() as folder, Spool() as base, Spool() as everything:
        started = time.process_time()
        for _ in range(0, texts, BATCH):
            part = sketch([text for _, (_, text, _) in zip(range(min(BATCH, texts)), stream, strict=False)])
            base.add(part)
            everything.add(part)
        print(f"{texts:,} texts written and sketched: {time.process_time() - started:.0f} CPU s, peak {peak():.0f} MiB")
        started = time.process_time()
        fresh = sketch([text for _, text, _ in stream])
        print(f"{len(fresh):,} new texts sketched (and generated): {time.process_time() - started:.2f} CPU s")
        everything.add(fresh)
        started = time.process_time()
        with opened(Path(folder) / "index") as index:
            index.put(base.sketches())
        print(f"indexed {texts:,}: {time.process_time() - started:.1f} CPU s, peak {peak():.0f} MiB")
        started = time.process_time()
        with opened(Path(folder) / "index") as index:
            index.put(fresh)
            put = time.process_time() - started
            found = index.graph.edges()
            print(f"added {new:,}: {put:.2f} CPU s; edges read: {time.process_time() - started - put:.2f} CPU s")
        with opened(Path(folder) / "whole") as index:
            index.put(everything.sketches())
            whole = index.graph.edges()
        print(
            f"the same edges as one build of everything: {same(found, whole)} ({len(whole):,}); peak {peak():.0f} MiB"
        )


def kills(texts: int, times: int) -> None:
    """SIGKILL while segments are written and merged."""
    with tempfile.TemporaryDirectory() as folder:
        killed, whole = Path(folder) / "killed", Path(folder) / "whole"
        program = [sys.executable, __file__, "build", "--texts", str(texts), "--folder", str(killed)]
        stream = random.Random(1)
        hit = 0
        for _ in range(times):
            with subprocess.Popen(program, stdout=subprocess.PIPE) as process:
                assert process.stdout is not None
                process.stdout.readline()
                time.sleep(stream.uniform(0, 0.5))
                process.send_signal(signal.SIGKILL)
            hit += process.returncode == -signal.SIGKILL
        subprocess.run(program, check=True, stdout=subprocess.DEVNULL)
        sketches = sketch([text for _, text, _ in articles(texts)])
        with opened(whole) as index:
            index.put(sketches)
            expected = index.graph.edges()
        with opened(killed) as index:
            equal = same(index.graph.edges(), expected)
            left = len(list(killed.glob("segment-*"))) - len(index.segments)
        print(f"{hit} kills of a build of {texts:,} texts: index equals one build: {equal}; {left} folders left over")


def nights(sizes: list[int]) -> None:
    """One more night on corpora of several sizes."""
    first = 0.0
    for size in sizes:
        with tempfile.TemporaryDirectory() as folder:
            for what in ("grow", "night"):
                program = [sys.executable, __file__, what, "--texts", str(size), "--folder", folder]
                said = subprocess.run(program, check=True, capture_output=True, text=True).stdout.strip()
                print(f"{size:>9,} works: {said}", flush=True)
            seconds = float(said.split()[0])
            first = first or seconds
            print(f"{size:>9,} works: {seconds / first:.2f} times the CPU of {sizes[0]:,} works", flush=True)


def grow(works: int, folder: Path) -> None:
    """Build the index and the locator of a corpus, night by night."""
    home, started = Home.at(folder), time.process_time()
    with locating(home) as locator, opened(home.index / FOLDER) as index:
        for number, first in enumerate(range(0, works, BATCH)):
            rows = range(first, min(first + BATCH, works))
            members, sketches = tonight(rows, number)
            index.put(sketches, {(FIRST + timedelta(days=number)).isoformat(): members})
            locator.put_captures(FIRST + timedelta(days=number), members["article_id"].to_pylist())
            locator.put_clusters((), {work: work for work in members["article_id"].to_pylist()})
    print(f"built in {time.process_time() - started:.0f} CPU s, peak {peak():.0f} MiB")


def one_night(works: int, folder: Path) -> None:
    """Index 200 new works and 300 known ones, and make the rows of their clusters."""
    home, number = Home.at(folder), works // BATCH + 1
    stream = random.Random(works)
    rows = [*range(works, works + 200), *sorted(stream.sample(range(works), 300))]
    members, sketches = tonight(rows, number)
    lake, touched = Lake(home.lake), set(members["article_id"].to_pylist())
    before, started = peak(), time.process_time()
    with locating(home) as locator, opened(home.index / FOLDER) as index:
        index.put(sketches, {(FIRST + timedelta(days=number)).isoformat(): members})
        put = time.process_time() - started
        made, _ = cluster_rows(index, home, lake, locator, touched)
    seconds = time.process_time() - started
    print(
        f"{seconds:.3f} CPU s for a night of 500 ({put:.3f} into the index), {made.num_rows} rows; "
        f"peak {peak():.0f} MiB, {before:.0f} before"
    )


def tonight(works: Sequence[int], number: int) -> tuple[pa.Table, Sketches]:
    """The members of some works on a night, and their sketches; each fourth work has nearly the text of the one before."""
    texts = []
    for work in works:
        drawn = np.random.default_rng(work - 1 if work % 4 == 3 else work).integers(0, 60_000, 90).tolist()
        texts.append(" ".join(f"w{word:x}" for word in [*drawn, *([work] if work % 4 == 3 else [])]))
    sketches = sketch(texts)
    seen = datetime.combine(FIRST + timedelta(days=number), datetime.min.time(), UTC)
    rows = [
        {
            "article_id": f"{work:016x}",
            "text_id": text,
            "fetched_at": seen,
            "source": f"s{work % 20}",
            "url": f"https://s{work % 20}.example/{work}",
        }
        for work, text in zip(works, sketches.ids.tolist(), strict=True)
    ]
    return pa.Table.from_pylist(rows, schema=MEMBERS), sketches


def build(texts: int, folder: Path) -> None:
    """Index texts in small batches, merging at every second one; what is there already is passed over."""
    index_module.TIER = 2
    sketches = sketch([text for _, text, _ in articles(texts)])
    print("ready", flush=True)
    with opened(folder) as index:
        for first in range(0, texts, 50):
            index.put(sketches.take(np.arange(first, min(first + 50, texts))))


def peak() -> float:
    """Peak resident memory of this process in MiB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main() -> None:
    """Run one of the measurements."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=["orders", "add", "kills", "nights", "build", "grow", "night"])
    parser.add_argument("--texts", type=int)
    parser.add_argument("--orders", type=int, default=50)
    parser.add_argument("--new", type=int, default=10_000)
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument("--sizes", type=int, nargs="+", default=[3_000, 100_000, 1_000_000])
    parser.add_argument("--folder", type=Path)
    chosen = parser.parse_args()
    if chosen.what == "orders":
        orders(chosen.texts or 20_000, chosen.orders)
    elif chosen.what == "add":
        add(chosen.texts or 1_000_000, chosen.new)
    elif chosen.what == "kills":
        kills(chosen.texts or 4_000, chosen.kills)
    elif chosen.what == "nights":
        nights(chosen.sizes)
    elif chosen.what == "grow":
        grow(chosen.texts, chosen.folder)
    elif chosen.what == "night":
        one_night(chosen.texts, chosen.folder)
    else:
        build(chosen.texts or 4_000, chosen.folder)


if __name__ == "__main__":
    main()
