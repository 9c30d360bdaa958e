"""What the crawl takes for a story, a list of stories, or neither."""

import pytest

from spiders.frontier.visits import Visit
from spiders.landing.page_kind import page_kind
from spiders.resources.reading import read_page
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
