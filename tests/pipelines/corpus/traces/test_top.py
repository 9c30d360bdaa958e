"""Top: an undated story on top of a page's list is bounded from below where numbers or a sitemap bear its place out."""

from datetime import date, timedelta
from pathlib import Path

import pytest

from pipelines.corpus.traces.counter import of_one_sort
from pipelines.corpus.traces.family import in_place
from tests.pipelines.corpus.traces.paper import Listed, Night, Story, indexed, intervals

FIRST = date(2026, 2, 2)
PAGE = "argus.example/news"
NEWS = [
    Story(f"argus.example/news/{letters}/s", FIRST - timedelta(days=n + 1), dated=n != 3)
    for n in range(60)
    for letters in ["".join("abcdefghij"[int(digit)] for digit in f"{n:02}")]
]
FOURTH = NEWS[3]
OLD = Story("argus.example/news/old/s", FIRST - timedelta(days=900), dated=False)


def low(tmp_path: Path, story: Story, nights: list[Night]) -> int | None:
    with indexed(tmp_path, nights) as index:
        return intervals(index, [story.key])[story.key].low


def keys(stories: list[Story]) -> list[str]:
    return [story.key for story in stories]


def test_a_place_on_top_of_one_list_bounds_nothing_from_below(tmp_path: Path) -> None:
    assert low(tmp_path, FOURTH, [Night(FIRST, [Listed(PAGE, keys(NEWS))], NEWS)]) is None


def test_a_sitemap_in_the_same_order_bears_the_place_out_a_feed_does_not(tmp_path: Path) -> None:
    for kind, bears in (("sitemap", True), ("feed", False)):
        lists = [Listed(PAGE, keys(NEWS)), Listed("argus.example/x.xml", keys(NEWS[:25]), kind)]
        (tmp_path / kind).mkdir()
        assert (low(tmp_path / kind, FOURTH, [Night(FIRST, lists, NEWS)]) is not None) is bears


def test_who_is_held_on_top_stands_elsewhere_in_the_sitemap(tmp_path: Path) -> None:
    lists = [Listed(PAGE, keys([OLD, *NEWS])), Listed("argus.example/x.xml", keys([*NEWS[:25], OLD]), "sitemap")]
    assert low(tmp_path, OLD, [Night(FIRST, lists, [*NEWS, OLD])]) is None


@pytest.mark.parametrize(("number", "bears"), [(5597, True), (1200, False), (9000, False)])
def test_a_number_bears_the_place_out_where_numbers_follow_the_list(number: int, bears: bool, tmp_path: Path) -> None:
    made = [Story(f"argus.example/news/s-{5600 - n}", s.day) for n, s in enumerate(NEWS)]
    made[3] = Story(f"argus.example/news/s-{number}", FOURTH.day, dated=False)
    with indexed(tmp_path, [Night(FIRST, [Listed(PAGE, keys(made))], made)]) as index:
        found = intervals(index, [made[3].key])[made[3].key]
    by_place = found.low is not None and found.low > (FIRST - date(1970, 1, 1) - timedelta(days=7)).total_seconds()
    assert by_place is bears


def test_who_was_on_top_at_the_first_look_stays_in_doubt_as_it_sinks(tmp_path: Path) -> None:
    nights = []
    for n in range(3):
        new = [
            Story(f"argus.example/news/new{'abcdefghijklmnopqrstuvwxyz'[k]}/s", FIRST + timedelta(days=k // 12))
            for k in range(12 * n)
        ][::-1]
        shown = [*new, OLD, *NEWS]
        nights.append(Night(FIRST + timedelta(days=n), [Listed(PAGE, keys(shown))], shown))
    assert low(tmp_path, OLD, nights) is None


def test_numbers_in_no_order_or_too_few_bear_nothing_out() -> None:
    assert in_place([(n, 100 - n) for n in range(9)]) == set(range(9))
    assert in_place([(n, 100 - n) for n in range(7)]) == set()
    assert in_place([(n, (n * 37) % 50) for n in range(50)]) == set()


def test_stretches_where_dates_are_rarer_are_of_another_sort() -> None:
    assert of_one_sort([False] * 20 + [True, True, False] * 10, 5) == (0, 19, True)
    assert of_one_sort([False] * 20 + [True, True, False] * 10, 30) == (20, 49, False)
    assert of_one_sort([True] + [False] * 29, 10) == (0, 29, False)
    assert of_one_sort([True, False] * 4 + [False] * 4, 10) == (0, 11, False)
    assert of_one_sort([], 0) == (0, -1, False)
