"""The extraction step over an archive: what earlier nights taught is applied, kept as a table, and the same in any order."""

from datetime import date
from pathlib import Path

import pytest

from pipelines.corpus.fetches.step import land_night
from pipelines.extract.step import extract_night
from pipelines.lake.delta import Lake
from pipelines.lake.home import Home
from tests.pipelines.extract.argus import LATE, ONE, PAGES, TWO, archived, page


def silent(_done: int, _total: int) -> None:
    pass


def extracted(folder: Path, *nights: date) -> Lake:
    """The lake after the step has run for these nights, one by one."""
    home = Home.at(folder)
    for night in PAGES:
        archived(home, night)
    for night in nights:
        land_night(home, night, silent)
        extract_night(home, night, silent, workers=1)
    return Lake(home.lake)


@pytest.fixture(scope="module")
def lake(tmp_path_factory: pytest.TempPathFactory) -> Lake:
    return extracted(tmp_path_factory.mktemp("argus"), ONE, TWO, LATE)


def test_what_a_night_taught_is_applied_to_the_next(lake: Lake) -> None:
    [row] = lake.read("documents", night=TWO).to_pylist()
    assert (row["title"], row["authors"]) == ("What will become of the mill in Ardlow", ["Gil Haas"])
    assert row["layout"] == ["headline", "byline", "time"]


def test_what_is_a_month_old_is_forgotten(lake: Lake) -> None:
    [row] = lake.read("documents", night=LATE).to_pylist()
    assert (row["title"], row["authors"], row["layout"]) == ("Ardlow Argus", [], [])


def test_the_table_says_what_was_learned_and_how_often_it_was_right(lake: Lake) -> None:
    rows = {(row["role"], row["place"]): row for row in lake.read("places", night=ONE).to_pylist()}
    byline = rows["byline", "div.foot-a < div.end < body"]
    assert (byline["right"], byline["wrong"], byline["right_so_far"], byline["learned"]) == (6, 0, 6, True)
    later = {(row["role"], row["right"], row["right_so_far"]) for row in lake.read("places", night=TWO).to_pylist()}
    assert later == {("body", 1, 7)}


def test_a_second_run_changes_nothing_and_any_order_ends_alike(lake: Lake, tmp_path: Path) -> None:
    other = extracted(tmp_path, TWO, ONE)
    assert other.read("documents", night=TWO)["authors"].to_pylist() == [[]]
    home = Home.at(tmp_path)
    assert extract_night(home, TWO, silent, workers=1).changed
    assert not extract_night(home, TWO, silent, workers=1).changed
    for table in ("documents", "places"):
        assert other.read(table, night=TWO).equals(lake.read(table, night=TWO))


def test_what_a_late_night_counts_reads_no_page_of_a_later_night_again(tmp_path: Path) -> None:
    extracted(tmp_path, ONE, TWO)
    home, late = Home.at(tmp_path), date(2025, 11, 30)
    for warc in home.archive.glob(f"source=*/night={TWO}/*.warc.gz"):
        warc.unlink()  # a page that is read again is dropped
    archived(home, late, [page(7)])
    land_night(home, late, silent)
    extract_night(home, late, silent, workers=1)
    assert extract_night(home, TWO, silent, workers=1).counts["extracted"] == 1
    [row] = [row for row in Lake(home.lake).read("places", night=TWO).to_pylist() if row["role"] == "body"]
    assert (row["right"], row["right_so_far"]) == (1, 8)
