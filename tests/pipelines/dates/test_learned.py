"""A source's own zone, learned: what teaches it, what must not, and how far it holds."""

import random
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from pipelines.dates.judge.decision import decide
from pipelines.dates.judge.rules import Evidence
from pipelines.dates.nights.lessons import night_lessons, observation, order_observed
from pipelines.dates.place.candidates import Candidate
from pipelines.dates.read.zones import zones_of
from pipelines.dates.source.conventions import (
    DateConventions,
    LearnedConventions,
    LearnedOrder,
    lasting_changes,
    learned_by,
    settle,
    settle_again,
    timelines,
)
from pipelines.dates.source.zone import LearnedZone
from tests.pipelines.dates.desk import offer, stated

NIGHT = date(2026, 2, 2)
SEEN = datetime(2026, 2, 2, 3, tzinfo=UTC)


def evidence(*rows: dict[str, Any]) -> list[Evidence]:
    return [Evidence(Candidate.read(row), SEEN) for row in rows]


def lesson(day: date, minutes: int, *stories: str, night: date = NIGHT) -> dict[str, Any]:
    return {
        "night": night, "source": "paper", "teaches": "zone", "local_day": day, "utc_offset_minutes": minutes, "date_order": None,
        "article_ids": list(stories),
    }  # fmt: skip


def learned(country: str | None, *lessons: dict[str, Any]) -> LearnedZone | None:
    return learned_by(timelines(lessons, {"paper": country}).get("paper", ()), None).zone


WINTER, SUMMER = date(2026, 1, 20), date(2025, 7, 20)


@pytest.mark.parametrize(
    ("offers", "shown"),
    [
        ([offer("2026-01-20T18:45"), stated("2026-01-20T17:45:10+00:00")], (WINTER, 60)),
        ([offer("2026-01-20T18:45"), stated("2026-01-20T18:45:10+01:00")], (WINTER, 60)),
        ([offer("2026-01-20T01:15"), stated("2026-01-19T19:45:00+00:00")], (WINTER, 330)),
        ([offer("2026-01-20T18:45"), stated("2026-01-20T18:45:00+00:00")], (WINTER, 0)),
        ([offer("2026-01-20T18:45"), stated("2026-01-20T17:41:00+00:00")], None),  # another minute
        ([offer("2026-01-20"), stated("2026-01-20T17:45:00+00:00")], None),
        (
            [offer("2026-01-20T14:00"), stated("2026-01-20T19:30:00+02:00")],
            None,
        ),  # who states an offset keeps that clock
        ([offer("2026-01-20T18:45", context="related"), stated("2026-01-20T17:45:00+00:00")], None),
        ([offer("2026-01-20T18:45", role="modified"), stated("2026-01-20T17:45:00+00:00")], None),
        ([offer("2026-01-20T18:45"), offer("2026-01-20T19:45"), stated("2026-01-20T17:45:00+00:00")], None),
    ],
)
def test_one_minute_stated_twice_shows_an_offset(offers: list[dict[str, Any]], shown: object) -> None:
    assert observation(evidence(*offers)) == shown


def test_a_nights_lessons_name_their_stories() -> None:
    captures = [
        (
            {"night": NIGHT, "source": "paper", "article_id": name},
            evidence(offer("2026-01-20T18:45"), stated("2026-01-20T17:45:00+00:00")),
        )
        for name in "cab"
    ]
    assert night_lessons(captures, {}).to_pylist() == [lesson(WINTER, 60, "a", "b", "c")]


@pytest.mark.parametrize(
    ("country", "lessons", "zone"),
    [
        ("AT", [lesson(WINTER, 60, "a", "b", "c")], "Europe/Vienna"),
        ("at", [lesson(WINTER, 60, "a", "b"), lesson(SUMMER, 120, "c")], "Europe/Vienna"),
        ("CA", [lesson(WINTER, -300, "a", "b", "c")], None),  # Toronto, or Atikokan, which knows no summer time
        ("US", [lesson(WINTER, -300, "a", "b"), lesson(SUMMER, -240, "c")], "America/New_York"),
        ("PT", [lesson(WINTER, 0, "a", "b", "c")], "Europe/Lisbon"),  # UTC is its clock in winter
        ("PT", [lesson(SUMMER, 0, "a", "b", "c")], "Atlantic/Azores"),
        ("AT", [lesson(WINTER, 0, "a", "b", "c")], None),  # a local clock labelled UTC, not UTC
        ("AT", [lesson(WINTER, 60, "a", "b"), lesson(WINTER, 0, "c", "d")], None),
        ("AT", [lesson(WINTER, 60, *map(str, range(20))), lesson(WINTER, 180, "z")], "Europe/Vienna"),  # no clock there
        ("AT", [lesson(WINTER, 60, "a", "b")], None),  # too few
        (
            "AT",
            [lesson(WINTER, 60, "a", "b"), lesson(WINTER, 60, "a", "b", night=NIGHT + timedelta(1))],
            None,
        ),  # the same
    ],
)
def test_the_one_zone_of_the_country_that_fits(country: str, lessons: list[dict[str, Any]], zone: str | None) -> None:
    found = learned(country, *lessons)
    assert (found.zone if found else None) == zone


@pytest.mark.parametrize(
    "lessons",
    [
        [lesson(WINTER, 0, "a", "b", "c")],
        [lesson(WINTER, 60, "a", "b", "c"), lesson(SUMMER, 0, "d")],
        [lesson(WINTER, 60, "a", "b", "c"), lesson(WINTER, 120, "d")],
        [lesson(WINTER, 60, "a", "b", "c"), lesson(SUMMER, 240, "d")],
    ],
    ids=["only-utc", "utc-among-them", "two-offsets-on-a-day", "more-than-a-clock-change"],
)
def test_without_a_country_contradicting_offsets_teach_nothing(lessons: list[dict[str, Any]]) -> None:
    assert learned(None, *lessons) is None


def test_an_offset_without_a_name_holds_between_near_observations_only() -> None:
    days = [WINTER, WINTER + timedelta(days=9), WINTER + timedelta(days=90)]
    found = learned(None, *(lesson(day, 60, name) for day, name in zip(days, "abc", strict=True)))
    assert found is not None
    noon = datetime(2026, 1, 1, 12)  # noqa: DTZ001 -- a local clock time
    at = [noon.replace(month=m, day=d) for m, d in ((1, 19), (1, 20), (1, 25), (1, 29), (1, 30))]
    assert [found.offset(local) for local in at] == [None, 60, 60, 60, None]


def test_the_day_when_clocks_change_and_a_chance_likeness_teach_nothing() -> None:
    sunday = date(2025, 10, 26)
    around = [
        lesson(sunday + timedelta(days=n), 120 if n < 0 else 60, f"s{n}") for n in range(-8, 9) if n not in (0, 5)
    ]
    found = learned(
        None, *around, lesson(sunday, 120, "x"), lesson(sunday, 60, "y"), lesson(date(2025, 10, 31), 120, "z")
    )
    assert found is not None
    assert found.spans == [(date(2025, 10, 18), date(2025, 10, 25), 120), (date(2025, 10, 27), date(2025, 11, 3), 60)]


def test_the_zone_says_from_how_many_stories_and_keeps_saying_so() -> None:
    later = NIGHT + timedelta(days=1)
    taught = timelines(
        [lesson(WINTER, 60, "a", "b", "c"), lesson(SUMMER, 120, "d", "e", night=later)], {"paper": "AT"}
    )["paper"]
    assert lasting_changes(taught) == [(NIGHT, ("Europe/Vienna 3", None))]
    assert learned_by(taught, later).zone == LearnedZone("Europe/Vienna", 3, NIGHT)
    assert learned_by(taught, NIGHT - timedelta(days=1)) == LearnedConventions()


def test_lessons_teach_the_same_in_any_order() -> None:
    lessons = [lesson(WINTER, 60, "a"), lesson(SUMMER, 120, "b", night=NIGHT + timedelta(days=1))]
    lessons += [lesson(WINTER, 60, "c", night=NIGHT + timedelta(days=2)), lesson(WINTER, 0, "d")]
    wanted = timelines(lessons, {"paper": "AT"})
    for seed in range(6):
        random.Random(seed).shuffle(lessons)
        assert timelines(lessons, {"paper": "AT"}) == wanted


VIENNA = LearnedZone("Europe/Vienna", 6, NIGHT)


def test_a_bare_clock_time_gets_the_learned_zone_of_its_own_day() -> None:
    summer, repeated = Candidate.read(offer("2025-07-20T18:45")), Candidate.read(offer("2025-10-26T02:30"))
    settled = settle(summer, DateConventions(learned=LearnedConventions(VIENNA)))
    assert (settled.value, settled.zone_source, settled.precision) == ("2025-07-20T18:45+02:00", "learned:6", "minute")
    assert settled.raw == summer.raw
    assert (
        settle(repeated, DateConventions(learned=LearnedConventions(VIENNA))) == repeated
    )  # half past two happened twice
    assert settle(summer, DateConventions("Europe/London", learned=LearnedConventions(VIENNA))).zone_source == "source"


def test_what_is_no_longer_believed_is_taken_back() -> None:
    bare = Candidate.read(offer("2025-07-20T18:45"))
    settled = settle(bare, DateConventions(learned=LearnedConventions(VIENNA)))
    offsets = LearnedZone(None, 3, NIGHT, ((SUMMER, 60),))
    assert settle_again(settled, DateConventions()) == bare
    assert settle_again(settled, DateConventions(learned=LearnedConventions(offsets))) == settled
    assert settle_again(bare, DateConventions(learned=LearnedConventions(offsets))) == bare
    assert settle_again(bare, DateConventions(learned=LearnedConventions(VIENNA))) == settled


def test_the_basis_says_learned_and_the_storys_own_statement_comes_first() -> None:
    bare = settle(Candidate.read(offer("2025-07-20T18:45")), DateConventions(learned=LearnedConventions(VIENNA)))
    alone = decide([Evidence(bare, SEEN)], seen=SEEN).date
    assert (alone.published, str(alone.basis)) == (
        "2025-07-20T18:45+02:00",
        "byline-text: text (zone learned from 6 stories)",
    )
    own = Candidate.read(offer("2025-07-20T18:45:30+01:00", origin="meta:date", context="head"))
    both = decide([Evidence(bare, SEEN), Evidence(own, SEEN)], seen=SEEN).date
    assert both.published_at == datetime(2025, 7, 20, 17, 45, 30, tzinfo=UTC)


def order_lesson(order: str, *stories: str) -> dict[str, Any]:
    return lesson(WINTER, 0, *stories) | {
        "teaches": "order",
        "local_day": None,
        "utc_offset_minutes": None,
        "date_order": order,
    }


@pytest.mark.parametrize(
    ("lessons", "order"),
    [
        ([order_lesson("DMY", "a", "b", "c")], "DMY"),
        ([order_lesson("DMY", "a", "b")], None),
        ([order_lesson("MDY", "a", "b", "c"), order_lesson("DMY", "d")], None),
    ],
)
def test_several_stories_settle_the_order_and_none_contradicts(
    lessons: list[dict[str, Any]], order: str | None
) -> None:
    known = learned_by(timelines(lessons, {})["paper"], None).order
    assert (known.order if known else None) == order


def test_an_order_is_learned_from_what_a_reader_sees_and_read_back_when_doubted() -> None:
    day_first, either = (
        offer("2025-04-25", raw="25/04/2025"),
        Candidate.read(offer(None, raw="03/04/2025", precision=None)),
    )
    assert order_observed(evidence(day_first, offer("2025-04-03", raw="03/04/2025"))) == "DMY"
    assert order_observed(evidence(day_first, offer("2025-04-25", raw="04/25/2025"))) is None
    assert order_observed(evidence(day_first | {"origin": "meta:date"})) is None
    taught = DateConventions(learned=LearnedConventions(None, LearnedOrder("DMY", 4, NIGHT)))
    read = settle(either, taught)
    assert (read.value, read.order_by) == ("2025-04-03", "learned:4")
    assert settle_again(read, DateConventions()) == either
    assert settle_again(read, DateConventions(date_order="MDY")).value == "2025-03-04"


def test_zones_that_keep_the_same_time_are_one() -> None:
    assert zones_of("de") == ("Europe/Berlin",)
    assert "America/Chicago" in zones_of("US")
    assert zones_of(None) == ()
