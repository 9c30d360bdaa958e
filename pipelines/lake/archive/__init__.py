"""The archive: WARC files of every byte we got, written durably by the crawl and read by everything after it.

source=…/night=…/<source>-<night>-<serial>.warc.gz   captures, one gzip member a record; `.open` while being written
source=…/night=…/source.json                         the source's settings as they were that night
source=…/night=…/crawl.json                          how the crawl ended: its state and counts
source=…/night=…/{fetches,links}.parquet             the crawl's own record: what it considered, and how it ended
source=…/night=…/<source>-<night>-<serial>.r1.warc.gz  the same captures without what was taken down (`rewriting`)
taken_down/                                          the log of takedowns (`pipelines.upkeep.takedown.takedowns`)
"""

from pipelines.lake.archive.layout import (
    ROWS,
    crawl_summary,
    folder,
    is_imported,
    night_rows,
    nights,
    nights_of,
    save_crawl_summary,
    save_night_rows,
    save_source_settings,
    source_settings,
    sources,
)
from pipelines.lake.archive.reading import Capture, read_capture
from pipelines.lake.archive.recovery import recover
from pipelines.lake.archive.writing import ArchiveWriter, Exchange, Place

__all__ = [
    "ROWS",
    "ArchiveWriter",
    "Capture",
    "Exchange",
    "Place",
    "crawl_summary",
    "folder",
    "is_imported",
    "night_rows",
    "nights",
    "nights_of",
    "read_capture",
    "recover",
    "save_crawl_summary",
    "save_night_rows",
    "save_source_settings",
    "source_settings",
    "sources",
]
