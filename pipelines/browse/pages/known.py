"""What several pages ask of a publication: its sources, facts of events, and the articles behind addresses."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import date
from urllib.parse import urlsplit

from pipelines.browse.narrow import placed, whereabouts, works_of_pages
from pipelines.browse.publication import Publication, Row
from pipelines.corpus.publish.derived import VIEWS

FACTS = f"WITH event_facts AS NOT MATERIALIZED ({VIEWS['event_facts'].query}) FROM event_facts WHERE event_id IN ({{}})"
WORKS = "SELECT url_key, article_id FROM articles WHERE source = ? AND list_contains(?, url_key)"
BEHIND = "SELECT article_id FROM articles WHERE article_id IN ({})"
OF_NIGHT = "SELECT DISTINCT event_id FROM events WHERE first_night = ?"
MAX_EVENTS, MAX_COUNTED = 10, 40
SURE = 0.7
"""Strength of an event that certainly is one."""


def event_facts(publication: Publication, events: Collection[str]) -> list[Row]:
    """The rows of `event_facts` of some events."""
    if not events:
        return []
    where = whereabouts(publication.home, publication.events.members(events))
    return publication.rows(FACTS.format(_marks(events)), *events, within=where.of_works)


def events_of_night(publication: Publication, night: date) -> list[Row]:
    """The events with a story that was new on a night, the most told first: of the MAX_COUNTED with most articles."""
    new = [row["event_id"] for row in publication.rows(OF_NIGHT, night, within={"events": [night]})]
    largest = sorted(new, key=lambda event: (-len(publication.events.members([event])), event))[:MAX_COUNTED]
    told = [row for row in event_facts(publication, largest) if row["tellings"] > 1]
    return sorted(told, key=lambda row: (-row["tellings"], row["event_id"]))[:MAX_EVENTS]


def newest_events(publication: Publication, nights: Iterable[date]) -> list[Row]:
    """The events of several sources that certainly are one and that grew last, the most told of a night first."""
    found: dict[str, Row] = {}
    for night in nights:
        for row in events_of_night(publication, night):
            if row["strength"] >= SURE and len(row["sources"]) > 1:
                found.setdefault(row["event_id"], row)
        if len(found) >= MAX_EVENTS:
            break
    return list(found.values())[:MAX_EVENTS]


def works_at(publication: Publication, source: str, keys: Iterable[str], night: date = date.max) -> dict[str, str]:
    """By url_key the article that a source has there, as its pages up to a night show it."""
    listed = sorted(set(keys))
    held = works_of_pages(publication.home, source, listed, night)
    if held is None:
        return {row["url_key"]: row["article_id"] for row in publication.rows(WORKS, source, listed)}
    ids = sorted({work for _, work in held.values()})
    if not ids:
        return {}
    found = publication.rows(BEHIND.format(_marks(ids)), *ids, within=placed(publication.home, ids))
    known = {row["article_id"] for row in found}
    return {key: work for key, (_, work) in held.items() if work in known}


def source_of_host(publication: Publication) -> Mapping[str, str]:
    """By the host of its home page, the source."""
    hosts = {host_of(row["home"]): name for name, row in all_sources(publication).items() if row["home"]}
    return publication.once("hosts", lambda: hosts)


def host_of(url: str) -> str:
    """Host and port of an address, without `www.`.

    >>> host_of("https://www.paper.example:8080/2026")
    'paper.example:8080'
    """
    return urlsplit(url).netloc.removeprefix("www.")


def all_nights(publication: Publication) -> list[date]:
    """The nights of the corpus, the last one first."""
    return publication.once(
        "nights", lambda: sorted({night for own in publication.nights.values() for night in own}, reverse=True)
    )


def all_sources(publication: Publication) -> dict[str, Row]:
    """The rows of `sources` by name, in the order of their titles."""
    query = "FROM sources ORDER BY title, source"
    return publication.once(query, lambda: {row["source"]: row for row in publication.rows(query)})


def _marks(values: Collection[object]) -> str:
    return ", ".join("?" * len(values))
