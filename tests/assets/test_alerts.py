"""Alerts: one a night and cause, through every channel that the settings name."""

import json
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from pathlib import Path

import dagster as dg
import pyarrow as pa
import pytest

from assets.alert_channels import Alert
from assets.alerts import alerts_of, send_once
from assets.definitions import definitions_for
from assets.late import late
from assets.operations import Operations, operations_of
from assets.rhythm import last_and_gap
from pipelines.lake.archive import folder, save_crawl_summary
from pipelines.lake.delta import Lake
from pipelines.lake.home import Home
from pipelines.lake.schemas import SOURCE_SETTINGS
from tests.assets.receivers import webhook
from tests.pipelines.extract.argus import ONE, archived

ALERT = Alert("2026-02-03", "nightly", "0123456789", ("ledger is missing: HTTP 503", "gazette is missing: interrupted"))
TEXT = "Dateline, night of 2026-02-03 (run 01234567):\n- ledger is missing: HTTP 503\n- gazette is missing: interrupted"


def test_an_alert_is_sent_once_a_night_and_cause(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    home = Home.at(tmp_path)
    with webhook() as (url, got):
        monkeypatch.setenv("ALERTS", url)
        operations = Operations(alert_file="alerts.jsonl", alert_webhook_from="ALERTS")
        assert send_once(home, operations, ALERT)
        again = Alert(ALERT.night, "nightly", "another run", tuple(reversed(ALERT.causes)))
        assert not send_once(home, operations, again)
        assert send_once(home, operations, Alert("2026-02-04", "nightly", "a", ALERT.causes))
        assert send_once(home, operations, replace(ALERT, causes=(*ALERT.causes, "herald is missing: moved")))
    assert [message["night"] for message in got] == ["2026-02-03", "2026-02-04", "2026-02-03"]
    assert got[2]["causes"] == ["herald is missing: moved"]
    assert got[0]["text"] == TEXT
    lines = [json.loads(line) for line in (tmp_path / "alerts.jsonl").read_text().splitlines()]
    assert lines == got
    assert "T0KEN" not in (tmp_path / "alerts.jsonl").read_text()


def test_slack_gets_its_own_form(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with webhook() as (url, got):
        monkeypatch.setenv("ALERTS", url)
        send_once(Home.at(tmp_path), Operations(alert_webhook_from="ALERTS", alert_webhook_form="slack"), ALERT)
    assert got == [{"text": TEXT}]


def test_a_night_without_a_source_is_told_by_its_run(tmp_path: Path) -> None:
    home = Home.at(tmp_path)
    archived(home, ONE)
    home.sources.mkdir()
    (home.sources / "ledger.yaml").write_text("title: Ledger\nurl: https://ledger.example/\n")
    save_crawl_summary(home.archive, "ledger", ONE, {"state": "unreached", "problem": "HTTP 503"})
    with dg.DagsterInstance.ephemeral() as instance:
        job = definitions_for(home, first_night=ONE).resolve_implicit_global_asset_job_def()
        result = job.execute_in_process(
            instance=instance,
            partition_key=ONE.isoformat(),
            asset_selection=[dg.AssetKey("whole_night")],
            raise_on_error=False,
        )
        run = instance.get_run_by_id(result.run_id)
        assert run is not None
        (alert,) = alerts_of(home, instance, run)
        instance.add_run_tags(run.run_id, {"dagster/will_retry": "true"})
        retried = instance.get_run_by_id(run.run_id)
        assert retried is not None
        assert alerts_of(home, instance, retried) == []
    (cause,) = alert.causes
    assert cause.startswith(
        "not crawled to the end: ledger: could not be reached (HTTP 503); dateline sources check ledger"
    )


def test_another_job_that_failed_is_told_once_a_day(tmp_path: Path) -> None:
    home = Home.at(tmp_path)
    with dg.DagsterInstance.ephemeral() as instance:
        ends = (dg.DagsterRunStatus.SUCCESS, dg.DagsterRunStatus.FAILURE)
        well, (ill,) = [alerts_of(home, instance, dg.DagsterRun("weekly_maintenance", status=end)) for end in ends]
    assert well == []
    assert ill.causes == ("weekly_maintenance failed: see its last run in the UI",)
    assert send_once(home, Operations(alert_file="alerts.jsonl"), ill)
    assert not send_once(home, Operations(alert_file="alerts.jsonl"), replace(ill, run_id="another run"))


def home_of(folder: Path, *sources: str) -> Home:
    """A home that has the files of these sources."""
    home = Home.at(folder)
    home.sources.mkdir()
    for source in sources:
        (home.sources / f"{source}.yaml").write_text(f"title: {source}\nurl: https://{source}.example/\n")
    return home


def crawled_on(home: Home, source: str, *days_back: int) -> None:
    for back in days_back:
        save_crawl_summary(home.archive, source, ONE - timedelta(days=back), {"state": "finished"})


def test_nights_that_do_not_come_are_told_a_day_and_a_half_after_they_were_due(tmp_path: Path) -> None:
    home = home_of(tmp_path, "ledger", "letters")
    crawled_on(home, "ledger", 2, 1, 0)  # every night
    folder(home.archive, "ledger", ONE + timedelta(days=1)).mkdir()  # a glance's
    folder(home.archive, "letters", ONE - timedelta(days=9)).mkdir(parents=True)
    noon = datetime.combine(ONE + timedelta(days=2), time(12), UTC)
    assert late(home, noon) is None
    alert = late(home, noon + timedelta(minutes=1))
    assert alert is not None
    assert alert.night == ONE.isoformat()
    assert alert.text.splitlines()[1].startswith(
        f"- no night has come since {ONE}: see whether the schedule is switched on"
    )
    assert send_once(home, Operations(alert_file="alerts.jsonl"), alert)
    assert not send_once(home, Operations(alert_file="alerts.jsonl"), alert)


@pytest.mark.parametrize("files", [("trial", "weekly"), ("weekly",)])
@pytest.mark.parametrize("stopped_days", [58, 1])
def test_a_source_that_is_given_up_or_removed_sets_no_rhythm(
    tmp_path: Path, files: tuple[str, ...], stopped_days: int
) -> None:
    home = home_of(tmp_path, *files)
    crawled_on(home, "trial", stopped_days + 2, stopped_days + 1, stopped_days)  # every night, and then no more
    crawled_on(home, "weekly", 21, 14, 7, 0)
    has_a_say = "trial" in files and stopped_days == 1  # not yet given up, for all that the corpus knows
    assert last_and_gap(home, ONE) == (ONE, timedelta(days=1 if has_a_say else 7))
    assert (late(home, datetime.combine(ONE + timedelta(days=4), time(12), UTC)) is None) == (not has_a_say)


def test_a_source_whose_file_ends_in_yml_has_a_say(tmp_path: Path) -> None:
    home = home_of(tmp_path, "weekly")
    (home.sources / "weekly.yaml").rename(home.sources / "weekly.yml")
    crawled_on(home, "weekly", 21, 14, 7, 0)
    assert last_and_gap(home, ONE) == (ONE, timedelta(days=7))


def test_a_share_of_the_crawls_is_no_night(tmp_path: Path) -> None:
    home = Home.at(tmp_path)
    archived(home, ONE)
    home.sources.mkdir()
    (home.sources / "ledger.yaml").write_text("title: Ledger\nurl: https://ledger.example/\n")
    save_crawl_summary(home.archive, "ledger", ONE, {"state": "unreached", "problem": "HTTP 503"})
    tags = {"dagster/partition": ONE.isoformat()}
    with dg.DagsterInstance.ephemeral() as instance:
        night, share = [
            alerts_of(home, instance, dg.DagsterRun("crawls", status=dg.DagsterRunStatus.SUCCESS, tags=each))
            for each in (tags, tags | {"share": "1"})
        ]
    assert len(night) == 1
    assert share == []


def test_each_share_that_fails_is_told(tmp_path: Path) -> None:
    home, failed = Home.at(tmp_path), dg.DagsterRunStatus.FAILURE
    with dg.DagsterInstance.ephemeral() as instance:
        told = [
            alerts_of(
                home,
                instance,
                dg.DagsterRun("crawls", status=failed, tags={"dagster/partition": str(ONE), "share": share}),
            )
            for share in ("1", "2")
        ]
    assert [alert.causes for alerts in told for alert in alerts] == [
        ("the run of share 1 failed: see it in the UI",),
        ("the run of share 2 failed: see it in the UI",),
    ]


def test_a_corpus_without_a_rhythm_is_never_late(tmp_path: Path) -> None:
    home = home_of(tmp_path, "letters")
    for back in (9, 8, 7):
        folder(home.archive, "letters", ONE - timedelta(days=back)).mkdir(parents=True)
        save_crawl_summary(home.archive, "letters", ONE - timedelta(days=back), {"state": "finished", "imported": True})
    assert late(home, datetime.combine(ONE, time(), UTC)) is None


def test_alerts_of_a_group_go_its_own_way(tmp_path: Path) -> None:
    home = home_of(tmp_path, "ledger")
    archived(home, ONE)
    save_crawl_summary(home.archive, "ledger", ONE, {"state": "unreached", "problem": "HTTP 503"})
    save_crawl_summary(home.archive, "gazette", ONE, {"state": "unreached", "problem": "HTTP 503"})
    row = dict.fromkeys(SOURCE_SETTINGS.names) | {
        "night": ONE,
        "source": "ledger",
        "title": "Ledger",
        "group": "business",
    }
    Lake(home.lake).replace("source_settings", pa.Table.from_pylist([row], schema=SOURCE_SETTINGS), night=ONE)
    ways = 'alert_file: all.jsonl\ngroups:\n  business: {owner: "team:biz", alert_file: business.jsonl}\n  sport: {}\n'
    (home.root / "settings.yaml").write_text(ways)
    run = dg.DagsterRun("nightly", status=dg.DagsterRunStatus.SUCCESS, tags={"dagster/partition": ONE.isoformat()})
    with dg.DagsterInstance.ephemeral() as instance:
        for alert in alerts_of(home, instance, run):
            assert send_once(home, operations_of(home), alert)
    sent = {name: json.loads((tmp_path / f"{name}.jsonl").read_text())["text"] for name in ("all", "business")}
    assert "gazette: could not be reached" in sent["all"] and "ledger" not in sent["all"]
    assert "Ledger (ledger): could not be reached" in sent["business"] and ", business" in sent["business"]
