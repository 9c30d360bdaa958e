"""Metadata of a materialization in the UI: the step's counts and a preview of its rows."""

from __future__ import annotations

from typing import Any

from dagster import AssetExecutionContext, AssetKey, AssetRecordsFilter, MaterializeResult, MetadataValue

from assets.described import main_table
from assets.lineage import column_lineage
from assets.operations import operations_of
from assets.partitions import night_of
from assets.resources import Corpus
from pipelines.ask.preview import preview
from pipelines.lake.delta import Lake
from pipelines.night.engine import opened
from pipelines.nights import STEPS, run_step


def materialized(context: AssetExecutionContext, corpus: Corpus, name: str) -> MaterializeResult[None]:
    """Bring a night's step up to date and describe it: its counts, and the first rows of its main table.

    If the step was already done, the counts are those of its last run.
    """
    step, night = STEPS[name], night_of(context)
    operations = operations_of(corpus.home)
    with opened(operations.engine, operations.ray_address) as engine:
        outcome = run_step(corpus.home, night, name, engine=engine)
    shown: dict[str, MetadataValue[Any]] = {count: MetadataValue.int(value) for count, value in outcome.counts.items()}
    if outcome.ended_at:
        shown |= {"made_at": MetadataValue.timestamp(outcome.ended_at)}
    if not outcome.made:
        shown = told_before(context, name, shown.get("made_at")) or shown
    if table := main_table(name):
        shown |= {
            "dagster/row_count": MetadataValue.int(sum(file.rows for file in Lake(corpus.home.lake).live_files(table)))
        }
    if lineage := column_lineage(name):
        shown |= {"dagster/column_lineage": MetadataValue.column_lineage(lineage)}
    if step.shown:
        shown |= {"rows": MetadataValue.md(preview(Lake(corpus.home.lake), step.shown, night))}
    return MaterializeResult(metadata={**shown, "changed": MetadataValue.bool(outcome.changed)})


def told_before(
    context: AssetExecutionContext, name: str, made_at: MetadataValue[Any] | None
) -> dict[str, MetadataValue[Any]]:
    """The metadata of the asset's last materialization for this night; empty if there is none, or if it is outdated."""
    last = AssetRecordsFilter(AssetKey(name), asset_partitions=[context.partition_key])
    records = context.instance.fetch_materializations(last, limit=1).records
    made = records[0].asset_materialization if records else None
    if made is None or made_at is None or made.metadata.get("made_at") != made_at:
        return {}
    return dict(made.metadata)
