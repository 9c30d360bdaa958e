"""What a night of events costs as the corpus grows: made stories, a fifth undated, of which some report the same event.

    .venv/bin/python -m tests.benchmarks.events --stories 1000 --nights 100

Words are drawn by Zipf's law from 300,000, the frequent ones of English first; each event has ten rare words and ten of its
topic. Prints CPU ms a story for each tenth of the nights (sketches, pairs, grouping), the size of the index, its pairs a story,
and the highest memory.
"""

from __future__ import annotations

import argparse
import resource
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from pipelines.corpus.events.index import opened
from pipelines.corpus.events.model import Story
from pipelines.corpus.events.regroup import regroup
from pipelines.corpus.events.sketch import sketch
from pipelines.lexicon.word_shares import word_shares

WORDS, TOPICS, SOURCES = 300_000, 400, 60
FIRST_DAY = 740_000
TELLINGS = (1, 1, 1, 2, 3, 5, 8)
UNDATED = 0.2
BODY, OF_EVENT, OF_TOPIC = 220, 30, 30
"""Words of a story that are drawn freely, from its event, and from its topic."""


class Newsroom:
    """Makes the stories of each night; the same seed makes the same."""

    def __init__(self, seed: int) -> None:
        self._draw = np.random.default_rng(seed)
        shares = 1 / (np.arange(1, WORDS + 1) + 2.7) ** 1.05
        self._below = (shares / shares.sum()).cumsum()
        names = self._draw.random(WORDS) < 0.25
        common = [word for word, share in sorted(word_shares()["en"].items(), key=lambda item: (-item[1], item[0]))]
        rare = (_word(at).capitalize() if names[at] else _word(at) for at in range(len(common), WORDS))
        self._words = [*common, *rare]
        self._topics = [self._draw.integers(500, 60_000, 40) for _ in range(TOPICS)]

    def night(self, day: int, stories: int) -> Iterator[tuple[str, str, int, int, str]]:
        """Headline, text, first and last day, and source of each story."""
        made = 0
        while made < stories:
            topic = self._topics[self._draw.integers(TOPICS)]
            event = np.concatenate([self._draw.integers(5_000, WORDS, 10), self._draw.choice(topic, 10)])
            for telling in range(int(self._draw.choice(TELLINGS))):
                last = day - int(self._draw.integers(0, 3)) * (telling > 0)
                first = 1 if self._draw.random() < UNDATED else last
                yield *self._story(event, topic), first, last, f"s{self._draw.integers(SOURCES)}"
                made += 1

    def _story(self, event: np.ndarray, topic: np.ndarray) -> tuple[str, str]:
        free = np.searchsorted(self._below, self._draw.random(BODY))
        text = np.concatenate([free, self._draw.choice(event, OF_EVENT), self._draw.choice(topic, OF_TOPIC)])
        self._draw.shuffle(text)
        head = np.concatenate([self._draw.choice(event, 4), free[:4]])
        return " ".join(self._words[at] for at in head), " ".join(self._words[at] for at in text)


def _word(number: int) -> str:
    letters, left = "", number + 100
    while left:
        letters += "bcdfghjklmnprstvz"[left % 17] + "aeiou"[left // 17 % 5]
        left //= 85
    return letters


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--stories", type=int, default=1_000, help="of a night")
    parser.add_argument("--nights", type=int, default=30)
    asked = parser.parse_args()
    newsroom, made = Newsroom(1), 0
    with tempfile.TemporaryDirectory() as folder, opened(path := Path(folder) / "events.sqlite") as index:
        spent, counted = np.zeros(3), 0
        for night in range(asked.nights):
            drawn = list(newsroom.night(FIRST_DAY + night, asked.stories))
            clock = [time.process_time()]
            sketches = [sketch(title, text, "en") for title, text, *_ in drawn]
            clock.append(time.process_time())
            index.put(
                Story(f"{made + at:08x}", first, last, each, source, "", night, night)
                for at, (each, (_, _, first, last, source)) in enumerate(zip(sketches, drawn, strict=True))
            )
            clock.append(time.process_time())
            regroup(index)
            index.written(index.unwritten())
            index.commit()
            clock.append(time.process_time())
            spent, counted, made = spent + np.diff(clock), counted + len(drawn), made + len(drawn)
            if night % max(asked.nights // 10, 1) == max(asked.nights // 10, 1) - 1:
                print(f"{made:>9,} stories: CPU ms a story", *np.round(spent / counted * 1e3, 2), flush=True)
                spent, counted = np.zeros(3), 0
        pairs = index._db.execute("SELECT count(*) FROM pair").fetchone()[0]
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(f"index {path.stat().st_size / 1e6:,.0f} MB, {pairs / made:.1f} pairs a story, memory {peak:,.0f} MiB")


if __name__ == "__main__":
    main()
