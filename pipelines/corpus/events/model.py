"""The model of a pair of stories: the log-odds that both report the same event, from their sketches and days.

Fitted by `python -m tests.fitting.events` on sets of stories with known events, each left out once (record 089). 0 is the
threshold: groups of stories become one event where the mean log-odds of their pairs are above it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from pipelines.corpus.events.sketch import Bulk, Sketch, bulk, cosines, key_cosines

WINDOW_DAYS = 60
"""Stories that were certainly published further apart do not report the same event."""
FADE_DAYS, MAX_FADE = 14, 2.0
"""After so many days between two stories the odds are 1/e of those on one day; the loss of log-odds at most."""
COSINES = (5.14, 4.7, 4.07, 2.87)
"""Weights of the square roots of the cosines: all terms, names, lead, head."""
LENGTH = -0.663
"""Weight of ln(words) of the shorter story: long texts have more words in common by chance."""
CONSTANT = -3.25
KEY_COSINE, KEY_CONSTANT = 18.0, -9.9
"""The same for stories in two languages, of which only names and numbers are compared."""
MIN_KEYS = 4
"""Names and numbers that two stories in different languages must share."""
MIN_TERMS = 5
"""Terms of a story below which only a copy belongs to its event: a headline of three words may be anything."""
APART = -1.2
"""Log-odds of a pair that shares little or nothing: all pairs that are not above 0 count so."""
SAME_SOURCE = 2.0
"""Log-odds that two stories of one source lose: they share its words and forms."""
COPY = 6.0
"""Log-odds of two copies of one text."""
SERIES_HEAD = 0.8
"""Cosine of two headlines of one source from which, on two days, they are a series such as the daily weather."""


@dataclass(frozen=True, slots=True)
class Story:
    """A story to be compared: the first and last possible day of its publication as ordinals, and its sketch.

    `seen` is when it was first captured and `night` the night of that, both in any unit. `source` and `cluster` are "" where
    they are unknown.
    """

    id: str
    first_day: int
    last_day: int
    sketch: Sketch
    source: str = ""
    cluster: str = ""
    seen: int = 0
    night: int = 0


def apart(one: Sequence[int], other: Sequence[int]) -> int:
    """Days that certainly lie between two publications, of each the first and the last possible day; 0 if both may be on one.

    >>> apart((7, 7), (1, 3))
    4
    """
    return max(one[0] - other[1], other[0] - one[1], 0)


def log_odds(one: Story, others: Sequence[Story]) -> npt.NDArray[np.float64]:
    """The log-odds of a story with each other one, no copy of it, from APART up. Both directions give the same bits."""
    if not others:
        return np.empty(0)
    many = bulk([other.sketch for other in others])
    parts = cosines(one.sketch, many)
    days = np.array([apart((one.first_day, one.last_day), (other.first_day, other.last_day)) for other in others])
    words = np.log(np.maximum(1, np.minimum(one.sketch.words, [other.sketch.words for other in others])))
    odds = LENGTH * words + CONSTANT
    for weight, cosine in zip(COSINES, np.sqrt(parts).T, strict=True):
        odds += weight * cosine
    abroad = np.array([_in_two_languages(one, other) for other in others])
    if abroad.any():
        odds = np.where(abroad, _by_names(one, many), odds)
    odds -= np.minimum(days / FADE_DAYS, MAX_FADE)
    same_source = np.array([one.source == other.source != "" for other in others])
    odds -= SAME_SOURCE * same_source
    series = same_source & (days > 0) & (parts[:, 3] >= SERIES_HEAD)
    too_short = np.minimum(len(one.sketch.hashes), [len(other.sketch.hashes) for other in others]) < MIN_TERMS
    return np.maximum(np.where(series | too_short | (days > WINDOW_DAYS), APART, odds), APART)


def _by_names(one: Story, many: Bulk) -> npt.NDArray[np.float64]:
    cosine, common = key_cosines(one.sketch, many)
    return np.where(common >= MIN_KEYS, KEY_COSINE * np.sqrt(cosine) + KEY_CONSTANT, APART)


def _in_two_languages(one: Story, other: Story) -> bool:
    return one.sketch.language != other.sketch.language and "" not in (one.sketch.language, other.sketch.language)
