"""Kill builds with SIGKILL at random moments, go on, and count what was lost, doubled or seen half done.

    python tests/benchmarks/build_kills.py --rounds 30 --kills 200

Each round builds three nights of three papers from the archive, by the command line or, every other round, by Dagster runs. A
kill comes after a random time, or as soon as a random table, index or view file appears. At the end the round is completed, and
every table must have the hash of a build that nobody interrupted. Meanwhile a reader asks, with a new connection each time,
whether the articles, clusters, revisions and dates that it sees belong together: through `corpus.duckdb`, and in the Delta tables
at the versions that `publications` gives for the last night. Exit status 1 when anything is wrong.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))

FIRST = date(2026, 2, 2)
NIGHTS = tuple(FIRST + timedelta(days=day) for day in range(3))
PAPERS, NEW = 3, 5
WATCHED = (
    "lake/fetches", "lake/documents", "lake/places", "lake/clean_documents", "lake/dropped", "lake/block_sightings",
    "lake/date_evidence", "lake/sightings", "lake/clusters", "lake/revisions", "lake/articles", "lake/date_history",
    "lake/nights", "lake/publications", "index/duplicates", "index/extracting", "index/search", "reports", ".",
)  # fmt: skip
"""Folders in which a new file is the moment of a kill."""
PAIRS = {
    "articles whose cluster differs": "FROM articles a LEFT JOIN clusters c USING (article_id) "
    "WHERE c.cluster_id IS DISTINCT FROM a.cluster_id",
    "articles whose revision is missing": "FROM articles a ANTI JOIN revisions r USING (article_id, document_id)",
    "articles without a date's history": "FROM articles a ANTI JOIN date_history h USING (article_id)",
    "works without an article": "FROM clusters c ANTI JOIN articles a USING (article_id)",
}  # fmt: skip
READ_EVERY_SECONDS = 0.2
TOGETHER = ("articles", "clusters", "revisions", "date_history")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=30)
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--child", nargs=2, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.child:
        CHILDREN[options.child[0]](Path(options.child[1]))
        return 0
    folder = Path(tempfile.mkdtemp(prefix="build-kills-"))
    try:
        figures = measure(folder, options.rounds, options.kills, random.Random(options.seed))
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    print(json.dumps(figures, indent=1))
    return int(any(figures[name] for name in ("lost", "doubled", "rounds_with_other_hashes", "mixed", "unreadable")))


def measure(folder: Path, rounds: int, kills: int, rng: random.Random) -> dict[str, Any]:
    """Run the rounds; the figures."""
    crawled, whole = folder / "crawled", folder / "whole"
    crawl_nights(crawled)
    shutil.copytree(crawled, whole)
    started = time.monotonic()
    start("cli", whole).wait()
    seconds = time.monotonic() - started
    watched = [name for name in WATCHED if (whole / name).is_dir() or name == "index/extracting"]
    expected = hashes(whole)
    figures: Counter[str] = Counter(
        dict.fromkeys(("kills", "lost", "doubled", "rounds_with_other_hashes", "mixed", "unreadable", "reads"), 0)
    )
    moments: Counter[str] = Counter()
    for number in range(rounds):
        home = folder / f"round-{number}"
        shutil.copytree(crawled, home)
        wanted = round(kills * (number + 1) / rounds) - figures["kills"]
        by = "dagster" if number % 2 else "cli"
        figures.update(_round(home, by, wanted, seconds, rng, watched, moments))
        figures.update(_compared(home, whole, expected))
        say(f"round {number + 1} ({by}): {dict(figures)}")
        shutil.rmtree(home)
    return {
        **figures,
        "rounds": rounds,
        "seconds_uninterrupted": round(seconds, 1),
        "kills_at": dict(sorted(moments.items())),
    }


def _round(
    home: Path, by: str, kills: int, seconds: float, rng: random.Random, watched: list[str], moments: Counter[str]
) -> Counter[str]:
    """Kill builds of a home, then complete it; what was counted meanwhile."""
    reader = subprocess.Popen(
        [sys.executable, __file__, "--child", "read", str(home)], stdout=subprocess.PIPE, text=True
    )
    found: Counter[str] = Counter()
    while found["kills"] < kills:
        process = start(by, home)
        moment = rng.choice([*watched, "time", "time", "time", "time"])
        await_moment(process, home, moment, seconds, rng)
        if process.poll() is not None:  # done before the moment came: begin again from nothing
            found["ended_before"] += 1
            start_over(home)
            continue
        process.kill()
        process.wait()
        found["kills"] += 1
        moments[moment] += 1
    status = start(by if rng.random() < 0.5 else "cli", home).wait()
    found["failed_completions"] += status != 0
    (home / "stop").touch()
    found.update(json.loads(reader.communicate()[0]))
    return found


def await_moment(process: subprocess.Popen[bytes], home: Path, moment: str, seconds: float, rng: random.Random) -> None:
    """Wait for a random time, or for a new file in a folder and a few milliseconds more."""
    until = time.monotonic() + (rng.uniform(0.1, 1.1) if moment == "time" else 3) * seconds
    before = names(home / moment)
    while process.poll() is None and time.monotonic() < until:
        if moment != "time" and names(home / moment) - before:
            time.sleep(rng.uniform(0, 0.03))
            return
        time.sleep(0.002)


def names(folder: Path) -> set[str]:
    """Every file below a folder; of the home itself, only those that stand in it."""
    if folder.name == "." or (folder / "lake").exists():
        return {path.name for path in folder.iterdir()}
    return {f"{root}/{name}" for root, _, files in os.walk(folder) for name in files}


def start_over(home: Path) -> None:
    """Make the home what it was before any build."""
    (home / "corpus.duckdb").unlink(missing_ok=True)  # first: readers take it to say that there is something to read
    for part in ("lake", "index", "reports"):
        shutil.rmtree(home / part, ignore_errors=True)


def start(by: str, home: Path) -> subprocess.Popen[bytes]:
    """A build of all nights, in a process of its own."""
    cli = [sys.executable, "-m", "pipelines", "--home", str(home), "build"]
    command = cli if by == "cli" else [sys.executable, __file__, "--child", "dagster", str(home)]
    return subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, stdin=subprocess.DEVNULL)


def build_by_dagster(home: Path) -> None:
    """Materialize every asset but the crawls, night by night."""
    from dagster import DagsterInstance

    from assets.definitions import definitions_for
    from pipelines.lake.home import Home

    every = definitions_for(Home.at(home)).resolve_implicit_global_asset_job_def()
    with DagsterInstance.ephemeral() as instance:
        for night in NIGHTS:
            every.execute_in_process(partition_key=night.isoformat(), instance=instance)


def read_on(home: Path) -> None:
    """Read until told to stop, and say how often, and how often what was seen did not belong together."""
    found: Counter[str] = Counter({"reads": 0, "mixed": 0, "unreadable": 0})
    parent = os.getppid()
    while not (home / "stop").exists() and os.getppid() == parent:
        for counts in (views_read(home), versions_read(home)):
            found.update(counts)
        time.sleep(READ_EVERY_SECONDS)
    print(json.dumps(found))


def views_read(home: Path) -> dict[str, int]:
    """One look through `corpus.duckdb`."""
    import duckdb

    if not (home / "corpus.duckdb").exists():
        return {}
    try:
        with duckdb.connect(str(home / "corpus.duckdb"), read_only=True) as connection:
            return {"reads": 1, "reads_views": 1, "mixed": mixed(connection)}
    except duckdb.Error as error:
        if not (home / "corpus.duckdb").exists():  # begun again from nothing
            return {}
        say(f"reader: {error}")
        return {"reads": 1, "unreadable": 1}


def versions_read(home: Path) -> dict[str, int]:
    """One look at the Delta tables, at the versions of the last published night."""
    import duckdb
    from deltalake import DeltaTable

    if not (home / "lake" / "publications" / "_delta_log").is_dir():
        return {}
    try:
        rows = DeltaTable(str(home / "lake" / "publications")).to_pyarrow_table().to_pylist()
        last = max(row["night"] for row in rows)
        versions = {row["table"]: row["version"] for row in rows if row["night"] == last}
        tables = {n: DeltaTable(str(home / "lake" / n), version=versions[n]).to_pyarrow_table() for n in TOGETHER}
    except Exception as error:
        if not (home / "corpus.duckdb").exists():  # nothing published yet, or begun again from nothing
            return {}
        say(f"reader of versions: {error}")
        return {"reads": 1, "unreadable": 1}
    with duckdb.connect() as connection:
        for name, rows_ in tables.items():
            connection.register(name, rows_)
        return {"reads": 1, "reads_versions": 1, "mixed": mixed(connection)}


def mixed(connection: Any) -> int:
    """1 if what is seen does not belong together."""
    wrong = {name: connection.execute(f"SELECT count(*) {query}").fetchone()[0] for name, query in PAIRS.items()}
    if any(wrong.values()):
        say(f"reader: {wrong}")
    return int(any(wrong.values()))


CHILDREN = {"dagster": build_by_dagster, "read": read_on}


def _compared(home: Path, whole: Path, expected: dict[str, str]) -> dict[str, int]:
    """Hold a completed home against the one that nobody interrupted."""
    had, has = (Counter(articles(root)) for root in (whole, home))
    other = sorted(name for name, digest in hashes(home).items() if digest != expected[name])
    if other:
        say(f"other hashes: {other}")
    doubled = sum(count - 1 for count in has.values())
    return {"lost": len(had.keys() - has.keys()), "doubled": doubled, "rounds_with_other_hashes": int(bool(other))}


def articles(root: Path) -> Iterator[str]:
    """The ids in `articles`."""
    from pipelines.lake.delta import Lake

    yield from Lake(root / "lake").read("articles", columns=["article_id"])["article_id"].to_pylist()


def hashes(root: Path) -> dict[str, str]:
    """Content hash of every table."""
    from pipelines.lake.delta import Lake
    from pipelines.lake.schemas import TABLES

    return {name: Lake(root / "lake").content_hash(name) for name in TABLES}


def crawl_nights(root: Path) -> None:
    """Three crawled nights: new stories, some syndicated; pages of the nights before, of which one a paper changed."""
    from growth_site import Story, crawl, stories

    from pipelines.lake.home import Home

    known: dict[str, list[Story]] = {}
    for night in NIGHTS:
        new = stories(night, NEW, PAPERS)
        changed = {source: [_changed(pages[0])] for source, pages in known.items()}
        same = {source: [page.url for page in pages[1:]] for source, pages in known.items()}
        crawl(Home.at(root), night, new, changed, same)
        known = new


def _changed(story: Any) -> Any:
    from dataclasses import replace

    return replace(
        story, paragraphs=(*story.paragraphs[:-1], "By the council and the mayor this was found out later today.")
    )


def say(line: str) -> None:
    """One line of talk."""
    sys.stderr.write(line + "\n")
    sys.stderr.flush()


if __name__ == "__main__":
    signal.signal(signal.SIGPIPE, signal.SIG_DFL)
    sys.exit(main())
