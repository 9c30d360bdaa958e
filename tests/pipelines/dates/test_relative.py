"""What short texts tell from the moment of the fetch: times ago, yesterday, and days without a year."""

from datetime import UTC, datetime

import pytest

from pipelines.dates.place.candidates import page_candidates
from pipelines.dates.read.reading import Dialect
from pipelines.dates.read.relative import read_month, read_relative, read_yearless
from pipelines.page.page import Page

MORNING = datetime(2022, 11, 20, 10, 0, tzinfo=UTC)  # a Sunday
AGO = [
    ("en", "gb", "3 hours ago", "2022-11-20"),
    ("ru", "ua", "3 hours ago", "2022-11-20"),
]
NOT_AGO = [
    ("de", "Hier geht es zu Teil 2 der Serie"),
    ("de", "hier, 18:45"),
    ("en", "Now 25 comments"),
    ("en", "Now playing: episode 12"),
    ("it", "Ora 12 commenti"),
    ("sv", "Nu 12 kommentarer"),
    ("nl", "ma 7"),
    ("en", "Updated 2 hours ago"),
    ("en", "Last comment 2 hours ago"),
    ("pt", "Atualizado há 2 horas"),
]
COUNTED = [  # the day at home when it was fetched, late in UTC's evening
    ("ja", "jp", "30分前", "2022-11-03T23:30", "2022-11-04"),
    ("de", "de", "gestern, 18:45 Uhr", "2022-11-03T23:30", "2022-11-03T18:45"),
    ("en", "us", "yesterday, 18:45", "2022-11-04T02:00", "2022-11-02T18:45"),
    ("en", None, "yesterday, 18:45", "2022-11-04T02:00", None),
    ("de", "de", "vor 3 Stunden", "2022-11-04T02:30", None),
]
YEARLESS = [
    ("en", "Nov 3, 18:45", "2022-11-03T18:45"),
    ("en", "Thursday 3 November", "2022-11-03"),
    ("en", "Posted on Dec 3", "2021-12-03"),
    ("en", "Ann Lee | Nov 3", "2022-11-03"),
    ("nl", "ma 7 nov, 18:45", "2022-11-07T18:45"),
    ("ja", "11月3日（木）18時45分", "2022-11-03T18:45"),
]
NOT_YEARLESS = [
    ("en", "Friday 3 November"),
    ("en", "3 Nov 22"),
    ("en", "03 Nov 22 18:45"),
    ("th", "3 พ.ย. 65"),
    ("ja", "平成30年11月3日"),
    ("ja", "22年11月3日"),
    ("en", "By Theresa May 25 comments"),
    ("en", "Most read 5"),
    ("en", "LONDON, Nov 3 (Reuters)"),
    ("en", "Updated Nov 5, 10:00"),
    ("fr", "Haut de page 2"),
]


@pytest.mark.parametrize(("language", "country", "text", "value"), AGO)
def test_times_ago(language: str, country: str | None, text: str, value: str) -> None:
    reading = read_relative(text, Dialect(language, None, country), MORNING)
    assert reading is not None
    assert reading.value == value


@pytest.mark.parametrize(("language", "text"), NOT_AGO)
def test_a_phrase_counts_in_its_language_and_alone(language: str, text: str) -> None:
    assert read_relative(text, Dialect(language), MORNING) is None


@pytest.mark.parametrize(("language", "country", "text", "fetched", "value"), COUNTED)
def test_days_are_counted_where_the_page_is_at_home(
    language: str, country: str | None, text: str, fetched: str, value: str | None
) -> None:
    now = datetime.fromisoformat(fetched).replace(tzinfo=UTC)
    reading = read_relative(text, Dialect(language, None, country), now)
    assert (reading and reading.value) == value


@pytest.mark.parametrize(("language", "text", "value"), YEARLESS)
def test_a_day_without_a_year_is_the_last_one(language: str, text: str, value: str) -> None:
    reading = read_yearless(text, Dialect(language), MORNING)
    assert reading is not None
    assert reading.value == value


@pytest.mark.parametrize(("language", "text"), NOT_YEARLESS)
def test_what_is_more_than_a_day_without_a_year_is_none(language: str, text: str) -> None:
    assert read_yearless(text, Dialect(language), MORNING) is None


def test_the_address_may_say_that_it_was_another_year() -> None:
    assert read_yearless("Nov 3", Dialect("en", year=2021), MORNING) is None


PROSE = (
    "<p>The county council voted on Tuesday evening to close the ferry, ending a service that ran for a century.</p>"
    * 4
)


def shown(told: str, language: str = "en", host: str = "paper.example") -> list[tuple[str, str | None, str | None]]:
    """(role, value, precision) of what a story with this text under its headline offers, fetched on MORNING."""
    markup = (
        f"<html lang={language}><title>The harbour opens again</title><body><nav><a>Yesterday</a> <a>Today</a></nav><article>"
        f"<h1>The harbour opens again</h1><p>By Jane Doe <span class=date>{told}</span></p>{PROSE}</article>"
    )
    page = Page(f"https://{host}/news/harbour", markup.encode(), "text/html", MORNING)
    return [(c.role, c.value, c.precision) for c in page_candidates(page)]


@pytest.mark.parametrize(
    ("language", "told", "day"),
    [
        ("en", "three minutes ago", "2022-11-20"), ("en", "An hour ago", "2022-11-20"),
        ("en", "Published two days ago", "2022-11-18"),
        ("en", "Yesterday", "2022-11-19"), ("de", "Gestern", "2022-11-19"), ("fr", "il y a deux jours", "2022-11-18"),
        ("ja", "昨日", "2022-11-19"),
    ],
)  # fmt: skip
def test_times_ago_are_read_in_words_too(language: str, told: str, day: str) -> None:
    assert shown(told, language) == [("published", day, "day")]


@pytest.mark.parametrize("told", ["Today", "Just now", "Updated two hours ago", "Two hours ago, she left", "Jane Doe"])
def test_other_words_tell_no_day(told: str) -> None:
    assert shown(told) == []


def test_words_are_not_read_beside_a_date() -> None:
    assert [value for _, value, _ in shown("3 November 2022</span> <span>Yesterday")] == ["2022-11-03"]


@pytest.mark.parametrize(
    ("language", "text", "month"),
    [
        ("en", "November 2022", "2022-11"), ("en", "Nov. 2022", "2022-11"), ("es", "noviembre de 2022", "2022-11"),
        ("ru", "Ноябрь 2022 г.", "2022-11"), ("zh", "2022年11月", "2022-11"), ("en", "Posted in May 2021", "2021-05"),
        ("en", "Updated November 2022", None), ("en", "The November 2022 vote", None), ("en", "November 2022 issue", None),
        ("en", "3 November 2022", None), ("en", "Published 3 November 2022", None), ("en", "Marching 2022", None),
        ("zh", "2022年13月", None),
    ],
)  # fmt: skip
def test_a_month_with_its_year_and_nothing_more_is_a_month(language: str, text: str, month: str | None) -> None:
    reading = read_month(text, Dialect(language))
    assert (reading and (reading.value, reading.precision)) == (month and (month, "month"))


@pytest.mark.parametrize(
    "told", ["3 May 2012 – 5 May 2022", "3 May 2012 to 5 May 2012", "Festival: 3 May 2022 - 5 May 2022"]
)
def test_the_days_of_what_lasts_are_not_the_storys(told: str) -> None:
    assert {role for role, _, _ in shown(told)} == {"other"}


def test_a_month_under_the_headline_dates_the_story() -> None:
    assert shown("November 2022") == [("published", "2022-11", "month")]
