"""The publishing step: the current state of every work that a night touched, put in place in one commit.

A work is touched when the night captured it, saw it alive, heard of its date, changed its cluster or the dates of other
nights, or took its last text away. Its row is a function of everything the lake knows of it, so nights may be published in
any order and any number of times. What its date was before stays in `date_history`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from itertools import chain
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.compute as pc

from pipelines.dates.step import dated_works
from pipelines.dates.works.article_columns import dated_articles
from pipelines.dates.works.history import history, month_of, record, unrecorded
from pipelines.home import Home
from pipelines.lake import Lake
from pipelines.schemas import ARTICLES, DATE_HISTORY
from pipelines.steps import Outcome, Progress

ALIVE = ("stored", "not_modified", "duplicate_payload")
FROM_DOCUMENT = (
    "source", "url", "title", "authors", "agency", "section", "tags", "image", "language", "kind", "paywall", "related",
    "rights", "train_ai", "tdm",
)  # fmt: skip

SIGHTINGS = """
SELECT article_id, min(seen) AS first_seen, max(seen) AS last_seen FROM (
    SELECT article_id, fetched_at AS seen FROM documents
    UNION ALL
    SELECT d.article_id, f.fetched_at FROM fetches f
    JOIN (SELECT DISTINCT source, url_key, article_id FROM documents) d USING (source, url_key)
) WHERE seen IS NOT NULL GROUP BY article_id
"""


def publish_night(home: Home, night: date, on_progress: Progress) -> Outcome:
    """Bring `articles` up to date with a night."""
    lake = Lake(home.lake)
    touched = touched_articles(lake, night)
    rows, former = article_rows(home, touched)
    on_progress(rows.num_rows, len(touched))
    changed = lake.replace_keys("articles", rows, key="article_id", keys=touched)
    changed |= record(lake, former, touched)
    dated = pc.sum(pc.is_valid(rows["published"])).as_py() or 0
    counts = {"articles": rows.num_rows, "dated": dated, "undated": rows.num_rows - dated}
    return Outcome(counts | {"dates_changed": dates_changed(former, night)}, changed)


def dates_changed(former: pa.Table, night: date) -> int:
    """How many works of a history a night gave another date, bound or basis than they had."""
    changed = pc.and_(pc.equal(former["night"], night), pc.not_equal(former["change"], "first"))
    return int(pc.sum(changed).as_py() or 0)


def touched_articles(lake: Lake, night: date) -> list[str]:
    """Ids of the works that a night may have changed, sorted, with the cluster mates they have or were published with."""
    captured = lake.read("documents", columns=["night", "source", "url_key", "article_id"])
    alive = lake.read("fetches", night=night, columns=["source", "url_key"], where=pc.field("outcome").isin(ALIVE))
    seen = captured.join(alive, keys=["source", "url_key"], join_type="left semi")
    tonight = captured.filter(pc.equal(captured["night"], night))
    standing = lake.read("articles", columns=["article_id", "cluster_id"])
    kept = lake.read("clean_documents", columns=["article_id"])["article_id"].to_pylist()
    gone = {*standing["article_id"].to_pylist()} - {*kept}
    heard_of = lake.read("date_evidence", night=night, columns=["article_id"])
    told = (ids["article_id"].to_pylist() for ids in (seen, tonight, heard_of))
    touched = {*chain.from_iterable(told), *gone, *unrecorded(lake)}
    clusters = lake.read("clusters", columns=["article_id", "cluster_id"])
    return sorted(touched | _mates(clusters, touched) | _mates(standing, touched))


def _mates(members: pa.Table, works: set[str]) -> set[str]:
    """The works that share a cluster with one of these, by a table of article_id and cluster_id."""
    mine = pc.is_in(members["article_id"], pa.array(sorted(works), pa.string()))
    near = members.filter(mine)["cluster_id"].combine_chunks()
    return set(members.filter(pc.is_in(members["cluster_id"], near))["article_id"].to_pylist())


def article_rows(home: Home, articles: Iterable[str]) -> tuple[pa.Table, pa.Table]:
    """Rows of `schemas.ARTICLES` and of `schemas.DATE_HISTORY` for those of the works that have a clean text."""
    lake = Lake(home.lake)
    mine = pc.field("article_id").isin(pa.array(sorted(set(articles)), pa.string()))
    revisions = _by_article(lake.read("revisions", where=mine))
    if not revisions:
        return ARTICLES.empty_table(), DATE_HISTORY.empty_table()
    clean = lake.read("clean_documents", where=mine)
    captures = lake.read(
        "documents",
        where=mine,
        columns=["night", "capture_id", "article_id", "url_key", "canonical_url", "fetched_at", *FROM_DOCUMENT],
    )
    seen = sightings(lake, captures)
    works = dated_works(home, sorted(revisions), seen)
    dates = {row["article_id"]: row for row in dated_articles(works).to_pylist()}
    clusters = {row["article_id"]: row for row in lake.read("clusters", where=mine).to_pylist()}
    sizes = _cluster_sizes(lake)
    sighted = {row["article_id"]: row for row in seen.to_pylist()}
    current = _current_captures(captures, clean, revisions)
    rows = [
        _row(work, texts, current[work], dates[work], sighted[work], clusters.get(work), sizes)
        for work, texts in sorted(revisions.items())
        if work in current
    ]
    sources = {row["article_id"]: row["source"] for row in rows}
    first = captures.group_by("article_id").aggregate([("night", "min")]).to_pylist()
    former = history(works, sources, {row["article_id"]: row["night_min"] for row in first})
    return pa.Table.from_pylist(rows, schema=ARTICLES), former


def sightings(lake: Lake, captures: pa.Table) -> pa.Table:
    """article_id, first_seen, last_seen (UTC): by capture, and by answers that said nothing had changed."""
    fetches = lake.read("fetches", columns=["source", "url_key", "fetched_at"], where=pc.field("outcome").isin(ALIVE))
    documents = captures.select(["article_id", "source", "url_key", "fetched_at"])
    with duckdb.connect() as connection:
        connection.execute("SET TimeZone = 'UTC'")
        connection.register("fetches", fetches)
        connection.register("documents", documents)
        return connection.sql(SIGHTINGS + " ORDER BY article_id").to_arrow_table()


def _current_captures(
    captures: pa.Table, clean: pa.Table, revisions: Mapping[str, list[dict[str, Any]]]
) -> dict[str, dict[str, Any]]:
    """The capture that speaks for each work: of its current text, the latest, and the canonical page before its variants."""
    cleaned = {row["capture_id"]: row for row in clean.to_pylist()}
    best: dict[str, tuple[tuple[bool, datetime, str], dict[str, Any]]] = {}
    for row in captures.to_pylist():
        text = cleaned.get(row["capture_id"])
        work = row["article_id"]
        if text is None or work not in revisions or text["text_sha256"] != revisions[work][-1]["text_sha256"]:
            continue
        rank = (row["canonical_url"] in (None, row["url"]), row["fetched_at"], row["capture_id"])
        if work not in best or rank > best[work][0]:
            best[work] = (rank, row | {"clean": text})
    return {work: row for work, (_, row) in best.items()}


def _row(
    work: str,
    texts: list[dict[str, Any]],
    capture: dict[str, Any],
    dated: dict[str, Any],
    sighted: dict[str, Any],
    cluster: dict[str, Any] | None,
    sizes: Mapping[str, int],
) -> dict[str, Any]:
    cluster_id = cluster["cluster_id"] if cluster else work
    return {
        **{name: capture[name] for name in FROM_DOCUMENT},
        **dated,
        "article_id": work,
        "canonical_url": capture["canonical_url"] or capture["url"],
        "first_seen": sighted["first_seen"],
        "last_seen": sighted["last_seen"],
        "revisions": len(texts),
        "document_id": texts[-1]["document_id"],
        "cluster_id": cluster_id,
        "role": cluster["role"] if cluster else "origin",
        "copies": sizes.get(cluster_id, 1) - 1,
        "text": capture["clean"]["text"],
        "words": capture["clean"]["words"],
        "flags": capture["clean"]["flags"],
        "month": month_of(dated["published"]),
    }


def _by_article(revisions: pa.Table) -> dict[str, list[dict[str, Any]]]:
    grouped: dict[str, list[dict[str, Any]]] = {}
    for row in revisions.to_pylist():
        grouped.setdefault(row["article_id"], []).append(row)
    return grouped


def _cluster_sizes(lake: Lake) -> dict[str, int]:
    counted = lake.read("clusters", columns=["cluster_id"]).group_by("cluster_id").aggregate([("cluster_id", "count")])
    return dict(zip(counted["cluster_id"].to_pylist(), counted["cluster_id_count"].to_pylist(), strict=True))
