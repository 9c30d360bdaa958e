"""What the card and the metadata of a dataset tell: counted from its own files, and from the ledger of the crawls behind it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.compute as pc

from pipelines.export.columns import dataset_schema
from pipelines.export.files import Files
from pipelines.export.recipe import Recipe

COUNTED = (
    "source", "language", "kind", "published_precision", "train_ai", "tdm", "rights_evidence", "published_day", "cluster_id",
    "words", "token_count", "pii", "domain",
)  # fmt: skip
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
    text_bytes: int = 0
    stored: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    ledger: tuple[Mapping[str, Any], ...] = ()
    held_back: Mapping[str, int] = field(default_factory=dict)

    @property
    def rows(self) -> int:
        """Rows of all splits."""
        return sum(self.manifest["rows"].values())


def crawl_facts(connection: duckdb.DuckDBPyConnection) -> tuple[tuple[Mapping[str, Any], ...], Mapping[str, int]]:
    """What the ledger says of the sources that were considered, and on how many nights each was held back."""
    ledger = connection.sql(LEDGER).to_arrow_table().to_pylist()
    return tuple(ledger), dict(connection.sql(HELD_BACK).fetchall())


def facts_of(
    folder: Path,
    recipe: Recipe,
    manifest: Mapping[str, Any],
    ledger: tuple[Mapping[str, Any], ...],
    held: Mapping[str, int],
) -> Facts:
    """Count the rows of a dataset."""
    schema = dataset_schema(recipe.columns, flat=recipe.profile == "flat")
    columns = [name for name in COUNTED if name in schema.names]
    counts: dict[str, Counter[str]] = {name: Counter() for name in columns}
    sums: Counter[str] = Counter()
    months: dict[str, Counter[str]] = {}
    signals: dict[str, Counter[str]] = {}
    pii: Counter[str] = Counter()
    text_bytes = 0
    files = Files(folder, tuple(recipe.splits))
    for split in files.splits:
        for batch in files.batches(split, [*columns, "text"]):
            rows = pa.table(batch)
            text_bytes += pc.sum(pc.binary_length(rows["text"])).as_py() or 0
            _add(rows, counts, sums, months, signals, pii)
    clusters = counts.pop("cluster_id", Counter())
    sums["clusters"], sums["copies"] = len(clusters), sum(clusters.values()) - len(clusters)
    counts = {name: values for name, values in counts.items() if name not in ("published_day", "rights_evidence")}
    stored = {split: files.stored_bytes(split) for split in files.splits}
    return Facts(manifest, schema, counts, sums, months, signals, pii, text_bytes, stored, ledger, held)


def _add(
    rows: pa.Table,
    counts: Mapping[str, Counter[str]],
    sums: Counter[str],
    months: dict[str, Counter[str]],
    signals: dict[str, Counter[str]],
    pii: Counter[str],
) -> None:
    for name, into in counts.items():
        if name in ("words", "token_count"):
            sums[name] += int(pc.sum(rows[name]).as_py() or 0)
        elif name == "pii":
            pii.update(kinds_of(rows["pii"]))
        else:
            _count(rows[name], into)
    if "published_day" in counts:
        precision = rows["published_precision"] if "published_precision" in counts else None
        _pair(pc.utf8_slice_codeunits(rows["published_day"].cast(pa.string()), 0, 7), precision, months)
    if "source" in counts:
        _pair(rows["source"], rows["rights_evidence"], signals)


def kinds_of(spans: pa.ChunkedArray) -> Counter[str]:
    """How many pieces of personal data of each kind there are."""
    if not pa.types.is_list(spans.type):
        return Counter()
    return Counter(pc.list_flatten(spans).combine_chunks().field("kind").to_pylist())


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
