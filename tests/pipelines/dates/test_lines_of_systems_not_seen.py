# ruff: noqa: E501 -- markup is read best in one line
"""Days without a year before a clock, lines about a page's first publication, editors before a day, times that a script fills in."""

import time
from datetime import UTC, datetime

import pytest

from pipelines.dates.page.embedded import embedded_dates
from pipelines.dates.text.reading import Dialect, read_text
from tests.pipelines.dates.story_page import STORY, article, date, page

DAY = "2019-03-05"


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("14.11. 05:55", []),
        ("14.11. 22:55", []),
        ("14. 11. 20:25", []),
        ("14.11. 22h55", []),
        ("14.11.22 05:55", ["2022-11-14T05:55"]),
        ("14.11.22, 05:55", ["2022-11-14T05:55"]),
        ("14.11.22", ["2022-11-14"]),
        ("14.11. 2022 22:55", ["2022-11-14T22:55"]),
        ("14.11.22h00", ["2022-11-14"]),
        ("14.11.22:00", ["2022-11-14"]),
        ("14/11/22:14:20", ["2022-11-14"]),
        ("14-11-22:10:15", ["2022-11-14"]),
        ("14/11/22 22:55", ["2022-11-14T22:55"]),
    ],
)
def test_a_clock_behind_day_and_month_is_no_year(text: str, read: list[str]) -> None:
    assert [reading.value for reading in read_text(text, Dialect("de"))] == read


def test_a_time_that_shows_no_year_dates_its_story() -> None:
    shown = "<div class='article-date'><time datetime='2025-11-14T05:55:00+02:00'>14.11. 05:55</time></div>"
    assert date(page(article(shown), lang="fi")).published == "2025-11-14T05:55:00+02:00"


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("This story was originally published March 5, 2019 at 6:00 AM.", DAY),
        ("This story was originally published in The Tern on March 5, 2019 at 6:00 AM.", None),
        ("This study was originally published March 5, 2019 at 6:00 AM.", None),
        ("This story was originally published on March 5, 2019.", None),
        ("This story was first published in 2019.", None),
    ],
)
def test_a_page_tells_its_first_publication_with_a_clock(line: str, day: str | None) -> None:
    assert date(page(article("", f"{STORY * 3}<div class='tail'><p>{line}</p></div>"))).day == day


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("By Ann Lee, edited by Max Roe <time datetime='2019-03-05'>5 March 2019</time>", DAY),
        ("By Ann Lee, edited by Max Roe on <time datetime='2019-03-05'>5 March 2019</time>", None),
        ("Edited by Max Roe, <time datetime='2019-03-05'>5 March 2019</time>", None),
        ("Edited by Max Roe, 5 March 2019", None),
        ("Published 5 March 2019, edited by Max Roe 7 March 2019", DAY),
        ("Published 5 March 2019 by Ann Lee, edited by Max Roe 7 March 2019", DAY),
        ("Last edited by Max Roe <time datetime='2019-03-05'>5 March 2019</time>", None),
        ("Edited: <time datetime='2019-03-05'>5 March 2019</time>", None),
    ],
)
def test_who_edited_a_story_says_nothing_of_its_day(line: str, day: str | None) -> None:
    assert date(page(article(f"<p class='byline'>{line}</p>"))).day == day


@pytest.mark.parametrize(
    ("script", "instant"),
    [
        ("var ct = '1551780000';", "2019-03-05T10:00:00+00:00"),
        ("ori_create_time: JsDecode('1551780000'),", "2019-03-05T10:00:00+00:00"),
        ("var act = '1551780000'; var count = '1551780000';", None),
        ("var ct = '15517';", None),
    ],
)
def test_a_script_fills_in_the_time_of_publication(script: str, instant: str | None) -> None:
    filled = f"<em id='publish_time' class='rich_media_meta'></em><script>{script}</script>"
    assert date(page(article(filled), lang="zh")).published == instant


@pytest.mark.parametrize(
    "markup", ["<a " + " id='publish_time'" * 20_000, "<em id='publish_time'>" + " " * 100_000, "<em " * 40_000]
)
def test_tags_without_end_are_read_in_time(markup: str) -> None:
    start = time.process_time()
    assert list(embedded_dates(markup, Dialect())) == []
    assert time.process_time() - start < 1


def test_a_script_that_fills_nothing_in_dates_nothing() -> None:
    assert date(page(article("<script>var ct = '1551780000';</script>"))).day is None
    shown = "<em id='publish_time'>2019-03-07</em><script>var ct = '1551780000';</script>"
    assert date(page(article(shown), lang="zh")).day != DAY


def test_a_number_behind_another_at_the_end_of_an_address_is_an_id() -> None:
    fetched = datetime(2026, 2, 2, tzinfo=UTC)
    assert date(page(article(), url="https://paper.example/a/74-20190305", fetched=fetched)).day is None
    assert date(page(article(), url="https://paper.example/a/20190305/74", fetched=fetched)).day == DAY


def test_a_heading_of_two_who_sign_is_no_other_storys_headline() -> None:
    byline = (
        "<h5>By <a href='/by/ann-lee'>Ann Lee</a> and <a href='/by/maximilian-roe-esq'>Maximilian Roe-Lindner</a></h5>"
    )
    signed = f"<section class='byline'><div>{byline}<time datetime='2019-03-05'>5 March 2019</time></div></section>"
    assert date(page(article(signed))).day == DAY
    other = "<div><h5><a href='/mill-burns'>Mill burns down in the night</a></h5><time datetime='2019-03-05'>5 March 2019</time></div>"
    assert date(page(f"<main><h1>The harbour opens again</h1>{STORY}{other}</main>")).day is None
