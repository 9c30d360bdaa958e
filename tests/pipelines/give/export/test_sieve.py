"""The sieve lets every text through that has 13 words in a row, or all its words, in common with a text of another split."""

import random
from collections import defaultdict
from pathlib import Path

import numpy as np
import pyarrow as pa

from pipelines.corpus.duplicates.normalise import normal_lines
from pipelines.give.export.grams import GRAM_WORDS
from pipelines.give.export.sieve import Sieve

SPELLINGS = (
    ("the", "The", "(THE)"), ("of",), ("müller", "Müller", "MÜLLER", "mu\u0308ller"), ("straße", "Strasse", "STRASSE"),
    ("1,000", "1 000", "1.000"), ("pm’s", "PM's"), ("ﬁrst", "first"), ("bundestag", "Bun\u00addestag"), ("Москва", "москва!"),
    ("東京で", "東 京 で"), ("e-mail", "E mail"), ("x²", "X2"), ("Ångström", "A\u030angström"), ("½", "1⁄2"),
    ("café", "cafe\u0301"),    ("to\n", "to\x15", "to"), ("— a", "a"), ("harbour", "Harbour:"), ("thunder", "thunder,"),
    ("this", "This"),
)  # fmt: skip
"""Ways in which the same words are written."""


def let_through(folder: Path, texts: list[str], splits: list[int]) -> set[int]:
    sieve = Sieve(folder, np.array(splits, np.uint8))
    half = len(texts) // 2
    sieve.add(pa.array(texts[:half], pa.string()), np.arange(half))
    sieve.add(pa.array(texts[half:]), np.arange(half, len(texts)))
    return set(np.flatnonzero(sieve.crossing()[0]).tolist())


def grams_of(text: str) -> set[str]:
    words = normal_lines([text]).split()
    return {" ".join(words[at : at + GRAM_WORDS]) for at in range(max(len(words) - GRAM_WORDS + 1, min(len(words), 1)))}


def test_no_text_is_held_back_that_has_a_gram_in_common(tmp_path: Path) -> None:
    chance = random.Random(3)

    def written(words: list[int]) -> str:
        return " ".join(chance.choice(SPELLINGS[word]) for word in words)

    texts = []
    for _ in range(600):
        words = chance.choices(range(len(SPELLINGS)), k=chance.choice([3, 12, 13, 14, 30]))
        begin, before = chance.randrange(len(words)), chance.choices(range(len(SPELLINGS)), k=chance.randrange(20))
        texts += [written(words), written([*before, *words[begin : begin + 14]]) + chance.choice(["", " end", "!"])]
    splits = [chance.choice([1, 1, 1, 2, 3]) for _ in texts]
    holders = defaultdict(set)
    for number, text in enumerate(texts):
        for gram in grams_of(text):
            holders[gram].add(number)
    shared = [rows for rows in holders.values() if len({splits[row] for row in rows}) > 1]
    common = set().union(*shared)
    assert 100 < len(common) < len(texts)
    assert common <= let_through(tmp_path / "runs", texts, splits)


def test_texts_with_fewer_words_in_common_are_held_back(tmp_path: Path) -> None:
    texts = [" ".join(f"{name}{chr(97 + n % 26)}{n}" for n in range(40)) for name in "abcd"]
    texts[2] = f"{texts[1]} {texts[2]}"
    texts[3] = " ".join([*texts[0].split()[:7], texts[3]])
    assert let_through(tmp_path / "runs", [*texts, "Flood", "flood!", "Storm"], [1, 1, 2, 2, 1, 2, 2]) == {1, 2, 4, 5}
