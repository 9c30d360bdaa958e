"""Decode content codings piece by piece, up to a size limit, and report whether the stream was complete.

RFC 9110 section 8.4; zstd windows as RFC 9659 allows them.
"""

from __future__ import annotations

import sys
import zlib
from collections.abc import Callable, Iterator

import brotli  # type: ignore[import-untyped]

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

PIECE = 64 * 1024
MAX_CODINGS = 3
MAX_ZSTD_WINDOW_LOG = 23
GZIP_MAGIC = b"\x1f\x8b"


class TooLongError(ValueError):
    """The decoded body is longer than the limit."""


class NotDecodableError(ValueError):
    """The body is not in the declared coding."""


def decode(body: bytes, codings: list[str], max_bytes: int) -> tuple[bytes, bool]:
    """Decode `codings` (last applied first): the body, and True if every stream was complete.

    Raises TooLongError beyond `max_bytes`, and NotDecodableError if a coding is unknown or yields no data.

    >>> decode(zlib.compress(b"page"), ["deflate"], 100)
    (b'page', True)
    >>> decode(zlib.compress(b"page" * 1000)[:-8], ["deflate"], 10_000)[1]
    False
    """
    whole = True
    if len(codings) > MAX_CODINGS:
        raise NotDecodableError(f"{len(codings)} codings over each other")
    for coding in reversed(codings):
        body, complete = _undo(body, coding, max_bytes)
        whole = whole and complete
    return body, whole


def codings_of(values: list[bytes]) -> list[str]:
    """The codings that Content-Encoding headers name, in the order they were applied.

    >>> codings_of([b"GZIP, br", b"identity"])
    ['gzip', 'br']
    """
    names = ",".join(value.decode("latin-1") for value in values).lower().split(",")
    return [name.strip() for name in names if name.strip() not in ("", "identity")]


def _undo(body: bytes, coding: str, max_bytes: int) -> tuple[bytes, bool]:
    decoder = DECODERS.get(coding)
    if decoder is None:
        raise NotDecodableError(f"unknown coding {coding[:40]!r}")
    pieces: list[bytes] = []
    size, whole = 0, False
    try:
        for piece in decoder(body):
            if piece is None:
                whole = True
                break
            size += len(piece)
            if size > max_bytes:
                raise TooLongError(f"{len(body)} bytes of {coding} hold more than {max_bytes}")
            pieces.append(piece)
    except (zlib.error, brotli.error, zstd.ZstdError) as error:
        if not pieces and body:
            raise NotDecodableError(f"not {coding}: {error}") from error
    return b"".join(pieces), whole or not body


def _gzip(body: bytes) -> Iterator[bytes | None]:
    """One or more gzip members. Data after the last member is padding."""
    start = 0
    while True:
        stream = zlib.decompressobj(31)
        for end in range(start + PIECE, len(body) + PIECE, PIECE):
            yield from _drain(stream, body[end - PIECE : end])
            if stream.eof:
                break
        if not stream.eof:
            return
        start = min(end, len(body)) - len(stream.unused_data)
        if body[start : start + 2] != GZIP_MAGIC:
            yield None
            return


def _deflate(body: bytes) -> Iterator[bytes | None]:
    """A zlib stream, as the standard requires, or raw deflate, as some servers send."""
    zlib_header = len(body) > 1 and body[0] & 0x0F == 8 and (body[0] << 8 | body[1]) % 31 == 0
    stream = zlib.decompressobj(15 if zlib_header else -15)
    for start in range(0, len(body), PIECE):
        yield from _drain(stream, body[start : start + PIECE])
    if stream.eof:
        yield None


def _drain(stream: zlib._Decompress, piece: bytes) -> Iterator[bytes]:
    while piece and not stream.eof:
        yield stream.decompress(piece, PIECE)
        piece = stream.unconsumed_tail


def _brotli(body: bytes) -> Iterator[bytes | None]:
    stream = brotli.Decompressor()
    piece = stream.process(body, output_buffer_limit=PIECE)
    while piece:
        yield piece
        piece = b"" if stream.is_finished() else stream.process(b"", output_buffer_limit=PIECE)
    if stream.is_finished():
        yield None


def _zstd(body: bytes) -> Iterator[bytes | None]:
    options = {int(zstd.DecompressionParameter.window_log_max): MAX_ZSTD_WINDOW_LOG}
    start = 0
    while start < len(body):
        stream = zstd.ZstdDecompressor(options=options)
        end = start
        while not stream.eof and (end < len(body) or not stream.needs_input):
            piece = body[end : end + PIECE] if stream.needs_input else b""
            end += len(piece)
            yield stream.decompress(piece, PIECE)
        if not stream.eof:
            return
        start = end - len(stream.unused_data)
    yield None


DECODERS: dict[str, Callable[[bytes], Iterator[bytes | None]]] = {
    "gzip": _gzip,
    "x-gzip": _gzip,
    "deflate": _deflate,
    "br": _brotli,
    "zstd": _zstd,
}
