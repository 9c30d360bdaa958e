"""The growth curve: CPU seconds of each step of the same night, against the nights that the corpus has grown for."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from growth import ordered

STORIES_A_NIGHT = 200


def plot(results: Mapping[str, Any], path: Path) -> None:
    """Draw it as PNG, and as SVG beside."""
    import matplotlib as mpl

    mpl.use("Agg")
    from matplotlib import pyplot as plt

    measured = sorted(results.values(), key=lambda figures: figures["articles"])
    nights = [figures["articles"] / STORIES_A_NIGHT for figures in measured]
    steps = ordered(measured[0]["night"]["steps"])
    layers = [[figures["night"]["steps"][step]["cpu"] for figures in measured] for step in steps]
    layers.append([figures["night"]["between"] for figures in measured])
    figure, axes = plt.subplots(figsize=(8, 4.5), layout="constrained")
    axes.stackplot(nights, layers, labels=[*steps, "between steps"], colors=plt.get_cmap("tab20").colors)
    for night, figures in zip(nights, measured, strict=True):
        total = figures["night"]["cpu"]
        axes.annotate(
            f"{figures['articles']:,} articles\n{total:.1f} s", (night, total), ha="center", va="bottom", fontsize=8
        )
    axes.set_xscale("log")
    axes.set_ylim(0, 1.25 * max(figures["night"]["cpu"] for figures in measured))
    axes.set_xlabel(f"nights of {STORIES_A_NIGHT} new stories before it")
    axes.set_ylabel("CPU seconds of the night")
    axes.set_title(
        "The same night, 20 papers with 10 new stories each and 300 known pages, as the corpus grows", fontsize=10
    )
    handles, labels = axes.get_legend_handles_labels()
    axes.legend(handles[::-1], labels[::-1], loc="center left", bbox_to_anchor=(1, 0.5), fontsize=8, frameon=False)
    for target in (path, path.with_suffix(".svg")):
        figure.savefig(target, dpi=110)
    plt.close(figure)
