"""Texts in two splits: what the search finds is what comparing every text with every other finds."""

import random
from itertools import product
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest

from pipelines.give.export.grams import GramFiles, grams
from pipelines.give.export.overlap import CONTAINMENT, HALF, JACCARD, NOWHERE, OUTSIDE, PAIR_WORDS, Overlap, settled
from pipelines.give.export.sieve import Sieve

WORDS = [f"w{number}" for number in range(3000)]


def changed(words: list[str], way: int, chance: random.Random) -> list[str]:
    """Words as copies have them: others here and there, turned round, wrapped, cut, with insertions."""
    count = len(words)
    if way == 0:
        return [chance.choice(WORDS) if chance.random() < 0.02 else word for word in words]
    if way == 1:
        cut = chance.randrange(1, count)
        return words[cut:] + words[:cut]
    if way == 2:
        return chance.choices(WORDS, k=chance.randrange(60)) + words + chance.choices(WORDS, k=chance.randrange(60))
    if way == 3:
        return words[count // 10 : count - count // 10]
    return [other for word in words for other in ([word, chance.choice(WORDS)] if chance.random() < 0.02 else [word])]


def overlap_of(texts: list[str], splits: list[int], folder: Path) -> Overlap:
    """The texts through the sieve, and the grams of those that it lets through."""
    codes = np.array(splits, np.uint8)
    sieve, files = Sieve(folder / "sieve", codes), GramFiles(folder / "grams")
    sieve.add(pa.array(texts), np.arange(len(texts)))
    through = np.flatnonzero(sieve.crossing())
    files.add([texts[row] for row in through], through)
    return Overlap.of(files, codes)


@pytest.fixture(scope="module")
def texts() -> list[str]:
    """Stories of the first split (even) and what has become of each in the second (odd)."""
    chance = random.Random(5)
    made = []
    for number in range(60):
        words = chance.choices(WORDS, k=chance.choice([16, 20, 40, 120, 250]))
        made += [" ".join(words), " ".join(changed(words, number % 5, chance))]
    return made


@pytest.fixture(scope="module")
def overlap(texts: list[str], tmp_path_factory: pytest.TempPathFactory) -> Overlap:
    return overlap_of(texts, [1, 2] * (len(texts) // 2), tmp_path_factory.mktemp("texts"))


def test_every_pair_is_found_that_is_one(texts: list[str], overlap: Overlap) -> None:
    found = overlap.pairs(overlap.splits, lambda wanted: {row: texts[row] for row in wanted})
    sets = [set(grams([text], PAIR_WORDS)[0].tolist()) for text in texts]
    pairs = set()
    for one, other in product(range(0, len(texts), 2), range(1, len(texts), 2)):
        common = len(sets[one] & sets[other])
        alike = common / len(sets[one] | sets[other]) >= JACCARD
        if alike or common / min(len(sets[one]), len(sets[other])) >= CONTAINMENT:
            pairs.add((one, other))
    assert len(pairs) > 30
    assert {tuple(sorted((pair["row"], pair["of"]))) for pair in found} == pairs


def test_nothing_overlaps_when_it_is_settled(texts: list[str], overlap: Overlap) -> None:
    splits, out = settled(overlap, np.zeros(len(texts), bool))
    gone = out["text_in_another_split"]
    assert (splits == NOWHERE).tolist() == gone.tolist()
    assert overlap.shares(splits).max() < HALF
    assert not overlap.pairs(splits, lambda wanted: {row: texts[row] for row in wanted})
    assert gone[::2].sum() < gone[1::2].sum()  # of copies the later split's goes


def test_a_text_made_of_several_of_another_split_overlaps_though_it_is_no_pair(tmp_path: Path) -> None:
    stories = [" ".join(f"{name}{n}" for n in range(40)) for name in "abcde"]
    digest = " ".join(" ".join(story.split()[:30]) for story in stories)
    overlap = overlap_of([*stories, digest], [1] * 5 + [2], tmp_path)
    assert overlap.shares(overlap.splits)[5] == 5 * 18 / 138 > HALF
    assert overlap.pairs(overlap.splits, lambda wanted: dict.fromkeys(wanted, "")) == []


def test_what_must_stay_makes_others_go(tmp_path: Path) -> None:
    story = " ".join(f"a{n}" for n in range(40))
    around = " ".join(f"b{n}" for n in range(300))
    overlap = overlap_of([story, f"{around} {story}", around.replace("b", "c")], [OUTSIDE, 1, 1], tmp_path)
    assert settled(overlap, np.zeros(3, bool))[0].tolist() == [OUTSIDE, NOWHERE, 1]
