"""How alike two texts are, by their runs of five words; what the demo web was designed by, not what the pipeline uses."""

from __future__ import annotations

import re

RUN = 5


def runs(text: str) -> frozenset[tuple[str, ...]]:
    """Every run of five words, case and punctuation aside."""
    words = re.findall(r"\w+", text.lower())
    return frozenset(tuple(words[i : i + RUN]) for i in range(len(words) - RUN + 1))


def jaccard(one: str, other: str) -> float:
    """Shared runs as a share of all runs of both."""
    a, b = runs(one), runs(other)
    return len(a & b) / len(a | b) if a | b else 0.0


def containment(one: str, other: str) -> float:
    """Shared runs as a share of the smaller text's."""
    a, b = runs(one), runs(other)
    return len(a & b) / min(len(a), len(b)) if a and b else 0.0
