"""Nights of imports: a period ends on its last day; one that is not over ends yesterday, or where an import left off."""

import json
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from spiders.imports.periods import Periods
from spiders.imports.wishes import Span

TODAY = date(2026, 12, 2)


@pytest.mark.parametrize(
    ("span", "at", "night"),
    [
        ("day", "2026-11-03", "2026-11-03"),
        ("month", "2026-11-03", "2026-11-30"),
        ("year", "2025-11-03", "2025-12-31"),
        ("year", "2026-01-01", "2026-12-01"),
        ("year", "2026-11-30", "2026-12-01"),
        ("year", "2026-12-02", "2026-12-02"),
        ("month", "2026-12-01", "2026-12-01"),
        ("day", "2026-12-02", "2026-12-02"),
    ],
)
def test_a_year_is_one_night(span: Span, at: str, night: str, tmp_path: Path) -> None:
    periods = Periods(tmp_path, span, TODAY)
    assert periods.night_of("paper", datetime.fromisoformat(at).replace(tzinfo=UTC)) == date.fromisoformat(night)


def test_a_later_import_files_what_is_there_as_the_first_did_and_leaves_crawls_alone(tmp_path: Path) -> None:
    for night, imported in (("2026-06-01", False), ("2026-08-01", True), ("2026-10-01", True)):
        folder = tmp_path / "source=paper" / f"night={night}"
        folder.mkdir(parents=True)
        (folder / "source.json").write_text("{}")
        (folder / "crawl.json").write_text(json.dumps({"imported": imported}))
    periods = Periods(tmp_path, "year", TODAY)
    found = [periods.night_of("paper", datetime(2026, month, 1, tzinfo=UTC)) for month in (5, 8, 9, 11)]
    assert found == [date(2026, 8, 1), date(2026, 8, 1), date(2026, 10, 1), date(2026, 12, 1)]
