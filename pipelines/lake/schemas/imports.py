"""The table of imports: one row for every record of every file that was ever imported."""

from __future__ import annotations

import pyarrow as pa

from pipelines.lake.schemas.columns import UTC, schema

IMPORTS = schema(
    ("import_id", pa.string(), "Id of the import, made from its files and its options."),
    ("file", pa.string(), "The file; `visit.wacz!archive/data.warc.gz` for one inside another."),
    ("record", pa.int64(), "0-based order of the record in the file, of a row or line in a table or list."),
    (
        "file_offset",
        pa.int64(),
        "Byte in the file at which the record, or the compressed member that it is in, begins.",
    ),
    ("record_type", pa.string(), "WARC-Type in lower case; row; line; file (a file that cannot be read); unreadable."),
    ("url", pa.string(), "URL of the capture, as the record has it; null when the record has none."),
    ("captured_at", UTC, "Time in the record; null when the record was left out."),
    ("source", pa.string(), "Source of the URL; null when it belongs to no source."),
    ("night", pa.date32(), "Night of the capture; null when the record was left out before the night was known."),
    ("outcome", pa.string(), "Result, one of `spiders.imports.outcomes`."),
    ("detail", pa.string(), "Explanation of the outcome; null when the outcome needs none."),
    ("warc_file", pa.string(), "Archive file that holds the record; null when it was not archived."),
    ("warc_offset", pa.int64(), "Byte offset of the record in that file."),
)
