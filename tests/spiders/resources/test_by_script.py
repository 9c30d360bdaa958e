"""Lists that only scripts show, and what a page says of where its list or its story goes on."""

import json

import pytest

from pipelines.health.answers import BY_FORM
from spiders.resources.reading import read_page

URL = "https://tern.example/"
TITLES = {f"/2026/05/{n}-mill": f"The old mill of Ardlow burns for night number {n}" for n in range(1, 9)}
STATE = {"props": {"pageProps": {"stories": [{"headline": title, "url": path} for path, title in TITLES.items()]}}}
ITEMS = {
    "@type": "ItemList",
    "itemListElement": [{"@type": "ListItem", "position": n, "url": path} for n, path in enumerate(TITLES, 1)],
}
PROSE = "".join(
    f"<p>{n} The council of Ardlow heard what the roof of the mill will cost, and who is to pay for it.</p>"
    for n in range(4)
)


def edges(body: str, kind: str = "section", url: str = URL) -> list[tuple[str, str | None]]:
    html = f"<!doctype html><html><head><title>The Tern</title></head><body>{body}</body></html>"
    return [
        (each.url.removeprefix(URL[:-1]), each.anchor)
        for each in read_page(url, html.encode(), "text/html").edges
        if each.kind == kind and each.rel != BY_FORM
    ]


def test_a_form_that_is_sent_is_known_and_not_followed() -> None:
    form = FORM.format("<input type=hidden name=page value=2>").replace("<form", "<form method=post")
    body = f"<html><body>{cards('<li><a href={path}>{title}</a></li>')}{form}</body></html>"
    found = [each for each in read_page(URL, body.encode(), "text/html").edges if each.kind == "pagination"]
    assert [(each.url, each.rel) for each in found] == [(f"{URL}stories?page=2", BY_FORM)]


def cards(card: str) -> str:
    return "".join(card.format(path=path, title=title) for path, title in TITLES.items())


LISTS = {
    "next": f"<div id=__next></div><script id=__NEXT_DATA__ type=application/json>{json.dumps(STATE)}</script>",
    "assigned": f"<div id=app></div><script>window.__INITIAL_STATE__ = {json.dumps(STATE)};</script>",
    "data-href": cards("<div class=card data-href='{path}'><img src=a.jpg><h3>{title}</h3><p>Ardlow</p></div>"),
    "location.href": cards("<div role=link onclick=\"location.href='{path}'\"><h3>{title}</h3></div>"),
    "window.open": cards("<li onclick=\"window.open('{path}', '_self')\">{title}</li>"),
}


@pytest.mark.parametrize("name", LISTS)
def test_a_list_that_only_scripts_show(name: str) -> None:
    assert edges(LISTS[name]) == list(TITLES.items())


@pytest.mark.parametrize("meta", ["", "<meta property='og:type' content='article'>"])
def test_links_of_a_story_that_stands_in_the_state(meta: str) -> None:
    prose = PROSE.replace("the roof", "<a href='/report'>the roof</a>", 1)
    picture = {"title": "The mill of Ardlow from the bridge. Photo: Tern", "url": "/mill.jpg?w=2"}
    story = {"title": "The mill", "body": prose, "picture": picture}
    state = json.dumps({"story": story, "tag": {"name": "Mills", "url": "/mills"}} | STATE)
    page = f"{meta}<div id=__next></div><script id=__NEXT_DATA__ type=application/json>{state}</script>"
    url = f"{URL}2026/05/1-mill"
    assert edges(page, "in_body", url) == [("/report", "the roof")]
    assert edges(page, "related", url) == list(TITLES.items())[1:]
    assert edges(page, "section", url) == []


def test_a_list_of_addresses_in_json_ld() -> None:
    assert edges(f"<script type='application/ld+json'>{json.dumps(ITEMS)}</script>") == [
        (path, None) for path in TITLES
    ]


@pytest.mark.parametrize(
    "body",
    [
        # the markup shows its list
        "".join(f"<li><a href='{path}x'>{title}</a></li>" for path, title in TITLES.items()) + LISTS["next"],
        # nothing to read
        "<script type='application/ld+json'>{broken</script><script id=__NEXT_DATA__ type=application/json>[[</script>",
        f"<script type='application/json'>{'[' * 100_000}</script>",
        "<div data-href='javascript:alert(1)'><h3>The old mill of Ardlow burns again tonight</h3></div>",
        "<div data-href='/menu'>Menu</div>",
    ],
)
def test_pages_without_such_a_list(body: str) -> None:
    assert not set(edges(body)) & set(TITLES.items())
    assert not [url for url, _ in edges(body) if "menu" in url or "javascript" in url]


def test_cards_on_the_page_of_a_story_are_no_list() -> None:
    story = f"<article><h1>The mill</h1>{PROSE}</article>{LISTS['data-href']}"
    assert edges(story, url=f"{URL}2026/05/the-old-mill-of-ardlow-burns") == []


FORM = "<form action='/stories'>{}<button>More</button></form>"


@pytest.mark.parametrize(
    ("form", "address"),
    [
        (FORM.format("<input type=hidden name=offset value=20>"), "/stories?offset=20"),
        (FORM.format("<input type=hidden name=page value=2>").replace("/stories", "/?tag=a"), "/?tag=a&page=2"),
        (
            "<form method=post><button formaction='/api/stories?offset=20'>More</button></form>",
            "/api/stories?offset=20",
        ),
        (FORM.format("<input type=hidden name=offset value=20><input name=q>"), None),  # a search
        (FORM.format("<input type=hidden name=page value=2>").replace("<form", "<form method=post"), None),
        (FORM.format("<input type=hidden name=page value=2><select name=by></select>"), None),
        (FORM.format("<input type=hidden name=product value=20>"), None),
    ],
)
def test_a_form_that_is_filled_in_already_leads_on(form: str, address: str | None) -> None:
    found = [url for url, _ in edges(f"{cards('<li><a href={path}>{title}</a></li>')}{form}", "pagination")]
    assert found == ([address] if address else [])


@pytest.mark.parametrize(
    ("button", "kind"),
    [
        ("<button data-url='/fragments/7'>Read more</button>", "part"),
        ("<button data-next='/rest/7'>Weiterlesen</button>", "part"),
        ("<div class='btn-read-more' hx-get='/rest/7'></div>", "part"),
        ("<button data-url='/api/stories?offset=20'>Load more stories</button>", "pagination"),
    ],
)
def test_a_button_that_shows_the_rest_of_a_story(button: str, kind: str) -> None:
    url, story = f"{URL}2026/05/the-old-mill-of-ardlow-burns", f"<article><h1>The mill</h1>{PROSE}{button}</article>"
    other = "pagination" if kind == "part" else "part"
    assert len(edges(story, kind, url)) == 1
    assert edges(story, other, url) == []


def test_a_page_without_an_address_is_read_as_it_is() -> None:
    assert read_page("", b"<html><h1>A headline</h1><article><p>A text.</p></article></html>", None).edges == []
