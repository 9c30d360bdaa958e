"""What words, class names and headings say a date is a date of, through the judgement of a whole page."""

from datetime import UTC, datetime

import pytest

from tests.pipelines.dates.story_page import STORY, date, page

FETCHED = datetime(2022, 11, 20, 9, 0, tzinfo=UTC)


def story(line: str, headline: str = "The harbour opens again", after: str = "") -> str:
    return f"<main><article><h1>{headline}</h1>{line}{STORY}</article></main>{after}"


def published(body: str, lang: str = "en") -> str | None:
    return date(page(body, fetched=FETCHED, lang=lang)).published


@pytest.mark.parametrize(
    "line",
    [
        "<time>Updated 5 November 2022</time>",
        '<time itemprop="dateModified" datetime="2022-11-05">5 November 2022</time>',
        '<time class="date-modified" datetime="2022-11-05">5 November 2022</time>',
    ],
)
def test_an_element_that_calls_itself_an_update_is_one(line: str) -> None:
    assert published(story(line)) is None


@pytest.mark.parametrize(
    "line",
    [
        '<div class="date-updated">5 November 2022</div><div class="date-published">3 November 2022</div>',
        '<p><time class="updated" datetime="2022-11-05">5 November</time>'
        ' <time class="published" datetime="2022-11-03">3 November</time></p>',
        '<p><time class="updated" datetime="2022-11-03">3 November 2022</time></p>',  # themes give every date the class
        '<p class="date">3 November 2022 Updated: 5 November 2022</p>',
    ],
)
def test_the_first_posting_is_told_from_the_update(line: str) -> None:
    assert published(story(line)) == "2022-11-03"


def test_a_label_behind_a_date_is_the_next_dates_if_one_follows() -> None:
    line = '<p class="date">3 ноября 2022 обновлено: 4 ноября 2022</p>'
    assert published(story(line), "ru") == "2022-11-03"


@pytest.mark.parametrize(
    "headline",
    [
        "Ukraine war: live updates",
        "City win the first game of the season",
        "Court rules on copyright",
        "How the great pianist died",
        "大谷、本塁打記録を更新",
    ],
)
def test_a_headline_labels_no_date(headline: str) -> None:
    assert published(story('<p class="date">3 November 2022</p>', headline)) == "2022-11-03"


@pytest.mark.parametrize(
    "note",
    [
        "This article was originally published by Another Paper on 2 May 2022 and is here with their leave.",
        "This article was first published on 2 May 2022 in the journal of the harbour.",
    ],
)
def test_a_first_posting_elsewhere_is_not_this_pages(note: str) -> None:
    assert published(story('<p class="byline">5 November 2022</p>', after=f"<p>{note}</p>")) == "2022-11-05"
