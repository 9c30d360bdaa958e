"""Endless spaces end at a budget; real stories are all let through."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spiders.url_rules.keys import without_session
from spiders.url_rules.traps import (
    CALENDAR_BUDGET,
    FAMILY_BUDGET,
    PARAMETER_BUDGET,
    TrapState,
    is_calendar,
    sitemap_reason,
    took,
    trap_reason,
    was_article,
)


def crawl(urls: list[str], state: TrapState, *, articles: bool = False) -> list[str]:
    """The URLs that get through, in order."""
    passed = []
    for url in urls:
        if trap_reason(url, state) is None:
            took(url, state)
            passed.append(url)
            if articles:
                was_article(url, state)
    return passed


def test_an_endless_calendar_ends() -> None:
    days = [f"http://a.example/calendar/{year}/{month:02}" for year in range(2000, 2300) for month in range(1, 13)]
    assert len(crawl(days, TrapState())) == CALENDAR_BUDGET
    months = [f"http://a.example/events?year={year}&month={month}" for year in range(2000, 2100) for month in range(12)]
    assert len(crawl(months, TrapState())) == CALENDAR_BUDGET


@pytest.mark.parametrize(
    "path",
    [
        "clanky/policejni-akce-v-praze/123456",
        "zpravy/velka-akce/12345",
        "noticias/un-evento-historico-en-vigo/456789/",
        "cronaca/eventi-estremi-in-italia/2045123/",
        "wydarzenia/123456",
        "wydarzenia/2026/11",
        "akce/2026/11/25",
        "news/eventos-2026/1234",
        "news/eventos/2026/1234",
        "eventos/20261",
        "eventi/2045123",
        "takvim/2026",
        "eventi/estremi-in-italia-oggi?day=3",
    ],
)
def test_numbers_of_stories_about_events_are_no_days(path: str) -> None:
    assert not is_calendar(f"http://a.example/{path}")


@pytest.mark.parametrize(
    "path", ["eventos/2026/11", "eventi/2026-11-25/", "tapahtumat/2026/11/25", "de/takvim/?ay=7", "kalendarium/2026.11"]
)
def test_days_and_months_in_folders_of_events_are_a_calendars(path: str) -> None:
    assert is_calendar(f"http://a.example/{path}")


def test_stories_filed_by_date_are_no_calendar() -> None:
    stories = [
        f"http://a.example/2025/{month:02}/{day:02}/{slug}"
        for month in range(1, 13)
        for day in range(1, 29)
        for slug in ("flood-in-leeds", "cup-final-won", "council-votes-on-budget")
    ]
    assert crawl(stories, TrapState(), articles=True) == stories


def test_a_family_of_thousands_of_stories_is_let_through_once_they_prove_to_be_stories() -> None:
    stories = [f"http://a.example/news/story-number-{number}-of-many" for number in range(5000)]
    assert crawl(stories, TrapState(), articles=True) == stories
    learned = TrapState(articles={"/news/{slug}"})
    assert crawl(stories, learned) == stories


def test_a_family_that_never_proves_anything_ends() -> None:
    pages = [f"http://a.example/archive/page-{number}-of-endless" for number in range(5000)]
    assert len(crawl(pages, TrapState())) == FAMILY_BUDGET


def test_parameters_without_end_end() -> None:
    filters = [
        f"http://a.example/list?sort={s}&colour={c}&size={z}" for s in range(10) for c in range(10) for z in range(10)
    ]
    assert len(crawl(filters, TrapState())) == PARAMETER_BUDGET


@pytest.mark.parametrize(
    ("path", "reason"),
    [
        ("a/b/a/b/a/b", "repeated_path"), ("news/news/news/news/x", "repeated_path"), ("x/" * 20, "repeated_path"),
        ("/".join(f"d{n}" for n in range(30)), "too_deep"), ("x" * 3000, "too_long"),
        ("p?" + "&".join(f"a{n}=1" for n in range(20)), "parameters"),
        ("2025/11/11/11-dead-in-fire", None), ("en/news/2025/11/news/story", None), ("sport/sport/results", None),
        ("a/b/a/b", None),
    ],
)  # fmt: skip
def test_shapes(path: str, reason: str | None) -> None:
    assert trap_reason(f"http://a.example/{path}", TrapState()) == reason


@pytest.mark.parametrize(
    ("url", "clean"),
    [
        ("http://a.example/x?sid=0123456789abcdef0123", "http://a.example/x"),
        ("http://a.example/story?sid=4711", "http://a.example/story?sid=4711"),
        ("http://a.example/x;jsessionid=0A1B?b=2", "http://a.example/x?b=2"),
        ("http://a.example/(S(abc123))/x", "http://a.example/x"),
        ("http://a.example/x?side=left", "http://a.example/x?side=left"),
    ],
)
def test_session_ids_make_no_new_page(url: str, clean: str) -> None:
    assert without_session(url) == clean


def test_sitemaps_that_include_themselves_or_nest_without_end() -> None:
    assert sitemap_reason(4, 4) == "nested_too_deep"
    assert sitemap_reason(1, 500) == "sitemaps"
    assert sitemap_reason(2, 2) is None


@given(st.from_regex(r"https?://[a-z.]{1,20}/[ -~]{0,200}", fullmatch=True))
def test_any_url_is_judged_and_cleaning_sessions_is_idempotent(url: str) -> None:
    trap_reason(url, TrapState())
    assert without_session(without_session(url)) == without_session(url)
