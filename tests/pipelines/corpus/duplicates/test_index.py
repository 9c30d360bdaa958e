"""The index: the same edges and clusters in any order and any batches, against brute force, through crashes."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipelines.corpus.duplicates import index as index_module
from pipelines.corpus.duplicates.edges import Edges
from pipelines.corpus.duplicates.index import opened
from pipelines.corpus.duplicates.sketch import Sketches, sketch
from tests.pipelines.corpus.duplicates.newsroom import story
from tests.pipelines.corpus.duplicates.shingles import shingles


def changed(text: str, seed: int) -> str:
    """A near-duplicate: some words anew, a paragraph gone, a header and footer, or an excerpt."""
    stream = random.Random(seed)
    parts = text.split("\n\n")
    way = stream.randrange(4)
    if way == 0:
        return text.replace(text.split()[stream.randrange(40)], "other", 1)
    if way == 1:
        return "\n\n".join(parts[: stream.randrange(2, len(parts) + 1)])
    if way == 2:
        return f"{story(seed + 1, 20)}\n\n{text}\n\n{story(seed + 2, 20)}"
    return "\n\n".join([*parts[:2], story(seed + 3, 30), *parts[2:]])


@pytest.fixture(scope="module")
def corpus() -> tuple[list[str], Sketches]:
    texts = [story(seed) for seed in range(150)]
    texts += [changed(texts[seed % 60], 1_000 + 10 * seed) for seed in range(100)]
    texts += [f"The exchange closed at {n * 37} points on day {n}, {n * 11} up from {n * 13} on the day before it, and "
              f"dealers in the square spoke of a quiet session in which {n * 7} shares rose and {n * 5} fell in all."
              for n in range(10, 40)]  # fmt: skip
    return texts, sketch(texts)


def indexed(folder: Path, sketches: Sketches, order: list[int], cuts: list[int]) -> Edges:
    with opened(folder) as index:
        for rows in np.split(np.array(order), sorted(cuts)):
            index.put(sketches.take(rows))
    with opened(folder) as index:
        return index.graph.edges()


def same(left: Edges, right: Edges) -> bool:
    return all(np.array_equal(getattr(left, n), getattr(right, n)) for n in ("a", "b", "jaccard", "containment"))


@given(st.randoms(use_true_random=False), st.lists(st.integers(0, 280), max_size=30))
@settings(deadline=None, max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_order_and_any_batches_give_the_edges_of_one_build(
    tmp_path_factory: pytest.TempPathFactory,
    corpus: tuple[list[str], Sketches],
    random: random.Random,
    cuts: list[int],
) -> None:
    _, sketches = corpus
    order = list(range(len(sketches)))
    whole = indexed(tmp_path_factory.mktemp("whole"), sketches, order, [])
    random.shuffle(order)
    assert same(indexed(tmp_path_factory.mktemp("parts"), sketches, order, cuts), whole)


def test_edges_are_those_of_brute_force(tmp_path: Path, corpus: tuple[list[str], Sketches]) -> None:
    texts, sketches = corpus
    found = indexed(tmp_path, sketches, list(range(len(texts))), [100, 200])
    ids = sketches.ids.tolist()
    edges = {frozenset(pair) for pair in zip(found.a.tolist(), found.b.tolist(), strict=True)}
    sets = [shingles(text) for text in texts]
    near = set()
    for a in range(len(texts)):
        for b in range(a):
            common = len(sets[a] & sets[b])
            jaccard, contained = common / len(sets[a] | sets[b]), common / min(len(sets[a]), len(sets[b]))
            if ids[a] != ids[b] and (jaccard >= 0.6 or contained >= 0.75):
                near.add(frozenset((ids[a], ids[b])))
    assert edges <= near
    assert len(near - edges) <= 0.01 * len(near)


def test_template_pages_are_not_joined(corpus: tuple[list[str], Sketches], tmp_path: Path) -> None:
    texts, sketches = corpus
    reports = np.arange(250, len(texts))
    assert len(indexed(tmp_path, sketches.take(reports), list(range(len(reports))), [])) == 0


def test_segments_are_merged_by_tier(
    tmp_path: Path, corpus: tuple[list[str], Sketches], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(index_module, "TIER", 3)
    _, sketches = corpus
    edges = indexed(tmp_path, sketches, list(range(len(sketches))), list(range(10, 280, 10)))
    with opened(tmp_path) as index:
        assert len(index.segments) < 3
        assert sum(len(part) for part in index.segments) == len(set(sketches.ids.tolist()))
        assert len(list(tmp_path.glob("segment-*"))) == len(index.segments)
    assert same(edges, indexed(tmp_path / "whole", sketches, list(range(len(sketches))), []))


def test_sketches_come_back_in_the_order_asked_for(tmp_path: Path, corpus: tuple[list[str], Sketches]) -> None:
    _, sketches = corpus
    indexed(tmp_path, sketches, list(range(len(sketches))), [50])
    with opened(tmp_path) as index:
        wanted = sketches.ids[[70, 3, 70]]
        found = index.sketches(wanted)
        assert found.ids.tolist() == wanted.tolist()
        assert np.array_equal(found.shingles.values, sketches.take(np.array([70, 3, 70])).shingles.values)
        with pytest.raises(KeyError):
            index.sketches(np.array([5], np.uint64))


FILL = """
    import sys
    from pathlib import Path
    from pipelines.corpus.duplicates import index as index_module
    from pipelines.corpus.duplicates.sketch import sketch
    from tests.pipelines.corpus.duplicates.newsroom import story
    index_module.TIER = 2
    texts = [story(n // 2) + (" more" if n % 2 else "") for n in range(200)]
    print("ready", flush=True)
    with index_module.opened(Path(sys.argv[1])) as index:
        for first in range(0, 200, 5):
            index.put(sketch(texts[first : first + 5]))
"""


def test_a_killed_build_goes_on_where_it_was(tmp_path: Path) -> None:
    program = [sys.executable, "-c", textwrap.dedent(FILL), str(tmp_path / "killed")]
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[4])}
    stream = random.Random(5)
    for _ in range(3):
        with subprocess.Popen(program, stdout=subprocess.PIPE, env=environment) as process:
            assert process.stdout is not None
            process.stdout.readline()
            time.sleep(stream.uniform(0, 0.6))
            process.send_signal(signal.SIGKILL)
    subprocess.run(program, check=True, env=environment, stdout=subprocess.DEVNULL)
    texts = [story(n // 2) + (" more" if n % 2 else "") for n in range(200)]
    whole = indexed(tmp_path / "whole", sketch(texts), list(range(200)), [])
    with opened(tmp_path / "killed") as index:
        assert same(index.graph.edges(), whole)
        assert sum(len(part) for part in index.segments) == 200
        assert len(list((tmp_path / "killed").glob("segment-*"))) == len(index.segments)
