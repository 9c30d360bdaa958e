"""`dateline build`: nights may come in any order, and come out the same."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from pipelines.cli import dateline
from pipelines.lake.delta import Lake
from pipelines.lake.home import Home
from tests.pipelines.extract.argus import LATE, ONE, PAGES, TWO, archived

TABLES = ("documents", "places", "clean_documents", "boilerplate", "date_evidence", "articles", "date_history")


def built(folder: Path, *commands: list[str]) -> tuple[dict[str, str], list[str]]:
    """The hashes of the tables after these commands, and what they told."""
    home = Home.at(folder)
    for night in PAGES:
        archived(home, night)
    told = []
    for command in commands:
        result = CliRunner().invoke(dateline, ["--home", str(folder), "build", *command], catch_exceptions=False)
        told.append(result.stderr)
    return {table: Lake(home.lake).content_hash(table) for table in TABLES}, told


@pytest.fixture(scope="module")
def in_order(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    return built(tmp_path_factory.mktemp("in_order"), ["--all"])[0]


def test_nights_that_come_late_teach_those_built_before(in_order: dict[str, str], tmp_path: Path) -> None:
    hashes, told = built(tmp_path, ["--night", str(TWO)], ["--night", str(LATE)], ["--night", str(ONE)])
    assert "2 later night(s) learn from what came late and were built again" in told[2]
    assert "3 night(s) built" in told[2]
    assert hashes == in_order


def test_what_is_built_again_unchanged_takes_no_other_night_with_it(in_order: dict[str, str], tmp_path: Path) -> None:
    hashes, told = built(tmp_path, [], ["--night", str(ONE)])
    assert "0 night(s) built; nothing changed" in told[1]
    assert hashes == in_order
