"""Fit ranks and confidences of the table of trust from counts: pure functions, which `dates_calibration.py` and tests ask.

How they count is said in `dates_calibration.py`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations, permutations
from math import sqrt
from typing import Any

from pipelines.dates import trust

CONTRADICTED, DECISIVE = trust.STATES[:3], trust.STATES[3:]
BEFORE = 1.5
"""Publishers that the order before any count is worth for a pair of rules."""
PRIOR = 20
"""Publishers that the share of all rules counts for beside those of one rule."""
CONTRADICTED_PRIOR = (0.8, 10)
"""Share of right days among contradicted dates, and the publishers for which it counts beside the measured ones."""
CAUTION = 0.2
"""Standard deviations by which a share is lowered: the rules were written with these pages in view."""
UNCONFIRMED = 0.949
"""Confidence that a day reaches which nothing that readers see confirms: more than .95 needs somebody else's word."""
Cell = tuple[float, int]
"""Right publishers (one of several pages counts by its share) of all publishers."""
Rows = dict[str, dict[str, Any]]
"""Rule to its row, best first: `pages`; `stated` and the states without contradiction as cells; `won` against each other rule."""
Believed = dict[str, dict[str, float]]
Won = Mapping[str, Mapping[str, int]]
"""By how many publishers a rule was right where another was not."""


def ranking(won: Won, before: Sequence[str]) -> list[str]:
    """The order that the fewest publishers contradict, from how often each rule was right where another was not.

    >>> ranking({"a": {"b": 1}, "b": {"a": 4, "c": 1}, "c": {"b": 2}}, "abc")
    ['b', 'a', 'c']
    """
    order = list(before)
    while True:
        moves = [moved(order, start, end) for start, end in permutations(range(len(order)), 2)]
        best = min(moves, key=lambda each: objections(each, won, before))
        if objections(best, won, before) >= objections(order, won, before):
            return order
        order = best


def moved(order: Sequence[str], start: int, end: int) -> list[str]:
    """An order with one rule at another place."""
    rest = [*order[:start], *order[start + 1 :]]
    return [*rest[:end], order[start], *rest[end:]]


def objections(order: Sequence[str], won: Won, before: Sequence[str]) -> float:
    """Publishers that contradict an order: a lower rule was right more often than a higher one; BEFORE of them for each pair that
    stood the other way round before any page was counted.
    """
    place = {rule: at for at, rule in enumerate(before)}
    empty: dict[str, int] = {}
    return sum(
        max(0, won.get(low, empty).get(high, 0) - won.get(high, empty).get(low, 0))
        + BEFORE * (place[low] < place[high])
        for high, low in combinations(order, 2)
    )


def fit(rows: Rows, shared: Mapping[str, Cell]) -> Believed:
    """Rule to state to confidence, from the counts of the rows and of the states that all rules share (under the name "").

    Nothing for a rule that decided no page without contradiction.
    """
    measured = [name for name, row in rows.items() if any(row[state][1] for state in DECISIVE)]
    measured.sort(key=lambda name: share(rows[name]["stated"]))
    of_all = {state: summed(rows[name][state] for name in measured) for state in DECISIVE}
    every = shrunk(summed(of_all.values()), 0.5, 2)
    grid = [[cautious(*shrunk(shared[state], *CONTRADICTED_PRIOR))] * len(measured) for state in CONTRADICTED]
    for state in DECISIVE:
        towards = share(shrunk(of_all[state], share(every), PRIOR))
        grid.append([cautious(*shrunk(rows[name][state], towards, PRIOR)) for name in measured])
    weights = [[PRIOR] * len(measured)] * len(CONTRADICTED)
    weights += [[rows[name][state][1] + PRIOR for name in measured] for state in DECISIVE]
    found: Believed = defaultdict(dict)
    for state, line in zip(trust.STATES, monotone(grid, weights), strict=True):
        for name, each in zip(measured, line, strict=True):
            owner = "" if state in CONTRADICTED else name
            found[owner][state] = round(each if state == "agreed" else min(each, UNCONFIRMED), 3)
    return found


def summed(cells: Iterable[Cell]) -> Cell:
    """All cells as one."""
    rights, publishers = zip(*cells, strict=True)
    return sum(rights), sum(publishers)


def shrunk(cell: Any, towards: float, publishers: float) -> Cell:
    """A cell with as many publishers of another share beside its own."""
    return cell[0] + towards * publishers, cell[1] + publishers


def share(cell: Any) -> float:
    """Right publishers of all."""
    return cell[0] / cell[1] if cell[1] else 0.0


def cautious(right: float, publishers: float) -> float:
    """The share lowered by CAUTION of its standard deviation."""
    each = right / publishers
    return each - CAUTION * sqrt(each * (1 - each) / (publishers + 1))


def monotone(grid: list[list[float]], weights: list[list[float]]) -> list[list[float]]:
    """A grid whose rows and columns never fall: neighbours that do are pooled, in rows and columns in turn.

    >>> monotone([[0.75, 0.25], [0.5, 0.75]], [[1, 1], [1, 1]])
    [[0.5, 0.5], [0.5, 0.75]]
    """
    while True:
        before = grid
        grid = [rising(line, weight) for line, weight in zip(grid, weights, strict=True)]
        columns = zip(zip(*grid, strict=True), zip(*weights, strict=True), strict=True)
        grid = [list(line) for line in zip(*(rising(line, weight) for line, weight in columns), strict=True)]
        if all(abs(a - b) < 1e-9 for old, new in zip(before, grid, strict=True) for a, b in zip(old, new, strict=True)):
            return grid


def rising(values: Iterable[float], weights: Iterable[float]) -> list[float]:
    """Values that never fall: neighbours that do are pooled by weight.

    >>> rising([0.9, 0.5, 1], [10, 2, 4])
    [0.8333333333333334, 0.8333333333333334, 1]
    """
    pools: list[tuple[float, float, int]] = []
    for value, weight in zip(values, weights, strict=True):
        pool = (value, weight, 1)
        while pools and pools[-1][0] > pool[0]:
            left, heavy, size = pools.pop()
            total = heavy + pool[1]
            pool = ((left * heavy + pool[0] * pool[1]) / total, total, size + pool[2])
        pools.append(pool)
    return [value for value, _, size in pools for _ in range(size)]


def written(rows: Rows, shared: Mapping[str, Cell], found: Believed) -> str:
    """The fitted part of the table."""
    lines = ["[contradicted]", *(line_of(state, shared[state], found[""][state]) for state in CONTRADICTED), ""]
    like = trust.table()["before"]["like"]
    for name, row in rows.items():
        lines.append(f"[rules.{name}]")
        if name in like:
            lines.append(f'like = "{like[name]}"')
        else:
            won = ", ".join(f"{other} = {n}" for other, n in row["won"].items())
            lines += [
                f"pages = {row['pages']}",
                f"won = {{ {won} }}".replace("{  }", "{}"),
                line_of("stated", row["stated"]),
            ]
            lines += [line_of(state, row[state], found[name][state]) for state in DECISIVE if name in found]
        lines.append("")
    return "\n".join(lines[:-1]) + "\n"


def line_of(state: str, cell: Cell, believed: float | None = None) -> str:
    """A cell of the table, with the confidence that was made of it."""
    said = "" if believed is None else f", believed = {believed:.3f}"
    return f"{state} = {{ right = {cell[0]:g}, of = {cell[1]}{said} }}"
