"""CPU and memory of a takedown of one work, dry and for real, and of an export with its audit, of a home given by path.

    python tests/benchmarks/takedown_cost.py HOME [WHAT] [--only dry export real]

HOME is a built home (`takedown_corpus.py` makes one); a copy of it is measured and removed. WHAT is a URL or an article id; else
a dated story of a middle-sized source, of a night that the real steps built. Each figure is that of a command with its children:
CPU seconds (user and system), and the largest resident memory of one process. `export` writes all articles as two splits that are
compared with each other, with audit and card; `with dataset` is a takedown in a home with that dataset, which it exports again;
`real` is one in a home without.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from datetime import timedelta
from hashlib import sha256
from pathlib import Path

import pyarrow.compute as pc
from growth import environment

from pipelines.lake.delta import Lake

RECIPE = """name: everything
title: Everything
train_ai: [allowed, unknown]
copies: all
splits: {train: 0.9, test: 0.1}
"""
KINDS = ("dry", "export", "real", "with dataset")


def main() -> None:
    """Measure and print, a line a figure."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("home", type=Path)
    parser.add_argument("what", nargs="?")
    parser.add_argument("--only", nargs="+", choices=KINDS, default=KINDS)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="takedown-cost-", dir=options.home.parent) as folder:
        home = Path(shutil.copytree(options.home, Path(folder, "home")))
        rows = sum(file.rows for file in Lake(home / "lake").live_files("articles"))
        what = options.what or middle(Lake(home / "lake"))
        print(f"{rows:,} articles; taken down: {what}", flush=True)
        (home / "exports").mkdir(exist_ok=True)
        takedown = ("takedown", what, "--reason", "cost", "--yes")
        commands = {
            "dry": ("takedown", what, "--dry-run"), "export": ("export", "everything"),
            "with dataset": takedown, "real": takedown,
        }  # fmt: skip
        measured("warm up", home, "nights")
        for kind in (kind for kind in KINDS if kind in options.only):
            if kind == "export":
                (home / "exports" / "everything.yaml").write_text(RECIPE)
            if kind == "real":
                shutil.rmtree(home / "datasets", ignore_errors=True)
            measured(kind, home, *commands[kind])
            if kind == "export":
                print(f"  sha256 of the dataset's files: {digest(home / 'datasets' / 'everything')}", flush=True)


def middle(lake: Lake) -> str:
    """The URL of a dated story of a middle-sized source, first seen in the middle of the last 30 nights."""
    rows = lake.read("articles", columns=["article_id", "url", "source", "first_night", "published_precision"])
    last = pc.max(rows["first_night"]).as_py() - timedelta(days=30)
    rows = rows.filter(
        pc.and_(pc.equal(rows["published_precision"], "instant"), pc.greater_equal(rows["first_night"], last))
    )
    counts = sorted((each["counts"], each["values"]) for each in pc.value_counts(rows["source"]).to_pylist())
    mine = rows.filter(pc.equal(rows["source"], counts[len(counts) // 2][1]))
    mine = mine.sort_by([("first_night", "ascending"), ("article_id", "ascending")])
    return str(mine["url"][mine.num_rows // 2])


def measured(kind: str, home: Path, *arguments: str) -> None:
    """Run a command of `dateline` and print its cost."""
    command = [sys.executable, "-m", "pipelines", "--home", str(home), *arguments]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment())
    said = process.stdout.read()  # type: ignore[union-attr]
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    cpu = used.ru_utime + used.ru_stime
    print(f"{kind}: {cpu:.1f} CPU s, peak {used.ru_maxrss / 1024:.0f} MB, status {process.returncode}", flush=True)
    if kind == "dry":
        print(said, flush=True)


def digest(folder: Path) -> str:
    """SHA-256 over the names and bytes of a folder's files."""
    found = sha256()
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        found.update(path.relative_to(folder).as_posix().encode() + b"\0" + sha256(path.read_bytes()).digest())
    return found.hexdigest()


if __name__ == "__main__":
    main()
