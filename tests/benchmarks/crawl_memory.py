"""Memory of a crawl over a large site, sampled while it runs: flat means that later samples are not above earlier ones.

    python tests/benchmarks/crawl_memory.py --pages 20000

The rows of a night are built, in slices, once the last page is in; the peak with that is printed apart.
"""

from __future__ import annotations

import argparse
import json
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import psutil

sys.path.insert(0, str(Path(__file__).parent))

from crawl_cpu import site
from crawl_kills import NIGHT, acknowledged_count


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=20_000)
    parser.add_argument("--related", type=int, default=20)
    parser.add_argument("--kilobytes", type=int, default=8)
    options = parser.parse_args()
    root = Path(tempfile.mkdtemp(prefix="crawl-memory-"))
    size = ["--related", str(options.related), "--kilobytes", str(options.kilobytes)]
    try:
        with site(options.pages, size) as url:
            report(root, url, options.pages)
    finally:
        shutil.rmtree(root)


def report(root: Path, url: str, pages: int) -> None:
    """Crawl and print resident memory by pages done."""
    (root / "sources").mkdir()
    text = f"title: Memory\nurl: {url}\nallow_private_addresses: true\ndelay_seconds: 0\nmax_hops: 50\nmax_pages: 1000000\n"
    (root / "sources" / "kills.yaml").write_text(text)
    command = [sys.executable, "-m", "spiders.crawl", "--home", str(root), "--source", "kills", "--night", str(NIGHT)]
    started = time.monotonic()
    process = subprocess.Popen(command, stderr=subprocess.DEVNULL, stdout=subprocess.PIPE)
    samples: dict[int, int] = {}
    peak, done = 0, 0
    while process.poll() is None:
        try:
            resident = psutil.Process(process.pid).memory_info().rss >> 20
        except psutil.NoSuchProcess:
            break
        done = max(done, acknowledged_count(root))
        peak = max(peak, resident)
        if done < pages:
            samples.setdefault(done // max(1, pages // 10), resident)
        time.sleep(1)
    summary = json.loads(process.communicate()[0])
    tenths = {f"{tenth * 10}%": resident for tenth, resident in sorted(samples.items())}
    print(json.dumps({"megabytes_while_crawling": tenths, "peak_with_rows": peak}))
    print(json.dumps(summary | {"wall_seconds": round(time.monotonic() - started)}))


if __name__ == "__main__":
    main()
