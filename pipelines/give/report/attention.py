"""What of a night needs a person, in sentences that say what to do: the report begins with it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta

from pipelines.corpus.fetches.crawls import lacking
from pipelines.health.show import verdict_lines
from pipelines.lake import archive
from pipelines.lake.home import Home

NAMED = 10
"""Sources named that are missing for one reason; of the others it is said how many they are."""


def attention(home: Home, night: date) -> list[str]:
    """A sentence a matter: sources that the night lacks, then what was found of the health of the others; none if all is well."""
    missing = _lacking(home, night)
    return [*_by_cause(missing), *verdict_lines(home, night, missing)]


def _lacking(home: Home, night: date) -> dict[str, str]:
    """Sources that were crawled the night before, or begun on this one, and are not in it to the end, with how each ended."""
    expected = [
        source
        for source in archive.sources(home.archive)
        if any(_was_crawled(home, source, each) for each in (night, night - timedelta(days=1)))
    ]
    return lacking(home, night, expected)


def _by_cause(missing: Mapping[str, str]) -> Iterator[str]:
    """A sentence for each way that sources ended: where no network was, one for all of them."""
    by_end: dict[str, list[str]] = {}
    for source, end in missing.items():
        by_end.setdefault(end, []).append(source)
    for end, sources in by_end.items():
        who = sources[0] if len(sources) == 1 else f"{len(sources)} sources"
        verb, named = ("is", "") if len(sources) == 1 else ("are", f": {_names(sources)}")
        look = f"look at the site: dateline sources check {sources[0]}"
        yield f"{who} {verb} missing: {end}{named}. Launch the night again, or {look}"


def _names(sources: Sequence[str]) -> str:
    more = len(sources) - NAMED
    return ", ".join(sources[:NAMED]) + (f" and {more} more" if more > 0 else "")


def _was_crawled(home: Home, source: str, night: date) -> bool:
    """True if a crawl of a source was begun on a night; an import is none."""
    begun = archive.folder(home.archive, source, night).is_dir()
    return begun and not archive.is_imported(home.archive, source, night)
