"""Remains beside archive and tables: files that the next build makes again, unused files, and old versions of the tables."""

from __future__ import annotations

import html
import shutil
from pathlib import Path

import pyarrow as pa

from pipelines.ask.search.purge import purge
from pipelines.corpus.publish.views import write_views
from pipelines.lake.checksums.aside import FOLDER
from pipelines.lake.checksums.ledger import Checksums
from pipelines.lake.delta import Lake
from pipelines.lake.home import Home
from pipelines.lake.schemas import APART, TABLES
from pipelines.night.lock import writing
from pipelines.upkeep.maintenance import Maintained, maintain
from pipelines.upkeep.takedown.runs import Runs
from pipelines.upkeep.takedown.takedowns import Takedown

LEFT_BESIDE = (".landing-*", "*.new", "*.new.wal")
"""Files that a killed writer leaves in the home."""


def clear_made_again(home: Home, takedown: Takedown, runs: Runs) -> None:
    """Remove half-finished files, and the reports that may tell of the target, which the next build makes again."""
    with writing(home):
        shutil.rmtree(home.index / "extracting", ignore_errors=True)
        for report in home.reports.glob("*.html"):
            if takedown.since is None or (report.stem >= takedown.since and _tells_of(report, takedown, runs)):
                report.unlink()
        shutil.rmtree(home.root / FOLDER, ignore_errors=True)
        for left in (path for name in LEFT_BESIDE for path in home.root.glob(name)):
            if left.is_dir():
                shutil.rmtree(left)
            else:
                left.unlink(missing_ok=True)


def _tells_of(report: Path, takedown: Takedown, runs: Runs) -> bool:
    """True if a report has a URL or words of a work; for a source always."""
    text = report.read_text(encoding="utf-8")
    plain = html.unescape(text)
    return takedown.kind == "source" or any(key in plain for key in takedown.keys) or bool(runs.found(text))


def forget_versions(home: Home) -> Maintained:
    """Remove every file that the current tables do not use, and deleted documents from the search index.

    Readers of older versions lose them.

    Published nights then name the current versions, because their own are removed. `as_of` and `dates_as_of` answer
    as before.
    """
    lake = Lake(home.lake)
    with writing(home):
        for table in (table for table in APART if lake.exists(table)):
            lake.merge_changes(table)  # a file may have the row of a work as it was before
        rows = lake.read("publications").to_pylist()
        for row in rows:
            row["version"] = lake.version(row["table"])
        if rows:
            lake.replace("publications", pa.Table.from_pylist(rows, schema=TABLES["publications"].schema))
        if home.corpus.exists():
            write_views(home)
        purge(home)
    maintained = maintain(home, grace_hours=0, rearrange=False)
    Checksums(home.root).purge()
    return maintained
