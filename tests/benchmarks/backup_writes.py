"""Back up a home while crawls and builds write it, restore each backup, and count what is lost or does not go on.

    python -m tests.benchmarks.backup_writes --backups 20

A child crawls a paper of sixty stories night after night, slowly, and builds each night while the next one is crawled.
Backups begin at random moments. Each is restored: it must open, its unfinished crawl must go on, a build must end, `doctor`
must be clean. At the end, the last backup and the home get one more night: their tables must have equal rows. Exit status
1 if anything is wrong.
"""

from __future__ import annotations

import argparse
import json
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from pipelines.ask.sql.query import query_corpus
from pipelines.corpus.fetches.crawls import crawled_nights
from pipelines.lake.delta import Lake
from pipelines.lake.home import Home
from pipelines.lake.schemas import TABLES
from pipelines.nights import build
from pipelines.upkeep.backup.making import back_up
from pipelines.upkeep.backup.restoring import restore
from pipelines.upkeep.backup.vault import Vault
from pipelines.upkeep.doctor import examine
from tests.spiders.crawl.conftest import Paper, Reply, serving
from tests.spiders.crawl.press import Press

FIRST = date(2026, 2, 2)
PAUSE_SECONDS = 0.1
"""The paper's time for an answer: a night's crawl takes some seconds."""
EDITED = (1, 7, 20, 33, 48, 59)
OWN = ("nights", "publications")
"""Tables that say when something was done."""


def main() -> int:
    """Run the campaign and print its figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--backups", type=int, default=20)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--child", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.child:
        write_for_ever(options.child)
        return 0
    folder = Path(tempfile.mkdtemp(prefix="backup-writes-"))
    try:
        with serving(Paper()) as paper:
            figures = measure(folder, paper, options.backups, random.Random(options.seed))
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    print(json.dumps(figures, indent=1))
    return int(bool(figures["wrong"] or figures["other_rows"]))


def measure(folder: Path, paper: Paper, backups: int, rng: random.Random) -> dict[str, Any]:
    """Run the writer, make and restore backups, and end with the same night in both homes."""
    home, vault = Home.at(folder / "home"), folder / "backups"
    publish(paper, FIRST)
    write_source(home, paper)
    crawl(home, FIRST).wait()
    build(home, [FIRST], show=False)
    writer = subprocess.Popen([sys.executable, "-m", "tests.benchmarks.backup_writes", "--child", str(home.root)])
    counts: Counter[str] = Counter()
    wrong: list[str] = []
    try:
        for number in range(backups):
            time.sleep(rng.uniform(0, 6))
            state = state_of(home)
            made = back_up(home, vault, keep=2, on_progress=unseen)
            counts[state] += 1
            found = look(Vault.existing(vault), folder / f"restored-{number}")
            wrong += [f"{number} ({state}): {each}" for each in found]
            sys.stderr.write(f"backup {number + 1} ({state}): {made}, {found or 'in order'}\n")
    finally:
        writer.terminate()
        writer.wait()
    return {"backups": dict(counts), "wrong": wrong, "other_rows": next_night(folder, home, vault, paper)}


def look(vault: Vault, target: Path) -> list[str]:
    """Restore the last snapshot, let it go on, and return what is not in order."""
    restore(vault, target, None, on_progress=unseen)
    home = Home.at(target)
    wrong = []
    articles = query_corpus(home, "SELECT count(*) AS n FROM articles").to_pylist()[0]["n"]
    if articles < 60:
        wrong.append(f"{articles} articles")
    last = max(night for night in nights_begun(home))
    if crawl(home, last).wait():
        wrong.append(f"the crawl of {last} does not go on")
    build(home, crawled_nights(home), show=False)
    wrong += [f"{each.name}: {each.detail}" for each in examine(home) if not each.good]
    shutil.rmtree(target)
    return wrong


def next_night(folder: Path, home: Home, vault: Path, paper: Paper) -> list[str]:
    """Crawl and build the same night in a home and in its restored backup; returns the tables whose rows differ."""
    night = max(nights_begun(home))
    crawl(home, night).wait()
    build(home, crawled_nights(home), show=False)
    back_up(home, vault, keep=2, on_progress=unseen)
    twin = Home.at(folder / "twin")
    restore(Vault.existing(vault), twin.root, None, on_progress=unseen)
    publish(paper, night + timedelta(days=1))
    for each in (home, twin):
        crawl(each, night + timedelta(days=1)).wait()
        build(each, crawled_nights(each), show=False)
    return [difference for table in TABLES if table not in OWN for difference in differing(home, twin, table)]


def differing(home: Home, twin: Home, table: str) -> list[str]:
    """The columns of a table that differ between two homes; `warc_offset` depends on the compressed time of an answer."""
    names = [name for name in TABLES[table].schema.names if name not in (*TABLES[table].volatile, "warc_offset")]
    ours, others = (Lake(each.lake).read(table, columns=names) for each in (home, twin))
    return [f"{table}.{name}" for name in names if ours[name].to_pylist() != others[name].to_pylist()]


def write_for_ever(root: Path) -> None:
    """Crawl night after night, and build each while the next one is crawled."""
    home, night = Home.at(root), FIRST
    while True:
        night += timedelta(days=1)
        crawling = crawl(home, night)
        build(home, crawled_nights(home), show=False)
        crawling.wait()


def publish(paper: Paper, night: date) -> None:
    """Let the paper answer, slowly, with its stories as edited before a night."""
    press = Press(paper.url)
    for number in EDITED:
        press.edit(number, night)
    paper.pages = {path: slow(reply) for path, reply in press.answers().items()}


def slow(reply: Reply) -> Any:
    """The same answer after a pause."""

    def answer(_earlier: int) -> Reply:
        time.sleep(PAUSE_SECONDS)
        return reply

    return answer


def write_source(home: Home, paper: Paper) -> None:
    """The source file of the paper."""
    home.sources.mkdir(parents=True)
    text = f"title: The Press\nurl: {paper.url}/\nallow_private_addresses: true\ndelay_seconds: 0\nconnections: 2\n"
    (home.sources / "paper.yaml").write_text(text, encoding="utf-8")


def crawl(home: Home, night: date) -> subprocess.Popen[bytes]:
    """Begin a crawl."""
    options = ("--source", "paper", "--night", str(night), "--clock", f"{night}T02:00:00Z")
    return subprocess.Popen(
        [sys.executable, "-m", "spiders.crawl", "--home", str(home.root), *options],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def nights_begun(home: Home) -> list[date]:
    """Nights that have a folder in the archive."""
    return [date.fromisoformat(path.name.removeprefix("night=")) for path in home.archive.glob("source=paper/night=*")]


def state_of(home: Home) -> str:
    """What is being written."""
    crawls = any(home.archive.glob("source=*/night=*/*.warc.gz.open"))
    done = {
        row["night"]
        for row in Lake(home.lake).read("nights", columns=["night", "step"]).to_pylist()
        if row["step"] == "articles"
    }
    builds = bool({*crawled_nights(home)} - done)
    return {(True, True): "crawl and build", (True, False): "crawl", (False, True): "build"}.get(
        (crawls, builds), "neither"
    )


def unseen(_done: int, _total: int) -> None:
    """Progress that is not shown."""


if __name__ == "__main__":
    sys.exit(main())
