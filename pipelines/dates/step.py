"""The dating step: evidence for a night's documents; and the dates of works, from all evidence the lake holds of them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from pipelines.archive import nights, source_settings
from pipelines.dates.article import date_articles
from pipelines.dates.night import night_evidence
from pipelines.dates.settings import SourceDating
from pipelines.home import Home
from pipelines.lake import Lake
from pipelines.steps import Outcome, Progress

SAID_BY_THE_PAGES = ("by_canonical", "by_credit")
"""Rules of `pipelines.duplicates.roles` that rest on what a page says of where its story comes from."""


def date_night(home: Home, night: date, on_progress: Progress) -> Outcome:
    """Judge every date that the night's documents, feeds, sitemaps and headers offer."""
    lake = Lake(home.lake)
    documents, fetches = lake.read("documents", night=night), lake.read("fetches", night=night)
    sources = sorted(set(documents["source"].to_pylist()))
    earlier = lake.read(
        "date_evidence", where=(pc.field("night") < night) & pc.field("source").isin(pa.array(sources, pa.string()))
    )
    evidence = night_evidence(documents, fetches, earlier=earlier, settings=dating(home, sources, night))
    on_progress(1, 1)
    changed = lake.replace("date_evidence", evidence, night=night)
    verdicts = {row["values"]: row["counts"] for row in pc.value_counts(evidence["verdict"]).to_pylist()}
    return Outcome({"candidates": evidence.num_rows, **{name: verdicts[name] for name in sorted(verdicts)}}, changed)


def article_dates(home: Home, articles: Sequence[str], seen: pa.Table) -> pa.Table:
    """The dates of works (columns of `schemas.ARTICLES`), from all evidence of theirs and of the works they are copies of.

    `seen` has article_id and first_seen (UTC).
    """
    lake = Lake(home.lake)
    copies = copy_pairs(lake, articles)
    wanted = pa.array(sorted({*articles, *copies["copy_article_id"].to_pylist()}), pa.string())
    evidence = lake.read("date_evidence", where=pc.field("article_id").isin(wanted))
    sources = sorted(set(evidence["source"].to_pylist()))
    return date_articles(evidence, seen, copies=copies, settings=dating(home, sources))


def copy_pairs(lake: Lake, articles: Sequence[str]) -> pa.Table:
    """article_id, copy_article_id, order: each work's cluster mates, and whether the mate came `earlier` or `later`.

    Only what the pages themselves say orders two works: a canonical link or a credit to the origin. A pair with a wire copy in
    it is left out: both took the story from the agency, and neither bounds the other. The rest are `unknown`.
    """
    clusters = lake.read("clusters", columns=["article_id", "cluster_id", "role", "role_basis", "origin_article_id"])
    near = clusters.filter(pc.is_in(clusters["article_id"], pa.array(list(articles), pa.string())))["cluster_id"]
    members = clusters.filter(pc.is_in(clusters["cluster_id"], near.combine_chunks())).to_pylist()
    by_cluster: dict[str, list[dict[str, Any]]] = {}
    for row in members:
        by_cluster.setdefault(row["cluster_id"], []).append(row)
    wanted = set(articles)
    pairs = [
        {"article_id": own["article_id"], "copy_article_id": other["article_id"], "order": _order(own, other)}
        for cluster in by_cluster.values()
        for own in cluster
        for other in cluster
        if own is not other and own["article_id"] in wanted and "wire_copy" not in (own["role"], other["role"])
    ]
    schema = pa.schema([(name, pa.string()) for name in ("article_id", "copy_article_id", "order")])
    rows = pa.Table.from_pylist(pairs, schema=schema)
    return rows.sort_by([("article_id", "ascending"), ("copy_article_id", "ascending")])


def _order(own: dict[str, Any], other: dict[str, Any]) -> str:
    for first, order in ((own, "later"), (other, "earlier")):
        if first["role"] == "origin" and first["role_basis"] in SAID_BY_THE_PAGES:
            return order
    return "unknown"


def dating(home: Home, sources: Sequence[str], night: date | None = None) -> dict[str, SourceDating]:
    """How each source writes dates, by its settings as archived on that night (on its last one, for None)."""
    last = dict(nights(home.archive))  # sorted, so that the last night of a source stays
    found = {}
    for source in sources:
        settings = source_settings(home, source, night or last[source])
        order = settings.get("date_order")
        found[source] = SourceDating(
            settings.get("time_zone"), order.upper() if order else None, settings.get("language")
        )
    return found
