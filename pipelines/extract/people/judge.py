"""The judge of a story's authors: a forest of small trees that scores candidates, and how sure a score or a place is.

`judge.json` is fitted by `tests/fitting/people.py` from numbers in the repository: the same file on every machine. Scores are
whole numbers, 256 to the natural logarithm of the odds; a tree asks DEPTH questions, `is number f greater than t?`.
"""

from __future__ import annotations

import json
from bisect import bisect
from functools import lru_cache
from importlib.resources import files
from typing import NamedTuple

from pipelines.extract.people.candidates import FEATURES, Candidate

FILE = "judge.json"
DEPTH = 4
MAX_JUDGED = 8
"""More authors than this that no place declares are a list of other people."""


class Tree(NamedTuple):
    """The questions level by level, (feature, threshold) each, and what each leaf adds to the score."""

    questions: list[tuple[int, int]]
    leaves: list[int]


class Forest(NamedTuple):
    """The fitted judge: a score to begin with, trees, the least score of an author, shares of right names by score
    and by place.
    """

    base: int
    trees: list[Tree]
    threshold: int
    scores: list[int]
    shares: list[float]
    places: dict[str, float]


@lru_cache(maxsize=1)
def forest() -> Forest:
    """The judge that the package ships. Raises ValueError if it was fitted for other features."""
    kept = json.loads((files(__package__) / FILE).read_text(encoding="utf-8"))
    if tuple(kept["features"]) != FEATURES:
        raise ValueError(f"{FILE} was fitted for other features: run python -m tests.fitting.people")
    trees = [Tree(list(zip(asked[::2], asked[1::2], strict=True)), leaves) for asked, leaves in kept["trees"]]
    return Forest(kept["base"], trees, kept["threshold"], kept["scores"], kept["shares"], kept["places"])


def score(numbers: tuple[int, ...]) -> int:
    """The score of a candidate with these numbers."""
    judge = forest()
    total = judge.base
    for questions, leaves in judge.trees:
        at = 0
        for _ in range(DEPTH):
            feature, threshold = questions[at]
            at = 2 * at + (2 if numbers[feature] > threshold else 1)
        total += leaves[at - len(questions)]
    return total


def judged(found: list[Candidate]) -> list[tuple[str, float]]:
    """The candidates who are authors in the order of the page, each with the share of right names among those of such a score."""
    judge = forest()
    scored = [(candidate, score(candidate.numbers)) for candidate in found]
    chosen = sorted((one for one in scored if one[1] >= judge.threshold), key=lambda one: one[0].place)
    if len(chosen) > MAX_JUDGED:
        return []
    return [(candidate.name, judge.shares[bisect(judge.scores, points)]) for candidate, points in chosen]


def place_share(place: str, *, agreed: bool) -> float:
    """The share of right names among those that the rules find in a place; `agreed`: another place has the name, too."""
    places, state = forest().places, "agreed" if agreed else "alone"
    return places.get(f"{place} {state}", places[state])
