"""The page of an event: who told it when, in whose words, and who did not."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from functools import partial
from typing import Any

from pipelines.browse.asked import Asked, UnknownError
from pipelines.browse.narrow import EVERYWHERE, Whereabouts, Within, whereabouts
from pipelines.browse.pages.known import all_sources, event_facts
from pipelines.browse.publication import Publication
from pipelines.corpus.publish.macros import COVERAGE, GROWTH, NAMED_EVENT

DAYS_ON_FRONT = timedelta(days=7)
"""A story's best place on a front page is looked for in so many days from the night on which it was first seen."""


def event(asked: Asked) -> dict[str, Any]:
    """Every telling with the interval of its publication, how the event grew night by night, and the sources without it."""
    publication, wanted = asked.publication, asked.path["event"]
    if not (found := event_facts(publication, [wanted])):
        raise UnknownError(f"there is no event {wanted}: it is named by 16 hex digits, as 'event_facts' has it")
    [facts] = found
    where = whereabouts(publication.home, publication.events.members([wanted]))
    rows = partial(publication.rows, within={**where.of_captures, **_lists(publication, facts["sources"], where)})
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


def _lists(publication: Publication, sources: Iterable[str], where: Whereabouts) -> Within:
    """Where the lists of sources are that had these works in their first days, when they stood nearest to the top."""
    if not (where.placed and where.captured):
        return EVERYWHERE
    nights = {
        night
        for source in sources
        for night in publication.nights[source]
        if any(first <= night <= first + DAYS_ON_FRONT for first in where.placed)
    }
    return {"headline_sightings": nights, "source_settings": nights}
