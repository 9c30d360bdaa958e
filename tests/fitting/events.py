"""Fit the model of pairs (`pipelines.corpus.events.model`) to sets of stories with known events.

    .venv/bin/python -m tests.fitting.events SET.jsonl [SET.jsonl …]

A line of a set is {"id", "event", "title"?, "text", "published"?, "source"?, "language"?}. Each set is used as it is and cut to
headlines and a dozen words. Prints the constants that fit all sets, and for each set the B³ of what the other sets fit.
"""

from __future__ import annotations

import json
import sys
from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from pipelines.corpus.events import files, model
from pipelines.corpus.events.index import opened
from pipelines.corpus.events.model import Story
from pipelines.corpus.events.regroup import regroup
from pipelines.corpus.events.rows import memberships
from pipelines.corpus.events.sketch import bulk, cosines

SHORT_WORDS = 12
PENALTY = 1e-3
ROUNDS = 30
THRESHOLDS = np.arange(0.0, 3.01, 0.2)
Sample = tuple[list[Story], dict[str, str]]
"""Stories, and the event of each by id."""


def sample(rows: Sequence[Mapping[str, Any]], *, short: bool) -> Sample:
    """The stories of a set, whole or cut to headlines and a dozen words."""
    read = [files.story(number, _cut(row) if short else dict(row)) for number, row in enumerate(rows)]
    return [each for each in read if isinstance(each, Story)], {row["id"]: row["event"] for row in rows}


def _cut(row: Mapping[str, Any]) -> dict[str, Any]:
    lines = [line for line in row["text"].splitlines() if line.strip() and not line.startswith("http")]
    title = row.get("title") or lines.pop(0)
    return {**row, "title": title, "text": " ".join(" ".join(lines).split()[:SHORT_WORDS])}


def fit(samples: Sequence[Sample]) -> npt.NDArray[np.float64]:
    """Weights of the roots of the cosines, of the length, and the constant: a logistic regression over all pairs, in which
    pairs of one event and of two weigh the same.
    """
    parts = [_pairs(*each) for each in samples]
    x = np.concatenate([pairs for pairs, _, _ in parts])
    y = np.concatenate([same for _, same, _ in parts])
    weight = np.concatenate([weights for _, _, weights in parts]) / len(parts)
    mean, spread = x.mean(axis=0), x.std(axis=0)
    x = np.c_[(x - mean) / spread, np.ones(len(x))]
    found = np.zeros(x.shape[1])
    for _ in range(ROUNDS):
        chance = 1 / (1 + np.exp(-x @ found))
        slope = x.T @ (weight * (chance - y)) + PENALTY * np.r_[found[:-1], 0]
        bend = (x * (weight * chance * (1 - chance))[:, None]).T @ x + PENALTY * np.eye(len(found))
        found -= np.linalg.solve(bend, slope)
    return np.r_[found[:-1] / spread, found[-1] - (found[:-1] * mean / spread).sum()]


def _pairs(
    stories: Sequence[Story], events: Mapping[str, str]
) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    many = bulk([story.sketch for story in stories])
    words = np.log([max(story.sketch.words, 1) for story in stories])
    names = np.array([events[story.id] for story in stories])
    x, y = [], []
    for at, story in enumerate(stories[:-1]):
        rest = slice(at + 1, None)
        x.append(np.c_[np.sqrt(cosines(story.sketch, many)[rest]), np.minimum(words[at], words[rest])])
        y.append(names[rest] == names[at])
    same = np.concatenate(y).astype(np.float64)
    return np.concatenate(x), same, np.where(same > 0, 0.5 / same.sum(), 0.5 / (1 - same).sum())


def b_cubed(stories: Sequence[Story], events: Mapping[str, str]) -> float:
    """B³ F1 of the events that today's constants find."""
    with opened(":memory:") as index:
        index.put(stories)
        regroup(index)
        found = {each.article_id: each.event_id for each in memberships(index, events)}
    groups, truths = defaultdict(set), defaultdict(set)
    for story in events:
        groups[found.get(story, story)].add(story)
        truths[events[story]].add(story)
    both = {story: len(groups[found.get(story, story)] & truths[events[story]]) for story in events}
    precision = sum(both[story] / len(groups[found.get(story, story)]) for story in events)
    recall = sum(both[story] / len(truths[events[story]]) for story in events)
    return 2 * precision * recall / (precision + recall) / len(events)


def use(weights: npt.NDArray[np.float64], threshold: float) -> None:
    """Make these the constants of the model."""
    model.COSINES, model.LENGTH = tuple(weights[:-2].round(2).tolist()), round(float(weights[-2]), 3)
    model.CONSTANT = round(float(weights[-1]) - threshold, 2)


def best(samples: Sequence[Sample], weights: npt.NDArray[np.float64]) -> float:
    """The threshold with the highest mean B³; of a plateau its middle."""
    means = []
    for threshold in THRESHOLDS:
        use(weights, threshold)
        means.append(float(np.mean([b_cubed(*each) for each in samples])))
    good = np.flatnonzero(np.array(means) >= max(means) - 0.002)
    return float(THRESHOLDS[good[len(good) // 2]])


def main(paths: Sequence[str]) -> None:
    """Print the table and the constants."""
    sets = {Path(path).stem: [json.loads(line) for line in Path(path).read_text().splitlines()] for path in paths}
    samples = {(name, short): sample(rows, short=short) for name, rows in sets.items() for short in (False, True)}
    for left_out in [*sets, None]:
        taught = [each for (name, _), each in samples.items() if name != left_out]
        weights = fit(taught)
        threshold = best(taught, weights)
        use(weights, threshold)
        scores = {
            f"{name}{' short' if short else ''}": b_cubed(*each)
            for (name, short), each in samples.items()
            if left_out in (name, None)
        }
        print(left_out or "nothing", "left out:", *(f"{name} {score:.3f}" for name, score in scores.items()))
        print(
            "  COSINES",
            model.COSINES,
            "LENGTH",
            model.LENGTH,
            "CONSTANT",
            model.CONSTANT,
            "threshold",
            round(threshold, 1),
        )


if __name__ == "__main__":
    main(sys.argv[1:])
