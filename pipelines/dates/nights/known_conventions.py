"""Load the date conventions of sources: the configured ones from archived settings, the learned ones from the table of lessons.

A lesson is a row of `date_lessons`: what the stories of one night show of a zone or an order. Lessons of several nights that
agree make `LearnedConventions`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from pipelines.dates.judge.one_page import country_of
from pipelines.dates.source.conventions import DateConventions
from pipelines.dates.source.learned import Timeline, learned_by, timelines
from pipelines.lake.archive import nights_of, source_settings
from pipelines.lake.delta import Lake
from pipelines.lake.home import Home

LESSONS = "date_lessons"


def configured(home: Home, sources: Iterable[str], night: date) -> dict[str, DateConventions]:
    """The configured conventions of each source, as archived on that night."""
    return {source: _configured_in(source_settings(home, source, night)) for source in sources}


def configured_now(home: Home, sources: Iterable[str]) -> dict[str, DateConventions]:
    """The configured conventions of each source that has an archive, as archived on its last night."""
    known = {source: nights for source in sorted(set(sources)) if (nights := nights_of(home.archive, source))}
    return {source: _configured_in(source_settings(home, source, nights[-1])) for source, nights in known.items()}


def settings_changed(home: Home, sources: Iterable[str], night: date) -> set[str]:
    """Sources whose last crawl is this night's and whose date settings differ from those of the crawl before."""
    found = set()
    for source in sources:
        nights = nights_of(home.archive, source)
        if len(nights) > 1 and nights[-1] == night:
            now, before = (_configured_in(source_settings(home, source, each)) for each in (night, nights[-2]))
            found |= {source} if now != before else set()
    return found


def _configured_in(settings: Mapping[str, Any]) -> DateConventions:
    order = settings.get("date_order")  # ymd says nothing of 03/04/2025
    country = settings.get("country") or country_of(settings.get("url") or "")
    return DateConventions(
        settings.get("time_zone"), order.upper() if order in ("dmy", "mdy") else None, settings.get("language"), country
    )


def lessons_of(lake: Lake, sources: Iterable[str]) -> list[dict[str, Any]]:
    """All lessons of sources: rows of `schemas.DATE_LESSONS`."""
    wanted = pa.array(sorted(set(sources)), pa.string())
    rows: list[dict[str, Any]] = lake.read(LESSONS, where=pc.field("source").isin(wanted)).to_pylist()
    return rows


def learned_timelines(
    lessons: Iterable[Mapping[str, Any]], conventions: Mapping[str, DateConventions]
) -> dict[str, Timeline]:
    """The learned zone and order of each source in `conventions`, night by night."""
    known = (row for row in lessons if row["source"] in conventions)
    return timelines(known, {source: own.country for source, own in conventions.items()})


def with_learned(
    conventions: Mapping[str, DateConventions], timelines: Mapping[str, Timeline], night: date | None
) -> dict[str, DateConventions]:
    """The configured conventions with the zone and order learned by the end of a night (None: the last)."""
    return {
        source: replace(own, learned=learned_by(timelines.get(source, ()), night))
        for source, own in conventions.items()
    }
