"""Holds a lake against the truth of the demo web, figure by figure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from pipelines.lake.delta import Lake
from tests.demo.figures.copies import copy_figures
from tests.demo.figures.crawl import crawl_figures
from tests.demo.figures.dates import date_figures
from tests.demo.figures.events import event_figures
from tests.demo.figures.figure import Figure
from tests.demo.figures.stories import story_figures
from tests.demo.figures.view import View

__all__ = ["Figure", "compare", "table"]


def compare(lake: Lake, truth: dict[str, Any], nights: Iterable[date]) -> dict[str, Figure]:
    """Every figure of a lake that was built from the demo web on these nights; `truth` is `tests.demo.truth`'s.

    A figure counts only what it can judge: `day_right` is over the stories found, `found` over all there are.
    """
    view = View(lake, truth, tuple(sorted(nights)))
    return crawl_figures(view) | story_figures(view) | date_figures(view) | copy_figures(view) | event_figures(view)


def table(figures: Mapping[str, Figure], misses: int = 3) -> str:
    """The figures for people: a line each, with the first few misses."""
    lines = []
    for name, figure in figures.items():
        shown = "" if figure.perfect else "   " + " | ".join(figure.misses[:misses])
        lines.append(f"{name:<28}{figure.got:>9g} of {figure.of:<6}{shown}")
    return "\n".join(lines)
