"""Confidence: the share of development pages whose day was right, for two kinds of rules and each state of agreement.

Rules of a kind share their pages: single ones have too few, and what tells them apart is which collection they come from.

The table is written by `tests/benchmarks/dates_calibration.py --write`; it is data, not code.
"""

from __future__ import annotations

import json
from functools import cache
from importlib import resources

UNMEASURED = 0.5
STATED = frozenset(("article-data", "article-meta", "microdata", "page-data", "feed", "news-sitemap"))
"""Rules for fields that say they are the publication, which a system fills with it or stamps anew.

All others are `read`: what stands on the page, and what machines state without saying of what (`other-meta`, `script-data`).
"""


@cache
def table() -> dict[str, dict[str, float]]:
    """Kind of rule to state (`agreement.state_of`) to the measured share of right days; of divided ones there are too few."""
    text = resources.files("pipelines.dates.judge").joinpath("calibration.json").read_text(encoding="utf-8")
    measured: dict[str, dict[str, float]] = json.loads(text)["confidence"]
    return measured


def in_hundredths(probability: float) -> str:
    """Format a confidence with two decimals, rounded down: what nothing confirms (0.949) never looks as sure as 0.95.

    >>> in_hundredths(0.871), in_hundredths(0.949), in_hundredths(0.29), in_hundredths(0.997)
    ('0.87', '0.94', '0.29', '0.99')
    """
    return f"{round(probability * 1000) // 10 / 100:.2f}"


def kind_of(rule: str) -> str:
    """`stated` for a field of the publication, `read` for what stands on a page, in its address, in a list or an unnamed field.

    When something was created (`created-data`) no page has measured, so that it stays a guess.
    """
    return "stated" if rule in STATED else "created" if rule == "created-data" else "read"


def confidence(rule: str, state: str) -> float:
    """The probability that the day is right when `rule` decided in `state`."""
    return table().get(kind_of(rule), {}).get(state, UNMEASURED)
