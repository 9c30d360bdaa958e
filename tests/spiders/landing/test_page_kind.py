"""What the crawl takes for a story, a list of stories, or neither."""

import pytest

from spiders.frontier.visits import Visit
from spiders.landing.page_kind import page_kind
from spiders.resources.reading import read_page
from spiders.url_rules.families import BELOW_STORY
from spiders.url_rules.keys import cached_key

STORY = "".join(
    f"<p>Paragraph {n}: {'the council met again to talk about the harbour wall. ' * 3}</p>" for n in range(4)
)
DATED = '<meta property="article:published_time" content="2025-11-03">'


@pytest.mark.parametrize(
    ("path", "head", "kind"),
    [
        ("2025/11/03/flood-in-the-old-town", "", "article"),
        ("tag/floods/", "", "listing"),  # whole stories, their headlines no headings
        ("tag/floods/", DATED, "article"),
        ("page/2/", "", "listing"),
        ("?paged=3", "", "listing"),
        ("", DATED, "listing"),
        ("index-4.html", "", "listing"),
        ("about/", DATED, "other"),
        ("contacto/", "", "other"),
    ],
)
def test_kinds(path: str, head: str, kind: str) -> None:
    url = f"http://a.example/{path}"
    reading = read_page(url, f"<html><head>{head}</head><body>{STORY}</body></html>".encode(), "text/html")
    assert page_kind(Visit(cached_key(url), url, "page", "a.example"), reading) == kind


CLAIM = (
    '<meta property="og:type" content="article"><script type="application/ld+json">{"@type": "NewsArticle"}</script>'
)
PICTURE = "<figure><img src='/up/quay.jpg'></figure><p>The quay.</p>"


@pytest.mark.parametrize(
    ("path", "body", "family", "kind"),
    [
        (
            "flood-in-the-old-town/quay",
            PICTURE,
            BELOW_STORY,
            "other",
        ),  # the page of a picture, by a search plug-in an article
        ("flood-in-the-old-town/2/", STORY, BELOW_STORY, "other"),
        ("flood-in-the-old-town/comment-page-2/", STORY, BELOW_STORY, "other"),
        (
            "what-our-readers-write/flood-in-the-old-town",
            STORY,
            BELOW_STORY,
            "article",
        ),  # of a section with a long name
        ("flood-in-the-old-town", PICTURE, None, "article"),
        ("sport/flood-in-the-old-town", PICTURE, None, "article"),
        ("archives/149", PICTURE, None, "article"),
        ("part/2/", STORY, None, "article"),  # below no story: the second part of something
    ],
)
def test_claims_below_a_story(path: str, body: str, family: str | None, kind: str) -> None:
    url = f"http://a.example/{path}"
    reading = read_page(url, f"<html><head>{CLAIM}</head><body>{body}</body></html>".encode(), "text/html")
    assert page_kind(Visit(cached_key(url), url, "page", "a.example", family=family), reading) == kind
