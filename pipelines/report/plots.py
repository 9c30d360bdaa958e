"""Plots of a night: how each source's URLs ended, and how precisely its articles are dated."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence

import pyarrow as pa

from pipelines.schemas import OUTCOMES, PRECISIONS

# Okabe and Ito's palette: told apart by colour-blind readers.
COLOURS = ("#0072B2", "#56B4E9", "#009E73", "#E69F00", "#D55E00", "#CC79A7", "#F0E442", "#000000")
UNKNOWN_COLOUR = "#BBBBBB"
DOTS_PER_INCH = 110


def night_plot(outcomes: pa.Table, precisions: pa.Table, *, title: str) -> bytes:
    """Two stacked bar charts side by side, a bar a source, as PNG without a date in its bytes."""
    from matplotlib.figure import Figure

    figure = Figure(figsize=(11, 0.9 + 0.5 * max(2, len(set(outcomes["source"].to_pylist())))), layout="constrained")
    left, right = figure.subplots(1, 2)
    figure.suptitle(title, x=0.01, ha="left", fontweight="bold")
    _bars(left, _by_source(outcomes, "outcome", "urls"), OUTCOMES, "URLs considered, by outcome")
    _bars(
        right,
        _by_source(precisions, "precision", "articles"),
        (*PRECISIONS, "unknown"),
        "new articles, by precision of date",
    )
    out = io.BytesIO()
    figure.savefig(out, format="png", dpi=DOTS_PER_INCH, metadata={"Software": None})
    return out.getvalue()


def _by_source(rows: pa.Table, kind: str, count: str) -> dict[str, dict[str, int]]:
    found: dict[str, dict[str, int]] = {}
    for row in rows.to_pylist():
        found.setdefault(row["source"], {})[row[kind]] = row[count]
    return found


def _bars(axes: object, counts: Mapping[str, Mapping[str, int]], kinds: Sequence[str], label: str) -> None:
    sources = sorted(counts, reverse=True)
    present = [kind for kind in kinds if any(kind in row for row in counts.values())]
    left = [0] * len(sources)
    for position, kind in enumerate(present):
        widths = [counts[source].get(kind, 0) for source in sources]
        colour = UNKNOWN_COLOUR if kind == "unknown" else COLOURS[position % len(COLOURS)]
        hatch = "//" if position >= len(COLOURS) else None
        axes.barh(sources, widths, left=left, label=kind, color=colour, hatch=hatch)  # type: ignore[attr-defined]
        left = [a + b for a, b in zip(left, widths, strict=True)]
    axes.set_title(label, loc="left", fontsize=10)  # type: ignore[attr-defined]
    axes.spines[["top", "right"]].set_visible(False)  # type: ignore[attr-defined]
    if present:
        axes.legend(fontsize=7, frameon=False, loc="upper left", bbox_to_anchor=(1.0, 1.0))  # type: ignore[attr-defined]
