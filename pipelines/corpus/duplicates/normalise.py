"""Normalisation of texts for duplicates: NFKC, case folded, only letters and digits.

Scripts written without spaces are cut into characters, so that the same shingles work for every language.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from typing import Any

import numpy as np
import numpy.typing as npt

SHINGLE_WORDS = 5
"""Words in a shingle."""

INVISIBLE = (0x00AD, 0x034F, 0x061C, 0x180E, *range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x2070),
             *range(0xFE00, 0xFE10), 0xFEFF, *range(0xE0000, 0xE0200))  # fmt: skip
"""Soft hyphen, zero-width, bidi, variation and tag characters. A reader does not see them, so they are not part of a
word.
"""

UNSPACED = ((0x0E00, 0x0EFF), (0x1000, 0x109F), (0x1780, 0x17FF), (0x3005, 0x3007), (0x3040, 0x30FF), (0x31F0, 0x31FF),
            (0x3400, 0x4DBF), (0x4E00, 0x9FFF), (0xF900, 0xFAFF), (0x20000, 0x3FFFF))  # fmt: skip
"""Thai, Lao, Burmese, Khmer, kana and Han: scripts written without spaces between words."""

_SPACE, _LINE = 32, 10
_DROP, _ALONE, _IN_CONTEXT = 1, 2, 3
"""Codes in the character tables; any other entry is the replacement character."""
BY_THEMSELVES = 0x2200
"""Characters below this code point are tested one by one: alphabets are in this range."""


def normal_lines(texts: Iterable[str]) -> str:
    r"""The normal form of each text, one text a line.

    >>> normal_lines(["The PM’s ﬁrst “No”: 1,000 jobs!", "東京で 会議"])
    'the pm s first no 1 000 jobs\n東 京 で 会 議'
    """
    lines = [text.replace("\n", " ") for text in texts]
    joined = "\n".join(lines)
    if joined.isascii():
        letters = np.frombuffer(ascii_letters(joined.encode("ascii")), np.uint8)
        return str(_squeeze(letters).tobytes(), "ascii")
    points = _points(joined.replace("ß", "ss"))
    mapped = _folded()[points]
    places = np.flatnonzero(mapped == _IN_CONTEXT)
    if not len(places):
        return _written(mapped, points)
    contextual = set(np.searchsorted(np.flatnonzero(points == _LINE), places).tolist())
    in_context = iter(_normalised("\n".join(lines[row] for row in sorted(contextual))).split("\n"))
    alone = iter(normal_lines(line for row, line in enumerate(lines) if row not in contextual).split("\n"))
    return "\n".join(next(in_context if row in contextual else alone) for row in range(len(lines)))


def _normalised(joined: str) -> str:
    points = _points(unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", joined).casefold()))
    return _written(_table()[points], points)


def _written(mapped: npt.NDArray[np.uint32], points: npt.NDArray[np.uint32]) -> str:
    return _squeeze(_set_apart(mapped, points)).tobytes().decode("utf-32-le", "surrogatepass")


def _points(text: str) -> npt.NDArray[np.uint32]:
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)


def ascii_letters(text: bytes) -> bytes:
    """Words of ASCII texts in lower case, one text a line; each other character except a line break becomes a space.

    >>> ascii_letters(b"No: 1,000 jobs!")
    b'no  1 000 jobs '
    """
    return text.translate(_ascii_table())


def _set_apart(mapped: npt.NDArray[np.uint32], points: npt.NDArray[np.uint32]) -> npt.NDArray[np.uint32]:
    """Drop invisible characters and put spaces around characters that are words by themselves."""
    alone = mapped == _ALONE
    if alone.any():
        spread = np.full((len(points), 3), _SPACE, np.uint32)
        spread[:, 1] = np.where(alone, points, mapped)
        kept = np.ones((len(points), 3), bool)
        kept[:, 0] = kept[:, 2] = alone
        mapped = spread[kept]
    visible: npt.NDArray[np.uint32] = mapped[mapped != _DROP]
    return visible


def _squeeze(points: npt.NDArray[Any]) -> npt.NDArray[Any]:
    """One space between words, none at either end of a line."""
    kept = points != _SPACE
    kept[1:] |= points[:-1] > _SPACE
    points = points[kept]
    ends = np.flatnonzero(points == _LINE) - 1
    if len(points) and points[-1] == _SPACE:
        ends = np.append(ends, len(points) - 1)
    ends = ends[ends >= 0]
    ends = ends[points[ends] == _SPACE]
    return np.delete(points, ends) if len(ends) else points


@lru_cache(maxsize=1)
def _ascii_table() -> bytes:
    """The ASCII part of the table, with lower case for capitals. The whole table takes a tenth of a second to make."""
    kept = (chr(point).lower() if chr(point).isalnum() or point == _LINE else " " for point in range(128))
    return "".join(kept).encode("ascii").ljust(256)


@lru_cache(maxsize=1)
def _table() -> npt.NDArray[np.uint32]:
    """The table entry of every code point: itself for letters, digits and marks, otherwise a space or a code."""
    table = np.arange(0x110000, dtype=np.uint32)
    word = [unicodedata.category(chr(point))[0] in "LNM" for point in range(0x20000)]
    table[:0x20000][~np.array(word)] = _SPACE
    table[0x40000:] = _SPACE
    table[_LINE] = _LINE
    for first, last in UNSPACED:
        table[first : last + 1] = _ALONE
    for first, last in (
        (0x0E3F, 0x0E3F),
        (0x0E4F, 0x0E4F),
        (0x0E5A, 0x0E5B),
        (0x104A, 0x104F),
        (0x17D4, 0x17DB),
        (0x30FB, 0x30FB),
    ):
        table[first : last + 1] = _SPACE
    table[list(INVISIBLE)] = _DROP
    return table


@lru_cache(maxsize=1)
def _folded() -> npt.NDArray[np.uint32]:
    """The entries of `_table` for the normal form of each character, if this form does not depend on its neighbours.

    Marks and jamo join the character before them, and `ﬁ` or `½` become several characters. Texts with such
    characters are normalised as a whole.
    """
    table = np.full(0x110000, _IN_CONTEXT, np.uint32)
    for point in range(BY_THEMSELVES):
        table[point] = _by_itself(chr(point))
    for first, last in ((0x3041, 0x3096), (0x30A1, 0x30FA), (0x4E00, 0x9FFF), (0xAC00, 0xD7A3)):
        table[first : last + 1] = _table()[first : last + 1]
    return table


def _by_itself(character: str) -> int:
    if unicodedata.category(character)[0] == "M" or 0x1100 <= ord(character) <= 0x11FF:
        return _IN_CONTEXT
    normal = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", character).casefold())
    entries = {int(_table()[ord(each)]) for each in normal}
    if entries == {_SPACE}:
        return _SPACE
    joins = unicodedata.category(normal[0])[0] == "M" or (_ALONE in entries and normal != character)
    return _IN_CONTEXT if len(normal) > 1 or joins else entries.pop()
