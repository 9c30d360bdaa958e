"""The report of a night as one HTML file that needs nothing else: no font, no picture from elsewhere; a script only to sort.

It reads on a phone, in the dark, by keyboard and with a screen reader: headings in order, tables with scopes, wide tables in
regions that can be focused and scrolled, colours of 4.5 : 1 and more, and never a colour alone. All that comes from pages is
escaped: the template escapes every value, and control characters are written as in `pipelines.base.neutral`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from importlib.resources import files
from typing import Any

import pyarrow as pa

from pipelines.base.templates import link, ours, templates
from pipelines.health.incidents.examples import Shown
from pipelines.health.incidents.morning import (
    EARLIER,
    NEW,
    OVER,
    PUT_OFF,
    Morning,
    Paper,
)
from pipelines.health.incidents.wording import cause, commands, sentence
from pipelines.health.sparkline import sparkline
from pipelines.lake.command_line import BROWSE
from pipelines.lake.values import HealthState
from pipelines.night.window import RECENT_NIGHTS

UI = "http://127.0.0.1:3000"
"""Where `dateline ui` serves the UI."""
MAX_ROWS = 100
"""Rows of a table; how many more there are is said below it."""
CELLS = {HealthState.WARNING: "w", HealthState.HELD_BACK: "h", HealthState.RELEASED: "r"}


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the night in figures: its heading, what it shows, and a table or pictures (SVG)."""

    heading: str
    caption: str
    rows: pa.Table | None = None
    pictures: Sequence[bytes] = ()
    is_open: bool = False


def report_page(morning: Morning, beside: Mapping[tuple[str, str], Shown], sections: Sequence[Section]) -> str:
    """The whole file. `beside` has what is shown beside incidents by source and check. The same arguments give the same text."""
    days = [morning.night - timedelta(days=back) for back in reversed(range(RECENT_NIGHTS))]
    days = [day for day in days if any(day in _nights(paper) for paper in morning.papers.values())]
    return (
        templates(__package__)
        .get_template("night.html")
        .render(
            title=f"Night of {morning.night:%A}, {_day(morning.night)}",
            style=ours(_text("night.css")),
            script=ours(_text("night.js")),
            morning=morning,
            papers=[_paper_row(paper, days) for paper in _by_need(morning)],
            days=days,
            figures=[
                _figure(section) for section in sections if section.pictures or (section.rows and len(section.rows))
            ],
            shown_of=lambda one: _shown(beside.get((one.source, one.check), Shown())),
            sentence=lambda line: sentence(line, morning.papers, morning.night),
            commands=commands,
            cause=cause,
            day=_day,
            link=link,
            ui=UI,
            browse=BROWSE,
            NEW=NEW,
            EARLIER=EARLIER,
            PUT_OFF=PUT_OFF,
            OVER=OVER,
        )
    )


def _text(name: str) -> str:
    return files(__package__).joinpath(name).read_text(encoding="utf-8")


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"


def _nights(paper: Paper) -> set[date]:
    return {night for night, _, _ in paper.nights}


def _by_need(morning: Morning) -> list[Paper]:
    """The papers: those held back, those with new incidents, with earlier ones, the others; by title."""
    new, old = morning.sources(NEW), morning.sources(EARLIER)

    def need(paper: Paper) -> tuple[object, ...]:
        last = paper.nights[-1] if paper.nights else None
        held = last is not None and last[0] == morning.night and last[1] == HealthState.HELD_BACK
        return (not held, paper.source not in new, paper.source not in old, paper.title.casefold(), paper.source)

    return sorted(morning.papers.values(), key=need)


def _paper_row(paper: Paper, days: Sequence[date]) -> dict[str, Any]:
    by_night = {night: (CELLS.get(HealthState(state), ""), stories) for night, state, stories in paper.nights}
    cells = [{"kind": kind, "said": said} for kind, said in (by_night.get(day, ("x", "–")) for day in days)]
    return {"source": paper.source, "title": paper.title, "home": paper.home, "language": paper.language, "group": paper.group,
            "cells": cells}  # fmt: skip


def _shown(shown: Shown) -> dict[str, Any]:
    picture = ours(sparkline(shown.values)) if shown.values else ""
    return {"before": shown.before, "after": shown.after, "figure": shown.figure, "picture": picture,
            "nights": len(shown.values)}  # fmt: skip


def _figure(section: Section) -> dict[str, Any]:
    rows = section.rows.slice(0, MAX_ROWS).to_pylist() if section.rows is not None else []
    return {
        "heading": section.heading,
        "caption": section.caption,
        "is_open": section.is_open,
        "pictures": [ours(picture.decode()) for picture in section.pictures],
        "names": [name.replace("_", " ") for name in (section.rows.column_names if section.rows is not None else ())],
        "rows": [_row(row.values()) for row in rows],
        "more": 0 if section.rows is None else max(0, section.rows.num_rows - MAX_ROWS),
    }


def _row(values: Iterable[Any]) -> tuple[str, list[tuple[str, str]]]:
    first, *rest = values
    return _said(first), [_cell(value) for value in rest]


def _cell(value: Any) -> tuple[str, str]:
    said = _said(value)
    return ("number" if isinstance(value, int | float) else "long" if len(said) > 40 else "", said)


def _said(value: Any) -> str:
    return "–" if value is None else f"{value:,}" if isinstance(value, int) else str(value)
