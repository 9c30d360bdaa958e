"""The crawls and the state of each night in the archive and the corpus, for a list of nights."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from pipelines.lake import archive
from pipelines.lake.delta import Lake
from pipelines.lake.home import Home
from pipelines.lake.store.capture_cache import away
from pipelines.night.book import recorded


@dataclass(frozen=True, slots=True)
class Crawled:
    """A night: the sources with a crawl, the bytes of their WARC files, and whether its articles are published."""

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
    elsewhere = Counter[str]()
    for path, size in away(home.archive).items():
        elsewhere[path.rpartition("/")[0]] += size
    return [
        Crawled(
            night, tuple(sources.get(night, ())), _bytes(home, sources.get(night, []), night, elsewhere), night in built
        )
        for night in sorted({*sources, *(night for night, _ in rows)})
    ]


def _bytes(home: Home, sources: list[str], night: date, elsewhere: Mapping[str, int]) -> int:
    folders = [archive.folder(home.archive, source, night) for source in sources]
    here = sum(file.stat().st_size for folder in folders for file in folder.glob("*.warc.gz*"))
    return here + sum(elsewhere.get(folder.relative_to(home.archive).as_posix(), 0) for folder in folders)
