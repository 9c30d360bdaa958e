"""Memory and CPU of one night with many sources: its import and each step of its build, at several sizes.

    python -m tests.benchmarks.night_memory --sources 300 1000 3000 --stories 3 --listed 70

Each size is a WARC file (`import_site`) with that many sources and stories, imported into a home and built step by step in
a process of its own. Peaks are of the whole process (VmHWM, set back before each step) and of the largest of its workers;
CPU seconds include the workers. `rows` are those of `fetches` and `links`.
"""

from __future__ import annotations

import argparse
import json
import re
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from pipelines.lake.delta import Lake
from pipelines.lake.home import Home
from pipelines.night.engine import LOCAL, Engine
from pipelines.night.lock import writing
from pipelines.nights import STEPS, Accounts, Work, build
from tests.benchmarks.import_site import write
from tests.benchmarks.import_warc import measured as measured_import

STATUS, REFS = Path("/proc/self/status"), Path("/proc/self/clear_refs")
PEAK_BACK = "5"  # https://man7.org/linux/man-pages/man5/proc_pid_clear_refs.5.html


def main() -> int:
    """Run the benchmark."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sources", type=int, nargs="+", default=[300, 1_000])
    parser.add_argument("--stories", type=int, default=3, help="stories of a source")
    parser.add_argument("--listed", type=int, default=70, help="links of a page to further stories")
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
    if not home.exists():
        folder.mkdir(parents=True, exist_ok=True)
        write(folder / "pages.warc.gz", sources * options.stories, sources, listed=options.listed)
        figures["import"] = imported(home, folder / "pages.warc.gz")
    arguments = ["--build", str(home), "--engine", options.engine, *(["--tables"] if options.tables else [])]
    run = subprocess.run([sys.executable, "-m", __spec__.name, *arguments], check=True, stdout=subprocess.PIPE)
    return figures | json.loads(run.stdout)


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
    action()
    status = STATUS.read_text()
    peak, now = (int(re.search(rf"{name}:\s+(\d+)", status)[1]) // 1024 for name in ("VmHWM", "VmRSS"))  # type: ignore[index]
    worker = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024
    return {
        "seconds": round(time.monotonic() - started, 1), "cpu_seconds": round(_cpu_seconds() - cpu, 1),
        "peak_mib": peak, "after_mib": now, "largest_worker_mib": worker,
    }  # fmt: skip


def _cpu_seconds() -> float:
    used = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(each.ru_utime + each.ru_stime for each in used)


if __name__ == "__main__":
    sys.exit(main())
