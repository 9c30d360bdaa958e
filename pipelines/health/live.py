"""Judge a source by a few pages fetched just now; `dateline sources check` prints the result."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import pyarrow as pa

from pipelines.dates.judge.decision import country_of
from pipelines.dates.source.conventions import DateConventions
from pipelines.health.checks.news import FEEDS
from pipelines.health.figures import figures
from pipelines.health.past import Past
from pipelines.health.seen import Seen
from pipelines.health.step import past_of
from pipelines.health.tonight import Tonight
from pipelines.health.verdict import findings
from pipelines.lake.delta import Lake
from pipelines.lake.home import Home
from pipelines.lake.schemas import DOCUMENTS, DROPPED, FETCHES, LINKS, PLACES

Rows = Sequence[Mapping[str, Any]]


def past_until(home: Home, source: str, today: date) -> Past:
    """The nights of a source before a day, from the corpus."""
    return past_of(Lake(home.lake), [source], today)[source]


def seen_now(settings: Mapping[str, Any], fetches: Rows, links: Rows, documents: Rows, dropped: Rows) -> Seen:
    """The figures of pages fetched just now, from rows as a crawl and extraction write them; null columns may be left out."""
    schemas = (("fetches", FETCHES, fetches), ("links", LINKS, links), ("documents", DOCUMENTS, documents))
    tables = {name: _table(rows, schema) for name, schema, rows in (*schemas, ("dropped", DROPPED, dropped))}
    order = (settings.get("date_order") or "").upper()
    own = DateConventions(
        settings.get("time_zone"),
        order if order in ("DMY", "MDY") else None,
        settings.get("language"),
        settings.get("country") or country_of(settings["url"]),
    )
    seen = figures(tables | {"places": PLACES.empty_table()}, {}, {settings["name"]: own})
    seen.figures |= {"listed_late": 0, "listed_old": 0}  # of a few pages of any age, nobody knows which are new
    return seen


def judged_now(source: str, today: date, seen: Seen, past: Past) -> list[dict[str, Any]]:
    """The findings, as rows of `schemas.health.FINDING`."""
    return findings(Tonight(source, today, seen, past), FEEDS)


def _table(rows: Rows, schema: pa.Schema) -> pa.Table:
    return pa.Table.from_pylist([dict.fromkeys(schema.names) | dict(row) for row in rows], schema=schema)
