"""What the card and the metadata of a dataset tell: counted from its own files, and from the ledger of the crawls behind it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.compute as pc

from pipelines.give.export.columns import dataset_schema
from pipelines.give.export.files import Files
from pipelines.give.export.recipe import Recipe

COUNTED = frozenset({"source", "language", "kind", "published_precision", "train_ai", "tdm"})
SUMMED = frozenset({"words", "token_count", "tokens"})
UNKNOWN = "(unknown)"
LEDGER = """
SELECT source, count(DISTINCT night) AS nights, min(night) AS first_night, max(night) AS last_night,
    count(*) FILTER (outcome IN ('stored', 'not_modified', 'duplicate_payload')) AS answered,
    count(*) FILTER (outcome IN ('robots_denied', 'rights_denied')) AS denied,
    count(*) FILTER (outcome IN ('http_error', 'timeout', 'connection_error', 'address_refused')) AS failed,
    count(*) FILTER (outcome = 'budget') AS over_budget,
    count(*) FILTER (outcome IN ('too_large', 'trap')) AS refused
FROM fetches WHERE resource = 'page' AND source IN (SELECT DISTINCT source FROM placed) GROUP BY source ORDER BY source
"""
HELD_BACK = """
SELECT source, count(DISTINCT night) AS nights FROM held_back
WHERE source IN (SELECT DISTINCT source FROM placed) GROUP BY source ORDER BY source
"""


@dataclass(frozen=True, slots=True)
class Crawls:
    """What the ledger says of each source, and on how many nights each is held back."""

    ledger: tuple[Mapping[str, Any], ...] = ()
    held_back: Mapping[str, int] = field(default_factory=dict)

    @classmethod
    def of(cls, connection: duckdb.DuckDBPyConnection) -> Crawls:
        """Of the sources that a choice took articles of."""
        ledger = connection.sql(LEDGER).to_arrow_table().to_pylist()
        told = tuple({name: _plain(value) for name, value in row.items()} for row in ledger)
        return cls(told, dict(connection.sql(HELD_BACK).fetchall()))


@dataclass(frozen=True, slots=True)
class Facts:
    """Counts of values by column, sums of columns of numbers, what is known of the crawls, and the manifest.

    `stored` are bytes of each split before compression, and of its files.
    """

    manifest: Mapping[str, Any]
    schema: pa.Schema
    counts: Mapping[str, Mapping[str, int]]
    sums: Mapping[str, int] = field(default_factory=dict)
    months: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    signals: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    pii: Mapping[str, int] = field(default_factory=dict)
    stored: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    crawls: Crawls = field(default_factory=Crawls)

    @property
    def rows(self) -> int:
        """Rows of all splits."""
        return sum(self.manifest["rows"].values())


@dataclass(slots=True)
class Tally:
    """Counts the rows of a dataset as they are written."""

    counts: dict[str, Counter[str]] = field(default_factory=dict)
    sums: Counter[str] = field(default_factory=Counter)
    months: dict[str, Counter[str]] = field(default_factory=dict)
    signals: dict[str, Counter[str]] = field(default_factory=dict)
    pii: Counter[str] = field(default_factory=Counter)

    def add(self, rows: pa.Table) -> None:
        """Count some rows."""
        here = set(rows.column_names)
        self.sums["text_bytes"] += int(pc.sum(pc.binary_length(rows["text"])).as_py() or 0)
        for name in SUMMED & here:
            self.sums[name] += int(pc.sum(rows[name]).as_py() or 0)
        for name in COUNTED & here:
            _count(rows[name], self.counts.setdefault(name, Counter()))
        if "pii" in here:
            spans = pc.list_flatten(rows["pii"]).combine_chunks()
            self.pii.update(spans.field("kind").to_pylist())
        if "published_day" in here:
            precision = rows["published_precision"] if "published_precision" in here else None
            _pair(pc.utf8_slice_codeunits(rows["published_day"].cast(pa.string()), 0, 7), precision, self.months)
        if "source" in here:
            _pair(rows["source"], rows["rights_evidence"], self.signals)


def facts_of(folder: Path, recipe: Recipe, manifest: Mapping[str, Any], tally: Tally) -> Facts:
    """The facts of a dataset that is written, from its manifest and the count of its rows."""
    files = Files.of(folder, manifest["recipe"], list(recipe.splits))
    return Facts(
        manifest,
        dataset_schema(recipe.columns, flat=recipe.profile == "flat"),
        tally.counts,
        {**tally.sums, "clusters": manifest["clusters"]},
        tally.months,
        tally.signals,
        tally.pii,
        {split: files.stored_bytes(split) for split in files.splits},
        Crawls(tuple(manifest["crawls"]["ledger"]), manifest["crawls"]["held_back"]),
    )


def _count(values: pa.ChunkedArray, into: Counter[str]) -> None:
    for row in values.value_counts().to_pylist():
        into[_said(row["values"])] += row["counts"]


def _pair(left: pa.ChunkedArray, right: pa.ChunkedArray | None, into: dict[str, Counter[str]]) -> None:
    """Count pairs of values."""
    table = pa.table({"left": left, "right": pa.nulls(len(left), pa.string()) if right is None else right})
    for row in table.group_by(["left", "right"]).aggregate([([], "count_all")]).to_pylist():
        into.setdefault(_said(row["left"]), Counter())[_said(row["right"])] += row["count_all"]


def _said(value: object) -> str:
    return UNKNOWN if value in (None, "") else str(value)


def _plain(value: object) -> object:
    """A value as JSON has it."""
    return value.isoformat() if isinstance(value, date) else value
