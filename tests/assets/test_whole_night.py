"""A night that lacks a source: published without it, failed where it is missing, and shown in the UI whoever built it."""

import shutil
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import dagster as dg
import pytest

from assets.definitions import definitions_for
from assets.history import Reported, unknown_to_dagster
from assets.sources import ALL, fetches_key
from pipelines.base.errors import InputError
from pipelines.corpus.fetches.crawls import TOO_LONG, lacking
from pipelines.lake.archive import folder, save_crawl_summary
from pipelines.lake.home import Home
from pipelines.nights import build
from spiders.nightly import by_host
from tests.pipelines.extract.argus import ONE, archived

SOURCE = "title: {name}\nurl: https://{host}.example/\n"
TODAY = datetime.now(UTC).date()


@pytest.fixture
def home(tmp_path: Path) -> Home:
    """Three sources; `argus` was crawled on ONE, `ledger` could not be reached that night."""
    home = Home.at(tmp_path)
    archived(home, ONE)
    home.sources.mkdir()
    for name in ("argus", "ledger", "gazette"):
        (home.sources / f"{name}.yaml").write_text(SOURCE.format(name=name, host=name))
    save_crawl_summary(home.archive, "ledger", ONE, {"state": "unreached", "problem": "HTTP 503"})
    return home


def materialized(home: Home, night: date, *keys: dg.AssetKey) -> dg.ExecuteInProcessResult:
    with dg.DagsterInstance.ephemeral() as instance:
        return materialized_in(instance, home, night, *keys)


def materialized_in(
    instance: dg.DagsterInstance, home: Home, night: date, *keys: dg.AssetKey
) -> dg.ExecuteInProcessResult:
    job = definitions_for(home, first_night=ONE).resolve_implicit_global_asset_job_def()
    return job.execute_in_process(
        instance=instance, partition_key=night.isoformat(), asset_selection=keys, raise_on_error=False
    )


def test_what_a_night_lacks_says_how_each_crawl_ended(home: Home) -> None:
    folder(home.archive, "gazette", ONE).mkdir(parents=True)  # its process was killed
    assert lacking(home, ONE, ["ledger", "argus", "gazette", "herald"]) == {
        "ledger": "could not be reached (HTTP 503)",
        "gazette": "broke off",
        "herald": "not crawled",
    }
    save_crawl_summary(home.archive, "gazette", ONE, {"state": "finished"})
    save_crawl_summary(home.archive, "ledger", ONE, {"state": "interrupted"})
    assert lacking(home, ONE, ["ledger", "gazette"]) == {"ledger": "interrupted"}


def test_a_night_without_a_source_that_was_begun_fails_and_names_it(home: Home) -> None:
    result = materialized(home, ONE, dg.AssetKey("whole_night"))
    assert not result.success
    failure = result.failure_data_for_node("whole_night")
    assert failure is not None and failure.error is not None
    assert (
        f"The night of {ONE} is published without ledger (could not be reached (HTTP 503))."
        in failure.error.to_string()
    )
    save_crawl_summary(home.archive, "ledger", ONE, {"state": "finished"})
    assert materialized(home, ONE, dg.AssetKey("whole_night")).success


def test_a_group_that_is_crawled_later_is_no_lack_of_the_night_before_its_run(home: Home) -> None:
    (home.root / "settings.yaml").write_text("groups: {sport: {nightly: '18:00'}}\n")
    with (home.sources / "ledger.yaml").open("a") as file:
        file.write("group: sport\n")
    for source in ("argus", "gazette"):
        save_crawl_summary(home.archive, source, TODAY, {"state": "finished"})
    whole = dg.AssetKey("whole_night")
    assert materialized(home, TODAY, whole).success
    own = definitions_for(home, first_night=ONE).resolve_job_def("nightly_sport")
    result = own.execute_in_process(partition_key=str(TODAY), asset_selection=[whole], raise_on_error=False)
    assert "without ledger (not crawled)" in result.failure_data_for_node("whole_night").error.to_string()
    save_crawl_summary(home.archive, "ledger", TODAY, {"state": "interrupted"})
    assert not materialized(home, TODAY, whole).success


@pytest.mark.parametrize(
    ("problem", "tag", "value"),
    [
        ("does not answer: timeout", "dagster/retry_strategy", "ALL_STEPS"),
        (f"{TOO_LONG}: 4 h", "dagster/max_retries", "0"),
    ],
)
def test_dagsters_retry_crawls_again_where_a_host_was_silent(home: Home, problem: str, tag: str, value: str) -> None:
    save_crawl_summary(home.archive, "ledger", ONE, {"state": "unfinished", "problem": problem})
    with dg.DagsterInstance.ephemeral() as instance:
        result = materialized_in(instance, home, ONE, dg.AssetKey("whole_night"))
        run = instance.get_run_by_id(result.run_id)
        assert run is not None and not result.success
        assert run.tags[tag] == value
        assert len({"dagster/retry_strategy", "dagster/max_retries"} & run.tags.keys()) == 1


def test_a_night_that_is_over_is_not_crawled_and_says_so(home: Home) -> None:
    night = ONE + timedelta(days=1)
    result = materialized(home, night, fetches_key("gazette"), ALL)
    assert result.success
    assert [made.asset_key for made in result.asset_materializations_for_node("crawl")] == [ALL]
    (said,) = result.asset_observations_for_node("crawl")
    assert (said.asset_key, said.partition) == (fetches_key("gazette"), str(night))
    assert said.metadata["not_crawled"].value == (
        f"The night of {night} is over and was not crawled: a crawl now would file today's pages under it."
    )
    assert not folder(home.archive, "gazette", night).exists()


def test_a_night_to_come_is_refused(home: Home) -> None:
    later = TODAY + timedelta(days=1)
    with dg.DagsterInstance.ephemeral() as instance, pytest.raises((InputError, dg.DagsterUnknownPartitionError)):
        definitions_for(home, first_night=ONE).resolve_implicit_global_asset_job_def().execute_in_process(
            instance=instance, partition_key=later.isoformat(), asset_selection=[fetches_key("gazette")]
        )


def test_nights_from_elsewhere_are_reported_once_with_the_check_of_each_source(home: Home) -> None:
    build(home, [ONE], show=False)
    today = ONE + timedelta(days=2)
    with dg.DagsterInstance.ephemeral() as instance:
        found = list(unknown_to_dagster(home, instance, ["argus", "gazette"], today))
        assert [night for night, _ in found] == [ONE, ONE + timedelta(days=1)]  # today's is still to come
        events = [event for _, of_night in found for event in of_night]
        said = {(type(e).__name__, e.asset_key.to_user_string(), e.partition, *sorted(e.metadata)[:1]) for e in events}
        assert ("AssetMaterialization", "articles", "2025-11-28", "built_by") in said
        assert ("AssetMaterialization", "fetches/argus", "2025-11-28", "built_by") in said
        assert ("AssetObservation", "fetches/gazette", "2025-11-28", "not_crawled") in said
        assert ("AssetObservation", "fetches/argus", "2025-11-29", "not_crawled") in said
        checks = {e.asset_key.path[-1]: e for e in events if isinstance(e, dg.AssetCheckEvaluation)}
        assert (checks["argus"].check_name, checks["argus"].passed, checks["argus"].partition) == (
            "as_usual",
            True,
            str(ONE),
        )
        for event in events:
            instance.report_runless_asset_event(event)
        assert instance.get_materialized_partitions(fetches_key("argus")) == {str(ONE)}  # a note makes nothing fresh
        reported = Reported(str(today - timedelta(days=1)), datetime.now(UTC).isoformat())
        assert list(unknown_to_dagster(home, instance, ["argus", "gazette"], today, reported)) == []
        judged_again = replace(reported, judged=datetime.min.replace(tzinfo=UTC).isoformat())
        ((night, again),) = unknown_to_dagster(home, instance, ["argus", "gazette"], today, judged_again)
        assert night == ONE and any(isinstance(e, dg.AssetCheckEvaluation) for e in again)


def test_a_crawl_that_failed_is_reported_as_nothing_though_it_left_rows(home: Home) -> None:
    shutil.copytree(folder(home.archive, "argus", ONE), folder(home.archive, "ledger", ONE), dirs_exist_ok=True)
    save_crawl_summary(home.archive, "ledger", ONE, {"state": "unreached", "problem": "HTTP 503"})
    with dg.DagsterInstance.ephemeral() as instance:
        ((_, events),) = unknown_to_dagster(home, instance, ["argus", "ledger"], ONE + timedelta(days=1))
    assert {e.asset_key.path[-1] for e in events if e.asset_key.path[0] == "fetches"} == {"argus"}


def test_a_night_that_runs_is_left_to_its_run(home: Home) -> None:
    with dg.DagsterInstance.ephemeral() as instance:
        instance.create_run_for_job(
            definitions_for(home, first_night=ONE).resolve_implicit_global_asset_job_def(),
            tags={"dagster/partition": ONE.isoformat()},
            status=dg.DagsterRunStatus.STARTED,
        )
        assert list(unknown_to_dagster(home, instance, ["argus"], ONE)) == []


def test_sources_of_one_host_are_crawled_one_after_another(home: Home) -> None:
    (home.sources / "sports.yaml").write_text(SOURCE.format(name="sports", host="ledger"))
    assert by_host(home, ["argus", "ledger", "gazette", "sports"]) == [["argus"], ["ledger", "sports"], ["gazette"]]
