"""Add the texts of a night to the index and update the `clusters` rows of every work that they affect.

The rows depend on the content of the lake only, not on the order in which nights were added. The label of a cluster
is its member that was seen first. An old label is still the id of a member, so the table itself resolves it. Only
the connected components of changed works, and of works that shared a cluster with one, are read, clustered and
written.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from pipelines.corpus.duplicates.clusters import cluster
from pipelines.corpus.duplicates.credits import Credit
from pipelines.corpus.duplicates.edges import Edges
from pipelines.corpus.duplicates.index import Index, opened
from pipelines.corpus.duplicates.members import night_members
from pipelines.corpus.duplicates.roles import roles_of
from pipelines.dates.nights.history import date_articles
from pipelines.dates.nights.lessons import configured_now, learned_timelines, lessons_of
from pipelines.dates.step import evidence_of
from pipelines.lake.delta import Lake, month_of, of_works
from pipelines.lake.home import Home
from pipelines.lake.schemas import CLUSTERS
from pipelines.lake.values import ClusterRole
from pipelines.night.dating import OWN
from pipelines.night.engine import LOCAL, Engine
from pipelines.night.locator import ARTICLES, DUPLICATES, Locator

FOLDER = "duplicates"
ROLE_COLUMNS = ("role", "role_basis", "origin_article_id")
ALONE = {"role": ClusterRole.ORIGIN, "role_basis": "only_member"}
BATCH = 2_000
"""Works whose components are read and written at a time."""


@dataclass(frozen=True, slots=True)
class NightClusters:
    """Result of a night: texts added, works with new rows, clusters of two or more of these works, and whether a row
    changed.
    """

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
    engine: Engine = LOCAL,
) -> NightClusters:
    """Index the texts of a night and update `clusters`. Nights that only the index or only the lake has are updated,
    too.

    `touched` are the works that wait for this step. The works of the other updated nights are queued before the
    index changes.
    """
    touched, texts = set(touched), 0
    with opened(home.index / FOLDER) as index:
        present = {n.isoformat() for n in lake.nights("clean_documents")}
        pending = sorted({night.isoformat(), *(index.graph.nights ^ present)})
        for done, name in enumerate(pending):
            members, sketched = night_members(home, date.fromisoformat(name), index.add, engine)
            works = {*index.graph.works_on(name), *members["article_id"].to_pylist()}
            locator.wait(DUPLICATES, works)
            locator.commit()
            index.commit({name: members})
            touched |= works
            texts += sketched
            if on_progress:
                on_progress(done + 1, len(pending))
        return _bring_up_to_date(index, home, lake, locator, touched, texts)


def _bring_up_to_date(
    index: Index, home: Home, lake: Lake, locator: Locator, touched: set[str], texts: int
) -> NightClusters:
    """Write the rows of the touched works and of their whole clusters, BATCH works at a time, oldest first."""
    ahead = locator.in_order(touched)
    done: set[str] = set()
    clusters, changed = 0, False
    for first in range(0, len(ahead), BATCH):
        batch = set(ahead[first : first + BATCH]) - done
        if batch:
            rows, works = cluster_rows(index, home, lake, locator, batch)
            changed |= write_rows(lake, locator, rows, works)
            done |= set(works)
            sizes = np.unique(rows["cluster_id"].to_numpy(zero_copy_only=False), return_counts=True)[1]
            clusters += int((sizes > 1).sum())
    return NightClusters(texts, len(done), clusters, changed)


def cluster_rows(
    index: Index, home: Home, lake: Lake, locator: Locator, touched: set[str]
) -> tuple[pa.Table, list[str]]:
    """Rows of `schemas.CLUSTERS` for every cluster with a touched work or with a work that shared a cluster with a
    touched one.

    Returns the rows and the works whose rows they replace, including works that no longer exist.
    """
    concerned = locator.with_mates(touched)
    component = index.graph.component(concerned)
    taken_back = pa.array(sorted(locator.taken_back(component.members["article_id"].to_pylist())), pa.string())
    members = component.members.filter(pc.invert(pc.is_in(component.members["article_id"], taken_back)))
    if not members.num_rows:
        return CLUSTERS.empty_table(), sorted({*concerned, *component.members["article_id"].to_pylist()})
    rows = _placed(_roles(index, home, lake, locator, memberships(members, component.edges), members), members)
    return rows.select(CLUSTERS.names).cast(CLUSTERS), sorted(
        {*concerned, *component.members["article_id"].to_pylist()}
    )


def _placed(rows: pa.Table, members: pa.Table) -> pa.Table:
    """Add the columns `first_night` (the first night of each work) and `month` (the month of that night)."""
    seen = members.group_by("article_id").aggregate([("night", "min")])
    first_nights = dict(zip(seen["article_id"].to_pylist(), seen["night_min"].to_pylist(), strict=True))
    nights = [date.fromisoformat(first_nights[work]) for work in rows["article_id"].to_pylist()]
    rows = rows.append_column("first_night", pa.array(nights, pa.date32()))
    return rows.append_column("month", pa.array([month_of(night) for night in nights], pa.string()))


def memberships(members: pa.Table, edges: Edges) -> pa.Table:
    """Every work of MEMBERS with its cluster, match and similarities, sorted by first capture, then id."""
    seen = members.group_by("article_id").aggregate([("fetched_at", "min"), ("source", "min")])
    seen = seen.rename_columns(["article_id", "first_seen", "source"])
    seen = seen.sort_by([("first_seen", "ascending"), ("article_id", "ascending")])
    works = seen["article_id"].combine_chunks()
    owners = pc.index_in(members["article_id"].combine_chunks(), works).to_numpy(zero_copy_only=False)
    found = cluster(len(works), owners.astype(np.int64), members["text_id"].to_numpy(), edges)
    alone = found.matched < 0
    return pa.table(
        {
            "article_id": works,
            "source": seen["source"],
            "cluster_id": works.take(pa.array(found.cluster)),
            "matched_article_id": works.take(pa.array(found.matched, mask=alone)),
            "similarity": pa.array(found.jaccard, mask=alone),
            "containment": pa.array(found.containment, mask=alone),
            "first_seen": seen["first_seen"],
        }
    )


def _roles(index: Index, home: Home, lake: Lake, locator: Locator, rows: pa.Table, members: pa.Table) -> pa.Table:
    """Add the roles: decided by text and date in clusters of two or more, `origin` in clusters of one."""
    sizes = rows.group_by("cluster_id").aggregate([("article_id", "count")])
    many = sizes.filter(pc.greater(sizes["article_id_count"], 1))["cluster_id"].combine_chunks()
    several = pc.is_in(rows["cluster_id"], many)
    alone = rows.filter(pc.invert(several))
    alone = _append(alone, lambda field: pa.array([ALONE.get(field.name)] * alone.num_rows, field.type))
    judged = rows.filter(several)
    if not judged.num_rows:
        return alone
    judged_members = members.filter(pc.is_in(members["article_id"], judged["article_id"].combine_chunks())).to_pylist()
    texts: dict[str, list[dict[str, Any]]] = {}
    for row in sorted(judged_members, key=lambda r: (r["fetched_at"], r["text_id"])):
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
    """The publication date of each work, from the evidence of its own pages only."""
    seen = dict(zip(works["article_id"].to_pylist(), works["first_seen"].to_pylist(), strict=True))
    known = locator.dating.own(seen)
    fresh = works.filter(pc.invert(pc.is_in(works["article_id"], pa.array(sorted(known), pa.string()))))
    evidence = evidence_of(lake, locator, fresh["article_id"].to_pylist())
    conventions = configured_now(home, evidence["source"].to_pylist())
    learned = learned_timelines(lessons_of(lake, conventions), conventions)
    rows = date_articles(
        evidence, fresh.select(["article_id", "first_seen"]), conventions=conventions, timelines=learned
    )
    dates = {row["article_id"]: {name: row[name] for name in OWN} for row in rows.to_pylist()}
    locator.dating.put_own(dates, seen)
    return known | dates


def _append(rows: pa.Table, values: Callable[[pa.Field], Any]) -> pa.Table:
    for name in ROLE_COLUMNS:
        rows = rows.append_column(CLUSTERS.field(name), values(CLUSTERS.field(name)))
    return rows


def write_rows(lake: Lake, locator: Locator, rows: pa.Table, works: list[str]) -> bool:
    """Replace the rows of these works that changed; queue them for publishing, with the undated members of their former
    and their new clusters.
    """
    clusters = dict(zip(rows["article_id"].to_pylist(), rows["cluster_id"].to_pylist(), strict=True))
    locator.add_places(dict(zip(rows["article_id"].to_pylist(), rows["first_night"].to_pylist(), strict=True)))
    places = locator.places(works)
    changed = lake.changed_works("clusters", rows, works, places)
    known = locator.clusters(works)
    moved = {work for work in works if known.get(work) != clusters.get(work)}
    locator.wait(ARTICLES, {*changed, *locator.dating.undated_mates({*changed, *moved})})
    locator.commit()
    wrote = lake.replace_works("clusters", of_works(rows, changed), changed, places)
    locator.put_clusters(set(works) - clusters.keys(), {work: clusters[work] for work in moved & clusters.keys()})
    locator.wait(ARTICLES, locator.dating.undated_mates(moved))
    locator.commit()
    return wrote
