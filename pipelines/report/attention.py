"""What of a night needs a person, in sentences that say what to do: the report begins with it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from pipelines import archive
from pipelines.health.show import verdict_lines
from pipelines.home import Home
from pipelines.landing.crawls import lacking


def attention(home: Home, night: date) -> list[str]:
    """A sentence a matter: sources that the night lacks, then what was found of the health of the others; none if all is well."""
    return [*_lacking(home, night), *verdict_lines(home, night)]


def _lacking(home: Home, night: date) -> Iterator[str]:
    """Sources that were crawled the night before, or begun on this one, and are not in it to the end."""
    expected = [
        source
        for source in archive.sources(home.archive)
        if any(_was_crawled(home, source, each) for each in (night, night - timedelta(days=1)))
    ]
    for source, end in lacking(home, night, expected).items():
        yield f"{source} is missing: {end}. Launch the night again, or look at the site: dateline sources check {source}"


def _was_crawled(home: Home, source: str, night: date) -> bool:
    """True if a crawl of a source was begun on a night; an import is none."""
    begun = archive.folder(home.archive, source, night).is_dir()
    return begun and not archive.is_imported(home.archive, source, night)
