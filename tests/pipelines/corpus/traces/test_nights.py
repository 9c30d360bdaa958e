"""Traces over nights: whatever order they come in, and whatever is learned late."""

import random
from collections.abc import Sequence
from datetime import date, timedelta
from itertools import permutations
from pathlib import Path

import pytest

from pipelines.corpus.traces.counter import run_around
from pipelines.corpus.traces.series import stretches
from pipelines.corpus.traces.solve import traces_of
from pipelines.corpus.traces.trace import Trace
from tests.pipelines.corpus.traces.paper import Listed, Night, Story, holds, indexed, intervals, put

FIRST = date(2026, 2, 2)
NEWS = [
    Story(f"argus.example/news/a-story-{1000 + 3 * n}", date(2025, 12, 1) + timedelta(days=n), dated=n % 3 != 1)
    for n in range(66)
]
UNDATED = [story for story in NEWS if not story.dated]


def night(n: int) -> Night:
    """A night's front, its second page, and a list of others in no order; one story's date is only known on the last night."""
    out = [story for story in NEWS if story.day < FIRST + timedelta(days=n)][::-1]
    shuffled = random.Random(n).sample(out, len(out))
    lists = [
        Listed("argus.example/news", [story.key for story in out[:30]]),
        Listed("argus.example/news?page=2", [story.key for story in out[30:60]]),
        *(Listed(story.key, [each.key for each in shuffled[:20]], "related") for story in out[:5]),
    ]
    seen = out if n == 0 else out[: n + 3]
    late = NEWS[30]
    captured = [Story(s.key, s.day, dated=False) if s is late and n < 3 else s for s in seen if s is not late]
    return Night(FIRST + timedelta(days=n), lists, [*captured, Story(late.key, late.day, dated=True)])


NIGHTS = [night(n) for n in range(4)]


def traces(folder: Path, nights: Sequence[Night]) -> dict[str, list[tuple[Trace, str]]]:
    folder.mkdir()
    with indexed(folder, nights) as index:
        return {
            work: sorted(told, key=lambda each: each[0].rank)
            for work, told in traces_of(index, index.pages.all_works(), stage=1).items()
        }


def test_every_order_of_four_nights_leaves_the_same_traces(tmp_path: Path) -> None:
    orders = list(permutations(NIGHTS))
    found = [traces(tmp_path / str(n), order) for n, order in enumerate(orders)]
    assert len(found[0]) == len(UNDATED)
    assert [each == found[0] for each in found] == [True] * 24


def test_undated_captures_that_come_late_teach_as_those_that_came_early(tmp_path: Path) -> None:
    """Numbers of captured pages bear a list out: the night that captured the undated ones may be built first or last."""
    stories = [Story(f"argus.example/news/{5000 - n}-x", FIRST - timedelta(days=n + 1), dated=n < 5) for n in range(50)]
    lists = [Listed("argus.example/news", [story.key for story in stories])]
    nights = [Night(FIRST, lists, stories[:6]), Night(FIRST + timedelta(days=1), (), stories[6:])]
    forward, backward = traces(tmp_path / "forward", nights), traces(tmp_path / "backward", nights[::-1])
    assert forward == backward
    assert any(told for told in forward.values())


def test_works_that_a_night_does_not_concern_keep_theirs(tmp_path: Path) -> None:
    with indexed(tmp_path, NIGHTS[:3]) as index:
        index.anchors.looked_at(1, index.anchors.waiting(1, 1_000))
        before = traces_of(index, index.pages.all_works(), stage=1)
        late = Night(NIGHTS[3].night, [Listed("bote.example/", ["bote.example/x"])], [])
        first = {story.key: FIRST for story in NEWS}
        put(index, late, first)
        assert index.anchors.waiting(1, 1_000) == []
        assert traces_of(index, index.pages.all_works(), stage=1) == before


def test_lessons_are_drawn_only_for_papers_with_an_undated_story(tmp_path: Path) -> None:
    dated = [Story(f"bote.example/news/{n}-x", s.day) for n, s in enumerate(NEWS)]
    lists = [Listed("bote.example/news", [story.key for story in dated[::-1]])]
    unknown = Story("bote.example/news/unknown", FIRST, dated=False)
    with indexed(tmp_path, [Night(FIRST, lists, dated)]) as index:
        assert index.lessons.lessons("bote") == {}
        put(
            index,
            Night(FIRST + timedelta(days=1), [Listed("bote.example/", [unknown.key])], [unknown]),
            {unknown.key: FIRST},
        )
        assert index.lessons.lessons("bote")["bote section bote.example/news"].right == 65


def test_stretches_of_a_series_hold_the_neighbours_that_the_whole_has(tmp_path: Path) -> None:
    numbers = [n * n for n in range(1, 400)]
    stories = [Story(f"argus.example/s-{10_000 + n}", FIRST) for n in numbers]
    with indexed(tmp_path, [Night(FIRST, [], stories)]) as index:
        whole = stretches(index, "argus.example", [10_000 + n for n in numbers])
        assert whole == [[10_000 + n for n in numbers]]
        some = stretches(index, "argus.example", [10_001, 10_010, 10_000 + 300**2])
    assert [(each[0], each[-1]) for each in some] == [(10_001, 10_000 + 67**2), (10_000 + 236**2, 10_000 + 364**2)]
    assert [run_around(each, 10_000 + 300**2) for each in (whole[0], some[1])] == [
        (10_000 + 236**2, 10_000 + 364**2)
    ] * 2


def test_each_is_bounded_by_its_neighbours_and_none_wrongly(tmp_path: Path) -> None:
    with indexed(tmp_path, NIGHTS) as index:
        found = intervals(index, {story.key for story in UNDATED})
    assert all(holds(found[story.key], story.day) for story in UNDATED)
    widths = [
        (each.high - each.low) / 86_400 for each in found.values() if each.low is not None and each.high is not None
    ]
    # two others were seen on the night after their day, which is tighter
    assert len(widths) == 20
    assert max(widths) <= 4


@pytest.mark.parametrize("poison", ["shuffled", "most read", "counters"])
def test_poison_teaches_nothing(poison: str, tmp_path: Path) -> None:
    stream = random.Random(poison)
    stories = [Story(f"argus.example/{stream.getrandbits(40)}/s", s.day, s.dated) for s in NEWS]
    shuffled = stream.sample(stories, 50)
    if poison == "most read":
        shuffled = sorted(stories, key=lambda s: s.day, reverse=True)[:8] + shuffled[:20]
    if poison == "counters":
        stories = [
            Story(
                f"argus.example/{'video' if s.dated else 'news'}/s-{900 + n if s.dated else 40000 + n}", s.day, s.dated
            )
            for n, s in enumerate(NEWS)
        ]
    lists = [Listed("argus.example/popular", [s.key for s in shuffled])] if poison != "counters" else []
    with indexed(tmp_path, [Night(FIRST, lists, stories)]) as index:
        told = traces_of(index, {s.key for s in stories if not s.dated}, stage=1)
    assert {trace.kind for each in told.values() for trace, _ in each} == set()
