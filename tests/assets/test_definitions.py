"""What the UI shows: asset keys, groups, partitions, schedule and checks, as a snapshot that is always on."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import dagster as dg
import pyarrow as pa
import pytest

from assets.definitions import definitions_for
from assets.described import main_table
from assets.lineage import LINEAGE, column_lineage
from pipelines.base.errors import ConfigError
from pipelines.give.export.recipe import write_training_recipe
from pipelines.lake.archive import folder, save_crawl_summary
from pipelines.lake.delta import Lake, month_of
from pipelines.lake.home import Home
from pipelines.lake.schemas import CLUSTERS, TABLES
from pipelines.nights import build
from tests.pipelines.extract.argus import ONE, archived

SOURCE = "title: {name}\nurl: https://{name}.example/\ntime_zone: Europe/London\n"


@pytest.fixture
def home(tmp_path: Path) -> Home:
    home = Home.at(tmp_path)
    home.sources.mkdir()
    (home.sources / "ledger.yaml").write_text(SOURCE.format(name="ledger"))
    (home.sources / "gazette.yaml").write_text(SOURCE.format(name="gazette") + "nightly: false\n")
    write_training_recipe(home)
    return home


def keys(job: dg.JobDefinition) -> set[str]:
    return {key.to_user_string() for key in job.asset_layer.executable_asset_keys}


def test_the_graph_is_the_one_in_the_design(home: Home) -> None:
    graph = definitions_for(home).resolve_asset_graph()
    parents = {
        key.to_user_string(): sorted(parent.to_user_string() for parent in graph.get(key).parent_keys)
        for key in graph.get_all_asset_keys()
    }
    assert parents == {
        "fetches/gazette": [],
        "fetches/ledger": [],
        "fetches": ["fetches/gazette", "fetches/ledger"],
        "documents": ["fetches"],
        "source_health": ["documents"],
        "clean_documents": ["source_health"],
        "dates": ["clean_documents"],
        "kinds": ["dates"],
        "duplicates": ["kinds"],
        "traces": ["duplicates"],
        "headlines": ["traces"],
        "articles": ["headlines"],
        "events": ["articles"],
        "corpus_views": ["events"],
        "search_index": ["articles"],
        "nightly_report": ["corpus_views"],
        "whole_night": ["nightly_report", "search_index"],
        "datasets/training": ["corpus_views"],
    }


def test_every_asset_is_partitioned_by_night_grouped_and_described(home: Home) -> None:
    graph = definitions_for(home, first_night=date(2025, 11, 28)).resolve_asset_graph()
    for key in graph.get_all_asset_keys():
        node = graph.get(key)
        assert node.partitions_def == dg.DailyPartitionsDefinition("2025-11-28", timezone="UTC", end_offset=1), key
        assert node.group_name in {"sources", "corpus", "outlets"}, key
        assert len(node.description or "") > 40, key


def test_assets_with_a_table_show_its_columns_where_it_lies_and_who_owns_it(home: Home) -> None:
    (home.root / "settings.yaml").write_text("owner: desk@paper.example\n")
    spec = definitions_for(home).get_assets_def("dates").get_asset_spec(dg.AssetKey("dates"))
    columns = {column.name: column for column in spec.metadata["dagster/column_schema"].columns}
    assert (columns["night"].type, columns["night"].description) == ("date32[day]", "Crawl date.")
    assert spec.metadata["dagster/uri"] == f"file://{home.lake}/date_evidence"
    assert (list(spec.owners), dict(spec.tags)["layer"]) == (["desk@paper.example"], "corpus")


@pytest.mark.parametrize("step", sorted(LINEAGE))
def test_columns_come_from_columns_that_there_are(step: str) -> None:
    lineage = column_lineage(step)
    assert lineage is not None
    assert set(lineage.deps_by_column) <= set(TABLES[main_table(step) or ""].schema.names)
    for dep in (dep for deps in lineage.deps_by_column.values() for dep in deps):
        assert dep.column_name in TABLES[main_table(dep.asset_key.path[0]) or ""].schema.names, dep


def test_a_source_may_stay_away_as_long_as_it_has_lately(home: Home) -> None:
    today = datetime.now(UTC).date()
    for days in (12, 9, 8):
        folder(home.archive, "ledger", today - timedelta(days=days)).mkdir(parents=True)
    for days in (60, 30):  # an import, which is no rhythm
        folder(home.archive, "ledger", today - timedelta(days=days)).mkdir(parents=True)
        save_crawl_summary(home.archive, "ledger", today - timedelta(days=days), {"imported": True})
    crawl = definitions_for(home).get_assets_def(dg.AssetKey(["fetches", "ledger"]))
    assert crawl.get_asset_spec(dg.AssetKey(["fetches", "ledger"])).freshness_policy == dg.FreshnessPolicy.time_window(
        fail_window=timedelta(days=4, hours=12), warn_window=timedelta(days=3, hours=12)
    )
    assert crawl.get_asset_spec(dg.AssetKey(["fetches", "gazette"])).freshness_policy is None


def test_the_corpus_is_as_fresh_as_its_most_regular_source_at_work(home: Home) -> None:
    today = datetime.now(UTC).date()
    rhythms = {"ledger": (14, 7, 0), "gazette": (42, 41, 40), "removed": (2, 1, 0)}  # the gazette has stopped
    for source, days in rhythms.items():
        for back in days:
            save_crawl_summary(home.archive, source, today - timedelta(days=back), {"state": "finished"})
    spec = definitions_for(home).get_assets_def("articles").get_asset_spec(dg.AssetKey("articles"))
    assert spec.freshness_policy == dg.FreshnessPolicy.time_window(
        fail_window=timedelta(days=8, hours=12), warn_window=timedelta(days=7, hours=12)
    )


def test_nights_begin_with_the_first_that_was_crawled(home: Home) -> None:
    archived(home, ONE)
    (node,) = (n for n in definitions_for(home).resolve_asset_graph().asset_nodes if n.key.path == ["articles"])
    assert node.partitions_def.get_first_partition_key() == ONE.isoformat() == "2025-11-28"


def test_checks_block_a_bad_night(home: Home) -> None:
    graph = definitions_for(home).resolve_asset_graph()
    blocking = {(key.asset_key.to_user_string(), key.name) for key in graph.asset_check_keys if graph.get(key).blocking}
    assert blocking == {
        ("documents", "advertised_urls_are_accounted_for"),
        ("clean_documents", "captures_are_conserved"),
    }


def test_the_nightly_job_leaves_out_what_is_not_nightly(home: Home) -> None:
    definitions = definitions_for(home)
    assert "fetches/ledger" in keys(definitions.resolve_job_def("nightly"))
    assert "fetches/gazette" not in keys(definitions.resolve_job_def("nightly"))
    assert "fetches/gazette" in keys(definitions.resolve_job_def("everything"))


def test_a_group_with_a_time_of_its_own_has_a_job_and_a_schedule_and_the_night_leaves_it_out(home: Home) -> None:
    for name, group in {"sport_one": "sport", "sport_two": "sport", "trade": "business"}.items():
        (home.sources / f"{name}.yaml").write_text(SOURCE.format(name=name) + f"group: {group}\n")
    (home.sources / "bad.yaml").write_text("title: Bad\n")
    (home.root / "settings.yaml").write_text(
        "groups:\n  sport: {nightly: '18:30'}\n  business: {owner: team:biz}\n  empty: {nightly: '19:00'}\n"
    )
    definitions = definitions_for(home)
    crawled = {
        job.name: sorted(key for key in keys(job) if key.startswith("fetches/"))
        for job in definitions.resolve_all_job_defs()
        if job.name.startswith("nightly")
    }
    assert crawled == {
        "nightly": ["fetches/bad", "fetches/ledger", "fetches/trade"],
        "nightly_sport": ["fetches/sport_one", "fetches/sport_two"],
    }
    assert {"articles", "nightly_report", "whole_night"} <= keys(definitions.resolve_job_def("nightly_sport"))
    schedule = definitions.resolve_schedule_def("nightly_sport_schedule")
    assert (schedule.cron_schedule, schedule.job_name) == ("30 18 * * *", "nightly_sport")
    assert schedule.default_status is dg.DefaultScheduleStatus.STOPPED


@pytest.mark.filterwarnings("ignore:Function `JobDefinition.run_request_for_partition`")  # dagster calls it itself
def test_the_schedule_ships_stopped_and_fires_for_the_night_that_has_begun(home: Home) -> None:
    definitions = definitions_for(home, first_night=date(2026, 1, 1))
    schedule = definitions.resolve_schedule_def("nightly_schedule")
    assert schedule.cron_schedule == "0 2 * * *"
    assert schedule.default_status is dg.DefaultScheduleStatus.STOPPED
    at_two = datetime(2026, 2, 3, 2, 0, tzinfo=UTC)
    with dg.build_schedule_context(
        scheduled_execution_time=at_two, repository_def=definitions.get_repository_def()
    ) as context:
        data = schedule.evaluate_tick(context)
    assert [request.partition_key for request in data.run_requests] == ["2026-02-03"]


def test_glances_ship_stopped_and_keep_away_from_a_night_that_runs(home: Home, tmp_path: Path) -> None:
    definitions = definitions_for(home)
    schedule = definitions.resolve_schedule_def("fresh_schedule")
    assert (schedule.cron_schedule, schedule.default_status) == ("0 * * * *", dg.DefaultScheduleStatus.STOPPED)
    with (
        dg.DagsterInstance.local_temp(str(tmp_path)) as instance,
        dg.build_schedule_context(instance=instance, repository_def=definitions.get_repository_def()) as context,
    ):
        assert len(schedule.evaluate_tick(context).run_requests) == 1
        night = instance.create_run_for_job(definitions.resolve_job_def("nightly"))
        instance.report_run_canceling(night)
        assert schedule.evaluate_tick(context).skip_message == "nightly is under way"


def test_weekly_maintenance_ships_stopped_and_runs_on_sundays(home: Home) -> None:
    schedule = definitions_for(home).resolve_schedule_def("weekly_maintenance_schedule")
    assert schedule.cron_schedule == "0 12 * * 0"
    assert schedule.execution_timezone == "UTC"
    assert schedule.default_status is dg.DefaultScheduleStatus.STOPPED
    assert schedule.job_name == "weekly_maintenance"


def test_weekly_maintenance_merges_the_files_of_a_month_that_is_over(home: Home) -> None:
    lake = Lake(home.lake)
    for work, night in (("a", date(2026, 1, 1)), ("b", date(2026, 1, 2)), ("c", date(2026, 3, 9))):
        row = dict.fromkeys(CLUSTERS.names) | {"article_id": work, "first_night": night, "month": month_of(night)}
        lake.replace_works("clusters", pa.Table.from_pylist([row], schema=CLUSTERS), [work], [night])
    with dg.DagsterInstance.ephemeral() as instance:
        result = definitions_for(home).resolve_job_def("weekly_maintenance").execute_in_process(instance=instance)
    assert result.success
    assert [file.rows for file in Lake(home.lake).live_files("clusters")] == [2, 1]


def test_a_home_without_sources_still_loads(tmp_path: Path) -> None:
    graph = definitions_for(Home.at(tmp_path)).resolve_asset_graph()
    assert "articles" in {key.to_user_string() for key in graph.get_all_asset_keys()}


def test_a_wrong_source_file_stops_that_source_alone(home: Home) -> None:
    (home.sources / "gazette.yaml").write_text("title: Gazette\nurl: https://gazette.example/\nmax_hops: many\n")
    (home.sources / "The Echo.yaml").write_text("title: Echo\n")
    definitions = definitions_for(home)
    graph = definitions.resolve_asset_graph()
    assert {key.path[1] for key in graph.get_all_asset_keys() if key.path[:-1] == ["fetches"]} == {
        "ledger",
        "gazette",
        "The_Echo",
    }
    described = graph.get(dg.AssetKey(["fetches", "gazette"])).description
    assert described.startswith("Not crawled until its file is mended. ")
    assert f"{home.sources}/gazette.yaml:3: max_hops: 'many' is not a whole number" in described
    assert {"fetches/ledger", "fetches/gazette"} <= keys(
        definitions.resolve_job_def("nightly")
    )  # not silently left out


def test_the_asset_of_a_wrong_source_file_fails_with_what_is_wrong(home: Home) -> None:
    (home.sources / "gazette.yaml").write_text("title: Gazette\nurl: gazette.example\n")
    definitions = definitions_for(home, first_night=date(2026, 2, 1))
    key = dg.AssetKey(["fetches", "gazette"])
    with dg.DagsterInstance.ephemeral() as instance:
        result = definitions.resolve_implicit_global_asset_job_def().execute_in_process(
            instance=instance, partition_key="2026-02-03", asset_selection=[key], raise_on_error=False
        )
    problem = (
        f"{home.sources}/gazette.yaml:2: url: 'gazette.example' is not an absolute http(s) URL; write it with https://"
    )
    assert not result.success
    assert problem in str(result.failure_data_for_node("crawl").error.cause or result.failure_data_for_node("crawl"))


def test_a_wrong_recipe_fails_its_own_dataset_alone(home: Home) -> None:
    (home.recipes / "words.yaml").write_text("title: Words\ncolumns: [titel]\n")
    definitions = definitions_for(home, first_night=date(2026, 2, 1))
    names = {key.to_user_string() for key in definitions.resolve_asset_graph().get_all_asset_keys()}
    assert {"datasets/training", "datasets/words"} <= names
    with dg.DagsterInstance.ephemeral() as instance, pytest.raises(ConfigError, match=r"words.yaml:2: columns: titel"):
        definitions.resolve_implicit_global_asset_job_def().execute_in_process(
            instance=instance, partition_key="2026-02-03", asset_selection=[dg.AssetKey(["datasets", "words"])]
        )


def test_an_empty_dataset_is_a_warning_and_no_failure(home: Home) -> None:
    archived(home, ONE)
    build(home, [ONE], show=False)
    key = dg.AssetKey(["datasets", "training"])
    with dg.DagsterInstance.ephemeral() as instance:
        result = (
            definitions_for(home, first_night=ONE)
            .resolve_implicit_global_asset_job_def()
            .execute_in_process(instance=instance, partition_key=str(ONE), asset_selection=[key])
        )
    assert result.success
    (check,) = result.get_asset_check_evaluations()
    assert (check.check_name, check.passed, check.severity) == ("has_rows", False, dg.AssetCheckSeverity.WARN)
    assert check.description is not None and "no article qualifies" in check.description
    assert not (home.datasets / "training").exists()
