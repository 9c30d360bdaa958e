"""CPU and memory of an export, against a bare read and write of the same columns by pyarrow, in one run.

    python -m tests.benchmarks.dataset_speed HOME [--only NAME]

HOME is a corpus that stands already; it gets a dataset named speed. Each figure is made in a
process of its own: rows per CPU second (user and system), its ratio to the bare read and write of the same columns, peak memory.
The last line makes the first export twice and compares every byte.
"""

from __future__ import annotations

import argparse
import resource
import shutil
import subprocess
import sys
import tempfile
from hashlib import sha256

import pyarrow.dataset as ds
import pyarrow.parquet as pq

from pipelines.export.columns import COLUMNS
from pipelines.export.dataset import export_dataset
from pipelines.export.recipe import Recipe
from pipelines.export.shards import OPTIONS, UNIQUE
from pipelines.home import Home
from pipelines.lake import Lake

PLAIN = (
    "article_id", "source", "url", "title", "authors", "language", "published", "published_at", "published_day",
    "published_precision", "published_confidence", "published_basis", "not_before", "not_after", "first_seen", "cluster_id",
    "words", "train_ai", "tdm", "rights", "text",
)  # fmt: skip
RIGHTS = ["allowed", "unknown"]
RECIPES = {
    "columns of articles, one split": {"columns": PLAIN, "splits": {"train": 1.0}},
    "the same, two splits compared": {"columns": PLAIN, "splits": {"train": 0.9, "test": 0.1}},
    "all columns, two splits compared": {"splits": {"train": 0.9, "test": 0.1}},
}


def bare(home: Home) -> int:
    """Read and write the columns, file by file."""
    rows = 0
    writer = None
    repeated = [name for name in PLAIN if name not in UNIQUE]
    with tempfile.TemporaryFile(dir=home.root) as out:
        for file in Lake(home.lake).files("articles"):
            table = ds.dataset(file).to_table(columns=list(PLAIN))
            writer = writer or pq.ParquetWriter(out, table.schema, use_dictionary=repeated, **OPTIONS)
            writer.write_table(table)
            rows += table.num_rows
        assert writer is not None
        writer.close()
    return rows


def export(home: Home, name: str) -> int:
    """Export by one of RECIPES, anew."""
    shutil.rmtree(home.datasets / "speed", ignore_errors=True)
    recipe = Recipe.model_validate(
        {"name": "speed", "title": "Speed", "train_ai": RIGHTS, "copies": "all"} | RECIPES[name]
    )
    return sum(export_dataset(home, recipe).rows.values())


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("home")
    parser.add_argument("--only", choices=["bare", *RECIPES])
    parser.add_argument("--within", action="store_true", help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    home = Home.at(arguments.home)
    if arguments.within:
        print(bare(home) if arguments.only == "bare" else export(home, arguments.only))
        return
    speeds = {}
    print(f"{len(PLAIN)} columns of articles; {len(COLUMNS)} columns that only datasets have")
    for name in [arguments.only] if arguments.only else ["bare", *RECIPES]:
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        command = [sys.executable, "-m", "tests.benchmarks.dataset_speed", str(home.root), "--only", name, "--within"]
        rows = int(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
        speeds[name] = rows / cpu
        ratio = speeds[name] / speeds.get("bare", speeds[name])
        said = f"{name}: {rows} rows, {cpu:.1f} CPU s, {speeds[name]:.0f} rows per CPU s, {ratio:.2f} of bare"
        print(f"{said}; peak of all so far {after.ru_maxrss / 1024:.0f} MB", flush=True)
    if not arguments.only:
        print(f"two builds byte-equal: {equal_twice(home)}")


def equal_twice(home: Home) -> bool:
    """Two builds from nothing."""
    digests = []
    for _ in range(2):
        export(home, next(iter(RECIPES)))
        files = sorted(path for path in (home.datasets / "speed").rglob("*") if path.is_file())
        digests.append([(path.name, sha256(path.read_bytes()).hexdigest()) for path in files])
    return digests[0] == digests[1]


if __name__ == "__main__":
    main()
