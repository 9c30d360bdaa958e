"""What the UI costs with few and with many sources: until it answers, and until a page is there for who looks at it.

    python tests/benchmarks/ui_load.py [--sources 5 500]

For each number of sources `dateline ui` is started on a fresh corpus; then a browser (Debian's chromium-driver) opens the pages
of the morning one after another, each twice. Printed: seconds, CPU seconds and memory of its processes until the first answer,
and for each page the seconds until it shows what it is about, first and second time.
"""

from __future__ import annotations

import argparse
import shutil
import tempfile
import time
from pathlib import Path

from growth_daemon import Processes

from pipelines.home import Home
from tests.ui.browser import Operator, chromium
from tests.ui.running import Ui, write_sources

PAGES = {
    "the graph of the corpus": ("/locations/dateline/asset-groups/corpus", "clean_documents"),
    "all assets": ("/assets", "fetches"),
    "the night as a whole": ("/assets/whole_night", "whole_night"),
    "a source": ("/assets/fetches/paper0", "Paper 0"),
    "runs": ("/runs", "Runs"),
    "automation": ("/automation", "nightly_schedule"),
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sources", type=int, nargs="+", default=[5, 500])
    for number in parser.parse_args().sources:
        folder = Path(tempfile.mkdtemp(prefix="ui-load-"))
        try:
            looked_at(Home.at(folder), number)
        finally:
            shutil.rmtree(folder, ignore_errors=True)


def looked_at(home: Home, sources: int) -> None:
    write_sources(home, list(range(20_000, 20_000 + sources)))
    processes = Processes(f"DATELINE_HOME={home.root}".encode())
    ui = Ui(home)
    try:
        seconds = time.monotonic() - ui.started
        processes.sample()
        held = f"{processes.cpu_seconds:.1f} CPU s, {processes.peak_bytes / 1e6:.0f} MB"
        print(f"{sources} sources: the first answer after {seconds:.1f} s, {held}", flush=True)
        with chromium() as browser:
            operator = Operator(browser, ui)
            operator.open("/overview")
            for name, (path, text) in PAGES.items():
                times = [opened(operator, path, text) for _ in range(2)]
                print(f"  {name}: {times[0]:.1f} s, again {times[1]:.1f} s", flush=True)
    finally:
        ui.stop()


def opened(operator: Operator, path: str, text: str) -> float:
    started = time.monotonic()
    operator.open(path, text)
    return time.monotonic() - started


if __name__ == "__main__":
    main()
