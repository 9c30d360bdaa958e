"""Nights: the partitions of every asset of Dateline, from the first night of the corpus."""

from __future__ import annotations

from datetime import UTC, date, datetime

from dagster import AssetExecutionContext, DailyPartitionsDefinition

from pipelines.corpus.fetches.crawls import crawled_nights
from pipelines.lake.home import Home

PARTITION = "dagster/partition"
"""The tag of a run with its night."""


def nights_of(home: Home, first: date | None = None) -> DailyPartitionsDefinition:
    """Every night from the first crawled night, or from `first` if that is earlier; only today's night if there is none.

    Today's night exists today (`end_offset=1`): without it the 02:00 run would crawl yesterday.
    """
    begun = [*crawled_nights(home)[:1], *([first] if first else [])] or [datetime.now(UTC).date()]
    return DailyPartitionsDefinition(start_date=min(begun).isoformat(), end_offset=1, timezone="UTC")


def night_of(context: AssetExecutionContext) -> date:
    """The night of a run."""
    return date.fromisoformat(context.partition_key)
