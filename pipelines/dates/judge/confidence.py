"""Confidence: the share of development pages whose day was right, for each rule and state of agreement.

The table is written by `tests/benchmarks/dates_calibration.py --write`; it is data, not code.
"""

from __future__ import annotations

import json
from functools import cache
from importlib import resources

from pipelines.dates.judge.rules import LEARNED_PLACE, LISTING_LINK, TABLE_COLUMN

UNMEASURED = 0.5
MEASURED_AS = {
    LEARNED_PLACE: "byline-text",
    LISTING_LINK: "address",
    "feed": "article-meta",
    "news-sitemap": "article-meta",
    TABLE_COLUMN: "other-meta",
}
"""Rules that no development page uses, and the similar rule whose measurement they borrow.

A feed is machine-readable like a meta tag; a listing's link stands outside the page like its address; a table's column is a
date for machines of which nobody says what it is, as `<meta name="date">`. A rule that is neither
measured nor listed here gets UNMEASURED, so its date stays a guess.
"""


@cache
def table() -> dict[str, dict[str, float]]:
    """Rule to state (`agreement.state_of`) to the measured share of right days; of divided ones there are too few."""
    text = resources.files("pipelines.dates.judge").joinpath("calibration.json").read_text(encoding="utf-8")
    measured: dict[str, dict[str, float]] = json.loads(text)["confidence"]
    return measured


def in_hundredths(probability: float) -> str:
    """Format a confidence with two decimals, never above 0.99.

    >>> in_hundredths(0.871), in_hundredths(0.997)
    ('0.87', '0.99')
    """
    return f"{min(probability, 0.99):.2f}"


def confidence(rule: str, state: str) -> float:
    """The probability that the day is right when `rule` decided in `state`."""
    return table().get(MEASURED_AS.get(rule, rule), {}).get(state, UNMEASURED)
