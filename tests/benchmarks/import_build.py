"""What one large night costs its build: CPU a page and memory, step by step, and bytes a page of the tables and indexes.

    python -m tests.benchmarks.import_build --records 600 2400 --domains 30

Files as CC-NEWS has them (`import_site`) are imported, each into a home of its own; nearly all of a file is one night. Every step
of that night runs in a process of its own. The difference of two sizes is what a further page costs.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from pipelines.home import Home
from pipelines.landing.crawls import crawled_nights
from pipelines.nights import STEPS
from tests.benchmarks.import_site import write

STEP = (
    "import json, resource, sys\n"
    "from datetime import date\n"
    "from pipelines.home import Home\n"
    "from pipelines.nights import run_step\n"
    "run_step(Home.at(sys.argv[1]), date.fromisoformat(sys.argv[2]), sys.argv[3], show=False)\n"
    "own, below = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))\n"
    "print(json.dumps([own.ru_utime + own.ru_stime + below.ru_utime + below.ru_stime, own.ru_maxrss]))\n"
)


def main() -> None:
    """Run the benchmark."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--records", type=int, nargs=2, default=[600, 2_400])
    parser.add_argument("--domains", type=int, default=30)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="import-build-") as scratch:
        small, large = (measured(Path(scratch), records, options.domains) for records in options.records)
    pages = large["pages"] - small["pages"]
    steps = {
        name: {
            "cpu_ms_a_page": round(1000 * (large["steps"][name][0] - small["steps"][name][0]) / pages, 2),
            "cpu_seconds_of_the_small": round(small["steps"][name][0], 1),
            "kib_a_page": round((large["steps"][name][1] - small["steps"][name][1]) / pages, 1),
            "peak_mib": round(large["steps"][name][1] / 1024),
        }
        for name in STEPS
    }
    size = {name: round((large["bytes"][name] - small["bytes"][name]) / pages) for name in large["bytes"]}
    print(json.dumps({"pages": [small["pages"], large["pages"]], "steps": steps, "bytes_a_page": size}, indent=1))


def measured(folder: Path, records: int, domains: int) -> dict[str, Any]:
    """Import and build a file: pages of its night; CPU seconds and peak KiB of each step; bytes of what it left."""
    file = folder / f"{records}.warc.gz"
    write(file, records, domains)
    home = Home.at(folder / str(records))
    command = [sys.executable, "-m", "pipelines", "--home", str(home.root), "import", "warc", str(file)]
    subprocess.run(command, check=True, stderr=subprocess.DEVNULL)
    night = crawled_nights(home)[0]
    steps = {name: json.loads(ran(home, str(night), name)) for name in STEPS}
    summaries = home.archive.glob(f"source=*/night={night}/crawl.json")
    return {
        "pages": sum(json.loads(path.read_text())["pages"] for path in summaries),
        "steps": steps,
        "bytes": {
            "archive": size_of(home.archive),
            "lake": size_of(home.lake),
            "near-duplicate index": size_of(home.index / "duplicates"),
            "other indexes": size_of(home.index) - size_of(home.index / "duplicates"),
        },
    }


def ran(home: Home, night: str, step: str) -> str:
    """What a step of a night, in a process of its own, says of itself."""
    command = [sys.executable, "-c", STEP, str(home.root), night, step]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def size_of(folder: Path) -> int:
    """Bytes of the files below a folder."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


if __name__ == "__main__":
    main()
