"""Folders of pictures: which months bound undated stories, and which may hold what a migration filed there."""

from pipelines.corpus.traces.clue_table import SAMPLE
from pipelines.corpus.traces.order import Lesson
from pipelines.corpus.traces.trust import folders, is_folder


def found(*months: tuple[int, int, int]) -> list[int]:
    """The months that bound stories, of which each has so many dated stories with a right picture, wrong ones, undated ones.

    A lesson knows no more than a sample of the dated ones, and how many these are.
    """
    lessons = {
        f"argus clue picture 2025-{n:02d}": Lesson(
            right=min(right, SAMPLE), older=older, bits=right, undated=undated, dated=right + older
        )
        for n, (right, older, undated) in enumerate(months, start=1)
    }
    others = {
        "argus clue comment": Lesson(right=99, bits=99),
        "argus section a.example/news": Lesson(right=99, bits=99),
    }
    assert not any(map(is_folder, others))
    return [int(family[-2:]) for family, _ in folders(lessons | others)]


def test_months_bound_but_the_first() -> None:
    assert found((12, 0, 8), (12, 0, 8), (12, 0, 8)) == [2, 3]
    assert found((30, 0, 8)) == []
    assert found((0, 0, 1), (12, 0, 8), (18, 0, 8)) == [2, 3]


def test_all_months_together_have_to_be_right_thirty_times() -> None:
    assert found((12, 0, 8), (12, 0, 8), (5, 0, 8)) == []
    assert found((12, 0, 8), (12, 1, 8), (12, 0, 8)) == []
    assert found((300, 0, 8), (112, 1, 8), (12, 0, 1)) == [3]  # a month with a wrong one bounds nothing itself


def test_a_month_without_a_dated_story_or_with_too_many_undated_ones_bounds_nothing() -> None:
    assert found((12, 0, 8), (20, 0, 8), (0, 0, 3)) == [2]
    assert found((12, 0, 8), (20, 0, 80), (12, 0, 8)) == [3]
    assert found((20, 0, 1), (20, 0, 15), (20, 0, 1)) == [3]


def test_many_undated_stories_are_none_too_many_where_all_months_have_them() -> None:
    assert found((10, 0, 90), (12, 0, 95), (9, 0, 99)) == [2, 3]
    assert found((12, 0, 0), (12, 0, 1), (12, 0, 0)) == [2, 3]


def test_a_month_is_held_against_all_dated_stories_not_a_sample() -> None:
    """One undated in ten everywhere; and one in four in a small month, where it is one in ten beside."""
    assert found((270, 0, 30), (450, 0, 50), *[(270, 0, 30)] * 3) == [2, 3, 4, 5]
    assert found((270, 0, 30), (900, 0, 100), (270, 0, 30), (1800, 0, 200), (270, 0, 30)) == [2, 3, 4, 5]
    assert found((900, 0, 100), (900, 0, 100), (50, 0, 15), (900, 0, 100)) == [2, 4]
