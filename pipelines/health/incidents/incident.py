"""An incident, and the incidents of a night: findings of `source_health` and sources that were not crawled to the end."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

import duckdb

from pipelines.base.settings.file import settings_names
from pipelines.corpus.publish.incident_view import INCIDENTS
from pipelines.health.incidents.missing import MISSING, missing_nights, not_due
from pipelines.health.incidents.notes import Note, notes
from pipelines.health.show import ANSWERS
from pipelines.health.tonight import ERROR, WARNING
from pipelines.lake.delta import Lake
from pipelines.lake.home import Home
from pipelines.lake.values import HealthState
from pipelines.night.window import REPORTED_NIGHTS

OPEN, ACKNOWLEDGED, SNOOZED, RESOLVED = "open", "acknowledged", "snoozed", "resolved"
NO_SOURCE = "no longer a source"
"""The note of incidents that ended because the source's file was removed."""


@dataclass(frozen=True, slots=True)
class Incident:
    """Something amiss about a source, from `first_night` to `last_night`, as known on one night.

    `check` is a `HealthCheck`, or MISSING for a source that was not crawled to the end. `held_back` is true if the
    source's last night is held back for it. `by` and `note` are of the person who acknowledged or snoozed it.
    """

    source: str
    check: str
    first_night: date
    last_night: date
    state: str
    severity: str
    nights: int
    sentence: str
    held_back: bool = False
    url: str | None = None
    command: str | None = None
    by: str | None = None
    note: str | None = None
    until: date | None = None


def incidents(home: Home, night: date) -> list[Incident]:
    """All incidents of the last nights as known on `night`: errors first, then by check and source.

    Later nights are not read. What an open incident needs depends on `incidents.yaml`, too.
    """
    missing = missing_nights(home, night)
    lost = {source for source, nights in missing.items() if nights[-1][0] == night}
    found = [*_of_health(home, night, lost), *_of_missing(missing, night, not_due(home, night))]
    written = notes(home)
    with_notes = (_noted(each, written.get((each.source, each.check), ()), night) for each in found)
    return sorted(with_notes, key=lambda one: (one.severity != ERROR, one.check, one.source, one.first_night))


def _of_health(home: Home, night: date, lost: set[str]) -> list[Incident]:
    """The rows of the view `incidents` up to a night.

    For sources that are missing tonight, open warnings about their answers are left out: they are why it is missing. Those of
    sources without a file are over with the first night without them.
    """
    lake = Lake(home.lake)
    first = night - timedelta(days=REPORTED_NIGHTS - 1)
    nights = [each for each in lake.nights("source_health") if first <= each <= night]
    with duckdb.connect() as connection:
        columns = ["night", "source", "state", "findings", "imported"]
        judged = lake.read("source_health", nights=nights, columns=columns)
        connection.register("source_health", judged)
        found = connection.sql(INCIDENTS.query).to_arrow_table().to_pylist()
    rows, files = judged.to_pylist(), set(settings_names(home.sources))
    held = {(row["source"], row["night"]) for row in rows if row["state"] == HealthState.HELD_BACK}
    there = files | {row["source"] for row in rows if row["night"] == night or not files}
    mine = (_incident(row, is_held=(row["source"], row["last_night"]) in held) for row in found)
    return [
        each if each.source in there else replace(each, state=RESOLVED, held_back=False, note=NO_SOURCE)
        for each in mine
        if not (each.source in lost and each.state == OPEN and each.check in ANSWERS and each.severity != ERROR)
    ]


def _incident(row: Mapping[str, Any], *, is_held: bool) -> Incident:
    names = (
        "source",
        "check",
        "first_night",
        "last_night",
        "state",
        "severity",
        "nights",
        "sentence",
        "url",
        "command",
    )
    is_error = row["state"] == OPEN and row["severity"] == ERROR
    return Incident(**{name: row[name] for name in names}, held_back=is_error and is_held)


def _of_missing(missing: Mapping[str, Sequence[tuple[date, str]]], night: date, later: Set[str]) -> list[Incident]:
    """One incident for each row of nights on which a source was missing; of sources in `later`, tonight is yet to come."""
    found = []
    for source, nights in missing.items():
        last, end = nights[-1]
        found.append(
            Incident(
                source,
                MISSING,
                nights[0][0],
                last,
                OPEN if last >= night - timedelta(days=source in later) else RESOLVED,
                WARNING,
                len(nights),
                end,
                command=f"dateline sources check {source}",
            )
        )
    return found


def _noted(incident: Incident, written: Sequence[Note], night: date) -> Incident:
    """An open incident with the last note that was written about it; a note about a warning does not hold for an error."""
    mine = [note for note in written if incident.first_night <= note.on <= night]
    if incident.state != OPEN or not mine or (mine[-1].severity != ERROR and incident.severity == ERROR):
        return incident
    note = mine[-1]
    over = note.until is not None and note.until < night
    state = OPEN if over else SNOOZED if note.until else ACKNOWLEDGED
    return replace(incident, state=state, by=note.by, note=note.note, until=note.until)
