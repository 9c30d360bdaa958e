"""CPU seconds and memory of traces: papers of 5,000 works with 50,000 links each from nothing, and one more night of 1%.

python tests/benchmarks/traces_speed.py               # 20 papers: 100,000 works, a million links
python tests/benchmarks/traces_speed.py --papers 200  # a million works, ten million links
"""

from __future__ import annotations

import argparse
import random
import resource
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pyarrow as pa

from pipelines.corpus.traces.anchor import Anchor
from pipelines.corpus.traces.change import bound, learn, note_anchors, note_lists
from pipelines.corpus.traces.index import PUBLISHED, Index, Part, opened
from pipelines.corpus.traces.sequence import key_id, sequences
from pipelines.corpus.traces.solve import traces_of
from pipelines.corpus.traces.step import BATCH
from pipelines.corpus.traces.versions import Versions
from pipelines.lake.schemas import LINKS

START = date(2025, 1, 1)
HOUR, DAY = 3_600, 86_400


@dataclass(frozen=True)
class Press:
    """One night of papers with as many new works each, of which some pages have lists of fifty others."""

    night: date
    papers: int
    works: int
    pages: int
    first: int

    @property
    def at(self) -> int:
        """When the night began, seconds since 1970."""
        return int(datetime(self.night.year, self.night.month, self.night.day, 4, tzinfo=UTC).timestamp())

    def keys(self, paper: int) -> list[str]:
        """The keys of a paper's works."""
        return [f"paper{paper:03}.example/news/story-{n}" for n in range(self.first, self.first + self.works)]

    def parts(self) -> Iterator[Part]:
        """The night, paper by paper."""
        for paper in range(self.papers):
            keys = self.keys(paper)
            numbers = [(f"xpaper{paper:03}", self.first + n, key_id(key)) for n, key in enumerate(keys)]
            yield Part(sequences(self._links(paper, keys), {}), [(key_id(key), key) for key in keys], numbers)

    def _links(self, paper: int, keys: list[str]) -> pa.Table:
        """Topics in order, and lists on story pages in none."""
        source, stream = f"paper{paper:03}", random.Random(paper + self.first)
        listed = [(f"{source}.example/topic-{n}", "section", keys[n::20][::-1]) for n in range(min(20, self.works))]
        listed += [(key, "related", stream.sample(keys, min(50, self.works))) for key in keys[: self.pages]]
        rows = [
            (self.night, source, f"https://{page}", page, f"https://{target}", target, kind, position, 0, None)
            for page, kind, targets in listed
            for position, target in enumerate(targets)
        ]
        return pa.table(dict(zip(LINKS.names, zip(*rows, strict=True), strict=True)), schema=LINKS)

    def anchor(self, work: str) -> Anchor:
        """The anchor of a work: one in five is undated, an hour lies between two."""
        n = int(work.rpartition("-")[2]) - self.first
        day, undated = self.at - (self.works - n) * HOUR, n % 5 == 0
        told = None if undated else datetime.fromtimestamp(day, UTC).toordinal()
        low, high = (None, self.at) if undated else (day, day + DAY)
        source, night = work.partition(".")[0], self.night.toordinal()
        return Anchor(work, source, f"https://{work}", undated, told, low, high, "", "dated", night, told, not undated)


@dataclass
class Watch:
    """CPU seconds by stage, and the memory of the process at the end of each."""

    began: float = field(default_factory=time.process_time)
    said: list[str] = field(default_factory=list)

    def lap(self, stage: str) -> None:
        """Note what a stage took, and the greatest memory so far."""
        now = time.process_time()
        most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        self.said.append(f"{stage} {now - self.began:.1f} s, {most:.0f} MB")
        self.began = now


def built(index: Index, press: Press) -> str:
    """Bring a night into an index as the step does; what it took."""
    began, watch = time.process_time(), Watch()
    for touched in index.put_night(press.night.toordinal(), "made", press.parts()):
        note_lists(index, touched)
        index.anchors.wait(PUBLISHED, touched.works)
    index.commit()
    watch.lap("lists")
    for batch in index.anchors.batches(PUBLISHED, BATCH):
        note_anchors(index, index.anchors.put(0, batch, {work: press.anchor(work) for work in batch}))
        index.anchors.looked_at(PUBLISHED, batch)
        index.commit()
    watch.lap("anchors")
    learn(index)
    index.commit()
    watch.lap("lessons")
    looked_at = bounded = 0
    for batch in index.anchors.batches(0, BATCH):
        bound(index, batch)
        index.commit()
    watch.lap("first stage")
    for batch in index.anchors.batches(1, BATCH):
        bounded += sum(map(bool, traces_of(index, batch, stage=1).values()))
        index.anchors.looked_at(1, batch)
        index.commit()
        looked_at += len(batch)
    watch.lap("last stage")
    took = time.process_time() - began
    return f"{looked_at:,} works looked at, {bounded:,} bounded: {took:.1f} CPU s ({'; '.join(watch.said)})"


def main() -> None:
    """Print what both nights took."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--papers", type=int, default=20)
    papers = parser.parse_args().papers
    with tempfile.TemporaryDirectory() as folder, opened(Path(folder) / "traces.sqlite", Versions("speed")) as index:
        print("from nothing:", built(index, Press(START, papers, 5_000, 900, 100_000)), flush=True)
        print("one more night:", built(index, Press(START + timedelta(days=5), papers, 50, 10, 105_000)), flush=True)
        print(f"index {sum(file.stat().st_size for file in Path(folder).iterdir()) / 1e6:.0f} MB")


if __name__ == "__main__":
    main()
