"""The page of an event: who told it when, in whose words, and who did not."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import timedelta
from functools import partial
from typing import Any

from pipelines.browse.asked import Asked, UnknownError
from pipelines.browse.narrow import EVERYWHERE, Whereabouts, Within, whereabouts
from pipelines.browse.pages.known import all_sources, event_facts
from pipelines.browse.publication import Publication, Row
from pipelines.corpus.publish.macros import COVERAGE, NAMED_EVENT

MEMBERS = """
SELECT first_night, source, coalesce(agency, cluster_id) AS telling, source || ': ' || coalesce(title, url) AS headline
FROM articles WHERE list_contains(?, article_id) ORDER BY published_from, article_id
"""
FIRST_HEADLINES = """
SELECT r.article_id, r.title FROM revisions r JOIN articles a USING (article_id)
WHERE list_contains(?, r.article_id) AND r.revision = 1 AND r.title <> a.title
"""
"""Of works whose headline changed since."""
DAYS_ON_FRONT = timedelta(days=7)
"""A story's best place on a front page is looked for in so many days from the night on which it was first seen."""


def event(asked: Asked) -> dict[str, Any]:
    """Every telling with the interval of its publication, how the event grew night by night, and the sources without it."""
    publication, wanted = asked.publication, asked.path["event"]
    if not (found := event_facts(publication, [wanted])):
        raise UnknownError(f"there is no event {wanted}: it is named by 16 hex digits, as 'event_facts' has it")
    [facts] = found
    works = publication.events.members([wanted])
    where = whereabouts(publication.home, works)
    rows = partial(publication.rows, within={**where.of_captures, **_lists(publication, facts["sources"], where)})
    coverage = rows(f"{NAMED_EVENT}, {COVERAGE}", wanted)
    firsts = {row["article_id"]: row["title"] for row in rows(FIRST_HEADLINES, works)}
    silent = [
        {name: row[name] for name in ("source", "title", "language")}
        for row in all_sources(asked.publication).values()
        if row["source"] not in facts["sources"] and row["since"] and row["since"] <= facts["last_new_night"]
    ]
    return {
        **facts,
        "coverage": [row | {"headline_before": firsts.get(row["article_id"])} for row in coverage],
        "growth": _growth(rows(MEMBERS, works)),
        "not_told": silent,
    }


def _growth(members: Sequence[Row]) -> list[Row]:
    """A row for each night with new members, as the macro `event_history` has it."""
    grown = []
    for night in sorted({row["first_night"] for row in members}):
        known = [row for row in members if row["first_night"] <= night]
        new = [row for row in known if row["first_night"] == night]
        grown.append({
            "night": night, "new_members": len(new), "members": len(known), "tellings": len({row["telling"] for row in known}),
            "sources": len({row["source"] for row in known}), "new_headlines": [row["headline"] for row in new],
        })  # fmt: skip
    return grown


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
