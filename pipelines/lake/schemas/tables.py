"""Every table: its schema, partition and sort order."""

from __future__ import annotations

from dataclasses import dataclass, replace

import pyarrow as pa

from pipelines.lake.schemas.crawl import FETCHES, LINKS, SOURCE_SETTINGS
from pipelines.lake.schemas.dates import DATE_EVIDENCE, DATE_HISTORY, DATE_LESSONS, TRACES
from pipelines.lake.schemas.documents import (
    BLOCK_SIGHTINGS,
    BOILERPLATE,
    CLEAN_DOCUMENTS,
    DOCUMENTS,
    DROPPED,
    MOVES,
    PLACES,
)
from pipelines.lake.schemas.headlines import HEADLINE_SIGHTINGS
from pipelines.lake.schemas.health import HELD_BACK, SOURCE_HEALTH, SOURCE_RIGHTS
from pipelines.lake.schemas.imports import IMPORTS
from pipelines.lake.schemas.nights import NIGHTS, PUBLICATIONS
from pipelines.lake.schemas.works import ARTICLES, CLUSTERS, DEPARTURES, EVENTS, REVISIONS, SIGHTINGS, TAKEN_BACK


@dataclass(frozen=True, slots=True)
class Table:
    """A table: its schema, its partition column, and the columns by which rows are sorted within a file.

    `skip` are the columns with minimum and maximum for each file, `lookup` those with Bloom filters. `volatile` are
    columns with times and durations, which differ from run to run. `of` is the table whose changed rows it holds.
    """

    name: str
    doc: str
    schema: pa.Schema
    partition: str | None
    sort: tuple[str, ...]
    skip: tuple[str, ...] = ()
    lookup: tuple[str, ...] = ()
    volatile: tuple[str, ...] = ()
    of: str | None = None


def _of_works(name: str, doc: str, schema: pa.Schema, sort: tuple[str, ...], *, lookup: tuple[str, ...] = ()) -> Table:
    """A table of works: its rows change as nights come; it is partitioned by the month in which a work was first seen."""
    skip = tuple(column for column in ("first_night", "published_day") if column in schema.names)
    return Table(name, doc, schema, "month", sort, skip, ("article_id", *lookup))


def _apart(table: Table) -> Table:
    """The table of the changed rows of a table of works, see `pipelines.lake.delta.apart`."""
    doc = f"Rows that replace those of the same works in `{table.name}` until `dateline maintain` merges them."
    return replace(table, name=f"changed_{table.name}", doc=doc, of=table.name)


# fmt: off -- a table a line reads best
_ARTICLES = _of_works(
    "articles",
    "Current state of each work.",
    ARTICLES,
    ("source", "published_day", "article_id"),
    lookup=("url", "canonical_url"),
)
_REVISIONS = _of_works("revisions", "Every text of a work.", REVISIONS, ("article_id", "revision"))


TABLES: dict[str, Table] = {
    t.name: t
    for t in (
        Table("fetches", "Every URL advertised or linked in scope: exactly one row a night.", FETCHES, "night", ("source", "url_key", "url")),
        Table("links", "Edges between pages, with kind and position.", LINKS, "night", ("source", "from_url_key", "kind", "position", "to_url", "variant")),
        Table("source_settings", "Settings of a source when it was crawled; the view `sources` has the latest of each.", SOURCE_SETTINGS, "night", ("source",)),
        Table("documents", "Extracted content of one capture.", DOCUMENTS, "night", ("source", "capture_id")),
        Table("moves", "Stories that were captured under a new address: each keeps its work.", MOVES, "night", ("source", "article_id", "url_key")),
        Table("places", "Places of body, headline, byline and time in a source's pages, as learned so far.", PLACES, "night", ("source", "role", "place", "night")),
        Table("source_health", "Health of a source on a night: its figures, compared with its earlier nights, and the verdict.", SOURCE_HEALTH, "night", ("source",)),
        Table("source_rights", "Uses that a source as a whole disallowed on a night; the latest row holds for all its articles.", SOURCE_RIGHTS, "night", ("source",)),
        Table("held_back", "Nights of sources that are held back: none of their stories is published.", HELD_BACK, "night", ("source", "check")),
        Table("block_sightings", "Keys of the short blocks of each story, to learn boilerplate.", BLOCK_SIGHTINGS, "night", ("source", "block", "article_id", "story", "night")),
        Table("boilerplate", "Blocks that a source repeats from story to story, as learned so far.", BOILERPLATE, "night", ("source", "block", "night")),
        Table("clean_documents", "Cleaned text of one capture.", CLEAN_DOCUMENTS, "night", ("source", "capture_id")),
        Table("date_evidence", "Evidence for and against dates: one row a statement.", DATE_EVIDENCE, "night", ("source", "capture_id", "role", "origin", "raw")),
        Table("date_lessons", "Zone and date order of a source, as one night's stories show them.", DATE_LESSONS, "night", ("source", "night", "teaches", "local_day", "utc_offset_minutes", "date_order")),
        Table("sightings", "Works whose page answered on a night.", SIGHTINGS, "night", ("source", "article_id")),
        Table("departures", "Works whose page was gone on a night.", DEPARTURES, "night", ("source", "article_id", "url_key")),
        Table("headline_sightings", "Headlines that a night saw in lists, feeds, pages and metadata; the view `headlines` joins nights to intervals.", HEADLINE_SIGHTINGS, "night", ("source", "place", "list_key", "url_key", "first_seen", "headline_key")),
        _of_works("traces", "Bounds of undated works, by lists, links and numbers in URLs.", TRACES, ("article_id", "side", "kind", "night", "bound", "basis")),
        _of_works("date_history", "Every date and bound of a work, with the nights on which it was current.", DATE_HISTORY, ("article_id", "night")),
        _ARTICLES,
        _apart(_ARTICLES),
        _REVISIONS,
        _apart(_REVISIONS),
        _of_works("clusters", "Near-duplicates: works with the same story in nearly the same words.", CLUSTERS, ("cluster_id", "article_id"), lookup=("cluster_id",)),
        _of_works("events", "Works that report the same event in their own words, or as copies.", EVENTS, ("event_id", "article_id"), lookup=("event_id",)),
        _of_works("taken_back", "Works with a text that turned out not to be stories; no other table of works holds them.", TAKEN_BACK, ("source", "article_id")),
        Table("dropped", "Captures that were dropped, with step and reason.", DROPPED, "night", ("source", "capture_id", "step")),
        Table("imports", "Every record of every imported file, with its outcome.", IMPORTS, None, ("import_id", "file", "record")),
        Table("nights", "Finished steps of each night, with digests of their input.", NIGHTS, None, ("night", "step"), volatile=("ended_at", "seconds", "crawls", "tables")),
        Table("publications", "The versions of the Delta tables that belong together, by published night.", PUBLICATIONS, None, ("night", "table"), volatile=("version", "published_at")),
    )
}  # fmt: skip
APART = {table.of: table for table in TABLES.values() if table.of is not None}
"""By table, the table of its changed rows."""
