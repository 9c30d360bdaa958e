"""Nights into the index and the `clusters` table: any order, re-runs, merged clusters, taken-back nights."""

from __future__ import annotations

import shutil
import sqlite3
from datetime import date
from itertools import permutations
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from pipelines.lake.delta import Lake
from pipelines.lake.home import Home
from pipelines.night.locator import DUPLICATES, forget, locating
from tests.pipelines.corpus.duplicates.check import check
from tests.pipelines.corpus.duplicates.newsroom import Capture, deduped, land, story
from tests.pipelines.corpus.duplicates.whole_build import built_whole, clusters_of, differences

ONE, TWO, THREE = date(2026, 2, 1), date(2026, 2, 2), date(2026, 2, 3)
BRIDGE, FERRY = story(1), story(2)
HEAD, TAIL = story(3, 60), story(4, 60)

CAPTURES = [
    Capture("herald", "bridge", BRIDGE, ONE, day=date(2026, 1, 31)),
    Capture("daily", "bridge", f"{BRIDGE}\n\n(Reuters)", TWO, day=date(2026, 2, 1)),
    Capture("digest", "bridge", BRIDGE[: len(BRIDGE) // 2], THREE, day=date(2026, 2, 2)),
    Capture("herald", "ferry", FERRY, TWO),
    Capture("daily", "head", HEAD, ONE),
    Capture("daily", "tail", TAIL, TWO),
    Capture("herald", "both", f"{HEAD}\n\n{TAIL}", THREE),
]


def rows_of(home: Home) -> dict[str, dict[str, Any]]:
    names = {capture.article_id: f"{capture.source}/{capture.path}" for capture in CAPTURES}
    rows = Lake(home.lake).read("clusters").to_pylist()
    return {names[row["article_id"]]: row | {"cluster": names[row["cluster_id"]]} for row in rows}


def test_clusters_name_their_match_and_their_roles(home: Home) -> None:
    land(home, CAPTURES)
    deduped(home, THREE)
    rows = rows_of(home)
    assert {name: (row["cluster"], row["role"]) for name, row in rows.items()} == {
        "herald/bridge": ("herald/bridge", "origin"),
        "daily/bridge": ("herald/bridge", "wire_copy"),
        "digest/bridge": ("herald/bridge", "excerpt"),
        "herald/ferry": ("herald/ferry", "origin"),
        "daily/head": ("daily/head", "excerpt"),
        "daily/tail": ("daily/head", "excerpt"),
        "herald/both": ("daily/head", "unknown"),
    }
    assert rows["herald/ferry"]["matched_article_id"] is None
    assert rows["daily/bridge"]["similarity"] > 0.98
    assert rows["digest/bridge"]["containment"] > 0.98


@pytest.mark.parametrize("order", list(permutations((ONE, TWO, THREE))))
def test_nights_in_any_order_give_the_rows_of_one_build(tmp_path: Path, order: tuple[date, ...]) -> None:
    nightly, whole = Home.at(tmp_path / "nightly"), Home.at(tmp_path / "whole")
    for night in order:
        land(nightly, [capture for capture in CAPTURES if capture.night == night])
        deduped(nightly, night)
    land(whole, CAPTURES)
    deduped(whole, ONE)
    assert clusters_of(nightly).equals(clusters_of(whole))
    assert clusters_of(whole).num_rows == len(CAPTURES)
    assert differences(nightly) == [] == differences(whole)


def test_an_old_label_leads_to_the_cluster_that_took_it_in(home: Home) -> None:
    land(home, [capture for capture in CAPTURES if capture.night != THREE])
    deduped(home, TWO)
    before = rows_of(home)
    assert before["daily/tail"]["cluster"] == "daily/tail"
    land(home, [capture for capture in CAPTURES if capture.night == THREE])
    deduped(home, THREE)
    after = rows_of(home)
    assert after["daily/tail"]["cluster"] == "daily/head"


def test_a_second_run_changes_nothing(home: Home) -> None:
    land(home, CAPTURES)
    assert deduped(home, THREE).changed
    again = deduped(home, THREE)
    assert not again.changed
    assert differences(home) == []


def test_a_night_taken_back_takes_its_edges_with_it(home: Home) -> None:
    land(home, CAPTURES)
    deduped(home, THREE)
    land(home, [Capture("herald", "other", story(9), THREE)])
    deduped(home, THREE)
    rows = Lake(home.lake).read("clusters").to_pylist()
    assert len({row["cluster_id"] for row in rows}) == 5
    assert "herald/both" not in {row["article_id"] for row in rows}
    assert differences(home) == []


def test_works_that_share_an_earlier_text_stay_together(home: Home) -> None:
    land(home, [Capture("herald", "a", BRIDGE, ONE), Capture("daily", "b", BRIDGE, ONE)])
    deduped(home, ONE)
    land(home, [Capture("herald", "a", FERRY, TWO)])
    deduped(home, TWO)
    clusters = Lake(home.lake).read("clusters")
    assert clusters["similarity"].to_pylist() == [1.0, 1.0]
    assert len(set(clusters["cluster_id"].to_pylist())) == 1


def test_an_index_of_another_version_is_made_anew(home: Home) -> None:
    land(home, CAPTURES)
    deduped(home, ONE)
    with sqlite3.connect(home.index / "duplicates" / "graph.sqlite") as graph:
        graph.execute("UPDATE version SET version = 'old'")
    assert not deduped(home, TWO).changed
    assert differences(home) == []


@pytest.mark.parametrize("lost", ["graph.sqlite", "segment-*", "segment-*/ids.npy", "*"])
def test_a_lost_or_torn_index_is_read_from_the_lake(home: Home, lost: str) -> None:
    land(home, CAPTURES)
    deduped(home, THREE)
    for path in list((home.index / "duplicates").glob(lost)):
        shutil.rmtree(path) if path.is_dir() else path.unlink()
    assert not deduped(home, TWO).changed
    assert differences(home) == []


def test_a_torn_database_is_read_from_the_lake(home: Home) -> None:
    land(home, CAPTURES)
    deduped(home, THREE)
    (home.index / "duplicates" / "graph.sqlite").write_bytes(b"no database" * 1000)
    assert not deduped(home, TWO).changed
    assert differences(home) == []


def test_a_work_that_loses_its_text_splits_its_cluster(home: Home) -> None:
    land(home, CAPTURES)
    deduped(home, THREE)
    land(home, [CAPTURES[2], Capture("herald", "both", story(9), THREE)])
    found = deduped(home, THREE)
    assert (found.works, found.changed) == (6, True)
    rows = rows_of(home)
    assert {name: rows[name]["cluster"] for name in ("daily/head", "daily/tail", "herald/both")} == {
        "daily/head": "daily/head",
        "daily/tail": "daily/tail",
        "herald/both": "herald/both",
    }
    assert differences(home) == []


def test_check_notices_what_is_missing(home: Home) -> None:
    land(home, CAPTURES)
    deduped(home, TWO)
    assert check(home) == []
    lake = Lake(home.lake)
    lake.replace_works("clusters", lake.read("clusters").slice(0, 0), [CAPTURES[0].article_id], [ONE])
    assert check(home) == ["the index has 7 works, the table of clusters 6"]
    for table in ("clean_documents", "documents"):
        lake.replace(table, lake.read(table, night=ONE).slice(1), night=ONE)
        lake.replace(table, lake.read(table).slice(0, 0), night=THREE)
    assert check(home) == [
        "night 2026-02-03 is in only one of index and lake",
        "night 2026-02-01: 1 works are in only one of index and lake",
        "the index has 7 works, the table of clusters 6",
    ]


def test_a_night_without_texts_is_no_trouble(home: Home) -> None:
    assert deduped(home, ONE).works == 0
    assert isinstance(Lake(home.lake).read("clusters"), pa.Table)


def test_teasers_and_subscription_notices_join_nobody(home: Home) -> None:
    stub = "This article is for subscribers only. Please log in to read on."
    land(home, [Capture("herald", name, text, ONE) for name, text in (("a", stub), ("b", stub), ("c", ""))])
    deduped(home, ONE)
    clusters = Lake(home.lake).read("clusters")
    assert clusters["cluster_id"].to_pylist() == clusters["article_id"].to_pylist()
    assert clusters.num_rows == 3
    assert differences(home) == []


def test_a_night_that_is_gone_from_the_lake_goes_from_the_index(home: Home) -> None:
    land(home, CAPTURES)
    deduped(home, THREE)
    lake = Lake(home.lake)
    for table in ("clean_documents", "documents", "date_evidence"):
        lake.replace(table, lake.read(table).slice(0, 0), night=THREE)
    with locating(home) as locator:
        locator.put_captures(THREE, [])
    deduped(home, TWO)
    names = {capture.article_id for capture in CAPTURES if capture.night != THREE}
    assert set(lake.read("clusters")["article_id"].to_pylist()) == names
    assert differences(home) == []


def test_works_that_an_interrupted_update_left_waiting_are_mended(home: Home) -> None:
    land(home, CAPTURES)
    deduped(home, THREE)
    left = [CAPTURES[0].article_id, CAPTURES[6].article_id]
    Lake(home.lake).replace_works("clusters", Lake(home.lake).read("clusters").slice(0, 0), left, [ONE, THREE])
    with locating(home) as locator:
        locator.wait(DUPLICATES, left)
    assert deduped(home, ONE).changed
    assert differences(home) == []


def test_a_lost_locator_makes_every_row_anew(home: Home) -> None:
    land(home, CAPTURES)
    deduped(home, THREE)
    lake = Lake(home.lake)
    lake.replace_works("clusters", lake.read("clusters").slice(0, 0), [CAPTURES[3].article_id], [TWO])
    forget(home)
    assert deduped(home, ONE).changed
    assert clusters_of(home).equals(built_whole(home))
