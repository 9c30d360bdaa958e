"""All of an archive, read back: every capture of a night, and whether the files are sound."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

from fastwarc.warc import ArchiveIterator, WarcRecordType

from pipelines.lake.archive.layout import folder
from pipelines.lake.archive.reading import Capture, capture_of
from pipelines.lake.archive.recovery import whole_members
from pipelines.lake.archive.writing import OPEN


def iter_captures(archive: Path, source: str, night: date) -> Iterator[Capture]:
    """Every capture of a source and night in the order they were written, revisits and error responses included."""
    wanted = WarcRecordType.response | WarcRecordType.revisit
    for path in sorted(folder(archive, source, night).glob("*.warc.gz")):
        name = path.relative_to(archive).as_posix()
        with path.open("rb") as file:
            for record in ArchiveIterator(file, record_types=wanted, parse_http=True, auto_decode="none"):
                yield capture_of(record, name, record.stream_pos)


def check(archive: Path) -> list[str]:
    """What is wrong with the archive, one line each: unclosed files, torn members, records whose digests do not hold."""
    faults = [f"{path}: not closed" for path in sorted(archive.rglob(f"*{OPEN}"))]
    for path in sorted(archive.rglob("*.warc.gz")):
        if whole_members(path) != path.stat().st_size:
            faults.append(f"{path}: torn")
            continue
        with path.open("rb") as file:
            broken = (record for record in ArchiveIterator(file, parse_http=False) if not record.verify_block_digest())
            faults += [f"{path}: {record.stream_pos}: block digest does not hold" for record in broken]
    return faults
