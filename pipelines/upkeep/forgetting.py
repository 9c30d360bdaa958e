"""Forgetting a night: its crawls and rows are removed, and everything that later nights learned from it is made again
without it.

Every part can be repeated: to finish an interrupted forgetting, run the command again.
"""

from __future__ import annotations

import shutil
from datetime import date

import pyarrow.compute as pc

from pipelines.corpus.fetches.crawls import crawled_nights
from pipelines.lake import archive
from pipelines.lake.delta import Lake
from pipelines.lake.home import Home
from pipelines.night.book import recorded, replace_recorded
from pipelines.night.lock import writing
from pipelines.nights import STEPS, Accounts, Built, build

FORGOTTEN = ".forgotten"


def forget_archive(home: Home, night: date) -> list[str]:
    """Remove the crawls of a night; returns their sources. A folder leaves the archive before its files are deleted."""
    sources = [source for source in archive.sources(home.archive) if night in archive.nights_of(home.archive, source)]
    for source in sources:
        folder = archive.folder(home.archive, source, night)
        beside = folder.with_name(f"{FORGOTTEN}-{night}")
        shutil.rmtree(beside, ignore_errors=True)
        folder.replace(beside)
    for left in home.archive.glob(f"source=*/{FORGOTTEN}-{night}"):
        shutil.rmtree(left)
    return sources


def forget_rows(home: Home, night: date, *, show: bool = True) -> Built:
    """Empty a night without crawls in every table, and rebuild the later nights as far as they learned from it."""
    empty_night(home, night)
    return build(home, crawled_nights(home), show=show)


def empty_night(home: Home, night: date) -> None:
    """Empty a night without crawls in every table; later nights must then be built again.

    Views, index and report must be made again for the last remaining night, which may be an earlier one.
    """
    lake = Lake(home.lake)
    with writing(home):
        if any(each == night for each, _ in recorded(lake)):
            accounts = Accounts(home)
            for step in STEPS.values():
                if not step.outlet:
                    step.run(home, night, show=False)
                    accounts.done(step, night, 0.0)
        rows = {key: row for key, row in recorded(lake).items() if key[0] != night}
        last = max((each for each, _ in rows), default=None)
        outlets = {(last, step.name) for step in STEPS.values() if step.outlet}
        replace_recorded(lake, {key: row for key, row in rows.items() if key not in outlets})
        _forget_publication(lake, night)
        if last is None:
            _show_nothing(home, night)
    for left in home.reports.glob(f"{night}.*"):
        left.unlink()


def _show_nothing(home: Home, night: date) -> None:
    """Remove the files that outlets wrote for the only night."""
    for step in STEPS.values():
        if step.outlet and step.leaves:
            (home.root / step.leaves.format(night=night)).unlink(missing_ok=True)


def _forget_publication(lake: Lake, night: date) -> None:
    rows = lake.read("publications")
    others = rows.filter(pc.not_equal(rows["night"], night))
    if others.num_rows < rows.num_rows:
        lake.commit("publications", lake.live_files("publications"), [("", others)])
