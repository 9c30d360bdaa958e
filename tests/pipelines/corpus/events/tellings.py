"""Tellings of made-up events (`tellings.jsonl`): in other words, in other languages, and another event of the same kind."""

import json
from datetime import date
from pathlib import Path

from pipelines.corpus.events.model import Story
from pipelines.corpus.events.sketch import sketch

MONDAY = date(2026, 2, 2)
TELLINGS = [json.loads(line) for line in Path(__file__).with_suffix(".jsonl").read_text("utf-8").splitlines()]
"""Each with `id`, `event`, `language`, `days` after MONDAY, `title` and `text`."""


def stories() -> list[Story]:
    """Every telling as a dated story of a source of its own, captured in the order of the file."""
    found = []
    for seen, row in enumerate(TELLINGS):
        day = MONDAY.toordinal() + row["days"]
        made = sketch(row["title"], row["text"], row["language"])
        found.append(Story(row["id"], day, day, made, f"paper_{row['id']}", row["id"], seen))
    return found


def truth() -> set[frozenset[str]]:
    """The events that several tellings report."""
    events: dict[str, set[str]] = {}
    for row in TELLINGS:
        events.setdefault(row["event"], set()).add(row["id"])
    return {frozenset(members) for members in events.values() if len(members) > 1}
