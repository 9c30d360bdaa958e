"""Lists of one or few stories that structured data describes at their own addresses, and pages whose address nobody knows."""

import json

import pytest

from pipelines.extract.read.article import extract
from pipelines.page.page import Page

SITE = "http://www.paper.example"
STORY = "/news/a-00037~the-mayor-closes-the-old-bridge"
OTHER = "/news/a-00038~a-fisherman-sells-the-last-boat"
PROSE = "The mayor closed the old bridge on Monday, after a long meeting with the people who live beside it. " * 3
MENU = "<nav><a href='/north'>North</a> <a href='/south'>South</a></nav>"


def described(*paths: str) -> str:
    nodes = [
        {"@type": "NewsArticle", "url": f"{SITE}{path}", "datePublished": "2026-11-22T01:54:00+01:00"} for path in paths
    ]
    return (
        f"<script type='application/ld+json'>{json.dumps({'@context': 'https://schema.org', '@graph': nodes})}</script>"
    )


def teaser(path: str, title: str) -> str:
    return f"<article class=card><h2><a href='{path}'>{title}</a></h2><p>{PROSE}</p><span>22 November 2026</span></article>"


def page(url: str, title: str, body: str, head: str = "") -> Page:
    return Page(url, f"<html><head><title>{title}</title>{head}</head><body>{MENU}{body}</body></html>".encode())


CARD = teaser(STORY, "The mayor closes the old bridge")


@pytest.mark.parametrize("path", ["/bridges/stone", "/x/y", "/news?part=2"])
def test_a_list_of_one_story_that_its_data_describes_is_a_list(path: str) -> None:
    found = extract(page(f"{SITE}{path}", "Stone", f"<h1>Stone</h1>{CARD}", described(STORY)))
    assert (found.kind, found.kind_basis) == ("listing", "entry and address")


STORIES = {
    "its data has its own address": (
        described(STORY),
        f"<h1>The mayor closes the old bridge</h1><p>{PROSE}</p><p>{PROSE}</p>",
    ),
    "its data has an address that nothing here leads to": (
        described("/amp/x-1"),
        f"<h1>The mayor closes the old bridge</h1><p>{PROSE}</p><p>{PROSE}</p>",
    ),
    "a teaser of a story that its data describes stands below a text": (
        described(OTHER),
        f"<h1>The mayor closes the old bridge</h1><p>{PROSE}</p><p>{PROSE}</p><p>{PROSE}</p>"
        f"<h2><a href='{OTHER}'>A fisherman sells the last boat</a></h2><p>A short summary of it stands here.</p>",
    ),
    "no data": ("", f"<h1>The mayor closes the old bridge</h1><p>{PROSE}</p><p>{PROSE}</p>"),
}


@pytest.mark.parametrize(("head", "body"), STORIES.values(), ids=STORIES)
def test_a_story_is_none(head: str, body: str) -> None:
    assert extract(page(f"{SITE}{STORY}", "The mayor closes the old bridge", body, head)).kind == "article"


def test_what_data_says_of_other_stories_makes_a_page_no_sure_story() -> None:
    found = extract(page(f"{SITE}/stone", "Stone", f"<h1>Stone</h1><p>{PROSE}</p><p>{PROSE}</p>", described(STORY)))
    assert (found.kind, found.kind_basis) == ("article", "declared")


@pytest.mark.parametrize("url", ["", f"{SITE}/north"])
def test_a_list_is_one_without_its_address_too(url: str) -> None:
    titles = ("The mayor closes the old bridge", "A fisherman sells the last boat", "A farmer finds a Roman coin")
    cards = "".join(f"<div><a href='/news/{n}.ece'><h3>{t}</h3></a><p>{PROSE}</p></div>" for n, t in enumerate(titles))
    found = extract(page(url, "The Paper", f"<h1>The Paper</h1>{cards}"))
    assert (found.kind, found.kind_basis) == ("listing", "entries")


@pytest.mark.parametrize("url", ["", f"{SITE}{STORY}"])
def test_a_story_with_teasers_below_is_one_without_its_address_too(url: str) -> None:
    below = f"<aside><h3>More</h3>{CARD}{teaser(OTHER, 'A fisherman sells the last boat')}</aside>"
    body = f"<main><h1>The mayor closes the old bridge</h1><p>{PROSE}</p><p>{PROSE}</p><p>{PROSE}</p></main>{below}"
    assert extract(page(url, "The mayor closes the old bridge", body)).kind == "article"


LINKED = f"<h1><a href='{STORY}'>The mayor closes the old bridge</a></h1><p>{PROSE}</p><p>{PROSE}</p>"
BOX = f"<div><h2><a href='{OTHER}'>A fisherman sells the last boat</a></h2><div>{{}}</div></div>"
LONG = f"<p>{PROSE}</p><p>{PROSE}</p>"


@pytest.mark.parametrize("path", ["/node/17", f"/index.php{STORY}", f"{STORY}.html", f"/de{STORY}", f"{STORY}?cat=3"])
def test_a_story_at_another_of_its_addresses_is_no_list_of_itself(path: str) -> None:
    for body in (LINKED, f"<h1>The Paper</h1>{CARD}<p>{PROSE}</p>"):
        found = extract(page(f"{SITE}{path}", "The mayor closes the old bridge - The Paper", body, described(STORY)))
        assert found.kind_basis != "entry and address"


def test_a_page_without_a_headline_is_no_list_of_the_story_in_the_box_around_its_text() -> None:
    found = extract(page(f"{SITE}{STORY}", "The mayor closes the old bridge", BOX.format(LONG), described(OTHER)))
    assert found.kind == "article"


@pytest.mark.parametrize("address", ["/", "/?p=12", ""])
def test_the_front_page_or_a_short_link_is_no_other_storys_address(address: str) -> None:
    found = extract(
        page(
            f"{SITE}{STORY}",
            "The mayor closes the old bridge",
            f"<h1>The mayor closes the old bridge</h1>{LONG}",
            described(address),
        )
    )
    assert (found.kind, found.kind_basis) == ("article", "own article")


def test_nor_is_the_address_of_an_article_with_the_pages_title() -> None:
    node = {
        "@type": "NewsArticle",
        "headline": "The mayor closes the old bridge",
        "url": f"{SITE}/amp/17",
        "datePublished": "2026-11-22",
    }
    head = f"<script type='application/ld+json'>{json.dumps(node)}</script>"
    found = extract(
        page(
            f"{SITE}{STORY}", "The mayor closes the old bridge", f"<h1>The mayor closes the old bridge</h1>{LONG}", head
        )
    )
    assert (found.kind, found.kind_basis) == ("article", "own article")
