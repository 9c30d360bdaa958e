"""The schedule of revisits: by age, sooner after change, never two visits a night."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spiders.frontier.revisit import History, interval_nights, next_visit

DAY = date(2025, 11, 3)


@pytest.mark.parametrize(
    ("age", "nights"), [(0, 1), (2, 1), (3, 2), (7, 2), (8, 7), (30, 7), (31, 30), (90, 30), (200, 90), (400, 180)]
)
def test_a_page_that_never_changed_is_seen_ever_more_rarely(age: int, nights: int) -> None:
    assert interval_nights(History(born=DAY - timedelta(days=age), last_visit=DAY, visits=5)) == nights


def test_recent_change_brings_the_next_visit_forward() -> None:
    old = History(born=DAY - timedelta(days=60), last_visit=DAY, visits=10, changes=1, changed=DAY)
    assert interval_nights(old) == 1
    assert interval_nights(History(DAY - timedelta(days=60), DAY, 10, 1, DAY - timedelta(days=20))) == 9


def test_listings_every_night_and_the_gone_rarely() -> None:
    assert interval_nights(History(born=DAY - timedelta(days=900), last_visit=DAY, listing=True)) == 1
    assert interval_nights(History(born=DAY, last_visit=DAY, gone=3)) == 180


histories = st.builds(
    lambda age, visits, changes, quiet, gone: History(
        born=DAY - timedelta(days=age),
        last_visit=DAY,
        visits=visits,
        changes=min(changes, visits - 1),
        changed=DAY - timedelta(days=min(quiet, age)) if changes and visits > 1 else None,
        gone=gone,
    ),
    st.integers(0, 3000),
    st.integers(1, 500),
    st.integers(0, 500),
    st.integers(0, 3000),
    st.integers(0, 5),
)


@given(histories)
def test_the_next_visit_is_later_and_within_half_a_year(history: History) -> None:
    assert DAY < next_visit(history) <= DAY + timedelta(days=180)


@given(histories, st.integers(1, 500))
def test_more_age_without_change_never_means_sooner(history: History, more: int) -> None:
    quiet = History(history.born, DAY, history.visits)
    older = History(history.born - timedelta(days=more), DAY, history.visits)
    assert interval_nights(older) >= interval_nights(quiet)
