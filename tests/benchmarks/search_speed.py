"""How fast searches are, and what the index costs, beside the index that tantivy makes by its own defaults.

    python -m tests.benchmarks.search_speed [--articles 100000] [--rounds 3]

Makes a corpus of synthetic articles (300 words each, drawn as in language: few words often, most seldom; German and Chinese ones
among English ones; a quarter undated), indexes it in a process of its own, and asks it queries of each kind: parsing, matching,
ranking, and the passages of ten hits. Milliseconds of wall time and of CPU, of each query the least of its rounds: what others do
on the machine only adds to it. Nothing here gates.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import tantivy

from pipelines.ask.search.grammar import parsed
from pipelines.ask.search.searcher import searching
from pipelines.ask.search.step import BATCH, HEAP_BYTES, index_night
from pipelines.base.ids import digest
from pipelines.lake.delta import Lake, month_of
from pipelines.lake.home import Home
from pipelines.lake.schemas import ARTICLES

FIRST = date(2024, 1, 1)
PART = 5_000
WORDS, TITLE_WORDS = 300, 9
SYLLABLES = [
    "ba",
    "der",
    "fin",
    "gol",
    "har",
    "kel",
    "lon",
    "mar",
    "nis",
    "or",
    "pen",
    "qua",
    "ri",
    "sto",
    "ten",
    "ul",
    "ver",
    "wick",
]
ENDINGS = ("", "s", "ed", "ing")
OF_KIND = 40


def main() -> None:
    """Make the corpus and the indexes, ask, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--index", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--peer", action="store_true", help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if chosen.index:
        index(Home.at(chosen.index), peer=chosen.peer)
        return
    with tempfile.TemporaryDirectory() as folder:
        home = Home.at(Path(folder) / "home")
        for number in range(0, chosen.articles, PART):
            rows = articles(number, min(PART, chosen.articles - number))
            Lake(home.lake).replace_works("articles", rows, rows["article_id"].to_pylist(), [])
        for peer in (True, False):
            print(json.dumps(apart(home, peer=peer)))
        ask(home, chosen.rounds)


def vocabulary() -> np.ndarray:
    """20,000 words of one to three syllables with English endings, the most frequent first."""
    random = np.random.default_rng(1)
    stems = list(dict.fromkeys("".join(random.choice(SYLLABLES, random.integers(1, 4))) for _ in range(60_000)))[
        :15_000
    ]
    return np.array([stem + ending for stem in stems for ending in ENDINGS], dtype=object)


def articles(number: int, count: int) -> pa.Table:
    """Rows of `articles`, all first seen on one night."""
    random = np.random.default_rng(number)
    words = vocabulary()
    picked = words[(len(words) ** random.random((count, WORDS + TITLE_WORDS)) - 1).astype(int)]  # Zipf's law
    characters = np.array([chr(code) for code in range(0x4E00, 0x4E00 + 3_000)], dtype=object)
    night = FIRST + timedelta(days=number // PART * 7)
    seen = datetime(night.year, night.month, night.day, 2, tzinfo=UTC)
    rows: list[dict[str, Any]] = []
    for at in range(count):
        language = ("en", "en", "en", "en", "en", "en", "en", "de", "de", "zh")[at % 10]
        title, text = " ".join(picked[at, :TITLE_WORDS]), " ".join(picked[at, TITLE_WORDS:])
        if language == "zh":
            text = "。".join("".join(random.choice(characters, 15)) for _ in range(WORDS // 10))
        day = night - timedelta(days=int(random.integers(0, 700)))
        rows.append({
            "article_id": digest(str(number + at)), "source": f"source{at % 20:02}",
            "url": f"https://paper.example/{number + at}", "title": title, "text": text,
            "language": language, "kind": "article", "authors": ["Jane Doe"], "section": "News",
            "role": "copy" if at % 5 == 0 else "origin", "published": None if at % 4 == 0 else day.isoformat(),
            "not_before": None, "not_after": seen, "first_seen": seen, "first_night": night, "month": month_of(night),
        })  # fmt: skip
    return pa.Table.from_pylist([dict.fromkeys(ARTICLES.names) | row for row in rows], schema=ARTICLES)


def apart(home: Home, *, peer: bool) -> dict[str, Any]:
    """Index in a process of its own; what it says of it."""
    command = [
        sys.executable,
        "-m",
        "tests.benchmarks.search_speed",
        "--index",
        str(home.root),
        *(["--peer"] if peer else []),
    ]
    return dict(json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout))


def index(home: Home, *, peer: bool) -> None:
    """Index all articles and print CPU an article, memory and size."""
    before = peak_mb()
    folder = home.root / "peer" if peer else home.index / "search"
    count = by_defaults(home, folder) if peer else by_us(home)
    spent = resource.getrusage(resource.RUSAGE_SELF)
    size = sum(file.stat().st_size for file in folder.iterdir())
    figures = {
        "index": "tantivy's defaults" if peer else "ours", "articles": count,
        "cpu_us_per_article": round((spent.ru_utime + spent.ru_stime) / count * 1e6),
        "peak_mb": peak_mb(), "before_mb": before, "bytes_per_article": size // count,
    }  # fmt: skip
    print(json.dumps(figures))


def by_us(home: Home) -> int:
    """As the step makes it; returns the number of articles."""
    return index_night(home, FIRST, lambda done, total: None).counts["indexed"]


def peak_mb() -> int:
    """The most memory that this process had (proc(5)): getrusage also counts what started it."""
    status = Path("/proc/self/status").read_text()
    return int(status.partition("VmHWM:")[2].split()[0]) >> 10


def by_defaults(home: Home, folder: Path) -> int:
    """Title and text by tantivy's default tokenizer, all fields stored: returns the number of articles."""
    names = ("article_id", "source", "url", "title", "text", "published")
    builder = tantivy.SchemaBuilder()
    for name in names:
        builder.add_text_field(name, stored=True, tokenizer_name="default" if name in ("title", "text") else "raw")
    folder.mkdir(parents=True)
    writer = tantivy.Index(builder.build(), path=str(folder)).writer(heap_size=HEAP_BYTES, num_threads=1)
    count = 0
    for batch in Lake(home.lake).batches("articles", names, rows=BATCH):
        for row in batch.to_pylist():
            document = tantivy.Document()
            for name in names:
                document.add_text(name, row[name] or "")
            writer.add_document(document)
        count += batch.num_rows
    writer.commit()
    writer.wait_merging_threads()
    return count


def queries() -> Iterator[tuple[str, str]]:
    """Kinds of queries, and queries of each: of words in most articles, in some hundredths of them, in few."""
    random = np.random.default_rng(7)
    words = vocabulary()
    common, usual, seldom = words[:60], words[1_000:6_000], words[10_000:20_000]
    texts = articles(0, 200)["text"].to_pylist()
    for _ in range(OF_KIND):
        yield "two usual words", " ".join(random.choice(usual, 2))
        yield "a usual word", random.choice(usual)
        yield "a seldom word", random.choice(seldom)
        yield "a common word", random.choice(common)
        yield "a common and a usual word", f"{random.choice(common)} {random.choice(usual)}"
        yield "either of three", " OR ".join(random.choice(usual, 3))
        yield "one without another", f"{random.choice(usual)} -{random.choice(common)}"
        text = texts[random.integers(0, len(texts))].split()
        at = random.integers(0, max(1, len(text) - 3))
        yield "a phrase", f'"{" ".join(text[at : at + 2])}"'
        yield "a beginning", f"{random.choice(usual)[:5]}*"
        yield (
            "a word of a source and a month",
            f"{random.choice(usual)} source:source{random.integers(0, 20):02} from:2024-03 to:2024-03",
        )


def ask(home: Home, rounds: int) -> None:
    """Ask every query, and print the distribution by kind and over all."""
    least: dict[tuple[str, str], tuple[float, float]] = {}
    asked = list(queries())
    with searching(home) as searcher:
        for number in range(rounds + 1):
            for kind, text in asked:
                started, cpu = time.perf_counter(), time.process_time()
                searcher.find(parsed(text))
                spent = (time.perf_counter() - started, time.process_time() - cpu)
                if number:  # the first round reads the files
                    least[kind, text] = min(least.get((kind, text), spent), spent, key=lambda each: each[1])
        taken: dict[str, list[tuple[float, float]]] = {}
        for (kind, _), spent in least.items():
            taken.setdefault(kind, []).append(spent)
            taken.setdefault("all", []).append(spent)
        for kind, pairs in taken.items():
            print(
                f"{kind:<32} wall {distribution([wall for wall, _ in pairs])}   CPU {distribution([cpu for _, cpu in pairs])}"
            )
        started = time.perf_counter()
        ids = searcher.ids(parsed(str(vocabulary()[0])))
        print(f"all {len(ids):,} answers of a query for SQL: {time.perf_counter() - started:.2f} s")


def distribution(seconds: list[float]) -> str:
    """Median and 99th percentile, in milliseconds."""
    ordered = sorted(1000 * each for each in seconds)
    return f"p50 {ordered[len(ordered) // 2]:6.2f} p99 {ordered[int(len(ordered) * 0.99)]:6.2f} ms"


if __name__ == "__main__":
    main()
