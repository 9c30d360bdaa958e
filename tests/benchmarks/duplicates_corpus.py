"""A synthetic corpus for the duplicates benchmarks: articles of about 2.9 KB, a quarter of them near-duplicates.

    python tests/benchmarks/duplicates_corpus.py 100000 TEXTS.jsonl [--truth PAIRS.jsonl] [--seed 1]

Words come from a vocabulary of 60,000 by a Zipf-like law. A near-duplicate takes an article up to 2,000 back and changes
it as sites do: a share of words anew, a sentence dropped or added, a header and footer, or nothing at all. The truth
gives for each near-duplicate the article it was made from.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from pathlib import Path

import numpy as np

WORDS = 60_000
ARTICLE_WORDS = (340, 475)
SENTENCE_WORDS = 18
SHARE = 0.25
REACH = 2_000
LETTERS = np.array(list("etaoinshrdlucmfwypvbgkjqxz"))


def articles(count: int, seed: int = 1) -> Iterator[tuple[str, str, str | None]]:
    """(id, text, id of the article it was made from or None), `count` of them."""
    random = np.random.default_rng(seed)
    vocabulary = _vocabulary(random)
    weights = np.cumsum(1 / (np.arange(WORDS) + 40))
    weights /= weights[-1]

    def draw(number: int) -> list[str]:
        return [vocabulary[i] for i in np.searchsorted(weights, random.random(number))]

    kept: list[tuple[str, list[str]]] = []
    for number in range(count):
        identity = f"a{number:08d}"
        if kept and random.random() < SHARE:
            origin, words = kept[int(random.integers(len(kept)))]
            yield identity, _text(_changed(words, random, draw)), origin
            continue
        words = draw(int(random.integers(*ARTICLE_WORDS)))
        if len(kept) < REACH:
            kept.append((identity, words))
        else:
            kept[int(random.integers(REACH))] = (identity, words)
        yield identity, _text(words), None


def _changed(words: list[str], random: np.random.Generator, draw: object) -> list[str]:
    words = list(words)
    way = int(random.integers(4))
    if way == 0:
        for place in random.integers(len(words), size=int(random.integers(1, 8))):
            words[place] = draw(1)[0]  # type: ignore[operator]
    elif way == 1:
        first = int(random.integers(len(words) - SENTENCE_WORDS))
        words[first : first + SENTENCE_WORDS] = draw(int(random.integers(0, SENTENCE_WORDS)))  # type: ignore[operator]
    elif way == 2:
        words = [*draw(12), *words, *draw(20)]  # type: ignore[operator]
    return words


def _text(words: list[str]) -> str:
    sentences = (words[i : i + SENTENCE_WORDS] for i in range(0, len(words), SENTENCE_WORDS))
    return " ".join(" ".join(s).capitalize() + "." for s in sentences)


def _vocabulary(random: np.random.Generator) -> list[str]:
    lengths = random.integers(3, 10, size=WORDS)
    return ["".join(LETTERS[np.minimum(random.geometric(0.09, size=n) - 1, 25)]) for n in lengths]


def write(count: int, path: Path, truth: Path | None = None, seed: int = 1) -> None:
    """Write `count` articles, and who was made from whom."""
    made = truth.open("w", encoding="utf-8") if truth else None
    with path.open("w", encoding="utf-8") as out:
        for identity, text, origin in articles(count, seed):
            out.write(json.dumps({"id": identity, "text": text}) + "\n")
            if made and origin:
                made.write(json.dumps({"a": origin, "b": identity}) + "\n")
    if made:
        made.close()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("count", type=int)
    parser.add_argument("path", type=Path)
    parser.add_argument("--truth", type=Path)
    parser.add_argument("--seed", type=int, default=1)
    chosen = parser.parse_args()
    write(chosen.count, chosen.path, chosen.truth, chosen.seed)
