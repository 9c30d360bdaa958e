"""`dateline dates --zones`: the zone of each source's clock times, and how it is known."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from pipelines.archive import nights
from pipelines.dates.habits import dating_now, lessons_of, with_learned, zone_timelines
from pipelines.dates.settings import SourceDating
from pipelines.home import Home
from pipelines.lake import Lake

HEADINGS = ("Source", "Zone", "How known", "Stories that show it")


def zones_known(home: Home) -> RenderableType:
    """A row for each archived source: configured, learned, or unknown with what its stories have shown so far."""
    table = Table(title="Zones of clock times that name none", title_justify="left")
    for heading in HEADINGS:
        table.add_column(heading, overflow="fold")
    for row in zone_rows(home):
        table.add_row(*(Text(cell) for cell in row))
    return table


def zone_rows(home: Home) -> Iterator[tuple[str, str, str, str]]:
    """The cells of that table, by source."""
    settings = dating_now(home, {source for source, _ in nights(home.archive)})
    lessons = lessons_of(Lake(home.lake), settings)
    known = with_learned(settings, zone_timelines(lessons, settings), None)
    for source, dating in sorted(known.items()):
        shown: dict[int, set[str]] = {}
        days: set[date] = set()
        for row in (r for r in lessons if r["source"] == source):
            shown.setdefault(row["utc_offset_minutes"], set()).update(row["article_ids"])
            days.add(row["local_day"])
        told = "; ".join(f"UTC{minutes / 60:+.4g} h: {len(stories)}" for minutes, stories in sorted(shown.items()))
        span = f" ({min(days)} to {max(days)})" if days else ""
        yield source, *_zone(dating), told + span


def _zone(dating: SourceDating) -> tuple[str, str]:
    if dating.time_zone:
        return dating.time_zone, "configured"
    if dating.learned is None:
        return "unknown", "its stories have not settled it"
    zone, _, how = dating.learned.told.partition(", learned")
    return zone, f"learned{how}"
