"""The plot in a dataset's card: rows by month of publication and precision, as SVG; the same bytes for the same counts."""

from __future__ import annotations

from collections.abc import Mapping

from pipelines.base.neutral import in_html
from pipelines.give.report.plots import COLOURS, UNKNOWN_COLOUR
from pipelines.lake.schemas import PRECISIONS

WIDTH, HEIGHT, LEFT, BOTTOM, TOP = 900, 260, 60, 46, 40
MAX_BARS = 72
"""Months; more are put together by year."""


def date_plot(months: Mapping[str, Mapping[str, int]]) -> bytes:
    """An SVG. `months` counts rows by month (2026-02) and precision; what has no month is not in it."""
    bars = _bars(months)
    most = max((sum(bar.values()) for bar in bars.values()), default=0)
    width = (WIDTH - LEFT - 10) / max(len(bars), 1)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{HEIGHT}" viewBox="0 0 {WIDTH} {HEIGHT}"'
        ' font-family="sans-serif" font-size="11">',
        '<rect width="100%" height="100%" fill="white"/>',
        f'<text x="{LEFT}" y="16" font-size="13">rows by month of publication, at most {most}</text>',
    ]
    for place, (name, bar) in enumerate(bars.items()):
        parts += _bar(bar, most, LEFT + place * width, max(width - 1, 0.5))
        if place % max(len(bars) // 12, 1) == 0:
            parts.append(f'<text x="{LEFT + place * width:.1f}" y="{HEIGHT - BOTTOM + 14}">{in_html(name)}</text>')
    for place, precision in enumerate(PRECISIONS):
        x = LEFT + place * 110
        parts.append(f'<rect x="{x}" y="{HEIGHT - 20}" width="11" height="11" fill="{COLOURS[place]}"/>')
        parts.append(f'<text x="{x + 16}" y="{HEIGHT - 10}">{precision}</text>')
    return "\n".join([*parts, "</svg>\n"]).encode()


def _bars(months: Mapping[str, Mapping[str, int]]) -> dict[str, dict[str, int]]:
    known = sorted(month for month in months if month[:4].isdigit())
    length = 7 if len(known) <= MAX_BARS else 4
    bars: dict[str, dict[str, int]] = {}
    for month in known:
        bar = bars.setdefault(month[:length], {})
        for precision, count in months[month].items():
            bar[precision] = bar.get(precision, 0) + count
    return bars


def _bar(bar: Mapping[str, int], most: int, x: float, width: float) -> list[str]:
    parts, y = [], float(HEIGHT - BOTTOM)
    for precision, count in sorted(bar.items(), key=lambda item: _place(item[0])):
        height = count / max(most, 1) * (HEIGHT - BOTTOM - TOP)
        y -= height
        place = _place(precision)
        colour = COLOURS[place] if place < len(PRECISIONS) else UNKNOWN_COLOUR
        parts.append(f'<rect x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{height:.1f}" fill="{colour}"/>')
    return parts


def _place(precision: str) -> int:
    return PRECISIONS.index(precision) if precision in PRECISIONS else len(PRECISIONS)
