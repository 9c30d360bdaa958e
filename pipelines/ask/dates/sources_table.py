"""`dateline dates --sources`: the time zone of each source and how it orders 03/04, configured or learned."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from pipelines.ask.dates.terms import ORDERS
from pipelines.dates.nights.lessons import configured_now, learned_timelines, lessons_of, with_learned
from pipelines.dates.source.conventions import ZONE, DateConventions
from pipelines.lake.archive import nights
from pipelines.lake.delta import Lake
from pipelines.lake.home import Home

HEADINGS = ("Source", "Clock times without a zone", "03/04", "What its stories show")


def sources_shown(home: Home) -> RenderableType:
    """A table with one row for each archived source: zone and order, and the number of stories behind each lesson."""
    table = Table(title="How sources date", title_justify="left")
    for heading in HEADINGS:
        table.add_column(heading, overflow="fold")
    for row in source_rows(home):
        table.add_row(*(Text(cell) for cell in row))
    return table


def source_rows(home: Home) -> Iterator[tuple[str, str, str, str]]:
    """The cells of that table, sorted by source."""
    conventions = configured_now(home, {source for source, _ in nights(home.archive)})
    lessons = lessons_of(Lake(home.lake), conventions)
    known = with_learned(conventions, learned_timelines(lessons, conventions), None)
    for source, own in sorted(known.items()):
        yield (
            source,
            own.zone_text or "unknown",
            _order(own),
            _shown([row for row in lessons if row["source"] == source]),
        )


def _order(own: DateConventions) -> str:
    if own.date_order:
        return f"{ORDERS[own.date_order]}, configured"
    learned = own.learned.order
    return (
        f"{ORDERS[learned.order]}, learned from {learned.stories} stories by {learned.since}" if learned else "unknown"
    )


def _shown(lessons: Sequence[Mapping[str, Any]]) -> str:
    stories: dict[str, set[str]] = {}
    for row in lessons:
        key = f"UTC{row['utc_offset_minutes'] / 60:+.4g} h" if row["teaches"] == ZONE else ORDERS[row["date_order"]]
        stories.setdefault(key, set()).update(row["article_ids"])
    return "; ".join(f"{key}: {len(ids)}" for key, ids in sorted(stories.items()))
