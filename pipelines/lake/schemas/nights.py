"""Tables about the corpus itself: the finished steps of each night, and the table versions that belong together."""

from __future__ import annotations

import pyarrow as pa

from pipelines.lake.schemas.columns import UTC, schema

# fmt: off -- a column a line reads best
NIGHTS = schema(
    ("night", pa.date32(), "Crawl date."),
    ("step", pa.string(), "Step of the night, see `pipelines.nights`."),
    ("state", pa.string(), "done; a step that has not finished has no row."),
    ("ended_at", UTC, "End of the step."),
    ("seconds", pa.float32(), "Duration of the step."),
    (
        "rows",
        pa.int64(),
        "Rows of the night in the step's tables; for steps that update works, the number of works that the night touches.",
    ),
    ("rules", pa.string(), "Digest of the step's code and data."),
    (
        "made_from",
        pa.string(),
        "Digest of the step's input: crawls, results of other steps and of earlier nights.",
    ),
    (
        "results",
        pa.list_(pa.struct([("table", pa.string()), ("digest", pa.string())])),
        "Digest of the night's rows, by table.",
    ),
    (
        "crawls",
        pa.string(),
        "Sizes and times of the crawls' files, to notice changed ones; only for the step `fetches`, else null.",
    ),
    (
        "tables",
        pa.list_(pa.string()),
        "Ids of the Delta tables that the step wrote: a table that was made anew has another id, and none of the rows.",
    ),
)

PUBLICATIONS = schema(
    ("night", pa.date32(), "Night that was published."),
    ("table", pa.string(), "Name of a table."),
    (
        "version",
        pa.int64(),
        "Delta version of that table when the night was published: the versions of one night are consistent.",
    ),
    ("published_at", UTC, "Time of the night's last publication."),
)
# fmt: on
