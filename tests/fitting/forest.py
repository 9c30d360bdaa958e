"""Gradient boosting of small trees in whole numbers: the same rows give the same trees on every machine.

Gradients are rounded to 1/65536 and scores to 1/256, so that sums are exact in whatever order they are added; the table of the
logistic function is made with `decimal`, whose `exp` is the same everywhere. Of equal splits the first counts.
"""

from __future__ import annotations

from decimal import Decimal

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
ONE, UNIT, EDGE = 1 << 16, 256, 8 * 256
"""Probability 1, score 1, and the largest score of the table."""
BINS = 16
PRIOR = 1
"""Pages with probability .5 that a leaf counts besides its own."""
NEVER = 999
"""A threshold that no number passes: a question that parts nothing."""
Tree = tuple[list[tuple[int, int]], list[int]]


def logistic() -> Ints:
    """Probabilities of the scores from -EDGE to EDGE."""
    odds = ((Decimal(-score) / UNIT).exp() for score in range(-EDGE, EDGE + 1))
    return np.array([int((ONE / (1 + one)).to_integral_value()) for one in odds], dtype=np.int64)


def cuts(x: Ints) -> list[Ints]:
    """Thresholds of each feature: its values, or where they are many, BINS - 1 of them, equally many rows apart."""
    found = []
    for column in x.T:
        values = np.unique(column)[:-1]
        if len(values) >= BINS:
            ranked = np.sort(column)
            values = np.unique(ranked[[len(ranked) * k // BINS for k in range(1, BINS)]])
            values = values[values < ranked[-1]]
        found.append(values)
    return found


def fit(x: Ints, y: Ints, w: Ints, *, rounds: int, depth: int, rate: float, least: int) -> tuple[int, list[Tree]]:
    """A score to begin with and trees. `w`: weights of rows; `rate`: of a step; `least`: of the weight in a leaf, in eighths."""
    thresholds, table, rows = cuts(x), logistic(), np.arange(len(x))
    bins = np.stack([np.searchsorted(cut, column) for cut, column in zip(thresholds, x.T, strict=True)], 1)
    codes = bins + np.arange(x.shape[1]) * BINS
    right = int((w * y).sum())
    base = round(UNIT * float(np.log(right / (int(w.sum()) - right))))
    score = np.full(len(x), base, dtype=np.int64)
    trees: list[Tree] = []
    for _ in range(rounds):
        p = table[np.clip(score, -EDGE, EDGE) + EDGE]
        g, h = (y * ONE - p) * w, (p * (ONE - p) >> 16) * w
        node = np.zeros(len(x), dtype=np.int64)
        asked: list[tuple[int, int]] = []
        for level in range(depth):
            feature, bin_ = best_splits(codes, node, g, h, 1 << level, least)
            asked += [
                (int(f), int(thresholds[f][b]) if b < len(thresholds[f]) else NEVER)
                for f, b in zip(feature, bin_, strict=True)
            ]
            node = 2 * node + (bins[rows, feature[node]] > bin_[node])
        sums = [np.bincount(node, weights=one, minlength=1 << depth) for one in (g, h)]
        leaves = np.rint(rate * UNIT * sums[0] / (sums[1] + PRIOR * ONE)).astype(np.int64)
        score += leaves[node]
        trees.append((asked, leaves.tolist()))
    return base, trees


def best_splits(codes: Ints, node: Ints, g: Ints, h: Ints, nodes: int, least: int) -> tuple[Ints, Ints]:
    """The feature and the bin that part each node best; BINS as bin where nothing does."""
    width = codes.shape[1] * BINS
    moving = h * 2000 > ONE  # rows whose answer is settled find no split
    index = (codes[moving] + (node[moving] * width)[:, None]).ravel()
    shape = (nodes, codes.shape[1], BINS)
    low, weight = (
        np.bincount(index, weights=np.repeat(one[moving], codes.shape[1]), minlength=nodes * width)
        .reshape(shape)
        .cumsum(2)
        for one in (g, h)
    )
    whole, whole_weight = low[:, :, -1:], weight[:, :, -1:]
    prior = PRIOR * ONE
    gain = low**2 / (weight + prior) + (whole - low) ** 2 / (whole_weight - weight + prior)
    gain -= whole**2 / (whole_weight + prior)
    gain[np.minimum(weight, whole_weight - weight) < least * ONE / 8] = -1
    flat = gain.reshape(nodes, -1)
    best = flat.argmax(1)
    parts = flat[np.arange(nodes), best] > 0
    return np.where(parts, best // BINS, 0), np.where(parts, best % BINS, BINS)


def scores(model: tuple[int, list[Tree]], x: Ints) -> Ints:
    """The scores of rows."""
    base, trees = model
    total = np.full(len(x), base, dtype=np.int64)
    rows = np.arange(len(x))
    for asked, leaves in trees:
        features, thresholds = (np.array(column) for column in zip(*asked, strict=True))
        at = np.zeros(len(x), dtype=np.int64)
        while at[0] < len(asked):
            at = 2 * at + 1 + (x[rows, features[at]] > thresholds[at])
        total += np.array(leaves)[at - len(asked)]
    return total
