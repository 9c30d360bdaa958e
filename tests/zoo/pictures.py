"""Pictures and files for stories: small PNGs and a PDF made here, so that the zoo needs no others."""

from __future__ import annotations

import random
import struct
import zlib

WIDTH, HEIGHT = 640, 400


def png(key: str) -> bytes:
    """A picture of coloured bands, the same for the same key."""
    draw = random.Random(key)
    bands = [bytes(draw.randrange(256) for _ in range(3)) * WIDTH for _ in range(8)]
    rows = b"".join(b"\0" + bands[y * len(bands) // HEIGHT] for y in range(HEIGHT))
    header = struct.pack(">IIBBBBB", WIDTH, HEIGHT, 8, 2, 0, 0, 0)
    parts = ((b"IHDR", header), (b"IDAT", zlib.compress(rows)), (b"IEND", b""))
    chunks = (struct.pack(">I", len(d)) + n + d + struct.pack(">I", zlib.crc32(n + d)) for n, d in parts)
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)


def pdf(title: str) -> bytes:
    """A PDF of one empty page."""
    body = b"1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj "
    return (
        b"%PDF-1.4\n%"
        + title.encode("ascii", "ignore")
        + b"\n"
        + body
        + b"3 0 obj<</Type/Page/Parent 2 0 R>>endobj\n%%EOF\n"
    )
