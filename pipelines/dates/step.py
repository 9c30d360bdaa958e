"""The dating step: evidence for a night's documents; and the dates of works, from all evidence the lake holds of them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import pyarrow as pa
import pyarrow.compute as pc

from pipelines.archive import nights, source_settings
from pipelines.dates.article import date_articles
from pipelines.dates.night import night_evidence
from pipelines.dates.settings import SourceDating
from pipelines.home import Home
from pipelines.lake import Lake
from pipelines.steps import Outcome, Progress


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
    """article_id, copy_article_id: for each work, the other members of its cluster."""
    clusters = lake.read("clusters", columns=["article_id", "cluster_id"])
    others = clusters.rename_columns(["copy_article_id", "cluster_id"])
    mine = clusters.filter(pc.is_in(clusters["article_id"], pa.array(list(articles), pa.string())))
    pairs = mine.join(others, keys="cluster_id").select(["article_id", "copy_article_id"])
    pairs = pairs.filter(pc.not_equal(pairs["article_id"], pairs["copy_article_id"]))
    return pairs.sort_by([("article_id", "ascending"), ("copy_article_id", "ascending")])


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
