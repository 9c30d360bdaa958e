"""What a night of events costs in corpora of different sizes, on stories that are as like each other as real ones.

    .venv/bin/python -m tests.benchmarks.events TEXTS.jsonl … --sizes 3000 100000 1000000 --new 240

A made story is one of the English texts ({"title"?, "text" or "body"} a line) whose words are swapped for others that as many
texts hold; one word in five stays. So as many pairs share heavy words as of the real texts (of both, one pair in 45 has a cosine
of .08 by them). A fifth of the stories is undated: some have bounds of three days, 2% none. The stories before the night
are written into the index without being compared, as many in the 60 days before it as a corpus of `--new` stories a night has.
Prints CPU ms a new story (sketches, pairs, grouping), CPU seconds of the night, pairs a story, memory and the index's size.
"""

from __future__ import annotations

import argparse
import json
import re
import resource
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from math import log2
from pathlib import Path

import numpy as np

from pipelines.corpus.events.index import Index, opened
from pipelines.corpus.events.model import WINDOW_DAYS, Story
from pipelines.corpus.events.postings import record
from pipelines.corpus.events.regroup import regroup
from pipelines.corpus.events.sketch import Sketch, packed, sketch
from pipelines.page.text.language import language

NIGHT, OLDEST = 740_000, 3_000
"""The measured night as an ordinal day, and the days that lie before it."""
SOURCES, TELLINGS = 60, (1, 1, 1, 2, 3, 5, 8)
UNDATED, WITHOUT_BOUNDS = 0.2, 0.02
KEPT_WORDS, COMMON_SHARE, EVENT_WORDS = 0.2, 0.2, 0.6
"""Words of a text that stay; words in more texts than this stay, too; words of a telling that are its event's."""
OLD_STORIES, RARE_WORDS, HEAD_WORDS, MAX_WORDS, FILLED = 1_500, 300_000, 10, 600, 5_000


class Newsroom:
    """Makes stories from texts; the same seed makes the same."""

    def __init__(self, texts: list[list[str]], seed: int) -> None:
        self.draw, self._texts = np.random.default_rng(seed), texts
        self._held = Counter(word for words in texts for word in dict.fromkeys(words))
        self._alike: dict[tuple[int, bool], list[str]] = defaultdict(list)
        for word, count in self._held.items():
            self._alike[int(2 * log2(count)), word[0].isupper()].append(word)

    def stories(self, count: int, tellings: tuple[int, ...] = TELLINGS) -> Iterator[tuple[str, str]]:
        """Headlines and texts; some report the same event, one after the other."""
        made = 0
        while made < count:
            event = self._swapped()
            for telling in range(int(self.draw.choice(tellings))):
                own = self._swapped() if telling else event
                of_event = self.draw.random(min(len(event), len(own))) < EVENT_WORDS
                words = [event[at] if at < HEAD_WORDS or chosen else own[at] for at, chosen in enumerate(of_event)]
                yield " ".join(words[:HEAD_WORDS]), " ".join(words[HEAD_WORDS:])
                made += 1

    def days(self, last: int) -> tuple[int, int]:
        """The first and the last possible day of a story that was published on a day."""
        drawn = self.draw.random()
        return 1 if drawn < WITHOUT_BOUNDS else last - 2 if drawn < UNDATED else last, last

    def source(self) -> str:
        """A source."""
        return f"s{self.draw.integers(SOURCES)}"

    def _swapped(self) -> list[str]:
        text = self._texts[self.draw.integers(len(self._texts))]
        others = {word: self._other(word) for word in dict.fromkeys(text)}
        return [others[word] for word in text]

    def _other(self, word: str) -> str:
        held = self._held[word]
        if held > COMMON_SHARE * len(self._texts) or self.draw.random() < KEPT_WORDS:
            return word
        if held <= 2:
            rare = _word(int(RARE_WORDS ** self.draw.random()))
            return rare.capitalize() if word[0].isupper() else rare
        alike = self._alike[int(2 * log2(held)), word[0].isupper()]
        return alike[self.draw.integers(len(alike))]


def _word(number: int) -> str:
    letters, left = "", number + 100
    while left:
        letters += "bcdfghjklmnprstvz"[left % 17] + "aeiou"[left // 17 % 5]
        left //= 85
    return letters


def english(path: Path) -> Iterator[list[str]]:
    """The words of each English text of a file."""
    for line in path.read_text().splitlines():
        row = json.loads(line)
        text = row.get("text") or row.get("body") or ""
        words = re.findall(r"\w+", f"{row.get('title') or ''} {text}")[:MAX_WORDS]
        if len(words) > HEAD_WORDS and language(text)[0] == "en":
            yield words


def fill(index: Index, newsroom: Newsroom, old: list[Sketch], numbers: range, near: int) -> None:
    """Write stories into the index as nights before would have; of those by number below `near`, in the last 60 days."""
    blobs = [packed(each) for each in old]
    for start in range(0, len(numbers), FILLED):
        rows, made = [], []
        for number in numbers[start : start + FILLED]:
            ago = newsroom.draw.integers(1, WINDOW_DAYS + 1) if number < near else newsroom.draw.integers(61, OLDEST)
            (first, last), source = newsroom.days(NIGHT - int(ago)), newsroom.source()
            at, name = int(newsroom.draw.integers(len(old))), f"old{number:08x}"
            rows.append((number, name, first, last, last, last, source, name, old[at].words, blobs[at], number, number))
            made.append(record(number, Story(name, first, last, old[at], source)))
        index._db.executemany(f"INSERT INTO story VALUES ({', '.join('?' * 12)})", rows)
        index._post(np.concatenate(made))
        index._db.executemany("INSERT OR REPLACE INTO event VALUES (?, ?, 1)", [row[:2] for row in rows])
    index.commit()


def main() -> None:
    """Print a line for each size."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("texts", type=Path, nargs="+")
    parser.add_argument("--sizes", type=int, nargs="+", default=[3_000, 100_000])
    parser.add_argument("--new", type=int, default=240, help="stories of a night")
    asked = parser.parse_args()
    newsroom = Newsroom([words for path in asked.texts for words in english(path)], 1)
    old = [sketch(*story, "en") for story in newsroom.stories(OLD_STORIES, (1,))]
    drawn = list(newsroom.stories(asked.new))
    clock = time.process_time()
    sketches = [sketch(*story, "en") for story in drawn]
    sketching = (time.process_time() - clock) / len(drawn) * 1e3
    days = [newsroom.days(NIGHT - int(newsroom.draw.integers(3))) for _ in drawn]
    stories = [
        Story(f"new{at:08x}", first, last, each, newsroom.source(), "", NIGHT, NIGHT)
        for at, (each, (first, last)) in enumerate(zip(sketches, days, strict=True))
    ]
    with tempfile.TemporaryDirectory() as folder, opened(path := Path(folder) / "events.sqlite") as index:
        made = 0
        for size in sorted(asked.sizes):
            fill(index, newsroom, old, range(made + 1, size + 1), asked.new * WINDOW_DAYS)
            made, clock = size, time.process_time()
            index.put(stories)
            paired = time.process_time()
            regroup(index)
            index.commit()
            ended = time.process_time()
            pairs = index._db.execute("SELECT count(*) FROM pair").fetchone()[0] / 2 / len(stories)
            each = (sketching, (paired - clock) / len(stories) * 1e3, (ended - paired) / len(stories) * 1e3)
            print(
                f"{size:>9,} stories: CPU ms a new story", *np.round(each, 2),
                f"night {ended - clock + sketching * len(stories) / 1e3:.2f} s, {pairs:.1f} pairs a story,"
                f" {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:,.0f} MiB, {path.stat().st_size / 1e6:,.0f} MB",
                flush=True,
            )  # fmt: skip
            index.remove([story.id for story in stories])
            regroup(index)
            index.written(index.unwritten())
            index._kept.clear()
            index.commit()


if __name__ == "__main__":
    main()
