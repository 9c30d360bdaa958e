"""A name and a date in one box: both are the story's, or neither is."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from pipelines.dates.judge.decision import date_page
from pipelines.dates.place.candidates import page_candidates
from pipelines.extract.read.article import extract
from pipelines.page.page import Page

HEADLINE = "<h1>Bridge closed for good</h1>"
STORY = "".join(
    f"<p>{text}</p>"
    for text in (
        "The council voted on Tuesday to close the old bridge for good, after two engineers found cracks in its piers.",
        "Ferries will cross every ten minutes from Monday, the harbour master said, and tickets will stay at two crowns.",
        "A new bridge is to be built beside the old one within four years; who pays for it is still an open question.",
    )
)
LINE = "By Jane Doe 3 November 2025"
NOBODY = ((), None)
JANE = (("Jane Doe",), "2025-11-03")


def read(body: str) -> tuple[tuple[str, ...], str | None]:
    """The authors and the day of publication of a page with this body."""
    html = f"<html><head><title>Bridge closed for good | Paper</title></head>{body}</html>"
    page = Page("https://paper.example/news/bridge", html.encode(), fetched_at=datetime(2025, 11, 5, tzinfo=UTC))
    found = page_candidates(page, language="en")
    date = date_page(found, url=page.url, fetched_at=page.fetched_at, language="en")
    return extract(page).authors, date.day


@pytest.mark.parametrize(
    ("called", "expected"),
    [
        ("most-read", NOBODY),
        ("mostRead", NOBODY),
        ("teaser", NOBODY),
        ("article-teaser", NOBODY),
        ("list-item", NOBODY),
        ("popular byline", NOBODY),
        ("newsletter", NOBODY),
        ("comment", NOBODY),
        ("related", NOBODY),
        ("recommended", NOBODY),
        ("trending", NOBODY),
        ("next-post", NOBODY),
        ("byline", JANE),
        ("post-meta", JANE),
        ("teaser-meta", JANE),
        ("author-list-item", JANE),
        ("has-sidebar", JANE),
        ("content-with-newsletter", JANE),
        ("footer", JANE),  # right at the headline it can only be the story's
        ("", JANE),
    ],
)
def test_the_box_under_the_headline(called: str, expected: tuple[tuple[str, ...], str | None]) -> None:
    """Its name decides on author and date alike."""
    line = f'<div class="{called}">{LINE}</div>'
    assert read(f"<body>{HEADLINE}{line}{STORY}</body>") == expected
    assert read(f"<body><main><article>{HEADLINE}{line}{STORY}</article></main></body>") == expected


@pytest.mark.parametrize("called", ["sidebar", "related-articles", "widget", "content-with-newsletter", "teaser"])
def test_a_box_that_holds_the_headline_is_the_storys_whatever_it_is_called(called: str) -> None:
    """As wrappers with a sidebar's or a teaser's class are."""
    inside = f'{HEADLINE}<p class="byline">{LINE}</p>{STORY}'
    assert read(f'<body class="has-sidebar"><div class="{called}">{inside}</div></body>') == JANE


@pytest.mark.parametrize("called", ["sidebar", "widget", "footer", "promo"])
def test_an_aside_far_below_the_headline_is_not_the_storys(called: str) -> None:
    """Its author and date are those of something else."""
    line = f'<div class="{called}"><p>{LINE}</p></div>'
    assert read(f"<body><header>Paper</header><main>{HEADLINE}{STORY}{line}</main></body>") == NOBODY


def test_a_small_box_with_a_headline_of_its_own_is_another_storys() -> None:
    """No name says so, but the link does."""
    line = f'<li><a href="/news/mill">Mill burns down to the ground</a> <span>{LINE}</span></li>'
    assert read(f"<body>{HEADLINE}<ul>{line}</ul>{STORY}</body>") == NOBODY


def test_the_footer_of_the_storys_own_article() -> None:
    """WordPress' themes Twenty Sixteen and Twenty Twenty-One show author and day there."""
    footer = (
        '<footer class="entry-footer"><span class="byline">By <a href="/author/jane-doe/">Jane Doe</a></span>'
        '<span class="posted-on"><time class="entry-date published" datetime="2025-11-03T10:00:00+00:00">3 November 2025'
        "</time></span></footer>"
    )
    article = f'<article class="post">{HEADLINE}<div class="entry-content">{STORY * 4}</div>{footer}</article>'
    other = (
        f'<article><h2><a href="/mill">Mill burns down to the ground</a></h2>{footer.replace("2025", "2019")}</article>'
    )
    site = '<footer class="site-footer">Paper, since 3 May 1989</footer>'
    assert read(f"<body><header>The Paper</header><main>{article}{other}</main>{site}</body>") == JANE


def test_the_sidebar_of_a_post_in_mkdocs_material() -> None:
    """Its blog shows author and day in `md-sidebar--post`, before the article."""
    day = '<nav class="md-nav"><time datetime="2025-11-03 00:00:00+00:00">November 3, 2025</time></nav>'
    author = '<div class="md-profile"><span class="md-profile__description"><strong>Jane Doe</strong><br>Reporter</span></div>'
    sidebar = (
        '<div class="md-sidebar md-sidebar--post"><nav class="md-nav md-nav--primary">'
        f'<div class="md-post__authors md-typeset">{author}</div>'
        f'<ul class="md-post__meta md-nav__list"><li class="md-nav__item">{day}</li></ul></nav></div>'
    )
    article = f'<article class="md-content__inner md-typeset">{HEADLINE}{STORY}</article>'
    assert read(f'<body><div class="md-content md-content--post">{sidebar}{article}</div></body>') == JANE
