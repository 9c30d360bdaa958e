"""What an import would make of its files by each choice of `--nights`, and what each costs a build."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from spiders.imports.ledger import Ledger
from spiders.imports.periods import SPANS, Periods
from spiders.imports.wishes import Span

SECONDS_A_NIGHT = 1.5
SECONDS_A_SOURCE_AND_NIGHT = 0.012
SECONDS_A_PAGE = 0.03
"""CPU seconds of a build: guesses, scaled to one measurement (`tests/benchmarks/import_years.py`, by year: 62 s). They tell
choices apart; a home of other pages may take several times as long.
"""


@dataclass(frozen=True, slots=True)
class Choice:
    """Nights, nights of all sources, and pages, of which a night has one row each."""

    span: Span
    nights: int
    source_nights: int
    pages: int

    @property
    def build_seconds(self) -> float:
        """Roughly how many CPU seconds a build needs for it."""
        return (
            self.nights * SECONDS_A_NIGHT
            + self.source_nights * SECONDS_A_SOURCE_AND_NIGHT
            + self.pages * SECONDS_A_PAGE
        )


def choices(ledger: Ledger, periods: Periods) -> Iterator[Choice]:
    """A choice for each span. A capture whose file states its night keeps that."""
    for span in SPANS:
        other = replace(periods, span=span, _standing={})
        pages = set()
        for source, url, captured_at, night in ledger.imported():
            at = datetime.fromisoformat(captured_at)
            is_stated = periods.night_of(source, at).isoformat() != night
            pages.add((source, night if is_stated else other.night_of(source, at).isoformat(), url))
        parts = {(source, night) for source, night, _ in pages}
        yield Choice(span, len({night for _, night in parts}), len(parts), len(pages))


def lines(found: tuple[Choice, ...], chosen: Span) -> Iterator[str]:
    """The choices for a person."""
    for each in found:
        mark = "  (chosen)" if each.span == chosen else ""
        yield (
            f"  --nights {each.span:<6}{each.nights:>7,} nights, {each.source_nights:,} with their sources, {each.pages:,} pages:"
            f" roughly {_time(each.build_seconds)} of CPU to build{mark}"
        )


def _time(seconds: float) -> str:
    """A time in words.

    >>> _time(44.4), _time(600), _time(9000)
    ('44 s', '10 min', '2.5 h')
    """
    if seconds < 90:
        return f"{seconds:.0f} s"
    return f"{seconds / 60:.0f} min" if seconds < 5_400 else f"{seconds / 3600:.1f} h"
