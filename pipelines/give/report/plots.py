"""The plots of a night, as SVG: how each source's URLs ended, and how precisely its articles are dated, or bounded."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import accumulate

import pyarrow as pa

from pipelines.base.neutral import in_html
from pipelines.lake.schemas import OUTCOMES, PRECISIONS

# Okabe and Ito's palette: told apart by colour-blind readers.
COLOURS = ("#0072B2", "#56B4E9", "#009E73", "#E69F00", "#D55E00", "#CC79A7", "#F0E442", "#000000")
UNKNOWN_COLOUR = "#BBBBBB"
PANEL, NAMES, BARS = 560, 120, 270
"""Pixels: the width of a chart, of the names at its left and of its bars; the legend has the rest."""
ROW, BAR, LEGEND_ROW = 34, 22, 16
TOP = 50
"""Pixels above the first bar."""
MAX_NAME_CHARS = 18
"""Characters of a source's name that fit beside its bar."""
WIDTHS = ("3 days", "2 weeks", "2 months", "a year", "more")
"""How far apart at most the bounds of an undated article stand."""

Counts = Mapping[str, Mapping[str, int]]


def night_plots(outcomes: pa.Table, precisions: pa.Table, widths: pa.Table | None = None) -> list[bytes]:
    """Stacked bar charts, a bar a source, each a picture of its own; the same bytes for the same counts.

    The third, of how far apart the bounds of undated articles stand, is there only where there are such.
    """
    charts = [
        _chart_of(outcomes, "outcome", "urls", OUTCOMES, "URLs considered, by outcome"),
        _chart_of(precisions, "precision", "articles", (*PRECISIONS, "unknown"), "new articles, by precision of date"),
    ]
    if widths is not None and widths.num_rows:
        charts.append(_chart_of(widths, "width", "articles", WIDTHS, "new undated articles, by what bounds leave open"))
    return [_picture(*chart) for chart in charts]


def _picture(counts: Counts, present: Sequence[str], label: str) -> bytes:
    height = TOP + max(ROW * max(len(counts), 1), LEGEND_ROW * len(present)) + 30
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{PANEL}" height="{height}" viewBox="0 0 {PANEL} {height}"'
        f' role="img" aria-label="{in_html(label)}" font-family="sans-serif" font-size="12">',
        '<rect width="100%" height="100%" fill="white"/>',
        *_chart(counts, present, label),
    ]
    return "\n".join([*parts, "</svg>\n"]).encode()


def _chart_of(
    rows: pa.Table, kind: str, count: str, kinds: Sequence[str], label: str
) -> tuple[dict[str, dict[str, int]], list[str], str]:
    """Counts by source, the kinds that are among them, and the label of a chart."""
    counts = _by_source(rows, kind, count)
    return counts, _present(counts, kinds), label


def _by_source(rows: pa.Table, kind: str, count: str) -> dict[str, dict[str, int]]:
    found: dict[str, dict[str, int]] = {}
    for row in rows.to_pylist():
        found.setdefault(row["source"], {})[row[kind]] = row[count]
    return dict(sorted(found.items()))


def _present(counts: Counts, kinds: Sequence[str]) -> list[str]:
    return [kind for kind in kinds if any(kind in row for row in counts.values())]


def _chart(counts: Counts, kinds: Sequence[str], label: str) -> Iterator[str]:
    """The bars of each source, an axis that says how long the longest is, and a legend."""
    most = max((sum(row.values()) for row in counts.values()), default=0)
    yield _text(NAMES, TOP - 26, label, size=13)
    for place, (source, row) in enumerate(counts.items()):
        y = TOP + place * ROW
        yield _text(NAMES - 8, y + BAR - 6, source[:MAX_NAME_CHARS], anchor="end")
        ends = list(accumulate((row.get(kind, 0) for kind in kinds), initial=0))
        for kind, start, end in zip(kinds, ends, ends[1:], strict=False):
            if end > start:
                x, width = NAMES + BARS * start / most, BARS * (end - start) / most
                said = f"<title>{in_html(source)}: {end - start} {kind}</title>"
                yield f'<rect x="{x:.1f}" y="{y}" width="{width:.1f}" height="{BAR}" {_fill(kind, kinds)}>{said}</rect>'
    foot = TOP + max(len(counts), 1) * ROW
    yield f'<path d="M{NAMES} {TOP - 6}V{foot}H{NAMES + BARS}" fill="none" stroke="black"/>'
    yield _text(NAMES, foot + 16, "0", anchor="middle")
    if most:
        yield _text(NAMES + BARS, foot + 16, str(most), anchor="middle")
    for place, kind in enumerate(kinds):
        y = TOP + place * LEGEND_ROW
        yield f'<rect x="{NAMES + BARS + 24}" y="{y}" width="11" height="11" {_fill(kind, kinds)}/>'
        yield _text(NAMES + BARS + 40, y + 10, kind, size=11)


def _fill(kind: str, kinds: Sequence[str]) -> str:
    """The colour of a kind; a ninth has that of the first, but framed and pale."""
    place = kinds.index(kind)
    colour = UNKNOWN_COLOUR if kind == "unknown" else COLOURS[place % len(COLOURS)]
    pale = f' fill-opacity="0.4" stroke="{colour}"' if place >= len(COLOURS) else ""
    return f'fill="{colour}"{pale}'


def _text(x: float, y: float, said: str, *, anchor: str = "start", size: int = 12) -> str:
    return f'<text x="{x:g}" y="{y:g}" text-anchor="{anchor}" font-size="{size}">{in_html(said)}</text>'
