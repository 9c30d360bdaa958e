"""Kill a takedown with SIGKILL at random moments, give the command again, and compare with one that nobody interrupted.

    python tests/benchmarks/takedown_kills.py HOME WHAT --rounds 4 --kills 12

HOME is a built home, of which copies are made; WHAT a URL, an article id or a source. Each round kills the command until it has
been killed so often or has ended, then lets it end. The archive's rows, the tables and the crawl's memory must be those of the
takedown that was not interrupted, and one WARC file be left of each. Exit status 1 when anything differs.
"""

from __future__ import annotations

import argparse
import json
import random
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
from contextlib import closing
from hashlib import sha256
from pathlib import Path

from pipelines.lake.delta import Lake
from pipelines.lake.home import Home
from pipelines.lake.schemas import TABLES

VOLATILE = ("nights",)
"""Tables whose digests are of rows with times in them."""


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("home", type=Path)
    parser.add_argument("what")
    parser.add_argument("--rounds", type=int, default=4)
    parser.add_argument("--kills", type=int, default=12)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    rng = random.Random(options.seed)
    with tempfile.TemporaryDirectory(prefix="takedown-kills-") as folder:
        whole = Path(shutil.copytree(options.home, Path(folder, "whole")))
        began = time.monotonic()
        start(whole, options.what).wait()
        seconds, expected = time.monotonic() - began, state(whole)
        killed, differ = 0, []
        for number in range(options.rounds):
            home = Path(shutil.copytree(options.home, Path(folder, f"round-{number}")))
            for _ in range(max(1, options.kills // options.rounds)):
                killed += was_killed(home, options.what, rng.uniform(0, seconds))
            start(home, options.what).wait()
            differ += sorted({name for name, value in state(home).items() if expected.get(name) != value})
            shutil.rmtree(home)
    print(
        json.dumps(
            {"rounds": options.rounds, "killed": killed, "seconds": round(seconds, 1), "differ": differ}, indent=1
        )
    )
    return int(bool(differ))


def start(home: Path, what: str) -> subprocess.Popen[bytes]:
    command = [
        sys.executable,
        "-m",
        "spiders.erasure",
        "--home",
        str(home),
        "--what",
        what,
        "--reason",
        "kills",
        "--by",
        "me",
    ]
    return subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def was_killed(home: Path, what: str, after_seconds: float) -> bool:
    process = start(home, what)
    try:
        process.wait(after_seconds)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
        return True
    return False


def state(home: Path) -> dict[str, str]:
    """Digests of everything that must be the same: rows of crawls, tables, crawl memory, datasets, names of WARC files."""
    archive = Home.at(home).archive
    files = [*archive.glob("source=*/night=*/*.parquet"), *(home / "datasets").rglob("*.parquet")]
    found = {path.relative_to(home).as_posix(): sha256(path.read_bytes()).hexdigest() for path in sorted(files)}
    found |= {path.relative_to(home).as_posix(): "" for path in archive.rglob("*.warc.gz*")}
    lake = Lake(home / "lake")
    found |= {name: lake.content_hash(name) for name in TABLES if name not in VOLATILE and lake.exists(name)}
    for path in sorted((home / "frontier").glob("*.sqlite")):
        with closing(sqlite3.connect(path)) as database:
            found[path.name] = sha256(
                repr(database.execute("SELECT * FROM pages ORDER BY key").fetchall()).encode()
            ).hexdigest()
    logs = [json.loads(path.read_text()) for path in (archive / "taken_down").glob("*.json")]
    found["log"] = str([(log["captures"], log["rows"], bool(log["done_at"])) for log in logs])
    return found


if __name__ == "__main__":
    sys.exit(main())
