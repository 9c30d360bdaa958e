"""Anchors: the few shingles of a text by which any passage taken from it can be found again.

Winnowing (Schleimer, Wilkerson, Aiken 2003): the least hash of every run of WINDOW shingles. Two texts that share a
passage of WINDOW + 4 words share an anchor, however long they are; about one shingle in nine is one.
"""

from __future__ import annotations

import numpy as np

from pipelines.duplicates.ragged import I64, U32, Ragged, spread

WINDOW = 16


def anchors(hashes: U32, rows: I64, count: int) -> Ragged:
    """The anchors of each text, from its shingle hashes in reading order and the text each belongs to."""
    if len(hashes) == 0:
        return Ragged.of(hashes, rows, count)
    per_row = np.bincount(rows, minlength=count)
    first = np.cumsum(per_row) - per_row
    least = _least_ahead(hashes)
    tails = np.minimum(per_row, WINDOW - 1)
    least[spread(first + per_row - tails, tails)] = 0
    chosen = hashes == _greatest_behind(least)
    for row in np.flatnonzero((per_row > 0) & (per_row < WINDOW)):
        part = slice(first[row], first[row] + per_row[row])
        chosen[part] = hashes[part] == hashes[part].min()
    return Ragged.sets(hashes[chosen], rows[chosen], count)


def _least_ahead(hashes: U32) -> U32:
    """At each place the least of the WINDOW values from there on."""
    least = hashes.copy()
    step = 1
    while step < WINDOW:
        if len(least) > step:
            least[:-step] = np.minimum(least[:-step], least[step:])
        step *= 2
    return least


def _greatest_behind(least: U32) -> U32:
    """At each place the greatest of the WINDOW values up to there."""
    greatest = least.copy()
    step = 1
    while step < WINDOW:
        if len(greatest) > step:
            greatest[step:] = np.maximum(greatest[step:], greatest[:-step])
        step *= 2
    return greatest
