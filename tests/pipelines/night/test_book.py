"""The book of nights: it is read once, a commit writes few rows, and earlier nights are digested once."""

import random
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from pipelines.lake.delta import Lake
from pipelines.night.book import _HELD, FILE_ROWS, MAX_SMALL, TABLE, Row, record, recorded, replace_recorded
from pipelines.night.past import Past

FIRST = date(2024, 1, 1)
STEPS = ("articles", "dates", "documents")
NIGHTS = FILE_ROWS // len(STEPS) + 20


def row(night: int, step: str, made_from: str = "one") -> Row:
    when = datetime(2026, 1, 1, 2, 3, 4, 567_890, tzinfo=UTC)
    results = {"places": f"p{night}", "documents": f"d{night}"} if step == "documents" else {}
    return Row(FIRST + timedelta(days=night), step, "done", when, 1.5, 7, "rules", made_from, results, None, ["id"])


def rows_of(nights: int) -> dict[tuple[date, str], Row]:
    return {(FIRST + timedelta(days=n), step): row(n, step) for n in range(nights) for step in STEPS}


@pytest.fixture
def lake(tmp_path: Path) -> Lake:
    made = Lake(tmp_path)
    replace_recorded(made, rows_of(NIGHTS))
    return made


def test_a_step_that_is_recorded_again_rewrites_only_the_file_that_had_it(lake: Lake) -> None:
    before = {file.path: file.rows for file in lake.live_files(TABLE)}
    record(lake, row(NIGHTS - 1, "dates", "two"))
    after = {file.path: file.rows for file in lake.live_files(TABLE)}
    assert sorted(before.values()) == sorted(after.values()) == [60, FILE_ROWS]
    [stays] = before.keys() & after.keys()
    assert before[stays] == FILE_ROWS
    _HELD.clear()  # as another process reads it
    changed = row(NIGHTS - 1, "dates", "two")
    assert recorded(lake) == rows_of(NIGHTS) | {(changed.night, "dates"): changed}


def test_a_book_is_read_once(lake: Lake) -> None:
    recorded(lake)
    for file in lake.files(TABLE):
        Path(file).unlink()
    record(lake, row(NIGHTS, "documents"))
    assert len(recorded(lake)) == len(rows_of(NIGHTS)) + 1


def test_small_files_are_merged_and_nothing_is_lost(tmp_path: Path) -> None:
    lake, kept = Lake(tmp_path), {}
    for n in range(3 * MAX_SMALL):
        record(lake, row(n, "dates"))
        kept[FIRST + timedelta(days=n), "dates"] = row(n, "dates")
        assert len(lake.live_files(TABLE)) <= MAX_SMALL
    gone = [key for key in kept if key[0].day % 2]
    replace_recorded(lake, {key: each for key, each in kept.items() if key not in gone})
    _HELD.clear()
    assert recorded(lake) == {key: each for key, each in kept.items() if key not in gone}


def test_an_empty_book_is_a_table(tmp_path: Path) -> None:
    replace_recorded(Lake(tmp_path), {})
    assert Lake(tmp_path).exists(TABLE)
    assert recorded(Lake(tmp_path)) == {}


def test_the_digest_of_all_earlier_nights_does_not_depend_on_the_order_in_which_they_came() -> None:
    rows = list(rows_of(9).values())
    asked = [FIRST + timedelta(days=n) for n in range(11)]
    wanted = [Past(rows_of(9)).chained("documents", "places", night) for night in asked]
    assert len(set(wanted)) == 10  # one for no night and for each number of nights
    random.Random(1).shuffle(rows)
    past = Past({})
    for each in rows:
        past.put(each)
        past.chained("documents", "places", asked[-1])
    assert [past.chained("documents", "places", night) for night in asked] == wanted
    past.put(replace(row(4, "documents"), results={"places": "other"}))
    changed = [past.chained("documents", "places", night) for night in asked]
    assert [had == now for had, now in zip(wanted, changed, strict=True)] == [True] * 5 + [False] * 6
