"""What a page fills in by itself: the rest of its story, or its list; not comments beside a story."""

import pytest

from spiders.links.links import scan

SITE = "http://tern.example"
LINE = (
    "The council of Ardlow heard on Monday what the roof of the mill will cost, and who is to pay for it in the end. "
)
FRAGMENTS = {
    "turbo": "<turbo-frame src='/frames/7' loading=lazy></turbo-frame>",
    "include": "<include-fragment src='/frames/7'></include-fragment>",
    "stimulus": "<div data-controller=loader data-loader-url-value='/frames/7'></div>",
    "lazy box": "<section data-src='/frames/7'></section>",
    "htmx": "<div hx-get='/frames/7' hx-trigger='revealed'></div>",
}


def found(path: str, body: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    page = scan(f"<html><body>{body}</body></html>".encode(), SITE + path)
    return tuple(url.removeprefix(SITE) for url in page.more), tuple(url.removeprefix(SITE) for url in page.rest)


@pytest.mark.parametrize("name", FRAGMENTS)
def test_a_fragment_is_a_list_or_the_rest_of_a_story(name) -> None:
    box = FRAGMENTS[name]
    story = f"<article><h1>The mill</h1><p>{LINE}</p>{{}}</article>"
    assert found("/", f"<main>{box}</main>") == (("/frames/7",), ())
    assert found("/news/the-mill-burns-again", story.format(box)) == ((), ("/frames/7",))
    whole = f"<article><h1>The mill</h1>{f'<p>{LINE}</p>' * 4}{box}</article>"
    assert found("/news/the-mill-burns-again", whole) == ((), ())  # comments


def test_what_a_button_shows_of_a_short_story_is_its_rest() -> None:
    button = "<button hx-get='/rest/7'>Read more</button>"
    assert found("/news/the-mill-burns-again", f"<article><h1>The mill</h1><p>{LINE}</p>{button}</article>") == (
        (),
        ("/rest/7",),
    )
    assert found("/sport/", f"<article><h2>Sport</h2></article>{button}") == (("/rest/7",), ())


@pytest.mark.parametrize("name", FRAGMENTS)
def test_a_page_that_says_it_is_a_story_and_shows_no_text_is_filled_by_the_first_box_that_is_no_aside(name) -> None:
    says, box = "<meta property='og:type' content='article'>", FRAGMENTS[name]
    beside = box.replace("/frames/7", "/comments/7") + f"<aside class=related-stories>{box.replace('7', '8')}</aside>"
    for opened, closed in (("<main>", "</main>"), ("<article>", "</article>")):
        story = f"{says}{opened}<h1>The mill</h1><p>By Ann Poe</p>{beside}{box}{closed}"
        assert found("/news/the-mill-burns-again", story) == ((), ("/frames/7",))
    begun = f"{says}<main><h1>The mill</h1><p>{LINE}</p>{box}</main>"
    assert found("/news/the-mill-burns-again", begun) == ((), ("/frames/7",))
    short = f"{says}<main><h1>The mill</h1>{f'<p>{LINE}</p>' * 2}{box}</main>"
    assert found("/news/the-mill-burns-again", short) == ((), ())  # a weather box beside a short story
    slug = box.replace("/frames/7", "/frames/poll-gallery-opens-in-comments-row")
    assert found("/news/the-mill", f"{says}<main><h1>The mill</h1>{slug}</main>")[1] != ()


@pytest.mark.parametrize(
    ("method", "more", "by_form"), [("get", ("/more?offset=20",), ()), ("post", (), ("/more?offset=20",))]
)
def test_a_list_that_goes_on_by_a_form_is_read_or_known(method, more, by_form) -> None:
    form = (
        f"<form method={method} action=/more><input type=hidden name=offset value=20><button>Load more</button></form>"
    )
    page = scan(f"<html><body><h1>Sport</h1>{form}</body></html>".encode(), f"{SITE}/sport/")
    assert tuple(url.removeprefix(SITE) for url in page.more) == more
    assert tuple(url.removeprefix(SITE) for url in page.by_form) == by_form
