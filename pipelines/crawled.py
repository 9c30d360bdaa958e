"""What the archive and the corpus have of each night, for a person who lists nights."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from pipelines import archive
from pipelines.home import Home
from pipelines.lake import Lake
from pipelines.nights_table import recorded


@dataclass(frozen=True, slots=True)
class Crawled:
    """A night: the sources that have a crawl of it, bytes of their WARC files, whether its articles are published."""

    night: date
    sources: tuple[str, ...] = ()
    archive_bytes: int = 0
    is_built: bool = False

    @property
    def line(self) -> str:
        """The night on one line.

        >>> Crawled(date(2026, 2, 2), ("demo_bote", "demo_daily"), 1_500_000, True).line
        '2026-02-02  1.5 MB  built      demo_bote, demo_daily'
        """
        state = "built" if self.is_built else "not built"
        return f"{self.night}  {self.archive_bytes / 1e6:.1f} MB  {state:<9}  {', '.join(self.sources) or 'no crawl'}"


def crawled(home: Home) -> list[Crawled]:
    """Every night that has a crawl or rows, ascending."""
    sources: dict[date, list[str]] = {}
    for source, night in archive.nights(home.archive):
        sources.setdefault(night, []).append(source)
    rows = recorded(Lake(home.lake))
    built = {night for night, step in rows if step == "articles"}
    return [
        Crawled(night, tuple(sources.get(night, ())), _bytes(home, sources.get(night, []), night), night in built)
        for night in sorted({*sources, *(night for night, _ in rows)})
    ]


def _bytes(home: Home, sources: list[str], night: date) -> int:
    files = (file for source in sources for file in archive.folder(home.archive, source, night).glob("*.warc.gz*"))
    return sum(file.stat().st_size for file in files)
