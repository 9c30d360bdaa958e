"""The start page and the search: results with facets and a chart over time, each a filter."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlencode

from pipelines.ask.search import listing
from pipelines.ask.search.asking import asked as query_of
from pipelines.ask.search.events import by_event
from pipelines.ask.search.grammar import Query
from pipelines.ask.search.searcher import Found, Hit, Searcher
from pipelines.base.errors import InputError
from pipelines.base.templates import templates
from pipelines.browse.asked import Asked
from pipelines.browse.publication import Publication, Row

FILTERS = ("source", "language", "kind", "section", "author", "role", "from", "to")
"""Fields of the query language that are parameters of their own."""
FACETS = ("source", "language", "kind", "section", "month")
MAX_COUNTED = 10_000
"""Facets count the best results only, if there are more."""
MAX_VALUES = 12
FACET_COUNTS = """
WITH hits AS (SELECT unnest(?) AS article_id),
found AS (SELECT source, language, kind, section, coalesce(published[1:7], 'undated') AS month FROM articles SEMI JOIN hits
  USING (article_id))
SELECT CASE WHEN grouping(source) = 0 THEN 'source' WHEN grouping(language) = 0 THEN 'language'
    WHEN grouping(kind) = 0 THEN 'kind' WHEN grouping(section) = 0 THEN 'section' ELSE 'month' END AS facet,
  coalesce(source, language, kind, section, month) AS value, count(*) AS articles
FROM found GROUP BY GROUPING SETS ((source), (language), (kind), (section), (month)) ORDER BY facet, articles DESC, value
"""
FEED = """
WITH hits AS (SELECT unnest(?) AS article_id)
SELECT article_id, source, title, url, authors, published, not_after, first_seen, left(text, 300) AS beginning FROM articles
SEMI JOIN hits USING (article_id) ORDER BY first_seen DESC, article_id LIMIT 50
"""
NEWEST = """
SELECT article_id, source, title, url, language, published, not_after, first_seen FROM articles
ORDER BY first_night DESC, published_from DESC, article_id LIMIT 10
"""


def start(asked: Asked) -> dict[str, Any]:
    """What the corpus holds: its nights, its sources, and the events that most papers reported last."""
    rows = asked.publication.rows
    return {
        "sources": rows(
            "SELECT source, title, language, country, articles, last_night FROM sources ORDER BY title, source"
        ),
        "nights": rows(
            "SELECT night, count(*) AS sources, sum(new_stories)::BIGINT AS new_stories, "
            "count_if(state = 'held_back') AS held_back FROM source_health GROUP BY night ORDER BY night DESC LIMIT 14"
        ),
        "events": rows(
            "SELECT event_id, title, tellings, sources, not_before, not_after FROM event_facts "
            "WHERE strength >= 0.7 AND tellings > 1 ORDER BY last_new_night DESC, tellings DESC, event_id LIMIT 10"
        ),
        "newest": rows(NEWEST),
        "total": asked.publication.rows("SELECT count(*) AS n FROM articles")[0]["n"],
    }


def search(asked: Asked) -> dict[str, Any]:
    """Articles that match, best first, with how the query was understood, counts by facet, and links that narrow it down."""
    query = asked_query(asked)
    page = asked.number("page", 1, most=500)
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
        }
    found = found_by(asked.publication, query, limit=limit, page=page)
    if asked.text("events"):
        found = by_event(asked.publication.home, found)
    counted = min(found.total, MAX_COUNTED)
    return {
        "understood": found.understood,
        "total": found.total,
        "first": found.first,
        "page": page,
        "limit": limit,
        "hits": [_hit(each) for each in found.hits],
        "counted": counted,
        "facets": _facets(asked.publication, query, counted),
    }


def asked_query(asked: Asked) -> Query | None:
    """The query of the parameters; None if nothing was asked for. Raises InputError."""
    conditions = {name: [value] for name in FILTERS if (value := asked.text(name))}
    words = asked.text("q")
    return query_of([words], conditions) if words or conditions else None


def found_by(publication: Publication, query: Query, *, limit: int, page: int) -> Found:
    """A page of results. Raises InputError if there is no index."""
    return _searcher(publication).find(query, limit=limit, page=page)


def in_csv(asked: Asked) -> str:
    """A page of results as CSV."""
    query = _required(asked)
    found = found_by(
        asked.publication, query, limit=asked.number("limit", 100, most=1_000), page=asked.number("page", 1, most=500)
    )
    return "\n".join(listing.as_csv(found)) + "\n"


def in_atom(asked: Asked) -> str:
    """The articles of a search that were first seen last, as an Atom feed: a saved search that tells what is new."""
    query = _required(asked)
    publication = asked.publication
    ids = _best(publication, query)
    entries = publication.rows(FEED, ids) if ids else []
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


def _searcher(publication: Publication) -> Searcher:
    if publication.searcher is None:
        raise InputError("there is no search index yet: run 'dateline build'")
    return publication.searcher


def _best(publication: Publication, query: Query) -> list[str]:
    """The ids of the best results, MAX_COUNTED at most."""
    return [found for found, _ in _searcher(publication).ids(query, limit=MAX_COUNTED)]


def _required(asked: Asked) -> Query:
    if (query := asked_query(asked)) is None:
        raise InputError("nothing is asked for: give q, or a filter")
    return query


def narrowed(query: dict[str, str], **changes: str | None) -> str:
    """The address of the search with other values; None takes one away.

    >>> narrowed({"q": "ferry", "page": "2"}, source="herald", page=None)
    '/search?q=ferry&source=herald'
    """
    kept = {name: value for name, value in (query | changes).items() if value}
    return "/search" + (f"?{urlencode(kept)}" if kept else "")


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


def _facets(publication: Publication, query: Query, counted: int) -> dict[str, list[Row]]:
    ids = _best(publication, query) if counted else []
    facets: dict[str, list[Row]] = {name: [] for name in FACETS}
    for row in publication.rows(FACET_COUNTS, ids) if ids else ():
        values = facets[row.pop("facet")]
        if row["value"] is not None:
            values.append(row)
    months = sorted(facets["month"], key=lambda row: str(row["value"]))
    return {name: values[:MAX_VALUES] for name, values in facets.items()} | {"month": months}
