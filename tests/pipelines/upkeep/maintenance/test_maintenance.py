"""Maintenance: fewer files, the same rows, and nothing taken from under a reader."""

import os
import shutil
import time
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import duckdb
import pyarrow as pa
import pytest
from click.testing import CliRunner
from deltalake import DeltaTable

from pipelines.cli import dateline
from pipelines.corpus.publish.views import write_views
from pipelines.lake.checksums.aside import set_aside
from pipelines.lake.delta import Lake, month_of
from pipelines.lake.home import Home
from pipelines.lake.schemas import CLUSTERS, PUBLICATIONS
from pipelines.nights import build
from pipelines.upkeep.maintenance import maintain, mergeable, readable
from tests.pipelines.extract.argus import LATE, ONE, PAGES, TWO, archived

FIRST = date(2026, 1, 1)


def clusters(night: date, *works: str) -> pa.Table:
    """Each work alone in its cluster, first seen on a night."""
    rows = [
        dict.fromkeys(CLUSTERS.names)
        | {"article_id": work, "cluster_id": work, "role": "origin", "first_night": night, "month": month_of(night)}
        for work in works
    ]
    return pa.Table.from_pylist(rows, schema=CLUSTERS)


@pytest.fixture(scope="module")
def nights(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two works a night from the first of January to the tenth of March: 69 nights, which the lake puts together."""
    home = Home.at(tmp_path_factory.mktemp("nights"))
    lake = Lake(home.lake)
    for day in range(69):
        night = FIRST + timedelta(days=day)
        lake.replace_works(
            "clusters", clusters(night, f"{day:02}a", f"{day:02}b"), [f"{day:02}a", f"{day:02}b"], [night]
        )
    return home.root


@pytest.fixture
def home(nights: Path, tmp_path: Path) -> Home:
    """A copy of them."""
    return Home.at(shutil.copytree(nights, tmp_path / "home"))


def parquet(home: Home, table: str = "clusters") -> int:
    return sum(1 for _ in (home.lake / table).rglob("*.parquet") if "_delta_log" not in _.parts)


def publish(home: Home, night: date, version: int) -> None:
    row = {"night": night, "table": "clusters", "version": version, "published_at": datetime(2026, 3, 10, tzinfo=UTC)}
    rows = [*Lake(home.lake).read("publications").to_pylist(), row]
    Lake(home.lake).replace("publications", pa.Table.from_pylist(rows, schema=PUBLICATIONS))


def test_months_that_are_over_become_one_file_and_no_row_changes(home: Home) -> None:
    before = Lake(home.lake).content_hash("clusters")
    done = maintain(home)
    files = sorted(Lake(home.lake).live_files("clusters"), key=lambda file: str(file.first))
    # newest 10 March: January, seven files, is over; February and March stay as their nights were put together
    assert [(f.first.isoformat()[5:], f.last.isoformat()[5:], f.rows) for f in files] == [
        ("01-01", "01-31", 62),
        ("02-01", "02-16", 32), ("02-17", "02-20", 8), ("02-21", "02-24", 8), ("02-25", "02-28", 8),
        ("03-01", "03-04", 8), ("03-05", "03-08", 8), ("03-09", "03-09", 2), ("03-10", "03-10", 2),
    ]  # fmt: skip
    assert (done.merged, done.into) == (7, 1)
    assert Lake(home.lake).content_hash("clusters") == before


def test_what_was_merged_is_left_alone_the_next_time(home: Home) -> None:
    maintain(home)
    version = Lake(home.lake).version("clusters")
    assert maintain(home).merged == 0
    assert Lake(home.lake).version("clusters") == version


def test_a_work_in_a_merged_file_is_replaced_there(home: Home) -> None:
    maintain(home)
    lake = Lake(home.lake)
    moved = clusters(FIRST, "00a").set_column(CLUSTERS.names.index("cluster_id"), "cluster_id", pa.array(["00b"]))
    assert lake.replace_works("clusters", moved, ["00a"], [FIRST])
    rows = lake.read_works(
        "clusters", ["00a", "00b", "30a"], [FIRST, date(2026, 1, 31)], columns=["article_id", "cluster_id"]
    )
    assert rows.to_pylist() == [
        {"article_id": "00a", "cluster_id": "00b"},
        {"article_id": "00b", "cluster_id": "00b"},
        {"article_id": "30a", "cluster_id": "30a"},
    ]


def test_superseded_files_stay_for_the_grace_and_go_after_it(home: Home) -> None:
    done = maintain(home)
    assert (done.removed, parquet(home)) == (0, 69 + 1)  # a file a night, January once more
    assert done.live_share < 1
    done = maintain(home, grace_hours=0)
    assert (done.removed, parquet(home), done.live_share) == (70 - 9, 9, 1.0)


def test_a_published_night_is_read_as_it_was_though_its_files_are_superseded(home: Home) -> None:
    publish(home, date(2026, 3, 9), 67)
    before = DeltaTable(str(home.lake / "clusters"), version=67).to_pyarrow_table().num_rows
    maintain(home, grace_hours=0)
    maintain(home, grace_hours=0)
    assert before == 136
    assert DeltaTable(str(home.lake / "clusters"), version=67).to_pyarrow_table().num_rows == 136


def test_the_last_published_night_is_read_from_the_merged_files(home: Home) -> None:
    publish(home, date(2026, 3, 10), 68)
    done = maintain(home, grace_hours=0)
    version = Lake(home.lake).read("publications")["version"].to_pylist()
    assert version == [69]
    assert (done.removed, parquet(home)) == (70 - 9 + 1, 9)  # and the file of publications that said 68
    assert DeltaTable(str(home.lake / "clusters"), version=69).to_pyarrow_table().num_rows == 138


def test_files_of_a_writer_that_died_are_removed_after_the_grace(home: Home) -> None:
    torn = home.lake / "clusters" / "month=2026-03" / f"{'0' * 32}.parquet"
    torn.write_bytes(b"PAR1")
    maintain(home)
    assert torn.exists()
    os.utime(torn, (time.time() - 25 * 3600,) * 2)
    assert maintain(home).removed == 1
    assert not torn.exists()


def test_leftovers_of_nights_that_are_done_are_removed_and_what_was_set_aside_stays(tmp_path: Path) -> None:
    home = Home.at(tmp_path)
    for night in PAGES:
        archived(home, night)
    build(home, [ONE], show=False)
    for name in (str(ONE), str(TWO)):
        (home.index / "extracting" / name).mkdir(parents=True)
    aside = set_aside(home.root, f"index/extracting/{TWO}")
    (home.index / "extracting" / str(TWO)).mkdir()
    view = home.root / "corpus.77.new"
    view.write_bytes(b"")
    for path in (aside, view):
        os.utime(path, (time.time() - 31 * 86400,) * 2)
    assert maintain(home).leftovers == 2
    assert [path.name for path in (home.index / "extracting").iterdir()] == [str(TWO)]
    assert (aside.exists(), view.exists()) == (True, False)


def test_a_half_built_night_is_not_shown_and_what_is_shown_stays_readable(tmp_path: Path) -> None:
    home = Home.at(tmp_path)
    for night in PAGES:
        archived(home, night)
    build(home, [ONE, TWO, LATE], show=False)
    lake = Lake(home.lake)
    rows = lake.read("nights")  # as if a kill had come before LATE was published
    kept = rows.filter(pa.array([(r["night"], r["step"]) != (LATE, "articles") for r in rows.to_pylist()]))
    lake.commit("nights", lake.live_files("nights"), [("", kept)])
    shown = home.corpus.read_bytes()
    maintain(home, grace_hours=0)
    assert home.corpus.read_bytes() == shown
    with duckdb.connect(str(home.corpus), read_only=True) as connection:
        assert connection.execute("SELECT count(*) FROM articles").fetchone() == (lake.read("articles").num_rows,)


def test_views_name_the_merged_files_at_once(home: Home) -> None:
    write_views(home)
    maintain(home, grace_hours=0)
    with duckdb.connect(str(home.corpus), read_only=True) as connection:
        assert connection.execute("SELECT count(*) FROM clusters").fetchone() == (138,)


def test_the_log_keeps_what_is_needed_to_open_the_table(home: Home) -> None:
    maintain(home)
    folder = home.lake / "clusters"
    assert (folder / "_delta_log" / f"{69:020}.checkpoint.parquet").exists()
    assert readable(folder, 69)
    for commit in (folder / "_delta_log").glob("*.json"):
        commit.unlink()
    for checkpoint in sorted((folder / "_delta_log").glob("*.checkpoint.parquet"))[:-1]:
        checkpoint.unlink()
    assert readable(folder, 69)
    assert not readable(folder, 68)


def test_files_too_full_to_be_merged_stay() -> None:
    from pipelines.lake.delta import LakeFile

    days = [FIRST + timedelta(days=day) for day in range(4)]
    files = [LakeFile(str(n), "2026-01", 1, 40_000, day, day) for n, day in enumerate(days[:3])]
    files.append(LakeFile("late", "2026-05", 1, 1, date(2026, 5, 1), date(2026, 5, 1)))
    assert mergeable(files) == []
    files[1] = LakeFile("1", "2026-01", 1, 10_000, days[1], days[1])
    assert [[file.path for file in group] for group in mergeable(files)] == [["0", "1"]]


def test_the_command_says_what_it_did(home: Home) -> None:
    result = CliRunner().invoke(dateline, ["--home", str(home.root), "maintain", "--grace-hours", "0"])
    assert result.exit_code == 0
    assert result.stdout.startswith("7 files merged into 1; 61 files (")
    assert "100% of" in result.stdout


def test_without_tables_the_command_says_what_to_run(tmp_path: Path) -> None:
    for folder, remedy in (
        (tmp_path, "dateline sources add"),
        (tmp_path / "archive/source=a/night=2025-11-03", "dateline build"),
    ):
        folder.mkdir(parents=True, exist_ok=True)
        result = CliRunner().invoke(dateline, ["--home", str(tmp_path), "maintain"])
        assert result.exit_code != 0
        assert remedy in str(result.exception)
