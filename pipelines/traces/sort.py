"""Sort: stretches of a counter where dates are as frequent as chance makes them, so that its stories may be of one sort. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from math import log

import numpy as np

LEAST_UNLIKE = 8.0
"""Twice the logarithm of the likelihood that a cut in two gains."""


def of_one_sort(dated: Sequence[bool], at: int) -> tuple[int, int, bool]:
    """The first and the last place of the stretch around a place, and whether dates are rarer there than beside it."""
    first, end, thin = 0, len(dated), False
    flags = np.array(dated, float)
    while (cut := _cut(flags[first:end])) is not None:
        part = (first, first + cut) if at < first + cut else (first + cut, end)
        thin = thin or flags[slice(*part)].mean() < flags[first:end].mean()
        first, end = part
    return first, end - 1, bool(thin)


def _cut(flags: np.ndarray) -> int | None:
    count = len(flags)
    if count < 2:
        return None
    upto = np.cumsum(flags)
    places = np.arange(1, count)
    gain = 2 * (
        _likely(upto[:-1], places) + _likely(upto[-1] - upto[:-1], count - places) - _likely(upto[-1:], np.array([count]))
    )
    best = int(gain.argmax())
    return best + 1 if gain[best] > LEAST_UNLIKE else None


def _likely(dated: np.ndarray, every: np.ndarray) -> np.ndarray:
    share = np.clip(dated / every, 1e-12, 1 - 1e-12)
    return dated * np.log(share) + (every - dated) * np.log(1 - share)
