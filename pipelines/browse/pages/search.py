"""The start page and the search: results with facets and a chart over time, each a filter."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from functools import partial
from typing import Any
from urllib.parse import urlencode

from pipelines.ask.search import listing
from pipelines.ask.search.asking import asked as query_of
from pipelines.ask.search.grammar import Query
from pipelines.ask.search.searcher import Hit, Searcher
from pipelines.base.errors import InputError
from pipelines.base.templates import templates
from pipelines.browse.asked import Asked
from pipelines.browse.pages.known import all_nights, all_sources, newest_events
from pipelines.browse.publication import Publication, Row

FILTERS = ("source", "language", "kind", "section", "author", "role", "from", "to")
"""Fields of the query language that are parameters of their own."""
MAX_COUNTED = 10_000
"""Facets count the best results only, if there are more."""
MAX_PAGES = 500
EVENTS = "SELECT article_id, event_id FROM events SEMI JOIN (SELECT unnest(?) AS article_id) USING (article_id)"
FEED = """
WITH hits AS (SELECT unnest(?) AS article_id)
SELECT article_id, source, title, url, authors, published, not_after, first_seen, left(text, 300) AS beginning FROM articles
SEMI JOIN hits USING (article_id) ORDER BY first_seen DESC, article_id LIMIT 50
"""
FEED_ENTRIES = 50
NEWEST = """
SELECT article_id, source, title, url, language, published, not_after, first_seen FROM articles
ORDER BY first_night DESC, published_from DESC, article_id LIMIT 10
"""
SHOWN_NIGHTS = 14
NIGHTS = """
SELECT night, count(*) AS sources, sum(new_stories)::BIGINT AS new_stories, count_if(state = 'held_back') AS held_back
FROM source_health GROUP BY night ORDER BY night DESC
"""


def start(asked: Asked) -> dict[str, Any]:
    """What the corpus holds: its nights, its sources, and the events that most papers reported last."""
    return asked.publication.once("start", partial(_start, asked.publication))


def _start(publication: Publication) -> dict[str, Any]:
    sources = list(all_sources(publication).values())
    nights = all_nights(publication)[:SHOWN_NIGHTS]
    names = ("source", "title", "language", "country", "articles", "last_night")
    return {
        "sources": [{name: row[name] for name in names} for row in sources],
        "nights": publication.rows(NIGHTS, within={"source_health": nights}),
        "events": newest_events(publication, nights),
        "newest": publication.rows(NEWEST, within={"articles": nights}),
        "total": sum(row["articles"] for row in sources),
    }


def search(asked: Asked) -> dict[str, Any]:
    """Articles that match, best first, with how the query was understood, counts by facet, and links that narrow it down."""
    query = asked_query(asked)
    page = asked.number("page", 1, most=MAX_PAGES)
    limit = asked.number("limit", 20, most=100)
    if query is None:
        return {
            "understood": "",
            "total": 0,
            "first": 1,
            "hits": [],
            "facets": {},
            "counted": 0,
            "page": 1,
            "limit": limit,
            "next": None,
        }
    searcher = searcher_of(asked.publication)
    events = partial(_events, asked.publication) if asked.text("events") else None
    found = searcher.find(query, limit=limit, page=page, events=events)
    counted = min(found.total, MAX_COUNTED)
    return {
        "understood": found.understood,
        "total": found.total,
        "first": found.first,
        "page": page,
        "limit": limit,
        "next": next_page(asked, "/search", page) if page * limit < found.total and page < MAX_PAGES else None,
        "hits": [_hit(each) for each in found.hits],
        "counted": counted,
        "facets": asked.publication.once(query, partial(_facets, asked.publication, query)),
    }


def asked_query(asked: Asked) -> Query | None:
    """The query of the parameters; None if nothing was asked for. Raises InputError."""
    conditions = {name: [value] for name in FILTERS if (value := asked.text(name))}
    words = asked.text("q")
    return query_of([words], conditions) if words or conditions else None


def in_csv(asked: Asked) -> str:
    """A page of results as CSV."""
    query = _required(asked)
    limit, page = asked.number("limit", 100, most=1_000), asked.number("page", 1, most=MAX_PAGES)
    found = searcher_of(asked.publication).find(query, limit=limit, page=page)
    return "\n".join(listing.as_csv(found)) + "\n"


def in_atom(asked: Asked) -> str:
    """The articles of a search that were first seen last, as an Atom feed: a saved search that tells what is new."""
    query = _required(asked)
    publication = asked.publication
    ids = [found for found, _ in searcher_of(publication).ids(query, limit=MAX_COUNTED)]
    entries = _entries(publication, ids) if ids else []
    return (
        templates("pipelines.browse")
        .get_template("templates/search.atom")
        .render(
            title=str(query),
            address=narrowed({**asked.query, "format": ""}),
            entries=entries,
            epoch=datetime.fromtimestamp(0, UTC),
        )
    )


def _entries(publication: Publication, ids: Sequence[str]) -> list[Row]:
    """The articles that were first seen last: among those of the last nights, or, if these are few, of all."""
    last = max((listed[0] for listed in publication.nights.values()), default=date.min)
    recent = publication.rows(FEED, ids, within={"articles": [last, last.replace(day=1) - timedelta(days=1)]})
    return recent if len(recent) == FEED_ENTRIES else publication.rows(FEED, ids)


def searcher_of(publication: Publication) -> Searcher:
    """The search index of a publication. Raises InputError if there is none."""
    if publication.searcher is None:
        raise InputError("there is no search index yet: run 'dateline build'")
    return publication.searcher


def _events(publication: Publication, works: Sequence[str]) -> dict[str, str]:
    return {row["article_id"]: row["event_id"] for row in publication.rows(EVENTS, list(works))}


def _required(asked: Asked) -> Query:
    if (query := asked_query(asked)) is None:
        raise InputError("nothing is asked for: give q, or a filter")
    return query


def narrowed(query: dict[str, str], path: str = "/search", **changes: str | None) -> str:
    """The address of the search, or of another page, with other values; None takes one away.

    >>> narrowed({"q": "ferry", "page": "2"}, source="herald", page=None)
    '/search?q=ferry&source=herald'
    """
    kept = {name: value for name, value in (query | changes).items() if value}
    return path + (f"?{urlencode(kept)}" if kept else "")


def next_page(asked: Asked, path: str, page: int) -> str:
    """The address of the page after one, of the same publication."""
    return narrowed(dict(asked.query), path, page=str(page + 1), publication=asked.publication.mark)


def _hit(hit: Hit) -> dict[str, Any]:
    names = (
        "article_id",
        "source",
        "url",
        "published",
        "earliest",
        "latest",
        "language",
        "kind",
        "section",
        "role",
        "event_id",
    )
    shown = {name: getattr(hit, name) for name in names} | {"authors": list(hit.authors or ())}
    return shown | {
        "title": hit.title.text,
        "title_marks": [list(mark) for mark in hit.title.marks],
        "passage": hit.passage.text,
        "marks": [list(mark) for mark in hit.passage.marks],
    }


def _facets(publication: Publication, query: Query) -> dict[str, list[Row]]:
    keys = searcher_of(publication).keys(query, limit=MAX_COUNTED)
    return publication.facets.counts(keys)
