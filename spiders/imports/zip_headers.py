"""The files in a zip file that is cut off, from the local header of each. The directory at the end is missing.

https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT, 4.3.7 and 4.3.9.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from typing import BinaryIO, NamedTuple

HEADER = struct.Struct("<4s5H3I2H")
MAGIC, DESCRIPTOR, ANY = b"PK\x03\x04", b"PK\x07\x08", b"PK"
ENCRYPTED, SIZE_BEHIND, UTF_8 = 1, 8, 0x800
IN_EXTRA = 0xFFFFFFFF
ZIP64 = 1
DESCRIPTORS = (struct.Struct("<4s3I"), struct.Struct("<4sI2Q"))
"""Data descriptors after a file of initially unknown size: signature, checksum and two sizes of four or eight bytes."""
MAX_DESCRIPTOR_BYTES = DESCRIPTORS[1].size + len(ANY)
SCAN = 1 << 20


class Member(NamedTuple):
    """A file inside: the start and number of its bytes, and its compression method (`zipfile.ZIP_STORED`, …)."""

    name: str
    start: int
    size: int
    method: int


def members_of(file: BinaryIO) -> Iterator[Member]:
    """The files from the start, as long as header follows header; the last may be cut off. Encrypted files are left out."""
    length = file.seek(0, 2)
    at = 0
    while at + HEADER.size <= length:
        file.seek(at)
        magic, _, flags, method, _, _, _, packed, _, name_bytes, extra_bytes = HEADER.unpack(file.read(HEADER.size))
        name, extra = file.read(name_bytes), file.read(extra_bytes)
        if magic != MAGIC or len(extra) < extra_bytes:
            return
        start = at + HEADER.size + name_bytes + extra_bytes
        if packed == IN_EXTRA:
            packed = _size_in(extra)
        at = start + packed
        if flags & SIZE_BEHIND and not packed:
            end, at = _end_of(file, start, length)
            packed = end - start
        if not flags & ENCRYPTED:
            text = name.decode("utf-8" if flags & UTF_8 else "cp437", "replace")
            yield Member(text, start, max(0, min(packed, length - start)), method)


def _size_in(extra: bytes) -> int:
    """The packed size in a ZIP64 field; 0 if there is none."""
    at = 0
    while at + 4 <= len(extra):
        kind, size = struct.unpack_from("<HH", extra, at)
        if kind == ZIP64 and size >= 16 and at + 20 <= len(extra):
            return int(struct.unpack_from("<Q", extra, at + 12)[0])
        at += 4 + size
    return 0


def _descriptor_bytes(head: bytes, packed: int) -> int:
    """The length of the data descriptor of a file with this packed size; 0 if the bytes are not its descriptor.

    Example of other bytes: the descriptor in a zip file inside.
    """
    for form in DESCRIPTORS:
        if (
            len(head) >= form.size
            and head[form.size :][: len(ANY)] in (ANY, b"")
            and form.unpack_from(head)[2] == packed
        ):
            return form.size
    return 0


def _end_of(file: BinaryIO, start: int, length: int) -> tuple[int, int]:
    """The end of a file of unknown size, and the start of the next header; the end of the data if neither is found."""
    base, window = start, b""
    file.seek(start)
    while data := file.read(SCAN):
        window += data
        here = window.find(DESCRIPTOR)
        while here >= 0:
            file.seek(base + here)
            if size := _descriptor_bytes(file.read(MAX_DESCRIPTOR_BYTES), base + here - start):
                return base + here, base + here + size
            here = window.find(DESCRIPTOR, here + 1)
        keep = len(DESCRIPTOR) - 1
        base, window = base + len(window) - keep, window[-keep:]
        file.seek(base + keep)
    return length, length
