"""MinHash signatures of word 5-shingles (Broder 1997), by Daft, and their bands.

Daft's `minhash` takes normal forms: words separated by single spaces. Its hash function is named here and its values
are pinned by a test, since a stored index outlives the library's default.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import numpy as np
import pyarrow as pa

from pipelines.duplicates.normalise import SHINGLE_WORDS
from pipelines.duplicates.ragged import I64, U32, U64

HASHES = 32
SEED = 1
HASH_FUNCTION: Literal["murmurhash3"] = "murmurhash3"
BANDS = 8
"""Eight bands of four: two texts share one with probability 1 - (1 - J⁴)⁸, .985 at J = .8. What is missed is found by its
anchors (see `anchors`), so that more would buy nothing."""


def signatures(forms: Sequence[str]) -> U32:
    """The signature of each normal form, HASHES columns; zeros for a text without words, which Daft never sees."""
    from daft import Series

    found = np.zeros((len(forms), HASHES), np.uint32)
    encoded = [form.encode() for form in forms]
    sizes = np.array([len(form) for form in encoded], np.int64)
    filled = sizes > 0
    if filled.any():
        series = Series.from_arrow(_strings(b"".join(encoded), sizes[filled]))
        hashed = series.minhash(HASHES, SHINGLE_WORDS, SEED, HASH_FUNCTION).to_arrow()
        found[filled] = np.asarray(hashed.flatten()).reshape(-1, HASHES)
    return found


def _strings(text: bytes, sizes: I64) -> pa.LargeStringArray:
    """`text` cut into strings of so many bytes each, without a copy."""
    offsets = np.zeros(len(sizes) + 1, np.int64)
    np.cumsum(sizes, out=offsets[1:])
    return pa.LargeStringArray.from_buffers(len(sizes), pa.py_buffer(offsets), pa.py_buffer(text))


def band_keys(signature: U32, band: int) -> U64:
    """The key of one band in each row, led by the band's number: equal keys mean that two texts agree on the whole band."""
    rows = HASHES // BANDS
    key = np.full(len(signature), band, np.uint64)
    for part in np.asarray(signature[:, band * rows : (band + 1) * rows]).T:
        key = (key ^ part) * np.uint64(0x9E3779B97F4A7C15)
        key ^= key >> np.uint64(29)
    return (np.uint64(band) << np.uint64(60)) | (key >> np.uint64(4))
