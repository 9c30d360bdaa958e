"""What other rules leave of an index of traces."""

from datetime import date, timedelta
from pathlib import Path

from pipelines.corpus.traces.index import PUBLISHED, opened
from pipelines.corpus.traces.versions import Versions, versions
from tests.pipelines.corpus.traces.paper import Listed, Night, Story, indexed

NIGHT = date(2026, 2, 2)
STORIES = [
    Story(f"argus.example/{'abc'[n % 3] * (n + 1)}/s", NIGHT - timedelta(days=n), dated=n > 0) for n in range(12)
]
ALL, UNDATED = sorted(story.key for story in STORIES), [STORIES[0].key]
MADE = "test"


def waits(folder: Path, rules: Versions) -> tuple[list[str], list[str], list[str], int]:
    """(nights held, works that wait for dates, works that wait for bounds, families to learn from again) under rules."""
    with opened(folder / "traces.sqlite", rules) as index:
        stale = len(index.lessons.stale("argus"))
        published, bounds = (sorted(index.anchors.waiting(stage, 100)) for stage in (PUBLISHED, 0))
        return [str(night) for night in index.nights()], published, bounds, stale


def test_a_change_of_rules_costs_what_they_make(tmp_path: Path) -> None:
    with indexed(tmp_path, [Night(NIGHT, [Listed("argus.example/news", [s.key for s in STORIES])], STORIES)]) as index:
        index.anchors.looked_at(1, index.anchors.waiting(1, 100))
    night = [str(NIGHT.toordinal())]
    assert waits(tmp_path, Versions(MADE)) == (night, [], [], 0)
    assert waits(tmp_path, Versions(MADE, anchors="new")) == (night, ALL, [], 0)
    families = ["absence of the section", "the section"]
    assert waits(tmp_path, Versions(MADE, "new", bounds="new")) == (night, ALL, UNDATED, len(families))
    assert waits(tmp_path, Versions("other", "new", "new")) == ([], [], [], 0)


def test_the_rules_for_lists_dates_and_bounds_have_a_digest_each() -> None:
    now = versions()
    assert len({now.lists, now.anchors, now.bounds, ""}) == 4
