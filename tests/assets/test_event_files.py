"""Dagster's files that stay open: those that there are, and none is written back or locked because of it."""

import sqlite3
from pathlib import Path

from dagster import AssetMaterialization, DagsterInstance

from assets.event_files import INDEX, RUNS, TICKS, kept_open, of_run
from assets.instance import foreground, prepare
from pipelines.lake.home import Home


def test_the_files_of_a_home_are_kept_open(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setenv("DAGSTER_HOME", "")
    monkeypatch.setenv("DATELINE_HOME", "")
    home = Home.at(tmp_path)
    prepare(home)
    with kept_open(home, INDEX, RUNS, TICKS, of_run("no-such-run")) as opened:
        assert opened == 3
        with foreground(home) as instance:
            note(instance, "first")
            assert (home.dagster / f"{INDEX}-wal").exists()  # nobody had to write it back
            note(instance, "second")
    assert not (home.dagster / f"{INDEX}-wal").exists()
    with sqlite3.connect(home.dagster / INDEX) as index:
        assert index.execute("SELECT count(*) FROM event_logs").fetchone() == (2,)


def note(instance: DagsterInstance, asset: str) -> None:
    instance.report_runless_asset_event(AssetMaterialization(asset))


def test_a_home_without_such_files_is_left_as_it_is(tmp_path: Path) -> None:
    with kept_open(Home.at(tmp_path), INDEX, of_run("a")) as opened:
        assert opened == 0
    assert list(tmp_path.iterdir()) == []
