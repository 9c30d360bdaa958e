"""What stands beside archive and tables: made again by the next build, or of use to nobody. Old versions of the tables."""

from __future__ import annotations

import shutil
from datetime import date

import pyarrow as pa

from pipelines.corpus.publish.views import write_views
from pipelines.lake.delta import Lake
from pipelines.lake.home import Home
from pipelines.lake.schemas import TABLES
from pipelines.night.lock import writing
from pipelines.upkeep.maintenance import Maintained, maintain

LEFT_BESIDE = (".landing-*", "*.new", "*.new.wal")
"""What a writer that was killed leaves in the home."""


def clear_made_again(home: Home, since: date | None) -> None:
    """Remove the search index and the reports since a night, which the next build makes again, and what was left half done.

    The index is made anew because a document that is deleted in it stays in its segment until that is merged.
    """
    with writing(home):
        for folder in (home.index / "search", home.index / "extracting"):
            shutil.rmtree(folder, ignore_errors=True)
        for report in home.reports.glob("*.html"):
            if since is None or report.stem >= since.isoformat():
                report.unlink()
        for left in (*home.lake.glob(".*.broken*"), *(path for name in LEFT_BESIDE for path in home.root.glob(name))):
            if left.is_dir():
                shutil.rmtree(left)
            else:
                left.unlink(missing_ok=True)


def forget_versions(home: Home) -> Maintained:
    """Remove every file that the tables are not made of now: who reads an older version loses it.

    Published nights name the versions that stand, for their own are gone; `as_of` and `dates_as_of` answer as before.
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
    return maintain(home, grace_hours=0)
