"""Copies: works of one cluster of near-duplicates, and which of two came first, if a page says so."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

import pyarrow as pa

from pipelines.lake.delta import Lake
from pipelines.lake.values import ClusterRole
from pipelines.night.locator import Locator

CLUSTER_COLUMNS = ("article_id", "cluster_id", "role", "role_basis", "origin_article_id")
STATED_BY_PAGES = ("by_canonical", "by_credit")
"""Rules of `pipelines.corpus.duplicates.roles` by which a page itself names its origin: a canonical link, a credit."""


def copy_pairs(members: pa.Table, mates: Mapping[str, Collection[str]]) -> pa.Table:
    """article_id, copy_article_id, order: the given mates of each work, `earlier` or `later` than it.

    Only a canonical link or a credit to the origin orders two works; the order of other pairs is `unknown`. Pairs with a wire
    copy are left out: both took the text from an agency, so neither bounds the date of the other.
    """
    rows = {row["article_id"]: row for row in members.to_pylist()}
    pairs = [
        {"article_id": work, "copy_article_id": copy, "order": _order(own, other)}
        for work, copies in mates.items()
        if (own := rows.get(work)) is not None
        for copy in copies
        if copy != work
        and (other := rows.get(copy)) is not None
        and own["cluster_id"] == other["cluster_id"]
        and ClusterRole.WIRE_COPY not in (own["role"], other["role"])
    ]
    schema = pa.schema([(name, pa.string()) for name in ("article_id", "copy_article_id", "order")])
    found = pa.Table.from_pylist(pairs, schema=schema)
    return found.sort_by([("article_id", "ascending"), ("copy_article_id", "ascending")])


def clusters_of(lake: Lake, locator: Locator, works: Collection[str], columns: Sequence[str]) -> pa.Table:
    """The rows of `clusters` for works."""
    return lake.read_works("clusters", works, locator.places(works), columns=columns)


def _order(own: dict[str, Any], other: dict[str, Any]) -> str:
    for first, order in ((own, "later"), (other, "earlier")):
        if first["role"] == ClusterRole.ORIGIN and first["role_basis"] in STATED_BY_PAGES:
            return order
    return "unknown"
