"""What of a night needs a person, in sentences that say what to do: the report begins with it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta

from pipelines import archive
from pipelines.home import Home
from pipelines.landing.crawls import lacking

Recent = Mapping[str, Mapping[date, int]]


def attention(home: Home, night: date, recent: Recent) -> list[str]:
    """A sentence a matter, sources in order; none if all is well. `recent` counts articles by source and night."""
    return [*_lacking(home, night), *_silent(home, night, recent)]


def _lacking(home: Home, night: date) -> Iterator[str]:
    """Sources that were crawled the night before, or begun on this one, and are not in it to the end."""
    expected = [
        source
        for source in archive.sources(home.archive)
        if {night, night - timedelta(days=1)} & set(archive.nights_of(home.archive, source))
    ]
    for source, end in lacking(home, night, expected).items():
        yield f"{source} is missing: {end}. Launch the night again, or look at the site: dateline sources check {source}"


def _silent(home: Home, night: date, recent: Recent) -> Iterator[str]:
    """Sources with no new article tonight that had some on each of the two nights before."""
    before = [night - timedelta(days=days) for days in (1, 2)]
    for source, nights in recent.items():
        if not nights.get(night) and all(nights.get(day) for day in before) and not lacking(home, night, [source]):
            yield f"{source} brought no new article, after some every night: dateline sources check {source}"
