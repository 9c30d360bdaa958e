"""The dictionary at the start of a `.warc.zst` file: https://iipc.github.io/warc-specifications/specifications/warc-zstd.

It is in a skippable frame, plain or compressed with zstd. All web captures of Archive Team are written so.
"""

from __future__ import annotations

import struct
from typing import BinaryIO

import zstandard

DICTIONARY = b"\x5d\x2a\x4d\x18"
ZSTD = b"\x28\xb5\x2f\xfd"
LENGTH = struct.Struct("<I")
MAX_BYTES = 16 << 20
"""Maximum bytes of a dictionary, packed or not: usual ones have 100 KB to 1 MB."""
MAX_WINDOW_BYTES = 1 << 27
STEP = 512


def decompressor_of(file: BinaryIO) -> zstandard.ZstdDecompressor:
    """The decompressor for a file's members, with the file's dictionary if it has a readable one."""
    try:
        words = _dictionary(file)
        if words:
            return zstandard.ZstdDecompressor(zstandard.ZstdCompressionDict(words), max_window_size=MAX_WINDOW_BYTES)
    except zstandard.ZstdError:
        pass  # members that need it are then reported as damaged
    return zstandard.ZstdDecompressor(max_window_size=MAX_WINDOW_BYTES)


def _dictionary(file: BinaryIO) -> bytes:
    """The unpacked dictionary; empty if there is none. Raises ZstdError."""
    file.seek(0)
    head = file.read(len(DICTIONARY) + LENGTH.size)
    if not head.startswith(DICTIONARY) or len(head) < len(DICTIONARY) + LENGTH.size:
        return b""
    (size,) = LENGTH.unpack_from(head, len(DICTIONARY))
    found = file.read(size) if size <= MAX_BYTES else b""
    return _unpacked(found) if found.startswith(ZSTD) else found


def _unpacked(packed: bytes) -> bytes:
    """Unpack a dictionary; empty if it exceeds MAX_BYTES (a zip bomb). Raises ZstdError."""
    inflate = zstandard.ZstdDecompressor(max_window_size=MAX_WINDOW_BYTES).decompressobj()
    found = bytearray()
    for start in range(0, len(packed), STEP):
        found += inflate.decompress(packed[start : start + STEP])
        if len(found) > MAX_BYTES:
            return b""
        if inflate.eof:
            break
    return bytes(found)
