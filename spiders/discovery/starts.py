"""The settings of a source file that name URLs: the channel of each, the resource that it is fetched as, and its rank."""

from __future__ import annotations

from typing import NamedTuple

from pipelines.lake.link_kinds import PAGE, SEED
from spiders.frontier import ranks
from spiders.sources.source import Source


class Start(NamedTuple):
    """A setting that names URLs."""

    setting: str
    channel: str
    resource: str
    rank: int

    def urls(self, source: Source) -> tuple[str, ...]:
        """The URLs that a source names by it; the address of the source is a seed."""
        named: tuple[str, ...] = getattr(source, self.setting)
        return (source.url, *named) if self.channel == SEED else named


STARTS = (
    Start("seeds", SEED, PAGE, ranks.SEED),
    Start("feeds", "feed", "feed", ranks.FEED),
    Start("sitemaps", "sitemap", "sitemap", ranks.FEED),
    Start("sections", "section", PAGE, ranks.FRONT),
)
"""In the order of their ranks."""
