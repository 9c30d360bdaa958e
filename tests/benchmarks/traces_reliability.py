"""How often bounds by traces hold beside what their confidence says, over all poisoned papers and all hidden dates.

    python tests/benchmarks/traces_reliability.py --papers 30 --homes DEMO ZOO/*/home

A row is a kind of bounds and a tenth of confidence; bounds that contradict nothing but are wrong count as wrong one by one.
"""

from __future__ import annotations

import argparse
import statistics
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from pipelines.corpus.traces.trace import STRENGTH, Kind
from tests.benchmarks.traces import masked_homes
from tests.benchmarks.traces_poison import KINDS, Bound, Found, poisoned

EDGES = (0.0, 0.5, 0.7, 0.8, 0.9, 0.95, 0.98, 1.0)
LEAST = 30
"""Bounds of a bin from which on what it says is held against what holds."""


def table(bounds: Iterable[Bound]) -> list[tuple[Kind, int, float, float]]:
    """(kind, bounds, mean confidence, share that holds) of each bin of each kind that has any."""
    bins: Mapping[tuple[Kind, int], list[Bound]] = defaultdict(list)
    for each in bounds:
        bins[each.kind, sum(each.said >= edge for edge in EDGES)].append(each)
    rows = sorted(bins.items(), key=lambda item: (STRENGTH.index(item[0][0]), item[0][1]))
    return [
        (kind, len(own), statistics.mean(b.said for b in own), statistics.mean(b.is_right for b in own))
        for (kind, _), own in rows
    ]


def _bounds(found: Sequence[Found]) -> list[Bound]:
    return [bound for each in found for bound in each.bounds]


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--papers", type=int, default=30)
    parser.add_argument("--homes", type=Path, nargs="*", default=[])
    options = parser.parse_args()
    bounds = [bound for make in KINDS.values() for bound in _bounds(poisoned(make, options.papers))]
    for _, _, found in masked_homes(options.homes):
        bounds += _bounds(found)
    print("| kind | bounds | said | hold | |\n| --- | --- | --- | --- | --- |")
    for kind, count, said, holds in table(bounds):
        note = "over-confident" if said > holds + 0.04 and count >= LEAST else ""
        print(f"| {kind} | {count:,} | {said:.3f} | {holds:.3f} | {note} |")


if __name__ == "__main__":
    main()
