"""The dictionary at the head of a `.warc.zst` file: https://iipc.github.io/warc-specifications/specifications/warc-zstd.

It stands in a skippable frame, as it is or itself compressed with zstd. Archive Team's files of the web are all written so.
"""

from __future__ import annotations

import struct
from typing import BinaryIO

import zstandard

DICTIONARY = b"\x5d\x2a\x4d\x18"
ZSTD = b"\x28\xb5\x2f\xfd"
LENGTH = struct.Struct("<I")
MAX_BYTES = 16 << 20
"""A dictionary, packed or not, beyond this is none: usual ones have 100 KB to 1 MB."""
MAX_WINDOW_BYTES = 1 << 27
STEP = 512


def decompressor_of(file: BinaryIO) -> zstandard.ZstdDecompressor:
    """The decompressor of a file's members, with its dictionary if it has one that can be read."""
    try:
        words = _dictionary(file)
        if words:
            return zstandard.ZstdDecompressor(zstandard.ZstdCompressionDict(words), max_window_size=MAX_WINDOW_BYTES)
    except zstandard.ZstdError:
        pass  # members that need it are damaged, and say so
    return zstandard.ZstdDecompressor(max_window_size=MAX_WINDOW_BYTES)


def _dictionary(file: BinaryIO) -> bytes:
    """The dictionary, unpacked; empty where there is none. Raises ZstdError."""
    file.seek(0)
    head = file.read(len(DICTIONARY) + LENGTH.size)
    if not head.startswith(DICTIONARY) or len(head) < len(DICTIONARY) + LENGTH.size:
        return b""
    (size,) = LENGTH.unpack_from(head, len(DICTIONARY))
    found = file.read(size) if size <= MAX_BYTES else b""
    return _unpacked(found) if found.startswith(ZSTD) else found


def _unpacked(packed: bytes) -> bytes:
    """A packed dictionary; empty where it is a bomb. Raises ZstdError."""
    inflate = zstandard.ZstdDecompressor(max_window_size=MAX_WINDOW_BYTES).decompressobj()
    found = bytearray()
    for start in range(0, len(packed), STEP):
        found += inflate.decompress(packed[start : start + STEP])
        if len(found) > MAX_BYTES:
            return b""
        if inflate.eof:
            break
    return bytes(found)
