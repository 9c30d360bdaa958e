"""The table of imports: one row for every record of every file that was ever imported."""

from __future__ import annotations

import pyarrow as pa

from pipelines.lake.schemas.columns import UTC, schema

IMPORTS = schema(
    ("import_id", pa.string(), "Id of the import: of its files and of what it was asked to take."),
    ("file", pa.string(), "The file; `visit.wacz!archive/data.warc.gz` for one inside another."),
    ("record", pa.int64(), "0-based order of the record in the file, of a row or line in a table or list."),
    (
        "file_offset",
        pa.int64(),
        "Byte in the file at which the record, or the compressed member that it is in, begins.",
    ),
    ("record_type", pa.string(), "WARC-Type, lower case; row, line; file for one that cannot be read; unreadable."),
    ("url", pa.string(), "Address that it is a capture of, as the record has it; null when it names none."),
    ("captured_at", UTC, "The record's own clock; null when nothing was taken from it."),
    ("source", pa.string(), "The source that the address belongs to; null when it belongs to none."),
    ("night", pa.date32(), "The night it was filed under; null when it was left out before that was known."),
    ("outcome", pa.string(), "How it ended, one of `spiders.imports.outcomes`."),
    ("detail", pa.string(), "The reason in words; null when the outcome says it all."),
    ("warc_file", pa.string(), "Where it stands in the archive; null when it does not."),
    ("warc_offset", pa.int64(), "Byte offset of the record in that file."),
)
