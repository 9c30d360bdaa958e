"""Damaged tables of the archive: made again from the lake, which has the same rows, else from the captures.

Without either, the source is left out of that night: its folder counts as a crawl that broke off.
"""

from __future__ import annotations

import subprocess
from datetime import date
from functools import partial

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from pipelines.base.processes.program import start
from pipelines.corpus.fetches.link_rules import KEY, link_rules
from pipelines.lake import archive
from pipelines.lake.archive.layout import NIGHT, OPTIONS, SOURCE, replacing
from pipelines.lake.checksums.aside import set_aside
from pipelines.lake.checksums.ledger import Checksums, digest_of
from pipelines.lake.delta import Lake
from pipelines.lake.home import Home
from pipelines.lake.schemas import IMPORTS, TABLES
from pipelines.night.book import recorded

SLICES = {"fetches": 500, "links": 5_000}
"""Rows of a row group, as a crawl writes them: the same rows then give the same bytes."""
FROM_CAPTURES = "spiders.imports.from_captures"
LEDGER_ROWS = 20_000


def remake_table(home: Home, path: str) -> str:
    """Make `fetches` or `links` of a source's night again; returns how, in words."""
    source, night, table = place_of(path)
    ledger = Checksums(home.root)
    known = ledger.known([path]).get(path)
    set_aside(home.root, path)
    ledger.forget([path])
    if (rows := _landed(home, source, night, table)) is not None:
        for metadata in ({KEY: link_rules().encode()}, {}) if table == "links" else ({},):
            file = archive.save_night_rows(
                home.archive, source, night, table, rows.to_batches(SLICES[table]), partial(dict, metadata)
            )
            if known is not None and digest_of(file) == known.sha256:
                break
        ledger.take([path])
        return "made again from the lake"
    if table == "links":
        empty = TABLES["links"].schema.empty_table()
        archive.save_night_rows(home.archive, source, night, table, empty.to_batches())
        ledger.take([path])
        return "its links are read again from the captures"
    if _from_captures(home, source, night):
        ledger.take([path])
        return "made again from the captures; addresses without a capture are lost"
    return f"{source} is left out of {night}: the tables of its crawl cannot be made again"


def place_of(path: str) -> tuple[str, date, str]:
    """Source, night and table of a file of the archive.

    >>> place_of("archive/source=paper/night=2026-02-02/links.parquet")
    ('paper', datetime.date(2026, 2, 2), 'links')
    """
    _, source, night, name = path.split("/")
    found, day = SOURCE.fullmatch(source), NIGHT.fullmatch(night)
    assert found and day, path
    return found[1], date.fromisoformat(day[1]), name.partition(".")[0]


def remake_ledger(home: Home, path: str) -> str:
    """Make the ledger of an import again from the table `imports`; returns how, in words."""
    name = path.rpartition("/")[2].removesuffix(".parquet")
    rows = Lake(home.lake).read("imports", where=pc.field("import_id") == name)
    set_aside(home.root, path)
    if not rows.num_rows:
        return "set aside; the lake does not have its lines: run the import again"
    with replacing(home.root / path) as file, pq.ParquetWriter(file, IMPORTS, **OPTIONS) as writer:
        for batch in rows.to_batches(LEDGER_ROWS):
            writer.write_table(pa.Table.from_batches([batch]))
    Checksums(home.root).take([path])
    return "made again from the lake"


def _landed(home: Home, source: str, night: date, table: str) -> pa.Table | None:
    """The rows of a source's night in the lake; None if they were not landed, or are damaged, too."""
    lake = Lake(home.lake)
    try:
        if (night, "fetches") not in recorded(lake):
            return None
        fetches = lake.read("fetches", night=night, source=source)
        rows = fetches if table == "fetches" else lake.read(table, night=night, source=source)
    except (OSError, ValueError, pa.ArrowException):
        return None
    parts = {f"lake/{name}/{file.path}" for name in ("fetches", table) for file in lake.live_files(name)
             if file.partition == night.isoformat()}  # fmt: skip
    if parts & {each.path for each in Checksums(home.root).damaged()} or not fetches.num_rows:
        return None
    return rows.combine_chunks()


def _from_captures(home: Home, source: str, night: date) -> bool:
    """Make the rows from the WARC files, by the code of imports; True if that worked."""
    arguments = ("--home", str(home.root), "--source", source, "--night", night.isoformat())
    with start(FROM_CAPTURES, *arguments, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE) as running:
        running.communicate()
    return running.returncode == 0
