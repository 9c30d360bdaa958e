"""Connected components: who is joined to whom, through others too."""

from __future__ import annotations

import numpy as np

from pipelines.duplicates.ragged import I64


def components(count: int, a: I64, b: I64) -> I64:
    """For each of `count` nodes the least node that edges `a[i] - b[i]` join it to, itself where nothing does."""
    parent = np.arange(count)
    nodes, places = np.unique(np.concatenate((a, b)), return_inverse=True)
    small = list(range(len(nodes)))
    for x, y in zip(places[: len(a)].tolist(), places[len(a) :].tolist(), strict=True):
        low, high = sorted((_root(small, x), _root(small, y)))
        small[high] = low
    parent[nodes] = nodes[[_root(small, x) for x in range(len(nodes))]] if len(nodes) else nodes
    return parent


def _root(parent: list[int], node: int) -> int:
    while parent[node] != node:
        parent[node] = parent[parent[node]]
        node = parent[node]
    return node
