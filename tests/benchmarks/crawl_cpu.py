"""CPU per page of a crawl of ours against plain Scrapy, on the same loopback pages in the same run.

    python tests/benchmarks/crawl_cpu.py --pages 1500 --rounds 3

The peer obeys robots.txt and follows every link with Scrapy's LinkExtractor; it stores nothing. Ours archives (gzip, fsync),
judges robots, rights and links, keeps its frontier durable and writes its rows to the lake. Both start cold; a crawl of a
one-page site is taken off as start-up. Also printed: an unchanged second night, and peak memory.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median

HERE = Path(__file__).parent
PEER = """
import sys
import scrapy
from scrapy.crawler import AsyncCrawlerProcess
from scrapy.linkextractors import LinkExtractor
class Peer(scrapy.Spider):
    name = "peer"
    start_urls = [sys.argv[1]]
    links = LinkExtractor()
    def parse(self, response):
        for link in self.links.extract_links(response):
            yield scrapy.Request(link.url)
process = AsyncCrawlerProcess({
    "ROBOTSTXT_OBEY": True, "LOG_LEVEL": "ERROR", "TELNETCONSOLE_ENABLED": False, "REMOTE_CONTROL_ENABLED": False,
    "CONCURRENT_REQUESTS_PER_DOMAIN": 1,
})
process.crawl(Peer)
process.start()
"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=1500)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--kilobytes", type=int, default=20)
    parser.add_argument("--related", type=int, default=20)
    options = parser.parse_args()
    size = ["--kilobytes", str(options.kilobytes), "--related", str(options.related)]
    ratios, rows = [], []
    for _ in range(options.rounds):
        row = measure_round(options.pages, size)
        ratios.append(row["ours_ms"] / row["peer_ms"])
        rows.append(row)
        print(json.dumps(row))
    print(f"median ratio of CPU per page, ours to plain Scrapy: {median(ratios):.2f}")


def measure_round(pages: int, size: list[str]) -> dict[str, float]:
    """CPU milliseconds a page of both, of an unchanged second night, and ours' peak memory in MB."""
    with site(1, size) as url:
        peer_start, _, _ = run_peer(url)
        ours_start, _, _ = run_ours(url, Path(tempfile.mkdtemp(prefix="crawl-cpu-")), "2025-11-03", last=True)
    root = Path(tempfile.mkdtemp(prefix="crawl-cpu-"))
    with site(pages, size) as url:
        peer, peer_seconds, _ = run_peer(url)
        ours, ours_seconds, memory = run_ours(url, root, "2025-11-03")
        again, _, _ = run_ours(url, root, "2025-11-04", last=True)
    return {
        "peer_ms": round(1000 * (peer - peer_start) / pages, 2),
        "ours_ms": round(1000 * (ours - ours_start) / pages, 2),
        "unchanged_night_ms": round(1000 * (again - ours_start) / pages, 2),
        "peer_seconds": round(peer_seconds, 1),
        "ours_seconds": round(ours_seconds, 1),
        "ours_peak_mb": round(memory),
    }


@contextmanager
def site(pages: int, size: list[str]) -> Iterator[str]:
    """A made-up site in a process of its own."""
    command = [sys.executable, str(HERE / "crawl_site.py"), "--pages", str(pages), *size]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        yield process.stdout.readline().strip()
        process.terminate()


def run_peer(url: str) -> tuple[float, float, float]:
    """Plain Scrapy over a site: CPU seconds, seconds, peak MB."""
    return timed([sys.executable, "-c", PEER, url])


def run_ours(url: str, root: Path, night: str, *, last: bool = False) -> tuple[float, float, float]:
    """Our crawl over a site: CPU seconds, seconds, peak MB."""
    (root / "sources").mkdir(exist_ok=True)
    text = (
        f"title: Bench\nurl: {url}\nallow_private_addresses: true\ndelay_seconds: 0\nmax_hops: 50\nmax_pages: 1000000\n"
    )
    (root / "sources" / "bench.yaml").write_text(text)
    command = [sys.executable, "-m", "spiders.crawl", "--home", str(root), "--source", "bench", "--night", night]
    figures = timed(command)
    if last:
        shutil.rmtree(root)
    return figures


def timed(command: list[str]) -> tuple[float, float, float]:
    """CPU seconds, seconds and peak MB of a process."""
    started = time.monotonic()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    assert status == 0, command
    return usage.ru_utime + usage.ru_stime, time.monotonic() - started, usage.ru_maxrss / 1024


if __name__ == "__main__":
    main()
