"""Descriptions of assets for the UI: table columns with documentation, location, owner, freshness policy."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta

import pyarrow as pa
from dagster import (
    AssetKey,
    AssetSpec,
    DailyPartitionsDefinition,
    FreshnessPolicy,
    TableColumn,
    TableSchema,
)

from assets.rhythm import crawled, last_and_gap, longest_gap
from pipelines.lake.home import Home
from pipelines.lake.schemas import TABLES
from pipelines.nights import STEPS

NIGHT, GRACE = timedelta(days=1), timedelta(hours=12)


def main_table(step: str) -> str | None:
    """The table to show after a step: `shown` of the step, else the first table it writes."""
    found = STEPS.get(step)
    return (found.shown or next(iter(found.tables), None)) if found else None


def describing(
    home: Home, nights: DailyPartitionsDefinition, owner: str, owners: Mapping[str, str]
) -> Callable[[AssetSpec], AssetSpec]:
    """A function that adds the description and the partitions to the spec of an asset; `owners` are those of some sources."""

    def described(spec: AssetSpec) -> AssetSpec:
        table = main_table(spec.key.path[0]) if len(spec.key.path) == 1 else None
        return spec.replace_attributes(
            partitions_def=nights,
            owners=[owners.get(spec.key.path[-1], owner) if spec.key.path[0] == "fetches" else owner],
            tags={"layer": spec.group_name or "corpus"},
            metadata={**spec.metadata, **(_table_metadata(home, table) if table else {})},
            freshness_policy=_freshness(home, spec.key),
        )

    return described


def _table_metadata(home: Home, table: str) -> dict[str, TableSchema | str]:
    return {
        "dagster/column_schema": TableSchema([_column(field) for field in TABLES[table].schema]),
        "dagster/table_name": table,
        "dagster/uri": (home.lake / table).absolute().as_uri(),
    }


def _column(field: pa.Field) -> TableColumn:
    documentation = (field.metadata or {}).get(b"doc", b"").decode()
    return TableColumn(field.name, str(field.type), documentation)


def _freshness(home: Home, key: AssetKey) -> FreshnessPolicy | None:
    """The freshness policy of a source (its usual rhythm) and of `articles` (the most regular source); None for other assets."""
    today = datetime.now(UTC).date()
    if key.path[:-1] == ["fetches"]:
        return _by(longest_gap(crawled(home, key.path[1]), today))
    if key.path == ["articles"]:
        found = last_and_gap(home, today)
        return _by(found[1]) if found else None
    return None


def _by(gap: timedelta | None) -> FreshnessPolicy | None:
    return FreshnessPolicy.time_window(fail_window=gap + NIGHT + GRACE, warn_window=gap + GRACE) if gap else None
