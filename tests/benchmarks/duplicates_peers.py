"""The same job by other libraries, for `duplicates_speed.py`; run with the Python of an environment that has them.

    PEER_PYTHON tests/benchmarks/duplicates_peers.py rensa|datasketch TEXTS.jsonl OUT.jsonl

Each reads the texts, cuts them into the same words (lower case, letters and digits) and word 5-shingles, sketches with
128 permutations, finds candidates at Jaccard .5, verifies every candidate pair by the true Jaccard of its shingles, joins
what is verified, and writes id and cluster.
"""

from __future__ import annotations

import argparse
import json
import re
from collections.abc import Callable, Iterator

PERMUTATIONS = 128
THRESHOLD = 0.5
BATCH = 5_000
WORD = re.compile(r"[^\W_]+")


def shingles(text: str) -> list[str]:
    """Word 5-shingles, as `tests.pipelines.corpus.duplicates.shingles` makes them of plain text."""
    words = WORD.findall(text.lower())
    return [" ".join(words[i : i + 5]) for i in range(max(1, len(words) - 4))]


def rensa_pairs(texts: list[str]) -> Iterator[tuple[int, int]]:
    """Candidate pairs by rensa's batch interface."""
    from rensa import RMinHash, RMinHashLSH

    lsh = RMinHashLSH(THRESHOLD, PERMUTATIONS, 32)
    sketches = []
    for first in range(0, len(texts), BATCH):
        sketches += RMinHash.from_token_sets(
            [shingles(text) for text in texts[first : first + BATCH]], num_perm=PERMUTATIONS, seed=42
        )
    lsh.insert_many(sketches)
    for first in range(0, len(texts), BATCH):
        for offset, found in enumerate(lsh.query_all(sketches[first : first + BATCH])):
            yield from ((first + offset, other) for other in found if other > first + offset)


def datasketch_pairs(texts: list[str]) -> Iterator[tuple[int, int]]:
    """Candidate pairs by datasketch."""
    from datasketch import MinHash, MinHashLSH

    lsh = MinHashLSH(threshold=THRESHOLD, num_perm=PERMUTATIONS)
    for number, text in enumerate(texts):
        sketch = MinHash(num_perm=PERMUTATIONS)
        sketch.update_batch([shingle.encode() for shingle in shingles(text)])
        for other in lsh.query(sketch):
            yield other, number
        lsh.insert(number, sketch, check_duplication=False)


def clusters(texts: list[str], candidates: Iterator[tuple[int, int]]) -> list[int]:
    """For each text the least text it is joined to by verified pairs."""
    parent = list(range(len(texts)))
    cache: dict[int, set[str]] = {}

    def root(node: int) -> int:
        while parent[node] != node:
            parent[node] = parent[parent[node]]
            node = parent[node]
        return node

    def made(number: int) -> set[str]:
        if number not in cache:
            cache[number] = set(shingles(texts[number]))
        return cache[number]

    for a, b in candidates:
        common = len(made(a) & made(b))
        if common >= THRESHOLD * (len(made(a)) + len(made(b)) - common):
            low, high = sorted((root(a), root(b)))
            parent[high] = low
    return [root(number) for number in range(len(texts))]


PEERS: dict[str, Callable[[list[str]], Iterator[tuple[int, int]]]] = {
    "rensa": rensa_pairs,
    "datasketch": datasketch_pairs,
}

if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("peer", choices=sorted(PEERS))
    parser.add_argument("texts")
    parser.add_argument("out")
    chosen = parser.parse_args()
    with open(chosen.texts, encoding="utf-8") as lines:  # noqa: PTH123 -- runs where only the peers are
        rows = [json.loads(line) for line in lines]
    found = clusters([row["text"] for row in rows], PEERS[chosen.peer]([row["text"] for row in rows]))
    with open(chosen.out, "w", encoding="utf-8") as out:  # noqa: PTH123
        out.writelines(
            json.dumps({"id": row["id"], "cluster_id": rows[cluster]["id"]}) + "\n"
            for row, cluster in zip(rows, found, strict=True)
        )
