"""Summary of a source's night for people: a few figures, a plot of its last nights, and commands to look closer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from pipelines.health.sparkline import sparkline
from pipelines.lake.delta import Lake
from pipelines.lake.home import Home

TABLE = "source_health"
PLOTTED_NIGHTS = 30
FIGURES = ("stories", "new_stories", "revised", "undated", "words_median", "lag_hours", "latency_ms")
LOOK_CLOSER = "dateline sources check {source}\ndateline sql \"FROM health('{source}')\""


@dataclass(frozen=True, slots=True)
class Summary:
    """One source and night: its state, the known figures, the SVG of its new stories, and commands."""

    source: str
    state: str
    figures: Mapping[str, int | float]
    plot: str
    look_closer: str


def summaries(home: Home, night: date) -> list[Summary]:
    """The sources of a night, by name; imported nights are not in the plot."""
    lake = Lake(home.lake)
    nights = [each for each in lake.nights(TABLE) if night - timedelta(days=PLOTTED_NIGHTS) < each <= night]
    columns = ["night", "source", "state", "imported", "dropped", *FIGURES]
    by_source: dict[str, list[dict[str, Any]]] = {}
    for row in lake.read(TABLE, nights=nights, columns=columns).to_pylist():
        by_source.setdefault(row["source"], []).append(row)
    found = (sorted(rows, key=lambda row: row["night"]) for _, rows in sorted(by_source.items()))
    return [_summary(rows) for rows in found if rows[-1]["night"] == night]


def _summary(rows: list[dict[str, Any]]) -> Summary:
    last = rows[-1]
    figures = {name: last[name] for name in FIGURES if last[name] is not None}
    figures["dropped"] = sum(each["count"] for each in last["dropped"])
    bars = [(row["night"], row["new_stories"], row["state"]) for row in rows if not row["imported"]]
    return Summary(last["source"], last["state"], figures, sparkline(bars), LOOK_CLOSER.format(source=last["source"]))
