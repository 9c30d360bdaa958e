"""The crawls of a night in the archive: which have ended, and which files each left beside its WARC files."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path

from pipelines.base.ids import digest
from pipelines.lake import archive
from pipelines.lake.checksums.kinds import sign_of
from pipelines.lake.home import Home

SETTINGS = "source.json"
ROW_FILES = frozenset(f"{table}.parquet" for table in archive.ROWS)
"""Files that a crawl leaves when it ends."""
FILES = (SETTINGS, *(f"{table}.parquet" for table in archive.ROWS))
ENDS = {
    "finished": "",
    "": "not crawled",
    "unreached": "could not be reached ({problem})",
    "unfinished": "unfinished: {problem}",
    "interrupted": "interrupted",
    "paused": "paused, the disk being nearly full",
    "failed": "broke off",
}
"""Text for each final state of a crawl; the state is empty if there was no crawl."""

TOO_LONG = "its longest night is over"
"""Beginning of the problem of a night that `max_hours` of its source ended."""


def crawled_nights(home: Home) -> list[date]:
    """Nights on which at least one crawl has ended, ascending.

    The archive itself is asked: one listing a source, and two files for a night that no earlier source has.
    """
    found: dict[str, date] = {}
    for source in archive.sources(home.archive):
        candidates = archive.nights_besides(home.archive, source, found.keys())
        found |= {n: night for n, night in candidates.items() if _ended(archive.folder(home.archive, source, night))}
    return sorted(found.values())


def crawls(home: Home, night: date) -> list[str]:
    """The sources whose crawl of a night has ended, sorted."""
    return [source for source in archive.sources(home.archive) if _ended(archive.folder(home.archive, source, night))]


def lacking(home: Home, night: date, sources: Iterable[str]) -> dict[str, str]:
    """The sources whose crawl of a night is missing or incomplete, in the given order, each with how its crawl ended."""
    ends = {source: _end(home, source, night) for source in sources}
    return {source: end for source, end in ends.items() if end}


def waits_for_host(end: str) -> bool:
    """True if a crawl ended because a host did not answer, and goes on where it was if it is run again.

    >>> [waits_for_host(end) for end in ("unfinished: does not answer: timeout", "interrupted")]
    [True, False]
    """
    return end.startswith("unfinished: ") and TOO_LONG not in end


def _end(home: Home, source: str, night: date) -> str:
    """How a crawl ended that did not finish; empty if it finished.

    Examples: "could not be reached (HTTP 503)", "broke off", "not crawled".
    """
    where = archive.folder(home.archive, source, night)
    summary = archive.crawl_summary(home.archive, source, night)
    state = summary.get("state", "finished" if _ended(where) else "failed" if where.is_dir() else "")
    return ENDS.get(state, ENDS["failed"]).format(problem=summary.get("problem", "no answer"))


def crawl_files(home: Home, night: date, sources: Sequence[str] | None = None) -> list[tuple[Path, int, int]]:
    """The files that the crawls of a night left for the lake: (path, size in bytes, modification time in nanoseconds).

    `sources` are those of the archive, for a caller that has listed them.
    """
    found = []
    for source in archive.sources(home.archive) if sources is None else sources:
        folder = archive.folder(home.archive, source, night)
        signs = [(name, sign) for name in FILES if (sign := sign_of(folder / name)) is not None]
        if {name for name, _ in signs} >= ROW_FILES:
            found += [(folder / name, sign.size, sign.mtime_ns) for name, sign in signs]
    return found


def crawl_signs(home: Home, night: date, sources: Sequence[str]) -> str:
    """Digest of the sizes and times of these files, to notice changed ones without reading any."""
    files = crawl_files(home, night, sources)
    return digest(*(f"{path.parent.parent.name} {path.name} {size} {at}" for path, size, at in files))


def crawl_digest(home: Home, night: date) -> str:
    """Sixteen hex digits of a hash of the files from a night's crawls; the path of the home does not change it."""
    sha = hashlib.sha256()
    for file, size, _ in crawl_files(home, night):
        sha.update(f"{file.parent.parent.name}/{file.name} {size}\n".encode())
        with file.open("rb") as stream:
            sha.update(hashlib.file_digest(stream, "sha256").digest())
    return sha.hexdigest()[:16]


def _ended(folder: Path) -> bool:
    return all(os.path.exists(f"{folder}/{name}") for name in ROW_FILES)  # noqa: PTH110 -- for thousands of folders
