"""CPU and memory of an export, against a bare read and write of the same columns by pyarrow, in one run.

    python -m tests.benchmarks.dataset_speed HOME [--only NAME]

HOME is a corpus that stands already; it gets a dataset named speed. Each figure is made in a process of its own: rows per CPU
second (user and system), its ratio to the bare read and write of the same columns, peak memory. The last line makes the second
export with one core, and with all, and compares every byte.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from hashlib import sha256

import pyarrow.dataset as ds
import pyarrow.parquet as pq

from pipelines.give.export.columns import ARTICLE_COLUMNS
from pipelines.give.export.dataset import export_dataset
from pipelines.give.export.formats.parquet_files import OPTIONS, UNIQUE
from pipelines.give.export.recipe import Recipe
from pipelines.lake.delta import Lake
from pipelines.lake.home import Home

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
    parser.add_argument("--cores", type=int, default=0, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    home = Home.at(arguments.home)
    if arguments.cores:
        os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[: arguments.cores])
    if arguments.within:
        print(bare(home) if arguments.only == "bare" else export(home, arguments.only))
        return
    speeds: dict[str, float] = {}
    print(f"{len(PLAIN)} columns of articles; {len(ARTICLE_COLUMNS)} columns that only datasets have")
    for name in [arguments.only] if arguments.only else ["bare", *RECIPES]:
        rows, cpu, memory = apart(home, name)
        speeds[name] = rows / cpu
        ratio = speeds[name] / speeds.get("bare", speeds[name])
        said = f"{name}: {rows} rows, {cpu:.1f} CPU s, {speeds[name]:.0f} rows per CPU s, {ratio:.2f} of bare"
        print(f"{said}; peak {memory / 1024:.0f} MB", flush=True)
    if not arguments.only:
        print(f"byte-equal with one core and with all: {digests(home, 1) == digests(home, 0)}")


def apart(home: Home, name: str, cores: int = 0) -> tuple[int, float, int]:
    """Rows, CPU seconds, and peak kilobytes of a process that does one of them."""
    command = [sys.executable, "-m", "tests.benchmarks.dataset_speed", str(home.root), "--only", name, "--within"]
    with subprocess.Popen([*command, f"--cores={cores}"], stdout=subprocess.PIPE, text=True) as process:
        rows = process.stdout.read()  # type: ignore[union-attr]
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(process.returncode)
    return int(rows), used.ru_utime + used.ru_stime, used.ru_maxrss


def digests(home: Home, cores: int) -> dict[str, str]:
    """The files of a build from nothing."""
    apart(home, list(RECIPES)[1], cores)
    files = (path for path in (home.datasets / "speed").rglob("*") if path.is_file())
    return {path.name: sha256(path.read_bytes()).hexdigest() for path in files}


if __name__ == "__main__":
    main()
