"""Small consumers of datasets of kinds: a retrieval evaluation, a cut-off probe, and steps of a fine-tune."""

from __future__ import annotations

import json
import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow.parquet as pq

Graded = dict[str, dict[str, int]]
Row = dict[str, Any]


def rows_of(folder: Path, split: str = "*") -> list[Row]:
    """The rows of a dataset, by its Parquet files."""
    files = sorted((folder / "data").glob(f"{split}-*.parquet"))
    return [row for file in files for row in pq.ParquetFile(file).read().to_pylist()]


def beir(folder: Path, split: str) -> tuple[dict[str, Row], dict[str, str], Graded]:
    """Corpus, queries and graded answers, read as `beir`'s GenericDataLoader reads them: queries are those of the split."""
    lines = {name: (folder / f"{name}.jsonl").read_text("utf-8").splitlines() for name in ("corpus", "queries")}
    corpus, queries = ({row["_id"]: row for row in map(json.loads, lines[name])} for name in ("corpus", "queries"))
    graded: Graded = {}
    for line in (folder / "qrels" / f"{split}.tsv").read_text("utf-8").splitlines()[1:]:
        query, document, grade = line.split("\t")
        graded.setdefault(query, {})[document] = int(grade)
    return corpus, {query: queries[query]["text"] for query in graded}, graded


def ranked(corpus: Mapping[str, Row], queries: Mapping[str, str]) -> dict[str, list[str]]:
    """Documents by BM25 for each query, best first, without the one that has the query's id."""
    words = {name: Counter(f"{row['title']} {row['text']}".casefold().split()) for name, row in corpus.items()}
    lengths = {name: counts.total() for name, counts in words.items()}
    held = Counter(word for counts in words.values() for word in counts)
    mean = sum(lengths.values()) / len(lengths)

    def score(query: Sequence[str], name: str) -> float:
        total = 0.0
        for word in query:
            if count := words[name][word]:
                weight = math.log(1 + (len(corpus) - held[word] + 0.5) / (held[word] + 0.5))
                total += weight * count * 2.2 / (count + 1.2 * (0.25 + 0.75 * lengths[name] / mean))
        return total

    return {
        query: sorted((n for n in corpus if n != query), key=lambda n: (-score(text.casefold().split(), n), n))
        for query, text in queries.items()
    }


def ndcg(found: Mapping[str, Sequence[str]], graded: Graded, at: int = 10) -> float:
    """Mean normalised discounted cumulative gain of the first answers, with the grades as gains."""

    def gain(grades: Iterable[int]) -> float:
        return sum(grade / math.log2(place + 2) for place, grade in enumerate(grades))

    each = [
        gain(answers.get(name, 0) for name in found[query][:at]) / gain(sorted(answers.values(), reverse=True)[:at])
        for query, answers in graded.items()
    ]
    return sum(each) / len(each)


def probed(rows: Iterable[Row], known: Mapping[str, str]) -> tuple[int, int]:
    """(questions when a story appeared that a reader of the stories `known` answers, all such questions)."""
    asked = [(row, each) for row in rows for each in row["questions"] if each["ask"] == "when"]
    return sum(known.get(row["id"]) == each["answer"] for row, each in asked), len(asked)


def fine_tuned(rows: Sequence[Row], steps: int = 300) -> tuple[list[float], list[float]]:
    """A logistic regression that tells copies from tellings in own words: (losses by step, weights)."""
    features, labels = examples(rows)
    weights, losses = np.zeros(features.shape[1]), []
    for _ in range(steps):
        likely = 1 / (1 + np.exp(-features @ weights))
        losses.append(float(-np.mean(labels * np.log(likely) + (1 - labels) * np.log(1 - likely))))
        weights -= 2.0 * features.T @ (likely - labels) / len(labels)
    return losses, weights.tolist()


def accuracy(rows: Sequence[Row], weights: Sequence[float]) -> float:
    """Share of the pairs that are told apart rightly."""
    features, labels = examples(rows)
    return float(np.mean((features @ np.array(weights) > 0) == labels))


def examples(rows: Sequence[Row]) -> tuple[np.ndarray[Any, Any], np.ndarray[Any, Any]]:
    """Words in common, words in a row in common, and a constant; 1 for a copy."""
    features = [[_common(row, 1), _common(row, 3), 1.0] for row in rows]
    return np.array(features), np.array([row["relation"] == "copy" for row in rows], float)


def _common(row: Row, length: int) -> float:
    one, two = (
        {tuple(words[at : at + length]) for at in range(len(words) - length + 1)}
        for words in (row["text"].casefold().split(), row["other_text"].casefold().split())
    )
    return len(one & two) / max(min(len(one), len(two)), 1)
