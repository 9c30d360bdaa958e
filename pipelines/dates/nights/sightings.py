"""Sightings: the works that were still online on a night, because a page of theirs was fetched or answered 304 Not Modified."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime

import pyarrow as pa

from pipelines.lake.schemas import SIGHTINGS
from pipelines.lake.values import ANSWERED
from pipelines.night.locator import Locator, Page


def sightings(
    locator: Locator, night: date, documents: pa.Table, fetches: pa.Table, gone: Collection[Page] = ()
) -> pa.Table:
    """Rows of `schemas.SIGHTINGS`: the work of each page online that night, by tonight's document or else by its last one.

    `gone` are the pages that answered and were gone all the same, see `soft_404s`.
    """
    answered: dict[tuple[str, str], datetime] = {}
    columns = ("source", "url_key", "outcome", "fetched_at")
    for source, key, outcome, at in zip(*(fetches[name].to_pylist() for name in columns), strict=True):
        if outcome in ANSWERED and at is not None and (source, key) not in gone:
            answered[source, key] = max(answered.get((source, key), at), at)
    names = ("source", "url_key", "article_id")
    works = {(s, key): work for s, key, work in zip(*(documents[name].to_pylist() for name in names), strict=True)}
    earlier = locator.latest([page for page in answered if page not in works], before=night)
    works |= {page: work for page, (_, work) in earlier.items()}
    seen: dict[tuple[str, str], datetime] = {}
    for page, at in answered.items():
        if page in works:
            where = (page[0], works[page])
            seen[where] = max(seen.get(where, at), at)
    rows = [{"night": night, "source": s, "article_id": work, "seen_at": at} for (s, work), at in sorted(seen.items())]
    return pa.Table.from_pylist(rows, schema=SIGHTINGS)
