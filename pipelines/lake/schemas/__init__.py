"""The tables of the corpus: one Arrow schema each; every column has its unit, time zone and the meaning of null.

Times are UTC unless a name says `local`. For ids see `pipelines.base.ids`. Nothing here reads or writes; see
`pipelines.lake.delta`.
"""

from pipelines.lake.schemas.columns import (
    BLOCK,
    CANDIDATE,
    CHANNEL,
    KINDS,
    OUTCOMES,
    PRECISIONS,
    RELATED,
    RIGHT,
    ROLES,
    SPAN,
    UTC,
)
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
from pipelines.lake.schemas.tables import APART, TABLES, Table
from pipelines.lake.schemas.works import ARTICLES, CLUSTERS, DEPARTURES, EVENTS, REVISIONS, SIGHTINGS, TAKEN_BACK

__all__ = [
    "APART",
    "ARTICLES",
    "BLOCK",
    "BLOCK_SIGHTINGS",
    "BOILERPLATE",
    "CANDIDATE",
    "CHANNEL",
    "CLEAN_DOCUMENTS",
    "CLUSTERS",
    "DATE_EVIDENCE",
    "DATE_HISTORY",
    "DATE_LESSONS",
    "DEPARTURES",
    "DOCUMENTS",
    "DROPPED",
    "EVENTS",
    "FETCHES",
    "HEADLINE_SIGHTINGS",
    "HELD_BACK",
    "IMPORTS",
    "KINDS",
    "LINKS",
    "MOVES",
    "NIGHTS",
    "OUTCOMES",
    "PLACES",
    "PRECISIONS",
    "PUBLICATIONS",
    "RELATED",
    "REVISIONS",
    "RIGHT",
    "ROLES",
    "SIGHTINGS",
    "SOURCE_HEALTH",
    "SOURCE_RIGHTS",
    "SOURCE_SETTINGS",
    "SPAN",
    "TABLES",
    "TAKEN_BACK",
    "TRACES",
    "UTC",
    "Table",
]
