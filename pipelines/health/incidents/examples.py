"""A page of an incident before and after, and the figure behind it over the last nights."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from pipelines.base.urls.identity import key_of
from pipelines.health.incidents.incident import Incident
from pipelines.health.incidents.measures import figure_of
from pipelines.health.stories import STORIES
from pipelines.lake.delta import Lake
from pipelines.lake.home import Home
from pipelines.lake.values import HealthState
from pipelines.night.locator import locating
from pipelines.night.window import REPORTED_NIGHTS

SHOWN_CHARS = 160
"""Characters of a text that are shown."""
COLUMNS = ("night", "source", "url", "url_key", "title", "text")


@dataclass(frozen=True, slots=True)
class Example:
    """A page as it was read on a night: its address, its title and the beginning of its text."""

    night: date
    url: str
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Shown:
    """What is shown beside an incident: pages before and after, and the figure (night, value, state), oldest first."""

    before: Example | None = None
    after: Example | None = None
    figure: str = ""
    values: tuple[tuple[date, float, str], ...] = ()


def shown_beside(home: Home, night: date, chosen: Sequence[Incident]) -> dict[tuple[str, str], Shown]:
    """By source and check, what is shown beside incidents. `before` is the same page, or else another story of the source,
    of an earlier night that was not held back.
    """
    lake = Lake(home.lake)
    sources = sorted({one.source for one in chosen})
    figures = _figures(lake, sources, night)
    after = _captures(lake, [night], {(one.source, key) for one in chosen if (key := _key(one))})
    before = _before(home, lake, chosen, figures, night)
    found = {}
    for one in chosen:
        name, measure = figure_of(one.check)
        values = [(row["night"], measure(row), row["state"]) for row in figures.get(one.source, ())]
        known = tuple((on, float(value), state) for on, value, state in values if value is not None)
        place = (one.source, _key(one) or "")
        found[one.source, one.check] = Shown(before.get((one.source, one.check)), after.get(place), name, known)
    return found


def _key(one: Incident) -> str | None:
    return key_of(one.url) if one.url else None


def _figures(lake: Lake, sources: Sequence[str], night: date) -> dict[str, list[dict[str, Any]]]:
    first = night - timedelta(days=REPORTED_NIGHTS - 1)
    nights = [each for each in lake.nights("source_health") if first <= each <= night]
    mine = pc.field("source").isin(pa.array(sources, pa.string()))
    found: dict[str, list[dict[str, Any]]] = {}
    for row in sorted(lake.read("source_health", nights=nights, where=mine).to_pylist(), key=lambda row: row["night"]):
        found.setdefault(row["source"], []).append(row)
    return found


def _captures(lake: Lake, nights: Iterable[date], pages: Iterable[tuple[str, str]]) -> dict[tuple[str, str], Example]:
    """The pages (source, url_key) as they were read on the last of some nights that has them."""
    wanted = set(pages)
    keys = pa.array(sorted({key for _, key in wanted}), pa.string())
    rows = lake.read("documents", nights=list(nights), columns=list(COLUMNS), where=pc.field("url_key").isin(keys))
    mine = [row for row in rows.to_pylist() if (row["source"], row["url_key"]) in wanted]
    return {(row["source"], row["url_key"]): _example(row) for row in sorted(mine, key=lambda row: row["night"])}


def _before(
    home: Home, lake: Lake, chosen: Sequence[Incident], figures: Mapping[str, list[dict[str, Any]]], night: date
) -> dict[tuple[str, str], Example]:
    """By source and check, the example of an earlier night."""
    begun = {(one.source, one.check): one.first_night for one in chosen}
    pages = {(one.source, key) for one in chosen if (key := _key(one))}
    with locating(home) as locator:
        latest = locator.latest(sorted(pages), before=night)
    earlier = _captures(lake, {on for on, _ in latest.values()}, latest)
    last_good = {
        about: max((row["night"] for row in figures.get(about[0], ()) if _is_good(row, first)), default=None)
        for about, first in begun.items()
    }
    others = _stories(lake, {(source, on) for (source, _), on in last_good.items() if on})
    found = {}
    for one in chosen:
        about = (one.source, one.check)
        same = earlier.get((one.source, _key(one) or ""))
        if same is not None and same.night < one.first_night:
            found[about] = same
        elif one.url and (other := others.get((one.source, last_good[about] or night))):
            found[about] = other
    return found


def _is_good(row: Mapping[str, Any], first: date) -> bool:
    return bool(row["night"] < first and row["state"] != HealthState.HELD_BACK and row["new_stories"] > 0)


def _stories(lake: Lake, wanted: set[tuple[str, date]]) -> dict[tuple[str, date], Example]:
    """The first story, by address, of each source and night."""
    mine = pc.field("source").isin(pa.array(sorted({source for source, _ in wanted}), pa.string()))
    a_story = mine & pc.field("kind").isin([kind.value for kind in STORIES])
    rows = lake.read("documents", nights={on for _, on in wanted}, columns=list(COLUMNS), where=a_story).to_pylist()
    found: dict[tuple[str, date], Example] = {}
    for row in sorted(rows, key=lambda row: row["url"]):
        if (place := (row["source"], row["night"])) in wanted:
            found.setdefault(place, _example(row))
    return found


def _example(row: Mapping[str, Any]) -> Example:
    text = " ".join((row["text"] or "").split())
    return Example(
        row["night"], row["url"], row["title"] or "", f"{text[:SHOWN_CHARS]}…" if len(text) > SHOWN_CHARS else text
    )
