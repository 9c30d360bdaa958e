"""What stays of the lake's bytes after a hundred nights with weekly maintenance: live share, files, and what one pass costs.

    python tests/benchmarks/growth_maintenance.py

Each night brings 100 stories (`growth_bulk`) and rewrites the rows of 40 works of the week before, as pages that changed do. Time
does not pass for files here: maintenance runs with a grace of no hours, and the share is read before it, when a week's superseded
files are all there, which is the worst that a grace of a day leaves.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
import time
from datetime import date, timedelta
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

sys.path.insert(0, str(Path(__file__).parent))

from growth_bulk import WORKS, Model, add_night

from pipelines.corpus.publish.views import write_views
from pipelines.lake.delta import Lake
from pipelines.lake.home import Home
from pipelines.lake.schemas import TABLES
from pipelines.upkeep.maintenance import maintain

FIRST = date(2025, 9, 1)
CHANGED = 40


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--nights", type=int, default=100)
    options = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="growth-maintenance-"))
    try:
        model = Model.built(Home.at(folder / "model"), 5)
        home = Home.at(folder / "corpus")
        lake = Lake(home.lake)
        shares = []
        for day in range(options.nights):
            night = FIRST + timedelta(days=day)
            add_night(home, model, night)
            change_works(lake, night)
            write_views(home)
            if day % 7 == 6 or day == options.nights - 1:
                shares.append(live_share(lake))
                before, started = {name: lake.content_hash(name) for name in WORKS}, time.process_time()
                done = maintain(home, grace_hours=0)
                seconds = time.process_time() - started
                assert before == {name: lake.content_hash(name) for name in WORKS}
                print(
                    f"{night} before {shares[-1]:.0%}, after {done.live_share:.0%}; {done}; {seconds:.1f} CPU s",
                    flush=True,
                )
        print(f"least live share before a weekly pass: {min(shares):.0%}; at the end before it: {shares[-1]:.0%}")
        print({name: len(lake.live_files(name)) for name in WORKS})
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def change_works(lake: Lake, night: date) -> None:
    """Rewrite the rows of some works of the week before in every table of works, as their new texts would."""
    nights = [night - timedelta(days=back) for back in range(1, 8)]
    rows = pa.concat_tables(
        [lake.read_first_seen("articles", each, columns=["article_id", "first_night"]) for each in nights]
    )
    chosen = rows.take(pa.array(range(0, rows.num_rows, max(1, rows.num_rows // CHANGED)))) if rows.num_rows else rows
    works = chosen["article_id"].to_pylist()
    if not works:
        return
    for table, column in (
        ("articles", "title"),
        ("revisions", "title"),
        ("date_history", "published_basis"),
        ("clusters", "role_basis"),
    ):
        had = lake.read_works(table, works, nights)
        marked = pc.binary_join_element_wise(had[column].cast(pa.string()), f"{night}", " ")
        lake.replace_works(table, had.set_column(had.column_names.index(column), column, marked), works, nights)


def live_share(lake: Lake) -> float:
    """Share of the bytes of all Parquet files that the tables are made of."""
    live = sum(file.size for name in TABLES for file in lake.live_files(name))
    every = [file for name in TABLES for file in lake.path(name).rglob("*.parquet") if file.parent.name != "_delta_log"]
    return live / sum(file.stat().st_size for file in every)


if __name__ == "__main__":
    main()
