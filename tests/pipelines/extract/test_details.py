# ruff: noqa: E501 -- markup is read best in one line
"""What a page declares around its story, and where it leads: lists in one field, blank pictures, templates unfilled."""

import json

import pytest

from pipelines.extract.fields.details import canonical_url, declared_free, image, section, tags
from pipelines.extract.fields.related import related
from pipelines.extract.model import Related
from pipelines.extract.story.declared_body import description
from pipelines.page.page import Page


def page(head: str = "", body: str = "") -> Page:
    return Page("http://paper.example/a", f"<html><head>{head}</head><body>{body}</body></html>".encode())


def with_related(one: Page) -> tuple[Related, ...]:
    return related(one, canonical_url(one))


@pytest.mark.parametrize(
    ("declared", "first"),
    [
        ("Articles,Legal,National", "Articles"),
        ("Region, News, Economy, Letters", "Region"),
        ("Business, Finance, & Economics", "Business, Finance, & Economics"),
        ("Home, Garden", "Home, Garden"),
    ],
)
def test_a_section_is_one_name(declared: str, first: str) -> None:
    assert section(page(f'<meta property="article:section" content="{declared}">')) == first


def test_tags_in_one_field_are_told_apart_and_names_with_commas_are_not() -> None:
    values = ("Ukraine,World news", "Prices (Fares, Fees)")
    head = "".join(f'<meta property="article:tag" content="{value}">' for value in values)
    assert tags(page(head)) == ("Ukraine", "World news", "Prices (Fares, Fees)")


def test_a_blank_picture_is_no_lead_image() -> None:
    head = '<meta property="og:image" content="/i/blank.jpg"><meta name="twitter:image" content="/i/fire.jpg">'
    assert image(page(head)) == "http://paper.example/i/fire.jpg"


def test_the_words_of_a_link_are_its_title_though_its_picture_comes_first() -> None:
    body = """<a href="/b"><img alt="A man in a wet coat looks at the harbour"></a><a href="/b">The ferry that never came</a>
        <a href="/c">${intro} ${title} of the week</a><a href="/d" title="<b>Owls</b> move into the town hall"></a>"""
    assert [(link.url, link.title, link.position) for link in related(page(body=body), None)] == [
        ("http://paper.example/b", "The ferry that never came", 0),
        ("http://paper.example/d", "Owls move into the town hall", 1),
    ]


@pytest.mark.parametrize(
    ("canonical", "addresses"),
    [
        ("/a?nb=1", ["http://paper.example/b"]),
        ("/b", []),
        ("http://other.example/b", ["http://paper.example/b"]),
    ],
)
def test_a_page_is_not_related_to_itself_under_its_canonical_address(canonical: str, addresses: list[str]) -> None:
    head = f'<link rel="canonical" href="{canonical}">'
    found = with_related(page(head, '<a href="/b">The ferry that never came</a>'))
    assert [link.url for link in found] == addresses


@pytest.mark.parametrize(
    ("head", "address"),
    [
        ('<link rel="canonical" href="/b"><meta property="og:url" content="/c">', "http://paper.example/b"),
        ('<link rel="canonical" href="/"><meta property="og:url" content="/c">', "http://paper.example/c"),
        (
            '<link rel="canonical" href="javascript:void(0)"><meta property="og:url" content="/c">',
            "http://paper.example/c",
        ),
        ('<link rel="canonical" href="http://paper.example/?utm_source=x">', None),
        ('<base href="http://other.example/d/"><link rel="canonical" href="e">', "http://other.example/d/e"),
    ],
)
def test_the_address_of_a_story_is_the_first_usable_one(head: str, address: str | None) -> None:
    assert canonical_url(page(head)) == address


def test_a_front_page_may_say_that_it_is_one() -> None:
    front = Page("http://paper.example/?from=mail", b'<link rel="canonical" href="/"><p>Front</p>')
    assert canonical_url(Page("http://paper.example/", front.body)) == "http://paper.example/"


@pytest.mark.parametrize(
    ("head", "address"),
    [
        ('<base href="http://cdn.example/a/"><meta property="og:image" content="i/a.jpg">', "http://cdn.example/a/i/a.jpg"),
        ('<meta property="og:image" content="data:image/gif;base64,R0"><meta name="twitter:image" content="/1.jpg">', "http://paper.example/1.jpg"),
        ('<script type="application/ld+json">{"@type":"NewsArticle","image":{"@type":"ImageObject","contentUrl":"/2.jpg"}}</script>', "http://paper.example/2.jpg"),
    ],
)  # fmt: skip
def test_the_lead_image_is_the_first_usable_one(head: str, address: str) -> None:
    assert image(page(head)) == address


STORY = '<script type="application/ld+json">{"@type": "NewsArticle", "description": "The dam held, &amp; the town slept."}</script>'
CARD = '<meta property="og:description" content="The dam held."><meta name="description" content="News from Saltmarsh">'


@pytest.mark.parametrize(
    ("head", "said"),
    [
        (CARD, "The dam held."),
        (CARD + STORY, "The dam held, & the town slept."),
        ('<meta property="og:description" content="&lt;p&gt;It &lt;b&gt;held&lt;/b&gt;.&lt;/p&gt;">', "It held."),
        (
            f'<meta property="og:description" content="{"The dam held. " * 80}"><meta name="description" content="It held.">',
            "It held.",
        ),
        ('<meta name="description" content="Dam holds"><meta name="twitter:description" content="DAM  HOLDS">', None),
        (
            '<meta property="og:site_name" content="The Paper"><meta property="og:description" content="The Paper">',
            None,
        ),
        ("", None),
    ],
)
def test_a_description_is_the_storys_own_and_says_more_than_its_headline(head: str, said: str | None) -> None:
    assert description(page(head), ["Dam holds"]) == said


def crumbs(*steps: tuple[str, str]) -> str:
    items = [{"position": n, "name": name, "item": item} for n, (name, item) in enumerate(steps)]
    return f'<script type="application/ld+json">{json.dumps({"@type": "BreadcrumbList", "itemListElement": items})}</script>'


@pytest.mark.parametrize(
    ("steps", "name"),
    [
        ((("Home", "/"), ("Transport", "/transport"), ("Ferry to close", "http://paper.example/a")), "Transport"),
        ((("The Paper", "http://paper.example/"), ("Sport", "/s"), ("Football", "/s/f"), ("Hull win", "")), "Sport"),
        ((("paper.example", "/news"), ("Ferry to close", "")), None),
        ((("Culture", "/c"), ("Books", "/c/b"), ("A novel", "")), "Culture"),
    ],
)
def test_a_section_is_the_first_step_behind_the_front_page(
    steps: tuple[tuple[str, str], ...], name: str | None
) -> None:
    assert section(page(crumbs(*steps))) == name


def test_tags_are_links_that_say_so_where_nothing_else_does() -> None:
    body = '<p><a rel="tag" href="/t/f">Ferry</a> <a rel="category tag" href="/n">News</a> <a rel="tag" href="/t/c">Council</a></p>'
    assert tags(page(body=body)) == ("Ferry", "Council")
    assert tags(page('<meta name="keywords" content="渡轮，议会、交通">', f"{body}<p>新渡轮</p>")) == (
        "渡轮",
        "议会",
        "交通",
    )


def test_what_another_story_costs_says_nothing_of_this_one() -> None:
    own = '{"@type":"NewsArticle","url":"http://paper.example/a"}'
    other = '{"@type":"NewsArticle","url":"http://paper.example/b","isAccessibleForFree":false}'
    head = "".join(f'<script type="application/ld+json">{node}</script>' for node in (own, other))
    assert declared_free(page(head)) is None


def test_links_are_seen_from_the_base() -> None:
    found = with_related(page('<base href="http://paper.example/news/">', '<a href="b">The ferry that never came</a>'))
    assert [link.url for link in found] == ["http://paper.example/news/b"]


@pytest.mark.parametrize(
    ("called", "titles"), [("related-articles", ["The ferry that never came"]), ("main", []), ("nav-latest", [])]
)
def test_navigation_that_is_called_related_leads_to_related_stories(called: str, titles: list[str]) -> None:
    body = f'<nav class="{called}"><a href="/b">The ferry that never came</a></nav>'
    assert [link.title for link in related(page(body=body), None)] == titles


STORY = (
    "<p>"
    + "The mill by the river was closed on Monday, and the council wants to know how it will be mended. " * 3
    + "</p>"
)


def story(meta: str = "", below: str = "", above: str = "") -> Page:
    headline = f"<header><a href='/'>Argus</a></header><main>{above}<article><h1>Mill closed after a flood</h1>{meta}{STORY}{below}</article></main>"
    return page("<title>Mill closed after a flood</title>", headline)


@pytest.mark.parametrize(
    ("meta", "below", "found"),
    [
        ('<p>3 March by Ann Poe in <a href="/categories/culture/">Culture</a></p>', "", "Culture"),
        ('<span><a href="/rubrique/culture">Culture</a></span>', "", "Culture"),
        ('<p><a href="/">Home</a> &gt; <a href="spip.php?rubrique3">Culture</a></p>', "", "Culture"),
        ("", '<footer>Posted in <a href="/?cat=9">Culture</a></footer>', "Culture"),
        ('<div class="taxonomy-category"><a rel="tag" href="/category/culture/">Culture</a></div>', "", "Culture"),
        ("", f'<p>{"The mayor opened it again. " * 9}<a href="/category/culture/">Culture</a> pays.</p>', None),
        ("", "".join(f'<a href="/category/{n}/">Town {n}</a> ' for n in range(20)), None),
        ('<p><a href="http://[bad/category/culture/">Culture</a></p>', "", None),
        ('<p><a href="http://shop.example/category/culture/">Culture</a></p>', "", None),
    ],
)
def test_a_link_to_a_sections_address_beside_the_story_names_its_section(
    meta: str, below: str, found: str | None
) -> None:
    assert section(story(meta, below)) == found


def test_the_first_tag_above_a_headline_is_its_section() -> None:
    kicker = '<div class="post-card-tags"><span class="post-card-primary-tag"><a href="/tag/culture/">Culture</a></span></div>'
    assert (
        section(
            page(
                "<title>Mill closed</title>", f"<article><header>{kicker}<h1>Mill closed</h1></header>{STORY}</article>"
            )
        )
        == "Culture"
    )


def test_section_and_tags_below_a_story_without_an_article_and_not_the_sites_trending_ones() -> None:
    tail = '<div class="tail"><div>In <a href="/categories/culture/">Culture</a></div><div class="post-tags"><a href="/t/owls">Owls</a></div></div>'
    trending = '<div id="side"><h2>Trending</h2><div class="tag-cloud"><a href="/t/ferry">Ferry</a><a href="/t/mill">Mill</a></div></div>'
    title = "Mill closed after a flood"
    found = page(f"<title>{title}</title>", f"<div><h1>{title}</h1><div>{STORY * 3}</div>{tail}</div>{trending}")
    assert (section(found), tags(found)) == ("Culture", ("Owls",))


def test_a_menu_of_sections_above_a_story_names_none() -> None:
    menu = "".join(
        f'<li><a href="/category/{name.lower()}.html">{name}</a></li>' for name in ("Culture", "Local", "Sport")
    )
    rest = "<p>The paper of the coast</p><p>Since 1897</p><p>Printed daily</p>"
    own = '<p>In: <a href="/category/sport.html">Sport</a></p>'
    for meta, found in (("", None), (own, "Sport")):
        body = f"<div><ul>{menu}</ul>{rest}</div><section><h1>Mill closed after a flood</h1>{meta}{STORY}</section>"
        assert section(page("<title>Mill closed after a flood</title>", body)) == found


def test_tags_are_links_to_a_tags_address_too_and_a_category_is_no_tag() -> None:
    terms = '<p><a href="/category/news" rel="tag">News</a> <a href="/tags/ferry/">#Ferry</a> <a href="/tag/mill">Mill</a></p>'
    assert tags(story(below=terms)) == ("Ferry", "Mill")


def test_a_list_with_the_number_of_stories_of_each_tag_is_the_sites() -> None:
    cloud = '<div class="tags"><a href="/t/ferry/">Ferry<sup>14</sup></a> <a href="/t/mill/">Mill (3)</a></div>'
    own = '<div class="tags"><a href="/t/owls">Owls</a></div>'
    assert tags(story(below=cloud)) == ()
    assert tags(page("<title>Mill closed</title>", f"<main>{own}<h1>Mill closed</h1>{STORY}{cloud}</main>")) == (
        "Owls",
    )


@pytest.mark.parametrize(
    "tagged",
    [
        '<nav class="article-tags"><a href="/t/ferry.html">Ferry</a> <a href="/t/owls.html">Owls</a></nav>',
        '<nav class="md-tags"><span class="md-tag">Ferry</span> <span class="md-tag">Owls</span></nav>',
    ],
)
def test_tags_in_a_menu_of_their_own_and_without_links(tagged: str) -> None:
    assert tags(story(below=tagged)) == ("Ferry", "Owls")


def test_a_step_of_a_breadcrumb_that_leads_to_the_front_page_is_no_section() -> None:
    steps = '<div id="breadcrumb"><a href="/">Home</a> <a href="/">Blog</a> <a href="/categories/culture/">Culture</a></div>'
    assert section(story(above=steps)) == "Culture"


def test_keywords_of_which_the_page_says_none_are_the_sites() -> None:
    head = '<title>Mill closed</title><meta name="keywords" content="Theme Owl, blog">'
    tagged = '<p><a href="/tags/ferry/">Ferry</a></p>'
    assert tags(page(head, f"<article><h1>Mill closed</h1>{STORY}{tagged}</article>")) == ("Ferry",)


@pytest.mark.parametrize(
    ("markup", "found"),
    [
        ({"below": '<p><img src="/i/mill.jpg"></p>'}, "http://paper.example/i/mill.jpg"),
        ({"below": '<p>It rained <img src="/i/rain.png"> all night.</p>'}, None),
        ({"meta": '<img src="/i/mill.jpg" width="640">'}, "http://paper.example/i/mill.jpg"),
        ({"above": '<figure><img src="/i/mill.jpg"></figure>'}, "http://paper.example/i/mill.jpg"),
    ],
)
def test_the_lead_picture_stands_alone_or_above_the_headline(markup: dict[str, str], found: str | None) -> None:
    assert image(story(**markup)) == found


@pytest.mark.parametrize(
    "name",
    [
        "og_image.png",
        "theme-icon.png",
        "share-default.jpg",
        "owl-og.webp",
        "placeholder/a.png",
        "wave.svg",
        "publication-cover.jpg",
    ],
)
def test_a_picture_for_sharing_is_no_lead_picture(name: str) -> None:
    assert image(page(f'<meta property="og:image" content="http://a.example/i/{name}">')) is None


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ('<p>Tags: <a href="/x">Ferry</a>, <a href="/y">Owls</a> and <a href="/z">Mill</a></p>', ("Ferry", "Owls", "Mill")),
        ('<div class="sidebar"><b>Schlagworte:</b> <a href="/x">Mühle</a></div>', ("Mühle",)),
        ('<p>Tags: <a href="/x">Ferry</a> was the word of the year for many</p>', ()),
        ('<p>Tags: <a href="/x">Ferry</a></p><p>Tags: <a href="/y">Owls</a></p>', ()),
        ('<div class="most-read">Tags: <a href="/x">Ferry</a></div>', ()),
    ],
)  # fmt: skip
def test_a_line_with_such_a_label_names_the_tags(line: str, found: tuple[str, ...]) -> None:
    assert tags(page("<title>Mill closed</title>", f"<main><h1>Mill closed</h1>{STORY}</main>{line}")) == found


def test_a_line_with_such_a_label_names_the_section() -> None:
    filed = '<p>Filed under: <a href="/x">Sport</a></p>'
    assert section(page("<title>Mill closed</title>", f"<main><h1>Mill closed</h1>{STORY}{filed}</main>")) == "Sport"


def test_the_authors_of_a_story_are_none_of_its_tags() -> None:
    own = '<p class="tags"><a href="/t/ana">Ana Ruiz</a> <a href="/t/owls">Owls</a></p>'
    assert tags(story(below=own), ["Ana Ruiz"]) == ("Owls",)


def test_a_box_around_the_whole_page_is_neither_tags_nor_a_breadcrumb() -> None:
    body = f'<div class="post tag-mills with-breadcrumb"><a href="#main">Skip to content</a><h1>Mill closed</h1>{STORY} <a href="/x">this page</a></div>'
    found = page("<title>Mill closed</title>", body)
    assert (section(found), tags(found)) == (None, ())


@pytest.mark.parametrize("name", ["{$category}", "undefined"])
def test_a_field_that_no_system_filled_is_no_section(name: str) -> None:
    assert section(page(f'<meta property="article:section" content="{name}">')) is None


def test_keywords_that_the_page_does_not_speak_of_yield_to_shown_tags() -> None:
    head = '<title>Mill closed</title><meta name="keywords" content="picture, image, blog, ">'
    own = '<ul class="post-tags-list"><li><a href="/t/owls" rel="tag">Owls</a></li></ul>'
    assert tags(page(head, f"<h1>Mill closed</h1>{own}{STORY}")) == ("Owls",)


def test_keywords_are_the_sites_where_only_a_menu_says_them() -> None:
    head = '<title>Mill closed</title><meta name="keywords" content="blog, personal">'
    own = '<p>This entry is tagged <a rel="tag" href="/t/owls">Owls</a></p>'
    menu = '<nav><a href="/">Blog</a></nav>'
    assert tags(page(head, f"{menu}<article><h1>Mill closed</h1>{STORY}{own}</article>")) == ("Owls",)


def test_the_headline_and_the_name_of_the_site_are_no_tags() -> None:
    title = "The mill of Ardlow closed on Friday"
    head = f'<title>{title}</title><meta property="og:site_name" content="Ardlow Argus">'
    keywords = f'<meta name="keywords" content="{title},Ardlow Argus,Ardlow">'
    assert tags(page(head + keywords, f"<h1>{title}</h1>{STORY}")) == ("Ardlow",)
