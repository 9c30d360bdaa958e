"""A night is one thing: whoever runs it and in whatever order nights come, every table holds the same rows."""

import shutil
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from hashlib import sha256
from pathlib import Path

import pytest
from click.testing import CliRunner
from dagster import AssetSelection, Definitions, define_asset_job

from assets.definitions import definitions_for
from assets.demo_nights import table_hashes
from assets.instance import foreground, prepare
from pipelines.ask.search.searcher import find
from pipelines.cli import dateline
from pipelines.lake.delta import Lake
from pipelines.lake.home import Home
from pipelines.night.book import recorded, replace_recorded
from pipelines.night.postponed import postpone, postponed
from pipelines.nights import STEPS, Accounts, build
from pipelines.upkeep.reconciliation import nights_built
from tests.pipelines.extract.argus import LATE, ONE, PAGES, TWO, archived

IN_ORDER, OLDEST_LAST = (ONE, TWO, LATE), (TWO, LATE, ONE)


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = Home.at(tmp_path_factory.mktemp("argus"))
    for night in PAGES:
        archived(home, night)
    return home.archive


def by_command(home: Home, nights: Sequence[date]) -> str:
    """Build these nights; returns what the commands say."""
    said = ""
    for night in nights:
        arguments = ["--home", str(home.root), "build", "--night", str(night)]
        result = CliRunner().invoke(dateline, arguments, catch_exceptions=False)
        assert result.exit_code == 0
        said += result.stderr
    return said


def by_dagster(home: Home, nights: Sequence[date]) -> None:
    prepare(home)
    job = define_asset_job("corpus", AssetSelection.groups("corpus", "outlets"))
    definitions = Definitions.merge(definitions_for(home), Definitions(jobs=[job]))
    for night in nights:
        with foreground(home) as instance:
            quiet = {"loggers": {"console": {"config": {"log_level": "CRITICAL"}}}}
            run = definitions.resolve_job_def("corpus").execute_in_process(
                partition_key=str(night), instance=instance, run_config=quiet
            )
            assert run.success


def left(home: Home) -> dict[str, str]:
    """The hash of every table and report of a home."""
    reports = {page.name: sha256(page.read_bytes()).hexdigest() for page in home.reports.iterdir()}
    return table_hashes(home) | reports


def by_waiting(home: Home, nights: Sequence[date]) -> None:
    """The last night makes the others stale, which wait for another build, as after a takedown."""
    by_command(home, nights[:-1])
    postpone(home, nights[:-1])
    build(home, nights[-1:], later=False, show=False)
    assert postponed(home) == set(nights[:-1])
    assert nights_built(home).sentence == "3 crawled, all built; since a takedown, 2 wait for the next build"
    build(home, (), show=False)
    assert nights_built(home).sentence == "3 crawled, all built"


@pytest.fixture(scope="module")
def whole(archive: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Home, dict[int, dict[str, str]]]:
    """A corpus of all nights, built in order; and the hash of every table and report after two nights and after three."""
    home = Home.at(tmp_path_factory.mktemp("whole"))
    shutil.copytree(archive, home.archive)
    hashes = {}
    for number, night in enumerate(IN_ORDER, start=1):
        by_command(home, [night])
        hashes[number] = left(home)
    return home, hashes


@pytest.fixture(scope="module")
def wanted(whole: tuple[Home, dict[int, dict[str, str]]]) -> dict[int, dict[str, str]]:
    return whole[1]


@pytest.fixture(scope="module")
def first(archive: Path, tmp_path_factory: pytest.TempPathFactory) -> Home:
    """A corpus of the first night; each test leaves it as it was."""
    home = Home.at(tmp_path_factory.mktemp("first"))
    shutil.copytree(archive, home.archive)
    by_command(home, [ONE])
    return home


def built(
    archive: Path, folder: Path, run: Callable[[Home, Sequence[date]], object], nights: Sequence[date]
) -> dict[str, str]:
    """The hash of every table and report after nights were run in an order."""
    home = Home.at(folder)
    shutil.copytree(archive, home.archive)
    run(home, nights)
    return left(home)


@pytest.mark.parametrize(
    ("run", "nights"),
    [(by_waiting, OLDEST_LAST), (by_dagster, OLDEST_LAST)],
)
def test_every_way_leaves_the_same_rows(
    run: Callable[[Home, Sequence[date]], object],
    nights: Sequence[date],
    wanted: dict[int, dict[str, str]],
    archive: Path,
    tmp_path: Path,
) -> None:
    assert built(archive, tmp_path, run, nights) == wanted[len(nights)]


def test_nights_that_come_late_teach_those_built_before(
    wanted: dict[int, dict[str, str]], archive: Path, tmp_path: Path
) -> None:
    home = Home.at(tmp_path)
    shutil.copytree(archive, home.archive)
    said = [by_command(home, [night]) for night in OLDEST_LAST]
    assert "2 later nights built again: they learn from what came late" in said[2]
    assert "3 nights built" in said[2]
    assert left(home) == wanted[3]


def test_what_is_built_again_unchanged_takes_no_other_night_with_it(
    whole: tuple[Home, dict[int, dict[str, str]]],
) -> None:
    home, hashes = whole
    assert "0 nights built; nothing changed" in by_command(home, [ONE])
    assert left(home) == hashes[3]


def test_what_is_done_is_not_done_again_even_if_it_was_digested_in_the_former_way(first: Home) -> None:
    home = first
    by_today = recorded(Lake(home.lake))
    accounts = Accounts(home)
    former = {
        (night, name): replace(row, made_from=accounts.made_from(STEPS[name], night, former=True))
        for (night, name), row in by_today.items()
    }
    assert {name for _, name in former if former[ONE, name] != by_today[ONE, name]} == {
        "documents",
        "source_health",
        "dates",
        "nightly_report",
    }
    replace_recorded(Lake(home.lake), former)
    for _ in range(2):
        assert by_command(home, [ONE]).splitlines() == [f"0 nights built; nothing changed: {home.corpus}"]
        assert recorded(Lake(home.lake)) == by_today


def test_what_older_rules_made_is_named_and_renewed_on_request(first: Home) -> None:
    home = first
    before, lake = table_hashes(home), Lake(home.lake)
    rows = recorded(lake)
    replace_recorded(lake, rows | {(ONE, "dates"): replace(rows[ONE, "dates"], rules="older")})
    command = ["--home", str(home.root), "build", "--night", str(ONE)]
    told = [CliRunner().invoke(dateline, [*command, *more]).stderr for more in ([], ["--renew"], [])]
    said = ["1 night of older rules: " in each and " build --renew' makes them anew" in each for each in told]
    assert said == [True, False, False]
    assert table_hashes(home) == before


def test_what_was_removed_is_made_again(first: Home) -> None:
    home = first
    before = table_hashes(home)
    home.corpus.unlink()
    shutil.rmtree(home.index)
    shutil.rmtree(home.lake / "articles")
    by_command(home, [ONE])
    assert home.corpus.is_file()
    assert [hit.source for hit in find(home, "bridge", limit=1).hits] == ["argus"]
    assert table_hashes(home) == before


def test_a_lake_that_has_lost_files_is_found_and_built_anew(
    whole: tuple[Home, dict[int, dict[str, str]]], tmp_path: Path
) -> None:
    sound, hashes = whole
    home = Home.at(shutil.copytree(sound.root, tmp_path / "broken"))
    for table in ("clean_documents", "articles"):
        Path(Lake(home.lake).files(table)[0]).unlink()
    shutil.rmtree(home.lake / "fetches")
    sick = CliRunner().invoke(dateline, ["--home", str(home.root), "doctor"])
    assert sick.exit_code == 2
    assert f"files are missing; 'dateline --home {home.root} build --all' makes it anew" in sick.stdout
    for _ in range(2):
        done = CliRunner().invoke(dateline, ["--home", str(home.root), "build", "--all"], catch_exceptions=False)
        assert done.exit_code == 0, done.output
        assert left(home) == hashes[3]
    well = CliRunner().invoke(dateline, ["--home", str(home.root), "doctor"])
    assert well.exit_code == 0, well.stdout
