"""CPU of SQL over a large corpus, against a native DuckDB table of the same rows, in one run.

python -m tests.benchmarks.sql_speed HOME [--nights 500] [--stories 2000] [--threads 1]

Makes the corpus under HOME night by night as the steps write it, maintains it, then makes the views,
then a native table by CREATE TABLE AS; a corpus that stands already is used again. Each query runs several times on both; the
figures are the medians of user and system CPU seconds, with as many threads in both. Nothing here gates.
"""

from __future__ import annotations

import argparse
import resource
import statistics
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pyarrow as pa

from pipelines.base.ids import digest
from pipelines.corpus.publish.views import write_views
from pipelines.lake.delta import Lake, month_of
from pipelines.lake.home import Home
from pipelines.lake.schemas import ARTICLES, FETCHES, SIGHTINGS
from pipelines.upkeep.maintenance import maintain

FIRST = date(2025, 1, 1)
SOURCES = 20
VOCABULARY = 20_000
LETTERS = "etaoinshrdlucmfwypvbgk"
REVISITED = 300
FETCHED = 100
"""Nights of `fetches`."""
RUNS = 7
QUERIES = {
    "count by source and day": "SELECT source, published_day, count(*) FROM {t} GROUP BY ALL",
    "by url": "SELECT title, published, text FROM {t} WHERE url = '{url}'",
    "by id": "SELECT title, published, text FROM {t} WHERE article_id = '{id}'",
    "a week of a source": "SELECT title, text FROM {t} WHERE source = 'source07' AND published_day >= DATE '{day}' "
    "AND published_day < DATE '{day}' + 7 LIMIT 100",
    "regex over text": "SELECT count(*) FROM {t} WHERE regexp_matches(text, 'e[a-z]+ing \\w+ed')",
}


def main() -> None:
    """Make what is missing and print a table of figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("home", type=Path)
    parser.add_argument("--nights", type=int, default=500)
    parser.add_argument("--stories", type=int, default=2_000)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--only-make", action="store_true")
    chosen = parser.parse_args()
    home = Home.at(chosen.home)
    if not Lake(home.lake).exists("articles"):
        make(home, chosen.nights, chosen.stories)
        maintain(home, grace_hours=0)
    write_views(home)
    if not chosen.only_make:
        compare(home, chosen.nights, chosen.threads)


def make(home: Home, nights: int, stories: int) -> None:
    """Write `articles` and `sightings` of all nights and `fetches` of the last hundred."""
    lake = Lake(home.lake)
    words = vocabulary()
    known: list[str] = []
    for number in range(nights):
        night = FIRST + timedelta(days=number)
        rows = stories_of(night, stories, words)
        works = rows["article_id"].to_pylist()
        lake.replace_works("articles", rows, works, [night])
        known = (works + known)[: stories * 30]
        seen = works + known[stories : stories + REVISITED]
        lake.replace("sightings", sightings_of(night, seen), night=night)
        if number >= nights - FETCHED:
            lake.replace("fetches", fetches_of(night, rows), night=night)


def vocabulary() -> np.ndarray:
    """Words of three to nine letters, the same in every run."""
    random = np.random.default_rng(1)
    letters = np.array(list(LETTERS))
    made = (
        "".join(random.choice(letters[: random.integers(5, 22)], random.integers(3, 10))) for _ in range(VOCABULARY)
    )
    return np.array([*made, "being", "named"], dtype=object)


def stories_of(night: date, stories: int, words: np.ndarray) -> pa.Table:
    """Rows of `articles` first seen on a night, with texts of 150 to 250 words, half of them of few words."""
    random = np.random.default_rng(night.toordinal())
    picked = words[(len(words) * random.random(stories * 250) ** 3).astype(int)]
    ends = random.integers(150, 251, stories)
    texts = [" ".join(picked[n * 250 : n * 250 + int(end)]) for n, end in enumerate(ends)]
    days = [night - timedelta(days=int(back)) for back in random.integers(0, 3, stories)]
    sources = [f"source{n % SOURCES:02}" for n in range(stories)]
    urls = [
        f"https://{source}.example/{day:%Y/%m/%d}/{text[:48].replace(' ', '-')}-{n}"
        for n, (source, day, text) in enumerate(zip(sources, days, texts, strict=True))
    ]
    works = [digest(source, url) for source, url in zip(sources, urls, strict=True)]
    seen = datetime(night.year, night.month, night.day, 2, tzinfo=UTC)
    written = [day.isoformat() for day in days]
    same = {
        "language": "en", "kind": "article", "paywall": "open", "published_precision": "day",
        "published_basis": "page: jsonld", "published_confidence": 0.98, "guess_confidence": 0.98,
        "not_before": seen - timedelta(days=3), "not_before_basis": "url", "not_after": seen, "not_after_basis": "capture",
        "first_seen": seen, "revisions": 1, "role": "origin", "copies": 0, "words": 200, "train_ai": "unknown",
        "tdm": "unknown", "first_night": night, "month": month_of(night),
    }  # fmt: skip
    values: dict[str, list[Any]] = {
        "article_id": works, "source": sources, "url": urls, "canonical_url": urls, "title": [t[:60] for t in texts],
        "text": texts, "authors": [[text[:14]] for text in texts], "tags": [text[:30].split() for text in texts],
        "published": written, "published_day": days, "guess": written, "cluster_id": works,
        "document_id": [digest(work, "1") for work in works],
    }  # fmt: skip
    columns = [pa.array(values.get(field.name, [same.get(field.name)] * stories), field.type) for field in ARTICLES]
    return pa.Table.from_arrays(columns, schema=ARTICLES)


def sightings_of(night: date, works: list[str]) -> pa.Table:
    """A row for each work that answered."""
    seen = datetime(night.year, night.month, night.day, 2, tzinfo=UTC)
    count = len(works)
    columns = [[night] * count, ["source00"] * count, works, [seen] * count]
    return pa.table(columns, schema=SIGHTINGS)


def fetches_of(night: date, articles: pa.Table) -> pa.Table:
    """A row for each story that was fetched."""
    urls = articles["url"]
    values = {"source": articles["source"], "url": urls, "url_key": urls}
    same = {"night": night, "resource": "page", "outcome": "stored", "status": 200}
    columns = [
        values.get(field.name, pa.array([same.get(field.name)] * articles.num_rows, field.type)) for field in FETCHES
    ]
    return pa.Table.from_arrays(columns, schema=FETCHES)


def compare(home: Home, nights: int, threads: int) -> None:
    """Print CPU seconds of each query over the views and over the native table."""
    native = home.root / "native.duckdb"
    if not native.exists():
        with duckdb.connect(str(native), config={"threads": threads}) as table:
            table.execute(f"ATTACH '{home.corpus}' AS corpus (READ_ONLY); USE corpus")
            table.execute("CREATE TABLE native.articles AS FROM corpus.articles")
    with duckdb.connect(str(home.corpus), read_only=True, config={"threads": threads}) as views:
        night = FIRST + timedelta(days=nights // 2)
        query = f"SELECT url, article_id FROM articles WHERE first_night = DATE '{night}' ORDER BY 2 LIMIT 1 OFFSET 7"
        [(url, work)] = views.execute(query).fetchall()
        values = {"t": "articles", "url": url, "id": work, "day": night.isoformat()}
        queries = {name: query.format(**values) for name, query in QUERIES.items()}
        with duckdb.connect(str(native), read_only=True, config={"threads": threads}) as table:
            for name, query in queries.items():
                ours, rows = cpu(views, query)
                theirs, same = cpu(table, query)
                assert rows == same, (name, rows, same)
                print(f"{name:<26} {ours:7.4f} s  native {theirs:7.4f} s  ratio {ours / theirs:5.2f}  {rows} rows")
        print(f"{'count(*) FROM fetches':<26} {cpu(views, 'SELECT count(*) FROM fetches')[0]:7.4f} s")
    for line in sizes(home, native):
        print(line)


def cpu(connection: duckdb.DuckDBPyConnection, query: str) -> tuple[float, int]:
    """Median CPU seconds of a query and the number of its rows."""
    spent, rows = [], 0
    for _ in range(RUNS):
        before = resource.getrusage(resource.RUSAGE_SELF)
        rows = len(connection.execute(query).fetchall())
        after = resource.getrusage(resource.RUSAGE_SELF)
        spent.append(after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime)
    return statistics.median(spent), rows


def sizes(home: Home, native: Path) -> Iterator[str]:
    """Disk use of `articles` and of the native table."""
    lake = Lake(home.lake)
    for table in ("articles", "sightings", "fetches"):
        files = lake.live_files(table)
        rows, size = sum(file.rows for file in files), sum(file.size for file in files)
        yield f"{table}: {rows:,} rows in {len(files)} files, {size / 1e6:,.1f} MB"
    yield f"native: {native.stat().st_size / 1e6:,.1f} MB"


if __name__ == "__main__":
    main()
