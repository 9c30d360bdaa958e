"""Content codings of HTTP (RFC 9110 §8.4), decoded with a limit, so that a small body cannot become a huge one."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterable, Iterator

import brotli  # type: ignore[import-untyped]
import zstandard

MAX_DECODED_BYTES = 64 << 20
STEP = 1 << 16


class TooLarge(ValueError):  # noqa: N818 -- what a body is, not a fault of ours
    """A body decodes to more bytes than the limit allows."""


def decode_content(body: bytes, encoding: str | None, limit: int = MAX_DECODED_BYTES) -> bytes:
    """Decode `body` by its Content-Encoding, last coding first. An unknown or broken coding leaves it unchanged.

    The decodable part of a truncated body is kept. Raises TooLarge above `limit` bytes.

    >>> import gzip
    >>> decode_content(gzip.compress(b"news", mtime=0), "gzip")
    b'news'
    """
    for coding in reversed([part.strip().lower() for part in (encoding or "").split(",")]):
        decoder = DECODERS.get(coding)
        if decoder is not None and body:
            body = _bounded(decoder(body), body, limit)
    return body


def _bounded(pieces: Iterable[bytes], raw: bytes, limit: int) -> bytes:
    parts: list[bytes] = []
    size = 0
    try:
        for piece in pieces:
            size += len(piece)
            if size > limit:
                raise TooLarge(f"more than {limit} bytes after decoding")
            parts.append(piece)
    except (zlib.error, brotli.error, zstandard.ZstdError, EOFError):
        return b"".join(parts) or raw
    return b"".join(parts)


def _zlib(window: int) -> Callable[[bytes], Iterator[bytes]]:
    def pieces(body: bytes) -> Iterator[bytes]:
        while body:
            decoder = zlib.decompressobj(window)
            while not decoder.eof and (piece := decoder.decompress(body, STEP)):
                yield piece
                body = decoder.unconsumed_tail
            body = decoder.unused_data if decoder.eof else b""

    return pieces


def _deflate(body: bytes) -> Iterator[bytes]:
    # Servers send both the zlib format that the RFC requires and raw deflate.
    is_zlib = len(body) > 1 and body[0] & 0x0F == 8 and (body[0] << 8 | body[1]) % 31 == 0
    return _zlib(zlib.MAX_WBITS if is_zlib else -zlib.MAX_WBITS)(body)


def _brotli(body: bytes) -> Iterator[bytes]:
    decoder = brotli.Decompressor()
    yield decoder.process(body, output_buffer_limit=STEP)
    while not decoder.is_finished():
        piece = decoder.process(b"", output_buffer_limit=STEP)
        if not piece:
            return
        yield piece


def _zstd(body: bytes) -> Iterator[bytes]:
    with zstandard.ZstdDecompressor(max_window_size=1 << 27).stream_reader(body, read_across_frames=True) as reader:
        while piece := reader.read(STEP):
            yield piece


DECODERS: dict[str, Callable[[bytes], Iterator[bytes]]] = {
    "gzip": _zlib(zlib.MAX_WBITS | 16),
    "x-gzip": _zlib(zlib.MAX_WBITS | 16),
    "deflate": _deflate,
    "br": _brotli,
    "zstd": _zstd,
}
