"""A small plot of a source's last nights as SVG, with one bar for each night."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from pipelines.lake.values import HealthState

COLOURS = {
    HealthState.OK: "#009E73",
    HealthState.RELEASED: "#009E73",
    HealthState.WARNING: "#E69F00",
    HealthState.HELD_BACK: "#D55E00",
}
"""The palette of Okabe and Ito, as in `pipelines.give.report.plots`."""
BAR, GAP, HEIGHT = 9, 2, 48
"""Pixels."""


def sparkline(nights: Sequence[tuple[date, float, str]]) -> str:
    """Bars of (night, number, state as in `source_health`). The highest bar has the height of the plot; each has a
    tooltip.

    >>> sparkline([(date(2026, 2, 2), 12, "ok"), (date(2026, 2, 3), 6.5, "held_back")]).count("<rect")
    2
    """
    most = max((number for _, number, _ in nights), default=0) or 1
    bars = "".join(
        _bar(place * (BAR + GAP), max(1, round(HEIGHT * number / most)), COLOURS[HealthState(state)])
        + f"<title>{night}: {number:g}, {state.replace('_', ' ')}</title></rect>"
        for place, (night, number, state) in enumerate(nights)
    )
    width = max(1, len(nights) * (BAR + GAP))
    label = f"{len(nights)} nights, the last {nights[-1][1]:g}" if nights else "no night"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{HEIGHT}" role="img" aria-label="{label}">'
        f"{bars}</svg>"
    )


def _bar(left: int, size: int, colour: str) -> str:
    return f'<rect x="{left}" y="{HEIGHT - size}" width="{BAR}" height="{size}" fill="{colour}">'
