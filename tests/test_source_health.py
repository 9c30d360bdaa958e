"""A paper whose characters broke on one night: it is held back from every table, and let in by a release."""

import shutil
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path

import pyarrow.compute as pc
import pytest
from click.testing import CliRunner
from dagster import (
    AssetCheckKey,
    AssetCheckSeverity,
    AssetSelection,
    DagsterInstance,
    Definitions,
    define_asset_job,
)

from assets.definitions import definitions_for
from assets.demo_nights import table_hashes
from assets.health import CHECK
from assets.sources import fetches_key
from pipelines.cli import dateline
from pipelines.health.incidents.morning import GROUPS, morning
from pipelines.health.step import past_of
from pipelines.lake.command_line import dateline_for
from pipelines.lake.delta import Lake
from pipelines.lake.home import Home
from pipelines.nights import build
from pipelines.upkeep.conservation import capture_balance
from tests.pipelines.health.faults.common import charset_damage, imported, rights_now_no
from tests.pipelines.health.press import FIRST, Paper, crawl_night

NIGHTS = [FIRST + timedelta(days=n) for n in (2, 3)]
"""The Tuesday and Wednesday after."""
BROKEN, HEALTHY, OPTED_OUT, IMPORTED = Paper(1), Paper(2), Paper(3), Paper(4)
STORIES = 4
QUIET = {"loggers": {"console": {"config": {"log_level": "CRITICAL"}}}}


@pytest.fixture(scope="module")
def held(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Home]:
    """Two nights of three papers, built; on the second one's are mojibake, one's say no, a fourth is imported. Not to change."""
    home = Home.at(tmp_path_factory.mktemp("press"))
    for night in NIGHTS:
        breaks = {BROKEN: charset_damage, OPTED_OUT: rights_now_no} if night == NIGHTS[1] else {}
        crawl_night(home, (BROKEN, HEALTHY, OPTED_OUT), night, STORIES, breaks)
    crawl_night(home, (IMPORTED,), NIGHTS[1], STORIES, {IMPORTED: imported})
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("os.cpu_count", lambda: 1)  # one process that extracts is started a night
        build(home, NIGHTS, show=False)
        yield home


def rows(home: Home, table: str, paper: Paper, **where: date) -> list[dict]:
    found = Lake(home.lake).read(table, where=pc.field("source") == paper.name).to_pylist()
    return [row for row in found if all(row[name] == value for name, value in where.items())]


def test_a_broken_night_is_held_back_and_the_others_are_published(held: Home) -> None:
    states = {(row["source"], row["night"]): row["state"] for row in Lake(held.lake).read("source_health").to_pylist()}
    assert [states[BROKEN.name, night] for night in NIGHTS] == ["ok", "held_back"]
    assert [states[HEALTHY.name, night] for night in NIGHTS] == ["ok", "ok"]
    assert rows(held, "articles", BROKEN, first_night=NIGHTS[1]) == []
    assert len(rows(held, "articles", HEALTHY, first_night=NIGHTS[1])) == HEALTHY.story_count(NIGHTS[1], STORIES)
    assert [row["check"] for row in Lake(held.lake).read("held_back").to_pylist()] == ["encoding"]


def test_an_imported_night_is_compared_with_nothing_and_is_no_measure(held: Home) -> None:
    (row,) = rows(held, "source_health", IMPORTED)
    assert (row["imported"], row["state"], row["compared_nights"]) == (True, "ok", 0)
    assert IMPORTED.name not in morning(held, NIGHTS[1]).sources(*GROUPS)
    past = past_of(Lake(held.lake), [IMPORTED.name, HEALTHY.name], NIGHTS[1] + timedelta(days=1))
    assert [len(past[paper.name]) for paper in (IMPORTED, HEALTHY)] == [0, 2]
    assert len(rows(held, "articles", IMPORTED)) == row["new_stories"] > 0


def test_nothing_of_it_is_learned_or_lost(held: Home) -> None:
    for table in ("clean_documents", "block_sightings", "date_evidence", "date_lessons", "sightings", "departures"):
        assert rows(held, table, BROKEN, night=NIGHTS[1]) == [], table
    assert rows(held, "clean_documents", BROKEN, night=NIGHTS[0])
    assert all(len(row) == 1 for row in texts(held, BROKEN))  # no mojibake as a revision
    dropped = rows(held, "dropped", BROKEN, night=NIGHTS[1])
    assert {row["reason"] for row in dropped} == {"held_back"}
    assert capture_balance(held, NIGHTS[1]).holds


def texts(home: Home, paper: Paper) -> list[list[str]]:
    """The texts that each work first seen on the first night has had, when it was broken."""
    works = {row["article_id"] for row in rows(home, "articles", paper, first_night=NIGHTS[0])}
    revisions = Lake(home.lake).read("revisions").to_pylist()
    broken = [row for row in revisions if row["night"] == NIGHTS[1]]
    return [[work, *(row["text"] for row in broken if row["article_id"] == work)] for work in sorted(works)]


def test_rights_that_turn_to_no_count_at_once_for_all_articles(held: Home) -> None:
    first = rows(held, "articles", OPTED_OUT, first_night=NIGHTS[0])
    assert {row["train_ai"] for row in rows(held, "documents", OPTED_OUT, night=NIGHTS[0])} == {"unknown"}
    assert {row["train_ai"] for row in first} == {"disallowed"}
    evidence = [row["rights"][-1] for row in first if row["rights"]]
    assert {(each["standard"], each["origin"]) for each in evidence} == {("source", f"source_rights {NIGHTS[1]}")}
    assert {row["train_ai"] for row in rows(held, "articles", HEALTHY)} == {"unknown"}


def test_incidents_are_listed_in_words(held: Home) -> None:
    listed = CliRunner().invoke(dateline, ["--home", str(held.root), "morning"], catch_exceptions=False).output
    first, *rest = (line.strip() for line in listed.splitlines() if line)
    assert first.startswith("Night of Wednesday, 4 February 2026: 1 as usual, 2 new, 1 held back; ")
    assert rest[:2] == ["New tonight", "characters are lost or misread (held back)"]
    assert rest[2].startswith(f"{BROKEN.name}: 5 of 5 (usually 0%) stories hold characters that were lost or misread")
    assert rest[3] == f"{dateline_for(held)} release {BROKEN.name} {NIGHTS[1]}"
    assert rest[4].startswith(f"{dateline_for(held)} try https://paper-01.example/news/")
    assert any(line.startswith(f"{OPTED_OUT.name}: ") and "disallow training" in line for line in rest)
    listed = CliRunner().invoke(dateline, ["--home", str(held.root), "release"]).output
    assert listed.splitlines()[1].startswith(f"{NIGHTS[1]}  {BROKEN.name}  encoding: ")


def test_a_release_lets_it_in_in_any_order_and_its_undoing_holds_it_back(held: Home, tmp_path: Path) -> None:
    home = Home.at(tmp_path / "home")
    shutil.copytree(held.root, home.root)
    before = table_hashes(home)
    arguments = ["--home", str(home.root), "release", BROKEN.name, str(NIGHTS[1])]
    assert CliRunner().invoke(dateline, arguments, catch_exceptions=False).exit_code == 0
    assert len(rows(home, "articles", BROKEN, first_night=NIGHTS[1])) == BROKEN.story_count(NIGHTS[1], STORIES)
    assert rows(home, "held_back", BROKEN) == []
    again = extracted(home, tmp_path / "again")
    assert tables_of_news(again) == tables_of_news(home)
    config = {"source": BROKEN.name, "night": str(NIGHTS[1]), "undo": True}
    job = definitions_for(home).resolve_job_def("release")
    with DagsterInstance.ephemeral() as instance:
        run_config = {"ops": {"release_night": {"config": config}}, **QUIET}
        assert job.execute_in_process(instance=instance, run_config=run_config).success
    assert table_hashes(home) == before


def tables_of_news(home: Home) -> dict[str, str]:
    """The hashes of all tables but that of the nights themselves, which says how much a step looked at when it ran."""
    return {table: digest for table, digest in table_hashes(home).items() if table != "nights"}


def extracted(home: Home, folder: Path) -> Home:
    """A corpus made anew of another's archive and releases, the last night first; pages that are extracted stay so."""
    again = Home.at(folder)
    shutil.copytree(home.archive, again.archive)
    shutil.copy(home.root / "released.yaml", again.root)
    for table in ("documents", "places", "dropped"):
        shutil.copytree(home.lake / table, again.lake / table)
    for night in reversed(NIGHTS):
        build(again, [night], show=False)
    return again


def test_a_mistake_in_a_release_is_told(held: Home, tmp_path: Path) -> None:
    home = Home.at(tmp_path)
    shutil.copytree(held.lake, home.lake)
    wrong: list[tuple[Callable[[], object], list[str], str]] = [
        (
            lambda: None,
            ["nobody", str(NIGHTS[1])],
            "no night 2026-02-04 of nobody; sources of that night: paper_01, paper_02, paper_03, paper_04",
        ),
        (lambda: None, [BROKEN.name], "which night of paper_01?"),
        (
            lambda: (home.root / "released.yaml").write_text("paper_01: yes\n"),
            [BROKEN.name, str(NIGHTS[1])],
            "are no nights",
        ),
    ]
    for prepare, arguments, says in wrong:
        prepare()
        result = CliRunner().invoke(dateline, ["--home", str(home.root), "release", *arguments])
        assert says in str(result.exception), result.output


def test_checks_of_each_source_and_partition_say_it_in_the_ui(held: Home, tmp_path: Path) -> None:
    home = Home.at(tmp_path)
    shutil.copytree(held.root, home.root, dirs_exist_ok=True)
    home.sources.mkdir()
    for paper in (BROKEN, HEALTHY):
        (home.sources / f"{paper.name}.yaml").write_text(f"title: {paper.name}\nurl: {paper.start}\n")
    night = NIGHTS[1].isoformat()
    wanted = [AssetCheckKey(fetches_key(paper.name), CHECK) for paper in (BROKEN, HEALTHY)]
    chosen = AssetSelection.assets("source_health") | AssetSelection.checks(*wanted)
    definitions = Definitions.merge(definitions_for(home), Definitions(jobs=[define_asset_job("health", chosen)]))
    with DagsterInstance.ephemeral() as instance:
        result = definitions.resolve_job_def("health").execute_in_process(
            instance=instance, partition_key=night, run_config=QUIET
        )
        seen = instance.fetch_observations(fetches_key(HEALTHY.name), limit=9).records
    assert result.success
    (observation,) = [record.event_log_entry.asset_observation for record in seen]
    assert observation is not None
    assert observation.partition == night
    shown = {name: value.value for name, value in observation.metadata.items()}
    assert shown["new_stories"] == HEALTHY.story_count(NIGHTS[1], STORIES)
    assert (shown["undated"], shown["dropped"], shown["state"]) == (0, 1, "ok")  # its front page is no story
    assert 0 < shown["lag_hours"] < 24
    assert "dateline sources check paper_02" in shown["look_closer"]
    checks = {(e.asset_key, e.check_name): e for e in result.get_asset_check_evaluations()}
    broken = checks[fetches_key(BROKEN.name), CHECK]
    assert (broken.passed, broken.severity, broken.blocking, broken.partition) == (
        False,
        AssetCheckSeverity.ERROR,
        False,
        night,
    )
    assert broken.description is not None
    assert broken.description.startswith("characters are lost or misread (held back): 5 of 5")
    assert broken.metadata["release"].value == f"dateline release {BROKEN.name} {night}"
    assert "/jobs/release/playground/setup?config=" in str(broken.metadata["release_it"].value)
    healthy = checks[fetches_key(HEALTHY.name), CHECK]
    assert (healthy.passed, healthy.description) == (True, "nothing amiss; too few nights to compare (1)")
