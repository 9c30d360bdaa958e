"""MinHash signatures (Broder 1997) of the shingles from `shingling`, and their bands.

Each hash function's value for a text is the smallest hash of the text's shingles. The probability that two texts
have the same value is the Jaccard similarity of their sets of shingles. Each function is multiply-shift, (a·x + b)
mod 2⁶⁴, upper half (Dietzfelbinger 1996). A stored index depends on the numbers a and b; a test pins them.
"""

from __future__ import annotations

import hashlib
from functools import cache

import numpy as np

from pipelines.corpus.duplicates.ragged import U32, U64, Ragged

HASHES = 32
BANDS = 8
"""Eight bands of four values: two texts share a band with probability 1 - (1 - J⁴)⁸, which is .985 at J = .8. Pairs
that share no band are found by their anchors (see `anchors`), so more bands would gain nothing.
"""


def signatures(shingles: Ragged) -> U32:
    """The signature of each text from its shingles, in HASHES columns; zeros for a text without shingles."""
    found = np.zeros((len(shingles), HASHES), np.uint32)
    filled = shingles.counts > 0
    if filled.any():
        first = shingles.offsets[:-1][filled]
        values = shingles.values.astype(np.uint64)
        hashed = np.empty_like(values)
        columns = np.empty((HASHES, len(first)), np.uint64)
        for column, (factor, term) in zip(columns, _functions(), strict=True):
            np.multiply(values, factor, out=hashed)
            np.add(hashed, term, out=hashed)
            np.minimum.reduceat(hashed, first, out=column)
        found[filled] = (columns >> np.uint64(32)).T
    return found


@cache
def _functions() -> list[tuple[np.uint64, np.uint64]]:
    """The numbers a and b of each hash function: bytes of the SHA-256 of its number; a is odd."""
    digests = (hashlib.sha256(f"minhash {number}".encode()).digest() for number in range(HASHES))
    pairs = (np.frombuffer(digest[:16], "<u8") for digest in digests)
    return [(np.uint64(factor | np.uint64(1)), np.uint64(term)) for factor, term in pairs]


def band_keys(signature: U32, band: int) -> U64:
    """The key of one band of each signature; it starts with the band's number. Equal keys: two texts agree on the whole
    band.
    """
    rows = HASHES // BANDS
    key = np.full(len(signature), band, np.uint64)
    for part in np.asarray(signature[:, band * rows : (band + 1) * rows]).T:
        key = (key ^ part) * np.uint64(0x9E3779B97F4A7C15)
        key ^= key >> np.uint64(29)
    return (np.uint64(band) << np.uint64(60)) | (key >> np.uint64(4))
