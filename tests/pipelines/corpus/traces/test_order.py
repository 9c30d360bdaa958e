"""What a list teaches of its order, and what the place in it says."""

import random
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from pipelines.corpus.traces.limits import Place, list_limits
from pipelines.corpus.traces.order import (
    NEWEST_FIRST,
    OLDEST_FIRST,
    Lesson,
    Trusted,
    corroborated,
    in_order,
    judged_by,
    lesson_of,
    own_lesson,
    speaks_against,
)
from pipelines.corpus.traces.trace import Interval, Kind, Side, Trace, judged
from tests.pipelines.corpus.traces.paper import Story, anchor

DAYS = [(f"s{n}", 100 - 2 * n) for n in range(16)]
WORDS = dict.fromkeys(Side, "{url} ({said})")
NIGHT = date(2026, 2, 2)
SEEN = datetime(2026, 2, 2, 4, tzinfo=UTC)
AT = SEEN.timestamp()


def test_a_list_in_order_is_trusted_in_its_direction() -> None:
    assert lesson_of([DAYS]) == Lesson(NEWEST_FIRST, 15, 0, 0, 0, 44)
    assert lesson_of([DAYS[::-1]]).direction == OLDEST_FIRST
    assert judged_by(lesson_of([DAYS]), 29) is None
    assert judged_by(lesson_of([DAYS]), 30) == Trusted(lesson_of([DAYS]), frozenset(Side))


def test_shuffled_lists_teach_nothing() -> None:
    stream = random.Random(1)
    shuffled = [stream.sample(DAYS, 16) for _ in range(200)]
    assert not any(judged_by(lesson_of([each]), 1000) for each in shuffled)
    pairs = [[stream.sample(DAYS, 2) for _ in range(40)] for _ in range(200)]
    assert not any(judged_by(lesson_of(each), 1000) for each in pairs)


def test_few_steps_teach_only_beside_like_lists_that_were_right() -> None:
    short = lesson_of([DAYS[:7]])
    assert (short.right, short.bits) == (6, 12)
    assert [judged_by(short, beside) is not None for beside in (0, 29, 30)] == [False, False, True]


def test_stories_put_on_top_again_cost_the_trust_from_below_alone() -> None:
    again = [DAYS[9], *DAYS[:9], *DAYS[10:]]
    lesson = lesson_of([again])
    assert (lesson.right, lesson.older, lesson.newer) == (14, 1, 0)
    assert judged_by(lesson, 1000) == Trusted(lesson, frozenset({Side.NOT_AFTER}))
    below = lesson_of([[*DAYS[1:9], DAYS[0], *DAYS[9:]]])
    assert (below.older, below.newer) == (0, 1)
    by_little = lesson_of([[*DAYS[1:8], DAYS[0], *DAYS[8:]]])  # 14 days are no habit of one direction
    assert (by_little.older, by_little.newer) == (1, 1)
    assert judged_by(below, 1000) == Trusted(below, frozenset({Side.NOT_BEFORE}))
    often = lesson_of([[DAYS[9], DAYS[11], *DAYS[:9], DAYS[10], *DAYS[12:]]])
    assert (often.right, often.older) == (13, 2)
    assert not judged_by(often, 1000)


def test_numbers_of_drafts_are_in_order_but_for_days() -> None:
    drafts = [(f"s{n}", 2 * n + (4 if n % 10 == 5 else 0)) for n in range(60)]
    lesson = lesson_of([drafts])
    assert (lesson.direction, lesson.slack_days, lesson.wrong) == (OLDEST_FIRST, 2, 0)
    assert judged_by(lesson, 0, 0)
    assert not judged_by(lesson_of([[("a", 3), ("b", 1), ("c", 2), ("d", 4)] * 20]), 1000)


def test_two_dates_that_agree_are_enough_where_something_else_bears_the_order_out() -> None:
    two = lesson_of([DAYS[:2]])
    assert not judged_by(two, 1000)
    assert judged_by(corroborated(two, 20, 49), 0)
    assert not judged_by(corroborated(lesson_of([[DAYS[1], DAYS[0], DAYS[2]]]), 20, 49), 0)
    assert corroborated(Lesson(), 20, 49) == Lesson()


@given(st.lists(st.integers(0, 30), max_size=40))
def test_what_counts_as_in_order_is_in_order(days: list[int]) -> None:
    chosen = [days[place] for place in in_order(days)]
    assert chosen == sorted(chosen)


def story(n: int, *, dated: bool, told: date | None = None) -> Story:
    return Story(f"a.example/{n}", date(2026, 1, 31) - timedelta(days=n), dated, told)


def limits(*stories: Story) -> dict[str, dict[Side, Trace]]:
    found: dict[str, dict[Side, Trace]] = {}
    members = [anchor(each, SEEN, NIGHT) for each in stories]
    for work, trace in list_limits(members, Lesson(), Kind.LIST, Place("https://a.example/news", 1), WORDS):
        found.setdefault(work, {})[trace.side] = trace
    return found


def test_an_undated_story_stands_between_its_dated_neighbours() -> None:
    found = limits(story(0, dated=True), story(4, dated=False), story(9, dated=True))["a.example/4"]
    assert found[Side.NOT_BEFORE].at == datetime(2026, 1, 21, 12, tzinfo=UTC).timestamp()
    assert found[Side.NOT_AFTER].at == datetime(2026, 2, 1, 12, tzinfo=UTC).timestamp()
    assert found[Side.NOT_BEFORE].basis == "https://a.example/9 (dated 2026-01-22)"


def test_a_date_that_is_out_of_order_bounds_nothing() -> None:
    wrong = story(5, dated=True, told=date(2019, 1, 1))
    found = limits(story(0, dated=True), wrong, story(6, dated=False), story(9, dated=True), story(12, dated=True))
    assert found["a.example/6"][Side.NOT_AFTER].witness == "a.example/0"


def trace(kind: Kind, side: Side, days: int) -> Trace:
    return Trace(kind, side, int(AT) + days * 86_400, 1, 0.9, None, None, f"{kind} {side} {days}")


def test_weaker_kinds_give_way_to_stronger_ones() -> None:
    number = trace(Kind.NUMBER, Side.NOT_BEFORE, -10)
    beside, against = trace(Kind.LIST, Side.NOT_BEFORE, -20), trace(Kind.LIST, Side.NOT_AFTER, -15)
    assert dict(judged(Interval(None, int(AT)), [number, against, beside])) == {
        number: "accepted", against: "contradicted", beside: "contradicted",
    }  # fmt: skip
    assert dict(judged(Interval(None, int(AT) - 11 * 86_400), [number])) == {number: "contradicted"}


def test_traces_that_differ_in_their_witness_alone_have_an_order() -> None:
    captured = replace(trace(Kind.LIST, Side.NOT_AFTER, -3), witness="a")
    unknown = replace(captured, witness=None)
    assert [each for each, _ in judged(Interval(None, None), [captured, unknown])] == [unknown, captured]


def _limits(members: list[Story], high: date | None = None) -> dict[str, Interval]:
    """The bounds that a newest-first list gives its undated members; with `high` a copy of the second tells that day."""
    listed = [replace(story, copied=high) if n == 1 and high else story for n, story in enumerate(members)]
    anchors = [anchor(story, SEEN, NIGHT) for story in listed]
    found: dict[str, list[Trace]] = {}
    for work, trace in list_limits(anchors, Lesson(NEWEST_FIRST, 100), Kind.LIST, Place("u", 1), WORDS):
        found.setdefault(work, []).append(trace)
    return {work: Interval(None, None).narrowed(traces) for work, traces in found.items()}


def _column(*dated: bool) -> list[Story]:
    return [Story(f"p.example/{n}", NIGHT - timedelta(days=10 * n), each) for n, each in enumerate(dated)]


def test_an_undated_story_that_a_wrong_copy_bounds_bounds_no_other() -> None:
    column = _column(True, False, False, True)
    right = _limits(column, high=NIGHT - timedelta(days=15))["p.example/2"].high
    wrong = _limits(column, high=NIGHT - timedelta(days=400))["p.example/2"].high
    assert right == datetime(2026, 1, 19, 12, tzinfo=UTC).timestamp()
    assert wrong == datetime(2026, 2, 3, 12, tzinfo=UTC).timestamp()  # of the dated one above it


def test_many_undated_stories_in_a_row_are_not_younger_than_the_next_older() -> None:
    mixed = _column(*[n % 2 == 0 for n in range(41)])
    batch = [*mixed[:20], *(Story(f"p.example/old-{n}", date(2019, 1, 1), False) for n in range(12)), *mixed[20:]]
    alone, among = _limits(mixed), _limits(batch)
    assert all(each.low is not None for each in alone.values())
    assert {work for work, each in among.items() if each.low is None} == {
        *(f"p.example/old-{n}" for n in range(12)),
        mixed[19].key,
    }
    assert all(each.high is not None for each in among.values())


def test_one_list_may_stand_otherwise_than_those_of_its_kind() -> None:
    taught = Lesson(NEWEST_FIRST, 1000, bits=1000)
    mirrored, mixed = own_lesson(DAYS[::-1], taught), own_lesson([*DAYS[8:], *DAYS[:8]], taught)
    assert [speaks_against(each, side) for each in (mirrored, mixed) for side in Side] == [True] * 4
    again = own_lesson([DAYS[12], *DAYS[:12], *DAYS[13:]], taught)
    assert [speaks_against(again, side) for side in Side] == [False, False]
    assert not speaks_against(own_lesson([], taught), Side.NOT_AFTER)
