"""Leaks between the splits of a dataset: 200 are planted in a corpus, then in a dataset; how many are found.

    python -m tests.benchmarks.dataset_leaks HOME [--texts 100000]

Under HOME it makes a corpus of dated stories of about 250 words. 200 later texts are made of earlier ones, and nothing tells the
corpus so: each is a cluster by itself. Copies, excerpts, edited copies (one word in fifty is another), wrapped copies (a header
and a footer of others' words), revisions (a paragraph is anew), later copies of earlier stories. A dataset is split at a
date between. No planted text may stand in the later split beside its origin. Then 200 such texts are put into the later split's
files by hand, and the audit, from the files alone, must find every one. Figures: found of planted by kind, and CPU seconds.
"""

from __future__ import annotations

import argparse
import json
import resource
from collections import Counter
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from pipelines.corpus.publish.views import write_views
from pipelines.give.export.audit import audit
from pipelines.give.export.dataset import export_dataset
from pipelines.give.export.recipe import Recipe
from pipelines.lake.delta import Lake
from pipelines.lake.home import Home
from pipelines.lake.schemas import ARTICLES

PLANTED = 200
NIGHT_TEXTS = 2_000
FIRST = date(2026, 1, 1)
VOCABULARY = 60_000
LETTERS = np.array(list("etaoinshrdlucmfwypvbgkjqxz"))
Words = list[str]


class Writer:
    """Texts of words drawn by a Zipf-like law."""

    def __init__(self, seed: int) -> None:
        self.random = np.random.default_rng(seed)
        lengths = self.random.integers(2, 11, VOCABULARY)
        self.vocabulary = np.array(["".join(self.random.choice(LETTERS, length)) for length in lengths])
        weights = np.cumsum(1 / (np.arange(VOCABULARY) + 40))
        self.weights = weights / weights[-1]

    def words(self, count: int) -> Words:
        return self.vocabulary[np.searchsorted(self.weights, self.random.random(count))].tolist()

    def story(self) -> Words:
        return self.words(int(self.random.integers(150, 350)))


def excerpt(words: Words, writer: Writer) -> Words:
    start = int(writer.random.integers(0, len(words) - 100))
    return words[start : start + 80]


def edited(words: Words, writer: Writer) -> Words:
    return [writer.words(1)[0] if place % 50 == 25 else word for place, word in enumerate(words)]


def wrapped(words: Words, writer: Writer) -> Words:
    return [*writer.words(30), *words, *writer.words(30)]


def revised(words: Words, writer: Writer) -> Words:
    start = len(words) // 2
    return [*words[:start], *writer.words(40), *words[start + 20 :]]


KINDS: dict[str, Callable[[Words, Writer], Words]] = {
    "copy": lambda words, _: words,
    "excerpt": excerpt,
    "edited copy": edited,
    "wrapped copy": wrapped,
    "revision": revised,
    "later copy of an earlier story": lambda words, writer: [*words, *writer.words(8)],
}


def make(home: Home, count: int, writer: Writer) -> tuple[dict[str, str], list[Words]]:
    """Write the corpus; kind of every planted text by id, and some early stories."""
    lake, early, planted = Lake(home.lake), [], {}
    later = nights_before(count) * NIGHT_TEXTS
    kinds = list(KINDS)
    for number, first in enumerate(range(0, count, NIGHT_TEXTS)):
        night = FIRST + timedelta(days=number)
        rows = []
        for place in range(first, min(first + NIGHT_TEXTS, count)):
            name, words = f"t{place:07d}", writer.story()
            if place < later and place % 50 == 0:
                early.append(words)
            if place >= later and (place - later) % ((count - later) // PLANTED) == 0 and len(planted) < PLANTED:
                planted[name] = kinds[len(planted) % len(kinds)]
                words = KINDS[planted[name]](early[len(planted) * 3 % len(early)], writer)
            rows.append(row(name, " ".join(words), night))
        lake.commit("articles", [], [(night.isoformat()[:7], pa.Table.from_pylist(rows, schema=ARTICLES))])
    write_views(home)
    return planted, early


def nights_before(count: int) -> int:
    """Nights of the earlier split."""
    return count // NIGHT_TEXTS // 2


def row(name: str, text: str, night: date) -> dict[str, Any]:
    at = datetime(night.year, night.month, night.day, 6, tzinfo=UTC)
    return dict.fromkeys(ARTICLES.names) | {
        "article_id": name, "cluster_id": name, "source": "paper", "url": f"https://paper.example/{name}", "title": name,
        "kind": "article", "train_ai": "allowed", "role": "origin", "revisions": 1, "words": text.count(" ") + 1, "text": text,
        "first_seen": at, "not_before": at, "not_after": at, "published_at": at, "published_confidence": 1.0,
        "first_night": night, "month": night.isoformat()[:7],
    }  # fmt: skip


def sabotage(folder: Path, early: list[Words], writer: Writer) -> dict[str, str]:
    """Put planted texts into the last file of the later split; kind by id."""
    file = max((folder / "data").glob("test-*.parquet"))
    table = pq.ParquetFile(file).read()
    kinds, rows, planted = list(KINDS), [], {}
    for number in range(PLANTED):
        name, kind = f"x{number:07d}", kinds[number % len(kinds)]
        planted[name] = kind
        text = " ".join(KINDS[kind](early[number * 2 % len(early)], writer))
        rows.append(table.slice(0, 1).to_pylist()[0] | {"id": name, "cluster_id": name, "text": text})
    pq.write_table(pa.concat_tables([table, pa.Table.from_pylist(rows, table.schema)]), file)
    return planted


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("home")
    parser.add_argument("--texts", type=int, default=100_000)
    arguments = parser.parse_args()
    home, writer = Home.at(arguments.home), Writer(1)
    planted, early = make(home, arguments.texts, writer)
    bound = FIRST + timedelta(days=nights_before(arguments.texts))
    splits = {"train": {"before": bound}, "test": {"from": bound}}
    recipe = Recipe.model_validate({"name": "leaks", "title": "Leaks", "splits": splits})
    began = cpu()
    dataset = export_dataset(home, recipe)
    print(
        f"export: {arguments.texts} texts, {cpu() - began:.1f} CPU s, rows {dict(dataset.rows)}, {dict(dataset.left_out)}"
    )
    table(planted, {name for name in planted if name not in ids(dataset.path)}, "kept out")
    print("audit of the dataset: most shared", json.loads((dataset.path / "audit.json").read_text())["checks"]["texts"])
    smuggled = sabotage(dataset.path, early, writer)
    began = cpu()
    found = audit(dataset.path)["checks"]["texts"]
    print(f"audit of the sabotaged dataset: {cpu() - began:.1f} CPU s")
    named = {each["id"] for each in found["rows_found"]}
    named |= {pair[side]["id"] for pair in found["pairs_found"] for side in ("one", "other")}
    table(smuggled, named, "found")
    origins = {pair[side]["id"] for pair in found["pairs_found"] for side in ("one", "other")}
    print(f"  found besides: {len(named - set(smuggled) - origins)}")


def ids(folder: Path) -> set[str]:
    files = (folder / "data").glob("*.parquet")
    return {name for file in files for name in pq.ParquetFile(file).read(["id"])["id"].to_pylist()}


def table(planted: dict[str, str], found: set[str], verb: str) -> None:
    right = Counter(kind for name, kind in planted.items() if name in found)
    for kind, count in Counter(planted.values()).items():
        print(f"  {kind}: {right[kind]} of {count} {verb}")
    print(f"  all: {sum(right.values())} of {len(planted)} {verb}")


def cpu() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


if __name__ == "__main__":
    main()
