"""Clusters: texts joined by edges, through others too, each member with the one it is most like."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from pipelines.duplicates.components import components
from pipelines.duplicates.edges import Edges
from pipelines.duplicates.ragged import I64, U64


@dataclass(frozen=True, slots=True)
class Membership:
    """One row a member, in the order given. `cluster` and `matched` are rows; `matched` is -1 in a cluster of one."""

    cluster: I64
    matched: I64
    jaccard: np.ndarray
    containment: np.ndarray


def cluster(texts: U64, edges: Edges) -> Membership:
    """Put members, given in order of precedence with the id of their text, into clusters.

    A cluster is known by its first member. A member matches the one with the highest Jaccard, then containment, then
    the first. Id 0 (no words) is like nothing. Edges between texts that no member has are ignored.
    """
    ids, place = np.unique(texts, return_inverse=True)
    a, b = np.searchsorted(ids, edges.a), np.searchsorted(ids, edges.b)
    live = (a < len(ids)) & (b < len(ids))
    live[live] = (ids[a[live]] == edges.a[live]) & (ids[b[live]] == edges.b[live])
    order = np.argsort(place, kind="stable")
    first = order[np.searchsorted(place[order], np.arange(len(ids)))]
    matched, jaccard, containment = _best(first, a[live], b[live], edges.jaccard[live], edges.containment[live])
    text_cluster = components(len(ids), a[live], b[live])
    earliest = np.full(len(ids), len(texts), np.int64)
    np.minimum.at(earliest, text_cluster, first)
    member = Membership(earliest[text_cluster[place]], matched[place], jaccard[place], containment[place])
    return _exact(texts, place, order, first, member)


def _best(
    first: I64, a: I64, b: I64, jaccard: np.ndarray, containment: np.ndarray
) -> tuple[I64, np.ndarray, np.ndarray]:
    """For each text the first member of the text it is most like."""
    here, there = np.concatenate((a, b)), np.concatenate((b, a))
    jaccard, containment = np.tile(jaccard, 2), np.tile(containment, 2)
    order = np.lexsort((first[there], -containment, -jaccard, here))
    order = order[np.concatenate(([True], np.diff(here[order]) != 0))[: len(order)]]
    matched = np.full(len(first), -1, np.int64)
    best_jaccard, best_containment = np.full((2, len(first)), np.nan, np.float32)
    matched[here[order]] = first[there[order]]
    best_jaccard[here[order]] = jaccard[order]
    best_containment[here[order]] = containment[order]
    return matched, best_jaccard, best_containment


def _exact(texts: U64, place: I64, order: I64, first: I64, member: Membership) -> Membership:
    """Members with the same text match each other, the first of them the second; members without words nobody."""
    shared = np.bincount(place)[place] > 1
    second = np.full(len(first), -1, np.int64)
    begin = np.searchsorted(place[order], np.arange(len(first)))
    many = np.bincount(place) > 1
    second[many] = order[begin[many] + 1]
    rows = np.arange(len(texts))
    matched = np.where(shared, np.where(first[place] == rows, second[place], first[place]), member.matched)
    jaccard = np.where(shared, np.float32(1), member.jaccard)
    containment = np.where(shared, np.float32(1), member.containment)
    empty = texts == 0
    nothing = np.float32(np.nan)
    return Membership(
        np.where(empty, rows, member.cluster),
        np.where(empty, -1, matched),
        np.where(empty, nothing, jaccard),
        np.where(empty, nothing, containment),
    )
