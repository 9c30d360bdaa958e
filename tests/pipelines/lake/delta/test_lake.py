"""The lake: replacement by night, source and work; no trace of a write that changes nothing."""

from datetime import date, timedelta
from pathlib import Path

import pyarrow as pa
import pytest
from deltalake import DeltaTable, write_deltalake
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.lake.delta import Lake, LakeFile, grouping, joined, month_of
from pipelines.lake.schemas import CLUSTERS, DROPPED, TABLES

MONDAY, TUESDAY, MARCH = date(2026, 2, 2), date(2026, 2, 3), date(2026, 3, 1)


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


def member(article: str, cluster: str, first_night: date) -> dict[str, object]:
    row = {"article_id": article, "cluster_id": cluster, "role": "origin", "first_night": first_night}
    return dict.fromkeys(CLUSTERS.names) | row | {"month": month_of(first_night)}


def clusters(*rows: dict[str, object]) -> pa.Table:
    return pa.Table.from_pylist(list(rows), schema=CLUSTERS)


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


def test_replacing_works_moves_rows_between_files_in_one_commit(tmp_path: Path) -> None:
    lake = Lake(tmp_path)
    lake.replace_works("clusters", clusters(member("1", "1", MONDAY), member("2", "2", TUESDAY)), ["1", "2"], [])
    before = version(lake, "clusters")
    assert lake.replace_works("clusters", clusters(member("2", "1", MARCH)), ["2"], [TUESDAY])
    assert version(lake, "clusters") == before + 1
    assert lake.read("clusters", columns=["article_id", "cluster_id", "month"]).to_pylist() == [
        {"article_id": "1", "cluster_id": "1", "month": "2026-02"},
        {"article_id": "2", "cluster_id": "1", "month": "2026-03"},
    ]


def test_files_without_a_changed_row_are_left_alone(tmp_path: Path) -> None:
    lake = Lake(tmp_path)
    for night, work in ((MONDAY, "1"), (TUESDAY, "2")):
        lake.replace_works("clusters", clusters(member(work, work, night)), [work], [])
    before = set(lake.files("clusters"))
    assert not lake.replace_works("clusters", clusters(member("1", "1", MONDAY)), ["1"], [MONDAY])
    assert lake.replace_works("clusters", clusters(member("1", "2", MONDAY)), ["1"], [MONDAY])
    assert len(before & set(lake.files("clusters"))) == 1


def test_nights_of_like_size_become_one_file_and_a_changed_work_goes_with_them(tmp_path: Path) -> None:
    lake = Lake(tmp_path)
    for day in range(3):
        night = MONDAY + timedelta(days=day)
        lake.replace_works("clusters", clusters(member(str(day), "0", night)), [str(day)], [])
    assert [file.rows for file in lake.live_files("clusters")] == [1, 1, 1]
    fourth = MONDAY + timedelta(days=3)
    lake.replace_works("clusters", clusters(member("1", "9", TUESDAY), member("3", "3", fourth)), ["1", "3"], [TUESDAY])
    [file] = lake.live_files("clusters")
    assert (file.rows, file.first, file.last) == (4, MONDAY, fourth)
    rows = lake.read("clusters", columns=["article_id", "cluster_id"]).to_pylist()
    assert {row["article_id"]: row["cluster_id"] for row in rows} == {"0": "0", "1": "9", "2": "0", "3": "3"}


@pytest.mark.parametrize(
    ("earlier", "rows", "expected"),
    [
        ([100, 100], 100, []),  # too few
        ([100, 100, 100], 100, [100, 100, 100]),
        ([400, 400, 400, 100, 90, 110], 100, [100, 90, 110, 400, 400, 400]),  # 400 and three of 400
        ([400, 400, 100, 100, 100], 100, [100, 100, 100]),
        ([100, 300, 100], 100, []),  # one is more than twice as large
        ([20_000, 10_000, 20_000], 10_000, []),  # too many rows for one file
    ],
)
def test_which_files_become_one_with_a_new_one(earlier: list[int], rows: int, expected: list[int]) -> None:
    files = [LakeFile(str(n), "2026-02", 1, each, *[MONDAY + timedelta(days=n)] * 2) for n, each in enumerate(earlier)]
    assert [file.rows for file in joined(files, rows)] == expected


def test_the_works_of_a_large_night_get_several_files_and_a_change_rewrites_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(grouping, "FULL_ROWS", 4)
    lake = Lake(tmp_path)
    for first in range(0, 12, 3):
        works = [f"{n:02}" for n in range(first, first + 3)]
        lake.replace_works("clusters", clusters(*(member(work, "0", MONDAY) for work in works)), works, [MONDAY])
    assert sorted(file.rows for file in lake.live_files("clusters")) == [6, 6]
    before = set(lake.files("clusters"))
    changed = clusters(member("01", "9", MONDAY), member("12", "9", MONDAY))
    assert lake.replace_works("clusters", changed, ["01", "12"], [MONDAY])
    assert sorted(file.rows for file in lake.live_files("clusters")) == [1, 6, 6]
    assert len(before & set(lake.files("clusters"))) == 1
    rows = lake.read("clusters", columns=["article_id", "cluster_id"]).to_pylist()
    expected = {f"{n:02}": "9" if n in (1, 12) else "0" for n in range(13)}
    assert sorted((row["article_id"], row["cluster_id"]) for row in rows) == sorted(expected.items())


def test_a_work_that_is_gone_takes_its_row_with_it(tmp_path: Path) -> None:
    lake = Lake(tmp_path)
    lake.replace_works("clusters", clusters(member("1", "1", MONDAY)), ["1"], [])
    assert lake.replace_works("clusters", CLUSTERS.empty_table(), ["1"], [MONDAY])
    assert lake.read("clusters").num_rows == 0
    assert not lake.replace_works("clusters", CLUSTERS.empty_table(), ["1"], [MONDAY])


def test_works_are_read_from_the_files_of_their_first_nights(tmp_path: Path) -> None:
    lake = Lake(tmp_path)
    lake.replace_works("clusters", clusters(*(member(str(n), "1", MONDAY) for n in range(3))), list("012"), [])
    assert lake.read_works("clusters", ["0", "2"], [MONDAY], columns=["article_id"])["article_id"].to_pylist() == [
        "0",
        "2",
    ]
    assert lake.read_works("clusters", ["0"], [MARCH]).num_rows == 0
    assert lake.read_first_seen("clusters", MONDAY, columns=["article_id"]).num_rows == 3


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


def test_rows_that_come_in_slices_are_a_night(tmp_path: Path) -> None:
    sliced, whole = Lake(tmp_path / "sliced"), Lake(tmp_path / "whole")
    rows = dropped(MONDAY, "a", "x", "y", "z")
    whole.replace("dropped", rows, night=MONDAY)
    assert sliced.replace_sliced("dropped", rows.to_batches(max_chunksize=2), night=MONDAY) == (3, True)
    assert sliced.replace_sliced("dropped", rows.to_batches(max_chunksize=2), night=MONDAY) == (3, False)
    assert sliced.content_hash("dropped") == whole.content_hash("dropped")
    assert sliced.digest("dropped", MONDAY) == whole.digest("dropped", MONDAY)
    assert sliced.replace_sliced("dropped", iter(()), night=MONDAY) == (0, True)
    assert sliced.nights("dropped") == []
