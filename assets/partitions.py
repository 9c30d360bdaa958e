"""Nights: the one partitioning that every asset of Dateline shares."""

from __future__ import annotations

from datetime import date

from dagster import AssetExecutionContext, DailyPartitionsDefinition

FIRST_NIGHT = "2026-01-01"

NIGHTS = DailyPartitionsDefinition(start_date=FIRST_NIGHT, end_offset=1, timezone="UTC")
"""Today's night exists today (`end_offset=1`): without it the 02:00 run would crawl yesterday."""


def night_of(context: AssetExecutionContext) -> date:
    """The night a run is about."""
    return date.fromisoformat(context.partition_key)
