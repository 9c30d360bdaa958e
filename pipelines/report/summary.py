"""The account of each source: from URLs advertised to articles dated, with what was dropped and why.

A night is told by what it brought: its own fetches, pages and revisions, and the works first seen on it *as the corpus knows
them now*. An account is therefore a function of the nights built, in whatever order; drawn up again later, it says what
has since been learned of the same works (an original found for a copy), and nothing that later nights brought.
"""

from __future__ import annotations

from datetime import date

import duckdb
import pyarrow as pa
import pyarrow.compute as pc

from pipelines.home import Home
from pipelines.lake import Lake
from pipelines.locator import locating
from pipelines.sql.connection import connect

SUMMARY = """
WITH advertised AS (
    SELECT source, count(*) AS advertised, count(*) FILTER (outcome = 'stored') AS fetched,
        count(*) FILTER (outcome IN ('not_modified', 'duplicate_payload')) AS unchanged
    FROM fetches WHERE resource = 'page' AND ({nights}) GROUP BY source
), extracted AS (
    SELECT source, count(*) AS extracted FROM documents WHERE ({nights}) GROUP BY source
), published AS (
    SELECT source, count(*) AS articles, count(published) AS dated, count(*) - count(published) AS undated,
        count(*) FILTER (copies > 0 AND role <> 'origin') AS duplicates
    FROM articles WHERE ({first_nights}) GROUP BY source
), revised AS (
    SELECT source, count(*) AS revisions FROM revisions JOIN articles USING (article_id)
    WHERE revision > 1 AND ({nights}) GROUP BY source
), reasons AS (
    SELECT source, reason, count(*) AS pages FROM dropped WHERE ({nights}) GROUP BY ALL
), left_out AS (
    SELECT source, string_agg(reason || ' ' || pages, ', ' ORDER BY pages DESC, reason) AS dropped FROM reasons GROUP BY source
)
SELECT source, advertised, fetched, unchanged, coalesce(extracted, 0) AS extracted, coalesce(articles, 0) AS articles,
    coalesce(dated, 0) AS dated, coalesce(undated, 0) AS undated, coalesce(duplicates, 0) AS duplicates,
    coalesce(revised.revisions, 0) AS revisions, coalesce(dropped, '–') AS dropped
FROM advertised LEFT JOIN extracted USING (source) LEFT JOIN published USING (source) LEFT JOIN revised USING (source)
    LEFT JOIN left_out USING (source)
ORDER BY source
"""
OUTCOMES = """
SELECT source, outcome, count(*) AS urls FROM fetches WHERE resource = 'page' AND ({nights}) GROUP BY ALL ORDER BY ALL
"""
PRECISIONS = """
SELECT source, coalesce(published_precision, 'unknown') AS precision, count(*) AS articles
FROM articles WHERE ({first_nights}) GROUP BY ALL ORDER BY ALL
"""
COLUMNS = {
    "fetches": ("night", "source", "resource", "outcome"),
    "documents": ("night", "source", "article_id"),
    "dropped": ("night", "source", "reason"),
}
WORK_COLUMNS = {
    "articles": ("article_id", "source", "published", "published_precision", "copies", "role", "first_night"),
    "revisions": ("article_id", "revision", "night"),
}


def source_summary(home: Home, night: date | None = None) -> pa.Table:
    """A row a source: URLs, pages and revisions of one night and the articles first seen on it; or all nights together."""
    return _query(home, SUMMARY, night)


def outcome_counts(home: Home, night: date | None = None) -> pa.Table:
    """source, outcome, urls."""
    return _query(home, OUTCOMES, night)


def precision_counts(home: Home, night: date | None = None) -> pa.Table:
    """source, precision (`unknown` where undated), articles first seen on the night."""
    return _query(home, PRECISIONS, night)


def _query(home: Home, query: str, night: date | None) -> pa.Table:
    if night is None:
        with connect(home) as connection:
            return connection.sql(query.format(nights="true", first_nights="true")).to_arrow_table()
    day = f"DATE '{night.isoformat()}'"
    with duckdb.connect() as connection:
        for table, rows in _rows_of(home, night).items():
            connection.register(table, rows)
        return connection.sql(
            query.format(nights=f"night = {day}", first_nights=f"first_night = {day}")
        ).to_arrow_table()


def _rows_of(home: Home, night: date) -> dict[str, pa.Table]:
    """The rows that a night brought, and those of the works that it captured, by table; no other files are opened."""
    lake = Lake(home.lake)
    found = {table: lake.read(table, night=night, columns=columns) for table, columns in COLUMNS.items()}
    works = pc.unique(found["documents"]["article_id"]).to_pylist()
    with locating(home) as locator:
        places = locator.places(works)
    for table, columns in WORK_COLUMNS.items():
        found[table] = lake.read_works(table, works, places, columns=columns)
    return found
