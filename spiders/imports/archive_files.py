"""The archive files that an import writes: for many sources and nights in parallel, with few files open at once."""

from __future__ import annotations

import os
from collections import OrderedDict
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path

from fastwarc.warc import ArchiveIterator, WarcRecordType

from pipelines.base.durable import sync
from pipelines.lake.archive import ArchiveWriter, Capture, Exchange, Place, folder, read_capture
from pipelines.lake.archive.writing import OPEN, opened, record_id_of

OPEN_FILES = 400
NAME_DIGITS = 8
Part = tuple[str, date]


class ArchiveFiles:
    """A writer for each source and night; at most `limit` of them have an open file. File names contain the import's id."""

    def __init__(self, archive: Path, name: str, limit: int | None = None) -> None:
        self.archive = archive
        self.name = name[:NAME_DIGITS]
        self.limit = limit or OPEN_FILES
        self._writers: dict[Part, ArchiveWriter] = {}
        self._open: OrderedDict[Part, None] = OrderedDict()
        self._changed: set[Part] = set()
        self._resting: dict[Part, tuple[str, int]] = {}

    def write(self, part: Part, exchange: Exchange) -> Place:
        """Append a capture to the files of its source and night."""
        self._open[part] = None
        self._open.move_to_end(part)
        if len(self._open) > self.limit:
            oldest, _ = self._open.popitem(last=False)
            if oldest in self._changed:
                self._writers[oldest].rest()
            else:
                self._rest(oldest)
        self._changed.add(part)
        return self.writer(part).write(exchange)

    def writer(self, part: Part) -> ArchiveWriter:
        """The writer of a source and night."""
        if part not in self._writers:
            stem = f"{name_of(part)}-{self.name}"
            writer = ArchiveWriter(self.archive, folder(self.archive, *part), name_of(part), stem=stem)
            self._writers[part] = writer
            if part in self._resting:
                writer.go_on(*self._resting.pop(part))
        return self._writers[part]

    def read(self, part: Part, file: str, offset: int) -> Capture:
        """Read a capture that was written to the files of a source and night."""
        if part in self._writers:
            self._writers[part].rest()
        return read_capture(self.archive, file, offset)

    def sync(self) -> Iterator[tuple[Part, dict[str, int]]]:
        """Make all written data durable; yields each changed source and night with the lengths of its files."""
        for part in sorted(self._changed):
            writer = self._writers[part]
            writer.sync()
            yield part, writer.synced
            if part not in self._open:
                self._rest(part)
        self._changed.clear()

    def _rest(self, part: Part) -> None:
        """Drop a writer whose data is durable and keep only its present file: an import may have 100,000 writers."""
        writer = self._writers.pop(part)
        writer.rest()
        if writer.path is not None:
            self._resting[part] = (writer.path.name, writer.offset)

    def close(self) -> None:
        """Give every file its final name."""
        for part in [*self._writers, *self._resting]:
            self.writer(part).close()
            del self._writers[part]
        self._open.clear()

    def abandon(self) -> None:
        """Release every file in its present state."""
        for writer in self._writers.values():
            writer.abandon()

    def recover(self, written: Iterable[tuple[str, date, str, int]]) -> None:
        """Truncate files to their acknowledged lengths; the last file of each night is continued."""
        sizes: dict[Part, dict[str, int]] = {}
        for source, night, file, size in written:
            sizes.setdefault((source, night), {})[file] = size
        for left in self.archive.glob(f"source=*/night=*/*-{self.name}-*.warc.gz{OPEN}"):
            part = (
                left.parent.parent.name.removeprefix("source="),
                date.fromisoformat(left.parent.name[len("night=") :]),
            )
            if left.name.removesuffix(OPEN) not in sizes.get(part, {}):
                left.unlink()
        for part, files in sizes.items():
            where = folder(self.archive, *part)
            there = {
                name: size for name, size in files.items() if _cut(where / name, size, keep_open=name == max(files))
            }
            if max(files) in there:
                sync(where)
                self._resting[part] = (max(files), files[max(files)])


def name_of(part: Part) -> str:
    """The stem of the file names of a source and night."""
    return f"{part[0]}-{part[1].isoformat()}"


def exchange_id(part: Part, exchange: Exchange) -> str:
    """The record id of a capture in the files of a source and night."""
    return record_id_of(name_of(part), exchange)


def ids_in(archive: Path, part: Part) -> Iterator[str]:
    """The record ids of the captures of a source and night in the archive."""
    wanted = WarcRecordType.response | WarcRecordType.revisit | WarcRecordType.conversion
    for path in sorted(folder(archive, *part).glob("*.warc.gz")):
        with path.open("rb") as file:
            for record in ArchiveIterator(file, record_types=wanted, parse_http=False):
                yield record.record_id or ""


def _cut(path: Path, size: int, *, keep_open: bool) -> bool:
    """Truncate a file to its length and rename it to its open or final name; False if it is gone."""
    found = next((each for each in (opened(path), path) if each.exists()), None)
    if found is None:
        return False
    if found.stat().st_size > size:
        os.truncate(found, size)
    found.replace(opened(path) if keep_open else path)
    return True
