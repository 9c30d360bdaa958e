"""Import a file as CC-NEWS has them: pages a CPU second, memory by size of the file, and what kills leave.

    python -m tests.benchmarks.import_warc --records 30000 --domains 500 --kills 20

The file is made (`import_site`). It is imported, and a third of it, to see whether memory grows with the file. Then a file of
`--kill-records` is imported with SIGKILL at random moments of all that an import does, into home after home until so many kills
met it at work, and all that each import left must be the same bytes. Exit status 1 if they are not.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from tests.benchmarks.import_site import write


def main() -> int:
    """Run the benchmark."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--records", type=int, default=3_000)
    parser.add_argument("--domains", type=int, default=50)
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--kill-records", type=int, default=1_000)
    parser.add_argument("--kill-domains", type=int, default=50)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="import-warc-") as scratch:
        folder = Path(scratch)
        whole, part = folder / "whole.warc.gz", folder / "part.warc.gz"
        write(whole, options.records, options.domains)
        write(part, options.records // 3, options.domains)
        figures: dict[str, Any] = {
            "records": options.records,
            "megabytes": round(whole.stat().st_size / 1e6, 1),
            "a third": measured(folder / "third", part),
            "whole": measured(folder / "home", whole),
        }
        if options.kills:
            killed_file = folder / "killed.warc.gz"
            write(killed_file, options.kill_records, options.kill_domains)
            figures["killed"] = killed(folder / "homes", killed_file, options.kills, random.Random(options.seed))
    print(json.dumps(figures, indent=1))
    return int(not figures.get("killed", {}).get("same_bytes", True))


def command(home: Path, file: Path) -> list[str]:
    """The import of a file into a home."""
    return [sys.executable, "-m", "pipelines", "--home", str(home), "import", "warc", str(file)]


def measured(home: Path, file: Path) -> dict[str, Any]:
    """Import a file in processes of their own: pages, time, CPU and the most memory that one of them had."""
    script = (
        "import json, resource, subprocess, sys\n"
        "subprocess.run(sys.argv[1:], check=True, stderr=subprocess.DEVNULL)\n"
        "used = resource.getrusage(resource.RUSAGE_CHILDREN)\n"
        "print(json.dumps([used.ru_utime + used.ru_stime, used.ru_maxrss]))\n"
    )
    started = time.monotonic()
    run = subprocess.run(
        [sys.executable, "-c", script, *command(home, file)], check=True, capture_output=True, text=True
    )
    seconds = time.monotonic() - started
    cpu_seconds, peak_kib = json.loads(run.stdout)
    pages = sum(json.loads(path.read_text())["pages"] for path in home.glob("archive/source=*/night=*/crawl.json"))
    return {
        "pages": pages,
        "sources": len(list(home.glob("sources/*.yaml"))),
        "seconds": round(seconds, 1),
        "pages_a_cpu_second": round(pages / cpu_seconds, 1),
        "peak_mib": round(peak_kib / 1024),
    }


def killed(folder: Path, file: Path, kills: int, rng: random.Random) -> dict[str, Any]:
    """Import a file into home after home with SIGKILL at random moments until `kills` of them met it at work.

    `moments` are the seconds after which they came; `same_bytes`, whether each home is as one whose import nobody disturbed.
    """
    seconds = measured(folder / "whole", file)["seconds"]
    wanted = hashes(folder / "whole")
    moments: list[float] = []
    same: list[bool] = []
    while len(moments) < kills or not same:
        home = folder / str(len(same))
        while len(moments) < kills and (moment := _killed(home, file, rng.uniform(0.3, seconds))):
            moments.append(moment)
        subprocess.run(command(home, file), check=False, stderr=subprocess.DEVNULL)  # refuses what has ended
        same.append(hashes(home) == wanted)
    return {
        "kills": len(moments),
        "moments": moments,
        "seconds": seconds,
        "imports": len(same),
        "same_bytes": all(same),
    }


def _killed(home: Path, file: Path, moment: float) -> float | None:
    """Begin an import, or go on with it, and kill it after so many seconds, which are returned; null if it had ended."""
    process = subprocess.Popen(command(home, file), stderr=subprocess.DEVNULL, process_group=0)
    try:
        process.wait(moment)
        return None
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        time.sleep(0.2)  # those that it started end with it
        return round(moment, 1)


def hashes(home: Path) -> dict[str, str]:
    """Digest of every file that an import left."""
    files = (path for path in sorted(home.rglob("*")) if path.is_file() and not path.name.startswith("."))
    return {str(path.relative_to(home)): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


if __name__ == "__main__":
    sys.exit(main())
