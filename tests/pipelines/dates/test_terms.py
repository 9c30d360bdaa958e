"""Days in lists of terms and facts: when a page was posted, and what else stands in such a list."""

from datetime import UTC, datetime

import pytest

from pipelines.dates.judge.decision import date_page
from pipelines.dates.place.candidates import page_candidates
from pipelines.page.page import Page

URL = "https://tern.example/news/night-ferry"
NOW = datetime(2025, 11, 9, tzinfo=UTC)
TITLE = "Harbour board votes to keep the night ferry running"
PROSE = "".join(
    f"<p>The board of Saltmere heard for the {count} time on Tuesday that the night ferry is needed by bakers and nurses.</p>"
    for count in ("first", "second", "third", "fourth")
)
OTHERS = (
    "<div>" + "".join(f"<button>Read aloud, number {number} of many voices</button>" for number in range(40)) + "</div>"
)


def day(facts: str, between: str = OTHERS) -> str | None:
    body = f"<main><h1>{TITLE}</h1>{between}<dl>{facts}</dl>{PROSE}</main>"
    page = Page(URL, f"<html><head><title>{TITLE}</title></head><body>{body}</body></html>".encode(), fetched_at=NOW)
    return date_page(page_candidates(page), url=URL, fetched_at=NOW).day


@pytest.mark.parametrize("term", ["입력", "Published", "Veröffentlicht:", "Publié le"])
def test_the_minute_of_posting_is_the_storys(term: str) -> None:
    assert day(f"<dt>{term}</dt><dd>2025-11-03 01:05:24</dd>") == "2025-11-03"


@pytest.mark.parametrize(
    "facts",
    [
        "<dt>Published</dt><dd>3 November 2011</dd>",  # a book's
        "<dt>수정</dt><dd>2025-11-03 01:05:24</dd>",
        "<dt>Updated</dt><dd>2025-11-03 01:05</dd>",
        "<dt>Doors open</dt><dd>3 November 2025, 19:30</dd>",
        "<dt>Deadline</dt><dd>2025-11-03 23:59</dd>",
        "<dd>2025-11-03 01:05:24</dd>",
    ],
)
def test_other_facts_are_none_of_it(facts: str) -> None:
    assert day(facts) is None


def test_a_box_for_the_day_and_the_comments_is_the_storys_line() -> None:
    def line(name: str) -> str:
        return f'<div class="{name}"><div>3 November 2025 16:51 h</div></div>'

    assert day("", line("date-comments-wrapper")) == "2025-11-03"
    assert day("", line("comments-date")) is None


def test_a_stamp_that_readers_do_not_see_is_of_the_last_change() -> None:
    hidden = '<span class="updated rich-snippet-hidden">2025-11-07T10:10:52+01:00</span>'
    assert day("", f"<div>{hidden}<span>3 November 2025</span></div>") == "2025-11-03"
    assert day("", f"<div>{hidden}</div>") is None
    assert day("", '<div><span class="entry-date updated">3 November 2025</span></div>') == "2025-11-03"
    assert day("", '<div><span class="updated">3 November 2025</span></div>') == "2025-11-03"
