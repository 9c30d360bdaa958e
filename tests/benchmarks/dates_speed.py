"""CPU per page of dating against htmldate alone, in one process and run, on the same pages.

    python tests/benchmarks/dates_speed.py --eval DIR [--sets fundus,traf] [--pages N] [--rounds 3]

Ours is candidates and judgement on a page that extraction has parsed already (tree and JSON-LD are shared; their cost is
printed apart); htmldate gets the markup, as it is called, and parses it itself. Every round is a process of its own: both
keep what they have read, and a page that comes twice would cost htmldate half.
"""

from __future__ import annotations

import argparse
import gzip
import json
import statistics
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

from htmldate import find_date

from pipelines.dates.judge.decision import date_page
from pipelines.dates.place.candidates import page_candidates
from pipelines.page.page import Page


def pages(root: Path, names: list[str], most: int) -> list[tuple[str, bytes]]:
    """(url, body) of the first pages of each set."""
    found = []
    for name in names:
        lines = (root / "sets" / name / "truth.jsonl").read_text(encoding="utf-8").splitlines()[:most]
        for truth in map(json.loads, lines):
            path = root / "sets" / name / "pages" / f"{truth['id']}.html.gz"
            found.append((truth.get("url") or "http://unknown.example/", gzip.decompress(path.read_bytes())))
    return found


def cpu(work: Callable[[], object]) -> float:
    """CPU seconds of this process that `work` takes."""
    before = time.process_time()
    work()
    return time.process_time() - before


def ours(page: Page) -> object:
    """Dating as the extraction worker calls it."""
    return date_page(page_candidates(page), url=page.url, fetched_at=page.fetched_at)


def theirs(page: Page) -> object:
    """htmldate on the same markup."""
    try:
        return find_date(page.text, url=page.url, original_date=True)
    except Exception:
        return None


def main() -> None:
    """Print CPU milliseconds a page and the ratio, each round in turn."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--eval", type=Path, required=True)
    parser.add_argument("--sets", default="fundus,htmldate_mc,traf")
    parser.add_argument("--pages", type=int, default=150)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    fresh = ProcessPoolExecutor(1, mp_context=get_context("spawn"), max_tasks_per_child=1)
    for name in options.sets.split(","):
        rounds = [fresh.submit(one_round, options.eval, name, options.pages).result() for _ in range(options.rounds)]
        count, parsing, mine, peer = rounds[-1]
        ratio = statistics.median(ours / theirs for _, _, ours, theirs in rounds)
        scale = 1000 / count
        print(
            f"{name}: {count} pages, CPU ms a page: dating {mine * scale:.2f}, htmldate {peer * scale:.2f}, "
            f"shared parsing {parsing * scale:.2f}; ratio, median of {options.rounds}: {ratio:.2f}",
            flush=True,
        )


def one_round(root: Path, name: str, most: int) -> tuple[int, float, float, float]:
    """(pages, CPU seconds of parsing, of ours, of theirs), page by page as a worker has them."""
    first, *bodies = pages(root, [name], most + 1)
    ours(Page(*first)), theirs(Page(*first))  # what is loaded at first use is loaded
    parsing = mine = peer = 0.0
    for url, body in bodies:
        page = Page(url, body)
        parsing += cpu(lambda: (page.tree, page.jsonld))  # noqa: B023
        mine += cpu(lambda: ours(page))  # noqa: B023
        peer += cpu(lambda: theirs(page))  # noqa: B023
    return len(bodies), parsing, mine, peer


if __name__ == "__main__":
    main()
