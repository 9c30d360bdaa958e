"""Other people's tools read our archive: metawarc counts its records, pywb serves it, what it serves can be imported again."""

import shutil
import socket
import subprocess
import time
from datetime import UTC, date, datetime
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import pyarrow.parquet as pq
import pytest

from pipelines.lake.archive import folder
from pipelines.lake.home import Home
from spiders.imports.run import import_warcs
from spiders.imports.wayback import Asked, import_wayback
from spiders.imports.wayback_server import WaybackServer
from spiders.imports.wishes import Wishes
from tests.spiders.imports.warcs import record, story, zipped

NOW, DAY = datetime(2026, 1, 1, tzinfo=UTC), date(2025, 11, 3)
PAGES = [f"https://paper.example/news/story-number-{n}.html" for n in range(3)]
PATIENCE_SECONDS = 60


def tool(name: str) -> str:
    """The path of a tool; the test is skipped where it is not on PATH."""
    return shutil.which(name) or pytest.skip(f"{name} is not installed: pip install it into an environment on PATH")


@pytest.fixture(scope="module")
def ours(tmp_path_factory: pytest.TempPathFactory) -> Home:
    folder_ = tmp_path_factory.mktemp("peers")
    robots = record(b"User-agent: *\nDisallow:", "https://paper.example/robots.txt", "resource")
    (folder_ / "crawl.warc.gz").write_bytes(zipped([*(story(url, f"News of {url}") for url in PAGES), robots]))
    home = Home.at(folder_ / "home")
    import_warcs(home, [folder_ / "crawl.warc.gz"], Wishes(), NOW, show=False)
    return home


def stored(home: Home) -> dict[str, str]:
    rows = pq.read_table(folder(home.archive, "paper_example", DAY) / "fetches.parquet", partitioning=None).to_pylist()
    return {row["url"]: row["payload_sha256"] for row in rows if row["outcome"] == "stored"}


def test_metawarc_counts_our_records(ours: Home, tmp_path: Path) -> None:
    metawarc = tool("metawarc")
    (warc,) = folder(ours.archive, "paper_example", DAY).glob("*.warc.gz")
    run = subprocess.run([metawarc, "index", str(warc)], cwd=tmp_path, capture_output=True, text=True, check=True)
    assert f"1 processed, 0 skipped, 0 failed, {len(PAGES) + 1} records" in run.stdout + run.stderr


def test_pywb_serves_our_archive_and_what_it_serves_is_the_same(ours: Home, tmp_path: Path) -> None:
    manager, pywb = tool("wb-manager"), tool("pywb")
    warcs = [str(path) for path in folder(ours.archive, "paper_example", DAY).glob("*.warc.gz")]
    subprocess.run([manager, "init", "ours"], cwd=tmp_path, check=True, capture_output=True)
    subprocess.run([manager, "add", "ours", *warcs], cwd=tmp_path, check=True, capture_output=True)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with (tmp_path / "log").open("w") as log:
        server = subprocess.Popen([pywb, "-p", str(port), "-b", "127.0.0.1"], cwd=tmp_path, stdout=log, stderr=log)
    try:
        wait_for(f"http://127.0.0.1:{port}/")
        client = WaybackServer(f"http://127.0.0.1:{port}/ours", "a test", 0.0)
        home = Home.at(tmp_path / "home")
        found = import_wayback(home, client, Asked(("paper.example/*",)), Wishes(), NOW, show=False)
    finally:
        server.terminate()
        server.wait()
    assert dict(found.outcomes) == {"fetched": 4, "imported": 4}
    assert stored(home) == stored(ours)
    assert stored(home).keys() > set(PAGES)


def wait_for(url: str) -> None:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < deadline:
        try:
            urlopen(url).close()
            return
        except URLError:
            time.sleep(0.1)
    raise AssertionError(f"nothing answers at {url}")
