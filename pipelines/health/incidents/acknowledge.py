"""Mark incidents as known, or put them off until a day."""

from __future__ import annotations

import getpass
from datetime import date

from pipelines.base.errors import InputError
from pipelines.health.incidents.incident import RESOLVED, incidents
from pipelines.health.incidents.notes import Note, put_note
from pipelines.lake.home import Home
from pipelines.night.lock import writing
from pipelines.nights import built_night, run_step


def acknowledge(
    home: Home,
    source: str,
    check: str | None,
    *,
    note: str | None,
    by: str | None,
    until: date | None,
    undo: bool = False,
) -> list[str]:
    """Write a note about the incidents of a source that are not over, or about one check; returns a line for each.

    The report of the last night is written again. Raises InputError if there is no such incident.
    """
    night = built_night(home, None)
    mine = [one for one in incidents(home, night) if one.source == source and one.state != RESOLVED]
    chosen = [one for one in mine if check in (None, one.check)]
    if not chosen:
        there = (
            f"its open incidents: {', '.join(one.check for one in mine)}" if mine else "'dateline morning' lists all"
        )
        raise InputError(f"no open incident of {source}{f': {check}' if check else ''}; {there}")
    if until is not None and until < night:
        raise InputError(f"--until {until} is before the night of {night}: name a later day")
    with writing(home):
        for one in chosen:
            new = Note(night, one.severity, by or _login(), note, until)
            put_note(home, source, one.check, None if undo else new, one.first_night)
    run_step(home, night, "nightly_report", show=False)
    done = "listed again" if undo else f"put off until {until}" if until else "acknowledged"
    return [f"{source}: {one.check}: {done}" for one in chosen]


def _login() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError):
        return "unknown"
