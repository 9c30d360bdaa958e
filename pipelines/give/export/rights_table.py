"""`rights.parquet`: for each row of a dataset the signals, where and when they were read, what follows, and digests.

Rows are in the order in which a dataset is written: by night, and within a split in the order of its files. The digests are those
of `pipelines.give.export.row_digest`; `ledger_digest` is one over all other columns here.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from pipelines.corpus.publish.source_rights import Word
from pipelines.give.export.formats.parquet_files import OPTIONS
from pipelines.give.export.row_digest import DIGEST, GROUPS, row_digests, table_digests
from pipelines.lake.schemas.columns import RIGHT, UTC, schema

FILE = "rights.parquet"
GROUP_ROWS = 16_384
READS = ("article_id", "source", "url", "rights", "train_ai", "tdm")
"""Columns of `articles` that the table is made of."""
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
RIGHTS_TABLE = schema(
    ("id", pa.string(), "Id of the row in the dataset."),
    ("split", pa.string(), "Split of the row."),
    ("source", pa.string(), "Name of the source file."),
    ("url", pa.string(), "URL of the article."),
    ("signals", pa.list_(RIGHT), "Every signal found, raw, with its standard, its scope and the place where it stood."),
    *CAPTURED,
    ("train_ai", pa.string(), "What follows from the signals for training of AI: allowed or unknown."),
    ("tdm", pa.string(), "The same for text and data mining: allowed, disallowed or unknown."),
    (
        "opted_out_on",
        pa.date32(),
        "Night on which the whole source disallowed a use; it acts backwards on this row. Null: it never did.",
    ),
    *((f"{group}_digest", DIGEST, f"Digest of the row's columns of {group}.") for group in GROUPS),
    ("ledger_digest", DIGEST, "Digest of all columns before this one."),
)
# fmt: on
CAPTURES = """
COPY (
    WITH taken AS (SELECT article_id, url_key, first_night, split FROM placed WHERE reason IS NULL),
    latest AS (
        SELECT article_id, url_key, max_by({{night: night, source: source}}, (fetched_at, capture_id)) AS read
        FROM documents SEMI JOIN taken USING (article_id) GROUP BY article_id, url_key
    ),
    pages AS (
        SELECT night, source, url_key, coalesce(final_url, url) AS read_url, fetched_at, payload_sha256, warc_file, warc_offset,
            rights_rule AS rule
        FROM fetches WHERE resource IN ('page', 'row') AND outcome = 'stored'
    )
    SELECT taken.article_id, {columns} FROM taken LEFT JOIN latest USING (article_id, url_key) LEFT JOIN pages
        ON pages.night = read.night AND pages.source = read.source AND pages.url_key = taken.url_key
    ORDER BY taken.first_night, taken.split, taken.article_id
) TO '{file}' (FORMAT parquet, ROW_GROUP_SIZE 20000)
"""


def write_captures(connection: duckdb.DuckDBPyConnection, folder: Path) -> Path:
    """Write, in the order of the dataset, the capture of each chosen article whose signals it has: `article_id` and CAPTURED."""
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / "captures.parquet"
    columns = ", ".join(f"pages.{name}" for name in CAPTURED.names)
    connection.execute("SET preserve_insertion_order = true")
    connection.execute(CAPTURES.format(columns=columns, file=file.as_posix().replace("'", "''")))
    return file


@dataclass(slots=True)
class RightsWriter:
    """Writes the table beside the rows of a dataset, in bounded memory, and hashes its rows by split."""

    folder: Path
    captures: Path
    splits: tuple[str, ...]
    opt_outs: Mapping[str, Word]
    origins: set[str] = field(default_factory=set)
    _roots: dict[str, Any] = field(default_factory=dict)
    _writer: pq.ParquetWriter | None = None
    _pending: pa.Table = field(default_factory=RIGHTS_TABLE.empty_table)
    _captured: Iterator[pa.RecordBatch] | None = None
    _ahead: pa.Table | None = None

    def write(self, made: pa.Table, articles: pa.Table, splits: pa.Array) -> None:
        """Add rows: as the dataset has them, as the corpus has them, and the number of the split of each, from 1."""
        names = pa.array(self.splits, pa.string()).take(pc.subtract(splits, 1))
        columns: dict[str, Any] = {
            "id": articles["article_id"],
            "split": names,
            **{name: articles[name] for name in ("source", "url", "train_ai", "tdm")},
            "signals": articles["rights"],
            **self._captures_of(articles["article_id"]),
            "opted_out_on": _opted_out(articles["source"], self.opt_outs),
            **{f"{group}_digest": column for group, column in row_digests(made).items()},
        }
        others = RIGHTS_TABLE.remove(len(RIGHTS_TABLE) - 1)
        table = pa.table([columns[name] for name in others.names], schema=others)
        table = table.append_column(RIGHTS_TABLE.field("ledger_digest"), table_digests(table))
        for name in self.splits:
            of_split = table["ledger_digest"].filter(pc.equal(table["split"], name))
            self._roots.setdefault(name, hashlib.sha256()).update(b"".join(of_split.to_pylist()))
        self.origins.update(_origins(table["signals"]))
        self._pending = pa.concat_tables([self._pending, table])
        while self._pending.num_rows >= GROUP_ROWS:
            self._flush()

    def finish(self) -> dict[str, str]:
        """Write the rest. Returns, by split, SHA-256 over the ledger digests of its rows in order."""
        self._flush()
        assert self._writer is not None
        self._writer.close()
        return {name: root.hexdigest() for name, root in self._roots.items()}

    def _flush(self) -> None:
        if self._writer is None:
            self._writer = pq.ParquetWriter(self.folder / FILE, RIGHTS_TABLE, use_dictionary=_repeated(), **OPTIONS)
        self._writer.write_table(self._pending.slice(0, GROUP_ROWS))
        self._pending = self._pending.slice(GROUP_ROWS)

    def _captures_of(self, ids: pa.ChunkedArray) -> dict[str, pa.ChunkedArray]:
        """The captures of the next rows: both are in one order; captures of rows that were left out are passed over."""
        if self._captured is None:
            self._captured = pq.ParquetFile(self.captures).iter_batches(GROUP_ROWS)
        wanted, found, ahead = len(ids), [], self._ahead
        while wanted:
            if ahead is None or not ahead.num_rows:
                ahead = pa.Table.from_batches([next(self._captured)])
            mine = pc.is_in(ahead["article_id"], ids.combine_chunks())
            taken = ahead.filter(mine)
            found.append(taken)
            wanted -= taken.num_rows
            ahead = ahead.slice(_after_last(mine) if not wanted else ahead.num_rows)
        self._ahead = ahead
        table = pa.concat_tables(found)
        assert table["article_id"].equals(ids), "captures and rows are in one order"
        return {name: table[name] for name in CAPTURED.names}


def _after_last(mask: pa.ChunkedArray) -> int:
    """The place after the last True."""
    return int(mask.to_numpy().nonzero()[0].max()) + 1


def _opted_out(sources: pa.ChunkedArray, opt_outs: Mapping[str, Word]) -> pa.Array:
    names = sorted(opt_outs)
    nights = pa.array([opt_outs[name].night for name in names], pa.date32())
    return nights.take(pc.index_in(sources, pa.array(names, pa.string())).combine_chunks())


def _origins(signals: pa.ChunkedArray) -> list[str]:
    flat = pc.list_flatten(signals).combine_chunks()
    return pc.unique(flat.field("origin")).to_pylist() if len(flat) else []


def _repeated() -> list[str]:
    """Columns that repeat their values."""
    return ["split", "source", "night", "fetched_at", "warc_file", "train_ai", "tdm", "rule", "opted_out_on"]
