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

from pipelines.base.errors import InputError
from pipelines.corpus.duplicates.files import Tally, cluster_file
from tests.pipelines.corpus.duplicates.newsroom import story

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
    ("line", "identity", "message"),
    [
        (b"{", None, "not JSON: Expecting property name enclosed in double quotes at character 2"),
        (b"[" * 200_000, None, "not JSON: it nests too deep"),
        (b"[1]", None, "not an object but list"),
        (b'{"text": "x"}', None, 'no "id"; each line must be {"id": …, "text": …}'),
        (b'{"id": "x", "path": "x.html"}', "x", 'no "text"; each line must be {"id": …, "text": …}'),
        (b'{"id": "x", "text": 5}', "x", '"text" is not a string'),
        (b'{"id": "a", "text": "again"}', "a", "id comes twice, first on line 1; ids must be distinct"),
        (b'{"id": "x", "text": "caf\xe9"}', None, "not UTF-8: byte 0xe9 at byte 25 of the line"),
    ],
)
def test_a_bad_line_is_an_error_in_its_place(tmp_path: Path, line: bytes, identity: str | None, message: str) -> None:
    good = json.dumps({"id": "a", "text": story(1)}), json.dumps({"id": "b", "text": story(1)})
    (tmp_path / "in.jsonl").write_bytes(b"\n".join([good[0].encode(), line, good[1].encode(), line[:1]]))
    assert cluster_file(tmp_path / "in.jsonl", tmp_path / "out.jsonl") == Tally(2, 1, 2, 2)
    rows = result(tmp_path / "out.jsonl")
    assert [(row["id"], row.get("matched_id")) for row in rows[::2]] == [("a", "b"), ("b", "a")]
    assert rows[1] == {"id": identity, "line": 2, "error": message}
    assert (rows[3]["id"], rows[3]["line"]) == (None, 4)


def test_bad_rows_of_parquet_are_rows_that_say_so(tmp_path: Path) -> None:
    pq.write_table(pa.table({"id": [None, "a", "a", "b"], "text": [story(1)] * 4}), tmp_path / "in.parquet")
    assert cluster_file(tmp_path / "in.parquet", tmp_path / "out.parquet") == Tally(2, 1, 2, 2)
    rows = pq.read_table(tmp_path / "out.parquet").to_pylist()
    assert [(row["id"], row["matched_id"], row["line"]) for row in rows] == [
        (None, None, 1),
        ("a", "b", None),
        ("a", None, 3),
        ("b", "a", None),
    ]
    assert rows[2]["error"] == "id comes twice, first on line 2; ids must be distinct"


@pytest.mark.parametrize("name", ["absent.jsonl", "bad.jsonl.gz", "torn.jsonl.gz", "bad.parquet"])
def test_unreadable_files_are_named(tmp_path: Path, name: str) -> None:
    if name != "absent.jsonl":
        zipped = gzip.compress(b'{"id": "a"}\n' * 99)
        (tmp_path / name).write_bytes(zipped[:12] + b"\xff" * 20 if name == "torn.jsonl.gz" else b'{"id": "a"}\n')
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
