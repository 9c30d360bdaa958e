"""Crawls the demo web on both nights, builds the corpus, and prints every figure against the truth.

    nice .venv/bin/python tests/benchmarks/demo_figures.py --home /tmp/demo-figures [--nights 1] [--misses 5]

The steps run here without Dagster, each in turn; the home is emptied first. Exits 1 when a figure is not perfect.
"""

from __future__ import annotations

import argparse
import shutil
import socket
import subprocess
import sys
import time
from collections import Counter
from datetime import date
from pathlib import Path

from pipelines.home import Home
from pipelines.lake import Lake
from pipelines.steps import STEPS
from spiders.demo_web.server import DEFAULT_PORTS, NIGHTS, DemoWeb, serve
from spiders.demo_web.sources import write_sources
from tests.demo.compare import compare, table
from tests.demo.truth import truth, write_truth

CORPUS_STEPS = ("documents", "clean_documents", "dates", "duplicates", "articles")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--home", type=Path, required=True)
    parser.add_argument("--nights", type=int, choices=(1, 2), default=2)
    parser.add_argument("--misses", type=int, default=3)
    options = parser.parse_args()
    home, ports, nights = Home.at(options.home), free_ports(), NIGHTS[: options.nights]
    shutil.rmtree(home.root, ignore_errors=True)
    write_sources(home.sources, ports)
    write_truth(home.root / "truth.json", ports)
    with serve(ports, NIGHTS[0]) as web:
        for night in nights:
            crawl(home, web, night)
            for name in CORPUS_STEPS:
                STEPS[name].run(home, night)
        figures = compare(Lake(home.lake), truth(ports), nights)
        ads = sum(site == "ads" for site, _, _ in web.requests)
        members = sum(path.startswith("/members") for _, path, _ in web.requests)
    print(table(figures, options.misses))
    print(f"requests to the ads host {ads}, below /members/ {members}")
    return 0 if all(figure.perfect for figure in figures.values()) and not ads + members else 1


def crawl(home: Home, web: DemoWeb, night: date) -> None:
    web.set_night(night)
    before, started = len(web.requests), time.monotonic()
    clock = ["--clock", f"{night}T02:00:00+00:00"]
    for source in (name for name in web.ports if name != "ads"):
        arguments = ["--home", str(home.root), "--source", source, "--night", str(night), *clock]
        subprocess.run([sys.executable, "-m", "spiders.crawl", *arguments], check=True)
    statuses = Counter(status for _, _, status in web.requests[before:])
    print(f"{night} crawled in {time.monotonic() - started:.1f} s: {dict(sorted(statuses.items()))}", file=sys.stderr)


def free_ports() -> dict[str, int]:
    sockets = [socket.create_server(("127.0.0.1", 0)) for _ in DEFAULT_PORTS]
    ports = {name: one.getsockname()[1] for name, one in zip(DEFAULT_PORTS, sockets, strict=True)}
    for one in sockets:
        one.close()
    return ports


if __name__ == "__main__":
    sys.exit(main())
