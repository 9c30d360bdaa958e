"""Sets of checks by subject, and the nights that are held back."""

from __future__ import annotations

from typing import Any

from pipelines.lake.delta import Lake
from pipelines.lake.home import Home
from pipelines.lake.values import HealthCheck

ANSWERS = frozenset((
    HealthCheck.NO_ANSWER, HealthCheck.TIMEOUTS, HealthCheck.SERVER_ERRORS, HealthCheck.TOO_MANY_REQUESTS,
    HealthCheck.REFUSED, HealthCheck.GONE, HealthCheck.ROBOTS, HealthCheck.MOVED, HealthCheck.REDIRECTS, HealthCheck.SLOW,
    HealthCheck.LOOPS,
))  # fmt: skip
"""Checks of answers: if a source is missing, these are why."""


def held_back(home: Home) -> list[dict[str, Any]]:
    """All held-back nights, newest first: night, source, check, sentence."""
    rows: list[dict[str, Any]] = Lake(home.lake).read("held_back").to_pylist()
    return sorted(rows, key=lambda row: (row["night"], row["source"]), reverse=True)
