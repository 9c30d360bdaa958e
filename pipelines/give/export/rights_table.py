"""`rights.parquet`: for each work in a row of a dataset the signals, where and when they were read, what follows, and digests.

Rows are in the order in which a dataset is written: by night, and within a split in the order of its files. The digests are those
of `pipelines.give.export.row_digest`; `ledger_digest` is one over all other columns here.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from pipelines.corpus.publish.source_rights import Word
from pipelines.give.export.captures import CAPTURED
from pipelines.give.export.formats.parquet_files import OPTIONS
from pipelines.give.export.row_digest import DIGEST, GROUPS, row_digests, table_digests
from pipelines.lake.schemas.columns import RIGHT, schema

FILE = "rights.parquet"
GROUP_ROWS = 16_384
READS = ("article_id", "source", "url", "rights", "train_ai", "tdm")
"""Columns of `articles` that the table is made of."""
# fmt: off -- a column a line reads best
RIGHTS_TABLE = schema(
    ("id", pa.string(), "Id of the row in the dataset."),
    ("article_id", pa.string(), "Work whose words are in the row; a row of several works has as many lines here."),
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
@dataclass(slots=True)
class RightsWriter:
    """Writes the table beside the rows of a dataset, in bounded memory, and hashes its rows by split."""

    folder: Path
    splits: tuple[str, ...]
    opt_outs: Mapping[str, Word]
    origins: set[str] = field(default_factory=set)
    _roots: dict[str, Any] = field(default_factory=dict)
    _writer: pq.ParquetWriter | None = None
    _pending: pa.Table = field(default_factory=RIGHTS_TABLE.empty_table)

    def write(self, made: pa.Table, works: pa.Table, splits: pa.Array) -> None:
        """Add rows as the dataset has them, and the number of the split of each, from 1.

        `works` has READS and CAPTURED of all their works, row by row, and the `id` of the row.
        """
        rows = pc.index_in(works["id"], made["id"].combine_chunks())
        columns: dict[str, Any] = {
            **{name: works[name] for name in ("id", "article_id", "source", "url", "train_ai", "tdm", *CAPTURED.names)},
            "split": pa.array(self.splits, pa.string()).take(pc.subtract(splits, 1)).take(rows),
            "signals": works["rights"],
            "opted_out_on": _opted_out(works["source"], self.opt_outs),
            **{f"{group}_digest": column.take(rows) for group, column in row_digests(made).items()},
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


def of_rows(works: pa.Table) -> pa.Table:
    """What `works` (id, train_ai, rights_evidence; row by row) say of each row: the strictest train_ai, all evidence.

    >>> of_rows(pa.table({"id": ["a", "a"], "train_ai": ["allowed", "unknown"], "rights_evidence": ["x", "y"]})).to_pylist()
    [{'id': 'a', 'train_ai': 'unknown', 'rights_evidence': 'x · y'}]
    """
    works = works.select(["id", "train_ai", "rights_evidence"])
    if pc.count_distinct(works["id"], mode="all").as_py() == works.num_rows:
        return works
    rows: dict[str, tuple[set[str], dict[str, None]]] = {}
    for row, train_ai, said in zip(*(works[name].to_pylist() for name in works.column_names), strict=True):
        found = rows.setdefault(row, (set(), {}))
        found[0].add(train_ai)
        found[1][said] = None
    strictest = [next(iter(found)) if len(found) == 1 else max(found) for found, _ in rows.values()]
    said_all = [" · ".join(said) for _, said in rows.values()]
    return pa.table({"id": list(rows), "train_ai": strictest, "rights_evidence": said_all})
