"""The page of an event: who told it when, in whose words, and who did not."""

from __future__ import annotations

from typing import Any

from pipelines.browse.asked import Asked, UnknownError
from pipelines.browse.pages.sources import all_sources
from pipelines.corpus.publish.macros import COVERAGE, GROWTH, NAMED_EVENT


def event(asked: Asked) -> dict[str, Any]:
    """Every telling with the interval of its publication, how the event grew night by night, and the sources without it."""
    rows, wanted = asked.publication.rows, asked.path["event"]
    facts = asked.publication.row("FROM event_facts WHERE event_id = ?", wanted)
    if facts is None:
        raise UnknownError(f"there is no event {wanted}: it is named by 16 hex digits, as 'event_facts' has it")
    silent = [
        {name: row[name] for name in ("source", "title", "language")}
        for row in all_sources(asked.publication).values()
        if row["source"] not in facts["sources"] and row["since"] and row["since"] <= facts["last_new_night"]
    ]
    return {
        **facts,
        "coverage": rows(f"{NAMED_EVENT}, {COVERAGE}", wanted),
        "growth": rows(f"{NAMED_EVENT} {GROWTH}", wanted),
        "not_told": silent,
    }
