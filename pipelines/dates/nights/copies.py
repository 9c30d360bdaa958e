"""Copies: works of one cluster of near-duplicates, and which of two came first, if a page says so."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

import pyarrow as pa

from pipelines.lake.delta import Lake
from pipelines.lake.values import ClusterRole
from pipelines.night.locator import Locator

CLUSTER_COLUMNS = ("article_id", "cluster_id", "role", "role_basis", "origin_article_id")
STATED_BY_PAGES = ("by_canonical", "by_credit")
"""Rules of `pipelines.corpus.duplicates.roles` by which a page itself names its origin: a canonical link, a credit."""


def copy_pairs(members: pa.Table, articles: Sequence[str]) -> pa.Table:
    """article_id, copy_article_id, order: the other works of each work's cluster, `earlier` or `later` than it.

    Only a canonical link or a credit to the origin orders two works; the order of other pairs is `unknown`. Pairs with a wire
    copy are left out: both took the text from an agency, so neither bounds the date of the other.
    """
    by_cluster: dict[str, list[dict[str, Any]]] = {}
    for row in members.to_pylist():
        by_cluster.setdefault(row["cluster_id"], []).append(row)
    wanted = set(articles)
    pairs = [
        {"article_id": own["article_id"], "copy_article_id": other["article_id"], "order": _order(own, other)}
        for cluster in by_cluster.values()
        for own in cluster
        for other in cluster
        if own is not other
        and own["article_id"] in wanted
        and ClusterRole.WIRE_COPY not in (own["role"], other["role"])
    ]
    schema = pa.schema([(name, pa.string()) for name in ("article_id", "copy_article_id", "order")])
    rows = pa.Table.from_pylist(pairs, schema=schema)
    return rows.sort_by([("article_id", "ascending"), ("copy_article_id", "ascending")])


def clusters_of(lake: Lake, locator: Locator, works: Collection[str], columns: Sequence[str]) -> pa.Table:
    """The rows of `clusters` for works and all members of their clusters."""
    mates = locator.with_mates(works)
    return lake.read_works("clusters", mates, locator.places(mates), columns=columns)


def _order(own: dict[str, Any], other: dict[str, Any]) -> str:
    for first, order in ((own, "later"), (other, "earlier")):
        if first["role"] == ClusterRole.ORIGIN and first["role_basis"] in STATED_BY_PAGES:
            return order
    return "unknown"
