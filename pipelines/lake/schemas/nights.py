"""Tables about the corpus itself: the finished steps of each night, and the table versions that belong together."""

from __future__ import annotations

import pyarrow as pa

from pipelines.lake.schemas.columns import UTC, schema

# fmt: off -- a column a line reads best
NIGHTS = schema(
    ("night", pa.date32(), "Crawl date."),
    ("step", pa.string(), "Step of the night, see `pipelines.nights`."),
    ("state", pa.string(), "done; a step that did not end has no row."),
    ("ended_at", UTC, "When it ended."),
    ("seconds", pa.float32(), "How long it took."),
    (
        "rows",
        pa.int64(),
        "Rows that its tables hold of the night; for steps that bring works up to date, works of which the night holds anything.",
    ),
    ("rules", pa.string(), "Digest of the code and data that made them."),
    (
        "made_from",
        pa.string(),
        "Digest of what it was made from: crawls, and results of other steps and earlier nights.",
    ),
    (
        "results",
        pa.list_(pa.struct([("table", pa.string()), ("digest", pa.string())])),
        "Digest of the rows that it left of the night, by table.",
    ),
    (
        "crawls",
        pa.string(),
        "Sizes and times of the crawls' own files, by which a changed one is noticed; null but for `fetches`.",
    ),
    ("tables", pa.list_(pa.string()), "Ids of the Delta tables that it wrote: a table made anew has none of its rows."),
)

PUBLICATIONS = schema(
    ("night", pa.date32(), "Night that was published."),
    ("table", pa.string(), "Name of a table."),
    (
        "version",
        pa.int64(),
        "Delta version of that table when the night was published: all of one night read together are consistent.",
    ),
    ("published_at", UTC, "When the night was published last."),
)
# fmt: on
