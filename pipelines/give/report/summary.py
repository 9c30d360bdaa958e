"""The account of each source: from URLs advertised to articles dated, with what was dropped and why.

A night is described by what it brought: its own fetches, pages and revisions, and the works first seen on it, with their
dates and events *as the evidence of that night and earlier ones gives them*. So an account is the same whatever the order in
which nights are built. Only the origin of a copy is as the corpus knows it now: a later night may bring an earlier original.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date

import duckdb
import pyarrow as pa
import pyarrow.compute as pc

from pipelines.ask.sql.connection import connect
from pipelines.lake.delta import Lake
from pipelines.lake.home import Home
from pipelines.lake.schemas import TABLES
from pipelines.night.locator import Locator, locating
from pipelines.night.stretches import stretches

SUMMARY = """
WITH advertised AS (
    SELECT source, sum(urls)::BIGINT AS advertised, coalesce(sum(urls) FILTER (outcome = 'stored'), 0)::BIGINT AS fetched,
        coalesce(sum(urls) FILTER (outcome IN ('not_modified', 'duplicate_payload')), 0)::BIGINT AS unchanged
    FROM {counted} WHERE resource = 'page' GROUP BY source
), extracted AS (
    SELECT source, count(*) AS extracted FROM documents WHERE ({nights}) GROUP BY source
), published AS (
    SELECT source, count(*) AS articles, count(published) AS dated, count(*) - count(published) AS undated,
        count(*) FILTER (role <> 'origin') AS duplicates
    FROM articles WHERE ({first_nights}) GROUP BY source
), revised AS (
    SELECT articles.source, count(*) AS revisions FROM revisions JOIN articles USING (article_id)
    WHERE revision > 1 AND ({nights}) GROUP BY ALL
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
SELECT source, outcome, sum(urls)::BIGINT AS urls FROM {counted} WHERE resource = 'page' GROUP BY ALL ORDER BY ALL
"""
PRECISIONS = """
SELECT source, coalesce(published_precision, 'unknown') AS precision, count(*) AS articles
FROM articles WHERE ({first_nights}) GROUP BY ALL ORDER BY ALL
"""
WIDTHS = """
SELECT source, CASE WHEN days <= 3 THEN '3 days' WHEN days <= 14 THEN '2 weeks' WHEN days <= 61 THEN '2 months'
    WHEN days <= 366 THEN 'a year' ELSE 'more' END AS width, count(*) AS articles
FROM (SELECT source, date_diff('hour', not_before, not_after) / 24 AS days FROM articles
    WHERE published IS NULL AND ({first_nights})) GROUP BY ALL ORDER BY ALL
"""
BOUNDS = """
SELECT source, count(*) AS undated, count(*) FILTER (not_before > TIMESTAMPTZ '1991-08-07') AS both_sides,
    round(median(date_diff('hour', not_before, not_after) / 24) FILTER (not_before > TIMESTAMPTZ '1991-08-07'), 1) AS median_days
FROM articles WHERE published IS NULL AND ({first_nights}) GROUP BY source ORDER BY source
"""
STATUSES = """
SELECT source, coalesce(status::VARCHAR, 'no answer') AS status, sum(urls)::BIGINT AS requests,
    min(url) AS example
FROM {counted} WHERE status IS NOT NULL OR outcome IN ('timeout', 'connection_error')
GROUP BY ALL ORDER BY ALL
"""
LOSSES = """
SELECT source, outcome AS reason, sum(urls)::BIGINT AS urls, min(url) AS example
FROM {counted} WHERE resource = 'page' AND outcome NOT IN ('stored', 'not_modified', 'duplicate_payload')
GROUP BY ALL UNION ALL
SELECT source, reason, count(*), min(url) FROM dropped WHERE ({nights}) GROUP BY ALL
ORDER BY source, urls DESC, reason
"""
DATES = """
SELECT source, coalesce(published_precision, 'unknown') AS precision, published_basis AS basis, count(*) AS articles
FROM articles WHERE ({first_nights}) GROUP BY ALL ORDER BY source, articles DESC, precision, basis
"""
LANGUAGES = """
SELECT source, coalesce(language, 'unknown') AS language, count(*) AS articles
FROM articles WHERE ({first_nights}) GROUP BY ALL ORDER BY source, articles DESC, language
"""
LAGS = """
SELECT source, count(*) AS articles, round(median(minutes) / 60, 1) AS median_hours, round(max(minutes) / 60, 1) AS longest_hours
FROM (SELECT source, date_diff('minute', published_at, first_seen) AS minutes FROM articles
    WHERE published_at IS NOT NULL AND ({first_nights})) GROUP BY source ORDER BY source
"""
COPIES = """
SELECT a.source AS source, a.role, o.source AS origin, count(*) AS articles
FROM articles a LEFT JOIN origins o ON o.article_id = a.origin_article_id
WHERE a.role <> 'origin' AND ({first_nights}) GROUP BY ALL ORDER BY ALL
"""
EVENTS = """
SELECT min_by(d.title, (d.fetched_at, e.article_id)) AS event, count(DISTINCT e.source) AS sources,
    count(DISTINCT e.article_id) AS articles, count(DISTINCT e.article_id) FILTER ({first_nights}) AS new_tonight,
    array_to_string(list(DISTINCT e.source ORDER BY e.source)[:8], ' ') AS reported_by
FROM members e LEFT JOIN documents d ON d.article_id = e.article_id AND {first_nights}
GROUP BY e.event_id HAVING count(DISTINCT e.source) > 1
ORDER BY sources DESC, articles DESC, event LIMIT 12
"""
COUNTED = ("source", "resource", "outcome", "status")
"""Columns by which the fetches of a night are counted, a row each with `urls` (their number) and `url` (the first)."""
COLUMNS = {
    "documents": ("night", "source", "article_id", "title", "fetched_at"),
    "dropped": ("night", "source", "reason", "url"),
}
WORK_COLUMNS = {
    "articles": ("article_id", "source", "language", "first_seen", "role", "first_night"),
    "date_history": (
        "article_id", "night", "until_night", "published", "published_at", "published_precision", "published_basis",
        "not_before", "not_after",
    ),
    "revisions": ("article_id", "revision", "night"),
}  # fmt: skip
Ask = Callable[[str], pa.Table]


def source_summary(home: Home, night: date | None = None) -> pa.Table:
    """A row a source: URLs, pages and revisions of one night and the articles first seen on it; or all nights together."""
    if night is None:
        with connect(home) as connection:
            counted = f"(SELECT {', '.join(COUNTED)}, count(*) AS urls FROM fetches GROUP BY ALL)"
            summary = SUMMARY.format(nights="true", first_nights="true", counted=counted)
            return connection.sql(summary).to_arrow_table()
    with account(home, night) as ask:
        return ask(SUMMARY)


@contextmanager
def account(home: Home, night: date) -> Iterator[Ask]:
    """A function that answers the queries of this module for one night; no other files are opened than those of its rows."""
    day = f"DATE '{night.isoformat()}'"
    with duckdb.connect() as connection:
        for table, rows in _rows_of(home, night).items():
            connection.register(table, rows)
        yield lambda query: connection.sql(
            query.format(nights=f"night = {day}", first_nights=f"first_night = {day}", counted="counted")
        ).to_arrow_table()


def _rows_of(home: Home, night: date) -> dict[str, pa.Table]:
    """The rows that a night brought, those of the works that it captured, and the origins that these copy, by table."""
    lake = Lake(home.lake)
    found = {table: lake.read(table, night=night, columns=columns) for table, columns in COLUMNS.items()}
    found["counted"] = _counted(lake, night)
    works = pc.unique(found["documents"]["article_id"]).to_pylist()
    with locating(home) as locator:
        places = locator.places(works)
        for table, columns in WORK_COLUMNS.items():
            found[table] = lake.read_works(table, works, places, columns=columns)
        clusters = lake.read_works("clusters", works, places, columns=("article_id", "origin_article_id"))
        origins = sorted({one for one in clusters["origin_article_id"].to_pylist() if one})
        found["origins"] = lake.read_works(
            "articles", origins, locator.places(origins), columns=("article_id", "source")
        )
        found["members"] = _members(lake, locator, found["articles"], night)
    dates = found.pop("date_history").filter((pc.field("night") <= night) & _lasts(night))
    dates = dates.drop_columns(["night", "until_night"])
    found["articles"] = found["articles"].join(clusters, "article_id").join(dates, "article_id")
    return found


def _lasts(night: date) -> pc.Expression:
    """Rows of `date_history` that no evidence up to a night has replaced."""
    until = pc.field("until_night")
    return until.is_null() | (until > night)


def _members(lake: Lake, locator: Locator, articles: pa.Table, night: date) -> pa.Table:
    """The articles, known by a night, of all events that its new ones report: event, source, first night.

    Later stories change neither the event of an earlier one nor its id (decision 089).
    """
    works = articles.filter(pc.field("first_night") == night)["article_id"].to_pylist()
    own = lake.read_works("events", works, locator.places(works), columns=("article_id", "event_id"))
    wanted = pc.field("event_id").isin(pc.unique(own["event_id"])) & (pc.field("first_night") <= night)
    return lake.read("events", where=wanted, columns=("article_id", "event_id", "source", "first_night"))


def _counted(lake: Lake, night: date) -> pa.Table:
    """The fetches of a night by COUNTED, read some sources at a time."""
    columns = [*COUNTED, "url"]
    nothing = TABLES["fetches"].schema.empty_table().select(columns)
    parts = (
        lake.read("fetches", night=night, columns=columns, where=part.where)
        for part in stretches(lake, night, ("fetches",))
    )
    counted = [rows.group_by(COUNTED).aggregate([([], "count_all"), ("url", "min")]) for rows in (nothing, *parts)]
    return pa.concat_tables(counted).rename_columns([*COUNTED, "urls", "url"])
