"""The step `build`: it makes the assets that a run selects, says of each what it did, and stops where one fails."""

import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import dagster as dg
import pyarrow as pa
import pytest

from assets.alerts import alerts_of
from assets.definitions import definitions_for
from assets.failures import failed_steps
from pipelines.lake.archive import save_night_rows, save_source_settings
from pipelines.lake.home import Home
from pipelines.lake.schemas import FETCHES, TABLES
from pipelines.nights import build
from tests.pipelines.extract.argus import ONE, archived

CHAIN = [
    "documents", "source_health", "clean_documents", "dates", "kinds", "duplicates", "traces", "headlines", "articles", "events",
    "corpus_views",
]  # fmt: skip
QUIET = {"loggers": {"console": {"config": {"log_level": "CRITICAL"}}}}


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Home:
    monkeypatch.setattr("os.cpu_count", lambda: 1)  # one process that extracts is started
    home = Home.at(tmp_path)
    archived(home, ONE)
    home.sources.mkdir()
    (home.sources / "argus.yaml").write_text("title: Argus\nurl: http://argus.example/\n")
    return home


@pytest.fixture
def instance() -> Iterator[dg.DagsterInstance]:
    with dg.DagsterInstance.ephemeral() as instance:
        yield instance


def run(home: Home, instance: dg.DagsterInstance, *names: str) -> dg.ExecuteInProcessResult:
    return (
        definitions_for(home, first_night=ONE)
        .resolve_job_def("everything")
        .execute_in_process(
            instance=instance,
            partition_key=ONE.isoformat(),
            asset_selection=[dg.AssetKey(name) for name in names],
            raise_on_error=False,
            run_config=QUIET,
        )
    )


def made(result: dg.ExecuteInProcessResult) -> list[str]:
    return [event.asset_key.to_user_string() for event in result.get_asset_materialization_events()]


def failed(instance: dg.DagsterInstance, result: dg.ExecuteInProcessResult) -> list[str]:
    found = instance.get_run_by_id(result.run_id)
    assert found is not None
    return failed_steps(instance, found)


def test_it_makes_every_asset_with_its_checks_and_row_count(home: Home, instance: dg.DagsterInstance) -> None:
    result = run(home, instance, *CHAIN)
    assert result.success
    assert made(result) == CHAIN
    counts = {
        event.asset_key.to_user_string(): event.materialization.metadata.get("dagster/row_count")
        for event in result.get_asset_materialization_events()
    }
    assert counts["documents"] == counts["articles"] == dg.IntMetadataValue(6)
    blocking = [check for check in result.get_asset_check_evaluations() if check.blocking]
    assert [(check.asset_key.to_user_string(), check.check_name, check.passed) for check in blocking] == [
        ("documents", "advertised_urls_are_accounted_for", True),
        ("clean_documents", "captures_are_conserved", True),
    ]
    of_argus = {check.check_name for check in result.get_asset_check_evaluations() if not check.blocking}
    assert of_argus == {"as_usual"}


def test_a_night_that_is_launched_again_keeps_its_numbers(home: Home, instance: dg.DagsterInstance) -> None:
    first, second = [
        {event.asset_key: dict(event.materialization.metadata) for event in result.get_asset_materialization_events()}
        for result in (run(home, instance, *CHAIN), run(home, instance, *CHAIN))
    ]
    assert {key: metadata.pop("changed") for key, metadata in second.items()} == dict.fromkeys(
        first, dg.BoolMetadataValue(False)
    )
    for metadata in first.values():
        del metadata["changed"]
    documents = dg.AssetKey("documents")
    assert first[documents]["extracted"] == dg.IntMetadataValue(6)
    assert second == first


def test_one_asset_is_made_alone(home: Home, instance: dg.DagsterInstance) -> None:
    build(home, [ONE], show=False)
    result = run(home, instance, "dates")
    assert (result.success, made(result), result.get_asset_check_evaluations()) == (True, ["dates"], [])


def test_the_first_that_fails_is_named_and_those_after_it_are_missing(home: Home, instance: dg.DagsterInstance) -> None:
    home.lake.mkdir()
    (home.lake / "clusters").write_text("in the way of a table")
    result = run(home, instance, *CHAIN)
    assert not result.success
    assert made(result) == CHAIN[: CHAIN.index("duplicates")]
    assert failed(instance, result) == ["duplicates"]

    (home.lake / "clusters").unlink()
    missing = CHAIN[CHAIN.index("duplicates") :]
    assert made(run(home, instance, *missing)) == missing  # as a retry does: what was made is not made, nor told, again


def test_a_check_that_blocks_ends_the_step_and_names_its_asset(home: Home, instance: dg.DagsterInstance) -> None:
    row = dict.fromkeys(FETCHES.names) | {
        "night": ONE, "source": "echo", "url": "http://echo.example/", "url_key": "echo.example/", "resource": "page",
        "outcome": "mislaid", "fetched_at": datetime(2025, 11, 28, tzinfo=UTC), "channels": [],
    }  # fmt: skip
    save_source_settings(home.archive, "echo", ONE, {"url": "http://echo.example/"})
    for table, rows in (("links", []), ("fetches", [row])):
        batch = pa.RecordBatch.from_pylist(rows, schema=TABLES[table].schema)
        save_night_rows(home.archive, "echo", ONE, table, [batch])
    result = run(home, instance, *CHAIN)
    assert not result.success
    assert made(result) == ["documents"]
    assert failed(instance, result) == ["documents"]
    ended = instance.get_run_by_id(result.run_id)
    assert ended is not None
    (alert,) = alerts_of(home, instance, ended)
    assert alert.causes[0].startswith("documents failed: see the run in the UI")
    again = run(home, instance, *CHAIN)  # another run of the night fails for the same reason
    found = instance.get_run_by_id(again.run_id)
    assert found is not None
    (told_again,) = alerts_of(home, instance, found)
    assert told_again.causes == alert.causes


def test_a_step_that_was_made_elsewhere_since_does_not_keep_its_numbers(
    home: Home, instance: dg.DagsterInstance
) -> None:
    run(home, instance, "documents")
    assert metadata_of(run(home, instance, "documents"))["extracted"] == dg.IntMetadataValue(6)
    shutil.rmtree(home.lake)
    build(home, [ONE], show=False)
    told = metadata_of(run(home, instance, "documents"))
    assert "extracted" not in told
    assert told["dagster/row_count"] == dg.IntMetadataValue(6)


def metadata_of(result: dg.ExecuteInProcessResult) -> dict[str, object]:
    (event,) = result.get_asset_materialization_events()
    return dict(event.materialization.metadata)
