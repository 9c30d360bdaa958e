"""The lake: replacement by night, source and key; no trace of a write that changes nothing."""

from datetime import date
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from deltalake import DeltaTable, write_deltalake
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.lake import Lake
from pipelines.schemas import CLUSTERS, DROPPED, TABLES

MONDAY, TUESDAY = date(2026, 2, 2), date(2026, 2, 3)


def dropped(night: date, source: str, *captures: str) -> pa.Table:
    rows = [
        {
            "night": night,
            "source": source,
            "capture_id": c,
            "url": None,
            "step": "clean",
            "reason": "listing",
            "detail": None,
        }
        for c in captures
    ]
    return pa.Table.from_pylist(rows, schema=DROPPED)


def member(article: str, cluster: str) -> dict[str, object]:
    return dict.fromkeys(CLUSTERS.names) | {"article_id": article, "cluster_id": cluster, "role": "origin"}


def captures(lake: Lake, **where: object) -> list[str]:
    return lake.read("dropped", columns=["capture_id"], **where)["capture_id"].to_pylist()


def version(lake: Lake, table: str) -> int:
    return DeltaTable(str(lake.path(table))).version()


def test_a_table_never_written_reads_as_empty_with_its_schema(tmp_path: Path) -> None:
    lake = Lake(tmp_path)
    assert lake.read("dropped").schema.equals(DROPPED)
    assert lake.read("dropped").num_rows == 0
    assert lake.files("dropped") == []
    assert lake.nights("dropped") == []


def test_replacing_one_source_of_a_night_leaves_the_others(tmp_path: Path) -> None:
    lake = Lake(tmp_path)
    lake.replace("dropped", dropped(MONDAY, "a", "1", "2"), night=MONDAY, source="a")
    lake.replace("dropped", dropped(MONDAY, "b", "3"), night=MONDAY, source="b")
    lake.replace("dropped", dropped(TUESDAY, "a", "4"), night=TUESDAY, source="a")
    lake.replace("dropped", dropped(MONDAY, "a", "5"), night=MONDAY, source="a")
    assert captures(lake) == ["4", "5", "3"]  # sorted by source, then capture
    assert captures(lake, night=MONDAY) == ["5", "3"]
    assert lake.nights("dropped") == [MONDAY, TUESDAY]


def test_a_part_can_become_empty(tmp_path: Path) -> None:
    lake = Lake(tmp_path)
    lake.replace("dropped", dropped(MONDAY, "a", "1"), night=MONDAY, source="a")
    lake.replace("dropped", dropped(MONDAY, "b", "2"), night=MONDAY, source="b")
    assert lake.replace("dropped", DROPPED.empty_table(), night=MONDAY, source="a")
    assert captures(lake) == ["2"]


def test_writing_the_same_rows_again_is_no_commit(tmp_path: Path) -> None:
    lake = Lake(tmp_path)
    assert lake.replace("dropped", dropped(MONDAY, "a", "2", "1"), night=MONDAY, source="a")
    assert not lake.replace("dropped", dropped(MONDAY, "a", "1", "2"), night=MONDAY, source="a")
    assert version(lake, "dropped") == 0


def test_replacing_keys_moves_rows_between_partitions_in_one_commit(tmp_path: Path) -> None:
    lake = Lake(tmp_path)
    lake.replace_keys(
        "clusters",
        pa.Table.from_pylist([member("1", "1"), member("2", "2")], schema=CLUSTERS),
        key="article_id",
        keys=["1", "2"],
    )
    before = version(lake, "clusters")
    lake.replace_keys(
        "clusters", pa.Table.from_pylist([member("2", "1")], schema=CLUSTERS), key="article_id", keys=["2"]
    )
    assert version(lake, "clusters") == before + 1
    assert lake.read("clusters", columns=["article_id", "cluster_id"]).to_pylist() == [
        {"article_id": "1", "cluster_id": "1"},
        {"article_id": "2", "cluster_id": "1"},
    ]


def test_compaction_leaves_one_sorted_file_and_the_same_rows(tmp_path: Path) -> None:
    lake = Lake(tmp_path)
    for source in "cab":
        lake.replace("dropped", dropped(MONDAY, source, source), night=MONDAY, source=source)
    before = lake.content_hash("dropped")
    assert len(lake.files("dropped")) == 3
    lake.compact("dropped", night=MONDAY)
    assert len(lake.files("dropped")) == 1
    assert lake.content_hash("dropped") == before


@settings(max_examples=8, deadline=None)
@given(order=st.permutations(["a", "b", "c", "d"]))
def test_the_order_of_writes_does_not_show(order: list[str], tmp_path_factory: pytest.TempPathFactory) -> None:
    lake = Lake(tmp_path_factory.mktemp("lake"))
    for source in order:
        lake.replace("dropped", dropped(MONDAY, source, source * 2), night=MONDAY, source=source)
    at_once = Lake(tmp_path_factory.mktemp("lake"))
    at_once.replace(
        "dropped", pa.concat_tables([dropped(MONDAY, source, source * 2) for source in "abcd"]), night=MONDAY
    )
    assert captures(lake) == ["aa", "bb", "cc", "dd"]
    assert lake.content_hash("dropped") == at_once.content_hash("dropped")


def test_a_table_written_before_a_column_existed_is_read_and_replaced(tmp_path: Path) -> None:
    lake = Lake(tmp_path)
    old = dropped(MONDAY, "a", "1").drop_columns(["detail"])
    write_deltalake(str(lake.path("dropped")), old, partition_by=["night"])
    assert lake.read("dropped")["detail"].to_pylist() == [None]
    lake.replace("dropped", dropped(MONDAY, "b", "2"), night=MONDAY, source="b")
    assert captures(lake) == ["1", "2"]
    assert lake.read("dropped").schema.equals(DROPPED)


@pytest.mark.parametrize("table", TABLES.values(), ids=lambda t: t.name)
def test_every_column_says_what_it_holds(table: object) -> None:
    assert all((field.metadata or {}).get(b"doc") for field in table.schema)
    assert set(table.sort) <= set(table.schema.names)
    assert table.partition is None or table.partition in table.schema.names


def test_rows_of_a_file_take_the_place_of_one_source_of_a_night(tmp_path: Path) -> None:
    streamed, whole, file = Lake(tmp_path / "streamed"), Lake(tmp_path / "whole"), tmp_path / "rows.parquet"
    for source, names in (("a", ["x", "y"]), ("b", ["x"]), ("b", ["z"]), ("c", [])):
        rows = dropped(MONDAY, source, *names)
        pq.write_table(rows, file)
        changed = whole.replace("dropped", rows, night=MONDAY, source=source)
        assert streamed.replace_from("dropped", file, night=MONDAY, source=source) == changed
        assert not streamed.replace_from("dropped", file, night=MONDAY, source=source)
    assert captures(streamed) == captures(whole) == ["x", "y", "z"]
