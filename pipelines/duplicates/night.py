"""A night's texts into the index, and the `clusters` of every work that it touches up to date.

The rows are a function of what the lake holds, whatever the order in which nights came: the label of a cluster is its
member first seen earliest, and an old label stays the id of a member, so that the table itself resolves it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from pipelines.dates.night.source_dating import dating_now, lessons_of, taught_timelines
from pipelines.dates.step import evidence_of
from pipelines.dates.works.article_columns import date_articles
from pipelines.duplicates.clusters import cluster
from pipelines.duplicates.credits import Credit
from pipelines.duplicates.edges import Edges
from pipelines.duplicates.index import Index, opened
from pipelines.duplicates.members import night_members
from pipelines.duplicates.roles import roles_of
from pipelines.home import Home
from pipelines.lake import Lake, month_of
from pipelines.locator import ARTICLES, DUPLICATES, Locator
from pipelines.schemas import CLUSTERS

FOLDER = "duplicates"
ROLE_COLUMNS = ("role", "role_basis", "origin_article_id", "independent_sources")
ALONE = {"role": "origin", "role_basis": "only_member", "independent_sources": 1}
MEMBERSHIP = ("article_id", "cluster_id", "matched_article_id", "similarity", "containment", "first_seen")


@dataclass(frozen=True, slots=True)
class NightClusters:
    """What a night did: texts it brought, works whose rows it made anew, clusters among them of more than one work."""

    texts: int
    works: int
    clusters: int
    changed: bool


def update(
    home: Home,
    lake: Lake,
    locator: Locator,
    night: date,
    touched: set[str],
    on_progress: Callable[[int, int], None] | None = None,
) -> NightClusters:
    """Index a night's texts (and settle nights that only the index or only the lake has); bring `clusters` up to date.

    `touched` are the works that wait for it.
    """
    with opened(home.index / FOLDER) as index:
        present = {n.isoformat() for n in lake.nights("clean_documents")}
        pending = sorted({night.isoformat(), *(set(index.nights) ^ present)})
        touched = touched | {work for name in pending if name in index.nights for work in _works(index, name)}
        locator.wait(DUPLICATES, touched)
        locator.commit()
        texts = 0
        for done, name in enumerate(pending):
            members, sketches = night_members(home, date.fromisoformat(name))
            index.put(sketches, {name: members})
            texts += len(sketches)
            touched |= set(members["article_id"].to_pylist())
            if on_progress:
                on_progress(done + 1, len(pending))
        rows, works = cluster_rows(index, home, lake, locator, touched)
        changed = write_rows(lake, locator, rows, works)
    sizes = np.unique(rows["cluster_id"].to_numpy(zero_copy_only=False), return_counts=True)[1]
    return NightClusters(texts, len(works), int((sizes > 1).sum()), changed)


def cluster_rows(
    index: Index, home: Home, lake: Lake, locator: Locator, touched: set[str]
) -> tuple[pa.Table, list[str]]:
    """Rows of `schemas.CLUSTERS` for every cluster with a touched work, or whose rows in the lake are not as they should be.

    Returns them and the works whose rows they replace, works that are gone included.
    """
    members = index.members()
    old = lake.read("clusters", columns=[*MEMBERSHIP])
    if not members.num_rows:
        return CLUSTERS.empty_table(), sorted({*touched, *old["article_id"].to_pylist()})
    every = memberships(members, index.edges())
    works = every["article_id"].combine_chunks()
    astray, gone = _astray(every, old)
    fresh = pc.is_in(works, pa.array(sorted(touched), pa.string())).to_numpy(zero_copy_only=False)
    label = pc.index_in(every["cluster_id"].combine_chunks(), works).to_numpy(zero_copy_only=False)
    rows = every.filter(pa.array(np.isin(label, label[fresh | astray])))
    judged = _placed(_roles(index, home, lake, locator, rows, members), locator)
    return judged.select(CLUSTERS.names).cast(CLUSTERS), sorted({*touched, *gone, *rows["article_id"].to_pylist()})


def _placed(rows: pa.Table, locator: Locator) -> pa.Table:
    """The rows with the first night of each work, and the month that it is in."""
    works = rows["article_id"].to_pylist()
    first_nights = locator.first_nights(works)
    nights = [first_nights[work] for work in works]
    rows = rows.append_column("first_night", pa.array(nights, pa.date32()))
    return rows.append_column("month", pa.array([month_of(night) for night in nights], pa.string()))


def memberships(members: pa.Table, edges: Edges) -> pa.Table:
    """Every work of MEMBERS with its cluster, match and similarities, by first capture, then id."""
    seen = members.group_by("article_id").aggregate([("fetched_at", "min")])
    seen = seen.rename_columns(["article_id", "first_seen"])
    seen = seen.sort_by([("first_seen", "ascending"), ("article_id", "ascending")])
    works = seen["article_id"].combine_chunks()
    owners = pc.index_in(members["article_id"].combine_chunks(), works).to_numpy(zero_copy_only=False)
    found = cluster(len(works), owners.astype(np.int64), members["text_id"].to_numpy(), edges)
    alone = found.matched < 0
    return pa.table(
        {
            "article_id": works,
            "cluster_id": works.take(pa.array(found.cluster)),
            "matched_article_id": works.take(pa.array(found.matched, mask=alone)),
            "similarity": pa.array(found.jaccard, mask=alone),
            "containment": pa.array(found.containment, mask=alone),
            "first_seen": seen["first_seen"],
        }
    )


def _astray(every: pa.Table, old: pa.Table) -> tuple[np.ndarray, list[str]]:
    """Which works have no row in the lake or another one, but for their role; and those that only the lake has."""
    works, had = every["article_id"].combine_chunks(), old["article_id"].combine_chunks()
    there = old.take(pc.index_in(works, had))
    wrong = np.zeros(len(works), bool)
    for name in every.column_names:
        now, then = every[name], there[name]
        same = pc.if_else(pc.is_null(now), pc.is_null(then), pc.fill_null(pc.equal(now, then), False))
        wrong |= ~same.to_numpy(zero_copy_only=False)
    return wrong, had.filter(pc.is_null(pc.index_in(had, works))).to_pylist()


def _roles(index: Index, home: Home, lake: Lake, locator: Locator, rows: pa.Table, members: pa.Table) -> pa.Table:
    """The rows with their roles: by text and date in clusters of several, `origin` in clusters of one."""
    sizes = rows.group_by("cluster_id").aggregate([("article_id", "count")])
    many = sizes.filter(pc.greater(sizes["article_id_count"], 1))["cluster_id"].combine_chunks()
    several = pc.is_in(rows["cluster_id"], many)
    alone = rows.filter(pc.invert(several))
    alone = _append(alone, lambda field: pa.array([ALONE.get(field.name)] * alone.num_rows, field.type))
    judged = rows.filter(several)
    if not judged.num_rows:
        return alone
    told = members.filter(pc.is_in(members["article_id"], judged["article_id"].combine_chunks())).to_pylist()
    texts: dict[str, list[dict[str, Any]]] = {}
    for row in sorted(told, key=lambda r: (r["fetched_at"], r["text_id"])):
        texts.setdefault(row["article_id"], []).append(row)
    dates = _dates(home, lake, locator, judged)
    rows_of = [texts[work] for work in judged["article_id"].to_pylist()]
    facts = [
        {**had[-1], **dates[row["article_id"]], **row} for had, row in zip(rows_of, judged.to_pylist(), strict=True)
    ]
    held = [[row["text_id"] for row in had if row["text_id"]] for had in rows_of]
    ids = np.array(sorted({text for ids in held for text in ids}), np.uint64)
    at = {text: place for place, text in enumerate(ids.tolist())}
    credited = [Credit(had[-1]["agency"], had[-1]["first_in"]) for had in rows_of]
    found = roles_of(facts, credited, index.sketches(ids), [[at[text] for text in ids] for ids in held])
    return pa.concat_tables([alone, _append(judged, lambda field: found[field.name])])


def _dates(home: Home, lake: Lake, locator: Locator, works: pa.Table) -> dict[str, dict[str, Any]]:
    """What is known of when each work was published, by its own pages alone."""
    evidence = evidence_of(lake, locator, works["article_id"].to_pylist())
    settings = dating_now(home, evidence["source"].to_pylist())
    taught = taught_timelines(lessons_of(lake, settings), settings)
    rows = date_articles(evidence, works.select(["article_id", "first_seen"]), settings=settings, timelines=taught)
    return {row["article_id"]: row for row in rows.to_pylist()}


def _append(rows: pa.Table, values: Callable[[pa.Field], Any]) -> pa.Table:
    for name in ROLE_COLUMNS:
        rows = rows.append_column(CLUSTERS.field(name), values(CLUSTERS.field(name)))
    return rows


def write_rows(lake: Lake, locator: Locator, rows: pa.Table, works: list[str]) -> bool:
    """Put the rows in the place of all rows of these works; all members of their clusters wait to be published."""
    clusters = dict(zip(rows["article_id"].to_pylist(), rows["cluster_id"].to_pylist(), strict=True))
    locator.add_places(dict(zip(rows["article_id"].to_pylist(), rows["first_night"].to_pylist(), strict=True)))
    locator.wait(ARTICLES, locator.with_mates(works))
    locator.commit()
    changed = lake.replace_works("clusters", rows, works, locator.places(works))
    locator.put_clusters(set(works) - clusters.keys(), clusters)
    locator.commit()
    return changed


def _works(index: Index, night: str) -> set[str]:
    return set(index.night(night)["article_id"].to_pylist())
