"""Import a file as CC-NEWS has them: pages a CPU second, memory by size of the file, and what kills leave.

    python -m tests.benchmarks.import_warc --records 30000 --domains 500 --kills 20

The file is made (`import_site`). It is imported, and a third of it, to see whether memory grows with the file; then once more
with SIGKILL at random moments, and all that the import left must be the same bytes. Exit status 1 if they are not.
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
            rng = random.Random(options.seed)
            figures |= killed(folder / "killed", whole, options.kills, figures["whole"]["seconds"], rng)
            figures["same_bytes"] = hashes(folder / "killed") == hashes(folder / "home")
    print(json.dumps(figures, indent=1))
    return int(not figures.get("same_bytes", True))


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


def killed(home: Path, file: Path, kills: int, seconds: float, rng: random.Random) -> dict[str, Any]:
    """Import a file with SIGKILL at random moments until `kills` of them met it at work, then to its end."""
    done = early = 0
    while done < kills and early < 3 * kills:
        process = subprocess.Popen(command(home, file), stderr=subprocess.DEVNULL, process_group=0)
        try:
            process.wait(rng.uniform(0.5, max(2.0, 3 * seconds / kills)))
            early += 1
            break
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
            done += 1
            time.sleep(0.2)  # those that it started end with it
    subprocess.run(command(home, file), check=False, stderr=subprocess.DEVNULL)
    return {"kills": done}


def hashes(home: Path) -> dict[str, str]:
    """Digest of every file that an import left."""
    files = (path for path in sorted(home.rglob("*")) if path.is_file() and not path.name.startswith("."))
    return {str(path.relative_to(home)): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


if __name__ == "__main__":
    sys.exit(main())
