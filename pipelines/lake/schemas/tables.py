"""Every table: its schema, partition and sort order."""

from __future__ import annotations

from dataclasses import dataclass

import pyarrow as pa

from pipelines.lake.schemas.crawl import FETCHES, LINKS, SOURCE_SETTINGS
from pipelines.lake.schemas.dates import DATE_EVIDENCE, DATE_HISTORY, DATE_LESSONS, TRACES
from pipelines.lake.schemas.documents import BLOCK_SIGHTINGS, BOILERPLATE, CLEAN_DOCUMENTS, DOCUMENTS, DROPPED, PLACES
from pipelines.lake.schemas.health import HELD_BACK, SOURCE_HEALTH, SOURCE_RIGHTS
from pipelines.lake.schemas.imports import IMPORTS
from pipelines.lake.schemas.nights import NIGHTS, PUBLICATIONS
from pipelines.lake.schemas.works import ARTICLES, CLUSTERS, DEPARTURES, REVISIONS, SIGHTINGS, TAKEN_BACK


@dataclass(frozen=True, slots=True)
class Table:
    """A table: its schema, its partition column, and the columns by which rows are sorted within a file.

    `skip` are the columns with minimum and maximum for each file, `lookup` those with Bloom filters. `volatile` are
    columns with times and durations, which differ from run to run.
    """

    name: str
    doc: str
    schema: pa.Schema
    partition: str | None
    sort: tuple[str, ...]
    skip: tuple[str, ...] = ()
    lookup: tuple[str, ...] = ()
    volatile: tuple[str, ...] = ()


def _of_works(name: str, doc: str, schema: pa.Schema, sort: tuple[str, ...], *, lookup: tuple[str, ...] = ()) -> Table:
    """A table of works: its rows change as nights come; it is partitioned by the month in which a work was first seen."""
    skip = tuple(column for column in ("first_night", "published_day") if column in schema.names)
    return Table(name, doc, schema, "month", sort, skip, ("article_id", *lookup))


TABLES: dict[str, Table] = {
    t.name: t
    for t in (
        Table("fetches", "Every URL advertised or linked in scope: exactly one row a night.", FETCHES, "night", ("source", "url_key", "url")),
        Table("links", "Edges between pages, with kind and position.", LINKS, "night", ("source", "from_url_key", "kind", "position", "to_url", "variant")),
        Table("source_settings", "What the file of a source said when it was crawled; the view `sources` has the last word of each.", SOURCE_SETTINGS, "night", ("source",)),
        Table("documents", "What extraction made of one capture.", DOCUMENTS, "night", ("source", "capture_id")),
        Table("places", "Where a source's pages have body, headline, byline and time, as learned so far.", PLACES, "night", ("source", "role", "place", "night")),
        Table("source_health", "How a source did on a night: its figures against its own earlier nights, and the verdict.", SOURCE_HEALTH, "night", ("source",)),
        Table("source_rights", "What a source as a whole disallowed on a night: its last word holds for all its articles.", SOURCE_RIGHTS, "night", ("source",)),
        Table("held_back", "Nights of sources that are held back from the corpus: nothing of them is published.", HELD_BACK, "night", ("source", "check")),
        Table("block_sightings", "Short blocks of each story by key, from which boilerplate is learned.", BLOCK_SIGHTINGS, "night", ("source", "block", "article_id", "story", "night")),
        Table("boilerplate", "Blocks that a source repeats from story to story, as learned so far.", BOILERPLATE, "night", ("source", "block", "night")),
        Table("clean_documents", "The same, cleaned.", CLEAN_DOCUMENTS, "night", ("source", "capture_id")),
        Table("date_evidence", "One reason to believe, or not to believe, a date.", DATE_EVIDENCE, "night", ("source", "capture_id", "role", "origin", "raw")),
        Table("date_lessons", "What one night's stories teach of the zone and the order in which a source dates.", DATE_LESSONS, "night", ("source", "night", "teaches", "local_day", "utc_offset_minutes", "date_order")),
        Table("sightings", "Works of which a page answered on a night.", SIGHTINGS, "night", ("source", "article_id")),
        Table("departures", "Works of which a page was gone on a night.", DEPARTURES, "night", ("source", "article_id", "url_key")),
        _of_works("traces", "What lists, links and numbers in addresses say of when an undated work was published.", TRACES, ("article_id", "side", "kind", "night", "bound", "basis")),
        _of_works("date_history", "Every date and bound that a work has had, with the nights it held.", DATE_HISTORY, ("article_id", "night")),
        _of_works("articles", "Current state of each work.", ARTICLES, ("source", "published_day", "article_id"), lookup=("url", "canonical_url")),
        _of_works("revisions", "Every text a work has had.", REVISIONS, ("article_id", "revision")),
        _of_works("clusters", "Which works tell the same story in the same words.", CLUSTERS, ("cluster_id", "article_id"), lookup=("cluster_id",)),
        _of_works("taken_back", "Works with a text that are no stories by all that is known: in no other table of works.", TAKEN_BACK, ("source", "article_id")),
        Table("dropped", "Captures left out, with step and reason.", DROPPED, "night", ("source", "capture_id", "step")),
        Table("imports", "Every record of every file that was imported, and how it ended.", IMPORTS, None, ("import_id", "file", "record")),
        Table("nights", "What is done of each night, and what it was made from.", NIGHTS, None, ("night", "step"), volatile=("ended_at", "seconds", "crawls", "tables")),
        Table("publications", "The versions of the Delta tables that belong together, by published night.", PUBLICATIONS, None, ("night", "table"), volatile=("version", "published_at")),
    )
}  # fmt: skip
