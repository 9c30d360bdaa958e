"""The captures that the signals of works were read with, in the order of a dataset, as a file in its working folder."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from pipelines.lake.schemas.columns import UTC, schema

GROUP_ROWS = 16_384
# fmt: off -- a column a line reads best
CAPTURED = schema(
    (
        "read_url",
        pa.string(),
        "URL that answered with the page whose signals these are; null for a work without a page.",
    ),
    ("night", pa.date32(), "Night on which it was read."),
    ("fetched_at", UTC, "When it answered."),
    ("payload_sha256", pa.string(), "SHA-256 of its body."),
    ("warc_file", pa.string(), "Archive file of the response, relative to the archive folder."),
    ("warc_offset", pa.int64(), "Byte offset of the record in that file."),
    ("rule", pa.string(), "Version of the rule that derived `train_ai` and `tdm` from the signals."),
)
# fmt: on
OF_ARTICLES = """
SELECT article_id AS id, article_id, url_key, NULL::VARCHAR AS document_id, first_night, split FROM placed WHERE reason IS NULL
"""
LATEST = """
CREATE OR REPLACE TEMP TABLE latest AS
WITH works AS (SELECT DISTINCT article_id, url_key, document_id FROM ({wanted}))
SELECT works.*, d.night, d.source, d.url_key AS read_key
FROM documents AS d JOIN works
    ON works.article_id = d.article_id AND d.url_key = works.url_key AND works.document_id IS NULL
        OR works.article_id = d.article_id AND works.document_id = d.document_id
QUALIFY row_number() OVER (
    PARTITION BY works.article_id, works.url_key, works.document_id ORDER BY fetched_at DESC, capture_id DESC
) = 1
"""
CAPTURED_BY = """
CREATE OR REPLACE TEMP TABLE captured AS
SELECT latest.article_id, latest.url_key, document_id, coalesce(final_url, url) AS read_url, latest.night, fetched_at,
    payload_sha256, warc_file, warc_offset, rights_rule AS rule
FROM latest JOIN fetches AS f ON f.night = latest.night AND f.source = latest.source AND f.url_key = latest.read_key
WHERE resource IN ('page', 'row') AND outcome = 'stored'
"""
"""Two tables, which DuckDB can put on the disk: one query of all joins needs more for a million works than it may hold."""
CAPTURES = """
WITH wanted AS ({wanted})
SELECT wanted.* EXCLUDE (url_key, document_id, first_night, split), {columns}
FROM wanted LEFT JOIN captured ON captured.article_id = wanted.article_id AND captured.url_key = wanted.url_key
        AND captured.document_id IS NOT DISTINCT FROM wanted.document_id
ORDER BY {order}
"""


def write_captures(
    connection: duckdb.DuckDBPyConnection, file: Path, wanted: str = OF_ARTICLES, order: str = "first_night, split, id"
) -> Path:
    """Write the captures of works in an order, beside what `wanted` has: id of the row, article_id, url_key and others.

    Of a work the last capture at its address; if `document_id` is not null, the last one with that text.
    """
    columns = ", ".join(f"captured.{name}" for name in CAPTURED.names)
    connection.execute(LATEST.format(wanted=wanted))
    connection.execute(f"{CAPTURED_BY}; DROP TABLE latest")
    written = write_query(connection, file, CAPTURES.format(wanted=wanted, columns=columns, order=order))
    connection.execute("DROP TABLE captured")
    return written


def write_query(connection: duckdb.DuckDBPyConnection, file: Path, query: str, group_rows: int = GROUP_ROWS) -> Path:
    """Write the rows of a query in its order as Parquet. As many rows as a group has are in memory at once."""
    file.parent.mkdir(parents=True, exist_ok=True)
    connection.execute("SET preserve_insertion_order = true")
    target = file.as_posix().replace("'", "''")
    connection.execute(f"COPY ({query}) TO '{target}' (FORMAT parquet, ROW_GROUP_SIZE {group_rows})")
    return file


@dataclass(slots=True)
class Beside:
    """Reads a file with the column `id` along with the rows of a dataset, which are in the same order; some may be left out."""

    file: Path
    _batches: Iterator[pa.RecordBatch] | None = None
    _ahead: pa.Table | None = None

    def take(self, ids: pa.ChunkedArray, count: int) -> pa.Table:
        """The next `count` rows whose `id` is one of `ids`; others are passed over."""
        if self._batches is None:
            self._batches = pq.ParquetFile(self.file).iter_batches(GROUP_ROWS)
        found, ahead, wanted = [], self._ahead, ids.combine_chunks()
        while count:
            if ahead is None or not ahead.num_rows:
                ahead = pa.Table.from_batches([next(self._batches)])
            mine = pc.is_in(ahead["id"], wanted)
            taken = ahead.filter(mine)
            found.append(taken)
            count -= taken.num_rows
            ahead = ahead.slice(_after_last(mine) if not count else ahead.num_rows)
        self._ahead = ahead
        return pa.concat_tables(found)


def _after_last(mask: pa.ChunkedArray) -> int:
    """The place after the last True."""
    return int(mask.to_numpy().nonzero()[0].max()) + 1
