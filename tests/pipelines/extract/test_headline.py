# ruff: noqa: E501 -- markup is read best in one line
"""The headline: what readers see, without the site's name."""

import pytest

from pipelines.extract.headline.headline import headline, is_said, offers
from pipelines.extract.headline.site_names import without_site
from pipelines.page.page import Page
from tests.endless import ends

LONG = "The old bridge over the river has been closed since spring, and nobody in town knows for how long it will be. "


def page(head: str, body: str = "", url: str = "http://www.paper.example/x") -> Page:
    return Page(url, f"<html><head>{head}</head><body>{body}</body></html>".encode())


HEADLINES = [
    ("<title>Bridge will be mended | The Paper</title><meta property='og:site_name' content='The Paper'>", "", "Bridge will be mended"),
    ("<title>The Paper - Bridge will be mended</title><meta property='og:site_name' content='The Paper'>", "", "Bridge will be mended"),
    ("<title>Bridge news: all you must know | The Paper</title>", "<h1>Bridge news that you must know</h1>", "Bridge news that you must know"),
    ("<title>Bridge will be mended</title>", "<h1><span class='kicker'>Town</span> Bridge will be mended</h1>", "Bridge will be mended"),
    ("<title>Bridge will be mended soon</title>", "<h1>The Paper</h1><h1>Bridge will be mended soon</h1>", "Bridge will be mended soon"),
    ("<title>Town Notes: Bridge will be mended</title><meta property='og:title' content='Bridge will be mended'>", "<h1>Town Notes</h1>", "Bridge will be mended"),
    ("<title>Bridge will be mended</title>", "<h1><style>.a{color:red}</style>Bridge will be mended</h1>", "Bridge will be mended"),
    ("<title>The Paper #18 – Bridge will be mended</title><meta property='og:site_name' content='The Paper'>", "<h1>The Paper #18 – Bridge will be mended</h1>", "The Paper #18 – Bridge will be mended"),
    ("<meta property='og:title' content='Bridge &amp;amp; ferry'>", "", "Bridge & ferry"),
    # cut to the end: a host behind the site's name
    ("<title>The Paper | paper.example - Bridge will be mended</title><meta property='og:site_name' content='The Paper'>", "", "Bridge will be mended"),
    ("<title>Paper Blog » Blog Archive » Bridge will be mended</title>", "<h1><a href='/'>Paper Blog</a></h1>", "Bridge will be mended"),
    ("<title>桥梁将于明年修复-新闻网</title>", "", "桥梁将于明年修复"),
    # a closing quotation mark is no separator
    ("<title>Mayor: «We will mend the bridge»</title><meta property='og:title' content='Mayor: «We will mend the bridge»'>", "<h1>Mayor: «We will mend the bridge»</h1>", "Mayor: «We will mend the bridge»"),
    # words that only begin as the host does are no site's name
    ("<title>Paper in a warming world | Town College</title>", "<h1>Paper in a warming world</h1>", "Paper in a warming world"),
    # a link to the front page is the masthead, one elsewhere is not
    ("<title>Children and work » Echo e.V.</title>", "<h1><a href='/'>Echo e.V. Society for working children</a></h1>", "Children and work"),
    ("<title>Bridge will be mended » Echo</title>", "<h1><a href='/bridge'>Bridge will be mended</a></h1>", "Bridge will be mended"),
    ("<title>Bridge will be mended » Echo</title>", "<h1><a href='#top'>Bridge will be mended</a></h1>", "Bridge will be mended"),
    # a paragraph in a heading's markup
    ("<title>Ten bridges | Echo</title><meta property='og:title' content='Ten bridges'>", f"<h1>Here are ten bridges. {'They are old and must be mended soon. ' * 6}</h1>", "Ten bridges"),
    # host and comments behind the headline
    ("<title>Bridge will be mended</title><meta property='og:title' content='Bridge will be mended'>", "<h1>Bridge will be mended (echo.example) 87</h1>", "Bridge will be mended"),
    ("<title>Bridge opened in 1915</title><meta property='og:title' content='Bridge opened in'>", "<h1>Bridge opened in 1915</h1>", "Bridge opened in 1915"),
    # the page's one heading, before the story, though search engines are told another title
    ("<title>About us</title>", "<h1>The people who mend bridges in town</h1><p>We mend.</p>", "The people who mend bridges in town"),
    ("<title>About us</title>", "<h1><a href='/y'>The people who mend bridges in town</a></h1>", "About us"),
    ("<title>About us</title>", "<h1>The people who mend bridges in town</h1><h1>The people who build ships by night</h1>", "About us"),
    ("<title>About us</title>", f"{f'<p>{LONG}</p>' * 2}<h1>The people who mend bridges in town</h1>", "About us"),
    ("<title>About us</title>", "<h1>Bridges</h1>", "About us"),
    # of headings that are like a title, that which the weightier declares
    ("<title>News - Echo</title><meta property='og:title' content='Bridge will be mended'>", "<h1>News</h1><h1>Bridge will be mended</h1>", "Bridge will be mended"),
    # no heading of the first level: one of the second that repeats a declaration
    ("<title>What comes of the old bridge</title><meta property='og:title' content='All about the bridge'><meta name='headline' content='Bridge will be mended'>", "<h2>Latest</h2><h2>Bridge will be mended</h2>", "Bridge will be mended"),
    ("<title>Print version: Bridge will be mended</title>", "<h2>Latest</h2><h2>Bridge will be mended</h2>", "Bridge will be mended"),
    # the section before the site's name
    ("<title>Bridge will be mended soon | News | The Paper</title><meta property='og:site_name' content='The Paper'>", "", "Bridge will be mended soon"),
    ("<title>Bridge will be mended | What comes next, and why | The Paper</title><meta property='og:site_name' content='The Paper'>", "", "Bridge will be mended | What comes next, and why"),
    # what only stands in the heading: a date, small print, a button, what is not displayed or for screen readers
    *((f"<title>Bridge will be mended</title><meta property='og:title' content='{declared}'>", f"<h1>Bridge will be mended {label}</h1>", "Bridge will be mended")
      for declared in ("Bridge will be mended", "What comes of the bridge when it will be mended")
      for label in ("<time>20 January 2026</time>", "<small>Seven arches are old</small>", "<button>Listen now</button>",
                    "<span style='display:none'>Say banana</span>", "<span class='sr-only'>, opens in a new window</span>")),
    ("<title>Bridge will be mended</title>", "<h1><small>Bridge will be mended</small></h1>", "Bridge will be mended"),
    ("<title>Bridge will be mended in spring</title>", "<h1>Bridge will be mended <small>in spring</small></h1>", "Bridge will be mended in spring"),
    # how characters are pronounced is not read
    ("<title>橋を直す</title>", "<h1><ruby>橋<rt>はし</rt></ruby>を<ruby>直<rp>(</rp><rt>なお</rt><rp>)</rp></ruby>す</h1>", "橋を直す"),
]  # fmt: skip


@pytest.mark.parametrize(("head", "body", "title"), HEADLINES)
def test_headline(head: str, body: str, title: str) -> None:
    one = page(head, body)
    found = headline(one, offers(one))
    assert found is not None
    assert found.replace("&amp;", "&") == title


def test_newsrooms_are_believed_before_a_heading_unlike_all_they_declare() -> None:
    data = '{"@type":"NewsArticle","headline":"Bridge will be mended"}'
    head = f"<script type='application/ld+json'>{data}</script><title>Bridge will be mended</title>"
    one = page(head, "<h1>The people who build ships by night</h1>")
    assert headline(one, offers(one)) == "Bridge will be mended"


def test_names_are_stripped_until_none_is_left() -> None:
    sites = {"echo", "echoexample"}
    assert (
        without_site("Echo | echo.example - Bridge will be mended | Echo | Echo", sites, (), ())
        == "Bridge will be mended"
    )
    assert without_site("Echo", sites, (), ()) == "Echo"
    assert without_site("桥梁将于明年修复 - 新浪网 - 新闻", set(), (), ()) == "桥梁将于明年修复"


def test_thousands_of_headings_are_not_all_weighed() -> None:
    one = page(
        "<title>Bridge will be mended</title>", "<h1>Bridge will be mended</h1>" + "<h1>A bridge of many</h1>" * 30_000
    )
    assert headline(one, offers(one)) == "Bridge will be mended"


@pytest.mark.parametrize(
    "href", ["https://www.paper.example／news", "https://a℀b.example/", "https://paper.example]/", "//a]b", "//[::1"]
)
def test_a_link_with_an_address_that_cannot_be_read_is_no_masthead(href: str) -> None:
    seen = page(
        "<title>Bridge will be mended | Echo</title>",
        f"<h1><a href='{href}'>Bridge will be mended</a></h1><a href='{href}'>Echo</a>",
    )
    assert headline(seen, offers(seen)) == "Bridge will be mended"


@pytest.mark.parametrize(
    ("declared", "shown", "title"),
    [
        (r"\ud83d Storm over Hull", "Storm over Hull", "Storm over Hull"),  # half an emoji
        ("Storm over H\ufffdll, say wardens", "Storm over Hüll, say wardens", "Storm over Hüll, say wardens"),
        (r"\ud83c\udf2a Storm over Hull", "Storm over Hull", "\U0001f32a Storm over Hull"),  # a whole one, declared
        ("Storm over Hull", "Storm over H\ufffdll", "Storm over Hull"),
        ("Storm over H\ufffdll", "Storm over H\ufffdll", "Storm over H\ufffdll"),  # nobody has it whole
    ],
)
def test_a_headline_that_lost_a_character_yields_to_one_that_did_not(declared: str, shown: str, title: str) -> None:
    data = f'{{"@type": "NewsArticle", "headline": "{declared}"}}'
    head = f'<title>{shown} | The Paper</title><script type="application/ld+json">{data}</script>'
    one = Page("http://a.example/", f"<html><head>{head}</head><body><h1>{shown}</h1>".encode(), "text/html")
    assert headline(one, offers(one)) == title


@pytest.mark.parametrize("title", ["The Orr Valley Echo", "News", "Echo - local news from the Orr valley"])
def test_a_broken_headline_does_not_yield_to_the_name_of_the_paper(title: str) -> None:
    broken = "Storm over H\ufffdll kills two as rivers rise"
    head = f"<title>{title}</title><meta property='og:title' content='{broken}'>"
    one = Page("http://a.example/", f"<html><head>{head}</head><body><h1>{broken}</h1>".encode(), "text/html")
    assert headline(one, offers(one)) == broken


def test_a_title_of_many_lost_characters_is_compared_to_its_end() -> None:
    with ends():
        assert not is_said("a\ufffd" * 60 + "b", ["a" * 400])
