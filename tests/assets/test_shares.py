"""A night in shares: which source is in which, what each run is asked for, and when the rest of the night begins."""

from datetime import UTC, date, datetime
from pathlib import Path

import dagster as dg
import pytest

from assets.definitions import definitions_for
from assets.shares import runs_of_last_night, share_of
from pipelines.lake.home import Home

NIGHT = "2026-02-03"
STARTED = dg.DagsterRunStatus.STARTED


@pytest.fixture
def definitions(tmp_path: Path) -> dg.Definitions:
    home = Home.at(tmp_path / "home")
    home.sources.mkdir(parents=True)
    for name, host in {"herald": "herald", "sport": "herald", "gazette": "gazette", "daily": "daily"}.items():
        (home.sources / f"{name}.yaml").write_text(f"title: {name}\nurl: https://{host}.example/{name}/\n")
    (home.sources / "demo.yaml").write_text("title: Demo\nurl: https://demo.example/\nnightly: false\n")
    (home.root / "settings.yaml").write_text("crawlers: 2\n")
    return definitions_for(home, first_night=date(2026, 2, 1))


def test_each_share_is_a_run_with_a_queue_and_sources_of_one_host_stay_together(definitions: dg.Definitions) -> None:
    schedule = definitions.resolve_schedule_def("crawls_schedule")
    assert schedule.default_status is dg.DefaultScheduleStatus.STOPPED
    at = datetime(2026, 2, 3, 2, tzinfo=UTC)
    with dg.build_schedule_context(
        scheduled_execution_time=at, repository_def=definitions.get_repository_def()
    ) as context:
        runs = schedule.evaluate_tick(context).run_requests
    asked = {
        run.tags["dagster-celery/queue"]: sorted(key.path[-1] for key in run.asset_selection or ()) for run in runs
    }
    assert asked == {"crawl-1": ["gazette", "herald", "sport"], "crawl-2": ["daily"]}
    assert {run.partition_key for run in runs} == {NIGHT}


def test_hosts_of_one_registered_domain_stay_together() -> None:
    domains = [(f"https://www.paper{n}.co.uk/", f"https://sport.paper{n}.co.uk/news") for n in range(20)]
    assert all(share_of(one, 3) == share_of(other, 3) for one, other in domains)
    blogs = {share_of(f"https://diary{n}.blogspot.com/", 3) for n in range(20)}  # each is a domain of its own
    assert blogs == {1, 2, 3}


def test_a_further_machine_takes_hosts_from_the_others_and_moves_none_between_them() -> None:
    urls = [f"https://paper{n}.example/" for n in range(60)]
    moved = [(share_of(url, 2), share_of(url, 3)) for url in urls]
    assert {after for before, after in moved if before != after} == {3}
    assert 10 <= sum(after == 3 for _, after in moved) <= 30


def test_the_rest_of_a_night_waits_for_all_its_shares_and_follows_a_share_that_is_crawled_again(
    definitions: dg.Definitions,
) -> None:
    sensor = definitions.resolve_sensor_def("night_after_its_crawls")
    crawls = definitions.resolve_job_def("crawls")
    rest = {
        key.to_user_string() for key in definitions.resolve_job_def("after_crawls").asset_layer.executable_asset_keys
    }
    assert {"fetches", "documents", "whole_night"} <= rest
    assert not [key for key in rest if key.startswith("fetches/")]
    with dg.DagsterInstance.ephemeral() as instance:

        def evaluated() -> tuple[list[str | None], str | None]:
            with dg.build_sensor_context(instance, repository_def=definitions.get_repository_def()) as context:
                data = sensor.evaluate_tick(context)
                return [run.run_key for run in data.run_requests or ()], data.skip_message

        def share(number: str, night: str = NIGHT) -> dg.DagsterRun:
            return instance.create_run_for_job(crawls, tags={"night": night, "share": number})

        assert evaluated() == ([], "no share of a night was crawled")
        for run in (share("1", "2026-02-02"), share("1")):
            instance.report_run_canceled(run)
        second = share("2")
        assert evaluated() == ([], f"{NIGHT}: shares 2 are being crawled")
        instance.report_run_failed(second)
        instance.add_run_tags(second.run_id, {"dagster/will_retry": "true"})
        assert evaluated() == ([], f"{NIGHT}: shares 2 are being crawled")
        instance.add_run_tags(second.run_id, {"dagster/auto_retry_run_id": "the one that failed for good"})
        [first_rest], _ = evaluated()
        assert (first_rest or "").startswith(f"{NIGHT} after ")
        assert evaluated() == ([first_rest], None)  # one run a key: Dagster starts none twice
        instance.report_run_canceled(share("2"))
        [again], _ = evaluated()
        assert again != first_rest


def test_a_night_of_more_runs_than_a_page_of_dagsters_list_is_looked_at_whole(definitions: dg.Definitions) -> None:
    crawls, rest = definitions.resolve_job_def("crawls"), definitions.resolve_job_def("after_crawls")
    with dg.DagsterInstance.ephemeral() as instance:
        instance.create_run_for_job(rest, tags={"night": "2026-02-04"})
        under_way = instance.create_run_for_job(crawls, tags={"night": NIGHT, "share": "1"}, status=STARTED)
        for number in range(110):
            tags = {"night": NIGHT, "share": str(number + 2)} if number % 2 else {}  # others were started by hand
            instance.report_run_canceled(instance.create_run_for_job(crawls, tags=tags))
        found = runs_of_last_night(instance)
        assert len(found) == 56
        assert under_way.run_id in {run.run_id for run in found}


def test_one_crawler_is_one_run(tmp_path: Path) -> None:
    home = Home.at(tmp_path)
    home.sources.mkdir()
    (home.sources / "herald.yaml").write_text("title: Herald\nurl: https://herald.example/\n")
    assert {job.name for job in definitions_for(home).jobs or ()}.isdisjoint({"crawls", "after_crawls"})
