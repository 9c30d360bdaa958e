"""Datasets and Dagster's memory: rows of what is taken down are found in every file format, previews lose its words."""

import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import zstandard

from pipelines.lake.home import Home
from pipelines.upkeep.takedown.datasets import affected_datasets, remove_datasets
from pipelines.upkeep.takedown.event_log import clean_event_log, without_rows_of, without_runs
from pipelines.upkeep.takedown.runs import Runs

GONE, QUOTES, OTHER = "00c0ffee00c0ffee", "00000000deadbeef", "0123456789abcdef"
SENTENCE = "Auditors found forty empty envelopes in the safe behind the portrait."
RUNS = Runs.of(b"key", [SENTENCE])
ROWS = [
    {"article_id": OTHER, "text": "Rain."},
    {"article_id": QUOTES, "text": f"As reported: {SENTENCE}"},
    {"article_id": GONE, "text": SENTENCE},
]


def dataset(home: Home, name: str, file: str, data: bytes) -> None:
    path = home.datasets / name / file
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)


def test_rows_are_found_in_every_file_format(tmp_path: Path) -> None:
    home = Home.at(tmp_path)
    lines = "".join(json.dumps({"id": row["article_id"], "text": row["text"]}) + "\n" for row in ROWS).encode()
    dataset(home, "lines", "data/train.jsonl.zst", zstandard.compress(lines))
    dataset(home, "plain", "train.jsonl", lines)
    dataset(home, "other", "train.jsonl", lines.splitlines()[0])
    dataset(home, ".plain.12.new", "train.jsonl", lines)
    (home.datasets / "shards").mkdir()
    pq.write_table(pa.Table.from_pylist(ROWS), home.datasets / "shards" / "train-00000.parquet", row_group_size=1)
    found = affected_datasets(home, [GONE])
    assert {name: [(row["row"], row["article_id"]) for row in rows] for name, rows in found.items()} == {
        ".plain.12.new": [(None, None)],
        "lines": [(2, GONE)],
        "plain": [(2, GONE)],
        "shards": [(2, GONE)],
    }
    quoting = affected_datasets(home, [GONE], [QUOTES, OTHER], RUNS)
    assert [(row["file"], row["row"]) for row in quoting["shards"]] == [
        ("train-00000.parquet", 1),
        ("train-00000.parquet", 2),
    ]
    assert [row["row"] for row in quoting["lines"]] == [1, 2]
    remove_datasets(home, found)
    assert [path.name for path in home.datasets.iterdir()] == ["other"]


def test_a_row_that_only_names_the_work_stays_and_a_torn_file_counts(tmp_path: Path) -> None:
    home = Home.at(tmp_path)
    lines = [{"id": OTHER, "cluster_id": GONE}, {"id": GONE, "cluster_id": GONE}]
    dataset(home, "lines", "train.jsonl", "".join(json.dumps(row) + "\n" for row in lines).encode())
    dataset(home, "queries", "queries.jsonl", json.dumps({"_id": GONE, "text": "Rain"}).encode())
    dataset(home, "torn", "data/train-00000.parquet", b"PAR1 no end")
    found = affected_datasets(home, [GONE])
    assert {name: [(row["row"], row["article_id"]) for row in rows] for name, rows in found.items()} == {
        "lines": [(1, GONE)],
        "queries": [(0, GONE)],
        "torn": [(None, None)],
    }


def test_previews_lose_the_words_and_the_file_does_not_keep_them(tmp_path: Path) -> None:
    home = Home.at(tmp_path)
    path = home.dagster / "history" / "runs" / "one.db"
    path.parent.mkdir(parents=True)
    event = json.dumps(
        {"rows": f"| source | text |\n| --- | --- |\n| paper | {SENTENCE} |\n| other | Rain fell on it |"}
    )
    with closing(sqlite3.connect(path)) as database:
        database.execute("CREATE TABLE event_logs (id INTEGER PRIMARY KEY, run_id VARCHAR, event TEXT)")
        database.executemany("INSERT INTO event_logs(run_id, event) VALUES ('a', ?)", [(event,), ("{}",)])
        database.commit()
    (home.root / "alerts.jsonl").write_text(json.dumps({"text": f"same title: {SENTENCE}"}) + "\n")
    assert clean_event_log(home, without_runs(RUNS)) == 2
    assert b"envelopes" not in path.read_bytes()
    assert "envelopes" not in (home.root / "alerts.jsonl").read_text()
    with closing(sqlite3.connect(path)) as database:
        rows = json.loads(database.execute("SELECT event FROM event_logs WHERE id = 1").fetchone()[0])[
            "rows"
        ].splitlines()
    assert rows[0] == "| source | text |"
    assert rows[2].split() == ["|", "paper", "|", ".", "|"]
    assert clean_event_log(home, without_rows_of("other")) == 1
    assert b"Rain fell" not in path.read_bytes()
