"""When the night runs: what `settings.yaml` may say, and how a mistake in it is named."""

from datetime import UTC, date, datetime
from pathlib import Path

import dagster as dg
import pytest

from assets.definitions import definitions_for
from assets.operations import operations_of
from pipelines.base.errors import ConfigError
from pipelines.lake.home import Home


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home.at(tmp_path)


def test_without_a_file_the_night_begins_at_two_utc(home: Home) -> None:
    operations = operations_of(home)
    assert (operations.nightly, operations.time_zone, operations.parallel) == ("0 2 * * *", "UTC", 4)


def test_times_of_day_and_cron_lines_in_a_zone_are_the_schedules(home: Home) -> None:
    (home.root / "settings.yaml").write_text(
        'nightly: "23:45"\nweekly_maintenance: 0 6 * * 6\ntime_zone: America/New_York\nparallel: 8\n'
    )
    definitions = definitions_for(home, first_night=date(2026, 1, 1))
    nightly = definitions.resolve_schedule_def("nightly_schedule")
    weekly = definitions.resolve_schedule_def("weekly_maintenance_schedule")
    assert (nightly.cron_schedule, nightly.execution_timezone) == ("45 23 * * *", "America/New_York")
    assert (weekly.cron_schedule, weekly.execution_timezone) == ("0 6 * * 6", "America/New_York")
    late_evening = datetime(2026, 2, 3, 4, 45, tzinfo=UTC)  # 23:45 on the 2nd in New York
    with dg.build_schedule_context(
        scheduled_execution_time=late_evening, repository_def=definitions.get_repository_def()
    ) as context:
        assert [r.partition_key for r in nightly.evaluate_tick(context).run_requests] == ["2026-02-03"]


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        (
            'nightly: "25:00"',
            r"settings.yaml:1: nightly: '25:00' is no time of day and no cron line; write it as '02:30'",
        ),
        ("time_zone: Europe/Londn", r"settings.yaml:1: time_zone: 'Europe/Londn' is no time zone; "),
        ("parallel: 0", r"settings.yaml:1: parallel: "),
        (
            "ui_hosts: [https://desk.example]",
            r"settings.yaml:1: ui_hosts: 'https://desk.example' is no host; write it as",
        ),
        (
            "groups:\n  sport:\n    nightly: '25:00'",
            r"settings.yaml:3: groups: '25:00' is no time of day and no cron line; ",
        ),
        ("nightyl: 02:30", r"settings.yaml:1: nightyl: .*nightly"),
    ],
)
def test_a_mistake_is_named_by_line_with_its_remedy(home: Home, line: str, problem: str) -> None:
    (home.root / "settings.yaml").write_text(line + "\n")
    with pytest.raises(ConfigError, match=problem):
        operations_of(home)


def test_a_night_is_published_by_the_next_time_of_day_in_its_zone(home: Home) -> None:
    assert operations_of(home).publication(datetime(2026, 2, 3, tzinfo=UTC)) is None
    (home.root / "settings.yaml").write_text('publish_at: "06:00"\ntime_zone: America/New_York\n')
    operations = operations_of(home)
    assert operations.publication(datetime(2026, 2, 3, 4, 45, tzinfo=UTC)) == datetime(2026, 2, 3, 11, tzinfo=UTC)
    assert operations.publication(datetime(2026, 2, 3, 12, tzinfo=UTC)) == datetime(2026, 2, 4, 11, tzinfo=UTC)
    (home.root / "settings.yaml").write_text("publish_at: six\n")
    with pytest.raises(ConfigError, match=r"settings.yaml:1: publish_at"):
        operations_of(home)
