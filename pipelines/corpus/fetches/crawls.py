"""The crawls of a night in the archive: which have ended, and which files each left beside its WARC files."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import date
from pathlib import Path

from pipelines.lake import archive
from pipelines.lake.home import Home

SETTINGS = "source.json"
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
    """Nights on which at least one crawl has ended, ascending."""
    folders: dict[date, list[Path]] = {}
    for source in archive.sources(home.archive):
        for night in archive.nights_of(home.archive, source):
            folders.setdefault(night, []).append(archive.folder(home.archive, source, night))
    return sorted(night for night, candidates in folders.items() if any(map(_ended, candidates)))


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


def crawl_files(home: Home, night: date) -> list[tuple[Path, int, int]]:
    """The files that the crawls of a night left for the lake: (path, size in bytes, modification time in nanoseconds)."""
    folders = (archive.folder(home.archive, source, night) for source in crawls(home, night))
    files = (
        folder / name for folder in folders for name in (SETTINGS, *(f"{table}.parquet" for table in archive.ROWS))
    )
    found = ((file, file.stat()) for file in files if file.exists())
    return [(file, stat.st_size, stat.st_mtime_ns) for file, stat in found]


def crawl_digest(home: Home, night: date) -> str:
    """Sixteen hex digits of a hash of the files from a night's crawls; the path of the home does not change it."""
    sha = hashlib.sha256()
    for file, size, _ in crawl_files(home, night):
        sha.update(f"{file.parent.parent.name}/{file.name} {size}\n".encode())
        with file.open("rb") as stream:
            sha.update(hashlib.file_digest(stream, "sha256").digest())
    return sha.hexdigest()[:16]


def _ended(folder: Path) -> bool:
    return all((folder / f"{table}.parquet").exists() for table in archive.ROWS)
