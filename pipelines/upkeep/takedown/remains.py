"""Remains beside archive and tables: files that the next build makes again, unused files, and old versions of the tables."""

from __future__ import annotations

import shutil
from datetime import date

import pyarrow as pa

from pipelines.corpus.publish.views import write_views
from pipelines.lake.checksums.aside import FOLDER
from pipelines.lake.checksums.ledger import Checksums
from pipelines.lake.delta import Lake
from pipelines.lake.home import Home
from pipelines.lake.schemas import TABLES
from pipelines.night.lock import writing
from pipelines.upkeep.maintenance import Maintained, maintain

LEFT_BESIDE = (".landing-*", "*.new", "*.new.wal")
"""Files that a killed writer leaves in the home."""


def clear_made_again(home: Home, since: date | None) -> None:
    """Remove the search index and the reports since a night, which the next build makes again, and half-finished files.

    The index is rebuilt because a deleted document stays in its segment until the segment is merged.
    """
    with writing(home):
        for folder in (home.index / "search", home.index / "extracting"):
            shutil.rmtree(folder, ignore_errors=True)
        for report in home.reports.glob("*.html"):
            if since is None or report.stem >= since.isoformat():
                report.unlink()
        shutil.rmtree(home.root / FOLDER, ignore_errors=True)
        for left in (path for name in LEFT_BESIDE for path in home.root.glob(name)):
            if left.is_dir():
                shutil.rmtree(left)
            else:
                left.unlink(missing_ok=True)


def forget_versions(home: Home) -> Maintained:
    """Remove every file that the current tables do not use; readers of older versions lose it.

    Published nights then name the current versions, because their own are removed. `as_of` and `dates_as_of` answer
    as before.
    """
    lake = Lake(home.lake)
    with writing(home):
        rows = lake.read("publications").to_pylist()
        for row in rows:
            row["version"] = lake.version(row["table"])
        if rows:
            lake.replace("publications", pa.Table.from_pylist(rows, schema=TABLES["publications"].schema))
        if home.corpus.exists():
            write_views(home)
    maintained = maintain(home, grace_hours=0)
    Checksums(home.root).purge()
    return maintained
