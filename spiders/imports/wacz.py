"""The WARC files in a WACZ file (https://specs.webrecorder.net/wacz/1.1.1/). Of a damaged file, the readable part is used."""

from __future__ import annotations

import io
import lzma
import os
import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryFile
from typing import Any, BinaryIO

from spiders.imports.opening import UnreadableError, opened
from spiders.imports.zip_headers import members_of

CHUNK = 1 << 16
LOCAL_HEADER, MAGIC = 30, b"PK\x03\x04"
LENGTHS = struct.Struct("<HH")
LENGTHS_AT = 26
"""Offset of the lengths of name and extra field in a local header: APPNOTE.TXT 4.3.7."""
ENCRYPTED = 1
MAX_TIMES, MIN_BYTES = 100, 1 << 20
"""Limit against zip bombs: a member may unpack to MAX_TIMES its packed size, where MIN_BYTES is the minimum size."""
DAMAGED = (EOFError, zipfile.BadZipFile, zlib.error, lzma.LZMAError)
UNREADABLE = (*DAMAGED, KeyError, NotImplementedError, RuntimeError, ValueError, struct.error)


class Window(io.RawIOBase):
    """A part of a file, as a file object."""

    def __init__(self, file: BinaryIO, start: int, size: int) -> None:
        self._file, self._start, self._size, self._at = file, start, size, 0

    def readable(self) -> bool:
        """As in `io.RawIOBase`."""
        return True

    def seekable(self) -> bool:
        """As in `io.RawIOBase`."""
        return True

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        """As in `io.RawIOBase`."""
        self._at = offset + {os.SEEK_SET: 0, os.SEEK_CUR: self._at, os.SEEK_END: self._size}[whence]
        return self._at

    def readinto(self, buffer: Any) -> int:
        """As in `io.RawIOBase`."""
        room = memoryview(buffer).cast("B")
        self._file.seek(self._start + self._at)
        data = self._file.read(min(len(room), max(0, self._size - self._at)))
        room[: len(data)] = data
        self._at += len(data)
        return len(data)


def members(path: Path, endings: tuple[str, ...]) -> list[str]:
    """The names of the files inside with one of these endings, in order. Raises UnreadableError."""
    with opened(path) as file:
        try:
            names = sorted({name for name in _names(file) if name.endswith(endings)})
        except UNREADABLE as error:
            raise UnreadableError(f"no WACZ file: {error}") from error
    if not names:
        raise UnreadableError("no WARC file inside")
    return names


def is_cut(path: Path) -> bool:
    """True if the directory at the end of a zip file is missing; the content after the cut is unknown."""
    try:
        with opened(path) as file:
            _directory(file)
            return False
    except (UnreadableError, *UNREADABLE):
        return True


@contextmanager
def opened_member(path: Path, name: str) -> Iterator[BinaryIO]:
    """Open a file inside, with random access. Raises UnreadableError."""
    with opened(path) as file:
        try:
            inner = _opened(file, name)
        except UNREADABLE as error:
            raise UnreadableError(f"the file inside cannot be read: {error}") from error
        with inner:
            yield inner


def _directory(file: BinaryIO) -> zipfile.ZipFile:
    """The zip file by its directory. Raises BadZipFile if the directory is cut off.

    The last directory found may belong to a zip file inside.
    """
    archive = zipfile.ZipFile(file)
    file.seek(0)
    if file.read(len(MAGIC)) == MAGIC and all(info.header_offset for info in archive.infolist()):
        raise zipfile.BadZipFile("its directory is cut off")
    return archive


def _names(file: BinaryIO) -> list[str]:
    """The names in the directory; if it is cut off, the names in the local headers."""
    try:
        return _directory(file).namelist()
    except UNREADABLE:
        found = [member.name for member in members_of(file)]
        if not found:
            raise
        return found


def _opened(file: BinaryIO, name: str) -> BinaryIO:
    try:
        archive = _directory(file)
    except UNREADABLE:
        found = next((member for member in members_of(file) if member.name == name), None)
        if found is None or found.method not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise
        window = io.BufferedReader(Window(file, found.start, found.size))
        return window if found.method == zipfile.ZIP_STORED else _copied(_inflated(window), found.size)
    info = archive.getinfo(name)
    is_plain = info.compress_type == zipfile.ZIP_STORED and not info.flag_bits & ENCRYPTED
    if is_plain:
        return io.BufferedReader(_window(file, info))
    with archive.open(info) as packed:
        return _copied(iter(lambda: packed.read(CHUNK), b""), info.compress_size)


def _window(file: BinaryIO, info: zipfile.ZipInfo) -> Window:
    """An uncompressed member as a part of the file. A wrong checksum is ignored, because records have their own."""
    file.seek(info.header_offset)
    head = file.read(LOCAL_HEADER)
    if not head.startswith(MAGIC):
        raise zipfile.BadZipFile("its header is damaged")
    return Window(
        file, info.header_offset + LOCAL_HEADER + sum(LENGTHS.unpack_from(head, LENGTHS_AT)), info.compress_size
    )


def _inflated(packed: BinaryIO) -> Iterator[bytes]:
    """The decompressed bytes of a deflated file, as far as they are readable. Raises zlib.error."""
    inflate = zlib.decompressobj(-zlib.MAX_WBITS)
    while not inflate.eof and (data := inflate.unconsumed_tail or packed.read(CHUNK)):
        yield inflate.decompress(data, CHUNK)


def _copied(parts: Iterator[bytes], packed_bytes: int) -> BinaryIO:
    """A member unpacked to a temporary file, up to the first damage."""
    out = TemporaryFile()  # noqa: SIM115 -- the caller closes it
    most = MAX_TIMES * max(packed_bytes, MIN_BYTES)
    try:
        while data := _next(parts, is_first=not out.tell()):
            out.write(data)
            if out.tell() > most:
                raise zipfile.BadZipFile("it unpacks to more than WARC files do")
    except BaseException:
        out.close()
        raise
    return out


def _next(parts: Iterator[bytes], *, is_first: bool) -> bytes:
    """The next part; empty at the end or at a damage, unless nothing came before it."""
    try:
        return next(parts, b"")
    except DAMAGED:
        if is_first:
            raise
        return b""
