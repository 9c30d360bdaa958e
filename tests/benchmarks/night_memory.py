"""Memory and CPU of one night with many sources: its import and each step of its build, at several sizes.

    python -m tests.benchmarks.night_memory --sources 300 1000 3000 --stories 3 --listed 70
    python -m tests.benchmarks.night_memory --sources 1000 10000 --stories 10 --listed 70 --crawled 3

Each size is a WARC file (`import_site`) with that many sources and stories, imported into a home and built step by step in
a process of its own. With `--crawled PARAGRAPHS` the archive is that of a crawl, made in a tenth of the time: the papers of
`growth_site`, whose stories have so many paragraphs of 35 words, and `--listed` known pages each. Peaks are of the whole
process (VmHWM, set back before each step), of the largest of its workers, and of the sum of all (RSS, a few times a
second). CPU seconds include the workers. `rows` are those of `fetches`, `links` and `documents`.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import resource
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from statistics import mean
from typing import Any

from pipelines.lake.delta import Lake
from pipelines.lake.home import Home
from pipelines.night.engine import LOCAL, Engine
from pipelines.night.lock import writing
from pipelines.nights import STEPS, Accounts, Work, build
from tests.benchmarks.growth_site import SHARES, crawl, stories
from tests.benchmarks.import_site import write
from tests.benchmarks.import_warc import measured as measured_import

STATUS, REFS = Path("/proc/self/status"), Path("/proc/self/clear_refs")
NIGHT, BEGAN = date(2026, 2, 2), datetime(2026, 2, 2, tzinfo=UTC)
MEAN_SHARE = mean(SHARES)
SAMPLE_SECONDS = 0.3
PEAK_BACK = "5"  # https://man7.org/linux/man-pages/man5/proc_pid_clear_refs.5.html


def main() -> int:
    """Run the benchmark."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sources", type=int, nargs="+", default=[300, 1_000])
    parser.add_argument("--stories", type=int, default=3, help="stories of a source")
    parser.add_argument("--listed", type=int, default=70, help="links of a page to further stories")
    parser.add_argument("--crawled", type=int, metavar="PARAGRAPHS", help="leave a crawl, and import nothing")
    parser.add_argument("--bare", action="store_true", help="pages without menu and scripts, which cost less to read")
    parser.add_argument("--keep", type=Path, help="folder where homes are kept and found again")
    parser.add_argument("--engine", choices=("local", "ray"), default="local")
    parser.add_argument("--tables", action="store_true", help="print the content hash of each table, too")
    parser.add_argument("--build", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.build:
        print(json.dumps(built(Home.at(options.build), options.engine, tables=options.tables)))
        return 0
    with tempfile.TemporaryDirectory(prefix="night-memory-") as scratch:
        for sources in options.sources:
            folder = (options.keep or Path(scratch)) / f"{sources}x{options.stories}"
            print(json.dumps(measured(folder, sources, options), indent=1), flush=True)
    return 0


def measured(folder: Path, sources: int, options: argparse.Namespace) -> dict[str, Any]:
    """The figures of one size."""
    home, figures = folder / "home", {"sources": sources, "stories": sources * options.stories}
    if options.crawled and not home.exists():
        leave_crawl(Home.at(home), sources, options)
    elif not home.exists():
        folder.mkdir(parents=True, exist_ok=True)
        write(folder / "pages.warc.gz", sources * options.stories, sources, listed=options.listed, bare=options.bare)
        figures["import"] = imported(home, folder / "pages.warc.gz")
    arguments = ["--build", str(home), "--engine", options.engine, *(["--tables"] if options.tables else [])]
    run = subprocess.run([sys.executable, "-m", __spec__.name, *arguments], check=True, stdout=subprocess.PIPE)
    return figures | json.loads(run.stdout)


def leave_crawl(home: Home, sources: int, options: argparse.Namespace) -> None:
    """Write the archive of a night: new stories of each source (`--stories` on average), and known pages that did not change."""
    new = stories(NIGHT, round(options.stories / MEAN_SHARE), sources)
    for place, (source, told) in enumerate(new.items()):
        at = BEGAN + timedelta(minutes=place % 100)
        told = [replace(each, paragraphs=each.paragraphs[: options.crawled], at=at) for each in told]
        known = [f"https://{source.replace('_', '-')}.example/known/{n}" for n in range(options.listed)]
        crawl(home, NIGHT, {source: told}, {}, {source: known})


def imported(home: Path, file: Path) -> dict[str, Any]:
    """Import the file by the command: pages a CPU second, and the peak of the largest process."""
    figures = measured_import(home, file)
    return {name: figures[name] for name in ("pages_a_cpu_second", "peak_mib")}


def built(home: Home, engine: str, *, tables: bool) -> dict[str, Any]:
    """Build the largest night of a home step by step; then build what is left."""
    steps: dict[str, Any] = {}
    chosen = _engine(engine)
    with writing(home):
        accounts = Accounts(home)
        sizes = {night: len(list(home.archive.glob(f"source=*/night={night}"))) for night in accounts.nights}
        night = max(sizes, key=lambda each: sizes[each])
        work = Work(accounts, chosen, show=False)
        for step in STEPS.values():
            steps[step.name] = _figures(lambda step=step: work.run(step, night))
    steps["all is done"] = _figures(lambda: build(home, [night], show=False))
    lake = Lake(home.lake)
    rows = {name: lake.digest(name, night)[0] for name in ("fetches", "links", "documents")}
    hashes = {name: lake.content_hash(name) for name in sorted(p.name for p in home.lake.iterdir())} if tables else {}
    return {"night": f"{night}", "rows": rows, "steps": steps} | ({"tables": hashes} if hashes else {})


def _engine(name: str) -> Engine:
    if name == "local":
        return LOCAL
    from pipelines.night.engine.ray_engine import RayEngine

    return RayEngine()


def _figures(action: Any) -> dict[str, Any]:
    """Run an action: seconds, CPU seconds, peak and remaining memory of this process, peak of its largest worker so far."""
    REFS.write_text(PEAK_BACK)
    started, cpu = time.monotonic(), _cpu_seconds()
    with _sampled() as sums:
        action()
    status = STATUS.read_text()
    peak, now = (int(re.search(rf"{name}:\s+(\d+)", status)[1]) // 1024 for name in ("VmHWM", "VmRSS"))  # type: ignore[index]
    worker = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024
    return {
        "seconds": round(time.monotonic() - started, 1), "cpu_seconds": round(_cpu_seconds() - cpu, 1),
        "peak_mib": peak, "after_mib": now, "largest_worker_mib": worker,
        "tree_peak_mib": max(sums),
    }  # fmt: skip


@contextmanager
def _sampled() -> Iterator[list[int]]:
    """Sums of the resident memory of this process and its descendants, in MiB, taken until the block ends."""
    sums, ended = [_tree_mib(os.getpid())], threading.Event()

    def sample() -> None:
        while not ended.wait(SAMPLE_SECONDS):
            sums.append(_tree_mib(os.getpid()))

    thread = threading.Thread(target=sample)
    thread.start()
    yield sums
    ended.set()
    thread.join()


def _tree_mib(pid: int) -> int:
    total = 0
    with suppress(OSError, TypeError):  # a process that has just ended
        total += int(re.search(r"VmRSS:\s+(\d+)", Path(f"/proc/{pid}/status").read_text())[1]) // 1024  # type: ignore[index]
        for task in Path(f"/proc/{pid}/task").iterdir():
            total += sum(_tree_mib(int(child)) for child in (task / "children").read_text().split())
    return total


def _cpu_seconds() -> float:
    used = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(each.ru_utime + each.ru_stime for each in used)


if __name__ == "__main__":
    sys.exit(main())
