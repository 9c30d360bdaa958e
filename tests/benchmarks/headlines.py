"""Headlines of a front page over many looks: precision and recall of changes, and the cost of a night.

    python -m tests.benchmarks.headlines --looks 3000 --at-once 60 --seeds 3      # changes found, of those that are true
    python -m tests.benchmarks.headlines --cost 500 --at-once 500                  # a night of 500 looks, through an import

The pages are made (`front_page`) and read as a crawl reads them. `--cost` imports a WARC file of one night and builds it; it
prints the CPU seconds and the memory of the import and of each step, and the rows.
"""

from __future__ import annotations

import argparse
import json
import resource
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import groupby
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from pipelines.corpus.fetches.crawls import crawled_nights
from pipelines.corpus.headlines.choice import labels_of
from pipelines.corpus.headlines.lists import MENU, ORDER, list_rows
from pipelines.corpus.publish.views import write_views
from pipelines.lake.delta import Lake
from pipelines.lake.home import Home
from pipelines.lake.schemas import HEADLINE_SIGHTINGS
from pipelines.nights import run_step
from spiders.imports.run import import_warcs
from spiders.imports.wishes import Wishes
from spiders.landing.spans import PageLooks
from spiders.resources.reading import read_page
from tests.benchmarks.front_page import SITE, FrontPage

KEY, SOURCE = "paper.example", "paper"


def main() -> int:
    """Run the benchmark; exit status 1 if precision or recall is below .99."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--looks", type=int, default=1_000)
    parser.add_argument("--at-once", type=int, default=60)
    parser.add_argument("--seeds", type=int, default=2)
    parser.add_argument(
        "--misses", type=int, default=3, help="stories that are printed where they differ from the truth"
    )
    parser.add_argument("--cost", type=int, default=0)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="headlines-") as scratch:
        if options.cost:
            sys.stdout.write(json.dumps(cost(Path(scratch), options.cost, options.at_once), indent=1) + "\n")
            return 0
        worst = 1.0
        for seed in range(1, options.seeds + 1):
            front = FrontPage(options.looks, options.at_once, seed=seed)
            home = Home.at(Path(scratch) / str(seed))
            started = time.process_time()
            replay(front, home)
            figures = scores(front, home, options.misses)
            worst = min(
                worst, *(figures[name][part] for name in ("changed", "went_back") for part in ("precision", "recall"))
            )
            figures |= {
                "seed": seed,
                "stories": len(front.stories),
                "cpu_seconds": round(time.process_time() - started, 1),
            }
            sys.stdout.write(json.dumps(figures) + "\n")
    return int(worst < 0.99)


def replay(front: FrontPage, home: Home, *, backwards: bool = False) -> None:
    """Write the headlines of every night of a front page into a home, and its views."""
    lake = Lake(home.lake)
    for night, rows in sorted(sightings(front), key=lambda one: one[0], reverse=backwards):
        table = pa.Table.from_pylist([row | {"night": night} for row in rows], schema=HEADLINE_SIGHTINGS)
        lake.replace("headline_sightings", lake.in_order("headline_sightings", table), night=night)
    write_views(home)


def sightings(front: FrontPage) -> Iterator[tuple[Any, list[dict[str, Any]]]]:
    """Each night of a front page with its rows."""
    for night, group in groupby(front.pages(), key=lambda look: look[0].date()):
        looks = list(group)
        links, page = [], PageLooks()
        page.add(KEY, f"{SITE}/", edges_of(looks[-1][1]))
        for number, (_, text) in enumerate(looks[:-1], start=1):
            page.add(f"{KEY}#{number:02d}", f"{SITE}/", edges_of(text))
        for key, url, found in page.rows():
            links += [
                {
                    "source": SOURCE, "from_url": url, "from_url_key": key, "to_url": edge.url, "to_url_key": edge.key,
                    "kind": edge.kind, "position": edge.position, "variant": place, "anchor": edge.anchor,
                    "set_in": edge.set_in, "spans": spans,
                }
                for place, (edge, spans) in enumerate(found)
                if edge.kind in ORDER
            ]  # fmt: skip
        numbers = [*range(1, len(looks)), 0]
        times = list(zip(numbers, (at for at, _ in looks), strict=True))
        labels = labels_of([link["anchor"] for link in links if link["kind"] == MENU])
        yield night, list(list_rows(links, {(SOURCE, KEY): times}, {(SOURCE, KEY): labels}))


def edges_of(page: str) -> list[Any]:
    """The links of a page, as a crawl reads them."""
    return read_page(f"{SITE}/", page.encode(), "text/html; charset=utf-8").edges


def scores(front: FrontPage, home: Home, misses: int = 0) -> dict[str, Any]:
    """Precision and recall of the URLs with several headlines, and of those that went back."""
    with duckdb.connect(str(home.corpus), read_only=True) as corpus:
        query = "SELECT DISTINCT url FROM headlines WHERE {}"
        found = {
            "changed": ({url for (url,) in corpus.execute(query.format("version > 1")).fetchall()}, front.changed()),
            "went_back": ({url for (url,) in corpus.execute(query.format("went_back")).fetchall()}, front.went_back()),
        }
        truth = {story.url: story.seen(front.looks) for story in front.stories}
        for got, true in found.values():
            for url in sorted(got ^ true)[:misses]:
                said = corpus.execute("SELECT headline, shown FROM headlines WHERE url = ? ORDER BY version", [url])
                sys.stderr.write(f"{url}\n  true  {truth[url]}\n  found {said.fetchall()}\n")
    return {name: _score(got, true) for name, (got, true) in found.items()}


def _score(got: set[str], true: set[str]) -> dict[str, float]:
    right = len(got & true)
    return {"true": len(true), "precision": right / max(1, len(got)), "recall": right / max(1, len(true))}


def cost(folder: Path, looks: int, at_once: int) -> dict[str, Any]:
    """CPU seconds and peak memory of a night with so many looks at one list, half of them equal to the look before."""
    from tests.spiders.imports.warcs import HTML, record

    front = FrontPage(looks, at_once, minutes=max(1, 1_400 // looks))
    with (folder / "front.warc").open("wb") as file:
        for at, page in front.pages():
            file.write(record(HTML + page.encode(), f"{SITE}/", WARC_Date=f"{at:%Y-%m-%dT%H:%M:%SZ}"))
    home, figures = Home.at(folder / "home"), dict[str, Any]()
    with _measured(figures, "import"):
        import_warcs(home, [folder / "front.warc"], Wishes(), datetime(2026, 6, 1, tzinfo=UTC), show=False)
    night = crawled_nights(home)[0]
    for step in ("fetches", "documents", "source_health", "headlines"):
        with _measured(figures, step):
            run_step(home, night, step, show=False)
    lake = Lake(home.lake)
    figures["rows"] = {
        table: lake.read(table, night=night).num_rows for table in ("fetches", "links", "headline_sightings")
    }
    shutil.rmtree(folder / "home")
    return figures


class _measured:  # noqa: N801 -- used as a function
    def __init__(self, figures: dict[str, Any], name: str) -> None:
        self._figures, self._name = figures, name

    def __enter__(self) -> None:
        self._began = _cpu()

    def __exit__(self, *_: object) -> None:
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        self._figures[self._name] = {"cpu_seconds": round(_cpu() - self._began, 1), "peak_mb_so_far": peak}


def _cpu() -> float:
    own, children = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return own.ru_utime + own.ru_stime + children.ru_utime + children.ru_stime


if __name__ == "__main__":
    sys.exit(main())
