"""A night on a Ray cluster of several nodes on this machine: pages a CPU second beside the local engine, and a node that dies.

    python -m tests.benchmarks.ray_cluster --records 1500 --domains 30 --nodes 2

A file as CC-NEWS has them (`import_site`) is imported. Its pages are read by the local engine and by the cluster in turn, both
with processes that have read some pages already: CPU of all processes, those of Ray itself included, their starts excluded.
Then the same home is built three times: by the local engine, by the cluster, and by the cluster while one of its nodes is killed.
All tables must hold the same rows. Exit status 1 if they do not. Needs Ray: pip install -e '.[ray]'.
"""

from __future__ import annotations

import argparse
import json
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import psutil
from ray.cluster_utils import Cluster

from pipelines.corpus.fetches.crawls import crawled_nights
from pipelines.extract.run.job import Extracted, PageJob
from pipelines.extract.run.record_ranges import RANGE_PAGES, Readers, readers
from pipelines.extract.step import stored_pages
from pipelines.lake.delta import Lake
from pipelines.lake.home import Home
from pipelines.lake.schemas import TABLES
from pipelines.night.engine.engine import LOCAL, Engine
from pipelines.night.engine.ray_engine import RayEngine
from pipelines.nights import build, run_step
from tests.benchmarks.import_site import write

ROUNDS = 3
KILLED_AT = 1 / 3
"""The share of the sources that have been read when a node is killed."""


def main() -> int:
    """Run the benchmark."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--records", type=int, default=1_500)
    parser.add_argument("--domains", type=int, default=30)
    parser.add_argument("--nodes", type=int, default=2, help="nodes of one processor each")
    parser.add_argument("--only", choices=["pages", "tables"], help="one of the two parts")
    parser.add_argument("--folder", type=Path, help="read the pages below this folder (*.html, *.html.gz) instead")
    options = parser.parse_args()
    figures: dict[str, Any] = {name: str(value) for name, value in vars(options).items() if value is not None}
    with tempfile.TemporaryDirectory(prefix="ray-cluster-") as scratch:
        folder = Path(scratch)
        home = imported(folder, options.records, options.domains)
        if options.only != "tables":
            with cluster_of(options.nodes) as cluster:
                figures["pages"] = pages(jobs_below(options.folder) if options.folder else jobs_of(home), cluster)
        if options.only != "pages":
            figures["tables"] = tables(home, folder, options.nodes)
    print(json.dumps(figures, indent=1))
    return int(not all(part.get("same", True) for part in figures.values() if isinstance(part, dict)))


def imported(folder: Path, records: int, domains: int) -> Home:
    """A home with the archive of an import."""
    write(folder / "news.warc.gz", records, domains)
    home = Home.at(folder / "home")
    command = [
        sys.executable,
        "-m",
        "pipelines",
        "--home",
        str(home.root),
        "import",
        "warc",
        str(folder / "news.warc.gz"),
    ]
    subprocess.run(command, check=True, stderr=subprocess.DEVNULL)
    return home


@contextmanager
def cluster_of(nodes: int) -> Iterator[Cluster]:
    """A head without processors, and so many nodes with one each."""
    cluster = Cluster(initialize_head=True, head_node_args={"num_cpus": 0, "include_dashboard": False})
    try:
        for _ in range(nodes):
            cluster.add_node(num_cpus=1)
        cluster.wait_for_nodes()
        yield cluster
    finally:
        cluster.shutdown()


def pages(jobs: list[PageJob], cluster: Cluster) -> dict[str, Any]:
    """Pages a CPU second of both engines, in turn, and whether they read the same."""
    best: dict[str, float] = {}
    read: dict[str, list[Extracted]] = {}
    with closing(RayEngine(cluster.address)) as ray, readers(LOCAL, ray.slots) as here, readers(ray, 1) as there:
        both: dict[str, Readers] = {"local": here, "ray": there}
        for pool in both.values():
            list(pool.extract(jobs[: 2 * RANGE_PAGES * ray.slots]))
        for _ in range(ROUNDS):
            for name, pool in both.items():
                used, read[name] = cpu_of(lambda pool=pool: list(pool.extract(jobs)))  # type: ignore[misc]
                best[name] = max(best.get(name, 0), round(len(jobs) / used, 1))
    ratio = round(best["ray"] / best["local"], 3)
    return {"pages": len(jobs), "a_cpu_second": best, "ratio": ratio, "same": read["ray"] == read["local"]}


def jobs_of(home: Home) -> list[PageJob]:
    """A job for each page of the archive."""
    rows = []
    for night in crawled_nights(home):
        run_step(home, night, "fetches", show=False)
        rows += stored_pages(Lake(home.lake), night).to_pylist()
    return [
        PageJob(row["capture_id"], row["url"], row["content_type"], row["fetched_at"], archive_root=str(home.archive),
                warc_file=row["warc_file"], warc_offset=row["warc_offset"], teaches=True)
        for row in rows
    ]  # fmt: skip


def jobs_below(folder: Path) -> list[PageJob]:
    """A job for each page file below a folder."""
    files = sorted(path for path in folder.rglob("*") if path.name.endswith((".html", ".html.gz")))
    return [PageJob(path.name, f"https://{path.name}.example/", path=str(path), teaches=True) for path in files]


def cpu_of(work: Callable[[], Any]) -> tuple[float, Any]:
    """CPU seconds that this process and all below it spend while `work` is done, and its result."""
    before = cpu_by_process()
    result = work()
    after = cpu_by_process()
    return sum(used - before.get(pid, 0.0) for pid, used in after.items()), result


def cpu_by_process() -> dict[int, float]:
    """CPU seconds of this process and of each below it."""
    this = psutil.Process()
    found = {}
    for process in [this, *this.children(recursive=True)]:
        try:
            found[process.pid] = sum(process.cpu_times()[:2])
        except psutil.NoSuchProcess:
            continue
    return found


def tables(home: Home, folder: Path, nodes: int) -> dict[str, Any]:
    """Build the home by each engine, and on a cluster that loses a node; whether all tables are the same."""
    local, hashes = built(home, folder / "local", LOCAL)
    with cluster_of(nodes) as cluster, closing(RayEngine(cluster.address)) as engine:
        ray, ray_hashes = built(home, folder / "ray", engine)
    with cluster_of(nodes + 1) as cluster, closing(RayEngine(cluster.address)) as engine:
        killer = threading.Thread(target=kill_a_node, args=(cluster, folder / "killed", sources(home)), daemon=True)
        killer.start()
        killed, killed_hashes = built(home, folder / "killed", engine)
        left = len([node for node in cluster.list_all_nodes() if node is not cluster.head_node])
    return {
        "seconds": {"local": local, "ray": ray, "a node killed": killed},
        "nodes left": left,
        "tables": len(hashes),
        "same": hashes == ray_hashes == killed_hashes and left == nodes,
    }


def sources(home: Home) -> int:
    """How many sources the archive has."""
    return len(list(home.archive.glob("source=*")))


def built(home: Home, into: Path, engine: Engine) -> tuple[float, dict[str, str]]:
    """Seconds of a build of a copy of the archive, and the hash of each table."""
    copy = Home.at(into)
    shutil.copytree(home.archive, copy.archive)
    shutil.copytree(home.sources, copy.sources)
    started = time.monotonic()
    build(copy, crawled_nights(copy), show=False, engine=engine)
    seconds = round(time.monotonic() - started, 1)
    lake = Lake(copy.lake)
    return seconds, {table: lake.content_hash(table) for table in TABLES if lake.exists(table)}


def kill_a_node(cluster: Cluster, root: Path, count: int) -> None:
    """Kill the processes of one node once a third of the sources of a night have been read."""
    reading = Home.at(root).index / "extracting"
    while len(list(reading.glob("*/[!.]*"))) < KILLED_AT * count:
        time.sleep(0.05)
    victim = next(node for node in cluster.list_all_nodes() if node is not cluster.head_node)
    cluster.remove_node(victim, allow_graceful=False)


if __name__ == "__main__":
    sys.exit(main())
