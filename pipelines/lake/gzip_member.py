"""A gzip member of a WARC file, inflated as a whole, so that its CRC vouches for every byte: head, headers and body."""

from __future__ import annotations

import zlib
from typing import BinaryIO

CHUNK = 1 << 16
MAX_BYTES = 256 << 20
"""Inflated bytes of a record at which reading stops; crawls and imports write smaller ones."""


class Torn(ValueError):  # noqa: N818 -- an outcome of reading
    """A member is cut off, or its bytes are not those that were written."""


def member(file: BinaryIO, offset: int) -> tuple[bytes, int]:
    """The inflated bytes of the member at `offset`, and the offset of the next one. Raises Torn."""
    file.seek(offset)
    inflater = zlib.decompressobj(zlib.MAX_WBITS | 16)
    parts: list[bytes] = []
    size = read = 0
    try:
        while not inflater.eof:
            chunk = inflater.unconsumed_tail or file.read(CHUNK)
            if not chunk:
                raise Torn(f"the record at {offset} is cut off")
            read += 0 if inflater.unconsumed_tail else len(chunk)
            parts.append(inflater.decompress(chunk, MAX_BYTES - size + 1))
            size += len(parts[-1])
            if size > MAX_BYTES:
                raise Torn(f"the record at {offset} has more than {MAX_BYTES} bytes")
    except zlib.error as error:
        raise Torn(f"the record at {offset} is damaged: {error}") from error
    return b"".join(parts), offset + read - len(inflater.unused_data)
