"""Absence: what is new on top of a list came after the last look, where dated arrivals agree and the list was seen whole."""

import random
from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import permutations
from pathlib import Path

import pytest

from pipelines.corpus.traces import sequence
from pipelines.corpus.traces.absence import absence_lesson, is_borne_out
from pipelines.corpus.traces.index import Index, opened
from pipelines.corpus.traces.solve import traces_of
from pipelines.corpus.traces.trace import Kind, Side, Trace
from pipelines.corpus.traces.versions import Versions
from tests.pipelines.corpus.traces.paper import Listed, Night, Story, indexed, put

FIRST = date(2026, 2, 2)
TWO = FIRST + timedelta(days=1)
PAGE = "argus.example/news"
OLD = [
    Story(f"argus.example/{'abcdefgh'[n % 8] * (n + 1)}/s", date(2026, 1, 20) - timedelta(days=n)) for n in range(40)
]
NEW = Story("argus.example/new/s", TWO, dated=False)
FRESH = [Story(f"argus.example/fresh-{name}/s", FIRST) for name in "uvwxyz"]
ANCIENT = Story("argus.example/ancient/s", date(2019, 5, 1))


def night(when: date, stories: Sequence[Story], *, page: str = PAGE) -> Night:
    return Night(when, [Listed(page, [story.key for story in stories])], stories)


def absences(folder: Path, nights: Sequence[Night]) -> list[Trace]:
    """The traces of `NEW` that tell of its absence."""
    with indexed(folder, nights) as index:
        told = traces_of(index, [NEW.key], stage=1).get(NEW.key, [])
    return [trace for trace, _ in told if trace.kind == Kind.ABSENCE]


def test_what_is_new_on_top_came_after_the_night_before(tmp_path: Path) -> None:
    [trace] = absences(tmp_path, [night(FIRST, OLD), night(TWO, [NEW, *FRESH, *OLD[:-7]])])
    assert (trace.side, datetime.fromtimestamp(trace.at, UTC)) == (
        Side.NOT_BEFORE,
        datetime(2026, 1, 31, 4, tzinfo=UTC),
    )
    assert trace.basis == (
        "not yet in the list of https://argus.example/news on 2026-02-02, on top at the next look; "
        "dated arrivals there are at most 2 days old"
    )
    assert trace.confidence == 4.5 / 5


def test_a_list_of_late_arrivals_shows_its_delay(tmp_path: Path) -> None:
    late = [replace(story, day=FIRST - timedelta(days=4)) for story in FRESH]
    [trace] = absences(tmp_path, [night(FIRST, OLD), night(TWO, [NEW, *late, *OLD[:-7]])])
    assert datetime.fromtimestamp(trace.at, UTC) == datetime(2026, 1, 29, 4, tzinfo=UTC)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        pytest.param(OLD, [NEW, *FRESH[:5], *OLD[:-6]], id="hardly a dated arrival"),
        pytest.param(OLD, [NEW, *FRESH, ANCIENT, *OLD[:-8]], id="an old story put on top, dated"),
        pytest.param(OLD, [*FRESH, OLD[0], NEW, *OLD[1:-7]], id="not on top"),
        pytest.param(OLD, [*FRESH, *OLD, NEW], id="a longer list"),
        pytest.param([OLD[0], ANCIENT, *OLD[1:]], [NEW, *FRESH, *OLD[:-6]], id="a place that is sold"),
        pytest.param(OLD[20:], [NEW, *FRESH, *OLD[:-7]], id="a list that had lost its upper half"),
        pytest.param(OLD, [NEW, *FRESH, *OLD[::-1]], id="mirrored"),
        pytest.param(OLD, [NEW, *FRESH], id="all of it new"),
    ],
)  # fmt: skip
def test_a_list_that_changed_otherwise_teaches_nothing(
    before: Sequence[Story], after: Sequence[Story], tmp_path: Path
) -> None:
    assert absences(tmp_path, [night(FIRST, before), night(TWO, after)]) == []


def test_a_page_that_is_not_the_first_is_no_whole_list(tmp_path: Path) -> None:
    second = night(FIRST, OLD, page=f"{PAGE}?page=2")
    assert absences(tmp_path, [second, night(TWO, [NEW, *FRESH, *OLD[:-7]])]) == []


def test_a_story_that_was_seen_elsewhere_before_is_not_new(tmp_path: Path) -> None:
    elsewhere = Night(FIRST, [Listed(PAGE, [s.key for s in OLD]), Listed("argus.example/a", [NEW.key], "related")], OLD)
    assert absences(tmp_path, [elsewhere, night(TWO, [NEW, *FRESH, *OLD[:-7]])]) == []


def test_a_list_that_a_cache_may_have_told_counts_from_its_first_look(tmp_path: Path) -> None:
    """The list of the night before stood so five nights ago: nobody knows whether it still did."""
    early = FIRST - timedelta(days=5)
    nights = [night(early, OLD), night(FIRST, OLD), night(TWO, [NEW, *FRESH, *OLD[:-7]])]
    [trace] = absences(tmp_path / "same", nights)
    assert datetime.fromtimestamp(trace.at, UTC) == datetime(2026, 1, 26, 4, tzinfo=UTC)
    between = night(FIRST - timedelta(days=1), [FRESH[0], *OLD[:-1]])
    assert absences(tmp_path / "back", [nights[0], between, *nights[1:]]) == []  # FRESH[0] stood there before


def test_arrivals_bear_out_or_do_not() -> None:
    at = 10_000_000
    fresh = [(at, at - n * 3600) for n in range(48)]
    assert (absence_lesson(fresh).right, absence_lesson(fresh).slack_days) == (48, 2)
    assert absence_lesson([*fresh, (at, at - 80 * 3600)]).slack_days == 4
    worst = absence_lesson([*fresh, (at, at - 400 * 86_400)])
    assert (worst.right, worst.older, is_borne_out(worst)) == (48, 1, False)
    assert [is_borne_out(absence_lesson(fresh[:n])) for n in (0, 5, 6)] == [False, False, True]


def _nights() -> list[Night]:
    """Nine looks at a list: one from a cache, one with a story that comes back; two more stories without a date."""
    stream, day = random.Random(1), FIRST - timedelta(days=60)
    stories = [
        Story(f"argus.example/{''.join(stream.choices('abcdef', k=20))}/s", day + timedelta(days=n // 3), n % 4 > 0)
        for n in range(220)
    ]
    looks = []
    for n in range(9):
        out = [s for s in stories if s.day < FIRST + timedelta(days=n)][::-1][:120]
        looks.append(night(FIRST + timedelta(days=n), out))
    looks[2] = night(looks[2].night, looks[0].captured)
    back = next(story for story in looks[1].captured[::-1] if not story.dated)
    looks[5] = night(looks[5].night, [back, *looks[5].captured])
    return looks


def test_every_order_of_looks_leaves_the_same_traces(tmp_path: Path) -> None:
    looks = _nights()
    rest = [*looks[6:], *looks[:2]]
    found = []
    for n, order in enumerate(permutations(looks[2:6])):
        with indexed(tmp_path / str(n), [*order, *rest] if n % 2 else [*rest, *order]) as index:
            told = traces_of(index, index.pages.all_works(), stage=1)
        found.append({work: sorted(t.rank for t, _ in each) for work, each in told.items()})
    assert [each == found[0] for each in found] == [True] * 24
    assert sum(rank[0] == Kind.ABSENCE for each in found[0].values() for rank in each) > 0


@pytest.mark.parametrize("late", [0, 2, 3, 5])
def test_works_wait_whose_absence_a_late_night_concerns(late: int, tmp_path: Path) -> None:
    """What a late night leaves to be looked at again is all that it changes."""
    looks = _nights()
    first: dict[str, date] = {}
    for look in looks:
        for story in look.captured:
            first.setdefault(story.key, look.night)
    with indexed(tmp_path / "late", [look for n, look in enumerate(looks) if n != late]) as index:
        index.anchors.looked_at(1, index.anchors.waiting(1, 1_000))
        before = traces_of(index, index.pages.all_works(), stage=1)
        put(index, looks[late], first)
        waiting = set(index.anchors.waiting(1, 1_000))
        after = traces_of(index, index.pages.all_works(), stage=1)
    changed = {work for work in after if _ranks(after[work]) != _ranks(before.get(work, []))}
    assert changed - waiting == set()


def _ranks(told: Sequence[tuple[Trace, str]]) -> list[object]:
    return sorted((trace.rank, verdict) for trace, verdict in told)


def test_a_place_that_is_sold_tells_no_age(tmp_path: Path) -> None:
    """Every night an old story without a date stands third; it is not after the dated one above it, but older than the next."""
    sold = [Story(f"argus.example/sold-{name}/s", date(2019, 1, 1), dated=False) for name in "abc"]
    with_sold = [[*OLD[3 - n : 5 - n], each, *OLD[5 - n :]] for n, each in enumerate(sold)]
    nights = [night(FIRST + timedelta(days=n), listed) for n, listed in enumerate(with_sold)]
    with indexed(tmp_path, nights) as index:
        told = traces_of(index, [story.key for story in sold], stage=1)
    assert {work: {trace.side for trace, _ in each if trace.kind == Kind.LIST} for work, each in told.items()} == {
        story.key: {Side.NOT_AFTER} for story in sold
    }


def test_a_story_stuck_on_top_is_not_taken_for_younger_nor_those_below_it_for_older(tmp_path: Path) -> None:
    old = Story("argus.example/stuck/s", date(2019, 5, 1), dated=False)
    unknown = Story("argus.example/unknown/s", OLD[20].day, dated=False)
    listed = [*OLD[:20], unknown, *OLD[20:]]
    nights = [night(FIRST, [old, *listed]), night(TWO, [old, *FRESH, *listed[:-7]])]
    with indexed(tmp_path, nights) as index:
        told = traces_of(index, [old.key, unknown.key], stage=1)
    sides = {work: {(t.kind, t.side) for t, _ in each} for work, each in told.items()}
    assert (Kind.LIST, Side.NOT_BEFORE) not in sides[old.key]
    assert (Kind.LIST, Side.NOT_BEFORE) in sides[unknown.key]
    witnesses = {t.witness for t, _ in told[unknown.key] if t.side == Side.NOT_AFTER}
    assert old.key not in witnesses


@pytest.mark.parametrize(("kind", "above", "sides"), [
    ("section", 0, set()), ("section", 11, {Side.NOT_AFTER}), ("section", 12, set(Side)),
    ("related", 11, {Side.NOT_AFTER}), ("feed", 11, set(Side)), ("sitemap", 11, set(Side)),
])  # fmt: skip
def test_a_page_may_hold_an_old_story_among_its_newest(kind: str, above: int, sides: set[Side], tmp_path: Path) -> None:
    """One night's list says nothing of it; feeds and sitemaps are made by the system. All that stands above was seen later."""
    listed = [*OLD[:above], NEW, *OLD[above:], *(replace(OLD[-1], key=f"{OLD[-1].key}{n}") for n in range(9))]
    seen = Night(TWO, [Listed(PAGE, [story.key for story in listed], kind)], listed)
    with indexed(tmp_path, [seen]) as index:
        told = traces_of(index, [NEW.key], stage=1)[NEW.key]
    assert {trace.side for trace, _ in told if trace.kind in (Kind.LIST, Kind.APPEARANCE)} == sides


@pytest.mark.parametrize(("pages", "sides"), [(1, {Side.NOT_AFTER}), (2, set(Side))])
def test_who_stands_on_top_of_two_pages_stands_there_by_its_age(pages: int, sides: set[Side], tmp_path: Path) -> None:
    listed = [*OLD[:5], NEW, *OLD[5:]]
    keys = [story.key for story in listed]
    seen = Night(TWO, [Listed(page, keys) for page in (PAGE, "argus.example/archive")[:pages]], listed)
    with indexed(tmp_path, [seen]) as index:
        told = traces_of(index, [NEW.key], stage=1)[NEW.key]
    assert {trace.side for trace, _ in told if trace.kind == Kind.LIST} == sides


@pytest.mark.parametrize("dated", [5, 6])
def test_what_comes_in_later_is_bounded_by_its_place_where_enough_dated_ones_came_in_like_it(
    dated: int, tmp_path: Path
) -> None:
    """A wire may bring stories weeks late; that the first look was in order says nothing of these."""
    fresh = [
        replace(FRESH[n % 6], key=f"argus.example/wire-{'abcdefghijklm'[n]}/s", dated=n % 2 == 0 and n // 2 < dated)
        for n in range(13)
    ]
    with indexed(tmp_path, [night(FIRST, OLD), night(TWO, [*fresh, NEW, *OLD[:-14]])]) as index:
        told = traces_of(index, [NEW.key], stage=1)[NEW.key]
    assert ((Kind.LIST, Side.NOT_BEFORE) in {(t.kind, t.side) for t, _ in told}) == (dated == 6)


def test_who_fell_off_below_a_story_that_shows_to_be_stuck_is_looked_at_again(tmp_path: Path) -> None:
    """The first night bounds `below` by `held`, the only story above it that is known; the second shows `held` to be stuck."""
    held, below = (Story(f"argus.example/{name}/s", date(2019, 5, 1), dated=False) for name in ("held", "below"))
    between = [f"argus.example/between-{name}/s" for name in "abc"]
    early = night(FIRST - timedelta(days=20), [*OLD, held])
    nights = [
        replace(early, lists=[Listed(PAGE, [story.key for story in OLD])]),
        Night(FIRST, [Listed(PAGE, [held.key, *between, below.key])]),
        Night(TWO + timedelta(days=1), [], [below]),
        Night(TWO, [Listed(PAGE, [held.key, FRESH[0].key, *between])]),
    ]
    first = {story.key: early.night for story in early.captured} | {below.key: nights[2].night}
    with indexed(tmp_path, nights[:3]) as index:
        index.anchors.looked_at(1, index.anchors.waiting(1, 1_000))
        [_, by_held] = traces_of(index, [below.key], stage=1)[below.key]
        put(index, nights[3], first)
        assert below.key in index.anchors.waiting(1, 1_000)
        told = traces_of(index, [below.key], stage=1)[below.key]
    assert (by_held[0].kind, by_held[0].witness) == (Kind.LIST, held.key)
    assert [trace.kind for trace, _ in told] == [Kind.APPEARANCE]


def _with_stuck(stream: random.Random) -> list[Night]:
    """A list of dated stories, what is captured later, and three looks at the list with old stories that stick on top."""
    day = FIRST - timedelta(days=60)
    stories = [Story(f"argus.example/story-{n:03}x/s", day + timedelta(days=n), n < 41) for n in range(70)]
    held = [Story(f"argus.example/held-{name}x/s", date(2019, 5, 1), dated=False) for name in "abc"]
    early = night(FIRST - timedelta(days=19), stories[40::-1])
    looks = [Night(early.night, early.lists, [*early.captured, *held[:2]])]
    for n in range(3):
        out = stories[stream.randint(42, 50) : 55 + 3 * n][::-1][: stream.randint(5, 16)]
        on_top = [each for each in held if stream.random() > 0.3]
        listed = [*on_top, *out] if stream.random() > 0.3 else [*out[:1], *on_top, *out[1:]]
        looks.append(Night(FIRST + timedelta(days=n), [Listed(PAGE, [s.key for s in listed])]))
    captured = Night(FIRST + timedelta(days=9), [], [story for story in stories[41:] if stream.random() > 0.6])
    return [looks[0], captured, *looks[1:]]


def test_a_late_night_of_no_known_hour_lets_the_look_before_a_later_one_be_looked_at_again(tmp_path: Path) -> None:
    """The list of the last night showed 9 to be stuck. It counts from the second, of which nobody knows the hour."""
    named = ("argus section argus.example/news", "section", f"https://{PAGE}")
    stood = {1: (9, 4, 3, 2, 5), 3: (9, 4, 3), 4: (9, 4, 3, 2), 5: (9, 5, 4, 3)}
    looks = [sequence.Sequence(night, *named, keys, night) for night, keys in stood.items()]
    with opened(tmp_path / "traces.sqlite", Versions("test")) as index:
        for look in looks:
            index.lists.put(look.id, [look])
        assert index.lists.put(2, [replace(looks[-1], at=None)]) == {9, 5, 4, 3, 2}
        assert index.lists.forget(2) == {9, 5, 4, 3, 2}


@pytest.mark.parametrize("seed", range(60))
def test_nights_one_by_one_leave_what_all_at_once_do(seed: int, tmp_path: Path) -> None:
    """A bound that is kept, because no night let its work wait, is what it would be if it were made anew."""
    stream = random.Random(seed)
    looks = _with_stuck(stream)
    order = [*looks[:2], *stream.sample(looks[2:], len(looks) - 2)]
    kept: dict[str, list[object]] = {}
    first: dict[str, date] = {}
    with indexed(tmp_path / "one by one", []) as index:
        for each in order:
            for story in each.captured:
                first[story.key] = min(each.night, first.get(story.key, each.night))
            put(index, each, first)
            waiting = index.anchors.waiting(1, 1_000)
            kept |= {work: [] for work in waiting} | _told(index, waiting)
            index.anchors.looked_at(1, waiting)
    with indexed(tmp_path / "at once", looks) as index:
        assert _told(index, index.pages.all_works()) == {work: told for work, told in kept.items() if told}


def _told(index: Index, works: Collection[str]) -> dict[str, list[object]]:
    return {work: _ranks(told) for work, told in traces_of(index, works, stage=1).items() if told}
