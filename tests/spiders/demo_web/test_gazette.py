"""The Gazette looks as WordPress does: what is true of its stories, and what stands beside them."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import date
from email.utils import parsedate_to_datetime
from typing import Any
from xml.etree import ElementTree as ET

import pytest

from spiders.demo_web.edition import Edition
from spiders.demo_web.newsroom import newsroom
from spiders.demo_web.paper import paper
from spiders.demo_web.server import DEFAULT_PORTS, NIGHTS, DemoWeb
from spiders.demo_web.wordpress import WordPress, post_number

Get = Callable[..., tuple[int, dict[str, str], bytes]]
STORIES = newsroom().stories
GAZETTE = "demo_gazette"
WP = WordPress(Edition(paper(GAZETTE), NIGHTS[0], DEFAULT_PORTS))
EARLY = STORIES["gazette-002"]
"""Published at 02:13:40 in Adelaide, when it was the day before in UTC."""


def page(get: Get, path: str) -> str:
    status, _, body = get(GAZETTE, path)
    assert status == 200, path
    return body.decode()


def graph(text: str) -> dict[str, dict[str, Any]]:
    """The nodes of a page's structured data by type."""
    found = re.search(r'<script type="application/ld\+json"[^>]*>(.*?)</script>', text)
    assert found is not None
    return {node["@type"]: node for node in json.loads(found[1])["@graph"]}


def links_of(get: Get, path: str) -> list[str]:
    """Paths of the URLs that a sitemap lists."""
    return [
        loc.text.partition("/")[2].partition("/")[2].partition("/")[2]
        for loc in ET.fromstring(get(GAZETTE, path)[2]).iter()
        if loc.tag.endswith("}loc") and loc.text
    ]


@pytest.mark.parametrize(
    ("path", "og_type", "page_type", "template"),
    [
        ("/", "website", "CollectionPage", "home blog"),
        ("/page/2/", "website", "CollectionPage", "home blog"),
        ("/category/council/", "article", "CollectionPage", "archive category"),
        ("/tag/roads/", "article", "CollectionPage", "archive tag"),
        ("/author/silas-tremayne/", "profile", "ProfilePage", "archive author"),
        ("/2025/12/", "article", "CollectionPage", "archive date"),
        ("/about/", "article", "WebPage", "page-template-default page"),
        (WP.pictures["gazette-000"][0].path, "article", "WebPage", "attachment"),
        (EARLY.path, "article", "Article", "post-template-default single"),
    ],
)
def test_nearly_every_page_calls_itself_an_article(
    get: Get, path: str, og_type: str, page_type: str, template: str
) -> None:
    text = page(get, path)
    assert f'<meta property="og:type" content="{og_type}" />' in text
    assert page_type in graph(text)
    assert f'<body class="{template}' in text


def test_a_story_shows_its_own_day_and_tells_machines_another(get: Get) -> None:
    text = page(get, EARLY.path)
    assert EARLY.path.startswith("/2025/09/18/")
    assert 'datetime="2025-09-18T02:13:40+09:30">September 18, 2025</time>' in text
    assert graph(text)["Article"]["datePublished"] == "2025-09-17T16:43:40+00:00"
    assert '<meta property="article:published_time" content="2025-09-17T16:43:40+00:00" />' in text


def test_lists_hold_whole_texts_or_first_words(get: Get) -> None:
    newest = newsroom().newest(GAZETTE, NIGHTS[0])[0]
    last = WP.typeset(newest.version.paragraphs[-1])
    assert last in page(get, "/")
    assert last in page(get, f"/category/{newest.section}/")
    month = page(get, f"/{newest.published:%Y/%m}/")
    assert last not in month
    assert "[…]</p>" in month


def test_a_feed_of_comments_dates_comments(get: Get) -> None:
    story = STORIES["gazette-003"]
    said = WP.comments[story.key]
    items = list(ET.fromstring(get(GAZETTE, f"{story.path}feed/")[2]).iter("item"))
    assert len(items) == len(said) == 3
    assert {str(item.findtext("link")).partition("#comment-")[2] for item in items} == {str(c.number) for c in said}
    dates = [parsedate_to_datetime(str(item.findtext("pubDate"))) for item in items]
    assert min(dates) > story.published
    assert dates == sorted((comment.when for comment in said), reverse=True)
    assert f'href="http://127.0.0.1:{_port(get, story.path)}{story.path}feed/" />' in page(get, story.path)


def _port(get: Get, path: str) -> str:
    found = re.search(r'<link rel="canonical" href="http://127\.0\.0\.1:(\d+)/', page(get, path))
    assert found is not None
    return found[1]


def test_a_story_has_other_addresses(web: DemoWeb, get: Get) -> None:
    story = STORIES["gazette-003"]
    canonical = f'<link rel="canonical" href="{web.url(GAZETTE, story.path)}" />'
    reply = page(get, f"{story.path}?replytocom={WP.comments[story.key][0].number}")
    assert canonical in reply
    assert "Leave a Reply to" in reply
    status, headers, _ = get(GAZETTE, f"{story.path}?share=twitter&nb=1")
    assert (status, headers["Location"].startswith(web.url("ads", "/twitter?url="))) == (302, True)
    for target in (f"/?p={post_number(story)}", story.path.rstrip("/")):
        status, headers, _ = get(GAZETTE, target)
        assert (status, headers["Location"]) == (301, web.url(GAZETTE, story.path))
    assert "Search Results for: <span>ferry</span>" in page(get, "/?s=ferry")
    assert get(GAZETTE, "/wp-sitemap.xml")[1]["Location"] == web.url(GAZETTE, "/sitemap_index.xml")


@pytest.mark.parametrize("night", NIGHTS)
def test_sitemaps_list_what_is_there(web: DemoWeb, get: Get, night: date) -> None:
    web.set_night(night)
    parts = links_of(get, "/sitemap_index.xml")
    listed = {part: links_of(get, f"/{part}") for part in parts}
    assert list(listed) == [f"{name}-sitemap.xml" for name in ("post", "page", "category", "post_tag", "author")]
    assert len(listed["post-sitemap.xml"]) == len(newsroom().of(GAZETTE, night))
    assert {get(GAZETTE, f"/{path}")[0] for paths in listed.values() for path in paths} == {200}


def test_pages_were_always_modified_just_now_and_never_the_same(web: DemoWeb, get: Get) -> None:
    status, headers, first = get(GAZETTE, "/about/")
    assert headers["Last-Modified"] == "Mon, 02 Feb 2026 02:00:07 GMT"
    assert "ETag" not in headers
    assert get(GAZETTE, "/about/", {"If-Modified-Since": headers["Last-Modified"]})[0] == status == 200
    web.set_night(NIGHTS[1])
    _, headers, second = get(GAZETTE, "/about/")
    assert headers["Last-Modified"] == "Tue, 03 Feb 2026 02:00:07 GMT"
    assert first != second


def test_on_the_second_night_a_story_and_a_tag_are_gone(web: DemoWeb, get: Get) -> None:
    gone, tag = STORIES["gazette-009"].path, "/tag/lighthouse/"
    assert get(GAZETTE, gone)[0] == get(GAZETTE, tag)[0] == 200
    web.set_night(NIGHTS[1])
    assert get(GAZETTE, gone)[0] == get(GAZETTE, tag)[0] == get(GAZETTE, f"{tag}feed/")[0] == 404
    texts = [page(get, f"/{path}") for path in links_of(get, "/post-sitemap.xml")]
    texts += [page(get, path) for path in ("/", "/page/2/", "/category/community/", "/feed/", "/post-sitemap.xml")]
    assert [text[:80] for text in texts if gone in text or tag in text] == []
