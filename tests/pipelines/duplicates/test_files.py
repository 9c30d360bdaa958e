"""`dateline duplicates`: a file of texts in, a file of clusters out."""

from __future__ import annotations

import gzip
import json
import random
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from pipelines.duplicates.files import Tally, cluster_file
from pipelines.errors import InputError
from tests.pipelines.duplicates.newsroom import story

TEXTS = {
    "c": story(1),
    "b": f"{story(1)} More.",
    "a": story(2),
    "e": "",
    "d": "",
    "f": story(2),
    "z": story(3),
}


def lines(path: Path, rows: dict[str, str]) -> Path:
    opener = gzip.open if path.suffix == ".gz" else open
    with opener(path, "wt", encoding="utf-8") as out:
        out.writelines(json.dumps({"id": i, "text": t}, ensure_ascii=False) + "\n" for i, t in rows.items())
    return path


def result(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def test_each_text_gets_its_cluster_match_and_similarity_in_the_order_given(tmp_path: Path) -> None:
    assert cluster_file(lines(tmp_path / "in.jsonl", TEXTS), tmp_path / "out.jsonl") == Tally(7, 2, 4)
    rows = result(tmp_path / "out.jsonl")
    assert [list(row) for row in rows] == [["id", "cluster_id", "matched_id", "similarity"]] * 7
    assert [(row["id"], row["cluster_id"], row["matched_id"]) for row in rows] == [
        ("c", "b", "b"),
        ("b", "b", "c"),
        ("a", "a", "f"),
        ("e", "e", None),
        ("d", "d", None),
        ("f", "a", "a"),
        ("z", "z", None),
    ]
    assert [row["similarity"] for row in rows] == [0.9915, 0.9915, 1.0, None, None, 1.0, None]


def test_order_of_lines_does_not_change_the_clusters(tmp_path: Path) -> None:
    cluster_file(lines(tmp_path / "one.jsonl", TEXTS), tmp_path / "one.out")
    shuffled = random.Random(3).sample(list(TEXTS.items()), len(TEXTS))
    cluster_file(lines(tmp_path / "two.jsonl", dict(shuffled)), tmp_path / "two.out")
    assert sorted(result(tmp_path / "one.out"), key=str) == sorted(result(tmp_path / "two.out"), key=str)


def test_gzip_and_parquet_say_the_same(tmp_path: Path) -> None:
    cluster_file(lines(tmp_path / "in.jsonl", TEXTS), tmp_path / "out.jsonl")
    cluster_file(lines(tmp_path / "in.jsonl.gz", TEXTS), tmp_path / "out.jsonl.gz")
    pq.write_table(pa.table({"id": list(TEXTS), "text": list(TEXTS.values())}), tmp_path / "in.parquet")
    cluster_file(tmp_path / "in.parquet", tmp_path / "out.parquet")
    plain = result(tmp_path / "out.jsonl")
    zipped = gzip.decompress((tmp_path / "out.jsonl.gz").read_bytes()).decode()
    assert [json.loads(line) for line in zipped.splitlines()] == plain
    table = pq.read_table(tmp_path / "out.parquet").to_pylist()
    assert [row["cluster_id"] for row in table] == [row["cluster_id"] for row in plain]


def test_progress_counts_texts(tmp_path: Path) -> None:
    seen: list[int] = []
    cluster_file(lines(tmp_path / "in.jsonl", TEXTS), tmp_path / "out.jsonl", on_progress=seen.append)
    assert seen == [7]


def test_an_empty_file_has_no_clusters(tmp_path: Path) -> None:
    assert cluster_file(lines(tmp_path / "in.jsonl", {}), tmp_path / "out.jsonl") == Tally(0, 0, 0)
    assert result(tmp_path / "out.jsonl") == []


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("{", "in.jsonl:2: not JSON"),
        ("[" * 200_000, "in.jsonl:2: not JSON"),
        ("[1]", 'in.jsonl:2: no "id"'),
        ('{"text": "x"}', 'in.jsonl:2: no "id"'),
        ('{"id": "x", "path": "x.html"}', 'in.jsonl:2: no "text"'),
        ('{"id": "x", "text": 5}', 'in.jsonl:2: "text" is not a string'),
        ('{"id": "a", "text": "again"}', "in.jsonl:2: id 'a' comes twice"),
    ],
)
def test_a_bad_line_is_named_and_nothing_is_written(tmp_path: Path, line: str, message: str) -> None:
    (tmp_path / "in.jsonl").write_text(f'{{"id": "a", "text": "one"}}\n{line}\n', encoding="utf-8")
    with pytest.raises(InputError, match=r"^\S*" + message.replace("[", r"\[")):
        cluster_file(tmp_path / "in.jsonl", tmp_path / "out.jsonl")
    assert [path.name for path in tmp_path.iterdir()] == ["in.jsonl"]


@pytest.mark.parametrize("name", ["absent.jsonl", "bad.jsonl.gz", "bad.parquet", "latin.jsonl"])
def test_unreadable_files_are_named(tmp_path: Path, name: str) -> None:
    if name != "absent.jsonl":
        (tmp_path / name).write_bytes(b'{"id": "a", "text": "caf\xe9"}\n')
    with pytest.raises(InputError, match=name):
        cluster_file(tmp_path / name, tmp_path / "out.jsonl")


@pytest.mark.parametrize(
    ("ids", "texts", "message"),
    [
        (pa.array([["a"]]), pa.array(["x"]), "column 'id' must be text or whole numbers, found list<"),
        (pa.array([1.5]), pa.array(["x"]), "column 'id' must be text or whole numbers, found double"),
        (pa.array(["a"]), pa.array([5]), "column 'text' must be text, found int64"),
        (pa.array(["a"]), pa.array([b"x"]), "column 'text' must be text, found binary"),
    ],
)
def test_parquet_columns_of_another_type_are_named(
    tmp_path: Path, ids: pa.Array, texts: pa.Array, message: str
) -> None:
    pq.write_table(pa.table({"id": ids, "text": texts}), tmp_path / "in.parquet")
    with pytest.raises(InputError, match=rf"in\.parquet: {message}"):
        cluster_file(tmp_path / "in.parquet", tmp_path / "out.jsonl")


def test_parquet_ids_may_be_numbers_and_texts_dictionaries_or_absent(tmp_path: Path) -> None:
    texts = pa.array([story(1), None, story(1)]).dictionary_encode()
    pq.write_table(pa.table({"id": [10, 9, 8], "text": texts}), tmp_path / "in.parquet")
    assert cluster_file(tmp_path / "in.parquet", tmp_path / "out.jsonl") == Tally(3, 1, 2)
    assert [(row["id"], row["matched_id"]) for row in result(tmp_path / "out.jsonl")] == [
        ("10", "8"),
        ("9", None),
        ("8", "10"),
    ]


def test_hostile_text_is_only_text(tmp_path: Path) -> None:
    hostile = ["\ud800 lone", "\x00" * 50, "a " * 50_000, "\u202e\u200b" * 100, "x" * 1_000_000]
    path = tmp_path / "in.jsonl"
    path.write_text("".join(json.dumps({"id": n, "text": t}) + "\n" for n, t in enumerate(hostile)), encoding="utf-8")
    cluster_file(path, tmp_path / "out.jsonl")
    assert [row["matched_id"] for row in result(tmp_path / "out.jsonl")] == [None] * 5
