"""The decompressed bytes of a WARC file, with limits and known positions; reading can continue after damage.

Supported: gzip and zstd (one member for each record, or one for the whole file), zstd with the file's dictionary, and
uncompressed. A reader never holds more than CHUNK and the requested bytes, whatever sizes the file states.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Callable
from typing import Any, BinaryIO, NamedTuple

import zstandard

CHUNK = 1 << 16
ZSTD_CHUNK = 512
"""Bytes for the zstd decoder at once: four bytes may become 128 KiB, and the decoder has no output limit."""
SCAN = 1 << 20
GZIP = b"\x1f\x8b\x08"
START = b"WARC/"

DICTIONARY = b"\x5d\x2a\x4d\x18"
ZSTD = b"\x28\xb5\x2f\xfd"
LENGTH = struct.Struct("<I")
MAX_BYTES = 16 << 20
"""Maximum bytes of a dictionary, packed or not: usual ones have 100 KB to 1 MB."""
MAX_WINDOW_BYTES = 1 << 27
STEP = 512


class Position(NamedTuple):
    """The position of a byte: the offset of its member in the file, and its offset in the decompressed member."""

    member: int = 0
    inner: int = 0


class TornError(ValueError):
    """A member cannot be decompressed to its end; `cut` if the file ends inside it."""

    def __init__(self, detail: str, *, cut: bool) -> None:
        super().__init__(detail)
        self.cut = cut


class Inflated:
    """A WARC file from a position on. A read stays within one member; `next_member` moves to the next."""

    def __init__(self, file: BinaryIO, at: Position = Position()) -> None:  # noqa: B008 -- a tuple
        self._file = file
        self._torn: TornError | None = None
        file.seek(0)
        magic = file.read(4)
        self.coding = "gzip" if magic.startswith(GZIP) else "zstd" if magic in (ZSTD, DICTIONARY) else "plain"
        self._zstd = decompressor_of(file) if self.coding == "zstd" else None
        self._begin(at.member)
        if self.coding == "plain":
            self._plain_seek(at.inner)
        elif at.inner:
            self.skip(at.inner)

    @property
    def position(self) -> Position:
        """The position of the next byte."""
        return Position(self._member, self._inner)

    def check(self, *, cut: bool = False) -> None:
        """Raise TornError if this member is damaged at the end of the last peek; with `cut` also if the file ends there."""
        if self._torn is not None and (cut or not self._torn.cut):
            raise self._torn

    def peek(self, count: int) -> bytes:
        """The next `count` bytes of this member without consuming them; fewer at its end or before damage."""
        while len(self._buffer) < count and self._torn is None:
            try:
                if not self._fill():
                    break
            except TornError as torn:
                self._torn = torn
        return bytes(self._buffer[:count])

    def read(self, count: int) -> bytes:
        """Consume the next `count` bytes of this member; fewer at its end. Raises TornError if they are damaged."""
        data = self.peek(count)
        if self._torn is not None and len(data) < count:
            raise self._torn
        del self._buffer[: len(data)]
        self._inner += len(data)
        return data

    def skip(self, count: int) -> int:
        """Skip bytes of this member; returns the number of skipped bytes. Raises TornError."""
        if self.coding == "plain":
            here, end = self._inner, self._size()
            self._plain_seek(min(end, here + count))
            return self._inner - here
        left = count
        while left and (data := self.read(min(left, CHUNK))):
            left -= len(data)
        return count - left

    def push_back(self, data: bytes) -> None:
        """Put back bytes that were just read."""
        self._buffer[:0] = data
        self._inner -= len(data)

    def next_member(self) -> bool:
        """Move to the next member after this one was read to its end; False at the end of the file."""
        if self.coding == "plain" or not self._ended:
            return False
        self._file.seek(self._raw_end)
        if not self._file.read(1):
            return False
        self._begin(self._raw_end)
        return True

    def resync(self) -> bool:
        """Move to the next member that begins with a WARC record, after this member's start; False if there is none."""
        magic = GZIP if self.coding == "gzip" else ZSTD
        at = None if self.coding == "plain" else self._find(self._member + 1, magic, self._is_record)
        if at is not None:
            self._begin(at)
        return at is not None

    def _begin(self, at: int) -> None:
        self._member = self._raw_end = at
        self._inner = 0
        self._buffer = bytearray()
        self._ended = False
        self._torn = None
        self._inflate, self._decoder = self._new_decoder()
        self._left = b""
        self._file.seek(at)

    def _fill(self) -> bool:
        """Decompress some more bytes into the buffer; False at the end of the member."""
        if self._ended:
            return False
        if self.coding == "plain":
            data = self._file.read(CHUNK)
            self._buffer += data
            return bool(data)
        raw = self._left or self._file.read(CHUNK if self.coding == "gzip" else ZSTD_CHUNK)
        if not raw:
            raise TornError(f"the file ends inside the member at byte {self._member}", cut=True)
        self._raw_end += 0 if self._left else len(raw)
        try:
            data = self._inflate(raw)
        except (zlib.error, zstandard.ZstdError) as error:
            raise TornError(f"the member at byte {self._member} is damaged: {error}", cut=False) from error
        self._left = getattr(self._decoder, "unconsumed_tail", b"")
        if self._decoder.eof:
            self._ended = True
            self._raw_end -= len(self._decoder.unused_data)
        self._buffer += data
        return True

    def _find(self, start: int, magic: bytes, accepts: Callable[[int], bool]) -> int | None:
        self._file.seek(start)
        base, window = start, b""
        while data := self._file.read(SCAN):
            window += data
            here = window.find(magic)
            while here >= 0:
                if accepts(base + here):
                    return base + here
                here = window.find(magic, here + 1)
            self._file.seek(base + len(window))
            keep = len(magic) - 1
            base, window = base + len(window) - keep, window[-keep:]
        return None

    def _is_record(self, at: int) -> bool:
        self._file.seek(at)
        inflate, _ = self._new_decoder()
        try:
            return inflate(self._file.read(ZSTD_CHUNK)).startswith(START)
        except (zlib.error, zstandard.ZstdError):
            return False

    def _new_decoder(self) -> tuple[Callable[[bytes], bytes], Any]:
        if self._zstd is not None:
            zstd = self._zstd.decompressobj()
            return zstd.decompress, zstd
        gzip = zlib.decompressobj(zlib.MAX_WBITS | 16)
        return lambda raw: gzip.decompress(raw, CHUNK), gzip

    def _size(self) -> int:
        return self._file.seek(0, 2)

    def _plain_seek(self, to: int) -> None:
        self._file.seek(to)
        self._buffer.clear()
        self._inner = to


def decompressor_of(file: BinaryIO) -> zstandard.ZstdDecompressor:
    """The decompressor for a file's members, with the file's dictionary if it has a readable one.

    A dictionary is in a skippable frame, plain or compressed with zstd; all web captures of Archive Team have one:
    https://iipc.github.io/warc-specifications/specifications/warc-zstd.
    """
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
