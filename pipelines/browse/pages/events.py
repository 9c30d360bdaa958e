"""The page of an event: who told it when, in whose words, and who did not."""

from __future__ import annotations

from typing import Any

from pipelines.browse.asked import Asked, UnknownError

NOT_TOLD = """
SELECT s.source, s.title, s.language FROM sources s
WHERE NOT list_contains(?, s.source) AND s.since <= ? ORDER BY s.title, s.source
"""


def event(asked: Asked) -> dict[str, Any]:
    """Every telling with the interval of its publication, how the event grew night by night, and the sources without it."""
    rows, wanted = asked.publication.rows, asked.path["event"]
    facts = asked.publication.row("FROM event_facts WHERE event_id = ?", wanted)
    if facts is None:
        raise UnknownError(f"there is no event {wanted}: it is named by 16 hex digits, as 'event_facts' has it")
    return {
        **facts,
        "coverage": rows("FROM coverage(?)", wanted),
        "growth": rows("FROM event_history(?)", wanted),
        "not_told": rows(NOT_TOLD, facts["sources"], facts["last_new_night"]),
    }
