"""A corpus with archived pages for `takedown_cost.py`: bulk nights of the growth benchmark, then nights built by the real steps.

    python tests/benchmarks/takedown_corpus.py FOLDER --articles 52000

FOLDER/home is the corpus. The bulk nights have the rows of `growth_bulk` and the WARC files of `growth_site`, whose pages have
other words of the same number; nothing builds them again. The last 30 nights are crawled pages that the steps read: a takedown of
a story there builds its night again, and the nights that learn from it.
"""

from __future__ import annotations

import argparse
import sys
from datetime import timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from growth import LARGE, NIGHT, SMALL, SMALL_NIGHTS
from growth_bulk import Model, account, add_night, index_lists, index_texts, tie
from growth_site import crawl, stories

from pipelines.lake.checksums.look import take_new
from pipelines.lake.delta import Lake
from pipelines.lake.home import Home
from pipelines.nights import build


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--articles", type=int, default=52_000)
    options = parser.parse_args()
    make(Home.at(options.folder / "home"), Home.at(options.folder / "model"), options.articles)


def make(home: Home, model_home: Home, articles: int) -> None:
    """Make the corpus in an empty home; the night that is cloned is built in another."""
    real = [NIGHT - timedelta(days=back) for back in range(SMALL_NIGHTS, 0, -1)]
    model, night = Model.built(model_home, LARGE), real[0] - timedelta(days=1)
    made = 0
    while made < articles - SMALL_NIGHTS * SMALL * 30:
        made += add_night(home, model, night)
        crawl(home, night, stories(night, LARGE), {}, {})
        night -= timedelta(days=1)
        print(f"{night}: {made:,}", flush=True)
    index_texts(home)
    tie(home)
    index_lists(home)
    account(home)
    for night in real:
        crawl(home, night, stories(night, SMALL), {}, {})
    take_new(home.root)
    build(home, real, show=False)
    print(f"{sum(file.rows for file in Lake(home.lake).live_files('articles')):,} articles", flush=True)


if __name__ == "__main__":
    main()
