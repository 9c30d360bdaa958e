"""A short story among a portal's hundred links is an article; a section with a description and dated entries is a list."""

import pytest

from pipelines.extract.read.article import extract
from pipelines.lake.values import PageKind
from pipelines.page.page import Page

LINKS = "".join(
    f'<li><a href="/c/{n}.html">Another headline of the portal, its number {n} of today</a></li>' for n in range(60)
)
STORY = "<p>The council closed the old bridge on Friday, and the ferry takes over from Monday.</p>" * 4
SHORT_STORY = "<p>据新京报9月26日消息，市议会周五关闭了旧桥，渡轮将从周一起接替，直到明年春天新桥开放为止。</p>" * 4
BLURBS = "".join(
    f'<div><a href="/s/{n}.html">The headline of the section’s story number {n}</a>'
    f"<p>What it says of the harbour and the bridge, in a sentence or two, number {n}. 2026-11-0{n}</p></div>"
    for n in range(1, 9)
)

DAYS_BESIDE = "".join(
    f'<li><a href="/p/{n}.html">The harbour, story number {n}</a> <time>0{n} Dec 2026</time> Culture'
    f"<p>What it says of the harbour and the bridge, in a sentence or two, and what the council thinks, number {n}.</p></li>"
    for n in range(1, 9)
)


def kind_of(body: str, head: str = "", path: str = "/c/7pldiU65MNU") -> PageKind:
    html = f"<html><head><title>Bridge closed - The Portal</title>{head}</head><body>{body}</body></html>"
    return extract(Page(f"https://portal.example{path}", html.encode())).kind


@pytest.mark.parametrize(
    ("line", "story", "head"),
    [
        ("<div class='info'>2026年11月25日 10:56 来源：新京报</div>", SHORT_STORY, ""),
        ("<div class='info'>25.11.2026 | Redaktion</div>", STORY, ""),
        (
            "<div class='info'>Source: The Herald</div>",
            STORY,
            "<meta property='article:published_time' content='2026-11-25'>",
        ),
    ],
)
@pytest.mark.parametrize("between", ["", "<ul><li>Share</li><li>Print</li><li>A</li><li>A+</li></ul>"])
def test_a_dated_text_under_the_headline_is_a_story(line: str, story: str, head: str, between: str) -> None:
    menu = f"<ul>{LINKS}</ul>"
    assert kind_of(f"{menu}<h1>Bridge closed</h1>{line}{between}<div>{story}</div>{menu}", head) == PageKind.ARTICLE


def test_a_section_that_is_dated_as_a_page_stays_a_list() -> None:
    data = '<script type="application/ld+json">{"@type":"WebPage","datePublished":"2015-01-01T10:00:00Z"}</script>'
    meta = "<meta property='article:published_time' content='2015-01-01'>"
    text = f"<h1>Bridges</h1><div>{STORY}</div><ul>{LINKS}</ul>"
    assert kind_of(text, data, "/bridges") == PageKind.LISTING
    assert kind_of(text, meta, "/category/bridges") == PageKind.LISTING


@pytest.mark.parametrize(
    "body",
    [
        f"<h1>Bridge closed</h1><div>{STORY}</div><ul>{LINKS}</ul>",  # nothing says when: a description over a list
        f"<h1>Bridges</h1><p>Updated 25.11.2026</p><div>{BLURBS}</div><ul>{LINKS}</ul>",
        f"<h1>All about the vote of 2024</h1><p>Updated 2024</p><div>{STORY}</div><ul>{LINKS}</ul>",
        f"<h1>Bridges</h1><p>All of our stories on bridges since 2019.</p><ul>{LINKS}</ul>",
        f"<h1>All posts</h1><ul>{DAYS_BESIDE}</ul>",
    ],
)
def test_a_list_stays_a_list(body: str) -> None:
    assert kind_of(body, path="/topic-bridges") == PageKind.LISTING
