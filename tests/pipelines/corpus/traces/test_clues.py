"""Clues: comments, last changes and pictures bound an undated story where the dated stories of its source bear that out."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from pipelines.corpus.traces.change import note_clues
from pipelines.corpus.traces.clue import (
    COMMENT,
    EARLY_HOLD,
    PICTURE,
    SITEMAP,
    Clue,
    Counted,
    clue_lesson,
    clues_of,
    picture_clue,
)
from pipelines.corpus.traces.clue_table import SAMPLE
from pipelines.corpus.traces.solve import traces_of
from pipelines.corpus.traces.trace import Side
from tests.pipelines.corpus.traces.paper import FIRST_NIGHT, Listed, Night, Story, indexed, intervals, settle

DAY = date(2025, 6, 1)


def row(value: str, night: int = 2, **more: Any) -> dict[str, Any]:
    plain = {"role": "published", "origin": "time", "context": "comment", "reason": "comment", "evidence_url": None}
    return plain | {"value": value, "night": date(2026, 2, night)} | more


def at(*when: int) -> int:
    return int(datetime(*when, tzinfo=UTC).timestamp())  # type: ignore[misc] # year, month, day, hour …


def test_the_first_comment_and_the_first_known_change_are_clues() -> None:
    found = clues_of(
        [
            row("2025-06-04T08:00:00+00:00"),
            row("2025-06-03T21:00:00+02:00", night=3),
            row("2025-06", night=4),
            row("2025-06-02", reason="after-first-seen"),
            row("2025-06-09T10:00:00+00:00", role="modified", origin="sitemap:lastmod", context=None, evidence_url="u"),
            row("2025-06-02T10:00:00+00:00", role="modified", origin="jsonld:NewsArticle.dateModified", context="head"),
        ]
    )  # fmt: skip
    night = date(2026, 2, 3).toordinal()
    assert found[0] == Clue("comment", at(2025, 6, 3, 19), night, None, "2025-06-03T21:00:00+02:00", at(2025, 6, 4, 8))
    assert [(clue.name, clue.at, clue.url) for clue in found[1:]] == [("sitemap", at(2025, 6, 9, 10), "u")]


def test_a_clue_is_as_right_as_it_is_with_dated_stories() -> None:
    begins, ends, half_a_day = at(2025, 6, 1, 0), at(2025, 6, 2, 0), 12 * 3600
    days = [(begins - half_a_day, begins, ends), (begins - half_a_day - 1, begins, ends)]
    comment = clue_lesson(COMMENT, days, [], Counted(0, 2, begins))
    assert (comment.right, comment.newer, comment.since) == (1, 1, begins)
    late = [(ends + half_a_day, begins, ends), (ends + half_a_day + 1, begins, ends)]
    picture = clue_lesson(f"{PICTURE} 2025-06", late, [], Counted(0, 2, ends))
    assert (picture.right, picture.older, picture.since) == (1, 1, None)


def test_comments_that_are_rather_early_say_what_such_were_worth() -> None:
    """Chance puts two of four among the earliest six of 24 a little more often than once in four times."""
    dated = [(1_000 * n, 0, 10) for n in range(20)]
    early = clue_lesson(COMMENT, dated, [2_500, 3_500, 8_500, 18_500], Counted(4, 20, 0))
    assert (early.bits, early.confidence(Side.NOT_AFTER)) == (20, EARLY_HOLD)


def test_stamps_that_stories_of_several_days_share_are_of_builds() -> None:
    begins = [at(2025, 6, 1) + n * 86_400 for n in range(40)]
    weekly = [(begins[n // 7 * 7] + 7 * 86_400, day, day + 86_400) for n, day in enumerate(begins)]
    own = [(day + 3_600 * (1 + n % 5), day, day + 86_400) for n, day in enumerate(begins)]
    daily = [(day + 86_400, day, day + 86_400) for day in begins for _ in range(3)]
    changed = [
        *daily[:-6],
        *((daily[-1][0], *each[1:]) for each in daily[:6]),
    ]  # six old stories changed on the last day
    for stamps, tells in ((weekly, False), (own, True), (daily, True), (changed, True)):
        assert bool(clue_lesson(SITEMAP, stamps, [], Counted(0, len(stamps), 0)).bits) is tells
    assert clue_lesson(COMMENT, weekly, [], Counted(0, 40, 0)).bits  # whose comments come once a week is another matter


def test_comments_that_are_earlier_than_those_of_dated_stories_tell_nothing() -> None:
    """Chance puts six of six among the first twelve of 46 once in 10,000 times, and the first alone before all others."""
    dated = [(1_000 * n, 0, 10) for n in range(40)]
    sets = (range(500, 40_000, 6_000), range(500, 6_500, 1_000), range(30_500, 36_500, 1_000))
    among, first, last = (clue_lesson(COMMENT, dated, each, Counted(len(each), 40, 0)) for each in sets)
    assert [lesson.bits for lesson in (among, first, last)] == [40, 0, 40]
    assert (among.likely, among.confidence(Side.NOT_AFTER)) == (
        1.0,
        32.5 / 33,
    )  # as early as chance has it every second time
    assert last.confidence(Side.NOT_AFTER) == 32.5 / 33


@pytest.mark.parametrize(("days_before", "bounds"), [(0, True), (1, False)])
def test_a_comment_older_than_any_of_a_dated_story_bounds_nothing(
    days_before: int, bounds: bool, tmp_path: Path
) -> None:
    dated = [Story(f"argus.example/{n}x/s", DAY + timedelta(days=n)) for n in range(40)]
    unknown = [Story(f"argus.example/{n}y/s", DAY, dated=False) for n in (-days_before, *range(1, 40, 2))]
    with indexed(tmp_path, [Night(FIRST_NIGHT, [], [*dated, *unknown])]) as index:
        days = {s.key: s.day for s in dated} | {s.key: DAY + timedelta(days=int(s.key[14:-3])) for s in unknown}
        said = {key: at(*day.timetuple()[:3], 20) for key, day in days.items()}
        clues = {key: [Clue(COMMENT, when, 1, None, "said", when)] for key, when in said.items()}
        note_clues(index, index.clues.put(clues.keys(), dict.fromkeys(clues, "argus"), clues))
        settle(index)
        told = traces_of(index, [unknown[0].key, unknown[1].key], stage=1)
    assert [bool(told[story.key]) for story in unknown[:2]] == [bounds, True]


def traces(folder: Path, dated: int, wrong: int) -> dict[tuple[str, str], str]:
    """(kind, side) and basis of the traces of one undated story beside dated ones, some of which a comment contradicts."""
    days = [date(2025, 6, 15), *(date(2025, 5, 20) + timedelta(days=n) for n in range(dated))]
    stories = [Story(f"argus.example/{n}x/s", day, dated=n > 0) for n, day in enumerate(days)]
    with indexed(folder, [Night(FIRST_NIGHT, [], stories)]) as index:
        clues = {}
        for n, story in enumerate(stories):
            commented = at(story.day.year, story.day.month, story.day.day, 20) + (-3 if 0 < n <= wrong else 1) * 86_400
            filed = picture_clue(f"https://argus.example/{story.day:%Y/%m}/a.jpg", 1)
            assert filed is not None
            clues[story.key] = [Clue(COMMENT, commented, 1, None, "said", commented), filed]
        note_clues(index, index.clues.put(clues.keys(), dict.fromkeys(clues, "argus"), clues))
        settle(index)
        told = traces_of(index, [stories[0].key], stage=1)[stories[0].key]
    return {(str(trace.kind), str(trace.side)): trace.basis for trace, _ in told}


def test_clues_bound_where_they_have_been_right_and_nowhere_else(tmp_path: Path) -> None:
    comment = {("comment", "not_after"): "before its first comment (said)"}
    picture = {("picture", "not_before"): "after the day or month in the address of its picture (2025-06)"}
    assert traces(tmp_path / "right", 30, 0) == comment | picture
    assert traces(tmp_path / "few", 29, 0) == {}
    assert traces(tmp_path / "wrong", 40, 1) == picture


def test_a_story_that_was_changed_later_is_no_witness_in_a_sitemap(tmp_path: Path) -> None:
    news = [Story(f"argus.example/{n}x/s", DAY - timedelta(days=n)) for n in range(40)]
    old = Story("argus.example/old/s", date(2019, 1, 1))
    unknown = Story("argus.example/unknown/s", DAY - timedelta(days=41), dated=False)
    listed = Listed("argus.example/sitemap.xml", [story.key for story in (*news, old, unknown)], "sitemap")
    highs = []
    with indexed(tmp_path, [Night(FIRST_NIGHT, [listed], [*news, old, unknown])]) as index:
        highs.append(intervals(index, [unknown.key])[unknown.key].high)
        index.anchors.looked_at(1, index.anchors.waiting(1, 100))
        changed = Clue("sitemap", at(2025, 5, 12), 1, None, "2025-05-12", at(2025, 5, 12))
        note_clues(index, index.clues.put([old.key], {old.key: "argus"}, {old.key: [changed]}))
        settle(index)
        assert index.anchors.waiting(1, 100) == [unknown.key]
        highs.append(intervals(index, [unknown.key])[unknown.key].high)
    assert highs == [at(2019, 1, 2, 12), at(2025, 4, 24, 12)]


def test_a_sample_of_a_clues_stories_is_judged_and_all_are_counted(tmp_path: Path) -> None:
    stories = [Story(f"argus.example/{n}x/s", DAY, dated=n > 1) for n in range(302)]
    filed = picture_clue("https://argus.example/2025/06/a.jpg", 1)
    assert filed is not None
    with indexed(tmp_path, [Night(FIRST_NIGHT, [], stories)]) as index:
        clues = {story.key: [filed] for story in stories}
        note_clues(index, index.clues.put(clues.keys(), dict.fromkeys(clues, "argus"), clues))
        settle(index)
        lesson = index.lessons.lessons("argus")["argus clue picture 2025-06"]
    assert (lesson.right, lesson.dated, lesson.undated) == (SAMPLE, 300, 2)
