"""Texts in two splits: what the search finds is what comparing every text with every other finds."""

import random
from itertools import combinations
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest

from pipelines.give.export.grams import GramFiles, grams
from pipelines.give.export.overlap import HALF, NOWHERE, OUTSIDE, PAIR_WORDS, Overlap, Pairs, Texts, settled
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


def template(words: list[str], every: int, chance: random.Random) -> list[str]:
    """The words with another one in the place of every few: other teams, names and numbers."""
    return [chance.choice(WORDS) if place % every == 0 else word for place, word in enumerate(words)]


def compared(texts: list[str], splits: list[int], folder: Path) -> tuple[Overlap, Pairs]:
    """The texts through the sieve, and the grams of those that it lets through."""
    codes = np.array(splits, np.uint8)
    sieve, files = Sieve(folder / "sieve", codes), GramFiles(folder / "grams")
    sieve.add(pa.array(texts), np.arange(len(texts)))
    crossing, pairs = sieve.crossing()
    through = np.flatnonzero(crossing)
    files.add([texts[row] for row in through], through)
    return Overlap.of(files, codes), pairs


def reader(texts: list[str]) -> Texts:
    return lambda wanted: {row: texts[row] for row in wanted}


def tied(texts: list[str], splits: list[int]) -> set[tuple[int, int]]:
    """The pairs of texts of different splits, every text compared with every other."""
    sets = [set(grams([text], PAIR_WORDS)[0].tolist()) for text in texts]
    return {
        (one, other)
        for one, other in combinations(range(len(texts)), 2)
        if splits[one] != splits[other] and len(sets[one] & sets[other]) >= HALF * min(len(sets[one]), len(sets[other]))
    }


@pytest.fixture(scope="module")
def texts() -> list[str]:
    """Stories of the first split (even) and what has become of each in the second (odd)."""
    chance = random.Random(5)
    made = []
    for number in range(60):
        words = chance.choices(WORDS, k=chance.choice([16, 20, 40, 120, 250]))
        made += [" ".join(words), " ".join(changed(words, number % 5, chance))]
    return made


def test_every_pair_is_found_that_is_one(texts: list[str], tmp_path: Path) -> None:
    splits = [1, 2] * (len(texts) // 2)
    overlap, pairs = compared(texts, splits, tmp_path)
    found = {(pair["row"], pair["of"]) for pair in pairs.of(overlap.splits, reader(texts))}
    assert len(found) > 50
    assert found == tied(texts, splits)


def test_nothing_overlaps_when_it_is_settled(texts: list[str], tmp_path: Path) -> None:
    overlap, pairs = compared(texts, [1, 2] * (len(texts) // 2), tmp_path)
    splits, out = settled(overlap, pairs, np.zeros(len(texts), bool), reader(texts))
    gone = out["text_in_another_split"]
    assert (splits == NOWHERE).tolist() == gone.tolist()
    assert overlap.shares(splits).max() < HALF
    kept = [row for row in range(len(texts)) if not gone[row]]
    assert not tied([texts[row] for row in kept], [1 + row % 2 for row in kept])
    assert gone[::2].sum() < gone[1::2].sum()  # of copies the later split's goes


@pytest.mark.parametrize("every", [10, 12, 13])
def test_reports_of_one_template_stand_in_one_split_though_no_13_words_are_the_same(every: int, tmp_path: Path) -> None:
    chance = random.Random(every)
    report = chance.choices(WORDS, k=150)
    texts = [" ".join(template(report, every, chance)) for _ in range(300)]
    texts += [" ".join(chance.choices(WORDS, k=150)) for _ in range(30)]
    splits = [1 + number % 3 for number in range(len(texts))]
    overlap, pairs = compared(texts, splits, tmp_path)
    assert overlap.shares(overlap.splits).max() < HALF
    assert settled(overlap, pairs, np.zeros(len(texts), bool), reader(texts))[0].tolist() == [
        split if split == 1 or number >= 300 else NOWHERE for number, split in enumerate(splits)
    ]


def test_a_text_goes_only_for_one_that_stays(tmp_path: Path) -> None:
    """The first and the second are reports of one template, the second and the third of another; the first and third are not."""
    one = [f"a{n}" for n in range(200)]
    two = template(one, 12, random.Random(1))
    three = two[:6] + template(two[6:], 12, random.Random(2))
    texts = [" ".join(words) for words in (one, two, three)]
    overlap, pairs = compared(texts, [1, 2, 3], tmp_path)
    assert settled(overlap, pairs, np.zeros(3, bool), reader(texts))[0].tolist() == [1, NOWHERE, 3]


def test_of_an_excerpt_and_a_longer_text_the_excerpt_goes_whichever_split_it_is_in(tmp_path: Path) -> None:
    whole = [f"a{n}" for n in range(300)]
    texts = [" ".join(template(whole[:100], 12, random.Random(1))), " ".join(whole)]
    for splits, left in (([1, 2], [NOWHERE, 2]), ([2, 1], [NOWHERE, 1]), ([OUTSIDE, 1], [OUTSIDE, NOWHERE])):
        overlap, pairs = compared(texts, splits, tmp_path / "-".join(map(str, splits)))
        assert settled(overlap, pairs, np.zeros(2, bool), reader(texts))[0].tolist() == left


def test_a_text_made_of_several_of_another_split_overlaps(tmp_path: Path) -> None:
    stories = [" ".join(f"{name}{n}" for n in range(40)) for name in "abcde"]
    digest = " ".join(" ".join(story.split()[:30]) for story in stories)
    texts = [*stories, digest]
    overlap, pairs = compared(texts, [1] * 5 + [2], tmp_path)
    assert overlap.shares(overlap.splits)[5] == 5 * 18 / 138 > HALF
    assert len(pairs.of(overlap.splits, reader(texts))) == 5


def test_what_must_stay_makes_others_go(tmp_path: Path) -> None:
    story = " ".join(f"a{n}" for n in range(40))
    around = " ".join(f"b{n}" for n in range(300))
    texts = [story, f"{around} {story}", around.replace("b", "c")]
    overlap, pairs = compared(texts, [OUTSIDE, 1, 1], tmp_path)
    assert settled(overlap, pairs, np.zeros(3, bool), reader(texts))[0].tolist() == [OUTSIDE, NOWHERE, 1]
