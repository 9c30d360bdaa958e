"""The landing step copies the crawls of a night into `fetches`, `links` and `source_settings`, one sorted file each.

If a crawl read links with other rules than today's, its pages are read again from the archive, in processes that run
the crawl's own code (`spiders.landing.reading_again`). So the rows do not depend on the way in which a corpus was
built. A crawl with today's rules needs no second reading.
"""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from contextlib import ExitStack, suppress
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import pyarrow as pa
import pyarrow.parquet as pq

from pipelines.base.errors import CorpusError, InputError
from pipelines.base.processes.program import start
from pipelines.corpus.fetches.crawls import SETTINGS, crawls
from pipelines.corpus.fetches.link_rules import made_by_today
from pipelines.lake import archive
from pipelines.lake.delta import Lake
from pipelines.lake.home import Home
from pipelines.lake.schemas import SOURCE_SETTINGS, TABLES
from pipelines.night.steps import Outcome, Progress

SLICE_ROWS = 5_000
READING_AGAIN = "spiders.landing.reading_again"


def land_night(home: Home, night: date, on_progress: Progress) -> Outcome:
    """Copy the results of a night's crawls into the lake, source by source and in slices, so that a large night fits in
    memory.
    """
    lake = Lake(home.lake)
    sources = crawls(home, night)
    older = [source for source in sources if is_older(archive.folder(home.archive, source, night))]
    counts, changed = {"sources": len(sources), "read_again": len(older)}, False
    home.root.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(dir=home.root, prefix=".landing-") as fresh:
        read_again(home, night, older, Path(fresh))
        for done, table in enumerate(archive.ROWS, start=1):
            roots = {source: Path(fresh) if source in older else home.archive for source in sources}
            rows, wrote = lake.replace_sliced(table, _slices(roots, night, table), night=night)
            counts[table] = rows
            changed |= wrote
            on_progress(done, len(archive.ROWS))
    changed |= lake.replace("source_settings", _settings(home, night, sources), night=night)
    return Outcome(counts, changed)


def read_again(home: Home, night: date, sources: list[str], into: Path) -> None:
    """Make the rows of these sources again in the folder `into`, in as many processes as there are cores.

    Raises CorpusError if one of them fails; the process prints the reason to stderr.
    """
    shares = [share for start in range(os.cpu_count() or 1) if (share := sources[start :: os.cpu_count() or 1])]
    where = ["--home", str(home.root), "--night", night.isoformat(), "--into", str(into)]
    with ExitStack() as running:
        started = [
            running.enter_context(start(READING_AGAIN, *where, *share, stdout=subprocess.DEVNULL)) for share in shares
        ]
        failed = [share for process, share in zip(started, shares, strict=True) if process.wait() != 0]
    if failed:
        raise CorpusError(f"{night}: the pages of {', '.join(failed[0])} could not be read again from the archive")


def _settings(home: Home, night: date, sources: list[str]) -> pa.Table:
    """The settings that each source had that night; no row for a source whose archive has no settings."""
    rows = []
    for source in sources:
        with suppress(InputError):
            rows.append(archive.source_settings(home, source, night) | {"source": source, "night": night})
    return pa.Table.from_pylist(rows, schema=SOURCE_SETTINGS)


def is_older(crawled: Path) -> bool:
    """True if a crawl read links with other rules than today's, and its links can be read again."""
    return (crawled / SETTINGS).exists() and not made_by_today(crawled / "links.parquet")


def _slices(roots: dict[str, Path], night: date, table: str) -> Iterator[pa.RecordBatch]:
    """The rows of all sources in the table's order: sources ascending, the rows of each as its crawl sorted them."""
    schema = TABLES[table].schema
    for source, root in sorted(roots.items()):
        file = archive.folder(root, source, night) / f"{table}.parquet"
        for batch in pq.ParquetFile(file, page_checksum_verification=True).iter_batches(batch_size=SLICE_ROWS):
            rows = pa.Table.from_batches([batch])
            for name in schema.names:
                if name not in rows.column_names:  # the file is older than the column
                    rows = rows.append_column(name, pa.nulls(rows.num_rows))
            yield from rows.select(schema.names).cast(schema).to_batches()
