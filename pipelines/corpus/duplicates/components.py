"""Connected components: nodes that edges connect, directly or through other nodes."""

from __future__ import annotations

import numpy as np

from pipelines.corpus.duplicates.ragged import I64


def components(count: int, a: I64, b: I64) -> I64:
    """For each of `count` nodes, the lowest node that the edges `a[i] - b[i]` connect it to; the node itself if it has
    no edge.
    """
    apart = a != b
    a, b = a[apart], b[apart]
    label = np.arange(count)
    nodes, places = np.unique(np.concatenate((a, b)), return_inverse=True)
    parent = list(range(len(nodes)))
    for x, y in zip(places[: len(a)].tolist(), places[len(a) :].tolist(), strict=True):
        low, high = sorted((_root(parent, x), _root(parent, y)))
        parent[high] = low
    if len(nodes):
        label[nodes] = nodes[[_root(parent, x) for x in range(len(nodes))]]
    return label


def _root(parent: list[int], node: int) -> int:
    while parent[node] != node:
        parent[node] = parent[parent[node]]
        node = parent[node]
    return node
