"""Pages made to hurt: dating stays quick, bounded and calm."""

from datetime import UTC, datetime

import pytest
from lxml import html

from pipelines.dates.judge.decision import date_page
from pipelines.dates.place.candidates import MAX_CANDIDATES, page_candidates
from pipelines.page.page import Page
from tests.endless import ends

FETCHED = datetime(2026, 2, 2, 9, 0, tzinfo=UTC)
PAGES = {
    "ten thousand dates": "<p>3 November 2025</p>" * 10_000,
    "one text of digits": f"<p>{'20251103' * 50_000}</p>",
    "deep nesting": "<div class='date'>" * 900
    + "3 November 2025"
    + "</div>" * 900,  # deeper pages are dropped as `too_deep`
    "endless times": "<time datetime='2025-11-03'>" * 2_000,
    "a script of publication words": f"<script>{'publishedAt:' * 50_000}</script>",
    "broken numbers": "<p class='date'>99/99/9999 31.02.2025 2025-99-99T99:99:99 0000-00-00</p>",
    "a long class": f"<p class='{'date-related ' * 20_000}'>3 November 2025</p>",
    "json that nests": '<script type="application/ld+json">' + '{"a":' * 400 + "1" + "}" * 400 + "</script>",
    "json of another shape": '<script type="application/ld+json">'
    '[{"@type":{"x":1},"datePublished":{"@value":[1]}},"x",7,null]</script>',
    "spaces before a date": f"<p>|{' ' * 60_000}x1 <b>3 May 2025</b></p>",
    "elements before dates, each around the last": "<b>" * 390 + "<i>q</i> " * 60_000 + "</b> 3 May 2025 " * 390,
    "nothing": "",
}


@pytest.mark.parametrize("name", list(PAGES))
def test_a_hostile_page_costs_little(name: str) -> None:
    page = Page(
        "https://paper.example/a",
        f"<html><body><h1>Title of a story</h1>{PAGES[name]}</body></html>".encode(),
        None,
        FETCHED,
    )
    html.fromstring("<a>x</a>")  # lxml walks a page for links only once its process has seen one
    page.tree.tag  # noqa: B018 -- parsing is not what is measured
    with ends():
        found = page_candidates(page)
        judged = date_page(found, url=page.url, fetched_at=FETCHED)
    assert len(found) <= MAX_CANDIDATES
    assert judged.not_after is not None
    assert judged.not_after <= FETCHED
