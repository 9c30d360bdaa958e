"""One byte for each word of many texts, made of its first letters: equal words of normal forms have equal bytes.

Words are those of `pipelines.corpus.duplicates.normalise`. Texts in ASCII, most of all bytes there
are, are read as Arrow holds them.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from pipelines.corpus.duplicates.normalise import normal_lines
from pipelines.corpus.duplicates.ragged import I64, U8

Mask = npt.NDArray[np.bool_]
_SPACE, _LINE = 32, 10


def word_bytes(texts: pa.Array) -> Iterator[tuple[Mask, U8, I64]]:
    """Texts in ASCII, and the others: (which of the texts, the bytes of their words one after the other, how many each has)."""
    for part, letters, bounds in _normal_forms(texts):
        is_letter = letters != 0
        starts = np.flatnonzero(is_letter[1:] > is_letter[:-1])
        starts += 1
        if len(letters) and is_letter[0]:
            starts = np.concatenate(([0], starts))
        yield part, _beginnings(letters, is_letter).take(starts), np.diff(np.searchsorted(starts, bounds))


def _normal_forms(texts: pa.Array) -> Iterator[tuple[Mask, U8, I64]]:
    """Which of the texts, letters of their words with zeros in between, and where each text begins and the last ends."""
    lines = pc.binary_join_element_wise(texts, "", "\n")
    written = _bytes_of(lines)
    simple = np.ones(len(texts), bool)
    if written.max(initial=0) > 127:
        is_ascii = pc.string_is_ascii(texts)
        simple = is_ascii.to_numpy(zero_copy_only=False)
        lines = lines.filter(is_ascii)
        written = _bytes_of(lines)
        rest = normal_lines(texts.filter(pc.invert(is_ascii)).to_pylist())
        letters = np.frombuffer(f"{rest}\n".encode("utf-8", "surrogatepass"), np.uint8)
        ends = np.flatnonzero(letters == _LINE) + 1
        yield ~simple, letters * (letters > _SPACE), np.concatenate(([0], ends))
    if len(lines):
        offsets = np.frombuffer(lines.buffers()[1], np.int32)[lines.offset : lines.offset + len(lines) + 1]
        yield simple, _ascii_letters(written), (offsets - offsets[0]).astype(np.int64)


def _bytes_of(lines: pa.Array) -> U8:
    offsets = np.frombuffer(lines.buffers()[1], np.int32)
    return np.frombuffer(lines.buffers()[2], np.uint8)[offsets[lines.offset] : offsets[lines.offset + len(lines)]]


def _ascii_letters(written: U8) -> U8:
    """Letters in lower case and digits; zero for all else."""
    lower = written | np.uint8(32)
    is_letter = (lower - np.uint8(97)) < 26
    is_letter |= (written - np.uint8(48)) < 10
    lower *= is_letter
    return lower


def _beginnings(letters: U8, is_letter: Mask) -> U8:
    """At each place one byte made of the letters that follow each other there, four at most."""
    pairs = letters.copy()
    pairs[:-1] += letters[1:] * np.uint8(29)
    pairs *= is_letter
    are_two = is_letter[:-2] & is_letter[1:-1]
    pairs[:-2] += pairs[2:] * are_two * np.uint8(83)
    pairs *= np.uint8(167)
    return pairs
