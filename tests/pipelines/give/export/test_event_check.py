"""Events in several splits are counted whatever the split's unit; they are violations where the unit is the event."""

from collections.abc import Sequence

import pyarrow as pa
import pytest

from pipelines.give.export.event_check import events_checked


def rows(events: Sequence[str | None]) -> pa.Table:
    return pa.table({"event_id": pa.array(events, pa.string())})


SPLITS = {
    "train": rows(["storm", None, "storm", "fire"]),
    "validation": rows(["storm", "storm", None, "flood"]),
    "test": rows(["fire", "flood", "", None]),
}


@pytest.mark.parametrize(("unit", "violations"), [("cluster", 0), ("event", 3)])
def test_rows_of_an_event_that_stands_in_an_earlier_split_are_counted(unit: str, violations: int) -> None:
    assert events_checked(SPLITS, unit) == {
        "checked": True,
        "unit": unit,
        "in_two_splits": 3,
        "rows": {"validation": 2, "test": 2},
        "found": ["fire", "flood", "storm"],
        "violations": violations,
    }


def test_no_event_stands_in_two_splits() -> None:
    found = events_checked({"train": rows(["storm"]), "validation": rows(["fire", None, ""])}, "event")
    assert (found["in_two_splits"], found["rows"], found["violations"]) == (0, {"validation": 0}, 0)


def test_files_of_an_older_version_are_not_checked() -> None:
    assert events_checked({"train": pa.table({"id": ["a"]})}, "cluster") == {
        "checked": False, "unit": "cluster", "violations": 0,
    }  # fmt: skip
