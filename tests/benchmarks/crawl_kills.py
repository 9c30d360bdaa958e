"""Kill a crawl with SIGKILL at random moments until it finishes, and count what was lost, fetched again or stored twice.

    python tests/benchmarks/crawl_kills.py --pages 3000 --kills 50

After each kill the frontier is read as it stands: every visit that it calls done must in the end be readable from the
archive, with the payload hash that was acknowledged. Exit status 1 when anything was lost or stored twice.
"""

from __future__ import annotations

import argparse
import json
import random
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections import Counter
from datetime import date
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))
sys.path.insert(0, str(Path(__file__).parent))

from crawl_site import Site, serve

from pipelines.lake.archive import read_capture
from pipelines.lake.delta import Lake
from tests.pipelines.lake.archive.captures import check, iter_captures

NIGHT = date(2025, 11, 3)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=3000)
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--kilobytes", type=int, default=20)
    options = parser.parse_args()
    root = Path(tempfile.mkdtemp(prefix="crawl-kills-"))
    try:
        figures = measure(root, options.pages, options.kills, options.kilobytes, random.Random(options.seed))
    finally:
        shutil.rmtree(root, ignore_errors=True)
    print(json.dumps(figures, indent=1))
    return int(bool(figures["lost"] or figures["stored_twice"] or figures["archive_faults"]))


def measure(root: Path, pages: int, kills: int, kilobytes: int, rng: random.Random) -> dict[str, object]:
    """Crawl a site of `pages` with `kills` kills; the figures."""
    site = Site(pages, kilobytes=kilobytes)
    server = serve(site)
    write_source(root, server.server_port)
    acknowledged: dict[str, tuple[str, int, str]] = {}
    refetched: list[int] = []
    done = 0
    while done < kills:
        seen = Counter(site.requests)
        process = start(root)
        before = acknowledged_count(root)
        target = before + rng.randint(1, max(2, 2 * (pages - before) // (kills - done + 1)))
        while process.poll() is None and acknowledged_count(root) < target:
            time.sleep(0.005)
        time.sleep(rng.random() * 0.05)
        if process.poll() is not None:
            break
        process.kill()
        process.wait()
        done += 1
        acknowledged |= read_acknowledged(root)
        refetched.append(sum(1 for path in Counter(site.requests) - seen if seen[path] and path.startswith("/story/")))
    seen = Counter(site.requests)
    status = start(root).wait()
    refetched.append(sum(1 for path in Counter(site.requests) - seen if seen[path] and path.startswith("/story/")))
    server.shutdown()
    return report(root, pages, done, status, acknowledged, refetched)


def write_source(root: Path, port: int) -> None:
    """The source file of the site."""
    (root / "sources").mkdir()
    text = (
        f"title: Kills\nurl: http://127.0.0.1:{port}/\nallow_private_addresses: true\ndelay_seconds: 0\nmax_hops: 50\n"
    )
    (root / "sources" / "kills.yaml").write_text(text + "max_pages: 100000\n")


def start(root: Path) -> subprocess.Popen[bytes]:
    """A crawl process."""
    command = [sys.executable, "-m", "spiders.crawl", "--home", str(root), "--source", "kills", "--night", str(NIGHT)]
    return subprocess.Popen(command, stdout=subprocess.DEVNULL)


def read_acknowledged(root: Path) -> dict[str, tuple[str, int, str]]:
    """What the frontier calls stored: key → file, offset, payload hash."""
    path = root / "frontier" / "kills.sqlite"
    if not path.exists():
        return {}
    with sqlite3.connect(path, timeout=10) as db:
        rows = db.execute("SELECT key, result FROM visits WHERE state=1 AND result IS NOT NULL").fetchall()
    results = {key: json.loads(result) for key, result in rows}
    return {
        key: (result["warc_file"], result["warc_offset"], result["payload_sha256"])
        for key, result in results.items()
        if result["outcome"] == "stored"
    }


def acknowledged_count(root: Path) -> int:
    """Number of visits that the frontier calls done, as another process sees it."""
    path = root / "frontier" / "kills.sqlite"
    try:
        with sqlite3.connect(f"file:{path}?mode=ro", uri=True, timeout=10) as db:
            return int(db.execute("SELECT count(*) FROM visits WHERE state=1").fetchone()[0])
    except sqlite3.OperationalError:
        return 0


def report(
    root: Path,
    pages: int,
    kills: int,
    status: int,
    acknowledged: dict[str, tuple[str, int, str]],
    refetched: list[int],
) -> dict[str, object]:
    """Hold the archive and the rows against what was acknowledged."""
    import hashlib

    archive = root / "archive"
    lost = 0
    for file, offset, sha256 in acknowledged.values():
        try:
            lost += hashlib.sha256(read_capture(archive, file, offset).body).hexdigest() != sha256
        except Exception:
            lost += 1
    stored = Counter(c.url for c in iter_captures(archive, "kills", NIGHT) if c.status == 200 and "/story/" in c.url)
    rows = Lake(root / "lake").read("fetches", night=NIGHT).to_pylist()
    stories = [row for row in rows if "/story/" in row["url"]]
    return {
        "pages": pages,
        "kills": kills,
        "exit_status": status,
        "stories_in_rows": sum(row["outcome"] == "stored" for row in stories),
        "stories_in_archive": len(stored),
        "acknowledged_before_a_kill": len(acknowledged),
        "lost": lost,
        "stored_twice": sum(count - 1 for count in stored.values()),
        "refetched_at_most_per_kill": max(refetched, default=0),
        "refetched_mean_per_kill": round(sum(refetched) / max(1, kills), 2),
        "archive_faults": check(archive),
        "warc_files": len(list(archive.rglob("*.warc.gz"))),
    }


if __name__ == "__main__":
    sys.exit(main())
