"""What a materialization shows in the UI: the step's counts and a preview of the rows it wrote."""

from __future__ import annotations

from datetime import date
from typing import Any

from dagster import MaterializeResult, MetadataValue

from assets.described import main_table
from assets.lineage import column_lineage
from assets.operations import operations_of
from assets.resources import Corpus
from pipelines.engine import opened
from pipelines.lake import Lake
from pipelines.nights import STEPS, run_step
from pipelines.preview import preview


def materialized(corpus: Corpus, night: date, name: str) -> MaterializeResult[None]:
    """Bring a night's step up to date and describe it: one number a count, and the first rows of its main table."""
    step = STEPS[name]
    operations = operations_of(corpus.home)
    with opened(operations.engine, operations.ray_address) as engine:
        outcome = run_step(corpus.home, night, name, engine=engine)
    shown: dict[str, MetadataValue[Any]] = {count: MetadataValue.int(value) for count, value in outcome.counts.items()}
    if table := main_table(name):
        shown |= {
            "dagster/row_count": MetadataValue.int(sum(file.rows for file in Lake(corpus.home.lake).live_files(table)))
        }
    if lineage := column_lineage(name):
        shown |= {"dagster/column_lineage": MetadataValue.column_lineage(lineage)}
    if step.shown:
        shown |= {"rows": MetadataValue.md(preview(Lake(corpus.home.lake), step.shown, night))}
    return MaterializeResult(metadata={"changed": MetadataValue.bool(outcome.changed), **shown})
