"""What the UI costs with few and with many sources: until it answers, and until a page is there for who looks at it.

    python tests/benchmarks/ui_load.py [--sources 5 500] [--nights 60]

For each number of sources `dateline ui` is started on a fresh corpus; then a browser (Debian's chromium-driver) opens the pages
of the morning one after another, each twice, once Dagster has settled: its daemon looks at everything when it starts. Printed:
seconds, CPU seconds and memory of its processes until the first answer, and until they have settled; for each page the seconds
until it shows what it is about, first and second time. `--at-once` does not wait. `--nights` puts so many nights into Dagster's
books before: each source materialized, with its check.
"""

from __future__ import annotations

import argparse
import shutil
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

from dagster import AssetCheckEvaluation, AssetMaterialization, DagsterInstance
from growth_daemon import Processes

from assets.health import CHECK
from assets.instance import prepare
from assets.sources import fetches_key
from pipelines.corpus.fetches.crawls import ROW_FILES
from pipelines.lake.archive import folder
from pipelines.lake.home import Home
from tests.ui.browser import Operator, chromium
from tests.ui.running import Ui, write_sources

PAGES = {
    "the graph of the corpus": ("/locations/dateline/asset-groups/corpus", "clean_documents"),
    "all assets": ("/assets", "fetches"),
    "the night as a whole": ("/assets/whole_night", "whole_night"),
    "a source": ("/assets/fetches/paper0", "Paper 0"),
    "its checks": ("/assets/fetches/paper0?view=checks", "as_usual"),
    "its partitions": ("/assets/fetches/paper0?view=partitions", "Missing"),
    "runs": ("/runs", "Runs"),
    "automation": ("/automation", "nightly_schedule"),
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sources", type=int, nargs="+", default=[5, 500])
    parser.add_argument("--nights", type=int, default=0, help="Earlier nights of every source [0].")
    parser.add_argument("--at-once", action="store_true", help="Open the pages as soon as the UI answers.")
    options = parser.parse_args()
    for number in options.sources:
        root = Path(tempfile.mkdtemp(prefix="ui-load-"))
        try:
            looked_at(Home.at(root), number, options.nights, at_once=options.at_once)
        finally:
            shutil.rmtree(root, ignore_errors=True)


def looked_at(home: Home, sources: int, nights: int, *, at_once: bool) -> None:
    write_sources(home, list(range(20_000, 20_000 + sources)))
    if nights:
        put_nights(home, sources, nights)
    processes = Processes(f"DATELINE_HOME={home.root}".encode())
    ui = Ui(home)
    try:
        print(f"{sources} sources: the first answer after {cost(ui, processes)}", flush=True)
        if not at_once:
            settle(processes)
            print(f"  settled after {cost(ui, processes)}", flush=True)
        with chromium() as browser:
            operator = Operator(browser, ui)
            operator.open("/overview", "Timeline")
            for name, (path, text) in PAGES.items():
                times = [opened(operator, path, text) for _ in range(2)]
                print(f"  {name}: {times[0]:.1f} s, again {times[1]:.1f} s", flush=True)
    finally:
        ui.stop()


def put_nights(home: Home, sources: int, nights: int) -> None:
    """Nights up to today in Dagster's books, as the sensor of nights from elsewhere reports them."""
    today = datetime.now(UTC).date()
    begun = folder(home.archive, "paper0", today - timedelta(days=nights - 1))
    begun.mkdir(parents=True)
    for name in ROW_FILES:
        (begun / name).touch()
    prepare(home)
    started = time.monotonic()
    with DagsterInstance.get() as instance:
        for days in reversed(range(nights)):
            night = str(today - timedelta(days=days))
            for key in (fetches_key(f"paper{number}") for number in range(sources)):
                instance.report_runless_asset_event(AssetMaterialization(key, partition=night))
                instance.report_runless_asset_event(AssetCheckEvaluation(key, CHECK, days % 7 > 0, partition=night))
    print(f"{nights} nights put into Dagster's books in {time.monotonic() - started:.0f} s", flush=True)


def cost(ui: Ui, processes: Processes) -> str:
    processes.sample()
    seconds = time.monotonic() - ui.started
    return f"{seconds:.1f} s, {processes.cpu_seconds:.1f} CPU s, {processes.peak_bytes / 1e6:.0f} MB"


def settle(processes: Processes) -> None:
    """Wait until Dagster's processes use less than a fifth of a core; a minute at most."""
    for _ in range(15):
        processes.sample()
        before = processes.cpu_seconds
        time.sleep(4)
        processes.sample()
        if processes.cpu_seconds - before < 0.8:
            return


def opened(operator: Operator, path: str, text: str) -> float:
    started = time.monotonic()
    operator.open(path, text)
    return time.monotonic() - started


if __name__ == "__main__":
    main()
