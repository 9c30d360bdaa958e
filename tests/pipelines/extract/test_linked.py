"""What leads to a page decides its kind where the page by itself leaves it open."""

from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from pipelines.dates.model import Candidate, Origin
from pipelines.extract.linked import Linked, by_channels, linked, with_links
from pipelines.extract.model import Block, Document
from pipelines.lake.delta import Lake
from pipelines.lake.schemas import FETCHES, LINKS
from pipelines.lake.values import KindBasis, PageKind

NIGHT = date(2026, 1, 5)
MAPS = "http://a.example/"


def document(kind: PageKind, basis: KindBasis, *dates: Candidate) -> Document:
    return Document(
        url="http://a.example/x", canonical_url=None, kind=kind, title="Mill", blocks=(Block("paragraph", "It burns."),),
        authors=(), agency=None, section=None, tags=(), image=None, language=None, language_score=None, paywall="open",
        related=(), charset="utf-8", kind_basis=basis, date_candidates=dates,
    )  # fmt: skip


def dated(origin: str, context: str) -> Candidate:
    return Candidate("published", Origin.read(origin), "2026-01-05", "2026-01-05", None, "none", "day", context, 1)


OPEN = document(PageKind.ARTICLE, KindBasis.TEXT)
SHOWN = document(PageKind.ARTICLE, KindBasis.TEXT, dated("text", "byline"))
STATED = document(PageKind.ARTICLE, KindBasis.TEXT, dated("meta:article:published_time", "head"))
OWN = document(PageKind.ARTICLE, KindBasis.OWN_ARTICLE)
LIST = document(PageKind.LISTING, KindBasis.ENTRIES)
LINKS_ALONE = document(PageKind.LISTING, KindBasis.LINKS)


@pytest.mark.parametrize(
    ("page", "by", "kind"),
    [
        (OPEN, Linked.OTHER, "article"),
        (OPEN, Linked.FEED, "article"),
        (LINKS_ALONE, Linked.FEED, "article"),
        (LIST, Linked.FEED, "listing"),
        (OPEN, Linked.START, "listing"),
        (SHOWN, Linked.START, "listing"),
        (STATED, Linked.START, "article"),
        (OWN, Linked.START, "article"),
        (OPEN, Linked.MENU, "other"),
        (SHOWN, Linked.MENU, "article"),
        (OWN, Linked.MENU, "article"),
        (OPEN, Linked.LIST_SITEMAP, "listing"),
        (OPEN, Linked.PAGE_SITEMAP, "other"),
        (STATED, Linked.PAGE_SITEMAP, "article"),
    ],
)
def test_links_decide_what_a_page_leaves_open(page: Document, by: Linked, kind: str) -> None:
    assert with_links(page, by)[0] == kind


def test_an_item_of_a_feed_surely_is_a_story() -> None:
    assert with_links(OPEN, Linked.FEED) == (PageKind.ARTICLE, KindBasis.FEED)


@pytest.mark.parametrize(
    ("ways", "by"),
    [
        ([("feed", f"{MAPS}feed/"), ("seed", None)], Linked.FEED),
        ([("seed", None), ("sitemap", f"{MAPS}sitemap.xml")], Linked.START),
        ([("sitemap", f"{MAPS}wp-sitemap-taxonomies-category-1.xml")], Linked.LIST_SITEMAP),
        ([("sitemap", f"{MAPS}wp-sitemap-users-1.xml")], Linked.LIST_SITEMAP),
        ([("sitemap", f"{MAPS}post_tag-sitemap.xml")], Linked.LIST_SITEMAP),
        ([("sitemap", f"{MAPS}page-sitemap.xml")], Linked.PAGE_SITEMAP),
        ([("sitemap", f"{MAPS}wp-sitemap-posts-page-1.xml")], Linked.PAGE_SITEMAP),
        ([("sitemap", f"{MAPS}wp-sitemap-posts-post-1.xml")], Linked.OTHER),
        ([("sitemap", f"{MAPS}sitemap-page-2.xml")], Linked.OTHER),
        ([("sitemap", f"{MAPS}author-sitemap.xml"), ("sitemap", f"{MAPS}post-sitemap.xml")], Linked.OTHER),
        ([("page", f"{MAPS}x")], Linked.OTHER),
    ],
)
def test_ways_in_which_a_page_was_advertised(ways: list[tuple[str, str | None]], by: Linked) -> None:
    assert by_channels([{"channel": channel, "referrer": referrer} for channel, referrer in ways]) == by


def test_menus_of_nearly_all_pages_outweigh_other_links(tmp_path: Path) -> None:
    def link(number: int, to: str, kind: str) -> dict[str, Any]:
        page = {"from_url": f"http://a.example/{number}", "from_url_key": f"a.example/{number}"}
        there = {"to_url": f"http://a.example/{to}", "to_url_key": f"a.example/{to}"}
        return {"night": NIGHT, "source": "a", "kind": kind, "position": 0, "anchor": None, **page, **there}

    rows = [link(number, "rules", "nav") for number in range(5)] + [link(0, "rules", "section")]
    rows += [link(number, "featured", "nav") for number in range(3)] + [link(0, "featured", "section")]
    rows += [link(4, "more", "pagination"), link(1, "story", "related")]
    lake = Lake(tmp_path)
    lake.replace("links", pa.Table.from_pylist(rows, schema=LINKS), night=NIGHT)
    pages = ("rules", "featured", "more", "story", "unlinked")
    blank = dict.fromkeys(FETCHES.names) | {"night": NIGHT, "source": "a", "channels": []}
    fetches = pa.Table.from_pylist([blank | {"url_key": f"a.example/{page}"} for page in pages], schema=FETCHES)
    found = dict(zip(pages, linked(lake, NIGHT, fetches), strict=True))
    assert found == {"rules": "menu", "featured": "", "more": "menu", "story": "", "unlinked": ""}
