"""Whose the dates in structured data and scripts are, through the judgement of a whole page."""

import json
from typing import Any

import pytest

from tests.pipelines.dates.story_page import LD, article, date, page

OWN = "2025-11-03T18:45:00+01:00"
ELSE = "2025-10-01T10:00:00+00:00"
TITLE = "The harbour opens again"
HERE = "https://paper.example/news/the-harbour-opens-again"
OTHER = "https://paper.example/news/fares"


def node(kind: str = "NewsArticle", when: str = ELSE, **more: Any) -> dict[str, Any]:
    return {"@type": kind, "datePublished": when} | more


def published(*nodes: Any, meta: str = "") -> str | None:
    return date(page(article(), head="".join(LD.format(json.dumps(n)) for n in nodes) + meta)).published


@pytest.mark.parametrize(
    "nodes",
    [
        [node(headline="Fares rise in the north"), node(headline=TITLE, when=OWN)],
        [node(headline="Fares rise in the north", url=OTHER), node(headline=TITLE, when=OWN)],
        [node("WebPage", url=HERE), node(when=OWN, **{"@id": "https://paper.example/#article-77"})],
        [node("WebPage", url=HERE), node(when=OWN, headline=TITLE, mainEntityOfPage="https://paper.example/")],
        [node("WebSite"), node("Recipe", when=OWN, name=TITLE)],
        [node("WebPage", when=OWN, name=TITLE, url="https://paper.example/")],
        [node("WebPage", name="Paper", url="https://paper.example/"), node(when=OWN)],
        [node("WebPage", url="https://paper.example/"), node(when=OWN)],
        [node("WebPage", when=OWN, url="https://paper.example/")],
        [node("WebPage", when=OWN, name="Paper", url="https://paper.example/?p=77")],
        [node("WebPage", when=OWN, name="Paper", url="/#!/the-harbour-opens-again")],
    ],
)
def test_the_node_that_says_the_title_or_has_no_other_address_is_the_pages(nodes: list[dict[str, Any]]) -> None:
    assert published(*nodes) == published([*nodes]) == OWN


@pytest.mark.parametrize(
    "nodes",
    [
        [node(headline="Fares rise in the north", url=OTHER)],
        [node(headline=f"Story number {n}", url=f"https://paper.example/{n}") for n in (1, 2, 3)],
        [{"@type": "ItemList", "itemListElement": [node()]}],
        *(
            [node(kind, name="Another thing")]
            for kind in ("Comment", "Book", "VideoGame", "NewsMediaOrganization", "WebSite")
        ),
        *(
            [node(kind, name="Another thing")]
            for kind in ("PodcastEpisode", "Photograph", "Legislation", "ScholarlyArticle")
        ),
        [{"@type": "VideoObject", "name": "Old ferries", "uploadDate": ELSE}],
        [node("SocialMediaPosting", url="https://twitter.com/x/1")],
        [node("WebPage", name="Paper", url="https://paper.example/")],
    ],
)
def test_a_node_of_another_page_or_thing_dates_nothing(nodes: list[dict[str, Any]]) -> None:
    assert published(*nodes) is None
    assert published(*nodes, meta=f'<meta property="article:published_time" content="{OWN}">') == OWN


@pytest.mark.parametrize(
    "script",
    [
        'S={"recommended":[{"url":"/fares","publishedAt":"2025-10-01T10:00:00Z"}]}',
        'S={"articles":[{"publishedAt":"2025-10-01T10:00:00Z"}]}',
        'S={"next":{"publishedAt":"2025-10-01T10:00:00Z"}}',
        'x={"unpublishDate":"2025-11-10"}',
        'x={"republishedAt":"2025-11-10T00:00:01Z"}',
        'x={"lastPublished":"2025-11-10T10:00:01Z"}',
        'ad={pub:"1523456789",slot:3}',
        'club="1554789012"',
        'app={"version":"3.1","publishDate":"2021-05-04"}',
    ],
)
def test_a_script_speaks_of_other_things_too(script: str) -> None:
    assert date(page(article(), head=f"<script>var {script};</script>")).published is None


@pytest.mark.parametrize(
    "script",
    [
        'S={"article":{"publishedAt":"2025-11-03T17:45:00Z"}}',
        'dataLayer=[{"firstPublishedDate":"2025-11-03T17:45:00Z"}]',
        's={"article_publish_time":1762191900}',
    ],
)
def test_a_script_that_speaks_of_the_story_dates_it(script: str) -> None:
    assert date(page(article(), head=f"<script>var {script};</script>")).published == "2025-11-03T17:45:00+00:00"


ITEM = '<div itemscope itemtype="http://schema.org/{}">{}</div>'


@pytest.mark.parametrize(
    ("body", "after"),
    [
        (
            "",
            '<aside class="related">'
            + ITEM.format("NewsArticle", '<meta itemprop="datePublished" content="2025-10-01">')
            + "</aside>",
        ),
        ("", ITEM.format("UserComments", '<meta itemprop="datePublished" content="2025-11-09">')),
        (ITEM.format("VideoObject", '<meta itemprop="datePublished" content="2019-05-03">'), ""),
        (ITEM.format("Book", '<meta itemprop="datePublished" content="2012-05-02">'), ""),
        (ITEM.format("JobPosting", '<meta itemprop="datePosted" content="2025-05-02">'), ""),
        (ITEM.format("Organization", '<span itemprop="foundingDate" content="1995-05-02">1995</span>'), ""),
        (ITEM.format("Person", '<meta itemprop="deathDate" content="2012-05-02">'), ""),
    ],
)
def test_a_property_is_of_the_item_around_it(body: str, after: str) -> None:
    assert date(page(article(body, after))).published is None


@pytest.mark.parametrize(
    "line",
    [
        f'<span property="dc:date dc:created" content="{OWN}">Mon, 11/03/2025 - 18:45</span>',
        f'<span property="schema:datePublished" content="{OWN}"></span>',
    ],
)
def test_rdfa_on_any_element(line: str) -> None:
    assert date(page(article(line))).published == OWN


@pytest.mark.parametrize(
    "name", ["bt:modDate", "moddate", "mod_date", "book:release_date", "music:release_date", "deathDate"]
)
def test_meta_elements_that_date_another_thing(name: str) -> None:
    assert date(page(article(), head=f'<meta name="{name}" content="2025-11-03T18:45:00Z">')).published is None


def test_weibos_meta_element() -> None:
    head = '<meta name="weibo: article:create_at" content="2025-11-03 18:45:00">'
    assert date(page(article(), head=head)).published == "2025-11-03T18:45:00"
