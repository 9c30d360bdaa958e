from datetime import date

import pytest

from pipelines.base.errors import InputError
from pipelines.lake.archive import folder, night_rows, nights, save_night_rows, save_source_settings, source_settings
from pipelines.lake.home import Home
from pipelines.lake.schemas import FETCHES, LINKS

NIGHT = date(2025, 11, 3)


def test_settings_and_rows_of_a_night_come_back(tmp_path):
    home = Home.at(tmp_path)
    save_source_settings(home.archive, "paper", NIGHT, {"name": "paper", "time_zone": "Europe/Berlin"})
    fetch = dict.fromkeys(FETCHES.names) | {"night": NIGHT, "source": "paper", "url_key": "a.example/x"}
    rows = {"fetches": FETCHES.empty_table().from_pylist([fetch], schema=FETCHES), "links": LINKS.empty_table()}
    for name, table in rows.items():
        save_night_rows(home.archive, "paper", NIGHT, name, table.to_batches())
    assert source_settings(home, "paper", NIGHT)["time_zone"] == "Europe/Berlin"
    assert night_rows(home.archive, "paper", NIGHT)["fetches"].equals(rows["fetches"])
    assert nights(home.archive) == [("paper", NIGHT)]


def test_writing_the_same_again_touches_nothing(tmp_path):
    save_source_settings(tmp_path, "paper", NIGHT, {"a": 1})
    path = folder(tmp_path, "paper", NIGHT) / "source.json"
    before = path.stat().st_mtime_ns
    save_source_settings(tmp_path, "paper", NIGHT, {"a": 1})
    assert path.stat().st_mtime_ns == before


def test_a_night_that_was_not_crawled_says_so(tmp_path):
    with pytest.raises(InputError, match="not crawled that night"):
        source_settings(Home.at(tmp_path), "paper", NIGHT)
    with pytest.raises(InputError, match="not finished"):
        night_rows(tmp_path, "paper", NIGHT)
