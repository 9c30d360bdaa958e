"""The records of a WARC file by any writer: each with its block, or with its fault.

https://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/. All statements of a file have limits:
headers, lengths, the decompressed size of a member. After a broken record, reading continues with the next one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import BinaryIO

from spiders.imports.inflating import START, Inflated, Position, TornError

MAX_HEADER_BYTES = 64 << 10
MAX_BLOCK_BYTES = 32 << 20
"""A larger record is left out; a crawl fetches at most 5 MiB of a page."""
MAX_SKIPPED_BYTES = 1 << 30
"""Decompressed bytes that are skipped for one record; after that, the next member is searched in the raw bytes."""
WANTED = frozenset(("warcinfo", "response", "revisit", "resource", "conversion"))
NEXT = re.compile(rb"\r?\n\r?\nWARC/\d\.\d+\r?\n")
OVERLAP = 24
"""Maximum bytes that NEXT may match; kept from one window to the next."""
END_OF_HEADER = re.compile(rb"\r?\n\r?\n")
LINE_END = re.compile(r"\r?\n")
CONTROL = re.compile(r"[\x00-\x1f\x7f]")
LENGTH = re.compile(r"[0-9]{1,18}")


@dataclass(frozen=True, slots=True)
class Record:
    """One record: its start, its named fields (lower case), its block; `problem` describes its fault in words.

    The block is empty for types without a capture. `fault` is `broken`, `too_large` or `cut_off`; None for a whole
    record.
    """

    at: Position
    after: Position
    fields: dict[str, str] = field(default_factory=dict)
    block: bytes = b""
    fault: str | None = None
    problem: str | None = None

    @property
    def type(self) -> str:
        """WARC-Type, lower case; empty if unreadable."""
        return self.fields.get("warc-type", "").lower()


class Records:
    """The records of a file from a position on. After the last record, `note` describes damage of the whole file."""

    def __init__(self, file: BinaryIO, at: Position = Position()) -> None:  # noqa: B008 -- a tuple
        self._stream = Inflated(file, at)
        self.note: str | None = None

    @property
    def position(self) -> Position:
        """The position where the next record is searched."""
        return self._stream.position

    def __iter__(self) -> Iterator[Record]:
        while True:
            self._fields: dict[str, str] = {}
            at: Position | None = None
            try:
                at = self._start()
                if at is None:
                    return
                record = self._read(at)
            except TornError as torn:
                if at is None and torn.cut and self._stream.position.inner:  # after the last record
                    self.note = str(torn)
                    return
                record = self._torn(at or self._stream.position, torn)
            yield record
            if record.fault == "cut_off":
                return

    def _start(self) -> Position | None:
        """Skip blank lines and ended members to the next record; None at the end of the file."""
        while True:
            blank = self._stream.peek(2)
            if blank and blank[:1] in b"\r\n":
                self._stream.read(1)
            elif blank:
                return self._stream.position
            elif not self._stream.next_member():
                self._stream.read(1)  # raises if the file is damaged
                return None

    def _read(self, at: Position) -> Record:
        head = self._stream.peek(MAX_HEADER_BYTES)
        end = END_OF_HEADER.search(head)
        if end is None and len(head) < MAX_HEADER_BYTES:
            self._stream.check(cut=True)
        if not head.startswith(START):
            return self._lost(at, {}, "no WARC record begins here")
        if end is None and len(head) < MAX_HEADER_BYTES and self._stream.coding == "plain":
            self.note = f"the file ends inside the record at byte {at.inner}"
            return self._done(at, {}, "cut_off", self.note)
        if end is None:
            return self._lost(at, {}, f"its header has no end in {MAX_HEADER_BYTES} bytes")
        self._stream.read(end.end())
        fields = self._fields = _fields(head[: end.start()])
        length = fields.get("content-length", "")
        if not LENGTH.fullmatch(length):
            return self._lost(at, fields, f"Content-Length: {length[:40] or 'missing'}")
        if fields.get("warc-type", "").lower() not in WANTED or int(length) > MAX_BLOCK_BYTES:
            return self._passed(at, fields, int(length))
        member = self._stream.position.member
        block = self._block(int(length))
        if len(block) == int(length) and self._is_followed():
            self._stream.check()
            return Record(at, self._stream.position, fields, block)
        swallowed = NEXT.search(block) if self._stream.position.member == member else None
        if swallowed:  # its length reaches into the next records
            self._stream.push_back(block[swallowed.start() :])
            return self._done(at, fields, "broken", "its Content-Length reaches into the next record")
        if len(block) == int(length):
            return self._lost(at, fields, "longer than its Content-Length")
        problem = f"ends {int(length) - len(block)} bytes before its Content-Length"
        if self._stream.coding == "plain":
            self.note = f"the file ends inside the record at byte {at.inner}"
            return self._done(at, fields, "cut_off", problem)
        return self._done(at, fields, "broken", problem)

    def _block(self, length: int) -> bytes:
        """Read the block, from several members if needed. It ends if a member begins with another record."""
        block = self._stream.read(length)
        while len(block) < length and self._stream.next_member() and not self._stream.peek(5).startswith(START):
            more = self._stream.read(length - len(block))
            block += more
            if not more:
                break
        return block

    def _passed(self, at: Position, fields: dict[str, str], length: int) -> Record:
        """Skip the block of a record that is not wanted or too large."""
        is_wanted = fields.get("warc-type", "").lower() in WANTED
        fault, problem = ("too_large", f"{length} bytes") if is_wanted else (None, None)
        plain = self._stream.coding == "plain"
        skipped = self._stream.skip(length if plain else min(length, MAX_SKIPPED_BYTES))
        if skipped < length and plain:
            self.note = f"the file ends inside the record at byte {at.inner}"
            return self._done(at, fields, "cut_off", self.note)
        if MAX_SKIPPED_BYTES == skipped < length and not self._stream.resync():
            self.note = f"given up inside the record at byte {at.member}, of {length} bytes"
            return self._done(at, fields, "cut_off", self.note)
        return self._done(at, fields, fault, problem)

    def _is_followed(self) -> bool:
        """True if the record ends here: before two line ends and the next record, a blank, or the end of the member."""
        after = self._stream.peek(9)
        return not after.strip(b"\r\n") or after.lstrip(b"\r\n").startswith(START)

    def _lost(self, at: Position, fields: dict[str, str], problem: str) -> Record:
        """A record with an unknown end: reading continues with the next record that is found."""
        passed = 0
        while window := self._stream.peek(MAX_HEADER_BYTES):
            found = NEXT.search(window)
            is_last = len(window) < MAX_HEADER_BYTES
            passed += len(self._stream.read(found.start() if found else len(window) - (0 if is_last else OVERLAP)))
            if found or is_last:
                break
            if passed > MAX_SKIPPED_BYTES and self._stream.coding != "plain":
                if not self._stream.resync():
                    self.note = f"given up inside the record at byte {at.member}"
                    return self._done(at, fields, "cut_off", problem)
                break
        return self._done(at, fields, "broken", problem)

    def _torn(self, at: Position, torn: TornError) -> Record:
        found = self._stream.resync()
        if not found:
            self.note = str(torn)
        fault = "broken" if found else "cut_off"
        return self._done(at, self._fields, fault, str(torn))

    def _done(self, at: Position, fields: dict[str, str], fault: str | None, problem: str | None) -> Record:
        return Record(at, self._stream.position, fields, b"", fault, problem)


def _fields(head: bytes) -> dict[str, str]:
    """Parse named fields, lower case. A line with a leading blank continues the previous one; the first value of a field wins."""
    fields: dict[str, str] = {}
    name = ""
    for line in LINE_END.split(head.decode("utf-8", "replace"))[1:]:
        if line[:1] in (" ", "\t") and name in fields:
            fields[name] += " " + line.strip()
            continue
        name, colon, value = CONTROL.sub(" ", line).partition(":")
        name = name.strip().lower()
        if colon:
            fields.setdefault(name, value.strip())
    return fields
