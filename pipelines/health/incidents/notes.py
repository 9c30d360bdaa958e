"""What people wrote about incidents: who acknowledged one, or put it off until a day.

The notes are in one file of the home, `incidents.yaml`, by source and check:

    paper_13:
      encoding:
      - {on: 2026-02-12, severity: error, by: anna, note: they know, until: 2026-02-20}
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from io import BytesIO
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from pipelines.base.errors import ConfigError
from pipelines.base.ids import digest
from pipelines.lake.archive.layout import replacing
from pipelines.lake.home import Home
from pipelines.night.window import REPORTED_NIGHTS

FILE = "incidents.yaml"
HEADER = b"# Who knows about which incident: 'dateline acknowledge SOURCE' writes it.\n"
EXAMPLE = "paper: {encoding: [{on: 2026-02-12, severity: error, note: they know}]}"


@dataclass(frozen=True, slots=True)
class Note:
    """A note about an incident that was open on `on`, of `severity` then; with `until`, it is put off until that day."""

    on: date
    severity: str
    by: str | None = None
    note: str | None = None
    until: date | None = None


Notes = dict[tuple[str, str], tuple[Note, ...]]


def notes(home: Home) -> Notes:
    """The notes by source and check, oldest first. Raises ConfigError if the file has any other content."""
    path = home.root / FILE
    if not path.exists():
        return {}
    try:
        data = YAML(typ="safe").load(path.read_text(encoding="utf-8")) or {}
        return {
            (str(source), str(check)): tuple(sorted((_note(each) for each in written), key=lambda note: note.on))
            for source, checks in data.items()
            for check, written in checks.items()
        }
    except (OSError, UnicodeDecodeError, YAMLError, AttributeError, TypeError, ValueError) as error:
        raise ConfigError(f"{path}: cannot be read: write it as {EXAMPLE}, or remove the file") from error


def notes_digest(home: Home, night: date) -> str:
    """Digest of the notes that a report of a night can show."""
    first = night - timedelta(days=REPORTED_NIGHTS - 1)
    shown = (
        f"{about} {note}"
        for about, written in sorted(notes(home).items())
        for note in written
        if first <= note.on <= night
    )
    return digest("notes", *shown)


def put_note(home: Home, source: str, check: str, note: Note | None, since: date) -> None:
    """Write a note about the incident that began on `since`, in place of earlier ones; None takes them back."""
    known = notes(home)
    kept = tuple(each for each in known.get((source, check), ()) if each.on < since)
    known[source, check] = (*kept, note) if note else kept
    data: dict[str, dict[str, list[dict[str, Any]]]] = {}
    for (of, about), written in sorted(known.items()):
        if written:
            data.setdefault(of, {})[about] = [_row(each) for each in written]
    text = BytesIO()
    YAML().dump(data, text)
    with replacing(home.root / FILE) as file:
        file.write(HEADER + text.getvalue())


def _note(row: dict[str, Any]) -> Note:
    note = Note(**row)
    if type(note.on) is not date or (note.until is not None and type(note.until) is not date):
        raise ValueError("no day")
    return note


def _row(note: Note) -> dict[str, Any]:
    names = ("on", "severity", "by", "note", "until")
    return {name: value for name in names if (value := getattr(note, name)) is not None}
