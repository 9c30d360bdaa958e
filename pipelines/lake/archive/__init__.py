"""The archive: WARC files with every byte received, written durably by the crawl and read by every later step.

- `source=…/night=…/<source>-<night>-<serial>.warc.gz`: captures, one gzip member for each record; `.open` while being written.
- `source=…/night=…/source.json`: the source's settings on that night.
- `source=…/night=…/crawl.json`: the end of the crawl: its state and counts.
- `source=…/night=…/{fetches,links}.parquet`: the crawl's own rows: the URLs it considered, and their outcomes.
- `source=…/night=…/<source>-<night>-<serial>.r1.warc.gz`: the same captures after a takedown (`rewriting`).
- `imports/`: the ledger of each import.
- `taken_down/`: the log of takedowns (`pipelines.upkeep.takedown.takedowns`).
"""

from pipelines.lake.archive.layout import (
    ROWS,
    crawl_summary,
    folder,
    is_imported,
    ledgers,
    night_rows,
    nights,
    nights_besides,
    nights_of,
    save_crawl_summary,
    save_night_rows,
    save_source_settings,
    source_settings,
    sources,
)
from pipelines.lake.archive.reading import Capture, read_capture
from pipelines.lake.archive.recovery import recover
from pipelines.lake.archive.writing import HTML_UTF8, MADE_BY, ArchiveWriter, Conversion, Exchange, Place

__all__ = [
    "HTML_UTF8",
    "MADE_BY",
    "ROWS",
    "ArchiveWriter",
    "Capture",
    "Conversion",
    "Exchange",
    "Place",
    "crawl_summary",
    "folder",
    "is_imported",
    "ledgers",
    "night_rows",
    "nights",
    "nights_besides",
    "nights_of",
    "read_capture",
    "recover",
    "save_crawl_summary",
    "save_night_rows",
    "save_source_settings",
    "source_settings",
    "sources",
]
