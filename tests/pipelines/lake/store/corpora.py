"""What commands leave in a home, made by hand: a crawled night of a source, a step's rows, a published night."""

import sqlite3
from contextlib import closing
from datetime import UTC, date, datetime
from pathlib import Path

import pyarrow as pa

from pipelines.corpus.publish.publications import publish
from pipelines.lake.archive import ArchiveWriter, Exchange, Place, folder, save_crawl_summary
from pipelines.lake.delta import Lake
from pipelines.lake.schemas import DROPPED

NIGHT, NEXT = date(2026, 2, 2), date(2026, 2, 3)
AT = datetime(2026, 2, 2, 2, tzinfo=UTC)


def crawl(root: Path, source: str, night: date, body: bytes) -> Place:
    """A crawl that got one page and ended."""
    archive = root / "archive"
    writer = ArchiveWriter(archive, folder(archive, source, night), f"{source}-{night}")
    place = writer.write(Exchange(f"https://{source}.example/", AT, None, 200, "OK", [], body))
    writer.close()
    remember(root, source, night)
    save_crawl_summary(archive, source, night, {"state": "finished", "pages": 1})
    return place


def remember(root: Path, source: str, night: date) -> None:
    """The crawl's memory: that a night was crawled."""
    (root / "frontier").mkdir(exist_ok=True)
    with closing(sqlite3.connect(root / "frontier" / f"{source}.sqlite")) as db, db:
        db.execute("PRAGMA journal_mode=WAL")
        db.execute("CREATE TABLE IF NOT EXISTS nights(night TEXT)")
        db.execute("INSERT INTO nights VALUES (?)", (night.isoformat(),))


def remembered(root: Path, source: str) -> list[str]:
    """The nights that the crawl's memory has."""
    with closing(sqlite3.connect(root / "frontier" / f"{source}.sqlite")) as db:
        return [night for (night,) in db.execute("SELECT night FROM nights ORDER BY night")]


def drop(root: Path, night: date, *captures: str) -> None:
    """A step that left captures of a night out."""
    blank = dict.fromkeys(DROPPED.names) | {"night": night, "source": "paper", "step": "clean", "reason": "listing"}
    rows = pa.Table.from_pylist([blank | {"capture_id": each} for each in captures], schema=DROPPED)
    Lake(root / "lake").replace("dropped", rows, night=night)


def dropped(root: Path) -> list[str]:
    """The captures that the tables say were left out."""
    return Lake(root / "lake").read("dropped")["capture_id"].to_pylist()


def show(root: Path, night: date) -> None:
    """Publish a night."""
    publish(Lake(root / "lake"), night, now=datetime.combine(night, AT.time(), UTC))
