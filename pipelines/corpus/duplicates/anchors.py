"""Anchors: a small set of a text's shingles, chosen so that any passage copied from the text can be found.

The method is winnowing (Schleimer, Wilkerson, Aiken 2003): the smallest hash of every run of WINDOW shingles. Two
texts that share a passage of WINDOW + 4 words share an anchor, however long they are. About one shingle in nine is
an anchor.
"""

from __future__ import annotations

import numpy as np

from pipelines.corpus.duplicates.ragged import U32, Ragged, spread

WINDOW = 16


def anchors(shingles: Ragged) -> Ragged:
    """The anchors of each text, from its shingle hashes in reading order."""
    hashes, per_row, first = shingles.values, shingles.counts, shingles.offsets[:-1]
    if len(hashes) == 0:
        return shingles
    least = _least_ahead(hashes)
    tails = np.minimum(per_row, WINDOW - 1)
    least[spread(first + per_row - tails, tails)] = 0
    chosen = hashes == _greatest_behind(least)
    for row in np.flatnonzero((per_row > 0) & (per_row < WINDOW)):
        part = slice(first[row], first[row] + per_row[row])
        chosen[part] = hashes[part] == hashes[part].min()
    places = np.flatnonzero(chosen)
    rows = np.searchsorted(shingles.offsets, places, "right") - 1
    return Ragged.sets(hashes[places], rows, len(shingles))


def _least_ahead(hashes: U32) -> U32:
    """For each position, the smallest of the WINDOW values that start there."""
    least = hashes.copy()
    step = 1
    while step < WINDOW:
        if len(least) > step:
            least[:-step] = np.minimum(least[:-step], least[step:])
        step *= 2
    return least


def _greatest_behind(least: U32) -> U32:
    """For each position, the greatest of the WINDOW values that end there."""
    greatest = least.copy()
    step = 1
    while step < WINDOW:
        if len(greatest) > step:
            greatest[step:] = np.maximum(greatest[step:], greatest[:-step])
        step *= 2
    return greatest
